"""The action server: each consumer's errand, led to a record in the utility's backend."""
