"""Writes `docs/permissions.md`: who may do what, and at which address.

`python scripts/permissions.py` after a route, a role or a right has changed. The tables come from
`bot/staff/roles.py` and from the dependencies of the gateway's own routes; a test asks every
address in every role and compares.
"""

import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from fastapi import FastAPI
from fastapi.dependencies.models import Dependant
from fastapi.routing import iter_route_contexts
from starlette.routing import Mount

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from bot.app import create_app  # noqa: E402 - needs the path
from bot.settings import Settings  # noqa: E402
from bot.staff.roles import PERMISSIONS, May, Role  # noqa: E402
from bot.staff.web import Permitted, signed_in  # noqa: E402

DOCUMENT = ROOT / "docs" / "permissions.md"

#: What keeps the addresses that ask for no sign-in of staff, by the beginning of their path.
OTHERWISE = {
    "/api/conversations": "opening one: anybody, so many a minute; else the conversation's token",
    "/embed": "anybody: the chat for other sites' pages, without data",
    "/health/": "anybody; says only whether the part works",
    "/hooks/notices": "the utility, by signature",
    "/hooks/": "the provider of missed calls, by the secret in the address",
    "/kiosk": "anybody: a page without data",
    "/login": "anybody, so many times a minute; changes nothing without a proof of who it is",
    "/metrics": "whoever has METRICS_TOKEN: figures without personal data",
    "/openapi.json": "anybody: the description of the chat API",
    "/privacy": "anybody: what becomes of personal data, without any",
    "/static": "anybody: scripts and styles",
    "/webhooks/": "the channel's provider, by signature or secret",
    "/": "anybody: the chat page, without data",
}

HEAD = """# Who may do what

Written by `python scripts/permissions.py`; `tests/bot/staff/test_permissions.py` asks every
address in every role, and without signing in, and compares the answers with these tables.

Roles count for the divisions that an administrator has given to somebody: a chat, a call-back, a
figure of another division does not exist for them, by a typed address either (404, or no line).
Managers and administrators see all divisions. To take a chat from a colleague needs, besides,
`take_over_from_colleagues`. Every address that changes something also needs the
form token of a page that this session was shown; without it the answer is 403 and nothing happens.
"""


@dataclass(frozen=True, slots=True)
class Address:
    """One method of one path; `needs`: a right, "" for any member of staff, None for no sign-in."""

    method: str
    path: str
    needs: str | None

    def open_to(self, role: Role) -> bool:
        """Whether somebody in this role is let through."""
        return not self.needs or May(self.needs) in PERMISSIONS[role]


def addresses(app: FastAPI) -> Iterator[Address]:
    """Every address of a gateway."""
    for route in iter_route_contexts(app.routes):
        if isinstance(route.route, Mount):
            yield Address("GET", route.route.path, None)
            continue
        needs = _needs(getattr(route, "dependant", None))
        for method in sorted((route.methods or set()) - {"HEAD"}):
            yield Address(method, str(route.path), needs)


def _needs(dependant: Dependant | None) -> str | None:
    calls = list(_calls(dependant)) if dependant else []
    for call in calls:
        if isinstance(call, Permitted):
            return str(call.what)
    return "" if signed_in in calls else None


def _calls(dependant: Dependant) -> Iterator[object]:
    for one in dependant.dependencies:
        yield one.call
        yield from _calls(one)


def kept_otherwise(path: str) -> str:
    """What keeps an address without sign-in. Raises KeyError where nobody has thought of it."""
    for begin, what in OTHERWISE.items():
        if path == begin or (begin != "/" and path.startswith(begin)):
            return what
    raise KeyError(path)


def document(app: FastAPI) -> str:
    """The text of the document."""
    found = sorted(addresses(app), key=lambda one: (one.path, one.method))
    ours = [one for one in found if one.needs is not None]
    rest = [one for one in found if one.needs is None]
    return "\n".join(
        [
            HEAD,
            "## Rights\n",
            *_table(("right", *Role), ((f"`{may}`", *_marks_of(may)) for may in May)),
            "\n## Addresses of staff\n",
            *_table(("address", "right", *Role), (_line(one) for one in ours)),
            "\n## Addresses that ask for no sign-in\n",
            *_table(("address", "who"), ((_name(one), kept_otherwise(one.path)) for one in rest)),
            "",
        ]
    )


def _marks_of(may: May) -> list[str]:
    return [_mark(may in PERMISSIONS[role]) for role in Role]


def _line(one: Address) -> tuple[str, ...]:
    return (_name(one), one.needs or "any member", *(_mark(one.open_to(role)) for role in Role))


def _name(one: Address) -> str:
    return f"`{one.method} {one.path}`"


def _mark(yes: bool) -> str:
    return "yes" if yes else "–"


def _table(head: tuple[str, ...], lines: Iterable[tuple[str, ...]]) -> list[str]:
    rows = [head, ("---",) * len(head), *lines]
    return [f"| {' | '.join(row)} |" for row in rows]


def whole_gateway(**settings: object) -> FastAPI:
    """A gateway with every way to sign in and every channel, so that all addresses are there; but
    SMS, for which only an operator has approved texts, and whose one address is a webhook."""
    secrets = [f"whatsapp_{one}" for one in ("access_token", "app_secret", "verify_token")]
    secrets += ["telegram_bot_token", "telegram_webhook_secret", "hook_secret"]
    secrets += ["notices_secret", "oidc_client_secret"]
    everything = {name: f"{name}-of-nobody" for name in secrets} | {
        "database_url": "sqlite:///:memory:",
        "whatsapp_phone_number_id": "0",
        "public_url": "https://nobody.example",
        "oidc_issuer": "https://nobody.example",
        "oidc_client_id": "nobody",
    }
    return create_app(Settings.model_validate(everything | settings))


if __name__ == "__main__":
    DOCUMENT.write_text(document(whole_gateway()), encoding="utf-8")
