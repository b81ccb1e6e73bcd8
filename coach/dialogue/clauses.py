"""A person's turn, cut into clauses and tagged words; every piece keeps its place in the text.

Closed word classes come from prompts/lexicon, word forms from simplemma's Dutch and English
dictionaries. Nothing here guesses at meaning: it only says which words could be what.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from coach.dialogue.lexicon import Lexicon
from coach.dialogue.names import load_names
from coach.dialogue.once import kept_within_a_turn
from coach.dialogue.roles import is_role, is_somebody
from coach.dialogue.word_forms import (
    PRESENT_OR_PAST,
    Kind,
    can_be_verb,
    is_compound,
    is_known,
    lemma,
    verb_kind,
)

WORD = re.compile(
    r"\d+(?:[.,:/]\d+)*(?:\s?%|[^\W\d_]+)?|[^\W_]+(?:['’\-&/.](?=[^\W_])[^\W_]+)*['’]?(?=s?\b)|['’][nstkmr]\b|[^\w\s]"
)
# Where a question to the coach begins behind a comma ("I could do Tuesdays, and do you think I should …?"),
# or a request for words ("Wednesday I see her, help me with what I say").
ASKS_ON = (
    r",\s+(?=(?:(?:and|but|so|or|en|maar|dus|of) )?(?:(?:do|would|did|don't) you (?:think|say|reckon|do)|what (?:do|should|would|can) (?:i|you)|how (?:do|should|would|can) (?:i|you)|(?:should|can|may|shall|must) i|is (?:that|it) (?:too|ok|okay|fair|enough|a good)"
    r"|(?:denk|vind|zou) (?:je|jij|u)|wat (?:zou|doe|zeg|vind|denk|moet|kan) (?:jij|je|u|ik)|hoe (?:zou|begin|doe|zeg|pak|breng|vertel|moet|kan) (?:jij|je|u|ik)|(?:moet|zal|mag|kan) ik|is (?:dat|het) (?:te|wel|niet|genoeg|een goed))\b[^.!?\n]{8,}(?:\?|$))"
    r"|,\s+(?=(?:(?:and|but|so|en|maar|dus) )?(?:help (?:me|mij)|geef (?:me|mij)|kun je|kunt u|can you|could you|give me)\b[^.!?\n]*"
    r"\b(?:zin(?:nen)?|woorden|zeg|zeggen|begin|beginnen|breng|say|start|words|sentences?|lines?|open)\b)"
)
SENTENCE_END = re.compile(rf"(?<=[.!?…])[\"'’)\]]*\s+|\n+|\s+[-–—]\s+|{ASKS_ON}", re.I)
INITIALS = re.compile(r"[A-Z](?:\.[A-Z]){0,3}")
CLAUSE_MARK = re.compile(r"[,;:()]")


CLOSED_FIRST: tuple[Kind, ...] = (
    "auxiliary", "negation", "first", "second", "month", "weekday", "number",
)  # fmt: skip
CLOSED_AFTER: tuple[Kind, ...] = (
    "preposition", "coordinator", "determiner", "subordinator", "pronoun",
)  # fmt: skip


@dataclass(frozen=True)
class Token:
    """One word or mark; `start` and `end` are places in the turn."""

    text: str
    lower: str
    start: int
    end: int
    kind: Kind


@dataclass(frozen=True)
class Clause:
    """A stretch of the turn with at most one main verb; `sentence` counts from 0."""

    text: str
    start: int
    end: int
    tokens: tuple[Token, ...]
    sentence: int

    @property
    def words(self) -> tuple[Token, ...]:
        """The tokens that aren't punctuation."""
        return tuple(t for t in self.tokens if t.kind != "punctuation")


