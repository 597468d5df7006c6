"""Turns: every stored message is answered once, in order, or stays open until it can be."""

import logging
from collections.abc import Callable, Container
from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy.exc import SQLAlchemyError

from bot.conversations.answers import Answers
from bot.conversations.asking import Asking
from bot.conversations.bell import Bell
from bot.conversations.foremost import Foremost, foremost
from bot.conversations.guesses import Guesses
from bot.conversations.outage import Outage
from bot.conversations.writing import writing_of
from bot.errors import RasaBusy, TurnFailed
from bot.messages import Answer
from bot.metrics.figures import ANSWER_SECONDS, GIVEN_UP, TURN_FAILURES
from bot.people.service import People
from bot.store import inbox
from bot.store.conversations import find_conversation
from bot.store.database import Database
from bot.store.inbox import Waiting
from bot.storm.watch import Weather
from watching.tracing import Span

log = logging.getLogger(__name__)

# A message that fails so often while others are answered is itself the cause.
MOST_FAILURES = 5
LONGEST_BACK_OFF_SECONDS = 30

UNREADY = "worker"  # the bell that tells the worker of a message put off


class Turns:
    """Takes the open messages of a conversation to Rasa. The caller holds the turn lock."""

    def __init__(
        self,
        database: Database,
        asking: Asking,
        answers: Answers,
        bell: Bell,
        guesses: Guesses,
        people: People,
        outage: Outage,
        weather: Weather,
        clock: Callable[[], datetime],
    ) -> None:
        self._database = database
        self._asking = asking
        self._answers = answers
        self._bell = bell
        self._guesses = guesses
        self._people = people
        self._outage = outage
        self._weather = weather
        self._clock = clock

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
            self._asking.expect_no_more(conversation_id)

    async def _answer_each(
        self, conversation_id: str, awaited: Container[int], last: int | None
    ) -> Answer | None:
        while first := await foremost(self._database, conversation_id, self._clock()):
            waiting = first.waiting
            number = waiting.inbound.id
            if last is not None and number > last:
                return None
            try:
                answer = await self._watched_answer(first, pushed=number not in awaited)
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

    async def _watched_answer(self, first: Foremost, *, pushed: bool) -> Answer | None:
        """A turn as part of its message's trace, timed, its failure told."""
        waiting, channel = first.waiting, first.conversation.channel
        with Span("turn", waiting.inbound.trace, channel=channel):
            try:
                answer = await self._answer(first, pushed=pushed)
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

    async def _answer(self, first: Foremost, *, pushed: bool) -> Answer | None:
        waiting, conversation = first.waiting, first.conversation
        if self._clock() - waiting.at > inbox.GIVEN_UP_AFTER:
            await self._answers.give_up(conversation, waiting, "gateway.expired", pushed=pushed)
            GIVEN_UP.labels("expired").inc()
            return None
        if conversation.owner == "person":
            # What was sent is kept for that person.
            await self._asking.heard(first, writing_of(conversation, waiting))
            await self._answers.leave_to_person(conversation, waiting)
            return None
        taken_from = await self._people.take_up(conversation.id, waiting.inbound.payload)
        if taken_from:
            self._bell.ring(taken_from.id, taken_from.channel)
            conversation = await find_conversation(self._database, conversation.id)
            first = replace(first, conversation=conversation)
        writing = writing_of(conversation, waiting)
        turn = await self._asking.turn_of(first, writing)
        if turn.record.language:
            writing = writing.choose(turn.record.language)
        answer = await self._answers.finish(conversation, waiting, turn, writing, pushed=pushed)
        await self._guesses.note(conversation.id, turn.record.known)
        return answer

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
