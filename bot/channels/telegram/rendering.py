"""A bubble in Telegram's forms: parts of a text, buttons under the last, buttons that share."""

from collections.abc import Callable
from dataclasses import dataclass

from telegram import (
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    KeyboardButton,
    ReplyKeyboardMarkup,
    ReplyKeyboardRemove,
)

from bot.channels.telegram.split import parts_of
from bot.messages import Choice, Reply

Keyboard = InlineKeyboardMarkup | ReplyKeyboardMarkup | ReplyKeyboardRemove

# Two short titles side by side are read at a glance; longer ones would be cut by the app.
SHORT_TITLE = 14
# Fields that Telegram can fill at one tap, if the person likes.
SHARED_AT_ONE_TAP = ("mobile_number", "locality")


@dataclass(frozen=True, slots=True)
class Content:
    """One message of Telegram's."""

    text: str
    keyboard: Keyboard | None = None


def contents_of(
    reply: Reply, words: Callable[[str], str], *, buttons_up: bool, private: bool = True
) -> tuple[list[Content], bool]:
    """The messages that bring a bubble, and whether a keyboard that shares is shown afterwards.

    `words` gives a sentence of the catalogue in the bubble's language. Telegram takes one
    keyboard for each message, so one that shares has a message of its own where the bubble has
    buttons, and so has the end of one.
    """
    *before, last = [Content(part) for part in parts_of(reply.text)]
    last = Content(last.text, keyboard(reply.buttons))
    share = _sharing(reply.expects, words) if private else None
    if share:
        if last.keyboard is None:
            return [*before, Content(last.text, share)], True
        offer = Content(words(f"channel.share.{reply.expects}"), share)
        return [*before, last, offer], True
    return _without_sharing([*before, last], words) if buttons_up else [*before, last], False


def keyboard(choices: tuple[Choice, ...]) -> InlineKeyboardMarkup | None:
    """Buttons under a bubble; each carries the choice's id, as Telegram takes 64 bytes only."""
    rows: list[list[InlineKeyboardButton]] = []
    for choice in choices:
        button = InlineKeyboardButton(choice.title, callback_data=str(choice.id))
        beside = rows and len(rows[-1]) == 1 and _short(rows[-1][0].text) and _short(choice.title)
        if beside:
            rows[-1].append(button)
        else:
            rows.append([button])
    return InlineKeyboardMarkup(rows) if rows else None


def _sharing(expects: str | None, words: Callable[[str], str]) -> ReplyKeyboardMarkup | None:
    if expects not in SHARED_AT_ONE_TAP:
        return None
    number = expects == "mobile_number"
    button = KeyboardButton(
        words(f"button.share.{expects}"), request_contact=number, request_location=not number
    )
    return ReplyKeyboardMarkup([[button]], resize_keyboard=True, one_time_keyboard=True)


def _without_sharing(contents: list[Content], words: Callable[[str], str]) -> list[Content]:
    """The same, with the keyboard taken away by the first message that has none of its own."""
    for at, content in enumerate(contents):
        if content.keyboard is None:
            away = Content(content.text, ReplyKeyboardRemove())
            return [*contents[:at], away, *contents[at + 1 :]]
    return [Content(words("channel.noted"), ReplyKeyboardRemove()), *contents]


def _short(title: str) -> bool:
    return len(title) <= SHORT_TITLE
