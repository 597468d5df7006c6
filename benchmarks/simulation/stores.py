"""What a turn asks of PostgreSQL and Redis: measured with one process of each part and with two."""

import tempfile
from dataclasses import dataclass
from pathlib import Path

import psutil
import psycopg
import redis

from benchmarks.turns.load import talk
from benchmarks.turns.metering import processor_seconds
from benchmarks.turns.ours import Ours
from benchmarks.turns.people import crowd, sample, scripts
from launch.stores import Stores, stores

AT_ONCE = 8
ROUNDS = 3
WARM_UP = 1
PEOPLE = 200
KIB = 1024
# Only transactions that write get a number; numbers and journal are the server's, so that all
# databases on it are counted.
COUNTERS = """
SELECT pg_snapshot_xmax(pg_current_snapshot())::text::bigint,
       pg_wal_lsn_diff(pg_current_wal_lsn(), '0/0')::bigint,
       pg_backend_pid()
"""


@dataclass(frozen=True)
class Asked:
    """Of one turn: `commits` that write, `wal_kib` of journal, `postgresql_seconds` of its
    processor, `redis_operations`; `turns_per_second` with eight people at a time, and the
    `processor_seconds` of all our own processes."""

    commits: float
    wal_kib: float
    postgresql_seconds: float
    redis_operations: float
    turns_per_second: float
    processor_seconds: float


@dataclass(frozen=True)
class _Counted:
    commits: int
    wal_bytes: int
    postgresql_seconds: float
    redis_operations: int


def asked(each: int) -> Asked:
    """Measure it with so many processes of each part. Raises LaunchError."""
    with tempfile.TemporaryDirectory(prefix="bench-stores-") as name:
        folder = Path(name)
        given = sample(folder / "sample.json", PEOPLE)
        with (
            stores(folder) as kept,
            Ours(folder / "ours", given, env=kept.env, each=each) as ours,
        ):
            return _measured(ours, kept)


def _measured(ours: Ours, kept: Stores) -> Asked:
    people, size = crowd(), len(scripts())
    talk(ours, people, size * WARM_UP, at_once=AT_ONCE)
    before, began = _counted(kept), sum(processor_seconds(ours.pids()).values())
    heard = talk(ours, people, size * ROUNDS, at_once=AT_ONCE)
    after, ended = _counted(kept), sum(processor_seconds(ours.pids()).values())
    turns = len(heard.waits)
    return Asked(
        commits=(after.commits - before.commits) / turns,
        wal_kib=(after.wal_bytes - before.wal_bytes) / turns / KIB,
        postgresql_seconds=(after.postgresql_seconds - before.postgresql_seconds) / turns,
        redis_operations=(after.redis_operations - before.redis_operations) / turns,
        turns_per_second=heard.turns_per_second,
        processor_seconds=(ended - began) / turns,
    )


def _counted(kept: Stores) -> _Counted:
    with psycopg.connect(kept.env["DATABASE_URL"], autocommit=True) as connection:
        row = connection.execute(COUNTERS).fetchone()
        assert row is not None, "a SELECT without FROM has one row"
        commits, journal, session = row
        # The server is the parent of each session's process.
        server = psutil.Process(psutil.Process(session).ppid()).pid
        seconds = processor_seconds({"postgresql": server})["postgresql"]
    with redis.Redis.from_url(kept.env["REDIS_URL"]) as client:
        operations = int(client.info("stats")["total_commands_processed"])
    return _Counted(commits, journal, seconds, operations)
