"""Reads Meta's notices: every entry, every change, every message and status of a batch.

Each message is read by itself, so that one which cannot be read costs no other.
"""

import json
import logging
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from pydantic import Field, TypeAdapter, ValidationError

from bot.channels.whatsapp.errors import NotANotice
from bot.channels.whatsapp.heard import TEXT_ONLY, Heard, heard_in
from bot.channels.whatsapp.sorts import Message, MetasModel

log = logging.getLogger(__name__)

# Meta repeats a notice for seven days; what is older was captured and is being replayed.
STALE_AFTER = timedelta(days=8)

_MESSAGE: TypeAdapter[Message] = TypeAdapter(Message)
_PHONE = re.compile(r"[0-9]{5,20}")
_USER_ID = re.compile(r"[A-Za-z][!-~]{1,99}")
_FIELD = re.compile(r"[a-z_]{1,60}")


@dataclass(frozen=True, slots=True)
class Saying:
    """What one person said. `phone` (wa_id) or `user_id` (business-scoped) may be absent;
    `from_phone`: the message itself names the phone as its sender."""

    wamid: str
    phone: str | None
    from_phone: bool
    user_id: str | None
    said_at: datetime
    heard: Heard


class Fault(MetasModel):
    """Why a letter failed."""

    code: int | None = None


class Receipt(MetasModel):
    """What became of a letter of ours; `biz_opaque_callback_data` is what we wrote on it."""

    id: str = Field(pattern=r"^[!-~]{1,255}$")
    status: str
    biz_opaque_callback_data: str = ""
    errors: tuple[Fault, ...] = ()


@dataclass(frozen=True, slots=True)
class Notice:
    """Everything in one delivery that concerns our number."""

    sayings: tuple[Saying, ...]
    receipts: tuple[Receipt, ...]


class _Header(MetasModel):
    """What every message bears, whatever its sort."""

    id: str = Field(pattern=r"^[!-~]{1,255}$")
    timestamp: int = Field(ge=0, lt=10**11)
    sender: str | None = Field(default=None, alias="from")
    from_user_id: str | None = None


def read_notice(body: bytes, phone_number_id: str, now: datetime) -> Notice:
    """What is in a delivery for the number `phone_number_id`, oldest message first.

    Raises NotANotice if the body is no JSON object.
    """
    try:
        notice = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise NotANotice from error
    if not isinstance(notice, dict):
        raise NotANotice
    sayings: list[Saying] = []
    receipts: list[Receipt] = []
    for value in _values(notice, phone_number_id):
        for fault in _dicts(value, "errors"):
            if isinstance(fault.get("code"), int):
                log.error("Meta tells of trouble with this number: %d", fault["code"])
        contacts = _dicts(value, "contacts")
        for message in _dicts(value, "messages"):
            saying = _saying(message, contacts, now)
            sayings += [saying] if saying else []
        for status in _dicts(value, "statuses"):
            receipt = _receipt(status)
            receipts += [receipt] if receipt else []
    return Notice(tuple(sorted(sayings, key=lambda one: one.said_at)), tuple(receipts))


def _values(notice: dict[str, Any], phone_number_id: str) -> Iterator[dict[str, Any]]:
    for entry in _dicts(notice, "entry"):
        for change in _dicts(entry, "changes"):
            field, value = change.get("field"), change.get("value")
            if field != "messages" or not isinstance(value, dict):
                _tell_operator(field)
                continue
            metadata = value.get("metadata")
            if isinstance(metadata, dict) and metadata.get("phone_number_id") == phone_number_id:
                yield value
            else:
                log.warning("a notice for another number than ours is left aside")


def _tell_operator(field: object) -> None:
    """A template was paused, the number's quality fell, the account was restricted …"""
    if field != "messages" and isinstance(field, str) and _FIELD.fullmatch(field):
        log.warning("Meta tells of the account, see its WhatsApp Manager: %s", field)


def _dicts(holder: dict[str, Any], key: str) -> list[dict[str, Any]]:
    found = holder.get(key)
    return [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []


def _saying(
    message: dict[str, Any], contacts: list[dict[str, Any]], now: datetime
) -> Saying | None:
    """None for what cannot be read, is stale, or was not said to us alone."""
    if message.get("group_id"):
        return None
    try:
        header = _Header.model_validate(message)
    except ValidationError as error:
        log.warning("a message cannot be read: %s", _faults(error))
        return None
    heard = _heard(message)
    said_at = min(datetime.fromtimestamp(header.timestamp, UTC), now)
    phone, user_id = _names(header, contacts)
    if heard is None or now - said_at > STALE_AFTER or not (phone or user_id):
        return None
    from_phone = phone is not None and phone == header.sender
    return Saying(header.id, phone, from_phone, user_id, said_at, heard)


def _heard(message: dict[str, Any]) -> Heard | None:
    try:
        return heard_in(_MESSAGE.validate_python(message))
    except ValidationError as error:
        # Somebody said something: they get a hint rather than silence.
        log.warning("a message is not in Meta's form: %s", _faults(error))
        return Heard(hint=TEXT_ONLY)


def _faults(error: ValidationError) -> list[tuple[tuple[int | str, ...], str]]:
    # Only what is wrong, not with which words.
    return [(fault["loc"], fault["type"]) for fault in error.errors(include_input=False)][:5]


def _names(header: _Header, contacts: list[dict[str, Any]]) -> tuple[str | None, str | None]:
    """Phone and user id; what the message lacks stands, with luck, in its contact."""
    phone, user_id = _fitting(_PHONE, header.sender), _fitting(_USER_ID, header.from_user_id)
    for contact in contacts:
        its_phone = _fitting(_PHONE, contact.get("wa_id"))
        its_user_id = _fitting(_USER_ID, contact.get("user_id"))
        if (phone and its_phone == phone) or (user_id and its_user_id == user_id):
            return phone or its_phone, user_id or its_user_id
    return phone, user_id


def _fitting(pattern: re.Pattern[str], value: object) -> str | None:
    return value if isinstance(value, str) and pattern.fullmatch(value) else None


def _receipt(status: dict[str, Any]) -> Receipt | None:
    try:
        return Receipt.model_validate(status)
    except ValidationError:
        log.warning("a status cannot be read")
        return None
