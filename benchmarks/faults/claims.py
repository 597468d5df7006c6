"""Counts what came of a run: in the gateway's outbox, on the wire, and at the backend."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Any

import httpx
from sqlalchemy import select

from benchmarks.faults.people import TICKET, Person
from bot.channels.whatsapp.receipts import MARK
from bot.channels.whatsapp.tables import Arrival, Identity, Letter
from bot.store.database import Database
from bot.store.tables import Entry, Inbound
from launch.stack import Stack

ASK_SECONDS = 30.0
Figures = dict[str, float]


async def outbox_figures(database: Database, sent: set[str]) -> Figures:
    """`answered`, `lost`, `doubled` of the messages `sent` (Meta's ids), and `out_of_order`."""
    async with database.session() as session:
        arrivals = {f"wa:{one.id}": one.wamid for one in await session.scalars(select(Arrival))}
        heard = list(await session.scalars(select(Inbound).order_by(Inbound.id)))
        said = select(Entry).where(Entry.kind == "answer").order_by(Entry.id)
        answers: dict[int, list[Entry]] = defaultdict(list)
        for entry in await session.scalars(said):
            answers[entry.answers or 0].append(entry)
    answered = Counter(
        arrivals[one.message_id]
        for one in heard  # on WhatsApp; whoever writes in the web chat counts their own
        if one.message_id in arrivals and one.status == "answered" and answers[one.id]
    )
    in_order: dict[str, list[int]] = defaultdict(list)
    for one in heard:
        in_order[one.conversation_id] += [entry.id for entry in answers[one.id]]
    # One answer is stored in one moment; two moments are two answers.
    twice = sum(len({entry.at for entry in of_one}) > 1 for of_one in answers.values())
    return {
        "answered": len(sent & answered.keys()),
        "lost": len(sent - answered.keys()),
        "doubled": twice + sum(count - 1 for count in answered.values()),
        "out_of_order": sum(map(_disorder, in_order.values())),
    }


async def wire_figures(
    database: Database, letters: Sequence[dict[str, Any]], people: Iterable[Person]
) -> Figures:
    """`letters` as they reached people: `letters_doubled`, `letters_out_of_order`,
    `wrong_person` (somebody else's letter, number or ticket)."""
    owners = {ticket: one.phone for one in people for ticket in one.tickets}
    mobiles = {one.mobile for one in people}
    async with database.session() as session:
        written = {f"{MARK}{one.id}": one for one in await session.scalars(select(Letter))}
        names = {one.name: one.conversation_id for one in await session.scalars(select(Identity))}
    order: dict[str, list[int]] = defaultdict(list)
    wrong = 0
    for letter in letters:
        origin = written[letter["mark"]]
        order[letter["to"]].append(origin.first_entry * 1000 + origin.part)
        others = [owners.get(one, letter["to"]) for one in TICKET.findall(letter["text"])]
        named = {one for one in mobiles if one in letter["text"]} - {letter["to"][2:]}
        strangers = any(one != letter["to"] for one in others) or bool(named)
        wrong += strangers or names.get(letter["to"]) != origin.conversation_id
    return {
        "letters": len(letters),
        "letters_doubled": len(letters) - len({one["mark"] for one in letters}),
        "letters_out_of_order": sum(map(_disorder, order.values())),
        "wrong_person": wrong,
    }


async def ticket_figures(stack: Stack, people: Iterable[Person], complaints: int) -> Figures:
    """`tickets` at the backend, and how many complaints have none, more than one, or one that
    was reported more than once (`tickets_wrong`)."""
    found = wrong = 0
    headers = {"Authorization": f"Bearer {stack.api_key}"}
    async with httpx.AsyncClient(
        base_url=stack.backend_url, headers=headers, timeout=ASK_SECONDS, trust_env=False
    ) as client:
        for person in people:
            asked = await client.get("/api/v1/tickets", params={"mobile_number": person.mobile})
            tickets = asked.raise_for_status().json()
            found += len(tickets)
            again = sum(ticket["reports"] > 1 for ticket in tickets)
            told = {ticket["number"] for ticket in tickets} ^ set(person.tickets)
            wrong += abs(complaints - len(tickets)) + again + bool(told)
    return {"tickets": found, "tickets_wrong": wrong}


def _disorder(numbers: Sequence[int]) -> int:
    return sum(later < earlier for earlier, later in pairwise(numbers))
