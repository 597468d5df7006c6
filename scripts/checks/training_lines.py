"""Checks the training lines and prints how many there are.

`python scripts/checks/training_lines.py` reads `nlu/data/<variety>/<intent>.yml` and the held-out
lines in `nlu/evaluation/`, prints one line for each fault, with file and line, then the table of
lines for each intent and variety; exits 1 if there is any fault.
"""

import json
import re
import sys
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "nlu"))

# The folding is the language model's own; mypy does not look into nlu/ (another Python).
from components.folding import level  # type: ignore[import-not-found]  # noqa: E402
from components.words import words_of  # type: ignore[import-not-found]  # noqa: E402

VARIETIES = ("hi", "hi_Latn", "en", "mixed")
SOCIAL = [
    "greet",
    "goodbye",
    "thank",
    "affirm",
    "deny",
    "help",
    "stop",
    "choose_language",
    "bot_challenge",
    "inform",
    "change_answer",
]
OUT_OF_SCOPE = "out_of_scope"
#: Lines that an errand needs in each variety, and a stranger's question in all of them.
FEWEST = {"hi": 100, "hi_Latn": 100, "en": 80, "mixed": 30}
FEWEST_STRANGERS = 800
CHOICES = {
    "fault_type": "no_supply low_voltage voltage_fluctuation transformer_fault line_fault "
    "partial_supply frequent_trip",
    "billing_issue": "high_bill wrong_reading bill_not_received wrong_details arrears_error "
    "fast_meter",
    "connection_category": "domestic commercial industrial agricultural",
}
FACTS = [
    "account_number",
    "mobile_number",
    "ticket_number",
    "application_number",
    "person_name",
    "locality",
    "pincode",
    "load_kw",
    "month",
    "amount",
    "duration",
    "language",
]

_EXAMPLE = re.compile(r"^    - (.*)$")
_MARK = re.compile(r"\[([^\[\]]*)\](\{[^{}]*\})")
_DEVANAGARI_LETTER = re.compile(r"[\u0904-\u0939\u0958-\u0961]")
_LATIN_WORD = re.compile(r"[A-Za-z]{4,}")
#: Written in Latin letters in Devanagari sentences, too: names of programs and of documents.
_REFERENCE = re.compile(r"[A-Z]{2,4}-\d{4}-\d+|\b[A-Z]{2,6}\b|\S+@\S+")


@dataclass(frozen=True)
class Line:
    """One training line: where it stands, what it says, and the marks as they are written."""

    path: Path
    number: int
    text: str
    intent: str
    marks: tuple[tuple[str, str], ...]

    @property
    def place(self) -> str:
        """File and line, as editors understand them."""
        return f"{self.path.relative_to(ROOT)}:{self.number}"

    @property
    def variety(self) -> str:
        """The folder's name."""
        return self.path.parent.name


def training_lines(folder: Path) -> Iterator[Line]:
    """Every example below `folder`, in the order of the files."""
    for variety in VARIETIES:
        for path in sorted((folder / variety).glob("*.yml")):
            for number, row in enumerate(path.read_text("utf-8").split("\n"), start=1):
                found = _EXAMPLE.match(row)
                if found:
                    marks = tuple(_MARK.findall(found[1]))
                    yield Line(path, number, _MARK.sub(r"\1", found[1]), path.stem, marks)


def faults_of_files(folder: Path) -> Iterator[str]:
    """Files that Rasa would read otherwise than by their names."""
    for path in sorted(folder.glob("*/*.yml")):
        if path.parent.name not in VARIETIES:
            continue
        head = f'version: "3.1"\nnlu:\n- intent: {path.stem}\n  examples: |\n'
        text = path.read_text("utf-8")
        if not text.startswith(head):
            yield f"{path.relative_to(ROOT)}:1: does not begin as a file of {path.stem}"
        for number, row in enumerate(text[len(head) :].rstrip("\n").split("\n"), start=5):
            if not _EXAMPLE.match(row):
                yield f"{path.relative_to(ROOT)}:{number}: is no example ('    - …')"


def faults_of_one(line: Line) -> Iterator[str]:
    """What is wrong with a line by itself."""
    if not line.text.strip():
        yield "is empty"
    for character in line.text:
        if unicodedata.category(character) in ("Cf", "Cc", "Cs", "Co"):
            yield f"invisible character U+{ord(character):04X}"
    yield from _faults_of_marks(line)
    yield from _faults_of_script(line)


def _faults_of_marks(line: Line) -> Iterator[str]:
    if re.search(r"[\[\]{}]", line.text):
        yield "a bracket that belongs to no mark"
    for said, written in line.marks:
        if not said or said != said.strip():
            yield f"the mark [{said}] is empty or begins or ends with a space"
        try:
            mark = json.loads(written)
        except ValueError:
            yield f"the mark of [{said}] is no JSON: {written}"
            continue
        entity = mark.get("entity")
        if entity in CHOICES and mark.get("value") not in CHOICES[entity].split():
            yield f"[{said}]: {entity} has no value {mark.get('value')!r}"
        elif entity not in CHOICES and entity not in FACTS:
            yield f"[{said}]: there is no entity {entity!r}"


