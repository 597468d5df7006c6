"""What is said to a message, stored together with the mark that settles it."""

from collections.abc import Awaitable, Callable, Container
from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from bot.conversations.bell import DESK, Bell
from bot.conversations.language import Writing
from bot.conversations.leaving import Leaving, taken_by_person
from bot.conversations.writing import following, noted, writing_of
from bot.messages import Answer, Bubble
from bot.people.service import People
from bot.privacy.service import Privacy
from bot.rasa import Turn
from bot.store import inbox
from bot.store.conversations import find_conversation, locked
from bot.store.database import Database
from bot.store.inbox import Waiting
from bot.store.kept import settle as settle_kept
from bot.store.outbox import Said, as_reply, said_to, store_said
from bot.store.rows import ConversationRow
from bot.store.tables import Conversation, Inbound, KeptRequest
from bot.store.work import Work
from bot.wording import Wording


class Answers:
    """Puts answers and apologies into words and stores them. The caller holds the turn lock."""

    def __init__(
        self,
        database: Database,
        wording: Wording,
        bell: Bell,
        people: People,
        privacy: Privacy,
        clock: Callable[[], datetime],
    ) -> None:
        self._database = database
        self._wording = wording
        self._bell = bell
        self._privacy = privacy
        self._leaving = Leaving(people, privacy)
        self._clock = clock

    async def finish(
        self,
        conversation: ConversationRow,
        waiting: Waiting,
        turn: Turn,
        writing: Writing,
        *,
        pushed: bool,
    ) -> Answer | None:
        """Store the answer, the draft and what is known together with the mark "answered".

        Returns the answer as it was stored; None if somebody else answered first.
        """
        said = await self._said(conversation, turn, writing)
        record, now = turn.record, self._clock()
        async with self._database.work() as work:
            settled = ("answered", writing.language, record.references)
            if not await inbox.settle(work, waiting, *settled):
                return None
            current = await locked(work, conversation.id)
            taken = taken_by_person(conversation, current)
            bells = await self._leaving.answered(
                work, conversation, current, record, noted(writing), now
            )
            replies = await store_said(
                work,
                current,
                said,
                kind="unsaid" if taken else "answer",
                answers=waiting.inbound.id,
                pushed=pushed and not taken,
                now=now,
            )
        self._ring(conversation, *bells)
        return Answer(() if taken else tuple(replies), writing.language, tuple(record.references))

    async def _said(
        self, conversation: ConversationRow, turn: Turn, writing: Writing
    ) -> list[Said]:
        """The turn's bubbles in words, with what privacy wants said before and after them."""
        told = self._privacy.before(conversation, turn.record)
        said = [self._wording.bubble(one, writing.language) for one in told]
        said += [self._in_words(spoken.model_dump(), writing) for spoken in turn.bubbles]
        told = await self._privacy.after(conversation, turn.record)
        said += [self._wording.bubble(one, writing.language) for one in told]
        return said or [self._sentence("gateway.sorry_menu", writing.language)]

    async def given_to(self, inbound_id: int) -> Answer:
        """What has been said to a stored message so far."""
        replies = [as_reply(entry) for entry in await said_to(self._database, inbound_id)]
        async with self._database.session() as session:
            inbound = await session.get_one(Inbound, inbound_id)
            conversation = await session.get_one(Conversation, inbound.conversation_id)
        language = inbound.language or conversation.language
        return Answer(tuple(replies), language, tuple(inbound.references))

    async def leave_to_person(self, conversation: ConversationRow, waiting: Waiting) -> None:
        """A person has the chat: they see the message and answer it, the bot does not."""
        language = writing_of(conversation, waiting).language
        async with self._database.work() as work:
            await inbox.settle(work, waiting, "answered", language, [])
        self._bell.ring(DESK)

    async def deliver(
        self, conversation: ConversationRow, request: KeptRequest, turn: Turn
    ) -> None:
        """Push what became of a kept request, and settle it."""
        now = self._clock()
        await self.push(conversation, turn, lambda session: settle_kept(session, request.id, now))

    async def push(
        self,
        conversation: ConversationRow,
        turn: Turn,
        first: Callable[[AsyncSession], Awaitable[bool]],
    ) -> None:
        """Store a turn that answers nothing that the person said: what it did, and its words.

        `first` notes in the same transaction what the turn is due to; where it gives False
        somebody else was faster, and nothing is stored.
        """
        writing = Writing(conversation.language)
        said = [self._in_words(spoken.model_dump(), writing) for spoken in turn.bubbles]
        now = self._clock()
        async with self._database.work() as work:
            async with work.orm() as session:
                if not await first(session):
                    return
            current = await locked(work, conversation.id)
            bells = await self._leaving.kept(work, current, current, turn.record, {}, now)
            await store_said(work, current, said, kind="push", answers=None, pushed=True, now=now)
        self._ring(conversation, *bells)

    async def give_up(
        self, conversation: ConversationRow, waiting: Waiting, key: str, *, pushed: bool
    ) -> None:
        """Settle a message that nobody answered with an honest sentence."""
        language = writing_of(conversation, waiting).language
        said = [self._sentence(key, language)]
        async with self._database.work() as work:
            if await inbox.settle(work, waiting, "failed", language, []):
                await self._store(work, conversation, said, waiting.inbound.id, pushed=pushed)
        self._ring(conversation)

    async def apologise(
        self, failed: Waiting, inbound_id: int, awaited: Container[int], why: str
    ) -> None:
        """Say once for each message that its answer comes later; `why` names the sentence."""
        if await said_to(self._database, inbound_id):
            return
        conversation = await find_conversation(self._database, failed.inbound.conversation_id)
        # The failed message may be an earlier one, and all that shows how the person writes.
        asked = await inbox.stored(self._database, inbound_id)
        writing = following(conversation, writing_of(conversation, failed), asked)
        said = [self._sentence(why, writing.language)]
        pushed = inbound_id not in awaited
        async with self._database.work() as work:
            await self._store(work, conversation, said, inbound_id, pushed=pushed, kind="apology")
        self._ring(conversation)

    async def _store(
        self,
        work: Work,
        conversation: ConversationRow,
        said: list[Said],
        answers: int,
        *,
        pushed: bool,
        kind: str = "answer",
    ) -> None:
        now = self._clock()
        await store_said(
            work, conversation, said, kind=kind, answers=answers, pushed=pushed, now=now
        )

    def _in_words(self, spoken: dict[str, Any], writing: Writing) -> Said:
        bubble = Bubble(spoken["say"], spoken["args"], tuple(spoken["choices"]), spoken["expects"])
        return self._wording.bubble(bubble, writing.language)

    def _sentence(self, key: str, language: str) -> Said:
        return self._wording.bubble(Bubble(key, {}), language)

    def _ring(self, conversation: ConversationRow, *others: str) -> None:
        self._bell.ring(conversation.id, conversation.channel, DESK, *others)
