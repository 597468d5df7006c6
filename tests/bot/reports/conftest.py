"""The management's page before the utility's real backend, which holds a dozen complaints."""

import csv
import io
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import insert

from bot.staff.roles import Role
from reference_backend.app import create_app
from reference_backend.database import Database as Records
from reference_backend.settings import Settings as BackendSettings
from reference_backend.tables import Outage, Ticket
from tests.bot.staff.conftest import Browser, Desk
from tests.bot.staff.conftest import desk as desk
from tests.serving import served

KEY = "a-key-of-this-test"
# Years ago, so that every deadline has passed whatever the day of the test.
NOW = datetime(2024, 11, 23, 9, 0, tzinfo=UTC)
MADE = datetime(2024, 11, 20, 6, 0, tzinfo=UTC)
MIDNIGHT = datetime(2024, 11, 19, 18, 30, tzinfo=UTC)  # 20 November begins in India


def ticket(number: int, division: str | None, **more: Any) -> dict[str, Any]:
    """An open complaint; with `hours`, one that was solved so many hours after it was made."""
    hours = more.pop("hours", None)
    return {
        "number": f"FLT-{number}",
        "kind": "fault",
        "status": "in_progress" if hours is None else "closed",
        "priority": 1,
        "wing": "technical",
        "utility": "kesco",
        "circle": "Circle-1",
        "division": division,
        "created_at": MADE,
        "updated_at": MADE,
        "due_at": MADE + timedelta(hours=24),
        "resolved_at": None if hours is None else MADE + timedelta(hours=hours),
        "closed_by": None,
        "reopened_count": 0,
    } | more


#: Phoolbagh: 4 complaints, 1 open, 2 late (one solved late), solved after 2, 4 and 30 hours;
#: one confirmed, one disputed, two closed in silence.
COMPLAINTS = [
    ticket(0, "Phoolbagh", hours=2, closed_by="consumer"),
    ticket(1, "Phoolbagh", hours=4, closed_by="silence"),
    ticket(2, "Phoolbagh", hours=30, closed_by="silence"),
    ticket(3, "Phoolbagh", kind="billing", status="reopened", reopened_count=1),
    ticket(4, "Jajmau", circle="Circle-3", kind="theft"),
    ticket(5, "Jajmau", circle="Circle-3", hours=1),
    ticket(6, "=1+1", circle="Circle-3", hours=1, created_at=MIDNIGHT),
]


def outage(number: str, division: str, **more: Any) -> dict[str, Any]:
    """An interruption that people reported and that lasted three hours and a half."""
    times = {"started_at": MADE, "ended_at": MADE + timedelta(hours=3, minutes=30)}
    place = {"locality": f"{division} market", "division": division, "utility": "kesco"}
    return {"number": number, "source": "reports", "affected": 12, **place, **times, **more}


OUTAGES = [
    outage("OUT-1", "Phoolbagh"),
    outage("OUT-2", "Jajmau", source="declared", planned=True, affected=0, ended_at=None),
]

Office = Callable[..., AbstractAsyncContextManager[Browser]]


@pytest.fixture
async def backend_url(tmp_path: Path) -> AsyncIterator[str]:
    """The backend with these complaints."""
    settings = BackendSettings(
        backend_api_key=KEY, backend_database_url=f"sqlite:///{tmp_path / 'backend.db'}"
    )
    records = Records(settings.backend_database_url)
    records.migrate()
    with records.writing() as session:
        session.execute(insert(Ticket), COMPLAINTS)
        for one in OUTAGES:
            session.execute(insert(Outage), [one])
    async with served(create_app(settings, records)) as url:
        yield url


@pytest.fixture
def office(desk: Desk, backend_url: str) -> Office:
    """Opens a browser of somebody in a role, signed in, at a gateway with that backend."""

    @asynccontextmanager
    async def opened(role: Role, **settings: object) -> AsyncIterator[Browser]:
        connected = {"backend_url": backend_url, "backend_api_key": KEY, **settings}
        async with desk(lambda: NOW, connected, meera=role) as browser:
            await browser.sign_in("meera")
            await browser.client.post(
                "/desk/language",
                data={"language": "en", "form_token": await form_token(browser)},
            )
            yield browser

    return opened


async def form_token(browser: Browser) -> str:
    """What the page of the reports bears, and nothing for whoever may not see it."""
    shown = (await browser.see("/reports")).text
    return shown.partition('name="form-token" content="')[2].partition('"')[0]


def lines_of(text: str) -> list[dict[str, str]]:
    """The lines of a CSV by their headings."""
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))
