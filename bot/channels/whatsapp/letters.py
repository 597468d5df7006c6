"""How far our letters got. Every step is one transaction: any process may die at any line."""

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.channels.whatsapp.patience import WINDOW
from bot.channels.whatsapp.receipts import RANK, advance
from bot.channels.whatsapp.tables import Letter, Person
from bot.channels.whatsapp.waiting import Answer
from bot.store.database import Database
from bot.store.tables import Entry


async def begin(
    database: Database,
    answer: Answer,
    part: int,
    now: datetime,
    send_after: datetime,
    template: str | None = None,
) -> Letter | None:
    """Note a part before it is sent; if this process dies, nobody sends it before `send_after`.

    None if a status told meanwhile that it went out after all.
    """
    async with database.writing() as session:
        letter = await _letter(session, answer, part)
        if letter.status is not None and RANK[letter.status] > 0:
            return None
        letter.status, letter.code, letter.at = "sending", None, now
        letter.template = template
        letter.tries += 1
        await _send_after(session, answer.conversation_id, send_after)
    return letter


async def sent(database: Database, letter: Letter, wamid: str, now: datetime) -> bool:
    """WhatsApp has taken a letter; False if a status told before that it then failed."""
    async with database.writing() as session:
        current = await session.get_one(Letter, letter.id, with_for_update=True)
        if RANK[current.status] == 0 and current.code is not None:
            return False
        await advance(session, current, "sent", wamid, now)
        await _send_after(session, letter.conversation_id, now)
        return True


async def brought(database: Database, answer: Answer, now: datetime) -> None:
    """All parts are with WhatsApp, or will never be: the next answer may go.

    Unless a status told meanwhile that one of them failed and is to be sent again.
    """
    first = answer.entries[0]
    parts = select(Letter).where(Letter.first_entry == first).order_by(Letter.id)
    async with database.writing() as session:
        letters = await session.scalars(parts.with_for_update())
        if any(RANK[letter.status] == 0 for letter in letters):
            return
        await _delivered(session, answer, now)


async def texted(
    database: Database,
    answer: Answer,
    now: datetime,
    put: Callable[[AsyncSession], Awaitable[int]],
) -> None:
    """Hand an answer over to SMS: `put` stores it there in the same transaction."""
    async with database.writing() as session:
        letter = await _letter(session, answer, 0)
        if letter.status is None or RANK[letter.status] == 0:  # no status told that it went
            await put(session)
            letter.status, letter.wamid, letter.at = "texted", None, now
        await _delivered(session, answer, now)


async def put_off(
    database: Database,
    letter: Letter,
    code: int | None,
    now: datetime,
    pause: timedelta,
    *,
    counted: bool,
) -> None:
    """Try a letter again after a pause; `counted`: it was its own fault that it did not go."""
    async with database.writing() as session:
        current = await session.get_one(Letter, letter.id, with_for_update=True)
        # A status may have told meanwhile that it went out after all.
        went = RANK[current.status] > 0
        if not went:
            current.code, current.tries = code, current.tries - (not counted)
        await _send_after(session, letter.conversation_id, now if went else now + pause)


async def close_window(
    database: Database, answer: Answer, letter: Letter, code: int | None, now: datetime
) -> None:
    """Meta says that the 24 hours are over: count them as over, whatever we thought."""
    async with database.writing() as session:
        current = await session.get_one(Letter, letter.id, with_for_update=True)
        if RANK[current.status] == 0:
            current.status, current.code, current.at = "held", code, now
        person = await session.get_one(Person, answer.conversation_id, with_for_update=True)
        if person.heard_at == answer.heard_at:  # they may have written while WhatsApp was asked
            person.heard_at = now - WINDOW
        person.send_after = now


async def hold(database: Database, answer: Answer, now: datetime, code: int | None = None) -> None:
    """Keep an answer for the time when the person has written; `code`: why Meta refused it."""
    async with database.writing() as session:
        letter = await _letter(session, answer, 0)
        if letter.status is None or RANK[letter.status] == 0:
            letter.status, letter.at = "held", now
            letter.code = letter.code if code is None else code


async def wait_for_person(
    database: Database, conversation_id: str, answers: list[Answer], now: datetime
) -> None:
    """None of these can go before the person has written; what is said later may."""
    async with database.writing() as session:
        person = await session.get_one(Person, conversation_id, with_for_update=True)
        waits = person.heard_at == answers[-1].heard_at  # they may have written meanwhile
        person.send_after = None if waits else now
        person.held_to = answers[-1].entries[-1]


async def fail(database: Database, letter: Letter, code: int | None, now: datetime) -> None:
    """Give a letter up; it stays visible."""
    async with database.writing() as session:
        current = await session.get_one(Letter, letter.id, with_for_update=True)
        if RANK[current.status] < RANK["failed"]:
            current.status, current.code, current.at = "failed", code, now


async def dead(database: Database) -> list[Letter]:
    """What was given up, oldest first."""
    query = select(Letter).where(Letter.status == "failed").order_by(Letter.id)
    async with database.session() as session:
        return list((await session.scalars(query)).all())


async def send_again(database: Database, letter_id: int, now: datetime) -> bool:
    """Bring a letter that was given up once more, with tries of its own; False if it is none."""
    async with database.writing() as session:
        letter = await session.get(Letter, letter_id, with_for_update=True)
        if letter is None or letter.status != "failed":
            return False
        letter.status, letter.wamid, letter.code = "sending", None, None
        letter.template, letter.tries, letter.at = None, 0, now
        await session.execute(
            update(Entry).where(Entry.id.in_(letter.entries)).values(delivered_at=None)
        )
        await _send_after(session, letter.conversation_id, now)
        return True


async def _letter(session: AsyncSession, answer: Answer, part: int) -> Letter:
    first = answer.entries[0]
    query = select(Letter).where(Letter.first_entry == first, Letter.part == part)
    letter: Letter | None = await session.scalar(query.with_for_update())
    if letter is None:
        letter = Letter(
            conversation_id=answer.conversation_id,
            first_entry=first,
            part=part,
            entries=answer.entries,
            tries=0,
        )
        session.add(letter)
    return letter


async def _delivered(session: AsyncSession, answer: Answer, now: datetime) -> None:
    await session.execute(
        update(Entry).where(Entry.id.in_(answer.entries)).values(delivered_at=now)
    )
    await _send_after(session, answer.conversation_id, now)


async def _send_after(session: AsyncSession, conversation_id: str, moment: datetime) -> None:
    await session.execute(
        update(Person).where(Person.conversation_id == conversation_id).values(send_after=moment)
    )
