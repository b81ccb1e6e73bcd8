"""What somebody does is heard whatever the work is, and said back as the sentence it was."""

from __future__ import annotations

import pytest

from coach.dialogue.acted import acted
from coach.dialogue.asked import Asked
from coach.dialogue.clauses import Clause, clauses, tokenise
from coach.dialogue.extract import read
from coach.dialogue.lexicon import load_lexicon
from coach.dialogue.main_order import in_main_order
from coach.dialogue.pieces import Found
from coach.dialogue.state import Language
from coach.dialogue.tools import Tools
from coach.dialogue.turn import take_turn
from tests.dialogue.talking import talk


@pytest.mark.parametrize(
    ("language", "text", "told"),
    [
        ("nl", "Een collega van me, Roelof, die al weken de vuilcontainers buitenzet.",
         "Roelof zet al weken de vuilcontainers buiten."),
        ("nl", "We hebben een leerling die elke middag de werkbanken afneemt.",
         "Een leerling neemt elke middag de werkbanken af."),
        ("nl", "Sinds Bo met verlof is vouwt Ansje alle was.", "Ansje vouwt alle was."),
        ("nl", "In onze drukkerij vult Sjef altijd de inkt bij.", "Sjef vult altijd de inkt bij."),
        ("nl", "Ze vinden het gewoon dat Truus altijd de achterste rij veegt.",
         "Truus veegt altijd de achterste rij."),
        ("nl", "Sjaan poetst elke avond tot de laatste bus binnen is, ook als het lang donker is.",
         "Sjaan poetst elke avond tot de laatste bus binnen is."),
        ("nl", "Onze portier, Driss, repareert in zijn pauze de fietsen van bezoekers.",
         "Driss repareert in zijn pauze de fietsen van bezoekers."),
        ("nl", "er is er één die altijd wacht tot de laatste klant weg is, Mina",
         "Mina wacht altijd tot de laatste klant weg is."),
        ("en", "One of my people, Odette, always carries the crates upstairs.",
         "Odette carries the crates upstairs."),
        ("en", "Since Marcus went on leave Ines has been answering his post as well.",
         "Ines has been answering his post as well."),
        ("en", "Percy on the counter stays late every Monday to count the stock.",
         "Percy stays late every Monday to count the stock."),
        ("en", "There's a technician who keeps rewiring the lamps at night.",
         "A technician keeps rewiring the lamps at night."),
    ],
)  # fmt: skip
def test_a_first_turn_that_tells_a_deed_is_given_back(
    tools: Tools, language: Language, text: str, told: str
) -> None:
    out = talk(tools, language, text)
    assert [i.text for i in out.state.record.items if i.field == "what"]
    assert told in out.reply.text


def test_a_client_who_says_what_they_do_isnt_asked_what_they_did(tools: Tools) -> None:
    out = talk(
        tools, "nl", "Ik vouw al twee jaar alle was en niemand die het ziet", audience="client"
    )
    assert "contributions-2" not in out.state.history[-1].question_id
    out = talk(tools, "en", "i always answer the door, even in my break", audience="client")
    assert "contributions-2" not in out.state.history[-1].question_id


def test_a_clause_whose_verb_stands_last_is_put_in_order() -> None:
    lexicon = load_lexicon("nl")
    turned = {
        "die altijd blijft tot alles schoon is": "Ferry blijft altijd tot alles schoon is",
        "die elke ochtend de kas opruimt": "Ferry ruimt elke ochtend de kas op",
        "Ferry al weken de roosters maakt": "Ferry maakt al weken de roosters",
        "die de hele zomer gewerkt heeft": "Ferry heeft de hele zomer gewerkt",
        "vouwt Ferry alle was": "Ferry vouwt alle was",
    }
    for told, whole in turned.items():
        assert in_main_order(told, "Ferry", lexicon) == whole
    assert (
        in_main_order("Ferry ruimt elke ochtend op", "Ferry", lexicon)
        == "Ferry ruimt elke ochtend op"
    )
    assert in_main_order("dat overlegt hij met mij", "", lexicon) == "dat overlegt hij met mij"


def test_the_speaker_is_spoken_to_in_what_is_said_back() -> None:
    lexicon = load_lexicon("nl")
    piece = next(
        p
        for p in read("Wim regelt alles voor mij", Asked("opening"), lexicon).found
        if p.field == "what"
    )
    assert acted(piece, "Wim", lexicon) == "Wim regelt alles voor je"
    assert acted(piece, "Wim", lexicon, formal=True) == "Wim regelt alles voor u"


