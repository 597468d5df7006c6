"""What can be chosen of a benchmark: the only reader of the environment among them."""

from typing import Literal

from pydantic import Field
from pydantic_settings import BaseSettings


class Settings(BaseSettings):
    """`BACKEND_ON=postgresql`: the backend's growth on PostgreSQL. `FAULTS_SHARE`: how much of
    the fault run is done. `FAULTS_SEVERAL=1`: two gateways on PostgreSQL, with a Redis that is
    killed in the middle, instead of one on SQLite. `TURNS_SIDES=ours`: turns without stock Rasa."""

    backend_on: Literal["sqlite", "postgresql"] = "sqlite"
    faults_share: float = Field(default=1.0, gt=0, le=1)
    faults_several: bool = False
    turns_sides: Literal["both", "ours"] = "both"
