"""What the launcher takes from the environment and from `.env`."""

import stat
from pathlib import Path

import pytest

from launch import ROOT, env_file, settings
from launch.errors import SettingsWrong
from launch.parts import environment


def test_a_missing_secret_is_generated_once_and_kept_from_others(tmp_path: Path) -> None:
    """The second start finds the secret of the first, in a file that only its owner reads."""
    path = tmp_path / ".env"
    env_file.complete(path, ["BACKEND_API_KEY"], {})
    first = env_file.values(path)["BACKEND_API_KEY"]
    env_file.complete(path, ["BACKEND_API_KEY"], {})
    assert len(first) >= 32
    assert env_file.values(path)["BACKEND_API_KEY"] == first
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_what_a_person_wrote_into_the_file_stays(tmp_path: Path) -> None:
    """An empty value is filled; comments and other settings are left as they were."""
    path = tmp_path / ".env"
    path.write_text("# mine\nPORT=9000\nBACKEND_API_KEY=\n")
    env_file.complete(path, ["BACKEND_API_KEY"], {})
    assert path.read_text().startswith("# mine\nPORT=9000\nBACKEND_API_KEY=")
    assert env_file.values(path)["BACKEND_API_KEY"]


def test_a_secret_of_the_environment_is_not_written_down(tmp_path: Path) -> None:
    """Who sets the variable does not want a file."""
    path = tmp_path / ".env"
    env_file.complete(path, ["BACKEND_API_KEY"], {"BACKEND_API_KEY": "from outside"})
    assert not path.exists()


def test_relative_paths_are_taken_from_the_repository(tmp_path: Path) -> None:
    """The parts run in other folders, so they get absolute paths."""
    sample = tmp_path / "sample.json"
    sample.write_text("{}")
    chosen = settings.read({"VAR": "elsewhere", "SAMPLE": str(sample)})
    assert chosen.var == ROOT / "elsewhere"
    assert settings.read({}).var == ROOT / "var"
    assert environment(chosen, {})["SAMPLE"] == str(sample)


@pytest.mark.parametrize(
    ("name", "value"), [("SAMPLE", "/nowhere/sample.json"), ("PORT", "web"), ("RASA_PORT", "70000")]
)
def test_a_value_that_cannot_be_used_is_named(name: str, value: str) -> None:
    """The sentence holds the setting and its value."""
    with pytest.raises(SettingsWrong, match=f"{name}.*{value}"):
        settings.read({name: value})


def test_the_other_parts_are_found_at_the_ports_that_were_set() -> None:
    """Moving a part moves every address that leads to it; an address given by hand wins."""
    given = {"RASA_PORT": "6005", "BACKEND_URL": "https://utility.example"}
    env = environment(settings.read(given), given)
    assert env["RASA_URL"] == "http://127.0.0.1:6005"
    assert env["ACTION_ENDPOINT_URL"] == "http://127.0.0.1:5055/webhook"
    assert env["BACKEND_URL"] == "https://utility.example"
