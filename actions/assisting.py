"""Staff fill in the form for somebody: at the desk, on the telephone, or beside a chat.

The gateway says in the metadata what they do (`assist`: begin, field, forget, attest, finish, or
nothing: only look); a field's text comes as the message and so through the language model. The
same questions read it, the same backend takes it, and a "no" is the same sentence. What differs:
nothing is asked, the form is shown instead, and pressing "send" is the yes to the summary.
"""

from __future__ import annotations

from dataclasses import replace

from actions.asked import tapped_values
from actions.beginning import begin, hear
from actions.drafts import Draft
from actions.ending import finish
from actions.errands import ERRANDS
from actions.errands.base import Errand
from actions.fields.base import Accepted, Question, Reading, Refused, Unrelated
from actions.fields.shown import fields_of, shown_form
from actions.proving import ProvedErrand, taken_code_wish
from actions.speech import Answer, Bubble, say
from actions.understanding import Turn
from backend_client import BackendClient, BackendError

#: Words that are polite and no answer, wherever they are written.
_SOCIAL = frozenset({"affirm", "deny", "greet", "thank", "goodbye", "bot_challenge"})
#: An identity document was seen; nobody proved to hold a number.
SEEN = "seen"


async def lead(turn: Turn, utility: BackendClient) -> Answer:
    """Do what staff did in the form and give it back as it stands then.

    The bubbles are what the consumer shall hear: how the errand ended, and nothing before.
    """
    wish = turn.assist or {}
    answer = Answer(draft=turn.draft, known=dict(turn.known))
    _person_is_here(answer)
    notes = _begun(str(wish["begin"]), turn, answer) if "begin" in wish else []
    problems: dict[str, Bubble] = {}
    if answer.draft is None:
        return answer
    errand = ERRANDS[answer.draft.errand]
    if "field" in wish:
        problems = _filled(str(wish["field"]), turn, answer.draft, errand)
    elif "forget" in wish:
        answer.draft.forget(str(wish["forget"]))
    elif "attest" in wish and isinstance(errand, ProvedErrand):
        answer.draft.values["proof"] = SEEN
    elif "finish" in wish and errand.open_question(answer.draft) is None:
        notes = await _finished(turn, answer, utility)
    await _show(turn, answer, utility, notes, problems)
    return answer


def _person_is_here(answer: Answer) -> None:
    """Whoever asked for a person has one now: what they were at before is open again."""
    draft = answer.draft
    if draft is None or not ERRANDS[draft.errand].wants_person:
        return
    answer.draft = None
    _take_up(draft.parked, answer)


def _take_up(parked: list[Draft], answer: Answer) -> None:
    """The errand that was interrupted last is open again, without a word in the chat."""
    if parked:
        answer.draft, *parked[0].parked = parked


def _begun(name: str, turn: Turn, answer: Answer) -> list[Bubble]:
    """What the bot would say first is for staff to say: safety words above all. The click that
    begins it says nothing of the matter."""
    begin(name, replace(turn, intent=name, text="", entities=[]), answer)
    answer.case = None
    opening, answer.bubbles = answer.bubbles, []
    return [bubble.without_choices() for bubble in opening]


def _filled(name: str, turn: Turn, draft: Draft, errand: Errand) -> dict[str, Bubble]:
    """Take the message as the answer to one question; what cannot be right is not kept."""
    question = next((one for one in fields_of(draft, errand) if one.name == name), None)
    if question is None:
        return {}
    reading = tapped_values(turn, draft, errand, question) if turn.is_tap else _read(turn, question)
    if isinstance(reading, Accepted):
        draft.put(reading.values)
        draft.answered = True
        hear(turn, draft, errand, only=frozenset(question.brings))
        return {}
    if isinstance(reading, Refused):
        return {name: say(reading.key, **reading.args)}
    return {name: say("problem.not_understood")}


def _read(turn: Turn, question: Question) -> Reading:
    """In a chat, words that sound like another errand are asked about once more before they
    count as a place or a name; what stands in the field itself is meant for it."""
    reading = question.read(turn)
    if isinstance(reading, Unrelated) and question.free and turn.intent not in _SOCIAL:
        return question.read(replace(turn, intent="inform"))
    return reading


async def _finished(turn: Turn, answer: Answer, utility: BackendClient) -> list[Bubble]:
    """End the errand as after a confirmed summary. What is in its way is told to staff; how it
    ended, to the consumer; and an errand that it had interrupted is open again."""
    draft = answer.draft
    if draft is None:
        return []
    parked, draft.parked = draft.parked, []
    await finish(turn, answer, utility)
    said, answer.bubbles = answer.bubbles, []
    if answer.draft is draft:
        draft.parked = parked
        return [bubble for bubble in said if not bubble.expects]
    answer.bubbles = [bubble.without_choices() for bubble in said]
    if answer.draft:
        answer.draft.parked = parked
    else:
        _take_up(parked, answer)
    return []


async def _show(
    turn: Turn,
    answer: Answer,
    utility: BackendClient,
    notes: list[Bubble],
    problems: dict[str, Bubble],
) -> None:
    """Set the draft so that the bot goes on with the next open question, and show its fields."""
    draft = answer.draft
    if draft is None:
        return
    errand = ERRANDS[draft.errand]
    try:
        noticed = await errand.notice(turn, draft, utility)
    except BackendError:
        noticed = [say("backend.unreachable")]
    answer.prove = taken_code_wish(draft)
    awaited = errand.open_question(draft)
    draft.stage, draft.misses = "asking", 0
    draft.asked = awaited.name if awaited else None
    told = [bubble.without_choices() for bubble in (*notes, *noticed)]
    answer.form = shown_form(draft, errand, told, problems)
