"""Every closed question takes its answers as word, number, button and in every script."""

import pytest

from actions.errands import ERRANDS
from actions.fields.amounts import Amount, LoadKw
from actions.fields.base import Accepted, Question, Refused, Unrelated
from actions.fields.choices import Choice
from actions.fields.connection import ConnectionCategory, OwnerOrTenant, Phase
from actions.fields.numbers import AccountNumber, MobileNumber, Pincode
from actions.fields.yes_or_no import Confirmation, Consent
from tests.actions.turns import typed

QUESTIONS = {
    (errand.name, question.name): question
    for errand in ERRANDS.values()
    for question in errand.asks
}


@pytest.mark.parametrize("question", QUESTIONS.values(), ids=map(".".join, QUESTIONS))
def test_every_button_of_every_question_is_an_answer_to_it(question: Question) -> None:
    """A prompt never invites an answer that is then rejected."""
    for value in question.options():
        assert question.valid(value, "") is not None


@pytest.mark.parametrize(
    "question",
    [one for one in QUESTIONS.values() if isinstance(one, Choice)],
    ids=lambda one: one.name,
)
def test_a_choice_is_picked_by_the_number_of_its_button(question: Choice) -> None:
    """Western and Devanagari digits alike; phases are counted, not listed."""
    if isinstance(question, Phase):
        assert question.read(typed("३")) == Accepted({"phase": "three"})
        return
    for digit in ("1", "१"):
        reading = question.read(typed(digit))
        assert isinstance(reading, Accepted)
        assert reading.values[question.name] in (question.values[0], [question.values[0]])


@pytest.mark.parametrize(
    ("question", "said", "value"),
    [
        (ConnectionCategory(), "dukan ke liye", "commercial"),
        (ConnectionCategory(), "घर", "domestic"),
        (ConnectionCategory(), "factory", "industrial"),
        (OwnerOrTenant(), "किराये पर हूं", "tenant"),
        (OwnerOrTenant(), "makan malik", "owner"),
        (Confirmation(), "haan bhej do", "yes"),
        (Confirmation(), "नहीं, गलत है", "change"),
        (Confirmation(), "no", "no"),
        (Confirmation(), "सही नहीं है", "change"),
    ],
)
def test_a_choice_is_taken_in_the_persons_own_words(
    question: Choice, said: str, value: str
) -> None:
    """Hindi in both scripts, and English."""
    reading = question.read(typed(said))
    assert isinstance(reading, Accepted)
    assert reading.values[question.name] == value


def test_nine_digits_are_no_mobile_number_and_the_answer_says_how_many_there_were() -> None:
    """The person learns what to mend."""
    assert MobileNumber().read(typed("987654321")) == Refused(
        "problem.mobile_number", {"digits": 9}
    )


def test_where_a_mobile_number_is_asked_an_account_number_is_taken_too() -> None:
    """Twelve digits, or ten that no mobile number begins with, are an account."""
    question = MobileNumber(or_account=True)
    assert question.read(typed("2012345678")) == Accepted({"account_number": "2012345678"})
    assert question.read(typed("9876543210")) == Accepted({"mobile_number": "9876543210"})


@pytest.mark.parametrize("said", ["pata nahi", "पता नहीं", "I don't have it", "mere paas nahi hai"])
def test_who_has_no_account_number_at_hand_goes_on_without(said: str) -> None:
    """The next question then asks for a mobile number."""
    assert AccountNumber(optional=True).read(typed(said)) == Accepted({"account_number": None})


def test_a_pin_code_has_six_digits_and_does_not_begin_with_zero() -> None:
    """India Post's rule."""
    assert Pincode().read(typed("208 005")) == Accepted({"pincode": "208005"})
    assert isinstance(Pincode().read(typed("028005")), Refused)
    assert isinstance(Pincode().read(typed("20800")), Refused)


@pytest.mark.parametrize(
    "said",
    [
        "I do not agree",
        "nahi",
        "sahmat nahi hoon",
        "मैं सहमत नहीं हूं",
    ],
)
def test_a_no_anywhere_in_the_answer_is_no_consent(said: str) -> None:
    """Consent is given freely or not at all."""
    reading = Consent().read(typed(said))
    assert isinstance(reading, Accepted)
    assert reading.values["consent"] == "no"


@pytest.mark.parametrize(
    "said",
    [
        "kyon",
        "sahmat hona zaroori hai kya",
        "pehle mera bill sahi karo",
        "is that the right thing to do?",
        "और नाम में मोहम्मद अब्दुल रहमान कर दो",
    ],
)
def test_a_question_or_another_wish_is_no_yes(said: str) -> None:
    """A yes-word inside other words sends nothing."""
    assert Confirmation().read(typed(said)) == Unrelated()
    assert Consent().read(typed(said)) == Unrelated()


@pytest.mark.parametrize("said", ["do not send", "not right", "theek nahi hai"])
def test_a_summary_that_is_not_right_is_not_sent(said: str) -> None:
    """It is asked what shall change."""
    assert Confirmation().read(typed(said)) == Accepted({"confirmation": "change"})


@pytest.mark.parametrize(
    ("said", "rupees"),
    [("2 hazaar", 2000), ("1.5 lakh", 150000), ("₹4,275", 4275), ("500 rupaye", 500)],
)
def test_an_amount_with_its_words_is_read_in_rupees(said: str, rupees: int) -> None:
    """Hundreds, thousands and lakhs are multiplied."""
    assert Amount().read(typed(said)) == Accepted({"amount": rupees})


@pytest.mark.parametrize("said", ["½ kW", "1/2 hp", "2-3 kW", "-5 kW", "teen phase", "1e5 kw"])
def test_a_load_that_is_not_clear_is_not_guessed(said: str) -> None:
    """A wrong load in the record costs more than one more question."""
    assert not isinstance(LoadKw().read(typed(said)), Accepted)
