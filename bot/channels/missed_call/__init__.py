"""Missed calls: a call that costs nothing becomes one request to be called back, and one SMS."""
