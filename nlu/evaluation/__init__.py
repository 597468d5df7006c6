"""Measuring the language model on labelled lines."""
