"""Who did it, whose day it is and what is no news: small names, corrections and what is said to somebody."""

from __future__ import annotations

import pytest

from coach.dialogue.asked import Asked
from coach.dialogue.cleaning import with_apostrophes
from coach.dialogue.extract import read
from coach.dialogue.lexicon import load_lexicon
from coach.dialogue.main_order import who_acts_first
from coach.dialogue.names import with_capitals
from coach.dialogue.page.page import page, title
from coach.dialogue.phrasebook import load_phrasebook
from coach.dialogue.state import BalanceRecord, Item, Language, State, items_of
from coach.dialogue.summary import summarise
from coach.dialogue.tools import Tools
from coach.dialogue.turn import take_turn
from coach.sheets.question_markdown import question_sheet_markdown
from tests.dialogue.talking import lines, talk

BAKERY = (
    "ben voorvrouw in een koekfabriek. oven 2 lag er in maart uit en toen heeft gürkan elke nacht met de hand de platen omgezet. "
    "directeur berend had een extra vrije dag beloofd, nooit gekomen. en loes moppert nu dat zij altijd de schoonmaak doet"
)


def test_a_name_in_small_letters_is_who_did_it(tools: Tools) -> None:
    state = talk(tools, "nl", BAKERY).state
    assert state.focus == "Gürkan"
    assert "Berend" not in state.kept


def test_what_somebody_grumbles_that_they_do_is_theirs(tools: Tools) -> None:
    assert talk(tools, "nl", BAKERY).state.kept == ("Loes",)


def test_another_who_does_something_beside_the_first_gave_too(tools: Tools) -> None:
    told = "gosia heeft de hele zomer elke zaterdag de nieuwe mensen ingewerkt. kreeg ze niks extra voor. en darek sjouwt al die karren alleen sinds de heftruck stuk is."
    state = talk(tools, "nl", told).state
    assert [i.about for i in items_of(state.record, "what")] == ["Gosia", "Darek"]


def test_what_is_named_again_because_it_was_said_is_no_news(tools: Tools) -> None:
    first = talk(tools, "nl", "Gosia sjouwt al sinds oktober alle karren alleen.").state
    again = take_turn(tools, first, "dat zei ik toch al, karren sjouwen.").state
    assert len([i for i in again.record.items if "karren" in i.text]) == 1


def test_whose_a_line_is_said_beside_the_page_is_no_fact(tools: Tools) -> None:
    shown = talk(tools, "nl", "Gosia heeft elke zaterdag de nieuwe mensen ingewerkt.", "En Darek sjouwt alle karren, hij heeft last van zijn rug.", "laat de pagina maar zien").state
    said = take_turn(tools, shown, "die losse regel over de karren staat er twee keer op. ticket is van Gosia, die rug van Darek").state
    assert "ticket is van gosia" not in lines(said)


def test_whom_somebody_leans_on_is_named() -> None:
    asked = Asked("mirror", "own_getting", focus="Gosia", names=("Gosia", "Darek"))
    found = read("op darek eigenlijk", asked, load_lexicon("nl")).found
    assert [p.field for p in found] == ["own_getting"]


def test_a_day_for_another_is_not_the_day_of_the_talk(tools: Tools) -> None:
    told = (
        "Owen did all the callouts from July till September.", "Craig does the warranty claims.", "Owen missed his lad's final.",
        "Owen, you missed your lad's final for my callouts and that was wrong of me. I'll say it on Wednesday at seven.", "I'll ask Craig on Thursday how his shoulder is.",
    )  # fmt: skip
    assert title(talk(tools, "en", *told).state).startswith("Wednesday")


def test_what_is_said_to_somebody_asks_nothing_of_the_page(tools: Tools) -> None:
    told = (
        "Owen did all the callouts from July till September.", "He missed his lad's county final.", "A fleece.", "A day off in the harvest.",
        "Nothing was promised.", "I said there'd be other finals. I shouldn't have said that.", "I can do one week in three myself.", "right",
    )  # fmt: skip
    state = talk(tools, "en", *told).state
    assert not any("other finals" in i.text for i in items_of(state.record, "promised"))
    said = take_turn(tools, state, "Owen, you missed your lad's first county final for my callouts, and I brushed it off.")
    assert "that's down" not in said.reply.text
    assert "brushed it off" in lines(said.state, "sentences")


