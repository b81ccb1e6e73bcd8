"""Who a clause is about: names, roles and groups, and no towns, firms or greetings.

A capital is no proof of a person. A word counts as one when it is a known first name, carries a
title, or stands where only a person stands; prompts/names.yaml has the names and the places.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from coach.dialogue.asked import Asked
from coach.dialogue.clauses import LINKS, Clause, Token, is_initials
from coach.dialogue.grammar import finite, has_group, is_first, subject_of
from coach.dialogue.lexicon import Lexicon
from coach.dialogue.names import load_names
from coach.dialogue.roles import is_somebody, leaves
from coach.dialogue.word_forms import is_known

PLACING = {
    "nl": frozenset("in uit te naar richting nabij vlakbij rond".split()),
    "en": frozenset("in near at from into around outside across".split()),
}
ADDRESSING = {
    "nl": frozenset("van voor met tegen aan bij door naast behalve zonder en of dan".split()),
    "en": frozenset("with for to about by than besides without and or of like".split()),
}
TITLES = frozenset(
    "mevrouw mevr mw meneer mijnheer menier dhr dokter zuster pater juf meester oom tante"
    " mrs mr ms miss dr sir father sister nurse professor prof".split()
)
# What stands before a month and before no Jan: "end of jan", "eind jan".
OF_A_MONTH = re.compile(
    r"(?:\b(?:end|start|beginning|middle|rest|week) of|\b(?:mid|early|late|in|since|until|till|last|next|this|eind|begin|half|medio|sinds|tot|vanaf|vorige|volgende))\s+$", re.I
)
# The same behind it: "Jan to Easter", "jan t/m maart".
TO_A_MONTH = re.compile(r"\s*(?:to|till|until|through|tot(?: en met)?|t/m|[-–/])\s*(?:the |de |early |late |mid |end of |begin |half |eind )*(?P<end>[a-z]+)", re.I)
MOST_WORDS = 4
FLEMISH = frozenset({"den", "onzen", "d'n"})  # articles that stand before a first name there
BEHIND_A_WORD = 6  # characters before a name that answers who by itself ("Him. Des.")


def people_in(clause: Clause, asked: Asked, lexicon: Lexicon) -> tuple[str, ...]:
    """Return the people named in `clause`, as written; two joined by "en" or "and" are one entry."""
    runs = [_by_first_name(r) for r in _runs(clause, asked, lexicon) if _is_person(r, clause, asked, lexicon)]
    if finite(clause.words) is not None:
        runs = _joined(runs, clause)
    told = [words_of(run, clause) for run in runs]
    return tuple(dict.fromkeys(name for name in told if name.lower() not in asked.nobody))


def _by_first_name(run: list[Token]) -> list[Token]:
    """Return a name without the title before a first name: who is "juf Annemiek" once is Annemiek after that."""
    titled = len(run) > 1 and run[0].lower.rstrip(".") in TITLES and run[1].lower in load_names().first
    return run[1:] if titled else run


def giver_of(clause: Clause, asked: Asked, lexicon: Lexicon, does: bool = False) -> str:
    """Return who does something in the clause, by name, role or group; "" when it doesn't say.

    `does`: the clause is known to tell a deed, so that whoever is its subject is somebody.
    """
    words = clause.words[1:] if clause.words[0].kind == "coordinator" and len(clause.words) > 1 else clause.words
    timed = words[0].lower in {"since", "sinds", "toen", "nadat", "after", "while", "terwijl", "omdat", "because"}
    pronoun = words[0].lower.partition("'")[0] in {"she", "he", "they"} and "'" in words[0].lower
    if pronoun or words[0].kind == "subordinator" or timed and finite(words) is not None:
        return ""
    if TELLS.search(clause.text.lower()):
        return ""  # who tells of it didn't give it
    subject = subject_of(clause, lexicon)
    reports = reports_only(words)
    if is_first(clause, subject) and not reports:
        return ""
    if subject and any(t.lower in lexicon.classes["third_possessive"] for t in subject):
        return ""
    named = [name for name in people_in(clause, asked, lexicon) if not leaves(name, clause.text)]
    if reports or subject is None:
        at_them = words[0].lower in {"bij", "at"} and finite(words) is None  # "een paar zaterdagen, bij Maurice": a client
        return named[0] if named and not at_them else ""
    acting = {t.lower for t in subject}
    for name in named:
        if set(name.lower().split()) & acting:
            return name
    told = " ".join(t.lower for t in subject)
    if told in asked.nobody or told.split()[-1] in asked.nobody:
        return ""
    if any(re.search(rf"\b{re.escape(a)}\b", told) for a in lexicon.classes["authority"]):
        return ""
    if len(subject) == 1 and is_somebody(subject[0].lower, lexicon.language):
        return ""  # "collega zit ziek thuis": nobody they were telling of
    if is_group(subject, lexicon) or does and is_doer(subject, lexicon):
        return words_of(list(subject), clause)
    return ""


# Somebody tells or is the source of it: "dat vertelde Carla van de kassa", "her husband says …".
TELLS = re.compile(r"\b(?:vertelde|vertelt|zegt|zei|hoorde|told|says|said|reckons|let slip)\b")


def is_doer(subject: Sequence[Token], lexicon: Lexicon) -> bool:
    """Tell whether the subject of a deed is one person by role ("de stagiair", "our pianist")."""
    opener = subject[0]
    owned = lexicon.has("first_possessive", opener.lower)
    article = opener.lower in {"de", "the", "een", "a", "an", "één"}
    plain = all(t.kind in {"word", "number", "name"} and t.lower not in lexicon.classes["filler"] for t in subject[1:])
    one = not names_several(" ".join(t.text for t in subject), lexicon)  # "de routes draaiden door"
    if subject[-1].lower in NO_DOER or opener.lower in {"een", "a", "an"} and not is_somebody(subject[-1].lower, lexicon.language):
        return False
    return (owned or article) and 2 <= len(subject) <= MOST_WORDS and plain and one and subject[-1].kind == "word"


def is_group(tokens: Sequence[Token], lexicon: Lexicon) -> bool:
    """Tell whether the words are one role or group, and nothing else."""
    if not 1 <= len(tokens) <= MOST_WORDS or not has_group(tokens, lexicon):
        return False
    return all(
        t.kind in {"determiner", "number", "word", "name", "third", "first", "preposition"}
        and t.lower not in lexicon.classes["filler"]
        for t in tokens
    )


def is_party(subject: Sequence[Token], lexicon: Lexicon) -> bool:
    """Tell whether a subject names somebody: a name, a group, or "the" with a noun."""
    if any(t.kind == "name" for t in subject) or is_group(subject, lexicon):
        return len(subject) <= MOST_WORDS
    opens = subject[0].kind in {"determiner", "first"} and subject[0].lower not in NO_PARTY
    return opens and 2 <= len(subject) <= MOST_WORDS and subject[-1].kind == "word"


NO_DOER = frozenset("rest anderen others helft half andere other week dag day maand month jaar year avond evening ochtend morning".split())
NO_PARTY = frozenset("het 't dat dit it that this there een a an ik we wij i no geen".split())


def party_after_preposition(clause: Clause, lexicon: Lexicon) -> str:
    """Return whom a clause without a verb names after a preposition ("of the relief teachers")."""
    words = clause.words
    if len(words) < 3 or words[0].kind != "preposition" or finite(words) is not None:
        return ""
    rest = words[1 : 1 + MOST_WORDS]
    return words_of(rest, clause) if is_party(rest, lexicon) else ""


THINKS = frozenset(
    "denk dacht zie noem noemde kies think thinking mean say pick choose bedoel heet heten is zijn was ben am i'm are were he's she's they're it's".split()
)


def reports_only(words: Sequence[Token]) -> bool:
    """Tell whether the clause only says who it is about ("dan denk ik aan …", "it's Ann")."""
    verb = finite(words)
    one = r"\b(?:is|was) (?:the one|de(?:gene)?(?: die| aan wie| bij wie))\b"
    if re.search(one, " ".join(t.lower for t in words)):
        return False
    return (
        verb is not None
        and words[verb].lower in THINKS
        and not any(t.kind == "participle" for t in words[verb + 1 :])
    )


def _runs(clause: Clause, asked: Asked, lexicon: Lexicon) -> list[list[Token]]:
    """Return the runs of words that could be a name: capitals, or known names in all lower case."""
    names = load_names()
    lower_case = clause.text == clause.text.lower()
    runs: list[list[Token]] = []
    tokens = clause.tokens
    for place, token in enumerate(tokens):
        titled = token.lower.rstrip(".") in TITLES and place + 1 < len(tokens)
        known = token.lower in {n.lower() for n in asked.names}
        typed_small = known or lower_case and (
            token.lower in names.first
            or token.lower in {n.lower() for n in asked.names}
            or asked.field == "who" and clause.start == 0 and len(clause.words) == 1
            and _is_strange(token.lower, lexicon)
        )
        also_word = token.lower in names.also_words and token.text[:1].isupper()
        opens = place == 0 and also_word and place + 1 < len(tokens)
        acting = opens and (_acts_behind_its_place(tokens[place + 1 :]) or _answers_who(clause, asked, lexicon))
        titled = titled and tokens[place + 1].text[:1].isupper()
        after_title = (
            bool(runs) and runs[-1][-1] is tokens[place - 1] and token.text[:1].isupper()
            and runs[-1][0].lower.rstrip(".") in TITLES
        )  # fmt: skip
        lone = also_word and len(clause.words) == 1 and asked.field == "who" and clause.start <= BEHIND_A_WORD
        name = token.kind == "name" or titled or typed_small or acting or after_title or lone
        link = (
            token.lower in LINKS and runs and runs[-1][-1] is tokens[place - 1]
            and place + 1 < len(tokens) and tokens[place + 1].kind == "name"
        )  # fmt: skip
        if name or link:
            if runs and place and runs[-1][-1] is tokens[place - 1]:
                runs[-1].append(token)
            else:
                runs.append([token])
    return runs


def _acts_behind_its_place(rest: Sequence[Token]) -> bool:
    """Tell whether a verb follows, at once or behind where somebody belongs ("Kees van de techniek heeft …")."""
    place = 3 if [t.kind for t in rest[:3]] == ["preposition", "determiner", "word"] else 0
    return len(rest) > place and rest[place].kind in {"auxiliary", "verb"}


def _is_person(run: list[Token], clause: Clause, asked: Asked, lexicon: Lexicon) -> bool:
    names = load_names()
    text = words_of(run, clause).lower()
    if text in asked.nobody:
        return False
    if text in {n.lower() for n in asked.names}:
        return True
    if run[0].lower.rstrip(".") in TITLES:
        return len(run) > 1
    tokens = clause.tokens
    place = tokens.index(run[0])
    if len(run) == 1 and is_initials(run[0].text):
        return _initials_of_somebody(place, clause, asked, lexicon)
    before = tokens[place - 1] if place else None
    if _is_kin(run, place, clause, lexicon):
        return False
    rest = tokens[tokens.index(run[-1]) + 1 :]
    close = next((n for n, t in enumerate(rest[1:], 1) if t.text == ","), 0) if rest and rest[0].text == "," else 0
    after = next(iter(rest[close + 1 :] if close else rest), None)  # behind who they are: "Pav, new grad, took on …"
    acts = after is not None and after.kind in {"auxiliary", "verb"}
    head = run[0].lower.removesuffix("'s")
    if lexicon.has("month", head) and OF_A_MONTH.search(clause.text[: run[0].start - clause.start] if run[0].start >= clause.start else ""):
        return False
    until = TO_A_MONTH.match(clause.text[run[-1].end - clause.start :])
    if lexicon.has("month", head) and until and (lexicon.has("month", until["end"].lower()) or lexicon.has("season", until["end"].lower())):
        return False
    if "-" in head and all(is_known(part, lexicon.language) for part in head.split("-") if part):
        return False  # "On-call is a mess"
    placed = before is not None and before.lower in PLACING[lexicon.language]
    placed = placed or before is not None and before.lower == "up" and finite(clause.words) is None  # "a farm up Wensleydale"
    addressed = before is not None and before.lower in ADDRESSING[lexicon.language]
    whole = len(clause.words) <= len(run) + 1
    if head in names.others and not acts:
        return False
    alone = len(run) == len(clause.words) == 1 and asked.field == "who" and clause.start <= BEHIND_A_WORD
    if alone and _is_strange(head, lexicon):
        return True
    if head in names.first:
        return not (placed and head in names.others)
    if placed:
        return False
    if head in names.also_words:
        named = whole and (asked.field == "who" or asked.phase == "opening")
        acts = acts or _acts_behind_its_place(rest)
        return acts or addressed or named or before is not None or _answers_who(clause, asked, lexicon)
    if any(t.lower in lexicon.classes["authority"] | lexicon.classes["group"] for t in run):
        return " " in text
    if before is None or before.text in "‘“\"'":
        if len(head) <= 2 or head in lexicon.classes["names_not"] | lexicon.classes["filler"]:
            return False
        strange = not is_known(head, lexicon.language)
        named = whole and asked.field == "who"  # "Hallow," opens a talk and is nobody
        return strange and (acts and len(clause.words) > 3 or named)
    after_verb = before.kind in {"auxiliary", "verb"} or asked.field == "who"
    if (before.kind != "determiner" or before.lower in FLEMISH) and _is_strange(head, lexicon):
        return True
    return (addressed or acts or after_verb or len(run) > 1) and before.kind != "determiner"


KIN = r"(?:zoon(?:tje)?|dochter(?:tje)?|kind(?:je)?|jongste|oudste|kleinzoon|kleindochter|baby|son|daughter|kid|boy|girl|little (?:one|boy|girl)|grandson|granddaughter|husband|wife|man|vrouw|mother|father|mum|dad|moeder|vader|zus|broer|sister|brother)"
A_KIN = re.compile(rf",? (?:(?:da's|dat is|dat's|that's) )?(?:haar|zijn|z'n|d'r|her|his|their) (?:\w+ )?{KIN}\b", re.I)


def _is_kin(run: list[Token], place: int, clause: Clause, lexicon: Lexicon) -> bool:
    """Tell whether a name is somebody's child or partner at home, who gave nothing here ("haar Jules, da's haar zoontje")."""
    owner = clause.tokens[place - 1].lower if place > 0 else ""
    owned = owner in lexicon.classes["third_possessive"] and owner != "zijn"  # "elke zondag zijn Karin en Bea gebleven"
    kin = place > 1 and re.fullmatch(KIN, clause.tokens[place - 1].lower) is not None and clause.tokens[place - 2].lower in lexicon.classes["third_possessive"]
    return owned or kin or A_KIN.match(clause.text[run[-1].end - clause.start :].replace("’", "'")) is not None


