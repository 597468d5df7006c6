"""How soon and how often people are telephoned, read from data."""

from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Annotated

import yaml
from pydantic import BaseModel, ConfigDict, Field

_DATA = Path(__file__).parent / "data" / "rules.yml"

_Minutes = Annotated[int, Field(gt=0)]


class Rules(BaseModel):
    """Minutes and counts as data/rules.yml explains them."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    pauses: Annotated[list[_Minutes], Field(min_length=1)]
    attempts: Annotated[int, Field(gt=0)]
    again: _Minutes
    lease: _Minutes

    def pause_after(self, attempts: int, *, answered: bool) -> timedelta:
        """How long nobody tries after so many attempts, the last of them answered or not."""
        if answered:
            return timedelta(minutes=self.again)
        return timedelta(minutes=self.pauses[min(attempts, len(self.pauses)) - 1])


@cache
def rules() -> Rules:
    """The rules of this utility."""
    return Rules.model_validate(yaml.safe_load(_DATA.read_text(encoding="utf-8")))
