"""What Rasa understood of one message, and what the gateway sent along with it."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field, replace
from functools import cached_property
from typing import Any

from rasa_sdk import Tracker

from actions.drafts import Draft
from actions.reading import plain
from watching import tracing

#: From here on an intent is acted upon without asking back: nine in ten are right between here
#: and 0.7, three in four between 0.5 and here (`nlu/README.md`, held-out lines).
SURE = 0.6
#: Danger to life is believed sooner: safety words do no harm when nothing is burning.
HAZARD = 0.3


@dataclass(frozen=True)
class Entity:
    """A piece of data in the message; `text` is how the person wrote it."""

    name: str
    value: Any
    text: str
    #: How sure the language model is of it, where it says so.
    confidence: float = 1.0


@dataclass(frozen=True)
class Storm:
    """The storm that goes on; `name` changes with `words`, the utility's own notice."""

    name: str
    words: str | None = None


@dataclass
class Turn:
    """One message of a conversation, as the action server sees it."""

    text: str
    intent: str
    confidence: float
    ranking: list[tuple[str, float]]
    entities: list[Entity]
    draft: Draft | None
    known: dict[str, Any]
    language: str
    channel: str
    inbox_id: str
    #: Whether this was a button and not typed words.
    is_tap: bool = False
    #: Set by the gateway when one address looks up more numbers than a person would.
    guessing: bool = False
    #: Mobile numbers that the person proved to hold, and whether a code can be sent to another.
    proved: list[str] = field(default_factory=list)
    provable: bool = False
    #: Purpose of a code → the numbers that it proved; under "any" those that the channel proves.
    proved_for: dict[str, list[str]] = field(default_factory=dict)
    #: Requests that the same person began in other conversations: id and errand of each.
    elsewhere: list[dict[str, str]] = field(default_factory=list)
    #: A request kept earlier that the gateway wants delivered now; nobody has said anything.
    deliver: Draft | None = None
    #: What came beside the words: photo, video, document, voice, or refused; and how many such
    #: things wait for a ticket.
    attachment: str | None = None
    attachments: int = 0
    #: What staff do in the form that they fill in for the person; None: the person speaks.
    assist: dict[str, Any] | None = None
    #: Set while everybody writes at once.
    storm: Storm | None = None
    #: What a tapped button carried: field → canonical value. Empty for typed text.
    tapped: dict[str, Any] = field(default_factory=dict)
    #: The trace that the message came in.
    traceparent: str | None = None

    @classmethod
    def from_tracker(cls, tracker: Tracker) -> Turn:
        """Read the latest message of `tracker`, metadata included."""
        message = tracker.latest_message or {}
        sent = message.get("metadata") or {}
        text = message.get("text") or ""
        intent = message.get("intent") or {}
        ranking = [
            (one["name"], float(one["confidence"])) for one in message.get("intent_ranking") or []
        ]
        known = dict(sent.get("known") or {})
        return cls(
            text=text,
            intent=str(intent.get("name") or "nlu_fallback"),
            confidence=float(intent.get("confidence") or 0.0),
            ranking=[(name, share) for name, share in ranking if name != "nlu_fallback"],
            entities=[_entity(one, text) for one in message.get("entities") or []],
            draft=Draft.from_json(sent["draft"]) if sent.get("draft") else None,
            known=known,
            language=str(sent.get("language") or "hi"),
            channel=str(sent.get("channel") or "web"),
            inbox_id=str(sent.get("inbox_id") or message.get("message_id") or ""),
            is_tap=bool(sent.get("payload")),
            guessing=bool(sent.get("guessing")),
            proved=[str(one) for one in sent.get("proved") or []],
            provable=bool(sent.get("provable")),
            proved_for=dict(sent.get("proved_for") or {}),
            elsewhere=list(sent.get("elsewhere") or []),
            deliver=Draft.from_json(sent["deliver"]) if sent.get("deliver") else None,
            attachment=str(sent["attachment"]) if sent.get("attachment") else None,
            attachments=int(sent.get("attachments") or 0),
            assist=sent.get("assist"),
            storm=_storm(sent.get("storm")),
            tapped=_tapped(text) if sent.get("payload") else {},
            traceparent=sent.get(tracing.HEADER),
        )

    @cached_property
    def plain(self) -> str:
        """The text folded for comparison: see `actions.reading.plain`."""
        return plain(self.text)

    @property
    def kept(self) -> list[str]:
        """Provisional numbers of requests that wait for the backend."""
        return list(self.known.get("kept") or [])

    @property
    def sure(self) -> bool:
        """Whether the intent may be acted upon without asking back."""
        return self.confidence >= SURE and self.intent != "nlu_fallback"

    @property
    def danger(self) -> bool:
        """Whether the message speaks of danger to life, or may well do so."""
        if self.intent == "report_hazard" and self.confidence >= HAZARD:
            return True
        return any(name == "report_hazard" and share >= HAZARD for name, share in self.ranking[:2])

    def recall(self) -> Turn:
        """This tap with the words that it explains: after "did you mean …?" the first
        message counts, so that nobody has to type it again."""
        heard = self.known.get("heard")
        if not (self.is_tap and isinstance(heard, dict)):
            return self
        entities = [Entity(**one) for one in heard["entities"]]
        return replace(self, text=heard["text"], entities=entities, is_tap=False)

    def said(self, name: str) -> list[Entity]:
        """The entities of this name, in the order of the text."""
        return [one for one in self.entities if one.name == name]


def to_recall(turn: Turn) -> dict[str, Any]:
    """What to keep of a message whose errand is not clear yet."""
    return {"text": turn.text, "entities": [asdict(one) for one in turn.entities]}


def _storm(told: dict[str, Any] | None) -> Storm | None:
    return Storm(str(told["id"]), told.get("words")) if told else None


def _entity(found: dict[str, Any], text: str) -> Entity:
    start, end = found.get("start"), found.get("end")
    typed = text[start:end] if isinstance(start, int) and isinstance(end, int) else ""
    sure = found.get("confidence_entity")
    value = found.get("value")
    return Entity(
        str(found.get("entity")), value, typed or str(value), 1.0 if sure is None else float(sure)
    )


def _tapped(text: str) -> dict[str, Any]:
    """The values of a button's payload: `/inform{"phase": "single"}` → {"phase": "single"}."""
    brace = text.find("{")
    if brace < 0:
        return {}
    try:
        values = json.loads(text[brace:])
    except ValueError:
        return {}
    return values if isinstance(values, dict) else {}
