"""What somebody puts right in the same breath is read as they meant it."""

from __future__ import annotations

import pytest

from coach.dialogue.as_meant import as_meant
from coach.dialogue.lexicon import load_lexicon
from coach.dialogue.state import Language


@pytest.mark.parametrize(
    ("language", "said", "meant"),
    [
        ("en", "Off from April. No, make that May, April's full.", "Off from May, April's full."),
        ("en", "Six Sundays, sorry, seven.", "Seven Sundays."),
        ("en", "It was in June. Wait, no, July it was.", "It was in July it was."),
        ("nl", "Ze deed dat vanaf maart. Nee, april.", "Ze deed dat vanaf april."),
        ("nl", "Dinsdag, nee woensdag spreek ik haar.", "Woensdag spreek ik haar."),
        ("nl", "Van maart tot juni. Nee, tot juli.", "Van maart tot juli."),
        ("nl", "Vier zondagen, nee, ik bedoel vijf.", "Vijf zondagen."),
    ],
)
def test_the_moment_or_number_meant_stands_in_the_place_of_the_other(
    language: Language, said: str, meant: str
) -> None:
    assert as_meant(said, load_lexicon(language)) == meant


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "It wasn't April, no, May."),
        ("en", "She asked for Monday. He said no. Friday she asked again."),
        ("nl", "Niet in maart, nee, in april."),
        ("nl", "Nee, mei."),
        ("nl", "Er staat maart. Nee, april."),
        ("en", "I said March. No, April."),
        ("nl", "Zes zondagen. Nee, één bedankje kreeg ze."),
        ("nl", "In mei draaide ze door. Nee, bedankt is ze niet."),
    ],
)
def test_what_puts_right_something_else_is_left_as_it_is(language: Language, said: str) -> None:
    assert as_meant(said, load_lexicon(language)) == said
