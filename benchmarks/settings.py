"""What can be chosen of a benchmark: the only reader of the environment among them."""

from typing import Literal

from pydantic import Field
from pydantic_settings import BaseSettings


class Settings(BaseSettings):
    """`BACKEND_ON=postgresql`: the backend's growth on PostgreSQL. `FAULTS_DO`: one of
    the three fault runs alone. `FAULTS_SHARE`: how much of the kills is done. `FAULTS_SEVERAL=1`:
    kills with two gateways on PostgreSQL, and a Redis that is killed in the middle, instead of one
    on SQLite. `FAULTS_TURNS`: for how many turns memory is watched; 100,000 is the long run, of
    hours. `TURNS_SIDES=ours`: turns without stock Rasa."""

    backend_on: Literal["sqlite", "postgresql"] = "sqlite"
    faults_do: Literal["all", "kills", "matrix", "memory"] = "all"
    faults_share: float = Field(default=1.0, gt=0, le=1)
    faults_several: bool = False
    faults_turns: int = Field(default=3_000, gt=0)
    turns_sides: Literal["both", "ours"] = "both"
