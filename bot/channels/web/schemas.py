"""The JSON of the chat API."""

from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, Field, model_validator

from bot.messages import Answer, Media


class NewConversation(BaseModel):
    """Where a conversation takes place, and the language that was chosen there before."""

    surface: Literal["web", "kiosk", "test"] = "web"
    language: Literal["hi", "hi-Latn", "en"] | None = None


class ConversationOpened(BaseModel):
    """The token is shown once; only its hash is kept."""

    conversation_id: str
    token: str


MessageId = Annotated[str, Field(min_length=1, max_length=128, pattern=r"^[!-~]+$")]


class NewMessage(BaseModel):
    """Typed text, the payload of a tapped choice, or where the person stands (degrees, WGS 84)."""

    message_id: MessageId
    text: str | None = None
    payload: str | None = Field(default=None, max_length=1000)
    latitude: float | None = Field(default=None, ge=-90, le=90, allow_inf_nan=False)
    longitude: float | None = Field(default=None, ge=-180, le=180, allow_inf_nan=False)

    @property
    def place(self) -> Media | None:
        """The place that was sent, if it is one."""
        if self.latitude is None or self.longitude is None:
            return None
        return Media("location", latitude=self.latitude, longitude=self.longitude)

    @model_validator(mode="after")
    def _one_of_the_three(self) -> Self:
        if (self.latitude is None) != (self.longitude is None):
            raise ValueError("give latitude and longitude")
        if sum(given is not None for given in (self.text, self.payload, self.latitude)) != 1:
            raise ValueError("give text, payload or a place")
        return self


class Button(BaseModel):
    """A choice under a bubble."""

    title: str
    payload: str


class ReplyShown(BaseModel):
    """One bubble; `id` is its number in the transcript."""

    id: int
    text: str
    buttons: list[Button]
    expects: str | None


class MessageAnswered(BaseModel):
    """The answer to one message."""

    replies: list[ReplyShown]
    language: str
    references: list[str]


class Transcript(BaseModel):
    """The conversation so far, in order."""

    conversation_id: str
    language: str
    messages: list[dict[str, Any]]


def shown(answer: Answer) -> MessageAnswered:
    """An answer as the chat API shows it."""
    replies = [
        ReplyShown(
            id=reply.id,
            text=reply.text,
            buttons=[Button(title=b.title, payload=b.payload) for b in reply.buttons],
            expects=reply.expects,
        )
        for reply in answer.replies
    ]
    return MessageAnswered(
        replies=replies, language=answer.language, references=list(answer.references)
    )
