"""The rules of the gate: each a function that tells whether one sentence breaks it.

All of them look at a `Sentence`, what was shown before it, and the `Ground` it may stand on.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from coach.dialogue.gate_text import (
    DIGITS, JUDGED_WORDS, MOST_CHARACTERS, MOST_WORDS, SHARED_RUN, WORD, Ground, Sentence, bare,
    plain, questions_in, runs_of, spelled_numbers, without_quotes, words_of,
)  # fmt: skip
from coach.dialogue.gate_words import Pattern
from coach.dialogue.people import load_names

REPEATED_RUN = 6  # words in a row that were there before
CAPITAL = re.compile(r"(?<![\w’'])[^\W\d_a-zà-ÿ][^\W_]*(?:[-’'][^\W\d_]+)*")
NAME_BEGINS = re.compile(r"(?:^|[.!?…:;(\[]|[‘“\"'«„])\s*[‘“\"'«„(]*$")
EMAIL = re.compile(r"[\w.+-]+@[\w-]+\.[\w.]+")
PHONE = re.compile(r"(?<![\w.,])\+?\(?\d[\d ().-]{5,}\d(?!\w)")
DOMAIN = re.compile(r"\b[a-z0-9][\w-]*\.(?:nl|com|org|net|eu|be|uk|info|io|example|app|co)\b", re.I)
CALL = re.compile(r"\b(?:bel|bellen|call|ring|dial|phone|sms|app|text)\b[^.!?]{0,30}?(\d{3,})", re.I)
MARKUP = re.compile(
    r"\]\(|!\[|https?:|\bwww\.|</?[a-z!][^>]*>|`|\*\*|__|(?m:^\s*#{1,6}\s)|(?m:^\s*\|)|(?m:^\s*>\s)|"
    r"(?m:^\s*[-*_]{3,}\s*$)|\[\[|\\\w+\{|&[a-z]+;|[\U0001F000-\U0001FAFF\u2600-\u27BF\uFE0F]",
    re.IGNORECASE,
)
NAME_BEGINS = re.compile(r"(?:^|[.!?…:;(\[]|[‘“\"'«„])\s*[‘“\"'«„(]*$")
EMAIL = re.compile(r"[\w.+-]+@[\w-]+\.[\w.]+")
PHONE = re.compile(r"(?<![\w.,])\+?\(?\d[\d ().-]{5,}\d(?!\w)")
DOMAIN = re.compile(r"\b[a-z0-9][\w-]*\.(?:nl|com|org|net|eu|be|uk|info|io|example|app|co)\b", re.I)
CALL = re.compile(r"\b(?:bel|bellen|call|ring|dial|phone|sms|app|text)\b[^.!?]{0,30}?(\d{3,})", re.I)
MARKUP = re.compile(
    r"\]\(|!\[|https?:|\bwww\.|</?[a-z!][^>]*>|`|\*\*|__|(?m:^\s*#{1,6}\s)|(?m:^\s*\|)|(?m:^\s*>\s)|"
    r"(?m:^\s*[-*_]{3,}\s*$)|\[\[|\\\w+\{|&[a-z]+;|[\U0001F000-\U0001FAFF\u2600-\u27BF\uFE0F]",
    re.IGNORECASE,
)
EMAIL = re.compile(r"[\w.+-]+@[\w-]+\.[\w.]+")
PHONE = re.compile(r"(?<![\w.,])\+?\(?\d[\d ().-]{5,}\d(?!\w)")
DOMAIN = re.compile(r"\b[a-z0-9][\w-]*\.(?:nl|com|org|net|eu|be|uk|info|io|example|app|co)\b", re.I)
CALL = re.compile(r"\b(?:bel|bellen|call|ring|dial|phone|sms|app|text)\b[^.!?]{0,30}?(\d{3,})", re.I)
MARKUP = re.compile(
    r"\]\(|!\[|https?:|\bwww\.|</?[a-z!][^>]*>|`|\*\*|__|(?m:^\s*#{1,6}\s)|(?m:^\s*\|)|(?m:^\s*>\s)|"
    r"(?m:^\s*[-*_]{3,}\s*$)|\[\[|\\\w+\{|&[a-z]+;|[\U0001F000-\U0001FAFF\u2600-\u27BF\uFE0F]",
    re.IGNORECASE,
)
PHONE = re.compile(r"(?<![\w.,])\+?\(?\d[\d ().-]{5,}\d(?!\w)")
DOMAIN = re.compile(r"\b[a-z0-9][\w-]*\.(?:nl|com|org|net|eu|be|uk|info|io|example|app|co)\b", re.I)
CALL = re.compile(r"\b(?:bel|bellen|call|ring|dial|phone|sms|app|text)\b[^.!?]{0,30}?(\d{3,})", re.I)
MARKUP = re.compile(
    r"\]\(|!\[|https?:|\bwww\.|</?[a-z!][^>]*>|`|\*\*|__|(?m:^\s*#{1,6}\s)|(?m:^\s*\|)|(?m:^\s*>\s)|"
    r"(?m:^\s*[-*_]{3,}\s*$)|\[\[|\\\w+\{|&[a-z]+;|[\U0001F000-\U0001FAFF\u2600-\u27BF\uFE0F]",
    re.IGNORECASE,
)
DOMAIN = re.compile(r"\b[a-z0-9][\w-]*\.(?:nl|com|org|net|eu|be|uk|info|io|example|app|co)\b", re.I)
CALL = re.compile(r"\b(?:bel|bellen|call|ring|dial|phone|sms|app|text)\b[^.!?]{0,30}?(\d{3,})", re.I)
MARKUP = re.compile(
    r"\]\(|!\[|https?:|\bwww\.|</?[a-z!][^>]*>|`|\*\*|__|(?m:^\s*#{1,6}\s)|(?m:^\s*\|)|(?m:^\s*>\s)|"
    r"(?m:^\s*[-*_]{3,}\s*$)|\[\[|\\\w+\{|&[a-z]+;|[\U0001F000-\U0001FAFF\u2600-\u27BF\uFE0F]",
    re.IGNORECASE,
)
CALL = re.compile(r"\b(?:bel|bellen|call|ring|dial|phone|sms|app|text)\b[^.!?]{0,30}?(\d{3,})", re.I)
MARKUP = re.compile(
    r"\]\(|!\[|https?:|\bwww\.|</?[a-z!][^>]*>|`|\*\*|__|(?m:^\s*#{1,6}\s)|(?m:^\s*\|)|(?m:^\s*>\s)|"
    r"(?m:^\s*[-*_]{3,}\s*$)|\[\[|\\\w+\{|&[a-z]+;|[\U0001F000-\U0001FAFF\u2600-\u27BF\uFE0F]",
    re.IGNORECASE,
)
MARKUP = re.compile(
    r"\]\(|!\[|https?:|\bwww\.|</?[a-z!][^>]*>|`|\*\*|__|(?m:^\s*#{1,6}\s)|(?m:^\s*\|)|(?m:^\s*>\s)|"
    r"(?m:^\s*[-*_]{3,}\s*$)|\[\[|\\\w+\{|&[a-z]+;|[\U0001F000-\U0001FAFF\u2600-\u27BF\uFE0F]",
    re.IGNORECASE,
)
ITEM = re.compile(r"(?m)^\s*(?:[-*•–]\s|\(?\d{1,2}[.)](?:\s|$)|\(?[a-e]\)\s)|\(1\).*\(2\)")
TITLE = re.compile(
    r"\b(?:artikel|gids|boek|hoofdstuk|rapport|stuk|studie|article|guide|book|chapter|report|paper|study)\b"
    r"[^‘“\"'.!?]{0,15}(?<!\w)([‘“\"'][^’”\"\n]{4,80}[’”\"'])",
    re.IGNORECASE,
)
TITLE = re.compile(
    r"\b(?:artikel|gids|boek|hoofdstuk|rapport|stuk|studie|article|guide|book|chapter|report|paper|study)\b"
    r"[^‘“\"'.!?]{0,15}(?<!\w)([‘“\"'][^’”\"\n]{4,80}[’”\"'])",
    re.IGNORECASE,
)
FOREIGN = re.compile(r"[\u0370-\u1CFF\u3040-\uD7FF]")

Rule = Callable[[Sentence, str, Ground], bool]


def too_long(sentence: Sentence, before: str, ground: Ground) -> bool:
    """Tell whether the reply grows beyond `MOST_WORDS` words with this sentence."""
    words = len(before.split()) + len(sentence.text.split())
    return words > MOST_WORDS or len(before) + len(sentence.text) > MOST_CHARACTERS


def has_markup(sentence: Sentence, before: str, ground: Ground) -> bool:
    """Tell whether there is a link, picture, HTML, code, heading, table or emoji in it."""
    return MARKUP.search(sentence.text) is not None


def shows_prompt(sentence: Sentence, before: str, ground: Ground) -> bool:
    """Tell whether it speaks of the prompt, or says `SHARED_RUN` words of it."""
    runs = runs_of(words_of(plain(before))[1 - SHARED_RUN :] + words_of(sentence.plain), SHARED_RUN)
    return bool(runs & ground.prompt_runs) or _says("prompt", sentence.plain, ground)


def echoes_injection(sentence: Sentence, before: str, ground: Ground) -> bool:
    """Tell whether it obeys an order that was hidden in a text."""
    return _says("injection", sentence.plain, ground)


def wrong_language(sentence: Sentence, before: str, ground: Ground) -> bool:
    """Tell whether function words of another language outnumber those of the talk's."""
    if FOREIGN.search(sentence.text):
        return True
    told = words_of(sentence.outside) or words_of(sentence.text)
    if len(told) < JUDGED_WORDS:
        return False
    own = sum(word in ground.words.own for word in told)
    theirs = [
        i for i, word in enumerate(told)
        if word in ground.words.strange and not _borrowed(told, i, ground)
    ]  # fmt: skip
    if not own and not theirs:
        return len(told) >= 10 and not sentence.authored
    return len(theirs) >= 2 and len(theirs) > own


