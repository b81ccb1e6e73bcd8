"""Shipped vectors: used when text and embedder are the same, harmless when they can't be read."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from coach.content import content_folder
from coach.knowledge.embedder import BundledEmbedder, Vectors
from coach.knowledge.entries import Entry, entries_of
from coach.knowledge.library import Library, load_library
from coach.knowledge.vectors import key, load_shipped, ship_vectors, vectors_of

SHIP = "run `python -m coach.knowledge.ship` and commit coach/knowledge/vectors.npz"
EVERY = 100  # one in so many is embedded afresh: all of them would take minutes


class Refuses:
    """An embedder that must not be asked."""

    name = "refuses"

    def queries(self, texts: Sequence[str]) -> Vectors:
        raise AssertionError(f"asked for {texts}")

    passages = queries


def test_shipped_vectors_are_the_fresh_ones_to_three_digits(
    library: Library, embedder: BundledEmbedder, tmp_path: Path
) -> None:
    entries = entries_of(library)
    assert ship_vectors(entries, embedder, tmp_path / "v.npz") == (len(entries), len(entries))
    shipped = vectors_of(entries, embedder, load_shipped(tmp_path / "v.npz"))
    assert np.einsum("ij,ij->i", shipped, vectors_of(entries, embedder, {})).min() > 0.999


def test_shipping_again_embeds_nothing_and_gives_the_same_file(
    library: Library, embedder: BundledEmbedder, tmp_path: Path
) -> None:
    entries = entries_of(library)
    ship_vectors(entries, embedder, tmp_path / "v.npz")
    before = (tmp_path / "v.npz").read_bytes()
    assert ship_vectors(entries[::-1], embedder, tmp_path / "v.npz") == (len(entries), 0)
    assert (tmp_path / "v.npz").read_bytes() == before


def test_a_shipped_vector_spares_the_embedder(library: Library) -> None:
    entry = entries_of(library)[0]
    vector = np.eye(1, 384, dtype=np.float32)[0]
    found = vectors_of([entry], Refuses(), {key("refuses", entry): vector})
    assert np.array_equal(found, [vector])


def test_another_text_role_or_embedder_has_another_key() -> None:
    text, other = Entry("1", "text"), Entry("1", "text.")
    asked = Entry("1", "text", as_query=True)
    assert len({key("a", text), key("b", text), key("a", other), key("a", asked)}) == 4


def test_questions_are_embedded_as_questions(embedder: BundledEmbedder) -> None:
    entries = [Entry("1", "wat is het weer", as_query=True), Entry("2", "wat is het weer")]
    found = vectors_of(entries, embedder, {})
    assert np.array_equal(found[0], embedder.queries(["wat is het weer"])[0])
    assert np.array_equal(found[1], embedder.passages(["wat is het weer"])[0])


@pytest.mark.parametrize("content", [b"", b"not a zip", b"PK\x03\x04 cut off"])
def test_a_damaged_file_gives_no_vectors(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "v.npz").write_bytes(content)
    assert load_shipped(tmp_path / "v.npz") == {}
    assert load_shipped(tmp_path / "missing.npz") == {}


def test_the_shipped_vectors_are_those_of_the_shipped_library(embedder: BundledEmbedder) -> None:
    entries = entries_of(load_library(content_folder("knowledge")))
    shipped = load_shipped()
    wanted = {key(embedder.name, entry) for entry in entries}
    assert wanted == set(shipped), f"Passages changed since their vectors were shipped: {SHIP}"
    some = entries[::EVERY]
    fresh = vectors_of(some, embedder, {})
    near = np.einsum("ij,ij->i", vectors_of(some, embedder, shipped), fresh)
    assert near.min() > 0.999, f"Shipped vectors differ from fresh ones: {SHIP}"
