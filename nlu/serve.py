"""Starts Rasa as it serves here: `python serve.py run …`, with the arguments of `rasa`."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.resolve()))

import serving

serving.apply()

# Read here, because Rasa would take a store in memory for one that cannot be imported.
import serving.turn_store  # noqa: E402
from rasa.__main__ import main  # noqa: E402 - what it imports must be changed already
from serving import settings  # noqa: E402

from watching import tracing  # noqa: E402

if __name__ == "__main__":
    tracing.record_to(settings.collector(), "rasa")
    main()
