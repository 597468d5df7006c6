"""What can go wrong while turns are measured.

LaunchError
├── ConversationStuck   a conversation did not come to its end, or not as both sides must
└── StockNotReady       stock Rasa, or what it needs, did not come up
"""

from launch.errors import LaunchError


class ConversationStuck(LaunchError):
    """A conversation did not come to its end, so there is nothing worth measuring."""


class StockNotReady(LaunchError):
    """Stock Rasa or its action server did not answer in time."""