def test_what_stands_in_front_isnt_left_out() -> None:
    lexicon = load_lexicon("nl")
    asked = Asked("contributions", "when", "leader", "Onno")
    found = read("dat doet hij zeker drie jaar zo", asked, lexicon).found
    assert [(p.field, p.text) for p in found] == [("when", "zeker drie jaar")]
    for text in ("die klus doet hij al jaren", "dat doet hij al jaren", "de klachten doet hij"):
        clause = clauses(text, lexicon)[0]
        assert acted(Found("what", clause.text, "seen", clause), "Onno", lexicon) is None
        assert in_main_order(text, "Onno", lexicon) == text


def test_two_who_act_together_are_one(tools: Tools) -> None:
    out = talk(
        tools, "nl", "twee mensen bij ons, Esra en Tom, pakken alle storingen op in het weekend"
    )
    assert out.state.focus == "Esra en Tom"


def test_who_was_spoken_of_as_she_is_asked_about_as_she(tools: Tools) -> None:
    told = "Marieke neemt altijd de dieren mee naar achteren."
    out = talk(tools, "nl", f"{told} Ze vraagt er nooit iets voor terug.")
    assert "doet ze dat" in out.reply.text or "tegen haar" in out.reply.text
    out = talk(tools, "nl", told)
    assert "Marieke" in out.reply.question or "dat al zo" in out.reply.question


def test_the_group_a_leader_turns_to_is_whom_it_is_about(tools: Tools) -> None:
    out = talk(
        tools, "nl", "klaagt iedereen hier. bakkerij", "inpak. 9 vrouwen en fouad",
        "fouad doet niks bijzonders. gaat om die vrouwen", "ze staan elke zaterdag om vier uur op",
    )  # fmt: skip
    assert out.state.focus == "die vrouwen"
    assert [(i.field, i.about) for i in out.state.record.items if i.field == "what"] == [
        ("what", "die vrouwen")
    ]
    assert not any(i.about == "Fouad" for i in out.state.record.items)


def test_a_group_is_told_what_it_does_to_its_face(tools: Tools) -> None:
    out = talk(
        tools, "nl", "inpak. 9 vrouwen en fouad", "fouad doet niks bijzonders. gaat om die vrouwen",
        "ze staan elke zaterdag om vier uur op", "wat zou jij zeggen?",
    )  # fmt: skip
    assert "‘Jullie staan elke zaterdag om vier uur op" in out.reply.text


def test_honestly_said_is_no_promise_and_nothing_promised_is_none(tools: Tools) -> None:
    for turn in (
        "eerlijk gezegd ben ik ook gewoon op",
        "nee beloofd is er niks",
        "dat heb ik niemand toegezegd",
    ):
        out = talk(tools, "nl", "Sjors draait alle nachten.", "niks gezegd", "zijn zondagen", turn)
        assert not [i for i in out.state.record.items if i.field == "promised"]


def test_a_wish_that_is_denied_isnt_given_back_as_one(tools: Tools) -> None:
    out = talk(
        tools, "en", "Bryony has done every weekend since Easter.", "I said thanks once",
        "i don't think she wants a thing",
    )  # fmt: skip
    assert "Wants a thing" not in out.reply.text


def test_who_denies_it_and_wants_to_go_on_isnt_held_back(tools: Tools) -> None:
    first = "I don't want to be alive any more."
    denied = "I am not thinking about ending my life, that was a manner of speaking."
    out = talk(tools, "en", first, f"{denied} Can we carry on?")
    assert out.reply.act != "refer"
    assert talk(tools, "en", first, "I'm not suicidal.").reply.act == "refer"


@pytest.mark.parametrize(
    ("language", "first", "second"),
    [
        ("en", "I don't want to be alive.", "I don't want to die, I just want it to stop."),
        ("en", "I don't want to be alive.", "I'm not suicidal but I can't go on like this."),
        ("en", "I don't want to be alive.", "Good lord, I can't go on."),
        ("nl", "Ik wil niet meer leven.", "Ik wil niet dood, ik wil alleen dat het ophoudt."),
        ("nl", "Ik wil niet meer leven.", "ik denk niet aan zelfmoord maar ik hoef niet meer"),
    ],
)  # fmt: skip
def test_half_a_denial_lifts_no_referral(
    tools: Tools, language: Language, first: str, second: str
) -> None:
    assert talk(tools, language, first, second).reply.act == "refer"


