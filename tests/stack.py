"""The whole product for tests: the real processes, started once for all tests of a run."""

import signal
from collections.abc import Iterator

import pytest

from launch import samples
from launch.records import Records
from launch.stack import Stack
from tests.fakes.sms import HOOK_SECRET
from tests.serving import free_port

PORTAL_PORT = free_port()  # where the utility's website stands, on which the chat is shown
NO_QUIET_HOURS = {"QUIET_FROM": "0", "QUIET_UNTIL": "0"}
# All tests write from one address, some of them hundreds of messages.
NO_LIMITS = {
    "MESSAGES_PER_MINUTE": "100000",
    "MESSAGES_AT_ONCE": "100000",
    "CONVERSATIONS_PER_MINUTE": "100000",
}
SETTINGS = {
    **NO_QUIET_HOURS,
    **NO_LIMITS,
    "EMBED_ORIGINS": f"http://127.0.0.1:{PORTAL_PORT}",
    "HOOK_SECRET": HOOK_SECRET,
}


@pytest.fixture(scope="session")
def stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    """The running product with the built-in sample and that of the conversations, and with
    telephones for WhatsApp and Telegram. It keeps no quiet hours: tests run at night as well.

    A test that stops or kills a part leaves it running and ready again. A test run that is
    ended by SIGTERM ends the product too.
    """
    signal.signal(signal.SIGTERM, lambda *_: pytest.exit("SIGTERM", returncode=143))
    var = tmp_path_factory.mktemp("stack")
    sample = samples.for_conversations(var)
    with Stack(var, sample=sample, fakes=True, env=SETTINGS) as stack:
        yield stack


@pytest.fixture(scope="session")
def records(stack: Stack) -> Iterator[Records]:
    """What the stack's backend holds."""
    records = Records(stack.backend_url, stack.api_key)
    yield records
    records.close()
