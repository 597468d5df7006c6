"""What conversations were offered: payloads of buttons, their titles and their short ids."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from sqlalchemy import bindparam, select

from bot.store.database import Database
from bot.store.prepared import Prepared, insertion
from bot.store.tables import Offer
from bot.store.work import Work

_table: Any = Offer.__table__
_COLUMNS = ("conversation_id", "payload", "title")
_OWN = _table.c.conversation_id == bindparam("conversation_id")
_TITLE = Prepared(select(_table.c.title).where(_OWN, _table.c.payload == bindparam("payload")), str)
_PAYLOAD = Prepared(select(_table.c.payload).where(_OWN, _table.c.id == bindparam("id")), str)


async def title_offered(database: Database, conversation_id: str, payload: str) -> str | None:
    """The title under which this conversation was offered a payload; None if it was not."""
    found = await database.look(_TITLE, conversation_id=conversation_id, payload=payload)
    return found[0] if found else None


async def payload_offered(database: Database, conversation_id: str, number: int) -> str | None:
    """The payload that this conversation was offered under a short id; None if there is none."""
    found = await database.look(_PAYLOAD, conversation_id=conversation_id, id=number)
    return found[0] if found else None


async def numbers_of(work: Work, conversation_id: str, titles: Mapping[str, str]) -> dict[str, int]:
    """The numbers under which payloads (→ their titles) are offered; those that are new are
    stored."""
    if not titles:
        return {}
    rows = enumerate(titles.items())
    new = {
        f"{name}_{row}": value
        for row, (payload, title) in rows
        for name, value in zip(_COLUMNS, (conversation_id, payload, title), strict=True)
    }
    numbers = dict(await work.rows(_new_offers(len(titles)), **new))
    earlier = [payload for payload in titles if payload not in numbers]
    if earlier:
        asked = {f"payload_{row}": payload for row, payload in enumerate(earlier)}
        query = _earlier_offers(len(earlier))
        numbers |= await work.rows(query, conversation_id=conversation_id, **asked)
    return numbers


@cache
def _new_offers(many: int) -> Prepared[tuple[str, int]]:
    wanted = ("payload", "id")
    return insertion(_table, _pair, returning=wanted, rows=many, unless_there=True)


@cache
def _earlier_offers(many: int) -> Prepared[tuple[str, int]]:
    payload = _table.c.payload
    payloads = [bindparam(f"payload_{row}", type_=payload.type) for row in range(many)]
    return Prepared(select(payload, _table.c.id).where(_OWN, payload.in_(payloads)), _pair)


def _pair(payload: str, number: int) -> tuple[str, int]:
    return payload, number
