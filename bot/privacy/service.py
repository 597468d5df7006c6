"""What the conversations ask about privacy: the notice, what is held, the wish to be erased."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from bot.messages import Bubble
from bot.privacy import notice, wishes
from bot.privacy.held import Held, held
from bot.rasa import TurnRecord
from bot.store.database import Database
from bot.store.rows import ConversationRow
from bot.store.work import Work

ERASE: dict[str, Any] = {
    "key": "button.privacy_erase",
    "args": {},
    "payload": '/inform{"privacy": "erase"}',
}


class Privacy:
    """`page_url`: the address of the page that says everything about personal data."""

    def __init__(self, database: Database, page_url: str, clock: Callable[[], datetime]) -> None:
        self._database = database
        self._page_url = page_url
        self._clock = clock

    def before(self, conversation: ConversationRow, record: TurnRecord) -> list[Bubble]:
        """What stands before the turn's own bubbles: the notice, once."""
        return [notice.bubble(self._page_url)] if notice.due(conversation, record) else []

    async def after(self, conversation: ConversationRow, record: TurnRecord) -> list[Bubble]:
        """What stands behind them: what is held, if the person asked."""
        if record.privacy != "held":
            return []
        now = self._clock()
        async with self._database.session() as session:
            ids = await wishes.of_same_person(session, conversation.id, now)
            return _told(await held(session, ids, now), self._page_url)

    async def note(
        self, work: Work, current: ConversationRow, record: TurnRecord, language: str
    ) -> dict[str, Any]:
        """Note in the answer's transaction what becomes of the notice; what changes with it in
        the conversation."""
        return await notice.note(work, current, record, language, self._clock())

    async def erase(self, work: Work, conversation_id: str) -> None:
        """Do in the answer's transaction what the person wishes: after everything else that the
        turn leaves in the conversation, which is forgotten with the rest."""
        now = self._clock()
        async with work.orm() as session:
            mine = await wishes.of_same_person(session, conversation_id, now)
            await wishes.want(session, mine, now)


def _told(found: Held, page_url: str) -> list[Bubble]:
    since = {"type": "date", "value": found.since.date().isoformat()} if found.since else "-"
    counts = {"since": since, "messages": found.messages, "files": found.files}
    told = [Bubble("privacy.held", counts | {"talks": found.conversations})]
    if found.facts:
        facts = [{"type": "word", "value": key} for key in found.facts]
        told.append(Bubble("privacy.held_facts", {"facts": _list(facts)}))
    if found.proved:
        told.append(Bubble("privacy.held_proved", {"numbers": _list(found.proved)}))
    if found.references:
        told.append(Bubble("privacy.held_followed", {"numbers": _list(found.references)}))
    return [*told, Bubble("privacy.held_elsewhere", {"page": page_url}, (ERASE,))]


def _list(values: Any) -> dict[str, Any]:
    return {"type": "list", "value": list(values)}
