"""The notice before personal data is asked for, and that people went on after it.

Act, section 5 and 6; Rules of 2025, rule 3: in the person's language, by itself, in plain words,
with the purpose and how to withdraw. It rides with the first question of a conversation that asks
for something about the person, so that nobody has to answer once more for it.
"""

from datetime import datetime

from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.messages import Bubble
from bot.privacy.tables import Consent
from bot.rasa import TurnRecord
from bot.store.tables import Conversation

#: Changes with what the notice says: then everybody is shown it once more.
VERSION = "2026-11"
#: Where nobody reads what the bot says: a missed call is answered by SMS, at the desk staff ask.
UNREAD = ("missed_call", "desk")


def due(conversation: Conversation, record: TurnRecord) -> bool:
    """Whether the notice stands before what this turn asks."""
    shown = conversation.notice_version == VERSION
    return record.personal and not shown and conversation.channel not in UNREAD


def bubble(page_url: str) -> Bubble:
    """The notice, with the address of the page that says everything."""
    return Bubble("privacy.notice", {"page": page_url})


async def note(
    session: AsyncSession, current: Conversation, record: TurnRecord, language: str, now: datetime
) -> None:
    """Note, in the transaction of an answer, that the notice is shown with it, or that the person
    went on after it: the errand that asks goes on or has come to its end."""
    if due(current, record):
        session.add(
            Consent(conversation_id=current.id, version=VERSION, language=language, shown_at=now)
        )
        current.notice_version, current.consented_at = VERSION, None
    elif current.notice_version and current.consented_at is None and _goes_on(record):
        await session.execute(
            update(Consent)
            .where(Consent.conversation_id == current.id, Consent.agreed_at.is_(None))
            .values(agreed_at=now)
        )
        current.consented_at = now


def _goes_on(record: TurnRecord) -> bool:
    return bool(record.draft or record.references or record.kept)
