"""Calls through a transport of httpx: an application in this process, a proxy, a test's wire."""

from __future__ import annotations

from collections.abc import Mapping

import httpx

from wire import NoReply, Reply


class ThroughHttpx:
    """What `wire.Wire` does, on a transport that somebody else made and that has limits in time
    of its own; closed with this."""

    def __init__(
        self, transport: httpx.AsyncBaseTransport, base_url: str, headers: Mapping[str, str]
    ) -> None:
        self._transport = transport
        self._base_url = base_url
        self._headers = dict(headers)

    async def call(
        self,
        method: str,
        target: str,
        headers: Mapping[str, str],
        content: bytes = b"",
        *,
        patience: float,
    ) -> Reply:
        """The whole answer. Raises NoReply."""
        request = httpx.Request(
            method,
            self._base_url + target,
            headers=self._headers | dict(headers),
            content=content or None,
            extensions={"timeout": httpx.Timeout(patience).as_dict()},
        )
        try:
            answer = await self._transport.handle_async_request(request)
            return Reply(answer.status_code, await answer.aread())
        except httpx.HTTPError as error:
            raise NoReply(repr(error)) from error

    async def aclose(self) -> None:
        """Close the transport."""
        await self._transport.aclose()
