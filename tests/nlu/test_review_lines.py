"""What was not understood becomes a training line only through a person's hands."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
import yaml
from sqlalchemy import create_engine
from sqlalchemy.orm import Session

from bot.store.tables import Base, Conversation, Entry, Inbound
from scripts.review_lines import doubtful_messages, masked, proposals, review, variety_of

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    """A gateway's database with one conversation in it."""
    engine = create_engine(f"sqlite:///{tmp_path / 'bot.db'}")
    Base.metadata.create_all(engine)
    with Session(engine) as session:
        session.add(Conversation(id="c", channel="web", language="hi-Latn", created_at=NOW))
        session.commit()
        yield session


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """Training lines of two errands."""
    for intent in ("check_bill", "report_fault"):
        path = tmp_path / "data" / "hi_Latn" / f"{intent}.yml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"nlu:\n- intent: {intent}\n  examples: |\n    - pehli line\n", "utf-8")
    return tmp_path / "data"


def told(session: Session, text: str, **bubble: object) -> None:
    """A message and the bot's answer to it."""
    said = Entry(conversation_id="c", author="consumer", text=text, at=NOW)
    session.add(said)
    session.flush()
    session.add(Inbound(id=said.id, conversation_id="c", message_id=str(said.id), due_at=NOW))
    answer = Entry(conversation_id="c", author="bot", at=NOW, answers=said.id, bubble=bubble)
    session.add(answer)
    session.commit()


def answers(*said: str) -> Callable[[str], str]:
    """A person who types these, one after the other."""
    rest = iter(said)
    return lambda _prompt: next(rest)


def guessed(intent: str) -> dict[str, object]:
    return {"say": "answer.did_you_mean", "choices": [{"payload": f"/{intent}", "key": "x"}]}


def test_only_what_was_not_understood_is_shown(session: Session) -> None:
    """Answered questions stay where they are."""
    told(session, "bil dekhna", say="bill.amount")
    told(session, "batti ka kuch karo", say="answer.not_understood")
    told(session, "hisab batao", **guessed("check_bill"))
    found = [(one.text, one.variety, one.guess) for one in doubtful_messages(session)]
    assert found == [
        ("batti ka kuch karo", "hi_Latn", None),
        ("hisab batao", "hi_Latn", "check_bill"),
    ]


def test_an_accepted_guess_is_added_once_and_not_shown_again(
    session: Session, data: Path, tmp_path: Path
) -> None:
    """Enter is enough where the bot guessed right."""
    told(session, "hisab batao", **guessed("check_bill"))
    shown = tmp_path / "shown.json"
    assert review(doubtful_messages(session), data, shown, answers("")) == 1
    assert review(doubtful_messages(session), data, shown, answers()) == 0
    lines = (data / "hi_Latn" / "check_bill.yml").read_text("utf-8").splitlines()
    assert lines[-2:] == ["    - pehli line", "    - hisab batao"]


def test_a_person_may_name_the_intent_edit_the_text_leave_it_out_or_stop(
    session: Session, data: Path, tmp_path: Path
) -> None:
    """An unknown intent is asked about again."""
    for text in ("pankha band", "kuch bhi", "teesra"):
        told(session, text, say="answer.not_understood")
    said = answers("no_such_intent", "e", "pankha band pada hai", "report_fault", "s", "q")
    assert review(doubtful_messages(session), data, tmp_path / "shown.json", said) == 1
    text = (data / "hi_Latn" / "report_fault.yml").read_text("utf-8")
    assert text.endswith("    - pankha band pada hai\n")
    again = answers("q")
    assert review(doubtful_messages(session), data, tmp_path / "shown.json", again) == 0


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("mera number 98390 12345 hai", "mera number 00000 00000 hai"),
        ("खाता ७०१२३४५६७८", "खाता 0000000000"),
        ("main Ramesh Gupta bol raha hu", "main Anil Verma bol raha hu"),
        ("likho a.b@c.in par\n[abhi]{x}", "likho x@example.com par abhi x "),
        ("2 kw 3 din se", "2 kw 3 din se"),
    ],
)
def test_no_personal_data_reaches_the_training_lines(typed: str, kept: str) -> None:
    """Numbers, mail addresses and names are replaced before anybody sees them."""
    assert masked(typed) == kept.strip()


def test_the_variety_is_told_by_script_and_by_the_language_of_the_answers() -> None:
    """`light` may be either language, so the conversation decides."""
    assert variety_of("लाइट नहीं है", "en") == "hi"
    assert variety_of("light नहीं है", "hi") == "mixed"
    assert variety_of("no light", "en") == "en"
    assert variety_of("light nahi", "hi") == "hi_Latn"


def test_what_staff_proposed_is_asked_about_as_well(data: Path, tmp_path: Path) -> None:
    """Out of the file that their page gives out; Enter takes what they said it meant."""
    file = tmp_path / "proposals.yml"
    line = {"number": 7, "text": "main Ramesh Gupta, hisab", "intent": "check_bill"}
    file.write_text(yaml.safe_dump({"proposals": [line | {"language": "hi-Latn"}]}), "utf-8")
    assert review(proposals(file), data, tmp_path / "shown.json", answers("")) == 1
    text = (data / "hi_Latn" / "check_bill.yml").read_text("utf-8")
    assert text.endswith("    - main Anil Verma, hisab\n")