def _answers_who(clause: Clause, asked: Asked, lexicon: Lexicon) -> bool:
    """Tell whether a clause without a verb says who it is about, or who of a group ("Margriet van groep 5")."""
    open_ = asked.field == "who" or bool(asked.focus) and names_several(asked.focus, lexicon)
    return open_ and finite(clause.words) is None


def _initials_of_somebody(place: int, clause: Clause, asked: Asked, lexicon: Lexicon) -> bool:
    """Tell whether initials stand where a person does: ‘plan B’ and ‘ploeg A’ are none."""
    before = clause.tokens[place - 1] if place else None
    after = clause.tokens[place + 1] if place + 1 < len(clause.tokens) else None
    if before is not None and before.kind in {"word", "determiner", "number"}:
        return False
    acts = after is not None and after.kind in {"auxiliary", "verb"}
    addressed = before is not None and before.lower in ADDRESSING[lexicon.language]
    after_verb = before is not None and before.kind in {"auxiliary", "verb"}
    return acts or addressed or after_verb or asked.field == "who" and len(clause.words) <= 2


def _is_strange(word: str, lexicon: Lexicon) -> bool:
    """Tell whether `word` (lower case) is in no dictionary and no word list, as a nickname is."""
    listed = lexicon.classes["names_not"] | lexicon.classes["filler"] | load_names().others
    compound = any(
        is_known(word[:n], lexicon.language) and is_known(word[n:], lexicon.language)
        for n in range(3, len(word) - 2)
    )
    if compound and word not in load_names().first:
        return False
    return len(word) > 2 and word.isalpha() and word not in listed and not is_known(word, lexicon.language)


