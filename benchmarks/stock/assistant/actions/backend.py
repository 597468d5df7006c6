"""Requests to the reference backend, as an action of the documentation makes them."""

import os
import uuid
from typing import Any

import requests

URL = os.environ["BACKEND_URL"] + "/api/v1"
HEADERS = {"Authorization": "Bearer " + os.environ["BACKEND_API_KEY"]}
SECONDS = 10


def get(path: str, **params: str) -> dict[str, Any] | None:
    """What the backend holds at `path`; None if it holds nothing there."""
    answer = requests.get(URL + path, params=params, headers=HEADERS, timeout=SECONDS)
    if answer.status_code == 404:
        return None
    answer.raise_for_status()
    found: dict[str, Any] = answer.json()
    return found


def post(path: str, body: dict[str, Any]) -> dict[str, Any]:
    """The record that the backend made of `body`."""
    headers = {**HEADERS, "Idempotency-Key": str(uuid.uuid4())}
    answer = requests.post(URL + path, json=body, headers=headers, timeout=SECONDS)
    answer.raise_for_status()
    found: dict[str, Any] = answer.json()
    return found
