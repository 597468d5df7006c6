"""Fetches what people send by WhatsApp: its id leads to an address, the address to the bytes.

Source: Meta's page on media. An address lives for about five minutes, so it is asked for anew
at every fetch and once more if it has expired meanwhile; the id itself lives for seven days.
"""

import asyncio
import logging

import httpx
from pydantic import BaseModel, Field, ValidationError

from bot.channels.download import bounded
from bot.channels.whatsapp.graph import Graph, fault_in
from bot.errors import MediaAway, MediaGone
from bot.outward import READER_COUNTS

log = logging.getLogger(__name__)

# Addresses lead to these hosts of Meta's or to the API's own. Nowhere else: the token goes along,
# and an address inside our network must not be asked for because a notice says so.
METAS_DOMAINS = ("facebook.com", "fbsbx.com", "fbcdn.net", "whatsapp.net")
MOST_HOPS = 3
MOST_SECONDS = 60.0
EXPIRED = {403, 404, 410}
NO_SUCH_OBJECT = 100  # Meta's code for an id that is unknown, deleted or too old


class _Found(BaseModel):
    url: str = Field(min_length=1, max_length=4096)


class _Expired(Exception):
    """The address was good once."""


class WhatsAppMedia:
    """The MediaSource of this channel; `pointer` holds Meta's `id`."""

    def __init__(self, graph: Graph) -> None:
        self._graph = graph

    async def fetch(self, pointer: dict[str, str], most_bytes: int) -> bytes:
        """The bytes, at most one more than `most_bytes`. Raises MediaGone, MediaAway."""
        try:
            async with asyncio.timeout(MOST_SECONDS):
                return await self._fetch(pointer["id"], most_bytes)
        except (httpx.HTTPError, TimeoutError) as error:
            raise MediaAway from error

    async def _fetch(self, media_id: str, most_bytes: int) -> bytes:
        try:
            return await self._read(await self._address(media_id), most_bytes)
        except _Expired:
            pass
        try:
            return await self._read(await self._address(media_id), most_bytes)
        except _Expired as error:
            raise MediaGone from error

    async def _address(self, media_id: str) -> httpx.URL:
        answer = await self._graph.http.get(f"{self._graph.api_url}/{media_id}")
        if answer.is_success:
            try:
                return httpx.URL(_Found.model_validate_json(answer.content).url)
            except (ValidationError, httpx.InvalidURL) as error:
                raise MediaAway from error
        fault = fault_in(answer)
        log.warning("no address for a file: HTTP %d, Meta's %s", answer.status_code, fault.code)
        if answer.status_code in (404, 410) or fault.code == NO_SUCH_OBJECT:
            raise MediaGone
        raise MediaAway

    async def _read(self, address: httpx.URL, most_bytes: int) -> bytes:
        for _ in range(MOST_HOPS):
            if not may_be_asked(address, httpx.URL(self._graph.api_url)):
                log.error("a file's address leads to %s, which is not asked", address.host)
                raise MediaGone
            async with self._graph.http.stream("GET", address, extensions=READER_COUNTS) as answer:
                if answer.is_success:
                    return await bounded(answer, most_bytes)
                if answer.status_code in EXPIRED:
                    raise _Expired
                if answer.next_request is None:
                    raise MediaAway
                address = answer.next_request.url
        raise MediaAway


def may_be_asked(address: httpx.URL, api: httpx.URL) -> bool:
    """Whether a file may be asked for at this address, with our token."""
    if address.userinfo:
        return False
    if (address.scheme, address.host, address.port) == (api.scheme, api.host, api.port):
        return True
    at_metas = any(f".{address.host}".endswith(f".{domain}") for domain in METAS_DOMAINS)
    return address.scheme == "https" and address.port is None and at_metas
