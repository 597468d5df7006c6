"""Staff say what a message meant; that is kept with who and when, and given out as a file."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from itertools import islice
from typing import Any

import yaml
from sqlalchemy import Select, exists, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from bot.helpdesk.tables import Case
from bot.staff import audit
from bot.staff.sessions import SignedIn
from bot.staff.tables import StaffMember
from bot.staff.visibility import visible
from bot.store.database import Database
from bot.store.tables import Entry, Inbound
from bot.unclear.errors import DecidedAlready, NotUnclear
from bot.unclear.lines import Unclear, answered_messages, unclear_in
from bot.unclear.tables import LineProposal

AT_ONCE = 20  # lines of a page
MOST_READ = 5_000  # answers that a page looks through for them, the latest first
HEAD = (
    "# What the bot did not understand, and what it meant, say staff. Numbers and names are\n"
    "# made up. Nothing of it is trained unseen: `python scripts/review_lines.py FILE` asks about\n"
    "# each line.\n"
)
Proposed = tuple[LineProposal, str]


async def undecided(database: Database, member: SignedIn) -> Sequence[Unclear]:
    """The latest messages that were not understood and that nobody has decided about, of chats
    that are the member's to see. As they were typed: to be masked before they are shown."""

    def read(session: Session) -> list[Unclear]:
        question = _seen_by(member).order_by(Inbound.id.desc()).limit(MOST_READ)
        return list(islice(unclear_in(session, question), AT_ONCE))

    async with database.session() as session:
        return await session.run_sync(read)


async def one_of(database: Database, member: SignedIn, number: int) -> Unclear:
    """One of these. Raises NotUnclear."""
    question = _seen_by(member).where(Inbound.id == number)
    async with database.session() as session:
        found = await session.run_sync(lambda read: next(unclear_in(read, question), None))
    if found is None:
        raise NotUnclear(number)
    return found


async def decide(database: Database, member: SignedIn, decided: Unclear, now: datetime) -> None:
    """Keep what a message meant: `decided.text` without numbers and names, `decided.guess` the
    intent, or None for no line. Raises DecidedAlready."""
    intent = decided.guess
    kept = LineProposal(
        number=decided.number,
        text=decided.text if intent else None,
        language=decided.language,
        intent=intent,
        staff_id=member.id,
        at=now,
    )
    what = "line_proposed" if intent else "line_put_aside"
    try:
        async with database.writing() as session:
            session.add(kept)
            audit.note(session, member.id, what, now, f"message:{decided.number}")
    except IntegrityError as error:
        raise DecidedAlready(decided.number) from error


async def proposed(database: Database, member: SignedIn) -> Sequence[Proposed]:
    """Proposals out of chats that are the member's to see, each with the login of whoever made
    it, the oldest first."""
    query = (
        select(LineProposal, StaffMember.login)
        .join(StaffMember, StaffMember.id == LineProposal.staff_id)
        .outerjoin(Inbound, Inbound.id == LineProposal.number)
        .outerjoin(Case, Case.conversation_id == Inbound.conversation_id)
        .where(LineProposal.intent.is_not(None), visible(member, Case.division))
        .order_by(LineProposal.at, LineProposal.number)
    )
    async with database.session() as session:
        return [(one, login) for one, login in (await session.execute(query)).all()]


def as_yaml(proposals: Sequence[Proposed]) -> str:
    """The file that a person reviews."""
    written = {"proposals": [_line(one, login) for one, login in proposals]}
    return HEAD + yaml.safe_dump(written, allow_unicode=True, sort_keys=False, width=1000)


def _line(one: LineProposal, login: str) -> Mapping[str, Any]:
    return {
        "number": one.number,
        "text": one.text,
        "intent": one.intent,
        "language": one.language,
        "proposed_by": login,
        "proposed_at": one.at.isoformat(),
    }


def _seen_by(member: SignedIn) -> Select[Any]:
    decided = exists().where(LineProposal.number == Inbound.id)
    return (
        answered_messages()
        .outerjoin(Case, Case.conversation_id == Entry.conversation_id)
        .where(visible(member, Case.division), ~decided)
    )
