"""Plays a conversation file against the running product and says where it went differently."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field

from launch.chat_api import Button, Chat, Turn
from launch.compare import Names, of_record, of_turn, with_names
from launch.conversation import Conversation, Step
from launch.records import Records


@dataclass
class Outcome:
    """How a conversation ended: `complaints` is empty when all was as its file says."""

    complaints: list[str] = field(default_factory=list)
    references: list[str] = field(default_factory=list)


class NoSuchButton(Exception):
    """The conversation wants to tap what was not offered."""

    def __init__(self, offered: list[Button]) -> None:
        super().__init__(f"was not offered; the buttons are {[b.payload for b in offered]}")


Telling = Callable[[Step, str, Turn], None]


def _silence(_step: Step, _words: str, _turn: Turn) -> None:
    return


def play(
    conversation: Conversation, *, url: str, records: Records, tell: Telling = _silence
) -> Outcome:
    """Play all turns, then compare the records. The first turn that goes wrong ends the play.

    `tell` hears of each turn as it happens: the step, the words or title sent, the answer.
    """
    outcome = Outcome()
    names: Names = {}
    chat = Chat(url, conversation.surface)
    try:
        _play_turns(conversation, chat, names, outcome, tell)
    finally:
        chat.close()
    if not outcome.complaints:
        for wanted in conversation.records:
            reference = with_names(str(wanted["number"]), names)
            held = records.get(reference)
            outcome.complaints += of_record({**wanted, "number": reference}, held)
    return outcome


def _play_turns(
    conversation: Conversation, chat: Chat, names: Names, outcome: Outcome, tell: Telling
) -> None:
    seen: list[Turn] = []
    for number, step in enumerate(conversation.turns, 1):
        try:
            words, turn = _do(chat, step, seen, names)
        except NoSuchButton as error:
            outcome.complaints.append(f"turn {number}, {step}: {error}")
            return
        seen.append(turn)
        tell(step, words, turn)
        outcome.references += turn.references
        names.update(_remembered(step, turn))
        if complaints := of_turn(step, turn, names):
            outcome.complaints += [f"turn {number}, {step}: {what}" for what in complaints]
            return


def _remembered(step: Step, turn: Turn) -> Names:
    """The references of this turn by the step's names; known to its own `contains` as well."""
    given = len(turn.references)
    return {name: turn.references[at] for name, at in step.remember.items() if at < given}


def _do(chat: Chat, step: Step, seen: list[Turn], names: Names) -> tuple[str, Turn]:
    if step.say is not None:
        words = with_names(step.say, names)
        return words, chat.say(words)
    if step.send_payload is not None:
        payload = with_names(step.send_payload, names)
        return payload, chat.tap(payload)
    if step.be_at is not None:
        return step.where, chat.be_at(*step.be_at)
    button = _button(with_names(step.tap or "", names), seen)
    return button.title, chat.tap(button.payload)


def _button(wanted: str, seen: list[Turn]) -> Button:
    """The newest button with this payload, title or value; older ones can still be tapped."""
    offered = [button for turn in reversed(seen) for button in turn.buttons]
    for fits in (_has_payload, _has_title, _has_value):
        for button in offered:
            if fits(button, wanted):
                return button
    raise NoSuchButton(offered)


def _has_payload(button: Button, wanted: str) -> bool:
    return wanted in (button.payload, button.payload.removeprefix("/"))


def _has_title(button: Button, wanted: str) -> bool:
    return button.title.casefold() == wanted.casefold()


def _has_value(button: Button, wanted: str) -> bool:
    try:
        values = json.loads(button.payload[button.payload.index("{") :])
    except ValueError:
        return False
    return isinstance(values, dict) and wanted in [str(value) for value in values.values()]
