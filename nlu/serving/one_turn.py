"""A message is one turn: it is understood, a rule names the action, the action server answers.

Rasa begins a session, looks for slots, copies the tracker for the action, and asks its policies
once more whether anything is to follow. Here every message has a sender of its own and exactly
one action, and there is no slot: which action depends on the intent alone (domain/intents.yml:
`use_entities: []`). So the policies are asked once for each intent, in Rasa's own way.
"""

from __future__ import annotations

import logging
from typing import Any
from weakref import WeakKeyDictionary

from rasa.core.actions.action import RemoteAction
from rasa.core.channels.channel import UserMessage
from rasa.core.processor import MessageProcessor
from rasa.shared.core.constants import ACTION_LISTEN_NAME, ACTION_SESSION_START_NAME
from rasa.shared.core.events import ActionExecuted, BotUttered, SessionStarted, UserUttered
from rasa.shared.exceptions import RasaException

from serving import action_server
from serving.turn_store import TurnStore
from watching import tracing
from watching.tracing import Span

log = logging.getLogger(__name__)

#: The action of each intent, for every model that is loaded.
_actions: WeakKeyDictionary[MessageProcessor, dict[str, str]] = WeakKeyDictionary()


def apply() -> None:
    """Replace `MessageProcessor.handle_message`."""
    MessageProcessor.handle_message = _turn


async def _turn(self: MessageProcessor, message: UserMessage) -> None:
    """Understand a message, let it be answered, keep both, and hand the answer to its channel.
    Without an answer nothing is kept, and the gateway asks again."""
    sent = message.metadata or {}
    try:
        with Span("understanding", sent.get(tracing.HEADER)):
            asked = _understood(self, message)
            action = _action_for(self, asked)
        with Span("action", sent.get(tracing.HEADER)):
            told = asked.parse_data | {"metadata": sent | {tracing.HEADER: tracing.traceparent()}}
            spoken = await action_server.answer(
                self.action_endpoint, action, message.sender_id, told
            )
    except RasaException as error:
        log.error("no answer: %s", error)
        return
    _keep(message.sender_id, sent, spoken)
    for bubble in spoken:
        await message.output_channel.send_custom_json(message.sender_id, bubble)


def _understood(processor: MessageProcessor, message: UserMessage) -> UserUttered:
    # No component looks at a tracker.
    found = processor._parse_message_with_graph(message, tracker=None)
    return UserUttered(
        message.text,
        found["intent"],
        found["entities"],
        found,
        input_channel=message.input_channel,
        message_id=message.message_id,
        metadata=message.metadata,
    )


def _action_for(processor: MessageProcessor, asked: UserUttered) -> str:
    """The action that Rasa's policies choose. Raises RasaException for one that is not the
    action server's."""
    known = _actions.setdefault(processor, {})
    name = known.get(asked.intent_name)
    if name is None:
        name = _chosen(processor, asked)
        if asked.intent_name in processor.domain.intents:
            known[asked.intent_name] = name
    return name


def _chosen(processor: MessageProcessor, asked: UserUttered) -> str:
    tracker = processor.tracker_store.init_tracker("somebody")
    began = [
        ActionExecuted(ACTION_SESSION_START_NAME),
        SessionStarted(),
        ActionExecuted(ACTION_LISTEN_NAME),
    ]
    tracker.update_with_events([*began, asked], processor.domain)
    action, _ = processor.predict_next_with_tracker_if_should(tracker)
    if not isinstance(action, RemoteAction):
        raise RasaException(f"nothing answers {action.name()}")
    return action.name()


def _keep(sender: str, sent: dict[str, Any], spoken: list[Any]) -> None:
    """Keep the answer, and of the message what it is known by: its words stay in the gateway."""
    if TurnStore.current is None:
        raise RasaException("no store of turns is configured in endpoints.yml")
    message = UserUttered(metadata={"inbox_id": sent.get("inbox_id")})
    bubbles = [BotUttered(data={"custom": bubble}) for bubble in spoken]
    TurnStore.current.keep(sender, [message, *bubbles])
