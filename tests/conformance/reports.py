"""Requests that a utility's server has to take."""

from __future__ import annotations

import random
from typing import Any
from uuid import uuid4

import httpx


def with_key() -> dict[str, str]:
    """An Idempotency-Key that was never used."""
    return {"Idempotency-Key": f"conformance-{uuid4().hex}"}


def mobile_number() -> str:
    """A mobile number that nobody else in this run has."""
    return f"6{random.SystemRandom().randrange(10**9):09d}"


def fault(**said: Any) -> dict[str, Any]:
    """A dead supply, reported by somebody new."""
    usual = {"kind": "fault", "subtype": "no_supply", "locality": "Barra 6", "language": "hi"}
    return {**usual, "mobile_number": mobile_number(), **said}


def application(**said: Any) -> dict[str, Any]:
    """A domestic connection of 2 kW, applied for by somebody new."""
    usual = {
        "person_name": "सुनीता देवी",
        "connection_category": "domestic",
        "load_kw": 2,
        "locality": "Barra 6",
        "address": "117/42 Barra 6",
        "pincode": "208027",
        "consent": {"given": True, "text_language": "hi", "at": "2026-11-23T10:00:00+05:30"},
    }
    return {**usual, "mobile_number": mobile_number(), **said}


def made(utility: httpx.Client, path: str, body: dict[str, Any]) -> dict[str, Any]:
    """A record that was just made."""
    answer = utility.post(path, json=body, headers=with_key())
    assert answer.status_code == 201, answer.text
    record: dict[str, Any] = answer.json()
    return record


def code_of(answer: httpx.Response, status: int) -> str:
    """The code of a refusal, which has to be a problem document."""
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"].startswith("application/problem+json")
    problem = answer.json()
    assert problem["status"] == status and problem["title"] and problem["detail"]
    return str(problem["code"])
