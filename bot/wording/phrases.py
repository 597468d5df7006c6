"""Bubbles in words: what is missing or wrong is logged and said kindly, never shown."""

import logging
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import Any

from bot.messages import Bubble
from bot.store.outbox import Said
from bot.wording.catalogue import LOCALES, read_catalogue
from bot.wording.values import Values

log = logging.getLogger(__name__)

SORRY = "gateway.sorry_menu"
# All that a wrong key, argument or value can raise on its way into words.
UNSAYABLE = (LookupError, ValueError, TypeError, AttributeError, ArithmeticError)


class Wording:
    """All three catalogues, read once at start.

    Raises BadCatalogue if one of them cannot be used.
    """

    def __init__(self, directory: Path) -> None:
        self._catalogues = {
            language: read_catalogue(directory, folder) for language, (folder, _) in LOCALES.items()
        }
        self._values = {
            language: Values(locale, partial(self._known, language))
            for language, (_, locale) in LOCALES.items()
        }

    def phrase(self, key: str, language: str, args: Mapping[str, Any] | None = None) -> str:
        """The sentence of a key in a language (`hi`, `hi-Latn`, `en`) with its arguments shown.

        An integer argument `count` chooses the plural. A key, argument or value that is not
        right is logged, and the sentence `gateway.sorry_menu` stands in its place.
        """
        try:
            return self._said(key, language, args or {})
        except UNSAYABLE as error:
            log.error("cannot say %s in %s: %s", key, language, error)
            return self._said(SORRY, language, {})

    def can_say(self, key: str, args: Mapping[str, Any]) -> bool:
        """Whether the sentence of a key can be said with these arguments in every language."""
        try:
            for language in self._catalogues:
                self._said(key, language, args)
        except UNSAYABLE:
            return False
        return True

    def phrases(self, prefix: str, language: str) -> dict[str, str]:
        """All sentences whose key begins with `prefix`, their {placeholders} left as they are."""
        sentences = self._catalogues[language].sentences
        return {key: forms[-1] for key, forms in sentences.items() if key.startswith(prefix)}

    def bubble(self, bubble: Bubble, language: str) -> Said:
        """A bubble in words; a choice whose title cannot be said is left out."""
        buttons = []
        for choice in bubble.choices:
            try:
                title = self._said(choice["key"], language, choice.get("args") or {})
            except UNSAYABLE as error:
                log.error("no title for %s in %s: %s", choice.get("key"), language, error)
                continue
            buttons.append((title, choice["payload"]))
        return Said(
            text=self.phrase(bubble.say, language, bubble.args),
            buttons=tuple(buttons),
            expects=bubble.expects,
            language=language,
            bubble={"say": bubble.say, "args": bubble.args, "choices": list(bubble.choices)},
        )

    def shown(self, value: Any, language: str) -> str:
        """A value, plain or typed, in words. Raises ValueError if its type cannot show it."""
        return self._values[language].show(value)

    def _said(self, key: str, language: str, args: Mapping[str, Any]) -> str:
        count = args.get("count")
        sentence = self._catalogues[language].sentence(key, count if type(count) is int else None)
        if sentence is None:
            raise LookupError("no such key")
        values = self._values[language]
        return sentence.format_map({name: values.show(value) for name, value in args.items()})

    def _known(self, language: str, key: str) -> str:
        sentence = self._catalogues[language].sentence(key, None)
        if sentence is None:
            raise ValueError(f"no such key: {key}")
        return sentence
