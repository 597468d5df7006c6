"""What the bot says: keys of the catalogue with values, never sentences."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field, replace
from datetime import date, datetime
from typing import Any

from actions.drafts import Draft

Arg = str | int | dict[str, Any]

#: Prepared once, which `json.dumps` with an option is not.
_json = json.JSONEncoder(ensure_ascii=False).encode

#: Among the known facts: the ticket that a notice asked about last, whether it is fixed.
ASKED = "asked_fixed"

#: Fields that say something of a person; before the first of them the gateway tells what becomes
#: of it. Nothing stands before safety words: a danger is told of without.
_PERSONAL = frozenset({"mobile_number", "account_number", "person_name", "address", "locality"})
_DANGER = "report_hazard"


def money(rupees: float) -> Arg:
    """An amount in rupees."""
    return {"type": "money", "value": rupees}


def moment(when: datetime) -> Arg:
    """A point in time; shown in Indian time."""
    return {"type": "datetime", "value": when.isoformat()}


def day(when: date) -> Arg:
    """A calendar day."""
    return {"type": "date", "value": when.isoformat()}


def word(key: str) -> Arg:
    """Another key of the catalogue, set into the sentence."""
    return {"type": "word", "value": key}


def name(latin: str, devanagari: str) -> Arg:
    """A name of the utility's own, in the script that the person reads."""
    return {"type": "name", "value": {"latin": latin, "devanagari": devanagari}}


def kilowatt(load: float) -> Arg:
    """A load in kW."""
    return {"type": "kilowatt", "value": load}


def several(values: Iterable[Arg]) -> Arg:
    """Values joined by commas."""
    return {"type": "list", "value": list(values)}


def payload(intent: str, **values: Any) -> str:
    """A button's payload in Rasa's own notation, with canonical values."""
    return f"/{intent}{_json(values)}" if values else f"/{intent}"


@dataclass(frozen=True)
class Choice:
    """A button: the key of its title, and what it sends."""

    key: str
    payload: str
    args: dict[str, Arg] = field(default_factory=dict)

    def to_json(self) -> dict[str, Any]:
        return {"key": self.key, "args": self.args, "payload": self.payload}


@dataclass(frozen=True)
class Bubble:
    """One thing said: a catalogue key, its values, buttons, and the field it asks for."""

    key: str
    args: dict[str, Arg] = field(default_factory=dict)
    choices: tuple[Choice, ...] = ()
    expects: str | None = None

    def without_choices(self) -> Bubble:
        """The same words without buttons: an aside must not compete with the open question."""
        return replace(self, choices=())

    def to_json(self) -> dict[str, Any]:
        return {
            "say": self.key,
            "args": self.args,
            "choices": [one.to_json() for one in self.choices],
            "expects": self.expects,
        }


def say(key: str, *choices: Choice, expects: str | None = None, **args: Arg) -> Bubble:
    """A bubble; reads in code as what is said."""
    return Bubble(key, args, choices, expects)


@dataclass(frozen=True)
class Case:
    """Why a person of the utility is wanted (asked, not_understood, correction, danger), how
    urgently, and of which division where that is known."""

    reason: str
    urgent: bool = False
    division: str | None = None


@dataclass(frozen=True)
class Call:
    """Somebody wants to be telephoned on this number, by whose staff where that is known."""

    mobile_number: str
    division: str | None = None


@dataclass
class Answer:
    """All that one turn gives back: bubbles, and what the gateway has to keep."""

    bubbles: list[Bubble] = field(default_factory=list)
    draft: Draft | None = None
    #: All facts remembered for later errands of this conversation; replaces what was kept.
    known: dict[str, Any] = field(default_factory=dict)
    #: Numbers that the backend gave in this turn.
    references: list[str] = field(default_factory=list)
    #: Set when the person asked for another language or script.
    language: str | None = None
    #: Set when a person of the utility is wanted in the chat.
    case: Case | None = None
    #: Set when the person is now to be telephoned.
    call: Call | None = None
    #: Requests that are complete and that the backend could not take: delivered later.
    kept: list[Draft] = field(default_factory=list)

    #: The mobile number to which the gateway shall send a one-time code, and what for.
    prove: dict[str, Any] | None = None

    #: Records that this person hears of from now on; numbers of other people are not among them.
    followed: list[str] = field(default_factory=list)
    #: The ticket to which the gateway shall tie what the person sent.
    attach_to: str | None = None
    #: Set when the person wants no more notices, or wants them again: "off", "on".
    notices: str | None = None
    #: Set when the person wants to know what is stored of them ("held"), or it erased ("erase").
    privacy: str | None = None
    #: The open form as fields, where staff fill it in.
    form: dict[str, Any] | None = None

    def turn_record(self) -> dict[str, Any]:
        """The last message of every turn; without it the gateway counts the turn as failed."""
        return {
            "turn": {
                "draft": self.draft.to_json() if self.draft else None,
                # A bare yes answers the last thing that was said, which this turn is now.
                "known": {name: fact for name, fact in self.known.items() if name != ASKED},
                "references": self.references,
                "language": self.language,
                "case": asdict(self.case) if self.case else None,
                "call": asdict(self.call) if self.call else None,
                "kept": [one.to_json() for one in self.kept],
                "prove": self.prove,
                "followed": self.followed,
                "notices": self.notices,
                "privacy": self.privacy,
                "personal": self._asks_personal(),
                "attach_to": self.attach_to,
                "form": self.form,
            }
        }

    def _asks_personal(self) -> bool:
        asked = any(bubble.expects in _PERSONAL for bubble in self.bubbles)
        return asked and not (self.draft and self.draft.errand == _DANGER)
