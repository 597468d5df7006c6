"""The parts of the product: how each is started and how it says that it is ready."""

import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from launch import ROOT, fakes
from launch.errors import ModelMissing
from launch.settings import Settings

NLU = ROOT / "nlu"
MODEL = NLU / "models" / "bijli.tar.gz"
LOCAL = "http://127.0.0.1"


@dataclass(frozen=True)
class Part:
    """One process: `/health/ready` answers on `port` once it can take work."""

    key: str
    title: str
    argv: tuple[str, ...]
    port: int
    port_setting: str
    folder: Path = ROOT
    env: Mapping[str, str] = field(default_factory=dict)

    @property
    def url(self) -> str:
        """Where the part listens, without a slash at the end."""
        return f"{LOCAL}:{self.port}"


def environment(settings: Settings, given: Mapping[str, str]) -> dict[str, str]:
    """What every part finds in its environment.

    Addresses of the parts and their SQLite files under `settings.var` are defaults: what is
    `given` wins, so that PostgreSQL or a utility's real backend can be used.
    """
    var = settings.var
    defaults = {
        "RASA_URL": f"{LOCAL}:{settings.rasa_port}",
        "ACTION_ENDPOINT_URL": f"{LOCAL}:{settings.actions_port}/webhook",
        "BACKEND_URL": f"{LOCAL}:{settings.backend_port}",
        "NOTICES_URL": f"{LOCAL}:{settings.port}/hooks/notices",
        "DATABASE_URL": f"sqlite:///{var / 'bot.db'}",
        "MEDIA_DIR": str(var / "media"),
        "BACKEND_DATABASE_URL": f"sqlite:///{var / 'backend.db'}",
        "RASA_DATABASE_URL": f"sqlite:///{var / 'rasa.db'}",
    }
    fixed = {
        "PORT": str(settings.port),
        "RASA_PORT": str(settings.rasa_port),
        "ACTIONS_PORT": str(settings.actions_port),
        "BACKEND_PORT": str(settings.backend_port),
        "PYTHONUNBUFFERED": "1",
    }
    if settings.sample:
        fixed["SAMPLE"] = str(settings.sample)
    if settings.fakes:
        # A person's own accounts must not be used beside them, so these win as well.
        fixed |= fakes.environment(f"{LOCAL}:{settings.fakes_port}")
    set_by_person = {name: value for name, value in given.items() if value}
    return {**defaults, **set_by_person, **fixed}


def all_parts(settings: Settings, more_gateways: Sequence[int] = ()) -> list[Part]:
    """The parts in the order in which their readiness is of interest.

    `more_gateways`: ports of further gateway processes, which share a PostgreSQL with the first.
    Raises ModelMissing when there is nothing for Rasa to load.
    """
    if not MODEL.is_file():
        raise ModelMissing(MODEL)
    return [
        _own("backend", "reference backend", "reference_backend", settings.backend_port),
        _own("actions", "action server", "actions", settings.actions_port),
        _rasa(settings),
        _own("gateway", "gateway", "bot", settings.port, setting="PORT"),
        *(_gateway(number, port) for number, port in enumerate(more_gateways, 2)),
        *([_telephones(settings)] if settings.fakes else []),
    ]


def _gateway(number: int, port: int) -> Part:
    """One more gateway; the first one's port, which all parts are told, is not its own."""
    usual = _own(f"gateway{number}", f"gateway {number}", "bot", port, setting="PORT")
    return replace(usual, env={"PORT": str(port)})


def _telephones(settings: Settings) -> Part:
    """Serves both fake providers, and the page on which a person plays their customer."""
    gateway, port = f"{LOCAL}:{settings.port}", str(settings.fakes_port)
    module = (sys.executable, "-m", "tests.fakes.phones")
    argv = (*module, "--port", port, "--gateway", gateway)
    return Part("fakes", "telephones", argv, settings.fakes_port, "FAKES_PORT")


def _own(key: str, title: str, package: str, port: int, setting: str = "") -> Part:
    return Part(
        key=key,
        title=title,
        argv=(sys.executable, "-m", package),
        port=port,
        port_setting=setting or f"{key.upper()}_PORT",
    )


def _rasa(settings: Settings) -> Part:
    options = {
        "--model": str(MODEL.relative_to(NLU)),
        "--endpoints": "endpoints.yml",
        "--credentials": "credentials.yml",
        "-i": "127.0.0.1",
        "-p": str(settings.rasa_port),
    }
    flat = [word for pair in options.items() for word in pair]
    return Part(
        key="rasa",
        title="language model",
        argv=(str(NLU / ".venv/bin/python"), "serve.py", "run", "--enable-api", *flat),
        port=settings.rasa_port,
        port_setting="RASA_PORT",
        folder=NLU,
        env={
            # Rasa's pins are old; what they deprecate would bury what went wrong in the log.
            "PYTHONWARNINGS": "ignore::DeprecationWarning",
            "RASA_TELEMETRY_ENABLED": "false",
            "SQLALCHEMY_SILENCE_UBER_WARNING": "1",
        },
    )