def test_a_line_is_put_as_it_is_said_to_read(tools: Tools) -> None:
    shown = talk(
        tools, "nl", "Sinds september geef ik ook de rondleidingen van Wietske, drie ochtenden per week.", "Ik heb mijn cursus keramiek afgezegd.",
        "Joost zei in oktober dat er een invaller zou komen, maar die is er nog steeds niet.", "laat de pagina maar zien", audience="client",
    ).state  # fmt: skip
    said = "Wat er toegezegd is loopt niet lekker: er moet staan dat Joost in oktober in het werkoverleg een invaller heeft toegezegd."
    page = lines(take_turn(tools, shown, said).state, "put_right")
    assert page.startswith("joost heeft in oktober in het werkoverleg een invaller toegezegd")
    assert "moet staan" not in page


def test_a_step_that_is_put_in_has_no_order_before_it(tools: Tools) -> None:
    shown = talk(tools, "nl", "Anouk heeft in maart elke nacht de platen met de hand omgezet.", "laat de pagina maar zien").state
    said = "mijn stap is nog leeg, zet erbij: als Berend donderdag in de kantine zit dan vraag ik hem om die vrije dag voor Anouk."
    assert lines(take_turn(tools, shown, said).state, "step").startswith("als berend donderdag")


def test_what_stands_there_is_put_for_what_should(tools: Tools) -> None:
    shown = talk(tools, "nl", "Hanneke heeft elke dinsdag zijn sportgroep overgenomen, naast haar eigen uren.", "laat de pagina maar zien").state
    said = take_turn(tools, shown, "Er staat nog steeds ‘zijn sportgroep’, dat moet ‘de grote sportgroep van Joost’ zijn.")
    assert "hanneke heeft elke dinsdag de grote sportgroep van joost overgenomen" in lines(said.state, "given")


def test_a_plan_told_after_the_goodbye_is_the_step(tools: Tools) -> None:
    bye = talk(tools, "nl", "Anouk heeft in maart elke nacht de platen met de hand omgezet.", "laat de pagina maar zien", "dat was het").state
    said = take_turn(tools, bye, "Donderdag voor de nacht begint vraag ik Berend om die vrije dag voor haar.").state
    assert "donderdag" in lines(said, "step")


def test_who_acts_stands_first_where_the_opening_is_gone() -> None:
    assert who_acts_first("en heb ik mijn cursus keramiek afgezegd", load_lexicon("nl")) == "ik heb mijn cursus keramiek afgezegd"
    assert who_acts_first("daardoor heb ik mijn cursus afgezegd", load_lexicon("nl")) == ""
    assert who_acts_first("heb ik dat goed gezegd?", load_lexicon("nl")) == ""


MUSEUM = (
    "Mijn collega Wietske is sinds september ziek en sindsdien geef ik ook haar rondleidingen voor de scholen, drie ochtenden per week, bovenop mijn eigen lesmateriaal. "
    "Daardoor schrijf ik dat lesmateriaal nu 's avonds thuis en heb ik mijn cursus keramiek afgezegd. Mijn leidinggevende Joost zei in oktober dat er een invaller zou komen, maar die is er nog steeds niet."
)


def test_a_colleague_s_work_is_not_given_to_the_one_it_is_said_to(tools: Tools) -> None:
    said = lines(talk(tools, "nl", MUSEUM, audience="client").state, "sentences")
    assert "haar rondleidingen" in said
    assert "je rondleidingen" not in said


def test_what_came_on_top_of_one_deed_stands_in_its_line_alone(tools: Tools) -> None:
    assert lines(talk(tools, "nl", MUSEUM, audience="client").state, "given").count("bovenop mijn eigen lesmateriaal") == 1


def test_what_a_boss_said_would_come_is_a_promise(tools: Tools) -> None:
    told = f"{MUSEUM} Van de vrijwilligers kreeg ik wel een taart."
    assert talk(tools, "nl", told, audience="client").reply.text.endswith("En die toezegging: wat heb je daar zelf nog over gezegd?")


COACH = (
    "Mijn cliënt is hoofd techniek. Zijn lichtman heeft in zes weken vier voorstellingen extra opgebouwd en heeft daardoor zijn zoontje nauwelijks gezien.",
    "En dat mijn cliënt erbij stond toen de directeur alleen de programmeur bedankte, en zijn mond hield.",
)  # fmt: skip


def test_what_a_client_kept_silent_about_was_promised_by_nobody(tools: Tools) -> None:
    assert not items_of(talk(tools, "nl", *COACH, audience="coach").state.record, "promised")


