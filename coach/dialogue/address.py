"""What was told about one person, put as it is said to that person: she had → you had.

Only the words for that one person change, and the verbs that go with them; everything else stays
as it was typed. When somebody else is in it, or it isn't clear who is meant, there is no answer.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from coach.dialogue.clauses import Token, tokenise
from coach.dialogue.lexicon import Lexicon
from coach.dialogue.people import names_several
from coach.dialogue.word_forms import lemma

SHE = frozenset("zij ze haar d'r 'r she her hers herself she's she'd she'll".split())
HE = frozenset("hij ie 'ie hem 'm z'n zn he him his himself he's he'd he'll".split())
MANY = frozenset("hen hun they them their theirs they're they've they'd they'll".split())
SUBJECTS = frozenset("zij ze hij ie 'ie she he they".split())
SHORTENED = {
    "d": "'d", "ll": "'ll", "re": "'re", "ve": "'ve",
}  # fmt: skip
NL_SECOND: tuple[tuple[str, str], ...] = (
    ("heeft", "hebt"), ("is", "bent"), ("kan", "kunt"), ("wil", "wilt"), ("zal", "zult"),
)  # fmt: skip
NL_AFTER: tuple[tuple[str, str], ...] = (
    ("heeft", "heb"), ("is", "ben"), ("kan", "kun"), ("wil", "wil"), ("zal", "zul"),
    ("gaat", "ga"), ("staat", "sta"), ("slaat", "sla"), ("doet", "doe"), ("ziet", "zie"),
)  # fmt: skip
EN_SECOND: tuple[tuple[str, str], ...] = (
    ("has", "have"), ("is", "are"), ("was", "were"), ("does", "do"), ("hasn't", "haven't"),
    ("isn't", "aren't"), ("wasn't", "weren't"), ("doesn't", "don't"),
)  # fmt: skip
GIVING = frozenset(
    "give tell offer promise let owe send buy show ask thank help leave pay lend bring make see".split()
)
SELF = {"zich": "je", "zichzelf": "jezelf", "herself": "yourself", "himself": "yourself"}
RELATIVES = re.compile(
    r"^(?:en |maar |and |but )?(?:zijn|haar|z'n|d'r|his|her|their) (?:vrouw|man|vriend|vriendin|partner|collega|moeder|vader|zoon|dochter|"
    r"wife|husband|boyfriend|girlfriend|colleague|mother|mum|father|dad|son|daughter)\b",
    re.I,
)
# In Dutch hem and haar can be a thing too; with these verbs it is a person.
PERSONAL = frozenset(
    "geven zeggen vertellen beloven vragen bedanken helpen laten sturen betalen spreken zien horen bellen mailen schrijven"
    " missen steunen waarderen noemen prijzen ontlasten geloven toezeggen uitleggen aanbieden bieden gunnen steken".split()
)
# "At the bakery Owen has …": the noun before the name is a place or a time, and no role.
PLACE = re.compile(
    r"(?:at|in|on|during|over|since|after|before|through|throughout|behind) (?:the|our|my|a|this|that) (?:[\w-]+ ){1,2}?$",
    re.I,
)
MAY_BE_VERB = frozenset({"auxiliary", "verb", "adverb", "word"})
DOES = re.compile(r"(?:ist|ant|man|woman|nurse|cook|chef|colleague|planner|driver|manager)$")
NOUNS = frozenset({"word", "name", "number", "participle", "month", "weekday"})


def addressed(clause: str, who: str, lexicon: Lexicon) -> str | None:
    """Return a clause about `who` as it is said to `who`; None when unsure.

    The speaker stays the speaker ("I never told her" → "I never told you"). A clause with another
    name, with persons of two kinds, or with a group that nothing marks as one, has no answer.
    """
    text = re.sub(r"\s+", " ", clause.replace("’", "'")).strip(" ,;.")
    group = (
        who[:1].islower() or who.lower() in lexicon.classes["group"] or who[:3].lower() in GROUPS
    )
    if not text or RELATIVES.search(text):
        return None
    if group and who and not names_several(who, lexicon):  # one person, known by a role
        he = re.search(r"\b(?:he|his|him)\b", text, re.I) is not None
        pronoun = "die" if lexicon.language == "nl" else "he" if he else "she"
        text = re.sub(rf"^{re.escape(who)}(?:,? (?:die|who))?\b", pronoun, text, flags=re.I)
        group, who = re.search(rf"\b{re.escape(who)}\b", text, re.I) is not None, ""
    if group:
        return _to_group(text, who, lexicon)
    text = _one_name(text, who, lexicon)
    if lexicon.language == "nl":
        text = WHO_DOES.sub("hij", text)
    tokens = list(tokenise(text, lexicon))
    if lexicon.language == "nl" and tokens and tokens[0].kind in {"verb", "auxiliary"}:
        return None  # "staat hij hier voor de storingen" asks, said to somebody
    if not _about_one(tokens, who, lexicon):
        return None
    turned = (
        _turned_nl(tokens, who, lexicon)
        if lexicon.language == "nl"
        else _turned_en(tokens, who, lexicon)
    )
    if turned is None or turned == [t.text for t in tokens]:
        return None
    pieces, end = [], 0
    for token, said in zip(tokens, turned, strict=True):
        pieces += [text[end : token.start], said]
        end = token.end
    said = re.sub(r"\s+", " ", "".join(pieces) + text[end:]).strip()
    return None if ILL_FORMED.search(said) else said


# "… met wallen, die doet twee avonden techniek": whoever is told of.
WHO_DOES = re.compile(r"(?:(?<=^)|(?<=, ))die(?= (?:heeft|is|was|had|kan|kon|zal|zou|gaat|ging|\w{2,}t|\w{3,}[dt]e)\b)(?! \w+ (?:ze|zij|hij|ie|ik|we|wij|je)\b)", re.I)
# What no one says: a verb of somebody else beside je, or je twice around one verb.
ILL_FORMED = re.compile(
    r"\b(?:heeft|is|kan|wil|zal|gaat|staat|slaat|doet|ziet) (?:je|jij)\b|\b(?:je|jij) (?:heeft|is|zal|heb|ben|ga|sta)\b|\b(?:je|jij) (?:hebt|bent|had|was|zat|deed|doet|ging) jij\b|\byou (?:has|is|was|does)\b",
    re.I,
)


def speaks_of_somebody(text: str, lexicon: Lexicon) -> bool:
    """Tell whether somebody else is in the words, by name or by pronoun."""
    tokens = tokenise(re.sub(r"\bop (?:z'n|zijn|haar|hun) \w+st\b", "", text), lexicon)
    told = any(t.kind == "name" for t in tokens[1:])
    possessive = any(
        t.lower == "zijn" and _possessive(tokens, n, lexicon) for n, t in enumerate(tokens)
    )
    return told or possessive or any(t.lower in SHE | HE | MANY for t in tokens)


GROUPS = frozenset({"de ", "het", "the", "ons", "our"})


def _one_name(text: str, who: str, lexicon: Lexicon) -> str:
    """Take the role around a name away ("onze monteur Sjaak" → "Sjaak"), and commas around it."""
    if not who:
        return text
    name = re.escape(who)
    if _after_a_place(text, who, lexicon):
        return _without_title(text, who, lexicon)
    ours = "|".join(sorted(lexicon.classes["first_possessive"], key=len, reverse=True))
    own = f"{ours}|de|het|the"
    text = re.sub(rf"\b(?:{ours}) ({name})\b", r"\1", text, flags=re.I)  # "onze Farida"
    verbs = [t.start for t in tokenise(text, lexicon) if t.kind in {"auxiliary", "verb"}]
    text = re.sub(
        rf"\b(?:{own}) (?:[\w-]+ ){{1,2}}?({name})\b(?! en | and )",
        # A verb before the name means that the words before it are no title of theirs.
        lambda m: m[0] if any(m.start() < at < m.start(1) for at in verbs) else m[1],
        text,
        flags=re.I,
    )
    text = re.sub(rf"\b(?:{own}) (?:[\w-]+ ){{0,2}}?[\w-]+, ({name}),", r"\1", text, flags=re.I)
    text = _without_title(text, who, lexicon)
    return re.sub(
        rf"^({name})(?:,| (?:in|from|at|on|van|bij|op) (?:the |de |het )?[\w-]+) (?=(?:has|had|is|was|did|does|heeft)\b)",
        r"\1 ", text, flags=re.I,
    )  # fmt: skip


def _after_a_place(text: str, who: str, lexicon: Lexicon) -> bool:
    """Tell whether an English clause opens with a place or time, then the name and its verb."""
    tokens = tokenise(text, lexicon)
    return any(
        _is_name(name, who) and verb.kind in MAY_BE_VERB and PLACE.match(text[: name.start])
        for name, verb in pairwise(tokens)
    )


def _without_title(text: str, who: str, lexicon: Lexicon) -> str:
    """Take away what somebody does when it stands bare before the name ("kok Bram" → "Bram")."""
    tokens = tokenise(text, lexicon)
    for n, (title, name) in enumerate(pairwise(tokens)):
        if title.kind != "word" or not _is_name(name, who):
            continue
        around = tokens[n - 1 : n] if n else tokens[2:3]
        if DOES.search(title.lower) or any(t.kind in {"auxiliary", "verb"} for t in around):
            return text[: title.start] + text[name.start :]
    return text


def _bare(token: Token) -> str:
    return re.sub(r"['’]s?$", "", token.lower)


def _is_name(token: Token, who: str) -> bool:
    return bool(who) and _bare(token) in {part.lower() for part in (who, who.split()[-1])}


def _about_one(tokens: Sequence[Token], who: str, lexicon: Lexicon) -> bool:
    """Tell whether the words speak of one person besides the speaker."""
    lower = [t.lower for t in tokens]
    others = [
        t for t in tokens if t.kind == "name" and not _is_name(t, who) and t.lower not in lower[:1]
    ]
    if others or any(t.kind == "second" for t in tokens):
        return False
    hers, his = bool(SHE & set(lower)), bool(HE & set(lower))
    possessive = any(
        _possessive(tokens, n, lexicon) for n, t in enumerate(tokens) if t.lower == "zijn"
    )
    if hers and (his or possessive):
        return False
    named = any(_is_name(t, who) for t in tokens)
    if lexicon.language == "nl" and "ze" in lower and _plural(tokens):
        return False
    if MANY & set(lower) and (hers or his or possessive or named):
        return False
    dangling = any(
        t.lower in {"die", "deze", "dit"} and n for n, t in enumerate(tokens) if t.kind == "third"
    )
    return not dangling and "who" not in lower


def _plural(tokens: Sequence[Token]) -> bool:
    """Tell whether "ze" goes with a plural verb, and so means several people."""
    for n, token in enumerate(tokens):
        if token.lower not in {"ze", "zij"}:
            continue
        beside = [*tokens[max(n - 1, 0) : n], *tokens[n + 1 : n + 2]]
        if any(
            re.fullmatch(
                r"(?:\w{2,}[dt]en|waren|hebben|zijn|gaan|doen|kwamen|gingen|namen|liepen|kregen|\w{3,}en)",
                t.lower,
            )
            and t.kind in {"verb", "auxiliary", "infinitive"}
            for t in beside
        ):
            return True
    return False


def _possessive(tokens: Sequence[Token], n: int, lexicon: Lexicon) -> bool:
    """Tell whether "zijn", "haar" or "her" at `n` stands before what is somebody's."""
    after = tokens[n + 1] if n + 1 < len(tokens) else None
    if after is None or after.kind not in NOUNS and after.lower not in {"eigen", "own", "whole", "entire", "hele"}:
        return False
    if tokens[n].lower == "zijn":
        before = tokens[n - 1].lower if n else ""
        plural = (
            before in {"we", "wij", "ze", "zij", "jullie", "er", "te"} or after.kind == "participle"
        )
        return not plural and not (
            n and tokens[n - 1].lower.endswith("en") and tokens[n - 1].kind == "word"
        )
    if tokens[n].lower == "her":
        giving = n and lemma(tokens[n - 1].lower, "en") in GIVING
        return not (giving and after.kind in {"number", "weekday", "name"})
    return True


