"""Rasa, as the gateway asks it, and what it answers."""

from bot.rasa.client import TURNS_AT_ONCE, Rasa
from bot.rasa.turn import CallWanted, Turn, TurnRecord, read_turn

__all__ = ["TURNS_AT_ONCE", "CallWanted", "Rasa", "Turn", "TurnRecord", "read_turn"]
