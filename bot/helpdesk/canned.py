"""Sentences that staff say often, in the consumer's language: `desk.canned.*` of the catalogue."""

from bot.wording import Wording

_PREFIX = "desk.canned."


def canned(wording: Wording, language: str) -> dict[str, str]:
    """Name of each sentence and its words."""
    return {
        key.removeprefix(_PREFIX): words
        for key, words in wording.phrases(_PREFIX, language).items()
    }
