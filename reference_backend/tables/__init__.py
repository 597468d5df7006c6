"""The utility's records. Times are UTC, money is kept in paise, load in kW."""

from reference_backend.tables.accounts import Account
from reference_backend.tables.applications import Application
from reference_backend.tables.base import Base, Located, Stated, table_of
from reference_backend.tables.history import Event, WaitingNotice
from reference_backend.tables.numbers import KeptAnswer, Series
from reference_backend.tables.outages import Outage
from reference_backend.tables.supply import (
    BillingPause,
    MeterStock,
    OutagePlace,
    Payment,
    PortalErrand,
)
from reference_backend.tables.tickets import Ticket, TicketAttachment, TicketNote

__all__ = [
    "Account",
    "Application",
    "Base",
    "BillingPause",
    "Event",
    "KeptAnswer",
    "Located",
    "MeterStock",
    "Outage",
    "OutagePlace",
    "Payment",
    "PortalErrand",
    "Series",
    "Stated",
    "Ticket",
    "TicketAttachment",
    "TicketNote",
    "WaitingNotice",
    "table_of",
]