@kept_within_a_turn
def tokenise(text: str, lexicon: Lexicon) -> tuple[Token, ...]:
    """Return the words and marks of `text` with their kinds."""
    found = list(WORD.finditer(text))
    tokens: list[Token] = []
    for number, match in enumerate(found):
        raw = match.group()
        lower = raw.lower().replace("’", "'")
        following = found[number + 1].group() if number + 1 < len(found) else ""
        end = match.end()
        if _has_done(lower, following, lexicon):
            raw, lower, end, following = raw[:-2], lower[:-2], end - 2, "has"
        kind = _kind(raw, lower, tokens, following, text, lexicon)
        if kind == "verb" and lower.endswith("ende") and following.lower() in KEPT_GOING:
            kind = "word"  # "draaiende gehouden"
        tokens.append(Token(raw, lower, match.start(), end, kind))
        if end < match.end():
            tokens.append(Token(text[end : match.end()], "'s", end, match.end(), "auxiliary"))
    return tuple(tokens)


KEPT_GOING = frozenset("gehouden houden houdt hield hielden gebleven blijven".split())
DONE = frozenset(
    "been done run taken given kept had made gone held led left got put set cut paid lent sent spent stood sat "
    "built brought bought taught caught driven written drawn begun become come worn dealt met seen slept".split()
)


def _has_done(lower: str, following: str, lexicon: Lexicon) -> bool:
    """Tell whether an English 's is "has" behind somebody ("Jo's run the rota", "my sister's covered")."""
    if lexicon.language != "en" or not lower.endswith("'s") or lexicon.has("auxiliary", lower):
        return False
    after = following.lower()
    took = after in DONE or after.endswith("ed") and verb_kind(after, "en") == "verb"
    return took and (lower[:-2] in load_names().first or is_role(lower[:-2], "en"))


def _kind(
    raw: str, lower: str, before: list[Token], following: str, text: str, lexicon: Lexicon
) -> Kind:
    if not any(c.isalnum() for c in raw):
        return "punctuation"
    if raw[0].isdigit():
        return "number"
    previous = before[-1] if before else None
    if lower == "before" and previous is not None and previous.lower in {"night", "day", "week", "evening", "morning", "month", "year"}:
        return "adverb"  # "the night before"
    starts = previous is None or previous.text in {".", "!", "?", "…", ":", "'", "‘", '"', "“", "-"}
    feast = not starts and lexicon.has("season", lower)  # "Jan to Easter"
    if lexicon.has("month", lower) and following.lower() in {"to", "till", "until", "through", "tot", "t"}:
        return "month"  # "Jan to Easter"
    if not feast and _is_name(raw, lower, starts, previous, following, lexicon):
        return "name"
    if raw == "May" and previous is not None and previous.kind in {"preposition", "determiner"}:
        return "month"
    if (
        lower == "zijn"
        and before
        and before[-1].kind in {"preposition", "auxiliary", "verb", "coordinator", "third"}
    ):
        if _nounish(following, lexicon) and verb_kind(following.lower(), "nl") != "participle":
            return "third"
    for kind in CLOSED_FIRST:
        if lexicon.has(kind, lower) and not (kind == "month" and lower == "may" and raw.islower()):
            return kind
    if lower in {"iedereen", "everyone", "everybody", "nobody", "somebody", "someone"}:
        return "pronoun"
    if lexicon.has("first_possessive", lower):
        return "first"
    if lexicon.has("third_possessive", lower) or lexicon.has("third", lower):
        if lexicon.has("determiner", lower) and _nounish(following, lexicon):
            return "determiner"
        return "third"
    for opener in CLOSED_AFTER:
        if lexicon.has(opener, lower):
            return opener
    if lexicon.has("adverb", lower):
        return "adverb"
    if lexicon.has("season", lower):
        return "word"  # "Easter" is no verb
    verb = verb_kind(lower, lexicon.language)
    if verb is None:
        if lexicon.language == "nl" and before and following.lower() in {"ik", "'k"} and lower.isalpha():
            return "verb"  # "de cursus boek ik"
        if (
            lexicon.language == "en"
            and previous is not None
            and (_before_adverbs(before) in {"to", "i", "we", "they", "you"} or previous.kind == "auxiliary")
            and is_known(lower, "en")
            and lower.isalpha()
        ):
            return "infinitive"
        return "verb" if lexicon.language == "en" and _acts_now(lower, before, following, lexicon) else "word"
    described = lexicon.language == "nl" and len(before) > 1 and before[-1].kind == "word" and before[-1].lower.endswith("e")
    if described and before[-2].kind in {"determiner", "third", "first"} and verb == "verb" and not lower.endswith(PRESENT_OR_PAST):
        return "word"  # "de achterste rij"
    points = previous is not None and previous.lower in {"dat", "dit", "het", "die"} and lower.endswith(PRESENT_OR_PAST)
    if verb != "participle" and previous is not None and previous.kind in {"determiner", "number"} and not points:
        return "word"
    if (
        verb == "verb"
        and previous is not None
        and previous.kind == "preposition"
        and lexicon.language == "nl"
    ):
        return "word"
    if (
        verb == "infinitive"
        and previous is not None
        and previous.kind in {"preposition", "word"}
        and previous.lower != "te"
    ):
        return (
            "word"
            if lexicon.language == "nl" and lower.endswith("en") and previous.kind == "preposition"
            else verb
        )
    return verb


