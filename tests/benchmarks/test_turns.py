"""The comparison with stock Rasa is fair: same conversations, same errands, stock untouched."""

import os
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from itertools import islice

import pytest
import yaml

from benchmarks.turns.errors import ConversationStuck
from benchmarks.turns.load import talk
from benchmarks.turns.metering import memory, processor_seconds
from benchmarks.turns.people import Person, crowd, scripts
from benchmarks.turns.profile import shares
from benchmarks.turns.stock import ASSISTANT
from launch import ROOT
from launch.chat_api import Turn

VARIETIES = {"hi", "hi-Latn", "en", "mixed"}
FORMS = {
    "fault": "fault_form",
    "billing": "billing_form",
    "status": "status_form",
    "connection": "connection_form",
}


def required_slots(errand: str) -> set[str]:
    """What stock's form of an errand asks for."""
    domain = yaml.safe_load((ASSISTANT / "domain" / "forms.yml").read_text("utf-8"))
    return set(domain["forms"][FORMS[errand]]["required_slots"])


def test_each_errand_is_told_in_all_four_varieties() -> None:
    """Sixteen conversations: four errands, four varieties."""
    told = {(script.errand, script.variety) for script in scripts()}
    assert told == {(errand, variety) for errand in FORMS for variety in VARIETIES}
    assert len(scripts()) == len(told)


def test_whatever_stock_asks_has_an_answer() -> None:
    """No conversation gets stuck because stock asks for what the opening said already."""
    for script in scripts():
        assert required_slots(script.errand) <= set(script.answers), script


def test_stock_is_what_rasa_chooses_by_itself() -> None:
    """Its pipeline and policies are those of Rasa's own default file, word for word."""
    site = next((ROOT / "nlu" / ".venv" / "lib").glob("python3*/site-packages"))
    default = site / "rasa" / "engine" / "recipes" / "config_files" / "default_config.yml"
    theirs = yaml.safe_load(default.read_text("utf-8"))
    ours = yaml.safe_load((ASSISTANT / "config.yml").read_text("utf-8"))
    assert ours["pipeline"] == theirs["pipeline"]
    assert ours["policies"] == theirs["policies"]
    assert ours["language"] == theirs["language"]


def test_stock_has_as_many_examples_as_the_documentation_asks_for() -> None:
    """Fifteen to twenty for each intent."""
    nlu = yaml.safe_load((ASSISTANT / "data" / "nlu.yml").read_text("utf-8"))["nlu"]
    counts = {one["intent"]: len(one["examples"].splitlines()) for one in nlu if "intent" in one}
    assert all(15 <= count <= 20 for count in counts.values()), counts


def test_no_two_people_share_a_number() -> None:
    """Else the backend would add one's report to the other's."""
    people = list(islice(crowd(), 200))
    for name in ("mobile", "account", "ticket"):
        assert len({person.names[name] for person in people}) == len(people)
    told = Counter((person.script.errand, person.script.variety) for person in people)
    assert set(told.values()) == {12, 13}


class Scripted:
    """A side that asks the given questions, then ends with a number."""

    def __init__(self, *questions: str, numbers: Callable[[], list[str]]) -> None:
        self._questions = iter(questions)
        self._numbers = numbers
        self.heard: list[str] = []

    def pids(self) -> dict[str, int]:
        return {}

    def open(self) -> "Scripted":
        return self

    def say(self, words: str) -> Turn:
        self.heard.append(words)
        asked = next(self._questions, None)
        return Turn(200, ["…"], expects=asked, references=[] if asked else self._numbers())

    def close(self) -> None:
        return


def test_a_person_answers_what_is_asked_in_whatever_order() -> None:
    """The answers are looked up by the question, so both sides may ask in their own order."""
    side = Scripted("locality", "mobile_number", numbers=lambda: ["FLT-2026-000001"])
    heard = talk(side, iter([Person(scripts()[1], 7)]), 1)
    assert side.heard == ["light nahi aa rahi kal raat se, barra 6", "barra 6", "9415000007"]
    assert [(end.turns, end.answer.references) for end in heard.ends] == [(3, ["FLT-2026-000001"])]
    assert len(heard.waits) == 3


@pytest.mark.parametrize("question", ["blood_group", ""])
def test_a_conversation_that_ends_without_its_record_is_no_measurement(question: str) -> None:
    """A question without an answer, or an end without a number, stops the run."""
    side = Scripted(*([question] if question else []), numbers=list)
    with pytest.raises(ConversationStuck):
        talk(side, iter([Person(scripts()[0], 1)]), 1)


def test_processor_time_is_what_the_process_itself_reads() -> None:
    """The kernel's clock of another process agrees with that process's own reading."""
    busy = "import time; sum(range(3_000_000)); print(time.process_time(), flush=True); input()"
    with subprocess.Popen(
        [sys.executable, "-c", busy], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        its_own = float(process.stdout.readline())
        read = processor_seconds({"busy": process.pid})["busy"]
        process.communicate("\n")
    assert read == pytest.approx(its_own, abs=0.02)


def test_memory_that_is_shared_counts_once() -> None:
    """PSS is never above RSS."""
    sizes = memory({"me": os.getpid()})["me"]
    assert 0 < sizes["pss"] <= sizes["rss"]


def test_a_profile_names_the_library_and_our_function_that_it_worked_for() -> None:
    """The innermost frame is the library; the innermost of ours is who wanted it."""
    stacks = (
        "run (uvloop/loop.py:1);told (bot/store/line.py:20);execute (sqlalchemy/base.py:9) 3\n"
        "run (uvloop/loop.py:1);read (json/decoder.py:5) 1\n"
    )
    libraries, functions = shares(stacks)
    assert libraries == {"sqlalchemy": 0.75, "json": 0.25}
    assert functions == {"bot/store/line.py told": 0.75, "(nobody of ours)": 0.25}
