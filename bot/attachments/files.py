"""The bytes of what was sent, one private file each, named by our own id."""

import os
import re
from contextlib import suppress
from pathlib import Path
from uuid import uuid4

_ID = re.compile(r"[0-9a-f-]{36}")


class Files:
    """A folder that only this user may enter. Calls block: run them in a thread."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def write(self, name: str, content: bytes, *, replace: bool = True) -> None:
        """Keep `content` under our id; whole or not at all, also when the power fails.

        Without `replace` what is there already stays.
        """
        path = self._path(name)
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        # Two may write the same file at once: each has its own name until it is whole.
        unfinished = path.with_suffix(f".{uuid4().hex}")
        descriptor = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        if replace:
            unfinished.replace(path)
            return
        with suppress(FileExistsError):
            path.hardlink_to(unfinished)
        unfinished.unlink()

    def read(self, name: str) -> bytes:
        """The bytes; raises FileNotFoundError."""
        return self._path(name).read_bytes()

    def remove(self, name: str) -> None:
        """Throw the file away; nothing happens if it is gone already."""
        self._path(name).unlink(missing_ok=True)

    def _path(self, name: str) -> Path:
        if not _ID.fullmatch(name):
            raise ValueError("files are named by our own ids")
        # Two letters make folders of hundreds, where one folder would hold everything.
        return self._folder / name[:2] / name
