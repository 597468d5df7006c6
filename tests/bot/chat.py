"""A person at the chat API."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any
from uuid import uuid4

import httpx


class Chat:
    """One conversation over HTTP."""

    def __init__(self, client: httpx.AsyncClient, conversation_id: str, token: str) -> None:
        self.client = client
        self.id = conversation_id
        self.headers = {"Authorization": f"Bearer {token}"}
        self.path = f"/api/conversations/{conversation_id}"

    @classmethod
    @asynccontextmanager
    async def opened(cls, url: str) -> AsyncIterator["Chat"]:
        """Open a new conversation."""
        async with httpx.AsyncClient(base_url=url, timeout=60) as client:
            opened = (await client.post("/api/conversations", json={"surface": "test"})).json()
            yield cls(client, opened["conversation_id"], opened["token"])

    @asynccontextmanager
    async def elsewhere(self, url: str) -> AsyncIterator["Chat"]:
        """The same conversation at another gateway, or at the same one started again."""
        async with httpx.AsyncClient(base_url=url, timeout=60) as client:
            chat = Chat(client, self.id, "")
            chat.headers = self.headers
            yield chat

    async def post(self, message_id: str | None = None, **message: Any) -> httpx.Response:
        """Send a message and give the answer as it is."""
        body = {"message_id": message_id or uuid4().hex} | message
        return await self.client.post(f"{self.path}/messages", json=body, headers=self.headers)

    async def write(self, text: str, message_id: str | None = None) -> dict[str, Any]:
        """Send a text that must be answered."""
        answer = await self.post(message_id, text=text)
        assert answer.status_code == 200, answer.text
        return dict(answer.json())

    async def texts(self, text: str, message_id: str | None = None) -> list[str]:
        """Send a text and give the bubbles' words."""
        return [reply["text"] for reply in (await self.write(text, message_id))["replies"]]

    async def transcript(self) -> list[dict[str, Any]]:
        """What a page sees after a reload."""
        answer = await self.client.get(f"{self.path}/messages", headers=self.headers)
        assert answer.status_code == 200, answer.text
        return list(answer.json()["messages"])

    async def said(self) -> list[str]:
        """Everything that the bot said."""
        return [entry["text"] for entry in await self.transcript() if entry["from"] == "bot"]

    @asynccontextmanager
    async def listening(self, after: int = 0) -> AsyncIterator[AsyncIterator[dict[str, Any]]]:
        """The pushed bubbles after an entry of the transcript."""
        headers = self.headers | {"Last-Event-ID": str(after)}
        stream = self.client.stream("GET", f"{self.path}/events", headers=headers)
        async with stream as answer:
            assert answer.headers["content-type"].startswith("text/event-stream")
            yield _events(answer)


async def _events(answer: httpx.Response) -> AsyncIterator[dict[str, Any]]:
    async for line in answer.aiter_lines():
        if line.startswith("data: "):
            yield json.loads(line.removeprefix("data: "))
