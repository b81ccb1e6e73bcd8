"""One document of the library: its front matter, its sections, and reading both from a file."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from coach.dialogue.state import Audience, Language, Phase

ID_PATTERN = r"^[a-z0-9]+(-[a-z0-9]+)*$"
HEADING = re.compile(r"^(?P<marks>#{1,6})\s+(?P<text>.*?)\s*(?:\{#(?P<id>[^}]*)\})?\s*$")
PATH_MARK = " > "
# What the loader raises besides `YAMLError`: for 2026-13-45, !!bool perhaps, !!timestamp soon.
UNREADABLE = (ValueError, LookupError, AttributeError, TypeError, RecursionError, ArithmeticError)
_WORD = re.compile(r"\w[\w'’-]*")


@dataclass(frozen=True)
class Problem:
    """One thing in the content that has to be mended; `line` counts from 1."""

    file: str
    line: int
    what: str
    fix: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.what} {self.fix}"


@dataclass(frozen=True)
class Section:
    """One `##` section; `text` is its Markdown as it stands in the file, without the heading."""

    id: str
    heading: str
    heading_path: str  # "document title > section heading"
    text: str
    document: str
    language: Language
    line: int = field(default=0, compare=False)  # of the heading

    @property
    def words(self) -> int:
        """Number of words, heading included."""
        return len(_WORD.findall(self.heading)) + len(_WORD.findall(self.text))


@dataclass(frozen=True)
class Document:
    """One document in one language, its sections in the order of the file."""

    id: str
    language: Language
    title: str
    audience: tuple[Audience, ...]
    phases: tuple[Phase, ...]
    sources: tuple[str, ...]
    reviewed: date
    sections: tuple[Section, ...]

    def section(self, section_id: str) -> Section | None:
        """Return the section with this id, or None."""
        return next((section for section in self.sections if section.id == section_id), None)


class FrontMatter(BaseModel):
    """What must stand between the two `---` lines at the top of a document."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)

    id: str = Field(pattern=ID_PATTERN)
    title: str = Field(min_length=1)
    language: Language
    audience: tuple[Audience, ...] = Field(min_length=1)
    phases: tuple[Phase, ...]
    sources: tuple[str, ...]
    reviewed: date


def parse_yaml(text: str) -> Any:
    """Read YAML with the fast safe loader; raise `yaml.YAMLError`."""
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        return yaml.load(text, Loader=loader)
    except UNREADABLE as error:
        raise yaml.YAMLError(str(error)) from error


def yaml_line(error: yaml.YAMLError) -> int:
    """Return the line, from 1, where YAML stopped making sense."""
    mark = getattr(error, "problem_mark", None)
    return int(mark.line) + 1 if mark is not None else 1


def read_text(path: Path, name: str) -> tuple[str, list[Problem]]:
    """Return a file's text with `\\n` line ends, and what is wrong with its bytes."""
    try:
        data = path.read_bytes()
    except OSError as error:
        reason = error.strerror or str(error)
        return "", [Problem(name, 1, f"The file can't be read ({reason}).", "Give it back.")]
    try:
        return data.decode("utf-8-sig").replace("\r\n", "\n"), []
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        text = data.decode("utf-8", "replace").replace("\r\n", "\n")
        return text, [Problem(name, line, "This line isn't UTF-8.", "Save the file as UTF-8.")]


def read_document(path: Path, name: str) -> tuple[Document | None, list[Problem]]:
    """Read one Markdown file.

    `name` is what problems call the file. The document is None when its front matter can't be
    used; otherwise it holds every section that could be read, whatever else is wrong.
    """
    text, problems = read_text(path, name)
    if problems and not text:
        return None, problems
    head, body, start = _split(text)
    if head is None:
        problems.append(
            Problem(
                name, 1, "The front matter is missing or isn't closed.",
                "Begin the file with a line ---, then id, title and so on, then a line ---.",
            )
        )
        return None, problems
    front, wrong = _front_matter(head, name)
    problems += wrong
    if front is None:
        return None, problems
    sections, wrong = _sections(body, start, front, name)
    fields = front.model_dump(exclude={"title"})
    return Document(**fields, title=front.title, sections=sections), problems + wrong


