"""The model's graph runs as a walk from its target, without dask's scheduler.

A prediction runs three to five nodes one after the other; dask's scheduler takes longer to set
that up than the nodes of our model take to run.
"""

from __future__ import annotations

from typing import Any

from rasa.engine.exceptions import GraphRunError
from rasa.engine.runner.dask import DaskGraphRunner


def apply() -> None:
    """Replace `DaskGraphRunner.run`; how the runner is made stays Rasa's."""
    DaskGraphRunner.run = _run


def _run(
    self: DaskGraphRunner,
    inputs: dict[str, Any] | None = None,
    targets: list[str] | None = None,
) -> dict[str, Any]:
    """What each target gives, with every node that it needs run once. Raises GraphRunError."""
    schema = self._graph_schema
    done: dict[str, tuple[str, Any]] = {
        name: (name, value) for name, value in (inputs or {}).items()
    }

    def result_of(name: str) -> tuple[str, Any]:
        if name not in done:
            needed = [result_of(one) for one in schema.nodes[name].needs.values()]
            done[name] = self._instantiated_nodes[name](*needed)
        return done[name]

    try:
        return dict(result_of(name) for name in targets or schema.target_names)
    except RuntimeError as error:
        raise GraphRunError("Error running runner.") from error
