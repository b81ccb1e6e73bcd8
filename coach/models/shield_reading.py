"""A text as the shield's rules ask about it: words, their neighbours, and who was found so far."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from coach.models.shield_numbers import Span
from coach.models.shield_tokens import Token
from coach.models.shield_words import Words

SPACE = re.compile(r"\s{1,2}$")
SHORT_DOT = re.compile(r"\.?\s{1,2}$")


class Reading:
    """The words of one text, with the questions that the rules ask of them."""

    def __init__(
        self, text: str, tokens: Sequence[Token], known: Mapping[str, bool], words: Words
    ) -> None:
        self.text, self.tokens, self.known, self.words = text, tokens, known, words
        self.cues = words.cues
        self.people: list[Span] = []

    def at(self, place: int) -> Token | None:
        """Return the word at `place`, None outside the text or inside another span."""
        if 0 <= place < len(self.tokens) and not self.tokens[place].taken:
            return self.tokens[place]
        return None

    def before(self, place: int) -> Token | None:
        """Return the word right before `place` in the same sentence, with only a space between."""
        token = self.tokens[place]
        if place == 0 or token.opens or not SHORT_DOT.fullmatch(token.gap):
            return None
        return self.tokens[place - 1]

    def after(self, place: int) -> Token | None:
        """Return the word right after `place`, with only a space between."""
        following = self.at(place + 1)
        if following is None or following.opens:
            return None
        article = following.lower in {"t", "s"} and following.gap in {" '", " ’"}
        if not SPACE.fullmatch(following.gap) and not article:
            return None
        if self.tokens[place].end != self.tokens[place].stop:
            return None
        return following

    def has(self, cue: str, token: Token | None) -> bool:
        return token is not None and token.lower in self.cues[cue]

    def ends_with_person(self, place: int) -> bool:
        """Tell whether a person was found whose last word is at `place`."""
        return bool(self.people) and self.people[-1].end == self.tokens[place].stop
