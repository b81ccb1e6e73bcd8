"""What the coach may do with a person's words: quote, shorten, pair, retell. Nothing else.

Every operation returns words that stood in the turn, in their order, or None when its guard fails;
a reflection that limps is worse than none.
"""

from __future__ import annotations

import re
import unicodedata

from coach.dialogue.clauses import Token, clauses, tokenise
from coach.dialogue.lexicon import Lexicon
from coach.dialogue.names import load_names

MOST_QUOTED = 6
def quote(text: str, lexicon: Lexicon, longest: int = MOST_QUOTED) -> str | None:
    """Return `text` when it may be quoted whole: two to `longest` words, no stray quotation marks."""
    clean = re.sub(r"\s+", " ", text.strip(" \t\n,;:.!?-–—"))
    words = clean.split()
    if not_said_aloud(clean):
        return None
    if not 2 <= len(words) <= longest or any(mark in clean for mark in "‘’“”\"'(){}<>*[]|`"):
        stripped = clean.strip("‘’“”\"'")
        if stripped != clean and not any(mark in stripped for mark in '‘’“”"(){}<>*[]|`'):
            return quote(stripped, lexicon, longest)
        if (
            "'" in clean
            and re.search(r"(?<!\w)'|'(?!\w)", clean) is None
            and 2 <= len(words) <= longest
        ):
            return clean
        return None
    return clean


def not_said_aloud(text: str) -> bool:
    """Tell whether `text` holds marks the coach doesn't repeat: emoji, brackets, exclamations."""
    return any(
        unicodedata.category(c) in {"So", "Sk", "Cn"} or c in "!{}[]<>|*_`#\\=^~" for c in text
    )


# Peoples and their languages, which English and Dutch write with a capital.
TONGUES = frozenset(
    "dutch english polish french german spanish italian turkish moroccan arabic ukrainian syrian belgian flemish frisian irish welsh scottish"
    " nederlands engels pools poolse frans franse duits duitse spaans spaanse italiaans italiaanse turks turkse marokkaans marokkaanse arabisch arabische oekraïens oekraïense vlaams vlaamse fries friese".split()
)


def low(text: str, lexicon: Lexicon) -> str:
    """Return `text` with a small first letter, unless it begins with a name or an English day."""
    tokens = tokenise(text, lexicon)
    if not tokens or tokens[0].kind == "name" or tokens[0].text.isupper() and tokens[0].text != "A":
        return text
    first = tokens[0].lower.removesuffix("'s")
    if tokens[0].text[:1].isupper() and (first in load_names().first or first in TONGUES):
        return text  # "Martin's salary", "Polish school"
    if lexicon.language == "en" and tokens[0].kind in {"month", "weekday"}:
        return text
    if lexicon.language == "en" and tokens[0].lower in {"i", "i'm", "i've"}:
        return text
    lower = text[0].lower() + text[1:]
    return re.sub(r"^eén\b", "één", lower)


def noun_groups(text: str, lexicon: Lexicon) -> list[str]:
    """Return the noun groups of `text` in order, with a preposition in front where it stood."""
    if not_said_aloud(text):
        return []
    tokens = list(tokenise(text, lexicon))
    groups: list[list[Token]] = []
    current: list[Token] = []
    for token in tokens:
        nominal = token.kind in {"word", "name", "number", "month", "weekday"}
        opener = (
            token.kind in {"determiner", "preposition"}
            or token.lower in lexicon.classes["third_possessive"]
        )
        if token.lower in {"van", "of"} and current and current[-1].kind in {"word", "name"}:
            current.append(token)
        elif opener:
            if token.kind == "determiner" and current and all(t.kind in {"third"} for t in current):
                current = []
            if current and current[-1].kind in {"word", "name", "number", "month", "weekday"}:
                groups.append(current)
                current = []
            elif current and token.kind == "preposition":
                current = []
            current.append(token)
        elif nominal:
            current.append(token)
        else:
            groups.append(current)
            current = []
    groups.append(current)
    result = []
    for group in groups:
        while (
            group
            and group[-1].kind in {"determiner", "preposition", "number"}
            and not group[-1].text[0].isdigit()
        ):
            group = group[:-1]
        while len(group) > 1 and _belongs_before(group[0], group[1]):
            group = group[1:]
        if not any(t.kind in {"word", "name", "weekday", "month"} for t in group):
            continue
        if any(t.lower in EMPTY_NOUNS for t in group) or any(
            t.lower in lexicon.classes["first"] for t in group
        ):
            continue
        result.append(text[group[0].start : group[-1].end])
    return result


def _belongs_before(first: Token, second: Token) -> bool:
    """Tell whether the first word of a group goes with the verb before it ("gave [her] a card", "gave [up] his football")."""
    article = second.lower in {"a", "an", "the", "some", "een", "één", "de", "het", "wat"}
    owned = second.lower in {"his", "her", "their", "my", "our", "all"}
    return first.lower in {"her", "him", "them", "me", "us", "haar", "hem", "hen", "hun", "ze", "mij", "ons"} and article or first.lower == "up" and (article or owned)


EMPTY_NOUNS = frozenset(
    "keer beetje manier moment geval kant idee punt soort ding dingen dat iets way thing things"
    " bit lot kind sort fact point moment case time tijd weet mensen people nou ja passing tussendoor"
    " zoiets paar".split()
)


