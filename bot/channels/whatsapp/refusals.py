"""Meta's error codes, turned into what is to be done.

Source: Meta's page on Cloud API error codes. Decided by the code, as titles change.
"""

from bot.channels.whatsapp.errors import (
    AccountTrouble,
    NotSent,
    Refused,
    SlowDown,
    TryLater,
    Unsure,
    WindowClosed,
)

TOO_MUCH = {4, 80007, 130429, 131057}  # calls, account, number; maintenance
PASSING = {1, 2, 131000, 131016, 131056}  # 131056: too many to this person
WINDOW_CLOSED = {131047}
# Sign-in and permissions, a ban, a lock, payment, the number's registration.
ACCOUNT = {0, 3, 10, 190, 368, 131005, 131031, 131042, 131045, 133010, *range(200, 300)}
WRONG_NUMBER_ID = (100, 33)  # "object does not exist": our number's id, not the person's


def refusal(status: int, code: int | None, subcode: int | None = None) -> NotSent:
    """What an HTTP status with Meta's code means; without a code nobody knows who answered."""
    if code is None:
        return _without_code(status)
    if code in TOO_MUCH:
        return SlowDown(code)
    if code in PASSING:
        return TryLater(code)
    if code in WINDOW_CLOSED:
        return WindowClosed(code)
    if code in ACCOUNT or (code, subcode) == WRONG_NUMBER_ID:
        return AccountTrouble(code)
    return TryLater(code) if status >= 500 else Refused(code)


def _without_code(status: int) -> NotSent:
    if status == 429:
        return SlowDown()
    if status >= 500 or status < 400:
        # A proxy gave up waiting, or an answer that is none: the letter may be on its way.
        return Unsure()
    return AccountTrouble()
