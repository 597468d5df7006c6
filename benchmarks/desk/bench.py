"""The help desk's list with 500 waiting chats, and with 5, in turns in one run.

`first_row`: from the moment in which Chromium goes to the page until a row is in sight.
"""

import statistics
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from benchmarks.desk.crowd import LOGIN, PASSWORD
from benchmarks.desk.gateway import Gateway, gateway
from benchmarks.result import Result
from benchmarks.turns.metering import memory, processor_seconds
from tests.browser.conftest import ARGUMENTS, CHROMIUM, DESKTOP

FEW, MANY = 5, 500
ROUNDS = 20
PAGES = 50  # requests for which processor time is counted: one alone is too short
LAST_PAGE = MANY - 50


def measure() -> Result:
    """Open the list again and again, first at one gateway, then at the other.

    Figures, and their ratios of 500 over 5: `first_row_ms`, `page_cpu_ms` (the gateway's
    processor time for a page), `memory_mib` (the gateway's), `browser_memory_mib` (what the page
    keeps); `last_page_cpu_ms` is of the end of the list. Raises LaunchError.
    """
    with tempfile.TemporaryDirectory(prefix="bench-desk-") as name, ExitStack() as open_:
        gateways = {
            waiting: open_.enter_context(gateway(Path(name) / str(waiting), waiting))
            for waiting in (FEW, MANY)
        }
        seen = _seen(gateways)
        found = {waiting: _served(one) | seen[waiting] for waiting, one in gateways.items()}
        last = _page_cpu_ms(gateways[MANY], f"/desk?start={LAST_PAGE}")
    few, many = found[FEW], found[MANY]
    figures = {f"{name}_{size}": value for size, of in found.items() for name, value in of.items()}
    return Result(
        "desk",
        ratios={f"{name}_{MANY}_vs_{FEW}": many[name] / few[name] for name in few},
        figures=figures | {"last_page_cpu_ms": last},
    )


def _served(one: Gateway) -> dict[str, float]:
    return {
        "page_cpu_ms": _page_cpu_ms(one, "/desk"),
        "memory_mib": memory({"gateway": one.pid})["gateway"]["pss"],
    }


def _page_cpu_ms(one: Gateway, path: str) -> float:
    before = processor_seconds({"gateway": one.pid})["gateway"]
    for _ in range(PAGES):
        one.client.get(path).raise_for_status()
    spent = processor_seconds({"gateway": one.pid})["gateway"] - before
    return spent / PAGES * 1000


def _seen(gateways: dict[int, Gateway]) -> dict[int, dict[str, float]]:
    """Of each gateway how soon the first row is in sight, and what the page keeps."""
    rows: dict[int, list[float]] = {waiting: [] for waiting in gateways}
    with _browser(gateways) as pages:
        for _ in range(ROUNDS):
            for waiting, page in pages.items():
                rows[waiting].append(_first_row_ms(page, gateways[waiting].url))
        return {
            waiting: {
                "first_row_ms": statistics.median(rows[waiting]),
                "browser_memory_mib": _heap_mib(page),
            }
            for waiting, page in pages.items()
        }


@contextmanager
def _browser(gateways: dict[int, Gateway]) -> Iterator[dict[int, Page]]:
    """For each gateway a page on which somebody has signed in."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        pages = {}
        for waiting, one in gateways.items():
            page = browser.new_context(viewport=DESKTOP).new_page()
            page.goto(f"{one.url}/login")
            page.locator("#login").fill(LOGIN)
            page.locator("#password").fill(PASSWORD)
            page.locator("form.card button").click()
            page.locator("#rows").wait_for()
            pages[waiting] = page
        yield pages
        browser.close()


def _first_row_ms(page: Page, url: str) -> float:
    page.goto("about:blank")
    began = time.perf_counter()
    page.goto(f"{url}/desk", wait_until="commit")
    page.locator("#rows tr").first.wait_for()
    return (time.perf_counter() - began) * 1000


def _heap_mib(page: Page) -> float:
    session = page.context.new_cdp_session(page)
    session.send("HeapProfiler.collectGarbage")
    session.send("Performance.enable")
    metrics = session.send("Performance.getMetrics")["metrics"]
    used = next(one["value"] for one in metrics if one["name"] == "JSHeapUsedSize")
    return float(used) / 2**20
