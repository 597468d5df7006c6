"""Bubbles in the forms that WhatsApp takes; the fake refuses what Meta would refuse."""

import json

import pytest
import regex
from hypothesis import assume, given
from hypothesis import strategies as st

from bot.channels.whatsapp.limits import ending_of, parts_of, shortened
from bot.channels.whatsapp.rendering import contents_of
from bot.messages import Choice, Reply
from tests.fakes.whatsapp import fault_of

HINDI = st.text(alphabet="कखगतरषमी्िंा 👍🏽\u200d\nab", max_size=60)


def reply(text: str, *titles: str, number: int = 1, expects: str | None = None) -> Reply:
    """A bubble whose choices are numbered on from its own number."""
    choices = (Choice(number * 100 + n, title, "/affirm") for n, title in enumerate(titles))
    return Reply(number, text, tuple(choices), expects, "hi")


@given(
    st.lists(st.tuples(st.text(max_size=3000), st.lists(HINDI, max_size=14)), min_size=1),
    st.sampled_from([None, "locality", "mobile_number", "description"]),
    st.booleans(),
)
def test_whatever_is_said_fits(
    said: list[tuple[str, list[str]]], expects: str | None, has_number: bool
) -> None:
    """Any number of bubbles, any length, any titles: Meta takes it, and every choice is there."""
    replies = [
        reply(text, *titles, number=n, expects=expects) for n, (text, titles) in enumerate(said)
    ]
    contents = contents_of(replies, "चुनें", has_number=has_number)

    for content in contents:
        body = {"messaging_product": "whatsapp", "to": "919876543210"} | content
        assert fault_of(body) == ""
    shown = json.dumps(contents)
    assert all(f'"{c.id}"' in shown for one in replies for c in one.buttons)


def test_an_answer_is_one_message() -> None:
    """Three bubbles and two buttons; WhatsApp slows down who sends a person many messages."""
    (content,) = contents_of([reply("one"), reply("two", "Yes"), reply("three")], "Choose")

    assert content["interactive"]["body"]["text"] == "one\n\ntwo\n\nthree"
    assert [b["reply"]["title"] for b in content["interactive"]["action"]["buttons"]] == ["Yes"]


def test_three_short_titles_are_buttons_and_more_or_longer_ones_a_list() -> None:
    """The whole of a title that is too long even for a row stands below it."""
    long = "Transformer se chingari nikal rahi hai"
    buttons, many, wide = (
        contents_of([reply("?", *titles)], "Choose")[0]["interactive"]
        for titles in (("A", "B", "C"), ("A", "B", "C", "D"), ("A", long))
    )

    assert [buttons["type"], many["type"], wide["type"]] == ["button", "list", "list"]
    row = wide["action"]["sections"][0]["rows"][1]
    assert row == {"id": "101", "title": "Transformer se chingari…"[:24], "description": long}


def test_two_titles_that_are_cut_alike_are_told_apart() -> None:
    """WhatsApp refuses a list in which two rows have the same title."""
    titles = [f"Bijli ka bill bahut zyada aaya {n}" for n in (1, 2)]
    shown = contents_of([reply("?", *titles)], "Choose")[0]["interactive"]
    rows = shown["action"]["sections"][0]["rows"]

    assert rows[0]["title"] != rows[1]["title"]
    assert [row["description"] for row in rows] == titles


def test_a_long_answer_ends_with_its_buttons() -> None:
    """The words before them are not cut short: they go ahead."""
    text = "\n\n".join(f"{number} " + "word " * 100 for number in range(10))
    *before, last = contents_of([reply(text, "Yes")], "Choose")
    bodies = [content["text"]["body"] for content in before]

    said = " ".join([*bodies, last["interactive"]["body"]["text"]])
    assert said.split() == text.split()


@pytest.mark.parametrize(
    ("expects", "has_number", "sort"),
    [
        ("locality", True, "location_request_message"),
        ("area", False, "location_request_message"),
        ("mobile_number", False, "request_contact_info"),
    ],
)
def test_what_whatsapp_can_ask_for_has_its_button(
    expects: str, has_number: bool, sort: str
) -> None:
    """The person's place; their number, where WhatsApp has not told it."""
    (content,) = contents_of([reply("?", expects=expects)], "Choose", has_number=has_number)

    assert content["interactive"]["type"] == sort


@pytest.mark.parametrize("expects", ["mobile_number", "description", None])
def test_other_questions_are_plain_words(expects: str | None) -> None:
    """A number that is known is not asked for by a button: people answer for a neighbour too."""
    (content,) = contents_of([reply("?", expects=expects)], "Choose")

    assert content["type"] == "text"


def test_choices_of_our_own_go_before_whatsapps_button() -> None:
    """A message bears one kind of button only."""
    (content,) = contents_of([reply("Barra 6?", "Yes", expects="locality")], "Choose")

    assert content["interactive"]["type"] == "button"


@given(st.text(max_size=5000), st.booleans())
def test_an_answer_has_as_many_parts_whether_the_number_is_known_or_not(
    text: str, place: bool
) -> None:
    """It may become known between two tries, and no part may be lost or said twice."""
    asking = [reply(text, expects="locality" if place else "mobile_number")]
    with_it, without = (contents_of(asking, "Choose", has_number=known) for known in (True, False))

    assert len(with_it) == len(without)
    assert with_it[:-1] == without[:-1]


@pytest.mark.parametrize(
    ("text", "longest", "short"),
    [
        ("बिजली", 5, "बिजली"),
        ("बिजली", 3, "बि…"),
        ("स्ट्रीट लाइट", 7, "स्ट्री…"),
        ("क्षत्रिय", 5, "क्ष…"),
        ("👨‍👩‍👧 परिवार", 5, "…"),
        ("one two", 5, "one…"),
    ],
)
def test_a_title_is_cut_between_syllables(text: str, longest: int, short: str) -> None:
    """No vowel sign, half letter or joined emoji is torn off."""
    assert shortened(text, longest) == short


@given(HINDI, st.integers(min_value=12, max_value=40))
def test_parts_and_endings_lose_nothing_but_blanks(text: str, longest: int) -> None:
    """And no part begins with what belongs to the letter before it."""
    whole = regex.findall(r"\X", text)
    assume(all(len(cluster) == 1 or not cluster[0].isspace() for cluster in whole))
    before, last = ending_of(text, longest)
    for parts in (parts_of(text, longest), [*parts_of(before, longest), last]):
        assert all(len(part) <= longest for part in parts)
        assert "".join("".join(parts).split()) == "".join(text.split())
        clusters = [cluster for part in parts for cluster in regex.findall(r"\X", part)]
        if max(map(len, whole), default=0) <= longest:
            assert [c for c in clusters if c.strip()] == [c for c in whole if c.strip()]
