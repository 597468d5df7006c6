"""An action server that asks for proof of a number, as far as the gateway sees one."""

from typing import Any

from tests.fakes.rasa import Script, bubble, record

ASHA = "9876543210"


def asks_for_proof(mobile_number: str = ASHA, purpose: str = "history") -> Script:
    """ "prove" asks for a code; a verdict is told; anything else is answered without asking."""

    def script(message: str, metadata: dict[str, Any]) -> list[dict[str, Any]]:
        draft = {"id": "d1", "errand": "own_tickets"}
        wanted = {"mobile_number": mobile_number, "purpose": purpose}
        said = bubble("test.echo", {"said": message}, expects="otp")
        if message == "prove":
            return [said, record(draft=draft, prove=wanted)]
        if message.startswith("/inform") and any(v in message for v in ("wrong", "expired")):
            return [said, record(draft=draft)]
        return [bubble("test.echo", {"said": message}), record()]

    return script
