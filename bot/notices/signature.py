"""Whether a notice is the utility's, and of now."""

import hashlib
import hmac
import re
from datetime import UTC, datetime, timedelta

from bot.errors import NotTheUtilitys

#: Clocks differ, and a captured notice must not be replayed for ever.
TOLERANCE = timedelta(minutes=5)

_HEADER = re.compile(r"t=([0-9]{1,12}),v1=([0-9a-f]{64})")


def check_signature(body: bytes, header: str, secret: str, now: datetime) -> None:
    """Raise NotTheUtilitys unless the header `t=<seconds>,v1=<hex>` signs these very bytes now.

    HMAC-SHA256 over `<seconds>.<body>` with the secret that both sides hold.
    """
    found = _HEADER.fullmatch(header)
    if not found:
        raise NotTheUtilitys
    seconds, given = found.groups()
    expected = hmac.new(secret.encode(), f"{seconds}.".encode() + body, hashlib.sha256)
    if not hmac.compare_digest(expected.hexdigest(), given):
        raise NotTheUtilitys
    if abs(now - datetime.fromtimestamp(int(seconds), UTC)) > TOLERANCE:
        raise NotTheUtilitys
