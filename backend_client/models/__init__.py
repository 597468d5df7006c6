"""What is sent to the utility's backend and what comes back.

Money is in rupees, load in kW, and every time carries its offset (the backend answers in
Indian Standard Time). Answers ignore fields that we do not know, so that a backend may grow.
"""

from backend_client.models.accounts import Bill, Consumer
from backend_client.models.applications import (
    Application,
    ApplicationRequest,
    Consent,
    Demand,
    DemandComponent,
)
from backend_client.models.attachments import Attachment, AttachmentRequest
from backend_client.models.base import Rupees
from backend_client.models.geography import Nearest, Office, Place
from backend_client.models.outages import Outage
from backend_client.models.reports import ComplaintsReport, ComplaintsRow, ReportDimension
from backend_client.models.tickets import (
    EscalatedTo,
    Event,
    Officer,
    Ticket,
    TicketKind,
    TicketRequest,
)
from backend_client.models.utilities import Fact, Utility

__all__ = [
    "Application",
    "ApplicationRequest",
    "Attachment",
    "AttachmentRequest",
    "Bill",
    "ComplaintsReport",
    "ComplaintsRow",
    "Consent",
    "Consumer",
    "Demand",
    "DemandComponent",
    "EscalatedTo",
    "Event",
    "Fact",
    "Nearest",
    "Office",
    "Officer",
    "Outage",
    "Place",
    "ReportDimension",
    "Rupees",
    "Ticket",
    "TicketKind",
    "TicketRequest",
    "Utility",
]
