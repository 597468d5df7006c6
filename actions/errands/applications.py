"""Where an application for a connection stands, and what its demand note says."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import ClassVar

from actions.backend_words import backend_word, known
from actions.drafts import Draft
from actions.errands.base import AskAgain, Done, Errand, person_button
from actions.errands.lookups import APPLICATION, MOST_TOLD, count_lookup, own_references
from actions.fields.base import Question
from actions.fields.connection import Documents
from actions.fields.numbers import ApplicationNumber
from actions.speech import Arg, Bubble, Choice, day, moment, money, payload, say, several, word
from actions.understanding import Turn
from backend_client import BackendClient, Conflict, NotFound
from backend_client.models import Application, Demand


class ApplicationErrand(Errand):
    """An errand about an application that exists, by its number or the conversation's own; a
    mobile number shows nobody an application."""

    takes_known: ClassVar[tuple[str, ...]] = ()
    hears: ClassVar[tuple[str, ...]] = ()
    asks: ClassVar[tuple[Question, ...]] = (ApplicationNumber(),)

    def begin(self, turn: Turn, draft: Draft) -> None:
        if own_references(turn, applications=True):
            draft.values["own"] = True

    def questions(self, draft: Draft) -> tuple[Question, ...]:
        given = {"application_number", "own"} & draft.values.keys()
        return () if given else self.asks

    async def meant(self, turn: Turn, draft: Draft, utility: BackendClient) -> list[Application]:
        """The applications that the draft points to. Raises AskAgain when there are none."""
        number = draft.values.get("application_number")
        numbers = [number] if number else own_references(turn, applications=True)[:MOST_TOLD]
        if not numbers:
            raise AskAgain(say("problem.application_number"), forget=("application_number",))
        for one in numbers:
            count_lookup(turn, one)
        return [await _application(one, utility) for one in numbers]


async def _application(number: str, utility: BackendClient) -> Application:
    try:
        return await utility.application(number)
    except NotFound as absent:
        raise AskAgain(
            say("unknown.application", person_button(), number=number),
            forget=("application_number",),
        ) from absent


class CheckApplicationStatus(ApplicationErrand):
    """Number, status and the next step."""

    name = "check_application_status"

    async def finish(self, turn: Turn, draft: Draft, utility: BackendClient) -> Done:
        number = str(draft.values.get("application_number", APPLICATION))
        if not number.startswith(APPLICATION):
            meant = Draft.begin("check_ticket_status", turn.inbox_id)
            meant.values["ticket_number"] = number
            return Done([], follow=meant)
        found = await self.meant(turn, draft, utility)
        bubbles = [bubble for one in found for bubble in _status_lines(one)]
        return Done(bubbles)


def _status_lines(application: Application) -> list[Bubble]:
    status = backend_word("status.application", application.status)
    lines = [say("application.status", number=application.number, status=status)]
    if known("next_step", application.next_step):
        lines.append(say(f"next_step.{application.next_step}"))
    lines += _reason_lines(application)
    if application.status == "demand_issued":
        number = application.number
        button = Choice("button.demand", payload("check_demand_amount", application_number=number))
        lines.append(say("application.demand_ready", button))
    return lines


def _reason_lines(application: Application) -> list[Bubble]:
    """What the next step waits for, or why there is none: papers, the day, the rejection."""
    lines = []
    if application.missing_documents:
        papers = several(map(_paper, application.missing_documents))
        lines.append(say("application.missing_documents", documents=papers))
    if application.survey_on and application.status == "survey_pending":
        lines.append(say("application.survey_on", day=day(application.survey_on)))
    if application.due_at and application.status in ("paid", "work_order"):
        late = application.due_at < datetime.now(UTC)
        key = "application.overdue" if late else "application.due"
        lines.append(say(key, due=moment(application.due_at)))
    if application.rejected_reason and application.status == "rejected":
        lines.append(say("application.rejected_reason", reason=application.rejected_reason))
    return lines


def _paper(name: str) -> Arg:
    """A document by the name that the form offers it under, or as the utility wrote it."""
    if name in Documents().options():
        return word(f"choice.documents.{name}")
    return name.replace("_", " ")


class CheckDemandAmount(ApplicationErrand):
    """What has to be paid, with its components as the backend states them."""

    name = "check_demand_amount"

    async def finish(self, turn: Turn, draft: Draft, utility: BackendClient) -> Done:
        bubbles: list[Bubble] = []
        for application in await self.meant(turn, draft, utility):
            try:
                bubbles += demand_lines(await utility.demand(application.number))
            except Conflict:
                status = backend_word("status.application", application.status)
                bubbles.append(
                    say("demand.not_issued_yet", number=application.number, status=status)
                )
        return Done(bubbles)


def demand_lines(demand: Demand) -> list[Bubble]:
    """The demand note: total, parts, paid or not, where to pay."""
    total = money(demand.total)
    lines = [say("demand.total", number=demand.application_number, total=total)]
    for part in demand.components:
        name = backend_word("component", part.key)
        lines.append(say("demand.component", name=name, amount=money(part.amount)))
    if demand.paid:
        return [*lines, say("demand.paid")]
    lines.append(say("demand.unpaid"))
    return [*lines, say("bill.pay_link", link=demand.pay_link)] if demand.pay_link else lines
