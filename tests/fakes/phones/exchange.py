"""All telephones, and the two providers that they belong to."""

from pydantic import BaseModel

from tests.fakes.phones.phone import Button, Line, Phone
from tests.fakes.phones.telegram import TelegramLine
from tests.fakes.phones.whatsapp import WhatsAppLine
from tests.fakes.telegram import FakeTelegram
from tests.fakes.whatsapp import FakeWhatsApp


class Deed(BaseModel):
    """What an owner does: one of these is given. `place` is latitude and longitude, degrees."""

    text: str | None = None
    tap: Button | None = None
    place: tuple[float, float] | None = None
    number: bool = False


class Exchange:
    """Switches a telephone on when somebody first uses it; `gateway` is the gateway's address."""

    def __init__(self, gateway: str) -> None:
        self.telegram, self.whatsapp = FakeTelegram(), FakeWhatsApp()
        self.whatsapp.webhook = f"{gateway}/webhooks/whatsapp"
        self._phones: dict[tuple[str, str], Phone] = {}

    def phone(self, provider: str, number: str) -> Phone:
        """The telephone of a provider ("telegram", "whatsapp") and a number of ten digits."""
        if (provider, number) not in self._phones:
            self._phones[provider, number] = Phone(self._line(provider, number))
        return self._phones[provider, number]

    async def do(self, phone: Phone, deed: Deed) -> None:
        """Do it, and show it on the telephone."""
        if deed.text:
            phone.note(deed.text)
            await phone.line.says(deed.text)
        elif deed.tap:
            phone.note(deed.tap.title)
            await phone.line.taps(deed.tap)
        elif deed.place:
            phone.note("[place {}, {}]".format(*deed.place))
            await phone.line.sends_place(*deed.place)
        elif deed.number:
            phone.note("[own number]")
            await phone.line.sends_number()

    async def send(self, phone: Phone, content: bytes, mime_type: str) -> None:
        """Send a file, and show that it was sent."""
        phone.note(f"[{mime_type}, {len(content) // 1024 + 1} kB]")
        await phone.line.sends_file(content, mime_type)

    async def closes(self) -> None:
        """Nobody is kept waiting any more."""
        await self.telegram.closes()
        await self.whatsapp.closes()

    def _line(self, provider: str, number: str) -> Line:
        if provider == "telegram":
            return TelegramLine(self.telegram, number)
        return WhatsAppLine(self.whatsapp, number)
