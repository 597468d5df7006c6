"""The notice before personal data is asked for, and that people went on after it.

Act, section 5 and 6; Rules of 2025, rule 3: in the person's language, by itself, in plain words,
with the purpose and how to withdraw. It rides with the first question of a conversation that asks
for something about the person, so that nobody has to answer once more for it.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, update

from bot.messages import Bubble
from bot.privacy.tables import Consent
from bot.rasa import TurnRecord
from bot.store.prepared import Prepared, insertion
from bot.store.rows import ConversationRow
from bot.store.work import Work

#: Changes with what the notice says: then everybody is shown it once more.
VERSION = "2026-11"
#: Where nobody reads what the bot says: a missed call is answered by SMS, at the desk staff ask.
UNREAD = ("missed_call", "desk")

_consents: Any = Consent.__table__
_SHOWN = insertion(_consents, lambda: None)
_AGREED = Prepared(
    update(_consents)
    .where(_consents.c.conversation_id == bindparam("conversation_id"))
    .where(_consents.c.agreed_at.is_(None))
    .values(agreed_at=bindparam("now")),
    lambda: None,
)


def due(conversation: ConversationRow, record: TurnRecord) -> bool:
    """Whether the notice stands before what this turn asks."""
    shown = conversation.notice_version == VERSION
    return record.personal and not shown and conversation.channel not in UNREAD


def bubble(page_url: str) -> Bubble:
    """The notice, with the address of the page that says everything."""
    return Bubble("privacy.notice", {"page": page_url})


async def note(
    work: Work, current: ConversationRow, record: TurnRecord, language: str, now: datetime
) -> dict[str, Any]:
    """Note, in the transaction of an answer, that the notice is shown with it, or that the person
    went on after it: the errand that asks goes on or has come to its end. Returns what changes
    with it in the conversation."""
    if due(current, record):
        shown = {"version": VERSION, "language": language, "shown_at": now}
        await work.rows(_SHOWN, conversation_id=current.id, **shown)
        return {"notice_version": VERSION, "consented_at": None}
    if current.notice_version and current.consented_at is None and _goes_on(record):
        await work.rows(_AGREED, conversation_id=current.id, now=now)
        return {"consented_at": now}
    return {}


def _goes_on(record: TurnRecord) -> bool:
    return bool(record.draft or record.references or record.kept)
