"""The simulation keeps the laws of queues, so its machines can be believed."""

import itertools
import json
import math
import random
from pathlib import Path

import pytest

from benchmarks.simulation import arrivals, service
from benchmarks.simulation.assumptions import as_text, given
from benchmarks.simulation.machine import Caller, Machine, Outcome, Visit
from benchmarks.simulation.service import Service
from benchmarks.simulation.sizing import Hardware, Load, borne_by_one, on_one, size
from benchmarks.simulation.stores import Asked
from benchmarks.simulation.walls import walls

ROUTE = [Visit("gateway", 0.004, 0.002), Visit("rasa", 0.006), Visit("gateway", 0.004, 0.002)]
HARDWARE = Hardware(cores=2, processes=2, think_seconds=15, wait_p95_seconds=2, seed=7)
STORM = Load(arrivals.storm(60, 0.33), {2: 0.8, 11: 0.2})


def steadily(rate: float, people: int, seed: int = 3) -> list[Caller]:
    """People who come independently of each other, `rate` a second, and say one thing each."""
    generator = random.Random(seed)
    gaps = (generator.expovariate(rate) for _ in range(people))
    return [Caller(at, 1) for at in itertools.accumulate(gaps)]


def served(
    callers: list[Caller], route: list[Visit], *, processes: int = 2, cores: int = 2, seed: int = 5
) -> Outcome:
    machine = Machine(route, processes=processes, cores=cores, think_seconds=1, seed=seed)
    return machine.serve(callers)


def test_the_same_seed_gives_the_same_outcome_and_another_one_another() -> None:
    """Whoever doubts a figure can have it again."""
    callers = steadily(50, 500)
    assert served(callers, ROUTE) == served(callers, ROUTE)
    assert served(callers, ROUTE) != served(callers, ROUTE, seed=6)


def test_turns_present_are_arrivals_times_waiting() -> None:
    """Little's law: L = λ W, where L is integrated over time and W is noted turn by turn."""
    outcome = served(steadily(60, 5_000), ROUTE)
    rate = len(outcome.waits) / outcome.seconds
    mean = sum(outcome.waits) / len(outcome.waits)
    assert outcome.turns_present == pytest.approx(rate * mean, rel=1e-6)


def test_one_server_waits_as_the_theory_of_queues_says() -> None:
    """M/M/1 at 60 % load: a turn takes 1 / (μ - λ) on average."""
    outcome = served(steadily(60, 60_000), [Visit("rasa", 0.01)], processes=1, cores=1)
    mean = sum(outcome.waits) / len(outcome.waits)
    assert mean == pytest.approx(1 / (100 - 60), rel=0.1)
    assert outcome.utilisation == pytest.approx(0.6, rel=0.05)


@pytest.mark.parametrize("rate", [5, 60, 120, 500])
def test_cores_are_never_busier_than_there_is_time(rate: float) -> None:
    """Utilisation stays at or below one, also when far more comes than can be served."""
    outcome = served(steadily(rate, 3_000), ROUTE)
    assert 0 < outcome.utilisation <= 1
    assert all(seconds <= outcome.seconds * 2 for seconds in outcome.busy.values())


def test_nobody_is_lost_and_everybody_says_everything() -> None:
    """Each thing that somebody wanted to say becomes one turn."""
    callers = arrivals.callers(300, STORM.curve, STORM.turns, random.Random(1))
    outcome = served(callers, ROUTE)
    assert len(outcome.waits) == sum(caller.turns for caller in callers)
    assert len(outcome.begins) == len(outcome.waits)


def test_a_turn_alone_waits_for_nobody() -> None:
    """Without others a turn takes its computing and its waiting for the store, no more."""
    outcome = served([Caller(0.0, 1)], ROUTE)
    assert outcome.waits == [pytest.approx(sum(outcome.busy.values()) + 0.004)]


