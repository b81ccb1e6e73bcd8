"""LangChain's side of search: a provider's embeddings for us, our embedder and library for others.

The guided path doesn't import this module; LangChain loads with it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document
from langchain_core.embeddings import Embeddings
from langchain_core.retrievers import BaseRetriever
from pydantic import ConfigDict, Field

from coach.dialogue.state import Audience, Language, Phase
from coach.errors import IndexUnavailable, SettingsError
from coach.knowledge.embedder import BundledEmbedder, Embedder, Vectors
from coach.knowledge.passages import plain
from coach.knowledge.search import Search


class ProviderEmbedder:
    """An embedder that LangChain makes from `provider:model`; its `name` is just that.

    What it embeds goes to that provider.
    """

    def __init__(self, model: str) -> None:
        """Make it; raise `SettingsError` for an unknown provider or one that isn't installed."""
        from langchain.embeddings import init_embeddings

        self.name = model
        try:
            self._embeddings = init_embeddings(model)
        except (ValueError, ImportError) as error:
            reason = str(error).strip().split("\n")[0].rstrip(".")
            raise SettingsError(
                f"COACH_EMBEDDINGS={model} can't be used ({reason}). Nothing was started. "
                "Set it to bundled, sentence-transformers:NAME_OR_FOLDER or a provider:model "
                "of LangChain's, or unset it."
            ) from error

    def queries(self, texts: Sequence[str]) -> Vectors:
        """Embed what people ask; raise `IndexUnavailable` when the provider fails."""
        return self._asked(lambda: [self._embeddings.embed_query(text) for text in texts])

    def passages(self, texts: Sequence[str]) -> Vectors:
        """Embed what may be found; raise `IndexUnavailable` when the provider fails."""
        return self._asked(lambda: self._embeddings.embed_documents(list(texts)))

    def _asked(self, ask: Any) -> Vectors:
        try:
            rows = np.array(ask(), dtype=np.float32)
        except Exception as error:
            raise IndexUnavailable(
                f"The embeddings of {self.name} don't answer ({type(error).__name__}). Your talks "
                "are kept. Try again later, or unset COACH_EMBEDDINGS to use the bundled ones."
            ) from error
        lengths = np.linalg.norm(rows, axis=-1, keepdims=True)
        unit: Vectors = rows / np.maximum(lengths, 1e-12)
        return unit


class LibraryEmbeddings(Embeddings):
    """One of our embedders as LangChain's `Embeddings`: the bundled one, unless told otherwise."""

    def __init__(self, embedder: Embedder | None = None) -> None:
        self._embedder = embedder or BundledEmbedder()

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """Return a unit vector for each passage; raise `IndexUnavailable`."""
        found: list[list[float]] = self._embedder.passages(texts).tolist()
        return found

    def embed_query(self, text: str) -> list[float]:
        """Return a unit vector for what somebody asks; raise `IndexUnavailable`."""
        found: list[float] = self._embedder.queries([text])[0].tolist()
        return found


class LibraryRetriever(BaseRetriever):
    """The library's search as LangChain's retriever; `k` sections, fewer when there are fewer.

    A document holds a section's text; its metadata name the place, the score and the quote. What
    the library doesn't answer gives no documents.
    """

    model_config = ConfigDict(arbitrary_types_allowed=True)

    search: Search
    k: int = Field(default=10, ge=1)
    language: Language | None = None
    phase: Phase | None = None
    audience: Audience | None = None

    def _get_relevant_documents(
        self, query: str, *, run_manager: CallbackManagerForRetrieverRun, k: int | None = None
    ) -> list[Document]:
        result = self.search.search(
            query, self.language, k or self.k, self.phase, audience=self.audience
        )
        return [
            Document(
                plain(section.text),
                id=f"{hit.document}.{hit.language}.{hit.section}",
                metadata={
                    "document": hit.document,
                    "section": hit.section,
                    "language": hit.language,
                    "heading": section.heading_path,
                    "score": hit.score,
                    "quote": hit.quote,
                },
            )
            for hit in (result.hits if result.answerable else ())
            if (section := self.search.passage(hit.document, hit.section, hit.language))
        ]
