"""What the coach may do with a person's words: quote, shorten, pair, retell. Nothing else.

Every operation returns words that stood in the turn, in their order, or None when its guard fails;
a reflection that limps is worse than none.
"""

from __future__ import annotations

import re
import unicodedata
from itertools import pairwise

from coach.dialogue.clauses import Clause, Token, tokenise
from coach.dialogue.lexicon import Lexicon

MOST_QUOTED = 6
MOST_TOLD = 12
OPENERS = frozenset(
    {
        "determiner",
        "number",
        "word",
        "name",
        "preposition",
        "negation",
        "month",
        "weekday",
        "participle",
    }
)


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


def telegram(text: str, lexicon: Lexicon, longest: int = MOST_TOLD) -> str | None:
    """Return `text` without finite verb, subject pronoun and fillers; None when that doesn't hold.

    Nothing of the speaker (ik, mijn, I, my) may remain, and a negation is never left out.
    """
    if not_said_aloud(text):
        return None
    tokens = list(tokenise(text, lexicon))
    kept = _without_verb(_without_subordinate(tokens, lexicon), lexicon)
    trimmed = _trim(kept, lexicon)
    if not trimmed:
        return None
    pieces = _cut(trimmed, longest)
    if pieces is None:
        return None
    if any(
        t.lower in lexicon.classes["first"] or t.lower in lexicon.classes["first_possessive"]
        for t in pieces
    ):
        return None
    if any(t.lower in lexicon.classes["third_subject"] and t.kind == "third" for t in pieces):
        return None
    if not any(t.kind in {"word", "name", "participle", "weekday"} for t in pieces):
        return None
    if pieces[0].kind not in OPENERS and pieces[0].kind != "adverb":
        return None
    if (
        pieces[0].kind == "determiner"
        and len(pieces) > 1
        and pieces[1].kind in {"negation", "pronoun", "preposition", "participle"}
    ):
        return None
    if pieces[0].kind == "preposition" and len(pieces) > 1 and pieces[1].kind == "preposition":
        return None
    if pieces[0].lower in {"'t", "t"} or (
        pieces[0].lower in {"het", "it"} and len(pieces) > 1 and pieces[1].kind == "adverb"
    ):
        return None
    if any(
        t.kind == "pronoun" and t.lower not in {"alles", "iets", "everything", "all"}
        for t in pieces
    ):
        return None
    if (
        pieces[-1].kind == "third"
        or any(mark in _text(pieces, text) for mark in '‘’“”"()')
        or re.search(r"(?<!\w)'|'(?!\w)", _text(pieces, text))
    ):
        return None
    if _finite_left(pieces, lexicon):
        return None
    if _negations(_without_subordinate(tokens, lexicon), lexicon) != _negations(pieces, lexicon):
        return None
    return _text(pieces, text)


def _without_subordinate(tokens: list[Token], lexicon: Lexicon) -> list[Token]:
    """Leave out a time or reason clause at the end, where enough stands before it."""
    for place, token in enumerate(tokens):
        if place >= 2 and token.lower in {
            "toen",
            "terwijl",
            "omdat",
            "zodra",
            "when",
            "while",
            "because",
            "since",
            "once",
        }:
            rest = tokens[place + 1 :]
            if any(t.kind in {"verb", "auxiliary"} for t in rest) and any(
                t.kind in {"word", "name"} for t in tokens[:place]
            ):
                return tokens[:place]
    return tokens


def _finite_left(tokens: list[Token], lexicon: Lexicon) -> bool:
    """Tell whether a second finite verb is left outside a subordinate clause."""
    subordinate = False
    for token in tokens:
        if token.kind == "subordinator":
            subordinate = True
        if token.kind in {"auxiliary", "verb"} and not subordinate:
            return True
    return False


def _negations(tokens: list[Token], lexicon: Lexicon) -> int:
    return sum(t.lower in lexicon.classes["negation"] for t in tokens)


def _without_verb(tokens: list[Token], lexicon: Lexicon) -> list[Token]:
    """Drop the first finite verb, a subject pronoun beside it and its separable particle."""
    finite = next((i for i, t in enumerate(tokens) if t.kind in {"verb", "auxiliary"}), None)
    if finite is None or any(t.kind == "subordinator" for t in tokens[:finite]):
        return tokens
    verb = tokens[finite]
    rest = tokens[:finite] + tokens[finite + 1 :]
    pronouns = lexicon.classes["third_subject"]
    if finite < len(tokens) - 1 and tokens[finite + 1].lower in pronouns:
        rest.remove(tokens[finite + 1])
    if finite > 0 and tokens[finite - 1].lower in pronouns:
        rest.remove(tokens[finite - 1])
    if verb.kind == "verb" and rest and rest[-1].lower in lexicon.classes["particle"]:
        rest = rest[:-1]
    return rest


