"""The texts people read or type, line by line, without what isn't a word of them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import yaml

from coach.dialogue.state import Language

ROOT = Path(__file__).parents[2]
ANCHOR = re.compile(r"\{#[^}]*\}")
# Placeholders, markup, options of a command and the names of settings.
PLACEHOLDER = re.compile(r"\{[^{}]*\}|<[^<>]*>|`[^`]*`|--[\w.-]+|\bCOACH_[A-Z_]+")
# What stands under these keys is for the program: an id, a phase, a file.
PROGRAM_KEYS = frozenset({"id", "phase", "gathers", "about", "when", "follows"})


@dataclass(frozen=True)
class Line:
    """One line of a text; `typed` when it is written the way people type."""

    file: str
    number: int
    text: str
    typed: bool = False


def lines_of(language: Language) -> Iterator[Line]:
    """Yield every line in `language` that is checked."""
    knowledge, prompts = ROOT / "knowledge", ROOT / "prompts"
    for folder in ("article", "guides"):
        for path in sorted((knowledge / folder).glob(f"*.{language}.md")):
            yield from of_document(path)
    for path in sorted((knowledge / "questions").glob(f"*.{language}.yaml")):
        yield from of_yaml(path, typed=True)
    yield from of_yaml(knowledge / "elsewhere.yaml", only=language, typed=True)
    yield from of_yaml(knowledge / "sources.yaml", only=language)
    for name in ("phrases", "questions", "referrals", "sheets", "follow_up"):
        yield from of_yaml(prompts / f"{name}.{language}.yaml")
    for key in (
        *("why", "why_here", "gently", "pitfalls", "sounds", "arrive"),
        *("note", "core_note", "assumed_minutes"),
    ):
        yield from of_yaml(prompts / f"question_sheet.{language}.yaml", only=key)
    yield from of_yaml(prompts / f"question_sheet.{language}.yaml", only="table")
    for key in ("hello", "ask", "say", "dilemma"):
        yield from of_yaml(prompts / f"intake.{language}.yaml", only=key)
    yield from of_yaml(prompts / f"gate.{language}.yaml", only="why")
    for path in sorted((prompts / "model").glob(f"*.{language}.md")):
        yield from of_document(path)
    yield from of_yaml(ROOT / f"coach/web/texts/{language}.yaml")
    yield from of_yaml(ROOT / f"coach/terminal/texts.{language}.yaml")


def of_document(path: Path) -> Iterator[Line]:
    """Yield the title and the text of a document, without front matter and ids."""
    marks = 0
    for number, text in enumerate(path.read_text(encoding="utf-8").split("\n"), start=1):
        if text == "---" and marks < 2:
            marks += 1
        elif marks >= 2 or text.startswith("title:"):
            yield _line(path, number, ANCHOR.sub(" ", text.removeprefix("title:")))


def of_yaml(path: Path, only: str = "", *, typed: bool = False) -> Iterator[Line]:
    """Yield the values of a YAML file, without keys; `only` those under that key."""
    node = yaml.compose(path.read_text(encoding="utf-8"), yaml.SafeLoader)
    for scalar, keys in _scalars(node, ()):
        if PROGRAM_KEYS.isdisjoint(keys) and (not only or only in keys):
            yield _line(path, scalar.start_mark.line + 1, scalar.value, typed)


def _scalars(
    node: yaml.Node | None, keys: tuple[str, ...]
) -> Iterator[tuple[yaml.ScalarNode, tuple[str, ...]]]:
    if isinstance(node, yaml.ScalarNode):
        yield node, keys
    elif isinstance(node, yaml.SequenceNode):
        for one in node.value:
            yield from _scalars(one, keys)
    elif isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            yield from _scalars(value, (*keys, str(key.value)))


def _line(path: Path, number: int, text: str, typed: bool = False) -> Line:
    name = path.relative_to(ROOT).as_posix() if path.is_relative_to(ROOT) else path.name
    return Line(name, number, PLACEHOLDER.sub(" ", text), typed)
