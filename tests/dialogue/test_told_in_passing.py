"""What people tell in passing lands where it belongs: since when, who was away, who promised, what was said so."""

from __future__ import annotations

import pytest

from coach.dialogue.state import Audience, Language
from coach.dialogue.tools import Tools
from tests.dialogue.talking import lines, talk

KNEE = (
    "Sinds Rachid in november is uitgevallen met zijn knie heeft Jolanda zijn diensten er gewoon bij gedaan, elke derde "
    "week de nachten. Ze heeft daardoor haar lasopleiding een half jaar uitgesteld, dat vertelde ze me bij de koffie."
)
ARCH = (
    "I run the kitchen garden at a hotel. Since May Imogen has done the Saturday watering as well as her own beds, because "
    "the irrigation packed up. Also Colin did the whole wedding arch in June, on his day off."
)
VOUCHER = (
    "Verder kreeg ze een bon van 50 euro van Bas, onze regiomanager, en hij heeft haar toen beloofd dat ze in april een "
    "week extra vrij kon nemen. Dat is er niet van gekomen."
)
DEPOT = "sinds maart doe ik het chemisch depot erbij, want Henk zn certificaat was verlopen en niemand anders had t."


@pytest.mark.parametrize(
    "told",
    ["Since May Imogen has done the Saturday watering.", "Since the merger Imogen has done the watering.",
     "Since last summer Imogen has covered the phones."],
)  # fmt: skip
def test_since_opens_a_time_and_not_always_a_reason(tools: Tools, told: str) -> None:
    items = talk(tools, "en", told).state.record.items
    assert [i.about for i in items if i.field == "what"] == ["Imogen"]


@pytest.mark.parametrize(
    "told",
    [KNEE, "Sinds Rachid met zijn knie thuis zit doet Jolanda zijn diensten erbij.",
     "Nadat Rachid vorige maand met pensioen ging heeft Jolanda zijn klanten overgenomen."],
)  # fmt: skip
def test_who_is_away_gave_nothing_whatever_stands_between(tools: Tools, told: str) -> None:
    state = talk(tools, "nl", told).state
    assert state.focus == "Jolanda"
    assert {i.about for i in state.record.items if i.field in {"what", "cost"}} == {"Jolanda"}


def test_what_is_given_back_is_of_who_comes_first(tools: Tools) -> None:
    reply = talk(tools, "en", ARCH).reply.text
    assert "Imogen first" in reply
    assert "arch" not in reply
    assert "watering" in reply


def test_what_was_told_to_somebody_was_heard(tools: Tools) -> None:
    items = talk(tools, "nl", KNEE).state.record.items
    assert [i.source for i in items if i.field == "cost"] == ["heard"]
    assert all("vertelde" not in i.text for i in items)


def test_how_long_a_cost_took_is_no_length_of_the_deed(tools: Tools) -> None:
    said = talk(tools, "nl", KNEE, "Ik heb een keer gezegd dat het fijn was.", "Laat eens horen wat je hebt").reply.text
    assert "nachten, half jaar" not in said


def test_who_promised_is_named_where_a_pronoun_would_be_read_as_nobody(tools: Tools) -> None:
    state = talk(tools, "nl", KNEE, VOUCHER).state
    assert "bas heeft haar toen beloofd" in lines(state)


@pytest.mark.parametrize(
    ("language", "audience", "turns", "field", "said"),
    [
        ("nl", "client", (DEPOT, "mijn zaterdagen", "Wilco had gezegd dat ik per 1 juli de toeslag kreeg, 90 euro p/m."),
         "promised", "toeslag"),
        ("en", "client", ("I do the late runs as well since August.", "loads lol. I miss my lad's swimming.",
                          "he did say cheers like twice. and my boss promised me a day off in lieu for every 4 lates"),
         "came_back", "cheers"),
    ],
)  # fmt: skip
def test_a_client_is_heard_on_what_was_promised_and_said(
    tools: Tools, language: Language, audience: Audience, turns: tuple[str, ...], field: str, said: str
) -> None:
    items = talk(tools, language, *turns, audience=audience).state.record.items
    assert any(said in i.text for i in items if i.field == field)
    assert all("loads" not in i.text.split()[:1] for i in items)


def test_the_reason_a_client_did_it_isnt_what_is_given_back(tools: Tools) -> None:
    reply = talk(tools, "nl", "hoi, ik werk op de milieustraat", DEPOT, audience="client").reply.text
    assert "certificaat" not in reply


@pytest.mark.parametrize("said", ["oh ja dat was ik vergeten", "o en dat was ik vergeten te zeggen"])
def test_that_it_comes_late_is_no_line(tools: Tools, said: str) -> None:
    told = f"{said}, Wilco had gezegd dat ik per 1 juli de toeslag kreeg"
    assert "vergeten" not in lines(talk(tools, "nl", DEPOT, "mijn zaterdagen", told, audience="client").state)


