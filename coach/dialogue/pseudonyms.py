"""Names of people as initials, before anything is stored, when the operator wants that.

Who is a name is read as the walk reads it, and from the list of first names besides: for what is
kept, a name too many is better than one too few.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from coach.dialogue.clauses import LINKS, Token, clauses, is_initials, is_known
from coach.dialogue.fields import Asked
from coach.dialogue.lexicon import Lexicon, load_lexicon
from coach.dialogue.people import TITLES, load_names, people_in
from coach.dialogue.state import Language


def with_initials(text: str, language: Language, known: dict[str, str]) -> str:
    """Return `text` with initials for the names of people in it; titles and roles stay.

    `known` has the initials by first word of a name, in lower case, and gets those added. It is
    all that tells two people with the same letter apart, and must stand in memory alone.
    """
    names = _names(text, load_lexicon(language))
    for name in sorted(names, key=text.find):
        if first := _first(name):
            known.setdefault(first, _free(first, known))
    for name in sorted(names, key=len, reverse=True):
        if first := _first(name):
            titles = [word for word in name.split() if _is_title(word)]
            text = _replaced(text, name, " ".join([*titles, known[first]]))
    # A name once known is one however it is typed, unless it is a word as well (‘will’).
    for first, initials in known.items():
        if first not in load_names().also_words and not is_known(first, language):
            text = _replaced(text, first, initials, re.I)
    return text


def _replaced(text: str, name: str, initials: str, flags: int = 0) -> str:
    """Put `initials` where `name` stands as a word, also with an s of its own (‘Marjans’)."""

    def written(found: re.Match[str]) -> str:
        return f"{initials}’s" if found[1] else initials

    return re.sub(rf"(?<!\w){re.escape(name)}(['’]?s)?(?!\w)", written, text, flags=flags)


def _first(name: str) -> str:
    """Return the first word of a name in lower case, titles aside; empty when it is initials."""
    words = [word for word in name.split() if not _is_title(word) and word.lower() not in LINKS]
    return words[0].lower() if words and not is_initials(words[0].rstrip(".")) else ""


def _is_title(word: str) -> bool:
    return word.lower().rstrip(".") in TITLES


def _names(text: str, lexicon: Lexicon) -> set[str]:
    found: set[str] = set()
    for clause in clauses(text, lexicon):
        for name in people_in(clause, Asked(), lexicon):
            found.update(re.split(r"\s+(?:en|and|&)\s+", name))
        found.update(_listed(text, clause.tokens))
    return {name for name in found if name}


def _listed(text: str, tokens: tuple[Token, ...]) -> Iterator[str]:
    """Yield the names that begin with a word on the list of first names, surnames with them."""
    names = load_names()
    for place, token in enumerate(tokens):
        bare = re.sub(r"['’]?s$", "", token.lower)
        if not token.text[:1].isupper() or token.lower in names.others:
            continue
        either = names.first if place == 0 else names.first | names.also_words
        if token.lower in either:
            yield text[token.start : _end_of_name(tokens, place)]
        elif bare in either:
            yield token.text[: len(bare)]


def _end_of_name(tokens: tuple[Token, ...], place: int) -> int:
    """Return where the name ends that begins at `place`: after its last word with a capital."""
    end = tokens[place].end
    for token in tokens[place + 1 :]:
        if token.text[:1].isupper():
            end = token.end
        elif token.lower not in LINKS:
            break
    return end


def _free(name: str, known: dict[str, str]) -> str:
    """Return the first letters of `name` that nobody else has: one, or as many as it takes."""
    taken = set(known.values())
    tried = (name[:count].capitalize() for count in range(1, len(name)))
    return next((each for each in tried if each not in taken), f"{name[:1].upper()}{len(taken)}")
