"""People of the utility in a chat: who waits, who has it, what they say, how it goes back."""
