"""What somebody says among garbage is kept, once; garbage is no reason to bring it for ever."""

import json
from itertools import count
from typing import Any

import httpx
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from bot.channels.missed_call.tables import MissedCall
from bot.channels.telegram.tables import Arrival as Update
from bot.channels.whatsapp.tables import Arrival as Message
from bot.notices.tables import Notice
from bot.notices.wording import FORMS
from reference_backend.sending import SIGNATURE, sign
from tests.bot.chat import Chat
from tests.bot.conftest import on_both_databases
from tests.bot.notices.test_notices import NOON, TICKET, pushed
from tests.bot.notices.test_notices import SECRET as NOTICES_SECRET
from tests.fakes.sms import HOOK_SECRET
from tests.fakes.telegram import SECRET as TELEGRAM_SECRET
from tests.fakes.whatsapp import ASHA, notice, signed
from tests.fuzz.anything import NEARLY_AN_UPDATE, SCALARS, as_bytes, of_keys
from tests.fuzz.conftest import Kept

SOME = settings(
    max_examples=40,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
SECONDS = int(NOON.timestamp())
NUMBERS = count(1)
MESSAGES = st.lists(
    of_keys(
        *("id", "from", "from_user_id", "timestamp", "type", "text", "body", "image"),
        *("interactive", "button_reply", "location", "latitude", "longitude", "contacts"),
    ),
    max_size=3,
)
STATUSES = st.lists(of_keys("id", "status", "errors", "code", "biz_opaque_callback_data"))
FACTS = st.dictionaries(
    st.sampled_from(["code", "amount", "due_at", "expected_at", "visit_on", "role", "documents"]),
    SCALARS | st.lists(st.text(max_size=5), max_size=2),
    max_size=5,
)
MOMENTS = st.sampled_from(
    [NOON.isoformat(), "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-12:00", "now", 0, 1e300]
)


def words(number: int) -> dict[str, Any]:
    """A message in Meta's form."""
    told = {"id": f"wamid.{number}", "from": ASHA, "timestamp": str(SECONDS), "type": "text"}
    return told | {"text": {"body": f"light nahi {number}"}}


async def brought(url: str, path: str, body: bytes, **headers: str) -> int:
    """The status that somebody gets who brings a body."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    async with httpx.AsyncClient(base_url=url, timeout=60) as client:
        return (await client.post(path, content=body, headers=named)).status_code


@on_both_databases
@SOME
@given(before=MESSAGES, behind=MESSAGES, statuses=STATUSES)
async def test_a_batch_with_garbage_in_it_loses_no_message(
    house: str, kept: Kept, before: list[Any], behind: list[Any], statuses: list[Any]
) -> None:
    """Of WhatsApp: garbage before, behind and beside it, and Meta brings the batch again."""
    mine = [words(next(NUMBERS)), words(next(NUMBERS))]
    batch = notice({"statuses": statuses}, {"messages": [*before, *mine, *behind]})
    body = as_bytes(batch)
    for _ in range(2):
        signature = signed(body)
        assert (
            await brought(house, "/webhooks/whatsapp", body, X_Hub_Signature_256=signature) == 200
        )
    assert await kept(Message.wamid, *(one["id"] for one in mine)) == len(mine)


@on_both_databases
@SOME
@given(nearly=NEARLY_AN_UPDATE)
@example(nearly={"text": "\ud800 half a letter, and none: \x00"})
async def test_an_update_that_is_spoilt_keeps_none_waiting(
    house: str, kept: Kept, nearly: dict[str, Any]
) -> None:
    """Of Telegram: it is acknowledged, and so is the one behind it, which is kept."""
    spoilt, good = next(NUMBERS), next(NUMBERS)
    person = {"id": 7, "is_bot": False, "first_name": "Asha"}
    message = {"message_id": good, "date": SECONDS, "chat": {"id": 7, "type": "private"}}
    message |= {"from": person, "text": "light nahi hai"}
    for number, told in ((spoilt, message | nearly), (good, message), (good, message)):
        body = as_bytes({"update_id": number, "message": told})
        secret = {"X_Telegram_Bot_Api_Secret_Token": TELEGRAM_SECRET}
        assert await brought(house, "/webhooks/telegram", body, **secret) == 200
    assert await kept(Update.update_id, good) == 1


@on_both_databases
@SOME
@given(call_id=SCALARS, other=SCALARS)
@example(call_id="\x00", other="9876543210\x00")
@example(call_id="\ud800", other=None)
async def test_a_call_with_an_odd_name_is_kept_once(
    house: str, kept: Kept, call_id: Any, other: Any
) -> None:
    """Of the telephone companies: they call again until they hear 200."""
    path = f"/hooks/missed-call/callerdesk/{HOOK_SECRET}"
    name = f"call-{next(NUMBERS)}"
    for call in (call_id, name, name):
        fields = {"CallSid": call, "SourceNumber": "09876543210", "DestinationNumber": other}
        assert await brought(house, path, as_bytes(fields), Content_Type="application/json") == 200
    assert await kept(MissedCall.call_id, name) == 1


@on_both_databases
@SOME
@given(sms=SCALARS, reference=SCALARS, code=SCALARS)
@example(sms="\x00", reference=None, code=None)
@example(sms="\ud800", reference="\ud800", code="\ud800")
@example(sms=None, reference="9" * 18, code="\x00")
async def test_a_report_of_an_sms_of_nobody_is_acknowledged(
    house: str, sms: Any, reference: Any, code: Any
) -> None:
    """Whatever it is named: brought again, it would be no better."""
    fields = {"message_id": sms, "reference": reference, "code": code, "status": "failed"}
    path = f"/hooks/sms/generic/{HOOK_SECRET}"
    assert await brought(house, path, as_bytes(fields), Content_Type="application/json") == 200


@on_both_databases
@SOME
@given(kind=st.sampled_from(sorted(FORMS)), at=MOMENTS, facts=FACTS)
@example(kind="ticket.compensation", at=NOON.isoformat(), facts={"amount": float("inf")})
@example(kind="ticket.in_progress", at=NOON.isoformat(), facts={"code": "\x00"})
async def test_a_notice_with_odd_facts_keeps_none_waiting(
    house: str, kept: Kept, kind: str, at: Any, facts: dict[str, Any]
) -> None:
    """Of the utility: taken, or refused so that it is not sent again; the next one is told."""
    odd, good = f"e{next(NUMBERS)}", f"e{next(NUMBERS)}"
    event = {"kind": kind, "reference": TICKET, "at": at, "facts": facts, "urgent": True}
    async with Chat.opened(house) as chat:
        await chat.write("light nahi hai")
        async with chat.listening() as events:
            taken = await told(house, event | {"event_id": odd})
            assert taken in (200, 422)
            plain = {"event_id": good, "kind": "ticket.closed", "at": NOON.isoformat()}
            assert await told(house, plain | {"reference": TICKET}) == 200
            while "band" not in (await pushed(events))["text"]:
                pass
    assert await kept(Notice.event_id, odd, good) == (2 if taken == 200 else 1)


async def told(url: str, event: dict[str, Any]) -> int:
    """The utility sends a signed notice."""
    body = json.dumps(event).encode()
    headers = {SIGNATURE: sign(body, NOTICES_SECRET, SECONDS)}
    return await brought(url, "/hooks/notices", body, **headers)
