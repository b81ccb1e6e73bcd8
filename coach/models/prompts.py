"""Prompts for a model: Markdown files of prompts/model with front matter and declared variables."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from itertools import product

import yaml

from coach.content import content_folder
from coach.dialogue.state import LANGUAGES, Language
from coach.errors import ContentError

REPLY = frozenset({"phase", "turn", "record", "draft", "question"})
# What each prompt is given; it declares just these, and uses them all.
GIVEN: Mapping[str, frozenset[str]] = {
    "system": frozenset({"address"}),
    **dict.fromkeys(("ask", "deepen", "example", "summarise", "close"), REPLY),
    "explain": REPLY | {"passages"},
    "again": frozenset({"said"}),
    "earlier": frozenset({"summary"}),
    "understand": frozenset({"phase", "asked", "turn"}),
    "sheet-rules": frozenset(),
    "sheet": frozenset({"record", "tone", "questions"}),
}
VARIABLE = re.compile(r"{(\w+)}")
FRONT = re.compile(r"---\n(.*?)\n---\n(.*)", re.S)


@dataclass(frozen=True)
class Prompt:
    """One prompt; `hash` is the SHA-256 of its file, so that a stored turn tells which it was."""

    name: str
    language: Language
    variables: frozenset[str]
    text: str
    hash: str

    def fill(self, **values: str) -> str:
        """Return the text with `values` in it, which are not looked into for variables again.

        Raises `ContentError` when one is missing or isn't declared.
        """
        if set(values) != self.variables:
            wrong = ", ".join(sorted(set(values) ^ self.variables))
            raise ContentError(
                f"The prompt {self.name}.{self.language} was given other variables than it "
                f"declares ({wrong}). Nothing was sent. Correct its front matter."
            )
        return VARIABLE.sub(lambda found: values[found[1]], self.text)


def hash_of(*prompts: Prompt, more: str = "") -> str:
    """Return the SHA-256 of all templates a request was made of, and of what was added to them."""
    lines = [f"{each.name}.{each.language} {each.hash}" for each in prompts]
    return hashlib.sha256("\n".join([*lines, more]).encode()).hexdigest()


@cache
def load_prompt(name: str, language: Language) -> Prompt:
    """Return prompts/model/NAME.LANGUAGE.md; raise `ContentError` when it can't be used."""
    path = content_folder("prompts") / "model" / f"{name}.{language}.md"
    try:
        content = path.read_text(encoding="utf-8")
    except OSError as error:
        raise ContentError(
            f"The prompt {path.name} can't be read ({error.strerror}). Nothing was sent. "
            "Install the package again."
        ) from error
    prompt = read_prompt(content, name, language)
    if unknown := prompt.variables - GIVEN[name]:
        raise _wrong(name, language, f"it isn't given {', '.join(sorted(unknown))}")
    if missing := GIVEN[name] - prompt.variables:
        raise _wrong(name, language, f"it has no place for {', '.join(sorted(missing))}")
    return prompt


def check_prompts() -> None:
    """Read every prompt; raise `ContentError` for the first that can't be used."""
    for name, language in product(GIVEN, LANGUAGES):
        load_prompt(name, language)


def read_prompt(content: str, name: str, language: Language) -> Prompt:
    """Return the prompt a file holds.

    Raises `ContentError` when its front matter is missing, names another prompt, or declares
    other variables than its text uses.
    """
    found = FRONT.fullmatch(content)
    front = yaml.safe_load(found[1]) if found else None
    if found is None or not isinstance(front, dict):
        raise _wrong(name, language, "it has no front matter")
    if (front.get("name"), front.get("language")) != (name, language):
        raise _wrong(name, language, "its front matter names another prompt")
    declared, used = set(front.get("variables") or ()), set(VARIABLE.findall(found[2]))
    if missing := used - declared:
        raise _wrong(name, language, f"it uses {', '.join(sorted(missing))} undeclared")
    if unused := declared - used:
        raise _wrong(name, language, f"it declares {', '.join(sorted(unused))} and doesn't use it")
    digest = hashlib.sha256(content.encode()).hexdigest()
    return Prompt(name, language, frozenset(declared), found[2].strip(), digest)


def _wrong(name: str, language: Language, what: str) -> ContentError:
    return ContentError(
        f"prompts/model/{name}.{language}.md can't be used: {what}. Nothing was sent. "
        "Correct that file."
    )
