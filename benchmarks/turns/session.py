"""One long session: does a turn stay as cheap as it was at the beginning?"""

from benchmarks.turns.load import Side
from benchmarks.turns.metering import processor_seconds
from benchmarks.turns.people import Person, scripts


def late_over_early(side: Side, people: list[Person], turns: int) -> float:
    """Processor time of the last turns over that of the first ones, all parts together.

    The people ask again and again how their complaint stands, in every variety, turn by turn
    next to each other. Both windows hold each question and each answer once; the very first
    turns, which open the session, belong to none.
    """
    talks = [side.open() for _ in people]
    said = [_cycle(person) for person in people]
    spent = [_spent(side)]
    try:
        for turn in range(turns):
            for talk, words in zip(talks, said, strict=True):
                talk.say(words[turn % len(words)])
            spent.append(_spent(side))
    finally:
        for talk in talks:
            talk.close()
    window = len(said[0])
    early = spent[2 + window] - spent[2]
    return (spent[-1] - spent[-1 - window]) / early


def _cycle(person: Person) -> list[str]:
    asking = [script.opening for script in scripts() if script.errand == "status"]
    return [words for question in asking for words in (question, person.names["ticket"])]


def _spent(side: Side) -> float:
    return sum(processor_seconds(side.pids()).values())
