"""How long back-offs are."""

from bot.channels.whatsapp.patience import MOST_TRIES, pause_after


def test_pauses_double_with_something_left_to_chance() -> None:
    """From the six seconds that WhatsApp wants between messages to a quarter of an hour."""
    pauses = [pause_after(tries).total_seconds() for tries in range(1, MOST_TRIES + 1)]

    assert 6 <= pauses[0] <= 9
    assert 12 <= pauses[1] <= 18
    assert all(900 <= pause <= 1350 for pause in pauses[8:])
    assert len({pause_after(1) for _ in range(20)}) > 1
