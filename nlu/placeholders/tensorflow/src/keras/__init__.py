"""Inert like its neighbour `tensorflow`: see the text there."""

from tensorflow import stand_in

stand_in(__name__)
