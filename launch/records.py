"""What the backend holds, read as the product itself reads it."""

from typing import Any

import httpx

ASK_SECONDS = 10.0


class Records:
    """Tickets and applications by their numbers. Raises httpx.HTTPError when it cannot ask."""

    def __init__(self, backend_url: str, api_key: str) -> None:
        self._http = httpx.Client(
            base_url=f"{backend_url}/api/v1",
            headers={"Authorization": f"Bearer {api_key}"},
            timeout=ASK_SECONDS,
            trust_env=False,
        )

    def get(self, number: str) -> dict[str, Any] | None:
        """The ticket or application of this number; None if the backend does not know it."""
        kind = "applications" if number.startswith("NC-") else "tickets"
        answer = self._http.get(f"/{kind}/{number}")
        if answer.status_code == httpx.codes.NOT_FOUND:
            return None
        answer.raise_for_status()
        found: dict[str, Any] = answer.json()
        return found

    def close(self) -> None:
        """Give the connection back."""
        self._http.close()
