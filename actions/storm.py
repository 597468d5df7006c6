"""A storm, as everybody hears of it: once, before the first answer that is not about danger."""

from __future__ import annotations

from actions.errands.report_hazard import ReportHazard
from actions.speech import Answer, say
from actions.understanding import Turn

#: Among the known facts: the storm that this conversation was told of last.
TOLD = "storm_told"


def tell(turn: Turn, answer: Answer) -> None:
    """Put the honest word first, and the utility's own notice behind it."""
    if turn.storm is None or not answer.bubbles or turn.known.get(TOLD) == turn.storm.name:
        return
    if answer.draft and answer.draft.errand == ReportHazard.name:
        return  # nothing stands before the safety words
    told = [say("storm.now")]
    if turn.storm.words:
        told.append(say("storm.from_utility", words=turn.storm.words))
    answer.bubbles[:0] = told
    answer.known[TOLD] = turn.storm.name
