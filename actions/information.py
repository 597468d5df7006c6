"""What the utility says of itself: ways to pay, offices, what a new connection takes.

Every figure comes from the backend's dated facts; the catalogue only has the sentences.
"""

from __future__ import annotations

from actions.speech import Bubble, Choice, payload, say
from actions.understanding import Turn
from backend_client import BackendClient
from backend_client.models import Fact, Office

#: Ways to pay that the catalogue has a sentence for.
WAYS_TO_PAY = frozenset({"online", "cash_counter", "kiosk", "mor_bijli_app"})
#: Promises that the catalogue has a sentence for.
PROMISES = frozenset({"new_connection_standard", "new_connection_urban", "new_connection_rural"})
#: Offices named in one answer.
_MOST_OFFICES = 5


async def paying(_: Turn, utility: BackendClient) -> list[Bubble]:
    """How and where to pay, on any day of the month."""
    facts = (await utility.utility()).ways_to_pay
    lines = [say("pay.any_day")]
    lines += [say(f"pay.{one.key}", value=_value(one)) for one in facts if one.key in WAYS_TO_PAY]
    bill = Choice("errand.check_bill", payload("check_bill"))
    posted = Choice("errand.payment_not_posted", payload("payment_not_posted"))
    return [*lines, say("pay.then", bill, posted)]


async def offices(turn: Turn, utility: BackendClient) -> list[Bubble]:
    """Help desks, those of the person's own area first, and the helpline."""
    locality = next((one.text for one in turn.said("locality")), None)
    known = await utility.offices(locality)
    near = [one for one in known if one.here] if locality else []
    lines = [
        say("office.near" if near else "office.help_desk", place=_name(one, turn))
        for one in (near or known)[:_MOST_OFFICES]
    ]
    facts = await utility.utility()
    lines += [say("office.counters", count=_value(one)) for one in facts.counters[:1]]
    lines += [say("office.helpline", number=_value(one)) for one in facts.helplines[:1]]
    return lines


async def new_connection(_: Turn, utility: BackendClient) -> list[Bubble]:
    """Documents, fees, time: as far as the utility states them."""
    promises = (await utility.utility()).promises
    lines = [say("connection.documents"), say("connection.fees")]
    lines += [
        say(f"promise.{one.key}", days=_value(one)) for one in promises if one.key in PROMISES
    ]
    apply = Choice("errand.apply_new_connection", payload("apply_new_connection"))
    return [*lines, say("connection.apply_here", apply)]


def _value(fact: Fact) -> str:
    return f"{fact.value:g}" if isinstance(fact.value, float) else str(fact.value)


def _name(office: Office, turn: Turn) -> str:
    return office.name_hi if turn.language == "hi" and office.name_hi else office.name
