"""What is said to a photo, a film, a paper or a voice note.

The gateway keeps it and ties it to the ticket that the turn record names (`attach_to`); here is
decided which one that is, and what the person hears.
"""

from __future__ import annotations

from actions.aside import MENU, menu
from actions.errands import ERRANDS
from actions.errands.lookups import own_references
from actions.errands.tickets import TicketErrand
from actions.speech import Answer, Bubble, say
from actions.understanding import Turn

_VOICE, _REFUSED = "voice", "refused"


def heard(turn: Turn, answer: Answer) -> bool:
    """Whether the message is something sent without words; then `answer` holds what is said,
    and the open question is still to be asked."""
    sort = turn.tapped.get("attachment")
    if sort is None:
        return False
    if sort in (_VOICE, _REFUSED):
        choices = () if turn.draft else menu()
        answer.bubbles.append(say(f"attachment.{sort}", *choices))
    elif turn.draft:
        errand = ERRANDS[turn.draft.errand]
        goes_along = isinstance(errand, TicketErrand)
        answer.bubbles.append(say("attachment.goes_along" if goes_along else "attachment.kept"))
    else:
        answer.bubbles.append(_without_errand(turn, answer))
    return True


def captioned(turn: Turn, answer: Answer) -> None:
    """What is added about a photo whose caption was answered like any message.

    A caption that begins nothing ("yeh dekhiye") shows that the photo is what counts.
    """
    if turn.attachment is None or turn.is_tap:
        return
    if turn.attachment == _REFUSED:
        # Before the question that the answer ends with, and after whatever safety words.
        answer.bubbles.insert(max(len(answer.bubbles) - 1, 0), say("attachment.refused"))
    elif answer.draft is None and not answer.references and _says_nothing(turn):
        answer.bubbles = [_without_errand(turn, answer)]


def _says_nothing(turn: Turn) -> bool:
    return not turn.sure or turn.intent in ("inform", "change_answer", "out_of_scope")


def _without_errand(turn: Turn, answer: Answer) -> Bubble:
    """It belongs to the last ticket of the conversation; without one it waits for the next."""
    own = own_references(turn, applications=False)
    if not own:
        return say("attachment.what_for", *menu())
    answer.attach_to = own[0]
    return say("attachment.added", MENU, number=own[0])
