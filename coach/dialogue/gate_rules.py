"""The rules of the gate: each a function that tells whether one sentence breaks it.

All of them look at a `Sentence`, what was shown before it, and the `Ground` it may stand on.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import pairwise

from coach.dialogue.gate_answers import unanswered, unsupported
from coach.dialogue.gate_claims import claims_more
from coach.dialogue.gate_facts import (
    garbled,
    unfamiliar,
    unknown_citation,
    unknown_contact,
    unknown_name,
    unknown_number,
)
from coach.dialogue.gate_text import (
    JUDGED_WORDS,
    MOST_CHARACTERS,
    MOST_WORDS,
    SHARED_RUN,
    WORD,
    Ground,
    Sentence,
    plain,
    questions_in,
    runs_of,
    without_quotes,
    words_of,
)
from coach.dialogue.same_question import asks_the_same

NEAR = 5  # words from "I" on, among which its verb stands
MOST_SHORT = 4  # words of a sentence that may come back behind another first word
REPEATED_RUN = 8  # words in a row that were there before
MARKUP = re.compile(
    r"(?<!\w)\*\w[^*\n]*\*(?!\w)|\*\*|__|`|\]\(|!\[|\[\[|https?:|\bwww\.|<[a-z!/?]|&#?[a-z0-9]+;|"
    r"\\\w+\{|^\s*\(|(?m:^\s*(?:#{1,6}\s|\||>\s|[-*_]{3,}\s*$))|"
    r"[\x00-\x08\x0b-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]|"
    r"[\U0001F000-\U0001FAFF\u2600-\u27BF\uFE0F]",
    re.IGNORECASE,
)
END = re.compile(r"[.!?…][’”»\"')\]]*$|^$")
SHOUTED = re.compile(r"\b[A-ZÀ-Þ]{5,}\b")  # longer than most abbreviations
ITEM = re.compile(r"(?m)^\s*(?:[-*•–]\s|\(?\d{1,2}[.)](?:\s|$)|\(?[a-e]\)\s)|\(1\).*\(2\)")
# ‘Do this, that or the other’; a comma and an ‘and’ alone join two sentences.
IN_A_ROW = re.compile(
    r",(?!\s*(?:en|of|and|or)\b)[^,?]*\s(?:en|of|and|or)\b|,[^,?]*,\s*(?:en|of|and|or)\b"
)
FAMILIAR = re.compile(r"\b(?:je|jij|jou|jouw|jezelf)\b", re.I)
POLITE = re.compile(r"\b(?:u|uw|uzelf)\b", re.I)
FOREIGN = re.compile(r"[\u0370-\u1CFF\u3040-\uD7FF]")

Rule = Callable[[Sentence, str, Ground], bool]


def too_long(sentence: Sentence, before: str, ground: Ground) -> bool:
    """Tell whether the reply grows beyond `MOST_WORDS` words with this sentence."""
    words = len(before.split()) + len(sentence.text.split())
    return words > MOST_WORDS or len(before) + len(sentence.text) > MOST_CHARACTERS


def has_markup(sentence: Sentence, before: str, ground: Ground) -> bool:
    """Tell whether there is a link, picture, HTML, code, heading, table, emoji or exclamation in it."""
    return MARKUP.search(sentence.text) is not None or "!" in sentence.outside


def has_no_end(sentence: Sentence, before: str, ground: Ground) -> bool:
    """Tell whether it breaks off, or is a line that was never a sentence."""
    listed = ground.wants_list and ITEM.search(sentence.text) is not None
    return not listed and END.search(sentence.text) is None


def shows_prompt(sentence: Sentence, before: str, ground: Ground) -> bool:
    """Tell whether it speaks of the prompt, or says `SHARED_RUN` words of it or a whole sentence."""
    told = words_of(plain(sentence.text))
    runs = runs_of(words_of(plain(before))[1 - SHARED_RUN :] + told, SHARED_RUN)
    if runs & ground.prompt_runs or ground.breaks("prompt", sentence.plain):
        return True
    return any(
        tuple(told) == line or len(line) >= JUDGED_WORDS and line in runs_of(told, len(line))
        for line in ground.prompt_sentences
    )


def echoes_injection(sentence: Sentence, before: str, ground: Ground) -> bool:
    """Tell whether it obeys an order that was hidden in a text, a watchword in capitals for one."""
    return ground.breaks("injection", sentence.plain) or SHOUTED.search(sentence.text) is not None


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
    whole = f" {' '.join(words_of(before))} "
    if len(told) > MOST_SHORT and f" {' '.join(told[1:])} " in whole:
        return True
    return whole.count(f" {' '.join(told)} ") >= (1 if len(told) >= 3 else 2)


def _loops(told: list[str]) -> bool:
    for size in range(1, 9):
        needed = 3 if size == 1 else 2
        for i in range(len(told) - size * (needed + 1) + 1):
            run = told[i : i + size]
            if all(run == told[i + size * n : i + size * (n + 1)] for n in range(1, needed + 1)):
                return True
    pairs = list(pairwise(told))
    again = any(first == second for first, second in zip(pairs, pairs[2:], strict=False))
    return again or any(pairs.count(pair) >= 3 for pair in set(pairs))


def claims_human(sentence: Sentence, before: str, ground: Ground) -> bool:
    """Tell whether the coach says more of itself than a program that asks and notes can.

    What it may say is listed, since what it may not has no end.
    """
    text = sentence.outside
    if ground.breaks("human", text):
        return True
    if "…" in text or "..." in text:
        return False
    for found in ground.words.myself.finditer(text):
        near = {*words_of(text[: found.start()])[-1:], *words_of(text[found.start() :])[:NEAR]}
        if not near & ground.words.speaks:
            return True
    return any(
        not ground.words.belongs & set(words_of(text[found.start() :])[:3])
        for found in ground.words.mine.finditer(text)
    )


def diagnoses(sentence: Sentence, before: str, ground: Ground) -> bool:
    """Tell whether it names somebody's condition."""
    return not sentence.authored and _says(sentence, "diagnosis", ground)


