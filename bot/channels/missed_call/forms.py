"""A telephone company's words for a call, read from data."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from pydantic import BaseModel, ConfigDict, Field

from bot.people.numbers import mobile_of

_DATA = Path(__file__).parent / "data"


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class CallAnswer(_Part):
    """What a company wants to hear."""

    type: str = "text/plain"
    body: str = ""


class Form(_Part):
    """The fields of one company."""

    call_id: str
    caller: str
    called: str
    skip: dict[str, list[str]] = Field(default_factory=dict)
    answer: CallAnswer = CallAnswer()

    def call_in(self, fields: Mapping[str, Any]) -> "Call | None":
        """The missed call that the fields tell of; None if they tell of something else."""
        if any(str(fields.get(name, "")).lower() in words for name, words in self.skip.items()):
            return None
        call_id = str(fields.get(self.call_id) or "")[:100]
        mobile_number = mobile_of(str(fields.get(self.caller) or ""))
        if not call_id or mobile_number is None:
            return None
        return Call(call_id, mobile_number, mobile_of(str(fields.get(self.called) or "")))


@dataclass(frozen=True, slots=True)
class Call:
    """A missed call: the company's id of it, the caller's ten digits, and the called number's,
    where that is a mobile number. Who calls can be forged, so it is proof of nothing."""

    call_id: str
    mobile_number: str
    called: str | None


def form_of(provider: str) -> Form | None:
    """The form of a company, None for one that is not known."""
    return _forms().get(provider)


def cause_of(called: str | None) -> str | None:
    """The one matter that a called number (ten digits) is for; None where it is for any."""
    return _causes().get(called or "")


@cache
def _causes() -> dict[str, str]:
    read = yaml.safe_load((_DATA / "numbers.yml").read_text(encoding="utf-8")) or {}
    return {str(number): str(cause) for number, cause in read.items()}


@cache
def _forms() -> dict[str, Form]:
    read = yaml.safe_load((_DATA / "providers.yml").read_text(encoding="utf-8"))
    return {str(name): Form.model_validate(form) for name, form in read.items()}