def _borrowed(told: list[str], at: int, ground: Ground) -> bool:
    """Tell whether the word and a neighbour stand like that in what the person said."""
    pairs = (told[max(at - 1, 0) : at + 1], told[at : at + 2])
    return any(len(pair) == 2 and f" {' '.join(pair)} " in ground.sequence for pair in pairs)


def repeats(sentence: Sentence, before: str, ground: Ground) -> bool:
    """Tell whether it says again what was there, or goes round in itself."""
    told = words_of(sentence.text)
    if not told:
        return bool(before.strip()) and len(sentence.text.strip()) > 3
    earlier = words_of(without_quotes(before))
    if _loops(told):
        return True
    again = words_of(without_quotes(sentence.text))
    if runs_of(again, REPEATED_RUN) & runs_of(earlier, REPEATED_RUN):
        return True
    same = f" {' '.join(told)} "
    times = f" {' '.join(words_of(before))} ".count(same)
    return times >= (1 if len(told) >= 3 else 2)


def _loops(told: list[str]) -> bool:
    for size in range(1, 9):
        needed = 3 if size == 1 else 2
        for i in range(len(told) - size * (needed + 1) + 1):
            run = told[i : i + size]
            if all(run == told[i + size * n : i + size * (n + 1)] for n in range(1, needed + 1)):
                return True
    triples = [tuple(told[i : i + 3]) for i in range(len(told) - 2)]
    return any(triples.count(triple) >= 3 for triple in set(triples))


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
    """Tell whether it leans on a source or title that isn't known."""
    if any(not ground.knows(title[1]) for title in TITLE.finditer(sentence.text)):
        return True
    return not sentence.authored and _says("citation", sentence.plain, ground)


