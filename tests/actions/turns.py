"""Messages as Rasa hands them over, for tests of the form alone."""

from __future__ import annotations

from typing import Any

from actions.drafts import Draft
from actions.speech import Answer
from actions.understanding import Entity, Turn


def typed(
    text: str,
    intent: str = "inform",
    *,
    sure: float = 0.95,
    entities: dict[str, Any] | None = None,
    draft: Draft | None = None,
    known: dict[str, Any] | None = None,
    language: str = "en",
) -> Turn:
    """A typed message; `entities` maps a name to the text that was found."""
    return Turn(
        text=text,
        intent=intent,
        confidence=sure,
        ranking=[(intent, sure)],
        entities=[Entity(name, value, str(value)) for name, value in (entities or {}).items()],
        draft=draft,
        known=known or {},
        language=language,
        channel="test",
        inbox_id=f"inbox-{text}",
    )


def tapped(intent: str, draft: Draft | None = None, **values: Any) -> Turn:
    """A button."""
    turn = typed(f"/{intent}", intent, sure=1.0, draft=draft)
    turn.is_tap, turn.tapped = True, values
    return turn


def keys(answer: Answer) -> list[str]:
    """What was said, by key."""
    return [bubble.key for bubble in answer.bubbles]
