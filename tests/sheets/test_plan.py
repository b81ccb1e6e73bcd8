"""The plan: what was told under its heading, what lacks left out or marked, nothing besides."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
import yaml

from coach.content import content_folder
from coach.dialogue.putting import open_talk
from coach.dialogue.state import (
    AUDIENCES,
    LANGUAGES,
    Audience,
    BalanceRecord,
    Field,
    Item,
    Language,
    OpenQuestion,
    Source,
    State,
    edit_item,
    remove_item,
)
from coach.dialogue.tools import Tools, load_tools
from coach.dialogue.turn import take_turn
from coach.settings import Settings
from coach.sheets.plan import plan_markdown

TEXTS = {
    language: yaml.safe_load(
        (content_folder("prompts") / f"sheets.{language}.yaml").read_text(encoding="utf-8")
    )
    for language in LANGUAGES
}


@pytest.fixture(scope="module")
def tools(tmp_path_factory: pytest.TempPathFactory) -> Tools:
    """Return the real parts of a talk."""
    return load_tools(Settings(data_dir=tmp_path_factory.mktemp("plan")))


def item(
    field: Field, text: str, about: str = "", source: Source = "seen", turn: int = 1,
    clause: str = "",
) -> Item:  # fmt: skip
    """Return one thing that was told."""
    name = f"i-{field}-{turn}-{text[:9]}"
    return Item(name, field, text, source, turn, about, "", clause or text)


def told(
    *items: Item, language: Language = "nl", audience: Audience = "leader", focus: str = "Marjan",
    open_questions: tuple[OpenQuestion, ...] = (),
) -> State:  # fmt: skip
    """Return the state of a talk in which `items` were told."""
    return State(
        language, audience, "closing", 9, BalanceRecord(items, open_questions), focus=focus
    )


def under(plan: str, heading: str) -> list[str]:
    """Return the lines below one heading; [] when the heading isn't there."""
    for part in plan.split("\n\n"):
        first, *rest = part.strip().split("\n")
        if first.startswith(f"**{heading}**"):
            return rest
    return []


def headings(plan: str) -> list[str]:
    """Return the headings of a plan, in order."""
    return re.findall(r"^\*\*(.+?)\*\*", plan, re.M)


DEED = item("what", "alle roosters gedaan", "Marjan", clause="Marjan heeft alle roosters gedaan")
HEADED: tuple[tuple[Field, str, str], ...] = (
    ("cost", "haar koor op donderdag", "given"),
    ("enabled", "de opening ging door", "given"),
    ("came_back", "een bos bloemen", "came_back"),
    ("said", "bedankt in het overleg", "came_back"),
    ("promised", "een cursus in het najaar", "put_right"),
    ("own_share", "daar heb ik niks mee gedaan", "put_right"),
    ("their_view", "ze vindt het wel best", "their_side"),
    ("offer", "een vrije vrijdag", "offer"),
    ("mandate", "de planning is van mij", "offer"),
    ("not_possible", "de opleiding staat stil", "not_possible"),
    ("wish", "geen drama", "wish"),
    ("habit", "elke maandag vijf minuten", "habit"),
    ("pattern", "vragen doen we zelden", "habit"),
    ("own_giving", "ik bel altijd terug", "own_side"),
    ("own_getting", "de planner dekt mij", "own_side"),
)


# What it cost them stands apart, and what they did or left themself is nobody's promise.
OF_A_CLIENT = {"cost": "cost", "own_share": "also"}


@pytest.mark.parametrize(("field", "text", "heading"), HEADED)
@pytest.mark.parametrize("audience", AUDIENCES)
def test_what_was_told_stands_under_its_heading_and_what_wasnt_has_none(
    audience: Audience, field: Field, text: str, heading: str
) -> None:
    heading = OF_A_CLIENT.get(field, heading) if audience == "client" else heading
    named = TEXTS["nl"]["headings"][heading]
    title = named[audience] if isinstance(named, dict) else named
    focus = "" if audience == "client" else "Marjan"
    with_it = plan_markdown(told(DEED, item(field, text, focus), audience=audience, focus=focus))
    without = plan_markdown(told(item("context", "het was herfst"), audience=audience, focus=focus))
    assert text.lower() in "\n".join(under(with_it, title)).lower()
    if heading != "given":
        assert text.lower() not in "\n".join(under(with_it, "Wat ik noem")).lower()
    assert title not in headings(without)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("audience", AUDIENCES)
