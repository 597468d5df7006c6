"""The port to the utility: what the rest of the house may ask of the utility's backend."""

from backend_client.client import BackendClient
from backend_client.errors import (
    BackendError,
    BackendGarbled,
    BackendRefused,
    BackendUnreachable,
    Conflict,
    InvalidRequest,
    NotAllowed,
    NotFound,
)

__all__ = [
    "BackendClient",
    "BackendError",
    "BackendGarbled",
    "BackendRefused",
    "BackendUnreachable",
    "Conflict",
    "InvalidRequest",
    "NotAllowed",
    "NotFound",
]
