"""What is given back, summed up, taken off and referred again is what the person meant by it."""

from __future__ import annotations

import json

import pytest

from coach.dialogue.asked import Asked
from coach.dialogue.echo import sayable
from coach.dialogue.extract import read
from coach.dialogue.grammar import times_in
from coach.dialogue.lexicon import load_lexicon
from coach.dialogue.refer import referral
from coach.dialogue.roles import roles_in
from coach.dialogue.screening import Screening
from coach.dialogue.state import Item, Language, State, items_of
from coach.dialogue.summary import surely_told
from coach.dialogue.tools import Tools
from coach.dialogue.turn import take_turn
from coach.sheets.sheet import sheet_markdown
from tests.dialogue.talking import talk


@pytest.mark.parametrize(
    "said", ["dochter heeft gezegd", "echt gezegd", "beloofd niet echt", "my son said"]
)
def test_a_verb_of_saying_alone_is_not_given_back(said: str) -> None:
    assert not sayable(said)
    assert sayable("niks gezegd")  # which says all there was


@pytest.mark.parametrize(
    ("language", "text", "never"),
    [
        ("nl", "Een kaart met haar verjaardag. Maar echt gezegd, nee.", "echt gezegd"),
        ("en", "No football this sat. or any sat till new year.", "any sat"),
    ],
)
def test_what_is_denied_beside_it_is_not_given_back(
    language: Language, text: str, never: str
) -> None:
    echo = read(text, Asked("return", "said", "leader"), load_lexicon(language)).echo
    assert never not in echo.lower()


def test_a_clause_behind_its_subject_is_said_without_its_auxiliary(tools: Tools) -> None:
    told = "Nou ze vertelde laatst dat ze haar koor heeft opgezegd omdat de repetities laat zijn."
    out = talk(tools, "nl", "Ineke doet sinds april de planning van de spoeddienst.", told)
    assert not out.reply.text.lower().startswith("haar koor heeft opgezegd")


def test_somebodys_kin_is_not_taken_for_them() -> None:
    assert roles_in("My accountant's wife says I should try this.", load_lexicon("en")) == ()
    assert roles_in("My accountant says I should.", load_lexicon("en")) == ("My accountant",)


def test_of_what_is_unsure_only_an_only_deed_is_summed_up() -> None:
    def item(number: int, field: str, about: str) -> Item:
        return Item(f"i{number}", field, "x", "seen", 1, about)  # type: ignore[arg-type]

    state = State("nl", "leader", unsure=("i2", "i3", "i4"))
    items = (
        item(1, "what", "Bo"), item(2, "what", "Bo"), item(3, "cost", "Bo"), item(4, "what", "Al"),
    )  # fmt: skip
    record = state.record.__class__(items)
    kept = surely_told(state.__class__("nl", "leader", record=record, unsure=state.unsure))
    assert [i.id for i in kept.record.items] == ["i1", "i4"]


BERNADETTE = (
    "Bernadette. During the outbreak she slept upstairs to cover nineteen nights.",
    "Her hip has been bad since. Her sister told me she's three months behind with the rent.",
)


@pytest.mark.parametrize(
    ("said", "stays"),
    [
        ("I'd rather that stayed between us, the rent.", False),
        ("Does this stay between us?", True),
        ("Nothing was promised. In the team we keep things between us.", True),
    ],
)
def test_what_is_to_stay_between_them_comes_off(tools: Tools, said: str, stays: bool) -> None:
    page = sheet_markdown(talk(tools, "en", *BERNADETTE, said).state)
    assert ("rent" in page) is stays


def test_a_name_gives_way_to_a_name_only(tools: Tools) -> None:
    turns = (
        "Gaz. He did every Saturday from July to September.", "Cheers, lads.",
        "His lad's cricket. He missed most of that.", "Nothing was promised.",
        "I can give him a week. And I ring Lee myself from now on, not Gaz.",
    )  # fmt: skip
    items = talk(tools, "en", *turns).state.record.items
    assert not [i for i in items if "I ring Lee myself" in i.about]
    assert any(i.about == "Gaz" for i in items)


def test_what_was_no_deed_comes_off_and_not_what_stands_behind_it(tools: Tools) -> None:
    turns = (
        "Gerda heeft in april en mei elk weekend gedraaid. Haar kleinzoon werd één in mei.",
        "Een bon.", "Ze heeft het feestje gemist en haar moestuin niet ingezaaid.", "samenvatting",
        "Haar kleinzoon werd één, ja, maar dat is niet wat ze deed, het feestje heeft ze gemist.",
    )  # fmt: skip
    page = sheet_markdown(talk(tools, "nl", *turns).state)
    assert "feestje" in page
    assert "kleinzoon werd één" not in page


