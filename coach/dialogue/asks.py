"""What is said about the talk itself, sentence by sentence: a request, a correction, a complaint.

People tell about their work, and in between they ask for words, correct the page, or say that
they said so already. Such a sentence isn't for the record, and it is answered. A linear
classifier over the sentence's embedding and hashed words decides; `coach.evaluation.train_asks`
makes it. A cheap first look at the words keeps most sentences from being embedded.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from coach.dialogue.clauses import Clause
from coach.dialogue.state import Language

MODEL = Path(__file__).with_name("asks.npz")
HASHED = 1 << 13
WORDS = re.compile(r"[^\W_]+(?:'[^\W_]+)?|[?!:]")
TELLING = "telling"
WORTH_A_LOOK = 0.1  # share of the first look from which a sentence is embedded
SURELY = 0.5  # probability from which a sentence counts as about the talk
CLEARLY = 0.2  # probability a kind needs to be acted on
UNCLEAR = 0.6  # and from which a sentence is about the talk though it isn't clear what it asks
LIKELY = 0.4  # the same, just after a summary or the page
MOST_LOOKED_AT = 6  # sentences of one turn, the last ones first
MOST_WORDS = 40


class Embedder(Protocol):
    """What this needs of an embedder: unit vectors (n, 384) for n texts."""

    def queries(self, texts: Sequence[str]) -> NDArray[np.float32]: ...


@dataclass(frozen=True)
class Ask:
    """A sentence about the talk: its number in the turn, what kind it is, and how sure (0 to 1)."""

    sentence: int
    kind: str
    text: str
    sure: float


@dataclass(frozen=True)
class Coefficients:
    """The shipped classifier: k kinds, dense (k, 384), hashed (k, HASHED), and the first look (HASHED,)."""

    kinds: tuple[str, ...]
    mean: NDArray[np.float32]
    dense: NDArray[np.float32]
    hashed: NDArray[np.float32]
    bias: NDArray[np.float32]
    look: NDArray[np.float32]
    look_bias: float


@cache
def coefficients() -> Coefficients:
    """Load the shipped classifier."""
    with np.load(MODEL, allow_pickle=False) as data:
        return Coefficients(
            tuple(str(kind) for kind in data["kinds"]),
            data["mean"].astype(np.float32), data["dense"].astype(np.float32),
            data["hashed"].astype(np.float32), data["bias"].astype(np.float32),
            data["look"].astype(np.float32), float(data["look_bias"]),
        )  # fmt: skip


def feature_ids(text: str, language: Language) -> NDArray[np.int64]:
    """Return the sorted, distinct indices (0 ≤ i < HASHED) of a sentence's words."""
    words = WORDS.findall(text.lower().replace("’", "'"))
    names = [f"w:{w}" for w in words] + [f"b:{a}_{b}" for a, b in pairwise(words)]
    names += [f"f:{'_'.join(words[:1])}", f"f2:{'_'.join(words[:2])}", f"l:{'_'.join(words[-1:])}"]
    names += [f"n:{min(len(words), 16) // 4}", f"lang:{language}"]
    return np.unique(np.array([zlib.crc32(n.encode()) % HASHED for n in names], dtype=np.int64))


def asks_in(
    parts: Sequence[Clause], text: str, language: Language, embedder: Embedder,
    vector: NDArray[np.float32] | None = None, reviewing: bool = False,
) -> tuple[Ask, ...]:  # fmt: skip
    """Return the sentences of a turn that are about the talk, in order.

    `vector` is the turn's own; `reviewing`: a summary or the page was shown, which people speak of.
    """
    model = coefficients()
    told = sentences_of(parts, text)
    looked = {number: feature_ids(said, language) for number, said in told.items()}
    worth = [
        n
        for n, on in looked.items()
        if _share(model.look[on].sum() / np.sqrt(len(on)) + model.look_bias) >= WORTH_A_LOOK
    ]
    worth = worth[-MOST_LOOKED_AT:]
    if not worth:
        return ()
    if vector is not None and len(told) == 1:
        vectors = vector[None, :]
    else:
        vectors = embedder.queries([" ".join(told[n].split()[:MOST_WORDS]) for n in worth])
    found = []
    for number, seen in zip(worth, vectors, strict=True):
        on = looked[number]
        scores = (
            model.dense @ (seen - model.mean)
            + model.hashed[:, on].sum(axis=1) / np.sqrt(len(on))
            + model.bias
        )
        shares = np.exp(scores - scores.max())
        shares /= shares.sum()
        about = 1 - float(shares[model.kinds.index(TELLING)])
        order = [int(k) for k in np.argsort(-shares) if model.kinds[int(k)] != TELLING]
        if about < (LIKELY if reviewing else SURELY):
            continue
        top = float(shares[order[0]])
        if top >= CLEARLY and top >= 1 - about:
            found.append(Ask(number, model.kinds[order[0]], told[number], about))
        elif about >= UNCLEAR:
            found.append(Ask(number, "thinking", told[number], about))
    return tuple(found)


def sentences_of(parts: Sequence[Clause], text: str) -> dict[int, str]:
    """Return the sentences of a turn by number, each with the mark it ends in."""
    told: dict[int, str] = {}
    for number in dict.fromkeys(c.sentence for c in parts):
        inside = [c for c in parts if c.sentence == number]
        end = inside[-1].end
        mark = re.match(r"[\"'’”)]*[.!?…]+", text[end:])
        told[number] = text[inside[0].start : end + (mark.end() if mark else 0)].strip()
    return told


def _share(score: float) -> float:
    return float(1 / (1 + np.exp(-score)))
