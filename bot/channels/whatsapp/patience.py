"""How long to wait after a letter did not go out, and how long after the person's words."""

from datetime import timedelta

from bot.channels.backoff import backoff

# Free words may follow a person's own for so long.
WINDOW = timedelta(hours=24)

# WhatsApp takes about one message to a person in six seconds once its burst is used up.
FIRST_SECONDS = 6.0
LONGEST_SECONDS = 900.0
MOST_TRIES = 20  # about four hours
# A status tells within this time whether a letter went out to which no answer came.
UNSURE = timedelta(seconds=20)
ACCOUNT_SECONDS = 300.0


def pause_after(tries: int) -> timedelta:
    """The pause after so many tries of a letter, or so many refusals in a row."""
    return backoff(tries, FIRST_SECONDS, LONGEST_SECONDS)
