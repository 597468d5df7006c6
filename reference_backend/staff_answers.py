"""What the utility's own staff are answered about bills, connections and meters."""

from __future__ import annotations

from reference_backend.answers import Answer, IstTime


class BillingStateAnswer(Answer):
    """Whether the billing system of a utility answers."""

    utility: str
    answers: bool


class LateConnectionAnswer(Answer):
    """A paid connection whose day has passed; `waits_for` a meter, the work_order or supply."""

    number: str
    status: str
    person_name: str | None
    mobile_number: str | None
    locality: str | None
    utility: str
    division: str | None
    circle: str | None
    area: str | None
    phase: str
    paid_at: IstTime
    due_at: IstTime
    hours_late: float
    waits_for: str
    nodal_contact: str | None


class PointsAnswer(Answer):
    """The staff's points of one division for connections that were energised in time."""

    utility: str
    division: str | None
    energised: int
    points: int


class MetersAnswer(Answer):
    """What the store holds of one phase."""

    utility: str
    phase: str
    in_store: int
