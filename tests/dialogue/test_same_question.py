"""A model may reword the question, and not ask another one."""

from __future__ import annotations

import pytest

from coach.dialogue.same_question import asks_the_same


@pytest.mark.parametrize(
    ("authored", "asked"),
    [
        ("Wat heeft het Marjan gekost, voor zover jij weet?", "Wat heeft het Marjan gekost?"),
        ("Wat heeft het hem gekost?", "Wat heeft hem dat gekost, naast de voetbal van zijn zoon?"),
        ("Wat is er teruggekomen?", "Wat is er daarnaast teruggekomen, als je eerlijk kijkt?"),
        ("Wat heb je diegene zien doen?", "Kies er één: wat heb je diegene zien doen?"),
        ("Wat zou voor Joyce iets terug zijn?", "Wat zou Joyce zelf iets terug noemen?"),
        ("What have you said to Denise about it?", "And what have you said to Denise so far?"),
        ("What's still wrong on it?", "What's still wrong on the page?"),
        ("Hoe lang?", "En hoe lang?"),
    ],
)
def test_the_same_in_other_words(authored: str, asked: str) -> None:
    assert asks_the_same(asked, authored)


@pytest.mark.parametrize(
    ("authored", "asked"),
    [
        ("What did it take from Tom, as far as you know?", "What's going on in your team?"),
        ("Wat heeft het Marjan gekost, voor zover jij weet?", "Wat heb je haar beloofd?"),
        ("Wat heb je er tot nu toe tegen Marjan over gezegd?", "Wat speelt er in je team?"),
        ("Wat is er teruggekomen?", "Wanneer was dat?"),
        ("Hoe lang?", "Hoe gaat het?"),
        ("Wat heb je Osman zien doen?", "Ben je boos?"),
    ],
)
def test_another_question(authored: str, asked: str) -> None:
    assert not asks_the_same(asked, authored)
