"""What Meta tells the business: signed, in batches, twice, and not always in order."""

import hashlib
import hmac
import random
from collections.abc import Sequence
from typing import Any

from tests.fakes.whatsapp.names import APP_SECRET, NUMBER

MOST_IN_A_BATCH = 50


def notice(*values: dict[str, Any], number: str = NUMBER) -> dict[str, Any]:
    """A delivery with one change for each value."""
    metadata = {"display_phone_number": "15550001", "phone_number_id": number}
    changes = [
        {"field": "messages", "value": {"messaging_product": "whatsapp", "metadata": metadata} | v}
        for v in values
    ]
    return {"object": "whatsapp_business_account", "entry": [{"id": "1", "changes": changes}]}


def signed(body: bytes, app_secret: str = APP_SECRET) -> str:
    """The header that Meta sends with these bytes."""
    return "sha256=" + hmac.new(app_secret.encode(), body, hashlib.sha256).hexdigest()


def deliveries(
    messages: Sequence[dict[str, Any]],
    chance: random.Random,
    *,
    doubled: float = 0.2,
    reordered: float = 0.1,
    most: int = MOST_IN_A_BATCH,
) -> list[dict[str, Any]]:
    """Notices that bring all messages in batches of up to `most`.

    `doubled`: the share of messages that come once more, later. `reordered`: the share of
    batches that change places with the one behind them.
    """
    queue = list(messages)
    for message in messages:
        if chance.random() < doubled:
            place = queue.index(message) + 1
            queue.insert(chance.randint(place, len(queue)), message)
    batches: list[dict[str, Any]] = []
    while queue:
        size = chance.randint(1, most)
        batches.append(notice({"messages": queue[:size]}))
        del queue[:size]
    for number in range(len(batches) - 1):
        if chance.random() < reordered:
            batches[number : number + 2] = batches[number + 1], batches[number]
    return batches
