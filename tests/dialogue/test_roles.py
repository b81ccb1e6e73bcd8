"""A first turn that names somebody by their work, or speaks of one of several, is heard."""

from __future__ import annotations

import pytest

from coach.dialogue.clauses import tokenise
from coach.dialogue.lexicon import load_lexicon
from coach.dialogue.putting import open_talk
from coach.dialogue.roles import one_of, roles_in
from coach.dialogue.state import Language
from coach.dialogue.tools import Tools
from coach.dialogue.turn import take_turn


@pytest.mark.parametrize(
    ("language", "text", "roles"),
    [
        ("nl", "Ik merk dat mijn eerste bakker er genoeg van heeft", ("mijn eerste bakker",)),
        ("nl", "Onze receptioniste heeft een rotjaar", ("Onze receptioniste",)),
        ("nl", "Mijn baas vindt dat ik te aardig ben, en mijn man ook", ()),
        ("nl", "Een van mijn koks is stil", ()),
        ("en", "My ops lead handed back the pager", ("My ops lead",)),
        ("en", "Our office manager is on edge and my wife noticed", ("Our office manager",)),
        ("en", "My line manager wants me here", ()),
        ("en", "My computer died", ()),
    ],
)
def test_a_role_behind_a_word_for_mine_is_somebody(
    language: Language, text: str, roles: tuple[str, ...]
) -> None:
    assert roles_in(text, load_lexicon(language)) == roles


@pytest.mark.parametrize(
    ("language", "text", "told"),
    [
        ("nl", "een van mijn voorvrouwen zegt niks meer", True),
        ("nl", "iemand in mijn team doet de hele kas", True),
        ("nl", "een van de klanten was boos", False),
        ("en", "it is wearing one of them down", True),
        ("en", "one of the main reasons is the rota", False),
    ],
)
def test_one_of_several_is_somebody_not_named_yet(
    language: Language, text: str, told: bool
) -> None:
    assert one_of(text, load_lexicon(language)) is told


@pytest.mark.parametrize(
    ("language", "first", "question"),
    [
        ("nl", "Mijn eerste bakker heeft er genoeg van.", "Wat is er van je eerste bakker"),
        ("nl", "Een van mijn voorvrouwen is stil.", "Een voornaam of een functie is genoeg"),
        ("en", "One of my drivers has gone quiet.", "A first name or a job title will do"),
    ],
)
def test_the_first_question_goes_on_from_whoever_was_spoken_of(
    tools: Tools, language: Language, first: str, question: str
) -> None:
    reply = take_turn(tools, open_talk(tools, language, "leader").state, first).reply
    assert reply.question.startswith(question)


def test_after_one_of_several_the_next_question_says_that_person(tools: Tools) -> None:
    state = open_talk(tools, "en", "leader").state
    first = "One of my nurses has been doing all the late shifts since March"
    state = take_turn(tools, state, first).state
    said = take_turn(tools, state, "I'd rather not say who.").reply.text
    assert "one of my nurses" not in said.lower()


@pytest.mark.parametrize(
    ("language", "text", "verb"),
    [
        ("en", "Wendy runs the late shifts", "runs"),
        ("en", "our receptionist sorts out the leave", "sorts"),
        ("en", "she always puts the bins out", "puts"),
        ("en", "one of my nurses drives a patient home", "drives"),
        ("nl", "zij regelt de roosters", "regelt"),
        ("nl", "hij betaalt het zelf", "betaalt"),
        ("nl", "mijn bakker staat om twee uur in de zaak", "staat"),
    ],
)
def test_what_somebody_does_now_is_read_as_a_verb(language: Language, text: str, verb: str) -> None:
    kinds = {t.lower: t.kind for t in tokenise(text, load_lexicon(language))}
    assert kinds[verb] == "verb"


@pytest.mark.parametrize(
    ("language", "text", "noun", "kind"),
    [
        ("en", "the night shifts are long", "shifts", "word"),
        ("en", "she works nights", "nights", "word"),
        ("nl", "het is betaald", "betaald", "participle"),
        ("nl", "hij heeft het verteld", "verteld", "participle"),
    ],
)
def test_what_only_looks_like_a_verb_stays_what_it_is(
    language: Language, text: str, noun: str, kind: str
) -> None:
    assert {t.lower: t.kind for t in tokenise(text, load_lexicon(language))}[noun] == kind
