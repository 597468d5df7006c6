"""The whole product as somebody watches it: a collector for traces, a token for metrics."""

from collections.abc import Iterator
from dataclasses import dataclass

import httpx
import pytest

from launch import samples
from launch.stack import Stack
from tests.fakes.collector import FakeCollector
from tests.stack import NO_QUIET_HOURS

TOKEN = "token-of-a-test"


@dataclass(frozen=True)
class Watched:
    """A running product; `parts` are the addresses of its processes by name."""

    stack: Stack
    collector: FakeCollector
    parts: dict[str, str]

    def metrics(self, part: str) -> str:
        """What Prometheus reads of a part."""
        answer = httpx.get(
            f"{self.parts[part]}/metrics", headers={"Authorization": f"Bearer {TOKEN}"}, timeout=60
        )
        assert answer.status_code == 200, answer.text
        return answer.text


@pytest.fixture(scope="session")
def watched(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Watched]:
    """WhatsApp, Telegram and web, with a collector."""
    var = tmp_path_factory.mktemp("watched")
    sample = samples.for_conversations(var)
    with FakeCollector() as collector:
        env = {
            **NO_QUIET_HOURS,
            "METRICS_TOKEN": TOKEN,
            "OTEL_EXPORTER_OTLP_ENDPOINT": collector.url,
        }
        with Stack(var, sample=sample, fakes=True, env=env) as stack:
            parts = {
                "gateway": stack.url,
                "rasa": stack.rasa_url,
                "actions": stack.actions_url,
                "backend": stack.backend_url,
            }
            yield Watched(stack, collector, parts)
