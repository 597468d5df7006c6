"""Bounds the head of a request: the parser itself would gather headers until memory ends."""

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

#: Browsers and providers send some kilobytes; a cookie may have four.
MOST_BYTES = 64 * 1024


class BoundedHead(HttpToolsProtocol):
    """uvicorn's protocol; a head that goes on for more than 64 KiB after what was read together
    with its beginning (some hundred KiB at most) is answered with 400."""

    _head_bytes: int | None = None  # None: no head is being read

    def data_received(self, data: bytes) -> None:
        """Some bytes of a request."""
        before = self._head_bytes
        super().data_received(data)
        # The read in which a head begins may hold the end of the body before it as well.
        if before is None or self._head_bytes is None or self.transport.is_closing():
            return
        self._head_bytes += len(data)
        if self._head_bytes > MOST_BYTES:
            self.send_400_response("The head of the request is too long.")

    def on_message_begin(self) -> None:
        """A request begins, perhaps behind another one on the same connection."""
        self._head_bytes = 0
        super().on_message_begin()

    def on_headers_complete(self) -> None:
        """What follows is the body, which `BoundedBody` bounds."""
        self._head_bytes = None
        super().on_headers_complete()