@pytest.mark.parametrize(
    ("language", "turns", "said"),
    [
        ("nl", ("ik doe sinds maart het depot erbij", "mijn zaterdagen"), "hoezo, wat bedoel je?"),
        ("en", ("I do the late runs as well since August.", "my lad's swimming"), "erm what do you mean, come back?"),
    ],
)  # fmt: skip
def test_what_is_meant_is_asked_in_other_words(tools: Tools, language: Language, turns: tuple[str, ...], said: str) -> None:
    before = talk(tools, language, *turns, audience="client").reply
    after = talk(tools, language, *turns, said, audience="client").reply
    assert after.question.lower() != before.question.lower()
    assert after.act == "explain"


TEAM = (
    "Gerrit en Sjoerd zijn stoffeerders, Anouk doet de winkel, en Mo de magazijnkant. Gerrit ligt er vanaf 12 augustus uit "
    "met zn knie, dus Sjoerd legt alles alleen en Anouk is nu ook gaan inmeten bij mensen thuis."
)
RINK = (
    "Since the ice machine packed up in November Gaz has been coming in at 4am to scrape by hand. Petra does the birthday "
    "parties and nobody ever says anything. I told Gaz the new machine would be here by Christmas."
)


def test_what_somebodys_job_is_and_who_is_out_are_no_gifts(tools: Tools) -> None:
    state = talk(tools, "nl", TEAM, "Gerrit hoef je niks te vragen die ligt op de bank").state
    assert {i.about for i in state.record.items if i.field == "what"} == {"Sjoerd", "Anouk"}
    assert "winkel" not in lines(state)
    assert "gerrit" not in lines(state)


def test_nobody_says_anything_keeps_its_nobody(tools: Tools) -> None:
    assert "nobody ever says anything" in lines(talk(tools, "en", RINK).state, "came_back")


def test_another_hour_is_put_right_and_what_is_proposed_stays_a_proposal(tools: Tools) -> None:
    state = talk(tools, "en", RINK, "It was 5am not 4").state
    assert "at 5am" in lines(state, "given")
    assert "at 5am" in lines(state, "sentences")
    assert not state.fixed


def test_words_for_somebody_keep_the_fault_that_ends_them(tools: Tools) -> None:
    said = "To Gaz: you scraped that ice by hand and I let you hear it off the delivery lad, that was wrong of me"
    before = (
        "Gaz has been coming in at 4am to scrape by hand since November. I told Gaz the new machine would be here by Christmas.",
        "I kept saying Christmas. I didn't tell him till the new year, he heard it off the delivery lad",
        "to Gaz? I could hire a scraper from the rink in Bradford for six weeks, I've got about 900 left in my budget.",
    )
    assert "the delivery lad that was wrong of me" in lines(talk(tools, "en", *before, said).state, "sentences")


@pytest.mark.parametrize(
    "said", ["well I just told you, I promised her the bank holiday and then I took it back.",
             "No its fine, you'd just missed it. I can give her the whole half term week in october"],
)  # fmt: skip
def test_who_tells_it_again_isnt_told_how_to_change_a_line(tools: Tools, said: str) -> None:
    told = "Lorraine ended up doing the bins and the gas bottles since May. I promised her the bank holiday off and didnt give it."
    assert "line" not in talk(tools, "en", told, said).reply.text


@pytest.mark.parametrize(
    ("language", "told", "who"),
    [
        ("nl", "Anouk is ziek, Gerrit doet de kassa.", "Gerrit"), ("en", "Dave is off sick, Joan covers his rounds.", "Joan"),
        ("nl", "Anouk doet de winkel en hoef je niks te vragen, die doet het gewoon.", "Anouk"),
        ("en", "Joan is great. You don't need to ask Joan, she just does the rota for everybody.", "Joan"),
        ("en", "Joan fixes the pump nobody noticed was leaking.", "Joan"),
        ("nl", "Anouk met twee kinderen thuis draait elke nacht de telefoon.", "Anouk"),
    ],
)  # fmt: skip
def test_what_stands_beside_a_gift_doesnt_take_it_away(tools: Tools, language: Language, told: str, who: str) -> None:
    items = talk(tools, language, told).state.record.items
    assert who in {i.about for i in items if i.field == "what"}


def test_who_forgot_owns_up_to_it(tools: Tools) -> None:
    told = ("Joan has done the rota since May. I promised her a week off.", "I never put it in. I forgot and then I built a story.")
    items = talk(tools, "en", *told).state.record.items
    assert any("I forgot" in i.text for i in items if i.field == "own_share")


@pytest.mark.parametrize(
    ("language", "said"),
    [("nl", "verander de titel niet"), ("nl", "maak de titel korter"), ("en", "change the title please"),
     ("en", "the title should be shorter")],
)  # fmt: skip
def test_how_a_title_should_be_is_no_title(tools: Tools, language: Language, said: str) -> None:
    first = {"nl": "Gerrit doet sinds mei de kassa erbij.", "en": "Joan has covered the rounds since May."}[language]
    state = talk(tools, language, first, {"nl": "laat mijn pagina zien", "en": "show me my page"}[language], said).state
    assert "day" not in dict(state.fixed)
