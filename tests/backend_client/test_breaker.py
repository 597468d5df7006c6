"""A part of the backend that does not answer is left alone for a while, and only that part."""

from __future__ import annotations

import httpx
import pytest

from backend_client import BackendClient, BackendUnreachable, NotFound
from backend_client.breaker import FAILURES, REST_SECONDS, Breaker


class Clock:
    """Seconds that pass only when they are told to."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


def fail(breaker: Breaker, part: str) -> None:
    """One call that finds nobody."""
    with pytest.raises(BackendUnreachable), breaker.guarding(part):
        raise BackendUnreachable("nobody there")


def worn_out(clock: Clock) -> Breaker:
    """A breaker whose tickets have failed once too often."""
    breaker = Breaker(clock)
    for _ in range(FAILURES):
        fail(breaker, "tickets")
    return breaker


def test_after_some_failures_nobody_waits_for_the_next_one() -> None:
    """The call is refused before it is made; other parts are asked as before."""
    breaker = worn_out(Clock())
    with pytest.raises(BackendUnreachable, match="left alone"), breaker.guarding("tickets"):
        raise AssertionError("it was called")
    with breaker.guarding("bill"):
        pass


def test_after_the_rest_one_call_tries_and_its_success_lets_all_through() -> None:
    """While it tries, the others are still refused."""
    clock = Clock()
    breaker = worn_out(clock)
    clock.now += REST_SECONDS
    refused = pytest.raises(BackendUnreachable, match="left alone")
    with breaker.guarding("tickets"), refused, breaker.guarding("tickets"):
        raise AssertionError("a second one was let through")
    for _ in range(2):
        with breaker.guarding("tickets"):
            pass


def test_a_try_that_fails_begins_another_rest() -> None:
    """The failure need not come thrice again."""
    clock = Clock()
    breaker = worn_out(clock)
    clock.now += REST_SECONDS
    fail(breaker, "tickets")
    with pytest.raises(BackendUnreachable, match="left alone"), breaker.guarding("tickets"):
        raise AssertionError("it was called")


def test_a_refusal_is_an_answer() -> None:
    """Whoever says no is there: failures must come in a row."""
    breaker = Breaker(Clock())
    for _ in range(FAILURES):
        fail(breaker, "tickets")
        with pytest.raises(NotFound), breaker.guarding("tickets"):
            raise NotFound(404, "unknown_ticket")


async def test_bills_that_fail_leave_consumers_and_tickets_alone() -> None:
    """The billing server is another one; its failures are counted by themselves."""
    asked: list[str] = []

    def billing_down(request: httpx.Request) -> httpx.Response:
        asked.append(request.url.path)
        if request.url.path.endswith("/bill"):
            return httpx.Response(503)
        return httpx.Response(200, json={"account_number": "7012345678"})

    transport = httpx.MockTransport(billing_down)
    async with BackendClient("http://utility", "a-key", transport=transport) as utility:
        for _ in range(FAILURES + 2):
            with pytest.raises(BackendUnreachable):
                await utility.bill("7012345678")
        await utility.consumer("7012345678")
    assert sum(path.endswith("/bill") for path in asked) == FAILURES
