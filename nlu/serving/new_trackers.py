"""A message is met by a new tracker, without a look into the store.

The gateway gives every message a sender of its own, so nothing of an earlier one is ever gone on
with: a message that is asked about again is simply answered again, over what was kept of it.
Rasa looks the sender up, finds nothing and stores an empty tracker before it begins.
"""

from __future__ import annotations

from rasa.core.tracker_store import FailSafeTrackerStore
from rasa.shared.core.trackers import DialogueStateTracker


def apply() -> None:
    """Replace `get_or_create_tracker` of the store that Rasa puts around ours."""
    FailSafeTrackerStore.get_or_create_tracker = _new


async def _new(
    self: FailSafeTrackerStore,
    sender_id: str,
    max_event_history: int | None = None,
    **_asked: bool,
) -> DialogueStateTracker:
    """The tracker of a conversation that begins now; the processor asks for no `action_listen`."""
    self.max_event_history = max_event_history
    return self.init_tracker(sender_id)
