"""Starts the parts of the product together, keeps them running and ends them together."""

from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
