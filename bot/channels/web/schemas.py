"""The JSON of the chat API."""

from typing import Any, Literal, Self

from pydantic import BaseModel, Field, model_validator

from bot.messages import Answer


class NewConversation(BaseModel):
    """Where a conversation takes place, and the language that was chosen there before."""

    surface: Literal["web", "kiosk", "test"] = "web"
    language: Literal["hi", "hi-Latn", "en"] | None = None


class ConversationOpened(BaseModel):
    """The token is shown once; only its hash is kept."""

    conversation_id: str
    token: str


class NewMessage(BaseModel):
    """Either typed text or the payload of a tapped choice."""

    message_id: str = Field(min_length=1, max_length=128, pattern=r"^[!-~]+$")
    text: str | None = None
    payload: str | None = Field(default=None, max_length=1000)

    @model_validator(mode="after")
    def _either_text_or_payload(self) -> Self:
        if (self.text is None) == (self.payload is None):
            raise ValueError("give text or payload")
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
