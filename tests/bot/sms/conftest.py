"""A gateway that sends SMS, before a fake provider and a fake Rasa."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from bot.channels.sms.templates import PACKAGED
from tests.bot.catalogues import write_catalogues
from tests.fakes import sms as provider
from tests.fakes.sms import FakeSms, register
from tests.serving import served


@pytest.fixture(scope="session")
def locales(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Catalogues with what an SMS names."""
    directory = tmp_path_factory.mktemp("locales")
    return write_catalogues(directory, "otp.purpose.history", "draft.moved")


@pytest.fixture
def templates(tmp_path: Path) -> Path:
    """All packaged texts, approved in all three languages."""
    return register(PACKAGED, tmp_path / "templates.yml")


@pytest.fixture
async def sms(templates: Path) -> AsyncIterator[FakeSms]:
    """The provider is up and knows the templates."""
    fake = FakeSms()
    fake.knows(templates)
    async with served(fake.app) as url:
        fake.url = url
        yield fake


@pytest.fixture
def sms_settings(sms: FakeSms, templates: Path) -> dict[str, Any]:
    """What an operator sets."""
    return {
        "sms_api_url": f"{sms.url}/send",
        "sms_api_key": provider.KEY,
        "sms_header": provider.HEADER,
        "sms_principal_entity_id": provider.ENTITY,
        "sms_templates": templates,
        "otp_secret": provider.OTP_SECRET,
        "hook_secret": provider.HOOK_SECRET,
    }
