"""Run by Rasa's own Python (test_serving.py): what our changes of Rasa must leave as it was.

Prints one line of JSON: the fingerprints of the changed code as Rasa ships it, and whether the
changed code gives what the original gave.
"""

import asyncio
import hashlib
import inspect
import json
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "nlu"))

from rasa.core import processor
from rasa.core.actions.action import RemoteAction
from rasa.core.agent import Agent
from rasa.core.channels.channel import UserMessage
from rasa.core.policies import rule_policy
from rasa.core.processor import PLACEHOLDER_MESSAGE, PLACEHOLDER_TRACKER
from rasa.core.tracker_store import FailSafeTrackerStore
from rasa.engine.runner.dask import DaskGraphRunner
from rasa.shared.core.events import ActionExecuted, Event, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.utils.common import all_subclasses
from rasa.utils import log_utils

CHANGED = {
    "FailSafeTrackerStore.get_or_create_tracker": FailSafeTrackerStore.get_or_create_tracker,
    "MessageProcessor.get_tracker": processor.MessageProcessor.get_tracker,
    "MessageProcessor._check_for_unseen_features": (
        processor.MessageProcessor._check_for_unseen_features
    ),
    "RulePolicy._get_possible_keys": rule_policy.RulePolicy._get_possible_keys,
    "RemoteAction.run": RemoteAction.run,
    "RemoteAction._utter_responses": RemoteAction._utter_responses,
    "DaskGraphRunner.run": DaskGraphRunner.run,
    "DaskGraphRunner._build_dask_graph": DaskGraphRunner._build_dask_graph,
    "Event.resolve_by_type": Event.resolve_by_type,
    "configure_structlog": log_utils.configure_structlog,
}
TEXTS = ("light nahi aa rahi kal raat se, barra 6", "/check_bill", "मीटर जल गया", "")


def fingerprints() -> dict[str, str]:
    """Of the source as Rasa ships it."""
    return {
        name: hashlib.sha256(inspect.getsource(code).encode()).hexdigest()[:16]
        for name, code in CHANGED.items()
    }


def copied_for_logs_only() -> bool:
    """Whether `copy` stands in the two modules only as an argument of a debug line."""
    for module in (processor, rule_policy):
        for line in inspect.getsource(module).splitlines():
            if "copy." in line and "=copy.deepcopy(" not in line.replace(" ", ""):
                return False
    return True


def understood(agent: Agent) -> list[object]:
    """What the model makes of some texts."""
    runner, target = agent.processor.graph_runner, agent.processor.model_metadata.nlu_target
    read = []
    for text in TEXTS:
        inputs = {
            PLACEHOLDER_MESSAGE: [UserMessage(text)],
            PLACEHOLDER_TRACKER: DialogueStateTracker.from_events("somebody", []),
        }
        message = runner.run(inputs=inputs, targets=[target])[target][0]
        found = message.as_dict(only_output_properties=True)
        read.append([found["intent"], found["entities"]])
    return json.loads(json.dumps(read, default=str))


def chosen(agent: Agent) -> list[str]:
    """The action that follows each of some texts."""
    names = []
    for text in TEXTS:
        parsed = asyncio.run(agent.parse_message(text))
        tracker = agent.tracker_store.init_tracker("somebody")
        tracker.update(ActionExecuted("action_listen"))
        tracker.update(UserUttered(text, parsed["intent"], parsed["entities"]), agent.domain)
        action, _ = agent.processor.predict_next_with_tracker_if_should(tracker)
        names.append(action.name())
    return names


def resolved() -> dict[str, str]:
    """The class of every type of event."""
    names = {one.type_name for one in all_subclasses(Event)}
    return {name: Event.resolve_by_type(name).__name__ for name in sorted(names)}


def main(model: str) -> None:
    """Compare before and after."""
    agent = Agent.load(model)
    shipped, logs_only = fingerprints(), copied_for_logs_only()
    before = [understood(agent), chosen(agent), chosen(agent), resolved()]
    import serving

    serving.apply()
    after = [understood(agent), chosen(agent), chosen(agent), resolved()]
    print(json.dumps({"shipped": shipped, "logs_only": logs_only, "same": before == after}))


main(sys.argv[1])
