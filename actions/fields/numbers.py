"""Numbers of the trade: mobile, account, ticket and application numbers, PIN codes."""

from __future__ import annotations

import re
from typing import Any

from actions.fields.base import Accepted, Question, Reading, Refused, Unrelated
from actions.reading import ascii_digits, digit_runs
from actions.understanding import Turn
from actions.vocabulary import goes_without, names_field, topic_words

_MOBILE = re.compile(r"[6-9]\d{9}")
#: KESCO and CSPDCL print 10 digits; 12 are looked up and not refused, since older and
#: rural numbers may have them (domain assumption, to be confirmed by the utility).
_ACCOUNT = re.compile(r"\d{10}|\d{12}")
_PINCODE = re.compile(r"[1-9]\d{5}")
_ISSUED = re.compile(r"(?<![a-z])([a-z]{2,4})[\s\-–—_/]*(20\d{2})[\s\-–—_/]*(\d{6})(?!\d)")
#: Fewer digits than this are a house number or a count, not an attempt at a long number.
_ATTEMPT = 5


def mobile_of(digits: str) -> str | None:
    """The ten digits of an Indian mobile number, +91 or 0 before it taken off, or None."""
    if len(digits) > 10:
        digits = digits.lstrip("0")
    if len(digits) == 12 and digits.startswith("91"):
        digits = digits[2:]
    return digits if _MOBILE.fullmatch(digits) else None


def account_of(digits: str) -> str | None:
    """An account number of 10 or 12 digits, or None."""
    return digits if _ACCOUNT.fullmatch(digits) else None


def issued_number(text: str) -> str | None:
    """A number as the backend issues them, however it is spaced: "flt 2026 123456"."""
    found = _ISSUED.search(ascii_digits(text).casefold())
    return f"{found[1].upper()}-{found[2]}-{found[3]}" if found else None


def _digits(text: str) -> str:
    return re.sub(r"\D", "", ascii_digits(text))


def _speaks_of_telephone(turn: Turn) -> bool:
    return "+" in turn.text or names_field(turn.plain, "telephone")


def _longest(text: str) -> str:
    return max(digit_runs(text), key=len, default="")


class MobileNumber(Question):
    """Where the person can be called. Ten digits; an account number is taken as well."""

    name = "mobile_number"

    def __init__(
        self, *, wording: str | None = None, optional: bool = False, or_account: bool = False
    ):
        super().__init__(wording=wording, optional=optional)
        self.or_account = or_account

    def read(self, turn: Turn) -> Reading:
        runs = digit_runs(turn.text)
        if self.or_account and not topic_words("account").isdisjoint(turn.plain.split()):
            account = next((one for one in map(account_of, runs) if one), None)
            if account:
                return Accepted({"account_number": account})
        for digits in runs:
            mobile = mobile_of(digits)
            if mobile:
                return Accepted({self.name: mobile})
        if self.or_account:
            account = next((one for one in map(account_of, runs) if one), None)
            if account:
                return Accepted({"account_number": account})
        if len(_longest(turn.text)) >= _ATTEMPT:
            return Refused("problem.mobile_number", {"digits": len(_longest(turn.text))})
        if self.optional and (goes_without(turn.plain) or turn.intent == "deny"):
            return Accepted({self.name: None})
        return Unrelated()

    def valid(self, value: Any, typed: str) -> Any:
        return mobile_of(_digits(str(value or typed)))


class AccountNumber(Question):
    """The number on the bill. Who has none at hand is asked for a mobile number instead."""

    name = "account_number"

    def read(self, turn: Turn) -> Reading:
        for digits in digit_runs(turn.text):
            account = account_of(digits)
            if account:
                return Accepted({self.name: account})
        longest = _longest(turn.text)
        if len(longest) == 11 and mobile_of(longest) and self.optional:
            return Accepted({self.name: None, "mobile_number": mobile_of(longest)})
        if len(longest) >= _ATTEMPT:
            return Refused("problem.account_number", {"digits": len(longest)})
        if self.optional and (goes_without(turn.plain) or turn.intent == "deny"):
            return Accepted({self.name: None})
        return Unrelated()

    def heard(self, turn: Turn) -> Any:
        """Ten bare digits look like a mobile number to the language model; where the account
        is wanted they are the account's, unless the message speaks of a telephone."""
        told = super().heard(turn)
        if told is not None or _speaks_of_telephone(turn):
            return told
        bare = (one.text for one in turn.said("mobile_number"))
        return next((one for one in map(account_of, map(_digits, bare)) if one), None)

    def valid(self, value: Any, typed: str) -> Any:
        return account_of(_digits(str(value or typed)))


class IssuedNumber(Question):
    """A number that the backend issued. Where `by_mobile`, a mobile number finds the open
    records that were made with it."""

    def __init__(self, *, wording: str | None = None, by_mobile: bool = False) -> None:
        super().__init__(wording=wording)
        self.by_mobile = by_mobile

    def read(self, turn: Turn) -> Reading:
        number = issued_number(turn.text)
        if number:
            return Accepted({self.name: number})
        for digits in digit_runs(turn.text) if self.by_mobile else ():
            mobile = mobile_of(digits)
            if mobile:
                return Accepted({"mobile_number": mobile})
        if len(_longest(turn.text)) >= _ATTEMPT:
            return Refused(f"problem.{self.name}")
        if goes_without(turn.plain) or turn.intent == "deny":
            return Accepted({self.name: None})
        return Unrelated()

    def valid(self, value: Any, typed: str) -> Any:
        return issued_number(str(value)) or issued_number(typed)


class TicketNumber(IssuedNumber):
    """The number of a complaint, such as FLT-2026-000123."""

    name = "ticket_number"


class ApplicationNumber(IssuedNumber):
    """The number of an application for a connection, such as NC-2026-000123."""

    name = "application_number"


class Pincode(Question):
    """The six digits of an Indian postal code."""

    name = "pincode"

    def read(self, turn: Turn) -> Reading:
        runs = digit_runs(turn.text)
        for digits in runs:
            if _PINCODE.fullmatch(digits):
                return Accepted({self.name: digits})
        if runs:
            return Refused("problem.pincode")
        if self.optional and (goes_without(turn.plain) or turn.intent == "deny"):
            return Accepted({self.name: None})
        return Unrelated()

    def valid(self, value: Any, typed: str) -> Any:
        digits = _digits(str(value or typed))
        return digits if _PINCODE.fullmatch(digits) else None
