"""The backend's own words (states, roles, portals, components) and whether we have a
translation for them. A utility may use a word that we do not know: then it is told as it is,
since a number or a state must never be lost for want of a translation."""

from __future__ import annotations

from collections.abc import Mapping
from typing import get_args

from actions.speech import Arg, word
from backend_client.models import TicketKind

#: Group of the catalogue → the words in it.
WORDS: Mapping[str, frozenset[str]] = {
    "status.ticket": frozenset(
        {
            *("received", "assigned", "in_progress", "resolved"),
            *("confirmed", "disputed", "reopened", "closed"),
        }
    ),
    "status.application": frozenset(
        {
            *("received", "survey_pending", "survey_done", "demand_issued"),
            *("paid", "work_order", "energised", "rejected"),
        }
    ),
    "next_step": frozenset(
        {
            *("survey", "wait_demand", "pay_demand", "wait_work_order"),
            *("wait_meter", "done", "rejected"),
        }
    ),
    "role": frozenset(
        {
            *("junior_engineer", "assistant_engineer", "officer"),
            *("executive_engineer", "superintending_engineer", "nodal_officer"),
        }
    ),
    "outage_reason": frozenset(
        {
            *("feeder_breakdown", "planned_shutdown", "planned_maintenance"),
            *("transformer_failure", "cable_fault", "storm"),
        }
    ),
    "portal": frozenset({"jhatpat", "nivesh_mitra", "mor_bijli"}),
    "kind": frozenset(get_args(TicketKind)),
    "component": frozenset(
        {
            *("processing_fee", "security_deposit", "metering", "line_charge", "service_line"),
            *("supply_affording", "development_charge", "gst", "other"),
        }
    ),
}


def known(group: str, value: str | None) -> bool:
    """Whether the catalogues have a word for `value`."""
    return value in WORDS[group]


def backend_word(group: str, value: str | None) -> Arg:
    """`value` in the person's language, or as the backend says it."""
    if value is not None and known(group, value):
        return word(f"{group}.{value}")
    return (value or "–").replace("_", " ")


def outage_reason(reason: str) -> Arg:
    """Why the supply is gone; the usual reasons are known, others are told as written."""
    key = "_".join(reason.casefold().split())
    return backend_word("outage_reason", key) if known("outage_reason", key) else reason