def claims_human(sentence: Sentence, before: str, ground: Ground) -> bool:
    """Tell whether the coach speaks as a person with a life."""
    return _says("human", sentence.outside, ground)


def diagnoses(sentence: Sentence, before: str, ground: Ground) -> bool:
    """Tell whether it names somebody's condition."""
    return not sentence.authored and _says("diagnosis", sentence.plain, ground)


def gives_verdict(sentence: Sentence, before: str, ground: Ground) -> bool:
    """Tell whether it says what the law or medicine would say."""
    return not sentence.authored and _says("verdict", sentence.plain, ground)


def promises(sentence: Sentence, before: str, ground: Ground) -> bool:
    """Tell whether it promises how things will go."""
    return _says("promise", sentence.outside, ground)


def judges(sentence: Sentence, before: str, ground: Ground) -> bool:
    """Tell whether it condemns somebody, present or not."""
    return _says("judging", sentence.plain, ground)


def lists_advice(sentence: Sentence, before: str, ground: Ground) -> bool:
    """Tell whether advice becomes a list, by its marks or as a second piece of advice."""
    if ground.wants_list:
        return False
    if ITEM.search(sentence.text) or _says("list", sentence.outside, ground):
        return True
    return _advises(sentence.text, ground) and any(
        _advises(part, ground) for part in re.split(r"(?<=[.!?…])\s+|\n", before)
    )