def _before_adverbs(before: list[Token]) -> str:
    """Return the last word that is no adverb ("i always pick up": i)."""
    return next((t.lower for t in reversed(before) if t.kind != "adverb"), "")


UNCHANGED = frozenset("broke tore put set cut let read hit shut cast bet quit spread".split())


def _acts_now(lower: str, before: list[Token], following: str, lexicon: Lexicon) -> bool:
    """Tell whether an English word in -s is what somebody does, going by what stands around it.

    "Wendy sorts out …" and "she always runs …" are sure; behind a noun ("our receptionist sorts")
    something must follow that a verb has and a noun hasn't.
    """
    ends = lower.endswith("s") and not lower.endswith("ss") and lemma(lower, "en") != lower
    if not ends and lower not in UNCHANGED:
        return False
    if ends and before and before[-1].lower in OFTEN and len(before) > 1 and before[-2].kind == "punctuation":
        return True  # "Saskia, always takes …"
    words: list[Token] = []
    for token in before:
        if token.kind in {"subordinator", "coordinator", "punctuation"} or token.lower in SPLITTERS["en"]:
            words = []  # another clause begins
        elif token.kind != "adverb" and token.lower not in lexicon.classes["filler"]:
            words.append(token)
    previous = words[-1] if words else None
    if previous is None:
        return False
    if previous.kind == "name" or previous.lower in DOERS:
        return True
    if lower in UNCHANGED and is_role(previous.lower, "en") and len(words) > 1 and words[-2].kind in {"determiner", "first", "third", "word"}:
        return True  # "my planner put off her operation"
    begins = words[0].kind in {"name", "determiner", "first", "third"} and not any(t.kind in {"auxiliary", "verb"} for t in words)
    named = words[0].kind == "name" and len(words) > 1 and words[1].kind == "preposition"
    goes_on = named and not lexicon.has("auxiliary", following.lower()) and not following.lower().endswith(("ed", "s"))
    if ends and begins and (following.lower() in TAKES | PARTICLES or goes_on) and can_be_verb(lower):
        return True  # "Grace on nights folds all …", "Gary on the forklift stays late"
    one = len(words) > 2 and [t.lower for t in words[:2]] == ["one", "of"]  # "one of my nurses drives …"
    if not ends or previous.kind != "word" or previous.lower.endswith("s") and not one:
        return False
    opened = any(t.kind in {"determiner", "first", "third", "number"} for t in words[-4:-1])
    after = following.lower()
    if opened and is_role(previous.lower, "en") and not lexicon.has("auxiliary", after):
        return True  # "my second chef makes separate plates"
    follows = not after[:1].isalpha() or after in PARTICLES or any(
        lexicon.has(name, after)
        for name in ("determiner", "preposition", "third", "third_possessive", "first", "first_possessive",
                     "adverb", "number", "pronoun", "negation", "generic_who")
    )  # fmt: skip
    return opened and follows and not any(t.kind in {"auxiliary", "verb", "participle"} for t in words)


