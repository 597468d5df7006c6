"""Whether a page can be used by whoever hears it, or has no mouse: axe's rules."""

from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page


def violations(page: Page) -> list[dict[str, Any]]:
    """What axe finds wrong: the rule and the elements."""
    found = Axe().run(page).response["violations"]
    return [{one["id"]: [node["html"] for node in one["nodes"]]} for one in found]
