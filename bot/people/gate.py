"""Takes a typed one-time code out of a message before it is stored or shown to anybody."""

import json
import re
import unicodedata
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.people.codes import DIGITS, Codes
from bot.store.tables import Entry
from bot.store.work import Work

DOTS = "•" * DIGITS
_RUN = re.compile(r"[0-9](?:[ -]?[0-9])*")
# "482913", "mera otp 482913 hai": a code with few words around it. More words tell of
# something else, in which six digits are a PIN code.
MOST_OTHER_WORDS = 3
# Digits alone that are nearly as many as a code are a code with a slip.
NEARLY = range(4, 9)


@dataclass(frozen=True, slots=True)
class Checked:
    """What is stored in the place of a message that held a code."""

    text: str
    payload: str


async def checked(work: Work, codes: Codes, conversation_id: str, text: str) -> Checked | None:
    """Check the code that `text` holds, if the bot has just asked for one; else None.

    In the caller's transaction, which stores the message: a try counts exactly once.
    """
    if code_in(text) is None:
        return None
    async with work.orm() as session:
        if not await _asked_for(session, conversation_id):
            return None
        return await in_its_field(session, codes, conversation_id, text)


async def in_its_field(
    session: AsyncSession, codes: Codes, conversation_id: str, text: str
) -> Checked | None:
    """The same for what stands where only a code belongs; None if it holds none."""
    typed = code_in(text)
    if typed is None:
        return None
    verdict = await codes.check(session, conversation_id, typed)
    return Checked(DOTS, f"/inform{json.dumps({'otp': verdict})}")


def code_in(text: str) -> str | None:
    """The digits of the code in a message, or None if it holds none."""
    folded = "".join(
        str(unicodedata.decimal(letter)) if letter.isdecimal() else letter for letter in text
    )
    runs = [re.sub(r"[ -]", "", run) for run in _RUN.findall(folded)]
    words = _RUN.sub(" ", folded).split()
    if len(runs) != 1:
        return None
    alone = not words and len(runs[0]) in NEARLY
    among_few = len(runs[0]) == DIGITS and len(words) <= MOST_OTHER_WORDS
    return runs[0] if alone or among_few else None


async def _asked_for(session: AsyncSession, conversation_id: str) -> bool:
    """Whether the last bubble of the last answer asks for a code."""
    query = (
        select(Entry.expects)
        .where(Entry.conversation_id == conversation_id, Entry.kind == "answer")
        .order_by(Entry.id.desc())
        .limit(1)
    )
    return await session.scalar(query) == "otp"
