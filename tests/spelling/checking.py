"""Spelling by hunspell, with Debian's dictionaries and this project's own words."""

from __future__ import annotations

import os
import re
import subprocess
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from coach.dialogue.state import Language
from tests.spelling.texts import Line

FOLDER = Path(__file__).parent
# What is typed may be British or American; what we write is British.
DICTIONARIES: Mapping[tuple[Language, bool], str] = {
    ("nl", False): "nl_NL", ("nl", True): "nl_NL",
    ("en", False): "en_GB", ("en", True): "en_GB,en_US",
}
WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")


def misspelled(language: Language, lines: Iterable[Line]) -> Iterator[str]:
    """Yield `file:line: word` for every word that no dictionary and no list of ours knows.

    Our lists: `names.txt` for both languages, `words.LANG.txt`, and for what is typed also
    `typed.LANG.txt`, where slips stand on purpose, since people make them. Upper and lower case
    count only in what we write ourselves.
    """
    places: dict[bool, defaultdict[str, list[Line]]] = {
        False: defaultdict(list), True: defaultdict(list),
    }
    for line in lines:
        for found in WORD.findall(line.text):
            places[line.typed][found.replace("’", "'")].append(line)
    for typed, found in places.items():
        for word in sorted(_wrong(language, found, typed)):
            for line in found[word]:
                yield f"{line.file}:{line.number}: {word}"


def _wrong(language: Language, words: Iterable[str], typed: bool) -> set[str]:
    known = own_words("names") | own_words(f"words.{language}")
    if typed:
        known = {word.casefold() for word in known | own_words(f"typed.{language}")}
    dictionary = DICTIONARIES[language, typed]
    wrong = unknown([word for word in words if not _is_known(word, known, typed)], dictionary)
    if typed:
        capitals = unknown({word.capitalize() for word in wrong}, dictionary)
        wrong = {word for word in wrong if word.capitalize() in capitals}
    return wrong


def unknown(words: Iterable[str], dictionary: str) -> set[str]:
    """Return those of `words` that hunspell doesn't accept, as they were given."""
    asked = list(words)
    done = subprocess.run(
        ["hunspell", "-l", "-i", "utf-8", "-d", dictionary],
        input="\n".join(asked),
        # The person's own word list must not decide what passes here.
        env={**os.environ, "LC_ALL": "C.UTF-8", "HOME": str(FOLDER)},
        capture_output=True,
        text=True,
        check=True,
    )
    refused = set(done.stdout.split())
    # It takes some words apart, and names the part it doesn't know.
    return {word for word in asked if not refused.isdisjoint({word, *re.split("['-]", word)})}


def own_words(name: str) -> set[str]:
    """Return one list of ours: a word a line, `#` begins a remark."""
    text = (FOLDER / f"{name}.txt").read_text(encoding="utf-8")
    bare = (line.partition("#")[0].strip() for line in text.split("\n"))
    return {word for word in bare if word}


def _is_known(word: str, known: set[str], typed: bool) -> bool:
    """Tell whether a list of ours has it, by itself, with a small first letter, or as ours's."""
    forms = {word, word[:1].lower() + word[1:]}
    forms |= {form.removesuffix("'s") for form in forms}
    return not known.isdisjoint({form.casefold() for form in forms} if typed else forms)
