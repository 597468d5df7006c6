"""A provider's own form of a request, an answer and a report, read from data."""

from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field

from bot.channels.sms.errors import UnknownProvider

PROVIDERS = Path(__file__).parent / "data" / "providers.yml"


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class _Words(_Part):
    gsm: str
    unicode: str


class _Reports(_Part):
    id: str
    reference: str
    status: str
    code: str
    delivered: list[str]
    failed: list[str]


@dataclass(frozen=True, slots=True)
class Report:
    """What a provider says became of an SMS: `status` is delivered or failed."""

    provider_id: str | None
    reference: str | None
    status: str
    code: str | None


class Form(_Part):
    """How one provider is spoken to."""

    encoding: Literal["json", "form"]
    headers: dict[str, str]
    fields: dict[str, str]
    words: _Words
    taken: str
    code: str
    codes: dict[str, Literal["refused", "later", "waits", "account"]] = Field(default_factory=dict)
    reports: _Reports

    def headers_with(self, key: str) -> dict[str, str]:
        """The headers of every request."""
        key_base64 = b64encode(key.encode()).decode()
        return {
            name: said.format(key=key, key_base64=key_base64) for name, said in self.headers.items()
        }

    def body(self, values: Mapping[str, str]) -> dict[str, str]:
        """The fields of one request."""
        return {name: said.format_map(values) for name, said in self.fields.items()}

    def report(self, fields: Mapping[str, Any]) -> Report | None:
        """A delivery report; None for one that tells of no end, such as "submitted"."""
        told = self.reports
        said = str(fields.get(told.status, "")).lower()
        if said not in told.delivered and said not in told.failed:
            return None
        return Report(
            _text(fields.get(told.id)),
            _text(fields.get(told.reference)),
            "delivered" if said in told.delivered else "failed",
            _text(fields.get(told.code)),
        )


def form_of(provider: str) -> Form:
    """The form of a provider. Raises UnknownProvider, which names those that are known."""
    forms = _forms()
    if provider not in forms:
        raise UnknownProvider(f"{provider} is none of {', '.join(sorted(forms))}")
    return forms[provider]


def at(path: str, answer: object) -> str | None:
    """What stands in a JSON answer under a dotted path, as text; None if nothing does."""
    for name in path.split("."):
        answer = answer.get(name) if isinstance(answer, dict) else None
    return _text(answer)


@cache
def _forms() -> dict[str, Form]:
    read = yaml.safe_load(PROVIDERS.read_text(encoding="utf-8"))
    return {str(name): Form.model_validate(form) for name, form in read.items()}


def _text(value: object) -> str | None:
    return str(value)[:60] if isinstance(value, str | int) and str(value) else None
