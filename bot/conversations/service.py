"""The surface that channels build on."""

import asyncio
import hashlib
import hmac
import logging
import secrets
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING, Any

from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncSession

from bot.attachments.source import MediaSource
from bot.conversations import feeds
from bot.conversations.answers import Answers
from bot.conversations.bell import DESK, Bell
from bot.conversations.cleaning import cleaned
from bot.conversations.courier import Courier
from bot.conversations.guesses import Guesses
from bot.conversations.outage import Outage
from bot.conversations.payloads import title_of
from bot.conversations.turns import Turns
from bot.errors import EmptyMessage, NotTheirConversation
from bot.messages import Answer, Bubble, InboundMessage, Opened, Push, Reply
from bot.people.service import People
from bot.privacy.service import Privacy
from bot.rasa import Rasa
from bot.shared import Link
from bot.store import inbox, offers, outbox
from bot.store.conversations import find_conversation, open_conversation, secret_of
from bot.store.database import Database
from bot.store.tables import Conversation, Entry, Inbound
from bot.store.transcript import transcript
from bot.store.work import Work
from bot.storm.danger import speaks_of_danger
from bot.storm.watch import Weather
from bot.wording import Wording

if TYPE_CHECKING:
    from bot.attachments.taking import Attachments

log = logging.getLogger(__name__)

# When a message whose process died in the middle of its turn is taken up by the worker.
ABANDONED_AFTER = timedelta(seconds=30)


def now_in_utc() -> datetime:
    """The clock of production."""
    return datetime.now(UTC)


