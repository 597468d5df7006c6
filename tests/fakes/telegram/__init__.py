"""Telegram's Bot API as a bot sees it on the wire, with people who write, tap, send and block.

`api` is Telegram's side over HTTP, `feed` how updates reach the bot (asked for or brought),
`limits` what Telegram refuses, `files` what people upload, `people` what they do.
"""

from tests.fakes.telegram.answers import refusal
from tests.fakes.telegram.api import LOST_ANSWER, FakeTelegram, Sent
from tests.fakes.telegram.names import SECRET, TOKEN

__all__ = ["LOST_ANSWER", "SECRET", "TOKEN", "FakeTelegram", "Sent", "refusal"]
