"""Numbers that name something: accounts, mobiles, tickets, applications, PIN codes.

Accepted as people type them: with spaces or dashes, in Devanagari digits, spoken digit by
digit, with +91 or 0 before a mobile, a ticket's letters in either script. Values come out
in one form: `9839012345`, `FLT-2026-000123`.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from components.folding import fold, folded_set
from components.numerals import ASCII_DIGITS, digit_of
from components.references import read_references
from components.spans import Span, first_come
from components.words import Word

_GROUPS = re.compile(r"\+?[0-9]+(?:(?: | ?- ?)[0-9]+)*")
_GROUP = re.compile(r"[0-9]+")
_MOBILE = re.compile(r"(?:0091|091|91|0)?([6-9][0-9]{9})")
_PIN = re.compile(r"[1-9][0-9]{5}")
_SHORTEST = 6
_WORDS_BEFORE, _WORDS_AFTER, _BESIDE = 9, 3, 2
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
# `meter 6007788990` is the account of a meter, `meter number 6007788990` is not.
_METER = folded_set("meter mitar")
_CONNECTION = folded_set("connection kanekshan")
_NUMBER_WORDS = folded_set("number nambar nmbr no num sankhya kramank id aidi hai h is ka ki")


class _Run(NamedTuple):
    digits: str
    start: int
    end: int
    groups: int


def read_numbers(text: str, words: list[Word], about_account: bool = False) -> list[Span]:
    """The numbers of `text` that name something, in its order.

    Both an account and a mobile may have ten digits and begin with 6 to 9. Where no word tells
    them apart, `about_account` does: whether the errand is one that asks for the account first.
    """
    references = read_references(text)
    runs = [*_typed_runs(text), *_spoken_runs(text, words)]
    named = (_named(run, words, about_account) for run in runs)
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
    sizes = [len(group.group()) for group in groups[first:]]
    in_pairs = len(sizes) in (5, 6) and set(sizes) == {2}
    starts_plainly = sizes[0] >= 3 or in_pairs or groups[first].group() in ("91", "0")
    for after in range(first, len(groups)):
        size += len(groups[after].group())
        joined = "".join(group.group() for group in groups[first : after + 1])
        if sizes[: after + 1 - first] == [3, 3]:
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


def _named(run: _Run, words: list[Word], about_account: bool) -> Span | None:
    size = len(run.digits)
    if size < _SHORTEST:
        return None
    near = _nearest_hint(run, words)
    glued = _is_glued(run, words)
    mobile = _MOBILE.fullmatch(run.digits)
    if near == _ANOTHER:
        return None
    if mobile and not _is_account(run, words, near, about_account):
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


def _is_account(run: _Run, words: list[Word], near: str | None, about_account: bool) -> bool:
    """What a number is that could be a mobile as well."""
    if near != "account_number":
        return near is None and about_account
    before = _words_before(run, words)
    spoken_of = {_HINTS.get(folded) for folded in before}
    return _name_before(before) == "account_number" or "mobile_number" not in spoken_of


def _name_before(before: list[str]) -> str | None:
    """What `account no. is` right before a number calls it; `in my account` calls it nothing."""
    names = (folded for folded in before if folded not in _NUMBER_WORDS)
    return _HINTS.get(next(names, ""))


def _words_before(run: _Run, words: list[Word]) -> list[str]:
    """The folded words before a number, nearest first, as far as they may speak of it."""
    found: list[str] = []
    for word in [word for word in words if word.end <= run.start][::-1][:_WORDS_BEFORE]:
        if word.folded.isdigit() and len(word.folded) >= _SHORTEST:
            break
        found.append(word.folded)
    return found


def _is_glued(run: _Run, words: list[Word]) -> bool:
    """True for `UP453321`: letters right before make it a number of something else."""
    return any(word.end == run.start and word.folded.isalpha() for word in words)


def _nearest_hint(run: _Run, words: list[Word]) -> str | None:
    """What the words around a number call it: those before it count first."""
    before = [word.folded for word in words if word.end <= run.start][::-1][:_WORDS_BEFORE]
    after = [word.folded for word in words if word.start >= run.end][:_WORDS_AFTER]
    around = [*_as_hints(before), *after]
    for distance, folded in enumerate(around):
        hint = _HINTS.get(folded)
        if hint and _is_near_enough(around, distance, hint):
            return hint
        if folded.isdigit() and len(folded) >= 6:
            return None
    return None


def _is_near_enough(around: list[str], distance: int, hint: str) -> bool:
    """`meter`, `transaction`, `connection` stand in many sentences; they name a number only
    beside it."""
    if around[distance] in _METER:
        return distance == 1 and around[0] in _NUMBER_WORDS
    if around[distance] in _CONNECTION:
        return distance == 0 or (distance == 1 and around[0] in _NUMBER_WORDS)
    return hint != _ANOTHER or distance < _BESIDE


def _as_hints(before: list[str]) -> list[str]:
    """The words, nearest first; `a/c`, which is two of them, counts as one."""
    account = [fold("c"), fold("a")]
    for place in range(len(before) - 1):
        if before[place : place + 2] == account:
            return [*before[:place], fold("account"), *before[place + 2 :]]
    return before
