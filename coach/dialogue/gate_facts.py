"""The gate's rules about facts: no contact, source, number or name that isn't known."""

from __future__ import annotations

import re

from coach.dialogue.gate_text import (
    DIGITS,
    QUOTED,
    Ground,
    Sentence,
    bare,
    plain,
    spelled_numbers,
    words_of,
)
from coach.dialogue.gate_vocabulary import TERM, load_vocabulary
from coach.dialogue.names import load_names
from coach.dialogue.state import Language
from coach.dialogue.word_forms import is_compound, is_known

NOT = re.compile(r"n't\b")
MOST_STRANGE = 4
STRANGE_SHARE = 0.3
QUOTED_WORDS = 6  # of a quotation; a shorter one may be a sentence to say
ENOUGH = 4
CAPITAL = re.compile(r"(?<![\w’'])[^\W\d_a-zà-ÿ][^\W_]*(?:[-’'][^\W\d_]+)*")
NAME_BEGINS = re.compile(r"(?:^|[.!?…:;(\[]|[‘“\"'«„])\s*[‘“\"'«„(]*$")
# What goes before words that are there to be said: ‘you could say’, ‘a sentence like’.
TO_SAY = re.compile(
    r"\b(?:zou|kunt?|kan|als|bijvoorbeeld|could|might|can|would|like|such as|instance|try)\b[^.!?]*$",
    re.I,
)
# And what goes after them: ‘…’ could be a start.
SAID_SO = re.compile(r"^,?\s*(?:(?:zou|kan|could|might|would|can) (?:\w+ )*?(?:begin|zin|zijn|be|do|work|start)|is (?:een|a) (?:begin|start))\b", re.I)
EMAIL = re.compile(r"[\w.+-]+@[\w-]+\.[\w.]+")
PHONE = re.compile(r"(?<![\w.,])\+?\(?\d[\d ().-]{5,}\d(?!\w)")
DOMAIN = re.compile(r"\b[a-z0-9][\w-]*\.(?:nl|com|org|net|eu|be|uk|info|io|example|app|co)\b", re.I)
CALL = re.compile(r"\b(?:bel|bellen|call|ring|dial|phone|sms|app|text)\b[^.!?]{0,30}?(\d{3,})", re.I)
TITLE = re.compile(
    r"\b(?:artikel|gids|boek|hoofdstuk|rapport|stuk|studie|article|guide|book|chapter|report|paper|study)\b"
    r"[^‘“\"'.!?]{0,15}(?<!\w)([‘“\"'][^’”\"\n]{4,80}[’”\"'])",
    re.IGNORECASE,
)


def unknown_contact(sentence: Sentence, before: str, ground: Ground) -> bool:
    """Tell whether it gives a number, mail or web address that isn't known."""
    text = sentence.text
    for found in (*EMAIL.findall(text), *DOMAIN.findall(text)):
        if found.lower() not in ground.plain:
            return True
    numbers = [m[0] for m in PHONE.finditer(text)] + [m[1] for m in CALL.finditer(text)]
    for number in numbers:
        digits = re.sub(r"\D", "", number)
        years = re.fullmatch(r"(?:19|20)\d\d\D{1,3}(?:19|20)\d\d", number)
        if digits not in ground.telephone and not years and len(digits) >= 3:
            return True
    return False


def unknown_citation(sentence: Sentence, before: str, ground: Ground) -> bool:
    """Tell whether it leans on a source or title that isn't known, or on words nobody said.

    An example may put words in somebody's mouth: they are there to be said.
    """
    if any(not ground.knows(title[1]) for title in TITLE.finditer(sentence.text)):
        return True
    if not ground.exemplifies and any(
        len(words_of(found[0])) >= QUOTED_WORDS
        and not ground.knows(found[0])
        and not TO_SAY.search(sentence.text[: found.start()])
        and not SAID_SO.search(sentence.text[found.end() :])
        for found in QUOTED.finditer(sentence.text)
    ):
        return not sentence.authored
    return not sentence.authored and ground.breaks("citation", sentence.plain)


