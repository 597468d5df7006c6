"""The words that the operators' DLT filter lets through, and how they are filled.

An SMS in India reaches nobody unless it is, character for character, a text that was approved
for this sender, with something in the place of each variable. Rules of a variable: at most 30
characters, in English and in Unicode (help pages of Kaleyra and Localmail); the tags of TRAI's
direction on pre-tagging (`{#numeric#}` digits only, `{#alphanumeric#}` letters and digits, up to
40; help page of MSG91 "Variable Tagging on DLT SMS Templates").
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from bot.channels.sms.errors import BadTemplates, UnfitSms
from bot.errors import NoSms

PACKAGED = Path(__file__).parent / "data" / "templates.yml"
Language = Literal["hi", "hi-Latn", "en"]

_VARIABLE = re.compile(r"\{#(\w+)#\}")
# What each sort of variable takes. "var" is the untagged one of older templates.
_TAKES = {
    "var": r"[^\r\n]{1,30}",
    "numeric": r"[0-9]{1,15}",
    "alphanumeric": r"(?:[^\W_]|[\u0900-\u097f ]){1,40}",
    "cbn": r"[0-9+]{3,15}",
}


class _Entry(BaseModel):
    """One message of the file: the same in each language, by its own approved text."""

    model_config = ConfigDict(extra="forbid")

    category: Literal["service_implicit", "service_explicit", "transactional"]
    variables: list[str] = Field(default_factory=list)
    secret: bool = False
    text: dict[Language, str]
    id: dict[Language, str | None] = Field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class SmsTemplate:
    """An approved template. `variables` names the argument of each place, in order; `secret`
    words are not kept once they have left the house."""

    key: str
    language: str
    id: str
    text: str
    variables: tuple[str, ...]
    category: str
    secret: bool

    def filled(self, values: Mapping[str, str]) -> str:
        """The SMS in words. Raises UnfitSms where it would not match what was approved."""
        missing = [name for name in self.variables if not values.get(name)]
        if missing:
            raise UnfitSms(f"{self.key} in {self.language} lacks {', '.join(missing)}")
        given = iter(self.variables)
        words = _VARIABLE.sub(lambda _: values[next(given)], self.text)
        if not self._pattern().fullmatch(words):
            raise UnfitSms(f"{self.key} in {self.language}: a value does not fit its place")
        return words

    def _pattern(self) -> re.Pattern[str]:
        fixed = _VARIABLE.split(self.text)
        parts = [
            re.escape(part) if place % 2 == 0 else f"(?:{_TAKES[part]})"
            for place, part in enumerate(fixed)
        ]
        return re.compile("".join(parts))


class Templates:
    """All approved templates of an operator, from a file of the form of `data/templates.yml`.

    `show` turns a typed argument (a moment, money) into the words of a language. Raises
    BadTemplates for a file that cannot be used: an id that is not of 19 digits, a variable
    without a name, a text that names a variable which the filter does not know.
    """

    def __init__(self, path: Path, show: Callable[[Any, str], str]) -> None:
        self._show = show
        try:
            read: Any = yaml.safe_load(path.read_text(encoding="utf-8")) or {}
            entries = {str(key): _Entry.model_validate(one) for key, one in read.items()}
        except (OSError, yaml.YAMLError, ValidationError, AttributeError) as error:
            raise BadTemplates(f"{path}: {error}") from error
        self._found: dict[tuple[str, str], SmsTemplate] = {
            (key, language): _template(path, key, language, entry, str(template_id))
            for key, entry in entries.items()
            for language, template_id in entry.id.items()
            if template_id
        }

    def find(self, key: str, language: str) -> SmsTemplate | None:
        """The template of a key, in a language or, where only that is approved, in English."""
        return self._found.get((key, language)) or self._found.get((key, "en"))

    def worded(self, key: str, language: str, args: Mapping[str, Any]) -> tuple[SmsTemplate, str]:
        """The template of a key and the SMS in its words. Raises NoSms."""
        template = self.find(key, language)
        if template is None:
            raise NoSms(f"no template is approved for {key}")
        try:
            values = {
                name: self._show(args[name], template.language)
                for name in template.variables
                if name in args
            }
        except (ValueError, KeyError) as error:
            raise UnfitSms(f"{key}: an argument cannot be shown") from error
        return template, template.filled(values)

    def __len__(self) -> int:
        return len(self._found)


_approved: Templates | None = None


def approve(templates: Templates | None) -> None:
    """State which templates this process may send; None: no SMS at all."""
    global _approved
    _approved = templates


def template_for(key: str, language: str) -> SmsTemplate | None:
    """The approved template of a key; None if there is none, or no SMS is configured."""
    return _approved.find(key, language) if _approved else None


def worded(key: str, language: str, args: Mapping[str, Any]) -> tuple[SmsTemplate, str]:
    """The template of a key and the SMS in its words. Raises NoSms."""
    if _approved is None:
        raise NoSms("no SMS is configured")
    return _approved.worded(key, language, args)


def _template(
    path: Path, key: str, language: Language, entry: _Entry, template_id: str
) -> SmsTemplate:
    text = entry.text.get(language)
    if text is None:
        raise BadTemplates(f"{path}: {key} has an id in {language} and no text")
    if not re.fullmatch(r"[0-9]{19}", template_id):
        raise BadTemplates(f"{path}: the id of {key} in {language} is not of 19 digits")
    places = _VARIABLE.findall(text)
    if len(places) != len(entry.variables) or set(places) - _TAKES.keys():
        raise BadTemplates(f"{path}: the variables of {key} in {language} do not fit its text")
    return SmsTemplate(
        key, language, template_id, text, tuple(entry.variables), entry.category, entry.secret
    )
