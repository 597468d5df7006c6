"""The trained model knows where names stand, so that the page of what was not understood can hide
them."""

from collections.abc import AsyncIterator

import pytest

from bot.rasa import Rasa
from bot.unclear.masking import DEVANAGARI_NAME, LATIN_NAME, without_names
from launch import env_file
from launch.stack import Stack


@pytest.fixture
async def rasa(stack: Stack) -> AsyncIterator[Rasa]:
    """As the gateway asks it."""
    secrets = env_file.values(stack.logs.parent / "secrets.env")
    rasa = Rasa(stack.rasa_url, secrets["RASA_TOKEN"], 20.0)
    yield rasa
    await rasa.close()


@pytest.mark.parametrize(
    ("typed", "hidden", "stand_in"),
    [
        ("mera naam Ramesh Gupta hai", "Ramesh", LATIN_NAME),
        ("main sunita verma bol rahi hu", "sunita", LATIN_NAME),
        ("मेरा नाम सुनीता देवी है", "सुनीता", DEVANAGARI_NAME),
    ],
)
async def test_names_are_hidden(rasa: Rasa, typed: str, hidden: str, stand_in: str) -> None:
    """In both scripts; a common name stands there instead."""
    shown = without_names(typed, await rasa.names_in(typed))
    assert hidden not in shown
    assert stand_in in shown


async def test_what_is_no_name_stays(rasa: Rasa) -> None:
    """A place is not a person."""
    assert await rasa.names_in("barra 6 mein light nahi hai") == []
