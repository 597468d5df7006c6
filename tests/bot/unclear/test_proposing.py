"""Staff propose what was not understood; nobody's number or name leaves, and nobody else's chat."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from http import HTTPStatus
from typing import Any

import pytest
import yaml

from bot.staff.roles import Role
from tests.bot.chat import Chat
from tests.bot.conftest import on_both_databases
from tests.bot.staff.conftest import NOW, Browser, Desk
from tests.bot.staff.conftest import desk as desk
from tests.fakes.rasa import NOT_JSON, FakeRasa, bubble, record

PAGE = "/reports/unclear"
FILE = "/reports/proposals.yml"


def lost(guess: str | None = None, division: str | None = None) -> Any:
    """An action server that asks back, and calls for a person of a division."""
    choices = [{"key": f"errand.{guess}", "payload": f"/{guess}"}] if guess else []
    say = "answer.did_you_mean" if guess else "answer.not_understood"
    case = {"reason": "asked", "urgent": False, "division": division} if division else None
    return lambda _message, _metadata: [
        bubble(say, choices=choices),
        record(language="hi-Latn", case=case),
    ]


@asynccontextmanager
async def written(browser: Browser, rasa: FakeRasa, **lines: Any) -> AsyncIterator[None]:
    """Each line by a person of their own, answered by its script."""
    async with AsyncExitStack() as chats:
        for words, script in lines.items():
            rasa.script = script
            chat = await chats.enter_async_context(Chat.opened(str(browser.client.base_url)))
            await chat.write(words.replace("_", " "))
        yield


async def proposals(browser: Browser) -> list[dict[str, Any]]:
    """What the file holds."""
    answer = await browser.see(FILE)
    assert answer.headers["Content-Type"] == "text/yaml; charset=utf-8"
    assert "Nothing of it is trained unseen" in answer.text
    found: list[dict[str, Any]] = yaml.safe_load(answer.text)["proposals"]
    return found


@on_both_databases
async def test_one_click_proposes_a_line_without_number_or_name(desk: Desk, rasa: FakeRasa) -> None:
    """With who said it and when; what was understood is not there at all."""
    rasa.names = ("Ramesh Gupta",)
    async with desk(meera=Role.SUPERVISOR) as browser:
        said = {
            "Ramesh_Gupta_9839012345_hisab": lost("check_bill"),
            "bijli_ka_bill": lambda _message, _metadata: [bubble("bill.amount"), record()],
        }
        async with written(browser, rasa, **said):
            await browser.sign_in("meera")
            shown = (await browser.see(PAGE)).text
            assert "Anil 0000000000 hisab" in shown
            assert '<option value="check_bill" selected>' in shown
            for hidden in ("Ramesh", "98390", "bijli ka bill"):
                assert hidden not in shown
            sent = await browser.send("/reports/proposals", number="1", intent="check_bill")
            assert sent.headers["Location"] == PAGE
            (line,) = await proposals(browser)
            assert line == {
                "number": 1,
                "text": "Anil 0000000000 hisab",
                "intent": "check_bill",
                "language": "hi-Latn",
                "proposed_by": "meera",
                "proposed_at": NOW.isoformat(),
            }
            assert 'name="number" value="1"' not in (await browser.see(PAGE)).text


async def test_what_is_no_line_is_put_aside_and_its_words_are_not_kept(
    desk: Desk, rasa: FakeRasa
) -> None:
    """Nobody else is asked about it again; and what is decided stays decided."""
    async with desk(meera=Role.SUPERVISOR) as browser, written(browser, rasa, kuch_bhi=lost()):
        await browser.sign_in("meera")
        await browser.send("/reports/put-aside", number="1")
        assert "kuch bhi" not in (await browser.see(PAGE)).text
        assert await proposals(browser) == []
        again = await browser.send("/reports/proposals", number="1", intent="check_bill")
        assert again.status_code == HTTPStatus.NOT_FOUND


@pytest.mark.parametrize("intent", ["../../etc", "no_such_errand", "nlu_fallback", ""])
async def test_only_errands_can_be_proposed(desk: Desk, rasa: FakeRasa, intent: str) -> None:
    """Whatever a form is made to send."""
    async with desk(meera=Role.SUPERVISOR) as browser, written(browser, rasa, kuch_bhi=lost()):
        await browser.sign_in("meera")
        refused = await browser.send("/reports/proposals", number="1", intent=intent)
        expected = HTTPStatus.NOT_FOUND if intent else HTTPStatus.UNPROCESSABLE_ENTITY
        assert refused.status_code == expected
        assert await proposals(browser) == []


async def test_a_supervisor_reads_the_own_divisions_alone(desk: Desk, rasa: FakeRasa) -> None:
    """On the page, by a number that is typed, and in the file."""
    async with desk(meera=Role.SUPERVISOR, boss=Role.MANAGER) as browser:
        said = {"apna_hisab": lost(division="Phoolbagh"), "unka_hisab": lost(division="Jajmau")}
        async with written(browser, rasa, **said):
            await browser.sign_in("meera")
            shown = (await browser.see(PAGE)).text
            assert "apna hisab" in shown
            assert "unka hisab" not in shown
            numbers = [number for number in range(1, 8) if await proposed(browser, number)]
            assert len(numbers) == 1
            browser.client.cookies.clear()
            await browser.sign_in("boss")
            assert "unka hisab" in (await browser.see(PAGE)).text
            others = [number for number in range(1, 8) if await proposed(browser, number)]
            assert len(others) == 1
            assert {line["text"] for line in await proposals(browser)} == {
                "apna hisab",
                "unka hisab",
            }
            browser.client.cookies.clear()
            await browser.sign_in("meera")
            assert {line["text"] for line in await proposals(browser)} == {"apna hisab"}


async def proposed(browser: Browser, number: int) -> bool:
    """Whether a message of this number could be proposed."""
    sent = await browser.send("/reports/proposals", number=str(number), intent="check_bill")
    return sent.status_code == HTTPStatus.SEE_OTHER


async def test_where_names_cannot_be_hidden_nothing_is_shown(desk: Desk, rasa: FakeRasa) -> None:
    """Rasa knows them; while it is away the page says so, and nothing is proposed."""
    said = {"Ramesh_ka_hisab": lost()}
    async with desk(meera=Role.SUPERVISOR) as browser, written(browser, rasa, **said):
        rasa.broken = NOT_JSON
        await browser.sign_in("meera")
        assert "Ramesh" not in (await browser.see(PAGE)).text
        assert not await proposed(browser, 1)
        rasa.broken = None
        assert await proposals(browser) == []


async def test_that_somebody_read_the_lines_is_on_record(desk: Desk, rasa: FakeRasa) -> None:
    """And who proposed and who took the file; not the words."""
    async with desk(boss=Role.ADMIN) as browser, written(browser, rasa, kuch_bhi=lost()):
        await browser.sign_in("boss")
        await browser.see(PAGE)
        assert await proposed(browser, 1)
        await proposals(browser)
        shown = (await browser.see("/audit")).text
        for deed in ("unclear_seen", "line_proposed", "proposals_exported"):
            assert deed in shown
        assert "kuch bhi" not in shown
