"""Measurements of the running product; each folder with a bench.py is one benchmark."""
