"""How long a state has lasted (`3 din se`, `since yesterday`), and which month is meant."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from components.folding import folded_set, level, skeleton
from components.numerals import is_number_word
from components.spans import Span
from components.tables import rows
from components.words import Word

_A_NUMBER, _A_MONTH = "<number>", "<month>"
_LONGEST_COUNT = 4  # `2 - 3`, `a couple of`, `do dhai`


_UNITS = folded_set(
    "din dino dina dinon day days ghanta ghante ghanton ghanto hour hours hrs hr hafta hafte "
    "week weeks mahina mahine mahino month months saal sal year years minute minutes minat min "
    "roj roz dinan ghanta night nights nites raat raaten raaton ratiya fortnight pakhwada"
)
_WHOLE = folded_set("all whole entire full pura poora puri poori pure sara saara sari saari")
_COUNTS = {_A_NUMBER} | folded_set(
    "kai kuch aadhe aadha half a an several many few couple of bahut"
)
_POINTS = folded_set(
    "aaj kal parso narso subah savere sham shaam sanjha raat rat ratiya dopahar dopahariya "
    "bihaniya bihane bihan bhunsare bhinsare bhinsahra bhor savkere sanjh sanjhe ratiyan raatiya "
    "kalhi kalhe kalih aaju aajhu duphare dupahar dupahari adhratiya yesterday today morning "
    "evening night afternoon noon midnight "
    "somvar mangalvar budhvar guruvar shukravar shanivar ravivar itvar monday tuesday wednesday "
    "thursday friday saturday sunday last nite tonight 2day day before "
    "diwali deepawali holi dussehra dashehra eid navratri chhath rakhi christmas teeja"
)
_CLOCK = folded_set("baje am pm bje oclock")
_SINCE_AFTER = folded_set("se le sen")
_EARLIER = folded_set("pehle pahle pahile")  # `raat se pehle` is a wish, no duration
_SINCE_BEFORE = folded_set("since from for")
_SINCE = folded_set("since")
_PAST = folded_set("pichle pichhle bite beete gat last past the vigat")
_HAS, _GONE_BY = (
    folded_set("ho hoi"),
    folded_set("gaya gaye gae gya gye gayi ge gy gava gail gaile raha rahe"),
)
_ONE_WORD_LASTED = folded_set("hue hua huye hoge hogaye hogaya hogay beet")
_THROUGHOUT = folded_set("bhar")
_MONTH_WORDS = folded_set("mahina mahine month")
_WHICH = folded_set("is isi pichle pichhle agle last this next e ee i us gaye")
# No phrase begins with any other word.
_FIRSTS = {_A_MONTH} | _SINCE_BEFORE | _WHOLE | _COUNTS | _PAST | _UNITS | _POINTS | _WHICH


def is_time_word(folded: str) -> bool:
    """True for a word that makes the number before it a time: `3 din`, `6 baje`, `5 min`."""
    return folded in _UNITS or folded in _CLOCK


def read_times(text: str, words: list[Word]) -> list[Span]:
    """`duration` and `month` phrases of `text`; the value is the phrase as typed."""
    folded = [_marked(level(text[word.start : word.end]), word.folded) for word in words]
    found, place = [], 0
    while place < len(folded):
        entity, after = _phrase(folded, place) if folded[place] in _FIRSTS else ("", place)
        if entity:
            start, end = words[place].start, words[after - 1].end
            found.append(Span(entity, start, end, text[start:end]))
        place = max(after, place + 1)
    return found


def tells_since(words: list[Word], span: Span) -> bool:
    """True for `kal se`, `since yesterday`: a duration, whatever stands around it."""
    inside = [word.folded for word in words if span.start <= word.start and word.end <= span.end]
    return bool(inside) and (inside[-1] in _SINCE_AFTER or inside[0] in _SINCE)


@lru_cache(maxsize=20_000)
def _marked(typed: str, folded: str) -> str:
    """The folded word, or what kind of word it is: `barah` and `Barra`, `मई` and `में` fold
    alike, so numbers and months are told apart by the spelling as typed, levelled."""
    if typed in _months():
        return _A_MONTH
    if typed.isdigit() or is_number_word(typed):
        return _A_NUMBER
    return _with_vowels(folded)


def _with_vowels(folded: str) -> str:
    """`dn` → `din`, `mhne` → `mahine`: a word of time that lost its vowels in typing."""
    bones = skeleton(folded)
    if len(bones) == len(folded) or (len(bones) > 2 and len(folded) - len(bones) == 1):
        return _by_skeleton().get(bones, folded)
    return folded


@lru_cache(maxsize=1)
def _by_skeleton() -> dict[str, str]:
    # Months last: `mhn` may stand for either, and both know `mahine`.
    known = [*sorted(_UNITS | _POINTS), *sorted(_MONTH_WORDS)]
    bare = {skeleton(word): word for word in known if len(skeleton(word)) > 1}
    return {**bare, **{word: word for word in known}}


@lru_cache(maxsize=1)
def _months() -> frozenset[str]:
    return frozenset(level(form) for _, forms in rows("months.tsv") for form in forms)


def _phrase(folded: list[str], place: int) -> tuple[str, int]:
    month = _month(folded, place)
    if month > place:
        return "month", month
    for after in _durations(folded, place):
        if after > place:
            return "duration", after
    return "", place


def _durations(folded: list[str], place: int) -> Iterator[int]:
    """The words after the readings of a duration that starts at `place`."""
    if _is(folded, place, _SINCE_BEFORE):
        yield _stretch(folded, place + 1) or _point(folded, place + 1) or place
    if _is(folded, place, _WHOLE) and _is(folded, place + 1, _UNITS):
        yield place + 2 + _is(folded, place + 2, _SINCE_AFTER)
    stretch = _stretch(folded, place)
    if stretch:
        yield _lasted(folded, stretch)
    point = _point(folded, place)
    if point and _is(folded, point, _SINCE_AFTER) and not _is(folded, point + 1, _EARLIER):
        yield point + 1
    yield place


def _lasted(folded: list[str], place: int) -> int:
    """After `3 din`: past `se` or `bhar se`; as far as it goes before `ho gaye`, which only
    says that they are over, and at the message's end."""
    if _is(folded, place, _THROUGHOUT):
        return place + 1 + _is(folded, place + 1, _SINCE_AFTER)
    if _is(folded, place, _SINCE_AFTER):
        return place + 1
    gone_by = _is(folded, place, _HAS) and _is(folded, place + 1, _GONE_BY)
    return place if gone_by or _is(folded, place, _ONE_WORD_LASTED) or place == len(folded) else 0


