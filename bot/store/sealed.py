"""Columns of personal data. Their values are encrypted on the way into the database.

A dialect belongs to one engine, and it is all that SQLAlchemy hands to a column's type; so the
keyring of a database hangs on its dialect.
"""

import json
from typing import Any, cast

from sqlalchemy import Dialect, Text, TypeDecorator
from sqlalchemy.sql import operators
from sqlalchemy.sql.operators import OperatorType
from sqlalchemy.types import TypeEngine

from bot.store.keyring import Keyring

_PLACE = "bijli_keyring"
_OPEN = Keyring()

_WHETHER_THE_SAME = {
    operators.eq,
    operators.ne,
    operators.in_op,
    operators.not_in_op,
    operators.is_distinct_from,
    operators.is_not_distinct_from,
}


def give_keyring(dialect: Dialect, keyring: Keyring) -> None:
    """Let an engine's columns of personal data be read and written with these keys."""
    setattr(dialect, _PLACE, keyring)


def keyring_of(dialect: Dialect) -> Keyring:
    """The keys of an engine; one that was given none stores everything as it is."""
    return cast(Keyring, getattr(dialect, _PLACE, _OPEN))


class _Sealed(TypeDecorator[Any]):
    """What no query can look for: it would silently find nothing, so it is refused."""

    impl = Text
    cache_ok = True

    def coerce_compared_value(self, op: OperatorType | None, value: Any) -> TypeEngine[Any]:
        """Raise TypeError: all that can be asked of such a column is whether there is anything."""
        raise TypeError(f"an encrypted column is not compared with a value ({op})")


class SealedText(_Sealed):
    """Words of people: whatever no query looks for."""

    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        """Seal every value."""
        return None if value is None else keyring_of(dialect).seal(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> str | None:
        """Open every value."""
        return None if value is None else keyring_of(dialect).unseal(value)


class SealedJson(_Sealed):
    """The same for whatever JSON can hold; None is stored as NULL."""

    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:
        """Seal every value."""
        return None if value is None else keyring_of(dialect).seal(json.dumps(value))

    def process_result_value(self, value: str | None, dialect: Dialect) -> Any:
        """Open every value."""
        return None if value is None else json.loads(keyring_of(dialect).unseal(value))


class HiddenText(TypeDecorator[str]):
    """Names and numbers of people that are looked up, and only by the whole of them."""

    impl = Text
    cache_ok = True

    def coerce_compared_value(self, op: OperatorType | None, value: Any) -> TypeEngine[Any]:
        """Raise TypeError for questions about parts or order, which nothing hidden answers."""
        if op not in _WHETHER_THE_SAME:
            raise TypeError(f"an encrypted column is only compared as a whole ({op})")
        return self

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        """Hide every value, and those that it is compared with."""
        return None if value is None else keyring_of(dialect).hide(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> str | None:
        """Show every value."""
        return None if value is None else keyring_of(dialect).show(value)
