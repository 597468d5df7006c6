"""The gateway's own way to the utility's backend, for work that is not part of a turn."""

from backend_client import BackendClient
from bot.settings import Settings


def connect(settings: Settings, read_seconds: float, total_seconds: float) -> BackendClient | None:
    """A client with these limits, in seconds; None where the gateway has no key of the backend.

    Whoever asked for it closes it.
    """
    key = settings.backend_api_key
    if key is None:
        return None
    return BackendClient(
        settings.backend_url,
        key.get_secret_value(),
        timeout=read_seconds,
        total=total_seconds,
    )
