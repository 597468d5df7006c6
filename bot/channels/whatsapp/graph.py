"""The only caller of Meta's Graph API."""

from typing import Any

import httpx
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from bot.channels.whatsapp.errors import SlowDown, Unsure
from bot.channels.whatsapp.refusals import refusal
from bot.outward import bounded

CONNECT_SECONDS = 5.0
ANSWER_SECONDS = 15.0


class _Metas(BaseModel):
    model_config = ConfigDict(extra="ignore")


class _Sent(_Metas):
    id: str = Field(min_length=1, max_length=255)


class _Taken(_Metas):
    messages: list[_Sent] = Field(min_length=1)


class Fault(_Metas):
    """What Meta says went wrong."""

    code: int | None = None
    error_subcode: int | None = None


class _Trouble(_Metas):
    error: Fault = Fault()


class Graph:
    """One business number. `api_url` is the root with its version; `http` bears the token."""

    def __init__(self, api_url: str, phone_number_id: str, access_token: str) -> None:
        self.api_url = api_url
        self._path = f"{api_url}/{phone_number_id}/messages"
        self.http = httpx.AsyncClient(
            **bounded({"Authorization": f"Bearer {access_token}"}),
            timeout=httpx.Timeout(ANSWER_SECONDS, connect=CONNECT_SECONDS),
        )

    async def send(self, address: str, mark: str, content: dict[str, Any]) -> str:
        """Send to a phone number or a business-scoped user id; Meta's id of the message.

        `mark` comes back with every status of the letter. Raises NotSent.
        """
        body = {
            "messaging_product": "whatsapp",
            "recipient_type": "individual",
            "to" if address.isdigit() else "recipient": address,
            "biz_opaque_callback_data": mark,
        }
        try:
            answer = await self.http.post(self._path, json=body | content)
        except (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout) as error:
            raise SlowDown from error
        except httpx.HTTPError as error:
            raise Unsure from error
        return _id_in(answer)

    async def mark_read(self, wamid: str, *, typing: bool) -> None:
        """Show the person two blue ticks and, for 25 seconds or until the next letter, that
        somebody writes. Raises httpx.HTTPError; a refusal of Meta's is none."""
        body: dict[str, Any] = {
            "messaging_product": "whatsapp",
            "status": "read",
            "message_id": wamid,
        }
        if typing:
            body["typing_indicator"] = {"type": "text"}
        await self.http.post(self._path, json=body)

    async def close(self) -> None:
        """Give all connections back."""
        await self.http.aclose()


def fault_in(answer: httpx.Response) -> Fault:
    """Meta's own account of what went wrong; an empty one if the answer holds none."""
    try:
        return _Trouble.model_validate_json(answer.content).error
    except ValidationError:
        return Fault()


def _id_in(answer: httpx.Response) -> str:
    if answer.is_success:
        try:
            return _Taken.model_validate_json(answer.content).messages[0].id
        except ValidationError as error:
            raise refusal(answer.status_code, None) from error
    fault = fault_in(answer)
    raise refusal(answer.status_code, fault.code, fault.error_subcode)