TAKES = frozenset("the a an all every each his her their our my your everyone everybody it them him two three four five six".split())
OFTEN = frozenset("always usually often still regularly constantly quietly also".split())
DOERS = frozenset("she he it who everyone everybody nobody somebody someone".split())
PARTICLES = frozenset("out up off down back in over round around away on through along everyone everybody".split())


def _nounish(following: str, lexicon: Lexicon) -> bool:
    lower = following.lower()
    return (
        bool(lower)
        and lower[0].isalnum()
        and not any(
            lexicon.has(name, lower)
            for name in (
                "auxiliary",
                "preposition",
                "third",
                "first",
                "pronoun",
                "negation",
                "adverb",
            )
        )
    )


def is_initials(word: str) -> bool:
    """Tell whether `word` is somebody's initials, without a last dot: ‘M’, ‘J.B’."""
    return INITIALS.fullmatch(word) is not None and word not in {"A", "I", "O", "U"}


def _is_name(
    raw: str, lower: str, starts: bool, previous: Token | None, following: str, lexicon: Lexicon
) -> bool:
    if is_initials(raw):
        # ‘plan B’, ‘ploeg A’, ‘vitamine C’: there a letter belongs to the word before it.
        return starts or previous is None or previous.kind not in {"word", "determiner", "number"}
    if not raw[0].isupper() or not raw.replace("'", "").replace("’", "").replace("-", "").isalpha():
        return False
    closed = (
        "names_not", "month", "weekday", "filler", "first", "second", "third", "pronoun",
        "determiner", "preposition", "coordinator", "subordinator", "auxiliary", "negation",
        "adverb", "number", "season", "group", "time_unit", "generic_who",
    )  # fmt: skip
    if "-" in raw and all(part[:1].isupper() and len(part) > 1 for part in raw.split("-")):
        return not raw.isupper()
    if lexicon.has("first_names", lower) and (not starts or _acts(following, lexicon)):
        return True
    if any(lexicon.has(name, lower) for name in closed):
        return False
    names = load_names()
    acts = following.lower() in {"does", "did", "has", "had", "doet", "deed", "heeft"}
    if starts and (following or previous is None) and (lower in names.also_words and acts or lower in names.first - names.also_words):
        return True  # "Emily does …", and "Emily" as the whole of an answer; "Carol does …"
    if raw.isupper() and len(raw) > 1:
        return False
    if not starts:
        if "-" in lower and is_known(lower.split("-")[-1], lexicon.language):
            return False
        return len(raw) > 1 and (
            previous is None
            or previous.kind != "determiner"
            or not is_known(lower, lexicon.language)
        )
    if not is_known(lower, lexicon.language):
        if is_compound(lower, lexicon.language):
            return False
        return lemma(lower, lexicon.language) == lower or following.lower() in {
            "is",
            "heeft",
            "has",
        }
    follow = following.lower()
    if any(lexicon.has(name, follow) for name in closed if name != "auxiliary"):
        return False
    return (
        lexicon.language == "en"
        and verb_kind(follow, "en") == "verb"
        and not lower.endswith(("s", "ing", "ed", "ly", "tion", "ment"))
        and len(lower) <= 7
    )


def _acts(following: str, lexicon: Lexicon) -> bool:
    """Tell whether the word after a name could be its verb, or nothing follows it."""
    lower = following.lower()
    if not lower or not lower[0].isalnum():
        return True
    return lexicon.has("auxiliary", lower) or verb_kind(lower, lexicon.language) in {"verb", "infinitive"} or (
        lexicon.language == "en" and lower.endswith("s")
    ) or lexicon.has("adverb", lower) or lower in {"en", "and"}


