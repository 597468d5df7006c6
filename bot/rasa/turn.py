"""A turn as the action server answers it through Rasa: bubbles and one record."""

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from bot.errors import RasaGarbled
from bot.helpdesk.assist.form import Form


class ChoiceSpoken(BaseModel):
    """A button: the catalogue key of its title and the payload that a tap sends back."""

    model_config = ConfigDict(frozen=True)

    key: str
    args: dict[str, Any] = Field(default_factory=dict)
    payload: str = Field(min_length=1, max_length=1000)


class BubbleSpoken(BaseModel):
    """One bubble as the action server answers it: a catalogue key, never words."""

    model_config = ConfigDict(frozen=True)

    say: str
    args: dict[str, Any] = Field(default_factory=dict)
    choices: list[ChoiceSpoken] = Field(default_factory=list)
    expects: str | None = None


class KeptDraft(BaseModel):
    """A whole request that the backend could not take; everything else in it is the action
    server's."""

    model_config = ConfigDict(frozen=True, extra="allow")

    id: str = Field(min_length=1, max_length=36)


class ProofWanted(BaseModel):
    """A one-time code shall be sent to this number."""

    model_config = ConfigDict(frozen=True)

    mobile_number: str = Field(min_length=10, max_length=16)
    purpose: str = Field(pattern=r"^[a-z_]{1,40}$")


class CaseWanted(BaseModel):
    """A person of the utility is wanted in the chat: why, how urgently, of which division."""

    model_config = ConfigDict(frozen=True)

    reason: Literal["asked", "not_understood", "correction", "danger"]
    urgent: bool = False
    division: str | None = None


class CallWanted(BaseModel):
    """Somebody wants to be telephoned on this number, by whose staff where that is known."""

    model_config = ConfigDict(frozen=True)

    mobile_number: str = Field(min_length=10, max_length=16)
    division: str | None = Field(default=None, max_length=80)


class TurnRecord(BaseModel):
    """What a turn leaves behind besides its bubbles. `language`: chosen by the person now;
    `kept`: requests to be delivered when the backend is back; `notices`: whether they want any;
    `form`: the draft as fields, where staff fill it in; `personal`: what is asked now is about
    the person; `privacy`: they want to know what is held of them, or to have it erased.
    """

    model_config = ConfigDict(frozen=True)

    draft: dict[str, Any] | None = None
    known: dict[str, Any] = Field(default_factory=dict)
    references: list[str] = Field(default_factory=list)
    language: Literal["hi", "hi-Latn", "en"] | None = None
    case: CaseWanted | None = None
    attach_to: str | None = Field(default=None, max_length=40)
    kept: list[KeptDraft] = Field(default_factory=list)
    prove: ProofWanted | None = None
    notices: Literal["on", "off"] | None = None
    personal: bool = False
    privacy: Literal["held", "erase"] | None = None
    followed: list[str] | None = None
    call: CallWanted | None = None
    form: Form | None = None

    @property
    def follows(self) -> list[str]:
        """The records that the conversation hears of from now on: what was issued in this turn,
        unless the action server says which of them are the person's own."""
        return self.references if self.followed is None else self.followed


class Turn(BaseModel):
    """A finished turn."""

    model_config = ConfigDict(frozen=True)

    bubbles: list[BubbleSpoken]
    record: TurnRecord


def read_turn(parts: list[Any]) -> Turn:
    """Turn the custom JSON of one turn into bubbles and their record.

    Raises RasaGarbled unless there is exactly one turn record and every bubble has the shape
    agreed with the action server.
    """
    spoken = [part for part in parts if isinstance(part, dict)]
    records = [part["turn"] for part in spoken if "turn" in part]
    if len(records) != 1:
        raise RasaGarbled(f"{len(records)} turn records")
    try:
        bubbles = [BubbleSpoken.model_validate(part) for part in spoken if "turn" not in part]
        return Turn(bubbles=bubbles, record=TurnRecord.model_validate(records[0]))
    except ValidationError as error:
        raise RasaGarbled(f"{error.error_count()} errors in a turn") from error


def spoken_after(inbox_id: str, events: list[Any]) -> list[Any]:
    """The custom JSON that Rasa's tracker holds as answers to one message."""
    spoken: list[Any] = []
    belongs = False
    for event in (event for event in events if isinstance(event, dict)):
        if event.get("event") == "user":
            belongs = _inside(event, "metadata").get("inbox_id") == inbox_id
            # Asked more than once: the last time counts.
            spoken = [] if belongs else spoken
        elif event.get("event") == "bot" and belongs:
            spoken.append(_inside(event, "data").get("custom"))
    return spoken


def _inside(event: dict[str, Any], name: str) -> dict[str, Any]:
    found = event.get(name)
    return found if isinstance(found, dict) else {}
