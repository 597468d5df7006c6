"""Why somebody of the utility may not do what they wanted.

StaffError
├── NotSignedIn      no session, an ended one, or one that was idle too long
├── WrongPassword    no such login, a wrong password, or a login that is switched off
├── NotAllowed       the role or the division does not permit it
├── Forged           a request that did not come from our own page
├── WeakPassword     too short, or the login itself
├── LoginTaken       somebody has this login already, or this subject
├── NoWayIn          a member who could sign in neither by password nor by service
├── UnknownMember    no member of staff has this number
└── OpenIdError      signing in at the utility's service (openid/errors.py)
"""

from bot.errors import GatewayError


class StaffError(GatewayError):
    """Anything that keeps staff from doing something."""


class NotSignedIn(StaffError):
    """There is no session that counts."""


class WrongPassword(StaffError):
    """Which of login and password is wrong is never said."""


class NotAllowed(StaffError):
    """Signed in, and not permitted."""


class Forged(StaffError):
    """The request lacks the token that only our own pages know."""


class WeakPassword(StaffError):
    """A password that would be guessed."""


class LoginTaken(StaffError):
    """Two people cannot share a login: nobody could tell who did what."""


class NoWayIn(StaffError):
    """Without a password and a subject nobody could ever sign in."""


class UnknownMember(StaffError):
    """No member of staff has this number."""
