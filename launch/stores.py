"""A real PostgreSQL and a real Redis for several processes of each part, from wheels."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.fakes.postgres import PostgresServer
from tests.fakes.redis import RedisServer

DATABASES = {
    "DATABASE_URL": "gateway",
    "BACKEND_DATABASE_URL": "backend",
    "RASA_DATABASE_URL": "rasa",
}


@dataclass(frozen=True)
class Stores:
    """Both, running; `env` leads the parts to them."""

    env: dict[str, str]
    redis: RedisServer


@contextmanager
def stores(folder: Path) -> Iterator[Stores]:
    """Run both until the block ends; PostgreSQL keeps its data in `folder`."""
    with ExitStack() as open_:
        server = open_.enter_context(PostgresServer(folder / "postgres"))
        redis = RedisServer()
        redis.start()
        open_.callback(redis.kill)
        env = {setting: server.database(name) for setting, name in DATABASES.items()}
        yield Stores({**env, "REDIS_URL": redis.url}, redis)