def low(text: str, lexicon: Lexicon) -> str:
    """Return `text` with a small first letter, unless it begins with a name or an English day."""
    tokens = tokenise(text, lexicon)
    if not tokens or tokens[0].kind == "name" or tokens[0].text.isupper():
        return text
    if lexicon.language == "en" and tokens[0].kind in {"month", "weekday"}:
        return text
    if lexicon.language == "en" and tokens[0].lower in {"i", "i'm", "i've"}:
        return text
    lower = text[0].lower() + text[1:]
    return re.sub(r"^eén\b", "één", lower)


def _trim(tokens: list[Token], lexicon: Lexicon) -> list[Token] | None:
    filler = lexicon.classes["filler"]
    while tokens and (
        tokens[0].kind in {"coordinator", "subordinator", "punctuation"}
        or tokens[0].lower in filler
        and tokens[0].kind in {"adverb", "word"}
    ):
        tokens = tokens[1:]
    while tokens and (
        tokens[-1].kind
        in {"punctuation", "coordinator", "subordinator", "determiner", "preposition"}
        or (tokens[-1].kind == "adverb" and tokens[-1].lower in filler)
    ):
        if (
            tokens[-1].kind == "preposition"
            and tokens[-1].lower in lexicon.classes["particle"]
            and len(tokens) > 1
            and tokens[-2].kind in {"participle", "verb"}
        ):
            break
        tokens = tokens[:-1]
    return tokens or None


def _cut(tokens: list[Token], longest: int) -> list[Token] | None:
    """Return at most `longest` words, cut where a new prepositional or time phrase begins."""
    if len(_words(tokens)) <= longest:
        return tokens
    for end in range(len(tokens) - 1, 2, -1):
        if (
            tokens[end].kind in {"preposition", "subordinator", "coordinator"}
            or tokens[end].text == ","
        ):
            head = tokens[:end]
            if end + 1 < len(tokens) and tokens[end - 1].lower == tokens[end + 1].lower:
                continue
            if 3 <= len(_words(head)) <= longest:
                return head
    return None


def _words(tokens: list[Token]) -> list[Token]:
    return [t for t in tokens if t.kind != "punctuation"]


def _text(tokens: list[Token], source: str) -> str:
    """Join tokens; words that stood together stay as they were, gaps become one space."""
    result = tokens[0].text
    tokens = [
        t for n, t in enumerate(tokens) if not (t.kind == "punctuation" and n == len(tokens) - 1)
    ]
    for before, token in pairwise(tokens):
        between = source[before.end : token.start]
        glue = between if between.strip() == "" else between.strip()
        gap = "" if between == "" else (" " if between.strip() == "" or len(between) > 3 else glue)
        result += (gap if gap in {"", " "} else gap + " ") + token.text
    return re.sub(r"\s+", " ", re.sub(r"\s+([,;.])", r"\1", result)).strip()


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
        if not any(t.kind in {"word", "name", "weekday", "month"} for t in group):
            continue
        if any(t.lower in EMPTY_NOUNS for t in group) or any(
            t.lower in lexicon.classes["first"] for t in group
        ):
            continue
        result.append(text[group[0].start : group[-1].end])
    return result


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


def swap(text: str, lexicon: Lexicon) -> str | None:
    """Return a phrase of at most five words with mijn as je, my as your; None when ik or I is in it."""
    if len(text.split()) > 5:
        return None
    result = text
    for own, theirs in SWAPS[lexicon.language]:
        result = re.sub(rf"\b{re.escape(own)}\b", theirs, result, flags=re.IGNORECASE)
    if re.search(r"\b(?:ik|me|mij|i|i'm|i've|we|wij|ons)\b", result.lower()):
        return None
    return result


RETELL_SUBJECT = {
    "nl": re.compile(
        r"^(?P<lead>.*?)\b(?P<who>{who}|zij|ze|hij|ie|die)\b(?P<rest>.*)$", re.I | re.S
    ),
    "en": re.compile(r"^(?P<lead>.*?)\b(?P<who>{who}|she|he|they)\b(?P<rest>.*)$", re.I | re.S),
}
NL_SECOND: tuple[tuple[str, str], ...] = (("heeft", "hebt"), ("is", "bent"), ("hebben", "hebt"), ("zijn", "bent"), ("waren", "was"),
             ("hadden", "had"), ("konden", "kon"), ("moesten", "moest"), ("mochten", "mocht"),
             ("deden", "deed"), ("draaiden", "draaide"), ("kan", "kunt"), ("wil", "wilt"))  # fmt: skip
EN_SECOND = (("has", "have"), ("is", "are"), ("was", "were"), ("does", "do"), ("she's", "you've"),
             ("he's", "you've"), ("herself", "yourself"), ("himself", "yourself"))  # fmt: skip
NL_PRESENT = re.compile(
    r"\b(?:leert|neemt|doet|werkt|draait|komt|houdt|rijdt|maakt|helpt|springt|vangt|zit|staat|loopt|regelt)\b"
)
EN_PRESENT = re.compile(r"^\s*(?:\w+ly )?(\w+s)\b")


