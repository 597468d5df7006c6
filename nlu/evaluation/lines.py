"""Labelled lines: one JSON object a line with `text`, `intent`, `variety` and `entities`."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

UNKNOWN_VARIETY = "unknown"


class BadLines(Exception):
    """A file of labelled lines that cannot be used; the message names file and line."""


@dataclass(frozen=True)
class Mark:
    """An entity of a labelled line; offsets in code points of the text as typed."""

    entity: str
    value: Any
    start: int
    end: int


@dataclass(frozen=True)
class Line:
    """One labelled line."""

    text: str
    intent: str
    variety: str
    marks: tuple[Mark, ...]


def read_lines(path: Path) -> list[Line]:
    """The labelled lines of `path`, blank lines left out.

    Raises BadLines with the number of the first bad line, or if there is none at all.
    """
    try:
        content = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise BadLines(f"{path}: cannot be read: {error}") from error
    lines = []
    for number, row in enumerate(content.split("\n"), start=1):
        if row.strip():
            try:
                lines.append(_line(row))
            except (ValueError, TypeError, KeyError) as error:
                raise BadLines(f"{path}, line {number}: {_reason(error)}") from error
    if not lines:
        raise BadLines(f"{path}: holds no lines")
    return lines


def _line(row: str) -> Line:
    content = json.loads(row)
    if not isinstance(content, dict):
        raise ValueError("is not a JSON object")
    text, intent = content["text"], content["intent"]
    if not isinstance(text, str) or not isinstance(intent, str) or not intent:
        raise ValueError("`text` and `intent` must be strings")
    marks = tuple(_mark(mark, text) for mark in content.get("entities") or [])
    return Line(text, intent, str(content.get("variety") or UNKNOWN_VARIETY), marks)


def _mark(mark: Any, text: str) -> Mark:
    if not isinstance(mark, dict) or not isinstance(mark.get("entity"), str):
        raise ValueError("each of `entities` must be an object with `entity`")
    start, end = mark.get("start", 0), mark.get("end", len(text))
    if not isinstance(start, int) or not isinstance(end, int) or not 0 <= start <= end <= len(text):
        raise ValueError(f"entity {mark['entity']}: {start}–{end} is not within the text")
    return Mark(mark["entity"], mark.get("value", text[start:end]), start, end)


def _reason(error: Exception) -> str:
    if isinstance(error, KeyError):
        return f"lacks {error}"
    return str(error)
