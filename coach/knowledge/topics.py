"""Which document a query is about, and which answer it too, judged by all questions we know.

Kernel ridge regression (Saunders, Gammerman & Vovk 1998) over the vectors of those questions: each
of them speaks for its document by how near it is, and neighbours that say the same share one voice.
Questions the library doesn't answer form a class of their own. The same regression tells which
other documents answer a query too. Fitting 7,300 questions takes about eight seconds and 1 GB, so
the coefficients for the shipped library ship with it.
"""

from __future__ import annotations

import hashlib
import zipfile
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from coach.knowledge.embedder import DIMENSIONS, Vectors
from coach.knowledge.entries import Entry

SHIPPED = Path(__file__).with_name("topics.npz")
SHARPNESS = 3.0  # of the kernel exp(SHARPNESS · (cosine − 1)); 2 and 5 do as well
RIDGE = 0.3  # how little is believed of a single question; 0.1 to 1 does as well
ELSEWHERE = ""  # the class of questions without an answer here


@dataclass(frozen=True, eq=False)
class Topics:
    """The fitted regression. Rows are the asked entries in their order.

    Columns are `classes`, what a query is about, and then the same without the last one, what
    else answers it.
    """

    classes: tuple[str, ...]  # the documents, and ELSEWHERE as the last
    centre: Vectors  # (384,), taken off every vector: it is what all questions share
    offsets: Vectors  # (n,), the dot product of each question with the centre
    lengths: Vectors  # (n,), of each question without the centre
    coefficients: Vectors  # (n, 2 · classes − 1)

    def of(
        self, vector: Vectors, similarities: Vectors
    ) -> tuple[dict[str, float], dict[str, float]]:
        """Return how much `vector` is about each class, and how much each document answers it too.

        Near 1 for what is so, near 0 for what isn't.

        `similarities`, of shape (n,), are the cosines of `vector`, of shape (384,), with the rows.
        """
        rest = vector - self.centre
        shared = float(self.centre @ rest)
        dots = similarities - self.offsets - shared
        cosines = dots / (self.lengths * max(float(np.linalg.norm(rest)), 1e-9))
        values = np.einsum("i,ij->j", np.exp(SHARPNESS * (cosines - 1)), self.coefficients)
        known, documents = values.tolist(), self.classes[:-1]
        about = dict(zip(self.classes, known[: len(self.classes)], strict=True))
        return about, dict(zip(documents, known[len(self.classes) :], strict=True))


def fit(entries: Sequence[Entry], vectors: Vectors) -> Topics:
    """Return the regression over `entries`, all of them asked, with `vectors` of shape (n, 384)."""
    labels = [entry.section.document if entry.section else ELSEWHERE for entry in entries]
    classes = (*sorted(set(labels) - {ELSEWHERE}), ELSEWHERE)
    centre = vectors.mean(axis=0)
    centred = vectors - centre
    lengths = np.maximum(np.linalg.norm(centred, axis=1), 1e-9)
    unit = centred / lengths[:, None]
    kernel = unit @ unit.T
    kernel -= 1  # in its place: it is the largest thing there is
    kernel *= SHARPNESS
    np.exp(kernel, out=kernel)
    kernel[np.diag_indices_from(kernel)] += RIDGE
    about = [_marks((label,), classes) for label in labels]
    also = [_marks(entry.also, classes[:-1]) for entry in entries]
    wanted = np.concatenate((np.array(about), np.array(also)), axis=1)
    coefficients = np.linalg.solve(kernel, wanted - wanted.mean(axis=0))
    return Topics(
        classes, centre.astype(np.float32), (vectors @ centre).astype(np.float32),
        lengths.astype(np.float32), coefficients.astype(np.float32),
    )


def digest(entries: Sequence[Entry], embedder_name: str) -> str:
    """Return what changes whenever another regression would come out."""
    found = hashlib.sha256(f"{embedder_name}\0{SHARPNESS}\0{RIDGE}\0".encode())
    for entry in entries:
        documents = (entry.section.document if entry.section else ELSEWHERE, *entry.also)
        found.update(f"{'+'.join(documents)}\0{entry.embedding_text}\0".encode())
    return found.hexdigest()


def save(topics: Topics, mark: str, path: Path = SHIPPED) -> None:
    """Keep `topics` with the `digest` of what it was fitted on."""
    np.savez(
        path,
        mark=np.array(mark),
        classes=np.array(topics.classes),
        centre=topics.centre,
        offsets=topics.offsets.astype(np.float32),
        lengths=topics.lengths.astype(np.float32),
        coefficients=topics.coefficients.astype(np.float16),
    )


def load(mark: str, path: Path = SHIPPED) -> Topics | None:
    """Return what was saved under `mark`; None when it is another, missing or damaged."""
    try:
        with np.load(path, allow_pickle=False) as stored:
            if str(stored["mark"]) != mark:
                return None
            topics = Topics(
                tuple(str(name) for name in stored["classes"]),
                *(stored[name].astype(np.float32) for name in _ARRAYS),
            )
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile):
        return None
    fits = topics.coefficients.shape == (len(topics.offsets), 2 * len(topics.classes) - 1)
    return topics if fits and topics.centre.shape == (DIMENSIONS,) else None


def of_questions(
    asked: Sequence[Entry], embedder_name: str, vectors: Callable[[], Vectors]
) -> Topics | None:
    """Return the regression over `asked`: the one that ships, or a fresh one if need be.

    None when no section has questions. `vectors` gives theirs, shape (n, 384).
    """
    if not any(entry.section for entry in asked):
        return None
    return load(digest(asked, embedder_name)) or fit(asked, vectors())


def of_another_document(about: Mapping[str, float]) -> float:
    """Return what counts for a document without questions: as much as for the third best.

    Nothing is known of it, so it neither gains from its neighbours' questions nor loses by them.
    """
    values = sorted((value for name, value in about.items() if name != ELSEWHERE), reverse=True)
    return values[min(2, len(values) - 1)] if values else 0.0


def _marks(named: Collection[str], classes: Sequence[str]) -> Vectors:
    """Return 1 for every class that is named, else 0, of shape (classes,)."""
    return np.array([name in named for name in classes], dtype=np.float32)


_ARRAYS = ("centre", "offsets", "lengths", "coefficients")
