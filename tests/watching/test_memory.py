"""What was loaded at the start is no work for the garbage collector."""

import gc

from watching import memory


def test_the_collector_looks_only_at_what_came_after_the_start() -> None:
    loaded = [[] for _ in range(10)]  # type: list[list[object]]
    try:
        memory.settle()
        later: list[object] = []
        looked_at = {id(one) for one in gc.get_objects()}
        assert id(later) in looked_at
        assert not looked_at & {id(one) for one in loaded}
    finally:
        gc.unfreeze()
