"""The whole product with SMS: the real processes before a provider on loopback."""

import asyncio
import threading
from collections import Counter
from collections.abc import Coroutine, Iterator
from typing import Any, TypeVar

import pytest

from bot.channels.sms.templates import PACKAGED
from launch import samples
from launch.records import Records
from launch.stack import Stack
from tests.fakes import sms as provider
from tests.fakes.sms import PATIENCE, FakeSms, Sent, code_in, register
from tests.serving import served

T = TypeVar("T")


class Telephones:
    """The provider and all telephones behind it, for tests that do not wait by themselves."""

    def __init__(self, fake: FakeSms, loop: asyncio.AbstractEventLoop) -> None:
        self.fake = fake
        self._loop = loop
        self._read: Counter[str] = Counter()

    def text(self, mobile_number: str) -> str:
        """The words of the next SMS to a telephone."""
        return str(self._next(mobile_number)["text"])

    def code(self, mobile_number: str) -> str:
        """The one-time code in the next SMS to a telephone."""
        return code_in(self._next(mobile_number))

    def _next(self, mobile_number: str) -> Sent:
        self._read[mobile_number] += 1
        return self._wait(self.fake.reached(mobile_number, self._read[mobile_number]))

    def _wait(self, work: Coroutine[Any, Any, T]) -> T:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(PATIENCE)


@pytest.fixture(scope="module")
def telephones() -> Iterator[Telephones]:
    """The provider is up, in a thread of its own."""
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    fake = FakeSms()
    serving = served(fake.app)

    def wait(work: Coroutine[Any, Any, T]) -> T:
        return asyncio.run_coroutine_threadsafe(work, loop).result(PATIENCE)

    fake.url = wait(serving.__aenter__())
    yield Telephones(fake, loop)
    wait(serving.__aexit__(None, None, None))
    loop.call_soon_threadsafe(loop.stop)
    thread.join()


@pytest.fixture(scope="module")
def product(tmp_path_factory: pytest.TempPathFactory, telephones: Telephones) -> Iterator[Stack]:
    """The product as an operator runs it who has a DLT registration and a telephone company."""
    var = tmp_path_factory.mktemp("identity")
    templates = register(PACKAGED, var / "templates.yml")
    telephones.fake.knows(templates)
    env = {
        "SMS_API_URL": f"{telephones.fake.url}/send",
        "SMS_API_KEY": provider.KEY,
        "SMS_HEADER": provider.HEADER,
        "SMS_PRINCIPAL_ENTITY_ID": provider.ENTITY,
        "SMS_TEMPLATES": str(templates),
        "OTP_SECRET": provider.OTP_SECRET,
        "HOOK_SECRET": provider.HOOK_SECRET,
    }
    with Stack(var, sample=samples.for_conversations(var), env=env) as stack:
        yield stack


@pytest.fixture
def held(product: Stack) -> Iterator[Records]:
    """What the backend holds."""
    records = Records(product.backend_url, product.api_key)
    yield records
    records.close()
