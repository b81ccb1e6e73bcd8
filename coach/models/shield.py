"""The shield: names and identifiers become placeholders before a text leaves this computer.

One shield belongs to one talk. It keeps what each placeholder stands for, so that the same person
is the same placeholder in every turn, and puts the words back in what a model answers. It hides
most names, never all: nothing here promises more.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from coach.dialogue.state import Language
from coach.models.shield_found import found_once
from coach.models.shield_names import people_in
from coach.models.shield_numbers import Kind, Span, numbers_in
from coach.models.shield_orgs import organisations_in
from coach.models.shield_placeholders import (
    PLACEHOLDER,
    Entry,
    Place,
    in_stream,
    place_of,
    put_back,
)
from coach.models.shield_tokens import WORD, first_of, tokens_of
from coach.models.shield_words import Words, folded, load_words

LONG_WORD = 4  # letters; shorter words that are names too stand everywhere
NO_NAMES = ("never", "roles", "titles", "possessives")  # cues whose words aren't names
LETTERS = "bcdefghijklmnopqrstuvwxyz"


@dataclass(frozen=True)
class Hidden:
    """A text with placeholders in it, and what they stand for, in order: (words, kind)."""

    text: str
    spans: tuple[tuple[str, Kind], ...]


class Shield:
    """What stands for what in one talk.

    `known` are names the talk's record holds; a role among them ("de nachtdienst") is passed over.
    """

    def __init__(self, language: Language = "nl", known: Iterable[str] = ()) -> None:
        self.language: Language = language
        self._words: dict[Place, str] = {}
        self._places: dict[tuple[Entry, str], Place] = {}
        self._known: dict[str, bool] = {}
        self.know(known)

    def know(self, names: Iterable[str]) -> None:
        """Let the names in `names` count from now on, also in lower case."""
        words = load_words()
        for name in names:
            for part in re.split(r"\s*(?:,|&|/|\ben\b|\band\b)\s*", name):
                for token in _name_words(part, words):
                    self._known[token] = True
                if _may_be_name(part, words):
                    self._known.setdefault(part.casefold(), False)

    def hide(self, text: str) -> Hidden:
        """Return `text` with placeholders for every identifier that was found.

        Hiding twice changes nothing more, and `reveal` gives `text` back exactly.
        """
        hidden, before = self._hidden_once(text), text
        # What stood beside an identifier may be one too, now that the identifier is gone.
        while hidden != before:
            hidden, before = self._hidden_once(hidden), hidden
        places = [place_of(match) for match in PLACEHOLDER.finditer(hidden)]
        return Hidden(
            hidden, tuple((self._words[place], place[0]) for place in places if place[0] != "TEXT")
        )

    def find(self, text: str) -> list[Span]:
        """Return where the identifiers of `text` stand, in order, none overlapping."""
        hidden = self.hide(text).text
        spans: list[Span] = []
        shift = 0
        for match in PLACEHOLDER.finditer(hidden):
            kind, words = place_of(match)[0], self._words[place_of(match)]
            start = match.start() + shift
            shift += len(words) - len(match[0])
            if kind != "TEXT":
                spans.append(Span(start, start + len(words), kind))
        return spans

    def reveal(self, text: str) -> str:
        """Return `text` with every placeholder put back, however a model bent its case or spaces.

        One that was never given out becomes "someone" or "…", never a placeholder.
        """
        return put_back(text, self._revealed)

    def reveal_stream(self, pieces: Iterable[str]) -> Iterator[str]:
        """Yield `pieces` revealed; a placeholder may be split over several of them."""
        return in_stream(pieces, self._revealed)

    def as_dict(self) -> dict[str, Any]:
        """Return it for JSON, to be kept with the talk."""
        return {
            "language": self.language,
            "known": self._known,
            "entries": [[*place, words] for place, words in self._words.items()],
        }

    @classmethod
    def from_dict(cls, kept: dict[str, Any]) -> Shield:
        """Return the shield that `as_dict` was taken of."""
        shield = cls(kept["language"])
        shield._known = dict(kept["known"])
        for kind, number, letter, words in kept["entries"]:
            shield._words[kind, number, letter] = words
            shield._places[kind, words] = (kind, number, letter)
        return shield

    def _hidden_once(self, text: str) -> str:
        pieces: list[str] = []
        end = 0
        for start, stop, kind in self._stretches(text):
            pieces += (text[end:start], self._placeholder(kind, text[start:stop]))
            end = stop
        return "".join([*pieces, text[end:]])

    def _stretches(self, text: str) -> list[tuple[int, int, Entry]]:
        words = load_words()
        given = [
            (m.start(), m.end(), self._written(place_of(m)) == m[0])
            for m in PLACEHOLDER.finditer(text)
        ]
        taken = [Span(start, end, "PERSON") for start, end, _ in given]
        found = found_once(("set", text), lambda: _set_identifiers(text, taken, words))
        found += [
            s for s in self._people(text, [*taken, *found], words) if _free(s, [*taken, *found])
        ]
        found += self._seen_before(text, [*taken, *found], words)
        typed: list[tuple[int, int, Entry]] = [
            (start, end, "TEXT") for start, end, ours in given if not ours
        ]
        return sorted([(span.start, span.end, span.kind) for span in found] + typed)

    def _people(self, text: str, taken: list[Span], words: Words) -> list[Span]:
        """Return people; whoever is found once is then known in the whole text, and later."""
        folded_text = text.casefold().replace("’", "'")

        def find() -> list[Span]:
            return people_in(text, tokens_of(text, taken, words), self._known, words)

        while True:
            # Only who stands in the text makes a difference; `taken` follows from the text.
            here = sorted((name, sure) for name, sure in self._known.items() if name in folded_text)
            people = found_once(("people", text, here), find)
            before = dict(self._known)
            for span in people:
                self._learn(text[span.start : span.end], words)
            if self._known == before:
                return people

    def _learn(self, name: str, words: Words) -> None:
        """Let a name that was found count from now on; in any case, as people type on in small.

        A family name that is a word ("Bakker") does so only where it was typed in small letters.
        """
        for place, token in enumerate(_name_words(name, words)):
            common = _is_everywhere(token, words)
            typed_small = token in name and not common
            self._known[token] = (
                self._known.get(token, place == 0 and not common)
                or typed_small
                or not words.is_word(token)
            )

    def _seen_before(self, text: str, taken: list[Span], words: Words) -> list[Span]:
        """Return further places of what was hidden before in this talk or text, in the same case."""
        surfaces: dict[str, Kind] = {
            hidden: kind for kind, hidden in self._places if kind != "TEXT"
        }
        for span in taken:
            if not PLACEHOLDER.fullmatch(text[span.start : span.end]):
                surfaces[text[span.start : span.end]] = span.kind
        common = words.cues["too_common"]
        surfaces = {s: kind for s, kind in surfaces.items() if s not in common and len(s) > 1}
        if not surfaces:
            return []
        either = "|".join(re.escape(s) for s in sorted(surfaces, key=len, reverse=True))
        found: list[Span] = []
        for match in re.finditer(rf"(?<!\w)(?:{either})(?!\w)", text):
            span = Span(match.start(), match.end(), surfaces[match[0]])
            if _free(span, [*taken, *found]):
                found.append(span)
        return found

    def _placeholder(self, kind: Entry, words: str) -> str:
        place = self._places.get((kind, words))
        if place is None:
            place = self._new_place(kind, words)
            self._words[place], self._places[kind, words] = words, place
        return self._written(place)

    def _new_place(self, kind: Entry, words: str) -> Place:
        same = self._same(kind, words)
        used = {letter for k, n, letter in self._words if (k, n) == (kind, same)}
        free = next((letter for letter in LETTERS if letter not in used), None)
        if same is not None and free is not None:
            return kind, same, free
        return kind, max((n for k, n, _ in self._words if k == kind), default=0) + 1, ""

    def _same(self, kind: Entry, words: str) -> int | None:
        """Return the number of the one person or firm that these words name in another form."""
        if kind not in {"PERSON", "ORG"}:
            return None
        wanted = _parts(words)
        numbers = {
            number
            for (k, number, _), other in self._words.items()
            if k == kind
            and wanted
            and (wanted <= _parts(other) or _parts(other) and _parts(other) <= wanted)
        }
        return numbers.pop() if len(numbers) == 1 else None

    def _written(self, place: Place) -> str:
        if place not in self._words:
            return ""
        kind, number, letter = place
        return f"[{load_words().texts['placeholders'][self.language][kind]}-{number}{letter}]"

    def _revealed(self, place: Place) -> str:
        kind, number, letter = place
        for given in ((kind, number, letter), (kind, number, "")):
            if given in self._words:
                return self._words[given]
        unknown = load_words().texts["unknown"][self.language]
        return str(unknown.get(kind, unknown["other"]))


def _set_identifiers(text: str, taken: list[Span], words: Words) -> list[Span]:
    """Return numbers, addresses and organisations: what no talk makes more or less likely."""
    found = [span for span in numbers_in(text) if _free(span, taken)]
    return found + organisations_in(text, [*taken, *found], words)


def explanation(language: Language) -> str:
    """Return the sentences that tell a model what placeholders are, for its prompt."""
    return str(load_words().texts["explanation"][language])


def _free(span: Span, taken: Iterable[Span]) -> bool:
    return all(span.end <= other.start or span.start >= other.end for other in taken)


@lru_cache(maxsize=1_000)
def _parts(name: str) -> frozenset[str]:
    cues = load_words().cues
    parts = {folded(m[0].casefold()) for m in WORD.finditer(name)}
    return frozenset(part for part in parts if part not in cues["prefixes"] and len(part) > 1)


def _is_everywhere(token: str, words: Words) -> bool:
    """Tell whether a name is a word of every other sentence ("Wil", "Will", "May", "Jan")."""
    cues = words.cues
    if token not in cues["too_common"]:
        return False
    return len(token) < LONG_WORD or token in cues["verb_names"] | cues["months"] | cues["seasons"]


def _may_be_name(part: str, words: Words) -> bool:
    """Tell whether it is one word with a capital, "Vlinder", that is no role or other small word."""
    lower = part.casefold()
    if not WORD.fullmatch(part) or not part[:1].isupper():
        return False
    return lower not in words.others and not _is_any(lower, words, *NO_NAMES, "determiners")


def _is_any(lower: str, words: Words, *cues: str) -> bool:
    """Tell whether it is a word of any of these cues."""
    return any(lower in words.cues[cue] for cue in cues)


def _name_words(name: str, words: Words) -> list[str]:
    """Return the lower-case words of `name` that are names; none of a role or a group."""
    tokens = [m[0] for m in WORD.finditer(re.sub(r"['’]s\b", "", name))]
    found = []
    for token in tokens:
        lower = token.casefold().replace("’", "'")
        if len(lower) < 2 or _is_any(lower, words, "prefixes", *NO_NAMES):
            continue
        determined = _is_any(tokens[0].casefold(), words, "determiners", "possessives")
        named = bool(first_of(lower, words)) and (
            not determined or token[:1].isupper() or first_of(lower, words) == "sure"
        )
        capital = (
            token[:1].isupper()
            and not (token is tokens[0] and words.is_word(lower))
            and lower not in words.others
        )
        if (
            named
            or capital
            and not determined
            or not determined
            and not words.is_word(lower)
            and lower not in words.others
        ):
            found.append(lower)
    return found
