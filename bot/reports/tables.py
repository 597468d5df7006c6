"""A table of a report: what is counted together, the figures of it, and how they are drawn."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from bot.wording import Wording
from bot.wording.values import INDIA

Figure = int | float | datetime | None
#: bars: side by side; parts: of one whole, end to end; line: from day to day; spans: from one
#: moment to another.
Chart = Literal["bars", "parts", "line", "spans"]

DAY = "day"
#: Columns whose values have words, and how the keys of these begin in the catalogue.
_WORDS = {
    "kind": "kind.",
    "status": "status.ticket.",
    "channel": "desk.channel.",
    "language": "language.",
    "source": "report.source.",
}


@dataclass(frozen=True, slots=True)
class Row:
    """One line; `group` in the order of the table's `grouped_by`, `figures` of its `counted`."""

    group: tuple[str | None, ...]
    figures: tuple[Figure, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """`drawn`: how many of the figures, from the left, the chart shows."""

    name: str
    grouped_by: tuple[str, ...]
    counted: tuple[str, ...]
    rows: tuple[Row, ...]
    drawn: int
    chart: Chart = "bars"

    def sum_of(self, figure: str) -> float:
        """A count over all lines."""
        at = self.counted.index(figure)
        counts = (row.figures[at] for row in self.rows)
        return sum(count for count in counts if isinstance(count, int | float))


def in_words(wording: Wording, language: str, column: str, value: str | None) -> str:
    """What a group is called: a word of ours where there is one, else the records' own name."""
    if value is None:
        return wording.phrase("report.not_known", language)
    if column == DAY:
        return wording.shown({"type": "date", "value": value}, language)
    key = f"{_WORDS.get(column)}{value}"
    if column not in _WORDS or not wording.can_say(key, {}):
        return value
    return wording.phrase(key, language)


def figure_in_words(wording: Wording, language: str, figure: Figure) -> str:
    """A figure as the page shows it."""
    if figure is None:
        return "–"
    shown: object = figure
    if isinstance(figure, datetime):
        shown = {"type": "datetime", "value": figure.isoformat()}
    return wording.shown(shown, language)


def plain(figure: Figure, moment: Callable[[datetime], object]) -> object:
    """A figure for machines; `moment` says how these want their moments."""
    return moment(figure) if isinstance(figure, datetime) else figure


def milliseconds(moment: datetime) -> int:
    """A moment as scripts count it."""
    return round(moment.timestamp() * 1000)


def in_india(moment: datetime) -> str:
    """A moment as spreadsheets read it, by India's clock."""
    return moment.astimezone(INDIA).isoformat(timespec="minutes")
