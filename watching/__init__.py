"""What all running parts have in common: log lines, traces, metrics, tokens among themselves.

Plumbing that every part may import and that imports none of them; in Rasa's environment it runs
on Python 3.10.
"""
