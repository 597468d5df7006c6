"""What may still be said when a person has not written for 24 hours.

In this order: an approved template of the key, an SMS if one is approved for it and the number
is known, and else nothing until they write. Only single bubbles go this way, as notices are;
an answer of several was asked for, and waits for whoever asked.
"""

import logging
from collections.abc import Callable
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.channels.sms import queue
from bot.channels.sms.templates import template_for
from bot.channels.whatsapp import letters
from bot.channels.whatsapp.rendering import Content
from bot.channels.whatsapp.sending import Outcome, Sending
from bot.channels.whatsapp.templates import Template, Templates
from bot.channels.whatsapp.waiting import Answer
from bot.errors import NoSms
from bot.people.numbers import mobile_of
from bot.people.proofs import proved
from bot.store.database import Database
from bot.wording import Wording

log = logging.getLogger(__name__)


class Outside:
    """Brings what can be brought outside the 24 hours."""

    def __init__(
        self,
        database: Database,
        wording: Wording,
        templates: Templates,
        sending: Sending,
        clock: Callable[[], datetime],
    ) -> None:
        self._database = database
        self._wording = wording
        self._templates = templates
        self._sending = sending
        self._clock = clock

    async def bring(self, answer: Answer) -> Outcome:
        """WENT, WAITS, or REFUSED: it is held until the person has written."""
        if len(answer.replies) == 1:
            outcome = await self._by_template(answer)
            if outcome is not Outcome.REFUSED:
                return outcome
            if await self._by_sms(answer):
                return Outcome.WENT
        await letters.hold(self._database, answer, self._clock())
        return Outcome.REFUSED

    async def _by_template(self, answer: Answer) -> Outcome:
        before = answer.letters.get(0)
        if before and before.template and before.status == "held":
            return Outcome.REFUSED  # by Meta, at an earlier try
        template = self._templates.find(answer.spoken[0].say, answer.replies[0].language)
        content = self._filled(template, answer) if template else None
        if template is None or content is None:
            return Outcome.REFUSED
        outcome = await self._sending.send(answer, 0, content, template=template.name)
        if outcome is Outcome.WENT:
            await letters.brought(self._database, answer, self._clock())
        return outcome

    def _filled(self, template: Template, answer: Answer) -> Content | None:
        bubble, reply = answer.spoken[0], answer.replies[0]
        try:
            values = {
                name: self._wording.shown(value, reply.language)
                for name, value in bubble.args.items()
            }
            return template.filled(values, reply.buttons)
        except (LookupError, ValueError) as error:
            log.error("template %s cannot be filled for %s: %s", template.name, bubble.say, error)
            return None

    async def _by_sms(self, answer: Answer) -> bool:
        bubble, language = answer.spoken[0], answer.replies[0].language
        number = await self._number_of(answer) if template_for(bubble.say, language) else None
        if number is None:
            return False
        now = self._clock()

        async def put(session: AsyncSession) -> int:
            return await queue.put(
                session,
                number,
                bubble.say,
                language,
                bubble.args,
                now,
                conversation_id=answer.conversation_id,
            )

        try:
            await letters.texted(self._database, answer, now, put)
        except NoSms as error:
            log.error("no SMS instead of a letter: %s", error)
            return False
        return True

    async def _number_of(self, answer: Answer) -> str | None:
        """The number that they write from, else one that they have shown to be theirs."""
        here = mobile_of(answer.address)
        others = [] if here else await proved(self._database, answer.conversation_id, self._clock())
        return here or next(iter(others), None)
