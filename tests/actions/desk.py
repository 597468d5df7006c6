"""Staff who fill in the form for somebody."""

from __future__ import annotations

from typing import Any

from actions.dialogue import take_turn
from actions.drafts import Draft
from actions.speech import Answer
from actions.understanding import Turn
from backend_client import BackendClient
from tests.actions.turns import tapped, typed

ASHA, ACCOUNT = "9876543210", "7012345678"
SAMPLE: dict[str, Any] = {
    "accounts": [{"account_number": ACCOUNT, "name": "Asha Devi", "mobile_number": ASHA}]
}
#: What an operator writes or picks, field by field.
CONNECTION = {
    "connection_category": "domestic",
    "load_kw": "2 kW",
    "person_name": "Ravi Kumar",
    "mobile_number": "98765 43210",
    "locality": "Barra 6",
    "address": "117/45, gali 3, Barra 6",
    "pincode": "208027",
    "phase": "single",
    "owner_or_tenant": "owner",
    "existing_dues": "no",
    "documents": ["id_proof", "photo"],
    "consent": "yes",
}


def doing(wish: dict[str, Any], draft: Draft | None = None, **told: Any) -> Turn:
    """What staff do in the form."""
    turn = tapped("inform", draft=draft)
    turn.assist = wish
    for name, value in told.items():
        setattr(turn, name, value)
    return turn


def written(name: str, text: str, draft: Draft | None, intent: str = "inform") -> Turn:
    """What staff write into a field."""
    turn = typed(text, intent, draft=draft)
    turn.assist = {"field": name}
    return turn


def picked(name: str, value: Any, draft: Draft | None) -> Turn:
    """What staff pick in a field."""
    turn = tapped("inform", draft=draft, **{name: value})
    turn.assist = {"field": name}
    return turn


def field(answer: Answer, name: str) -> dict[str, Any]:
    """One field of the form."""
    assert answer.form is not None
    found: dict[str, Any] = next(one for one in answer.form["fields"] if one["name"] == name)
    return found


async def filled(
    utility: BackendClient, answer: Answer, values: dict[str, Any] = CONNECTION, **told: Any
) -> Answer:
    """The form after each of these was given, closed questions by picking."""
    for name, value in values.items():
        turn = (picked if field(answer, name)["options"] else written)(name, value, answer.draft)
        turn.known = answer.known
        for fact, holds in told.items():
            setattr(turn, fact, holds)
        answer = await take_turn(turn, utility)
        assert field(answer, name)["problem"] is None, (name, value)
    return answer
