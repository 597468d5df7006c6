"""What is said to a message, stored together with the mark that settles it."""

from collections.abc import Awaitable, Callable, Container
from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from bot.attachments.records import tie
from bot.attachments.tables import TO_BRING
from bot.conversations.bell import DESK, Bell
from bot.conversations.language import Writing
from bot.conversations.writing import following, note_writing, writing_of
from bot.helpdesk.callbacks.wanted import asked_in
from bot.helpdesk.owning import want_person
from bot.messages import Answer, Bubble
from bot.notices.followers import follow
from bot.people.service import People
from bot.privacy.service import Privacy
from bot.privacy.tables import TO_ERASE
from bot.rasa import Turn, TurnRecord
from bot.store import inbox
from bot.store.conversations import find_conversation, locked
from bot.store.database import Database
from bot.store.inbox import Waiting
from bot.store.kept import keep_requests
from bot.store.kept import settle as settle_kept
from bot.store.outbox import Said, as_reply, said_to, store_said
from bot.store.tables import Conversation, KeptRequest
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
        self._people = people
        self._privacy = privacy
        self._clock = clock

    async def finish(
        self,
        conversation: Conversation,
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
        references = turn.record.references
        async with self._database.writing() as session:
            if not await inbox.settle(session, waiting, "answered", writing.language, references):
                return None
            current = await locked(session, conversation.id)
            # Taken by a person during this turn: what it did counts, what it says is theirs to say.
            taken = current.epoch != conversation.epoch and current.owner == "person"
            note_writing(current, writing)
            if current.owner == "closed":
                current.owner = "bot"
            await self._keep_record(session, conversation, current, turn.record, taken=taken)
            await self._privacy.note(session, current, turn.record, writing.language)
            entries = await store_said(
                session,
                current,
                said,
                kind="unsaid" if taken else "answer",
                answers=waiting.inbound.id,
                pushed=pushed and not taken,
                now=self._clock(),
            )
        self._ring(conversation, turn.record)
        shown = () if taken else tuple(as_reply(entry) for entry in entries)
        return Answer(shown, writing.language, tuple(references))

    async def _said(self, conversation: Conversation, turn: Turn, writing: Writing) -> list[Said]:
        """The turn's bubbles in words, with what privacy wants said before and after them."""
        told = self._privacy.before(conversation, turn.record)
        said = [self._wording.bubble(one, writing.language) for one in told]
        said += [self._in_words(spoken.model_dump(), writing) for spoken in turn.bubbles]
        told = await self._privacy.after(conversation, turn.record)
        said += [self._wording.bubble(one, writing.language) for one in told]
        return said or [self._sentence("gateway.sorry_menu", writing.language)]

    async def _keep_record(
        self,
        session: AsyncSession,
        before: Conversation,
        current: Conversation,
        record: TurnRecord,
        *,
        taken: bool,
    ) -> None:
        """Do in the answer's transaction what a turn wants done beside saying something."""
        now = self._clock()
        # Taken up elsewhere during this turn: then it does not come back here.
        moved = before.draft is not None and current.draft is None
        current.draft = None if moved else record.draft
        current.known = record.known
        current.last_turn_at = now
        if record.case and not taken:
            await want_person(session, current, now=now, **record.case.model_dump())
        if record.notices:
            current.notices_off = record.notices == "off"
        await _tie_to_record(session, current, record, now)
        if record.prove:
            wanted = record.prove
            await self._people.send(session, current, wanted.mobile_number, wanted.purpose)
        await keep_requests(session, current.id, [one.model_dump() for one in record.kept], now)

    async def leave_to_person(self, conversation: Conversation, waiting: Waiting) -> None:
        """A person has the chat: they see the message and answer it, the bot does not."""
        language = writing_of(conversation, waiting).language
        async with self._database.writing() as session:
            await inbox.settle(session, waiting, "answered", language, [])
        self._bell.ring(DESK)

    async def deliver(self, conversation: Conversation, request: KeptRequest, turn: Turn) -> None:
        """Push what became of a kept request, and settle it."""
        now = self._clock()
        await self.push(conversation, turn, lambda session: settle_kept(session, request.id, now))

    async def push(
        self,
        conversation: Conversation,
        turn: Turn,
        first: Callable[[AsyncSession], Awaitable[bool]],
    ) -> None:
        """Store a turn that answers nothing that the person said: what it did, and its words.

        `first` notes in the same transaction what the turn is due to; where it gives False
        somebody else was faster, and nothing is stored.
        """
        writing = Writing(conversation.language)
        said = [self._in_words(spoken.model_dump(), writing) for spoken in turn.bubbles]
        async with self._database.writing() as session:
            if not await first(session):
                return
            current = await session.get_one(Conversation, conversation.id, with_for_update=True)
            await self._keep_record(session, conversation, current, turn.record, taken=False)
            now = self._clock()
            await store_said(
                session, current, said, kind="push", answers=None, pushed=True, now=now
            )
        self._ring(conversation, turn.record)

    async def give_up(
        self, conversation: Conversation, waiting: Waiting, key: str, *, pushed: bool
    ) -> None:
        """Settle a message that nobody answered with an honest sentence."""
        language = writing_of(conversation, waiting).language
        said = [self._sentence(key, language)]
        async with self._database.writing() as session:
            if await inbox.settle(session, waiting, "failed", language, []):
                await self._store(session, conversation, said, waiting.inbound.id, pushed=pushed)
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
        async with self._database.writing() as session:
            await self._store(
                session, conversation, said, inbound_id, pushed=pushed, kind="apology"
            )
        self._ring(conversation)

    async def _store(
        self,
        session: AsyncSession,
        conversation: Conversation,
        said: list[Said],
        answers: int,
        *,
        pushed: bool,
        kind: str = "answer",
    ) -> None:
        now = self._clock()
        await store_said(
            session, conversation, said, kind=kind, answers=answers, pushed=pushed, now=now
        )

    def _in_words(self, spoken: dict[str, Any], writing: Writing) -> Said:
        bubble = Bubble(spoken["say"], spoken["args"], tuple(spoken["choices"]), spoken["expects"])
        return self._wording.bubble(bubble, writing.language)

    def _sentence(self, key: str, language: str) -> Said:
        return self._wording.bubble(Bubble(key, {}), language)

    def _ring(self, conversation: Conversation, record: TurnRecord | None = None) -> None:
        brings = (TO_BRING,) if record and record.attach_to else ()
        erases = (TO_ERASE,) if record and record.privacy == "erase" else ()
        self._bell.ring(conversation.id, conversation.channel, DESK, *brings, *erases)


async def _tie_to_record(
    session: AsyncSession, conversation: Conversation, record: TurnRecord, now: datetime
) -> None:
    """What follows from a record that was made: its news, its photos, a call by staff."""
    await follow(session, conversation.id, record.follows, now)
    if record.attach_to:
        await tie(session, conversation.id, record.attach_to, now)
    if record.call:
        await asked_in(session, conversation, record.call, record.references, now)
