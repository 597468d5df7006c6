"""`python -m bot.staff`: where nobody can sign in yet, makes the first administrator and prints
the password, this once."""

import asyncio
import sys

from pydantic import ValidationError

from bot.conversations.service import now_in_utc
from bot.errors import FieldKeysWrong
from bot.settings import Settings
from bot.staff.members import FIRST_LOGIN, first_admin
from bot.store.database import Database


async def main() -> int:
    """Exit code 0 also when there is somebody already; 2 if the settings cannot be used."""
    try:
        settings = Settings()
    except ValidationError as error:
        print(f"bot.staff: {error}", file=sys.stderr)
        return 2
    database = Database(settings.database_url, settings.keyring)
    try:
        await database.migrate()
        password = await first_admin(database, now_in_utc())
    except FieldKeysWrong as error:
        print(f"bot.staff: {error}", file=sys.stderr)
        return 2
    finally:
        await database.close()
    if password:
        print(f"first administrator: {FIRST_LOGIN}, password {password} (shown this once)")
    return 0


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))
