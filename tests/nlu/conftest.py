"""The language model's pure text modules run under the root's Python, too."""

import sys
from pathlib import Path

NLU = Path(__file__).parents[2] / "nlu"

# `components` and `evaluation` are found as Rasa finds them: with nlu/ on the path.
sys.path.insert(0, str(NLU))
