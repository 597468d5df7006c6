"""Delivers requests that the backend could not take, by itself, as soon as it can."""

import asyncio
import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from bot.conversations.answers import Answers
from bot.errors import TurnFailed
from bot.rasa import Rasa
from bot.store import kept
from bot.store.conversations import find_conversation
from bot.store.database import Database
from bot.store.tables import KeptRequest

log = logging.getLogger(__name__)

AT_ONCE = 4
LONGEST_PAUSE_SECONDS = 5.0
# What the action server is told; it reads the request itself from the metadata.
AGAIN = '/inform{"again": "yes"}'


class Courier:
    """Takes kept requests to the action server once more, by way of Rasa as every turn."""

    def __init__(
        self,
        database: Database,
        rasa: Rasa,
        answers: Answers,
        clock: Callable[[], datetime],
    ) -> None:
        self._database = database
        self._rasa = rasa
        self._answers = answers
        self._clock = clock

    async def deliver(self) -> None:
        """Run until cancelled."""
        while True:
            try:
                await self._one_round()
                pause = await self._pause()
            except Exception:
                log.exception("kept requests cannot be delivered")
                pause = LONGEST_PAUSE_SECONDS
            await asyncio.sleep(pause)

    async def _one_round(self) -> None:
        requests = await kept.due(self._database, self._clock())
        # One tries whether the backend is back, before all knock at once.
        if not requests or not await self._bring(requests[0].id):
            return
        few = asyncio.Semaphore(AT_ONCE)

        async def bring(request: KeptRequest) -> None:
            async with few:
                await self._bring(request.id)

        for result in await asyncio.gather(*map(bring, requests[1:]), return_exceptions=True):
            if isinstance(result, Exception):
                log.error("a kept request could not be tried", exc_info=result)

    async def _bring(self, request_id: str) -> bool:
        """Try one request; False if it has to wait on."""
        request = await kept.still_due(self._database, request_id, self._clock())
        if request is None:
            return True
        async with self._database.turn_of(request.conversation_id):
            request = await kept.still_due(self._database, request_id, self._clock())
            return request is None or await self._try(request)

    async def _try(self, request: KeptRequest) -> bool:
        conversation = await find_conversation(self._database, request.conversation_id)
        metadata: dict[str, Any] = {
            "inbox_id": f"{request.id}:{request.tries}",
            "channel": conversation.channel,
            "language": conversation.language,
            "payload": True,
            "draft": conversation.draft,
            "known": conversation.known,
            "deliver": request.draft,
        }
        try:
            turn = await self._rasa.take_turn(AGAIN, metadata)
        except TurnFailed as failure:
            log.warning("kept request %s waits on: %r", request.id, failure)
            await kept.put_off(self._database, request, request.draft, self._clock())
            return False
        again = next((one for one in turn.record.kept if one.id == request.id), None)
        if again:
            await kept.put_off(self._database, request, again.model_dump(), self._clock())
            return False
        await self._answers.deliver(conversation, request, turn)
        return True

    async def _pause(self) -> float:
        due = await kept.next_due(self._database)
        if due is None:
            return LONGEST_PAUSE_SECONDS
        soon = max(due - self._clock(), timedelta(seconds=0.5))
        return min(soon.total_seconds(), LONGEST_PAUSE_SECONDS)