def retell(clause: str, who: str, lexicon: Lexicon) -> str | None:
    """Return a clause about one third person as said to that person, or None when unsure.

    Past and perfect tense only; more than one third person in it, or the speaker, fails the guard.
    """
    text = clause.strip(" ,;.")
    tokens = tokenise(text, lexicon)
    if any(
        t.lower in lexicon.classes["first"] or t.lower in lexicon.classes["first_possessive"]
        for t in tokens
    ):
        return None
    names = {t.lower for t in tokens if t.kind == "name"}
    if names - {who.lower()} - {w.lower() for w in who.split()}:
        return None
    pattern = RETELL_SUBJECT[lexicon.language].pattern.replace(
        "{who}", re.escape(who) if who else "\x00"
    )
    match = re.match(pattern, text, re.I | re.S)
    if match is None:
        return None
    at = text.lower().find(match["who"].lower(), len(match["lead"]))
    told = next((t for t in tokens if t.start == at), None)
    opens = tokens[0]
    if told is None or told.kind == "determiner" or opens.lower in {"haar", "zijn", "z'n", "hun"}:
        return None
    if _others_possessive(match):
        return None
    if lexicon.language == "en":
        return _retell_en(match)
    group = not who[:1].isupper() or " " in who or who.lower() in lexicon.classes["group"]
    return _retell_group(match) if group else _retell_nl(match)


def _others_possessive(match: re.Match[str]) -> bool:
    """Tell whether a possessive may be somebody else's: another gender, or after a bare name."""
    subject, rest = match["who"].lower(), match["rest"].lower()
    hers = re.search(r"\b(?:haar|her)\b(?! (?:eigen|own)\b)", rest) is not None
    his = re.search(r"\b(?:zijn|z'n|his)\b(?! (?:eigen|own)\b)", rest) is not None
    if subject in {"ze", "zij", "she"}:
        return his
    if subject in {"hij", "ie", "he"}:
        return hers
    return subject not in {"die", "they"} and (hers or his)


def _retell_group(match: re.Match[str]) -> str | None:
    """Speak to a group: only where the verb is plural already, so that nothing is inflected."""
    verb = re.match(r"\s+(\w+en|waren|hadden)\b", match["rest"])
    if match["lead"].strip() or verb is None or match["who"].lower() not in {"ze", "zij", "die"}:
        return None
    rest = re.sub(r"\b(?:hun|haar)\b(?= \w)", "jullie", match["rest"])
    return re.sub(r"\s+", " ", f"jullie{rest}").strip()


def _retell_nl(match: re.Match[str]) -> str | None:
    lead, rest = match["lead"], match["rest"]
    if re.search(r"\b(?:zij|ze|hij|hen|hem|die)\b", rest, re.I):
        return None
    inverted = bool(lead.strip())
    words = rest.strip().split()
    if not inverted and words and match["who"].lower() in {"ze", "zij"} and re.fullmatch(
        r"(?:\w+den|\w+ten|waren|hebben|zijn|kwamen|gingen|namen|liepen|kregen)", words[0], re.I
    ):
        return None
    if inverted:
        verb = lead.strip().split()[-1].lower()
        lead = _second(lead, NL_SECOND)
        if NL_PRESENT.search(verb):
            return None
        lead = re.sub(
            r"\bhebt\s*$",
            "heb ",
            re.sub(r"\bbent\s*$", "ben ", re.sub(r"\bkunt\s*$", "kun ", lead)),
        )
    elif not words:
        return None
    else:
        rest = " " + _second(words[0], NL_SECOND) + rest.strip()[len(words[0]) :]
    rest = re.sub(
        r"\b(?:haar|z'n|zijn|hun|d'r)(?= (?!kon|kan|is|was|niet|op|in|aan)\w)",
        "je",
        rest,
        flags=re.I,
    )
    subject = "jij" if inverted and "jij" not in rest else "je"
    told = f"{lead}{subject}{rest}"
    return re.sub(r"\s+", " ", told).strip()


def _retell_en(match: re.Match[str]) -> str | None:
    lead, rest = match["lead"], match["rest"]
    if re.search(r"\b(?:she|he|him|them|they)\b", rest, re.I) or re.match(r"['’](?:s|d|ll)\b", rest):
        return None
    present = EN_PRESENT.match(rest)
    if present and present[1].lower() not in {"was", "has", "is", "does", "always"}:
        return None
    rest = _second(rest, EN_SECOND)
    rest = re.sub(r"\b(?:her|his|their)\b(?= \w)", "your", rest, flags=re.I)
    told = f"{lead}you{rest}"
    return re.sub(r"\s+", " ", told).strip()


def _second(text: str, pairs: tuple[tuple[str, str], ...]) -> str:
    for third, second in pairs:
        changed = re.sub(rf"\b{third}\b", second, text, count=1, flags=re.I)
        if changed != text:
            return changed
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


def clause_at(clauses: tuple[Clause, ...], text: str) -> Clause | None:
    """Return the clause that holds `text`, or None."""
    return next((c for c in clauses if text in c.text), None)
