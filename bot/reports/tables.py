"""A table of a report: what is counted together, and the figures of it."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.wording import Wording

Figure = int | float | None

#: Columns whose values have words, and the group of the catalogue where these stand.
_WORDS = {
    "kind": "kind",
    "status": "status.ticket",
    "channel": "desk.channel",
    "language": "language",
}


@dataclass(frozen=True, slots=True)
class Row:
    """One line; `group` in the order of the table's `grouped_by`, `figures` of its `counted`."""

    group: tuple[str | None, ...]
    figures: tuple[Figure, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """`drawn`: how many of the figures, from the left, count the same thing and so share one
    scale of bars (hours are not drawn beside complaints)."""

    name: str
    grouped_by: tuple[str, ...]
    counted: tuple[str, ...]
    rows: tuple[Row, ...]
    drawn: int

    def sum_of(self, figure: str) -> Figure:
        """A count over all lines."""
        at = self.counted.index(figure)
        return sum(row.figures[at] or 0 for row in self.rows)

    def bars(self, row: Row) -> Sequence[tuple[str, float]]:
        """The drawn figures of a line with their lengths, in per cent of the table's longest."""
        longest = max((one or 0 for each in self.rows for one in self._drawn_of(each)), default=0)
        return [
            (name, round(100 * (figure or 0) / longest, 1) if longest else 0.0)
            for name, figure in zip(self.counted, self._drawn_of(row), strict=False)
        ]

    def _drawn_of(self, row: Row) -> tuple[Figure, ...]:
        return row.figures[: self.drawn]


def in_words(wording: Wording, language: str, column: str, value: str | None) -> str:
    """What a group is called: a word of ours where there is one, else the records' own name."""
    if value is None:
        return wording.phrase("report.not_known", language)
    key = f"{_WORDS.get(column)}.{value}"
    if column not in _WORDS or not wording.can_say(key, {}):
        return value
    return wording.phrase(key, language)
