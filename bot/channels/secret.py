"""Whether somebody knows a secret."""

import hmac


def same_secret(given: str, expected: str) -> bool:
    """Compare without telling by the time how much of it is right."""
    # As bytes: a header may hold what compare_digest refuses to compare as text.
    return hmac.compare_digest(given.encode("utf-8", "replace"), expected.encode())
