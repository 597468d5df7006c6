"""Rasa's tokenizer for both scripts: folded words, spans on the text as it was typed."""

from __future__ import annotations

from typing import Any

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.nlu.tokenizers.tokenizer import Token
from rasa.nlu.tokenizers.whitespace_tokenizer import WhitespaceTokenizer
from rasa.shared.nlu.training_data.message import Message

from components.fingerprint import components_fingerprint
from components.words import words_of


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_TOKENIZER, is_trainable=False)
class FoldingTokenizer(WhitespaceTokenizer):
    """Gives every word its folded spelling (`folding.py`) and leaves the message's text alone."""

    def tokenize(self, message: Message, attribute: str) -> list[Token]:
        """The words of `attribute`; none if it holds no word (an emoji is one, a dot is not)."""
        return [
            Token(word.folded, word.start, word.end, lemma=word.folded)
            for word in words_of(message.get(attribute))
        ]

    @classmethod
    def fingerprint_addon(cls, config: dict[str, Any]) -> str:  # noqa: ARG003 (Rasa's signature)
        """Retrain when a helper module or a table changes, not only this class."""
        return components_fingerprint()
