"""`python -m tests.fakes.whatsapp [--port 4010] [--webhook URL]`: Meta on this machine.

A gateway whose WHATSAPP_API_URL is http://127.0.0.1:4010/v23.0, with the secrets of `names`,
talks to it. `POST /try/messages {"from": "919876543210", "text": "…"}` (or a whole `message` of
Meta's form) is a person who writes; `GET /try/letters?after=0` is what they were sent.
"""

import argparse
import sys
from typing import Any

import uvicorn
from fastapi import HTTPException

from tests.fakes.whatsapp.api import FakeWhatsApp
from tests.fakes.whatsapp.names import ASHA


def main() -> int:
    """Serve until told to end."""
    parser = argparse.ArgumentParser(prog="python -m tests.fakes.whatsapp")
    parser.add_argument("--port", type=int, default=4010)
    parser.add_argument("--webhook", default="http://127.0.0.1:8000/webhooks/whatsapp")
    chosen = parser.parse_args()
    uvicorn.run(tried_out(chosen.webhook).app, host="127.0.0.1", port=chosen.port)
    return 0


def tried_out(webhook: str) -> FakeWhatsApp:
    """A fake whose people are led over HTTP, for whoever tries the product without an account."""
    meta = FakeWhatsApp()
    meta.webhook = webhook

    async def write(said: dict[str, Any]) -> dict[str, str]:
        sender = said.get("from", ASHA)
        content = said.get("message") or {"type": "text", "text": {"body": said.get("text", "")}}
        message = meta.message(sender, **content)
        answer = await meta.notifies(message)
        if answer.status_code != 200:
            raise HTTPException(502, f"the gateway answered {answer.status_code}")
        return {"id": message["id"]}

    async def letters(after: int = 0) -> list[dict[str, Any]]:
        return meta.sent[after:]

    meta.app.post("/try/messages")(write)
    meta.app.get("/try/letters")(letters)
    return meta


if __name__ == "__main__":
    sys.exit(main())
