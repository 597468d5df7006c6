"""What came back."""

from typing import NamedTuple


class Reply(NamedTuple):
    """A whole answer: its status and its content."""

    status: int
    content: bytes
