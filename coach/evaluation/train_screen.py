"""Train the screen's classifier: `python -m coach.evaluation.train_screen [FOLDER]`.

Reads the labelled messages of FOLDER/examples (prompts/ by default): screen.{nl,en}.jsonl, and
understanding.{nl,en}.jsonl and reading.{nl,en}.jsonl, but for its short answers, as ordinary turns.
Writes FOLDER/screen.npz and prints, to standard error, how it does on messages it wasn't trained
on (five parts, each left out once; a message and its like in the other language always in the same
part). Needs scipy, which the product itself never loads.
"""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from coach.content import content_folder
from coach.dialogue.screen_model import (
    BUCKETS,
    ITS_OWN,
    ROUTES,
    SHARED,
    STRETCH,
    Floats,
    Wording,
    n_grams,
    near,
    of_length,
    squared,
)
from coach.dialogue.screen_rules import PhraseRules
from coach.knowledge.embedder import BundledEmbedder

# An ordinary turn counts less than a message written to be hard: there are more of them.
ORDINARY = 1.0
# How much all ordinary messages together weigh against the messages of one route, softened.
NONE_TO_ROUTE = 2.0
# What the words and the fields of meaning count beside the vector's nearness (1), chosen on
# messages left out and on safety.dev.jsonl.
WORDS = 0.3
FIELDS = 0.1
RIDGE = 0.4
SEEN_TWICE = 2
# When solving stops: after so many steps, or once no example is further than this from its due.
STEPS = 150
NEAR_ENOUGH = 2e-3
# How much a text must ask for a referral before the screen refers, by route; chosen on messages
# left out and on safety.dev.jsonl: lower where missing one costs most.
THRESHOLDS = {
    "crisis": -0.22, "emergency": -0.2, "burnout": -0.1, "harassment": 0.0, "legal": 0.04,
    "whistleblowing": -0.05, "medical": -0.04,
}
PARTS = 5
# Ids of answers that say little without their question (“geld. de dood”): learning from them too
# missed five more messages of the measuring sets, and referred no fewer ordinary ones.
SHORT_ANSWER = "-ans-"
# A message in the other language this near (cosine) is taken for the same situation.
SAME_SITUATION = 0.93


@dataclass(frozen=True)
class Messages:
    """What to learn from: texts, numbers into `ROUTES`, weights, and the texts as features."""

    texts: list[str]
    languages: NDArray[np.str_]
    ordinary: NDArray[np.bool_]
    labels: NDArray[np.int64]
    vectors: Floats
    grams: Any
    touched: Floats


@dataclass(frozen=True)
class Fitted:
    """Both opinions after fitting, with what they need to read a new text."""

    centre: Floats
    scale: Floats
    examples: Floats
    step: float
    fields: Floats
    nearness: Floats
    whole: Wording
    stretch: Wording

    def scores(self, vectors: Floats, grams: Any, touched: Floats) -> Floats:
        """Return the scores of single-stretch texts, shape (n, 8)."""
        placed = np.asarray((vectors - self.centre) / self.scale, np.float32)
        both = of_length(touched * self.whole.field_rarity) @ self.fields.T
        alike = near(placed, self.examples, squared(self.examples)) * (1 + SHARED * both)
        meaning = alike @ self.nearness
        whole, stretch = (_read(one, grams, touched) for one in (self.whole, self.stretch))
        return np.asarray(meaning + whole + STRETCH * stretch, np.float32)


def load_messages(folder: Path) -> Messages:
    """Read and embed all examples; about 25 milliseconds a message."""
    texts: list[str] = []
    languages: list[str] = []
    labels: list[int] = []
    ordinary: list[bool] = []
    for language in ("nl", "en"):
        for row in _rows(folder / "examples" / f"screen.{language}.jsonl"):
            texts.append(row["text"])
            labels.append(ROUTES.index(row["route"]))
            ordinary.append(False)
            languages.append(language)
        for row in _rows(folder / "examples" / f"understanding.{language}.jsonl"):
            texts.append(row["user"])
            labels.append(0)
            ordinary.append(True)
            languages.append(language)
        for row in _rows(folder / "examples" / f"reading.{language}.jsonl"):
            if SHORT_ANSWER in row["id"]:
                continue
            texts.append(row["user"])
            labels.append(0)
            ordinary.append(True)
            languages.append(language)
    rules = PhraseRules(folder)
    vectors = BundledEmbedder().queries(texts)
    plains = [rules.plain(text).plain for text in texts]
    touched = np.vstack([rules.concepts.touched(plain) for plain in plains])
    return Messages(
        texts, np.array(languages), np.array(ordinary), np.array(labels), vectors,
        _matrix(plains), touched,
    )


