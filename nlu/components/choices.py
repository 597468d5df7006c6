"""Which messages may name a kind of fault, of billing trouble or of connection.

The classifier answers these questions for every message; an answer is worth something only
where the person speaks about that matter, or answers a question in a few words.
"""

from __future__ import annotations

NOTHING_SAID = "nothing_said"
_A_FEW_WORDS = 3

_ABOUT_CONNECTIONS = {"apply_new_connection", "new_connection_info", "request_detail_change"}
_ABOUT_SUPPLY = {"report_fault", "outage_info"}
_ABOUT_BILLS = {"report_billing_complaint"}
_ANSWERS = {"inform", "change_answer"}

# Entity -> the intents in which its value may be said.
CHOICES = {
    "fault_type": _ABOUT_SUPPLY | _ANSWERS,
    "billing_issue": _ABOUT_BILLS | _ANSWERS,
    "connection_category": _ABOUT_CONNECTIONS | _ANSWERS,
}


def is_about(entity: str, intent: str) -> bool:
    """True if people with this intent may say a value of `entity`."""
    return intent in CHOICES[entity]


def is_short(words: int) -> bool:
    """True if so few words may be a bare answer (`office`, `low voltage`), whatever they
    seem to want."""
    return words <= _A_FEW_WORDS
