"""A table as CSV for a spreadsheet."""

import csv
import io

from bot.reports.tables import Table, in_words
from bot.wording import Wording

MEDIA_TYPE = "text/csv; charset=utf-8"
# A cell that begins like this is a formula to a spreadsheet, whoever wrote it.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
# Lets spreadsheets see that it is UTF-8.
_MARK = "\ufeff"


def as_csv(table: Table, wording: Wording, language: str) -> str:
    """The table with headings and names in a language; figures are plain, with a decimal point."""
    written = io.StringIO()
    writer = csv.writer(written)
    columns = (*table.grouped_by, *table.counted)
    writer.writerow(wording.phrase(f"report.column.{name}", language) for name in columns)
    for row in table.rows:
        groups = zip(table.grouped_by, row.group, strict=True)
        names = [_cell(in_words(wording, language, column, one)) for column, one in groups]
        writer.writerow((*names, *row.figures))
    return _MARK + written.getvalue()


def _cell(text: str) -> str:
    return f"'{text}" if text.startswith(_FORMULA) else text
