"""Deadlines, wings, priorities and the escalation ladder, as each utility's data state them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from reference_backend.calendars import due_after
from reference_backend.rule_data import LadderStep, Officer, Term
from reference_backend.utility_data import Utility


@dataclass(frozen=True)
class Limit:
    """Until when, and which rule says so."""

    due_at: datetime
    term: Term


@dataclass(frozen=True)
class Terms:
    """What a new ticket gets: who answers, how urgent, and until when.

    The utility's promise and the regulator's standard stand side by side; a kind of ticket may
    have no standard.
    """

    wing: str
    priority: int
    promise: Limit
    standard: Limit | None

    @property
    def nearest(self) -> Limit:
        """The one that is tracked."""
        if self.standard is None or self.promise.due_at <= self.standard.due_at:
            return self.promise
        return self.standard

    @property
    def due_at(self) -> datetime:
        """The nearer of the two."""
        return self.nearest.due_at

    @property
    def due_basis(self) -> str:
        """The rule of the nearer one."""
        return self.nearest.term.key


def terms_of(
    utility: Utility, kind: str, subtype: str | None, area: str | None, reported_at: datetime
) -> Terms:
    """The terms of a ticket that is reported at that moment."""
    deadlines = utility.deadlines
    general = deadlines.kinds[kind]
    special = deadlines.subtypes.get(subtype or "")
    day = reported_at.astimezone(ZoneInfo(utility.calendar.timezone)).date()

    def limit(terms: list[Term]) -> Limit | None:
        term = _in_force(terms, kind, subtype, day)
        if term is None:
            return None
        return Limit(due_after(utility.calendar, term, area, reported_at), term)

    promise = limit(deadlines.promises)
    if promise is None:
        raise ValueError(f"{utility.code} promises nothing for {kind}")
    return Terms(
        wing=(special and special.wing) or general.wing or "central_desk",
        priority=_priority(general.priority, special.priority if special else None),
        promise=promise,
        standard=limit(deadlines.standards),
    )


def due_again(
    utility: Utility, kind: str, subtype: str | None, area: str | None, reopened_at: datetime
) -> datetime:
    """The deadline of a reopened ticket: a share of what it first had."""
    first = terms_of(utility, kind, subtype, area, reopened_at).due_at - reopened_at
    return reopened_at + first * utility.deadlines.reopened.share


def compensated(utility: Utility, basis: str | None) -> bool:
    """Whether the regulator names a compensation for breaching the rule of this key."""
    return any(
        term.key == basis and term.compensation is not None for term in utility.deadlines.standards
    )


def officer_in_charge(
    utility: Utility, wing: str, circle: str | None, division: str | None
) -> Officer | None:
    """Who is in charge of a ticket: the narrowest entry of the data that fits."""
    fitting = [
        officer
        for officer in utility.escalation.officers
        if officer.wing in (None, wing)
        and officer.circle in (None, circle)
        and officer.division in (None, division)
    ]
    return max(fitting, key=_narrowness, default=None)


def senior_at(utility: Utility, level: int) -> LadderStep | None:
    """Who answers at an escalation level; the top of the ladder for every level above it."""
    ladder = utility.escalation.ladder
    if level < 1 or not ladder:
        return None
    return ladder[min(level, len(ladder)) - 1]


def at_the_top(utility: Utility, level: int) -> bool:
    """Whether no senior is left above this escalation level."""
    return level >= len(utility.escalation.ladder)


def pause_ends(utility: Utility, escalated_at: datetime) -> datetime:
    """Until when the senior who got the ticket at `escalated_at` has it alone."""
    return escalated_at + timedelta(hours=utility.escalation.pause_hours.value)


def pauses(utility: Utility, escalated_at: datetime, moment: datetime) -> bool:
    """Whether the senior who got the ticket at `escalated_at` still has time at `moment`."""
    return moment < pause_ends(utility, escalated_at)


def _in_force(terms: list[Term], kind: str, subtype: str | None, day: date) -> Term | None:
    """The narrowest rule that fits, in its version of that day."""
    fitting = [
        term
        for term in terms
        if term.kind in (None, kind)
        and term.subtype in (None, subtype)
        and (term.valid_from is None or term.valid_from <= day)
    ]
    return max(fitting, key=_scope_and_version, default=None)


def _scope_and_version(term: Term) -> tuple[bool, bool, date]:
    return term.subtype is not None, term.kind is not None, term.valid_from or date.min


def _narrowness(officer: Officer) -> tuple[bool, bool, bool]:
    return officer.division is not None, officer.circle is not None, officer.wing is not None


def _priority(general: int | None, special: int | None) -> int:
    if special is not None:
        return special
    return general if general is not None else 3
