"""Requests that the tests of the contract start from."""

from typing import Any
from uuid import uuid4

from backend_client.models import ApplicationRequest, Consent, TicketRequest


def new_key() -> str:
    """A key that was never used."""
    return uuid4().hex


def fault(**said: Any) -> TicketRequest:
    """A dead supply in Barra 6, reported by mobile number."""
    usual = {
        "kind": "fault",
        "subtype": "no_supply",
        "locality": "barra 6",
        "mobile_number": "9876543210",
    }
    return TicketRequest(**{**usual, **said})


def application(**said: Any) -> ApplicationRequest:
    """A domestic connection of 2 kW in Pandu Nagar."""
    usual = {
        "person_name": "सुनीता देवी",
        "mobile_number": "9876543210",
        "connection_category": "domestic",
        "load_kw": 2,
        "load_asked": "2 kw",
        "locality": "Pandu Nagar",
        "address": "117/H-1/42 Pandu Nagar",
        "pincode": "208005",
        "consent": Consent(given=True, text_language="hi", at="2026-11-23T10:00:00+05:30"),
    }
    return ApplicationRequest(**{**usual, **said})
