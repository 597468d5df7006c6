"""Numbers that name something: accounts, mobiles, tickets, applications, PIN codes.

Accepted as people type them: with spaces or dashes, in Devanagari digits, spoken digit by
digit, with +91 or 0 before a mobile, a ticket's letters in either script. Values come out
in one form: `9839012345`, `FLT-2026-000123`.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from components.folding import fold
from components.numerals import ASCII_DIGITS, digit_of
from components.references import read_references
from components.spans import Span, first_come
from components.words import Word

_GROUPS = re.compile(r"\+?[0-9]+(?:(?: | ?- ?)[0-9]+)*")
_GROUP = re.compile(r"[0-9]+")
_MOBILE = re.compile(r"(?:0091|091|91|0)?([6-9][0-9]{9})")
_PIN = re.compile(r"[1-9][0-9]{5}")
_SHORTEST = 6
_WORDS_BEFORE, _WORDS_AFTER, _BESIDE = 6, 3, 2
_ANOTHER = "another number"

# Words beside a number that say what it is; spelled here in one script, folded for both.
_HINTS = {
    fold(word): kind
    for kind, words in {
        "account_number": "account acount acc acct accnt khata khate consumer upbhokta "
        "connection kanekshan kno kn ivrs",
        "mobile_number": "mobile mobail mob mo phone fon contact whatsapp watsap call sim cell "
        "ph sampark",
        "pincode": "pin pincode zip",
        _ANOTHER: "utr txn transaction tranjekshan reference ref pnr otp otipi aadhaar aadhar "
        "meter mitar aidi yutiar rs rupees rupaye rupye inr ₹",
    }.items()
    for word in words.split()
}


class _Run(NamedTuple):
    digits: str
    start: int
    end: int
    groups: int


def read_numbers(text: str, words: list[Word]) -> list[Span]:
    """The numbers of `text` that name something, in its order."""
    references = read_references(text)
    runs = [*_typed_runs(text), *_spoken_runs(text, words)]
    named = (_named(run, words) for run in runs)
    return first_come([*references, *(span for span in named if span)])


def _typed_runs(text: str) -> list[_Run]:
    runs = []
    for line in _GROUPS.finditer(text.translate(ASCII_DIGITS)):
        groups = list(_GROUP.finditer(line.group()))
        first = 0
        while first < len(groups):
            after = _where_number_ends(groups, first)
            digits = "".join(group.group() for group in groups[first:after])
            start = line.start() + groups[first].start()
            if first == 0 and line.group().startswith("+"):
                start -= 1
            runs.append(_Run(digits, start, line.start() + groups[after - 1].end(), after - first))
            first = after
    return runs


def _where_number_ends(groups: list[re.Match[str]], first: int) -> int:
    """The group after the longest spaced number of ten to thirteen digits, or the next one."""
    size, best = 0, first + 1
    if len(groups[first].group()) in (6, 10, 12) and first + 1 < len(groups):
        following = len(groups[first + 1].group())
        if following in (6, 10, 12) or len(groups[first].group()) != 6:
            return first + 1
    starts_plainly = len(groups[first].group()) >= 3 or groups[first].group() in ("91", "0")
    for after in range(first, len(groups)):
        size += len(groups[after].group())
        joined = "".join(group.group() for group in groups[first : after + 1])
        sizes = [len(group.group()) for group in groups[first : after + 1]]
        if sizes == [3, 3]:
            best = after + 1
        if size > 13 or not (starts_plainly or after == first):
            break
        if size in (10, 12) or (size in (11, 13) and _MOBILE.fullmatch(joined)):
            best = after + 1
    return best


def _spoken_runs(text: str, words: list[Word]) -> list[_Run]:
    runs, place = [], 0
    while place < len(words):
        after = place
        while after < len(words) and digit_of(text, words[after]):
            after += 1
        if after - place >= _SHORTEST:
            digits = "".join(digit_of(text, word) for word in words[place:after])
            runs.append(_Run(digits, words[place].start, words[after - 1].end, 1))
        place = max(after, place + 1)
    return runs


def _named(run: _Run, words: list[Word]) -> Span | None:
    size = len(run.digits)
    if size < _SHORTEST:
        return None
    near = _nearest_hint(run, words)
    glued = _is_glued(run, words)
    mobile = _MOBILE.fullmatch(run.digits)
    if near == _ANOTHER:
        return None
    if mobile and near != "account_number":
        return Span("mobile_number", run.start, run.end, mobile.group(1))
    if glued and near is None:
        return None
    if size in (10, 12) and near != "mobile_number":
        return Span("account_number", run.start, run.end, run.digits)
    if size == 6 and near is None and run.digits[0] == "0" and run.groups == 1:
        return Span("ticket_number", run.start, run.end, run.digits)
    if _PIN.fullmatch(run.digits) and near in (None, "pincode"):
        return Span("pincode", run.start, run.end, run.digits)
    return None


def _is_glued(run: _Run, words: list[Word]) -> bool:
    """True for `UP453321`: letters right before make it a number of something else."""
    return any(word.end == run.start and word.folded.isalpha() for word in words)


def _nearest_hint(run: _Run, words: list[Word]) -> str | None:
    """What the words around a number call it: those before it count first."""
    before = [word.folded for word in words if word.end <= run.start][::-1][:_WORDS_BEFORE]
    after = [word.folded for word in words if word.start >= run.end][:_WORDS_AFTER]
    for distance, folded in enumerate([*_as_hints(before), *after]):
        hint = _HINTS.get(folded)
        # `meter`, `transaction` stand in many sentences; they name the number only beside it.
        if hint and (hint != _ANOTHER or distance < _BESIDE):
            return hint
        if folded.isdigit() and len(folded) >= 6:
            return None
    return None


def _as_hints(before: list[str]) -> list[str]:
    """The words, nearest first; `a/c`, which is two of them, counts as one."""
    account = [fold("c"), fold("a")]
    for place in range(len(before) - 1):
        if before[place : place + 2] == account:
            return [*before[:place], fold("account"), *before[place + 2 :]]
    return before
