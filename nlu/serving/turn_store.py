"""Where Rasa keeps its last answers: one row each, for the gateway to look up after a crash.

The gateway gives every message a sender of its own, because draft and known facts travel with
the message; so a tracker holds one turn, and a turn costs the same in the first minute of a
conversation as in its five-hundredth message. A row that is lost costs a repeated call of the
action server, which makes no second record (its idempotency key is the draft's).
"""

from __future__ import annotations

import logging
import time
from collections.abc import Iterable
from typing import Any

import sqlalchemy as sa
import ujson
from rasa.core.tracker_store import TrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import Event
from rasa.shared.core.trackers import DialogueStateTracker
from sqlalchemy.exc import SQLAlchemyError

log = logging.getLogger(__name__)

#: The gateway gives a message up after 24 hours (bot/store/inbox.py): nobody asks later.
KEPT_SECONDS = 24 * 3600
_SAVES_BETWEEN_SWEEPS = 500
_BUSY_SECONDS = 5

_turns = sa.Table(
    "turns",
    sa.MetaData(),
    sa.Column("sender_id", sa.String(80), primary_key=True),
    sa.Column("at", sa.Float, nullable=False, index=True),
    sa.Column("events", sa.Text, nullable=False),
)
# SQLite and PostgreSQL understand it alike.
_KEEP = sa.text(
    "INSERT INTO turns (sender_id, at, events) VALUES (:sender_id, :at, :events) "
    "ON CONFLICT (sender_id) DO UPDATE SET at = excluded.at, events = excluded.events"
)


class TurnStore(TrackerStore):
    """Keeps trackers in a database; `host`, as Rasa calls the `url` of endpoints.yml, is a
    database address of SQLAlchemy.

    A database that fails is logged and reported by /health/ready, and turns go on without it:
    Rasa's own way, a fall-back to memory that nobody notices, is never taken.
    """

    #: The store of this process, for its health.
    current: TurnStore | None = None

    def __init__(
        self, domain: Domain | None, host: str, event_broker: Any = None, **more: Any
    ) -> None:
        super().__init__(domain, event_broker, **more)
        address = sa.engine.make_url(host)
        local = address.get_backend_name() == "sqlite"
        self._engine = sa.create_engine(
            address,
            # One connection, kept: Rasa works on one thread, and SQLite tidies up at each close.
            poolclass=sa.pool.QueuePool,
            pool_size=1,
            pool_pre_ping=not local,
            # Every task is one statement; a transaction around it would double the work.
            isolation_level="AUTOCOMMIT",
            pool_reset_on_return=None,
            connect_args={"timeout": _BUSY_SECONDS} if local else {},
        )
        if local:
            sa.event.listen(self._engine, "connect", _unhurried)
        self._keep = _KEEP.compile(dialect=self._engine.dialect)
        self._saves = 0
        self._made = False
        self._works = True
        TurnStore.current = self

    @property
    def works(self) -> bool:
        """Whether the last turn could be kept."""
        return self._works

    def answers(self) -> bool:
        """Whether the database does, now."""
        return self._work(self._asked, sa.select(1)) == [1]

    async def save(self, tracker: DialogueStateTracker) -> None:
        """Write the tracker's events over what was there."""
        self.keep(tracker.sender_id, tracker.events)

    def keep(self, sender_id: str, events: Iterable[Event]) -> None:
        """Write a turn's events over what was there."""
        written = ujson.dumps([event.as_dict() for event in events])
        row = {"sender_id": sender_id, "at": time.time(), "events": written}
        self._work(self._write, row)

    async def retrieve(self, sender_id: str) -> DialogueStateTracker | None:
        """The tracker of a turn that was seen before."""
        query = sa.select(_turns.c.events).where(_turns.c.sender_id == sender_id)
        found = self._work(self._asked, query)
        if not found:
            return None
        return DialogueStateTracker.from_dict(
            sender_id, ujson.loads(found[0]), self.domain.slots, self.max_event_history
        )

    async def keys(self) -> Iterable[str]:
        """Every sender that is kept."""
        return self._work(self._asked, sa.select(_turns.c.sender_id)) or []

    def _work(self, task: Any, *arguments: Any) -> Any:
        try:
            if not self._made:
                _turns.create(self._engine, checkfirst=True)
                self._made = True
            result = task(*arguments)
            self._works = True
            return result
        except (SQLAlchemyError, self._engine.dialect.dbapi.Error) as error:
            if self._works:  # its text would show what people wrote
                log.error("turns cannot be kept: %s", type(error).__name__)
            self._works = False
            return None

    def _asked(self, query: Any) -> list[Any]:
        """The first column of what `query` finds."""
        with self._engine.connect() as connection:
            return list(connection.execute(query).scalars())

    def _write(self, row: dict[str, Any]) -> None:
        # The driver's own connection: SQLAlchemy's way to it takes longer than the statement.
        connection = self._engine.raw_connection()
        try:
            values = self._keep.construct_params(row)
            if self._keep.positional:
                values = tuple(values[name] for name in self._keep.positiontup)
            connection.cursor().execute(self._keep.string, values)
        finally:
            connection.close()
        self._saves += 1
        if self._saves % _SAVES_BETWEEN_SWEEPS == 0:
            self._sweep()

    def _sweep(self) -> None:
        with self._engine.connect() as connection:
            connection.execute(_turns.delete().where(_turns.c.at < time.time() - KEPT_SECONDS))


def _unhurried(connection: Any, _record: Any) -> None:
    # A row that a power cut takes may go: see above. The file itself stays whole.
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=NORMAL")