def _turned_nl(tokens: Sequence[Token], who: str, lexicon: Lexicon) -> list[str] | None:
    said = [t.text for t in tokens]
    subject = False
    for n, token in enumerate(tokens):
        low = token.lower
        before, after = tokens[n - 1] if n else None, tokens[n + 1] if n + 1 < len(tokens) else None
        others = any(t.lower in SUBJECTS for t in tokens[n + 1 :])
        first_die = (
            low == "die"
            and not n
            and not others
            and after is not None
            and after.kind in {"auxiliary", "verb"}
        )
        if low in SUBJECTS or first_die or _is_name(token, who):
            owned = (
                low.endswith(("'s", "s'")) or after is not None and after.lower in {"z'n", "d'r"}
            )
            if _is_name(token, who) and low != who.lower() and not low.endswith("'"):
                said[n] = "jouw" if owned or low.endswith("s") else "je"
                continue
            speaker = n >= 2 and tokens[n - 2].kind == "first"
            inverted = before is not None and before.kind in {"auxiliary", "verb"} and not speaker
            governed = before is not None and before.kind in {"preposition"}
            if _is_name(token, who) and governed or low == "ze" and governed:
                said[n] = "jou" if n == len(tokens) - 1 else "je"
                continue
            if (
                before is not None
                and before.kind in {"first", "auxiliary", "verb"}
                and any(t.kind == "first" for t in tokens[max(n - 2, 0) : n])
            ):
                said[n] = "je"
                continue
            subject = True
            if inverted and before is not None:
                said[n - 1] = _like(_after(before), said[n - 1])
                said[n] = "jij" if n == 1 or n <= len(tokens) - 3 else "je"
                continue
            said[n] = _like("je", token.text) if n == 0 else "je"
            verb = next(
                (
                    k
                    for k in range(n + 1, len(tokens))
                    if tokens[k].kind in {"auxiliary", "verb"}
                    and not any(t.text == "," for t in tokens[n:k])
                ),
                None,
            )
            if verb is not None:
                said[verb] = _mapped(tokens[verb], NL_SECOND)
            for k in range(n + 1, len(tokens)):
                joined = (
                    tokens[k - 1].lower in {"en", "of", "maar"} and tokens[k].kind == "auxiliary"
                )
                if joined:
                    said[k] = _mapped(tokens[k], NL_SECOND)
        elif low in {"haar", "d'r", "'r", "z'n", "zn", "hem", "'m"}:
            if (
                before is not None
                and before.lower == "op"
                and after is not None
                and after.lower.endswith("st")
            ):
                continue  # "op z'n vroegst"
            owns = after is not None and after.kind in NOUNS
            if low in {"hem", "'m"} or low == "haar" and not owns:
                if any(t.kind == "first" for t in tokens[:n]) and not _personal(tokens, n):
                    return None
            last = n == len(tokens) - 1 and before is not None and before.kind == "preposition"
            said[n] = _like("jou" if last else "je", token.text)
        elif low == "zijn" and _possessive(tokens, n, lexicon):
            said[n] = _like("je", token.text)
        elif low in SELF and subject:
            said[n] = SELF[low]
    return said


