"""A question and the readings of its answer."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, ClassVar

from actions.understanding import Turn


@dataclass(frozen=True)
class Accepted:
    """The message answers the question; `values` may settle more than one field.

    A value of None means that the person goes on without this field.
    """

    values: dict[str, Any]


@dataclass(frozen=True)
class Refused:
    """The message tries to answer, and the value cannot be right; `key` says why."""

    key: str
    args: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Unrelated:
    """The message is no answer to this question."""


Reading = Accepted | Refused | Unrelated


class Question:
    """One field of an errand."""

    #: The field in the draft.
    name: ClassVar[str]
    #: What the chat API calls it, where that is not the field's own name.
    called: ClassVar[str | None] = None
    #: Fields that an answer to this question may bring along ("…, kanpur 208005").
    brings: ClassVar[tuple[str, ...]] = ()
    #: Free text could be anything, so another intent must be very sure to interrupt it.
    free: ClassVar[bool] = False

    def __init__(self, *, wording: str | None = None, optional: bool = False) -> None:
        #: Key of the catalogue that asks; an errand may ask in its own words.
        self.wording = wording or f"ask.{self.name}"
        #: Whether "I do not have it" is offered.
        self.optional = optional

    @property
    def expects(self) -> str:
        """The name by which the chat API knows this question."""
        return self.called or self.name

    def read(self, turn: Turn) -> Reading:
        """What the answer `turn` says to this question."""
        raise NotImplementedError  # pragma: no cover - every question reads its own answers

    def heard(self, turn: Turn) -> Any:
        """The value that a message says in passing, or None."""
        for entity in turn.said(self.name):
            value = self.valid(entity.value, entity.text)
            if value is not None:
                return value
        return None

    def valid(self, value: Any, typed: str) -> Any:
        """The canonical form of a value found by the language model or tapped, or None."""
        raise NotImplementedError  # pragma: no cover

    def taken(self, value: Any, turn: Turn) -> dict[str, Any]:
        """What goes into the draft with the canonical `value`, however it was given."""
        return {self.name: value}

    def options(self) -> tuple[str, ...]:
        """Canonical values that are offered as buttons."""
        return ()