LINKS = frozenset({"of", "van", "de", "der", "den", "het"})


def names_in(clause: Clause) -> tuple[str, ...]:
    """Return the names in `clause` as written, "Head of Design" as one."""
    names: list[str] = []
    run: list[Token] = []
    tokens = (*clause.tokens, None)
    for position, token in enumerate(tokens):
        following = clause.tokens[position + 1 : position + 2]
        links = (
            token is not None and bool(run) and token.lower in LINKS
            and bool(following) and following[0].kind == "name"
        )  # fmt: skip
        if token is not None and (token.kind == "name" or links):
            run.append(token)
        elif run:
            names.append(clause.text[run[0].start - clause.start : run[-1].end - clause.start])
            run = []
    return tuple(dict.fromkeys(names))


def has_verb(tokens: tuple[Token, ...]) -> bool:
    """Tell whether any of `tokens` could be a verb."""
    return any(t.kind in {"auxiliary", "verb", "participle", "infinitive"} for t in tokens)


@kept_within_a_turn
def clauses(text: str, lexicon: Lexicon) -> tuple[Clause, ...]:
    """Cut `text` into clauses: at sentence ends, marks, and conjunctions that open a new verb."""
    tokens = tokenise(text, lexicon)
    result: list[Clause] = []
    for number, (start, end) in enumerate(_sentences(text)):
        inside = tuple(t for t in tokens if t.start >= start and t.end <= end)
        for part in _parts(inside, lexicon):
            words = [t for t in part if t.kind != "punctuation"]
            if not words:
                continue
            first, last = part[0].start, part[-1].end
            result.append(Clause(text[first:last], first, last, part, number))
    return tuple(result)


def _sentences(text: str) -> list[tuple[int, int]]:
    spans, begin = [], 0
    for mark in SENTENCE_END.finditer(text):
        spans.append((begin, mark.start()))
        begin = mark.end()
    spans.append((begin, len(text)))
    return [(a, b) for a, b in spans if text[a:b].strip()]


SPLITTERS = {
    "nl": frozenset("omdat waardoor zodat want terwijl doordat hoewel because although so".split()),
    "en": frozenset("because bc cos coz cuz whereas although though which so".split()),
}


def _parts(tokens: tuple[Token, ...], lexicon: Lexicon) -> list[tuple[Token, ...]]:
    parts: list[tuple[Token, ...]] = []
    current: list[Token] = []
    splitters = SPLITTERS[lexicon.language]
    beside = 0  # up to where it is said who somebody is
    for position, token in enumerate(tokens):
        rest = tokens[position + 1 :]
        beside = beside or (position + 1 + length if token.text == "," and (length := _says_who(current, rest)) else 0)
        if position < beside:
            current.append(token)
            beside = 0 if position + 1 == beside else beside
            continue
        if token.kind == "punctuation" and CLAUSE_MARK.match(token.text):
            _close(parts, current)
            continue
        turns = token.lower in {"but", "maar"} and len([t for t in current if t.kind != "punctuation"]) >= FEWEST_BEFORE
        both = (current[-1].lower if current else "", token.lower, rest[0].lower if rest else "")
        joins = token.kind == "coordinator" and (_still_open(current) or both in SAID_TOGETHER)
        if not joins and (token.kind == "coordinator" or token.lower in splitters) and (turns or has_verb(tuple(current))):
            head = _until_mark(rest)
            if _opens_clause(head) or (token.lower in splitters and has_verb(head)):
                _close(parts, current)
                if token.lower not in {"en", "and"}:
                    current.append(token)
                continue
        if token.lower in {"dat", "that"} and _leads_in(current, rest, bool(parts)):
            current.clear()  # "wat ik wel weet is dat ze …": what is known, and not that it is
        if _main_clause_begins(current, token, rest, lexicon) or _tells_of_somebody(current, token, rest, lexicon):
            _close(parts, current)
        current.append(token)
    _close(parts, current)
    return parts


