"""Attempts to sign in: what we asked the service for, kept until its answer comes back.

In the database, because the answer may reach another process than the one that asked.
"""

import secrets
from datetime import datetime, timedelta

from authlib.common.security import generate_token
from sqlalchemy import delete

from bot.staff.openid.errors import AttemptGone
from bot.staff.sessions import hashed
from bot.staff.tables import SignInAttempt
from bot.store.database import Database

# Long enough to find one's second factor.
LONGEST = timedelta(minutes=10)


async def begin(database: Database, next_page: str, now: datetime) -> tuple[str, SignInAttempt]:
    """A new attempt and its state, of which only the hash is stored; old ones are removed."""
    state = secrets.token_urlsafe(32)
    attempt = SignInAttempt(
        state_hash=hashed(state),
        nonce=secrets.token_urlsafe(32),
        verifier=generate_token(64),
        next_page=next_page,
        created_at=now,
    )
    async with database.writing() as session:
        old = SignInAttempt.created_at < now - LONGEST
        await session.execute(delete(SignInAttempt).where(old))
        session.add(attempt)
    return state, attempt


async def finish(database: Database, state: str, now: datetime) -> SignInAttempt:
    """The attempt that this state belongs to; it is gone with that. Raises AttemptGone."""
    async with database.writing() as session:
        attempt = await session.scalar(
            delete(SignInAttempt)
            .where(SignInAttempt.state_hash == hashed(state))
            .returning(SignInAttempt)
        )
    if attempt is None or now - attempt.created_at > LONGEST:
        raise AttemptGone
    return attempt
