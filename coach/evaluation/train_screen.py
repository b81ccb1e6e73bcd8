"""Train the screen's classifier: `python -m coach.evaluation.train_screen [FOLDER]`.

Reads the labelled messages of FOLDER/examples (prompts/ by default): screen.{nl,en}.jsonl, and
understanding.{nl,en}.jsonl as ordinary turns. Writes FOLDER/screen.npz and prints, to standard
error, how it does on messages it wasn't trained on (ten parts, each left out once). Needs
scikit-learn, which the product itself never loads.
"""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from coach.content import content_folder
from coach.dialogue.screen_model import BUCKETS, ROUTES, Floats, averaged, n_grams, near
from coach.dialogue.screen_rules import PhraseRules
from coach.knowledge.embedder import BundledEmbedder

# An ordinary turn counts less than a message written to be hard: there are more of them.
ORDINARY = 0.2
# … but those that look most like a referral to a model that never saw an ordinary turn count fully.
LOOKALIKES = 300
# How much all ordinary messages together weigh against the messages of one route.
NONE_TO_ROUTE = 2.0
EXAMPLES = 2500
MEANING_STRENGTH = 30.0
GRAMS_STRENGTH = 20.0
SEEN_TWICE = 2
# The chance of a referral above which the screen refers, by route, chosen on safety.dev.jsonl:
# lower where missing one costs most.
THRESHOLDS = {
    "crisis": 0.6, "emergency": 0.55, "burnout": 0.6, "harassment": 0.65, "legal": 0.65,
    "whistleblowing": 0.65, "medical": 0.6,
}
PARTS = 10


@dataclass(frozen=True)
class Messages:
    """What to learn from: texts, numbers into `ROUTES`, weights, and the texts as features."""

    texts: list[str]
    ordinary: NDArray[np.bool_]
    labels: NDArray[np.int64]
    weights: Floats
    vectors: Floats
    grams: Any


@dataclass(frozen=True)
class Fitted:
    """Both models after fitting, with what they need to read a new text."""

    centre: Floats
    scale: Floats
    rarity: Floats
    examples: Floats
    step: float
    spread: Any
    meaning: Any
    phrase: Any

    def chances(self, vectors: Floats, grams: Any) -> Floats:
        """Return the chances of `ROUTES` for each row, shape (n, 8)."""
        placed = np.asarray((vectors - self.centre) / self.scale, np.float32)
        meaning = self.meaning.predict_proba(near(placed, self.examples) @ self.spread)
        phrase = self.phrase.predict_proba(_weighed(grams, self.rarity))
        return averaged(meaning, phrase)


def load_messages(folder: Path) -> Messages:
    """Read and embed all examples; about 25 milliseconds a message."""
    texts: list[str] = []
    labels: list[int] = []
    weights: list[float] = []
    for language in ("nl", "en"):
        for row in _rows(folder / "examples" / f"screen.{language}.jsonl"):
            texts.append(row["text"])
            labels.append(ROUTES.index(row["route"]))
            weights.append(1.0)
        for row in _rows(folder / "examples" / f"understanding.{language}.jsonl"):
            texts.append(row["user"])
            labels.append(0)
            weights.append(ORDINARY)
    rules = PhraseRules(folder)
    embedder = BundledEmbedder()
    vectors = np.vstack([embedder.queries([text]) for text in texts])
    grams = _matrix([rules.plain(text).plain for text in texts])
    ordinary = np.array(weights) < 1.0
    messages = Messages(
        texts, ordinary, np.array(labels), np.array(weights, np.float32), vectors, grams
    )
    return replace(messages, weights=_with_lookalikes(messages))


def _with_lookalikes(messages: Messages) -> Floats:
    hard, ordinary = np.flatnonzero(~messages.ordinary), np.flatnonzero(messages.ordinary)
    fitted = fit(messages, hard)
    none = fitted.chances(messages.vectors[ordinary], messages.grams[ordinary])[:, 0]
    weights = messages.weights.copy()
    weights[ordinary[np.argsort(none)[:LOOKALIKES]]] = 1.0
    return weights


