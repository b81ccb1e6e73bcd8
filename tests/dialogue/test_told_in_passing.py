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


@pytest.mark.parametrize("said", ["dat was ik vergeten", "o en dat was ik vergeten te zeggen"])
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
