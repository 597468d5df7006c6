"""The utility's staff: they hold the key as well, and use addresses that no consumer needs."""

from __future__ import annotations

from typing import Any

import httpx

from reference_backend.database import Database
from reference_backend.events import history
from reference_backend.settings import Settings
from reference_backend.tables import Event
from tests.contract.requests import new_key

KEY = "a-key-for-the-contract-tests"


class Staff:
    """Somebody of the utility at a terminal."""

    def __init__(self, http: httpx.AsyncClient, database_url: str) -> None:
        self.http = http
        settings = Settings(backend_api_key=KEY, backend_database_url=database_url)
        self.database_url = settings.backend_database_url

    async def post(self, path: str, body: dict[str, Any] | None = None) -> httpx.Response:
        """One request with a key of its own."""
        headers = {"Idempotency-Key": new_key()}
        return await self.http.post(path, json=body or {}, headers=headers)

    async def done(self, path: str, body: dict[str, Any] | None = None) -> dict[str, Any]:
        """One request that has to succeed."""
        answer = await self.post(path, body)
        assert answer.is_success, answer.text
        content: dict[str, Any] = answer.json()
        return content

    async def listed(self, path: str, **query: str) -> list[dict[str, Any]]:
        """One list."""
        answer = await self.http.get(path, params=query)
        assert answer.is_success, answer.text
        content: list[dict[str, Any]] = answer.json()
        return content

    def events(self, number: str) -> list[Event]:
        """What happened to a record, in order."""
        database = Database(self.database_url)
        with database.reading() as session:
            found = history(session, number)
        database.close()
        return found

    def kinds(self, number: str) -> list[str]:
        """The kinds of what happened to a record."""
        return [event.kind for event in self.events(number)]