def test_a_talk_with_nothing_in_it_gives_a_page_that_says_so(
    language: Language, audience: Audience
) -> None:
    plan = plan_markdown(told(language=language, audience=audience, focus=""))
    assert TEXTS[language]["nothing"] in plan
    assert TEXTS[language]["note"][audience] in plan
    assert headings(plan) == []


@pytest.mark.parametrize(
    ("source", "word"), [("seen", "gezien"), ("heard", "gehoord"), ("assumed", "vermoed")]
)
def test_every_line_says_how_it_is_known(source: Source, word: str) -> None:
    plan = plan_markdown(told(DEED, item("cost", "haar koor", "Marjan", source)))
    (line,) = [one for one in plan.split("\n") if "haar koor" in one.lower()]
    assert line.endswith(f"({word})")


def test_a_deed_keeps_its_name_its_time_and_what_came_on_top() -> None:
    turn = (
        item("what", "alle roosters gedaan", "Marjan", clause="Die heeft alle roosters gedaan"),
        item("when", "vanaf februari", "Marjan", clause="Die heeft alle roosters gedaan"),
        item("extra", "naast haar eigen routes", "Marjan"),
    )
    (line,) = under(plan_markdown(told(*turn)), "Wat ik noem")
    assert line == (
        "- Marjan heeft alle roosters gedaan, vanaf februari, naast haar eigen routes (gezien)"
    )


def test_two_people_stay_apart() -> None:
    plan = plan_markdown(
        told(
            DEED,
            item("cost", "haar koor", "Marjan"),
            item("what", "de storingen gedaan", "Samir", clause="Samir heeft de storingen gedaan"),
        )
    )
    given = under(plan, "Wat ik noem")
    assert [line.split()[1] for line in given] == ["Marjan", "Haar", "Samir"]
    asks = under(plan, "Wat ik nog niet weet, en aan wie ik het vraag")
    assert "- Samir: Wat heeft het je gekost?" in asks
    assert "- Marjan: Wat heeft het je gekost?" not in asks


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_isnt_known_is_a_question_to_whoever_knows(language: Language) -> None:
    texts = TEXTS[language]
    state = told(DEED, language=language, open_questions=(OpenQuestion("their_wish", "Marjan", 3),))
    asks = under(plan_markdown(state), texts["headings"]["to_ask"])
    assert f"- Marjan: {texts['ask']['cost']}" in asks
    assert f"- Marjan: {texts['ask']['their_wish']}" in asks
    assert len(asks) == len(set(asks))


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_offer_and_a_step_that_lack_stand_as_blanks_to_choose(language: Language) -> None:
    texts = TEXTS[language]
    plan = plan_markdown(told(DEED, language=language))
    assert under(plan, texts["headings"]["offer"]["leader"]) == [f"- {texts['blank_offer']}"]
    assert under(plan, texts["headings"]["step"]) == [texts["blank_step"]]
    assert "…" in texts["blank_offer"]
    assert "…" in texts["blank_step"]


def test_an_offer_that_was_made_leaves_no_blank() -> None:
    plan = plan_markdown(told(DEED, item("offer", "een vrije vrijdag")))
    assert under(plan, "Wat ik aanbied") == ["- Een vrije vrijdag"]
    assert TEXTS["nl"]["blank_offer"] not in plan


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("nl", "Als ze maandag binnenkomt, dan zeg ik het meteen"),
        ("en", "When she comes in on Monday, I'll say it straight away"),
    ],
)
def test_an_if_then_step_stands_as_it_was_said(language: Language, text: str) -> None:
    plan = plan_markdown(told(DEED, item("next_step", text), language=language))
    assert under(plan, TEXTS[language]["headings"]["step"]) == [f"{text}."]
    assert {"nl": "# Maandag: Marjan", "en": "# Monday: Marjan"}[language] in plan


