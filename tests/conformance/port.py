"""Which addresses of the contract the product itself calls: those that every utility needs.

The rest of `backend_client/openapi.json` is what the staff of the reference backend use; another
utility has its own ways for that.
"""

from __future__ import annotations

_ROOT = "/api/v1"
_READ = (
    "/tickets",
    "/tickets/{number}",
    "/tickets/{number}/events",
    "/tickets/{number}/attachments",
    "/consumers/{number}",
    "/consumers/{number}/bill",
    "/applications",
    "/applications/{number}",
    "/applications/{number}/demand",
    "/outages",
    "/places",
    "/places/nearest",
    "/offices",
    "/utility",
    "/reports/complaints",
    "/reports/incidents",
)
_WRITTEN = (
    "/tickets",
    "/tickets/{number}/escalate",
    "/tickets/{number}/reopen",
    "/tickets/{number}/confirm",
    "/tickets/{number}/attachments",
    "/applications",
)
#: As the contract's document labels them: "GET /api/v1/tickets".
NEEDED = frozenset(
    {f"GET {_ROOT}{path}" for path in _READ} | {f"POST {_ROOT}{path}" for path in _WRITTEN}
)
