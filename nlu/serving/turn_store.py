"""Where Rasa keeps the last turns: one row each, for the gateway to look up after a crash.

The gateway gives every message a sender of its own, because draft and known facts travel with
the message; so a tracker holds one turn, and a turn costs the same in the first minute of a
conversation as in its five-hundredth message. A row that is lost costs a repeated call of the
action server, which makes no second record (its idempotency key is the draft's).
"""

from __future__ import annotations

import json
import logging
import time
from collections.abc import Iterable
from typing import Any

import sqlalchemy as sa
from rasa.core.tracker_store import TrackerStore
from rasa.shared.core.domain import Domain
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
            connect_args={"timeout": _BUSY_SECONDS} if local else {},
        )
        if local:
            sa.event.listen(self._engine, "connect", _unhurried)
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
        return self._work(lambda connection: connection.execute(sa.select(1)).scalar()) == 1

    async def save(self, tracker: DialogueStateTracker) -> None:
        """Write the tracker's events over what was there."""
        events = json.dumps([event.as_dict() for event in tracker.events])
        row = {"sender_id": tracker.sender_id, "at": time.time(), "events": events}
        self._saves += 1
        self._work(self._write, row)

    async def retrieve(self, sender_id: str) -> DialogueStateTracker | None:
        """The tracker of a turn that was seen before."""
        found: str | None = self._work(self._read, sender_id)
        if found is None:
            return None
        return DialogueStateTracker.from_dict(
            sender_id, json.loads(found), self.domain.slots, self.max_event_history
        )

    async def keys(self) -> Iterable[str]:
        """Every sender that is kept."""
        return self._work(self._senders) or []

    def _work(self, task: Any, *arguments: Any) -> Any:
        try:
            with self._engine.begin() as connection:
                if not self._made:
                    _turns.create(connection, checkfirst=True)
                    self._made = True
                result = task(connection, *arguments)
            self._works = True
            return result
        except SQLAlchemyError as error:
            if self._works:  # its text would show what people wrote
                log.error("turns cannot be kept: %s", type(error).__name__)
            self._works = False
            return None

    def _write(self, connection: sa.engine.Connection, row: dict[str, Any]) -> None:
        connection.execute(_KEEP, row)
        if self._saves % _SAVES_BETWEEN_SWEEPS == 0:
            connection.execute(_turns.delete().where(_turns.c.at < time.time() - KEPT_SECONDS))

    @staticmethod
    def _read(connection: sa.engine.Connection, sender_id: str) -> str | None:
        query = sa.select(_turns.c.events).where(_turns.c.sender_id == sender_id)
        events: str | None = connection.execute(query).scalar()
        return events

    @staticmethod
    def _senders(connection: sa.engine.Connection) -> list[str]:
        return [row.sender_id for row in connection.execute(sa.select(_turns.c.sender_id))]


def _unhurried(connection: Any, _record: Any) -> None:
    # A row that a power cut takes may go: see above. The file itself stays whole.
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=NORMAL")
