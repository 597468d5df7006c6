"""`make chat`: a conversation in the terminal."""

import sys

import httpx

from launch.chat_api import Button, Chat, Turn

QUIT = "/quit"
GREETING = "/greet"
LIVE_SECONDS = 2.0


def is_running(url: str) -> bool:
    """Whether a product answers at `url` and is ready."""
    try:
        return httpx.get(f"{url}/health/ready", timeout=LIVE_SECONDS, trust_env=False).is_success
    except httpx.HTTPError:
        return False


def converse(url: str) -> None:
    """Talk until /quit, Ctrl-D or Ctrl-C."""
    chat = Chat(url)
    print(f"Type a message, or the number of a button. {QUIT} ends.\n")
    try:
        turn = chat.tap(GREETING)
        while True:
            _show(turn)
            words = _read()
            if words is None or words == QUIT:
                return
            turn = _send(chat, words, turn.buttons)
    except httpx.HTTPError as error:
        print(f"The product does not answer any more ({error}).", file=sys.stderr)
    finally:
        chat.close()


def _read() -> str | None:
    while True:
        try:
            words = input("> ").strip()
        except (EOFError, KeyboardInterrupt):
            print()
            return None
        if words:
            return words


def _send(chat: Chat, words: str, buttons: list[Button]) -> Turn:
    if words.isascii() and words.isdigit() and 1 <= int(words) <= len(buttons):
        return chat.tap(buttons[int(words) - 1].payload)
    return chat.say(words)


def _show(turn: Turn) -> None:
    for text in turn.texts:
        print(text)
    for number, button in enumerate(turn.buttons, 1):
        print(f"  {number}  {button.title}")
