"""Answering from the library: a quote of at most two sentences and where it stands, or nothing."""

from __future__ import annotations

import logging
import re
from collections.abc import Sequence
from typing import Literal, Protocol

from coach.dialogue.orders import without_orders
from coach.dialogue.state import Audience, Citation, Language, Phase
from coach.errors import IndexUnavailable
from coach.own_document import OWN

logger = logging.getLogger(__name__)

APART = frozenset({"sources", "example", "sentences"})  # no answers by themselves
OF_THE_GUIDE = frozenset({"when-to-use", "sentences", "example"})  # answered with what the guide is about
NEAREST = 8  # hits; further ones are merely near
AS_NEAR = 0.9  # of the best hit's score, from which another document is quoted in its place
NEAR_ENOUGH = 0.66  # the best hit's score, from which it answers what came up in a talk
MOST_WORDS = 45
MOST_QUOTED = 35


Verdict = Literal["refused", "", "sure"]  # not answered here; answered or can't be read; surely answered
SURE = 0.85  # the best hit's score, from which it is what was asked for


class Hit(Protocol):
    """A passage found; `quote` stands verbatim in that section."""

    @property
    def document(self) -> str: ...
    @property
    def section(self) -> str: ...
    @property
    def language(self) -> Language: ...
    @property
    def quote(self) -> str: ...
    @property
    def score(self) -> float: ...
    @property
    def audience(self) -> Sequence[Audience]: ...


class SectionLike(Protocol):
    """A section of the library; `text` is its Markdown."""

    @property
    def text(self) -> str: ...


class Result(Protocol):
    """What a search gives back."""

    @property
    def answerable(self) -> bool: ...
    @property
    def hits(self) -> Sequence[Hit]: ...


class Searcher(Protocol):
    """What explaining needs of the library's search."""

    def search(
        self,
        query: str,
        language: Language | None = None,
        k: int = 10,
        phase: Phase | None = None,
        *,
        audience: Audience | None = None,
    ) -> Result: ...

    def passage(self, document: str, section: str, language: Language) -> SectionLike | None: ...


def core(search: Searcher, document: str, section: str, language: Language) -> Citation | None:
    """Return the first sentences of one section as a citation; None when it isn't there."""
    found = search.passage(document, section, language)
    if found is None:
        return None
    text = " ".join(found.text.split("\n\n")[0].split())
    quote = _short(text, MOST_QUOTED)
    sound = bool(quote) and quote in found.text and "?" not in quote
    return Citation(document, section, language, quote) if sound else None


def verdict(
    search: Searcher, query: str, language: Language, phase: Phase, audience: Audience
) -> Verdict:
    """Return what the library says of `query` before anything is quoted."""
    try:
        result = search.search(query, language, 1, phase, audience=audience)
    except IndexUnavailable:
        return ""
    if not result.answerable:
        return "refused"
    best = result.hits[0]
    return "sure" if best.score >= SURE and audience in best.audience else ""


def answer(
    search: Searcher, query: str, language: Language, phase: Phase, audience: Audience,
    given: frozenset[str] = frozenset(), own_only: bool = False,
) -> Citation | None:  # fmt: skip
    """Return the passage that answers `query` for somebody of this audience; else None.

    `given` are the sections ("repair/pitfalls") quoted before, which aren't quoted again;
    `own_only`: from a document of the person's own, or not at all. Where the best document isn't
    for them, or has nothing that can be quoted, another is only if it is as near. What stands in
    somebody's own document is quoted up to the first order to the coach. While the index can't be
    read nothing is quoted, and the talk goes on.
    """
    try:
        result = search.search(query, language, NEAREST, phase, audience=audience)
    except IndexUnavailable as error:
        logger.warning("Nothing is looked up: %s", error)
        return None
    if not result.answerable or result.hits[0].score < NEAR_ENOUGH:
        return None
    best = result.hits[0]
    for hit in result.hits:
        merely_near = hit.document != best.document and hit.score < AS_NEAR * best.score
        if merely_near and not own_only or audience not in hit.audience or hit.language != language:
            continue
        if own_only and not hit.document.startswith(OWN):
            continue
        if hit.section in OF_THE_GUIDE and f"{hit.document}/core-idea" not in given:
            told = core(search, hit.document, "core-idea", language)
            if told is not None:
                return told
        if hit.section in APART or f"{hit.document}/{hit.section}" in given:
            continue
        if hit.document == EVIDENCE and ASKS_EVIDENCE.search(query) is None:
            continue
        quote = _short(hit.quote)
        if POINTS_BACK.match(quote) and not hit.document.startswith(OWN):
            continue  # what it points at isn't quoted with it
        if hit.document.startswith(OWN):
            quote = without_orders(quote)
        if quote and "?" not in quote and "!" not in quote:
            return Citation(hit.document, hit.section, hit.language, quote)
    return None


EVIDENCE = "research"
ASKS_EVIDENCE = re.compile(
    r"\b(?:onderzo\w+|bewijs\w*|bewezen|stud\w+|cijfers?|wetenschap\w*|aangetoond|effect\w*|research\w*|evidence|proof|proven|prove[sd]?|science|scientific|figures|data|works|werkt|helpt|helps?)\b", re.I
)
# How a sentence opens that goes on with one before it.
POINTS_BACK = re.compile(r"(?:Het|Dat|Dit|Die|Deze|Ze|Zij|Hij|Daar|Zo|Daarom|Dus|It|This|That|These|Those|They|He|She|So|Then|There)\b")


def _short(quote: str, most: int = MOST_WORDS) -> str:
    """Return whole sentences from the start of `quote`, at most `MOST_WORDS` words; "" if none fits."""
    if len(quote.split()) <= most:
        return quote
    taken = ""
    for match in re.finditer(r".+?[.!?](?=\s|$)", quote, re.S):
        if len((taken + match.group()).split()) > most:
            break
        taken = quote[: match.end()]
    return taken.strip()
