"""The gateway: every channel becomes one conversation, answered through Rasa."""
