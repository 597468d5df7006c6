"""A telephone with Telegram."""

from tests.fakes.phones.phone import Button, Letter
from tests.fakes.telegram import FakeTelegram, Sent

SORTS = {"image": "photo", "audio": "voice", "video": "video"}


class TelegramLine:
    """Its owner's id is the number, so that both telephones belong to one person."""

    def __init__(self, telegram: FakeTelegram, number: str) -> None:
        self._telegram = telegram
        self._number = number
        self._chat = int(number)

    def letters(self) -> list[Letter]:
        """What the bot sent to this chat."""
        return [_as_letter(one) for one in self._telegram.sent if one["chat"] == self._chat]

    async def says(self, text: str) -> None:
        """Typed words, or a command."""
        await self._telegram.writes(text, chat=self._chat)

    async def taps(self, button: Button) -> None:
        """A tap on a button below a message."""
        await self._telegram.taps(button.id, chat=self._chat)

    async def sends_place(self, latitude: float, longitude: float) -> None:
        """A pin on the map."""
        people = self._telegram.people
        await self._telegram.does(people.place(latitude, longitude, self._chat))

    async def sends_number(self) -> None:
        """The owner's own contact."""
        people = self._telegram.people
        await self._telegram.does(people.number(f"+91{self._number}", self._chat))

    async def sends_file(self, content: bytes, mime_type: str) -> None:
        """As the sort that the app would make of it."""
        sort = SORTS.get(mime_type.partition("/")[0], "document")
        told = {} if sort == "photo" else {"mime_type": mime_type}
        people = self._telegram.people
        await self._telegram.does(people.file(sort, content, self._chat, **told))


def _as_letter(sent: Sent) -> Letter:
    buttons = tuple(Button(one["callback_data"], one["text"]) for one in sent["buttons"])
    keys = sent["keyboard"] or []
    number = any(key.get("request_contact") for key in keys)
    return Letter(sent["text"], buttons, "number" if number else "place" if keys else None)
