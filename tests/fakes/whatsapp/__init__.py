"""WhatsApp's Cloud API as a business sees it on the wire, with people who write, tap and wait.

`api` is Meta's side over HTTP, `limits` what Meta refuses, `templates` what it has approved,
`files` what people upload, `notices` what it tells the business, `people` what they do.
`python -m tests.fakes.phones` runs it as a process of its own, with a telephone to try.
"""

from tests.fakes.whatsapp.api import LOST_ANSWER, FakeWhatsApp, refusal
from tests.fakes.whatsapp.limits import fault_of
from tests.fakes.whatsapp.names import APP_SECRET, ASHA, NUMBER, RAVI, TOKEN, VERIFY_TOKEN
from tests.fakes.whatsapp.notices import deliveries, notice, signed
from tests.fakes.whatsapp.reading import Sent

__all__ = [
    "APP_SECRET",
    "ASHA",
    "LOST_ANSWER",
    "NUMBER",
    "RAVI",
    "TOKEN",
    "VERIFY_TOKEN",
    "FakeWhatsApp",
    "Sent",
    "deliveries",
    "fault_of",
    "notice",
    "refusal",
    "signed",
]
