"""Checks the catalogues: complete, alike in all three languages, all of it used by the code.

`python scripts/checks/catalogues.py [DIRECTORY]` prints one line for each fault of
`locales/` (or DIRECTORY) and exits 1 if there is any.
"""

import re
import sys
import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from string import Formatter

from babel.messages.pofile import PoFileError, read_po

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from scripts.wording_in_code import Spoken, spoken_in  # noqa: E402 - needs the path

LANGUAGES = ("hi", "hi_Latn", "en")
#: Groups of button titles. WhatsApp drops the whole message for a longer title, and for two
#: alike in one list (shared limit of list rows and reply buttons: 20 characters).
BUTTONS = ("button", "choice", "errand", "field", "language")
LONGEST_TITLE = 20
#: Names of languages are written in their own script; patterns are not read by people.
ANY_SCRIPT = ("language", "format")

_KEY = re.compile(r'^msgid "(.+)"$', re.MULTILINE)
_DEVANAGARI = re.compile(r"[\u0900-\u097f\ua8e0-\ua8ff]")


@dataclass
class Sentences:
    """One catalogue: the forms of each key, and the faults met while reading it."""

    forms: dict[str, tuple[str, ...]] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)


def faults(directory: Path, spoken: Spoken) -> Iterator[str]:
    """One line for each fault of the catalogues in `directory`, given what the code says."""
    read = {language: read_sentences(directory, language) for language in LANGUAGES}
    every = sorted(set().union(*(one.forms for one in read.values())))
    for language, sentences in read.items():
        for fault in (*sentences.faults, *_of_one_language(language, sentences.forms, every)):
            yield f"{language}: {fault}"
    for key in every:
        forms = {language: one.forms.get(key, ()) for language, one in read.items()}
        yield from _of_one_key(key, forms, [args for said, args in spoken.args if said == key])
    yield from _of_use(every, spoken)


def read_sentences(directory: Path, language: str) -> Sentences:
    """Read one catalogue; a file that cannot be read is one fault."""
    path = directory / language / "LC_MESSAGES" / "messages.po"
    sentences = Sentences()
    try:
        text = path.read_text("utf-8")
        with path.open("rb") as file:
            catalog = read_po(file, locale=language, abort_invalid=True)
    except (OSError, UnicodeError, PoFileError, ValueError) as error:
        sentences.faults.append(f"cannot be read: {error}")
        return sentences
    keys = Counter(_KEY.findall(text))
    sentences.faults += [f"{key}: stands {times} times" for key, times in keys.items() if times > 1]
    sentences.faults += [f"{key}: obsolete entry" for key in catalog.obsolete]
    for message in catalog:
        key = str(message.id[0] if isinstance(message.id, tuple | list) else message.id)
        if not key:
            continue
        said = message.string if isinstance(message.string, tuple | list) else (message.string,)
        sentences.forms[key] = tuple(str(form or "") for form in said)
        if message.fuzzy:
            sentences.faults.append(f"{key}: fuzzy")
    return sentences


def _of_one_language(
    language: str, forms: dict[str, tuple[str, ...]], every: list[str]
) -> Iterator[str]:
    titles: Counter[tuple[str, str]] = Counter()
    for key in every:
        group = key.rpartition(".")[0]
        if key not in forms:
            yield f"{key}: missing"
            continue
        if not all(form.strip() for form in forms[key]):
            yield f"{key}: empty"
        for form in forms[key]:
            yield from _of_characters(language, key, form)
        if key.split(".")[0] in BUTTONS:
            titles[group, forms[key][0]] += 1
            if len(forms[key][0]) > LONGEST_TITLE:
                size = len(forms[key][0])
                yield f"{key}: a button title of {size} characters, over {LONGEST_TITLE}"
    for (group, title), times in titles.items():
        if times > 1:
            yield f"{group}: {times} buttons have the title {title!r}"


def _of_characters(language: str, key: str, form: str) -> Iterator[str]:
    for char in form:
        if unicodedata.category(char) == "Cf":
            yield f"{key}: invisible character U+{ord(char):04X}"
    if key.split(".")[0] in ANY_SCRIPT:
        return
    words = re.sub(r"\{\w*\}", "", form)
    devanagari = _DEVANAGARI.search(words)
    if language != "hi" and devanagari:
        yield f"{key}: Devanagari where Latin letters belong"
    if language == "hi" and not devanagari and any(map(str.isalpha, words)):
        yield f"{key}: no Devanagari"


def _of_one_key(
    key: str, forms: dict[str, tuple[str, ...]], given: list[frozenset[str]]
) -> Iterator[str]:
    """Faults between the languages, and between them and the arguments `given` in code.

    A placeholder in one form of a plural is in all of them.
    """
    wanted: set[str] | None = None
    for language, said in forms.items():
        for form in said:
            try:
                found = _placeholders(form)
            except ValueError as error:
                yield f"{language}: {key}: {error}"
                continue
            wanted = found if wanted is None else wanted
            if found != wanted:
                yield f"{key}: placeholders {sorted(found)} in {language}, not {sorted(wanted)}"
    absent = {name for args in given for name in (wanted or set()) - args}
    yield from (f"{key}: the code gives no {{{name}}}" for name in sorted(absent))


def _placeholders(sentence: str) -> set[str]:
    """The names in braces. Raises ValueError for a brace without its other half."""
    return {name for _, name, _, _ in Formatter().parse(sentence) if name is not None}


def _of_use(every: list[str], spoken: Spoken) -> Iterator[str]:
    known = set(every)
    for key in sorted(spoken.keys - known):
        yield f"{key}: the code says it, no catalogue has it"
    groups = {key.split(".")[0] for key in every}
    for key in sorted(spoken.mentioned - known - spoken.keys):
        a_group = any(one.startswith(f"{key}.") for one in every)
        if key.split(".")[0] in groups and not a_group:
            yield f"{key}: the code names it, no catalogue has it"
    for key in every:
        if key not in spoken.keys | spoken.mentioned and not spoken.composes(key):
            yield f"{key}: nothing in the code says it"


def main() -> int:
    """Print the faults; 1 if there are any."""
    directory = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "locales"
    found = list(faults(directory, spoken_in(ROOT)))
    for fault in found:
        print(f"catalogues: {fault}")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
