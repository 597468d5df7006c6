"""What every answer shares: read from a record, times in Indian Standard Time."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, PlainSerializer

from reference_backend.clock import in_india

IstTime = Annotated[
    datetime, PlainSerializer(lambda moment: in_india(moment).isoformat(timespec="seconds"), str)
]
Rupees = int | float


class Answer(BaseModel):
    """Read from a record or from plain values."""

    model_config = ConfigDict(from_attributes=True)

    def data(self) -> dict[str, Any]:
        """As JSON-ready values."""
        return self.model_dump(mode="json")
