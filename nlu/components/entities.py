"""The facts in a message: numbers, loads, places, names, times."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.constants import TOKENS_NAMES
from rasa.shared.nlu.constants import ENTITIES, INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from components.choices import CHOICES
from components.fingerprint import LOOKUPS, components_fingerprint
from components.gazetteer import Gazetteer
from components.numbers import read_numbers
from components.numerals import Numeral, numerals
from components.phrases import Phrases
from components.quantities import read_quantities
from components.spans import Span, first_come
from components.tagger import evidence, labels, open_tagger, spans_of, train
from components.times import read_times, tells_since
from components.words import Word, words_of

# What a rule finds of these is right more often than not, so it counts without a tagger, too.
_LIKELY = frozenset({"locality", "duration"})
# Who wants one of these gives the account's number unasked; others give their mobile's.
_ACCOUNT_FIRST = frozenset(
    {
        "check_bill",
        "pay_bill",
        "payment_not_posted",
        "report_billing_complaint",
        "report_meter_problem",
        "request_disconnection",
        "request_load_change",
        "request_reconnection",
    }
)
# Characters: a name or a place is shorter; a flood of one word is none.
_LONGEST = 80
_MODEL = "tagger.crfsuite"
_NOTE = "trained_on.txt"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=True)
class EntityReader(GraphComponent):
    """Numbers by rule, localities by gazetteer, the rest by a conditional random field."""

    def __init__(self, model_storage: ModelStorage, resource: Resource) -> None:
        """An untrained reader: the rules and the gazetteer work already."""
        self._model_storage = model_storage
        self._resource = resource
        self._gazetteer = Gazetteer(LOOKUPS / "localities.tsv")
        self._languages = Phrases(LOOKUPS / "languages.tsv", "language")
        self._names = Phrases(LOOKUPS / "names.tsv")
        self._tagger: Any = None
        # Trained on other people's lines, it reports what those mark and nothing else.
        self._marked: set[str] = set()

    @classmethod
    def create(
        cls,
        config: dict[str, Any],  # noqa: ARG003 (Rasa's signature)
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,  # noqa: ARG003 (Rasa's signature)
    ) -> EntityReader:
        """A new, untrained reader."""
        return cls(model_storage, resource)

    def train(self, training_data: TrainingData) -> Resource:
        """Fit the tagger on the marks of the training lines; persist it."""
        lines = [line for line in training_data.nlu_examples if line.get(TEXT)]
        with self._model_storage.write_to(self._resource) as folder:
            # Rasa's cache loses a folder that holds no file, and a repeated training with it.
            (folder / _NOTE).write_text(f"{len(lines)} lines\n", encoding="ascii")
            if any(_marks(line) for line in lines):
                train([self._lesson(line) for line in lines], folder / _MODEL)
        return self._resource

    def process(self, messages: list[Message]) -> list[Message]:
        """Add the facts to each message's entities."""
        for message in messages:
            text = message.get(TEXT)
            if text:
                intent = (message.get(INTENT) or {}).get("name")
                words = [
                    Word(one.text, one.start, one.end) for one in message.get(TOKENS_NAMES[TEXT])
                ]
                found = [_as_entity(text, span) for span in self.read(text, intent, words)]
                message.set(ENTITIES, message.get(ENTITIES, []) + found, add_to_output=True)
        return messages

    def read(
        self, text: str, intent: str | None = None, words: list[Word] | None = None
    ) -> list[Span]:
        """The facts in `text`, none overlapping another, in its order; `words` are its words
        where they are known."""
        words = words_of(text) if words is None else words
        figures = numerals(text, words)
        certain, clues = self._clues(text, words, figures, intent)
        if self._tagger is None or not words:
            return first_come([*certain, *(clue for clue in clues if clue.entity in _LIKELY)])
        marked = self._tagger.tag(evidence(words, [*certain, *clues], figures))
        learnt = [
            _named(span, clues)
            for span in spans_of(text, words, marked)
            if span.end - span.start <= _LONGEST
        ]
        since = [
            clue
            for clue in clues
            if clue.entity == "duration"
            and clue.entity in self._marked
            and tells_since(words, clue)
        ]
        # The field leaves out one "kal se" in ten; what it found itself goes before the rule.
        certain = [span for span in certain if span.entity in self._marked]
        return first_come([*certain, *learnt, *since])

    def _clues(
        self, text: str, words: list[Word], figures: Sequence[Numeral], intent: str | None
    ) -> tuple[list[Span], list[Span]]:
        """(what has one reading only, what the tagger may stretch, rename or leave out)."""
        numbers = read_numbers(text, words, about_account=intent in _ACCOUNT_FIRST)
        certain = first_come([*numbers, *read_quantities(text, words, figures)])
        clues = [
            *self._gazetteer.find(text, words),
            *read_times(text, words),
            *self._languages.find(words),
            *self._names.find(words),
        ]
        return certain, [
            clue for clue in first_come(clues) if not any(clue.overlaps(other) for other in certain)
        ]

    def _lesson(self, line: Message) -> tuple[list[list[str]], list[str]]:
        text = line.get(TEXT)
        words = words_of(text)
        figures = numerals(text, words)
        certain, clues = self._clues(text, words, figures, line.get(INTENT))
        return evidence(words, [*certain, *clues], figures), labels(words, _marks(line))

    @classmethod
    def load(
        cls,
        config: dict[str, Any],  # noqa: ARG003 (Rasa's signature)
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,  # noqa: ARG003 (Rasa's signature)
        **kwargs: Any,  # noqa: ARG003 (Rasa's signature)
    ) -> EntityReader:
        """The trained reader; ValueError if nothing was trained under `resource`."""
        component = cls(model_storage, resource)
        with model_storage.read_from(resource) as folder:
            if (folder / _MODEL).exists():
                component._tagger = open_tagger(folder / _MODEL)
                component._marked = {label[2:] for label in component._tagger.labels()}
        return component

    @classmethod
    def fingerprint_addon(cls, config: dict[str, Any]) -> str:  # noqa: ARG003 (Rasa's signature)
        """Retrain when a helper module or a table changes, not only this class."""
        return components_fingerprint()


def _marks(line: Message) -> list[Span]:
    return [
        Span(mark["entity"], mark["start"], mark["end"], mark["value"])
        for mark in line.get(ENTITIES, [])
        if mark["entity"] not in CHOICES
    ]


def _named(learnt: Span, clues: list[Span]) -> Span:
    """The learnt span with the value of the rule that found the same thing in it."""
    for clue in clues:
        if clue.entity == learnt.entity and clue.overlaps(learnt):
            return learnt._replace(value=clue.value, detail=clue.detail)
    return learnt


def _as_entity(text: str, span: Span) -> dict[str, Any]:
    entity = {
        "entity": span.entity,
        "value": span.value,
        "start": span.start,
        "end": span.end,
        "text": text[span.start : span.end],
        "extractor": "EntityReader",
    }
    return {**entity, **(span.detail or {})}
