"""The line of those who write to SQLite, or wait for Rasa: so many at a time, in order, the
hurried first."""

import asyncio

from bot.line import Line


class Writers:
    """Tasks that take their turn and note the order."""

    def __init__(self, places: int = 1) -> None:
        self.line = Line(places)
        self.order: list[str] = []
        self.at_once = 0
        self.most_at_once = 0

    async def write(self, name: str, *, hurried: bool = False) -> None:
        """Take one turn, with a pause in it in which others could come."""
        async with self.line.turn(hurried=hurried):
            self.at_once += 1
            self.most_at_once = max(self.most_at_once, self.at_once)
            await asyncio.sleep(0)
            self.order.append(name)
            self.at_once -= 1


async def test_one_writes_at_a_time_and_each_in_the_order_of_coming() -> None:
    """Nobody is forgotten, nobody overtakes."""
    writers = Writers()
    names = [str(number) for number in range(20)]
    await asyncio.gather(*map(writers.write, names))
    assert writers.order == names
    assert writers.most_at_once == 1


async def test_as_many_as_there_are_places_are_served_at_once() -> None:
    """And no more, however often places are given back."""
    writers = Writers(places=3)
    names = [str(number) for number in range(20)]
    await asyncio.gather(*map(writers.write, names))
    assert writers.order == names
    assert writers.most_at_once == 3


async def test_who_is_in_a_hurry_goes_before_those_who_wait() -> None:
    """Whoever writes at that moment is not interrupted."""
    writers = Writers()
    written = asyncio.Event()

    async def write_slowly() -> None:
        async with writers.line.turn(hurried=False):
            await written.wait()
            writers.order.append("slow")

    tasks = [asyncio.create_task(write_slowly())]
    tasks += [asyncio.create_task(writers.write(name)) for name in ("a", "b")]
    tasks.append(asyncio.create_task(writers.write("now", hurried=True)))
    await asyncio.sleep(0)
    written.set()
    await asyncio.gather(*tasks)
    assert writers.order == ["slow", "now", "a", "b"]


async def test_who_gives_up_waiting_holds_nobody_up() -> None:
    """Before their turn comes, and in the very moment in which it comes."""
    writers = Writers()
    tasks = [asyncio.create_task(writers.write(name)) for name in ("a", "b", "c", "d")]
    await asyncio.sleep(0)
    tasks[2].cancel()
    async with asyncio.timeout(5):
        await tasks[0]
        tasks[1].cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
    assert writers.order == ["a", "d"]


async def test_an_error_in_a_turn_passes_it_on() -> None:
    """The line goes on."""
    line = Line()

    async def fail() -> None:
        async with line.turn(hurried=False):
            await asyncio.sleep(0)
            raise ValueError

    writers = Writers()
    writers.line = line
    failed, written = await asyncio.gather(fail(), writers.write("a"), return_exceptions=True)
    assert isinstance(failed, ValueError)
    assert written is None
    assert writers.order == ["a"]
