"""The reader's network: one small encoder that reads a turn whole, in answer to what was asked.

The lower half of multilingual-e5-small (6 layers, 384 wide, the pieces of Dutch and English), trained
further on the labelled turns of prompts/examples by `coach.evaluation.train_reader`. What was asked
goes in as pieces of its own behind the text. Over the states stand linear layers: which field every
clause fills, what every sentence says of the talk, which words name somebody, and where the stretch
begins and ends that is best given back. The layers are kept in eight bits, the pieces' vectors in four; reading needs numpy alone.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from coach.content import content_folder
from coach.dialogue.asked import Asked
from coach.dialogue.clauses import Clause
from coach.dialogue.once import kept_within_a_turn
from coach.dialogue.state import Language
from coach.errors import ContentError

Floats = NDArray[np.float32]
FILE = "reader.npz"
PREFIX = "query: "
BEGIN, END = 0, 2  # the pieces around a text
LONGEST = 240  # pieces read at once; a longer turn is read in stretches
MOST = 4_000  # characters of one stretch that are looked at
HEADS = 12
EPSILON = 1e-12
BLOCK = 32  # weights of four bits that share a scale
ASKED = ("phase", "field", "audience", "language", "mode")  # what is said of the question
MODES = ("question", "summary", "page", "words")  # what the coach had just given


@dataclass(frozen=True)
class Read:
    """What the network makes of one turn; probabilities from 0 to 1."""

    fields: Floats  # (clauses, labels)
    asks: Mapping[int, Floats]  # by the sentence's number: (kinds,)
    people: Floats  # (characters,): how likely the word there names somebody
    spans: NDArray[np.int64]  # (pieces, 2): which characters each piece stands for
    ends: Floats  # (pieces, 2): scores of where what is given back begins and ends

    def begin_and_end(self, places: Sequence[tuple[int, int]]) -> Floats:
        """Return for every word (from, to) how far beginning and ending there beats giving nothing back, (n, 2).

        What is given back from word i to word j scores the first of i and the second of j; above 0
        giving it back is likelier than giving nothing back.
        """
        told = np.full((len(places), 2), -np.inf, dtype=np.float32)
        for row, (start, end) in enumerate(places):
            over = (self.spans[:, 0] < end) & (self.spans[:, 1] > start) & (self.spans[:, 1] > self.spans[:, 0])
            if over.any():
                told[row] = self.ends[over].max(axis=0) - self.ends[0]
        return told


def read_turn(text: str, parts: tuple[Clause, ...], asked: Asked, language: Language) -> Read:
    """Return what `text`, cut into the clauses `parts`, says in answer to what was asked."""
    return _read(text, parts, (asked.phase, str(asked.field), asked.audience, language, mode_of(asked)))


@kept_within_a_turn
def _read(text: str, parts: tuple[Clause, ...], asked: tuple[str, ...]) -> Read:
    return network().read(text, parts, asked)


@cache
def network() -> ReaderNetwork:
    """Load the shipped network, some 65 MB; raises `ContentError` when its file can't be read."""
    path = content_folder("prompts") / FILE
    try:
        with np.load(path, allow_pickle=False) as file:
            return ReaderNetwork(dict(file))
    except (OSError, KeyError, ValueError) as error:
        raise ContentError(
            f"{path} can't be read: {error}. Nothing was changed. Install the package again."
        ) from error


