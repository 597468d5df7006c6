"""What can go wrong on the wire: one thing, for whoever calls can only try again or give up."""


class NoReply(Exception):
    """No connection, a lost one, no answer in time, or something that is not HTTP."""
