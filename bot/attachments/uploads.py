"""Files that come to us in a request: checked at the door, and fetched from our own disk later."""

import asyncio

from bot.attachments.files import Files
from bot.attachments.kinds import MOST_BYTES, mime_type_of, sort_of
from bot.attachments.taking import id_of
from bot.errors import AttachmentNotTaken, AttachmentTooLarge, MediaGone
from bot.messages import Media


class Uploads:
    """The source of media of the web page, the kiosk and the help desk."""

    def __init__(self, files: Files) -> None:
        self._files = files

    async def keep(
        self,
        conversation_id: str,
        message_id: str,
        content: bytes,
        *,
        sort: str | None = None,
        file_name: str | None = None,
    ) -> Media:
        """Keep a file before its message is stored; the first one of a message_id counts.

        `sort` is what the bytes show where it is not given. Raises AttachmentNotTaken and
        AttachmentTooLarge.
        """
        sort = sort or sort_of(content)
        mime_type = mime_type_of(content, sort) if sort else None
        if sort is None or mime_type is None:
            raise AttachmentNotTaken
        if len(content) > MOST_BYTES[sort]:
            raise AttachmentTooLarge
        name = id_of(conversation_id, message_id)
        await asyncio.to_thread(self._files.write, name, content, replace=False)
        return Media(sort, {"file": name}, mime_type, len(content), file_name=file_name)

    async def fetch(self, pointer: dict[str, str], most_bytes: int) -> bytes:
        """The bytes as they were kept; raises MediaGone."""
        try:
            content = await asyncio.to_thread(self._files.read, pointer["file"])
        except (KeyError, FileNotFoundError) as error:
            raise MediaGone(str(error)) from error
        return content[: most_bytes + 1]
