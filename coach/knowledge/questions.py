"""The questions each section answers, as people type them: knowledge/questions/ID.LANG.yaml.

Under `section-id + document-id` stand those that another document answers as well.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import cast

import yaml

from coach.dialogue.state import LANGUAGES, Language
from coach.knowledge.document import Document, Problem, read_text, yaml_line

QUESTIONS_FOLDER = "questions"
FEWEST = 4  # for every section, in both languages
ALSO = " + "  # between a section and the documents that answer its question as well

_FIX = "Write `section-id:` and under it `  - question`, one a line; quote one with a colon in it."


@dataclass(frozen=True, slots=True)
class Question:
    """Something people type, and the section that answers it; `line` counts from 1.

    `also` names the other documents that answer it too.
    """

    text: str
    document: str
    section: str
    language: Language
    also: tuple[str, ...] = ()
    file: str = ""
    line: int = 0


def read_questions(folder: Path) -> tuple[list[Question], list[Problem]]:
    """Return the questions of every file under `folder`/questions, and what can't be read."""
    found: list[Question] = []
    problems: list[Problem] = []
    for path in sorted((folder / QUESTIONS_FOLDER).glob("*.yaml")):
        name = f"{QUESTIONS_FOLDER}/{path.name}"
        document, _, language = path.name.removesuffix(".yaml").rpartition(".")
        if not document or language not in LANGUAGES:
            what, fix = "The file's name doesn't end in .nl.yaml or .en.yaml.", "Rename it."
            problems.append(Problem(name, 1, what, fix))
            continue
        text, wrong = read_text(path, name)
        problems += wrong
        for key, asked, line in _scalars(text, name, problems):
            section, *also = key.split(ALSO)
            found.append(Question(asked, document, section, language, tuple(also), name, line))
    return found, problems


def check_questions(
    questions: Sequence[Question], documents: Mapping[tuple[str, Language], Document]
) -> Iterator[Problem]:
    """Yield what is wrong beside each other: too few, for nothing of ours, or asked twice."""
    counts: dict[tuple[str, str, Language], int] = {}
    lines: dict[tuple[str, str, Language], int] = {}
    others: set[tuple[str, str]] = set()  # by file, those told of already
    first: dict[tuple[Language, str], Question] = {}
    for one in questions:
        place = (one.document, one.section, one.language)
        counts[place] = counts.get(place, 0) + 1
        lines.setdefault(place, one.line)
        found = documents.get((one.document, one.language))
        if found is None and lines[place] == one.line:
            yield Problem(
                one.file, one.line, f"There is no document “{one.document}” in {one.language}.",
                "Rename the file after a document, or remove it.",
            )
        elif found is not None and found.section(one.section) is None and lines[place] == one.line:
            yield Problem(
                one.file, one.line, f"The document has no section “{one.section}”.",
                f"Use one of its ids: {', '.join(section.id for section in found.sections)}.",
            )
        for other in one.also:
            known = other != one.document and (other, one.language) in documents
            if not known and (one.file, other) not in others:
                others.add((one.file, other))
                yield Problem(
                    one.file, one.line, f"“{other}” can't answer this as well.",
                    "Name another document of the library behind the +.",
                )
        before = first.setdefault((one.language, one.text.casefold()), one)
        if before is not one:
            yield Problem(
                one.file, one.line,
                f"“{one.text}” stands at {before.file}:{before.line} already.",
                "Keep it where it is answered best.",
            )
    for (identifier, language), document in documents.items():
        for section in document.sections:
            place = (identifier, section.id, language)
            if (count := counts.get(place, 0)) < FEWEST:
                yield Problem(
                    f"{QUESTIONS_FOLDER}/{identifier}.{language}.yaml", lines.get(place, 1),
                    f"The section “{section.id}” has {count} questions.",
                    f"Write at least {FEWEST} that it answers, the way people type them.",
                )


def _scalars(text: str, name: str, problems: list[Problem]) -> Iterator[tuple[str, str, int]]:
    """Yield (key, question, line); what isn't one goes to `problems`."""
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        root = yaml.compose(text, Loader=loader)
    except yaml.YAMLError as error:
        problems.append(Problem(name, yaml_line(error), "The file isn't valid YAML.", _FIX))
        return
    if not isinstance(root, yaml.MappingNode):
        problems.append(Problem(name, 1, "The file has no section ids.", _FIX))
        return
    seen: set[str] = set()
    for key, value in root.value:
        section, line = str(key.value), key.start_mark.line + 1
        if section in seen:
            what = f"“{section}” stands twice in this file."
            problems.append(Problem(name, line, what, "Put its questions under one of the two."))
        seen.add(section)
        if not isinstance(value, yaml.SequenceNode):
            problems.append(Problem(name, line, f"“{section}” isn't a list of questions.", _FIX))
            continue
        for node in value.value:
            if not (isinstance(node, yaml.ScalarNode) and node.tag.endswith(":str")):
                where = node.start_mark.line + 1
                problems.append(Problem(name, where, "This isn't a question in words.", _FIX))
            elif not node.value.strip():
                where = node.start_mark.line + 1
                problems.append(Problem(name, where, "This question is empty.", "Remove it."))
            else:
                yield section, cast("str", node.value), node.start_mark.line + 1
