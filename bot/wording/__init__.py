"""Every sentence that a person reads: catalogue keys and typed values become words here."""

from bot.wording.phrases import Wording

__all__ = ["Wording"]