def pieces(text: str, lexicon: Lexicon) -> str | None:
    """Return one or two noun groups of `text`, a day or hour second; no verb, so nothing is claimed."""
    groups = noun_groups(text, lexicon)
    bare = [g for g in groups if not _opens_with_preposition(g, lexicon)]
    if not bare:
        return None
    first = bare[0]
    days = [
        g
        for g in groups
        if g != first
        and any(
            t.kind in {"weekday", "month"} or t.lower in lexicon.classes["time_unit"]
            for t in tokenise(g, lexicon)
        )
    ]
    chosen = (
        f"{first}, {days[0]}" if days and groups.index(days[0]) > groups.index(first) else first
    )
    if len(chosen.split()) > 9 or re.search(
        r"\b(?:mijn|m'n|my|our|onze|ons|ik|i)\b", chosen.lower()
    ):
        return None
    return chosen


def _opens_with_preposition(text: str, lexicon: Lexicon) -> bool:
    tokens = tokenise(text, lexicon)
    return bool(tokens) and tokens[0].kind == "preposition"


SWAPS = {
    "nl": (("mijn", "je"), ("m'n", "je"), ("m’n", "je"), ("mn", "je"), ("onze", "jullie"), ("mezelf", "jezelf")),
    "en": (("my", "your"), ("our", "your"), ("mine", "yours"), ("myself", "yourself")),
}  # fmt: skip
POLITE = {"je": "uw", "jezelf": "uzelf"}


def swap(text: str, lexicon: Lexicon, formal: bool = False) -> str | None:
    """Return a phrase of at most five words with mijn as je (or uw), my as your; None with ik or I in it.

    `formal` says uw here, where it is known that something is owned: ‘je moestuin’ doesn't tell.
    """
    if len(text.split()) > 5:
        return None
    result = swapped(text, lexicon, formal)
    if re.search(r"\b(?:ik|me|mij|i|i'm|i've|we|wij|ons)\b", result.lower()):
        return None
    return result


def swapped(text: str, lexicon: Lexicon, formal: bool = False) -> str:
    """Return `text` with mijn as je (or uw), my as your."""
    for own, theirs in SWAPS[lexicon.language]:
        said = POLITE.get(theirs, theirs) if formal else theirs
        text = re.sub(rf"\b{re.escape(own)}\b", said, text, flags=re.IGNORECASE)
    return text


COUNT = {
    "nl": "nul één twee drie vier vijf zes zeven acht negen tien elf twaalf dertien veertien vijftien zestien zeventien achttien negentien twintig".split(),
    "en": "nought one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty".split(),
}  # fmt: skip
MONTHS = {
    "nl": "januari februari maart april mei juni juli augustus september oktober november december".split(),
    "en": "january february march april may june july august september october november december".split(),
}  # fmt: skip


def number_word(digits: str, lexicon: Lexicon) -> str:
    """Return a count up to twenty in words, else the digits."""
    if digits.isdigit() and 0 < int(digits) <= 20:
        return COUNT[lexicon.language][int(digits)]
    return digits


def spelled(text: str, lexicon: Lexicon) -> str:
    """Return `text` with a count at its start written out ("6 zondagen" → "zes zondagen")."""
    match = re.match(r"(\d+)(?= [^\W\d_])", text)
    return number_word(match[1], lexicon) + text[match.end() :] if match else text


def span(times: list[str], lexicon: Lexicon, hedged: bool = False) -> str | None:
    """Return a period: counted when two months are named, else the first one as it was written."""
    named: list[int] = []
    for moment in times:
        for word in re.findall(r"\w+", moment.lower()):
            if word in MONTHS[lexicon.language]:
                named.append(MONTHS[lexicon.language].index(word))
    if hedged and len(named) == 2 and 0 < (named[1] - named[0]) % 12 < 11:
        count = COUNT[lexicon.language][(named[1] - named[0]) % 12 + 1]
        return f"een maand of {count}" if lexicon.language == "nl" else f"about {count} months"
    fitting = [
        t
        for t in times
        if len(t.split()) <= 6 and not re.match(r"(?:toen|terwijl|zolang|while|when)\b", t, re.I)
    ]
    return fitting[0] if fitting else None


def content(text: str, lexicon: Lexicon) -> set[str]:
    """Return the words of `text` that carry its meaning, in lower case."""
    return {
        t.lower.removesuffix("'s")
        for c in clauses(text, lexicon)
        for t in c.words
        if t.kind in {"word", "name", "month", "weekday", "number", "participle", "verb"}
    }


MOST_NAMED, FEWEST_NAMED = 12, 5  # words of a line that is named; up to a mark in it when it is longer


def shortened(text: str) -> str:
    """Return the words of a line by which it is known again, without quotation marks."""
    clean = re.sub(r"[‘“”\"]|’(?!\w)|(?<!\w)’|(?<!\w)'|'(?!\w)", "", re.sub(r"\s+", " ", text)).strip(" .,;:")
    words = clean.split()
    if len(words) <= MOST_NAMED:
        return clean
    breaks = [n for n in range(FEWEST_NAMED, MOST_NAMED) if words[n - 1][-1] in ",.;:"]
    return " ".join(words[: breaks[-1]]).strip(" .,;:") + " …" if breaks else " ".join(words[:MOST_NAMED]) + " …"
