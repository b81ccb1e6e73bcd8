"""What every practice guide holds: its parts, minutes at its steps, and the studies it names."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from coach.knowledge.document import Document, Problem, Section
from coach.knowledge.library import Reference, read_documents

PARTS = (
    "when-to-use", "core-idea", "steps", "sentences", "example", "pitfalls", "when-not", "sources"
)  # fmt: skip
# These aren't done but read. The article tells what the silent balance is. “Limits” says at what
# point coaching stops and whose it is then; its own steps would be a treatment. “Research” sums up
# what studies found, question by question. Each still ends with its sources.
READ_ONLY = frozenset({"silent-balance", "limits-of-coaching", "research"})
_STEP = re.compile(r"^\d+\. .*", re.M)
_MINUTES = re.compile(r"\bmin(?:uten|uut|utes?)\b", re.I)
# The last author and the year of “Polin and Lount (2016)”, “Colquitt en collega's (2013)” and
# “Sonnentag's (2018)”.
_STUDY = re.compile(
    r"\b([A-ZÀ-Ý][\w'’-]*?\w)(?:['’]s)?(?: (?:en|and) (?:collega['’]s|colleagues|anderen|others))?"
    r" \(((?:19|20)\d\d)\)"
)


def check_guides(folder: Path) -> Iterator[Problem]:
    """Yield the parts and the minutes that are missing in the documents under `folder`."""
    for document, name in read_documents(folder)[0].values():
        yield from _parts(document, name)
        if (steps := document.section("steps")) is not None:
            yield from _untimed(steps, name)


def _parts(document: Document, name: str) -> Iterator[Problem]:
    wanted = PARTS[-1:] if document.id in READ_ONLY else PARTS
    for part in wanted:
        if document.section(part) is None:
            yield Problem(
                name, 1, f"The section “{part}” is missing.", f"Write it: ## … {{#{part}}}"
            )


def _untimed(steps: Section, name: str) -> Iterator[Problem]:
    numbered = _STEP.findall(steps.text)
    if not numbered:
        yield Problem(name, steps.line, "The steps aren't numbered.", "Number them: 1., 2., …")
    for step in numbered:
        if not _MINUTES.search(step):
            yield Problem(
                name, steps.line, f"“{' '.join(step.split()[:6])}…” says no minutes.",
                "Say how long the step takes.",
            )


def check_studies(
    document: Document, name: str, sources: Mapping[str, Reference]
) -> Iterator[Problem]:
    """Yield the studies named by author and year that the document doesn't list."""
    listed = [sources[one].text for one in document.sources if one in sources]
    for section in document.sections:
        for author, year in sorted(set(_STUDY.findall(section.text))):
            if not any(author in text and f"({year})" in text for text in listed):
                yield Problem(
                    name, section.line, f"“{author} ({year})” isn't among its sources.",
                    "Add it to `sources`, or leave it out.",
                )
