"""A talk stays with whom it began with, whoever else is told of, kept for later, away or at home."""

from __future__ import annotations

import pytest

from coach.dialogue.state import Language
from coach.dialogue.tools import Tools
from tests.dialogue.talking import lines, talk

WARD = (
    "I run a ward. Since October Femi has been doing the off duty for me, mostly from home on her days off. Lorna, our HCA, stayed "
    "late loads of times to sit with confused patients. Now Femi's asked to drop to 30 hours."
)
SHOP = (
    "Ik run een fietsenwinkel. Sinds Wim in maart aan z'n knie geopereerd is doet Stefan alle leasereparaties erbij, ook op zijn vrije "
    "maandag. Dylan gaat intussen gewoon om 5 uur naar huis."
)
BAKER = "Koen van de broodafdeling brak begin september z'n enkel en sindsdien doet Fatima brood en zuivel. Nu doet Fatima kortaf tegen me."
SCHOOL = "Juf Annemiek heeft groep 7 er bij gehad naast haar werk. Marloes deed de kerstviering en het kamp in haar eentje."


def test_after_the_one_that_was_kept_the_talk_comes_back_to_whom_it_began_with(tools: Tools) -> None:
    turns = [WARD, "She gave up her Tuesday swimming with her boy.", "It's a taxi out of her own pocket, nine quid a go."]
    kept = talk(tools, "en", *turns[:2])
    assert kept.state.focus == "Lorna"
    back = talk(tools, "en", *turns)
    assert back.state.focus == "Femi"
    assert "Femi" in back.reply.question


@pytest.mark.parametrize(
    "told",
    ["Maar ik zou het liever eerst over Annemiek hebben, daar lig ik wakker van.", "Ik wil het over Annemiek hebben en niet over Marloes.",
     "Ik maak me zorgen om Annemiek."],
)  # fmt: skip
def test_whom_they_would_rather_speak_of_is_whom_it_is_about(tools: Tools, told: str) -> None:
    outcome = talk(tools, "nl", SCHOOL, "Ze is gestopt met het koor.", told)
    assert outcome.state.focus == "Annemiek"
    assert told.split(",")[0][:20].lower() not in outcome.reply.text.lower()  # it isn't given back as news
    assert all("over Annemiek" not in i.text for i in outcome.state.record.items)


@pytest.mark.parametrize(("told", "who"), [(SHOP, "Stefan"), (BAKER, "Fatima")])
def test_who_is_away_is_neither_spoken_of_first_nor_asked_anything(tools: Tools, told: str, who: str) -> None:
    outcome = talk(tools, "nl", told)
    assert outcome.state.focus == who
    assert not {"Wim", "Dylan", "Koen"} & {outcome.state.focus, *outcome.state.kept}


def test_going_home_on_time_is_no_gift(tools: Tools) -> None:
    assert all(i.about != "Dylan" for i in talk(tools, "nl", SHOP).state.record.items if i.field == "what")


def test_of_several_the_one_named_most_comes_first(tools: Tools) -> None:
    told = "Tom sorted the returns in his breaks. Dez opened the belt at 4am all December. Dez then did his own round. Dez hardly speaks to me now."
    outcome = talk(tools, "en", told)
    assert (outcome.state.focus, outcome.state.kept) == ("Dez", ("Tom",))


@pytest.mark.parametrize(
    ("language", "told"),
    [("nl", "Ze zei dat ze haar Jules, da's haar zoontje van 6, niet meer naar de zwemles kan doen."),
     ("en", "She can't take her Alfie, who's her son, to swimming any more.")],
)  # fmt: skip
def test_a_child_at_home_gave_nothing(tools: Tools, language: Language, told: str) -> None:
    first = {"nl": "Annelies doet elke dinsdag de cliënten in het buitengebied erbij.", "en": "Anna has done the outlying clients since May."}
    items = talk(tools, language, first[language], told).state.record.items
    assert not {"Jules", "Alfie"} & {i.about for i in items}


def test_a_title_before_a_first_name_makes_nobody_else_of_them(tools: Tools) -> None:
    assert talk(tools, "nl", SCHOOL).state.focus == "Annemiek"


def test_whom_they_lean_on_takes_the_words_from_nobody(tools: Tools) -> None:
    turns = [
        "Shift lead, parcel depot. Dez opened the belt at 4am every day from black friday to xmas. Kaz sorted the returns cage in her breaks.",
        "Said he hadn't seen her awake all december. And his back's gone.", "They got a bacon roll and a group text off me, nothing really.",
        "I told him he'd get first pick of the January leave, it never happened.", "Didn't fight it. Sent the text and left it.",
        "First week of May off, paid. I do that rota so it's mine to give.", "Dez, I promised you first pick of the leave and I didn't fight for it.",
        "Yes, that's right like that.", "I'd ask him in the cab on Monday before he goes out.", "Vans. I cover every sick round myself, every week.",
        "Kaz. Never told her.",
    ]  # fmt: skip
    outcome = talk(tools, "en", *turns)
    assert outcome.state.focus == "Dez"
    assert "first pick of the leave" in lines(outcome.state, "sentences")


def test_a_coachs_client_is_whom_it_is_about_and_nobody_named_beside_her(tools: Tools) -> None:
    told = (
        "Morgen heb ik een sessie met een cliënte, teamleider in een bakkerij. Zij springt al sinds mei zelf in als er iemand uitvalt. "
        "Een van haar bakkers, Mo, heeft de hele maand december doorgewerkt."
    )
    assert talk(tools, "nl", told, audience="coach").state.focus != "Mo"


@pytest.mark.parametrize(
    ("language", "turns", "focus"),
    [("nl", ("Het gaat over Karin. Ze draait elke zondag de late dienst.", "Ik zit met Ilse op kantoor, en zij zag het ook."), "Karin"),
     ("nl", ("Het gaat over Karin. Ze draait elke zondag de late dienst.", "We hadden het over Karin, maar nu wil ik het over Bea hebben."), "Bea"),
     ("en", ("It's about Rhona. She covered every Sunday.", "I was talking about Rhona, but it's really about Bea. Bea did the stock since May."), "Bea"),
     ("nl", ("Karin deed de hele maand de kas. Bea zag het, Bea zei niks, Bea deed ook wat.",), "Karin"),
     ("nl", ("Elke zondag zijn Karin en Bea tot middernacht gebleven.",), "Karin"),
     ("en", ("Rhona is his wife and she has covered every Sunday since March.",), "Rhona")],
)  # fmt: skip
def test_whom_it_is_about_is_heard(tools: Tools, language: Language, turns: tuple[str, ...], focus: str) -> None:
    assert talk(tools, language, *turns).state.focus == focus


@pytest.mark.parametrize(
    "told", ["Karin brak haar pols in maart en draaide toch elke zondag de late dienst.", "Ze brak haar pols in maart en draaide toch elke zondag de late dienst."]
)
def test_who_worked_on_with_a_broken_wrist_keeps_the_deed(tools: Tools, told: str) -> None:
    assert "late dienst" in lines(talk(tools, "nl", f"Het gaat over Karin. {told}").state, "given")
