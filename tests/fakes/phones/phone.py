"""One telephone: what was said on it, by both sides, and what its owner can do."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any, Protocol


@dataclass(frozen=True, slots=True)
class Button:
    """What can be tapped. `id` is what its provider sends back."""

    id: str
    title: str


@dataclass(frozen=True, slots=True)
class Letter:
    """What the bot said. `shares`: number or place, where the telephone offers to send it."""

    text: str
    buttons: tuple[Button, ...] = ()
    shares: str | None = None


class Line(Protocol):
    """A provider's side of a telephone."""

    def letters(self) -> Sequence[Letter]:
        """All that the bot has sent to this telephone, in order."""

    async def says(self, text: str) -> None:
        """Typed words."""

    async def taps(self, button: Button) -> None:
        """A tap on what was offered."""

    async def sends_place(self, latitude: float, longitude: float) -> None:
        """A pin on the map, in degrees."""

    async def sends_number(self) -> None:
        """The telephone's own number."""

    async def sends_file(self, content: bytes, mime_type: str) -> None:
        """A photo, a voice note, a film or a paper."""


class Phone:
    """Keeps what its owner did between the bot's letters."""

    def __init__(self, line: Line) -> None:
        self.line = line
        self._done: list[tuple[int, str]] = []

    def note(self, what: str) -> None:
        """The owner does something now."""
        self._done.append((len(self.line.letters()), what))

    def shown(self) -> list[dict[str, Any]]:
        """Both sides, in order."""
        lines: list[dict[str, Any]] = []
        letters = self.line.letters()
        for at in range(len(letters) + 1):
            lines += [
                {"from": "person", "text": text} for before, text in self._done if before == at
            ]
            if at < len(letters):
                lines.append({"from": "bot"} | asdict(letters[at]))
        return lines
