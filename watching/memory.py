"""What a part loaded at its start stays to its end: the garbage collector need not look at it."""

from __future__ import annotations

import gc


def settle() -> None:
    """Call once in a process, before it serves: what is let go later, if it refers to itself, is
    never found if it was there already. Libraries, models and catalogues are some hundred
    thousand objects, and every full collection would go through all of them while people wait."""
    gc.collect()
    gc.freeze()
