"""The library: the article, the practice guides and their sources, read from knowledge/."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from coach.dialogue.state import LANGUAGES, Language
from coach.errors import ContentError
from coach.knowledge.document import (
    Document,
    Problem,
    Section,
    parse_yaml,
    read_document,
    read_text,
    yaml_line,
)
from coach.knowledge.questions import read_questions

FOLDERS = ("article", "guides")
SOURCES_FILE = "sources.yaml"
ELSEWHERE_FILE = "elsewhere.yaml"


class Reference(BaseModel):
    """One source: how it is cited, where it is found, and what it may be cited for."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    text: str = Field(min_length=1)
    doi: str = Field(default="", pattern=r"^(10\.\d{4,9}/\S+)?$")
    cite_for: dict[Language, str] = Field(min_length=2)


@dataclass(frozen=True)
class Library:
    """Everything the coach may quote; `documents` is keyed by (document id, language).

    `questions` holds what each section answers, keyed by (document id, section id, language);
    `also`, by language and question, the other documents that answer it too; and `elsewhere` what
    people ask, in both languages, and the library doesn't answer.
    """

    documents: Mapping[tuple[str, Language], Document]
    sources: Mapping[str, Reference]
    elsewhere: tuple[str, ...] = ()
    questions: Mapping[tuple[str, str, Language], tuple[str, ...]] = field(default_factory=dict)
    also: Mapping[tuple[Language, str], tuple[str, ...]] = field(default_factory=dict)

    @property
    def sections(self) -> Iterator[Section]:
        """Every section of every document, in a fixed order."""
        for key in sorted(self.documents):
            yield from self.documents[key].sections

    def section(self, document: str, section: str, language: Language) -> Section | None:
        """Return one section, or None when the library doesn't hold it in that language."""
        found = self.documents.get((document, language))
        return found.section(section) if found else None


def load_library(folder: Path) -> Library:
    """Read the library from `folder` (the folder knowledge/).

    Raises `ContentError` naming the file, the line and what to do when a document or the sources
    can't be read as they should be; finer points are for `coach knowledge check`.
    """
    documents, problems = read_documents(folder)
    sources, wrong = read_sources(folder)
    problems += wrong
    elsewhere, wrong = read_elsewhere(folder)
    problems += wrong
    asked, wrong = read_questions(folder)
    problems += wrong
    if not documents and not problems:
        problems.append(
            Problem(folder.name, 1, "The library holds no documents.", "Install the package again.")
        )
    if problems:
        more = f" ({len(problems) - 1} more: coach knowledge check)" if len(problems) > 1 else ""
        raise ContentError(f"{problems[0]}{more}")
    read = {key: document for key, (document, _) in documents.items()}
    questions: defaultdict[tuple[str, str, Language], list[str]] = defaultdict(list)
    for one in asked:
        questions[one.document, one.section, one.language].append(one.text)
    grouped = {place: tuple(texts) for place, texts in questions.items()}
    also = {(one.language, one.text): one.also for one in asked if one.also}
    return Library(read, sources, elsewhere, grouped, also)


def read_documents(
    folder: Path,
) -> tuple[dict[tuple[str, Language], tuple[Document, str]], list[Problem]]:
    """Return every readable document with its file's name, and what is wrong with the files."""
    documents: dict[tuple[str, Language], tuple[Document, str]] = {}
    problems: list[Problem] = []
    for part in FOLDERS:
        for path in sorted((folder / part).glob("*.md")):
            name = f"{part}/{path.name}"
            document, wrong = read_document(path, name)
            problems += wrong
            if document is None:
                continue
            key = (document.id, document.language)
            if f"{document.id}.{document.language}.md" != path.name:
                problems.append(_misnamed(name, document))
            if key in documents:
                problems.append(
                    Problem(
                        name, 1, f"{documents[key][1]} has the same id and language.",
                        "Keep one of the two.",
                    )
                )
                continue
            documents[key] = (document, name)
    return documents, problems


def _misnamed(name: str, document: Document) -> Problem:
    return Problem(
        name, 1,
        f"The file name doesn't match its id “{document.id}” and language “{document.language}”.",
        f"Rename the file to {document.id}.{document.language}.md, or correct the front matter.",
    )


def read_sources(folder: Path) -> tuple[dict[str, Reference], list[Problem]]:
    """Return the references of sources.yaml by id, and what is wrong with that file."""
    text, data, problems = _read_yaml(
        folder, SOURCES_FILE, "Write `id:` and under it `text`, `doi` and `cite_for`."
    )
    sources: dict[str, Reference] = {}
    for reference, fields in data.items():
        try:
            sources[str(reference)] = Reference.model_validate(fields)
        except ValidationError as error:
            first = error.errors()[0]
            where = ".".join(str(part) for part in first["loc"]) or "the entry"
            problems.append(
                Problem(
                    SOURCES_FILE, line_of_source(text, str(reference)),
                    f"The source “{reference}” can't be used: {where}: {first['msg']}.",
                    "Give it `text`, `cite_for` with nl and en, and `doi` when it is sure.",
                )
            )
    return sources, problems


def read_elsewhere(folder: Path) -> tuple[tuple[str, ...], list[Problem]]:
    """Return the questions of elsewhere.yaml, nl before en, and what is wrong with that file."""
    fix = "Write `nl:` and `en:`, and under each one `- question` a line."
    _, data, problems = _read_yaml(folder, ELSEWHERE_FILE, fix)
    questions: list[str] = []
    for language in LANGUAGES if data else ():
        asked = data.get(language)
        if not isinstance(asked, list) or not all(isinstance(one, str) for one in asked):
            what = f"`{language}` isn't a list of questions."
            problems.append(Problem(ELSEWHERE_FILE, 1, what, fix))
            continue
        questions += asked
    return tuple(questions), problems


def _read_yaml(
    folder: Path, name: str, fix: str
) -> tuple[str, dict[object, object], list[Problem]]:
    """Return text, mapping and problems of a YAML file; all empty when it isn't there."""
    if not (folder / name).exists():
        return "", {}, []
    text, problems = read_text(folder / name, name)
    try:
        data = parse_yaml(text) or {}
    except yaml.YAMLError as error:
        what = "The file isn't valid YAML."
        return text, {}, [*problems, Problem(name, yaml_line(error), what, fix)]
    if not isinstance(data, dict):
        return text, {}, [*problems, Problem(name, 1, "The file has no keys.", fix)]
    return text, data, problems


def line_of_source(text: str, reference: str) -> int:
    """Return the line of sources.yaml where `reference` begins, or 1."""
    for number, line in enumerate(text.split("\n"), start=1):
        if line.split(":")[0].strip("\"' ") == reference and not line.startswith((" ", "#")):
            return number
    return 1
