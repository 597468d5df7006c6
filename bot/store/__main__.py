"""`python -m bot.store`: brings the gateway's tables up to date, once, before gateways start.

They do the same at their own start, one after the other; where many start at once, none of them
need wait for it.
"""

import asyncio
import sys

from pydantic import ValidationError
from sqlalchemy.exc import SQLAlchemyError

from bot.errors import GatewayError
from bot.settings import Settings
from bot.store.database import Database
from watching import logs


def main() -> int:
    """Exit code 2 if settings or keys cannot be used, 1 if the database cannot."""
    logs.set_up("migration")
    try:
        asyncio.run(_migrate(Settings()))
    except (ValidationError, GatewayError) as error:
        print(f"bot.store: {error}", file=sys.stderr)
        return 2
    except (SQLAlchemyError, OSError) as error:
        # Its own text may hold the database's password.
        print(f"bot.store: the database cannot be used: {type(error).__name__}", file=sys.stderr)
        return 1
    return 0


async def _migrate(settings: Settings) -> None:
    database = Database(settings.database_url, settings.keyring)
    try:
        await database.migrate()
    finally:
        await database.close()


if __name__ == "__main__":
    sys.exit(main())
