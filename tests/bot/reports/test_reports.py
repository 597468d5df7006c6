"""The management's page over HTTP: figures of the real backend, and who sees which."""

import re
from http import HTTPStatus

import httpx
import pytest

from bot.staff.roles import Role
from tests.bot.chat import Chat
from tests.bot.conftest import on_both_databases
from tests.bot.reports.conftest import Office, lines_of
from tests.bot.staff.conftest import Browser
from tests.fakes.rasa import FakeRasa, bubble, record
from tests.serving import free_port

AWAY = "The records of the utility cannot be read"
OF_RECORDS = ("days", "places", "times", "satisfaction", "incidents", "kinds", "states")
TABLES = (*OF_RECORDS, "channels", "languages")


async def sheet(browser: Browser, name: str, query: str = "") -> list[dict[str, str]]:
    """A table as the manager downloads it."""
    answer = await browser.see(f"/reports/{name}.csv{query}")
    assert answer.status_code == HTTPStatus.OK
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    return lines_of(answer.text)


def words_of(page: httpx.Response) -> str:
    """What a page shows, without its tags."""
    return " ".join(re.sub(r"<[^>]*>", " ", page.text).split())


async def test_complaints_are_shown_by_circle_and_division(office: Office) -> None:
    """How many, how many open and late, and the middle of the hours that solving took."""
    async with office(Role.MANAGER) as browser:
        shown = words_of(await browser.see("/reports"))
        assert "Circle-1 Phoolbagh 4 1 2 4" in shown
        assert "Circle-3 Jajmau 2 1 1 1" in shown
        assert "25 October 2024 to 23 November 2024: 7. Still open: 2. Late: 3." in shown
        lines = await sheet(browser, "places")
        assert {line["Division"]: line["Complaints"] for line in lines} == {
            "Phoolbagh": "4",
            "Jajmau": "2",
            "'=1+1": "1",
        }


async def test_kinds_and_states_are_told_in_words(office: Office) -> None:
    """Reopened complaints are a state of their own."""
    async with office(Role.MANAGER) as browser:
        kinds = {line["Kind"]: line["Complaints"] for line in await sheet(browser, "kinds")}
        assert kinds == {"supply fault": "5", "bill complaint": "1", "report of power theft": "1"}
        states = {line["State"]: line["Complaints"] for line in await sheet(browser, "states")}
        assert states == {"closed": "5", "reopened": "1", "work in progress": "1"}


@pytest.mark.parametrize(("role", "number"), [(Role.MANAGER, "7"), (Role.SUPERVISOR, "4")])
async def test_days_are_counted_one_by_one(office: Office, role: Role, number: str) -> None:
    """For whoever sees some divisions these are added up."""
    async with office(role) as browser:
        lines = await sheet(browser, "days")
        assert {line["Day"]: line["Complaints"] for line in lines} == {"2024-11-20": number}
        assert "20 November 2024" in (await browser.see("/reports")).text


async def test_what_people_said_after_the_work_is_counted(office: Office) -> None:
    """Fixed, not fixed, nothing; and how many of those who answered said fixed."""
    async with office(Role.MANAGER) as browser:
        lines = await sheet(browser, "satisfaction")
        (own,) = [list(line.values()) for line in lines if line["Division"] == "Phoolbagh"]
        assert own[2:] == ["1", "1", "2", "50.0"]
        (others,) = [list(line.values()) for line in lines if line["Division"] == "Jajmau"]
        assert others[2:] == ["0", "0", "0", ""]


async def test_interruptions_stand_on_a_time_line(office: Office) -> None:
    """From when to when, where, how it is known; one that lasts has no end."""
    async with office(Role.MANAGER) as browser:
        over, lasting = [list(line.values()) for line in await sheet(browser, "incidents")]
        began = "2024-11-20T11:30+05:30"
        reported = ["OUT-1", "Phoolbagh", "Phoolbagh market", "from people's reports"]
        assert over == [*reported, began, "2024-11-20T15:00+05:30", "3.5", "12"]
        assert lasting[3:] == ["planned", began, "", "", "0"]
        shown = (await browser.see("/reports")).text
        assert 'data-chart="spans"' in shown
        earlier = await sheet(browser, "incidents", "?from=2024-01-01&to=2024-01-31")
        assert earlier == []


async def test_a_supervisor_sees_the_own_divisions(office: Office) -> None:
    """On the page and in every table, by kind and state as well."""
    async with office(Role.SUPERVISOR) as browser:
        page = await browser.see("/reports")
        assert "Phoolbagh" in page.text
        assert "Jajmau" not in page.text
        assert "Only complaints of your own divisions" in page.text
        for name in ("places", "kinds", "states"):
            lines = await sheet(browser, name)
            assert {line["Division"] for line in lines} == {"Phoolbagh"}
            assert sum(int(line["Complaints"]) for line in lines) == 4
        for name in ("times", "satisfaction", "incidents"):
            asked = f"?division=Jajmau&circle=Circle-3&by=division&name={name}"
            lines = await sheet(browser, name, asked)
            assert {line["Division"] for line in lines} == {"Phoolbagh"}