def test_ones_own_promise_was_neither_seen_nor_heard(tools: Tools) -> None:
    turns = (
        "Ruben doet sinds maart alle storingen buiten werktijd.", "Haar vrije zondagen.",
        "Ik heb hem in maart een tweede man beloofd.",
    )  # fmt: skip
    page = sheet_markdown(talk(tools, "nl", *turns).state)
    line = next(line for line in page.splitlines() if "tweede man" in line)
    assert "(" not in line


@pytest.mark.parametrize(
    ("said", "goes_on"),
    [
        ("Ik zag mijn huisarts vorige maand nog, alles is gecheckt.", True),
        ("Fatima zou de leveringen kunnen doen, dan moet ik dat wel vragen.", True),
        ("Ik ben nog niet bij de huisarts geweest.", False),
        ("Niemand kan het van mij overnemen.", False),
        ("Ik kan niemand bedenken.", False),
    ],
)
def test_only_who_was_there_or_names_somebody_is_past_the_referral(
    tools: Tools, said: str, goes_on: bool
) -> None:
    cry = "Ik ben op. Ik doe alles. Gisteren stond ik te janken tussen de kratten bananen."
    before = talk(tools, "nl", cry, audience="client")
    assert before.state.route == "burnout"
    after = take_turn(tools, before.state, said)
    assert (after.state.route == "none") is goes_on


def test_a_referral_quotes_no_half_word_group() -> None:
    reply = referral(Screening("burnout", "self", ("huilen achter mijn", "ben op")), "nl", "nl", 2)
    assert "‘huilen’, ‘ben op’" in reply.text


def test_how_long_is_not_asked_when_it_was_told_with_the_deed(tools: Tools) -> None:
    told = "Den Gino. Gino heeft heel de zomer de ploeg van het kerkhof erbij gepakt."
    out = talk(tools, "nl", "Groendienst van de gemeente. De goesting is eruit.", told)
    assert not out.state.history[-1].question_id.startswith("contributions-3")


def test_what_they_will_ask_somebody_is_nobodys_side(tools: Tools) -> None:
    reading = read("Vraag ik hem.", Asked("return", "their_view", "leader"), load_lexicon("nl"))
    assert all(p.field == "context" for p in reading.found)
    assert not items_of(talk(tools, "nl", "Ruben doet de storingen.").state.record, "their_view")


def test_the_examples_of_what_is_given_back_stand_apart_from_what_is_measured() -> None:
    from coach.content import content_folder

    folder = content_folder("prompts") / "examples"
    lines = [
        json.loads(line)
        for language in ("nl", "en")
        for line in (folder / f"echoes.{language}.jsonl").read_text("utf-8").splitlines()
    ]
    assert len({line["id"] for line in lines}) == len(lines) > 4000


WASH = (
    "Ik geef leiding aan een wasstraat voor treinen, acht mensen.",
    "Mirjam denk ik. Ze heeft de hele lente de nachtploeg erbij gedraaid toen Koos zijn enkel "
    "brak, naast haar eigen dagdiensten.",
    "Teruggekomen: een taart. Toegezegd heb ik haar een vrije week in juni.",
    "Wat ik wel kan: die week alsnog geven in november, het rooster maak ik zelf.",
    "Mirjam, je hebt de hele lente de nachten gedraaid. Dat was mijn fout. pff klinkt wel kaal",
    "Dinsdag om acht uur, in de kantine. Laat me de pagina maar zien.",
)


@pytest.fixture(scope="module")
def wash_page(tools: Tools) -> str:
    return sheet_markdown(talk(tools, "nl", *WASH).state)


def test_what_came_on_top_goes_on_where_the_deed_stopped(wash_page: str) -> None:
    assert wash_page.count("toen Koos zijn enkel brak") == 1
    assert "brak, naast haar eigen dagdiensten" in wash_page


def test_a_doubt_of_how_it_sounds_is_no_part_of_the_first_sentences(wash_page: str) -> None:
    assert "Dat was mijn fout.’" in wash_page
    assert "kaal" not in wash_page


def test_a_day_told_with_the_order_for_the_page_is_the_step(wash_page: str) -> None:
    assert "Dinsdag om acht uur" in wash_page.partition("**Mijn stap**")[2]


def test_what_the_speaker_promised_was_not_seen(wash_page: str) -> None:
    assert "oegezegd heb ik haar een vrije week in juni\n" in wash_page


