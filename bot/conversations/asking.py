"""Asking Rasa: what it is told of a message, and the turn that comes of it."""

from collections import defaultdict
from collections.abc import Awaitable, Callable
from functools import partial
from typing import TYPE_CHECKING, Any

from bot.conversations.foremost import Foremost
from bot.conversations.guesses import Guesses
from bot.conversations.hearing import Heard, heard_in
from bot.conversations.language import Writing
from bot.people.service import People
from bot.rasa import Rasa, Turn
from bot.store.inbox import Waiting
from bot.store.rows import ConversationRow
from bot.storm.watch import Weather

if TYPE_CHECKING:
    from bot.attachments.taking import Attachments

CODE_NOT_SENT = '/inform{"otp": "not_sent"}'


class Asking:
    """Takes messages to Rasa; what fails there raises TurnFailed. Nothing of a turn is stored."""

    def __init__(
        self,
        rasa: Rasa,
        guesses: Guesses,
        people: People,
        weather: Weather,
        attachments: "Attachments | None" = None,
    ) -> None:
        self._rasa = rasa
        self._guesses = guesses
        self._people = people
        self._weather = weather
        self._attachments = attachments
        # By conversation, messages that this process stored and has not asked Rasa about yet.
        self._fresh: dict[str, set[int]] = defaultdict(set)

    def expect(self, conversation_id: str, number: int) -> None:
        """A message was stored just now: nobody can have asked Rasa about it before."""
        self._fresh[conversation_id].add(number)

    def expect_no_more(self, conversation_id: str) -> None:
        """Rasa may have been asked about any message of this conversation by now."""
        self._fresh.pop(conversation_id, None)

    async def turn_of(self, foremost: Foremost, writing: Writing) -> Turn:
        """The turn of a message: the one that it had before, or a new one."""
        waiting = foremost.waiting
        turn = await self._past_turn(waiting) or await self._ask(foremost, writing)
        unsent = f"{waiting.inbox_id}:unsent"
        told = partial(self._told, foremost, unsent, writing)
        return await self.with_code(foremost.conversation, turn, told)

    async def heard(self, foremost: Foremost, writing: Writing) -> Heard:
        """What was written or sent; what was sent is fetched before Rasa is asked."""
        waiting, channel = foremost.waiting, foremost.conversation.channel
        if self._attachments is None:
            return heard_in(waiting)
        earlier = await self._attachments.of_message(waiting)
        sent = earlier or await self._attachments.take(waiting, channel, writing.language)
        just_kept = earlier is None and sent is not None and sent.status == "kept"
        return heard_in(waiting, sent, foremost.attachments + just_kept)

    async def with_code(
        self,
        conversation: ConversationRow,
        turn: Turn,
        metadata: Callable[[], Awaitable[dict[str, Any]]],
    ) -> Turn:
        """`turn` or, where it wants a code that cannot be sent (too many were, or nothing sends
        any), the one that goes on without; `metadata` gives what that one is told."""
        wanted = turn.record.prove
        if wanted is None or await self._people.may_send(conversation, wanted.mobile_number):
            return turn
        so_far = {"payload": True, "draft": turn.record.draft, "known": turn.record.known}
        told = await self._rasa.take_turn(CODE_NOT_SENT, await metadata() | so_far)
        return told.model_copy(update={"record": told.record.model_copy(update={"prove": None})})

    async def metadata(
        self, conversation: ConversationRow, inbox_id: str, language: str, *, proves_any: bool
    ) -> dict[str, Any]:
        """What goes with every message, so that the action server need remember nothing."""
        return {
            "inbox_id": inbox_id,
            "channel": conversation.channel,
            "language": language,
            "draft": conversation.draft,
            "known": conversation.known,
            "storm": self._weather.told(language),
            "guessing": await self._guesses.too_many(conversation.id),
            **await self._people.told(conversation, language, proves_any=proves_any),
        }

    async def _past_turn(self, waiting: Waiting) -> Turn | None:
        """The turn that a message had before this process or the last one lost its answer."""
        if waiting.inbound.id in self._fresh[waiting.inbound.conversation_id]:
            return None
        return await self._rasa.past_turn(waiting.inbox_id)

    async def _ask(self, foremost: Foremost, writing: Writing) -> Turn:
        heard = await self.heard(foremost, writing)
        metadata = await self._told(foremost, foremost.waiting.inbox_id, writing)
        metadata |= {
            "payload": heard.is_payload,
            "attachment": heard.attachment,
            "attachments": heard.attachments,
        }
        urgent = foremost.waiting.inbound.urgent
        return await self._rasa.take_turn(heard.message, metadata, hurried=urgent)

    async def _told(self, foremost: Foremost, inbox_id: str, writing: Writing) -> dict[str, Any]:
        conversation, proves_any = foremost.conversation, foremost.proves_any
        return await self.metadata(conversation, inbox_id, writing.language, proves_any=proves_any)
