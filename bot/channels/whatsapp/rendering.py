"""The bubbles of one answer in WhatsApp's forms: text, up to three buttons, a list, or a button
of WhatsApp's own that sends the place where the person is, or their number.

Source: Meta's pages on interactive messages, on location requests, and on business-scoped user
ids (the request for a number).
"""

from collections.abc import Sequence
from typing import Any

from bot.channels.whatsapp import limits
from bot.channels.whatsapp.limits import ending_of, parts_of, shortened
from bot.messages import Choice, Reply

Content = dict[str, Any]

# What WhatsApp itself can ask for: the kind of message and the action in it.
PLACE = ("location_request_message", "send_location")
NUMBER = ("request_contact_info", "request_contact_info")
ASKED_BY_WHATSAPP = {"locality": PLACE, "area": PLACE, "mobile_number": NUMBER}


def contents_of(replies: Sequence[Reply], choose: str, *, has_number: bool = True) -> list[Content]:
    """As few messages as WhatsApp's limits allow: it slows down who sends one person many.

    `choose` is the word on the button that opens a list. `has_number`: the person is known by a
    mobile number, so that WhatsApp need not be asked for it.
    """
    text = "\n\n".join(reply.text.strip() for reply in replies if reply.text.strip()) or choose
    choices = list({choice.id: choice for reply in replies for choice in reply.buttons}.values())
    asked = ASKED_BY_WHATSAPP.get(replies[-1].expects or "")
    if not choices and asked is None:
        return [_text(part) for part in parts_of(text)]
    before, last = ending_of(text)
    contents = [_text(part) for part in parts_of(before)]
    if not choices:
        # Cut alike with and without a number: it may become known between two tries.
        known = asked == NUMBER and has_number
        return [*contents, _text(last) if known or not asked else _request(last, *asked)]
    for start in range(0, len(choices), limits.ROWS):
        page = choices[start : start + limits.ROWS]
        contents.append(_with_choices(last, page, choose))
        last = choose
    return contents


def _text(words: str) -> Content:
    return {"type": "text", "text": {"body": words, "preview_url": False}}


def _request(words: str, sort: str, action: str) -> Content:
    shown = {"type": sort, "body": {"text": words}, "action": {"name": action}}
    return {"type": "interactive", "interactive": shown}


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