def _says_who(before: list[Token], rest: tuple[Token, ...]) -> int:
    """Return how many tokens say who somebody is, up to the second comma ("Gerard, mijn teamleider, zei …"); 0 for none."""
    named = [t for t in before if t.kind != "punctuation"]
    close = next((n for n, t in enumerate(rest) if t.kind == "punctuation"), 0)
    role, acts = rest[:close], rest[close + 1 : close + 2]
    if not (0 < len(named) <= MOST_WHO and 0 < len(role) <= MOST_WHO and rest[close].text == "," and acts):
        return 0
    noun = named[0].kind in {"name", "determiner", "first"} and not has_verb(tuple(named))
    by_name = len(named) == 1 and named[0].kind == "name"  # "Pav, new grad, took on …"
    titled = role[0].lower in {"meneer", "mevrouw", "mr", "mrs", "ms", "dr", "dhr", "mw"}
    told = (by_name or titled or role[0].kind in {"name", "determiner", "first"}) and not has_verb(role) and all(t.kind not in {"coordinator", "subordinator"} for t in role)
    both = named[0].kind == role[0].kind == "determiner" and role[0].lower not in {"een", "a", "an"}  # "de kinderen, de ouders,"
    return close + 1 if noun and told and not both and acts[0].kind in {"verb", "auxiliary"} else 0


MOST_WHO = 4  # words that name somebody, or say who that is
SAID_TOGETHER = frozenset(
    tuple(said.split())
    for said in ("af en toe", "nu en dan", "keer op keer", "meer en meer", "dag en nacht", "door en door", "on and off", "now and then", "now and again", "again and again", "over and over", "more and more", "back and forth", "up and down", "on and on", "heen en weer", "op en neer", "in en uit", "wel en wee", "zo en zo")
)  # fmt: skip


def _leads_in(before: list[Token], rest: tuple[Token, ...], behind: bool) -> bool:
    """Tell whether what stands before "dat" only leads in to it, and claims nothing ("what I do know is that …").

    `behind`: another clause of the sentence stands before it ("what I do know, as I was there, is that …").
    """
    told = " ".join(t.lower for t in before if t.kind not in {"punctuation", "coordinator"})
    somebody = bool(rest) and rest[0].kind in {"third", "name", "first"}
    return somebody and (behind or len(before) > 1) and LEADS_IN.fullmatch(told) is not None


LEADS_IN = re.compile(
    r"(?:(?:wat|what) .{1,40}?\b(?:weet|weten|zie|zien|zag|merk|merkte|merken|opvalt|opviel|terugkwam|kostte|gebeurt|gebeurde|speelt|know|see|saw|notice|noticed|came back|cost|happened|happens)(?: \w+)? )?(?:is|was|'s)"
)


def _still_open(current: list[Token]) -> bool:
    """Tell whether a clause behind "dat" or "that" has its subject and not its verb yet ("dat het maar tot de zomer")."""
    opens = next((n for n in range(len(current) - 1, -1, -1) if current[n].lower in {"dat", "that"}), None)
    return opens is not None and len(current) == opens + 2 and current[-1].lower in SUBJECTS


SUBJECTS = frozenset("het ze zij hij ik we wij it she he they i we".split())
WHO = frozenset({"die", "who"})
NEW = frozenset("een één 1 zo'n a an one".split())
UNNAMED = frozenset({"één", "eentje", "one"})
SOME_ONE = frozenset({"iemand", "someone", "somebody"})
MOST_APART = 7  # words between "a" and "who" ("a lad in the warehouse who")


