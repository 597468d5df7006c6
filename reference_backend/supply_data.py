"""What a utility's data say of incidents, connections and bills."""

from __future__ import annotations

from pydantic import Field

from reference_backend.rule_data import Data, Sourced


class Incidents(Sourced):
    """When fault tickets of one place become one incident: so many within so many minutes.

    Only tickets of these `subtypes` count: a voltage that is low in one house is no outage.
    """

    tickets: int = Field(gt=1)
    window_minutes: float = Field(gt=0)
    subtypes: list[str]


class ConnectionClock(Sourced):
    """Days from payment until a connection is energised."""

    urban_days: int = Field(gt=0)
    rural_days: int = Field(gt=0)


class StaffPoints(Sourced):
    """The staff's bonus for a connection within so many hours of payment; no promise to anyone."""

    urban_hours: float = Field(gt=0)
    rural_hours: float = Field(gt=0)
    points: int = Field(gt=0)


class SinglePhase(Sourced):
    """Up to and including which load in kW a connection has one phase."""

    up_to_kw: float = Field(gt=0)


class Connections(Data):
    """The rules of new connections; without `points` the utility knows no such bonus."""

    clock: ConnectionClock
    points: StaffPoints | None = None
    single_phase: SinglePhase