def _faults_of_script(line: Line) -> Iterator[str]:
    devanagari = has_devanagari_letter(line.text)
    if line.variety in ("hi_Latn", "en") and devanagari:
        yield "Devanagari among Latin letters: it belongs to mixed"
    if line.variety == "hi":
        latin = latin_word(line.text)
        if latin:
            yield f"{latin} among Devanagari: it belongs to mixed"
        elif not devanagari and any(map(str.isalpha, _REFERENCE.sub("", line.text))):
            yield "no Devanagari"


def has_devanagari_letter(text: str) -> bool:
    """True if a letter of `text` is Devanagari; digits and signs are at home everywhere."""
    return bool(_DEVANAGARI_LETTER.search(text))


def latin_word(text: str) -> str | None:
    """The first word of `text` in Latin letters that makes a Devanagari line a mixed one."""
    found = _LATIN_WORD.search(_REFERENCE.sub("", text))
    return found[0] if found else None


def faults_between(lines: Iterable[Line], held_out: dict[str, str]) -> Iterator[str]:
    """Lines that stand twice, under two intents, or among the held-out lines, too.

    `held_out`: folded text → where it stands.
    """
    typed: dict[str, Line] = {}
    folded: dict[str, Line] = {}
    for line in lines:
        first = typed.setdefault(_typed(line.text), line)
        if first is not line:
            yield f"{line.place}: stands at {first.place} already: {line.text}"
            continue
        key = folded_text(line.text)
        first = folded.setdefault(key, line)
        if first.intent != line.intent:
            yield f"{line.place}: means {first.intent} at {first.place}: {line.text}"
        elif first is not line:
            yield f"{line.place}: is read like {first.place}: {line.text}"
        if key in held_out:
            yield f"{held_out[key]}: is trained on at {line.place}: {line.text}"


def _typed(text: str) -> str:
    """Capitals, signs and code points levelled; another spelling is another line."""
    words = (level(text[word.start : word.end]) for word in words_of(text))
    return " ".join(words)


def folded_text(text: str) -> str:
    """The words as the language model sees them: both scripts, every spelling alike."""
    return " ".join(word.folded for word in words_of(text))


def held_out_lines(folder: Path) -> dict[str, str]:
    """Folded text → file and line of every line to measure with."""
    found: dict[str, str] = {}
    for path in sorted(folder.glob("*.jsonl")):
        for number, row in enumerate(path.read_text("utf-8").splitlines(), start=1):
            place = f"{path.relative_to(ROOT)}:{number}"
            found.setdefault(folded_text(json.loads(row)["text"]), place)
    return found


def faults_of_coverage(counts: Counter[tuple[str, str]]) -> Iterator[str]:
    """Errands with too few lines in a variety."""
    for intent in sorted({intent for intent, _ in counts}):
        if intent == OUT_OF_SCOPE:
            total = sum(counts[intent, variety] for variety in VARIETIES)
            if total < FEWEST_STRANGERS:
                yield f"{intent}: {total} lines of {FEWEST_STRANGERS}"
            continue
        for variety, fewest in FEWEST.items():
            least = 1 if intent in SOCIAL else fewest
            if counts[intent, variety] < least:
                place = f"nlu/data/{variety}/{intent}.yml"
                yield f"{place}: {counts[intent, variety]} lines of {least}"


def table(counts: Counter[tuple[str, str]]) -> str:
    """Lines for each intent and variety."""
    rows = [f"{'':26}" + "".join(f"{variety:>9}" for variety in VARIETIES)]
    for intent in sorted({intent for intent, _ in counts}):
        numbers = "".join(f"{counts[intent, variety]:>9}" for variety in VARIETIES)
        rows.append(f"{intent:26}{numbers}")
    sums = (sum(n for (_, one), n in counts.items() if one == variety) for variety in VARIETIES)
    return "\n".join([*rows, f"{'all':26}" + "".join(f"{total:>9}" for total in sums)])


def main() -> int:
    """Print the faults and the table; 1 if there is any fault."""
    data = ROOT / "nlu" / "data"
    lines = list(training_lines(data))
    counts = Counter((line.intent, line.variety) for line in lines)
    found = [
        *faults_of_files(data),
        *(f"{line.place}: {fault}" for line in lines for fault in faults_of_one(line)),
        *faults_between(lines, held_out_lines(ROOT / "nlu" / "evaluation")),
        *faults_of_coverage(counts),
    ]
    for fault in found:
        print(f"training lines: {fault}")
    print(table(counts))
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
