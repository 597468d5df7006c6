"""The approved templates in which something may be said although nobody wrote for 24 hours.

Source: Meta's pages on templates: a name and a language code, the values of the body's places in
order, and for each quick reply the payload that a tap brings back.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from bot.channels.whatsapp.errors import BadTemplates
from bot.channels.whatsapp.rendering import Content
from bot.messages import Choice

LONGEST_VALUE = 1024
MOST_QUICK_REPLIES = 10
Language = Literal["hi", "hi-Latn", "en"]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class _Way(_Strict):
    """How a way of writing is called at Meta, which knows no Hindi in Latin letters."""

    code: str = Field(pattern=r"^[a-z]{2}(_[A-Z]{2})?$")
    suffix: str = Field(default="", pattern=r"^[a-z0-9_]*$")


class _Entry(_Strict):
    name: str = Field(pattern=r"^[a-z0-9_]{1,500}$")
    parameters: tuple[str, ...] = ()
    quick_replies: int = Field(default=0, ge=0, le=MOST_QUICK_REPLIES)


class _Book(_Strict):
    languages: dict[Language, _Way]
    templates: dict[str, _Entry]


@dataclass(frozen=True, slots=True)
class Template:
    """One template in one language. `parameters` names the argument of each place, in order."""

    name: str
    code: str
    parameters: tuple[str, ...]
    quick_replies: int

    def filled(self, values: Mapping[str, str], choices: Sequence[Choice]) -> Content:
        """The message to be sent. Raises LookupError where a value or a choice is missing."""
        if len(choices) != self.quick_replies:
            raise LookupError(f"{len(choices)} choices")
        texts = [_one_line(values[name]) for name in self.parameters]
        components: list[Content] = []
        if texts:
            places = [{"type": "text", "text": text} for text in texts]
            components.append({"type": "body", "parameters": places})
        for index, choice in enumerate(choices):
            payload = {"type": "payload", "payload": str(choice.id)}
            reply = {"type": "button", "sub_type": "quick_reply", "index": str(index)}
            components.append(reply | {"parameters": [payload]})
        called = {"name": self.name, "language": {"code": self.code}}
        return {"type": "template", "template": called | {"components": components}}


class Templates:
    """Those of a file of the form of `data/templates.yml`. Raises BadTemplates if unusable."""

    def __init__(self, path: Path) -> None:
        try:
            read: Any = yaml.safe_load(path.read_text(encoding="utf-8"))
            self._book = _Book.model_validate(read)
        except (OSError, yaml.YAMLError, ValidationError) as error:
            raise BadTemplates(f"{path}: {error}") from error

    def find(self, key: str, language: str) -> Template | None:
        """The template of a catalogue's key in a way of writing (hi, hi-Latn, en)."""
        entry = self._book.templates.get(key)
        ways = self._book.languages.items()
        way = next((way for name, way in ways if name == language), None)
        if entry is None or way is None:
            return None
        name = entry.name + way.suffix
        return Template(name, way.code, entry.parameters, entry.quick_replies)

    def all_in(self, language: str) -> dict[str, Template]:
        """Those of a way of writing, by the catalogue's key."""
        found = {key: self.find(key, language) for key in self._book.templates}
        return {key: template for key, template in found.items() if template}


def _one_line(value: str) -> str:
    """A value as Meta takes it: no line ends, no tabs, no long blanks. LookupError if empty."""
    text = " ".join(value.split())
    if not text:
        raise LookupError("an empty value")
    return text[:LONGEST_VALUE]