def test_a_child_hardly_seen_is_what_it_cost(tools: Tools) -> None:
    assert any("zoontje" in i.text for i in items_of(talk(tools, "nl", COACH[0], audience="coach").state.record, "cost"))


def test_a_coach_s_own_question_stands_before_those_of_the_bank(tools: Tools) -> None:
    told = (*COACH, "De directeur bedankte de programmeur in de nieuwsbrief.", "Ik ga dan duwen.", "Ik ga harder praten.", "Ik trek aan hem.", "Wat had je op die borrel willen zeggen, als het had gekund?")
    sheet = question_sheet_markdown(talk(tools, "nl", *told, audience="coach").state)
    assert 0 < sheet.find("op die borrel willen zeggen") < sheet.find("**1. ")


def test_a_name_that_was_typed_small_is_written_as_a_name() -> None:
    assert with_capitals("elke zaterdag met gosia en bas", ("Gosia", "Bas")) == "elke zaterdag met Gosia en bas"  # "bas" is a word too
    assert with_capitals("‘gosia zei het’, zei gosia", ("Gosia",)) == "‘gosia zei het’, zei Gosia"
    assert with_capitals("de gosiatoren", ("Gosia",)) == "de gosiatoren"


def test_on_the_page_too(tools: Tools) -> None:
    state = talk(tools, "nl", "gosia heeft de hele zomer elke zaterdag de nieuwe mensen ingewerkt.", "ze miste daardoor de verjaardag van dr zus, zei gosia").state
    told = [line.text for part in page(state) for line in part.lines]
    assert not any("gosia" in text for text in told)
    assert any("Gosia" in text for text in told)


def test_what_somebody_got_by_name_came_back(tools: Tools) -> None:
    told = "Owen did all the field callouts last harvest, nights too. Sales took the credit, and Owen got overtime and a fleece."
    assert any("fleece" in i.text for i in items_of(talk(tools, "en", told).state.record, "came_back"))


def test_somebody_comes_off_by_name_with_all_that_was_told_of_them(tools: Tools) -> None:
    told = ("Fenna heeft de hele winter elke ochtend om half zes de filters gedaan.", "Ze heeft haar dansles opgezegd. En Joost valt in op zondag, zes keer.", "laat de pagina maar zien")
    shown = talk(tools, "nl", *told).state
    assert "joost" in lines(shown)
    assert "joost" not in lines(take_turn(tools, shown, "Bijna. Joost mag er helemaal af, die zeurt maar wat.").state)
    assert "joost" not in lines(take_turn(tools, shown, "O en Joost staat er nog steeds op, die regels moeten weg.").state)


def test_a_name_in_brackets_is_who_it_was(tools: Tools) -> None:
    told = "since easter ive been doing the out of hours phone every weekend. my boss (Graham) said id get a day off in lieu for each one, had two so far out of like 11"
    out = talk(tools, "en", told, audience="client")
    assert "nothing came of it" not in out.reply.text  # some of it came
    assert not any(line.text.startswith("Graham)") or line.text == "My boss" for part in page(out.state) for line in part.lines)


def test_who_gives_more_is_named_with_what_they_are() -> None:
    asked = Asked("mirror", "own_getting", "client")
    found = read("umm Keeley probably, the nurse. she drives me home every thurs", asked, load_lexicon("en")).found
    assert any("Keeley" in p.text and p.field == "own_getting" for p in found)


def test_and_is_no_verb_of_theirs(tools: Tools) -> None:
    told = ("Fenna heeft elke ochtend de filters gedaan.", "En Joost loopt sindsdien ook te klagen dat hij altijd moet invallen.", "vat het eens samen")
    assert "loopt En" not in talk(tools, "nl", *told).reply.text


def test_the_step_is_not_part_of_the_request(tools: Tools) -> None:
    told = (*("Sinds april doe ik alle dossiers van Wanda erbij. De directeur, meneer Tolsma, zou een vervanger zoeken maar daar hoor ik niks meer over.", "In juli een cadeaubon van 25 euro.", "Wanda denk ik, die vindt het rot voor me."), "Niks, ik ben er nooit meer op teruggekomen.", "Aan een datum waarop die vervanger begint.", "Nee, nog nooit.", "klopt", "Sanne van de receptie, die neemt de telefoon over.")
    asked = talk(tools, "nl", *told, audience="client").state
    said = take_turn(tools, asked, "Meneer Tolsma, wanneer begint de vervanger? Ik loop maandag bij hem binnen.").state
    assert lines(said, "request") == "meneer tolsma wanneer begint de vervanger"