@pytest.mark.parametrize(
    ("language", "text", "kept"),
    [
        (
            "en",
            "Perhaps this. I gave you my word it would stop and I broke it. "
            "I apologise, although head office was on at me.",
            "I gave you my word it would stop and I broke it. I apologise",
        ),
        (
            "nl",
            "Misschien zo: ik heb je beloofd dat het zou stoppen en dat is niet gebeurd. "
            "Het spijt me, maar het was een raar jaar.",
            "ik heb je beloofd dat het zou stoppen en dat is niet gebeurd. Het spijt me",
        ),
    ],
)
def test_an_apology_is_said_up_to_where_it_is_taken_back(
    language: Language, text: str, kept: str
) -> None:
    asked = Asked("repair", "sentence", "leader", "Priya")
    found = read(text, asked, load_lexicon(language)).found
    assert [p.text for p in found if p.field == "sentence"] == [kept]


@pytest.mark.parametrize(
    ("language", "text", "never"),
    [
        (
            "nl",
            "Zijn zus zei dat ze deze zomer nergens heen zijn geweest.",
            "zijn geweest",
        ),
        (
            "nl",
            "Hij mocht in mei drie weken weg, zodra de invaller er was.",
            "zodra de invaller",
        ),
        ("nl", "het duurde tot oktober. en mariska dus d'r knie", "dus"),
        ("en", "I gave him a voucher, which he never used in the end.", "he never used"),
    ],
)
def test_half_a_clause_is_not_given_back(language: Language, text: str, never: str) -> None:
    echo = read(text, Asked("return", "said", "leader"), load_lexicon(language)).echo
    assert not echo.lower().endswith(never) and never not in echo.lower().split()


@pytest.mark.parametrize(
    ("language", "text", "who"),
    [
        (
            "nl",
            "Onze voorvrouw van de nacht, Samira, doet al maanden de inkoop omdat Piet weg is.",
            "Samira",
        ),
        (
            "nl",
            "De conciërge van de onderbouw, Wouter, blijft elke vrijdag tot zeven uur.",
            "Wouter",
        ),
        (
            "en",
            "Our lead on lates, Declan, has done the ordering as well since May.",
            "Declan",
        ),
    ],
)
def test_whoever_is_brought_in_by_their_work_is_the_one_who_is_named(
    tools: Tools, language: Language, text: str, who: str
) -> None:
    out = talk(tools, language, text)
    assert out.state.focus == who
    assert out.state.kept == ()
    assert {i.about for i in items_of(out.state.record, "what")} == {who}


@pytest.mark.parametrize(
    ("language", "told", "last"),
    [
        ("nl", "Noortje doet al weken de kas alleen.", "doei"),
        ("nl", "Noortje doet al weken de kas alleen.", "Nee, dit was het wel."),
        ("nl", "Noortje doet al weken de kas alleen.", "laat maar zitten, genoeg zo"),
        ("nl", "Noortje doet al weken de kas alleen.", "geen idee, moet weg"),
        ("en", "Nora has done the till alone for weeks.", "bye"),
    ],
)
def test_a_goodbye_ends_the_talk(tools: Tools, language: Language, told: str, last: str) -> None:
    out = talk(tools, language, told, last)
    assert out.state.closed


def test_an_answer_in_the_coachs_own_words_asks_for_no_ranking(tools: Tools) -> None:
    talks: tuple[tuple[Language, str, str], ...] = (
        ("en", "I covered the desk in May.", "who gives me more.. my brother I suppose"),
        ("nl", "Ik deed in mei de balie.", "wie geeft mij meer.. mijn broer denk ik"),
    )
    for language, told, said in talks:
        out = talk(tools, language, told, said, audience="client")
        assert not any(block.startswith("about-rank") for block in out.reply.blocks)


def test_what_a_client_was_told_is_what_came_back(tools: Tools) -> None:
    asked = Asked("return", "came_back", "client")
    told = "Rob said 'nice one all' in the group chat the day after."
    found = read(told, asked, load_lexicon("en")).found
    assert [p.field for p in found if "nice one" in p.text] == ["came_back"]


@pytest.mark.parametrize(
    "said", ["Mm. Als hij het een keer hardop zegt.", "Eh, als hij het een keer hardop zegt."]
)
def test_a_sound_tells_nothing(said: str) -> None:
    found = read(said, Asked("return", "wish", "client"), load_lexicon("nl")).found
    assert all(len(p.text) > 3 for p in found)


def test_a_word_to_the_coach_in_brackets_is_no_part_of_what_was_told() -> None:
    said = "ik zat op maandag op lijndansen (niet lachen) en dat is dus gestopt"
    found = read(said, Asked("contributions", "cost", "client"), load_lexicon("nl")).found
    assert found and not any("lachen" in p.text for p in found)


def test_what_somebody_must_decide_is_said_so_beside_what_they_told(tools: Tools) -> None:
    told = (
        "Agnes ran the kiln alone in October.",
        "Nothing, I never said a word.",
        "Her evenings, she missed her pottery class.",
        "You have not answered me about her four days. Do I tell her no, or do I tell her "
        "not yet? She had a card from me at Christmas.",
    )
    out = talk(tools, "en", *told)
    assert any(block.startswith(("about-advice", "about-judged")) for block in out.reply.blocks)
    assert out.reply.question


