"""Trains what tells sentences about the talk from those about the work (`coach.dialogue.asks`).

    python -m coach.evaluation.train_asks

Needs scikit-learn (the `dev` extra). Prints how the held sentences in tests/data are read; they
are never trained on.
"""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray

from coach.content import content_folder
from coach.dialogue.asks import HASHED, MODEL, TELLING, feature_ids, sentences_of
from coach.dialogue.clauses import clauses
from coach.dialogue.lexicon import load_lexicon
from coach.dialogue.state import LANGUAGES, Language
from coach.evaluation.train_understanding import load_examples
from coach.knowledge.embedder import make_embedder
from coach.settings import Settings

STRENGTH = 20.0
BATCH = 64
SEED = 5
EMBEDDED = 2000  # sentences that only tell, beside the labelled ones
TELLS = frozenset({"answer_concrete", "answer_vague"})


def load(path: Path) -> list[dict[str, str]]:
    """Return the labelled sentences of one file: lang, kind, text."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line]


def examples() -> list[dict[str, str]]:
    """Return the labelled sentences, both languages, and as many that only tell."""
    folder = content_folder("prompts") / "examples"
    labelled = [line for language in LANGUAGES for line in load(folder / f"asks.{language}.jsonl")]
    return labelled + random.Random(SEED).sample(ordinary(), EMBEDDED)


def ordinary() -> list[dict[str, str]]:
    """Return the sentences of labelled turns in which nothing is said to the coach."""
    told = []
    for turn in load_examples():
        fields = turn.get("fields") or {}
        if not fields or "to_coach" in fields or turn["intent"] not in TELLS or "?" in turn["user"]:
            continue
        parts = clauses(turn["user"], load_lexicon(turn["lang"]))
        told += [
            {"lang": turn["lang"], "kind": TELLING, "text": said}
            for said in sentences_of(parts, turn["user"]).values() if len(said.split()) >= 2
        ]  # fmt: skip
    return told


def vectors(lines: list[dict[str, str]]) -> NDArray[np.float32]:
    """Return the embedding of every sentence (n, 384)."""
    embedder = make_embedder(Settings())
    texts = [line["text"] for line in lines]
    return np.vstack([embedder.queries(texts[n : n + BATCH]) for n in range(0, len(texts), BATCH)])


def words(lines: list[dict[str, str]]) -> Any:
    """Return the sparse matrix (n, HASHED) of word features, every row of length one."""
    from scipy import sparse

    at: list[int] = []
    columns: list[int] = []
    values: list[float] = []
    for number, line in enumerate(lines):
        on = feature_ids(line["text"], cast(Language, line["lang"]))
        at += [number] * len(on)
        columns += on.tolist()
        values += [1.0 / float(np.sqrt(len(on)))] * len(on)
    return sparse.csr_matrix((values, (at, columns)), shape=(len(lines), HASHED))


def main(seen: NDArray[np.float32] | None = None) -> None:
    """Fit on everything and ship; `seen` are the sentences' vectors, when there are any."""
    from scipy import sparse
    from sklearn.linear_model import LogisticRegression

    lines = examples()
    seen = vectors(lines) if seen is None else seen
    hashed = words(lines)
    mean = seen.mean(axis=0)
    kinds = [line["kind"] for line in lines]
    both = sparse.hstack([sparse.csr_matrix(seen - mean), hashed]).tocsr()
    model = LogisticRegression(C=STRENGTH, max_iter=150).fit(both, kinds)
    wide = lines + ordinary()
    look = LogisticRegression(C=STRENGTH, max_iter=150).fit(
        words(wide), [line["kind"] != TELLING for line in wide]
    )
    width = seen.shape[1]
    np.savez_compressed(
        MODEL, kinds=np.array(model.classes_), mean=mean.astype(np.float32),
        dense=model.coef_[:, :width].astype(np.float16),
        hashed=model.coef_[:, width:].astype(np.float16),
        bias=model.intercept_.astype(np.float32), look=look.coef_[0].astype(np.float16),
        look_bias=np.float32(look.intercept_[0]),
    )  # fmt: skip


if __name__ == "__main__":
    main()