def gives_verdict(sentence: Sentence, before: str, ground: Ground) -> bool:
    """Tell whether it says what the law or medicine would say."""
    return not sentence.authored and _says(sentence, "verdict", ground)


def promises(sentence: Sentence, before: str, ground: Ground) -> bool:
    """Tell whether it promises how things will go; what is asked is no promise."""
    if ground.breaks("promise", sentence.asserted):
        return True
    return not sentence.authored and ground.claims("promise", sentence.asserted)


def judges(sentence: Sentence, before: str, ground: Ground) -> bool:
    """Tell whether it condemns somebody, present or not."""
    if ground.breaks("judging", sentence.plain):
        return True
    return not sentence.authored and ground.claims("judging", sentence.asserted)


def _says(sentence: Sentence, rule: str, ground: Ground) -> bool:
    return ground.breaks(rule, sentence.plain) or ground.claims(rule, sentence.asserted)


def lists_advice(sentence: Sentence, before: str, ground: Ground) -> bool:
    """Tell whether advice becomes a list: by its marks, in a row, or as a second piece of it."""
    if ground.wants_list:
        return False
    if ITEM.search(sentence.text) or ground.breaks("list", sentence.outside):
        return True
    if not _advises(sentence.text, ground):
        return False
    earlier = re.split(r"(?<=[.!?…])\s+|\n", before)
    in_a_row = IN_A_ROW.search(sentence.outside) is not None and not sentence.authored
    return in_a_row or any(_advises(part, ground) for part in earlier)


def _advises(text: str, ground: Ground) -> bool:
    outside = Sentence(text, ground).outside
    return not outside.endswith("?") and ground.words.advice.search(outside) is not None


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


def misaddresses(sentence: Sentence, before: str, ground: Ground) -> bool:
    """Tell whether it says je to somebody who says u, or the other way round."""
    if ground.words.language != "nl" or ground.formal is None:
        return False
    wrong = FAMILIAR if ground.formal else POLITE
    return wrong.search(sentence.outside) is not None


def other_question(sentence: Sentence, before: str, ground: Ground) -> bool:
    """Tell whether it asks something else: the answer is kept under the question of this act."""
    if not ground.question or not questions_in(sentence.text):
        return False
    return not asks_the_same(f"{before} {sentence.text}", ground.question)


def unasked_question(sentence: Sentence, before: str, ground: Ground) -> bool:
    """Tell whether it asks where nothing is asked."""
    return not ground.question and questions_in(sentence.text) > 0


RULES: dict[str, Rule] = {
    "length": too_long,
    "markup": has_markup,
    "prompt": shows_prompt,
    "injection": echoes_injection,
    "language": wrong_language,
    "repetition": repeats,
    "contact": unknown_contact,
    "citation": unknown_citation,
    "diagnosis": diagnoses,
    "verdict": gives_verdict,
    "promise": promises,
    "judging": judges,
    "list": lists_advice,
    "unfinished": has_no_end,
    "human": claims_human,
    "number": unknown_number,
    "name": unknown_name,
    "garbled": garbled,
    "unfamiliar": unfamiliar,
    "address": misaddresses,
    "unsupported": unsupported,
    "two-questions": second_question,
    "question-last": after_question,
    "question-unasked": unasked_question,
    "other-question": other_question,
    "unanswered": unanswered,
    "claim": claims_more,
}