def unknown_number(sentence: Sentence, before: str, ground: Ground) -> bool:
    """Tell whether it gives a number, in digits or words, that isn't known."""
    for token in DIGITS.findall(sentence.text):
        number = token.lstrip("€£$")
        head = re.split(r"[.,:]", number)
        whole_hour = len(head) == 2 and head[1] == "00" and head[0] in ground.numbers
        forms = {number, re.sub(r"[.,]", "", number)}
        if not forms & ground.numbers and not whole_hour:
            return True
    told = plain(sentence.text)
    for phrase in ground.words.number_phrases:
        told = told.replace(phrase, " ")
    for _, value, following in spelled_numbers(told, ground.words):
        small = value < 2 or value <= 3 and following not in ground.words.measures
        period = value in ground.periods and ground.words.month in told
        if not small and not period and str(value) not in ground.numbers:
            return True
    return False


def unknown_name(sentence: Sentence, before: str, ground: Ground) -> bool:
    """Tell whether it names somebody or something that isn't known.

    Within a sentence a capital tells; at its beginning only a first name does.
    """
    for found in CAPITAL.finditer(sentence.text):
        name = plain(found[0])
        if _is_known(name, ground) or name in ground.words.capitals or bare(name) in ground.words.capitals:
            continue
        if NAME_BEGINS.search(sentence.text[: found.start()]):
            names = load_names()
            word = bare(name)
            if word in names.first and word not in names.also_words and word not in ground.words.own:
                return True
            continue
        if name not in ground.words.months or ground.words.language == "nl":
            return True
    return False


def garbled(sentence: Sentence, before: str, ground: Ground) -> bool:
    """Tell whether it has a word that nobody here used and no dictionary of the two languages has."""
    own = ground.words.language
    other: Language = "en" if own == "nl" else "nl"
    return any(
        not is_known(word, own)
        and not is_compound(word, own)
        and not is_known(word, other)  # last: loading a second dictionary takes a third of a second
        for word in _strange(sentence, ground)
        if word not in ground.words.also
    )


def unfamiliar(sentence: Sentence, before: str, ground: Ground) -> bool:
    """Tell whether it is about something else: too many of its words nobody here has used.

    Good replies hardly ever have `MOST_STRANGE` such words in a sentence, or two that are more than
    `STRANGE_SHARE` of it. A question that is the whole reflection has a word of the person's.
    """
    strange = _strange(sentence, ground)
    if len(strange) >= MOST_STRANGE:
        return True
    if len(strange) >= 2 and len(strange) > STRANGE_SHARE * len(sentence.text.split()):
        return True
    alone = ground.reflects and not before.strip() and sentence.text.endswith("?")
    return alone and _is_unrelated(sentence, ground)


def _is_unrelated(sentence: Sentence, ground: Ground) -> bool:
    """Tell whether it has `ENOUGH` words of some length, and no word, number or name of theirs."""
    quotes = len(sentence.plain) < len(sentence.text)
    if quotes or DIGITS.search(sentence.text) or spelled_numbers(sentence.plain, ground.words):
        return False
    if ground.words.myself.search(sentence.outside):
        return False
    if any(not NAME_BEGINS.search(sentence.text[: m.start()]) for m in CAPITAL.finditer(sentence.text)):
        return False
    telling = [word for word in TERM.findall(sentence.plain) if word not in ground.words.own]
    unsaid = load_vocabulary(ground.words.language).unsaid(telling, ground.said)
    return len(telling) >= ENOUGH and len(unsaid) == len(telling)


def _strange(sentence: Sentence, ground: Ground) -> list[str]:
    """Return the words of a sentence that are neither known, the library's, nor function words."""
    words = ground.words
    return [
        word for word in load_vocabulary(words.language).strange(NOT.sub("", sentence.plain), ground.said)
        if word not in words.own and word not in words.numbers
    ]  # fmt: skip


def _is_known(name: str, ground: Ground) -> bool:
    known = ground.vocabulary
    if name in known or bare(name) in known:
        return True
    if name.endswith("s") and name[:-1] in known:
        return True
    parts = re.split(r"['-]", name)
    return len(parts) > 1 and all(part in known or part in ground.words.own for part in parts)
