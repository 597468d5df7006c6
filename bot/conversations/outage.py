"""An outage of Rasa or of the action server, as this process has met it."""

from bot.rasa import Rasa


class Outage:
    """`lasts` from a turn that failed for everybody's reasons until one is finished again."""

    def __init__(self, rasa: Rasa) -> None:
        self._rasa = rasa
        self.lasts = False

    async def explains_failure(self) -> bool:
        """After a failed turn: whether others fail as well, so that the message is not to blame."""
        # While one lasts nobody need ask anew; the worker does so all the time.
        self.lasts = self.lasts or not await self._rasa.finishes_turns()
        return self.lasts

    async def has_ended(self) -> bool:
        """Ask whether turns are finished again; False if they never ceased to be."""
        if not self.lasts:
            return False
        self.lasts = not await self._rasa.finishes_turns()
        return not self.lasts
