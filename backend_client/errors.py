"""What can go wrong between us and the utility.

BackendError
├── BackendUnreachable     no answer in time, no connection, or the backend itself failed (5xx)
├── BackendGarbled         an answer that is not what the contract promises
└── BackendRefused         the backend understood and said no (status, code, detail, fields)
    ├── NotFound           404: no such ticket, account, application …
    ├── Conflict           409: not now: not due yet, already closed, not issued yet …
    ├── InvalidRequest     400, 413, 422: a value that the backend cannot take
    └── NotAllowed         401, 403: our key is wrong

After `BackendUnreachable` and `BackendGarbled` of a POST nobody knows whether the record was
made: send it again with the same key, and the backend answers with the one record.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from pydantic import ValidationError

from backend_client.models import EscalatedTo


class BackendError(Exception):
    """Anything that kept the utility's backend from serving a request."""


class BackendUnreachable(BackendError):
    """No usable connection to the backend, or it failed by itself; try again later."""


class BackendGarbled(BackendError):
    """The backend answered something else than its contract says."""


class BackendRefused(BackendError):
    """The backend understood the request and refused it.

    `code` is stable and meant for programs; `detail` is for logs, never for a consumer.
    `fields` names each field that was not accepted, with the reason's code.
    `facts` holds what else the refusal states, e.g. the deadline that has not passed yet.
    """

    def __init__(
        self,
        status: int,
        code: str,
        detail: str = "",
        fields: Mapping[str, str] | None = None,
        facts: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(f"{status} {code}: {detail}")
        self.status = status
        self.code = code
        self.detail = detail
        self.fields: dict[str, str] = dict(fields or {})
        self.facts: dict[str, Any] = dict(facts or {})

    @property
    def due_at(self) -> datetime | None:
        """The ticket's deadline that a refused escalation or reopening states."""
        return self._moment("due_at")

    @property
    def escalated_at(self) -> datetime | None:
        """When the ticket went to the senior who still has time (`escalated_recently`)."""
        return self._moment("escalated_at")

    @property
    def escalated_to(self) -> EscalatedTo | None:
        """The senior who has the ticket (`at_the_top`, `escalated_recently`)."""
        try:
            return EscalatedTo.model_validate(self.facts.get("escalated_to"))
        except ValidationError:
            return None

    @property
    def ticket_status(self) -> str | None:
        """The ticket's status that the refusal states (`already_closed`, `still_open`)."""
        stated = self.facts.get("ticket_status")
        return stated if isinstance(stated, str) else None

    def _moment(self, name: str) -> datetime | None:
        try:
            return datetime.fromisoformat(str(self.facts.get(name)))
        except ValueError:
            return None


class NotFound(BackendRefused):
    """The backend knows nothing under that number."""


class Conflict(BackendRefused):
    """The request is sound, but not in the record's present state."""


class InvalidRequest(BackendRefused):
    """A value that the backend does not accept; `fields` says which."""


class NotAllowed(BackendRefused):
    """The backend does not accept our key."""
