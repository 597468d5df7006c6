"""Why somebody could not sign in at the utility's service.

OpenIdError
├── ServiceAway      it does not answer, or not as the protocol says
├── NotProven        its answer does not prove who this is, now, to us
│   └── UnknownKey   signed with a key that it has not shown us yet
├── AttemptGone      begun too long ago, in another browser, or finished already
└── NoMember         proven, and nobody who works here
"""

from bot.staff.errors import StaffError


class OpenIdError(StaffError):
    """Anything that keeps somebody from signing in at the utility's service."""


class ServiceAway(OpenIdError):
    """The service cannot be reached or answers nonsense; later it may work."""


class NotProven(OpenIdError):
    """A signature, an audience, a nonce or a time that is not as it must be, or a refusal."""


class UnknownKey(NotProven):
    """Signed with a key that we have not read: the service may have changed its keys."""


class AttemptGone(OpenIdError):
    """The answer belongs to no attempt that is open in this browser."""


class NoMember(OpenIdError):
    """No member of staff has this subject, or a member who is switched off."""
