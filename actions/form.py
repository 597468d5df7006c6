"""The one form that leads every errand: what a message means for the open draft, the next
question, the summary, the record.

A turn is a function of (message, draft, known facts) and of what the backend answers. The
draft goes back to the gateway with the replies and is kept in the same transaction.
"""

from __future__ import annotations

from actions import aside
from actions.asked import asked_question, tapped_values
from actions.beginning import begin, hear, take_up_unsent
from actions.corrections import correct, replace_said
from actions.drafts import Draft
from actions.ending import back_to_parked, finish, keep_unsent
from actions.errands import ERRANDS
from actions.errands.report_hazard import ReportHazard
from actions.fields.base import Accepted, Question, Reading, Refused
from actions.meaning import Meaning, Meant, meaning_of
from actions.proving import taken_code_wish
from actions.questions import CONFIRMATION, PERSON_AFTER, ask, ask_again
from actions.speech import Answer, say
from actions.understanding import Turn
from actions.wanted import as_asked_here, errand_of
from backend_client import BackendClient, BackendError

#: Numbers and codes are told from any text; words are not.
_TOLD_APART = frozenset({"mobile_number", "account_number", "ticket_number", "application_number"})
#: In danger these ask what to do, and the answer is the safety words again.
_WHAT_TO_DO = frozenset({"help", "out_of_scope", "office_info"})


async def go_on(turn: Turn, draft: Draft, answer: Answer, utility: BackendClient) -> None:
    """Do what a message means for the open draft."""
    if "again" in turn.tapped:
        draft = answer.draft = take_up_unsent(draft)
    errand = ERRANDS[draft.errand]
    turn = as_asked_here(turn, errand)
    question = asked_question(draft, errand)
    if draft.stage == "changing" and not turn.is_tap and not _leaves(turn):
        # "nahi, rehne do": nothing shall change after all
        keeps = turn.intent == "deny" and turn.sure
        meant = Meant(Meaning.ANSWER if keeps else Meaning.CORRECTION)
    else:
        meant = meaning_of(turn, draft, errand, question)
    match meant.meaning:
        case Meaning.STOP:
            answer.draft = None
            answer.bubbles.append(say("form.stopped", aside.MENU))
        case Meaning.ERRAND:
            begin(errand_of(turn) or turn.intent, turn, answer)
            await advance(turn, answer, utility)
        case Meaning.ASIDE:
            said = await aside.answer(turn, utility)
            if draft.errand == ReportHazard.name and turn.intent in _WHAT_TO_DO:
                said.bubbles = errand.opening(turn, draft)  # "what shall I do?" in danger
            answer.bubbles += [bubble.without_choices() for bubble in said.bubbles]
            answer.language = said.language
            if turn.intent == "out_of_scope" and question and not turn.is_tap:
                draft.misses += 1  # letters without sense look like it, too
                answer.bubbles += ask_again(draft, question)
            else:
                await advance(turn, answer, utility)
        case Meaning.CORRECTION:
            await _correct(turn, draft, answer, utility)
        case Meaning.ANSWER:
            await _take_answer(turn, draft, question, meant.reading, answer, utility)
        case Meaning.NOT_UNDERSTOOD:
            await _heard_or_missed(turn, draft, question, answer, utility)


async def _correct(turn: Turn, draft: Draft, answer: Answer, utility: BackendClient) -> None:
    unclear = correct(turn, draft, ERRANDS[draft.errand])
    if unclear:
        answer.bubbles.append(unclear)
    else:
        await advance(turn, answer, utility)


def _leaves(turn: Turn) -> bool:
    return turn.sure and turn.intent in ("stop", "talk_to_human", "report_hazard")


async def _take_answer(
    turn: Turn,
    draft: Draft,
    question: Question | None,
    reading: Reading,
    answer: Answer,
    utility: BackendClient,
) -> None:
    errand = ERRANDS[draft.errand]
    if turn.is_tap:
        reading = tapped_values(turn, draft, errand, question)
    if isinstance(reading, Refused):
        before = dict(draft.values)
        hear(turn, draft, errand)
        if draft.values != before:  # another fact of the errand, given out of order
            await advance(turn, answer, utility)
            return
        draft.misses += 1
        answer.bubbles.append(say(reading.key, **reading.args))
        answer.bubbles += ask_again(draft, question)
        return
    if isinstance(reading, Accepted):
        draft.misses = 0
        if draft.stage == "confirming":
            await _confirmed(str(reading.values["confirmation"]), turn, draft, answer, utility)
            return
        draft.put(reading.values)
        draft.answered = True
        if not turn.is_tap:
            brought = frozenset(question.brings) if question else frozenset()
            hear(turn, draft, errand, only=_TOLD_APART | brought)
    await advance(turn, answer, utility)


async def _confirmed(
    said: str, turn: Turn, draft: Draft, answer: Answer, utility: BackendClient
) -> None:
    if said == "yes":
        if await finish(turn, answer, utility):
            await advance(turn, answer, utility)
    elif said == "change":
        await _correct(turn, draft, answer, utility)
    else:
        answer.draft = None
        answer.bubbles.append(say("form.not_sent"))
        back_to_parked(draft, answer)


async def _heard_or_missed(
    turn: Turn,
    draft: Draft,
    question: Question | None,
    answer: Answer,
    utility: BackendClient,
) -> None:
    """No answer to the question; perhaps another fact of the errand, perhaps nothing."""
    before = dict(draft.values)
    hear(turn, draft, ERRANDS[draft.errand])
    replace_said(turn, draft, ERRANDS[draft.errand], only_meant=draft.stage != "confirming")
    if draft.values != before or draft.stage == "unsent":
        await advance(turn, answer, utility)
        return
    draft.misses += 1
    if draft.misses < PERSON_AFTER:
        answer.bubbles.append(say("problem.not_understood"))
    answer.bubbles += ask_again(draft, question)


async def advance(turn: Turn, answer: Answer, utility: BackendClient) -> None:
    """Say what is worth saying, then ask the next question, or confirm, or finish."""
    draft = answer.draft
    if draft is None:
        return
    errand = ERRANDS[draft.errand]
    confirmed_before = draft.stage == "unsent"
    if draft.stage in ("unsent", "changing"):
        draft.stage = "asking"
    try:
        answer.bubbles += await errand.notice(turn, draft, utility)
    except BackendError:
        keep_unsent(draft, answer)
        return
    answer.prove = taken_code_wish(draft)
    question = errand.open_question(draft)
    if question:
        draft.stage = "asking"
        answer.bubbles += ask(draft, question)
        return
    summary = [] if confirmed_before else errand.summary(draft)
    if summary:
        draft.stage = "confirming"
        answer.bubbles += [*summary, *ask(draft, CONFIRMATION)]
    elif await finish(turn, answer, utility):
        await advance(turn, answer, utility)
