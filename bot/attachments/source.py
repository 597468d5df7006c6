"""How the bytes of something sent are had from the channel that it came by."""

from typing import Protocol


class MediaSource(Protocol):
    """One for each channel; registered by `Conversations.bring_media_from`."""

    async def fetch(self, pointer: dict[str, str], most_bytes: int) -> bytes:
        """The bytes that `Media.pointer` stands for.

        Reading ends beyond `most_bytes`, so that nobody can fill the memory: one byte more than
        that may come back, and is refused by whoever asked. Raises MediaGone if they can never
        be had (expired, deleted, refused for good), MediaAway if they may be had later.
        """
