"""Words written out for somebody: theirs whole, without what is said to the coach behind them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from coach.dialogue.asked import Asked
from coach.dialogue.clauses import Clause
from coach.dialogue.extract import read
from coach.dialogue.last_asked import asked_of
from coach.dialogue.lexicon import load_lexicon
from coach.dialogue.own_words import without_wishes, written_out
from coach.dialogue.page.own_lines import put_on_page
from coach.dialogue.page.page import page
from coach.dialogue.pieces import Found
from coach.dialogue.said_out import said_out
from coach.dialogue.state import (
    Audience,
    BalanceRecord,
    Exchange,
    Item,
    Language,
    State,
    fixed,
)
from coach.dialogue.tools import Tools
from tests.dialogue.talking import talk

PEOPLE = ("Samira", "Joost")
# A turn, and what of it is to be said.
WRITTEN: tuple[tuple[str, str], ...] = (
    (
        "No, five weeks. I'd say: Samira, you drove the van for five weeks and I never asked. "
        "I can't promise Mondays, I can do them when Joost's back. Is that too long?",
        "Samira, you drove the van for five weeks and I never asked. "
        "I can't promise Mondays, I can do them when Joost's back.",
    ),
    (
        "I'd say 'Samira, you kept the girls' team going and I never asked.' Something like that.",
        "Samira, you kept the girls' team going and I never asked.",
    ),
    (
        "Ik zou zeggen: je hebt de kas gedaan. Trouwens Joost heeft de opslag gedaan.",
        "je hebt de kas gedaan.",
    ),
    (
        "Ik wil haar ook zeggen: dat had ik moeten zien. Ik spreek haar maandag.",
        "dat had ik moeten zien.",
    ),
    (
        "mijn vraag: kan ik woensdag ruilen. moet ik over juni beginnen? of wordt ze dan kwaad",
        "kan ik woensdag ruilen.",
    ),
    (
        "Iets van: wat heb je haar nog niet verteld? Of is dat te direct?",
        "wat heb je haar nog niet verteld?",
    ),
    (
        "Joost: you took the keys every night, and I let you. That's all, I've got to run.",
        "you took the keys every night, and I let you.",
    ),
    ("I'd say it's been quiet since May: nobody talks.", ""),
    ("Als hij weer lacht, dan ga ik zeggen: wat bedoel je?", ""),
    ("Joost zou zeggen: ik heb het altijd alleen gedaan.", ""),
    ("Can I ask: who will read this, and can you take it off?", ""),
    ("Can I also say: your bread kept us open? And Tom did the vans.", "your bread kept us open"),
)


@pytest.mark.parametrize(("turn", "words"), WRITTEN)
def test_what_they_would_say_ends_where_they_speak_to_the_coach_again(
    turn: str, words: str
) -> None:
    said = said_out(turn, PEOPLE)
    assert (said.words if said else "") == words


def sentences(turn: str, asked: Asked, language: Language = "en") -> list[tuple[str, str]]:
    """Return what is read in a turn as a sentence to say, or as a wish."""
    found = read(turn, asked, load_lexicon(language)).found
    return [(p.field, p.text) for p in found if p.field in {"sentence", "wish"}]


def test_a_quotation_with_apostrophes_answers_whole() -> None:
    turn = (
        "Oh. 'Samira, I said you'd get May off and I never gave it, and you missed "
        "the girls' race for my stock and I never asked.' Something like that."
    )
    asked = Asked("repair", "sentence", focus="Samira")
    (told,) = sentences(turn, asked)
    assert told == ("sentence", turn[5:].partition(".'")[0])


def test_what_a_boss_should_say_to_a_client_is_a_wish() -> None:
    asked = Asked("return", "came_back", "client")
    turn = "if she said it to me once. like, you closed up Friday and it wasn't your week"
    words = turn.partition("like, ")[2]
    start = turn.index(words)
    piece = Found("sentence", words, "seen", Clause(words, start, len(turn), (), 1))
    assert [p.field for p in without_wishes([piece], turn, asked)] == ["wish"]
    alone = replace(piece, clause=replace(piece.clause, start=0))
    assert without_wishes([alone], words, replace(asked, field="sentence")) == [alone]


@pytest.mark.parametrize(
    "turn",
    [
        "At the time I said something like 'cheers Samira, you saved us, I won't forget it'.",
        "Just 'you're a gem, I'd be lost without you', by the coffee machine.",
    ],
)
def test_what_was_said_so_far_is_no_sentence_for_now(turn: str) -> None:
    assert sentences(turn, Asked("contributions", "said", focus="Samira")) == []


def offered(audience: Audience, *, focus: str = "Samira", own: str = "") -> State:
    """Return the state of a talk in which the coach just proposed words."""
    deed = "did the stock count alone"
    item = Item("i1", "what", deed, "seen", 1, focus, "", deed)
    reply, blocks = "‘You did the stock count alone.’", ("words:naming", "your-own-words/0")
    before = Exchange(3, "", "what do I say", "request_example", reply, blocks)
    state = State("en", audience, "closing", 3, BalanceRecord((item,)), focus=focus)
    return replace(state, history=(before,), fixed=(("sentences", own),) if own else ())


def test_a_question_with_the_page_before_them_may_well_be_the_coachs() -> None:
    shown = Asked("closing", None, "leader", closed=True)
    assert written_out("I want to ask: can you take the last line off?", shown) is None
    assert written_out("My question: can you do Fridays?", replace(shown, audience="client"))


def test_their_own_words_stand_in_place_of_a_proposal() -> None:
    state = offered("client", focus="")
    turn = (
        "No, not you. I'd say: last week I did the stock count alone. "
        "I've got nine hours down. When can I have them?"
    )
    own = put_on_page(state, turn, asked_of(state))
    assert (
        fixed(own.state, "sentences")
        == "Last week I did the stock count alone. I've got nine hours down."
    )
    assert fixed(own.state, "request") == "When can I have them?"
    assert own.rest.strip() == "No, not you."  # the rest is still read
    assert [d.how for d in own.done] == ["stands"]


def test_a_turn_that_is_all_said_to_a_boss_is_theirs_without_a_lead() -> None:
    state = offered("client", focus="")
    turn = "I did the stock count alone and I want it counted. Can you put it in my hours?"
    own = put_on_page(state, turn, asked_of(state))
    assert fixed(own.state, "sentences") == "I did the stock count alone and I want it counted."
    assert fixed(own.state, "request") == "Can you put it in my hours?"
    for turn in (
        "I can't say that about the stock. Can you make it shorter?",
        "No idea. Can you help?",
    ):
        assert put_on_page(state, turn, asked_of(state)).state == state


def test_what_a_boss_should_say_is_not_put_on_the_page_as_a_clients_own(tools: Tools) -> None:
    turns = ("I did the orders on top of the kitchen since May.", "What do I say to her?")
    theirs = "No, she should say to me: you've done this for us all year."
    state = talk(tools, "en", *turns, theirs, audience="client").state
    said = [line.text for p in page(state) if p.key in {"sentences", "request"} for line in p.lines]
    assert not any("all year" in text for text in said)


def test_a_turn_that_is_nothing_but_their_own_words_is_taken(tools: Tools) -> None:
    turns = ("Petra did all the night ovens alone since March.", "What do I say to her?")
    own = "I'd say: Petra, you did the nights and I never asked."
    state = talk(tools, "en", *turns, own).state
    assert fixed(state, "sentences") == "Petra, you did the nights and I never asked."


def test_what_they_also_want_to_say_goes_behind_what_stands() -> None:
    state = offered("leader", own="Samira, I promised you May.")
    turn = "I want to also say: that joke about you was cheap of me."
    told = fixed(put_on_page(state, turn, asked_of(state)).state, "sentences")
    assert told == "Samira, I promised you May. That joke about you was cheap of me."


def test_words_for_somebody_else_dont_take_the_place_of_those_that_stand() -> None:
    state = offered("leader", focus="Joost", own="Samira, I promised you May.")
    turn = "Joost: you took the keys every night and I let you."
    told = fixed(put_on_page(state, turn, asked_of(state)).state, "sentences")
    assert told == "Samira, I promised you May. Joost: you took the keys every night and I let you."


def test_a_proposal_that_is_quoted_back_is_not_theirs() -> None:
    state = offered("leader")
    words = "You did the count and I never asked"
    state = replace(state, history=(replace(state.history[0], reply=f"‘{words}.’"),))
    own = put_on_page(state, f"'{words}', that sounds odd", asked_of(state))
    assert own.state == state
    assert not own.done


def test_a_coachs_step_holds_the_question_it_ends_in_and_what_comes_then() -> None:
    asked = Asked("mirror", "next_step", "coach")
    turn = "If she laughs it off again, then I wait and then I ask: what have you not told him?"
    assert [p.text for p in read(turn, asked, load_lexicon("en")).found] == [turn]
    turn = "Als ze weer lacht, dan wacht ik. En dan die vraag over Joost."
    (step,) = read(turn, asked, load_lexicon("nl")).found
    assert (step.field, step.text) == ("next_step", turn[:-1])


def test_a_condition_in_the_past_tense_makes_a_step_no_less_one() -> None:
    told = "if she's got her coat on then I say it to her"
    item = Item("i2", "next_step", told, "seen", 4, "", "", told)
    state = offered("leader")
    state = replace(state, record=BalanceRecord((*state.record.items, item)))
    (step,) = [part for part in page(state) if part.key == "step"]
    assert [line.text for line in step.lines] == ["If she's got her coat on then I say it to her."]
