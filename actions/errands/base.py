"""What every errand has: its questions, what it notices on the way, and how it ends."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, ClassVar

from actions.drafts import Draft
from actions.fields.base import Question
from actions.speech import Bubble, Call, Choice
from actions.understanding import Turn
from backend_client import BackendClient


@dataclass
class Done:
    """An errand that reached its end, with the backend's own words."""

    bubbles: list[Bubble]
    references: list[str] = field(default_factory=list)
    known: dict[str, Any] = field(default_factory=dict)
    #: The errand that follows from this one, if the person wants it.
    follow: Draft | None = None
    #: The records that this person hears of from now on; None: the references.
    followed: list[str] | None = None
    #: Set where the errand's end is a telephone call of staff.
    call: Call | None = None


class AskAgain(Exception):
    """The errand cannot end with what was given: these fields are asked once more.

    The last of `bubbles` asks, if it `expects` something; else the question's own words do.
    """

    def __init__(self, *bubbles: Bubble, forget: tuple[str, ...]) -> None:
        super().__init__(bubbles[0].key if bubbles else "ask again")
        self.bubbles = list(bubbles)
        self.forget = forget


class Errand:
    """One errand of a consumer. Stateless: everything that is remembered is in the draft."""

    #: The intent that begins it; also its name in the catalogue (`errand.<name>`).
    name: ClassVar[str]
    #: Numbers given earlier in the conversation that this errand may take over.
    takes_known: ClassVar[tuple[str, ...]] = ("account_number", "mobile_number")
    #: Numbers that a message may say in passing, also where no question asks for them.
    hears: ClassVar[tuple[str, ...]] = ("account_number", "mobile_number")
    #: Why a person is wanted in the chat as soon as this errand begins, if one is.
    wants_person: ClassVar[str | None] = None
    #: Whether it ends in a record: then it is kept and delivered later while the backend is away.
    records: ClassVar[bool] = False
    #: What is asked, in order; `questions` may leave some out.
    asks: ClassVar[tuple[Question, ...]] = ()

    def questions(self, draft: Draft) -> tuple[Question, ...]:
        """The questions that this draft needs answered."""
        return self.asks

    def question(self, name: str | None) -> Question | None:
        """The question that is called `name`, if this errand has one."""
        return next((one for one in self.asks if one.name == name), None)

    def open_question(self, draft: Draft) -> Question | None:
        """The first question that this draft still needs answered."""
        return next((one for one in self.questions(draft) if not draft.settled(one.name)), None)

    def opening(self, turn: Turn, draft: Draft) -> list[Bubble]:
        """What is said before anything is asked."""
        return []

    def begin(self, turn: Turn, draft: Draft) -> None:
        """Take from the first message what no entity carries, e.g. the description."""

    async def notice(self, turn: Turn, draft: Draft, utility: BackendClient) -> list[Bubble]:
        """What is worth saying before the next question, e.g. a known outage."""
        return []

    def summary(self, draft: Draft) -> list[Bubble]:
        """What will be sent, for the person to confirm; nothing where no yes is needed."""
        return []

    async def finish(self, turn: Turn, draft: Draft, utility: BackendClient) -> Done:
        """Do the errand. Raises BackendError, or AskAgain when a number is unknown."""
        raise NotImplementedError  # pragma: no cover - every errand ends in its own way


def person_button() -> Choice:
    """A person, now."""
    return Choice("button.person", "/talk_to_human")
