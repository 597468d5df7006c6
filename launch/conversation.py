"""A conversation file: what a person says, and what must come back and be recorded."""

from pathlib import Path
from typing import Any, Self

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from launch.errors import LaunchError

#: What a person can do in a turn; exactly one of these stands in a step.
ACTS = ("say", "tap", "send_payload", "be_at")


class ConversationFileWrong(LaunchError):
    """A conversation file cannot be understood; the text names the file and the place."""


class Step(BaseModel):
    """One turn: what the person does, and what is expected of the answer if it is stated."""

    model_config = ConfigDict(extra="forbid")

    say: str | None = None
    tap: str | None = None
    send_payload: str | None = None
    be_at: tuple[float, float] | None = None
    expects: str | None = None
    language: str | None = None
    contains: list[str] = Field(default_factory=list)
    lacks: list[str] = Field(default_factory=list)
    references: list[str] | None = None
    buttons: list[str] = Field(default_factory=list)
    status: int = 200
    remember: dict[str, int] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _does_one_thing(self) -> Self:
        if sum(getattr(self, act) is not None for act in ACTS) != 1:
            raise ValueError(f"a turn has exactly one of {', '.join(ACTS)}")
        return self

    @property
    def where(self) -> str:
        """The place that is sent, in degrees; "" if none is."""
        return f"{self.be_at[0]}, {self.be_at[1]}" if self.be_at else ""

    @property
    def states_expects(self) -> bool:
        """Whether the file says anything of `expects`; null means that nothing is asked."""
        return "expects" in self.model_fields_set

    def __str__(self) -> str:
        done = self.say if self.say is not None else self.tap or self.send_payload or self.where
        how = next(name for name in ACTS if getattr(self, name) is not None)
        return f'{how} "{done if len(done) <= 80 else done[:77] + "…"}"'


class Conversation(BaseModel):
    """A whole file; `records` are asked of the backend afterwards."""

    model_config = ConfigDict(extra="forbid")

    title: str
    demo: bool = False
    surface: str = "test"
    turns: list[Step] = Field(min_length=1)
    records: list[dict[str, Any]] = Field(default_factory=list)


def load(path: Path) -> Conversation:
    """Read a conversation file. Raises ConversationFileWrong."""
    try:
        return Conversation.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))
    except (yaml.YAMLError, ValidationError) as wrong:
        raise ConversationFileWrong(f"{path}: {wrong}") from None


def files(folder: Path) -> list[Path]:
    """The conversation files of a folder, by name."""
    return sorted(folder.glob("*.yml"))
