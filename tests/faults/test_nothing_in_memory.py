"""Rasa's database away: turns go on, everybody who asks is told, nothing moves into memory."""

from __future__ import annotations

import asyncio
from functools import partial
from pathlib import Path

import httpx
from prometheus_client.parser import text_string_to_metric_families
from sqlalchemy.engine import make_url

from benchmarks.faults.tap import Tap, Way
from benchmarks.faults.taps import by_tcp, reach
from launch.chat_api import Chat
from launch.stack import Stack

TOKEN = "token-of-a-test"


def kept(stack: Stack) -> tuple[int, float]:
    """The status of Rasa's readiness, and whether it says that turns are kept."""
    with httpx.Client(base_url=stack.rasa_url, timeout=60, trust_env=False) as rasa:
        ready = rasa.get("/health/ready").status_code
        page = rasa.get("/metrics", headers={"Authorization": f"Bearer {TOKEN}"}).text
    samples = [one for family in text_string_to_metric_families(page) for one in family.samples]
    return ready, next(one.value for one in samples if one.name == "bijli_rasa_turns_kept")


def greeted(stack: Stack) -> bool:
    """Whether a turn comes to its end."""
    chat = Chat(stack.url)
    turn = chat.say("madad chahiye")
    chat.close()
    return turn.status == httpx.codes.OK and bool(turn.texts)


async def test_a_rasa_that_cannot_keep_turns_says_so_everywhere(
    postgres_url: str, tmp_path: Path
) -> None:
    """In its readiness, in a figure and, once, in its log; and is well again by itself."""
    async with Tap(partial(reach, make_url(postgres_url)), seconds=0) as tap:
        env = {"RASA_DATABASE_URL": by_tcp(postgres_url, tap.port), "METRICS_TOKEN": TOKEN}
        stack = Stack(tmp_path, env=env)
        await asyncio.to_thread(stack.__enter__)
        try:
            told = {}
            for way in (None, Way.STOPPED, Way.GARBLED):
                if way:
                    tap.fail(way)
                turns = [await asyncio.to_thread(greeted, stack) for _ in range(2)]
                told[way] = (turns, await asyncio.to_thread(kept, stack))
            tap.recover()
            await asyncio.to_thread(greeted, stack)
            healed = await asyncio.to_thread(kept, stack)
            log = (stack.logs / "rasa.log").read_text("utf-8")
        finally:
            await asyncio.to_thread(stack.__exit__, None, None, None)
    away = ([True, True], (503, 0))
    assert told == {None: ([True, True], (200, 1)), Way.STOPPED: away, Way.GARBLED: away}
    assert healed == (200, 1)
    assert log.count("turns cannot be kept") == 1