@pytest.mark.parametrize("role", [Role.STAFF, Role.GUARD])
async def test_figures_are_for_those_who_lead(office: Office, role: Role) -> None:
    """Neither the page nor a table by its address."""
    async with office(role) as browser:
        for path in ("/reports", *(f"/reports/{name}.csv" for name in TABLES)):
            assert (await browser.see(path)).status_code == HTTPStatus.FORBIDDEN
        browser.client.cookies.clear()
        asked = await browser.see("/reports")
        assert asked.headers["Location"] == "/login?next=/reports"


@on_both_databases
async def test_messages_are_counted_by_channel_and_language(office: Office, rasa: FakeRasa) -> None:
    """People's own messages, and the conversations that they were written in."""
    async with office(Role.MANAGER) as browser:
        url = str(browser.client.base_url)
        rasa.script = lambda _message, _metadata: [bubble("answer.help"), record(language="en")]
        async with Chat.opened(url) as one, Chat.opened(url) as other:
            await one.write("my bill")
            await one.write("and the meter")
            rasa.script = lambda _message, _metadata: [bubble("answer.help"), record(language="hi")]
            await other.write("mera bill")
        (channel,) = await sheet(browser, "channels")
        assert list(channel.values()) == ["Test", "3", "2", "100.0"]
        shares = [tuple(line.values()) for line in await sheet(browser, "languages")]
        assert shares == [("English", "2", "1", "66.7"), ("Hindi", "1", "1", "33.3")]
        assert "Test 3 2 100" in words_of(await browser.see("/reports"))
        earlier = await sheet(browser, "channels", "?from=2024-01-01&to=2024-01-31")
        assert earlier == []


async def test_without_the_backend_the_page_says_so(office: Office, rasa: FakeRasa) -> None:
    """And shows what the gateway knows by itself."""
    nobody = f"http://127.0.0.1:{free_port()}"
    async with office(Role.MANAGER, backend_url=nobody) as browser:
        async with Chat.opened(str(browser.client.base_url)) as chat:
            await chat.write("bijli nahi hai")
        for path in ("/reports", "/reports/places.csv"):
            page = await browser.see(path)
            assert page.headers["content-type"].startswith("text/html")
            assert AWAY in page.text
            assert "Test 1 1 100" in words_of(page)


@pytest.mark.parametrize("key", [None, "the-key-of-another-backend"], ids=["none", "wrong"])
async def test_without_a_right_key_there_are_no_complaints(office: Office, key: str | None) -> None:
    """The page says so instead of failing."""
    async with office(Role.MANAGER, backend_api_key=key) as browser:
        assert AWAY in (await browser.see("/reports")).text


@pytest.mark.parametrize(
    "query",
    [
        "from=2024-11-23&to=2024-11-01",
        "from=23.11.2024",
        "to=0001-01-01",
        "from=1999-12-31",
        "to=2100-01-01",
        "to=2024-02-30",
    ],
)
async def test_days_that_are_none_are_told(office: Office, query: str) -> None:
    """The page shows the usual days with it."""
    async with office(Role.MANAGER) as browser:
        for path in ("/reports", "/reports/places.csv"):
            page = await browser.see(f"{path}?{query}")
            assert page.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
            assert "These days cannot be counted" in page.text
            assert "Phoolbagh" in page.text


async def test_days_that_are_asked_for_are_counted(office: Office) -> None:
    """Both included, in India."""
    async with office(Role.MANAGER) as browser:
        on_the_day = await sheet(browser, "places", "?from=2024-11-20&to=2024-11-20")
        assert sum(int(line["Complaints"]) for line in on_the_day) == 7
        for others in ("?from=2024-11-21&to=2024-11-22", "?from=2024-11-18&to=2024-11-19"):
            assert await sheet(browser, "places", others) == []
        page = await browser.see("/reports?from=2024-11-21&to=2024-11-22")
        assert "Nothing to count in these days." in page.text
        assert 'value="2024-11-21"' in page.text


async def test_the_page_needs_nothing_that_its_policy_forbids(office: Office) -> None:
    """No script or style stands in the page, the charts' library comes from here, and what is
    drawn are the figures of the table."""
    async with office(Role.MANAGER) as browser:
        shown = (await browser.see("/reports")).text
        assert not re.search(r"<style|<script(?![^>]* src=)|\sstyle=|\son\w+=", shown)
        for script in re.findall(r'<script[^>]* src="([^"]+)"', shown):
            assert script.startswith("/static/")
            assert (await browser.see(script)).status_code == HTTPStatus.OK
        assert len(re.findall(r'<canvas role="img" aria-label="Chart: ', shown)) == len(OF_RECORDS)
        row = shown[shown.index(">Phoolbagh<") :]
        assert re.findall(r'data-value="([^"]*)"', row)[:4] == ["4", "1", "2", "4.0"]
