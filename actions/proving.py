"""Errands that only the holder of a mobile number may do, or that are stronger with proof.

The gateway sends a one-time code and says which numbers are proved (`turn.proved`). Where it
cannot (`turn.provable` is false), or the person goes on without, the errand decides what is
left of it; nothing that needs no proof waits for one.
"""

from __future__ import annotations

from typing import Any, ClassVar

from actions.drafts import Draft
from actions.errands.base import Errand
from actions.fields.base import Question
from actions.fields.otp import RESEND, OneTimeCode
from actions.speech import Bubble, Choice, payload, say, word
from actions.understanding import Turn
from backend_client import BackendClient

#: Under this name in a draft: the number to which the gateway shall send a code in this turn.
CODE_WANTED = "code_wanted"
#: So much of the number is shown that its holder knows which telephone to look at.
_SHOWN_DIGITS = 2
#: Drafts of other conversations that are offered at once.
_MOST_OFFERED = 2


class ProvedErrand(Errand):
    """An errand with proof. In the draft, `proof` is asked, given, without, or seen: staff saw an
    identity document, which counts for this one request and proves no number."""

    #: What the code is for; the SMS says it (`otp.purpose.<purpose>`).
    purpose: ClassVar[str]
    #: Whether a code for another purpose is not enough: what changes something asks for its own.
    own_code: ClassVar[bool] = False
    code = OneTimeCode()

    async def number_to_prove(self, turn: Turn, draft: Draft, utility: BackendClient) -> str | None:
        """The mobile number that counts for this errand; None where none is known."""
        raise NotImplementedError  # pragma: no cover - every errand knows its own

    def questions(self, draft: Draft) -> tuple[Question, ...]:
        """The code is asked last, and only once one was sent."""
        asked = (self.code,) if draft.values.get("proof") == "asked" else ()
        return (*super().questions(draft), *asked)

    def question(self, name: str | None) -> Question | None:
        return self.code if name == self.code.name else super().question(name)

    async def notice(self, turn: Turn, draft: Draft, utility: BackendClient) -> list[Bubble]:
        """Once everything else is answered: is the number proved, or can it be?"""
        said = await super().notice(turn, draft, utility)
        verdict = draft.values.pop(self.code.name, None)
        if draft.values.get("proof") in ("given", "without", "seen"):
            return said
        others = (one for one in self.questions(draft) if one is not self.code)
        if any(not draft.settled(one.name) for one in others):
            return said
        number = await self.number_to_prove(turn, draft, utility)
        if number is not None and self.holds(turn, number):
            draft.values["proof"] = "given"
        elif self.code.name in draft.skipped:
            draft.values["proof"] = "without"
        elif number is not None and turn.provable:
            said += self._go_on(number, verdict, draft)
        return said

    def holds(self, turn: Turn, number: str) -> bool:
        """Whether the person proved to hold `number`, as far as this errand wants it."""
        if not self.own_code:
            return number in turn.proved
        found = turn.proved_for
        return number in (*found.get("any", ()), *found.get(self.purpose, ()))

    def _go_on(self, number: str, verdict: str | None, draft: Draft) -> list[Bubble]:
        """Send a code, or say what became of the one that was typed."""
        sent = draft.values.get("proof") == "asked" and draft.values.get("proving") == number
        if verdict in ("too_many", "not_sent"):
            draft.values["proof"] = "without"
            return [say(f"otp.{verdict}")]
        if sent and verdict != RESEND:
            return [say(f"otp.{verdict}")] if verdict else []
        draft.values.update(proof="asked", proving=number)
        draft.values[CODE_WANTED] = {"mobile_number": number, "purpose": self.purpose}
        return [say("otp.sent", tail=number[-_SHOWN_DIGITS:])]


def taken_code_wish(draft: Draft) -> dict[str, Any] | None:
    """What the gateway is asked to send, taken out of the draft: it is for this turn alone."""
    wish: dict[str, Any] | None = draft.values.pop(CODE_WANTED, None)
    return wish


def offers_to_take_up(turn: Turn, known: frozenset[str]) -> list[Bubble]:
    """Requests that the same person began elsewhere, each with one tap to go on here.

    `known`: the errands that this server can lead.
    """
    return [
        say(
            "draft.elsewhere",
            Choice("button.take_up", payload("inform", take_up=one["id"])),
            errand=word(f"errand.{one['errand']}"),
        )
        for one in turn.elsewhere
        if one.get("errand") in known and one.get("id")
    ][:_MOST_OFFERED]
