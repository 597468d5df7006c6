"""How updates reach the bot: it asks for them, or they are brought to its webhook."""

import asyncio
import contextlib
import json
from collections.abc import Awaitable, Callable
from typing import Any

import httpx
from fastapi.responses import JSONResponse

from tests.fakes.telegram.answers import ok, refusal
from tests.fakes.telegram.people import Update

PATIENCE = 30
AGAIN_SECONDS = 0.2
SECRET_HEADER = b"X-Telegram-Bot-Api-Secret-Token"


class Feed:
    """Updates that are not confirmed yet. `webhook` is what the bot has set, `leads_to` the
    address that its public address leads to; `asked_for` counts the questions, `conflicts` those
    that were asked beside another."""

    def __init__(self) -> None:
        self.webhook: dict[str, str] = {}
        self.leads_to = ""
        self.conflicts = 0
        self.changed = asyncio.Condition()
        self.waiting: list[Update] = []
        self._again: list[Update] = []
        self._open = True
        self.asked_for = 0
        self._client = httpx.AsyncClient(timeout=PATIENCE)
        self._bringing: asyncio.Task[None] | None = None

    async def happens(self, update: Update) -> Update:
        """Telegram has one more update for the bot."""
        async with self.changed:
            self.waiting.append(update)
            self.changed.notify_all()
        return update

    async def again(self, update: Update) -> None:
        """Telegram did not notice that this update was taken."""
        if self.webhook:
            await self.happens(update)
            return
        async with self.changed:
            self._again.append(update)
            self.changed.notify_all()

    async def asked(
        self, form: dict[str, str], gone: Callable[[], Awaitable[bool]]
    ) -> JSONResponse:
        """The answer to getUpdates; `gone` tells whether whoever asked has hung up."""
        offset = int(form.get("offset", 0))
        self.asked_for += 1
        turn = self.asked_for
        async with self.changed:
            self.waiting = [u for u in self.waiting if u["update_id"] >= offset]
            self.changed.notify_all()
            if self.webhook:
                return refusal(409, "Conflict: can't use getUpdates while webhook is active")
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(int(form.get("timeout", 0))):
                    await self.changed.wait_for(lambda: self._anything() or turn != self.asked_for)
            if turn != self.asked_for:
                self.conflicts += not await gone()
                return refusal(409, "Conflict: terminated by other getUpdates request")
            if self.webhook:
                return refusal(409, "Conflict: terminated by setWebhook request")
            again, self._again = self._again, []
            return ok(again + self.waiting)

    def set_webhook(self, form: dict[str, str]) -> JSONResponse:
        """From now on updates are brought."""
        self.webhook = form
        if self._bringing is None:
            self._bringing = asyncio.create_task(self._bring())
        return ok(True)

    async def delete_webhook(self) -> JSONResponse:
        """From now on the bot asks."""
        self.webhook = {}
        if self._bringing:
            self._bringing.cancel()
            await asyncio.gather(self._bringing, return_exceptions=True)
            self._bringing = None
        return ok(True)

    async def posts(self, body: bytes | dict[str, Any], secret: str | None) -> httpx.Response:
        """Bring something to the webhook, whatever it is and whoever does it."""
        raw = body if isinstance(body, bytes) else json.dumps(body).encode()
        # As bytes: a header may hold anything.
        headers = {} if secret is None else {SECRET_HEADER: secret.encode()}
        return await self._client.post(
            f"{self.leads_to}/webhooks/telegram", content=raw, headers=headers
        )

    async def closes(self) -> None:
        """Nobody is kept waiting for updates any more."""
        self._open = False
        await self.delete_webhook()
        await self._client.aclose()
        async with self.changed:
            self.changed.notify_all()

    async def _bring(self) -> None:
        """As Telegram does: again and again until it is acknowledged."""
        while True:
            async with self.changed:
                await self.changed.wait_for(lambda: bool(self.waiting) and bool(self.leads_to))
                update = self.waiting[0]
            try:
                answer = await self.posts(update, self.webhook.get("secret_token"))
            except httpx.HTTPError:
                answer = None
            if answer is None or not answer.is_success:
                await asyncio.sleep(AGAIN_SECONDS)
                continue
            async with self.changed:
                self.waiting.remove(update)
                self.changed.notify_all()

    def _anything(self) -> bool:
        return bool(self.waiting or self._again or self.webhook) or not self._open
