"""Typed values (money, moments, lists …) in the manner of one language.

Digits are Western in all three languages, as on every bill that these people get.
"""

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date, format_datetime
from babel.numbers import format_decimal

INDIA = ZoneInfo("Asia/Kolkata")

Phrase = Callable[[str], str]


class Values:
    """Shows values in one language. `phrase` looks a key up in its catalogue."""

    def __init__(self, locale: str, phrase: Phrase) -> None:
        self._locale = Locale.parse(locale)
        self._phrase = phrase
        self._show: dict[str, Callable[[Any], str]] = {
            "money": self._money,
            "datetime": self._datetime,
            "date": self._date,
            "word": lambda value: phrase(str(value)),
            "list": lambda values: ", ".join(self.show(value) for value in values),
            "number": self._number,
            "kilowatt": self._kilowatt,
            "name": self._name,
        }

    def show(self, value: Any) -> str:
        """Show a plain value as it is, a typed one (`{"type", "value"}`) in its form.

        Raises ValueError for a value that its type cannot show.
        """
        if isinstance(value, str | int) and not isinstance(value, bool):
            return str(value)
        if isinstance(value, float):
            return self._number(value)
        if not isinstance(value, dict) or value.get("type") not in self._show:
            raise ValueError(f"no way to show {type(value).__name__}")
        try:
            return self._show[value["type"]](value["value"])
        except (KeyError, TypeError, InvalidOperation) as error:
            raise ValueError(f"a bad {value['type']}") from error

    def _money(self, value: Any) -> str:
        rupees = _finite(value)
        paise = "" if rupees == rupees.to_integral_value() else ".00"
        return format_decimal(rupees, format=f"₹#,##,##0{paise};-₹#,##,##0{paise}", locale="en_IN")

    def _datetime(self, value: Any) -> str:
        moment = datetime.fromisoformat(value)
        if moment.tzinfo is None:
            raise ValueError("a moment without its offset")
        pattern = self._phrase("format.datetime")
        return format_datetime(moment, pattern, tzinfo=INDIA, locale=self._locale)

    def _date(self, value: Any) -> str:
        day = date.fromisoformat(value)
        return format_date(day, self._phrase("format.date"), locale=self._locale)

    def _number(self, value: Any) -> str:
        return format_decimal(_finite(value), format="#,##,##0.###", locale="en_IN")

    def _name(self, value: Any) -> str:
        in_devanagari = self._locale.language == "hi" and self._locale.script != "Latn"
        return str(value["devanagari" if in_devanagari else "latin"])

    def _kilowatt(self, value: Any) -> str:
        return self._phrase("format.kilowatt").format(number=self._number(value))


def _finite(value: Any) -> Decimal:
    number = Decimal(str(value))
    if not number.is_finite():
        raise ValueError("no finite number")
    return number
