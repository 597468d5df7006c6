"""Who may sign in: added, changed, switched off, always by somebody who answers for it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from bot.staff import audit, passwords, sessions
from bot.staff.errors import LoginTaken, WrongPassword
from bot.staff.roles import Role
from bot.staff.tables import StaffMember
from bot.store.database import Database

FIRST_LOGIN = "admin"
LANGUAGES = ("hi", "hi-Latn", "en")


@dataclass(frozen=True, slots=True)
class NewMember:
    """What is needed to add somebody. Without a password they sign in by the utility's service."""

    login: str
    name: str
    role: Role
    divisions: tuple[str, ...] = ()
    password: str | None = None


async def add(database: Database, new: NewMember, by: int | None, now: datetime) -> StaffMember:
    """Add a member of staff. Raises LoginTaken, WeakPassword."""
    stored = await passwords.hashed(new.password, new.login) if new.password else None
    member = StaffMember(
        login=new.login,
        name=new.name,
        role=new.role,
        divisions=list(new.divisions),
        password_hash=stored,
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


async def change(
    database: Database,
    staff_id: int,
    by: int,
    now: datetime,
    *,
    role: Role | None = None,
    divisions: Sequence[str] | None = None,
    active: bool | None = None,
) -> None:
    """Change what somebody may do; whoever may do less is signed out everywhere at once."""
    changed: dict[str, object] = {"role": role, "divisions": divisions, "active": active}
    changed = {name: value for name, value in changed.items() if value is not None}
    async with database.writing() as session:
        member = await session.get_one(StaffMember, staff_id)
        for name, value in changed.items():
            setattr(member, name, list(value) if isinstance(value, list | tuple) else value)
        await sessions.end_all(session, staff_id, now)
        audit.note(session, by, "staff_changed", now, f"staff:{staff_id}", **changed)


async def set_password(
    database: Database, member: StaffMember, password: str, by: int, now: datetime
) -> None:
    """Give a new password and end every session that began with the old one.

    Raises WeakPassword.
    """
    stored = await passwords.hashed(password, member.login)
    async with database.writing() as session:
        current = await session.get_one(StaffMember, member.id)
        current.password_hash = stored
        await sessions.end_all(session, member.id, now)
        audit.note(session, by, "password_set", now, f"staff:{member.id}")


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
