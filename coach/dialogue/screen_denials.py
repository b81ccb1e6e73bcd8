"""Trouble that a turn names only to say that it isn't there: "niet gepest", "nobody is committing fraud".

The words stand in prompts/screen.yaml, `denials`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from pydantic import BaseModel, ConfigDict

from coach.dialogue.screen_text import PlainText
from coach.dialogue.state import Route

MOST_BETWEEN = 6  # words between the negation and what it denies
_STRETCH = re.compile(r" (?:[.,]|maar|but|want|because|en|and|dat|that|omdat|terwijl|while) ")


class DenialWords(BaseModel):
    """What denies, what may stand between, what is denied, and what makes it no denial: patterns."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    negator: str
    nobody: str
    between: str
    where: str
    trouble: str
    emergency: str
    crisis: str
    self_harm: str
    spoken_of: str
    after: str
    doubt: str
    before: str
    asks: str


@dataclass(frozen=True)
class Denial:
    """Where in the plain text something is denied: a crisis, an emergency, or (none) lighter trouble."""

    start: int
    end: int
    route: Route


class Denials:
    """Finds what is denied; `compiled` makes a pattern of the file's words."""

    def __init__(self, words: DenialWords, compiled: Callable[[str], re.Pattern[str]]) -> None:
        named = f"({words.trouble}|{words.emergency}|{words.crisis})"
        also = f"( ,? ?(en|of|and|or|nor|noch) (({words.between}) ){{0,2}}{named})*"
        no_more = f"(?! ({words.after})\\b)"
        self._found = (
            compiled(f"({words.negator})( ({words.between})){{0,{MOST_BETWEEN}}} {named}{also}{no_more}"),
            compiled(
                f"({words.nobody})( ({words.between}|{words.where})){{0,{MOST_BETWEEN}}} {named}{also}{no_more}"
            ),
            compiled(
                f"({words.spoken_of})( (mij|me|hem|haar|ons|hen|iemand|echt|dus|ook)){{0,2}} "
                "(niemand|(niet|nooit)(?= ([.,]|en|maar|of|want|hoor) |  ?$))"
            ),
            compiled(f"van (({words.between}) ){{0,2}}{named} (is|was) (({words.between}) ){{0,3}}geen (sprake|kwestie)"),
            compiled(words.self_harm),
        )
        self._crisis = compiled(f"{words.crisis}|{words.self_harm}")
        self._emergency = compiled(words.emergency)
        self._doubt = compiled(words.doubt)
        self._before = compiled(words.before)
        self._asks = compiled(f"^ ?({words.asks})")

    def found(self, text: PlainText) -> list[Denial]:
        """Return what `text` denies, in order, none within another."""
        spans = sorted(span for pattern in self._found for span in _spans(pattern, text.plain))
        denials: list[Denial] = []
        for start, end in spans:
            if (denials and start < denials[-1].end) or self._is_meant_otherwise(text, start, end):
                continue
            denials.append(Denial(start, end, self._route(text.plain[start:end])))
        return denials

    def _route(self, denied: str) -> Route:
        if self._crisis.search(denied):
            return "crisis"
        return "emergency" if self._emergency.search(denied) else "none"

    def _is_meant_otherwise(self, text: PlainText, start: int, end: int) -> bool:
        """Tell whether the sentence makes it no denial: a wish, a question, somebody else's words."""
        left, right = text.sentence(start, end)
        if self._doubt.search(text.plain, left, right):
            return True
        stretch = max((m.end() for m in _STRETCH.finditer(text.plain, 0, start)), default=0)
        if self._before.search(text.plain, max(left, stretch - 1), start):
            return True
        asked = right < len(text.plain) and "?" in text.verbatim(right + 1, right + 2)
        clause = max(left, text.plain.rfind(" , ", 0, start) + 2)
        return asked and self._asks.search(text.plain[clause:start]) is not None


def _spans(pattern: re.Pattern[str], plain: str) -> Iterator[tuple[int, int]]:
    return (match.span() for match in pattern.finditer(plain))
