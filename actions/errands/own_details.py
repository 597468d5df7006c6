"""The name, address and load that the utility has on record for an account."""

from __future__ import annotations

from typing import ClassVar

from actions.drafts import Draft
from actions.errands.base import AskAgain, Done, person_button
from actions.errands.lookups import TooManyLookups, count_lookup
from actions.fields.base import Question
from actions.fields.numbers import AccountNumber
from actions.proving import ProvedErrand
from actions.speech import Arg, Bubble, Choice, kilowatt, payload, say, word
from actions.understanding import Turn
from backend_client import BackendClient, NotFound
from backend_client.models import Consumer

_CATEGORIES = frozenset({"domestic", "commercial", "industrial", "agricultural"})


class OwnDetails(ProvedErrand):
    """Shown only to whoever holds the mobile number that is registered for the account: by the
    account number alone anybody who has seen a bill would learn where somebody lives."""

    name = "own_details"
    purpose = "details"
    hears: ClassVar[tuple[str, ...]] = ("account_number",)
    takes_known: ClassVar[tuple[str, ...]] = ("account_number",)
    asks: ClassVar[tuple[Question, ...]] = (AccountNumber(),)

    async def number_to_prove(self, turn: Turn, draft: Draft, utility: BackendClient) -> str | None:
        """The registered one. An unknown account, or one too many, is said at the end."""
        account = str(draft.values["account_number"])
        try:
            count_lookup(turn, account)
            return registered_mobile(await utility.consumer(account))
        except (NotFound, TooManyLookups):
            return None

    async def finish(self, turn: Turn, draft: Draft, utility: BackendClient) -> Done:
        account = str(draft.values["account_number"])
        count_lookup(turn, account)
        known = {"account_number": account}
        try:
            consumer = await utility.consumer(account)
        except NotFound as absent:
            unknown = say("unknown.account", person_button(), account=account)
            raise AskAgain(unknown, forget=("account_number",)) from absent
        if registered_mobile(consumer) not in turn.proved:
            return Done([say("own_details.not_shown", person_button())], known=known)
        return Done([_shown(consumer)], known=known)


def registered_mobile(consumer: Consumer) -> str | None:
    """The ten digits of the account's mobile number, as the utility has it."""
    return consumer.mobile_number[-10:] if consumer.mobile_number else None


def offer_details(turn: Turn, account: str) -> list[Bubble]:
    """After a bill: what is on record is shown to whoever proves to be its consumer."""
    if not (turn.provable or turn.proved):
        return []
    more = payload("check_bill", show="details", account_number=account)
    return [say("own_details.more", Choice("button.own_details", more))]


def _shown(consumer: Consumer) -> Bubble:
    category = consumer.category
    known = category in _CATEGORIES
    purpose: Arg = word(f"choice.connection_category.{category}") if known else category or "–"
    return say(
        "own_details.shown",
        account=consumer.account_number,
        name=consumer.name or "–",
        place=consumer.locality or "–",
        category=purpose,
        load=kilowatt(consumer.load_kw) if consumer.load_kw is not None else "–",
    )
