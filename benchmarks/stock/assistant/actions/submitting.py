"""What happens once a form is filled: a record in the backend, and its number for the person."""

from datetime import datetime
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from . import backend

Events = list[dict[str, Any]]

FAULT_SLOTS = ("fault_type", "locality", "mobile_number")
BILLING_SLOTS = ("billing_issue", "account_number")
RECORDED_OF_AN_APPLICATION = (
    "connection_category",
    "person_name",
    "mobile_number",
    "locality",
    "address",
    "pincode",
    "phase",
    "owner_or_tenant",
    "existing_dues",
    "documents",
)
ASKED_BY_THE_WAY = ("load_kw", "consent", "confirmation")


def emptied(*slots: str) -> Events:
    """The slots are free for the next errand."""
    return [SlotSet(slot, None) for slot in slots]


def language(tracker: Tracker) -> str:
    """The language that the person writes in."""
    return tracker.get_slot("language") or "en"


def recorded(dispatcher: CollectingDispatcher, tracker: Tracker, **ticket: str) -> None:
    """Make a ticket and tell its number."""
    said = {"language": language(tracker), "channel": "test"}
    made = backend.post("/tickets", {**ticket, **said})
    dispatcher.utter_message(response="utter_recorded", number=made["number"])


class ActionSubmitFault(Action):
    """A fault ticket."""

    def name(self) -> str:
        return "action_submit_fault"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> Events:
        recorded(
            dispatcher,
            tracker,
            kind="fault",
            subtype=tracker.get_slot("fault_type"),
            locality=tracker.get_slot("locality"),
            mobile_number=tracker.get_slot("mobile_number"),
        )
        return emptied(*FAULT_SLOTS)


class ActionSubmitBillingComplaint(Action):
    """A billing ticket."""

    def name(self) -> str:
        return "action_submit_billing_complaint"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> Events:
        recorded(
            dispatcher,
            tracker,
            kind="billing",
            subtype=tracker.get_slot("billing_issue"),
            account_number=tracker.get_slot("account_number"),
        )
        return emptied(*BILLING_SLOTS)


class ActionTellStatus(Action):
    """How a complaint stands."""

    def name(self) -> str:
        return "action_tell_status"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> Events:
        number = tracker.get_slot("ticket_number")
        ticket = backend.get(f"/tickets/{number}")
        if ticket is None:
            dispatcher.utter_message(response="utter_unknown_ticket", number=number)
        else:
            dispatcher.utter_message(
                response="utter_status", number=number, status=ticket["status"]
            )
        return emptied("ticket_number")


class ActionSubmitApplication(Action):
    """An application, if the person agreed and found it right."""

    def name(self) -> str:
        return "action_submit_application"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> Events:
        if tracker.get_slot("consent") and tracker.get_slot("confirmation"):
            made = backend.post("/applications", self._application(tracker))
            dispatcher.utter_message(response="utter_applied", number=made["number"])
        else:
            dispatcher.utter_message(response="utter_not_applied")
        return emptied(*RECORDED_OF_AN_APPLICATION, *ASKED_BY_THE_WAY)

    def _application(self, tracker: Tracker) -> dict[str, Any]:
        at = datetime.now().astimezone().isoformat()
        return {
            **{slot: tracker.get_slot(slot) for slot in RECORDED_OF_AN_APPLICATION},
            "load_kw": float(tracker.get_slot("load_kw")),
            "language": language(tracker),
            "channel": "test",
            "consent": {"given": True, "text_language": language(tracker), "at": at},
        }
