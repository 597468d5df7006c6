"""How many different numbers one address looks up.

By an account or application number anyone may learn an amount, so a stranger could try numbers
in one new conversation after another. The action server bounds one conversation; only the
gateway knows which conversations come from one address. Kept in memory, and in Redis where
there are several gateway processes: nothing is lost with either.
"""

from collections import OrderedDict
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from redis.asyncio import Redis

from bot.shared import Link

WINDOW = timedelta(hours=1)
MOST_REMEMBERED = 20_000  # conversations and addresses; bounds the memory
CALLER = "bijli:caller:"
TRIED = "bijli:tried:"


class Guesses:
    """Counts look-ups; `most` different numbers in an hour are what one address may try."""

    def __init__(self, most: int, clock: Callable[[], datetime], link: Link | None = None) -> None:
        self._most = most
        self._clock = clock
        self._link = link
        self._callers: OrderedDict[str, str] = OrderedDict()
        self._tried: OrderedDict[str, dict[str, datetime]] = OrderedDict()

    async def heard_from(self, conversation_id: str, caller: str) -> None:
        """A conversation is carried on from this address."""
        _remember(self._callers, conversation_id, caller)
        if self._link:
            key = f"{CALLER}{conversation_id}"
            await self._link.ask(lambda redis: redis.set(key, caller, ex=WINDOW))

    async def too_many(self, conversation_id: str) -> bool:
        """Whether the address of a conversation has tried more than people do."""
        caller = await self._caller_of(conversation_id)
        if caller is None:
            return False
        start = self._clock() - WINDOW
        recent = {n: at for n, at in self._tried.get(caller, {}).items() if at > start}
        _remember(self._tried, caller, recent)
        return max(len(recent), await self._everywhere(caller, start)) >= self._most

    async def note(self, conversation_id: str, known: dict[str, Any]) -> None:
        """Count what a turn looked up: `known["looked_up"]`, numbers and when each was tried."""
        looked_up = known.get("looked_up")
        if not looked_up or not isinstance(looked_up, dict):
            return
        caller = await self._caller_of(conversation_id)
        if caller is None:
            return
        now = self._clock()
        moments = {str(number): _moment(at) or now for number, at in looked_up.items()}
        _remember(self._tried, caller, self._tried.get(caller, {}) | moments)
        await self._tell(caller, moments)

    async def _caller_of(self, conversation_id: str) -> str | None:
        caller = self._callers.get(conversation_id)
        if caller is None and self._link:
            told = await self._link.ask(lambda redis: redis.get(f"{CALLER}{conversation_id}"))
            caller = str(told) if told else None
        return caller

    async def _everywhere(self, caller: str, start: datetime) -> int:
        if self._link is None:
            return 0
        key, after = f"{TRIED}{caller}", f"({start.timestamp()}"
        return await self._link.ask(lambda redis: redis.zcount(key, after, "+inf")) or 0

    async def _tell(self, caller: str, moments: dict[str, datetime]) -> None:
        if self._link is None:
            return
        key, over = f"{TRIED}{caller}", (self._clock() - WINDOW).timestamp()
        tried = {number: at.timestamp() for number, at in moments.items()}

        async def tell(redis: Redis) -> None:
            async with redis.pipeline() as together:
                together.zadd(key, tried)
                together.zremrangebyscore(key, "-inf", over)
                together.expire(key, WINDOW)
                await together.execute()

        await self._link.ask(tell)


def _moment(written: object) -> datetime | None:
    try:
        moment = datetime.fromisoformat(str(written))
    except ValueError:
        return None
    return moment if moment.tzinfo else None


def _remember(kept: OrderedDict[str, Any], name: str, value: Any) -> None:
    kept[name] = value
    kept.move_to_end(name)
    if len(kept) > MOST_REMEMBERED:
        kept.popitem(last=False)
