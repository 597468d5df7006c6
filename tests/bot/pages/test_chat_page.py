"""The web chat page as it leaves the server."""

import json
import re
from collections.abc import AsyncIterator
from html import unescape

import httpx
import pytest

from bot.settings import ROOT
from tests.bot.conftest import Gateway

LANGUAGES = ["hi", "hi-Latn", "en"]


@pytest.fixture
async def client(gateway: Gateway, rasa_url: str) -> AsyncIterator[httpx.AsyncClient]:
    """A browser that has the product's own catalogues before it."""
    async with (
        gateway(locales_dir=ROOT / "locales") as url,
        httpx.AsyncClient(base_url=url) as client,
    ):
        yield client


async def test_the_page_holds_its_words_in_every_language(client: httpx.AsyncClient) -> None:
    """The same keys in each, so that a switch needs no further request."""
    page = (await client.get("/")).text
    found = re.search(r'<script type="application/json" id="texts">(.*?)</script>', page, re.S)
    assert found
    catalogues = json.loads(unescape(found[1]))

    assert set(catalogues) == set(LANGUAGES)
    assert catalogues["hi"].keys() == catalogues["hi-Latn"].keys() == catalogues["en"].keys()
    assert catalogues["en"]["page.send"] == "Send"


async def test_every_word_that_the_page_names_is_in_the_catalogue(
    client: httpx.AsyncClient,
) -> None:
    """None is left for the server to apologise for."""
    page = (await client.get("/")).text
    named = set(re.findall(r'data-(?:text|label)="([^"]+)"', page))

    assert named
    for key in named:
        assert f'"{key}":' in page, key


async def test_the_page_runs_nothing_inline_and_loads_nothing_from_elsewhere(
    client: httpx.AsyncClient,
) -> None:
    """What its content security policy would forbid is not in it; all that it names is served."""
    page = (await client.get("/")).text
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