class ReaderNetwork:
    """An encoder with its heads, as `train_reader` writes them; `held` are the arrays of the file."""

    def __init__(self, held: Mapping[str, NDArray[Any]]) -> None:
        self.labels, self.kinds = (_names(held, head) for head in ("fields", "asks"))
        self._asked = tuple({name: n for n, name in enumerate(_names(held, part))} for part in ASKED)
        self._pieces = Pieces(held)
        self._held = {
            name: array * held[f"{name}.scale"][:, None] if f"{name}.scale" in held else array.astype(np.float32)
            for name, array in held.items() if array.dtype in (np.int8, np.float16, np.float32)
        }  # fmt: skip
        self._layers = sum(name.endswith(".q.w") for name in held)

    def read(self, text: str, parts: Sequence[Clause], asked: Sequence[str]) -> Read:
        """Return what `text` says; `asked` are the values of `ASKED`, in that order."""
        fields = np.zeros((len(parts), len(self.labels)), dtype=np.float32)
        asks: dict[int, Floats] = {}
        people = np.zeros(len(text), dtype=np.float32)
        read_spans, ends = [], []
        behind = self._asked_of(asked)
        for first, last in self._stretches(text, parts):
            start = parts[first].start if first else 0
            end = parts[last].start if last < len(parts) else len(text)
            ids, spans = self._pieces.of(text[start:end])
            spans += start
            states = self._states(ids, behind)
            opens = states[0]
            for place in range(first, last):
                over = _mean(states, spans, parts[place].start, parts[place].end)
                fields[place] = _shares(self._linear("fields", np.concatenate([over, opens])))
            for number in dict.fromkeys(clause.sentence for clause in parts[first:last]):
                inside = [clause for clause in parts[first:last] if clause.sentence == number]
                over = _mean(states, spans, inside[0].start, inside[-1].end + 1)
                asks[number] = _shares(self._linear("asks", np.concatenate([over, opens])))
            for (a, b), share in zip(spans, _logistic(self._linear("people", states)[:, 0]), strict=True):
                people[max(a, 0) : max(b, 0)] = share
            read_spans.append(spans)
            ends.append(self._linear("echo", states))
        return Read(fields, asks, people, np.concatenate(read_spans), np.concatenate(ends))

    def _stretches(self, text: str, parts: Sequence[Clause]) -> list[tuple[int, int]]:
        """Return the clauses in stretches of `LONGEST` pieces, each as its first place and its end."""
        if len(text) <= LONGEST:  # no more pieces than characters
            return [(0, len(parts))]
        ends, size = [0], 0
        for place, clause in enumerate(parts):
            own = len(self._pieces.of(text[clause.start : clause.end])[0])
            size += own
            if size > LONGEST and place > ends[-1]:
                ends.append(place)
                size = own
        return list(zip(ends, [*ends[1:], len(parts)], strict=True))

    def _asked_of(self, asked: Sequence[str]) -> Floats:
        rows = zip(ASKED, self._asked, asked, strict=True)
        return np.stack([self._held[f"asked.{part}"][numbers[name]] for part, numbers, name in rows])

    def _linear(self, name: str, values: Floats) -> Floats:
        told: Floats = values @ self._held[f"{name}.w"].T + self._held[f"{name}.b"]
        return told

    def _normed(self, name: str, values: Floats) -> Floats:
        spread = values - values.mean(axis=-1, keepdims=True)
        spread /= np.sqrt((spread * spread).mean(axis=-1, keepdims=True) + EPSILON)
        told: Floats = spread * self._held[f"{name}.w"] + self._held[f"{name}.b"]
        return told

    def _states(self, ids: NDArray[np.int64], asked: Floats) -> Floats:
        """Return the state of every piece of the text, shape (pieces, width)."""
        values = self._normed("norm", self._pieces.vectors(ids) + self._held["places"][: len(ids)])
        values = np.concatenate([values, asked])
        wide = values.shape[1]
        for layer in range(self._layers):
            part = f"l{layer}"
            q, k, v = (
                self._linear(f"{part}.{name}", values).reshape(-1, HEADS, wide // HEADS).transpose(1, 0, 2)
                for name in "qkv"
            )  # fmt: skip
            met = _shares(q @ k.transpose(0, 2, 1) / np.float32(np.sqrt(wide // HEADS))) @ v
            met = met.transpose(1, 0, 2).reshape(-1, wide)
            values = self._normed(f"{part}.aln", values + self._linear(f"{part}.ao", met))
            inner = self._linear(f"{part}.fo", _gelu(self._linear(f"{part}.fi", values)))
            values = self._normed(f"{part}.oln", values + inner)
        return values[: len(ids)]


class Pieces:
    """The pieces a text is cut into (a unigram model, as the encoder's own), and their vectors."""

    def __init__(self, held: Mapping[str, NDArray[Any]]) -> None:
        from tokenizers import Regex, Tokenizer, models, normalizers, pre_tokenizers

        told = bytes(held["pieces"]).decode("utf-8").split("\n")
        scored = [(piece, float(score)) for piece, score in zip(told, held["scores"], strict=True)]
        self._cut = Tokenizer(models.Unigram(scored, unk_id=int(held["unknown"]), byte_fallback=False))
        spaces = normalizers.Replace(Regex(" {2,}"), " ")
        self._cut.normalizer = normalizers.Sequence([normalizers.NFKC(), spaces])
        self._cut.pre_tokenizer = pre_tokenizers.Metaspace(prepend_scheme="always")
        self._rows, self._scales = held["vectors"], held["vectors.scales"]

    def of(self, text: str) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Return the numbers of the pieces (n,), of a clause without end only the first, and which
        characters of `text` each stands for (n, 2)."""
        cut = self._cut.encode(PREFIX + text[:MOST].replace("\n", " "))
        ids = np.array([BEGIN, *cut.ids[:LONGEST], END], dtype=np.int64)
        spans = np.array([(0, 0), *cut.offsets[:LONGEST], (0, 0)], dtype=np.int64) - len(PREFIX)
        return ids, spans

    def vectors(self, ids: NDArray[np.int64]) -> Floats:
        """Return the vectors of these pieces, shape (n, width)."""
        rows = self._rows[ids].reshape(len(ids), -1, BLOCK // 2)
        steps = np.concatenate([rows & 15, rows >> 4], axis=2).astype(np.float32) - 8
        told: Floats = (steps * self._scales[ids].astype(np.float32)[:, :, None]).reshape(len(ids), -1)
        return told


def mode_of(asked: Asked) -> str:
    """Return what the coach had just given, one of `MODES`."""
    if asked.given_words:
        return "words"
    if asked.closed:
        return "page"
    return "summary" if asked.reviewing else "question"


def _names(held: Mapping[str, NDArray[Any]], part: str) -> tuple[str, ...]:
    return tuple(str(name) for name in held[f"names.{part}"])


def _mean(states: Floats, spans: NDArray[np.int64], start: int, end: int) -> Floats:
    """Return the mean state of the pieces that stand for characters from `start` to `end`."""
    over = (spans[:, 1] > spans[:, 0]) & (np.minimum(spans[:, 1], end) > np.maximum(spans[:, 0], start))
    told: Floats = states[over].mean(axis=0) if over.any() else states[-1]
    return told


def _shares(scores: Floats) -> Floats:
    """Return the softmax of the last axis."""
    raised = np.exp(scores - scores.max(axis=-1, keepdims=True))
    told: Floats = raised / raised.sum(axis=-1, keepdims=True)
    return told


def _logistic(scores: Floats) -> Floats:
    told: Floats = np.reciprocal(1 + np.exp(-scores))
    return told


def _gelu(values: Floats) -> Floats:
    """Return the Gaussian error linear unit, by its approximation with tanh (Hendrycks & Gimpel 2016, arXiv:1606.08415)."""
    told: Floats = 0.5 * values * (1 + np.tanh(0.7978846 * values * (1 + 0.044715 * values * values)))
    return told
