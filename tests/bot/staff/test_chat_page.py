"""What staff see in a chat: how far words got, what came with them, and nothing of others."""

import re
from http import HTTPStatus

from bot.staff.roles import Role
from scripts.permissions import addresses, whole_gateway
from tests.bot.chat import Chat
from tests.bot.staff.conftest import Browser, Desk
from tests.bot.staff.test_console import press, say_as_consumer, wants_person
from tests.fakes.rasa import FakeRasa

JPEG = b"\xff\xd8\xff\xe0" + b"\0" * 100
PDF = b"%PDF-1.4 bill"


async def sends(chat: Chat, name: str, content: bytes, **more: str) -> None:
    """The consumer sends a file."""
    wanted = {"message_id": name, **more}
    answer = await chat.client.post(
        f"{chat.path}/attachments", params=wanted, content=content, headers=chat.headers
    )
    assert answer.status_code == HTTPStatus.OK, answer.text


def links(shown: str) -> list[str]:
    """The addresses of files on a page, each once."""
    return sorted(set(re.findall(r'"(/desk/chats/[0-9a-f]{32}/files/\d+)"', shown)))


def tick_of(shown: str, words: str) -> str:
    """How far the line with these words got."""
    line = next(one for one in shown.split("<li") if words in one)
    found = re.search(r'class="tick (\w+)"', line)
    return found[1] if found else ""


async def test_photos_are_shown_and_documents_are_taken_out(desk: Desk, rasa: FakeRasa) -> None:
    """With the type that their bytes show, which no browser guesses at; every look is noted."""
    async with desk(asha=Role.STAFF, boss=Role.ADMIN) as browser:
        rasa.script = wants_person()
        chat = await say_as_consumer(browser, "bill galat hai")
        await sends(chat, "p1", JPEG)
        await sends(chat, "p2", PDF, file_name='ब"ill\r\nX: y.pdf')
        await browser.sign_in("asha")
        photo, document = links((await browser.see(f"/desk/chats/{chat.id}")).text)
        shown, taken = await browser.see(photo), await browser.see(document)
        assert (shown.content, shown.headers["Content-Type"]) == (JPEG, "image/jpeg")
        assert shown.headers["Content-Disposition"].startswith("inline;")
        assert (taken.content, taken.headers["Content-Type"]) == (PDF, "application/pdf")
        assert taken.headers["Content-Disposition"].startswith("attachment;")
        for file in (shown, taken):
            assert file.headers["X-Content-Type-Options"] == "nosniff"
            assert file.headers["Cache-Control"] == "private, no-store"
        browser.client.cookies.clear()
        await browser.sign_in("boss")
        assert "file_seen" in (await browser.see("/audit")).text
        await chat.client.aclose()


async def test_a_file_is_shown_in_its_own_chat_alone(desk: Desk, rasa: FakeRasa) -> None:
    """Not below the address of another chat, and to nobody who has not signed in."""
    async with desk(asha=Role.STAFF) as browser:
        rasa.script = wants_person("Dada Nagar")
        theirs = await say_as_consumer(browser, "dada nagar se")
        await sends(theirs, "p1", JPEG)
        rasa.script = wants_person("Phoolbagh")
        mine = await say_as_consumer(browser, "phoolbagh se")
        await sends(mine, "p1", JPEG)
        number = max(one["id"] for one in await theirs.transcript() if one["from"] == "consumer")
        await browser.sign_in("asha")
        (own,) = links((await browser.see(f"/desk/chats/{mine.id}")).text)
        assert (await browser.see(own)).status_code == HTTPStatus.OK
        for chat in (theirs, mine):
            elsewhere = f"/desk/chats/{chat.id}/files/{number}"
            assert (await browser.see(elsewhere)).status_code == HTTPStatus.NOT_FOUND
        browser.client.cookies.clear()
        assert (await browser.see(own)).status_code == HTTPStatus.SEE_OTHER
        await theirs.client.aclose()
        await mine.client.aclose()


