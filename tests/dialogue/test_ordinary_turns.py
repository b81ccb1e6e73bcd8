"""What people ordinarily answer, read for what it is: a promise, a cost, one of several."""

from __future__ import annotations

import pytest

from coach.dialogue.putting import open_talk
from coach.dialogue.state import Audience, Language, Outcome
from coach.dialogue.tools import Tools
from coach.dialogue.turn import take_turn

DID: dict[Language, str] = {
    "nl": "Wendy doet sinds juni om het weekend de telefoon van de praktijk.",
    "en": "Wendy has done the practice phone every other weekend since June.",
}
COST: dict[Language, str] = {
    "nl": "Ze mist de zaterdagen met haar dochter.",
    "en": "She misses the Saturdays with her daughter.",
}


def talk(
    tools: Tools, language: Language, *texts: str, audience: Audience = "leader"
) -> Outcome:
    outcome = open_talk(tools, language, audience)
    for text in texts:
        outcome = take_turn(tools, outcome.state, text)
    return outcome


def told(outcome: Outcome, *fields: str) -> list[str]:
    return [i.text for i in outcome.state.record.items if i.field in fields]


@pytest.mark.parametrize(
    ("language", "text", "promise"),
    [
        ("en", "Two days off after the season. I said that in July.", "Two days off"),
        ("en", "And I told Wendy it would only be until we'd recruited.", "only be until"),
        ("nl", "Ik heb tegen Wendy gezegd dat het maar tot de zomer zou zijn.", "tot de zomer"),
    ],
)
def test_what_the_speaker_said_would_be_is_a_promise(
    tools: Tools, language: Language, text: str, promise: str
) -> None:
    outcome = talk(tools, language, DID[language], COST[language], text)
    assert any(promise in each for each in told(outcome, "promised"))


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "From December I can put Phil on the phones and take Wendy off altogether."),
        ("nl", "Vanaf december kan ik Phil op de telefoon zetten en haal ik Wendy er helemaal af."),
    ],
)
def test_what_somebody_can_take_off_another_stays_on_the_page(
    tools: Tools, language: Language, text: str
) -> None:
    before = talk(tools, language, DID[language], COST[language])
    after = take_turn(tools, before.state, text)
    assert {i.id for i in before.state.record.items} <= {i.id for i in after.state.record.items}


@pytest.mark.parametrize(
    ("language", "text", "now"),
    [
        ("en", "Actually, I said June, but it was July she started.", "since July"),
        ("nl", "Ik zei juni, maar het was juli dat ze begon.", "sinds juli"),
    ],
)
def test_what_was_said_before_and_was_otherwise_is_set_right(
    tools: Tools, language: Language, text: str, now: str
) -> None:
    outcome = talk(tools, language, DID[language], text)
    assert any(now in each for each in told(outcome, "what"))
    assert now in outcome.reply.text


@pytest.mark.parametrize(
    ("language", "texts", "asks"),
    [
        ("nl", (DID["nl"], COST["nl"], "Een fles wijn.", "Geen idee. Hoe vraag ik haar dat?"),
         "‘Wat zou voor jou iets terug zijn?’"),
        ("en", (DID["en"], COST["en"], "A bottle of wine.",
                "I don't know. How would I even ask her that?"),
         "‘What would count as something back for you?’"),
    ],
)  # fmt: skip
def test_how_to_ask_is_answered_with_what_to_ask(
    tools: Tools, language: Language, texts: tuple[str, ...], asks: str
) -> None:
    assert asks in talk(tools, language, *texts).reply.text


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("nl", "Wendy, ik zei juni en het is november, en ik ben er bij jou niet op teruggekomen."),
        ("en", "Wendy, I said June and it's November, and I never came back to you about it."),
    ],
)
def test_what_begins_with_their_name_and_speaks_to_them_is_said_to_them(
    tools: Tools, language: Language, text: str
) -> None:
    back = {"nl": ("Een fles wijn.", "Dat het gezien wordt."), "en": ("Wine.", "To be seen.")}
    outcome = talk(tools, language, DID[language], COST[language], *back[language], text)
    assert told(outcome, "sentence") == [text.rstrip(".")]


@pytest.mark.parametrize(
    ("language", "text"),
    [("nl", "Ploegbaas bij het groen. Zes man. Eentje zegt niks meer."),
     ("en", "Foreman, parks. Six of us. One's stopped talking.")],
)  # fmt: skip
def test_one_of_several_is_asked_for_by_name(tools: Tools, language: Language, text: str) -> None:
    outcome = talk(tools, language, text)
    assert "#one-of" in outcome.reply.blocks[-1]


def test_a_time_behind_om_cuts_nothing_short(tools: Tools) -> None:
    text = "Toen de oven stuk ging, is Mirjam drie weken om één uur 's nachts begonnen."
    assert "begonnen" in talk(tools, "nl", text).reply.text


@pytest.mark.parametrize(
    ("texts", "cost"),
    [
        (("Ik neem in de bakkerij steeds de nachten over.", "Sinds september.",
          "Mijn zwemavond met mijn zus, die sla ik nu altijd over."), "zwemavond"),
    ],
)  # fmt: skip
def test_what_a_client_skips_is_what_it_costs(
    tools: Tools, texts: tuple[str, ...], cost: str
) -> None:
    outcome = talk(tools, "nl", *texts, audience="client")
    assert any(cost in each for each in told(outcome, "cost"))


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("nl", "Ik kom terug op vorige week. Ik ben toch wel geschrokken van het lijstje."),
        ("en", "I'm coming back to last week. I was a bit shocked by the list."),
    ],
)
def test_how_a_client_comes_in_is_no_deed(tools: Tools, language: Language, text: str) -> None:
    assert told(talk(tools, language, text, audience="client"), "what", "cost") == []


@pytest.mark.parametrize(
    ("language", "text", "never"),
    [
        ("nl", "Dat zou ik haar moeten vragen.", "their_view"),
        ("en", "I'd have to ask her.", "their_view"),
    ],
)
def test_what_must_be_asked_of_them_is_kept_as_a_question(
    tools: Tools, language: Language, text: str, never: str
) -> None:
    back = {"nl": "Een fles wijn.", "en": "A bottle of wine."}[language]
    outcome = talk(tools, language, DID[language], COST[language], back, text)
    assert told(outcome, never) == []
    assert [o.key for o in outcome.state.record.open] == ["their_wish"]


@pytest.mark.parametrize(
    ("language", "did", "text"),
    [
        ("nl", "Ik neem in de bakkerij steeds de nachten over.", "Ik ben moe, elke dag."),
    ],
)
def test_how_it_makes_a_client_feel_is_what_it_costs_when_that_is_asked(
    tools: Tools, language: Language, did: str, text: str
) -> None:
    outcome = talk(tools, language, did, audience="client")
    since = {"nl": "Sinds juni.", "en": "Since June."}[language]
    while not outcome.state.history[-1].question_id.startswith("contributions-5"):
        outcome = take_turn(tools, outcome.state, since)
    assert told(take_turn(tools, outcome.state, text), "cost")
