"""What a city, a discom and a state take: machines, PostgreSQL writes, Redis operations.

What a turn costs us and asks of PostgreSQL and Redis is measured here with one process of each
part and with two, as a machine has them. How the parts share it, and how many turns an errand
takes, `make bench ONLY=turns` measured.
"""

from collections.abc import Iterable, Iterator, Mapping
from itertools import product
from typing import Any

from benchmarks.result import Result
from benchmarks.simulation import arrivals
from benchmarks.simulation.assumptions import as_text, given
from benchmarks.simulation.service import Service, last_measured
from benchmarks.simulation.sizing import Hardware, Load, Size, borne_by_one, size
from benchmarks.simulation.stores import Asked, asked
from benchmarks.simulation.walls import Wall, walls

SEED = 1_912
MINUTE = 60


def measure() -> Result:
    """Simulate each load for each number of consumers, and print a table and the assumptions.

    Loads: `usual_day` and `worst_day`, the busiest hour of such a day of the pilot; `storm`, all
    of its worst day within a quarter of an hour; `everybody`, every consumer within a quarter of
    an hour. Figures for each (`storm_state_machines` and so on): people, machines, turns a second
    at the peak, PostgreSQL's writing transactions a second and cores, Redis operations a second,
    the wait of 95 in 100 in seconds. `wall_…`: turns a second at which something that all share
    ends, and the consumers whose storm brings that many. Ratios of two processes of
    each part over one: `throughput_two_vs_one`, and `cpu_per_turn_two_vs_one`, what a turn costs
    all our processes, which says on few cores whether more processes bear more. Raises
    LaunchError.
    """
    assumed, measured = given(), last_measured()
    print("  PostgreSQL and Redis: measuring with one process of each part, then two", flush=True)
    one, two = asked(1), asked(2)
    service = measured.costing(two.processor_seconds)
    sizes = dict(_sizes(assumed, service, one))
    limits = walls(one, assumed)
    borne = _borne(limits, sizes["storm", "state"], assumed["consumers"]["state"])
    print("\n".join([as_text(), _table(sizes, one), _walls(limits, borne)]), flush=True)
    return Result(
        "simulation",
        ratios={
            "throughput_two_vs_one": two.turns_per_second / one.turns_per_second,
            "cpu_per_turn_two_vs_one": two.processor_seconds / one.processor_seconds,
        },
        figures={
            **_asked(one),
            "cpu_ms_per_turn_with_one": one.processor_seconds * 1000,
            "cpu_ms_per_turn_with_two": two.processor_seconds * 1000,
            **{f"cpu_ms_per_turn_{part}": cost * 1000 for part, cost in service.seconds.items()},
            **_figures(sizes, one),
            **_wall_figures(limits),
            "wall_consumers_in_a_storm": borne,
        },
    )


def _sizes(
    assumed: Mapping[str, Any], service: Service, stores: Asked
) -> Iterator[tuple[tuple[str, str], Size]]:
    hardware = Hardware(
        cores=assumed["cores_per_machine"],
        processes=assumed["processes_per_machine"],
        think_seconds=assumed["think_seconds"],
        wait_p95_seconds=assumed["wait_p95_seconds"],
        seed=SEED,
    )
    route = service.route(stores.commits * assumed["store_seconds_per_commit"])
    areas: dict[str, int] = assumed["consumers"]
    for load, shares in _loads(assumed, service):
        enough = round(max(shares.values()) * max(areas.values()))
        borne = borne_by_one(load, route, hardware, enough)
        for (name, share), (area, consumers) in product(shares.items(), areas.items()):
            people = round(consumers * share)
            yield (name, area), size(people, borne, load, route, hardware)


def _loads(assumed: Mapping[str, Any], service: Service) -> list[tuple[Load, dict[str, float]]]:
    """Each load, with the share of the consumers who come, by name."""
    seconds = assumed["storm_minutes"] * MINUTE
    storm = arrivals.storm(seconds, assumed["storm_peak_share"])
    in_storm = service.conversation_lengths(assumed["storm_errands"])
    on_a_day = service.conversation_lengths(assumed["day_errands"])
    among, hour = assumed["complaints_of_consumers"], assumed["busiest_hour_share"]
    usual = assumed["complaints_half_year"] / assumed["days_half_year"] / among
    worst = assumed["complaints_worst_day"] / among
    return [
        (Load(arrivals.hour, on_a_day), {"usual_day": usual * hour, "worst_day": worst * hour}),
        (Load(storm, in_storm), {"storm": worst, "everybody": 1.0}),
    ]


def _asked(stores: Asked) -> dict[str, float]:
    return {
        "postgresql_writes_per_turn": stores.commits,
        "postgresql_wal_kib_per_turn": stores.wal_kib,
        "postgresql_cpu_ms_per_turn": stores.postgresql_seconds * 1000,
        "redis_operations_per_turn": stores.redis_operations,
    }


def _columns(found: Size, stores: Asked) -> dict[str, float]:
    rate = found.turns_per_second
    return {
        "people": found.people,
        "machines": found.machines,
        "turns_per_second": rate,
        "postgresql_writes_per_second": rate * stores.commits,
        "postgresql_cores": rate * stores.postgresql_seconds,
        "redis_operations_per_second": rate * stores.redis_operations,
        "p95_seconds": found.p95_seconds,
    }


def _figures(sizes: Mapping[tuple[str, str], Size], stores: Asked) -> dict[str, float]:
    return {
        f"{load}_{area}_{column}": value
        for (load, area), found in sizes.items()
        for column, value in _columns(found, stores).items()
    }


def _table(sizes: Mapping[tuple[str, str], Size], stores: Asked) -> str:
    rows = {key: _columns(found, stores) for key, found in sizes.items()}
    titles = [title.replace("_per_second", "/s") for title in next(iter(rows.values()))]
    widths = [max(len(title), len("1,000,000.0")) + 2 for title in titles]
    lines = (
        f"  {load + ', ' + area:<18}" + _cells([f"{value:,.1f}" for value in row.values()], widths)
        for (load, area), row in rows.items()
    )
    return "\n".join([f"  {'':<18}{_cells(titles, widths)}", *lines])


def _cells(cells: Iterable[str], widths: Iterable[int]) -> str:
    return "".join(f"{cell:>{width}}" for cell, width in zip(cells, widths, strict=True))


def _borne(limits: list[Wall], storm: Size, consumers: int) -> float:
    """The consumers whose storm brings just what the first wall lets through."""
    return consumers * limits[0].turns_per_second / storm.turns_per_second


def _walls(limits: list[Wall], borne: float) -> str:
    lines = (f"  {wall.name}: at {wall.turns_per_second:,.0f} turns a second" for wall in limits)
    return "\n".join(
        [
            "What all machines share ends, the first wall first:",
            *lines,
            f"  so one set of stores bears the storm of {borne:,.0f} consumers",
        ]
    )


def _wall_figures(limits: list[Wall]) -> dict[str, float]:
    return {f"wall_{wall.name}_turns_per_second": wall.turns_per_second for wall in limits}
