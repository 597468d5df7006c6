"""The management's page and the administrator's in a browser: seen, heard, drawn, signed in to."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest
import yaml
from playwright.sync_api import Browser, Page, ViewportSize, expect

from tests.browser.accessibility import violations
from tests.browser.conftest import DESKTOP, PATIENCE_MS, PHONE
from tests.browser.office import Office, office
from tests.browser.staff import PASSWORD
from tests.fakes.rasa import bubble, record

DRAWN = """table => {
    const chart = Chart.getChart(table.closest('.both').querySelector('canvas'));
    return chart.data.datasets.map(one => [one.label, [...one.data]]);
}"""


@pytest.fixture
def here(tmp_path: Path) -> Iterator[Office]:
    """An office with a handful of complaints."""
    with office(tmp_path) as opened:
        yield opened


@contextmanager
def visiting(
    browser: Browser, here: Office, login: str, size: ViewportSize = DESKTOP, language: str = "en"
) -> Iterator[Page]:
    """Signed in; at the end nothing may have been asked of another host, or gone wrong."""
    context = browser.new_context(viewport=size)
    context.set_default_timeout(PATIENCE_MS)
    page = context.new_page()
    faults: list[str] = []
    page.on("console", lambda said: faults.append(said.text) if said.type == "error" else None)
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("request", lambda one: None if one.url.startswith(here.url) else faults.append(one.url))
    page.goto(f"{here.url}/login?next=/desk/password&language={language}")
    page.locator("#login").fill(login)
    page.locator("#password").fill(PASSWORD)
    page.locator("form.card button").click()
    page.locator("#language").select_option(language)
    page.locator("form:has(#language) button").click()
    expect(page.locator("html")).to_have_attribute("lang", language)
    yield page
    context.close()
    assert faults == []


@pytest.mark.parametrize("language", ["hi", "en"])
@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desk", "phone"])
def test_every_page_of_figures_and_staff_can_be_heard(
    browser: Browser, here: Office, language: str, size: ViewportSize
) -> None:
    """Axe finds nothing, and no page is wider than the screen."""
    figures, staff = ("/reports", "/reports/unclear"), ("/staff", "/audit", "/desk/password")
    paths = (*figures, *staff, "/desk/storm", "/login")
    with visiting(browser, here, "boss", size, language) as page:
        for path in paths:
            page.goto(f"{here.url}{path}", wait_until="networkidle")
            assert violations(page) == [], path
            wide = page.evaluate("document.documentElement.scrollWidth <= innerWidth")
            assert wide, path


def test_charts_draw_what_the_tables_say(browser: Browser, here: Office) -> None:
    """Counts side by side, answers end to end, interruptions from moment to moment."""
    with visiting(browser, here, "boss") as page:
        page.goto(f"{here.url}/reports")
        table = page.locator("section.report:has(#report-places) table")
        page.wait_for_function("document.querySelectorAll('.chart[hidden]').length === 0")
        places = dict(table.evaluate(DRAWN))
        rows = [row.split("\t") for row in table.locator("tbody").inner_text().splitlines()]
        assert [row[2] for row in rows] == [str(count) for count in places["Complaints"]]
        said = page.locator("section.report:has(#report-satisfaction) table").evaluate(DRAWN)
        assert [label for label, _ in said] == ["Said: fixed", "Said: not fixed", "No answer"]
        ((_, spans),) = page.locator("section.report:has(#report-incidents) table").evaluate(DRAWN)
        hours = [(end - begin) / 3_600_000 for begin, end in spans]
        assert hours[0] == 3.5
        assert hours[1] > 24


def test_without_scripts_the_tables_stand_alone(browser: Browser, here: Office) -> None:
    """No empty place is left for a chart."""
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{here.url}/login?next=/reports")
    page.locator("#login").fill("boss")
    page.locator("#password").fill(PASSWORD)
    page.locator("form.card button").click()
    expect(page.locator("#report-places")).to_be_visible()
    expect(page.locator("canvas").first).to_be_hidden()
    context.close()


def test_a_line_is_proposed_by_one_click(browser: Browser, here: Office, tmp_path: Path) -> None:
    """And downloaded as a file that nobody is named in."""
    here.rasa.names = ("Ramesh Gupta",)
    guess = [{"key": "errand.check_bill", "payload": "/check_bill"}]
    here.rasa.script = lambda _message, _metadata: [
        bubble("answer.did_you_mean", choices=guess),
        record(language="hi-Latn"),
    ]
    write(here, "Ramesh Gupta 9839012345 ka hisab")
    with visiting(browser, here, "meera") as page:
        page.goto(f"{here.url}/reports")
        page.get_by_role("link", name="What the bot did not understand").click()
        line = page.get_by_role("listitem").filter(has_text="Anil 0000000000 ka hisab")
        expect(line.get_by_role("combobox")).to_have_value("check_bill")
        line.get_by_role("button", name="Propose").click()
        expect(page.get_by_role("heading", name="Proposals so far: 1")).to_be_visible()
        assert violations(page) == []
        with page.expect_download() as download:
            page.get_by_role("link", name="File of proposals (YAML)").click()
        download.value.save_as(tmp_path / "proposals.yml")
    (kept,) = yaml.safe_load((tmp_path / "proposals.yml").read_text("utf-8"))["proposals"]
    assert (kept["text"], kept["intent"]) == ("Anil 0000000000 ka hisab", "check_bill")


def write(here: Office, words: str) -> None:
    """A consumer writes, and is answered."""
    with httpx.Client(base_url=here.url, timeout=60) as client:
        opened = client.post("/api/conversations", json={"surface": "test"}).json()
        path = f"/api/conversations/{opened['conversation_id']}/messages"
        said = {"message_id": "m1", "text": words}
        headers = {"Authorization": f"Bearer {opened['token']}"}
        client.post(path, json=said, headers=headers).raise_for_status()


def test_the_utilitys_account_opens_the_page_that_was_wanted(
    browser: Browser, here: Office
) -> None:
    """Through another site and back, with a cookie that no other site can send."""
    context = browser.new_context()
    context.set_default_timeout(PATIENCE_MS)
    page = context.new_page()
    page.goto(f"{here.url}/reports")
    page.goto(f"{page.url}&language=en")
    assert violations(page) == []
    page.get_by_role("link", name="Sign in with the utility's account").click()
    expect(page.locator("#report-places")).to_be_visible()
    assert page.url == f"{here.url}/reports"
    kept = {one["name"]: one["sameSite"] for one in context.cookies()}
    assert kept == {"bijli_staff": "Strict"}
    context.close()
