"""The bot's form as fields beside a chat, as the action server tells it, and what staff changed."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

CODE = "otp"  # the field of the one-time code, whose digits go no further than the gateway
SKIPPED = "skip"


class Told(BaseModel):
    """A key of the catalogue with its typed arguments."""

    model_config = ConfigDict(frozen=True)

    say: str
    args: dict[str, Any] = Field(default_factory=dict)


class Option(BaseModel):
    """One answer to a closed question: its canonical value, and the key of its name."""

    model_config = ConfigDict(frozen=True)

    value: str
    label: str


class FormField(BaseModel):
    """One question with what is known of its answer.

    `label`, `asks`: keys of its short name and of the bot's question. `value` is canonical,
    `shown` the same as a typed argument; `settled` without a value: the person goes without it.
    `several`: more than one option may be picked. `refused`: what was written and not taken,
    `problem` why.
    """

    name: str = Field(pattern=r"^[a-z_]{1,40}$")
    label: str
    asks: str | None = None
    value: Any = None
    shown: Any = None
    settled: bool
    assumed: bool = False
    optional: bool = False
    several: bool = False
    options: list[Option] = Field(default_factory=list)
    problem: Told | None = None
    refused: str | None = None

    @property
    def closed(self) -> bool:
        """Whether one picks an answer; a code is written, though "send another" is offered."""
        return bool(self.options) and self.name != CODE

    @property
    def picked(self) -> list[str]:
        """The options that hold now."""
        if self.value is None:
            return [SKIPPED] if self.settled else []
        values = self.value if isinstance(self.value, list) else [self.value]
        return [str(one) for one in values]

    @property
    def written(self) -> str:
        """What stands in the box: what was refused, else the value as one would write it."""
        if self.refused is not None:
            return self.refused
        if self.value is None or self.name == CODE:
            return ""
        whole = isinstance(self.value, float) and self.value.is_integer()
        return str(int(self.value) if whole else self.value)


class Form(BaseModel):
    """A draft as fields. `ready`: it can be sent; `notes`: what is worth knowing now; `proof`:
    how the person is known where the errand wants it proved (open, asked, given, without, seen),
    None where it does not."""

    errand: str
    ready: bool
    notes: list[Told] = Field(default_factory=list)
    proof: str | None = None
    fields: list[FormField]

    def with_refused(self, refused: Mapping[str, tuple[str, Told]]) -> "Form":
        """The form with what could not be taken in this saving: what was written, and why."""
        fields = [
            one.model_copy(
                update={"refused": refused[one.name][0], "problem": refused[one.name][1]}
            )
            if one.name in refused
            else one
            for one in self.fields
        ]
        return self.model_copy(
            update={"fields": fields, "ready": self.ready and not refused},
        )


@dataclass(frozen=True, slots=True)
class Change:
    """What staff did with one field. `message` goes to Rasa: what was written or, where
    something was `picked`, a payload; None: the field was emptied."""

    field: str
    message: str | None
    picked: bool = False

    @property
    def wish(self) -> dict[str, str]:
        """What the action server is told in the metadata."""
        return {"forget" if self.message is None else "field": self.field}


def pick(field: str, value: Any) -> Change:
    """A canonical value is picked, as by a button of the chat."""
    return Change(field, f"/inform{json.dumps({field: value}, ensure_ascii=False)}", picked=True)


def changes(form: Form, sent: Mapping[str, Sequence[str]]) -> Iterator[Change]:
    """What differs between the form that was shown and what came back of it, in its order."""
    for field in form.fields:
        given = [one.strip() for one in sent.get(field.name, ())]
        if not given:
            continue
        if field.closed:
            yield from _repicked(field, [one for one in given if one])
        elif given[0] != field.written and (given[0] or field.settled):
            yield Change(field.name, given[0] or None)


def _repicked(field: FormField, given: list[str]) -> Iterator[Change]:
    if given == field.picked:
        return
    if not given:
        yield Change(field.name, None)
    else:
        many = field.several and given != [SKIPPED]
        yield pick(field.name, given if many else given[0])
