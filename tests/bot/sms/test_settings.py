"""SMS are sent as a whole or not at all: half of the settings would lose every one unseen."""

from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from bot.app import create_app
from bot.channels.sms.errors import BadTemplates, UnknownProvider
from bot.channels.sms.templates import PACKAGED
from bot.settings import Settings
from tests.fakes.sms import register

WHOLE: dict[str, Any] = {
    "sms_api_url": "http://127.0.0.1:1/send",
    "sms_api_key": "a-real-key",
    "sms_header": "BIJLIS",
    "sms_principal_entity_id": "1101234567890123456",
    "sms_templates": PACKAGED,
    "otp_secret": "a-real-secret",
}


def test_nothing_set_is_no_sms() -> None:
    """The embedded default."""
    assert Settings.model_validate({}).sms is None


@pytest.mark.parametrize("absent", WHOLE)
def test_half_of_it_is_refused_by_name(absent: str) -> None:
    """The key of the codes among them."""
    with pytest.raises(ValidationError, match=absent.upper()):
        Settings.model_validate(WHOLE | {absent: ""})


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("sms_header", "BIJLI"),
        ("sms_header", "BIJLI1"),
        ("sms_principal_entity_id", "110123"),
        ("otp_secret", "changeme"),
        ("sms_api_key", "secret"),
    ],
)
def test_what_the_filter_would_not_know_is_refused(name: str, value: str) -> None:
    """A header has six letters, an entity nineteen digits, and no secret is a placeholder."""
    with pytest.raises(ValidationError, match=name):
        Settings.model_validate(WHOLE | {name: value})


def test_templates_without_ids_are_refused_at_start(tmp_path: Path) -> None:
    """The packaged file is for filling in; it sends nothing by itself."""
    given = WHOLE | {"database_url": f"sqlite:///{tmp_path / 'bot.db'}"}
    with pytest.raises(BadTemplates, match="no template has an id"):
        create_app(Settings.model_validate(given))


def test_an_unknown_form_is_refused_at_start(tmp_path: Path) -> None:
    """And the known ones are named."""
    templates = register(PACKAGED, tmp_path / "templates.yml")
    given = WHOLE | {"database_url": f"sqlite:///{tmp_path / 'bot.db'}"}
    with pytest.raises(UnknownProvider, match="exotel"):
        settings = given | {"sms_templates": templates, "sms_provider": "pigeon"}
        create_app(Settings.model_validate(settings))