def test_an_if_then_is_a_step_whatever_was_done_before_it(tools: Tools) -> None:
    told = (
        "Agnes ran the kiln alone in October.",
        "I said nothing.",
        "If it's Monday and she's got the lights on before opening then I ask her for ten minutes.",
        "That's it, bye.",
    )
    out = talk(tools, "en", *told)
    step = sheet_markdown(out.state).split("**My step**")[1]
    assert "if it's monday" in step.lower()


def test_the_one_thing_of_a_long_turn_is_of_whom_it_asks_on(tools: Tools) -> None:
    told = (
        "Where do I begin. We run a small bakery, nine of us, my aunt began it. In December we "
        "had the stollen order, the biggest in years, and the oven broke on the third day, so "
        "Dilys ran the old deck oven through the night five nights in a row. Meanwhile Kofi was "
        "packing by hand because the line stood still, and his shoulder is strapped up now. We "
        "got it out on time. And then in January Dilys asked for fewer days, and I really don't "
        "know what to do with that, and my husband says nobody was ever thanked."
    )
    out = talk(tools, "en", told)
    assert out.state.focus == "Dilys"
    assert "packing by hand" not in out.reply.text


@pytest.mark.parametrize(
    ("language", "told", "echo"),
    [
        (
            "en",
            "Bronwyn. She does the counter. In May she did the whole stocktake as well.",
            "the whole stocktake as well",
        ),
        (
            "nl",
            "Lotte. Ze doet de balie. Sinds juni heeft ze ook alle klachten erbij genomen.",
            "alle klachten erbij genomen",
        ),
    ],
)
def test_of_what_somebody_did_what_came_on_top_is_given_back(
    tools: Tools, language: Language, told: str, echo: str
) -> None:
    assert echo in talk(tools, language, told).reply.text


@pytest.mark.parametrize(
    ("language", "text", "time"),
    [
        ("nl", "Aukje. 7 wkn de kassa alleen gedaan", "7 wkn"),
        ("nl", "al 3 mnd de balie alleen", "al 3 mnd"),
        ("en", "did the till alone for 9 wks", "for 9 wks"),
    ],
)
def test_a_period_typed_short_is_one(language: Language, text: str, time: str) -> None:
    assert time in times_in(text, load_lexicon(language))


def test_what_they_can_do_is_offered_however_it_is_turned(tools: Tools) -> None:
    told = ("Aukje deed de kassa alleen in mei.", "niks gezegd", "haar avonden")
    out = talk(tools, "nl", *told, "een traplift bestellen kan ik wel. en vrijdags is ze vrij")
    assert {i.field for i in out.state.record.items if "traplift" in i.text} == {"offer"}


def test_what_they_can_take_off_somebodys_plate_takes_nothing_off_the_page(tools: Tools) -> None:
    told = (
        "Wanda deed vanaf april elke zondag de sleutelronde.",
        "niks gezegd",
        "haar zondagen met de kleinkinderen",
        "Wat ik wel kan is de zondagen eraf halen, en Piet kan de ronde op maandag doen.",
    )
    out = talk(tools, "nl", *told)
    assert not any(block.startswith("struck") for block in out.reply.blocks)
    assert any("sleutelronde" in i.text for i in items_of(out.state.record, "what"))


def test_the_one_with_something_is_no_echo() -> None:
    told = "He doesn't like fuss. He'd want the old one, the one with the window I think."
    assert "one" not in read(told, Asked("return", "wish"), load_lexicon("en")).echo.split()


def test_what_one_said_somebody_would_get_is_promised() -> None:
    asked = Asked("return", "said", "leader", focus="Wanda")
    told = "Ik heb gezegd dat ze vanaf mei de vrijdag vrij kreeg. Ik zei dat ze het goed deed."
    found = {p.text: p.field for p in read(told, asked, load_lexicon("nl")).found}
    assert "promised" in {field for text, field in found.items() if "vrij" in text}
    assert "promised" not in {field for text, field in found.items() if "goed" in text}


def test_who_has_to_go_and_asks_after_a_line_gets_the_page(tools: Tools) -> None:
    told = (
        "Wanda deed vanaf april elke zondag de sleutelronde.",
        "niks gezegd",
        "haar zondagen",
        "ik spreek haar woensdag na de lunch",
        "geen idee. moet weg. staat woensdag erop?",
    )
    out = talk(tools, "nl", *told)
    assert out.state.closed
    assert "woensdag" in out.reply.text.lower()
