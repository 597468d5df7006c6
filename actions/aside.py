"""Messages that are answered at once and need no form: greetings, help, information."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from actions.errands import ERRANDS
from actions.errands.base import person_button
from actions.information import new_connection, offices, paying
from actions.proving import offers_to_take_up
from actions.questions import PERSON_AFTER
from actions.speech import Answer, Bubble, Choice, payload, say
from actions.understanding import Turn, to_recall
from actions.vocabulary import names_topic
from actions.wanted import LOOKUPS
from backend_client import BackendClient, BackendError

#: The help menu: what people come for most, at most ten lines (a WhatsApp list holds ten).
MENU_ERRANDS = (
    "report_fault",
    "report_hazard",
    "report_billing_complaint",
    "check_bill",
    "pay_bill",
    "check_ticket_status",
    "apply_new_connection",
    "check_demand_amount",
    "request_load_change",
    "talk_to_human",
)
MENU = Choice("button.menu", "/help")
LANGUAGES = ("hi", "hi-Latn", "en")
#: Ten bare digits may be either; the errand that is picked settles it.
_LONG_NUMBERS = ("account_number", "mobile_number")
_FOR_ACCOUNT = ("check_bill", "report_billing_complaint", "report_fault", "payment_not_posted")
#: Guesses offered when it is not clear what was meant.
_GUESSES = 2
#: A guess needs at least this share of belief to be worth a button.
_WORTH_A_GUESS = 0.12

Reply = Callable[[Turn, BackendClient], Awaitable[list[Bubble]]]


def menu() -> tuple[Choice, ...]:
    """The buttons of the help menu."""
    return tuple(Choice(f"errand.{name}", payload(name)) for name in MENU_ERRANDS)


async def answer(turn: Turn, utility: BackendClient) -> Answer:
    """Answer `turn` without a form."""
    answered = Answer(known=dict(turn.known))
    if turn.intent == "choose_language":
        return _language(turn, answered)
    nothing_said = turn.intent == "inform" and not turn.entities
    if (not turn.sure or nothing_said) and not turn.is_tap:
        return _unclear(turn, answered)
    answered.known["misses"] = 0
    topic = answered.known["informed"] = _topic(turn)
    if topic:
        try:
            answered.bubbles = await REPLIES[topic](turn, utility)
        except BackendError:
            answered.bubbles = [say("backend.no_information", person_button())]
    else:
        answered.bubbles = [_plain(turn)]
        if turn.intent in ("greet", "help"):
            answered.bubbles += offers_to_take_up(turn, frozenset(ERRANDS))
    return answered


def _topic(turn: Turn) -> str | None:
    """What information is wanted; a bare place after an answer asks the same of that place."""
    if turn.intent in ("inform", "change_answer") and turn.said("locality"):
        informed = turn.known.get("informed")
        return informed if informed in REPLIES else None
    return turn.intent if turn.intent in REPLIES else None


def _plain(turn: Turn) -> Bubble:
    match turn.intent:
        case "greet" | "help":
            return say(f"answer.{turn.intent}", *menu())
        case "thank" | "goodbye":
            return say(f"answer.{turn.intent}")
        case "bot_challenge":
            return say("answer.bot_challenge", person_button())
        case "out_of_scope":
            return _not_ours(turn)
        case "inform" | "change_answer" if _recorded(turn):
            recorded = str(turn.known["references"][0])
            return say("answer.recorded_already", person_button(), MENU, number=recorded)
        case "inform":
            return _what_for(turn)
        case _:
            return say("answer.nothing_open", MENU)


def _recorded(turn: Turn) -> bool:
    """Whether the errand just done left a record, to which something is now added."""
    return turn.known.get("last") not in LOOKUPS and bool(turn.known.get("references"))


def _not_ours(turn: Turn) -> Bubble:
    if names_topic(turn.plain, "street_light"):
        return say("answer.street_light", MENU)
    return say("answer.out_of_scope", *menu())


def _what_for(turn: Turn) -> Bubble:
    """A bare number or place: offer what can be done with it."""
    number = next((one.value for name in _LONG_NUMBERS for one in turn.said(name)), None)
    if number is None:
        return say("answer.what_for", *menu())
    choices = [
        Choice(f"errand.{name}", payload(name, account_number=str(number))) for name in _FOR_ACCOUNT
    ]
    status = payload("check_ticket_status", mobile_number=str(number))
    return say("answer.what_for", *choices, Choice("errand.check_ticket_status", status))


def _language(turn: Turn, answered: Answer) -> Answer:
    """Change language or script, or ask which one."""
    wanted = turn.tapped.get("language") or next((one.value for one in turn.said("language")), None)
    if wanted in LANGUAGES:
        answered.language = str(wanted)
        offered = () if turn.draft else menu()
        answered.bubbles = [say("answer.language_changed", *offered)]
        return answered
    choices = [
        Choice(f"language.{one}", payload("choose_language", language=one)) for one in LANGUAGES
    ]
    answered.bubbles = [say("answer.choose_language", *choices)]
    return answered


def _unclear(turn: Turn, answered: Answer) -> Answer:
    """Not sure what was meant: offer the likeliest errands, then the menu, then a person."""
    misses = int(turn.known.get("misses") or 0) + 1
    answered.known["misses"] = misses
    if misses >= PERSON_AFTER:
        answered.bubbles = [say("form.offer_person", person_button(), MENU)]
        return answered
    guesses = [
        Choice(f"errand.{name}", payload(name))
        for name, share in turn.ranking
        if (name in ERRANDS or name in REPLIES) and share >= _WORTH_A_GUESS
    ][:_GUESSES]
    if guesses and turn.intent != "nlu_fallback":
        answered.known["heard"] = to_recall(turn)
        answered.bubbles = [say("answer.did_you_mean", *guesses, MENU)]
    else:
        answered.bubbles = [say("answer.not_understood", *menu())]
    return answered


REPLIES: dict[str, Reply] = {
    "new_connection_info": new_connection,
    "pay_bill": paying,
    "office_info": offices,
}