def _stretch(folded: list[str], place: int) -> int:
    """The word after `[pichle] 3 din`, `a few hours`; 0 if there is none at `place`."""
    while _is(folded, place, _PAST):
        place += 1
    counted = place
    while counted < place + _LONGEST_COUNT and _is(folded, counted, _COUNTS):
        counted += 1
    if counted > place and _is(folded, counted, _UNITS):
        return counted + 1
    if _is(folded, place, _UNITS) and _is(folded, place + 1, _THROUGHOUT):
        return place + 1
    return 0


def _point(folded: list[str], place: int) -> int:
    """The word after `kal raat 2 baje`, `last night`; 0 if there is none at `place`."""
    after = place
    while after < len(folded):
        if folded[after] in _POINTS:
            after += 1
        elif folded[after] == _A_NUMBER and _is(folded, after + 1, _CLOCK):
            after += 2
        else:
            break
    return after if after > place else 0


def _month(folded: list[str], place: int) -> int:
    """The word after a month's name (with its year) or `pichle mahine`."""
    if _is(folded, place, frozenset({_A_MONTH})):
        return place + 1 + _is(folded, place + 1, frozenset({_A_NUMBER}))
    if _is(folded, place, _WHICH) and _is(folded, place + 1, _MONTH_WORDS):
        return place + 2
    return place


def _is(folded: list[str], place: int, words: frozenset[str]) -> bool:
    return place < len(folded) and folded[place] in words
