"""What can go wrong in the gateway, in words of the trade.

GatewayError
├── UnacceptableMessage          the sender must change something
│   ├── EmptyMessage
│   ├── MessageTooLong
│   ├── AttachmentTooLarge
│   ├── AttachmentNotTaken       no kind of file that a crew can look at or hear
│   └── PayloadNotOffered
├── UnknownConversation
├── NotTheirConversation         no token or a wrong one
├── TooFast                      try again after `retry_after` seconds
├── TurnFailed                   the message stays unanswered and is tried again
│   ├── RasaUnreachable
│   ├── RasaBusy
│   ├── RasaGarbled              an answer that is none, or no turn record in it
│   └── MediaAway                what a message bears cannot be fetched now
├── MediaGone                    what a message bears can never be fetched again
├── NotUnderstood                nobody could write down now what is said in a voice note
├── NoSms                        no SMS is configured, or no approved words for it
├── NotTheUtilitys               a notice without the utility's signature, or of another time
├── FieldKeysWrong               FIELD_KEYS is not what personal fields were stored with
└── BadCatalogue                 a translation that cannot be used; found at start
"""


class GatewayError(Exception):
    """Anything that the gateway itself reports."""


class UnacceptableMessage(GatewayError):
    """The message cannot be taken as it is."""


class EmptyMessage(UnacceptableMessage):
    """Nothing is left of the text once blanks and control characters are gone."""


class MessageTooLong(UnacceptableMessage):
    """More characters than the contract allows."""


class AttachmentTooLarge(UnacceptableMessage):
    """More bytes than a file of its sort may have; `endless`: so many that nobody waits for
    their end."""

    def __init__(self, *, endless: bool = False) -> None:
        super().__init__("endless" if endless else "too many bytes")
        self.endless = endless


class AttachmentNotTaken(UnacceptableMessage):
    """No photo, film, PDF or voice note, whatever it calls itself."""


class PayloadNotOffered(UnacceptableMessage):
    """A button's payload that this conversation was never given."""


class UnknownConversation(GatewayError):
    """No conversation has this id."""


class NotTheirConversation(GatewayError):
    """The caller cannot show that the conversation is theirs."""


class TooFast(GatewayError):
    """More messages or conversations than a person makes."""

    def __init__(self, retry_after: int) -> None:
        super().__init__(f"try again after {retry_after} s")
        self.retry_after = retry_after


class TurnFailed(GatewayError):
    """A message could not be answered now."""


class RasaUnreachable(TurnFailed):
    """Rasa did not take the message or did not answer in time."""


class RasaBusy(TurnFailed):
    """So many messages are before this one that its turn did not come in time."""


class RasaGarbled(TurnFailed):
    """Rasa answered something that is not a finished turn."""


class MediaAway(TurnFailed):
    """A channel does not give out now what a person sent; asked later, it may."""


class MediaGone(GatewayError):
    """What a person sent cannot be had any more: expired, deleted, never there."""


class NoSms(GatewayError):
    """This cannot be said by SMS: none is configured, or no approved template says it."""


class NotUnderstood(GatewayError):
    """The service that writes down speech did not answer, or answered no words."""


class NotTheUtilitys(GatewayError):
    """A notice that the utility did not sign, or not now."""


class FieldKeysWrong(GatewayError):
    """FIELD_KEYS is absent, or none of its keys opens what is stored; found at start."""


class BadCatalogue(GatewayError):
    """A catalogue is absent or lacks what the gateway itself must be able to say."""
