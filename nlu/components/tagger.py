"""A conditional random field that marks what no rule can list: names, new places, phrases.

What the rules and the gazetteer found goes in as evidence, so it learns when to trust them
and how far a phrase reaches.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pycrfsuite

from components.numerals import Numeral
from components.spans import Span
from components.words import Word

_OUTSIDE = "O"
_EDGE = "<edge>"
_SETTINGS = {"c1": 0.05, "c2": 0.02, "max_iterations": 80, "feature.minfreq": 1}


def evidence(
    words: list[Word], hints: Sequence[Span], figures: Sequence[Numeral]
) -> list[list[str]]:
    """For each word of a text, what the field may know of it and of its neighbours. `figures`
    are the text's numbers."""
    folded = [word.folded for word in words]
    hinted = labels(words, hints)
    size = f"size={min(len(words), 6)}"
    known = [[size, *_of_word(folded, hinted, place)] for place in range(len(words))]
    for numeral in figures:
        for place in range(numeral.first, numeral.after):
            known[place].append("numeral")
    for place, word in enumerate(words):
        # A comma, a bracket or a line's end seldom stands within a name or a phrase.
        known[place].append(f"gap={min(word.start - words[place - 1].end, 3) if place else 9}")
    return known


def labels(words: list[Word], spans: Sequence[Span]) -> list[str]:
    """`B-entity`, `I-entity` or `O` for each word."""
    marked = [_OUTSIDE] * len(words)
    for span in spans:
        inside = [
            place
            for place, word in enumerate(words)
            if word.start < span.end and span.start < word.end
        ]
        for place in inside:
            marked[place] = f"{'B' if place == inside[0] else 'I'}-{span.entity}"
    return marked


def spans_of(text: str, words: list[Word], marked: Sequence[str]) -> list[Span]:
    """The spans that a row of labels stands for; the value is the text as typed."""
    found: list[tuple[str, int, int]] = []
    previous = _OUTSIDE
    for word, label in zip(words, marked, strict=True):
        entity = label[2:]
        if label != _OUTSIDE and label[0] == "I" and previous[2:] == entity:
            found[-1] = (entity, found[-1][1], word.end)
        elif label != _OUTSIDE:
            found.append((entity, word.start, word.end))
        previous = label
    return [Span(entity, start, end, text[start:end]) for entity, start, end in found]


def train(messages: Sequence[tuple[list[list[str]], list[str]]], path: Path) -> None:
    """Fit the field on (evidence, labels) of each message and write it to `path`."""
    trainer = pycrfsuite.Trainer(algorithm="lbfgs", params=_SETTINGS, verbose=False)
    for known, marked in messages:
        if marked:
            trainer.append(known, marked)
    trainer.train(str(path))


def open_tagger(path: Path) -> pycrfsuite.Tagger:
    """The field trained into the file at `path`, which may go away afterwards."""
    tagger = pycrfsuite.Tagger()
    # Not `open_inmemory`: it keeps a pointer into bytes that Python is free to collect.
    tagger.open(str(path))
    return tagger


def _of_word(folded: list[str], hinted: list[str], place: int) -> list[str]:
    word = folded[place]
    shape = f"digits={len(word)}" if word.isdigit() else "letters"
    known = ["bias", shape, f"w={word}", f"p3={word[:3]}", f"s3={word[-3:]}", f"s2={word[-2:]}"]
    known.append(f"hint={hinted[place]}")
    for distance in (-2, -1, 1, 2):
        there = place + distance
        if 0 <= there < len(folded):
            other = "<digits>" if folded[there].isdigit() else folded[there]
            known += [f"{distance}:w={other}", f"{distance}:hint={hinted[there]}"]
            known.append(f"{distance}:s3={other[-3:]}")
        else:
            known.append(f"{distance}:{_EDGE}")
    if place:
        known.append(f"pair={folded[place - 1]} {word}")
    return known
