"""What serving is told from outside; Rasa itself reads endpoints.yml."""

from __future__ import annotations

import os


def metrics_token() -> str:
    """The token that /metrics asks for, "" for none."""
    return os.environ.get("METRICS_TOKEN", "")


def rasa_token() -> str:
    """The token that the gateway shows, "" for none."""
    return os.environ.get("RASA_TOKEN", "")


def actions_token() -> str:
    """The token that the action server asks for, "" for none."""
    return os.environ.get("ACTIONS_TOKEN", "")


def collector() -> str:
    """The address of an OpenTelemetry collector, "" for none."""
    return os.environ.get("OTEL_EXPORTER_OTLP_ENDPOINT", "")
