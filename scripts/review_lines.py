"""What the bot did not understand becomes training lines, one reviewed line after the other.

`python scripts/review_lines.py [DATABASE_URL]` shows each message that was answered with a
question back, without numbers and names, and asks what it meant. Accepted lines go to
`nlu/data/<variety>/<intent>.yml`; what was shown is not shown again.
"""

import json
import re
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from sqlalchemy import create_engine, select
from sqlalchemy.engine import make_url
from sqlalchemy.orm import Session, aliased

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "nlu")]

# mypy does not look into nlu/ (another Python).
from components.folding import fold  # type: ignore[import-not-found]  # noqa: E402
from components.tables import rows  # type: ignore[import-not-found]  # noqa: E402
from components.words import words_of  # type: ignore[import-not-found]  # noqa: E402

from bot.settings import Settings  # noqa: E402
from bot.store.field_keys import unlock  # noqa: E402
from bot.store.sealed import give_keyring, keyring_of  # noqa: E402
from bot.store.tables import Conversation, Entry, Inbound  # noqa: E402
from scripts.checks.training_lines import has_devanagari_letter, latin_word  # noqa: E402

#: The bot's sentences that say: I did not get that.
LOST = ("answer.not_understood", "answer.did_you_mean", "problem.not_understood")
VARIETIES = {"hi": "hi", "hi-Latn": "hi_Latn", "en": "en"}
#: The gateway's drivers are asynchronous; a person at a terminal needs no such thing.
DRIVERS = {"sqlite": "sqlite", "postgresql": "postgresql+psycopg"}
#: Stand for somebody's name, so that the line still reads like one.
STAND_INS = {"given": "Anil", "family": "Verma"}
HELP = "Enter: the guess is right · an intent's name · e: edit the text · s: no line · q: enough"

_LONG_NUMBER = re.compile(r"[0-9\u0966-\u096f](?:[ -]?[0-9\u0966-\u096f]){3,}")
_MAIL = re.compile(r"\S+@\S+")
_MARKUP = re.compile(r"[\[\]{}\s]+")


@dataclass(frozen=True)
class Doubtful:
    """A message that was not understood: its number, its text masked, and the best guess."""

    number: int
    text: str
    variety: str
    guess: str | None


def doubtful_messages(session: Session) -> Iterator[Doubtful]:
    """Typed messages that the bot asked back about, oldest first."""
    said = aliased(Entry)
    question = (
        select(Inbound.id, said.text, Entry.bubble, Inbound.language, Conversation.language)
        .join(Inbound, Inbound.id == Entry.answers)
        .join(said, said.id == Inbound.id)
        .join(Conversation, Conversation.id == Inbound.conversation_id)
        .where(Inbound.payload.is_(None), said.text.is_not(None), Entry.bubble.is_not(None))
        .order_by(Inbound.id)
    )
    for number, text, bubble, told, spoken in session.execute(question):
        if bubble.get("say") in LOST:
            variety = variety_of(text, told or spoken)
            yield Doubtful(number, masked(text), variety, _guess(bubble))


def _guess(bubble: dict[str, object]) -> str | None:
    choices = bubble.get("choices")
    first = choices[0].get("payload", "") if isinstance(choices, list) and choices else ""
    found = re.match(r"/(\w+)", first)
    return found[1] if found and bubble.get("say") == LOST[1] else None


def masked(text: str) -> str:
    """`text` in one line without mail addresses, long numbers and common names."""
    text = _MARKUP.sub(" ", _MAIL.sub("x@example.com", text)).strip()
    text = _LONG_NUMBER.sub(lambda found: re.sub(r"[0-9\u0966-\u096f]", "0", found[0]), text)
    listed = {fold(name): kind for kind, names in rows("names.tsv") for name in names}
    for word in reversed(words_of(text)):
        stand_in = STAND_INS.get(listed.get(word.folded, ""))
        if stand_in:
            text = text[: word.start] + stand_in + text[word.end :]
    return text


def variety_of(text: str, language: str) -> str:
    """The folder for `text`; Latin letters alone do not tell Hindi from English, so there the
    `language` in which the person was answered decides."""
    if has_devanagari_letter(text):
        return "mixed" if latin_word(text) else "hi"
    return VARIETIES["hi-Latn" if language == "hi" else language]


def review(messages: Iterable[Doubtful], data: Path, shown: Path, ask: Callable[[str], str]) -> int:
    """Ask about each of `messages` that is not named in `shown`; the number of lines added."""
    known = set(json.loads(shown.read_text("utf-8"))) if shown.exists() else set()
    added = 0
    for message in messages:
        if message.number in known:
            continue
        answer = _answer(message, data, ask)
        if answer is None:
            break
        added += answer
        known.add(message.number)
        shown.parent.mkdir(parents=True, exist_ok=True)
        shown.write_text(json.dumps(sorted(known)), "utf-8")
    return added


def _answer(message: Doubtful, data: Path, ask: Callable[[str], str]) -> bool | None:
    """Whether a line was added; None if the person has had enough."""
    while True:
        said = ask(f"{message.variety}: {message.text}\n{message.guess or '?'}> ").strip()
        intent = said or message.guess
        if said in ("q", "s"):
            return None if said == "q" else False
        if said == "e":
            message = replace(message, text=_MARKUP.sub(" ", ask("text> ")).strip())
        elif intent and (data / message.variety / f"{intent}.yml").exists() and message.text:
            return _add(message, data / message.variety / f"{intent}.yml")


def _add(message: Doubtful, path: Path) -> bool:
    line = f"    - {message.text}\n"
    text = path.read_text("utf-8")
    if line in text:
        return False
    path.write_text(f"{text.rstrip()}\n{line}", "utf-8")
    return True


def main() -> int:
    """Review what the gateway's database holds; 0 when done."""
    settings = Settings()
    url = make_url(sys.argv[1] if len(sys.argv) > 1 else settings.database_url)
    engine = create_engine(url.set(drivername=DRIVERS[url.get_backend_name()]))
    give_keyring(engine.dialect, settings.keyring)
    print(HELP)
    with Session(engine) as session:
        unlock(session.connection(), keyring_of(engine.dialect))
        messages = doubtful_messages(session)
        added = review(messages, ROOT / "nlu/data", ROOT / "var/reviewed_lines.json", input)
    print(f"{added} lines added; `make check` and `make evaluate` before they are committed")
    return 0


if __name__ == "__main__":
    sys.exit(main())
