"""One hash over everything the components are made of.

Rasa's training cache looks at a component's class and settings only; without this, an edit
in a helper module or a lookup table would leave the old model in place.
"""

from __future__ import annotations

import hashlib
from functools import lru_cache
from pathlib import Path

COMPONENTS = Path(__file__).parent
LOOKUPS = COMPONENTS.parent / "data" / "lookups"


@lru_cache(maxsize=1)
def components_fingerprint() -> str:
    """SHA-256 over the modules of this package and the tables in `data/lookups/`."""
    digest = hashlib.sha256()
    tables = [*LOOKUPS.glob("*.tsv"), *LOOKUPS.glob("*.npz")]
    for path in sorted([*COMPONENTS.glob("*.py"), *tables]):
        digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()
