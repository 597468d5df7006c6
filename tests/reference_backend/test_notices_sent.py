"""Notices reach the gateway: signed, in order, repeated until they are taken, none lost."""

import asyncio
import subprocess
from collections import defaultdict
from pathlib import Path
from random import Random
from typing import Any

import httpx
import pytest
from sqlalchemy import func, select

from reference_backend import events
from reference_backend.clock import now
from reference_backend.database import Database
from reference_backend.sending import Sender
from reference_backend.tables import WaitingNotice
from tests.reference_backend.conftest import on_both_databases
from tests.reference_backend.receiver import Receiver
from tests.reference_backend.test_starting import KEY, start, wait_until_it_listens
from tests.serving import free_port, served

SECRET = "a-secret-for-the-notices"
STEPS = ("assigned", "in_progress", "resolved")


def happen(database: Database, reference: str, *kinds: str, **more: Any) -> None:
    with database.writing() as session:
        for kind in kinds:
            events.record(session, kind, reference, now(), by="staff", **more)


def waiting(database: Database) -> int:
    with database.reading() as session:
        return session.scalar(select(func.count()).select_from(WaitingNotice)) or 0


async def send_all(database: Database, url: str, *, secret: str = SECRET) -> None:
    """Everything that is due now."""
    sender = Sender(database, url + "/hooks/notices", secret)
    while await sender.send_due():
        pass
    await sender.close()


@on_both_databases
async def test_events_arrive_signed_and_in_order(database: Database) -> None:
    """Of each record in the order in which they happened; then nothing waits any more."""
    receiver = Receiver(SECRET)
    for number in ("FLT-1", "FLT-2"):
        happen(database, number, "ticket.assigned", "ticket.in_progress", facts={"role": "x"})
    async with served(receiver.app) as url:
        await send_all(database, url)
    assert waiting(database) == 0
    of_record = defaultdict(list)
    for notice in receiver.taken:
        of_record[notice["reference"]].append(notice["kind"])
    assert list(of_record.values()) == [["ticket.assigned", "ticket.in_progress"]] * 2
    assert receiver.taken[0]["facts"] == {"role": "x"}


async def test_what_is_not_taken_holds_up_its_followers_only(database: Database) -> None:
    """A gateway that fails hears of the same event again, before those that followed it."""
    receiver = Receiver(SECRET, 503)
    happen(database, "FLT-1", "ticket.assigned", "ticket.in_progress")
    async with served(receiver.app) as url:
        await send_all(database, url)
        assert receiver.taken == [] and waiting(database) == 2
        happen(database, "FLT-2", "ticket.assigned")
        await send_all(database, url)
        assert [notice["reference"] for notice in receiver.taken] == ["FLT-2"]
        make_due(database)
        await send_all(database, url)
    assert [notice["kind"] for notice in receiver.taken[1:]] == [
        "ticket.assigned",
        "ticket.in_progress",
    ]


def make_due(database: Database) -> None:
    """The pause after a failure is over."""
    with database.writing() as session:
        for one in session.scalars(select(WaitingNotice)):
            one.send_at = now()


@pytest.mark.parametrize(("status", "left"), [(422, 0), (403, 1), (404, 1), (500, 1)])
async def test_only_what_can_never_be_taken_is_dropped(
    database: Database, status: int, left: int
) -> None:
    """A wrong address or secret can be put right; an event that is not understood cannot."""
    happen(database, "FLT-1", "ticket.assigned")
    async with served(Receiver(SECRET, status).app) as url:
        await send_all(database, url)
    assert waiting(database) == left


async def test_a_gateway_that_is_away_loses_nothing(database: Database) -> None:
    """The notice waits."""
    happen(database, "FLT-1", "ticket.assigned")
    await send_all(database, f"http://127.0.0.1:{free_port()}")
    assert waiting(database) == 1


async def test_a_secret_is_told_and_forgotten(database: Database) -> None:
    """The history does not know a closing code."""
    receiver = Receiver(SECRET)
    happen(database, "FLT-1", "ticket.in_progress", secret={"code": "123456"})
    async with served(receiver.app) as url:
        await send_all(database, url)
    assert receiver.taken[0]["facts"] == {"code": "123456"}
    with database.reading() as session:
        assert [event.facts for event in events.history(session, "FLT-1")] == [{}]


class Backend:
    """`python -m reference_backend` that can be killed and started again."""

    def __init__(self, tmp_path: Path, notices_url: str) -> None:
        self.port = str(free_port())
        self._tmp_path = tmp_path
        self._notices_url = notices_url
        self._process: subprocess.Popen[str] | None = None

    def start(self) -> None:
        """Start it and wait until it listens."""
        self._process = start(
            self._tmp_path,
            BACKEND_PORT=self.port,
            NOTICES_URL=self._notices_url,
            NOTICES_SECRET=SECRET,
        )
        wait_until_it_listens(self._process)

    def kill(self) -> None:
        """Without a word of warning."""
        if self._process:
            self._process.kill()
            self._process.communicate()

    async def post(self, http: httpx.AsyncClient, path: str, key: str, body: object) -> Any:
        """Ask until it is answered, under one key, however often the process dies meanwhile."""
        url = f"http://127.0.0.1:{self.port}/api/v1{path}"
        headers = {"Authorization": f"Bearer {KEY}", "Idempotency-Key": key}
        while True:
            try:
                answer = await http.post(url, json=body, headers=headers, timeout=60)
            except httpx.TransportError:
                await asyncio.to_thread(self.start)
                continue
            assert answer.is_success, answer.text
            return answer.json()


async def test_a_backend_killed_at_any_moment_loses_no_event(tmp_path: Path) -> None:
    """Every step of every ticket is told, and in order, over five deaths in mid-request."""
    receiver, dice = Receiver(SECRET), Random(20261123)
    tickets = 4
    fatal = set(dice.sample(range(tickets * len(STEPS)), 5))
    done: list[tuple[str, str]] = []
    async with served(receiver.app) as url, httpx.AsyncClient() as http:
        backend = Backend(tmp_path, f"{url}/hooks/notices")
        await asyncio.to_thread(backend.start)
        try:
            for one in range(tickets):
                body = {"kind": "fault", "mobile_number": f"98765432{one:02d}"}
                number = (await backend.post(http, "/tickets", f"report-{one}", body))["number"]
                for status in STEPS:
                    path, key = f"/tickets/{number}/status", f"{number}-{status}"
                    asked = asyncio.create_task(backend.post(http, path, key, {"status": status}))
                    if len(done) in fatal:
                        for _ in range(dice.randrange(60)):
                            await asyncio.sleep(0)
                        backend.kill()
                    await asked
                    done.append((number, f"ticket.{status}"))
            await receiver.has(len(done))
        finally:
            backend.kill()
    # What was sent before a death may be sent again after it: each event counts once.
    told = sorted((notice["reference"], notice["kind"]) for notice in receiver.different.values())
    assert told == sorted(done)
    firsts = list(dict.fromkeys((one["reference"], one["kind"]) for one in receiver.taken))
    assert [first for first in firsts if first[0] == done[0][0]] == done[: len(STEPS)]
