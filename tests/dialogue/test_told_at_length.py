"""What people tell in long, loose sentences: whose it is, what it was, and what is said of it."""

from __future__ import annotations

import pytest

from coach.dialogue.address import addressed
from coach.dialogue.asked import Asked
from coach.dialogue.clauses import clauses
from coach.dialogue.extract import read
from coach.dialogue.fragments import fragment
from coach.dialogue.lexicon import load_lexicon
from coach.dialogue.page.page import title
from coach.dialogue.state import Audience, BalanceRecord, Field, Item, Language, State
from coach.dialogue.steps import did_beside, is_step
from coach.dialogue.tools import Tools
from tests.dialogue.talking import lines, talk


def fields(language: Language, text: str, asked: Asked) -> list[tuple[str, str]]:
    """Return the clause and the field of every piece."""
    return [(p.clause.text, p.field) for p in read(text, asked, load_lexicon(language)).found]


@pytest.mark.parametrize(
    ("language", "audience", "field", "text", "own"),
    [
        ("nl", "leader", "cost", "Dat weet ik niet precies. Ik ben die weken zelf elke avond naar het hoofdkantoor gereden vanwege de verhuizing.", "zelf elke avond naar het hoofdkantoor"),
        ("nl", "leader", "what", "Ik heb met zes uitzendbureaus gebeld, en Hedy heeft de hele herfst de kassa gedaan.", "zes uitzendbureaus"),
    ],
)  # fmt: skip
def test_what_a_leader_did_alone_is_no_gift_of_somebody_else(
    language: Language, audience: Audience, field: Field, text: str, own: str
) -> None:
    told = fields(language, text, Asked("contributions", field, audience, focus="Hedy"))
    assert all(f not in {"what", "cost", "extra"} for clause, f in told if own in clause)


def test_what_a_client_did_is_theirs_and_why_is_not() -> None:
    asked = Asked("contributions", "what", "client")
    text = "Mijn collega Joop is sinds mei thuis met zijn knie en toen heb ik zijn klanten in het noorden erbij genomen."
    told = fields("nl", text, asked)
    assert any(f == "what" and "klanten" in clause for clause, f in told)
    assert all(f not in {"what", "cost"} for clause, f in told if "Joop" in clause)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("nl", "Hij belt af en toe om te vragen hoe het gaat"),
        ("nl", "ze loopt de hele dag op en neer tussen twee balies"),
        ("en", "he texts now and then to ask how it goes"),
        ("en", "she went back and forth between two sites all week"),
    ],
)
def test_words_that_belong_together_are_not_cut(language: Language, text: str) -> None:
    assert len(clauses(text, load_lexicon(language))) == 1


@pytest.mark.parametrize(
    ("language", "text", "told"),
    [
        ("nl", "Wat ik wel weet is dat ze haar koor heeft laten schieten", "dat ze haar koor heeft laten schieten"),
        ("en", "What I do know is that she gave up her choir", "that she gave up her choir"),
        ("nl", "Wat ik hoop is dat ze blijft", "Wat ik hoop is dat ze blijft"),
    ],
)  # fmt: skip
def test_what_only_leads_in_is_left_out(language: Language, text: str, told: str) -> None:
    assert [c.text for c in clauses(text, load_lexicon(language))] == [told]


def test_a_dutch_clause_behind_dat_stands_as_a_sentence(tools: Tools) -> None:
    out = talk(
        tools, "nl", "Hedy heeft de hele herfst de kassa van Joop gedaan.",
        "Wat ik wel weet is dat ze haar koor heeft laten schieten.",
    )  # fmt: skip
    assert "ze heeft haar koor laten schieten" in lines(out.state)


def test_a_condition_is_not_said_back_as_a_fact() -> None:
    asked = Asked("return", "wish", "client")
    echo = read("well, if the six days were actually on the rota", asked, load_lexicon("en")).echo
    assert "were" not in echo.split()


@pytest.mark.parametrize(
    "text",
    [
        "nog elke avond laat te mailen als de kinderen in bed liggen en de vaat gedaan is",
        "meer mee",
    ],
)
def test_no_stretch_stops_in_the_middle_of_a_clause(text: str) -> None:
    told = fragment(text, load_lexicon("nl")) or ""
    assert not told.endswith(("kinderen", "mee"))


