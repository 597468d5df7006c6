"""`validate_<form>`: what was filled into a slot is checked, by the backend where it knows."""

import re
from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.forms import FormValidationAction

from . import backend

Slots = dict[str, Any]

FAULT_TYPES = ("no_supply", "low_voltage", "transformer_fault")
BILLING_ISSUES = ("high_bill", "wrong_reading", "bill_not_received")
CATEGORIES = ("domestic", "commercial", "industrial", "agricultural")
PHASES = {"single": "single|सिंगल", "three": "three|थ्री"}
OWNERS = {"tenant": "tenant|kiray|किराए|किराये", "owner": "owner|malik|मालिक"}
DOCUMENTS = {"id_proof": "aadha+r|आधार", "ownership_proof": "registry|sale deed|रजिस्ट्री"}


def chosen(choices: dict[str, str], text: str) -> list[str]:
    """The choices whose words stand in the text."""
    return [name for name, words in choices.items() if re.search(words, text, re.IGNORECASE)]


def digits(text: str) -> str:
    """The digits of a text, Devanagari ones among them, as 0-9."""
    return "".join(str(int(sign)) for sign in text if sign.isdecimal())


class ValidateFaultForm(FormValidationAction):
    """Kind of fault, place and mobile number."""

    def name(self) -> str:
        return "validate_fault_form"

    def validate_fault_type(
        self, value: Any, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Slots
    ) -> Slots:
        return {"fault_type": value if value in FAULT_TYPES else None}

    def validate_locality(
        self, value: Any, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Slots
    ) -> Slots:
        place = backend.get("/places", text=value)
        if place and place["known"]:
            return {"locality": value}
        dispatcher.utter_message(response="utter_wrong_locality")
        return {"locality": None}

    def validate_mobile_number(
        self, value: Any, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Slots
    ) -> Slots:
        return _number("mobile_number", value, r"[6-9]\d{9}", dispatcher)


class ValidateBillingForm(FormValidationAction):
    """What is wrong with the bill, and whose bill it is."""

    def name(self) -> str:
        return "validate_billing_form"

    def validate_billing_issue(
        self, value: Any, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Slots
    ) -> Slots:
        return {"billing_issue": value if value in BILLING_ISSUES else None}

    def validate_account_number(
        self, value: Any, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Slots
    ) -> Slots:
        found = _number("account_number", value, r"\d{10}|\d{12}", dispatcher)
        number = found["account_number"]
        if number and backend.get(f"/consumers/{number}") is None:
            dispatcher.utter_message(response="utter_wrong_number")
            return {"account_number": None}
        return found


class ValidateStatusForm(FormValidationAction):
    """The number of a complaint."""

    def name(self) -> str:
        return "validate_status_form"

    def validate_ticket_number(
        self, value: Any, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Slots
    ) -> Slots:
        found = re.search(r"[A-Z]{2,4}-\d{4}-\d{6}", value.upper())
        if found:
            return {"ticket_number": found.group()}
        dispatcher.utter_message(response="utter_wrong_number")
        return {"ticket_number": None}


class ValidateConnectionForm(ValidateFaultForm):
    """An application, with the fault form's place and mobile number."""

    def name(self) -> str:
        return "validate_connection_form"

    def validate_connection_category(
        self, value: Any, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Slots
    ) -> Slots:
        return {"connection_category": value if value in CATEGORIES else None}

    def validate_load_kw(
        self, value: Any, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Slots
    ) -> Slots:
        return {"load_kw": digits(str(value)) or None}

    def validate_person_name(
        self, value: Any, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Slots
    ) -> Slots:
        name = re.sub(r"(?i)^(mera naam|my name is|मेरा नाम|मेरा naam)|(hai|है)$", "", value)
        return {"person_name": name.strip() or None}

    def validate_address(
        self, value: Any, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Slots
    ) -> Slots:
        pincode = re.search(r"[1-9]\d{5}", value)
        return {"address": value, **({"pincode": pincode.group()} if pincode else {})}

    def validate_pincode(
        self, value: Any, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Slots
    ) -> Slots:
        return _number("pincode", value, r"[1-9]\d{5}", dispatcher)

    def validate_phase(
        self, value: Any, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Slots
    ) -> Slots:
        return {"phase": _one(PHASES, value)}

    def validate_owner_or_tenant(
        self, value: Any, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Slots
    ) -> Slots:
        return {"owner_or_tenant": _one(OWNERS, value)}

    def validate_documents(
        self, value: Any, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Slots
    ) -> Slots:
        # The form asks until the slot is filled, and validates a list that it filled again.
        return {"documents": value if isinstance(value, list) else chosen(DOCUMENTS, value)}


def _one(choices: dict[str, str], value: str) -> str | None:
    return next(iter(chosen(choices, value)), None)


def _number(
    slot: str, value: Any, pattern: str, dispatcher: CollectingDispatcher
) -> dict[str, Any]:
    number = digits(str(value))
    if re.fullmatch(pattern, number):
        return {slot: number}
    dispatcher.utter_message(response="utter_wrong_number")
    return {slot: None}