def test_a_line_that_is_said_to_be_something_else_goes_there(tools: Tools) -> None:
    english = talk(tools, "en", "since easter ive been doing the out of hours phone every weekend", "missed my nephews birthday", "show me the page", audience="client").state
    said = take_turn(tools, english, "it says missed my nephews birthday under what it cost me, thats what came back not what it cost.").state
    assert "birthday" in lines(said, "came_back")
    dutch = talk(tools, "nl", "Sinds mei doe ik elke zaterdag de balie erbij.", "Ik mis daardoor het zwemmen van mijn zoon.", "laat de pagina maar zien", audience="client").state
    said = take_turn(tools, dutch, "Het zwemmen staat onder wat het me kostte, maar dat is wat er terugkwam, niet wat het kostte.").state
    assert "zwemmen" in lines(said, "came_back")


DEPOT = ("Dez opened the belt at four every day in December. Kaz sorted the returns in her breaks.", "show me the page")


def test_who_comes_off_a_shift_stays_on_the_page(tools: Tools) -> None:
    shown = talk(tools, "en", *DEPOT).state
    assert "dez opened the belt" in lines(take_turn(tools, shown, "Dez can come off nights in May, I'll sort that.").state)
    dutch = talk(tools, "nl", "Fenna heeft de hele winter elke ochtend de filters gedaan.", "laat de pagina maar zien").state
    assert "filters" in lines(take_turn(tools, dutch, "Fenna mag weg om vijf uur voortaan, dat regel ik.").state)
    assert "filters" in lines(take_turn(tools, dutch, "Fenna moet uit de nachtdienst, dat regel ik.").state)


def test_one_thing_of_somebody_comes_off_and_not_the_rest(tools: Tools) -> None:
    shown = talk(tools, "nl", "Fenna heeft de hele winter elke ochtend de filters gedaan. Ze heeft haar dansles opgezegd.", "laat de pagina maar zien").state
    page = lines(take_turn(tools, shown, "Fenna, haar dansles hoeft er niet op").state)
    assert "filters" in page
    assert "dansles opgezegd" not in page


def test_a_question_behind_nou_is_still_answered(tools: Tools) -> None:
    told = talk(tools, "nl", "Fenna heeft de hele winter elke ochtend de filters gedaan.").state
    assert "aan jou" in take_turn(tools, told, "Ze heeft haar dansles opgezegd. Nou, wat moet ik daar nou mee?").reply.text


def test_a_short_wednesday_and_cards_are_left_alone() -> None:
    assert with_apostrophes("she said wed is fine", "en") == "she said wed is fine"
    assert with_apostrophes("he promised id cards for all", "en") == "he promised id cards for all"


def test_the_helping_verb_of_another_deed_is_not_borrowed() -> None:
    deeds = (
        Item("i1", "what", "heeft alle roosters voor de hele afdeling nagekeken", "seen", 1, "Marjan", "", "Sinds de fusie van vorig jaar en het vertrek van twee planners heeft Marjan voor mij en voor de hele afdeling alle roosters nagekeken en bijgewerkt"),
        Item("i2", "what", "op zondag ingevallen", "seen", 1, "Marjan", "", "en is ze op zondag ingevallen"),
    )  # fmt: skip
    state = State("nl", "leader", focus="Marjan", record=BalanceRecord(items=deeds))
    assert "heeft op zondag ingevallen" not in summarise(state, load_phrasebook("nl"), load_lexicon("nl"))


@pytest.mark.parametrize(
    ("language", "told", "question"),
    [
        ("nl", "Zijn voorman Ruud leert sinds de zomer alle drie de leerlingen in.", "Wat zou Ruud zeggen als hij hier zat?"),
        ("en", "Her foreman Ruud has trained all three apprentices since the summer.", "What would Ruud say if he were sitting here?"),
    ],
)
def test_a_coach_who_asks_what_the_absent_one_would_say_has_a_question_for_the_session(tools: Tools, language: Language, told: str, question: str) -> None:
    state = talk(tools, language, told, question, audience="coach").state
    assert "asked-so" in "".join(state.history[-1].blocks)
    assert question in question_sheet_markdown(state)