def test_a_role_behind_a_name_is_the_same_person(tools: Tools) -> None:
    out = talk(tools, "nl", "Team is mat.", "Henk. Chauffeur. Rijdt al sinds maart de zondagen.")
    assert out.state.focus == "Henk"
    assert "henk rijdt al sinds maart de zondagen" in lines(out.state, "given")


def test_two_moments_are_two_steps_and_the_first_gives_the_day(tools: Tools) -> None:
    out = talk(
        tools, "nl", "Hedy heeft de hele herfst de kassa van Joop gedaan.",
        "Ik heb haar een keer bedankt.", "Ze is gestopt met haar koor.", "Een vrije vrijdag kan ik haar geven.",
        "Hedy, ik heb gezien dat je de kassa deed en ik had je eerder moeten bedanken.", "Sla maar over.",
        "De roosters, die maak ik thuis.", "Op Bianca, die dekt me altijd.",
        "Als het donderdag kwart voor twee is, dan neem ik Hedy mee naar mijn kantoor. En vrijdagochtend, als Bianca binnenkomt, dan bedank ik haar.",
    )  # fmt: skip
    step = lines(out.state, "step")
    assert "neem ik hedy mee" in step and "als bianca binnenkomt dan bedank ik haar" in step
    assert title(out.state).lower().startswith("donderdag")


def test_whatever_leads_to_words_for_somebody_is_no_part_of_them() -> None:
    words = (
        "Hedy, van september tot Kerst heb jij de kassa gedaan en ik heb je er nooit voor bedankt."
    )
    asked = Asked("repair", "sentence", "leader", focus="Hedy", names=("Hedy",))
    found = read(f"Zin tegen Hedy dan, even zoeken: {words}", asked, load_lexicon("nl")).found
    assert [p.text for p in found if p.field == "sentence"] == [words.rstrip(".")]


def test_a_long_answer_to_the_mirror_question_answers_it() -> None:
    text = (
        "Bij mezelf? Tja. Ik sta zelf ook achtervang voor de regio, sinds Henk met pensioen ging. "
        "Dat is om de twee weken een weekend telefoon. Daardoor ga ik niet meer vissen met mijn broer."
    )
    told = fields("nl", text, Asked("mirror", "own_giving", "leader", focus="Hedy"))
    assert "own_giving" in [f for _, f in told]


def test_what_somebody_else_should_say_to_a_client_is_not_theirs_to_say() -> None:
    text = "Als hij er zelf over begint. Dat ie zegt: Ferry, ik had je een week beloofd en dat ligt nog bij mij."
    found = read(text, Asked("return", "wish", "client"), load_lexicon("nl")).found
    assert all(p.field != "sentence" for p in found)


@pytest.mark.parametrize("told", ["Morgen is zaterdag haha.", "t is zaterdag", "Tomorrow's Saturday."])
def test_what_day_it_is_is_no_step(told: str) -> None:
    item = Item("i1", "next_step", told, "seen", 1, "", "", told)
    assert not is_step(item, load_lexicon("nl" if "zat" in told else "en"))


@pytest.mark.parametrize(
    ("language", "text", "told"),
    [
        ("nl", "Dat plan ik in. Afspraak wordt dan: ze valt hooguit twee avonden per maand in.", "ze valt hooguit twee avonden per maand in"),
        ("en", "I'll plan that in. The agreement would be: she stands in two evenings a month at most.", "she stands in two evenings a month at most"),
    ],
)  # fmt: skip
def test_what_is_called_an_agreement_is_one(language: Language, text: str, told: str) -> None:
    asked = Asked("reciprocity", "habit", "leader", focus="Hedy")
    assert (told, "habit") in fields(language, text, asked)


