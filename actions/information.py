"""What the utility says of itself: ways to pay, offices, what a new connection takes.

Every figure comes from the backend's dated facts; the catalogue only has the sentences. The facts
are those of the person's own utility, where anything tells which it is; else those of the default
one, and whose they are is said.
"""

from __future__ import annotations

from collections.abc import Iterable

from actions.errands.check_bill import bills_told
from actions.fields.numbers import AccountNumber
from actions.speech import Bubble, Choice, payload, say
from actions.understanding import Turn
from backend_client import BackendClient, BackendGarbled, BackendUnreachable
from backend_client.models import Fact, Office, Utility

#: Ways to pay that the catalogue has a sentence for.
WAYS_TO_PAY = frozenset({"online", "cash_counter", "kiosk", "mor_bijli_app"})
#: Promises that the catalogue has a sentence for.
PROMISES = frozenset({"new_connection_standard", "new_connection_urban", "new_connection_rural"})
#: Telephone numbers that the catalogue has a sentence for.
HELPLINES = frozenset({"helpline", "missed_call"})
#: Offices named in one answer.
_MOST_OFFICES = 5


async def paying(turn: Turn, utility: BackendClient) -> list[Bubble]:
    """How and where to pay, on any day of the month.

    While nothing of the utility answers, the bill that this conversation was told before.
    """
    bill = Choice("errand.check_bill", payload("check_bill"))
    posted = Choice("errand.payment_not_posted", payload("payment_not_posted"))
    try:
        own, whose = await _own_utility(turn, utility)
    except (BackendUnreachable, BackendGarbled):
        told = bills_told(turn)
        if not told:
            raise
        return [say("pay.any_day"), *told, say("pay.then", bill, posted)]
    ways = _told("pay", own.ways_to_pay, WAYS_TO_PAY, "value")
    return [*whose, say("pay.any_day"), *ways, say("pay.then", bill, posted)]


async def offices(turn: Turn, utility: BackendClient) -> list[Bubble]:
    """Help desks, those of the person's own area first, and the telephone numbers."""
    own, whose = await _own_utility(turn, utility)
    locality = next((one.text for one in turn.said("locality")), None)
    known = await utility.offices(locality, utility=own.code)
    near = [one for one in known if one.here] if locality else []
    lines = [
        say("office.near" if near else "office.help_desk", place=_name(one, turn))
        for one in (near or known)[:_MOST_OFFICES]
    ]
    lines = lines or [say("office.none_on_record", utility=_utility_name(own, turn))]
    lines += [say("office.counters", count=_value(one)) for one in own.counters[:1]]
    return [*whose, *lines, *_told("office", own.helplines, HELPLINES, "number")]


async def new_connection(turn: Turn, utility: BackendClient) -> list[Bubble]:
    """Documents, fees, time: as far as the utility states them."""
    own, whose = await _own_utility(turn, utility)
    lines = [say("connection.documents"), say("connection.fees")]
    lines += _told("promise", own.promises, PROMISES, "days")
    apply = Choice("errand.apply_new_connection", payload("apply_new_connection"))
    return [*whose, *lines, say("connection.apply_here", apply)]


async def _own_utility(turn: Turn, utility: BackendClient) -> tuple[Utility, list[Bubble]]:
    """The person's utility, and a word on whose facts follow where nothing tells."""
    code = await _code(turn, utility)
    own = await utility.utility(code)
    return own, [] if code else [say("info.of_utility", utility=_utility_name(own, turn))]


async def _code(turn: Turn, utility: BackendClient) -> str | None:
    """By the place that is named now, a record made here, or the account that was given."""
    for one in turn.said("locality"):
        place = await utility.place(one.text)
        if place.utility_known:
            return place.utility
    if turn.known.get("utility"):
        return str(turn.known["utility"])
    said = (AccountNumber().valid(None, one.text) for one in turn.said("account_number"))
    account = next((one for one in said if one), turn.known.get("account_number"))
    if account is None:
        return None
    place = await utility.place(account_number=str(account))
    return place.utility if place.utility_known else None


def _told(group: str, facts: Iterable[Fact], known: frozenset[str], name: str) -> list[Bubble]:
    """The facts that the catalogue has a sentence for, each with its value as `name`."""
    return [say(f"{group}.{one.key}", **{name: _value(one)}) for one in facts if one.key in known]


def _value(fact: Fact) -> str:
    return f"{fact.value:g}" if isinstance(fact.value, float) else str(fact.value)


def _name(office: Office, turn: Turn) -> str:
    return office.name_hi if turn.language == "hi" and office.name_hi else office.name


def _utility_name(utility: Utility, turn: Turn) -> str:
    return utility.name_hi if turn.language == "hi" and utility.name_hi else utility.name
