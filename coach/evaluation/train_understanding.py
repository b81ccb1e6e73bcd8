"""Trains the intent classifier from prompts/examples and ships its coefficients.

    python -m coach.evaluation.train_understanding

Needs scikit-learn (the `dev` extra). Validation leaves whole situations out.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray

from coach.dialogue.extract import read
from coach.dialogue.features import HASHED, TurnText, condensed, hashed_features
from coach.dialogue.fields import TO_COACH
from coach.dialogue.intents import MODEL
from coach.dialogue.lexicon import load_lexicon
from coach.dialogue.phrasebook import load_phrasebook
from coach.dialogue.state import LANGUAGES, PHASES
from coach.dialogue.understand import split_paste
from coach.evaluation.asked import asked_of
from coach.evaluation.labels import load_examples

STRENGTH = 8.0
DENSE_SCALE = 2.0


BLAMING = (
    "blame", "young", "fault", "never-satisfied", "joke", "quit", "app", "mistakes", "let-go",
    "paid", "signed-up", "replaceable", "sector", "takes", "nonsense",
)  # fmt: skip


def evasive_examples() -> list[dict[str, Any]]:
    """Return the typical evasive answers of prompts/evasions as labelled lines, one group each."""
    lines: list[dict[str, Any]] = []
    for language in LANGUAGES:
        book = load_phrasebook(language)
        for evasion in book.evasions.values():
            phase = evasion.phase if evasion.phase in PHASES else "contributions"
            intent = "resist" if any(word in evasion.id for word in BLAMING) else "answer_vague"
            asked = next(
                q.forms["short"]
                for q in book.questions.values()
                if q.phase == phase and "short" in q.forms
            )
            lines += [
                {"lang": language, "situation": f"evasion-{evasion.id}", "phase": phase,
                 "coach": asked, "user": text, "intent": intent}
                for text in evasion.examples
            ]  # fmt: skip
    return lines


def design(lines: list[dict[str, Any]]) -> Any:
    """Return the sparse design matrix (n, 384 + HASHED) of labelled lines."""
    from scipy import sparse

    from coach.knowledge.embedder import BundledEmbedder

    vectors = BundledEmbedder().queries([condensed(line["user"]) for line in lines])
    rows: list[int] = []
    columns: list[int] = []
    values: list[float] = []
    for row, line in enumerate(lines):
        turn = TurnText(line["lang"], line["phase"], line["coach"], line["user"])
        lexicon = load_lexicon(turn.language)
        reading = read(split_paste(turn.user, lexicon)[0], asked_of(line), lexicon)
        on = hashed_features(turn, reading)
        rows += [row] * len(on)
        columns += on.tolist()
        values += [1.0 / float(np.sqrt(max(len(on), 1)))] * len(on)
    hashed = sparse.csr_matrix((values, (rows, columns)), shape=(len(lines), HASHED))
    return sparse.hstack([sparse.csr_matrix(vectors * DENSE_SCALE), hashed * 3.0]).tocsr()


def fit(matrix: Any, intents: list[str]) -> Any:
    """Return a fitted multinomial logistic regression."""
    from sklearn.linear_model import LogisticRegression

    return LogisticRegression(C=STRENGTH, max_iter=400, class_weight="balanced").fit(
        matrix, intents
    )


def validate(matrix: Any, lines: list[dict[str, Any]]) -> float:
    """Return the macro F1 when whole situations are left out, five folds."""
    from sklearn.metrics import classification_report, f1_score
    from sklearn.model_selection import GroupKFold

    intents = np.array([line["intent"] for line in lines])
    groups = [f"{line['lang']}:{line['situation']}" for line in lines]
    predicted = np.empty_like(intents)
    for train, test in GroupKFold(5).split(matrix, intents, groups):
        predicted[test] = fit(matrix[train], intents[train].tolist()).predict(matrix[test])
    print(classification_report(intents, predicted, digits=3, zero_division=0))
    return float(f1_score(intents, predicted, average="macro"))


def evasion_vectors() -> dict[str, NDArray[Any]]:
    """Return ids and unit vectors of every example of an evasive answer, per language."""
    from coach.knowledge.embedder import BundledEmbedder

    embedder = BundledEmbedder()
    arrays: dict[str, NDArray[Any]] = {}
    for language in LANGUAGES:
        pairs = [
            (e.id, text) for e in load_phrasebook(language).evasions.values() for text in e.examples
        ]
        arrays[f"evasion_ids_{language}"] = np.array([name for name, _ in pairs])
        arrays[f"evasion_vectors_{language}"] = embedder.queries([t for _, t in pairs]).astype(
            np.float16
        )
    return arrays


def save(model: Any, target: Path = MODEL) -> None:
    """Write the coefficients as `understanding.npz`."""
    weights = model.coef_
    np.savez_compressed(
        target,
        intents=np.array(model.classes_),
        dense=(weights[:, :384] * DENSE_SCALE).astype(np.float16),
        hashed=(weights[:, 384:] * 3.0).astype(np.float16),
        bias=model.intercept_.astype(np.float32),
        **cast(Any, evasion_vectors()),
    )


def main() -> None:
    """Validate, fit on everything, and ship."""
    plain = [one for one in load_examples("reading") if TO_COACH not in one.get("fields", {})]
    lines = load_examples() + plain + evasive_examples()
    matrix = design(lines)
    print(
        f"{len(lines)} examples; macro F1 with situations left out: {validate(matrix, lines):.3f}"
    )
    save(fit(matrix, [line["intent"] for line in lines]))


if __name__ == "__main__":
    main()
