"""Whole conversations through the product and, in the same run, through stock Rasa.

`TURNS_SIDES=ours` leaves stock out: quick, and without what compares.
"""

import tempfile
from pathlib import Path

from benchmarks.result import Result
from benchmarks.settings import Settings
from benchmarks.turns import people
from benchmarks.turns.measured import Measured, measured, p95
from benchmarks.turns.ours import Ours
from benchmarks.turns.session import late_over_early
from benchmarks.turns.stock import Stock

#: Of our side a turn is so short that fewer would measure the moment.
ROUNDS = 6
AT_ONCE = 4
#: More than all rounds on one side need.
PEOPLE = 500
SESSIONS, SESSION_TURNS = 6, 500
#: Stock's session is shorter, for each of its turns costs more than the one before.
STOCK_SESSION_TURNS = 100


def measure() -> Result:
    """Start each side by itself, let the same people talk to it, and compare.

    Ratios, ours over stock's: `turns_per_cpu_second_vs_stock` (processor time of all parts of
    each side), `conversations_per_cpu_second_vs_stock`, `p95_vs_stock` (waiting at as many turns
    a second as stock can answer at all), `startup_vs_stock` and `memory_vs_stock` (our whole
    product over stock's Rasa alone), and within ours `turn_500_vs_turn_5` (processor time).
    Figures: all of them for both sides, stock's with `stock_` before. Raises LaunchError.
    """
    with tempfile.TemporaryDirectory(prefix="bench-turns-") as name:
        folder = Path(name)
        sample = people.sample(folder / "sample.json", PEOPLE)
        if Settings().turns_sides == "ours":
            with Ours(folder / "ours", sample) as ours:
                return Result("turns", figures=measured(ours, rounds=ROUNDS, at_once=0).figures())
        print("  stock Rasa: setting up, training (kept for the next time), talking", flush=True)
        with Stock(folder / "stock", sample) as stock:
            theirs = measured(stock, rounds=ROUNDS, at_once=AT_ONCE)
            print(theirs.in_short("stock Rasa"), flush=True)
            aged = late_over_early(stock, _asking(1), STOCK_SESSION_TURNS)
        with Ours(folder / "ours", sample) as ours:
            pace = theirs.loaded_turns_per_second
            own = measured(ours, rounds=ROUNDS, at_once=AT_ONCE, pace=pace)
            print(own.in_short("our product"), flush=True)
            session = late_over_early(ours, _asking(SESSIONS), SESSION_TURNS)
    return Result(
        "turns",
        ratios={**_ratios(own, theirs), "turn_500_vs_turn_5": session},
        figures={
            **own.figures(),
            **theirs.figures("stock_"),
            "stock_turn_100_vs_turn_5": aged,
        },
    )


def _asking(count: int) -> list[people.Person]:
    """The last of the people, whom no round has heard of."""
    script = people.scripts()[0]
    return [people.Person(script, PEOPLE - 1 - number) for number in range(count)]


def _ratios(ours: Measured, stock: Measured) -> dict[str, float]:
    turns = ours.turns_per_cpu_second / stock.turns_per_cpu_second
    # The same conversations may take a different number of turns.
    shorter = (stock.turns / stock.conversations) / (ours.turns / ours.conversations)
    return {
        "turns_per_cpu_second_vs_stock": turns,
        "conversations_per_cpu_second_vs_stock": turns * shorter,
        "p95_vs_stock": p95(ours.loaded) / p95(stock.loaded),
        "startup_vs_stock": ours.start_seconds / stock.start_seconds,
        "memory_vs_stock": ours.pss / stock.mib["rasa"]["pss"],
    }
