"""Brings what people sent to its ticket at the utility, also hours later and after a crash."""

import asyncio
import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from backend_client import BackendClient, BackendError, BackendRefused, NotAllowed
from backend_client.models import AttachmentRequest
from bot.attachments import records
from bot.attachments.files import Files
from bot.attachments.tables import TO_BRING, Attachment
from bot.channels.backoff import backoff
from bot.conversations.bell import Bell, rung
from bot.store.database import Database

log = logging.getLogger(__name__)

LOOK_AGAIN_SECONDS = 5.0
FIRST_PAUSE_SECONDS = 2.0
LONGEST_PAUSE_SECONDS = 600.0
#: How long a process may take for one; then another one may try, which is harmless. What a
#: process that died was carrying waits no longer than this.
MINE_FOR = timedelta(seconds=40)


class Porter:
    """Carries files one by one. A repeated delivery is harmless: the file's id is its key."""

    def __init__(
        self,
        database: Database,
        files: Files,
        backend: BackendClient,
        bell: Bell,
        clock: Callable[[], datetime],
    ) -> None:
        self._database = database
        self._files = files
        self._backend = backend
        self._bell = bell
        self._clock = clock

    async def carry(self) -> None:
        """Run until cancelled."""
        with self._bell.listen(TO_BRING) as ringing:
            while True:
                try:
                    for attachment in await records.due(self._database, self._clock()):
                        await self._carry(attachment)
                except Exception:
                    log.exception("attachments cannot be brought")
                await rung(ringing, LOOK_AGAIN_SECONDS)

    async def _carry(self, attachment: Attachment) -> None:
        until = self._clock() + MINE_FOR
        if not await records.claim(self._database, attachment, until):
            return
        try:
            await self._bring(attachment)
        except (BackendRefused, FileNotFoundError) as refusal:
            if isinstance(refusal, NotAllowed):  # our key is wrong: no fault of the file
                await self._later(attachment, refusal)
                return
            log.error("attachment %s has no place: %s", attachment.id, refusal)
            await records.settle(self._database, attachment.id, "returned")
        except BackendError as away:
            await self._later(attachment, away)
        else:
            await records.settle(self._database, attachment.id, "brought")

    async def _bring(self, attachment: Attachment) -> None:
        content = await asyncio.to_thread(self._files.read, attachment.id)
        request = AttachmentRequest(
            sort=attachment.sort,
            mime_type=str(attachment.mime_type),
            file_name=attachment.file_name,
            sha256=attachment.sha256,
        )
        number = str(attachment.ticket_number)
        await self._backend.attach(number, request, content, attachment.id)

    async def _later(self, attachment: Attachment, trouble: Exception) -> None:
        log.warning("attachment %s waits: %r", attachment.id, trouble)
        pause = backoff(attachment.tries + 1, FIRST_PAUSE_SECONDS, LONGEST_PAUSE_SECONDS)
        await records.put_off(self._database, attachment.id, self._clock() + pause)
