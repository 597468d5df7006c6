"""The language model by itself: trained or loaded in this process, without server or dialogue."""

from __future__ import annotations

import json
import tempfile
import time
import warnings
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from evaluation.lines import Line, Mark

REFUSED = "out_of_scope"
_CONVERTER = "nlu_message_converter"


@dataclass(frozen=True)
class Understood:
    """What the model made of a text, and what that took: CPU milliseconds."""

    intent: str
    confidence: float
    marks: tuple[Mark, ...]
    milliseconds: float


class LanguageModel:
    """A trained model, ready to read texts."""

    def __init__(self, archive: Path) -> None:
        """Load the language part of the model in `archive`; FileNotFoundError if there is none."""
        warnings.simplefilter("ignore")
        from rasa.engine.graph import ExecutionContext
        from rasa.engine.runner.dask import DaskGraphRunner
        from rasa.engine.storage.local_model_storage import LocalModelStorage

        if not archive.exists():
            raise FileNotFoundError(archive)
        self._folder = tempfile.TemporaryDirectory(prefix="bijli-model-")
        storage, about = LocalModelStorage.from_model_archive(Path(self._folder.name), archive)
        # Rasa's last step obeys `/intent{…}`; what is typed never reaches it as such.
        self._target = about.predict_schema.nodes[about.nlu_target].needs["messages"]
        schema = about.predict_schema.minimal_graph_schema([self._target])
        context = ExecutionContext(schema, about.model_id)
        self._runner = DaskGraphRunner.create(schema, storage, context)

    def read(self, text: str) -> Understood:
        """The answer for `text` after the thresholds; a refusal counts as out_of_scope."""
        from rasa.shared.nlu.training_data.message import Message

        message = Message(data={"text": text})
        began = time.process_time()
        answer = self._runner.run({_CONVERTER: [message]}, [self._target])[self._target][0]
        took = (time.process_time() - began) * 1000
        intent = answer.get("intent") or {}
        name, confidence = intent.get("name"), float(intent.get("confidence", 0.0))
        if name in (None, "nlu_fallback"):
            name = REFUSED
        return Understood(_decoded(name), confidence, _marks(answer), took)


def train_on(lines: list[Line], config: Path, folder: Path) -> Path:
    """Train the pipeline of `config` on `lines`; the archive is written into `folder`."""
    warnings.simplefilter("ignore")
    from rasa.model_training import train_nlu

    data = folder / "lines.json"
    examples = [_example(line) for line in lines if line.text.strip()]
    content = {"rasa_nlu_data": {"common_examples": examples}}
    data.write_text(json.dumps(content), encoding="utf-8")
    trained = train_nlu(str(config), str(data), str(folder), fixed_model_name="measured.tar.gz")
    if trained is None:
        raise RuntimeError("Rasa trained no model")
    return Path(trained)


def _example(line: Line) -> dict[str, Any]:
    return {
        "text": line.text,
        "intent": _encoded(line.intent),
        "entities": [vars(mark) for mark in line.marks],
    }


def _encoded(intent: str) -> str:
    """Rasa reads a slash in an intent as something else; public data sets use it freely."""
    return intent.replace("%", "%25").replace("/", "%2F")


def _decoded(intent: str) -> str:
    return intent.replace("%2F", "/").replace("%25", "%")


def _marks(answer: Any) -> tuple[Mark, ...]:
    return tuple(
        Mark(found["entity"], found["value"], found["start"], found["end"])
        for found in answer.get("entities") or []
    )
