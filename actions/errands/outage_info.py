"""When will the supply return: what is known, and else an offer to report it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import ClassVar

from actions.drafts import Draft
from actions.errands.base import Done, Errand
from actions.errands.report_fault import ReportFault, announced_lines, outage_lines
from actions.errands.tickets import POSITION
from actions.fields.base import Question
from actions.fields.where import Locality
from actions.fields.yes_or_no import Willingness
from actions.speech import Bubble, say
from actions.understanding import Turn
from backend_client import BackendClient


class OutageInfo(Errand):
    """Known outages of the locality; the person can be added, or report a new one."""

    name = "outage_info"
    takes_known: ClassVar[tuple[str, ...]] = ()
    asks: ClassVar[tuple[Question, ...]] = (
        Locality(),
        Willingness(wording="ask.outage_info.report_it"),
    )
    add_me = Willingness(wording="ask.outage_info.add_me")

    def begin(self, turn: Turn, draft: Draft) -> None:
        """What was asked first is the description, should it become a report."""
        if not turn.is_tap:
            draft.values["description"] = " ".join(turn.text.split())[:2000]

    def questions(self, draft: Draft) -> tuple[Question, ...]:
        """A known outage is joined, an unknown one reported: two questions, one answer."""
        return (self.asks[0], self.add_me) if draft.values.get("outage") else self.asks

    async def notice(self, turn: Turn, draft: Draft, utility: BackendClient) -> list[Bubble]:
        locality = draft.values.get("locality")
        if not locality or draft.values.get("outage_told") == locality:
            return []
        known = await utility.outages(locality, announced=True)
        ahead = [one for one in known if one.started_at and one.started_at > datetime.now(UTC)]
        outages = [one for one in known if one not in ahead]
        draft.values.update(outage_told=locality, outage=bool(outages))
        present = outage_lines(turn, outages) or [say("outage.none", place=locality)]
        return [*present, *announced_lines(turn, ahead)]

    async def finish(self, turn: Turn, draft: Draft, utility: BackendClient) -> Done:
        if draft.values["confirmation"] != "yes":
            return Done([say("outage.not_reported")])
        report = Draft.begin(ReportFault.name, turn.inbox_id)
        report.values = {
            "description": draft.values.get("description", ""),
            "locality": draft.values["locality"],
            "outage_told": draft.values["locality"],
            "fault_type": draft.values.get("fault_type", "no_supply"),
            **{name: draft.values[name] for name in POSITION if name in draft.values},
        }
        return Done([], follow=report)