def _split(text: str) -> tuple[str | None, str, int]:
    """Return front matter, body, and the line number of the body's first line."""
    lines = text.split("\n")
    if lines[0].rstrip() != "---":
        return None, text, 1
    for number, line in enumerate(lines[1:], start=1):
        if line.rstrip() == "---":
            return "\n".join(lines[1:number]), "\n".join(lines[number + 1 :]), number + 2
    return None, text, 1


def _front_matter(head: str, name: str) -> tuple[FrontMatter | None, list[Problem]]:
    try:
        data = parse_yaml(head)
    except yaml.YAMLError as error:
        # The line --- above the front matter counts too.
        return None, [
            Problem(
                name, yaml_line(error) + 1, "The front matter isn't valid YAML.",
                "Write one `key: value` a line; put a value with a colon in quotes.",
            )
        ]
    if not isinstance(data, dict):
        return None, [
            Problem(name, 2, "The front matter has no keys.", "Write one `key: value` a line.")
        ]
    try:
        return FrontMatter.model_validate(data), []
    except ValidationError as error:
        return None, [
            Problem(name, _line_of(head, str(part["loc"][0])), *_explain(part))
            for part in error.errors()
        ]


def _explain(part: Any) -> tuple[str, str]:
    key = str(part["loc"][0])
    if part["type"] == "missing":
        return f"`{key}` is missing from the front matter.", f"Add a line `{key}: …`."
    if part["type"] == "extra_forbidden":
        return f"`{key}` isn't known in the front matter.", "Remove the line or mend its spelling."
    return f"`{key}` can't be used: {part['msg']}.", f"Correct the line `{key}: …`."


def _line_of(head: str, key: str) -> int:
    for number, line in enumerate(head.split("\n"), start=2):
        if line.startswith(f"{key}:"):
            return number
    return 1


def _sections(
    body: str, start: int, front: FrontMatter, name: str
) -> tuple[tuple[Section, ...], list[Problem]]:
    problems: list[Problem] = []
    sections: list[Section] = []
    for heading, line, text in _pieces(body, start):
        if heading is None:
            if text.strip():
                problems.append(
                    Problem(
                        name, line, "Text stands before the first section.",
                        "Put it under a heading `## Heading {#section-id}`.",
                    )
                )
            continue
        title, section_id = heading["text"].strip(), (heading["id"] or "").strip()
        problems += _heading_problems(name, line, title, section_id, sections)
        if section_id and title:
            path = f"{front.title}{PATH_MARK}{title}"
            sections.append(
                Section(section_id, title, path, text.strip(), front.id, front.language, line)
            )
    if not sections:
        problems.append(
            Problem(
                name, start, "The document has no sections.",
                "Write at least one heading `## Heading {#section-id}` with text under it.",
            )
        )
    return tuple(sections), problems


def _pieces(body: str, start: int) -> Iterator[tuple[re.Match[str] | None, int, str]]:
    """Yield (heading or None, its line, the text under it) for what `##` and `#` cut apart."""
    heading: re.Match[str] | None = None
    line = start
    lines: list[str] = []
    for number, row in enumerate(body.split("\n"), start=start):
        match = HEADING.match(row)
        if match is not None and len(match["marks"]) <= 2:
            yield heading, line, "\n".join(lines)
            heading, line, lines = match, number, []
        else:
            lines.append(row)
    yield heading, line, "\n".join(lines)


def _heading_problems(
    name: str, line: int, title: str, section_id: str, before: list[Section]
) -> list[Problem]:
    problems = []
    if not title:
        problems.append(Problem(name, line, "The heading is empty.", "Write a heading."))
    if not section_id:
        problems.append(
            Problem(
                name, line, f"The section “{title}” has no id.",
                "End its heading with an id of its own, such as {#when-to-use}.",
            )
        )
    elif not re.match(ID_PATTERN, section_id):
        problems.append(
            Problem(
                name, line, f"The section id “{section_id}” can't be used.",
                "Use small letters, digits and single hyphens.",
            )
        )
    elif any(section.id == section_id for section in before):
        problems.append(
            Problem(
                name, line, f"The section id “{section_id}” stands twice in this document.",
                "Give one of the two sections another id.",
            )
        )
    return problems
