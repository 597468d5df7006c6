"""Rasa as it serves here: what its own code does at every turn and nobody needs is left out.

`apply()` puts every change in place, before Rasa's own modules are used. Each changes one named
thing of Rasa 3.6.21 and has a test that fails when Rasa changes underneath
(tests/nlu/test_serving.py). benchmarks/README.md says what each of them saves.
"""

import sys
from pathlib import Path

# The house's plumbing (watching/, wire/) lies beside this project; at the end of the path, so that
# nothing there takes the place of a library's module.
sys.path.append(str(Path(__file__).resolve().parents[2]))

from serving import graph_runner, logs, one_turn

CHANGES = (logs, one_turn, graph_runner)


def apply() -> None:
    """Change Rasa's classes, once for the process."""
    for change in CHANGES:
        change.apply()
