"""Who may sign in: added, changed, switched off, always by somebody who answers for it."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from bot.staff import audit, passwords, sessions
from bot.staff.errors import LoginTaken, NoWayIn, UnknownMember, WrongPassword
from bot.staff.roles import Role
from bot.staff.tables import StaffMember
from bot.store.database import Database

FIRST_LOGIN = "admin"
LANGUAGES = ("hi", "hi-Latn", "en")


@dataclass(frozen=True, slots=True)
class NewMember:
    """What is needed to add somebody: a password, or `subject`, their name at the utility's own
    sign-in service, or both."""

    login: str
    name: str
    role: Role
    divisions: tuple[str, ...] = ()
    password: str | None = None
    subject: str | None = None


@dataclass(frozen=True, slots=True)
class Rights:
    """What somebody may do from now on, and as whom the sign-in service knows them."""

    role: Role
    divisions: tuple[str, ...]
    active: bool
    subject: str | None = None


async def add(database: Database, new: NewMember, by: int | None, now: datetime) -> StaffMember:
    """Add a member of staff. Raises LoginTaken, WeakPassword, NoWayIn."""
    if not new.password and not new.subject:
        raise NoWayIn
    member = StaffMember(
        login=new.login,
        name=new.name,
        role=new.role,
        divisions=list(new.divisions),
        password_hash=await passwords.hashed(new.password, new.login) if new.password else None,
        subject=new.subject,
        created_at=now,
    )
    try:
        async with database.writing() as session:
            session.add(member)
            await session.flush()
            audit.note(session, by, "staff_added", now, f"staff:{member.id}", role=new.role)
    except IntegrityError as error:
        raise LoginTaken(new.login) from error
    return member


async def change(database: Database, staff_id: int, rights: Rights, by: int, now: datetime) -> None:
    """Change what somebody may do, which signs them out everywhere at once.

    Raises UnknownMember, NoWayIn, and LoginTaken where somebody else has the subject.
    """
    try:
        async with database.writing() as session:
            member = await _member(session, staff_id)
            if not member.password_hash and not rights.subject:
                raise NoWayIn
            member.role, member.divisions = rights.role, list(rights.divisions)
            member.active, member.subject = rights.active, rights.subject
            await sessions.end_all(session, staff_id, now)
            told = asdict(rights)
            told["subject_there"] = told.pop("subject")
            audit.note(session, by, "staff_changed", now, f"staff:{staff_id}", **told)
    except IntegrityError as error:
        raise LoginTaken(rights.subject) from error


async def sign_out_everywhere(database: Database, staff_id: int, by: int, now: datetime) -> None:
    """End every session of somebody. Raises UnknownMember."""
    async with database.writing() as session:
        await _member(session, staff_id)
        await sessions.end_all(session, staff_id, now)
        audit.note(session, by, "sessions_ended", now, f"staff:{staff_id}")


async def set_password(
    database: Database,
    member: StaffMember,
    password: str,
    by: int,
    now: datetime,
    *,
    but: str | None = None,
) -> None:
    """Give a new password and end every session that began with the old one `but` the one with
    this token. Raises WeakPassword."""
    stored = await passwords.hashed(password, member.login)
    async with database.writing() as session:
        current = await session.get_one(StaffMember, member.id)
        current.password_hash = stored
        await sessions.end_all(session, member.id, now, but=but)
        audit.note(session, by, "password_set", now, f"staff:{member.id}")


async def reset_password(database: Database, staff_id: int, by: int, now: datetime) -> str:
    """A new password for somebody who has forgotten theirs, given this once.

    Raises UnknownMember.
    """
    async with database.session() as session:
        member = await _member(session, staff_id)
    password = passwords.random_password()
    await set_password(database, member, password, by, now)
    return password


async def with_password(database: Database, staff_id: int, password: str) -> StaffMember:
    """Somebody who has shown again that they know their password. Raises WrongPassword."""
    async with database.session() as session:
        member = await session.get_one(StaffMember, staff_id)
    if not await passwords.fits(member.password_hash, password):
        raise WrongPassword
    return member


async def choose_language(database: Database, staff_id: int, language: str) -> None:
    """Show pages to somebody in another language; anything else than ours changes nothing."""
    if language not in LANGUAGES:
        return
    async with database.writing() as session:
        (await session.get_one(StaffMember, staff_id)).language = language


async def everybody(database: Database) -> Sequence[StaffMember]:
    """All members of staff by login."""
    async with database.session() as session:
        return (await session.scalars(select(StaffMember).order_by(StaffMember.login))).all()


async def first_admin(database: Database, now: datetime) -> str | None:
    """The password of a first administrator, made where nobody can sign in yet; else None.

    It is given once: only its hash is stored.
    """
    async with database.session() as session:
        if await session.scalar(select(func.count()).select_from(StaffMember)):
            return None
    password = passwords.random_password()
    new = NewMember(FIRST_LOGIN, FIRST_LOGIN, Role.ADMIN, password=password)
    try:
        await add(database, new, None, now)
    except LoginTaken:
        return None  # another process was first
    return password


async def _member(session: AsyncSession, staff_id: int) -> StaffMember:
    member = await session.get(StaffMember, staff_id)
    if member is None:
        raise UnknownMember(staff_id)
    return member
