"""What a part loaded at its start stays to its end: the garbage collector need not look at it."""

from __future__ import annotations

import gc


def settle() -> None:
    """Call once, when a part is ready to serve. Libraries, models and catalogues are some hundred
    thousand objects, and every full collection would go through all of them while people wait."""
    gc.collect()
    gc.freeze()