@pytest.mark.parametrize("people", [200, 800, 3_200])
def test_on_more_machines_nobody_waits_longer(people: int) -> None:
    """Half of the people on a machine wait no longer than all of them would."""
    waits = [on_one(people // machines, STORM, ROUTE, HARDWARE) for machines in (1, 2, 4)]
    slowest, middle, fastest = (outcome.wait_at(0.95) for outcome in waits)
    # Five milliseconds are chance: other people come at other moments.
    assert middle <= slowest + 0.005
    assert fastest <= middle + 0.005


def test_more_cores_or_processes_serve_no_slower() -> None:
    """One core more, or one process of each part more, does not lengthen the waits."""
    callers = steadily(110, 4_000)
    narrow = served(callers, ROUTE, cores=1, processes=1)
    assert served(callers, ROUTE, cores=2, processes=1).wait_at(0.95) <= narrow.wait_at(0.95)
    assert served(callers, ROUTE, cores=2, processes=2).wait_at(0.95) <= narrow.wait_at(0.95)


def test_so_many_machines_are_enough_and_fewer_are_not() -> None:
    """The size that is found keeps the wait; a machine with a tenth more people does not."""
    borne = borne_by_one(STORM, ROUTE, HARDWARE, enough=100_000)
    found = size(borne * 10, borne, STORM, ROUTE, HARDWARE)
    assert found.machines == 10
    assert found.p95_seconds <= HARDWARE.wait_p95_seconds
    overfull = on_one(math.ceil(borne * 1.1), STORM, ROUTE, HARDWARE)
    assert overfull.wait_at(0.95) > HARDWARE.wait_p95_seconds


def test_after_a_storm_all_come_within_its_time_and_most_before_the_middle() -> None:
    """The curve rises for a third of the time and falls for the rest."""
    times = [one.at for one in arrivals.callers(2_000, STORM.curve, {1: 1}, random.Random(2))]
    assert times == sorted(times)
    assert times[0] >= 0
    assert times[-1] <= 60
    assert sum(at < 30 for at in times) > len(times) / 2


def test_the_first_wall_is_the_one_that_the_fewest_turns_reach() -> None:
    """Walls are in order of the turns a second at which they stand."""
    asked = Asked(
        commits=4,
        wal_kib=8,
        postgresql_seconds=0.008,
        redis_operations=8,
        turns_per_second=30,
        processor_seconds=0.01,
    )
    found = walls(asked, given())
    assert [wall.name for wall in found] == ["postgresql_cores", "postgresql_commits", "redis"]
    assert [wall.turns_per_second for wall in found] == [2_000, 2_500, 12_500]


def test_every_assumption_is_printed_with_its_reason() -> None:
    """Nothing is taken for granted silently."""
    text = as_text()
    assert all(f"{name}: {value}" in text for name, value in given().items())
    assert "()" not in text


def test_service_times_are_those_measured_last(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A turn's way takes as long as the parts took in the last measurement, all visits together."""
    parts = {"gateway": 12.0, "rasa": 6.0, "actions": 2.0, "backend": 1.0}
    figures = {f"cpu_ms_per_turn_{part}": cost for part, cost in parts.items()}
    measured = tmp_path / "turns.json"
    measured.write_text(json.dumps({"figures": {**figures, "turns_of_fault": 2.0}}))
    monkeypatch.setattr(service, "TURNS", measured)
    found = service.last_measured()
    route = found.route(store_seconds=0.01)
    assert sum(visit.seconds for visit in route) == pytest.approx(0.021)
    assert sum(visit.store_seconds for visit in route) == pytest.approx(0.01)
    assert found.conversation_lengths({"fault": 1.0}) == {2: 1.0}


def test_without_a_measurement_it_says_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Typed-in service times are never used in its place."""
    monkeypatch.setattr(service, "TURNS", tmp_path / "turns.json")
    with pytest.raises(service.NotMeasured, match="make bench ONLY=turns"):
        service.last_measured()


def test_a_turn_that_costs_more_in_all_costs_each_part_more_in_proportion() -> None:
    """The parts' shares and the errands' lengths stay."""
    cheap = Service(seconds={"gateway": 0.002, "rasa": 0.001}, turns={"fault": 2})
    dear = cheap.costing(0.006)
    assert dear.seconds == pytest.approx({"gateway": 0.004, "rasa": 0.002})
    assert dear.turns == cheap.turns