def _personal(tokens: Sequence[Token], n: int) -> bool:
    """Tell whether an object pronoun stands with a verb that takes a person, or a preposition."""
    if n and tokens[n - 1].kind == "preposition":
        return True
    verbs = {
        lemma(t.lower, "nl")
        for t in tokens
        if t.kind in {"verb", "participle", "infinitive", "auxiliary"}
    }
    return bool(verbs & PERSONAL)


def _after(verb: Token) -> str:
    """Return a verb as it stands before "je": zonder -t (werkt je → werk je)."""
    irregular = dict(NL_AFTER)
    if verb.lower in irregular:
        return irregular[verb.lower]
    base = lemma(verb.lower, "nl")
    stem = base[:-2] if base.endswith("en") else base
    if not verb.lower.endswith("t") or stem.endswith("t") or verb.lower.endswith(("cht", "oest")):
        return verb.text
    return verb.text[:-1]


def _turned_en(tokens: Sequence[Token], who: str, lexicon: Lexicon) -> list[str] | None:
    said = [t.text for t in tokens]
    subject = False
    for n, token in enumerate(tokens):
        low = token.lower
        before, after = tokens[n - 1] if n else None, tokens[n + 1] if n + 1 < len(tokens) else None
        stem, _, tail = low.partition("'")
        if stem in SUBJECTS and tail in {"s", *SHORTENED}:
            subject = True
            said[n] = _like("you" + (SHORTENED[tail] if tail != "s" else _s(tokens, n)), token.text)
        elif _is_name(token, who) and low.endswith("'s"):
            owned = after is not None and after.kind in {"word", "weekday", "month", "number"}
            said[n] = "your" if owned else "you" + _s(tokens, n)
            subject = subject or not owned
        elif low in SUBJECTS or _is_name(token, who):
            object_ = before is not None and (
                before.kind == "preposition"
                or n
                and _is_name(token, who)
                and any(t.kind in {"auxiliary", "verb", "infinitive"} for t in tokens[:n])
                and any(t.kind == "first" for t in tokens[:n])
            )
            said[n] = _like("you", token.text) if n == 0 else "you"
            if object_:
                continue
            subject = True
            verb = next(
                (
                    k
                    for k in range(n + 1, min(n + 4, len(tokens)))
                    if tokens[k].kind not in {"adverb", "negation"}
                    or tokens[k].lower in dict(EN_SECOND)
                ),
                None,
            )
            if verb is not None:
                said[verb] = _you_do(tokens[verb])
        elif low in {"her", "his", "their"} and (low != "her" or _possessive(tokens, n, lexicon)):
            said[n] = _like("your", token.text)
        elif low in {"her", "him", "them"}:
            said[n] = "you"
        elif low in {"hers", "theirs"}:
            said[n] = "yours"
        elif low in SELF:
            said[n] = SELF[low]
        elif subject and before is not None and before.lower in {"and", "but", "then", "or"}:
            said[n] = _you_do(token)
    return said


