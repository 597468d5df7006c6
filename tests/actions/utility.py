"""The reference backend itself, in this process, for tests of what is said of its records."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx

from backend_client import BackendClient
from reference_backend.app import create_app
from reference_backend.database import Database
from reference_backend.sample import load_sample, read_sample
from reference_backend.settings import Settings

KEY = "a-key-for-the-tests-of-actions"


@dataclass
class Utility:
    """A utility with its client as the actions use it, and its staff."""

    client: BackendClient
    staff: httpx.AsyncClient

    async def post(self, path: str, body: dict[str, Any]) -> dict[str, Any]:
        """What the staff of the utility do; raises when the backend refuses it."""
        answer = await self.staff.post(path, json=body, headers={"Idempotency-Key": uuid4().hex})
        answer.raise_for_status()
        done: dict[str, Any] = answer.json()
        return done


@asynccontextmanager
async def utility_with(folder: Path, sample: dict[str, Any]) -> AsyncIterator[Utility]:
    """A backend that holds the sample, on SQLite in `folder`."""
    file = folder / "sample.json"
    file.write_text(json.dumps(sample), encoding="utf-8")
    settings = Settings(
        backend_api_key=KEY, backend_database_url=f"sqlite:///{folder / 'backend.db'}", sample=file
    )
    database = Database(settings.backend_database_url)
    database.migrate()
    load_sample(database, read_sample(file))
    transport = httpx.ASGITransport(app=create_app(settings, database))
    staff = httpx.AsyncClient(
        base_url="http://utility/api/v1",
        headers={"Authorization": f"Bearer {KEY}"},
        transport=transport,
    )
    client = BackendClient("http://utility", KEY, timeout=20, total=30, transport=transport)
    async with staff, client:
        yield Utility(client, staff)
    database.close()
