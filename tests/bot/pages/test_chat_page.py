"""The web chat and the kiosk's page as they leave the server."""

import json
import re
from collections.abc import AsyncIterator
from html import unescape

import httpx
import pytest

from bot.settings import ROOT
from tests.bot.conftest import Gateway

LANGUAGES = ["hi", "hi-Latn", "en"]
PAGES = ["/", "/kiosk"]


@pytest.fixture
async def client(gateway: Gateway, rasa_url: str) -> AsyncIterator[httpx.AsyncClient]:
    """A browser that has the product's own catalogues before it."""
    async with (
        gateway(locales_dir=ROOT / "locales") as url,
        httpx.AsyncClient(base_url=url) as client,
    ):
        yield client


@pytest.mark.parametrize("path", PAGES)
async def test_the_page_holds_its_words_in_every_language(
    client: httpx.AsyncClient, path: str
) -> None:
    """The same keys in each, so that a switch needs no further request."""
    page = (await client.get(path)).text
    found = re.search(r'<script type="application/json" id="texts">(.*?)</script>', page, re.S)
    assert found
    catalogues = json.loads(unescape(found[1]))

    assert set(catalogues) == set(LANGUAGES)
    assert catalogues["hi"].keys() == catalogues["hi-Latn"].keys() == catalogues["en"].keys()
    assert catalogues["en"]["page.send"] == "Send"


@pytest.mark.parametrize("path", PAGES)
async def test_every_word_that_the_page_names_is_in_the_catalogue(
    client: httpx.AsyncClient, path: str
) -> None:
    """None is left for the server to apologise for."""
    page = (await client.get(path)).text
    named = set(re.findall(r'data-(?:text|label)="([^"]+)"', page))

    assert named
    for key in named:
        assert f'"{key}":' in page, key


@pytest.mark.parametrize("path", PAGES)
async def test_the_page_runs_nothing_inline_and_loads_nothing_from_elsewhere(
    client: httpx.AsyncClient, path: str
) -> None:
    """What its content security policy would forbid is not in it; all that it names is served."""
    page = (await client.get(path)).text
    loaded = set(re.findall(r'(?:src|href)="(/[^"]+)"', page))

    assert not re.search(r"\son\w+=|\sstyle=|<style|https?://", page)
    assert {answer.status_code for answer in [await client.get(path) for path in loaded]} == {200}


async def test_a_browser_asks_for_the_modules_again_and_is_told_they_are_the_same(
    client: httpx.AsyncClient,
) -> None:
    """After an update no page runs with half of its modules old; unchanged ones cost nothing."""
    first = await client.get("/static/chat.js")
    again = await client.get("/static/chat.js", headers={"If-None-Match": first.headers["etag"]})

    assert first.headers["cache-control"] == "no-cache"
    assert (again.status_code, again.content) == (304, b"")


async def test_the_slip_has_a_code_for_a_number_that_the_utility_issues_and_for_nothing_else(
    client: httpx.AsyncClient,
) -> None:
    """Whoever has the address cannot have other words drawn as a code of ours."""
    drawn = await client.get("/kiosk/qr/FLT-2026-000123.svg")

    assert (drawn.status_code, drawn.headers["content-type"]) == (200, "image/svg+xml")
    assert "<svg" in drawn.text
    for other in ("https:%2f%2fexample.org", "FLT-2026-000123x", "9839011201"):
        assert (await client.get(f"/kiosk/qr/{other}.svg")).status_code in (404, 422)


@pytest.mark.parametrize("language", LANGUAGES)
async def test_a_conversation_begins_in_the_language_of_its_page(
    client: httpx.AsyncClient, language: str
) -> None:
    """A page that was switched to English before greets in English."""
    body = {"surface": "web", "language": language}
    opened = (await client.post("/api/conversations", json=body)).json()
    answer = await client.post(
        f"/api/conversations/{opened['conversation_id']}/messages",
        json={"message_id": "1", "payload": "/greet"},
        headers={"Authorization": f"Bearer {opened['token']}"},
    )

    assert answer.json()["language"] == language
