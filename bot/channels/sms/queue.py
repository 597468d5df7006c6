"""SMS to be sent: put into the queue in the transaction of whatever they tell of."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from bot.channels.sms.errors import UnfitSms
from bot.channels.sms.segments import segments
from bot.channels.sms.tables import SmsLetter
from bot.channels.sms.templates import worded
from bot.people.numbers import mobile_of


async def put(
    session: AsyncSession,
    to: str,
    key: str,
    language: str,
    args: Mapping[str, Any],
    now: datetime,
    *,
    conversation_id: str | None = None,
    expires_at: datetime | None = None,
) -> int:
    """Store one SMS in the caller's transaction and return its number.

    `to`: an Indian mobile number, however it is written; `args` as a bubble bears them.
    `expires_at`: it is not sent after this. Raises NoSms: no SMS is configured, no template is
    approved for `key`, or the number or an argument does not fit (UnfitSms).
    """
    template, words = worded(key, language, args)
    mobile_number = mobile_of(to)
    if mobile_number is None:
        raise UnfitSms("no Indian mobile number")
    letter = SmsLetter(
        conversation_id=conversation_id,
        mobile_number=mobile_number,
        key=key,
        language=template.language,
        template_id=template.id,
        text=words,
        secret=template.secret,
        segments=segments(words),
        send_after=now,
        expires_at=expires_at,
        at=now,
    )
    session.add(letter)
    await session.flush()
    return letter.id
