"""Who is signed in: a random token in a cookie, its hash in the database."""

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Update, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.staff import audit, passwords
from bot.staff.errors import Forged, NotAllowed, NotSignedIn, WrongPassword
from bot.staff.roles import PERMISSIONS, May, Role
from bot.staff.tables import StaffMember, StaffSession
from bot.store.database import Database

LONGEST_SESSION = timedelta(hours=12)  # one shift and its hand-over
LONGEST_PAUSE = timedelta(hours=1)
# The moment of the last request is written no more often than this: reading is no writing.
SEEN_AGAIN_AFTER = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A member of staff in one session. `csrf` goes into every form and request of our pages."""

    id: int
    login: str
    name: str
    role: Role
    divisions: frozenset[str]
    language: str
    csrf: str

    def may(self, what: May) -> bool:
        """Whether the role permits it."""
        return what in PERMISSIONS[self.role]

    def require(self, what: May) -> None:
        """Raise NotAllowed unless the role permits it."""
        if not self.may(what):
            raise NotAllowed(what)

    def sees(self, division: str | None) -> bool:
        """Whether chats of this division are theirs to see; without one, everybody's."""
        return division is None or self.may(May.SEE_ALL_DIVISIONS) or division in self.divisions

    def check_form(self, token: str | None) -> None:
        """Raise Forged unless a request brought the token of this session's pages."""
        if not hmac.compare_digest((token or "").encode(), self.csrf.encode()):
            raise Forged


async def sign_in(database: Database, login: str, password: str, now: datetime) -> str:
    """Begin a session and give its token. Raises WrongPassword."""
    async with database.session() as session:
        member = await session.scalar(select(StaffMember).where(StaffMember.login == login))
    stored = member.password_hash if member and member.active else None
    if not await passwords.fits(stored, password) or member is None:
        async with database.writing() as session:
            audit.note(session, member.id if member else None, "sign_in_refused", now)
        raise WrongPassword
    return await begin(database, member, now)


async def begin(
    database: Database, member: StaffMember, now: datetime, by: str = "password"
) -> str:
    """Begin a session of somebody whose identity is known `by` (password, service); its token."""
    token = secrets.token_urlsafe(32)
    async with database.writing() as session:
        session.add(
            StaffSession(
                token_hash=hashed(token),
                staff_id=member.id,
                csrf=secrets.token_urlsafe(32),
                created_at=now,
                seen_at=now,
            )
        )
        audit.note(session, member.id, "signed_in", now, by=by)
    return token


async def who(database: Database, token: str | None, now: datetime) -> SignedIn:
    """Whose session this is. Raises NotSignedIn."""
    if not token:
        raise NotSignedIn
    async with database.session() as session:
        found = (
            await session.execute(
                select(StaffSession, StaffMember)
                .join(StaffMember, StaffMember.id == StaffSession.staff_id)
                .where(StaffSession.token_hash == hashed(token))
            )
        ).one_or_none()
    if found is None:
        raise NotSignedIn
    visit, member = found
    if not member.active or _is_over(visit, now):
        raise NotSignedIn
    if now - visit.seen_at > SEEN_AGAIN_AFTER:
        async with database.writing() as session:
            await session.execute(_of(visit.token_hash).values(seen_at=now))
    return SignedIn(
        member.id,
        member.login,
        member.name,
        Role(member.role),
        frozenset(member.divisions),
        member.language,
        visit.csrf,
    )


async def sign_out(database: Database, token: str, now: datetime) -> None:
    """End one session."""
    async with database.writing() as session:
        ended = await session.execute(
            _of(hashed(token)).values(ended_at=now).returning(StaffSession.staff_id)
        )
        staff_id = ended.scalar_one_or_none()
        if staff_id is not None:
            audit.note(session, staff_id, "signed_out", now)


async def end_all(
    session: AsyncSession, staff_id: int, now: datetime, *, but: str | None = None
) -> None:
    """End every session of somebody `but` the one with this token, in the caller's transaction."""
    theirs = [StaffSession.staff_id == staff_id, StaffSession.ended_at.is_(None)]
    if but is not None:
        theirs.append(StaffSession.token_hash != hashed(but))
    await session.execute(update(StaffSession).where(*theirs).values(ended_at=now))


def _of(token_hash: str) -> Update:
    return update(StaffSession).where(StaffSession.token_hash == token_hash)


def _is_over(visit: StaffSession, now: datetime) -> bool:
    too_long = now - visit.created_at > LONGEST_SESSION or now - visit.seen_at > LONGEST_PAUSE
    return visit.ended_at is not None or too_long


def hashed(token: str) -> str:
    """What is stored of a token."""
    # A random token of 32 bytes cannot be guessed, so a plain hash is enough.
    return hashlib.sha256(token.encode()).hexdigest()
