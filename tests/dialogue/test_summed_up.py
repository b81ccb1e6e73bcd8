"""A summary says in whole sentences what was told, and what is said of it is never passed over."""

from __future__ import annotations

import pytest

from coach.dialogue.cleaning import with_apostrophes
from coach.dialogue.lexicon import load_lexicon
from coach.dialogue.main_order import stated
from coach.dialogue.phrasebook import load_phrasebook
from coach.dialogue.state import State
from coach.dialogue.summary import summarise
from coach.dialogue.to_you import said_to_you
from coach.dialogue.tools import Tools
from coach.dialogue.turn import take_turn
from tests.dialogue.talking import lines, talk

LEADER = (
    "Sinds de vorige oppas stopte, heeft Tilda elke maandag- en dinsdagavond zijn kleutergroep overgenomen, naast haar eigen uren. Ze is daardoor gestopt met haar cursus gebarentaal.",
    "Ik heb haar in het overleg bedankt met een plant.", "Ze zou graag een vaste vrije dag willen.", "In mei heb ik gezegd dat het zes weken zou zijn, en daarna heb ik niets meer laten horen.",
    "De dinsdag kan ik zelf overnemen vanaf maart.",
)  # fmt: skip


def _summed_up(state: State) -> str:
    return summarise(state, load_phrasebook(state.language), load_lexicon(state.language))


@pytest.mark.parametrize(
    ("told", "said"),
    [("heb ik de achterstand van hem erbij gedaan", "je hebt de achterstand van hem erbij gedaan"), ("doe ik zijn offertes erbij", "je doet zijn offertes erbij"),
     ("ga ik elke dag later weg", "je gaat elke dag later weg"), ("werkte ik elke zaterdag door", "je werkte elke zaterdag door")],
)  # fmt: skip
def test_a_clause_that_lost_its_opening_has_the_one_who_acts_first(told: str, said: str) -> None:
    assert said_to_you(told, load_lexicon("nl")) == said


@pytest.mark.parametrize(
    ("told", "said"),
    [("Sinds februari neem ik alle diensten van mijn collega over", "sinds februari neemt u alle diensten van uw collega over"), ("elke week rijd ik naar Assen", "elke week rijdt u naar Assen"),
     ("Ik ben daardoor al maanden niet bij mijn kleinkinderen geweest", "u bent daardoor al maanden niet bij uw kleinkinderen geweest"), ("in mei heb ik mijn cursus afgezegd", "in mei hebt u uw cursus afgezegd")],
)  # fmt: skip
def test_who_says_u_is_told_so_in_whole_sentences(told: str, said: str) -> None:
    assert said_to_you(told, load_lexicon("nl"), formal=True) == said


def test_what_stands_before_the_verb_is_not_taken_for_who_acts() -> None:
    whole = "Haar vrije vrijdagen heeft ze allemaal ingeleverd"
    assert stated(whole, load_lexicon("nl")) == whole


def test_a_deed_of_which_only_a_time_can_be_told_is_quoted(tools: Tools) -> None:
    told = "Probleem: Delvin blijft altijd hangen als er late vluchten zijn, afgelopen zomer zeker 3x per week tot 1 uur s nachts, en de rest is dan allang weg."
    assert "‘Delvin blijft altijd hangen als er late vluchten zijn" in _summed_up(talk(tools, "nl", told).state)


def test_what_was_promised_is_not_promised_twice(tools: Tools) -> None:
    state = talk(tools, "en", "Imke covered every flight desk in January.", "I promised her two full weeks off in February.").state
    assert "promised her" not in _summed_up(state).casefold().replace("promised: ", "")


def test_what_a_client_missed_in_plain_words_is_summed_up(tools: Tools) -> None:
    told = "Sinds april doe ik alle dossiers van Wanda erbij. Dat is elke donderdag doorwerken, dus ik ben al maanden niet naar het koor geweest."
    assert "je bent al maanden niet naar het koor geweest" in _summed_up(talk(tools, "nl", told, audience="client").state).lower()


def test_a_correction_of_what_stands_there_already_is_answered_with_that_line(tools: Tools) -> None:
    summed_up = talk(tools, "nl", *LEADER, "Vat het eens samen.")
    answered = take_turn(tools, summed_up.state, "Niet helemaal: het waren de maandag- én de dinsdagavond.")
    assert "‘Tilda heeft elke maandag- en dinsdagavond" in answered.reply.text


