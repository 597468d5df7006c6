"""Turns: every stored message is answered once, in order, or stays open until it can be."""

import logging
from collections import defaultdict
from collections.abc import Awaitable, Callable, Container
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam
from sqlalchemy.exc import SQLAlchemyError

from bot.attachments import records
from bot.conversations.answers import Answers
from bot.conversations.bell import Bell
from bot.conversations.guesses import Guesses
from bot.conversations.hearing import Heard, heard_in
from bot.conversations.language import Writing
from bot.conversations.outage import Outage
from bot.conversations.writing import writing_of
from bot.errors import RasaBusy, TurnFailed
from bot.messages import Answer
from bot.metrics.figures import ANSWER_SECONDS, GIVEN_UP, TURN_FAILURES
from bot.people import proofs
from bot.people.service import People
from bot.rasa import Rasa, Turn
from bot.store import inbox
from bot.store.conversations import find_conversation
from bot.store.database import Database
from bot.store.inbox import Waiting
from bot.store.rows import ConversationRow
from bot.storm.watch import Weather
from watching.tracing import Span

if TYPE_CHECKING:
    from bot.attachments.taking import Attachments

log = logging.getLogger(__name__)

# A message that fails so often while others are answered is itself the cause.
MOST_FAILURES = 5
LONGEST_BACK_OFF_SECONDS = 30

CODE_NOT_SENT = '/inform{"otp": "not_sent"}'

# All that a turn needs from the database: how many files wait, whether any number is proved.
_NEXT = inbox.oldest_open(
    records.waiting(inbox.OF_CONVERSATION, bindparam("since")),
    proofs.proves_any(inbox.OF_CONVERSATION, bindparam("now")),
)

UNREADY = "worker"  # the bell that tells the worker of a message put off


@dataclass(frozen=True, slots=True)
class _Open:
    """A message whose turn it is. `attachments`: how many wait for their ticket; `proves_any`:
    whether the person has proved to hold a mobile number."""

    waiting: Waiting
    conversation: ConversationRow
    attachments: int
    proves_any: bool


