"""A new connection: what a chat can take of the utility's application form."""

from __future__ import annotations

from typing import Any, ClassVar

from actions.backend_words import backend_word, known
from actions.drafts import Draft
from actions.errands.base import Done, Errand
from actions.errands.tickets import remember
from actions.fields.amounts import LoadKw
from actions.fields.base import Question
from actions.fields.connection import Area, ConnectionCategory, Documents, OwnerOrTenant, Phase
from actions.fields.free import PersonName
from actions.fields.numbers import MobileNumber, Pincode
from actions.fields.where import Address, Locality
from actions.fields.yes_or_no import Consent, ExistingDues
from actions.speech import Bubble, kilowatt, say, several, word
from actions.understanding import Turn
from backend_client import BackendClient, BackendError
from backend_client.models import Application, ApplicationRequest
from backend_client.models import Consent as ConsentGiven


class ApplyNewConnection(Errand):
    """Asked in the order in which people know the answers; sent only after a yes."""

    name = "apply_new_connection"
    takes_known: ClassVar[tuple[str, ...]] = ("mobile_number",)
    records: ClassVar[bool] = True
    asks: ClassVar[tuple[Question, ...]] = (
        ConnectionCategory(),
        LoadKw(),
        PersonName(),
        MobileNumber(),
        Locality(wording="ask.apply_new_connection.locality"),
        Area(),
        Address(),
        Pincode(),
        Phase(optional=True),
        OwnerOrTenant(),
        ExistingDues(),
        Documents(),
        Consent(),
    )

    def questions(self, draft: Draft) -> tuple[Question, ...]:
        """Town or village is asked only where the utility serves both; a "no" to the consent
        ends the questions."""
        if draft.values.get("consent") == "no":
            return ()
        if draft.values.get("area_open"):
            return self.asks
        return tuple(one for one in self.asks if one.name != Area.name)

    def opening(self, turn: Turn, draft: Draft) -> list[Bubble]:
        return [say("opening.apply_new_connection")]

    async def notice(self, turn: Turn, draft: Draft, utility: BackendClient) -> list[Bubble]:
        """Ask the backend which utility serves the place; nothing is said of it."""
        locality, pincode = draft.values.get("locality"), draft.values.get("pincode")
        looked_up = [locality, pincode]
        if not locality or draft.values.get("placed") == looked_up:
            return []
        try:
            place = await utility.place(text=locality, pincode=pincode)
        except BackendError:
            return []  # the place is looked up again by the backend when the application comes
        draft.values["placed"] = looked_up
        if place.area:
            draft.values["area"] = place.area
        elif not draft.values.get("area_open"):
            draft.values.pop("area", None)  # stated for another place; the person knows it here
        draft.values["area_open"] = not place.area
        return []

    def summary(self, draft: Draft) -> list[Bubble]:
        given = draft.values
        if given.get("consent") != "yes":
            return []
        phase = given.get("phase", "undecided")
        return [
            say(
                "summary.apply_new_connection",
                name=given["person_name"],
                mobile=given["mobile_number"],
                category=word(f"choice.connection_category.{given['connection_category']}"),
                load=kilowatt(given["load_kw"]),
                phase=word(f"choice.phase.{phase}"),
                locality=given["locality"],
                address=given["address"],
                pincode=given["pincode"],
                holder=word(f"choice.owner_or_tenant.{given['owner_or_tenant']}"),
                dues=word(f"choice.existing_dues.{given['existing_dues']}"),
                documents=several(word(f"choice.documents.{one}") for one in given["documents"]),
            )
        ]

    async def finish(self, turn: Turn, draft: Draft, utility: BackendClient) -> Done:
        if draft.values.get("consent") != "yes":
            return Done([say("connection.no_consent")])
        application = await utility.apply(self.request(draft), draft.key)
        return Done(
            _announce(application),
            [application.number],
            remember(turn, draft, application.number, application.utility),
        )

    def request(self, draft: Draft) -> ApplicationRequest:
        """The application as it goes to the backend; the load as it was asked for."""
        given: dict[str, Any] = draft.values
        return ApplicationRequest(
            person_name=given["person_name"],
            mobile_number=given["mobile_number"],
            connection_category=given["connection_category"],
            load_kw=given["load_kw"],
            phase=given.get("phase"),
            locality=given["locality"],
            address=given["address"],
            pincode=given["pincode"],
            area=given.get("area"),
            owner_or_tenant=given["owner_or_tenant"],
            existing_dues=given["existing_dues"] == "yes",
            documents=given["documents"],
            consent=ConsentGiven(
                given=True, text_language=given["consent_language"], at=given["consent_at"]
            ),
            language=given["language"],
            channel=given["channel"],
        )


def _announce(application: Application) -> list[Bubble]:
    portal = backend_word("portal", application.portal)
    lines = [say("made.apply_new_connection", number=application.number, portal=portal)]
    if known("next_step", application.next_step):
        lines.append(say(f"next_step.{application.next_step}"))
    return lines
