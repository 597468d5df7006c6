"""The whole takeover on PostgreSQL and Redis: staff at one gateway, the consumer at another."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser

from launch import samples
from launch.records import Records
from launch.stack import Stack
from tests.browser.chat_page import ChatPage
from tests.browser.conftest import DESKTOP, PATIENCE_MS
from tests.browser.staff import signed_in
from tests.browser.takeover import take_over_and_hand_back
from tests.fakes.postgres import PostgresServer
from tests.fakes.redis import RedisServer
from tests.stack import NO_QUIET_HOURS


@dataclass(frozen=True, slots=True)
class Several:
    """The product with two gateways, and the address of their database."""

    stack: Stack
    database_url: str


@pytest.fixture(scope="module")
def several(
    tmp_path_factory: pytest.TempPathFactory, postgres_server: PostgresServer
) -> Iterator[Several]:
    """Real processes before a real PostgreSQL and a real Redis."""
    var = tmp_path_factory.mktemp("several")
    redis = RedisServer()
    redis.start()
    url = postgres_server.new_database("console")
    env = {**NO_QUIET_HOURS, "DATABASE_URL": url, "REDIS_URL": redis.url}
    try:
        with Stack(var, sample=samples.for_conversations(var), gateways=2, env=env) as stack:
            yield Several(stack, url)
    finally:
        redis.kill()


def test_a_chat_goes_to_a_person_and_back_between_two_gateways(
    browser: Browser, several: Several
) -> None:
    """Every word and every tick comes over from the other process by itself."""
    stack = several.stack
    staffs, consumers = stack.gateway_urls
    records = Records(stack.backend_url, stack.api_key)
    context = browser.new_context(viewport=DESKTOP)
    context.set_default_timeout(PATIENCE_MS)
    chat = ChatPage(context.new_page(), consumers)
    chat.open()
    database_url = several.database_url
    with signed_in(browser, stack, "asha", url=staffs, database_url=database_url) as asha:
        number = take_over_and_hand_back(chat, asha, "9935002102")
    context.close()
    ticket = records.get(number)
    records.close()
    assert chat.errors == []
    assert ticket is not None
    assert (ticket["subtype"], ticket["account_number"]) == ("wrong_reading", "7020000011")