class Turns:
    """Takes the open messages of a conversation to Rasa. The caller holds the turn lock."""

    def __init__(
        self,
        database: Database,
        rasa: Rasa,
        answers: Answers,
        bell: Bell,
        guesses: Guesses,
        people: People,
        outage: Outage,
        weather: Weather,
        clock: Callable[[], datetime],
        attachments: "Attachments | None" = None,
    ) -> None:
        self._database = database
        self._rasa = rasa
        self._answers = answers
        self._bell = bell
        self._guesses = guesses
        self._people = people
        self._outage = outage
        self._weather = weather
        self._clock = clock
        self._attachments = attachments
        # By conversation, messages that this process stored and has not asked Rasa about yet.
        self._fresh: dict[str, set[int]] = defaultdict(set)

    def expect(self, conversation_id: str, number: int) -> None:
        """A message was stored just now: nobody can have asked Rasa about it before."""
        self._fresh[conversation_id].add(number)

    async def answer_open(
        self, conversation_id: str, awaited: Container[int], last: int | None = None
    ) -> Answer | None:
        """Answer open messages, oldest first, up to the one numbered `last` (None: all).

        Answers to messages outside `awaited` are pushed. If a turn fails, those behind it wait
        as well, and the person hears at once that the answer comes later. Returns the answer to
        `last`, where it was given here and now.
        """
        try:
            return await self._answer_each(conversation_id, awaited, last)
        finally:
            self._fresh.pop(conversation_id, None)

    async def _answer_each(
        self, conversation_id: str, awaited: Container[int], last: int | None
    ) -> Answer | None:
        while open_one := await self._next(conversation_id):
            waiting = open_one.waiting
            number = waiting.inbound.id
            if last is not None and number > last:
                return None
            try:
                answer = await self._watched_answer(open_one, pushed=number not in awaited)
                if number == last:
                    return answer
            except SQLAlchemyError:
                raise  # nothing can be noted of the failure either
            except Exception as failure:
                if await self._put_off(waiting, failure, pushed=number not in awaited):
                    continue
                why = "storm.wait" if self._weather.storm else "gateway.unavailable"
                await self._answers.apologise(waiting, last or number, awaited, why)
                return None
        return None

    async def _watched_answer(self, open_one: _Open, *, pushed: bool) -> Answer | None:
        """A turn as part of its message's trace, timed, its failure told."""
        waiting, channel = open_one.waiting, open_one.conversation.channel
        with Span("turn", waiting.inbound.trace, channel=channel):
            try:
                answer = await self._answer(open_one, pushed=pushed)
            except SQLAlchemyError:
                raise
            except Exception as failure:
                # A fault of our own must not be repeated for ever: it counts like Rasa's.
                unexpected = None if isinstance(failure, TurnFailed) else failure
                log.warning(
                    "message %s stays open: %r", waiting.inbox_id, failure, exc_info=unexpected
                )
                TURN_FAILURES.labels(type(failure).__name__).inc()
                raise
        ANSWER_SECONDS.labels(channel).observe((self._clock() - waiting.at).total_seconds())
        return answer

    async def _next(self, conversation_id: str) -> _Open | None:
        """The oldest open message, with everything that its turn needs from the database."""
        now = self._clock()
        moments = {"now": now, "since": now - records.WAITS_FOR_A_TICKET}
        for found in await self._database.look(_NEXT, of_conversation=conversation_id, **moments):
            waiting, conversation, (attachments, proves_any) = found
            return _Open(waiting, conversation, attachments, proves_any)
        return None

    async def _answer(self, open_one: _Open, *, pushed: bool) -> Answer | None:
        waiting, conversation = open_one.waiting, open_one.conversation
        if self._clock() - waiting.at > inbox.GIVEN_UP_AFTER:
            await self._answers.give_up(conversation, waiting, "gateway.expired", pushed=pushed)
            GIVEN_UP.labels("expired").inc()
            return None
        if conversation.owner == "person":
            await self._heard(open_one, writing_of(conversation, waiting))  # kept for that person
            await self._answers.leave_to_person(conversation, waiting)
            return None
        taken_from = await self._people.take_up(conversation.id, waiting.inbound.payload)
        if taken_from:
            self._bell.ring(taken_from.id, taken_from.channel)
            conversation = await find_conversation(self._database, conversation.id)
            open_one = replace(open_one, conversation=conversation)
        writing = writing_of(conversation, waiting)
        turn = await self._past_turn(waiting) or await self._ask(open_one, writing)
        unsent = f"{waiting.inbox_id}:unsent"
        told = partial(self._metadata, open_one, unsent, writing)
        turn = await self.with_code(conversation, turn, told)
        if turn.record.language:
            writing = writing.choose(turn.record.language)
        answer = await self._answers.finish(conversation, waiting, turn, writing, pushed=pushed)
        await self._guesses.note(conversation.id, turn.record.known)
        return answer

    async def _past_turn(self, waiting: Waiting) -> Turn | None:
        """The turn that a message had before this process or the last one lost its answer."""
        if waiting.inbound.id in self._fresh[waiting.inbound.conversation_id]:
            return None
        return await self._rasa.past_turn(waiting.inbox_id)

    async def _ask(self, open_one: _Open, writing: Writing) -> Turn:
        heard = await self._heard(open_one, writing)
        metadata = await self._metadata(open_one, open_one.waiting.inbox_id, writing)
        metadata |= {
            "payload": heard.is_payload,
            "attachment": heard.attachment,
            "attachments": heard.attachments,
        }
        urgent = open_one.waiting.inbound.urgent
        return await self._rasa.take_turn(heard.message, metadata, hurried=urgent)

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

    async def _metadata(self, open_one: _Open, inbox_id: str, writing: Writing) -> dict[str, Any]:
        conversation, proves_any = open_one.conversation, open_one.proves_any
        return await self.metadata(conversation, inbox_id, writing.language, proves_any=proves_any)

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

    async def _heard(self, open_one: _Open, writing: Writing) -> Heard:
        """What was written or sent; what was sent is fetched before Rasa is asked."""
        waiting, channel = open_one.waiting, open_one.conversation.channel
        if self._attachments is None:
            return heard_in(waiting)
        earlier = await self._attachments.of_message(waiting)
        sent = earlier or await self._attachments.take(waiting, channel, writing.language)
        just_kept = earlier is None and sent is not None and sent.status == "kept"
        return heard_in(waiting, sent, open_one.attachments + just_kept)

    async def _put_off(self, waiting: Waiting, failure: Exception, *, pushed: bool) -> bool:
        """Try a failed message later; True if it was given up, so that the next can be taken."""
        innocent = isinstance(failure, RasaBusy) or await self._outage.explains_failure()
        seconds = min(2 ** (waiting.inbound.attempts + 1), LONGEST_BACK_OFF_SECONDS)
        due_at = self._clock() + timedelta(seconds=seconds)
        failures = await inbox.note_failure(self._database, waiting, due_at, poisonous=not innocent)
        if failures < MOST_FAILURES:
            self._bell.ring(UNREADY)
            return False
        conversation = await find_conversation(self._database, waiting.inbound.conversation_id)
        log.error("message %s given up after %d failures", waiting.inbox_id, failures)
        await self._answers.give_up(conversation, waiting, "gateway.sorry_menu", pushed=pushed)
        GIVEN_UP.labels("failed").inc()
        return True
