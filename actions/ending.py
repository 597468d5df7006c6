"""The end of an errand: the record at the backend, or an honest word why there is none yet."""

from __future__ import annotations

import logging

from actions.beginning import assume_known
from actions.drafts import Draft
from actions.errands import ERRANDS
from actions.errands.base import AskAgain, Done, person_button
from actions.errands.lookups import APPLICATION, TooManyLookups
from actions.proving import offers_to_take_up
from actions.questions import CONFIRMATION, STOP, ask
from actions.speech import Answer, Choice, say, word
from actions.understanding import Turn
from backend_client import (
    BackendClient,
    BackendError,
    Conflict,
    InvalidRequest,
    NotFound,
)

log = logging.getLogger(__name__)

#: How provisional numbers begin; no series of the backend does.
_PROVISIONAL = "TMP"
_DIGITS = 6
_AGAIN = Choice("button.try_again", '/inform{"again": "yes"}')


async def finish(turn: Turn, answer: Answer, utility: BackendClient) -> bool:
    """Do the errand of `answer.draft`. Success is said only with the backend's reference.

    True when another errand follows from it at once and is now the open draft.
    """
    draft = answer.draft
    if draft is None:
        return False
    # What is sent must not change between two tries: the key stands for one request.
    draft.values.setdefault("language", turn.language)
    draft.values.setdefault("channel", turn.channel)
    errand = ERRANDS[draft.errand]
    try:
        done = await errand.finish(turn, draft, utility)
    except AskAgain as unclear:
        _ask_again(unclear, draft, answer)
    except TooManyLookups:
        _give_up("lookup.too_many", draft, answer)
    except InvalidRequest as refusal:
        _refused_fields(refusal, draft, answer)
    except (NotFound, Conflict) as refusal:
        log.warning("backend refused %s: %s", draft.errand, refusal.code)
        _give_up("backend.refused", draft, answer)
    except BackendError as away:
        # A wrong key or "too many requests" is our trouble and passes: nothing is dropped.
        log.warning("backend away during %s: %s", draft.errand, type(away).__name__)
        if errand.records:
            hand_over(draft, answer)
        else:
            keep_unsent(draft, answer)
    else:
        return _done(done, draft, turn, answer)
    return False


def _done(done: Done, draft: Draft, turn: Turn, answer: Answer) -> bool:
    if draft.provisional and done.references:
        answer.bubbles.append(say("backend.delivered", number=draft.provisional))
    answer.bubbles += done.bubbles
    if draft.values.get("proof") == "given":
        answer.bubbles += offers_to_take_up(turn, frozenset(ERRANDS))
    _bring_along(turn, done, answer)
    answer.references += done.references
    answer.followed += done.references if done.followed is None else done.followed
    answer.call = done.call or answer.call
    answer.known.update(done.known, last=draft.errand)
    answer.draft = None
    if not done.follow:
        back_to_parked(draft, answer)
        return False
    done.follow.parked = draft.parked
    assume_known(turn, done.follow, ERRANDS[done.follow.errand])
    answer.draft = done.follow
    return True


def _bring_along(turn: Turn, done: Done, answer: Answer) -> None:
    """What was sent while the ticket was being made goes with it."""
    number = next((one for one in done.references if not one.startswith(APPLICATION)), None)
    if number is None:
        return
    answer.attach_to = number
    if turn.attachments:
        answer.bubbles.append(say("attachment.along"))


def _ask_again(unclear: AskAgain, draft: Draft, answer: Answer) -> None:
    for name in unclear.forget:
        draft.forget(name)
    draft.stage = "asking"
    answer.bubbles += unclear.bubbles
    asking = unclear.bubbles[-1].expects if unclear.bubbles else None
    if asking:
        draft.asked = asking
        return
    errand = ERRANDS[draft.errand]
    question = errand.open_question(draft)
    if question:
        draft.asked = None
        answer.bubbles += ask(draft, question)


def _give_up(key: str, draft: Draft, answer: Answer) -> None:
    """Nothing more can be done with this draft here; a person is offered."""
    answer.draft = None
    answer.bubbles.append(say(key, person_button()))
    back_to_parked(draft, answer)


def _refused_fields(refusal: InvalidRequest, draft: Draft, answer: Answer) -> None:
    """The backend names the fields that it cannot take: ask for those again."""
    errand = ERRANDS[draft.errand]
    refused = [one for one in errand.questions(draft) if one.name in refusal.fields]
    log.warning("backend refused fields %s of %s", sorted(refusal.fields), draft.errand)
    if not refused:
        _give_up("backend.refused", draft, answer)
        return
    for question in refused:
        draft.forget(question.name)
        answer.bubbles.append(say("backend.refused_field", field=word(f"field.{question.name}")))
    draft.stage, draft.asked = "asking", None
    answer.bubbles += ask(draft, refused[0])


def hand_over(draft: Draft, answer: Answer) -> None:
    """The request is whole: the gateway keeps it and delivers it by itself under the same key,
    and the person may go on. The number given says of itself that it is not the backend's."""
    again = draft.provisional is not None
    draft.provisional = draft.provisional or f"{_PROVISIONAL}-{draft.id[:_DIGITS].upper()}"
    draft.stage, draft.asked = "unsent", None
    answer.draft = None
    answer.kept.append(draft)
    answer.known["kept"] = [*answer.known.get("kept", []), draft.provisional]
    if not again:
        answer.bubbles.append(say("backend.kept", number=draft.provisional))
    back_to_parked(draft, answer)
    draft.parked = []


def keep_unsent(draft: Draft, answer: Answer) -> None:
    """A question could not be put to the backend: the draft stays, and the next message or a
    tap asks it again."""
    draft.stage, draft.asked = "unsent", None
    answer.bubbles.append(say("backend.unreachable", _AGAIN, STOP))


def back_to_parked(draft: Draft, answer: Answer) -> None:
    """Take up the errand that this one interrupted, where it stood."""
    if not draft.parked:
        return
    earlier, *others = draft.parked
    earlier.parked = others
    answer.draft = earlier
    answer.bubbles.append(say("form.back_to", errand=word(f"errand.{earlier.errand}")))
    if earlier.stage == "unsent":
        keep_unsent(earlier, answer)
        return
    errand = ERRANDS[earlier.errand]
    question = errand.open_question(earlier)
    if question:
        earlier.stage = "asking"
        answer.bubbles += ask(earlier, question)
    else:
        earlier.stage = "confirming"
        answer.bubbles += [*errand.summary(earlier), *ask(earlier, CONFIRMATION)]
