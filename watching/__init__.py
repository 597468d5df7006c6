"""How the running parts are watched: log lines, traces, metrics.

Plumbing that every part may import and that imports none of them; in Rasa's environment it runs
on Python 3.10.
"""
