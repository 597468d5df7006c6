"""The console in front of a crowd."""
