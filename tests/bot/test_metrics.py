"""What Prometheus reads of a gateway: what waits, as the database has it now."""

from datetime import UTC, datetime, timedelta

import httpx
from prometheus_client.parser import text_string_to_metric_families

from tests.bot.chat import Chat
from tests.bot.conftest import Gateway, on_both_databases

TOKEN = "token-of-a-test"
NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


class Clock:
    """Stands still until it is moved."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        return self.now


async def figures(url: str, token: str = TOKEN) -> dict[str, float]:
    """Every figure without labels."""
    async with httpx.AsyncClient(base_url=url, timeout=60) as client:
        answer = await client.get("/metrics", headers={"Authorization": f"Bearer {token}"})
    assert answer.status_code == 200
    families = text_string_to_metric_families(answer.text)
    return {one.name: one.value for family in families for one in family.samples if not one.labels}


@on_both_databases
async def test_messages_that_wait_are_counted_with_the_age_of_the_oldest(gateway: Gateway) -> None:
    """Rasa is away: two people wait, the first for a minute and a half."""
    clock = Clock()
    async with gateway(clock, metrics_token=TOKEN) as url:
        assert (await figures(url))["bijli_open_messages"] == 0
        for seconds in (60, 30):
            async with Chat.opened(url) as chat:
                await chat.write("light nahi aa rahi")
            clock.now += timedelta(seconds=seconds)
        told = await figures(url)
    assert told["bijli_open_messages"] == 2
    assert told["bijli_open_message_seconds"] == 90
    assert told["bijli_turns_finished"] == 0
    assert told["bijli_database_up"] == 1
    assert told["bijli_redis_up"] == 1


async def test_without_a_token_in_the_settings_there_is_no_such_page(gateway: Gateway) -> None:
    """The gateway stands on the internet, and what waits is nobody's business there."""
    async with gateway() as url, httpx.AsyncClient(base_url=url, timeout=60) as client:
        for headers in ({}, {"Authorization": "Bearer"}, {"Authorization": "Bearer None"}):
            assert (await client.get("/metrics", headers=headers)).status_code == 404
