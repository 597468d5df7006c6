"""The words of the contract: kinds, subtypes and statuses."""

from __future__ import annotations

from typing import Literal

Kind = Literal[
    "fault",
    "hazard",
    "billing",
    "meter",
    "payment_not_posted",
    "load_change",
    "detail_change",
    "disconnection",
    "reconnection",
    "misconduct",
    "theft",
    "callback",
]
ACCUSATIONS: tuple[Kind, ...] = ("misconduct", "theft")
FAULT_TYPES = {
    "no_supply",
    "low_voltage",
    "voltage_fluctuation",
    "transformer_fault",
    "line_fault",
    "partial_supply",
    "frequent_trip",
}
BILLING_ISSUES = {
    "high_bill",
    "wrong_reading",
    "bill_not_received",
    "wrong_details",
    "arrears_error",
    "fast_meter",
}

TicketStatus = Literal[
    "received",
    "assigned",
    "in_progress",
    "resolved",
    "confirmed",
    "disputed",
    "reopened",
    "closed",
]
ApplicationStatus = Literal[
    "received",
    "survey_pending",
    "survey_done",
    "demand_issued",
    "paid",
    "work_order",
    "energised",
    "rejected",
]
DONE: tuple[TicketStatus, ...] = ("resolved", "confirmed", "closed")
REOPENABLE: tuple[TicketStatus, ...] = (*DONE, "disputed")
