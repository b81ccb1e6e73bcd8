"""A turn made plain for matching, with the way back to the words as they were typed.

Plain: lower case, no accents, no invisible characters, look-alike letters made Latin, apostrophes
gone, doubled letters single ("zelfmooord", "stopen"), contractions, dialect and chat spellings
written out. Sentence ends become " . ", other pauses " , ".
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

_TOKEN = re.compile(
    r"(?P<word>[^\W_](?:[\w'’‘`´]|[\u00ad\u0300-\u036f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff])*)"
    r"|(?P<end>[.!?…\n]+)|(?P<pause>[,;:()\[\]–—/\"“”]+|\s-+\s)"
)
# "een" stays apart from "en", and sleep from what is weak ("slaap", "slap").
_LETTER = re.compile(r"(?<!\\)(?!\been\b)(?!(?<=sl)aap)([a-z])\1+")
_LOOKALIKES = str.maketrans("аеорсухіјѕԁһԛոαορν", "aeopcyxijsdhqnaopv")
_QUOTED_LINE = re.compile(r"(?m)^\s*>.*$")
_MAIL_HEAD = re.compile(r"(?im)^\s*(?:van|from|onderwerp|subject|aan|to|sent|verzonden)\s*:.*$")
_RULER = re.compile(r"(?m)^\s*(?:[-=_*~]{3,}|`{3,})\s*$")
_SENTENCE = re.compile(r"[^.!?…\n]+[.!?…\n]*")


@dataclass(frozen=True)
class PlainText:
    """`plain` for matching; `spans` leads from each plain token back to `original`."""

    original: str
    plain: str
    starts: tuple[int, ...]
    spans: tuple[tuple[int, int], ...]

    def verbatim(self, start: int, end: int) -> str:
        """Return the typed words behind `plain[start:end]`."""
        begins, ends = self.stretch(start, end)
        return self.original[begins:ends].strip()

    def stretch(self, start: int, end: int) -> tuple[int, int]:
        """Return where in the original the words behind `plain[start:end]` begin and end."""
        first, last = self._token(start), self._token(max(start, end - 1))
        return self.spans[first][0], self.spans[last][1]

    def place(self, start: int) -> int:
        """Return where in the original the token at `plain[start]` begins."""
        return self.spans[self._token(start)][0]

    def sentence(self, start: int, end: int) -> tuple[int, int]:
        """Return the bounds in `plain` of the sentence around `start:end`."""
        left = self.plain.rfind(" . ", 0, start)
        right = self.plain.find(" . ", max(start, end - 1))
        return (left + 3 if left >= 0 else 0, right if right >= 0 else len(self.plain))

    def _token(self, offset: int) -> int:
        return max(0, bisect_right(self.starts, offset) - 1)


@dataclass(frozen=True)
class Spelling:
    """How words are written out: chat and dialect spellings, and long words worth mending."""

    spellings: Mapping[str, str]
    slips: Mapping[str, str]

    @classmethod
    def of(cls, spellings: Mapping[str, str], terms: Iterable[str]) -> Spelling:
        """Build from spelling → written out, and terms in which one slip of a key is mended."""
        table = {single(key): single(value) for key, value in spellings.items()}
        return cls(table, _slips([single(term) for term in terms]))

    def word(self, typed: str) -> str:
        """Return one typed word in its plain form (may be several words)."""
        word = bare(typed)
        word = self.spellings.get(word, word)
        return self.slips.get(word, word)


def single(text: str) -> str:
    """Return `text` with doubled letters single; safe for patterns (\\b stays)."""
    return _LETTER.sub(r"\1", text)


_DOUBLE_TELLS = ("veerkracht",)  # with its letters single it is another word, and a grave one


def bare(typed: str) -> str:
    """Return a word without case, accents, apostrophes, invisible signs or doubled letters."""
    parts = unicodedata.normalize("NFKD", typed.casefold())
    kept = "".join(c for c in parts if unicodedata.category(c) not in ("Mn", "Cf", "Sk"))
    kept = re.sub(r"['’‘`´_]", "", kept).translate(_LOOKALIKES)
    return kept if kept.startswith(_DOUBLE_TELLS) else _LETTER.sub(r"\1", kept)


def plain_text(original: str, spelling: Spelling) -> PlainText:
    """Make `original` plain."""
    pieces: list[str] = [" "]
    starts: list[int] = [0]
    spans: list[tuple[int, int]] = [(0, 0)]
    length = 1
    for match in _joined(original):
        start, end, kind, word = match
        token = spelling.word(word) if kind == "word" else "." if kind == "end" else ","
        if not token:
            continue
        starts.append(length)
        spans.append((start, end))
        pieces.append(token + " ")
        length += len(token) + 1
    return PlainText(original, "".join(pieces), tuple(starts), tuple(spans))


def pasted(original: str) -> tuple[tuple[int, int], ...]:
    """Return the spans of `original` that look pasted: quoted lines, a mail, between rulers."""
    spans = [match.span() for match in _QUOTED_LINE.finditer(original)]
    rulers = [match.start() for match in _RULER.finditer(original)]
    spans += list(zip(rulers[::2], rulers[1::2], strict=False))
    heads = [match.start() for match in _MAIL_HEAD.finditer(original)]
    if heads and not rulers:
        spans.append((heads[0], len(original)))
    if len(rulers) == 1:
        spans.append((rulers[0], len(original)))
    return tuple(spans)


def sentences(original: str) -> list[str]:
    """Return the sentences of `original`, blank ones left out."""
    found = (match.group().strip() for match in _SENTENCE.finditer(original))
    return [sentence for sentence in found if sentence]


def windows(parts: Iterable[str], most: int) -> list[str]:
    """Join sentences into windows of at most `most` words; longer sentences are cut."""
    result: list[str] = []
    current: list[str] = []
    for part in parts:
        words = part.split()
        if current and len(current) + len(words) > most:
            result.append(" ".join(current))
            current = []
        while len(words) > most:
            result.append(" ".join(words[:most]))
            words = words[most:]
        current += words
    if current:
        result.append(" ".join(current))
    return result


def _joined(original: str) -> list[tuple[int, int, str, str]]:
    """Tokens with their spans; five or more single letters in a row become one word."""
    tokens = [
        (m.start(), m.end(), str(m.lastgroup), m.group()) for m in _TOKEN.finditer(original)
    ]
    result: list[tuple[int, int, str, str]] = []
    index = 0
    while index < len(tokens):
        run = index
        while run < len(tokens) and tokens[run][2] == "word" and len(tokens[run][3]) == 1:
            run += 1
        if run - index >= 5:
            letters = "".join(token[3] for token in tokens[index:run])
            result.append((tokens[index][0], tokens[run - 1][1], "word", letters))
            index = run
        else:
            result.append(tokens[index])
            index += 1
    return result


def _slips(terms: list[str]) -> dict[str, str]:
    """Every term with one letter left out, added twice over or swapped, to the term itself."""
    table: dict[str, str] = {}
    for term in terms:
        for i in range(1, len(term)):
            table.setdefault(term[:i] + term[i + 1 :], term)
            if i + 1 < len(term):
                table.setdefault(term[:i] + term[i + 1] + term[i] + term[i + 2 :], term)
    for term in terms:
        table[term] = term
    return table
