"""What the backend answers: times in Indian Standard Time, money in rupees, load in kW."""

from reference_backend.answers.accounts import BillAnswer, ConsumerAnswer
from reference_backend.answers.applications import ApplicationAnswer, ComponentAnswer, DemandAnswer
from reference_backend.answers.base import Answer, IstTime
from reference_backend.answers.geography import (
    NearestAnswer,
    OfficeAnswer,
    PlaceAnswer,
    UtilityAnswer,
)
from reference_backend.answers.outages import OutageAnswer
from reference_backend.answers.tickets import (
    AttachmentAnswer,
    EscalatedToAnswer,
    EventAnswer,
    Notice,
    OfficerAnswer,
    TicketAnswer,
)

__all__ = [
    "Answer",
    "ApplicationAnswer",
    "AttachmentAnswer",
    "BillAnswer",
    "ComponentAnswer",
    "ConsumerAnswer",
    "DemandAnswer",
    "EscalatedToAnswer",
    "EventAnswer",
    "IstTime",
    "NearestAnswer",
    "Notice",
    "OfficeAnswer",
    "OfficerAnswer",
    "OutageAnswer",
    "PlaceAnswer",
    "TicketAnswer",
    "UtilityAnswer",
]
