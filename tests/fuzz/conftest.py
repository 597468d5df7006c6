"""A gateway with every door open, before a fake Rasa; nobody else of its outside is there."""

from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from bot.channels.sms.templates import PACKAGED
from bot.store.database import Database
from tests.bot.conftest import Gateway, database_url, gateway, locales, rasa, rasa_port, rasa_url
from tests.bot.notices.test_notices import NOON, issuing
from tests.bot.notices.test_notices import SETTINGS as NOTICES
from tests.fakes import sms as provider
from tests.fakes import telegram
from tests.fakes import whatsapp as meta
from tests.fakes.rasa import FakeRasa

__all__ = ["database_url", "gateway", "locales", "rasa", "rasa_port", "rasa_url"]

Kept = Callable[..., Awaitable[int]]

NOBODY = "http://127.0.0.1:9"  # refuses every connection
DOORS: dict[str, object] = {
    **NOTICES,
    "whatsapp_phone_number_id": meta.NUMBER,
    "whatsapp_access_token": meta.TOKEN,
    "whatsapp_app_secret": meta.APP_SECRET,
    "whatsapp_verify_token": meta.VERIFY_TOKEN,
    "whatsapp_api_url": NOBODY,
    "telegram_bot_token": telegram.TOKEN,
    "telegram_webhook_secret": telegram.SECRET,
    "telegram_api_url": NOBODY,
    "public_url": "https://bijli.example",
    "sms_api_url": NOBODY,
    "sms_api_key": provider.KEY,
    "sms_header": provider.HEADER,
    "sms_principal_entity_id": provider.ENTITY,
    "otp_secret": provider.OTP_SECRET,
    "hook_secret": provider.HOOK_SECRET,
}


@pytest.fixture
async def house(
    gateway: Gateway, rasa: FakeRasa, rasa_url: str, tmp_path: Path
) -> AsyncIterator[str]:
    """Its address; it is noon."""
    rasa.script = issuing
    templates = provider.register(PACKAGED, tmp_path / "templates.yml")
    async with gateway(clock=lambda: NOON, **DOORS, sms_templates=templates) as url:
        yield url


@pytest.fixture
async def kept(database_url: str) -> AsyncIterator[Kept]:
    """How many rows hold one of some values in a column."""
    database = Database(database_url)

    async def rows(column: Any, *values: object) -> int:
        async with database.session() as session:
            query = select(func.count()).where(column.in_(values))
            return int(await session.scalar(query) or 0)

    yield rows
    await database.close()
