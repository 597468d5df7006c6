"""Two processes of each part behind a balancer answer as one of each does."""

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from launch import ROOT, samples
from launch.cluster import KINDS
from launch.conversation import files, load
from launch.play import play
from launch.records import Records
from launch.stack import Stack
from launch.stores import stores
from tests.stack import NO_QUIET_HOURS

TOKEN = "token-of-a-test"
FILES = files(ROOT / "tests/conversations")
CONVERSATIONS = [path for path in FILES if load(path).demo]
OTHERS = [path for path in FILES if path not in CONVERSATIONS][:6]
#: What each process of a kind has counted once it has done something.
WORK = {
    "gateway": 'bijli_answer_seconds_count{channel="test"}',
    "rasa": 'bijli_rasa_action_seconds_count{outcome="ok"}',
    "actions": "bijli_understanding_confidence_count",
    "backend": "bijli_utility_request_seconds_count",
}


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    """Two of each on PostgreSQL and Redis."""
    var = tmp_path_factory.mktemp("cluster")
    with stores(var) as kept:
        env = {**kept.env, **NO_QUIET_HOURS, "METRICS_TOKEN": TOKEN}
        with Stack(var, sample=samples.for_conversations(var), env=env, each=2) as stack:
            yield stack


@pytest.fixture(scope="module")
def records(cluster: Stack) -> Iterator[Records]:
    """What the backend holds, whichever process is asked."""
    records = Records(cluster.backend_url, cluster.api_key)
    yield records
    records.close()


@pytest.mark.parametrize("path", CONVERSATIONS, ids=[path.stem for path in CONVERSATIONS])
def test_a_conversation_over_several_processes_goes_as_over_one(
    path: Path, cluster: Stack, records: Records
) -> None:
    """Each message may be answered by another process than the one before."""
    outcome = play(load(path), url=cluster.url, records=records)
    assert not outcome.complaints, "\n".join(outcome.complaints)


@pytest.mark.parametrize("kind", KINDS)
def test_both_processes_of_a_part_did_some_of_it(kind: str, cluster: Stack) -> None:
    """Else the conversations above would prove nothing."""
    headers = {"Authorization": f"Bearer {TOKEN}"}
    for name in (kind, f"{kind}2"):
        told = httpx.get(f"{cluster.urls[name]}/metrics", headers=headers, timeout=60).text
        counted = [line for line in told.splitlines() if line.startswith(WORK[kind])]
        assert any(float(line.split()[-1]) > 0 for line in counted), name


def test_one_process_of_each_part_is_enough(cluster: Stack, records: Records) -> None:
    """The others are stopped, and nobody who writes notices."""
    for kind in KINDS:
        cluster.stop(kind)
    for path in OTHERS:
        outcome = play(load(path), url=cluster.url, records=records)
        assert not outcome.complaints, "\n".join(outcome.complaints)
