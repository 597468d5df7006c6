"""Staff at the console of a gateway that can send SMS."""

from collections.abc import AsyncIterator

import pytest

from bot.staff.roles import Role
from tests.bot.assist.assisted import action_server
from tests.bot.sms.conftest import sms, sms_settings, templates
from tests.bot.staff.conftest import Browser, Desk, desk
from tests.fakes.rasa import FakeRasa

__all__ = ["desk", "sms", "sms_settings", "templates"]


@pytest.fixture
async def asha(desk: Desk, rasa: FakeRasa) -> AsyncIterator[Browser]:
    """Asha of the help desk in Phoolbagh, signed in."""
    rasa.script = action_server
    async with desk(asha=Role.STAFF, ravi=Role.STAFF, boss=Role.ADMIN) as browser:
        await browser.sign_in("asha")
        yield browser
