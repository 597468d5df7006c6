"""Places are recognised as people in Kanpur and Chhattisgarh write them."""

import pytest

from reference_backend.geography import find_place
from reference_backend.utility_data import utilities


@pytest.mark.parametrize(
    ("text", "locality", "division"),
    [
        ("barra 6", "Barra 6", "Vishwa Bank Barra"),
        ("Barra-6", "Barra 6", "Vishwa Bank Barra"),
        ("बर्रा ६", "Barra 6", "Vishwa Bank Barra"),
        ("बर्रा 8 में शिव मंदिर के पास", "Barra 8", "Vishwa Bank Barra"),
        ("kidwainagar", "Kidwai Nagar", "Kidwai Nagar"),
        ("किदवई नगर", "Kidwai Nagar", "Kidwai Nagar"),
        ("gobind nagar", "Govind Nagar", "Govind Nagar"),
        ("kalyan pur", "Kalyanpur", "Kalyanpur"),
        ("नौबस्ता", "Naubasta", "Naubasta"),
        ("Naubasta galla mandi", "Naubasta Galla Mandi", "Naubasta"),
        ("jajmao", "Jajmau", "Jajmau"),
        ("117/H-1/42 pandu nagar, kanpur 208005", "Pandu Nagar", "Sarvodaya Nagar"),
        ("Lal Bangla", "Lal Bangla", None),
        ("raipur", "Raipur", "Raipur"),
        ("दुर्ग", "Durg", "Durg"),
    ],
)
def test_a_locality_is_recognised(text: str, locality: str, division: str | None) -> None:
    """In either script, with slips, inside an address."""
    place = find_place(text)
    assert (place.known, place.locality, place.division) == (True, locality, division)


@pytest.mark.parametrize(
    "text", ["kanpur", "Kanpur Dehat", "Vasant Kunj", "xyz", "12", "🙂", "   ", "मकान नंबर 5"]
)
def test_what_is_no_known_locality_is_not_guessed(text: str) -> None:
    """A city, a stranger's town, or nothing at all."""
    place = find_place(text)
    assert not place.known and place.division is None and place.utility == "kesco"


def test_a_pin_says_which_civil_lines() -> None:
    """Kanpur and Raipur both have one."""
    assert find_place("Civil Lines", "208001").utility == "kesco"
    raipur = find_place("Civil Lines", "492001")
    assert (raipur.utility, raipur.known) == ("cspdcl", False)
    assert find_place("Civil Lines 492001").utility == "cspdcl"


def test_every_spelling_of_every_name_leads_to_its_place() -> None:
    """Both scripts, all data files: two names that sound alike would hide one another."""
    for utility in utilities().values():
        divisions = [one for circle in utility.geography.circles.values() for one in circle]
        for named in (*divisions, *utility.geography.localities):
            for spelling in (named.name, named.name_hi, *named.also):
                found = find_place(spelling, near=find_place(named.name))
                assert found.locality == named.name, f"{spelling}: {found.locality}"


def test_kesco_has_the_four_circles_and_twenty_divisions_of_its_announcement() -> None:
    """As in the seed articles."""
    circles = utilities()["kesco"].geography.circles
    assert {name: len(divisions) for name, divisions in circles.items()} == {
        "Circle-1": 5,
        "Circle-2": 6,
        "Circle-3": 5,
        "Circle-4": 4,
    }


def test_every_locality_lies_in_a_division_that_exists() -> None:
    """Or in none, when it is not known."""
    for utility in utilities().values():
        known = {one.name for circle in utility.geography.circles.values() for one in circle}
        stated = {locality.division for locality in utility.geography.localities}
        offices = {office.division for office in utility.offices}
        assert (stated | offices) - {None} <= known