def test_a_day_alone_is_completed_as_a_proposal() -> None:
    plan = plan_markdown(told(DEED, item("next_step", "donderdag heb ik een uur met haar")))
    lines = under(plan, "Mijn stap")
    assert lines[0] == "Donderdag heb ik een uur met haar."
    assert lines[1] in {TEXTS["nl"]["then_sentences"], TEXTS["nl"]["then_blank"]}
    assert "**Mijn stap** (voorstel)" in plan


def test_the_first_sentences_are_a_proposal_and_hold_no_but() -> None:
    state = told(
        item("what", "alle roosters gedaan", "Marjan", clause="Ze heeft alle roosters gedaan"),
        item("own_share", "Daar heb ik niks mee gedaan", clause="Daar heb ik niks mee gedaan"),
        item("own_share", "Ik zag het wel, maar ik zei niks", turn=2,
             clause="Ik zag het wel, maar ik zei niks"),
    )  # fmt: skip
    plan = plan_markdown(state)
    (line,) = under(plan, "Mijn eerste zinnen")
    assert line == "‘Je hebt alle roosters gedaan. Daar heb ik niks mee gedaan.’"
    assert "**Mijn eerste zinnen** (voorstel)" in plan


def test_a_client_gets_one_request_and_no_questions_for_others() -> None:
    state = told(
        item("what", "de website gebouwd", clause="Ik heb de website gebouwd"),
        item("cost", "mijn weekenden", clause="Het kostte mijn weekenden"),
        audience="client", focus="",
    )  # fmt: skip
    plan = plan_markdown(state)
    named = headings(plan)
    assert "Wat ik gegeven heb" in named
    assert "Mijn ene vraag" in named
    assert "Wat ik nog niet weet, en aan wie ik het vraag" not in named
    assert "De spiegelvraag voor het team" not in named
    assert "Ik heb de website gebouwd." in "\n".join(under(plan, "Mijn eerste zinnen"))


def test_the_mirror_question_for_the_team_is_there_once_something_was_named() -> None:
    assert under(plan_markdown(told(DEED)), "De spiegelvraag voor het team") == [
        f"- {TEXTS['nl']['mirror_question']}"
    ]


def test_markup_of_theirs_is_shown_and_not_obeyed() -> None:
    plan = plan_markdown(
        told(
            item("cost", "*haar* [koor](http://x) # <b>`", "Marjan"),
            item("came_back", "_taart_|x"),
        )
    )
    assert r"\*haar\* \[koor\](http://x) \# \<b\>\`" in plan.replace("Haar", "haar")
    assert r"\_taart\_\|x" in plan.lower()


def test_an_edited_line_and_a_removed_line_show_at_once() -> None:
    state = told(DEED, item("cost", "haar koor", "Marjan"))
    cost = state.record.items[1]
    edited = plan_markdown(edit_item(state, cost.id, "haar koor en de repetities", "heard"))
    assert "haar koor en de repetities (gehoord)" in edited.lower()
    removed = plan_markdown(remove_item(state, cost.id))
    assert "koor" not in removed


def test_the_plan_reads_nothing_but_the_record() -> None:
    state = told(DEED)
    talked = replace(state, turn=30, asked=("x",), used=("y",), closed=True, visited=("opening",))
    assert plan_markdown(state) == plan_markdown(talked)


REFERRED: tuple[tuple[Language, str, str, str], ...] = (
    ("nl", "Ik wil niet meer leven.", "leven", "Marjan heeft in mei alle roosters gedaan."),
    ("en", "I want to end my life.", "life", "Anna did the whole rota in May."),
    ("nl", "Mijn chef heeft me gisteren geslagen in het magazijn.", "geslagen",
     "Marjan heeft in mei alle roosters gedaan."),
    ("en", "My manager groped me in the stock room yesterday.", "groped",
     "Anna did the whole rota in May."),
)  # fmt: skip


@pytest.mark.parametrize(("language", "cry", "word", "deed"), REFERRED)
def test_what_was_referred_is_not_in_the_plan(
    tools: Tools, language: Language, cry: str, word: str, deed: str
) -> None:
    state = open_talk(tools, language, "leader").state
    state = take_turn(tools, state, deed).state
    referred = take_turn(tools, state, cry)
    assert referred.reply.act == "refer"
    assert referred.state.record == state.record
    assert word not in plan_markdown(referred.state)
    assert plan_markdown(referred.state) == plan_markdown(state)
