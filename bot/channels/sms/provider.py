"""The only caller of the SMS provider's HTTP interface."""

import httpx

from bot.channels.sms.errors import (
    AccountTrouble,
    EverybodyWaits,
    NotTaken,
    Refused,
    TryLater,
    Unsure,
)
from bot.channels.sms.forms import Form, at
from bot.channels.sms.segments import is_unicode
from bot.channels.sms.tables import SmsLetter
from bot.outward import bounded

CONNECT_SECONDS = 5.0
ANSWER_SECONDS = 15.0

_MEANING: dict[str, type[NotTaken]] = {
    "refused": Refused,
    "later": TryLater,
    "waits": EverybodyWaits,
    "account": AccountTrouble,
}
# 402: no balance. 429: too fast. Of 5xx, a gateway's own may hide that the SMS went out.
_STATUSES: dict[int, type[NotTaken]] = {
    401: AccountTrouble,
    402: AccountTrouble,
    403: AccountTrouble,
    408: Unsure,
    429: EverybodyWaits,
    502: Unsure,
    504: Unsure,
}


class Provider:
    """Hands SMS over, from one header of one principal entity."""

    def __init__(self, url: str, key: str, form: Form, *, header: str, entity: str) -> None:
        self._url = url
        self._form = form
        self._sender = {"header": header, "entity": entity}
        self._client = httpx.AsyncClient(
            **bounded(form.headers_with(key)),
            timeout=httpx.Timeout(ANSWER_SECONDS, connect=CONNECT_SECONDS),
            trust_env=False,
        )

    async def send(self, letter: SmsLetter, category: str) -> str:
        """Hand one SMS over; the provider's id of it. Raises NotTaken."""
        text = letter.text or ""
        words = self._form.words
        body = self._form.body(
            self._sender
            | {
                "to": letter.mobile_number,
                "text": text,
                "template": letter.template_id,
                "category": category,
                "encoding": words.unicode if is_unicode(text) else words.gsm,
                "reference": str(letter.id),
            }
        )
        try:
            if self._form.encoding == "json":
                answer = await self._client.post(self._url, json=body)
            else:
                answer = await self._client.post(self._url, data=body)
        except (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout) as error:
            raise EverybodyWaits from error
        except httpx.HTTPError as error:
            raise Unsure from error
        return self._id_in(answer)

    async def close(self) -> None:
        """Give all connections back."""
        await self._client.aclose()

    def _id_in(self, answer: httpx.Response) -> str:
        try:
            told: object = answer.json()
        except ValueError:
            told = None
        taken = at(self._form.taken, told)
        code = at(self._form.code, told)
        if answer.is_success and taken:
            return taken
        meaning = self._form.codes.get(code or "")
        if meaning:
            raise _MEANING[meaning](code)
        if answer.is_success:
            raise Unsure(code)
        raise _by_status(answer.status_code)(code)


def _by_status(status: int) -> type[NotTaken]:
    return _STATUSES.get(status, TryLater if status >= 500 else Refused)
