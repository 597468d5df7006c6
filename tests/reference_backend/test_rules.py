"""Deadlines, wings and ladder follow the dated data of each utility."""

from datetime import UTC, date, datetime, timedelta
from typing import get_args

import pytest

from reference_backend.rules import (
    at_the_top,
    compensated,
    due_again,
    officer_in_charge,
    pauses,
    senior_at,
    terms_of,
)
from reference_backend.utility_data import utilities
from reference_backend.vocabulary import BILLING_ISSUES, FAULT_TYPES, Kind

REPORTED = datetime(2026, 11, 23, 4, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("utility", "kind", "subtype", "area", "hours", "wing"),
    [
        ("kesco", "fault", "no_supply", "urban", 24, "technical"),
        ("kesco", "fault", "transformer_fault", "urban", 6, "technical"),
        ("kesco", "hazard", None, "urban", 2, "technical"),
        ("kesco", "billing", "high_bill", "urban", 24, "commercial"),
        ("kesco", "billing", "fast_meter", "urban", 24, "testing"),
        ("kesco", "misconduct", None, "urban", 24, "vigilance"),
        ("cspdcl", "fault", "no_supply", "urban", 6, "technical"),
        ("cspdcl", "fault", "no_supply", "rural", 24, "technical"),
        ("cspdcl", "fault", "transformer_fault", None, 72, "technical"),
        ("cspdcl", "billing", "high_bill", "rural", 168, "commercial"),
    ],
)
def test_the_nearer_of_promise_and_standard_is_the_deadline(
    utility: str, kind: str, subtype: str | None, area: str | None, hours: int, wing: str
) -> None:
    """And the wing that answers is the one that the data name."""
    terms = terms_of(utilities()[utility], kind, subtype, area, REPORTED)
    assert (terms.due_at - REPORTED).total_seconds() == hours * 3600
    assert terms.wing == wing


def test_a_danger_to_life_comes_before_everything() -> None:
    """Priority 0 is a hazard's alone."""
    for utility in utilities().values():
        priorities = {
            kind: terms_of(utility, kind, None, None, REPORTED).priority for kind in get_args(Kind)
        }
        assert [kind for kind, priority in priorities.items() if priority == 0] == ["hazard"]


def test_a_reopened_ticket_gets_half_the_time() -> None:
    """It was promised once already."""
    due_at = due_again(utilities()["kesco"], "fault", "no_supply", "urban", REPORTED)
    assert (due_at - REPORTED).total_seconds() == 12 * 3600


def test_the_ladder_ends_at_the_nodal_officer() -> None:
    """Nobody answers before the first escalation; the top answers for all after it."""
    for utility in utilities().values():
        assert senior_at(utility, 0) is None
        for level in (3, 4, 99):
            senior = senior_at(utility, level)
            assert senior is not None and senior.role == "nodal_officer"


def test_a_senior_has_a_day_and_the_ladder_has_an_end() -> None:
    """As `escalation.yml` states it."""
    for utility in utilities().values():
        assert pauses(utility, REPORTED, REPORTED + timedelta(hours=23, minutes=59))
        assert not pauses(utility, REPORTED, REPORTED + timedelta(hours=24))
        assert [at_the_top(utility, level) for level in (0, 2, 3, 9)] == [False, False, True, True]


def test_the_data_speak_of_kinds_and_subtypes_that_exist() -> None:
    """A slip in a data file would silently set no rule at all."""
    for utility in utilities().values():
        assert set(utility.deadlines.kinds) == set(get_args(Kind))
        assert set(utility.deadlines.subtypes) <= FAULT_TYPES | BILLING_ISSUES
        for term in utility.deadlines.standards:
            assert term.kind in get_args(Kind)
            assert term.subtype in {None} | FAULT_TYPES | BILLING_ISSUES


def test_promise_and_standard_stand_side_by_side() -> None:
    """The nearer one is tracked, the other is not forgotten."""
    terms = terms_of(utilities()["kesco"], "fault", "transformer_fault", "urban", REPORTED)
    assert terms.standard is not None
    assert terms.promise.due_at - REPORTED == timedelta(hours=24)
    assert terms.standard.due_at - REPORTED == timedelta(hours=6)
    assert terms.nearest is terms.standard
    assert compensated(utilities()["kesco"], terms.standard.term.key)
    assert not compensated(utilities()["kesco"], terms.promise.term.key)


def test_a_rule_holds_from_its_day_on() -> None:
    """On the calendar of the place: at 18:30 UTC it is the next day in India."""
    kesco = utilities()["kesco"]
    general = kesco.deadlines.promises[0]
    newer = general.model_copy(
        update={"key": "promise_12h", "hours": 12.0, "valid_from": date(2027, 1, 1)}
    )
    later = kesco.model_copy(
        update={"deadlines": kesco.deadlines.model_copy(update={"promises": [general, newer]})}
    )
    new_year = datetime(2026, 12, 31, 18, 30, tzinfo=UTC)
    for moment, key in ((new_year - timedelta(seconds=1), general.key), (new_year, newer.key)):
        assert terms_of(later, "billing", None, "urban", moment).promise.term.key == key


def test_the_narrowest_officer_is_in_charge() -> None:
    """By division before circle before wing, as far as the utility names them."""
    kesco = utilities()["kesco"]
    anyone = kesco.escalation.officers[-1]
    named = [
        anyone.model_copy(update={"contact": "c", "circle": "Circle-2"}),
        anyone.model_copy(update={"contact": "d", "division": "Gumti", "wing": "technical"}),
        *kesco.escalation.officers,
    ]
    utility = kesco.model_copy(
        update={"escalation": kesco.escalation.model_copy(update={"officers": named})}
    )
    contacts = [
        officer and (officer.role, officer.contact)
        for officer in (
            officer_in_charge(utility, "technical", "Circle-2", "Gumti"),
            officer_in_charge(utility, "commercial", "Circle-2", "Gumti"),
            officer_in_charge(utility, "technical", "Circle-1", "Phoolbagh"),
        )
    ]
    assert contacts == [(anyone.role, "d"), (anyone.role, "c"), ("junior_engineer", "1912")]
