"""One-time codes: made, sent by SMS, checked. A code is never shown, logged or kept readable.

Six digits from `secrets`, five minutes, five tries, one use, for one purpose of one
conversation; a newer code of the conversation ends the older one.
"""

import hashlib
import hmac
import secrets
from collections.abc import Callable
from datetime import datetime, timedelta

from sqlalchemy import and_, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.channels.sms import queue
from bot.channels.sms.templates import template_for
from bot.people.numbers import mobile_of
from bot.people.proofs import prove
from bot.people.tables import Code
from bot.store.database import Database
from bot.store.rows import ConversationRow
from bot.store.tables import Conversation

DIGITS = 6
LASTS = timedelta(minutes=5)
MOST_TRIES = 5
SMS = "sms.code"

# Nobody's telephone may be flooded by strangers, and no conversation may try out numbers.
WINDOW = timedelta(hours=1)
MOST_TO_A_NUMBER = 5
MOST_OF_A_CONVERSATION = 8
PAUSE = timedelta(seconds=30)


class Codes:
    """Makes and checks codes; `secret` is the key of their hashes."""

    def __init__(self, database: Database, secret: str, clock: Callable[[], datetime]) -> None:
        self._database = database
        self._secret = secret.encode()
        self._clock = clock

    def possible(self, language: str) -> bool:
        """Whether a code can be sent at all: an approved template says it."""
        return template_for(SMS, language) is not None

    async def may_send(self, conversation: ConversationRow, written_number: str) -> bool:
        """Whether one more code may go to a number now."""
        mobile_number = mobile_of(written_number)
        if mobile_number is None or not self.possible(conversation.language):
            return False
        now = self._clock()
        of_number = Code.mobile_number == mobile_number
        of_conversation = Code.conversation_id == conversation.id
        async with self._database.session() as session:
            counts = [
                await session.scalar(select(func.count()).where(whose, Code.made_at > now - within))
                or 0
                for whose, within in (
                    (and_(of_number, of_conversation), PAUSE),
                    (of_number, WINDOW),
                    (of_conversation, WINDOW),
                )
            ]
        most = (1, MOST_TO_A_NUMBER, MOST_OF_A_CONVERSATION)
        return all(count < limit for count, limit in zip(counts, most, strict=True))

    async def send(
        self,
        session: AsyncSession,
        conversation: Conversation,
        written_number: str,
        purpose: str,
    ) -> None:
        """Make a code and put its SMS into the queue, in the caller's transaction.

        Raises NoSms; ask `may_send` first.
        """
        now = self._clock()
        mobile_number = mobile_of(written_number) or ""
        code = f"{secrets.randbelow(10**DIGITS):0{DIGITS}}"
        await _put_sms(session, conversation, mobile_number, code, purpose, now)
        await session.execute(
            update(Code)
            .where(Code.conversation_id == conversation.id, Code.closed_at.is_(None))
            .values(closed_at=now)
        )
        made = Code(
            conversation_id=conversation.id,
            mobile_number=mobile_number,
            purpose=purpose,
            code_hash="",
            made_at=now,
            expires_at=now + LASTS,
        )
        session.add(made)
        await session.flush()
        made.code_hash = self._hashed(made, code)

    async def check(self, session: AsyncSession, conversation_id: str, typed: str) -> str:
        """Check typed digits in the caller's transaction: proved, wrong, expired or too_many.

        The right digits prove the number to which the code was sent.
        """
        now = self._clock()
        query = (
            select(Code)
            .where(Code.conversation_id == conversation_id, Code.closed_at.is_(None))
            .order_by(Code.id.desc())
            .limit(1)
            .with_for_update()
        )
        code = await session.scalar(query)
        if code is None or now >= code.expires_at:
            return "expired"
        code.tries += 1
        if hmac.compare_digest(code.code_hash, self._hashed(code, typed)):
            code.closed_at = now
            number, purpose = code.mobile_number, code.purpose
            await prove(session, conversation_id, number, "otp", now, purpose=purpose)
            return "proved"
        if code.tries >= MOST_TRIES:
            code.closed_at = now
            return "too_many"
        return "wrong"

    def _hashed(self, code: Code, digits: str) -> str:
        """A hash that no table of a million hashes undoes without the key."""
        said = f"{code.id}:{code.conversation_id}:{code.mobile_number}:{code.purpose}:{digits}"
        return hmac.new(self._secret, said.encode(), hashlib.sha256).hexdigest()


async def _put_sms(
    session: AsyncSession,
    conversation: Conversation,
    mobile_number: str,
    code: str,
    purpose: str,
    now: datetime,
) -> None:
    args = {
        "code": code,
        "minutes": int(LASTS.total_seconds() // 60),
        "purpose": {"type": "word", "value": f"otp.purpose.{purpose}"},
    }
    await queue.put(
        session,
        mobile_number,
        SMS,
        conversation.language,
        args,
        now,
        conversation_id=conversation.id,
        expires_at=now + LASTS,
    )
