"""Whether a caller inside the house holds a part's token."""

from __future__ import annotations

import hmac

#: Open to whoever reaches the part: they say nothing but "ok", and the platform asks them.
HEALTH = "/health/"


def bearer(token: str) -> dict[str, str]:
    """The header that shows a token; none for none."""
    return {"Authorization": f"Bearer {token}"} if token else {}


def shows(authorization: str, token: str) -> bool:
    """Whether an Authorization header shows the token, compared in constant time."""
    return same_secret(authorization, f"Bearer {token}")


def same_secret(given: str, expected: str) -> bool:
    """Compare without telling by the time how much of it is right."""
    return hmac.compare_digest(given.encode("utf-8", "replace"), expected.encode())
