"""The gate's rules about an answer to the person's own question: all of it comes from the library.

A model's claim beside a citation looks as if the source had said it, and no rule can tell whether
it did. So an answer's sentences are whole ones of the guided answer or of its passages, and only
the question after it is the model's to put.
"""

from __future__ import annotations

import re

from coach.dialogue.gate_text import Ground, Sentence, plain, questions_in, words_of
from coach.dialogue.gate_vocabulary import TERM, load_vocabulary

TOLD = 0.6  # share of a sentence's longer words that make it said already
LONGER = 4  # letters of such a word
MOST_LEAD = 2  # words before a comma or colon that claim nothing: ‘En nu:’
PART = re.compile(r"[,:;–—]\s+")


def unsupported(sentence: Sentence, before: str, ground: Ground) -> bool:
    """Tell whether it claims what stands neither in the guided answer nor in a passage."""
    if not ground.answers:
        return False
    if not questions_in(sentence.text):
        return not _stands(tuple(words_of(sentence.text)), ground.answers)
    return not sentence.authored and _claims(sentence, ground)


def unanswered(sentence: Sentence, before: str, ground: Ground) -> bool:
    """Tell whether it goes on to the question while part of the answer hasn't been said."""
    said = f"{before} {sentence.text}"
    return questions_in(sentence.text) > 0 and leaves_unanswered(said, ground)


def leaves_unanswered(said: str, ground: Ground) -> bool:
    """Tell whether a sentence of the guided answer is missing from `said`."""
    return any(not is_told(sentence, said) for sentence in ground.owed)


def is_told(sentence: str, told: str) -> bool:
    """Tell whether most of a sentence's longer words stand in what was shown."""
    words = {word for word in words_of(sentence) if len(word) >= LONGER}
    return bool(words) and len(words & set(words_of(told))) >= TOLD * len(words)


def _stands(told: tuple[str, ...], answers: tuple[tuple[str, ...], ...]) -> bool:
    """Tell whether `told` is one sentence of `answers`, or several that follow each other there."""
    for first in range(len(answers)):
        words: tuple[str, ...] = ()
        for each in answers[first:]:
            words += each
            if words == told:
                return True
            if len(words) > len(told):
                break
    return False


def _claims(sentence: Sentence, ground: Ground) -> bool:
    """Tell whether a question brings in more than the authored one and the answer hold."""
    *leads, _ = PART.split(sentence.outside)
    known = f" {' '.join(words_of(plain(f'{ground.answer} {ground.question}')))} "
    if any(
        len(words_of(lead)) > MOST_LEAD and f" {' '.join(words_of(lead))} " not in known
        for lead in leads
    ):
        return True
    vocabulary = load_vocabulary(ground.words.language)
    told = [word for word in TERM.findall(sentence.outside) if word not in ground.words.own]
    said = vocabulary.stems(" ".join((ground.question, ground.answer, ground.passages)))
    return bool(vocabulary.unsaid(told, said))
