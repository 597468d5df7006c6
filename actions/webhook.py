"""`POST /webhook`: Rasa's protocol of action calls, for the actions that are here.

rasa-sdk's own server does more than a call from our Rasa needs: a tracer beside ours, a second
check of what we answer ourselves, and after a failure an answer that holds the whole message.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher
from sanic import HTTPResponse, Request, Sanic, json


def add_actions(app: Sanic[Any, Any], actions: Iterable[Action]) -> None:
    """Run one of `actions` by its name.

    Answers 400 to what is no call and 404 to a name that nothing here has; an action that fails
    is logged and becomes a bare 500, upon which Rasa fails the turn.
    """
    known = {action.name(): action for action in actions}

    async def run(request: Request) -> HTTPResponse:
        call = request.json
        if not (isinstance(call, dict) and isinstance(call.get("tracker"), dict)):
            return json({"error": "no call of an action"}, status=400)
        action = known.get(call.get("next_action"))
        if action is None:
            return json({"error": "no such action"}, status=404)
        said = CollectingDispatcher()
        events = await action.run(said, Tracker.from_dict(call["tracker"]), {})
        return json({"events": events, "responses": said.messages})

    app.add_route(run, "/webhook", methods=["POST"], name="webhook")
