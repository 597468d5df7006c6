"""Sample files: the built-in one, enlarged by what conversations need."""

import json
from pathlib import Path
from typing import Any

from launch import ROOT

BUILT_IN = ROOT / "reference_backend" / "data" / "sample.json"
FOR_CONVERSATIONS = ROOT / "tests" / "conversations" / "sample.json"


def merged(target: Path, *sources: Path) -> Path:
    """Write the sample that holds the entries of all `sources` that exist, in their order."""
    together: dict[str, list[Any]] = {}
    for source in sources:
        if source.is_file():
            for section, entries in json.loads(source.read_text(encoding="utf-8")).items():
                if isinstance(entries, list):
                    together.setdefault(section, []).extend(entries)
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(json.dumps(together, ensure_ascii=False, indent=1), encoding="utf-8")
    return target


def for_conversations(var: Path) -> Path:
    """The sample for a stack that plays conversations, written below its state directory."""
    return merged(var / "sample.json", BUILT_IN, FOR_CONVERSATIONS)