def _tells_of_somebody(
    before: list[Token], token: Token, rest: tuple[Token, ...], lexicon: Lexicon
) -> bool:
    """Tell whether what somebody does begins here, who was just brought up ("we hebben een stagiair die …")."""
    lid = token.lower == "dat" and bool(before) and is_somebody(before[-1].lower, lexicon.language)  # "een teamlid dat …"
    if token.lower not in WHO and not lid or not has_verb(tuple(before)) or not has_verb(_until_mark(rest)):
        return False
    near = before[-MOST_APART:]
    if near[-1].kind == "name" and lexicon.language == "nl" and any(t.lower in {"is", "was", "'t"} for t in before):
        return True  # "bij ons is 't altijd Johan die …"
    if near[-1].lower in UNNAMED or any(t.lower in SOME_ONE for t in near):
        return True  # "er is er één die …"
    opens = next((n for n, t in enumerate(near) if t.lower in NEW), None)
    return opens is not None and any(is_somebody(t.lower, lexicon.language) for t in near[opens + 1 :])


FEWEST_BEFORE = 3  # words before "but" that tell something without a verb ("not sure this belongs here")
PERSONAL = frozenset("he she they we i".split())


def _main_clause_begins(
    before: list[Token], token: Token, rest: tuple[Token, ...], lexicon: Lexicon
) -> bool:
    """Tell whether a main clause begins behind its subordinate one, without a comma.

    English by its subject, Dutch by its verb: "toen Joris ziek werd heeft Lies …".
    """
    if lexicon.language == "nl":
        opens = next((t for t in before if t.kind != "coordinator"), None)
        return (
            opens is not None and lexicon.has("subordinator", opens.lower) and len(before) >= 3
            and token.kind in {"auxiliary", "verb"} and any(t.kind in {"auxiliary", "verb"} for t in before[2:])
            and bool(rest) and rest[0].kind in {"third", "first", "second", "pronoun", "name", "determiner"}
        )  # fmt: skip
    who, _, shortened = token.lower.partition("'")
    return (
        lexicon.language == "en"
        and (who in PERSONAL or token.kind == "name")
        and len(before) >= 3
        and before[0].lower in {"when", "if", "after", "since", "while", "once", "until", "before"}
        and (has_verb(tuple(before)) or any(t.lower in {"left", "quit"} for t in before))
        and bool(rest)
        and (bool(shortened) or rest[0].kind in {"auxiliary", "verb", "adverb"})
        and before[-1].kind not in {"verb", "auxiliary", "subordinator", "preposition", "coordinator"}
    )


def _close(parts: list[tuple[Token, ...]], current: list[Token]) -> None:
    while current and current[-1].kind == "punctuation" and current[-1].text in ".!?…-–—*":
        current.pop()
    if current:
        parts.append(tuple(current))
    current.clear()


def _until_mark(tokens: tuple[Token, ...]) -> tuple[Token, ...]:
    taken: list[Token] = []
    for token in tokens:
        if token.kind == "punctuation" and CLAUSE_MARK.match(token.text):
            break
        taken.append(token)
    return tuple(taken)


def _opens_clause(tokens: tuple[Token, ...]) -> bool:
    if len(tokens) < 2:
        return False
    head = tokens[0]
    if head.kind in {"auxiliary", "verb"}:
        return True
    nobody = head.lower in {"niemand", "nobody"}
    if nobody or head.kind in {"first", "third", "second", "pronoun", "name", "adverb", "subordinator"}:
        return has_verb(tokens[1:6])
    if head.kind in {"determiner", "number", "word", "preposition"}:
        return any(t.kind in {"auxiliary", "verb"} for t in tokens[1:6])
    return False


def bare_text(clause: Clause) -> str:
    """Return the clause in lower case without a conjunction in front and marks around it."""
    text = re.sub(r"^(?:maar|en|dus|but|and|so|want) ", "", clause.text.lower())
    return text.replace("’", "'").strip(" .,!")
