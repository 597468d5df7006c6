"""The document of the contract is the backend's own, and the client keeps to it."""

import json
from typing import Any

import pytest
from pydantic import BaseModel

from backend_client import models
from reference_backend.export_openapi import DOCUMENT, openapi


def schema(name: str) -> dict[str, Any]:
    """One shape of the stored document."""
    found: dict[str, Any] = json.loads(DOCUMENT.read_text(encoding="utf-8"))
    described: dict[str, Any] = found["components"]["schemas"][name]
    return described


def test_the_stored_document_is_the_backends() -> None:
    """After a change: `python -m reference_backend.export_openapi`."""
    assert DOCUMENT.read_text(encoding="utf-8") == openapi()


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        (models.TicketRequest, "TicketBody"),
        (models.ApplicationRequest, "ApplicationBody"),
        (models.Consent, "ConsentBody"),
    ],
)
def test_what_the_client_sends_is_what_the_backend_reads(
    ours: type[BaseModel], theirs: str
) -> None:
    """Not one field more or less: the backend would ignore it silently."""
    assert set(ours.model_fields) == set(schema(theirs)["properties"])


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        (models.Ticket, "TicketAnswer"),
        (models.Outage, "OutageAnswer"),
        (models.Officer, "OfficerAnswer"),
        (models.Event, "EventAnswer"),
        (models.EscalatedTo, "EscalatedToAnswer"),
        (models.Consumer, "ConsumerAnswer"),
        (models.Bill, "BillAnswer"),
        (models.Application, "ApplicationAnswer"),
        (models.Demand, "DemandAnswer"),
        (models.DemandComponent, "ComponentAnswer"),
        (models.Place, "PlaceAnswer"),
        (models.Nearest, "NearestAnswer"),
        (models.Attachment, "AttachmentAnswer"),
        (models.Office, "OfficeAnswer"),
        (models.Utility, "UtilityAnswer"),
        (models.Fact, "Fact"),
    ],
)
def test_the_client_reads_every_field_that_the_backend_answers(
    ours: type[BaseModel], theirs: str
) -> None:
    """A field that only one side knows is a misunderstanding."""
    assert set(ours.model_fields) == set(schema(theirs)["properties"])
