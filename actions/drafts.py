"""A draft: one errand that is being filled. It travels with every message and is kept by
the gateway, so the action server itself remembers nothing between two turns."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from typing import Any, Literal

Stage = Literal["asking", "changing", "confirming", "unsent"]

#: Namespace of draft ids. The id follows from the message that began the draft, so a turn
#: that has to be repeated after a crash begins the same draft and not a second one.
_NAMESPACE = uuid.UUID("5f0f6a52-0b0e-4d5b-9d0c-1d1c5a7c3a11")


@dataclass
class Draft:
    """What one errand knows so far.

    `values` holds the canonical value of each field; `skipped` the fields that the person
    could not or would not give; `asked` the field whose answer is awaited; `misses` how
    many answers to it were not understood.
    """

    id: str
    errand: str
    values: dict[str, Any] = field(default_factory=dict)
    skipped: list[str] = field(default_factory=list)
    asked: str | None = None
    stage: Stage = "asking"
    misses: int = 0
    #: Whether the person has answered any question of this errand yet.
    answered: bool = False
    #: Fields taken over from an earlier errand of the conversation, not said for this one.
    assumed: list[str] = field(default_factory=list)
    #: The number under which this request is kept until the backend gives its own.
    provisional: str | None = None
    #: Errands that were interrupted by this one, the last first.
    parked: list[Draft] = field(default_factory=list)

    @classmethod
    def begin(cls, errand: str, inbox_id: str) -> Draft:
        """A new draft of `errand`, begun by the message `inbox_id`."""
        return cls(id=str(uuid.uuid5(_NAMESPACE, f"{inbox_id}:{errand}")), errand=errand)

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Draft:
        """Read a draft back as the gateway kept it. Raises TypeError on unknown keys."""
        parked = [cls.from_json(one) for one in data.get("parked", [])]
        return cls(**{**data, "parked": parked})

    def to_json(self) -> dict[str, Any]:
        """The draft as the gateway keeps it."""
        return {**self.__dict__, "parked": [one.to_json() for one in self.parked]}

    @property
    def key(self) -> str:
        """The idempotency key of the record that this draft becomes."""
        return f"{self.id}:{self.errand}"

    def put(self, values: dict[str, Any]) -> None:
        """Take `values` over; a field that has a value is no longer skipped."""
        for name, value in values.items():
            if value is None:
                self.skip(name)
            else:
                self.values[name] = value
                self.assumed = [one for one in self.assumed if one != name]
                self.skipped = [one for one in self.skipped if one != name]

    def skip(self, name: str) -> None:
        """The person does not give this one."""
        self.values.pop(name, None)
        if name not in self.skipped:
            self.skipped.append(name)

    def settled(self, name: str) -> bool:
        """Whether this field needs no question any more."""
        return name in self.values or name in self.skipped

    def forget(self, name: str) -> None:
        """Ask for this field again."""
        self.values.pop(name, None)
        if name == "locality":
            self.values.pop("near", None)  # the place of a map that was confirmed, and wrong
        self.skipped = [one for one in self.skipped if one != name]
        self.assumed = [one for one in self.assumed if one != name]