def fit(messages: Messages, rows: NDArray[np.int64]) -> Fitted:
    """Fit both models on the given rows."""
    from sklearn.linear_model import LogisticRegression

    vectors, grams, labels = messages.vectors[rows], messages.grams[rows], messages.labels[rows]
    weights = _balanced(messages.weights[rows], labels)
    centre, scale = vectors.mean(axis=0), vectors.std(axis=0)
    seen = np.asarray((grams > 0).sum(axis=0)).ravel()
    rarity = (np.log((1 + len(rows)) / (1 + seen)) + 1) * (seen >= SEEN_TWICE)
    placed = np.asarray((vectors - centre) / scale, np.float32)
    step = float(np.abs(placed).max()) / 127
    hard = np.flatnonzero(messages.weights[rows] == 1.0)
    chosen = np.random.default_rng(0).permutation(hard)[:EXAMPLES]
    examples = (np.round(placed[chosen] / step) * step).astype(np.float32)
    spread = _spread(examples)
    meaning = LogisticRegression(C=MEANING_STRENGTH, max_iter=1000)
    meaning.fit(near(placed, examples) @ spread, labels, sample_weight=weights)
    phrase = LogisticRegression(C=GRAMS_STRENGTH, max_iter=1000)
    phrase.fit(_weighed(grams, rarity), labels, sample_weight=weights)
    return Fitted(
        centre, scale, rarity.astype(np.float32), examples, step, spread, meaning, phrase
    )


def save(fitted: Fitted, path: Path) -> None:
    """Write the coefficients, those of the n-grams in 8 bits."""
    grams = fitted.phrase.coef_
    step = float(np.abs(grams).max()) / 127
    np.savez_compressed(
        path,
        centre=fitted.centre.astype(np.float32),
        scale=fitted.scale.astype(np.float32),
        examples=np.round(fitted.examples / fitted.step).astype(np.int8),
        step=np.float32(fitted.step),
        nearness=(fitted.spread @ fitted.meaning.coef_.T).astype(np.float32),
        nearness_bias=fitted.meaning.intercept_.astype(np.float32),
        rarity=fitted.rarity.astype(np.float16),
        grams=np.round(grams / step).astype(np.int8),
        grams_scale=np.float32(step),
        grams_bias=fitted.phrase.intercept_.astype(np.float32),
        thresholds=np.array([THRESHOLDS.get(route, 1.0) for route in ROUTES], np.float32),
    )


def left_out(messages: Messages) -> Floats:
    """Return the chances of every message, each from a model that never saw it."""
    chances = np.zeros((len(messages.texts), len(ROUTES)), np.float32)
    parts = np.random.default_rng(0).integers(0, PARTS, len(messages.texts))
    for part in range(PARTS):
        fitted = fit(messages, np.flatnonzero(parts != part))
        rows = np.flatnonzero(parts == part)
        chances[rows] = fitted.chances(messages.vectors[rows], messages.grams[rows])
    return chances


def report(messages: Messages, chances: Floats) -> str:
    """Return, a line per route, how many messages the classifier alone would have referred."""
    best = 1 + chances[:, 1:].argmax(axis=1)
    limits = np.array([THRESHOLDS.get(route, 1.0) for route in ROUTES])
    referred = 1 - chances[:, 0] >= limits[best]
    lines = []
    for number, route in enumerate(ROUTES):
        rows = messages.labels == number
        right = (best[rows & referred] == number).mean() if number else float("nan")
        lines.append(
            f"{route:15} {rows.sum():5} messages  referred {referred[rows].mean():.3f}  "
            f"right route {right:.3f}"
        )
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
        shape=(len(plains), BUCKETS),
    )


def _spread(examples: Floats) -> Any:
    """Return the matrix that turns nearness to the examples into Nyström's features."""
    values, directions = np.linalg.eigh(near(examples, examples).astype(np.float64))
    return directions / np.sqrt(np.maximum(values, 1e-6))


def _weighed(grams: Any, rarity: NDArray[Any]) -> Any:
    from sklearn.preprocessing import normalize

    return normalize(grams.multiply(rarity).tocsr())


def _balanced(weights: Floats, labels: NDArray[np.int64]) -> Floats:
    totals = np.bincount(labels, weights=weights, minlength=len(ROUTES))
    factors = totals[0] / np.maximum(totals, 1e-6) / NONE_TO_ROUTE
    factors[0] = 1.0
    return np.asarray(weights * factors[labels], dtype=np.float32)


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else content_folder("prompts"))