def test_what_a_leader_lets_happen_to_themself_stands_with_what_they_give() -> None:
    def item(number: int, field: Field, text: str, turn: int) -> Item:
        return Item(f"i{number}", field, text, "seen", turn, "Hedy" if field == "what" else "", "", text)

    items = (
        item(1, "what", "Hedy heeft de hele herfst de kassa gedaan", 1),
        item(2, "own_giving", "ik sta om de week achtervang voor de regio", 2),
        item(3, "own_share", "ik heb daar nooit iets over gevraagd aan Corné", 2),
        item(4, "own_share", "ik heb haar er nooit voor bedankt", 2),
    )
    state = State("nl", "leader", "mirror", 3, BalanceRecord(items), "Hedy", next_item=5)
    assert "ik heb daar nooit iets over gevraagd aan corné" in lines(state, "own_side")
    assert lines(state, "put_right") == "ik heb haar er nooit voor bedankt"


def test_what_a_leader_did_beside_somebody_is_neither_their_gift_nor_put_right() -> None:
    text = "Ik heb gisteren met Hedy een rooster gemaakt en ze heeft haar vrije vrijdag ingeleverd."
    told = fields("nl", text, Asked("opening", "what", "leader"))
    assert any(field in {"what", "cost"} for clause, field in told if "ingeleverd" in clause)
    assert all(field != "what" for clause, field in told if "rooster" in clause)


def test_what_was_done_beside_somebody_is_not_said_to_them_as_owning_up(tools: Tools) -> None:
    state = talk(tools, "nl", "Ik heb gisteren met Hedy een rooster gemaakt en ze heeft haar vrije vrijdag ingeleverd. Ik heb er niks over gezegd.").state
    assert "vrije vrijdag ingeleverd" in lines(state, "given")
    assert "rooster" not in lines(state, "put_right") + lines(state, "sentences")


@pytest.mark.parametrize(
    ("language", "text", "kept"),
    [
        ("nl", "Ja dat is waar, en Hedy heeft haar moeder laten wachten.", "Hedy heeft haar moeder laten wachten"),
        ("en", "That's true, and Hedy missed her son's match.", "Hedy missed her son's match"),
    ],
)
def test_a_yes_to_the_coach_is_no_part_of_what_is_told(language: Language, text: str, kept: str) -> None:
    told = fields(language, text, Asked("contributions", "cost", "leader", focus="Hedy"))
    assert any(kept in clause for clause, _ in told)
    assert not any("waar" in clause or "true" in clause for clause, field in told if field == "cost")


def test_our_before_a_name_goes_where_it_is_said_to_them() -> None:
    said = addressed("Onze Hedy pakt altijd de late diensten op", "Hedy", load_lexicon("nl"))
    assert said is not None and "onze" not in said.lower() and "pakt altijd de late diensten op" in said


@pytest.mark.parametrize(
    ("language", "told", "said"),
    [
        ("en", "My sister has a shop. I do her books every month, for free.", "I do your books every month"),
        ("en", "My sister has four kids and I picked them up from school every Tuesday.", "I picked them up"),
        ("nl", "Mijn zus heeft een bedrijf en ik doe elke maand haar boekhouding.", "Ik doe elke maand je boekhouding"),
    ],
)
def test_what_was_done_for_kin_is_said_to_them_and_not_of_their_children(tools: Tools, language: Language, told: str, said: str) -> None:
    state = talk(tools, language, told, audience="client").state
    assert said.lower() in lines(state, "sentences")


@pytest.mark.parametrize(
    ("language", "told", "said"),
    [
        ("nl", "Zij was er niet en ik heb haar diensten gedaan, mijn man deed het eten.", "ik heb haar diensten gedaan"),
        ("nl", "Karin was er niet, mijn zus deed het eten en ik heb haar diensten gedaan.", "ik heb haar diensten gedaan"),
    ],
)
def test_who_is_at_home_beside_it_is_not_the_one_it_was_done_for(tools: Tools, language: Language, told: str, said: str) -> None:
    state = talk(tools, language, told, audience="client").state
    assert said in lines(state, "sentences")


@pytest.mark.parametrize(
    ("told", "beside"),
    [
        ("Ik heb gisteren met Hedy een rooster gemaakt", True),
        ("I worked on the budget with her", True),
        ("Ik heb ruzie gemaakt met Hedy", False),
        ("I was too harsh with him", False),
        ("I lost my temper with her", False),
    ],
)
def test_only_work_beside_somebody_leaves_nothing_to_own_up_to(told: str, beside: bool) -> None:
    assert did_beside(told) is beside
