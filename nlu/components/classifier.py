"""What the person wants, and which of the fixed choices they named: one look, four answers."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.nlu.constants import TOKENS_NAMES
from rasa.shared.constants import DEFAULT_NLU_FALLBACK_INTENT_NAME
from rasa.shared.nlu.constants import ENTITIES, INTENT, INTENT_RANKING_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from components.choices import CHOICES, NOTHING_SAID, is_about, is_short
from components.concepts import ConceptLexicon
from components.features import Blocks, FeatureSpace, blocks_of
from components.fingerprint import LOOKUPS, components_fingerprint
from components.intents import HAZARD, OUT_OF_SCOPE, IntentJudge
from components.linear import LinearHead
from components.vectors import WordVectors

_RANKED = 5


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class SentenceClassifier(GraphComponent, IntentClassifier):
    """The intent and the three choices, all from one set of features."""

    def __init__(
        self, config: dict[str, Any], model_storage: ModelStorage, resource: Resource
    ) -> None:
        """An untrained classifier; `config` as in `get_default_config`."""
        self._config = config
        self._model_storage = model_storage
        self._resource = resource
        self._lexicon = ConceptLexicon(LOOKUPS / "concepts.tsv")
        self._vectors = WordVectors()
        self._space = FeatureSpace({}, np.empty(0, np.float32), self._vectors)
        self._intents: IntentJudge | None = None
        self._choice_heads: dict[str, LinearHead] = {}

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Settings, each with its default.

        `seldom`: lines that must show a feature; `few`: lines below which one is enough and
        the network counts for less; `lean_to_strangers`, `lean_to_danger`: added to the
        log-odds of out_of_scope and of report_hazard; `refuse_below`: confidence under which
        the answer is `nlu_fallback`; `choice_from`: confidence from which a choice is
        reported, `stray_choice_from`: the same in a few words whose intent has nothing to do
        with it.
        """
        return {
            "seldom": 2,
            "few": 3_000,
            "lean_to_strangers": 1.75,
            "lean_to_danger": 0.7,
            "refuse_below": 0.2,
            "choice_from": 0.1,
            "stray_choice_from": 0.6,
        }

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,  # noqa: ARG003 (Rasa's signature)
    ) -> SentenceClassifier:
        """A new, untrained classifier."""
        return cls(config, model_storage, resource)

    def train(self, training_data: TrainingData) -> Resource:
        """Fit the feature space and the heads; persist them."""
        lines = [line for line in training_data.nlu_examples if line.get(TEXT)]
        blocks = [self._blocks(line) for line in lines]
        few = len(lines) < self._config["few"]
        self._space = FeatureSpace.fit(blocks, 1 if few else self._config["seldom"], self._vectors)
        rows = self._space.matrix(blocks)
        intents = [line.get(INTENT) for line in lines]
        if len(set(intents)) > 1:
            self._intents = IntentJudge.fit(rows, intents, few)
        for entity in CHOICES:
            about = [place for place, intent in enumerate(intents) if is_about(entity, intent)]
            said = [_said(lines[place], entity) for place in about]
            if len(set(said)) > 1:
                self._choice_heads[entity] = LinearHead.fit_logistic(rows[about], said)
        self._persist()
        return self._resource

    def process(self, messages: list[Message]) -> list[Message]:
        """Set the intent, its ranking and the choices of each message."""
        for message in messages:
            if message.get(TEXT) is not None and self._intents:
                self._classify(message, self._intents)
        return messages

    def _classify(self, message: Message, judge: IntentJudge) -> None:
        indices, values = self._space.vector(self._blocks(message))
        ranking = self._ranking(judge, indices, values)
        intent = ranking[0]["name"]
        message.set(INTENT, ranking[0], add_to_output=True)
        message.set(INTENT_RANKING_KEY, ranking, add_to_output=True)
        choices = self._choices(message, intent, indices, values)
        message.set(ENTITIES, message.get(ENTITIES, []) + choices, add_to_output=True)

    def _ranking(
        self, judge: IntentJudge, indices: np.ndarray, values: np.ndarray
    ) -> list[dict[str, Any]]:
        leaning = {
            OUT_OF_SCOPE: self._config["lean_to_strangers"],
            HAZARD: self._config["lean_to_danger"],
        }
        chances = judge.probabilities(indices, values, leaning)
        ranking = [
            {"name": judge.answers[place], "confidence": float(chances[place])}
            for place in np.argsort(-chances)[:_RANKED]
        ]
        # A model that never saw a stranger's question cannot tell one: it must not refuse.
        sure = ranking[0]["confidence"] if len(indices) else 0.0
        if sure < self._config["refuse_below"] and OUT_OF_SCOPE in judge.answers:
            ranking.insert(0, {"name": DEFAULT_NLU_FALLBACK_INTENT_NAME, "confidence": sure})
        return ranking

    def _choices(
        self, message: Message, intent: str, indices: np.ndarray, values: np.ndarray
    ) -> list[dict[str, Any]]:
        found = []
        words = len(message.get(TOKENS_NAMES[TEXT], []))
        for entity in CHOICES:
            head = self._choice_heads.get(entity)
            about = is_about(entity, intent)
            if head is None or not (about or is_short(words)):
                continue
            chances = head.probabilities_of_one(indices, values)
            if NOTHING_SAID in head.answers:
                chances[head.answers.index(NOTHING_SAID)] = 0.0
            best = int(chances.argmax())
            if chances[best] >= self._config["choice_from" if about else "stray_choice_from"]:
                found.append(_choice(message, entity, head.answers[best], float(chances[best])))
        return found

    def _blocks(self, message: Message) -> Blocks:
        folded = [token.text for token in message.get(TOKENS_NAMES[TEXT], [])]
        return blocks_of(folded, self._lexicon)

    def _persist(self) -> None:
        with self._model_storage.write_to(self._resource) as folder:
            arrays: dict[str, Any] = {"rarity": self._space.rarity}
            if self._intents:
                arrays.update(self._intents.arrays())
            for entity, head in self._choice_heads.items():
                arrays.update(head.arrays(entity))
            np.savez(folder / "heads.npz", **arrays)
            names = json.dumps(list(self._space.index), ensure_ascii=False)
            (folder / "features.json").write_text(names, encoding="utf-8")

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,  # noqa: ARG003 (Rasa's signature)
        **kwargs: Any,  # noqa: ARG003 (Rasa's signature)
    ) -> SentenceClassifier:
        """The trained classifier; ValueError if nothing was trained under `resource`."""
        component = cls(config, model_storage, resource)
        with model_storage.read_from(resource) as folder:
            names = json.loads((folder / "features.json").read_text(encoding="utf-8"))
            with np.load(folder / "heads.npz", allow_pickle=False) as kept:
                arrays = dict(kept)
        component._space = FeatureSpace(
            {name: row for row, name in enumerate(names)}, arrays["rarity"], component._vectors
        )
        if "intent.bias" in arrays:
            component._intents = IntentJudge.from_arrays(arrays)
        trained = [entity for entity in CHOICES if f"{entity}.bias" in arrays]
        component._choice_heads = {
            entity: LinearHead.from_arrays(entity, arrays) for entity in trained
        }
        return component

    @classmethod
    def fingerprint_addon(cls, config: dict[str, Any]) -> str:  # noqa: ARG003 (Rasa's signature)
        """Retrain when a helper module or a table changes, not only this class."""
        return components_fingerprint()


def _said(line: Message, entity: str) -> str:
    values = [mark["value"] for mark in line.get(ENTITIES, []) if mark["entity"] == entity]
    return values[0] if values else NOTHING_SAID


def _choice(message: Message, entity: str, value: str, confidence: float) -> dict[str, Any]:
    return {
        "entity": entity,
        "value": value,
        # The whole message says it: which words do is of no use to anyone.
        "start": 0,
        "end": len(message.get(TEXT)),
        "confidence_entity": confidence,
        "extractor": "SentenceClassifier",
    }
