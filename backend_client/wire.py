"""httpx's requests over aiohttp's connections, which cost a third of httpx's own."""

from __future__ import annotations

import aiohttp
import httpx
from multidict import CIMultiDict

#: Less than the five seconds after which most servers close a connection: a call that is sent
#: along one in just that moment fails.
_KEPT_OPEN = 4.0
_MOST_CONNECTIONS = 100


class Wire(httpx.AsyncBaseTransport):
    """Sends what httpx describes; the connections belong to the loop of the first call.

    Raises httpx.ConnectError, httpx.TimeoutException, httpx.ReadError.
    """

    def __init__(self) -> None:
        self._connections: aiohttp.ClientSession | None = None

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """The whole answer, read to its end."""
        headers = CIMultiDict(request.headers.items())
        try:
            async with self._session().request(
                request.method,
                str(request.url),
                data=request.content or None,
                headers=headers,
                timeout=_timeout(request),
                allow_redirects=False,
            ) as answer:
                content = await answer.read()
                return httpx.Response(answer.status, headers=_stated(answer), content=content)
        except TimeoutError as error:
            raise httpx.ReadTimeout(str(error), request=request) from error
        except aiohttp.ClientConnectorError as error:
            raise httpx.ConnectError(str(error), request=request) from error
        except aiohttp.ClientError as error:
            raise httpx.ReadError(repr(error), request=request) from error

    async def aclose(self) -> None:
        """Close the connections."""
        if self._connections:
            await self._connections.close()

    def _session(self) -> aiohttp.ClientSession:
        if self._connections is None:
            self._connections = aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(
                    limit=_MOST_CONNECTIONS, keepalive_timeout=_KEPT_OPEN
                ),
                cookie_jar=aiohttp.DummyCookieJar(),
            )
        return self._connections


def _timeout(request: httpx.Request) -> aiohttp.ClientTimeout:
    stated = request.extensions.get("timeout", {})
    return aiohttp.ClientTimeout(
        total=None, sock_connect=stated.get("connect"), sock_read=stated.get("read")
    )


def _stated(answer: aiohttp.ClientResponse) -> list[tuple[bytes, bytes]]:
    # The content is unpacked already, so its packing and packed length are not its own.
    left_out = (b"content-encoding", b"content-length", b"transfer-encoding")
    return [(name, value) for name, value in answer.raw_headers if name.lower() not in left_out]
