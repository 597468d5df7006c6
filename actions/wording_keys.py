"""Which keys of the catalogues this server can say beyond those that stand in its code as
they are: the check of the catalogues asks, nothing at run time does."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from actions.aside import LANGUAGES, MENU_ERRANDS, REPLIES
from actions.backend_words import WORDS
from actions.errands import ERRANDS
from actions.errands.outage_info import OutageInfo
from actions.errands.tickets import TicketErrand
from actions.fields.base import Question
from actions.fields.free import OwnWords
from actions.fields.numbers import IssuedNumber
from actions.fields.otp import VERDICTS
from actions.information import HELPLINES, PROMISES, WAYS_TO_PAY
from actions.proving import ProvedErrand
from actions.questions import CONFIRMATION


def wording_keys() -> frozenset[str]:
    """Every key that is put together at run time, from the errands, fields and tables."""
    groups: dict[str, Iterable[str]] = {
        **WORDS,
        "pay": WAYS_TO_PAY,
        "promise": PROMISES,
        "office": HELPLINES,
        "language": LANGUAGES,
        "errand": {*ERRANDS, *MENU_ERRANDS, *REPLIES},
        "made": (name for name, one in ERRANDS.items() if isinstance(one, TicketErrand)),
        "attachment": ("voice", "refused"),
        "answer": ("greet", "help", "thank", "goodbye"),
        "choice.phase": ("undecided",),
        "otp": (one for one in VERDICTS if one != "proved"),
    }
    keys = {f"{group}.{name}" for group, names in groups.items() for name in names}
    return frozenset(keys.union(*map(_of_question, _questions())))


def _questions() -> Iterator[Question]:
    for errand in ERRANDS.values():
        yield from errand.asks
    yield from (CONFIRMATION, ProvedErrand.code, OutageInfo.add_me)


def _of_question(question: Question) -> Iterator[str]:
    yield question.wording
    yield f"field.{question.name}"
    yield from (f"choice.{question.name}.{value}" for value in question.options())
    if isinstance(question, OwnWords | IssuedNumber):
        yield f"problem.{question.name}"