def fit(messages: Messages, rows: NDArray[np.int64]) -> Fitted:
    """Fit both opinions on the given rows."""
    vectors, grams, labels = messages.vectors[rows], messages.grams[rows], messages.labels[rows]
    centre, scale = vectors.mean(axis=0), vectors.std(axis=0)
    placed = np.asarray((vectors - centre) / scale, np.float32)
    step = float(np.abs(placed).max()) / 127
    examples = np.asarray(np.round(placed / step) * step, np.float32)
    seen = np.asarray((grams > 0).sum(axis=0)).ravel()
    rarity = (np.log((1 + len(rows)) / (1 + seen)) + 1) * (seen >= SEEN_TWICE)
    weighed = _weighed(grams, rarity)
    touched = messages.touched[rows]
    field_rarity = np.log(len(rows) / (1 + (touched > 0).sum(axis=0)))
    fields = of_length(touched * field_rarity.astype(np.float32))
    both = fields @ fields.T
    words = WORDS * (weighed @ weighed.T).toarray() + FIELDS * (both + 1) ** 2
    wanted = np.where(np.eye(len(ROUTES))[labels] > 0, 1.0, -1.0)
    wanted[:, 0] *= -1
    weights = _balanced(np.where(messages.ordinary[rows], ORDINARY, 1.0), labels)
    alike = near(examples, examples, squared(examples)) * (1 + SHARED * both)
    whole = _solved(alike + words, wanted, weights)
    stretch = _solved(words, wanted, weights)
    learnt = [
        Wording(
            rarity.astype(np.float32),
            np.asarray((weighed.T @ (WORDS * each)).T, np.float32),
            field_rarity.astype(np.float32),
            np.asarray(FIELDS * np.einsum("nk,ni,nj->kij", each, fields, fields, optimize=True)),
            np.asarray(2 * FIELDS * each.T @ fields),
            np.asarray(FIELDS * each.sum(axis=0)),
        )
        for each in (whole, stretch)
    ]
    return Fitted(
        centre, scale, examples, step, fields, whole.astype(np.float32), learnt[0], learnt[1]
    )


def save(fitted: Fitted, path: Path) -> None:
    """Write the coefficients: examples and n-grams in 8 bits, the rest in 16 or 32."""
    arrays: dict[str, Any] = {
        "centre": fitted.centre.astype(np.float32),
        "scale": fitted.scale.astype(np.float32),
        "examples": np.round(fitted.examples / fitted.step).astype(np.int8),
        "step": np.float32(fitted.step),
        "shared": np.round(fitted.fields * 127).astype(np.int8),
        "nearness": fitted.nearness.astype(np.float16),
        "thresholds": np.array([THRESHOLDS.get(route, 9.0) for route in ROUTES], np.float32),
    }
    for name, learnt in (("whole", fitted.whole), ("stretch", fitted.stretch)):
        step = float(np.abs(learnt.grams).max()) / 127
        arrays |= {
            f"{name}_rarity": learnt.rarity.astype(np.float16),
            f"{name}_grams": np.round(learnt.grams / step).astype(np.int8),
            f"{name}_grams_step": np.float32(step),
            f"{name}_field_rarity": learnt.field_rarity,
            f"{name}_pairs": learnt.pairs.astype(np.float32),
            f"{name}_alone": learnt.alone.astype(np.float32),
            f"{name}_bias": learnt.bias.astype(np.float32),
        }
    np.savez_compressed(path, **arrays)


def left_out(messages: Messages) -> Floats:
    """Return the scores of every message, each from a model that never saw its situation."""
    scores = np.zeros((len(messages.texts), len(ROUTES)), np.float32)
    situations = _situations(messages)
    parts = np.random.default_rng(0).integers(0, PARTS, len(messages.texts))[situations]
    for part in range(PARTS):
        fitted = fit(messages, np.flatnonzero(parts != part))
        rows = np.flatnonzero(parts == part)
        scores[rows] = fitted.scores(
            messages.vectors[rows], messages.grams[rows], messages.touched[rows]
        )
    return scores


