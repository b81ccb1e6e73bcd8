"""A faint likeness of a crisis in the middle of a talk refers nobody; two do, a first turn does."""

from __future__ import annotations

from coach.dialogue.putting import open_talk
from coach.dialogue.state import Outcome
from coach.dialogue.tools import Tools
from coach.dialogue.turn import take_turn

FAINT = "From my head of department, a line in an email saying 'thanks for stepping up'."
VEILED = "honestly if the plane went down on the way to the offsite id be grateful"
PLAIN = "I keep thinking about killing myself."


def talk(tools: Tools, *turns: str) -> Outcome:
    outcome = open_talk(None, "en", "client")
    for text in turns:
        outcome = take_turn(tools, outcome.state, text)
    return outcome


def test_a_faint_likeness_in_a_first_turn_is_referred(tools: Tools) -> None:
    assert tools.screen.judge(VEILED, "en").faint
    assert talk(tools, VEILED).reply.route == "crisis"


def test_one_faint_likeness_in_the_middle_of_a_talk_isn_t(tools: Tools) -> None:
    assert tools.screen.judge(FAINT, "en").faint
    assert talk(tools, "I do the rotas on my day off.", FAINT).reply.act != "refer"


def test_a_second_one_close_behind_it_is(tools: Tools) -> None:
    assert talk(tools, "I do the rotas on my day off.", VEILED, VEILED).reply.route == "crisis"


def test_what_is_said_in_so_many_words_is_referred_anywhere(tools: Tools) -> None:
    assert not tools.screen.judge(PLAIN, "en").faint
    assert talk(tools, "I do the rotas on my day off.", PLAIN).reply.route == "crisis"
