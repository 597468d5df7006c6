"""The web chat and the kiosk's page as they leave the server."""

import json
import re
from collections.abc import AsyncIterator
from html import unescape

import httpx
import pytest
from pydantic import ValidationError

from bot.settings import ROOT, Settings
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


async def test_the_chat_stands_in_a_frame_only_where_the_operator_says_so(
    gateway: Gateway, rasa_url: str
) -> None:
    """On no page by default; and the page that is not meant for frames stays so."""
    portal = "https://www.portal.example"
    for origins, around in (("", "'none'"), (f"{portal}, http://localhost:80", portal)):
        async with (
            gateway(locales_dir=ROOT / "locales", embed_origins=origins) as url,
            httpx.AsyncClient(base_url=url) as client,
        ):
            framed = (await client.get("/?embed=1")).headers["content-security-policy"]
            plain = (await client.get("/")).headers["content-security-policy"]
        assert f"frame-ancestors {around}" in framed
        assert "frame-ancestors 'none'" in plain
        assert "default-src 'self'" in framed


@pytest.mark.parametrize("origin", ["*", "https://a.example/path", "a.example", "https://a b"])
def test_what_is_no_origin_is_refused_at_the_start(origin: str) -> None:
    """A browser would ignore it, or let everybody in."""
    with pytest.raises(ValidationError):
        Settings.model_validate({"embed_origins": origin})


async def test_the_script_for_other_pages_brings_its_words(client: httpx.AsyncClient) -> None:
    """In all languages, and as a script."""
    script = await client.get("/embed.js")

    assert script.headers["content-type"].startswith("text/javascript")
    for language in LANGUAGES:
        assert f'"{language}": {{' in script.text
    assert "{{" not in script.text
