"""What the bot did not understand becomes training lines, one reviewed line after the other.

`python scripts/review_lines.py [DATABASE_URL]` shows each message that was answered with a
question back, without numbers and names, and asks what it meant. Accepted lines go to
`nlu/data/<variety>/<intent>.yml`; what was shown is not shown again. With the file of proposals
that staff made on the page of figures (`python scripts/review_lines.py proposals.yml`) it asks
about those.
"""

import json
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import yaml
from sqlalchemy import create_engine
from sqlalchemy.engine import make_url
from sqlalchemy.orm import Session

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "nlu")]

# mypy does not look into nlu/ (another Python).
from components.folding import fold  # type: ignore[import-not-found]  # noqa: E402
from components.tables import rows  # type: ignore[import-not-found]  # noqa: E402
from components.words import words_of  # type: ignore[import-not-found]  # noqa: E402

from bot.settings import Settings  # noqa: E402
from bot.store.field_keys import unlock  # noqa: E402
from bot.store.sealed import give_keyring, keyring_of  # noqa: E402
from bot.store.tables import Inbound  # noqa: E402
from bot.unclear.lines import answered_messages, unclear_in  # noqa: E402
from bot.unclear.masking import in_one_line, without_numbers  # noqa: E402
from scripts.checks.training_lines import has_devanagari_letter, latin_word  # noqa: E402

VARIETIES = {"hi": "hi", "hi-Latn": "hi_Latn", "en": "en"}
#: The gateway's drivers are asynchronous; a person at a terminal needs no such thing.
DRIVERS = {"sqlite": "sqlite", "postgresql": "postgresql+psycopg"}
#: Stand for somebody's name, so that the line still reads like one.
STAND_INS = {"given": "Anil", "family": "Verma"}
HELP = "Enter: the guess is right · an intent's name · e: edit the text · s: no line · q: enough"


@dataclass(frozen=True)
class Doubtful:
    """A message that was not understood: its number, its text masked, and the best guess."""

    number: int
    text: str
    variety: str
    guess: str | None


def doubtful_messages(session: Session) -> Iterator[Doubtful]:
    """Typed messages that the bot asked back about, oldest first."""
    question = answered_messages().order_by(Inbound.id)
    for one in unclear_in(session, question):
        yield _doubtful(one.number, one.text, one.language, one.guess)


def proposals(path: Path) -> Iterator[Doubtful]:
    """What staff proposed, as `/reports/proposals.yml` gives it out."""
    for one in yaml.safe_load(path.read_text("utf-8"))["proposals"]:
        yield _doubtful(one["number"], one["text"], one["language"], one["intent"])


def _doubtful(number: int, text: str, language: str, guess: str | None) -> Doubtful:
    return Doubtful(number, masked(text), variety_of(text, language), guess)


def masked(text: str) -> str:
    """`text` in one line without mail addresses, long numbers and common names."""
    text = without_numbers(text)
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
            message = replace(message, text=in_one_line(ask("text> ")))
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
    """Review what the gateway's database holds, or what staff proposed; 0 when done."""
    given = sys.argv[1] if len(sys.argv) > 1 else None
    print(HELP)
    messages = proposals(Path(given)) if given and given.endswith(".yml") else stored(given)
    added = review(messages, ROOT / "nlu/data", ROOT / "var/reviewed_lines.json", input)
    print(f"{added} lines added; `make check` and `make evaluate` before they are committed")
    return 0


def stored(database_url: str | None) -> Iterator[Doubtful]:
    """What the gateway's database holds: the one of the settings, if none is named."""
    settings = Settings()
    url = make_url(database_url or settings.database_url)
    engine = create_engine(url.set(drivername=DRIVERS[url.get_backend_name()]))
    give_keyring(engine.dialect, settings.keyring)
    with Session(engine) as session:
        unlock(session.connection(), keyring_of(engine.dialect))
        yield from doubtful_messages(session)


if __name__ == "__main__":
    sys.exit(main())
