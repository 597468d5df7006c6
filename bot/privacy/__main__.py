"""`python -m bot.privacy rotate`: encrypts everything anew with the first key of FIELD_KEYS.

Reads DATABASE_URL and FIELD_KEYS as the gateway does, which may run meanwhile. docs/privacy.md
says in which order keys are changed.
"""

import argparse
import asyncio
import sys
from collections.abc import Sequence

from pydantic import ValidationError
from sqlalchemy.exc import SQLAlchemyError

from bot.errors import FieldKeysWrong
from bot.privacy.rotation import rotate
from bot.settings import Settings
from bot.store.database import Database


def main(arguments: Sequence[str] | None = None) -> int:
    """Exit code 0 when nothing is left to do; 2 if settings, keys or database cannot be used."""
    parser = argparse.ArgumentParser(prog="python -m bot.privacy", description=__doc__)
    parser.add_argument("what", choices=["rotate"])
    parser.parse_args(arguments)
    try:
        return asyncio.run(_rotate(Settings()))
    except (ValidationError, FieldKeysWrong, SQLAlchemyError, OSError) as error:
        print(f"privacy: {type(error).__name__}: {error}", file=sys.stderr)
        return 2


async def _rotate(settings: Settings) -> int:
    keyring = settings.keyring
    database = Database(settings.database_url, keyring)
    total = 0
    try:
        async for table, changed in rotate(database, keyring):
            total += changed
            print(f"{table}: {changed} rows", flush=True)
    finally:
        await database.close()
    print(f"{total} rows were encrypted anew; older keys are not needed any more")
    return 0


if __name__ == "__main__":
    sys.exit(main())
