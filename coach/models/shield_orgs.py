"""Employers and other organisations in a text: legal forms, cue words, known employers, "bij X"."""

from __future__ import annotations

import re
from functools import cache

from coach.models.shield_numbers import Span
from coach.models.shield_tokens import Token, tokens_of
from coach.models.shield_words import Words, load_words

CAP = r"(?:St\.|[A-ZÀ-ÖØ-Þ](?:\.[A-Z])*(?:[\w'’]|\.(?=\w))*(?:[-&/][\w'’]+)*|\d+[A-Z]\w*)"


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    texts = load_words().texts
    cues = {name: text.split() for name, text in texts["organisations"].items()}

    def either(name: str) -> str:
        return "|".join(sorted((re.escape(word) for word in cues[name]), key=len, reverse=True))

    links = either("links")
    name = rf"{CAP}(?:[ ](?:(?:{links})[ ]){{0,2}}{CAP}){{0,4}}"
    employers = sorted((re.escape(e) for e in texts["employers"]), key=len, reverse=True)
    return {
        "legal": re.compile(rf"(?<![\w-]){name}(?:[ ](?:&|en|and)[ ](?:{CAP}|Zn|Zonen|Co))?,?[ ](?i:{either('legal')})(?!\w)"),
        "head": re.compile(rf"(?<![\w-])(?P<head>(?i:{either('heads')}))[ ](?P<name>(?:(?:{links}|van)[ ]){{0,2}}{CAP}(?:[ ](?:(?:{links})[ ]){{0,2}}{CAP}){{0,3}})"),
        "tail": re.compile(rf"(?<![\w-])(?:{CAP}[ ](?:(?:{links})[ ]){{0,2}}){{1,4}}(?P<tail>{'|'.join(t.capitalize() for t in cues['tails'])}|NHS)(?:[ ](?:NHS[ ])?(?:Trust|Group|Ltd|Foundation|Noord|Oost|Zuid|West))*(?!\w)"),
        "of": re.compile(rf"(?<![\w-])(?:University|Bank|College|City|Borough|Diocese|Council|Universiteit)[ ](?:of|van)[ ]{CAP}(?:[ ]{CAP})?"),
        "ending": re.compile(rf"(?<![\w-])(?:{CAP}[ ]){{0,2}}(?-i:[A-Z])[\w-]{{2,}}(?:{either('endings')})(?!\w)"),
        "employer": re.compile(rf"(?<![\w-])(?:{'|'.join(employers)})(?![\w-])", re.I),
        "work": re.compile(rf"\b(?:{either('work')})\b[^.!?]{{0,40}}?\b(?:bij|voor|for|at|with)[ ](?:de[ ]|het[ ]|the[ ])?$|\b(?:(?:employed|hired|bought|acquired|run) by|(?:ingehuurd|overgenomen|aangenomen|gedetacheerd) door|joined|joining|werkgever(?: is|,)|employer(?: is|,)|bedrijf,?|company,?|our trust,|firma)[ ]$", re.I),
        "at": re.compile(r"\b(?:bij|at)[ ](?:de[ ]|het[ ]|the[ ])?$"),
        "name": re.compile(rf"(?<![\w-]){CAP}(?:[ ](?:(?:{links})[ ]){{0,2}}{CAP}){{0,3}}"),
    }  # fmt: skip


def organisations_in(text: str, taken: list[Span], words: Words) -> list[Span]:
    """Return the spans of organisations in `text`, none overlapping each other or `taken`."""
    tokens = tokens_of(text, taken, words)
    found: list[Span] = []

    def keep(start: int, end: int) -> None:
        while end > start and text[end - 1] in ".,'’ ":
            end -= 1
        if all(end <= other.start or start >= other.end for other in [*taken, *found]):
            found.append(Span(start, end, "ORG"))

    patterns = _patterns()
    for match in patterns["legal"].finditer(text):
        if (
            not re.search(r"(?i:\bAG|\bInc|\bPLC|\bSA)$", match[0])
            or match[0].split()[-1][0].isupper()
        ):
            keep(_from_name(tokens, match.start(), match.end(), words), match.end())
    for match in patterns["of"].finditer(text):
        keep(match.start(), match.end())
    for match in patterns["head"].finditer(text):
        if _names_one(tokens, match, words):
            keep(match.start(), match.end())
    for name in ("tail", "ending"):
        for match in patterns[name].finditer(text):
            start = _from_name(tokens, match.start(), match.end(), words)
            if _has_own_name(
                tokens, start, match.end(), words, fewest=1 if name == "ending" else 2
            ):
                keep(start, match.end())
    for match in patterns["employer"].finditer(text):
        if _is_employer(text, tokens, match, words):
            keep(match.start(), match.end())
    for match in patterns["name"].finditer(text):
        if _is_employer_by_place(text, tokens, match, words):
            keep(match.start(), match.end())
    return found