def _joined(runs: list[list[Token]], clause: Clause) -> list[list[Token]]:
    """Take "Bart en Willem" as one: they did it together."""
    joined: list[list[Token]] = []
    for run in runs:
        if joined:
            between = clause.text[joined[-1][-1].end - clause.start : run[0].start - clause.start]
            if between.strip().lower() in {"en", "and", "&"}:
                joined[-1] = [*joined[-1], *run]
                continue
        joined.append(run)
    return joined


ONE = re.compile(r"(?:de|het|die|deze|mijn|m'n|mn|onze|ons|een|the|my|our|that|this|a|an|his|her|zijn|haar)\b", re.I)
TOGETHER = re.compile(
    r"(?:\w*team|ploeg|\w+ploeg|afdeling|groep|\w+groep|club|keuken|staf|dienst|familie|iedereen|mensen|man|lui|"
    r"crew|staff|gang|lads|people|shift|everyone|folks|group|department|kitchen|family|police)$",
    re.I,
)


def names_several(name: str, lexicon: Lexicon) -> bool:
    """Tell whether a name or role stands for more than one person ("de monteurs", "the night crew")."""
    words = name.split()
    if re.fullmatch(r"[A-Z]{2,}['’]?s", name):
        return True
    if not words or re.match(r"(?:one|een|één|eentje|iemand|somebody|someone) (?:of|van|uit|from)\b", name, re.I):
        return False
    if any(w.lower() in {"en", "and", "&"} for w in words) or words[0][:1].isdigit():
        return True
    if words[0].lower() in lexicon.classes["number"] - {"één", "een", "one", "a"}:
        return True
    last = words[-1].strip(".,").lower()
    if TOGETHER.match(last):
        return True
    if words[-1][:1].isupper() and not ONE.match(name):
        return False
    return last.endswith(("ers", "ens", "s", "en") if lexicon.language == "nl" else ("s",)) and not (
        last.endswith(("ss", "us", "is", "baas", "chef"))
    )


def known_as(name: str, known: Sequence[str]) -> str:
    """Return `name` as it is known already: with its capitals, and a first or last name as the whole one."""
    exact = next((n for n in known if n and n.lower() == name.lower()), "")
    whole = (n for n in known if len(n.split()) == 2 and all(w[:1].isupper() for w in n.split()) and name.lower() in n.lower().split())
    return exact or next(whole, name)


def words_of(run: Sequence[Token], clause: Clause) -> str:
    """Return the stretch of `clause` from the first to the last of these words, as written."""
    text = clause.text[run[0].start - clause.start : run[-1].end - clause.start]
    return re.sub(r"['’]s$", "", text)
