"""The two actions that Rasa calls, and the server that offers them."""

from __future__ import annotations

import asyncio
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import ActiveLoop
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

from actions.dialogue import take_turn
from actions.metrics import note
from actions.settings import settings
from actions.speech import Answer
from actions.understanding import Turn
from backend_client import BackendClient
from watching.tracing import Span

FORM = "errand_form"

_utilities: dict[int, BackendClient] = {}


def utility() -> BackendClient:
    """The client of this process, one for each event loop, its connections kept open."""
    loop = id(asyncio.get_running_loop())
    if loop not in _utilities:
        told = settings()
        _utilities[loop] = BackendClient(
            told.backend_url, told.backend_api_key, total=told.backend_timeout
        )
    return _utilities[loop]


class ErrandForm(Action):
    """Rasa's form `errand_form`, overridden: one call a turn leads any errand on."""

    def name(self) -> str:
        return FORM

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> list[dict[str, Any]]:
        answer = await answer_to(tracker)
        speak(answer, dispatcher)
        return [ActiveLoop(FORM if answer.draft else None)]


class AnswerAtOnce(Action):
    """Whatever Rasa's rules do not take for the beginning of an errand: the answer to a form's
    question above all, since the open draft travels with the message and Rasa keeps none."""

    def name(self) -> str:
        return "action_answer"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> list[dict[str, Any]]:
        speak(await answer_to(tracker), dispatcher)
        return []


async def answer_to(tracker: Tracker) -> Answer:
    """One turn, as part of the trace of its message, and counted."""
    turn = Turn.from_tracker(tracker)
    with Span("errand", turn.traceparent):
        answer = await take_turn(turn, utility())
    note(turn, answer)
    return answer


def speak(answer: Answer, dispatcher: CollectingDispatcher) -> None:
    """Hand bubbles and the turn record to Rasa, the record last."""
    for bubble in answer.bubbles:
        dispatcher.utter_message(json_message=bubble.to_json())
    dispatcher.utter_message(json_message=answer.turn_record())
