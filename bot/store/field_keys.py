"""The database's own key, taken out at start; with the first one, what was in the clear goes.

FIELD_KEYS is the operator's; what it opens first is the one row of `field_keys`. So a wrong key
is found before anything is read or written with it.
"""

import logging
from datetime import UTC, datetime

from sqlalchemy import Connection, insert, inspect, select, update

from bot.errors import FieldKeysWrong
from bot.store.keyring import Keyring
from bot.store.resealing import every_row
from bot.store.tables import FieldKey

log = logging.getLogger(__name__)

ONLY = 1  # the number of the one row


def unlock(connection: Connection, keyring: Keyring) -> bool:
    """Take the database's key into the keyring; False if it has none yet.

    Raises FieldKeysWrong if it has one that FIELD_KEYS does not open.
    """
    if not inspect(connection).has_table(FieldKey.__tablename__):
        return False
    sealed = connection.scalar(select(FieldKey.sealed).where(FieldKey.id == ONLY))
    if sealed is None:
        return False
    if not keyring.seals:
        raise FieldKeysWrong("personal data is stored encrypted here, and FIELD_KEYS is not set")
    try:
        keyring.take_hiding_key(sealed)
    except FieldKeysWrong as error:
        raise FieldKeysWrong(
            "FIELD_KEYS holds none of the keys that personal data is stored with here: put the"
            " right one back, beside the new one if it is to be changed (docs/privacy.md)"
        ) from error
    return True


def unlock_or_make(connection: Connection, keyring: Keyring) -> None:
    """At start, in a migrated database that no other process starts with now: take its key or
    make one, and encrypt whatever was stored before there was one. Commits.

    Raises FieldKeysWrong as `unlock` does.
    """
    if not unlock(connection, keyring) and keyring.seals:
        connection.execute(insert(FieldKey).values(id=ONLY, sealed=keyring.new_hiding_key()))
    connection.commit()
    done = select(FieldKey.done_at).where(FieldKey.id == ONLY)
    if keyring.seals and connection.scalar(done) is None:
        _encrypt_everything(connection, keyring)


def reseal_key(connection: Connection, keyring: Keyring) -> None:
    """Seal the database's own key with the first key of the keyring, in the caller's
    transaction. Raises FieldKeysWrong as `unlock` does."""
    if not keyring.seals:
        raise FieldKeysWrong("FIELD_KEYS is not set")
    sealed = connection.scalar(select(FieldKey.sealed).where(FieldKey.id == ONLY))
    if sealed is not None:
        anew = keyring.seal(keyring.unseal(sealed))
        connection.execute(update(FieldKey).where(FieldKey.id == ONLY).values(sealed=anew))


def _encrypt_everything(connection: Connection, keyring: Keyring) -> None:
    total = 0
    for changed in every_row(connection, keyring):
        connection.commit()
        total += changed
    now = datetime.now(UTC)
    connection.execute(update(FieldKey).where(FieldKey.id == ONLY).values(done_at=now))
    connection.commit()
    if total:
        log.info("encrypted %d rows that had been stored in the clear", total)
