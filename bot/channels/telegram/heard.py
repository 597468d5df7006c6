"""What a person did in Telegram, in our own words."""

from pydantic import BaseModel, ConfigDict, Field

from bot.messages import Media


class Heard(BaseModel):
    """One thing that a person said: words, a command's payload, a tap, something sent, or
    something that gets a hint (a key of the catalogue).

    `choice` is the number of an offer, `tap` the callback query that Telegram wants to have
    answered. `telephone` is the person's own, as Telegram itself has verified it.
    """

    model_config = ConfigDict(frozen=True)

    text: str | None = None
    payload: str | None = None
    choice: int | None = Field(default=None, ge=0, lt=10**18)  # what a database's integer holds
    tap: str | None = None
    telephone: str | None = None
    media: Media | None = None
    hint: str | None = None


class Saying(BaseModel):
    """What was said in one chat. `update_id` rises with time, and is the same when an update
    is brought again."""

    model_config = ConfigDict(frozen=True)

    update_id: int
    chat: str
    heard: Heard
