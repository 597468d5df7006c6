"""Which errand a message wants by itself, whatever was said before it."""

from __future__ import annotations

from dataclasses import replace

from actions.errands import ERRANDS
from actions.errands.base import Errand
from actions.errands.lookups import own_references
from actions.fields.base import Accepted
from actions.understanding import Turn
from actions.vocabulary import names_topic

#: Asked of what the conversation itself holds, these harm nobody when misheard.
_STATUS = frozenset({"check_ticket_status", "check_application_status"})
#: Errands that are often done twice in a row, for the next account or ticket.
LOOKUPS = frozenset(
    {"check_bill", "check_ticket_status", "check_application_status", "check_demand_amount"}
)
#: What only its owner may see: what a button calls it, and the errand.
OWN = {"records": "own_records", "details": "own_details"}
#: Intents as which such a question may be heard.
_SHOWS = frozenset({"check_ticket_status", "check_application_status", "check_bill"})
#: In so few words nobody says whether the complaint or the application is meant.
_VAGUE = 3


def errand_of(turn: Turn) -> str | None:
    """The errand that a message begins by itself, or None.

    A number that only we issue says what it is about, also without a word beside it.
    """
    if turn.danger:
        return "report_hazard"
    own_affair = OWN.get(str(turn.tapped.get("show"))) or wanted_of_own(turn)
    if own_affair:
        return own_affair
    if turn.intent in ERRANDS:
        own = turn.intent in _STATUS and bool(turn.known.get("references"))
        return _own_status(turn) if turn.sure or turn.is_tap or own else None
    if turn.intent == "inform" and _one_more(turn):
        return str(turn.known["last"])
    if turn.intent in ("inform", "nlu_fallback", "out_of_scope"):
        if turn.said("ticket_number"):
            return "check_ticket_status"
        if turn.said("application_number"):
            return "check_application_status"
    return None


def wanted_of_own(turn: Turn) -> str | None:
    """What only its owner may see, asked for in words: all complaints, or what is on record.

    A message that is surely another errand ("my details are printed wrong") stays that.
    """
    for topic, errand in OWN.items():
        named = names_topic(turn.plain, f"own_{topic}")
        if named and (turn.intent in _SHOWS or not (turn.sure and turn.intent in ERRANDS)):
            return errand
    return None


def _one_more(turn: Turn) -> bool:
    """ "aur 7012345679": the same look-up again with another number."""
    asked = ERRANDS[turn.known["last"]].asks[0] if turn.known.get("last") in LOOKUPS else None
    return asked is not None and isinstance(asked.read(turn), Accepted)


def _own_status(turn: Turn) -> str:
    """ "status batao" asks for what this conversation has: an application or a complaint. So
    does "kab tak?" after a complaint."""
    short = len(turn.plain.split()) <= _VAGUE + 1 and not turn.said("locality")
    if turn.intent == "outage_info" and short and own_references(turn, applications=False):
        return "check_ticket_status"
    asked = {"check_ticket_status": False, "check_application_status": True}
    if turn.intent in asked and len(turn.plain.split()) <= _VAGUE:
        wanted = asked[turn.intent]
        if own_references(turn, applications=not wanted) and not own_references(
            turn, applications=wanted
        ):
            return next(name for name, applications in asked.items() if applications != wanted)
    return turn.intent


def as_asked_here(turn: Turn, errand: Errand) -> Turn:
    """ "How long will it take?" amid an application asks about the connection, not the light."""
    asks_when = turn.intent == "outage_info" and not (turn.is_tap or turn.said("locality"))
    elsewhere = errand.name != "apply_new_connection" or names_topic(turn.plain, "supply")
    return replace(turn, intent="new_connection_info") if asks_when and not elsewhere else turn
