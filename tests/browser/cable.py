"""The line between a browser and the gateway, which a test can cut or let die in silence."""

import socket
from contextlib import suppress
from threading import Event, Lock, Thread
from types import TracebackType
from typing import Self
from urllib.parse import urlsplit

PART = 65_536


class Cable:
    """Carries every connection to the gateway on to it; `url` is the browser's end."""

    def __init__(self, gateway_url: str) -> None:
        there = urlsplit(gateway_url)
        self._there = (there.hostname or "", there.port or 80)
        self._here = socket.create_server(("127.0.0.1", 0))
        self._lock = Lock()
        self._carries: list[tuple[socket.socket, Event]] = []
        self._cut = False
        self.url = f"http://127.0.0.1:{self._here.getsockname()[1]}"

    def __enter__(self) -> Self:
        Thread(target=self._accept, daemon=True).start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._here.close()
        self.cut()

    def cut(self) -> None:
        """End every connection, and each new one at once."""
        self._cut = True
        with self._lock:
            for end, _dead in self._carries:
                with suppress(OSError):
                    end.shutdown(socket.SHUT_RDWR)
            self._carries.clear()

    def mend(self) -> None:
        """Carry new connections again."""
        self._cut = False

    def die_in_silence(self) -> None:
        """From now on nothing comes over the connections of this moment, and nobody is told, as
        when a phone changes its cell; new ones work."""
        with self._lock:
            for _end, dead in self._carries:
                dead.set()

    def _accept(self) -> None:
        with suppress(OSError):  # it was closed: the test is over
            while True:
                browser, _address = self._here.accept()
                if self._cut:
                    browser.close()
                else:
                    self._carry(browser)

    def _carry(self, browser: socket.socket) -> None:
        gateway, dead = socket.create_connection(self._there), Event()
        with self._lock:
            self._carries += [(browser, dead), (gateway, dead)]
        for source, target in ((browser, gateway), (gateway, browser)):
            Thread(target=_pump, args=(source, target, dead), daemon=True).start()


def _pump(source: socket.socket, target: socket.socket, dead: Event) -> None:
    with suppress(OSError):
        while part := source.recv(PART):
            if not dead.is_set():
                target.sendall(part)
    if not dead.is_set():
        with suppress(OSError):
            target.shutdown(socket.SHUT_WR)
