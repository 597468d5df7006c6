"""The surface that channels build on."""

import asyncio
import hashlib
import hmac
import logging
import secrets
from collections.abc import Callable
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy.exc import SQLAlchemyError

from bot.attachments.source import MediaSource
from bot.conversations.answers import Answers
from bot.conversations.asking import Asking
from bot.conversations.bell import Bell
from bot.conversations.courier import Courier
from bot.conversations.guesses import Guesses
from bot.conversations.keeping import Keeping
from bot.conversations.outage import Outage
from bot.conversations.pushes import Pushes
from bot.conversations.turns import Turns
from bot.errors import NotTheirConversation
from bot.messages import Answer, InboundMessage, Opened
from bot.people.service import People
from bot.privacy.service import Privacy
from bot.rasa import Rasa
from bot.shared import Link
from bot.store import offers
from bot.store.conversations import find_conversation, open_conversation, secret_of
from bot.store.database import Database
from bot.store.transcript import transcript
from bot.storm.watch import Weather
from bot.wording import Wording

if TYPE_CHECKING:
    from bot.attachments.taking import Attachments

log = logging.getLogger(__name__)


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
        self.asking = Asking(rasa, self._guesses, self.people, self.weather, attachments)
        self._keeping = Keeping(database, self.people, self.asking, clock)
        self._turns = Turns(
            database,
            self.asking,
            self.answers,
            self.bell,
            self._guesses,
            self.people,
            self.outage,
            self.weather,
            clock,
        )
        self.pushes = Pushes(database, wording, self.bell, clock)
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
        number = await self._keeping.keep(message)
        if message.caller:
            await self._guesses.heard_from(message.conversation_id, message.caller)
        self._awaited.add(number)
        try:
            async with self._database.turn_of(message.conversation_id):
                answer = await self._turns.answer_open(
                    message.conversation_id, self._awaited, number
                )
        finally:
            self._awaited.discard(number)
        return answer or await self.answers.given_to(number)

    async def accept(self, message: InboundMessage) -> None:
        """Store a message, for channels that are acknowledged at once; its answer is pushed."""
        await self._keeping.keep(message)
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
            await self._turns.answer_open(conversation_id, self._awaited)

    def bring_media_from(self, channel: str, source: MediaSource) -> None:
        """Fetch what comes by this channel through `source`."""
        if self._attachments:
            self._attachments.sources[channel] = source

    async def offered(self, conversation_id: str, choice_id: int) -> str | None:
        """The payload of a choice that this conversation was offered."""
        return await offers.payload_offered(self._database, conversation_id, choice_id)

    async def language_of(self, conversation_id: str) -> str:
        """The language in which a conversation is answered."""
        return (await find_conversation(self._database, conversation_id)).language

    async def transcript(self, conversation_id: str) -> list[dict[str, Any]]:
        """Everything that was said, in order."""
        return await transcript(self._database, conversation_id)

    async def close(self) -> None:
        """Let the turns that run in the background end."""
        for task in self._running:
            task.cancel()
        await asyncio.gather(*self._running, return_exceptions=True)


def _hashed(token: str) -> str:
    # A random token of 32 bytes cannot be guessed, so a plain hash is enough.
    return hashlib.sha256(token.encode()).hexdigest()
