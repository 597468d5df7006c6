"""The only caller of Meta's Graph API."""

from typing import Any

import httpx
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from bot.channels.whatsapp.errors import SlowDown, Unsure
from bot.channels.whatsapp.refusals import refusal

CONNECT_SECONDS = 5.0
ANSWER_SECONDS = 15.0


class _Metas(BaseModel):
    model_config = ConfigDict(extra="ignore")


class _Sent(_Metas):
    id: str = Field(min_length=1, max_length=255)


class _Taken(_Metas):
    messages: list[_Sent] = Field(min_length=1)


class _Fault(_Metas):
    code: int | None = None
    error_subcode: int | None = None


class _Trouble(_Metas):
    error: _Fault = _Fault()


class Graph:
    """Sends letters from one number. `api_url` is the root with its version."""

    def __init__(self, api_url: str, phone_number_id: str, access_token: str) -> None:
        self._path = f"{api_url}/{phone_number_id}/messages"
        self._client = httpx.AsyncClient(
            headers={"Authorization": f"Bearer {access_token}"},
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
            answer = await self._client.post(self._path, json=body | content)
        except (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout) as error:
            raise SlowDown from error
        except httpx.HTTPError as error:
            raise Unsure from error
        return _id_in(answer)

    async def close(self) -> None:
        """Give all connections back."""
        await self._client.aclose()


def _id_in(answer: httpx.Response) -> str:
    try:
        if answer.is_success:
            return _Taken.model_validate_json(answer.content).messages[0].id
        fault = _Trouble.model_validate_json(answer.content).error
    except ValidationError as error:
        raise refusal(answer.status_code, None) from error
    raise refusal(answer.status_code, fault.code, fault.error_subcode)
