"""`python -m actions`: the action server on its own port."""

from __future__ import annotations

import os
import sys

from pydantic import ValidationError
from rasa_sdk.endpoint import run
from rasa_sdk.executor import ActionExecutor

from actions.server import AnswerAtOnce, ErrandForm
from actions.settings import settings


def main() -> int:
    """Serve until ended. Exit code 2 with a clear line when a setting is wrong."""
    try:
        told = settings()
    except ValidationError as wrong:
        for one in wrong.errors():
            print(
                f"actions: {'.'.join(map(str, one['loc'])).upper()}: {one['msg']}", file=sys.stderr
            )
        return 2
    # rasa-sdk reads its host here and nowhere else.
    os.environ["SANIC_HOST"] = told.actions_host
    executor = ActionExecutor()
    for action in (ErrandForm(), AnswerAtOnce()):
        executor.register_action(action)
    run(executor, port=told.actions_port, cors_origins=[])
    return 0


if __name__ == "__main__":
    sys.exit(main())
