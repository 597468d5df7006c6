"""One turn: what came with the message beside words, then the open form or a new errand, then
whatever is answered at once."""

from __future__ import annotations

from actions import aside, assisting, attachments, notices, places, privacy, storm
from actions.beginning import begin
from actions.drafts import Draft
from actions.ending import back_to_parked
from actions.errands.lookups import remember_lookups, still_kept
from actions.form import advance, go_on
from actions.speech import Answer, say
from actions.understanding import Turn
from actions.wanted import errand_of
from backend_client import BackendClient


async def take_turn(turn: Turn, utility: BackendClient) -> Answer:
    """Lead the errand on by one message. Never raises BackendError: the person is told."""
    if turn.deliver:
        answer = await _deliver(turn, turn.deliver, utility)
    elif turn.assist is not None:
        answer = await assisting.lead(turn, utility)
    else:
        answer = await _answer_to(turn, utility)
        attachments.captioned(turn, answer)
        storm.tell(turn, answer)
    remember_lookups(turn, answer)
    privacy.remember_asking(answer)
    return answer


async def _answer_to(turn: Turn, utility: BackendClient) -> Answer:
    answer = Answer(draft=turn.draft, known={**turn.known, "heard": None, "informed": None})
    if "take_up" in turn.tapped:
        return await _take_up(turn, answer, utility)
    wish = privacy.heard(turn, answer)
    if wish in ("erase", "erase_yes"):
        return answer
    sent = wish or attachments.heard(turn, answer) or await places.heard(turn, answer, utility)
    if sent or await notices.heard(turn, answer, utility):
        await advance(turn, answer, utility)
        return answer
    turn = notices.as_reopening(turn)
    if turn.draft is None:
        name = errand_of(turn)
        if name is None:
            return await aside.answer(turn, utility)
        answer.bubbles += still_kept(turn, name)
        if answer.bubbles and not turn.known.get("references"):
            return answer  # there is no other record that could be meant
        begin(name, turn.recall(), answer)
        await advance(turn, answer, utility)
        return answer
    await go_on(turn, turn.draft, answer, utility)
    return answer


async def _deliver(turn: Turn, kept: Draft, utility: BackendClient) -> Answer:
    """Send a request that the backend could not take before. What the person is doing meanwhile
    is interrupted by the good news alone, and its question is asked again."""
    others = [one for one in turn.kept if one != kept.provisional]
    answer = Answer(draft=kept, known={**turn.known, "kept": others})
    if turn.draft:
        kept.parked = [turn.draft, *turn.draft.parked]
        turn.draft.parked = []
    await advance(turn, answer, utility)
    return answer


async def _take_up(turn: Turn, answer: Answer, utility: BackendClient) -> Answer:
    """Go on with a request that the gateway moved here from another conversation of the same
    person; what is open here is parked."""
    moved = answer.known.pop("taken_up", None)
    if not isinstance(moved, dict) or moved.get("id") != turn.tapped["take_up"]:
        answer.bubbles.append(say("draft.gone", *(() if turn.draft else (aside.MENU,))))
        await advance(turn, answer, utility)
        return answer
    taken = Draft.from_json(moved)
    open_here = [turn.draft, *turn.draft.parked] if turn.draft else []
    waiting = Draft.begin(taken.errand, turn.inbox_id)
    waiting.parked = [taken, *taken.parked, *open_here]
    back_to_parked(waiting, answer)
    return answer
