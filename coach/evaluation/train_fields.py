"""Trains the clause reader (`coach.dialogue.fields`) from prompts/examples and ships it.

    python -m coach.evaluation.train_fields

Needs scikit-learn (the `dev` extra). Validation leaves whole situations out.
"""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, cast

import numpy as np

from coach.dialogue.clauses import Clause, clauses
from coach.dialogue.fields import HASHED, MODEL, TO_COACH, clause_features, feature_ids
from coach.dialogue.lexicon import load_lexicon
from coach.dialogue.state import LANGUAGES
from coach.dialogue.understand import split_paste
from coach.evaluation.asked import asked_in, asked_of
from coach.evaluation.train_understanding import load_examples

STRENGTH = 10.0
OWN, COPY = 2.0, 0.5  # what a turn after its own question weighs, and after none or another
TALK, TALK_COPY = 4.0, 0.5  # the same of a turn in a whole talk, told as people tell
SEED = 7
INSIDE = frozenset({"who", "when", "extra"})  # found within a clause that tells something else
ADDRESSED = frozenset({"greeting", "skip", "back", "stop", "summary", "off_topic", "injection"})


@dataclass(frozen=True)
class Row:
    """One clause with its features and its label; `group` is the situation it comes from."""

    group: str
    names: tuple[str, ...]
    label: str
    weight: float = OWN
    copy: bool = False


def rows() -> list[Row]:
    """Return every labelled clause; a turn without labels teaches only what is said to the coach.

    People don't always answer what was asked. So every turn comes three times: after its own
    question, after none, and after another one of the bank.
    """
    result: list[Row] = []
    examples = [(line, False) for line in (*load_examples(), *load_examples("reading"))]
    examples += [(line, True) for line in load_examples("talks")]
    chance = random.Random(SEED)
    bank = {language: asked_in(language) for language in LANGUAGES}
    for line, of_a_talk in examples:
        lexicon = load_lexicon(line["lang"])
        text = split_paste(line["user"], lexicon)[0]
        parts = clauses(text, lexicon)
        fields = cast(dict[str, list[str]], line.get("fields") or {})
        if fields:
            labels = [label_of(part, text, fields) for part in parts]
        elif line["intent"] in ADDRESSED:
            labels = [TO_COACH] * len(parts)
        else:
            continue
        group = f"{line['lang']}:{line['situation']}"
        asked = asked_of(line)
        phase, field = chance.choice(bank[line["lang"]])
        other = replace(asked, phase=phase, field=field)
        none = replace(asked, field=None)
        own, copied = (TALK, TALK_COPY) if of_a_talk else (OWN, COPY)
        for told, weight in ((asked, own), (none, copied), (other, copied)):
            before = "-"
            for place, label in enumerate(labels):
                names = clause_features(parts, place, text, told, lexicon, before)
                result.append(Row(group, tuple(names), label, weight, weight == copied))
                before = label
    return result


def label_of(clause: Clause, text: str, fields: dict[str, list[str]]) -> str:
    """Return the field whose labelled span covers most of the clause; context for none."""
    shared: Counter[str] = Counter()
    for field, spans in fields.items():
        for span in spans:
            start = text.find(span)
            if start >= 0:
                end = min(start + len(span), clause.end)
                shared[field] += max(0, end - max(start, clause.start))
    told = {name: size for name, size in shared.items() if size > 0}
    main = {name: size for name, size in told.items() if name not in INSIDE} or told
    return max(main, key=lambda name: main[name]) if main else "context"


def matrix(lines: list[Row]) -> Any:
    """Return the sparse design matrix (n, HASHED), every row of length one."""
    from scipy import sparse

    at: list[int] = []
    columns: list[int] = []
    values: list[float] = []
    for number, row in enumerate(lines):
        on = feature_ids(row.names)
        at += [number] * len(on)
        columns += on.tolist()
        values += [1.0 / float(np.sqrt(len(on)))] * len(on)
    return sparse.csr_matrix((values, (at, columns)), shape=(len(lines), HASHED))


def fit(design: Any, lines: list[Row]) -> Any:
    """Return a fitted multinomial logistic regression; most people answer what they are asked."""
    from sklearn.linear_model import LogisticRegression

    weights = [row.weight for row in lines]
    labels = [row.label for row in lines]
    return LogisticRegression(C=STRENGTH, max_iter=200).fit(design, labels, sample_weight=weights)


def validate(design: Any, lines: list[Row]) -> float:
    """Return the share of clauses read right when whole situations are left out, five folds."""
    from sklearn.metrics import classification_report
    from sklearn.model_selection import GroupKFold

    labels = np.array([row.label for row in lines])
    groups = [row.group for row in lines]
    predicted = np.empty_like(labels)
    for train, test in GroupKFold(5).split(design, labels, groups):
        predicted[test] = fit(design[train], [lines[n] for n in train]).predict(design[test])
    own = np.array([not row.copy for row in lines])
    print(classification_report(labels[own], predicted[own], digits=2, zero_division=0))
    print(f"after no question or another one: {np.mean((predicted == labels)[~own]):.3f}")
    return float(np.mean((predicted == labels)[own]))


def save(model: Any, target: Path = MODEL) -> None:
    """Write the coefficients as `fields.npz`."""
    np.savez_compressed(
        target,
        labels=np.array(model.classes_),
        weights=model.coef_.astype(np.float16),
        bias=model.intercept_.astype(np.float32),
    )


def main() -> None:
    """Validate, fit on everything, and ship."""
    lines = rows()
    design = matrix(lines)
    print(f"{len(lines)} clauses; read right, situations left out: {validate(design, lines):.3f}")
    save(fit(design, lines))


if __name__ == "__main__":
    main()