@pytest.mark.parametrize(
    ("language", "deed", "turn"),
    [
        ("en", "Gary stays late every Friday.", "I'll take Gary for a tea on Monday"),
        ("en", "Gary stays late every Friday.", "then Gary can go home on time"),
        ("nl", "Ruud doet de zaag alleen.", "ik haal Ruud maandag van de zaag"),
        ("nl", "Ruud doet de zaag alleen.", "sinds Ruud weg is ligt het stil"),
        ("nl", "Ruud doet de zaag alleen.", "Ruud doet niks anders dan werken"),
        ("nl", "Ruud doet de zaag alleen.", "uiteindelijk gaat het om de mensen"),
    ],
)  # fmt: skip
def test_only_an_order_takes_somebody_off(
    tools: Tools, language: Language, deed: str, turn: str
) -> None:
    out = talk(tools, language, deed, "niks" if language == "nl" else "nothing", turn)
    assert out.state.focus == deed.split()[0]
    assert [i.about for i in out.state.record.items if i.field == "what"]


def test_who_is_ordered_off_goes_with_what_was_told_of_them(tools: Tools) -> None:
    out = talk(tools, "nl", "Ruud doet de zaag alleen.", "niks", "haal Ruud eraf")
    assert not any(i.about == "Ruud" for i in out.state.record.items)


def test_a_promise_that_was_never_kept_is_one(tools: Tools) -> None:
    for language, told in (
        ("nl", "ze heeft nooit gekregen wat haar beloofd was"),
        ("en", "she never got what was promised"),
    ):
        asked = Asked("repair", "promised", "leader", "Marit")
        found = read(told, asked, load_lexicon(language)).found
        assert [p.field for p in found] == ["promised"]


def test_of_several_no_verb_of_one_is_asked(tools: Tools) -> None:
    out = talk(tools, "nl", "De assistentes nemen de telefoon aan tijdens hun lunch.")
    assert "doet de assistentes" not in out.reply.text
    out = talk(tools, "en", "Our caretakers set everything up for the parents.")
    assert "has your caretakers" not in out.reply.text


def test_what_is_said_of_things_isnt_said_back_of_somebody() -> None:
    lexicon = load_lexicon("nl")
    asked = Asked("contributions", "cost", "leader", "Joyce")
    found = read("want bruiloften zijn bijna altijd op zaterdag", asked, lexicon).found
    assert all(acted(piece, "Joyce", lexicon) is None for piece in found)


def test_what_somebody_meant_to_do_was_promised_by_nobody(tools: Tools) -> None:
    told = "I had said I would stop taking the extra Saturday shifts and I did one anyway."
    out = talk(tools, "en", told, audience="client")
    assert not [i for i in out.state.record.items if i.field == "promised"]
    assert out.reply.phase == "contributions"


def test_a_summary_is_told_in_sentences(tools: Tools) -> None:
    out = talk(
        tools, "nl", "Marit draait sinds maart alle slaapdiensten.", "niks eigenlijk",
        "haar zoontje slaapt nu vier nachten per week bij haar ex", "ze kreeg een bon",
        "een weekend vrij", "er zou voor de herfst een nieuwe collega komen, die kwam nooit",
        "ik heb het zo gelaten", "samenvatting",
    )  # fmt: skip
    whole = "Haar zoontje slaapt nu vier nachten per week bij haar ex."
    summaries = [e.reply for e in out.state.history if whole in e.reply]
    assert "Marit draait sinds maart alle slaapdiensten." in " ".join(summaries)
    assert not any("‘" in told for told in summaries)


def test_who_came_before_is_a_time_and_a_role_is_spoken_of_as_theirs(tools: Tools) -> None:
    out = talk(tools, "nl", "Wiebe rijdt de monsters naar het lab, al sinds mijn voorganger.")
    assert out.state.kept == ()
    out = talk(tools, "nl", "Mijn kok wast elke avond alles af. Mijn ober veegt de stoep.")
    assert "bewaar" not in out.reply.text or "mijn" not in out.reply.text.lower()


def test_a_cost_is_told_of_somebody_and_a_promise_isnt_promised_twice(tools: Tools) -> None:
    out = talk(
        tools, "nl", "Wiebe rijdt de monsters naar het lab.", "nooit iets",
        "Hij mist daardoor de wedstrijden van zijn zoon.",
    )  # fmt: skip
    assert "Wiebe mist daardoor de wedstrijden van zijn zoon." in out.reply.text
    promised = "er was hem een vaste ploeg beloofd en die is er nooit gekomen"
    for told in ("een bon", "een vrije zaterdag", promised, "samenvatting"):
        out = take_turn(tools, out.state, told)
    assert "een vaste ploeg beloofd" not in out.reply.text


def test_two_things_with_a_time_behind_them_are_told_together() -> None:
    lexicon = load_lexicon("en")
    text = "Denise ran the old analyser and the new one side by side for the validation all summer"
    clause = Clause(text, 0, len(text), tokenise(text, lexicon), 0)
    told = acted(Found("what", text, "seen", clause, "Denise"), "Denise", lexicon)
    assert told == "Denise ran the old analyser and the new one side by side"
