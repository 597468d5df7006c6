"""The switch of staff, and what a storm changes for those who write."""

from http import HTTPStatus

from fastapi.responses import JSONResponse

from bot.staff.roles import Role
from tests.bot.chat import Chat
from tests.bot.staff.conftest import Browser, Desk
from tests.bot.staff.conftest import desk as desk
from tests.fakes.rasa import FakeRasa


async def open_chat(browser: Browser) -> Chat:
    """A consumer at the same gateway."""
    opened = (await browser.client.post("/api/conversations", json={"surface": "web"})).json()
    return Chat(browser.client, opened["conversation_id"], opened["token"])


async def test_everybody_is_told_what_staff_say_until_they_end_it(
    desk: Desk, rasa: FakeRasa
) -> None:
    """From the next message on."""
    async with desk(ravi=Role.SUPERVISOR) as browser:
        await browser.sign_in("ravi")
        await browser.send("/desk/storm/begin", hi="", en="Panki is down.")
        shown = (await browser.see("/desk/storm")).text
        assert "Panki is down." in shown
        chat = await open_chat(browser)
        await chat.write("there is no light here")
        assert rasa.asked[-1]["metadata"]["storm"] == {"id": "1.1", "words": "Panki is down."}
        await browser.send("/desk/storm/end")
        await chat.write("still no light here")
        assert rasa.asked[-1]["metadata"]["storm"] is None


async def test_who_only_talks_to_consumers_cannot_switch_it(desk: Desk) -> None:
    async with desk(asha=Role.STAFF) as browser:
        await browser.sign_in("asha")
        refused = await browser.send("/desk/storm/begin", en="x")
        assert refused.status_code == HTTPStatus.FORBIDDEN
        assert (await browser.see("/desk/storm")).status_code == HTTPStatus.FORBIDDEN


async def test_an_answer_that_comes_late_in_a_storm_is_excused_by_it(
    desk: Desk, rasa: FakeRasa
) -> None:
    async with desk(ravi=Role.SUPERVISOR) as browser:
        await browser.sign_in("ravi")
        await browser.send("/desk/storm/begin")
        rasa.broken = JSONResponse({}, status_code=500)
        answer = await (await open_chat(browser)).write("light nahi aa rahi")
        assert "log ek saath likh rahe hain" in answer["replies"][0]["text"]
