"""HTTP/1.1 between the house's own processes, over connections that are kept.

A general client spends most of a call on what these calls never have: redirects, cookies,
proxies, compression. Here a call is its bytes, written once, and httptools' parser (that of
uvicorn and Sanic) for the answer. In Rasa's environment it runs on Python 3.10.
"""

from wire.calls import Wire
from wire.errors import NoReply
from wire.reply import Reply

__all__ = ["NoReply", "Reply", "Wire"]
