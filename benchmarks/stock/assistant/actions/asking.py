"""`action_ask_<slot>`: one action for each question, with its choices as buttons."""

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

Choices = tuple[tuple[str, str], ...]
YES_OR_NO: Choices = (("हाँ / haan", "/affirm"), ("नहीं / nahi", "/deny"))


class AskForSlot(Action):
    """Asks for `slot`; each choice is a title and what a tap on it says."""

    slot = ""
    choices: Choices = ()

    def name(self) -> str:
        return f"action_ask_{self.slot}"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[dict[str, Any]]:
        buttons = [{"title": title, "payload": payload} for title, payload in self.choices]
        dispatcher.utter_message(response=f"utter_ask_{self.slot}", buttons=buttons)
        return []


class AskForFaultType(AskForSlot):
    slot = "fault_type"
    choices = (
        ("बिजली नहीं / no supply", "no_supply"),
        ("कम वोल्टेज / low voltage", "low_voltage"),
        ("ट्रांसफार्मर / transformer", "transformer_fault"),
    )


class AskForBillingIssue(AskForSlot):
    slot = "billing_issue"
    choices = (
        ("ज्यादा बिल / high bill", "high_bill"),
        ("गलत रीडिंग / wrong reading", "wrong_reading"),
        ("बिल नहीं आया / no bill", "bill_not_received"),
    )


class AskForConnectionCategory(AskForSlot):
    slot = "connection_category"
    choices = (
        ("घर / house", "domestic"),
        ("दुकान / shop", "commercial"),
        ("कारखाना / factory", "industrial"),
        ("खेत / farm", "agricultural"),
    )


class AskForPhase(AskForSlot):
    slot = "phase"
    choices = (("single", "single"), ("three", "three"))


class AskForOwnerOrTenant(AskForSlot):
    slot = "owner_or_tenant"
    choices = (("मालिक / owner", "owner"), ("किरायेदार / tenant", "tenant"))


class AskForExistingDues(AskForSlot):
    slot = "existing_dues"
    choices = YES_OR_NO


class AskForDocuments(AskForSlot):
    slot = "documents"
    choices = (("आधार / Aadhaar", "aadhaar"), ("रजिस्ट्री / registry", "registry"))


class AskForConsent(AskForSlot):
    slot = "consent"
    choices = YES_OR_NO


class AskForConfirmation(AskForSlot):
    slot = "confirmation"
    choices = YES_OR_NO

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[dict[str, Any]]:
        dispatcher.utter_message(response="utter_application_summary")
        return await super().run(dispatcher, tracker, domain)


class AskForLocality(AskForSlot):
    slot = "locality"


class AskForMobileNumber(AskForSlot):
    slot = "mobile_number"


class AskForAccountNumber(AskForSlot):
    slot = "account_number"


class AskForTicketNumber(AskForSlot):
    slot = "ticket_number"


class AskForLoadKw(AskForSlot):
    slot = "load_kw"


class AskForPersonName(AskForSlot):
    slot = "person_name"


class AskForAddress(AskForSlot):
    slot = "address"


class AskForPincode(AskForSlot):
    slot = "pincode"