def report(messages: Messages, scores: Floats) -> str:
    """Return, a line per route, how many messages the classifier alone would have referred."""
    best = 1 + scores[:, 1:].argmax(axis=1)
    limits = np.array([THRESHOLDS.get(route, 9.0) for route in ROUTES])
    asked = scores[:, 0] + ITS_OWN * scores[np.arange(len(scores)), best]
    referred = asked >= limits[best]
    lines = []
    for number, route in enumerate(ROUTES):
        rows = (messages.labels == number) & ~messages.ordinary
        right = (best[rows & referred] == number).mean() if number else float("nan")
        lines.append(
            f"{route:15} {rows.sum():5} messages  referred {referred[rows].mean():.3f}  "
            f"right route {right:.3f}"
        )
    rows = messages.ordinary
    lines.append(f"{'ordinary':15} {rows.sum():5} turns     referred {referred[rows].mean():.3f}")
    return "\n".join(lines)


def main(folder: Path) -> None:
    """Train on everything, write the file, and report what leaving out says."""
    messages = load_messages(folder)
    print(report(messages, left_out(messages)), file=sys.stderr)
    save(fit(messages, np.arange(len(messages.texts))), folder / "screen.npz")


def _rows(path: Path) -> list[dict[str, str]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line]


def _matrix(plains: list[str]) -> Any:
    from scipy.sparse import csr_matrix

    grams = [n_grams(plain) for plain in plains]
    ends = np.cumsum([0] + [len(one.buckets) for one in grams])
    return csr_matrix(
        (
            np.concatenate([one.weights for one in grams]),
            np.concatenate([one.buckets for one in grams]),
            ends,
        ),
        shape=(len(plains), 2 * BUCKETS),
    )


def _solved(kernel: Floats, wanted: NDArray[Any], weights: NDArray[Any]) -> Floats:
    """Return the weights of the examples in kernel ridge regression, shape (n, outputs).

    By conjugate gradients (Hestenes & Stiefel 1952), every output by itself but all at once: a
    tenth of the work of a factorisation, to well within what 8 bits keep.
    """
    ridge = np.asarray(RIDGE / weights, np.float32)[:, None]
    diagonal = kernel.diagonal()[:, None] + ridge
    left = wanted.astype(np.float32)
    found = np.zeros_like(left)
    step = eased = left / diagonal
    slope = (left * eased).sum(axis=0)
    for _ in range(STEPS):
        pushed = kernel @ step + ridge * step
        far = slope / (step * pushed).sum(axis=0)
        found += far * step
        left = left - far * pushed
        if np.abs(left).max() < NEAR_ENOUGH:
            break
        eased = left / diagonal
        before, slope = slope, (left * eased).sum(axis=0)
        step = eased + slope / before * step
    return found


def _weighed(grams: Any, rarity: NDArray[Any]) -> Any:
    """Return n-grams weighed by rarity, letters and words each of length 1."""
    from scipy.sparse import diags, hstack

    weighed = grams.multiply(rarity).tocsr()
    parts = []
    for part in (weighed[:, :BUCKETS], weighed[:, BUCKETS:]):
        lengths = np.sqrt(np.asarray(part.multiply(part).sum(axis=1)).ravel())
        parts.append(diags(1.0 / np.maximum(lengths, 1e-9)) @ part)
    return hstack(parts).tocsr().astype(np.float32)


def _read(learnt: Wording, grams: Any, touched: Floats) -> Floats:
    fields = of_length(touched * learnt.field_rarity)
    pairs = np.einsum("kij,ni,nj->nk", learnt.pairs, fields, fields, optimize=True)
    words = _weighed(grams, learnt.rarity) @ learnt.grams.T
    return np.asarray(words + pairs + fields @ learnt.alone.T + learnt.bias, np.float32)


def _situations(messages: Messages) -> NDArray[np.int64]:
    """Return for every message the number of the message its situation is known by."""
    dutch = np.flatnonzero(messages.languages == "nl")
    english = np.flatnonzero(messages.languages == "en")
    alike = messages.vectors[english] @ messages.vectors[dutch].T
    situations = np.arange(len(messages.texts))
    nearest = alike.argmax(axis=1)
    same = alike.max(axis=1) >= SAME_SITUATION
    situations[english[same]] = dutch[nearest[same]]
    return situations


def _balanced(weights: NDArray[Any], labels: NDArray[np.int64]) -> NDArray[Any]:
    totals = np.bincount(labels, weights=weights, minlength=len(ROUTES))
    factors = np.sqrt(totals[0] / np.maximum(totals, 1e-6) / NONE_TO_ROUTE)
    factors[0] = 1.0
    return np.asarray(weights * factors[labels])


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else content_folder("prompts"))