class Conversations:
    """Opens conversations, takes messages, gives answers; errors are those of bot.errors."""

    def __init__(
        self,
        database: Database,
        rasa: Rasa,
        wording: Wording,
        clock: Callable[[], datetime] = now_in_utc,
        lookups_per_hour: int = 300,
        link: Link | None = None,
        attachments: "Attachments | None" = None,
        people: People | None = None,
        storm_begins_at: int = 0,
        privacy_page: str = "/privacy",
    ) -> None:
        self._database = database
        self.people = people or People(database, wording, None, clock)
        self._wording = wording
        self._clock = clock
        self._awaited: set[int] = set()
        self._running: set[asyncio.Task[None]] = set()
        self._attachments = attachments
        self.bell = Bell()
        self.weather = Weather(database, clock, storm_begins_at)
        self.outage = Outage(rasa)
        self._guesses = Guesses(lookups_per_hour, clock, link)
        privacy = Privacy(database, privacy_page, clock)
        self.answers = Answers(database, wording, self.bell, self.people, privacy, clock)
        self.turns = Turns(
            database,
            rasa,
            self.answers,
            self.bell,
            self._guesses,
            self.people,
            self.outage,
            self.weather,
            clock,
            attachments,
        )
        self.courier = Courier(database, rasa, self.answers, clock)

    async def open(
        self, channel: str, channel_user: str | None = None, language: str | None = None
    ) -> Opened:
        """Open a conversation; with `channel_user` the one that this user has, if any.

        `language` is the one to begin in, where the person has chosen it before.
        A conversation without a channel user belongs to whoever holds the token.
        """
        token = secrets.token_urlsafe(32) if channel_user is None else None
        conversation = await open_conversation(
            self._database,
            channel,
            channel_user,
            token and _hashed(token),
            self._clock(),
            language,
        )
        return Opened(conversation.id, token)

    async def authorise(self, conversation_id: str, token: str) -> str:
        """Raise UnknownConversation or NotTheirConversation unless the token opens it.

        Returns the language of the conversation, for whatever has to be said about the request.
        """
        expected, language = await secret_of(self._database, conversation_id)
        if not hmac.compare_digest(expected or "", _hashed(token)):
            raise NotTheirConversation(conversation_id)
        return language

    async def receive(self, message: InboundMessage) -> Answer:
        """Store a message and answer it; earlier open ones of the conversation come first.

        A repeated `message_id` gets the stored answer. While Rasa is away the answer is an
        apology, and the real one is pushed later. Raises UnacceptableMessage, and
        UnknownConversation.
        """
        number = await self._keep(message)
        if message.caller:
            await self._guesses.heard_from(message.conversation_id, message.caller)
        self._awaited.add(number)
        try:
            async with self._database.turn_of(message.conversation_id):
                answer = await self.turns.answer_open(
                    message.conversation_id, self._awaited, number
                )
        finally:
            self._awaited.discard(number)
        return answer or await self._answer_to(message.conversation_id, number)

    async def accept(self, message: InboundMessage) -> None:
        """Store a message, for channels that are acknowledged at once; its answer is pushed."""
        await self._keep(message)
        if message.caller:
            await self._guesses.heard_from(message.conversation_id, message.caller)
        task = asyncio.create_task(self._answer_soon(message.conversation_id))
        self._running.add(task)
        task.add_done_callback(self._running.discard)

    async def _answer_soon(self, conversation_id: str) -> None:
        try:
            await self.answer_open(conversation_id)
        except SQLAlchemyError as error:
            # The message is stored; the worker takes it up when the database is there again.
            log.warning("a message waits: the database fails (%s)", type(error).__name__)

    async def answer_open(self, conversation_id: str) -> None:
        """Answer whatever is open in a conversation, by pushes."""
        async with self._database.turn_of(conversation_id):
            await self.turns.answer_open(conversation_id, self._awaited)

    def bring_media_from(self, channel: str, source: MediaSource) -> None:
        """Fetch what comes by this channel through `source`."""
        if self._attachments:
            self._attachments.sources[channel] = source

    async def say(
        self,
        conversation_id: str,
        key: str,
        args: Mapping[str, Any] | None = None,
        *,
        choices: Sequence[dict[str, Any]] = (),
        unless_done: Callable[[AsyncSession], Awaitable[bool]] | None = None,
    ) -> None:
        """Push a sentence of the catalogue into a conversation.

        `choices` are buttons: key of the title, its args, payload.
        `unless_done` notes in the same transaction what the sentence is due to; where it gives
        False somebody else was first, and nothing is said.
        """
        async with self._database.turn_of(conversation_id):
            conversation = await find_conversation(self._database, conversation_id)
            bubble = Bubble(key, dict(args or {}), tuple(choices))
            said = [self._wording.bubble(bubble, conversation.language)]
            now = self._clock()
            async with self._database.work() as work:
                if unless_done:
                    async with work.orm() as session:
                        if not await unless_done(session):
                            return
                await outbox.store_said(
                    work, conversation, said, kind="push", answers=None, pushed=True, now=now
                )
        self.bell.ring(conversation_id, conversation.channel)

    async def offered(self, conversation_id: str, choice_id: int) -> str | None:
        """The payload of a choice that this conversation was offered."""
        return await offers.payload_offered(self._database, conversation_id, choice_id)

    async def language_of(self, conversation_id: str) -> str:
        """The language in which a conversation is answered."""
        return (await find_conversation(self._database, conversation_id)).language

    async def transcript(self, conversation_id: str) -> list[dict[str, Any]]:
        """Everything that was said, in order."""
        return await transcript(self._database, conversation_id)

    async def subscribe(
        self, conversation_id: str, after: int | None = None
    ) -> AsyncIterator[Entry | None]:
        """Late answers and pushes after an entry of the transcript (None: from now on).

        Yields None when there was nothing for a while, so that a connection can be kept alive.
        """
        async for entry in feeds.of_conversation(self._database, self.bell, conversation_id, after):
            yield entry

    async def pushes(self, channel: str) -> AsyncIterator[Push]:
        """Every bubble for the users of a channel, in order, until `delivered` confirms it."""
        async for push in feeds.of_channel(self._database, self.bell, channel):
            yield push

    async def delivered(self, reply_id: int) -> None:
        """The channel has taken this bubble."""
        await outbox.mark_delivered(self._database, reply_id, self._clock())

    async def shown(self, conversation_id: str, upto: int) -> None:
        """The person's page has shown everything up to this entry; staff see that it did."""
        if await outbox.mark_shown(self._database, conversation_id, upto, self._clock()):
            self.bell.ring(DESK)

    async def close(self) -> None:
        """Let the turns that run in the background end."""
        for task in self._running:
            task.cancel()
        await asyncio.gather(*self._running, return_exceptions=True)

    async def _keep(self, message: InboundMessage) -> int:
        text = await self._words_of(message)
        now = self._clock()
        number = await inbox.keep(
            self._database,
            message.conversation_id,
            message.message_id,
            text=text,
            payload=message.payload,
            media=message.media,
            now=now,
            due_at=now + ABANDONED_AFTER,
            instead=partial(self._without_code, message.conversation_id),
            urgent=speaks_of_danger(text, message.payload),
        )
        self.turns.expect(message.conversation_id, number)
        return number

    async def _without_code(
        self, conversation_id: str, work: Work, text: str
    ) -> tuple[str, str | None]:
        """A one-time code is checked and forgotten in the moment in which it comes."""
        checked = await self.people.checked(work, conversation_id, text)
        return (checked.text, checked.payload) if checked else (text, None)

    async def _words_of(self, message: InboundMessage) -> str | None:
        """What stands in the transcript: a tap's title, cleaned words, or nothing for a photo
        without a caption."""
        if message.made_by_us:
            return None
        if message.payload is not None:
            return await title_of(self._database, message.conversation_id, message.payload)
        try:
            return cleaned(message.text or "")
        except EmptyMessage:
            if message.media is None:
                raise
            return None

    async def _answer_to(self, conversation_id: str, number: int) -> Answer:
        replies: list[Reply] = [
            outbox.as_reply(entry) for entry in await outbox.said_to(self._database, number)
        ]
        async with self._database.session() as session:
            inbound = await session.get_one(Inbound, number)
            conversation = await session.get_one(Conversation, conversation_id)
        language = inbound.language or conversation.language
        return Answer(tuple(replies), language, tuple(inbound.references))


def _hashed(token: str) -> str:
    # A random token of 32 bytes cannot be guessed, so a plain hash is enough.
    return hashlib.sha256(token.encode()).hexdigest()
