"""The bubbles of one answer in WhatsApp's forms: text, up to three buttons, or a list."""

from collections.abc import Sequence
from typing import Any

from bot.channels.whatsapp import limits
from bot.channels.whatsapp.limits import ending_of, parts_of, shortened
from bot.messages import Choice, Reply

Content = dict[str, Any]


def contents_of(replies: Sequence[Reply], choose: str) -> list[Content]:
    """As few messages as WhatsApp's limits allow: it slows down who sends one person many.

    `choose` is the word on the button that opens a list.
    """
    text = "\n\n".join(reply.text.strip() for reply in replies if reply.text.strip()) or choose
    choices = list({choice.id: choice for reply in replies for choice in reply.buttons}.values())
    if not choices:
        return [_text(part) for part in parts_of(text)]
    before, last = ending_of(text)
    contents = [_text(part) for part in parts_of(before)]
    for start in range(0, len(choices), limits.ROWS):
        page = choices[start : start + limits.ROWS]
        contents.append(_with_choices(last, page, choose))
        last = choose
    return contents


def _text(words: str) -> Content:
    return {"type": "text", "text": {"body": words, "preview_url": False}}


def _with_choices(words: str, choices: Sequence[Choice], choose: str) -> Content:
    fits = all(len(choice.title) <= limits.BUTTON_TITLE for choice in choices)
    few = len(choices) <= limits.BUTTONS
    shown = _buttons(choices) if few and fits else _list(choices, choose)
    return {"type": "interactive", "interactive": {"body": {"text": words}} | shown}


def _buttons(choices: Sequence[Choice]) -> Content:
    titles = _distinct([choice.title for choice in choices], limits.BUTTON_TITLE)
    buttons = [
        {"type": "reply", "reply": {"id": str(choice.id), "title": title}}
        for choice, title in zip(choices, titles, strict=True)
    ]
    return {"type": "button", "action": {"buttons": buttons}}


def _list(choices: Sequence[Choice], choose: str) -> Content:
    titles = _distinct([choice.title for choice in choices], limits.ROW_TITLE)
    rows = [_row(choice, title) for choice, title in zip(choices, titles, strict=True)]
    button = shortened(choose, limits.LIST_BUTTON)
    return {"type": "list", "action": {"button": button, "sections": [{"rows": rows}]}}


def _row(choice: Choice, title: str) -> Content:
    row = {"id": str(choice.id), "title": title}
    if title != choice.title:  # the whole of it has room below
        row["description"] = shortened(choice.title, limits.ROW_DESCRIPTION)
    return row


def _distinct(titles: list[str], longest: int) -> list[str]:
    """Short titles, no two alike: WhatsApp refuses those."""
    distinct: list[str] = []
    for number, title in enumerate(titles, 1):
        short = shortened(title.strip() or str(number), longest)
        if short in distinct:
            mark = f" ({number})"
            short = shortened(short, longest - len(mark)) + mark
        distinct.append(short)
    return distinct
