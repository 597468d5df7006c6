"""How far each SMS got. Every step is one transaction, so any process may die at any line."""

from datetime import datetime, timedelta

from sqlalchemy import case, null, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.channels.sms.forms import Report
from bot.channels.sms.tables import SmsLetter
from bot.store.database import Database

OPEN = ("queued", "sending")
# So few are taken up together that a code which comes meanwhile does not wait long.
FEW = 16
MOST_LISTED = 50
MOST_DIGITS = 19  # more than a database's integer holds
# No SMS waits longer than this, also without an expiry of its own: it would only confuse.
LONGEST = timedelta(hours=12)

# A secret is wiped as soon as nobody will send it any more.
_WORDS_KEPT = case((SmsLetter.secret, null()), else_=SmsLetter.text)


async def due(database: Database, now: datetime) -> list[int]:
    """Numbers of the SMS that may be sent now: codes first, for whom somebody is waiting, then
    the oldest."""
    query = (
        select(SmsLetter.id)
        .where(SmsLetter.status.in_(OPEN), SmsLetter.send_after <= now)
        .order_by(SmsLetter.secret.desc(), SmsLetter.id)
        .limit(FEW)
    )
    async with database.session() as session:
        return list((await session.scalars(query)).all())


async def begin(
    database: Database, number: int, now: datetime, send_after: datetime
) -> SmsLetter | None:
    """Claim an SMS before it is sent; if this process dies, nobody sends it before `send_after`.

    None if another process has claimed it, or if it is too late: then it is expired.
    """
    async with database.writing() as session:
        letter = await session.get(SmsLetter, number, with_for_update=True)
        if letter is None or letter.status not in OPEN or letter.send_after > now:
            return None
        if now >= (letter.expires_at or letter.at + LONGEST):
            await _settle(session, letter, "expired", now)
            return None
        letter.status, letter.code, letter.send_after = "sending", None, send_after
        letter.tries += 1
        return letter


async def sent(database: Database, letter: SmsLetter, provider_id: str, now: datetime) -> None:
    """The provider has taken an SMS; a report may have told of its end already."""
    async with database.writing() as session:
        await session.execute(
            update(SmsLetter).where(SmsLetter.id == letter.id).values(provider_id=provider_id)
        )
        await _settle(session, letter, "sent", now)


async def put_off(
    database: Database,
    letter: SmsLetter,
    code: str | None,
    until: datetime,
    *,
    counted: bool,
) -> None:
    """Try an SMS again later; `counted`: it was its own fault that it did not go."""
    async with database.writing() as session:
        await session.execute(
            update(SmsLetter)
            .where(SmsLetter.id == letter.id, SmsLetter.status == "sending")
            .values(
                status="queued",
                code=code,
                send_after=until,
                tries=SmsLetter.tries - int(not counted),
            )
        )


async def fail(database: Database, letter: SmsLetter, code: str | None, now: datetime) -> None:
    """Give an SMS up; it stays visible as a dead letter."""
    async with database.writing() as session:
        await _settle(session, letter, "failed", now, code)


async def note_report(session: AsyncSession, report: Report, now: datetime) -> bool:
    """Note what became of an SMS; False if nobody knows of it. "Delivered" is the last word."""
    number = report.reference or ""
    if number.isascii() and number.isdigit() and len(number) < MOST_DIGITS:
        known = SmsLetter.id == int(number)
    elif report.provider_id:
        known = SmsLetter.provider_id == report.provider_id
    else:
        return False
    letter = await session.scalar(select(SmsLetter).where(known).with_for_update())
    if letter is None:
        return False
    if letter.status != "delivered":
        letter.status, letter.code, letter.at = report.status, report.code, now
        letter.text = None if letter.secret else letter.text
    return True


async def dead_letters(database: Database) -> list[SmsLetter]:
    """What was given up or came too late, the newest first."""
    query = (
        select(SmsLetter)
        .where(SmsLetter.status.in_(("failed", "expired")))
        .order_by(SmsLetter.id.desc())
        .limit(MOST_LISTED)
    )
    async with database.session() as session:
        return list((await session.scalars(query)).all())


async def send_again(database: Database, number: int, now: datetime) -> bool:
    """Put a dead letter back into the queue; False if there is none that still has its words."""
    async with database.writing() as session:
        revived = await session.execute(
            update(SmsLetter)
            .where(
                SmsLetter.id == number,
                SmsLetter.status.in_(("failed", "expired")),
                SmsLetter.text.is_not(None),
            )
            .values(status="queued", tries=0, code=None, send_after=now, at=now, expires_at=None)
            .returning(SmsLetter.id)
        )
        return revived.first() is not None


async def _settle(
    session: AsyncSession, letter: SmsLetter, status: str, now: datetime, code: str | None = None
) -> None:
    """End the sending, unless a report has told of another end meanwhile."""
    await session.execute(
        update(SmsLetter)
        .where(SmsLetter.id == letter.id, SmsLetter.status.in_(OPEN))
        .values(status=status, code=code, at=now, text=_WORDS_KEPT)
        .execution_options(synchronize_session=False)
    )
