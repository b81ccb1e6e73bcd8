"""Another embedder by name or folder, through sentence-transformers (an extra; needs torch)."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from coach.errors import IndexUnavailable, SettingsError
from coach.knowledge.embedder import ONE_AT_A_TIME, Vectors, let_threads_rest

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

# The E5 models publish no prompts of their own (Wang et al. 2024, arXiv:2402.05672); those that
# follow instructions want another form, which their own settings hold.
_E5 = re.compile(r"(?:^|[/_-])e5(?!.*instruct)", re.I)
_E5_PROMPTS = {"query": "query: ", "document": "passage: "}


class SentenceTransformerEmbedder:
    """Any model of sentence-transformers. Importing and loading it takes some five seconds.

    `model` is a folder with weights, or a name that sentence-transformers finds in its cache or
    fetches from its hub. What a model wants before its texts comes from the model's own settings.
    """

    def __init__(self, model: str) -> None:
        self._which = str(Path(model).expanduser()) if Path(model).expanduser().is_dir() else model
        self._model: SentenceTransformer | None = None
        self._name = ""

    @property
    def name(self) -> str:
        """The model, its runtime, and a digest of its weights and settings: loads the model."""
        if not self._name:
            from importlib.metadata import version

            model = self._loaded()
            runtime = f"sentence-transformers-{version('sentence-transformers')}"
            self._name = f"{Path(self._which).name}/{runtime}/{_digest(model)}"
        return self._name

    def queries(self, texts: Sequence[str]) -> Vectors:
        """Embed what people ask; raise `SettingsError` when the model can't load."""
        return self._embed(texts, "query")

    def passages(self, texts: Sequence[str]) -> Vectors:
        """Embed what may be found; raise `SettingsError` when the model can't load."""
        return self._embed(texts, "document")

    def _embed(self, texts: Sequence[str], role: str) -> Vectors:
        model = self._loaded()
        if not texts:
            return np.empty((0, model.get_embedding_dimension() or 0), dtype=np.float32)
        encode = model.encode_query if role == "query" else model.encode_document
        clean = [text.encode("utf-8", "replace").decode("utf-8") for text in texts]
        try:
            with ONE_AT_A_TIME:
                found = encode(clean, normalize_embeddings=True, show_progress_bar=False)
        except (RuntimeError, MemoryError) as error:
            raise IndexUnavailable(
                f"The model {self._which} can't embed this ({error}). Your talks are kept. "
                "Unset COACH_EMBEDDINGS to use the bundled one."
            ) from error
        return np.asarray(found, dtype=np.float32)

    def _loaded(self) -> SentenceTransformer:
        with ONE_AT_A_TIME:
            if self._model is None:
                self._model = self._load()
            return self._model

    def _load(self) -> SentenceTransformer:
        let_threads_rest()
        os.environ.setdefault("HF_HUB_DISABLE_TELEMETRY", "1")
        try:
            from sentence_transformers import SentenceTransformer
            from transformers.utils.logging import disable_progress_bar
        except ImportError as error:
            raise SettingsError(
                "COACH_EMBEDDINGS asks for sentence-transformers, which isn't installed. Nothing "
                "was started. Install stille-balans[sentence-transformers], or unset it."
            ) from error
        disable_progress_bar()
        try:
            model = SentenceTransformer(self._which)
        except (OSError, ValueError, RuntimeError) as error:
            reason = str(error).strip().split("\n")[0].rstrip(".")
            raise SettingsError(
                f"COACH_EMBEDDINGS names {self._which}, which can't be loaded ({reason}). Nothing "
                "was started. Name a folder with a model of sentence-transformers, or unset it."
            ) from error
        if not any(model.prompts.values()) and _E5.search(self._which):
            model.prompts.update(_E5_PROMPTS)
        return model


def _digest(model: SentenceTransformer) -> str:
    """Return 12 hex digits that change when the model's vectors would."""
    found = hashlib.sha256(f"{model}\0{sorted(model.prompts.items())}\0".encode())
    for name, values in sorted(model.state_dict().items()):
        found.update(f"{name}\0{values.dtype}\0".encode())
        found.update(values.detach().cpu().float().numpy().tobytes())
    return found.hexdigest()[:12]