def test_what_cannot_be_carried_out_on_a_line_that_is_known_is_asked_of_that_line(tools: Tools) -> None:
    page = talk(tools, "en", "Dessie opened the belt at four every day in December.", "I owe her the taxi money, 27 quid.", "show me the page")
    answered = take_turn(tools, page.state, "No, Dessie hasn't had the 27 quid for the taxi yet, that's wrong")
    assert "taxi" in answered.reply.text.lower()
    assert "Which line is it" not in answered.reply.text


def test_without_a_word_of_it_on_the_page_the_line_is_asked_for(tools: Tools) -> None:
    page = talk(tools, "en", "Dessie opened the belt at four every day in December.", "show me the page")
    answered = take_turn(tools, page.state, "the marmalade thing is wrong")
    assert "‘Dessie" not in answered.reply.text


CLIENT = (
    "Sinds april doe ik alle dossiers van Wanda erbij omdat zij met verlof ging. Dat is elke donderdag tot half acht doorwerken, dus ik ben al maanden niet naar het koor geweest. De directeur, meneer Tolsma, zou een vervanger zoeken maar daar hoor ik niks meer over.",
    "In juli kreeg ik een cadeaubon van 25 euro van meneer Tolsma.", "Wanda denk ik, die vindt het rot voor me.",
)  # fmt: skip


def test_a_client_who_was_promised_something_is_asked_what_they_said_of_it(tools: Tools) -> None:
    asked = talk(tools, "nl", *CLIENT, audience="client").reply.text
    assert asked.endswith("En die toezegging: wat heb je daar zelf nog over gezegd?")


def test_a_client_to_whom_nothing_was_promised_is_not(tools: Tools) -> None:
    asked = talk(tools, "nl", "Ik doe sinds mei alle dossiers van Wanda erbij, elke donderdagavond.", *CLIENT[1:], audience="client")
    assert "die toezegging" not in " ".join(e.reply for e in asked.state.history)


def test_a_client_who_said_what_they_want_is_asked_how_they_ask_for_it(tools: Tools) -> None:
    told = (*CLIENT, "Niks, ik ben er nooit meer op teruggekomen.", "Aan een datum waarop die vervanger begint.", "Nee, nog nooit.", "klopt", "Sanne van de receptie, die neemt de telefoon over.")
    asked = talk(tools, "nl", *told, audience="client")
    assert "Hoe vraag je erom" in asked.reply.text
    request = "meneer Tolsma, wanneer begint de vervanger, en kan ik tot die tijd om de week op donderdag om vijf uur weg?"
    answered = take_turn(tools, asked.state, request)
    assert "gidsen" not in answered.reply.text
    assert "om de week op donderdag om vijf uur weg" in lines(answered.state, "request")


def test_shed_behind_what_somebody_said_is_a_promise(tools: Tools) -> None:
    assert with_apostrophes("She said shed do my christmas eve back", "en") == "She said she'd do my christmas eve back"
    assert with_apostrophes("It stood in the shed that day", "en") == "It stood in the shed that day"
    state = talk(tools, "en", "Since September I've covered five Sunday nights for Nell. She said shed do my christmas eve back.", audience="client").state
    assert "christmas eve" in lines(state, "put_right")


def test_a_refusal_to_ask_is_no_request(tools: Tools) -> None:
    told = (*CLIENT, "Niks, ik ben er nooit meer op teruggekomen.", "Aan een datum waarop die vervanger begint.", "Nee, nog nooit.", "klopt", "Sanne van de receptie, die neemt de telefoon over.")
    asked = talk(tools, "nl", *told, audience="client")
    assert "durf" not in lines(take_turn(tools, asked.state, "Nee, dat durf ik niet.").state, "request")


def test_what_would_show_it_is_not_given_back_in_part(tools: Tools) -> None:
    told = (*CLIENT, "Niks, ik ben er nooit meer op teruggekomen.", "Als meneer Tolsma zelf een datum zou noemen.")
    reply = talk(tools, "nl", *told, audience="client").reply.text
    assert "zelf een datum." not in reply