def _s(tokens: Sequence[Token], n: int) -> str:
    """Return what 's stands for after a subject, as it follows "you"."""
    after = next((t for t in tokens[n + 1 :] if t.kind not in {"adverb", "negation"}), None)
    has = (
        after is not None
        and not after.lower.endswith("ing")
        and (
            after.kind in {"participle", "verb"}
            or after.lower in {"been", "had", "got", "done", "come", "run", "put"}
        )
    )
    return "'ve" if has else "'re"


def _you_do(verb: Token) -> str:
    """Return a verb in the third person as it follows "you"; other words stay as they are."""
    told = _mapped(verb, EN_SECOND)
    if told != verb.text or verb.kind in {
        "auxiliary",
        "infinitive",
        "participle",
        "preposition",
        "determiner",
    }:
        return told
    base = lemma(verb.lower, "en")
    base = base[:-1] if base.endswith("xe") and base != "axe" else base  # the dictionary has "fixe"
    third = verb.lower.endswith("s") and not verb.lower.endswith("ss") and base != verb.lower
    return base if third and verb.kind in {"word", "verb"} else verb.text


def _mapped(verb: Token, pairs: tuple[tuple[str, str], ...]) -> str:
    return dict(pairs).get(verb.lower, verb.text)


def _like(said: str, written: str) -> str:
    return said[0].upper() + said[1:] if written[:1].isupper() else said


