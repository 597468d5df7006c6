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
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "nlu"))

from aiohttp import web
from rasa.core.agent import Agent
from rasa.core.channels.channel import UserMessage
from rasa.core.policies.rule_policy import RulePolicy
from rasa.core.processor import MessageProcessor
from rasa.engine.runner.dask import DaskGraphRunner
from rasa.utils import log_utils
from rasa.utils.endpoints import EndpointConfig

CHANGED = {
    "MessageProcessor.handle_message": MessageProcessor.handle_message,
    "DaskGraphRunner.run": DaskGraphRunner.run,
    "configure_structlog": log_utils.configure_structlog,
}
#: What the changed code relies on.
READ = {
    "MessageProcessor._parse_message_with_graph": MessageProcessor._parse_message_with_graph,
    "MessageProcessor._run_prediction_loop": MessageProcessor._run_prediction_loop,
    "RulePolicy._predict": RulePolicy._predict,
    "DaskGraphRunner._build_dask_graph": DaskGraphRunner._build_dask_graph,
}
TEXTS = ("light nahi aa rahi kal raat se, barra 6", "मीटर जल गया", "", "/nobody_wants_this")
BUBBLE = {"say": "ask.contact", "args": {}, "choices": [], "expects": "mobile_number"}


class ActionServer:
    """Answers every call alike and remembers what it was told."""

    def __init__(self) -> None:
        self.told: list[dict[str, Any]] = []

    async def answer(self, request: web.Request) -> web.Response:
        """Two bubbles and an event, as ours has them."""
        self.told.append(await request.json())
        bubbles = [{"custom": BUBBLE}, {"custom": {"turn": {"draft": None}}}]
        return web.json_response({"events": [], "responses": bubbles})


def fingerprints() -> dict[str, str]:
    """Of the source as Rasa ships it."""
    return {
        name: hashlib.sha256(inspect.getsource(code).encode()).hexdigest()[:16]
        for name, code in (CHANGED | READ).items()
    }


async def turns(agent: Agent, server: ActionServer) -> list[object]:
    """What each text and each intent of the domain is answered, and what the action server was
    told of it."""
    server.told.clear()
    answers = []
    for text in (*TEXTS, *(f"/{intent}" for intent in agent.domain.intents)):
        message = UserMessage(text, sender_id=f"one:{text}", metadata={"inbox_id": "one"})
        await agent.handle_message(message)
        answers.append(message.output_channel.messages)
    return [answers, [_compared(told) for told in server.told]]


def _compared(told: dict[str, Any]) -> list[object]:
    message = told["tracker"]["latest_message"]
    return [told["next_action"], message["intent"], message["entities"], message["text"]]


async def compare(model: str) -> dict[str, object]:
    """Before and after. A second round after: what is remembered must be right as well."""
    server, app = ActionServer(), web.Application()
    app.router.add_post("/webhook", server.answer)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    port = runner.addresses[0][1]
    agent = Agent.load(model, action_endpoint=EndpointConfig(f"http://127.0.0.1:{port}/webhook"))
    shipped, before = fingerprints(), await turns(agent, server)

    import serving
    from serving.turn_store import TurnStore

    serving.apply()
    TurnStore(agent.domain, "sqlite://")
    after = [await turns(agent, server) for _ in range(2)]
    await runner.cleanup()
    same = json.loads(json.dumps(before)) == json.loads(json.dumps(after[0])) and (
        after[0] == after[1]
    )
    return {"shipped": shipped, "same": same, "turns": len(before[1])}


print(json.dumps(asyncio.run(compare(sys.argv[1]))))
