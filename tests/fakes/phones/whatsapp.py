"""A telephone with WhatsApp."""

from typing import Any

from fastapi import HTTPException

from tests.fakes.phones.phone import Button, Letter
from tests.fakes.whatsapp import FakeWhatsApp, Sent

SORTS = {"image": "image", "audio": "audio", "video": "video"}
INDIA = "91"


class WhatsAppLine:
    """WhatsApp knows its owner by the number itself."""

    def __init__(self, whatsapp: FakeWhatsApp, number: str) -> None:
        self._whatsapp = whatsapp
        self._phone = INDIA + number

    def letters(self) -> list[Letter]:
        """What the business sent to this number."""
        return [_as_letter(one) for one in self._whatsapp.sent if one["to"] == self._phone]

    async def says(self, text: str) -> None:
        """Typed words."""
        await self._brings(self._whatsapp.people.words(text, self._phone))

    async def taps(self, button: Button) -> None:
        """A tap on a button or a row of a list, which come back alike."""
        shown = {"id": button.id, "title": button.title}
        await self._brings(self._whatsapp.people.tap(shown, self._phone))

    async def sends_place(self, latitude: float, longitude: float) -> None:
        """A pin on the map."""
        await self._brings(self._whatsapp.people.place(latitude, longitude, self._phone))

    async def sends_number(self) -> None:
        """The owner's own card."""
        card = {"phones": [{"phone": f"+{self._phone}", "wa_id": self._phone}]}
        message = self._whatsapp.people.message(self._phone, type="contacts", contacts=[card])
        await self._brings(message)

    async def sends_file(self, content: bytes, mime_type: str) -> None:
        """As the sort that the app would make of it."""
        sort = SORTS.get(mime_type.partition("/")[0], "document")
        people = self._whatsapp.people
        await self._brings(people.file(sort, content, mime_type, self._phone))

    async def _brings(self, message: dict[str, Any]) -> None:
        answer = await self._whatsapp.notifies(message)
        if not answer.is_success:
            raise HTTPException(502, f"the gateway's webhook answered {answer.status_code}")


def _as_letter(sent: Sent) -> Letter:
    words = " · ".join((sent["text"], *sent.get("parameters", [])))
    buttons = tuple(Button(one["id"], one["title"]) for one in sent["choices"] if "id" in one)
    asked = sent["sort"] == "location_request_message"
    return Letter(words, buttons, "place" if asked else None)
