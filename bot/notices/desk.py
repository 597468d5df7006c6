"""Takes the utility's notices in: each once, for everybody who follows the record."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Annotated, Any

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, Field
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from bot.conversations.bell import Bell
from bot.conversations.cleaning import without_controls
from bot.notices.followers import followers_of
from bot.notices.hours import QuietHours
from bot.notices.tables import Notice, Telling
from bot.notices.wording import in_keys
from bot.store.database import Database
from bot.wording import Wording

ARRIVED = "notices"  # the bell that tells the teller
#: Only whom the record was issued to gets these; who joined or insisted later does not.
_FOR_THE_FIRST = frozenset({"code"})


def _in_utc(moment: datetime) -> datetime:
    """Raise ValueError for the first and last hours of the calendar, which are none in UTC."""
    try:
        return moment.astimezone(UTC)
    except OverflowError as error:
        raise ValueError("beyond the calendar") from error


Moment = Annotated[AwareDatetime, AfterValidator(_in_utc)]
Words = Annotated[str, AfterValidator(without_controls)]
Figure = Annotated[float, Field(allow_inf_nan=False)]


class Event(BaseModel):
    """What the utility says: the body of `POST /hooks/notices`.

    `facts` are plain values; names ending in `_at` are moments, in `_on` days, `amount` rupees.
    """

    model_config = ConfigDict(frozen=True)

    event_id: str = Field(pattern=r"^[!-~]{1,64}$")
    kind: str = Field(pattern=r"^[a-z_]{1,20}\.[a-z_]{1,20}$")
    reference: str = Field(pattern=r"^[!-~]{1,40}$")
    at: Moment
    urgent: bool = False
    facts: dict[str, Words | int | Figure | list[Words] | None] = Field(
        default_factory=dict, max_length=20
    )


class Desk:
    """Stores events and what is to be told of them, in one transaction."""

    def __init__(
        self,
        database: Database,
        wording: Wording,
        bell: Bell,
        quiet: QuietHours,
        clock: Callable[[], datetime],
    ) -> None:
        self._database = database
        self._wording = wording
        self._bell = bell
        self._quiet = quiet
        self._clock = clock

    async def take(self, event: Event) -> datetime:
        """Keep an event, unless it is here already; returns when people are told of it."""
        now = self._clock()
        tell_at = now if event.urgent else self._quiet.over(now)
        try:
            async with self._database.writing(hurried=True) as session:
                session.add(
                    Notice(**event.model_dump(exclude={"facts"}), received_at=now, tell_at=tell_at)
                )
                await session.flush()
                await self._tell_followers(session, event, tell_at)
        except IntegrityError:
            async with self._database.session() as session:
                return (await session.get_one(Notice, event.event_id)).tell_at
        self._bell.ring(ARRIVED)
        return tell_at

    async def _tell_followers(self, session: AsyncSession, event: Event, tell_at: datetime) -> None:
        facts = {name: value for name, value in event.facts.items() if value is not None}
        for place, conversation in enumerate(await followers_of(session, event.reference)):
            telling = self._telling(event, facts if place == 0 else _for_others(facts))
            if telling is None:
                continue
            telling.conversation_id, telling.tell_at = conversation.id, tell_at
            session.add(telling)

    def _telling(self, event: Event, facts: dict[str, Any]) -> Telling | None:
        bubble = in_keys(event.kind, event.reference, facts, self._wording)
        if bubble is None:
            return None
        return Telling(
            event_id=event.event_id,
            say=bubble.say,
            args=bubble.args,
            choices=list(bubble.choices),
            urgent=event.urgent,
        )


def _for_others(facts: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in facts.items() if name not in _FOR_THE_FIRST}
