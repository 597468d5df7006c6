"""The questions an errand can ask: how an answer is read, and what is said when it is off."""