def _at(tokens: list[Token], start: int) -> Token | None:
    return next((t for t in tokens if t.start <= start < t.end), None)


def _from_name(tokens: list[Token], start: int, end: int, words: Words) -> int:
    """Return where a name in capitals begins: not with a small word that only opens the sentence."""
    inside = [t for t in tokens if start <= t.start < end]
    while len(inside) > 1 and (
        (inside[0].opens or not inside[0].capital)
        and inside[0].lower in SMALL
        or inside[0].lower in words.cues["days"] | words.cues["months"] | words.cues["titles"]
    ):
        inside = inside[1:]
    return inside[0].start if inside else start


SMALL = frozenset(
    "de het een the a an our my their his her onze mijn ons bij at in op van voor met from for with on sinds since toen when then dus so and but en maar ik i we wij ze zij hij she he it dat die this that"
    " is was are of onder under via na after before before voor naar to door by as als if omdat because".split()
)


def _has_own_name(tokens: list[Token], start: int, end: int, words: Words, fewest: int) -> bool:
    """Tell whether one word of a firm's name is no ordinary word, or there are three in a row."""
    inside = [t for t in tokens if start <= t.start < end]
    if len(inside) < fewest or fewest == 1 and len(inside) == 1 and inside[0].opens:
        return False
    own = any(
        not words.is_plain_word(t.lower) or t.first == "sure"
        for t in inside[: max(1, len(inside) - 1)]
    )
    return own or len(inside) > 2


def _names_one(tokens: list[Token], match: re.Match[str], words: Words) -> bool:
    """Tell whether a cue word is followed by a name of its own ("ziekenhuis Zuid"), not by a sentence."""
    begin = match.start("name")
    head = _at(tokens, match.start())
    inside = [t for t in tokens if begin <= t.start < match.end()]
    named = [t for t in inside if t.capital and t.lower not in words.cues["determiners"]]
    if (
        not named
        or head is None
        or any(t.lower in words.cues["days"] | words.cues["months"] for t in named[:1])
    ):
        return False
    if (
        named[0].opens
        or named[0].lower in words.cues["products"]
        or named[0].lower in words.cues["never"]
    ):
        return False
    person = (
        named[0].first == "sure"
        and head.lower
        in {"praktijk", "school", "bedrijf", "firma", "garage", "restaurant", "hotel", "café"}
        and head.core[:1].islower()
    )
    return not person


def _is_called(token: Token, words: Words) -> bool:
    return token.lower in words.first or token.lower in words.also_words


def _is_employer(text: str, tokens: list[Token], match: re.Match[str], words: Words) -> bool:
    """Tell whether a listed employer is meant, and not the word or the product it also is."""
    token = _at(tokens, match.start())
    written = next((e for e in words.texts["employers"] if e.lower() == match[0].lower()), "")
    lead = text[max(0, match.start() - 60) : match.start()]
    placed = bool(_patterns()["work"].search(lead) or _patterns()["at"].search(lead))
    if token is None:
        return False
    ordinary = (
        words.is_plain_word(match[0].lower()) or _is_called(token, words) or len(match[0]) < 4
    )
    if match[0] == match[0].lower() and written != written.lower():
        return placed or not ordinary and len(match[0]) > 4
    if ordinary:
        return placed or match[0] == written and not token.opens and match[0].isupper()
    return True


def _is_employer_by_place(
    text: str, tokens: list[Token], match: re.Match[str], words: Words
) -> bool:
    """Tell whether "bij X" or "at X" names an employer: not a person, a place, a day or a product."""
    inside = [t for t in tokens if match.start() <= t.start < match.end()]
    if not inside or inside[0].opens:
        return False
    lead = text[max(0, match.start() - 60) : match.start()]
    work = bool(_patterns()["work"].search(lead))
    if not work and not _patterns()["at"].search(lead):
        return False
    first = inside[0]
    cues = words.cues
    if (
        first.lower
        in cues["days"]
        | cues["months"]
        | cues["products"]
        | cues["never"]
        | cues["roles"]
        | cues["titles"]
    ):
        return False
    if len(inside) == 1:
        if first.other or first.shouted and len(first.core) < 4 or first.first:
            return False
        determined = bool(re.search(r"\b(?:de|het|the)\s$", lead))
        return work and not determined
    if first.other:
        return work and any(not t.other for t in inside)
    if first.first == "sure" and any(t.lower in {"en", "and"} for t in inside):
        return False
    named = (
        first.first == "sure" and (inside[1].last != "" or inside[1].strange) and len(inside) == 2
    )
    return not named and (work or any(t.strange or t.last for t in inside))
