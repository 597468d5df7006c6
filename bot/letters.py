"""`python -m bot.letters`: what could not be brought to people, in all channels, and once more.

    python -m bot.letters                        lists what was given up
    python -m bot.letters resend whatsapp:17 …   brings these once more
    python -m bot.letters resend all             brings all of them once more

Reads DATABASE_URL and FIELD_KEYS as the gateway does, which may run meanwhile: it takes them up
within seconds. Neither words nor numbers of people are shown.
"""

import argparse
import asyncio
import sys
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pydantic import ValidationError
from sqlalchemy.exc import SQLAlchemyError

from bot.channels.sms import letters as sms
from bot.channels.telegram import letters as telegram
from bot.channels.whatsapp import letters as whatsapp
from bot.conversations.service import now_in_utc
from bot.errors import FieldKeysWrong
from bot.settings import Settings
from bot.store.database import Database

ALL = "all"


@dataclass(frozen=True, slots=True)
class Shelf:
    """Where a channel keeps what it gave up."""

    dead: Callable[[Database], Awaitable[Sequence[Any]]]
    send_again: Callable[[Database, int, datetime], Awaitable[bool]]
    reason: Callable[[Any], str | None]


SHELVES: Mapping[str, Shelf] = {
    "whatsapp": Shelf(
        whatsapp.dead, whatsapp.send_again, lambda letter: f"Meta's code {letter.code}"
    ),
    "telegram": Shelf(telegram.dead, telegram.send_again, lambda letter: letter.reason),
    "sms": Shelf(sms.dead_letters, sms.send_again, lambda letter: letter.code),
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Exit code 0; 1 if a letter that was named is none; 2 if the database cannot be used."""
    chosen = _arguments(arguments)
    try:
        settings = Settings()
        database = Database(settings.database_url, settings.keyring)
        return asyncio.run(_do(database, chosen.resend))
    except (ValidationError, FieldKeysWrong, SQLAlchemyError, OSError) as error:
        print(f"letters: {type(error).__name__}: {error}", file=sys.stderr)
        return 2


def _arguments(given: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bot.letters", description=__doc__)
    parser.set_defaults(resend=None)
    deeds = parser.add_subparsers()
    resend = deeds.add_parser("resend", help="bring them once more")
    resend.add_argument("resend", nargs="+", metavar="CHANNEL:NUMBER", help=f"or `{ALL}`")
    return parser.parse_args(given)


async def _do(database: Database, wanted: list[str] | None) -> int:
    try:
        await database.unlock()
        if wanted is None:
            for line in await listed(database):
                print(line)
            return 0
        if wanted == [ALL]:
            # A one-time code is wiped when it is given up: that one cannot be brought is no fault.
            for line in await listed(database):
                await _bring(database, line.split()[0])
            return 0
        return max([await _bring(database, name) for name in wanted])
    finally:
        await database.close()


async def listed(database: Database) -> list[str]:
    """One line for each letter that was given up: its name, when, whose, and why."""
    return [
        f"{channel}:{letter.id}  {letter.at:%Y-%m-%d %H:%M} UTC  "
        f"conversation {letter.conversation_id or '-'}  {shelf.reason(letter) or '-'}"
        for channel, shelf in SHELVES.items()
        for letter in await shelf.dead(database)
    ]


async def _bring(database: Database, name: str) -> int:
    channel, _, number = name.partition(":")
    shelf = SHELVES.get(channel)
    good = shelf is not None and number.isascii() and number.isdigit() and len(number) < 18
    if shelf and good and await shelf.send_again(database, int(number), now_in_utc()):
        print(f"{name}  will be brought once more")
        return 0
    print(f"{name}  is no letter that can be brought once more", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
