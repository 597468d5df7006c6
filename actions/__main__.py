"""`python -m actions`: the action server on its own port."""

from __future__ import annotations

import sys

from pydantic import ValidationError
from sanic import Sanic

from actions.access import refuse_strangers
from actions.health import add_health
from actions.metrics import add_metrics
from actions.server import AnswerAtOnce, ErrandForm
from actions.settings import settings
from actions.webhook import add_actions
from watching import logs, memory, tracing


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
    logs.set_up("actions")
    tracing.record_to(told.otel_exporter_otlp_endpoint, "actions")
    app = Sanic("actions", configure_logging=False)
    add_actions(app, (ErrandForm(), AnswerAtOnce()))
    refuse_strangers(app, told.actions_token)
    add_health(app)
    add_metrics(app, told.metrics_token)
    memory.settle()
    app.run(told.actions_host, told.actions_port, single_process=True, motd=False)
    return 0


if __name__ == "__main__":
    sys.exit(main())
