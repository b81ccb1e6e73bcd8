"""What is given back of a clause can stand by itself, or isn't given back."""

from __future__ import annotations

import pytest

from coach.dialogue.fragments import fragment, lost, sentence_of
from coach.dialogue.lexicon import load_lexicon
from coach.dialogue.state import Language

STANDS: tuple[tuple[Language, str, str], ...] = (
    ("nl", "Marjan heeft vanaf mei alle roosters gedaan.", "vanaf mei alle roosters gedaan"),
    ("nl", "Een taart voor de hele afdeling.", "Een taart voor de hele afdeling"),
    ("nl", "Twee vrije dagen in mei kan ik zelf regelen.", "Twee vrije dagen in mei"),
    ("nl", "6 zondagen gedraaid.", "zes zondagen gedraaid"),
    ("en", "She dropped choir for the autumn.", "dropped choir for the autumn"),
    ("en", "He has opened up at four every morning.", "opened up at four every morning"),
    ("en", "A card from the whole floor.", "A card from the whole floor"),
)  # fmt: skip
LEANS: tuple[tuple[Language, str], ...] = (
    ("nl", "dat hij die heeft opgezegd"),  # a clause that hangs from another
    ("nl", "Ik heb haar nooit gebeld."),  # the speaker's own words aren't turned round
    ("nl", "met die griepgolf"),  # leans on what went before
    ("nl", "Goed."),  # one word
    ("en", "which they never got"),
    ("en", "I told her so at Easter."),
    ("en", "because of it"),
)


@pytest.mark.parametrize(("language", "clause", "told"), STANDS)
def test_a_stretch_that_stands_alone_is_given_back_whole(
    language: Language, clause: str, told: str
) -> None:
    assert fragment(clause, load_lexicon(language)) == told


@pytest.mark.parametrize(("language", "clause"), LEANS)
def test_a_stretch_that_leans_is_not_given_back(language: Language, clause: str) -> None:
    assert fragment(clause, load_lexicon(language)) is None


def test_only_a_short_whole_sentence_is_quoted() -> None:
    nl = load_lexicon("nl")
    assert sentence_of("De helft was al weg.", nl) == "De helft was al weg"
    assert sentence_of("omdat de helft op was", nl) is None
    assert sentence_of("De helft van alles wat er stond was toen al lang en breed op.", nl) is None


@pytest.mark.parametrize(
    ("clause", "thing"),
    [
        ("Hij heeft zijn zondagse wielertochten opgegeven", "zijn zondagse wielertochten"),
        ("Ze heeft haar vrije middag gemist", "haar vrije middag"),
        ("Hij moest zijn vakantie opgeven", "zijn vakantie"),
    ],
)
def test_what_was_lost_is_named_whole(clause: str, thing: str) -> None:
    assert lost(clause, load_lexicon("nl")) == thing
