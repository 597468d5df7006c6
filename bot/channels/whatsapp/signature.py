"""Whether a request is Meta's."""

import hashlib
import hmac

from bot.channels.whatsapp.errors import NotMetas

SCHEME = "sha256="


def check_signature(body: bytes, header: str, app_secret: str) -> None:
    """Raise NotMetas unless `X-Hub-Signature-256` fits the bytes as they came.

    The bytes, not what they mean: Meta signs before anybody parses and writes anew.
    """
    expected = SCHEME + hmac.new(app_secret.encode(), body, hashlib.sha256).hexdigest()
    # As bytes: a header may hold what compare_digest refuses to compare as text.
    if not hmac.compare_digest(expected.encode(), header.encode("utf-8", "replace")):
        raise NotMetas
