"""What several files of these tests begin with."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.actions.desk import SAMPLE
from tests.actions.utility import Utility, utility_with


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Utility]:
    """The reference backend with one consumer, for whom staff write."""
    async with utility_with(tmp_path, SAMPLE) as utility:
        yield utility
