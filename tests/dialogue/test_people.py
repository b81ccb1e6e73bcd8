"""A capital is no proof of a person."""

from __future__ import annotations

import pytest

from coach.dialogue.asked import Asked
from coach.dialogue.clauses import clauses
from coach.dialogue.lexicon import load_lexicon
from coach.dialogue.people import giver_of, people_in
from coach.dialogue.state import Language

WHO = Asked("contributions", "who")
NAMED: tuple[tuple[Language, str, tuple[str, ...]], ...] = (
    ("nl", "Nadine heeft de planning gedaan", ("Nadine",)),
    ("nl", "Bart en Willem draaiden de nachten", ("Bart en Willem",)),
    ("nl", "ik denk aan mevrouw De Wit", ("mevrouw De Wit",)),
    ("nl", "fatima deed de kassa", ("fatima",)),
    ("en", "I'd say it landed hardest on Marisol", ("Marisol",)),
    ("en", "Mrs Trujillo has the beans", ("Mrs Trujillo",)),
)
NOBODY: tuple[tuple[Language, str], ...] = (
    ("nl", "wij zitten in Lokeren"),
    ("nl", "Awel"),
    ("nl", "dat staat in Excel"),
    ("en", "Hiya"),
    ("en", "we're a small place in New Mexico"),
    ("en", "It was after Easter"),
)


@pytest.mark.parametrize(("language", "text", "names"), NAMED)
def test_people_are_found_as_they_were_written(
    language: Language, text: str, names: tuple[str, ...]
) -> None:
    lexicon = load_lexicon(language)
    assert people_in(clauses(text, lexicon)[0], WHO, lexicon) == names


@pytest.mark.parametrize(("language", "text"), NOBODY)
def test_towns_programs_and_greetings_are_nobody(language: Language, text: str) -> None:
    lexicon = load_lexicon(language)
    assert people_in(clauses(text, lexicon)[0], WHO, lexicon) == ()


def test_who_was_said_to_be_nobody_stays_nobody() -> None:
    nl = load_lexicon("nl")
    clause = clauses("Storm heeft alles gedaan", nl)[0]
    assert giver_of(clause, WHO, nl) == "Storm"
    assert giver_of(clause, Asked("contributions", "who", nobody=("storm",)), nl) == ""
