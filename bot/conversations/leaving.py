"""What a turn leaves behind beside its words, in the transaction that stores its answer."""

from datetime import datetime
from typing import Any

from bot.attachments.records import tie
from bot.attachments.tables import TO_BRING
from bot.helpdesk.callbacks.wanted import asked_in
from bot.helpdesk.owning import want_person
from bot.notices.followers import follow
from bot.people.service import People
from bot.privacy.service import Privacy
from bot.privacy.tables import TO_ERASE
from bot.rasa import TurnRecord
from bot.store.conversations import change
from bot.store.kept import keep_requests
from bot.store.rows import ConversationRow
from bot.store.tables import Conversation
from bot.store.work import Work


class Leaving:
    """Stores the record of a turn. The caller holds the turn and has the conversation locked."""

    def __init__(self, people: People, privacy: Privacy) -> None:
        self._people = people
        self._privacy = privacy

    async def answered(
        self,
        work: Work,
        before: ConversationRow,
        current: ConversationRow,
        record: TurnRecord,
        noted: dict[str, Any],
        now: datetime,
    ) -> tuple[str, ...]:
        """Store the record of a turn that answers a message; `noted`: how the person writes.
        Returns whose bells are to be rung."""
        shown = await self._privacy.note(work, current, record, str(noted["language"]))
        reopened = {"owner": "bot"} if current.owner == "closed" else {}
        bells = await self.kept(work, before, current, record, noted | shown | reopened, now)
        if record.privacy == "erase":
            await self._privacy.erase(work, current.id)
            return (*bells, TO_ERASE)
        return bells

    async def kept(
        self,
        work: Work,
        before: ConversationRow,
        current: ConversationRow,
        record: TurnRecord,
        changes: dict[str, Any],
        now: datetime,
    ) -> tuple[str, ...]:
        """Store the record of any turn, with what else changes in its conversation. Returns
        whose bells are to be rung."""
        # Taken up elsewhere during this turn: then it does not come back here.
        moved = before.draft is not None and current.draft is None
        changes |= {
            "draft": None if moved else record.draft,
            "known": record.known,
            "last_turn_at": now,
        }
        if record.notices:
            changes["notices_off"] = record.notices == "off"
        await change(work, current, changes)
        await follow(work, current.id, record.follows, now)
        if record.case or record.call or record.prove or record.kept:
            await self._rarely(work, before, current, record, now)
        tied = record.attach_to and await tie(work, current.id, record.attach_to, now)
        return (TO_BRING,) if tied else ()

    async def _rarely(
        self,
        work: Work,
        before: ConversationRow,
        current: ConversationRow,
        record: TurnRecord,
        now: datetime,
    ) -> None:
        """What few turns want: a person, a call, a code, or a request to be kept."""
        async with work.orm() as session:
            conversation = await session.get_one(Conversation, current.id)
            if record.case and not taken_by_person(before, current):
                await want_person(session, conversation, now=now, **record.case.model_dump())
            if record.call:
                await asked_in(session, conversation, record.call, record.references, now)
            if record.prove:
                wanted = record.prove
                await self._people.send(session, conversation, wanted.mobile_number, wanted.purpose)
            await keep_requests(session, current.id, [one.model_dump() for one in record.kept], now)


def taken_by_person(before: ConversationRow, current: ConversationRow) -> bool:
    """Whether staff took a conversation during a turn: what it did counts, what it says is
    theirs to say."""
    return current.epoch != before.epoch and current.owner == "person"
