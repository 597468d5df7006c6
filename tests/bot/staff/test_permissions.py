"""Every address of the gateway: who is let through, what a forged form does, what it may load."""

import re
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from http import HTTPStatus

import httpx
import pytest
from fastapi import FastAPI

from bot.staff.roles import Role
from scripts.permissions import DOCUMENT, Address, addresses, document, whole_gateway
from tests.bot.staff.conftest import Browser, Desk

#: Stand for what an address names; nothing of that name exists.
NAMES = {"name": "places", "provider": "nobody", "secret": "none"}
OFTEN = {"sign_ins_per_minute": 1000}
INLINE = re.compile(r"<style|<script(?![^>]* (?:src=|type=\"application/json\"))|\sstyle=|\son\w+=")


@pytest.fixture(scope="module")
def app() -> FastAPI:
    """A gateway with all addresses, not served."""
    return whole_gateway()


def of_staff(app: FastAPI) -> Iterator[Address]:
    """Those that need a sign-in, with the one that ends it last."""
    found = [one for one in addresses(app) if one.needs is not None]
    yield from sorted(found, key=lambda one: one.path == "/logout")


@asynccontextmanager
async def asked(
    browser: Browser, address: Address, token: str | None = None
) -> AsyncIterator[httpx.Response]:
    """The beginning of the answer; some never end."""
    path = re.sub(r"{(\w+)}", lambda found: NAMES.get(found[1], "999999"), address.path)
    form = None if address.method == "GET" else {"form_token": token or ""}
    async with browser.client.stream(address.method, path, data=form) as answer:
        yield answer


def test_the_document_is_as_the_code(app: FastAPI) -> None:
    """After a change: `python scripts/permissions.py`. An address that asks for no sign-in and
    names nothing that keeps it fails here as well."""
    assert DOCUMENT.read_text(encoding="utf-8") == document(app)


@pytest.mark.parametrize("role", Role)
async def test_every_address_keeps_to_the_matrix(desk: Desk, app: FastAPI, role: Role) -> None:
    """With a right form token, so that nothing but the role decides."""
    async with desk(settings=OFTEN, asha=role) as browser:
        await browser.sign_in("asha")
        token = await browser.form_token()
        for address in of_staff(app):
            async with asked(browser, address, token) as answer:
                refused = answer.status_code == HTTPStatus.FORBIDDEN
                assert refused is not address.open_to(role), (address, answer.status_code)
                assert answer.status_code < HTTPStatus.INTERNAL_SERVER_ERROR, address


async def test_every_address_of_staff_asks_a_stranger_to_sign_in(desk: Desk, app: FastAPI) -> None:
    """A page leads to the form, everything else is refused."""
    async with desk(asha=Role.STAFF) as browser:
        for address in of_staff(app):
            async with asked(browser, address) as answer:
                if address.method == "GET":
                    assert answer.headers["Location"].startswith("/login?next="), address
                else:
                    assert answer.status_code == HTTPStatus.UNAUTHORIZED, address


@pytest.mark.parametrize("token", [None, "guessed"])
async def test_every_change_needs_the_pages_own_token(
    desk: Desk, app: FastAPI, token: str | None
) -> None:
    """Whoever is signed in as an administrator: another site's form changes nothing."""
    async with desk(settings=OFTEN, boss=Role.ADMIN) as browser:
        await browser.sign_in("boss")
        for address in of_staff(app):
            if address.method != "GET":
                async with asked(browser, address, token) as answer:
                    assert answer.status_code == HTTPStatus.FORBIDDEN, address
        assert (await browser.see("/staff")).status_code == HTTPStatus.OK


async def test_every_answer_forbids_what_is_not_ours(desk: Desk, app: FastAPI) -> None:
    """Scripts, styles and data from this host alone; no page holds a script or style itself."""
    async with desk(settings=OFTEN, boss=Role.ADMIN) as browser:
        await browser.sign_in("boss")
        for address in addresses(app):
            async with asked(browser, address) as answer:
                policy = answer.headers["Content-Security-Policy"]
                assert policy.startswith("default-src 'self'; "), address
                assert "unsafe" not in policy, address
                assert answer.headers["X-Content-Type-Options"] == "nosniff", address
                if answer.headers.get("Content-Type", "").startswith("text/html"):
                    page = (await answer.aread()).decode()
                    assert not INLINE.search(page), address
