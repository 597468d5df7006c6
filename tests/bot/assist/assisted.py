"""A form as the action server tells it, with two fields, and staff at the console."""

import re
from collections.abc import Mapping
from functools import partial
from typing import Any

import httpx
from sqlalchemy import select

from bot.store.database import Database
from tests.bot.staff.conftest import Browser
from tests.fakes.rasa import FakeRasa, Script, bubble, record

MOBILE = "9876543210"
NUMBER = "CBK-2026-000007"


def callback_form(values: Mapping[str, Any], problem: str | None = None) -> dict[str, Any]:
    """A request to be called back: the number, and a closed question."""
    said = {"say": "problem.mobile_number", "args": {"digits": 3}}

    def field(name: str, **more: Any) -> dict[str, Any]:
        held = {"value": values.get(name), "settled": name in values}
        return {"name": name, "label": f"field.{name}", "optional": False} | held | more

    options = [{"value": one, "label": f"choice.phase.{one}"} for one in ("single", "three")]
    return {
        "errand": "request_callback",
        "ready": "mobile_number" in values,
        "fields": [
            field("mobile_number", problem=said if problem == "mobile_number" else None),
            field("phase", options=options, optional=True),
        ],
    }


def issuing(number: str) -> Script:
    """An action server that gives this number at the end."""
    return partial(action_server, number=number)


def action_server(
    message: str, metadata: dict[str, Any], number: str = NUMBER
) -> list[dict[str, Any]]:
    """Keeps what is written, refuses "123", and issues a number at the end."""
    if "assist" not in metadata:
        return [bubble("ask.mobile_number", expects="mobile_number"), record(draft=DRAFT)]
    wish, draft = metadata["assist"], metadata["draft"] or DRAFT
    values, problem = dict(draft["values"]), None
    if "finish" in wish:
        known = {**metadata["known"], "mobile_number": values["mobile_number"]}
        made = record(references=[number], known={**known, "references": [number]})
        return [bubble("made.request_callback", {"number": number}), made]
    if wish.get("field") and message == "123":
        problem = wish["field"]
    elif wish.get("field"):
        picked = re.search(r': "(\w+)"', message)
        values[wish["field"]] = picked[1] if picked else message
    elif wish.get("forget"):
        values.pop(wish["forget"], None)
    kept = {**draft, "values": values}
    form = callback_form(values, problem)
    return [record(draft=kept, known=metadata["known"], form=form)]


DRAFT: dict[str, Any] = {"id": "d1", "errand": "request_callback", "values": {}, "parked": []}


async def press(browser: Browser, path: str, **fields: Any) -> httpx.Response:
    """Send a form of the console, with the token that its pages bear."""
    shown = (await browser.see("/desk")).text
    token = re.search(r'name="form-token" content="([^"]+)"', shown)
    assert token
    return await browser.client.post(path, data={"form_token": token[1], **fields})


async def opened(browser: Browser, **other: str) -> str:
    """The page of a conversation that staff opened for somebody at the desk."""
    given = {
        "errand": "request_callback",
        "how": "desk",
        "language": "en",
        "consent": "yes",
        "mobile_number": MOBILE,
        "division": "Phoolbagh",
    }
    answer = await press(browser, "/desk/assist", **(given | other))
    return answer.headers["Location"]


async def saved(browser: Browser, chat: str, do: str = "save", **fields: Any) -> httpx.Response:
    """What the page shows after a saving."""
    given = {f"f.{name}": value for name, value in fields.items()}
    answer = await press(browser, f"{chat}/form", do=do, **given)
    return await browser.see(answer.headers["Location"])


async def rows(database_url: str, table: type[Any]) -> list[Any]:
    """All rows of a table."""
    database = Database(database_url)
    async with database.session() as session:
        found = list((await session.scalars(select(table))).all())
    await database.close()
    return found


def wishes(rasa: FakeRasa) -> list[dict[str, Any]]:
    """What the action server was told that staff do."""
    told = [one["metadata"].get("assist") for one in rasa.asked]
    return [one for one in told if one is not None]
