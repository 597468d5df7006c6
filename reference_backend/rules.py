"""Deadlines, wings, priorities and the escalation ladder, as each utility's data state them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from reference_backend.utility_data import LadderStep, Term, Utility


@dataclass(frozen=True)
class Terms:
    """What a new ticket gets: who answers, how urgent, until when, and which rule says so."""

    wing: str
    priority: int
    due_at: datetime
    due_basis: str


def terms_of(
    utility: Utility, kind: str, subtype: str | None, area: str | None, reported_at: datetime
) -> Terms:
    """The terms of a ticket; its deadline is the nearer of promise and legal standard."""
    deadlines = utility.deadlines
    general = deadlines.kinds[kind]
    special = deadlines.subtypes.get(subtype or "")
    candidates = [deadlines.promise, *_standards(utility, kind, subtype)]
    nearest = min(candidates, key=lambda term: _hours(term, area))
    return Terms(
        wing=(special and special.wing) or general.wing or "central_desk",
        priority=_priority(general.priority, special.priority if special else None),
        due_at=reported_at + timedelta(hours=_hours(nearest, area)),
        due_basis=nearest.key,
    )


def due_again(
    utility: Utility, kind: str, subtype: str | None, area: str | None, reopened_at: datetime
) -> datetime:
    """The deadline of a reopened ticket: a share of what it first had."""
    first = terms_of(utility, kind, subtype, area, reopened_at).due_at - reopened_at
    return reopened_at + first * utility.deadlines.reopened.share


def senior_at(utility: Utility, level: int) -> LadderStep | None:
    """Who answers at an escalation level; the top of the ladder for every level above it."""
    ladder = utility.escalation.ladder
    if level < 1 or not ladder:
        return None
    return ladder[min(level, len(ladder)) - 1]


def at_the_top(utility: Utility, level: int) -> bool:
    """Whether no senior is left above this escalation level."""
    return level >= len(utility.escalation.ladder)


def pauses(utility: Utility, escalated_at: datetime, moment: datetime) -> bool:
    """Whether the senior who got the ticket at `escalated_at` still has time at `moment`."""
    return moment < escalated_at + timedelta(hours=utility.escalation.pause_hours.value)


def _standards(utility: Utility, kind: str, subtype: str | None) -> list[Term]:
    return [
        term
        for term in utility.deadlines.standards
        if term.kind == kind and term.subtype in (None, subtype)
    ]


def _hours(term: Term, area: str | None) -> float:
    if area == "rural" and term.rural_hours is not None:
        return term.rural_hours
    return term.hours


def _priority(general: int | None, special: int | None) -> int:
    if special is not None:
        return special
    return general if general is not None else 3
