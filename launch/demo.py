"""`make demo`: conversations without a person, then the records that they left."""

from pathlib import Path
from typing import Any

from launch import ROOT, conversation, samples
from launch.chat_api import Turn
from launch.conversation import Conversation, ConversationFileWrong, Step
from launch.play import Outcome, play
from launch.records import Records
from launch.stack import Stack

CONVERSATIONS = ROOT / "tests" / "conversations"
COLUMNS = ("number", "kind", "subtype", "status", "locality", "division", "due_at")


def demo(var: Path) -> int:
    """Play the conversations marked for the demo; 0 if each ended as its file says.

    What an earlier demo kept in `var` is forgotten first, so that each begins with the same
    records. Raises LaunchError.
    """
    chosen = [
        (path, found)
        for path in conversation.files(CONVERSATIONS)
        if (found := conversation.load(path)).demo
    ]
    if not chosen:
        raise ConversationFileWrong(f"no conversation in {CONVERSATIONS} is marked demo: true")
    print("starting the product for the demo", flush=True)
    with Stack(var, fresh=True, sample=samples.for_conversations(var)) as stack:
        records = Records(stack.backend_url, stack.api_key)
        outcomes = {path: _show(path, found, stack.url, records) for path, found in chosen}
        _print_records(outcomes, records)
        records.close()
    bad = [path.name for path, outcome in outcomes.items() if outcome.complaints]
    print(f"\nconversations: {len(outcomes)}, as their files say: {len(outcomes) - len(bad)}")
    return 1 if bad else 0


def _show(path: Path, found: Conversation, url: str, records: Records) -> Outcome:
    print(f"\n━━ {found.title} ({path.name})", flush=True)
    outcome = play(found, url=url, records=records, tell=_print_turn)
    for complaint in outcome.complaints:
        print(f"  ✗ {complaint}", flush=True)
    return outcome


def _print_turn(step: Step, words: str, turn: Turn) -> None:
    print(f"\n  person  {'' if step.say is not None else '⊙ '}{words}")
    for text in turn.texts:
        print("  bot     " + text.replace("\n", "\n          "))
    if turn.buttons:
        print("          " + " ".join(f"[{button.title}]" for button in turn.buttons))


def _print_records(outcomes: dict[Path, Outcome], records: Records) -> None:
    numbers = dict.fromkeys(number for each in outcomes.values() for number in each.references)
    held = [record for number in numbers if (record := records.get(number))]
    rows = [COLUMNS, *(tuple(_cell(record, column) for column in COLUMNS) for record in held)]
    widths = [max(len(row[at]) for row in rows) for at in range(len(COLUMNS))]
    print("\n━━ What the backend holds")
    for row in rows:
        print("  " + "  ".join(f"{cell:<{width}}" for cell, width in zip(row, widths, strict=True)))


def _cell(record: dict[str, Any], column: str) -> str:
    # Applications have a category where tickets have a kind.
    value = record.get(column)
    if value is None and column == "kind":
        value = record.get("connection_category")
    return "–" if value is None else str(value)