async def test_a_place_is_a_link_and_its_degrees(desk: Desk, rasa: FakeRasa) -> None:
    """Nothing is loaded from a map's host by itself."""
    async with desk(asha=Role.STAFF) as browser:
        rasa.script = wants_person()
        chat = await say_as_consumer(browser, "yahan aaiye")
        await chat.post(latitude=26.4499, longitude=80.3319)
        await browser.sign_in("asha")
        shown = (await browser.see(f"/desk/chats/{chat.id}")).text
        assert 'href="https://www.openstreetmap.org/?mlat=26.4499&amp;mlon=80.3319' in shown
        assert 'rel="noopener noreferrer"' in shown
        assert "26.4499, 80.3319" in shown
        await chat.client.aclose()


async def test_staff_see_that_their_words_reached_the_page(desk: Desk, rasa: FakeRasa) -> None:
    """Once the consumer's page has them, not before; the consumer's own words are there at once."""
    async with desk(asha=Role.STAFF) as browser:
        rasa.script = wants_person()
        chat = await say_as_consumer(browser, "bill galat hai")
        await browser.sign_in("asha")
        here = f"/desk/chats/{chat.id}"
        await press(browser, f"{here}/claim")
        await press(browser, f"{here}/say", words="dekhte hain")
        shown = (await browser.see(f"{here}/entries")).text
        assert tick_of(shown, "bill galat hai") == "answered"
        assert tick_of(shown, "dekhte hain") == "waits"
        before = (await chat.transcript())[0]["id"]
        async with chat.listening(after=before) as events:
            assert (await anext(events))["text"] == "dekhte hain"
            await press(browser, f"{here}/say", words="mil gaya")
            assert (await anext(events))["text"] == "mil gaya"  # so the first is noted by now
        shown = (await browser.see(f"{here}/entries")).text
        assert tick_of(shown, "dekhte hain") == "delivered"
        await chat.client.aclose()


async def test_a_long_chat_is_shown_from_its_end(desk: Desk, rasa: FakeRasa) -> None:
    """What came before is one click away."""
    async with desk(asha=Role.STAFF) as browser:
        rasa.script = wants_person()
        chat = await say_as_consumer(browser, "the very first words")
        await browser.sign_in("asha")
        here = f"/desk/chats/{chat.id}"
        await press(browser, f"{here}/claim")
        for number in range(200):
            await chat.write(f"line {number}.")
        shown = (await browser.see(here)).text
        assert "line 199." in shown
        assert "the very first words" not in shown
        earlier = re.search(rf'"({here}\?before=\d+)"', shown)
        assert earlier
        assert "the very first words" in (await browser.see(earlier[1])).text
        await chat.client.aclose()


async def test_nothing_of_another_divisions_chat_can_be_reached(desk: Desk, rasa: FakeRasa) -> None:
    """Whatever is put into the address; it answers as if there were no such chat."""
    of_a_chat = [
        one for one in addresses(whole_gateway()) if "/chats/{conversation_id}" in one.path
    ]
    assert len(of_a_chat) >= 12
    async with desk(asha=Role.STAFF) as browser:
        rasa.script = wants_person("Dada Nagar")
        chat = await say_as_consumer(browser, "dada nagar se bol raha hoon")
        await sends(chat, "p1", JPEG)
        number = max(one["id"] for one in await chat.transcript() if one["from"] == "consumer")
        await browser.sign_in("asha")
        for one in of_a_chat:
            path = re.sub(r"\{(?!conversation_id)\w+\}", str(number), one.path)
            for conversation_id in (chat.id, "0" * 32):
                address = path.replace("{conversation_id}", conversation_id)
                assert await ask(browser, one.method, address) == HTTPStatus.NOT_FOUND, address
        await chat.client.aclose()


async def ask(browser: Browser, method: str, address: str) -> int:
    """The status of an address, asked as our pages do."""
    if method == "GET":
        return (await browser.see(address)).status_code
    return (await press(browser, address, words="x", key="x", division="", word="x")).status_code
