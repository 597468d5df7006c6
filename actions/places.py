"""A place sent from the telephone's map: looked up, confirmed with a tap, and kept for the crew.

Nothing is filed under a place that nobody confirmed: the map is good for about a kilometre, and
people also write from where the fault is not.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from actions.aside import menu
from actions.drafts import Draft
from actions.errands import ERRANDS
from actions.errands.base import Errand
from actions.errands.tickets import TicketErrand
from actions.questions import place_choices
from actions.speech import Answer, name, payload, say
from actions.understanding import Turn
from backend_client import BackendClient, BackendError
from backend_client.models import Nearest

#: Later than this a person may be somewhere else.
_HOLDS = timedelta(hours=1)
_YES, _NO = (payload("inform", place=said) for said in ("yes", "no"))


async def heard(turn: Turn, answer: Answer, utility: BackendClient) -> bool:
    """Whether the message is a place, or the answer to one sent before everything else; then
    `answer` holds what is said, and the open question is still to be asked."""
    if turn.tapped.get("place") in ("yes", "no"):
        _settle(turn, answer)
        return True
    where = _coordinates(turn)
    if where is None:
        return False
    try:
        near = await utility.nearest(*where)
    except BackendError:
        answer.bubbles.append(say("place.not_looked_up"))
        return True
    if near.utility is None:
        answer.bubbles.append(say("place.outside"))
    elif turn.draft and _wanted_by(turn.draft):
        await _for_draft(turn.draft, _found(near, where), answer, utility)
    else:
        _for_later(turn, near, where, answer)
    return True


def take_over(draft: Draft, errand: Errand, answer: Answer) -> None:
    """Use the place that was sent before the errand began, if it is recent. Once: the next
    errand may be about another place."""
    found = answer.known.pop("place", None)
    if not isinstance(found, dict) or not _is_recent(found):
        return
    if errand.question("locality") is None:
        answer.known["place"] = found
    elif not draft.settled("locality"):
        draft.values.update(found["found"])
        if found["confirmed"]:
            draft.put({"locality": found["found"]["near"]})


def _wanted_by(draft: Draft) -> bool:
    """Whether the open errand can use a place: it asks for one, and a ticket takes it along also
    where its name is known already."""
    errand = ERRANDS[draft.errand]
    asks = errand.question("locality") is not None
    return asks and (isinstance(errand, TicketErrand) or not draft.settled("locality"))


def _coordinates(turn: Turn) -> tuple[float, float] | None:
    latitude, longitude = turn.tapped.get("latitude"), turn.tapped.get("longitude")
    if isinstance(latitude, int | float) and isinstance(longitude, int | float):
        return float(latitude), float(longitude)
    return None


def _found(near: Nearest, where: tuple[float, float]) -> dict[str, Any]:
    """What a draft keeps of it. `near` is empty where no locality is known so near: then the
    coordinates go along with whatever place is written."""
    return {
        "latitude": where[0],
        "longitude": where[1],
        "near": near.locality or "",
        "near_hi": near.locality_hi or near.locality or "",
        "near_division": near.division,
    }


async def _for_draft(
    draft: Draft, found: dict[str, Any], answer: Answer, utility: BackendClient
) -> None:
    said = draft.values.get("locality")
    if said is None:
        draft.values.update(found)
        if not found["near"]:
            along = isinstance(ERRANDS[draft.errand], TicketErrand)
            answer.bubbles.append(say("place.not_known" if along else "place.write_name"))
    elif not found["near"] or await _agrees(str(said), found, utility):
        draft.values.update(found, near=said)  # what was said is finer ("Barra 6") or better known
        answer.bubbles.append(say("place.noted"))
    else:
        draft.forget("locality")
        draft.values.update(found)
        draft.stage = "asking"


async def _agrees(said: str, found: dict[str, Any], utility: BackendClient) -> bool:
    """Whether the place that was said lies in the division of the one that was sent."""
    try:
        place = await utility.place(said)
    except BackendError:
        return False
    return place.known and place.division == found["near_division"]


def _for_later(turn: Turn, near: Nearest, where: tuple[float, float], answer: Answer) -> None:
    found = _found(near, where)
    kept = {"found": found, "confirmed": False, "at": datetime.now(UTC).isoformat()}
    if turn.draft:  # its question is another one; this place is asked about when it is needed
        answer.known["place"] = kept
        answer.bubbles.append(say("place.noted"))
    elif not near.known:
        answer.bubbles.append(say("place.not_known_yet", *menu()))
    else:
        answer.known["place"] = kept
        where_is = name(found["near"], found["near_hi"])
        answer.bubbles.append(say("ask.place_near", *place_choices(_YES, _NO), place=where_is))


def _settle(turn: Turn, answer: Answer) -> None:
    """The tap on "yes, there" or "another place", asked before any errand had begun."""
    kept, yes = answer.known.pop("place", None), turn.tapped["place"] == "yes"
    near = turn.draft.values.get("near") if turn.draft else None
    if turn.draft and near:  # an errand was begun instead of a tap, and took the place over
        turn.draft.put({"locality": near} if yes else {"near": None})
    elif isinstance(kept, dict) and yes:
        answer.known["place"] = {**kept, "confirmed": True}
    if turn.draft is None:
        noted = "place" in answer.known
        answer.bubbles.append(say("place.what_for" if noted else "place.dropped", *menu()))


def _is_recent(found: dict[str, Any]) -> bool:
    return datetime.now(UTC) - datetime.fromisoformat(str(found["at"])) < _HOLDS
