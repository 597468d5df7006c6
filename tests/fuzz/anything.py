"""What strangers may send: bytes, JSON of any shape, and JSON that nearly fits."""

import json
from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

SCALARS = (
    st.none()
    | st.booleans()
    | st.integers(-(2**70), 2**70)
    | st.floats()
    | st.text(max_size=20)
    | st.sampled_from(
        ["", "0", "9876543210", "\x00", "\ud800", "/restart", "' OR 1=1 --", "🤖" * 9]
    )
)


def of_keys(*names: str) -> SearchStrategy[Any]:
    """JSON whose objects use these names, nested as it likes."""
    keys = st.sampled_from(names)
    return st.recursive(
        SCALARS,
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(keys, inner, max_size=6),
        max_leaves=15,
    )


def as_bytes(thing: Any) -> bytes:
    """As a client writes it, lone surrogates as their escapes."""
    return json.dumps(thing).encode()


BODIES = st.binary(max_size=300) | of_keys("a", "text", "id").map(as_bytes)

TELEGRAMS = of_keys(
    *("chat", "from", "text", "caption", "id", "type", "date", "message_id", "photo", "voice"),
    *("document", "location", "contact", "data", "phone_number", "user_id", "latitude"),
    *("longitude", "file_id", "width", "height", "entities"),
)
#: What spoils a message of Telegram's that is otherwise in its form.
NEARLY_AN_UPDATE = st.dictionaries(
    st.sampled_from(
        ["text", "contact", "location", "photo", "voice", "document", "venue", "chat", "from"]
    ),
    TELEGRAMS,
    min_size=1,
    max_size=2,
)
