"""Numbers and names as people type them."""

from datetime import date

import pytest

from actions.fields.amounts import kilowatts
from actions.fields.dates import past_day
from actions.fields.free import without_lead_in
from actions.fields.numbers import issued_number, mobile_of
from actions.reading import decimal_numbers, digit_runs, plain


@pytest.mark.parametrize(
    ("text", "digits"),
    [
        ("98765 43210", ["9876543210"]),
        ("+91-98765-43210", ["919876543210"]),
        ("९८७६५४३२१०", ["9876543210"]),
        ("mera no 70 12 34 56 78 hai", ["7012345678"]),
        ("no digits here", []),
    ],
)
def test_digits_are_joined_however_they_are_spaced(text: str, digits: list[str]) -> None:
    """Spaces, dashes and Devanagari digits make no other number."""
    assert digit_runs(text) == digits


@pytest.mark.parametrize(
    ("digits", "mobile"),
    [
        ("9876543210", "9876543210"),
        ("919876543210", "9876543210"),
        ("09876543210", "9876543210"),
        ("987654321", None),
        ("5876543210", None),
        ("98765432101", None),
    ],
)
def test_an_indian_mobile_number_is_told_from_other_digits(digits: str, mobile: str | None) -> None:
    """Ten digits from 6 to 9, with +91 or 0 before them or not."""
    assert mobile_of(digits) == mobile


@pytest.mark.parametrize(
    ("text", "load"),
    [
        ("2 kw", 2.0),
        ("२ किलोवाट", 2.0),
        ("5 HP", 3.73),
        ("5 kVA", 4.5),
        ("dhai kilowatt", 2.5),
        ("1500 watt", 1.5),
        ("5", 5.0),
        ("hundred lakh kW", None),
        ("sau kilowatt se bhi zyada", None),
    ],
)
def test_a_load_is_read_in_kilowatt(text: str, load: float | None) -> None:
    """Units are converted, number words read, and absurd figures are no load at all."""
    assert kilowatts(text) == load


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("FLT-2026-000123", "FLT-2026-000123"),
        ("flt 2026 000123 ka status", "FLT-2026-000123"),
        ("NC2026000123", "NC-2026-000123"),
        ("flt-२०२६-०००१२३", "FLT-2026-000123"),
        ("2026-000123", None),
    ],
)
def test_a_number_of_the_backend_is_found_however_it_is_typed(
    text: str, number: str | None
) -> None:
    """Small letters, spaces and missing dashes do not hide it."""
    assert issued_number(text) == number


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("mera naam Ramesh Kumar hai", "Ramesh Kumar"),
        ("मेरा नाम सुनीता देवी है", "सुनीता देवी"),
        ("my name is Abdul Karim.", "Abdul Karim"),
        ("Ramesh", "Ramesh"),
    ],
)
def test_a_name_is_kept_without_what_stands_around_it(text: str, name: str) -> None:
    """The record holds the name alone, in the letters in which it was typed."""
    assert without_lead_in("person_name", text) == name


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("kal", date(2026, 11, 22)),
        ("परसों", date(2026, 11, 21)),
        ("15/11/2026", date(2026, 11, 15)),
        ("25 दिसंबर", date(2025, 12, 25)),
        ("3 nov ko", date(2026, 11, 3)),
        ("31/02/2026", None),
        ("diwali ke din", None),
    ],
)
def test_a_day_of_payment_lies_behind_us(text: str, day: date | None) -> None:
    """Hindi says one word for yesterday and tomorrow; a payment was made already."""
    assert past_day(text, date(2026, 11, 23)) == day


def test_nukta_and_chandrabindu_make_no_difference() -> None:
    """People leave them out as often as they type them."""
    assert plain("हाँ, ज़रूर!") == plain("हां जरूर")


def test_indian_grouping_of_a_number_is_read() -> None:
    """Lakhs are grouped by two digits."""
    assert decimal_numbers("₹1,23,456.50") == [123456.5]