def _advises(text: str, ground: Ground) -> bool:
    outside = Sentence(text, ground).outside
    return not outside.endswith("?") and ground.words.advice.search(outside) is not None


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
        if not small and str(value) not in ground.numbers:
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


def _is_known(name: str, ground: Ground) -> bool:
    known = ground.vocabulary
    if name in known or bare(name) in known:
        return True
    if name.endswith("s") and name[:-1] in known:
        return True
    parts = re.split(r"['-]", name)
    return len(parts) > 1 and all(part in known or part in ground.words.own for part in parts)


def second_question(sentence: Sentence, before: str, ground: Ground) -> bool:
    """Tell whether it asks more than the one thing that is asked."""
    asked = questions_in(sentence.text)
    if asked and (asked > 1 or questions_in(before)):
        return True
    stacked = ground.words.second_question.search(sentence.outside)
    return bool(asked) and stacked is not None and not sentence.authored


def after_question(sentence: Sentence, before: str, ground: Ground) -> bool:
    """Tell whether it follows the question, or says on after it in the same sentence."""
    if questions_in(before):
        return True
    outside = without_quotes(sentence.text)
    return "?" in outside and WORD.search(outside[outside.rindex("?") :]) is not None


def unasked_question(sentence: Sentence, before: str, ground: Ground) -> bool:
    """Tell whether it asks where nothing is asked."""
    return not ground.question and questions_in(sentence.text) > 0


def _says(rule: str, text: str, ground: Ground) -> bool:
    return any(_found(pattern, text, ground) for pattern in ground.words.rules[rule])


def _found(pattern: Pattern, text: str, ground: Ground) -> bool:
    if pattern.pattern.search(text) is None:
        return False
    if pattern.unless is not None and pattern.unless.search(text):
        return False
    return not (pattern.grounded is not None and pattern.grounded.search(ground.plain))


RULES: dict[str, Rule] = {
    "length": too_long,
    "markup": has_markup,
    "prompt": shows_prompt,
    "injection": echoes_injection,
    "language": wrong_language,
    "repetition": repeats,
    "contact": unknown_contact,
    "citation": unknown_citation,
    "human": claims_human,
    "diagnosis": diagnoses,
    "verdict": gives_verdict,
    "promise": promises,
    "judging": judges,
    "list": lists_advice,
    "number": unknown_number,
    "name": unknown_name,
    "two-questions": second_question,
    "question-last": after_question,
    "question-unasked": unasked_question,
}
