"""What people do in Telegram, as updates."""

from typing import Any

from tests.fakes.telegram.files import Files

Update = dict[str, Any]
ASHA = 7


class People:
    """Makes updates, each with an id of its own."""

    def __init__(self, files: Files) -> None:
        self._files = files
        self._last = 1000

    def update(self, **event: Any) -> Update:
        """Any event."""
        self._last += 1
        return {"update_id": self._last} | event

    def message(
        self, text: str | None = None, chat: int = ASHA, kind: str = "private", **other: Any
    ) -> Update:
        """A message; `text=None` and e.g. `location={…}` for other sorts."""
        return self.update(message=self.said(text, chat, kind) | other)

    def edit(self, text: str, chat: int = ASHA) -> Update:
        """A message that was sent before and reads otherwise now."""
        return self.update(edited_message=self.said(text, chat) | {"edit_date": 1_790_000_100})

    def tap(self, data: str, chat: int = ASHA, **other: Any) -> Update:
        """A tap on a button that carries `data`; `message=…` where it is an old one."""
        query = {"id": f"tap-{self._last}-{data}", "from": person(chat), "chat_instance": "1"}
        return self.update(
            callback_query=query | {"data": data, "message": self.said("…", chat)} | other
        )

    def place(self, latitude: float, longitude: float, chat: int = ASHA) -> Update:
        """A pin on the map, as the button that shares it sends it."""
        return self.message(None, chat, location={"latitude": latitude, "longitude": longitude})

    def number(self, phone: str, chat: int = ASHA, of: int | None = None, **other: Any) -> Update:
        """A telephone number: the person's own, or that of the person `of`."""
        contact = {"phone_number": phone, "first_name": "Asha", "user_id": of or chat}
        return self.message(None, chat, contact=contact, **other)

    def file(
        self, sort: str, content: bytes, chat: int = ASHA, caption: str | None = None, **told: Any
    ) -> Update:
        """A photo (in two sizes), a voice message, an audio, a video or a document."""
        size = {"width": 1280, "height": 960} if sort in ("photo", "video") else {}
        length = {"duration": 3} if sort in ("voice", "audio", "video") else {}
        file = self._uploaded(content) | size | length | told
        small = self._uploaded(b"thumbnail") | {"width": 90, "height": 67}
        sent: dict[str, Any] = {sort: [small, file] if sort == "photo" else file}
        return self.message(None, chat, **sent | ({"caption": caption} if caption else {}))

    def said(self, text: str | None, chat: int = ASHA, kind: str = "private") -> dict[str, Any]:
        """A message without its update."""
        where = {"id": chat, "type": kind}
        self._last += 1
        stamp = {"message_id": self._last, "date": 1_790_000_000}
        return stamp | {"chat": where, "from": person(abs(chat))} | ({"text": text} if text else {})

    def _uploaded(self, content: bytes) -> dict[str, Any]:
        file_id = self._files.upload(content)
        return {"file_id": file_id, "file_unique_id": f"u-{file_id}", "file_size": len(content)}


def person(number: int) -> dict[str, Any]:
    """Somebody who is no bot."""
    return {"id": number, "is_bot": False, "first_name": "Asha"}
