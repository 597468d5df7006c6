"""A table as CSV for a spreadsheet."""

import csv
import io

from bot.reports.tables import DAY, Table, in_india, in_words, plain
from bot.wording import Wording

MEDIA_TYPE = "text/csv; charset=utf-8"
# A cell that begins like this is a formula to a spreadsheet, whoever wrote it.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
# Lets spreadsheets see that it is UTF-8.
_MARK = "\ufeff"


def as_csv(table: Table, wording: Wording, language: str) -> str:
    """The table with headings and names in a language; figures, days and moments are plain, as
    spreadsheets read them."""
    written = io.StringIO()
    writer = csv.writer(written)
    columns = (*table.grouped_by, *table.counted)
    writer.writerow(wording.phrase(f"report.column.{name}", language) for name in columns)
    for row in table.rows:
        groups = zip(table.grouped_by, row.group, strict=True)
        names = [_cell(_name(wording, language, column, one)) for column, one in groups]
        writer.writerow((*names, *(plain(figure, in_india) for figure in row.figures)))
    return _MARK + written.getvalue()


def _name(wording: Wording, language: str, column: str, value: str | None) -> str:
    if column == DAY and value is not None:
        return value
    return in_words(wording, language, column, value)


def _cell(text: str) -> str:
    return f"'{text}" if text.startswith(_FORMULA) else text