def _to_group(text: str, who: str, lexicon: Lexicon) -> str | None:
    """Speak to a group: only where the verb is plural already, so that nothing is inflected."""
    tokens = tokenise(text, lexicon)
    first = any(t.kind == "first" for t in tokens)
    if any(t.kind == "name" and t.lower not in who.lower() for t in tokens[1:]):
        return None
    if lexicon.language == "en":
        told = re.match(rf"(?:they|{re.escape(who)})(?=['’ ])(?P<rest>.*)$", text, re.I | re.S)
        if told is None or re.match(r" (?:is|was|has|does)\b", told["rest"]):
            return None
        rest = re.sub(r"\btheir\b", "your", told["rest"], flags=re.I)
        return None if re.search(r"\b(?:they|them|she|he)\b", rest, re.I) else f"you{rest}"
    told = re.match(rf"(?:{re.escape(who)}|ze|zij|die)(?P<rest> (?:\w+en|\w+aan|doen|zien|waren|hadden)\b.*)$", text, re.I | re.S)
    if told is None or first:
        return None
    rest = re.sub(r"\b(?:hun|haar)\b(?= \w)", "jullie", told["rest"])
    return None if re.search(r"\b(?:ze|zij|hij|hen)\b", rest, re.I) else f"jullie{rest}"


DAT = re.compile(r"^(?:dat|that) (?P<who>ik|we|wij|i|we)\b (?P<rest>.+)$", re.I | re.S)
FINITE_NL = re.compile(
    r"(?:heb|had|ben|was|ging|kon|moest|wilde|wou|liet|deed|zou|hebben|hadden|waren|zijn|gingen|konden|lieten|deden|weet|wist|zag|vond|vroeg|nam|gaf|kwam|zei)"
)


def as_main(clause: str, lexicon: Lexicon) -> str:
    """Return "dat ik het heb laten liggen" as "ik heb het laten liggen"; another clause as it is."""
    told = DAT.match(clause.strip())
    if told is None:
        return clause
    if lexicon.language == "en":
        return f"{told['who']} {told['rest']}"
    words = told["rest"].split()
    place = next(
        (n for n, w in enumerate(words) if FINITE_NL.fullmatch(w.lower().strip(".,"))), None
    )
    if place is None:
        return clause
    verb = words.pop(place)
    return " ".join([told["who"], verb, *words])
