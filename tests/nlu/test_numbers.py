"""Numbers that name something, as people type them."""

import pytest
from components.numbers import read_numbers
from components.numerals import numerals
from components.quantities import read_quantities
from components.words import words_of


def read(text: str) -> list[tuple[str, object]]:
    words = words_of(text)
    quantities = read_quantities(text, words, numerals(text, words))
    spans = [*read_numbers(text, words), *quantities]
    return [(span.entity, span.value) for span in spans]


@pytest.mark.parametrize(
    "text",
    [
        "9839012345",
        "+91 98390 12345",
        "919839012345",
        "09839012345",
        "९८३९०१२३४५",
        "98390-12345",
        "nau aath teen nau zero ek do teen char paanch",
        "नौ आठ तीन नौ शून्य एक दो तीन चार पांच",
    ],
)
def test_a_mobile_number_is_read_however_it_is_typed(text: str) -> None:
    """Prefixes, spaces, Devanagari digits and digits in words give one number."""
    assert read(text) == [("mobile_number", "9839012345")]


@pytest.mark.parametrize(
    ("text", "account"),
    [
        ("3948201746", "3948201746"),
        ("खाता संख्या १०२३ ४५६७ ८९१२", "102345678912"),
        ("my account is 7012345678", "7012345678"),
        ("a/c 7012345678", "7012345678"),
        ("उपभोक्ता नंबर 9839012345", "9839012345"),
    ],
)
def test_ten_or_twelve_digits_are_an_account_by_their_start_or_by_the_words_around(
    text: str, account: str
) -> None:
    """A number from 6 to 9 may be either: the nearest word decides."""
    assert read(text) == [("account_number", account)]


@pytest.mark.parametrize(
    "text",
    ["FLT-2026-000123", "flt 2026 000123", "Flt2026000123", "एफएलटी २०२६ ०००१२३", "FLT-2026-123"],
)
def test_a_ticket_number_comes_out_as_the_backend_wrote_it(text: str) -> None:
    """Case, dashes and script of a copied number do not matter."""
    assert read(text) == [("ticket_number", "FLT-2026-000123")]


def test_an_application_is_told_from_a_ticket_by_its_letters() -> None:
    """`NC` is a new connection, every other prefix a complaint."""
    assert read("nc-2026-000045 kya hua") == [("application_number", "NC-2026-000045")]


def test_several_numbers_in_one_message_are_all_read() -> None:
    """Nobody is asked twice for what stood in the first message."""
    text = "khata 7012345678 mobile 9839012345 pin 208027 load 5 kw"
    assert read(text) == [
        ("account_number", "7012345678"),
        ("mobile_number", "9839012345"),
        ("pincode", "208027"),
        ("load_kw", 5),
    ]


@pytest.mark.parametrize(
    "text", ["983901234", "UTR 412398765432", "मीटर नंबर UP453321", "OTP 482913", "12-11-2026"]
)
def test_other_numbers_name_nothing_of_ours(text: str) -> None:
    """A wrong guess would be written into a record."""
    assert read(text) == []


@pytest.mark.parametrize(
    ("text", "kilowatts"),
    [
        ("2kw", 2),
        ("दो किलोवाट", 2),
        ("ढाई किलोवाट", 2.5),
        ("sadhe teen kilowatt", 3.5),
        ("5 HP", 3.73),
        ("10 kVA", 9),
        ("१० केवीए", 9),
        ("1500 watt", 1.5),
    ],
)
def test_a_load_is_given_in_kilowatts(text: str, kilowatts: float) -> None:
    """The unit may be any that a meter, a motor or a shop's papers show."""
    assert read(text) == [("load_kw", kilowatts)]


def test_a_load_keeps_the_unit_in_which_it_was_said() -> None:
    """The record keeps what was asked, so the words must not be lost in conversion."""
    text = "7.5 hp"
    words = words_of(text)
    (span,) = read_quantities(text, words, numerals(text, words))
    assert span.detail == {"unit": "hp", "said": 7.5}


@pytest.mark.parametrize(("text", "load"), [("2 kw nahi, 3 kw", 3), ("not 2 kw but 3 kw", 3)])
def test_a_number_taken_back_is_not_read(text: str, load: float) -> None:
    """Only what the person wants goes into the form."""
    assert read(text) == [("load_kw", load)]


def test_the_voltage_of_a_line_is_no_load() -> None:
    """`11 kv line` is said in half of all fault reports."""
    assert read("11 kv line gir gayi") == []


@pytest.mark.parametrize(
    ("text", "rupees"),
    [
        ("₹1,850", 1850),
        ("Rs 18,000", 18000),
        ("500/-", 500),
        ("१२४० रुपये", 1240),
        ("do hazar paanch sau rupaye", 2500),
        ("डेढ़ लाख रुपये", 150000),
    ],
)
def test_a_sum_of_money_is_given_in_rupees(text: str, rupees: int) -> None:
    """Figures, commas and words of both scripts."""
    assert read(text) == [("amount", rupees)]
