"""What somebody says of the page is carried out on the line it means, and on no other."""

from __future__ import annotations

from dataclasses import replace

import pytest

from coach.dialogue.lexicon import load_lexicon
from coach.dialogue.putting import open_talk
from coach.dialogue.review import Review, review
from coach.dialogue.state import REFER, BalanceRecord, Exchange, Field, Item, Language, State
from coach.dialogue.tools import Tools
from coach.dialogue.turn import take_turn
from coach.sheets.plan import plan_markdown

LINES: dict[Language, tuple[tuple[str, Field, str, str], ...]] = {
    "nl": (
        ("i1", "what", "deed acht keer de nachtdienst", "Lena"),
        ("i2", "cost", "haar zwemles ging niet door", "Lena"),
        ("i3", "came_back", "een taart van de afdeling", ""),
        ("i4", "promised", "dat ze in mei naar de cursus mocht", ""),
        ("i5", "came_back", "ze heeft met Pasen de balie gedaan", ""),
        ("i6", "what", "de voorraad geteld", "Omar"),
    ),
    "en": (
        ("i1", "what", "did eight night shifts", "Lena"),
        ("i2", "cost", "her swimming lesson was off", "Lena"),
        ("i3", "came_back", "a cake from the ward", ""),
        ("i4", "promised", "that she could go on the course in May", ""),
        ("i5", "came_back", "she ran the front desk at Easter", ""),
        ("i6", "what", "counted the stock", "Omar"),
    ),
}
TOLD = {"nl": "Haar zus moest toen oppassen.", "en": "Her sister had to mind the kids then."}


def page(language: Language) -> State:
    """Return a talk whose summary was just shown."""
    items = tuple(
        Item(i, field, text, "seen", 1, about, "", text)
        for i, field, text, about in LINES[language]
    )
    history = (
        Exchange(1, "contributions-5", TOLD[language], "answer_concrete", "…"),
        Exchange(2, "phrase:summary-question", "…", "answer_concrete", "…"),
    )
    return State(
        language, "leader", "repair", 2, BalanceRecord(items), "Lena", history=history, next_item=7
    )  # fmt: skip


def told(language: Language, text: str, state: State | None = None) -> Review:
    return review(state or page(language), text, load_lexicon(language))


def lines(done: Review) -> dict[str, Item]:
    return {i.id: i for i in done.state.record.items}


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("nl", "De taart hoort niet bij wat er terugkwam."),
        ("nl", "die taart mag eraf"),
        ("nl", "‘een taart van de afdeling’ klopt niet"),
        ("en", "The cake isn't something she got back, that was for everyone."),
        ("en", "there's a line about a cake that has nothing to do with it, please take that out"),
        ("en", "'a cake from the ward' is wrong"),
    ],
)
def test_only_the_line_that_is_named_comes_off(language: Language, text: str) -> None:
    done = told(language, text)
    assert set(lines(done)) == {"i1", "i2", "i4", "i5", "i6"}
    assert done.changed
    assert [i.id for i in done.state.struck] == ["i3"]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("nl", "bij wat er terugkwam staat dat ze met Pasen de balie deed, dat is omgekeerd"),
        ("en", "her running the front desk is under what came back, wrong way round"),
    ],
)
def test_a_line_the_wrong_way_round_is_what_was_given(language: Language, text: str) -> None:
    done = told(language, text)
    assert lines(done)["i5"].field == "what"
    assert len(lines(done)) == len(LINES[language])


@pytest.mark.parametrize(
    ("language", "text", "name", "field"),
    [
        ("nl", "De taart staat bij wat er terugkwam, dat is wat ik aanbied.", "i3", "offer"),
        ("nl", "De zwemles moet onder wat er terugkwam.", "i2", "came_back"),
        ("nl", "De zwemles hoort bij wat er terugkwam.", "i2", "came_back"),
        ("en", "The cake should be under what I offer.", "i3", "offer"),
        ("en", "The swimming lesson belongs under what came back.", "i2", "came_back"),
        ("en", "The swimming lesson goes with what came back.", "i2", "came_back"),
    ],
)
def test_a_line_goes_under_the_heading_they_name(
    language: Language, text: str, name: str, field: Field
) -> None:
    done = told(language, text)
    assert lines(done)[name].field == field
    assert len(lines(done)) == len(LINES[language])


@pytest.mark.parametrize(
    ("language", "line", "text", "heading"),
    [
        ("nl", "een beker, wat ik kan", "De beker hoort bij wat er terugkwam.", "Wat er terug"),
        ("en", "a mug, all I can give", "The mug belongs under what came back.", "What came"),
    ],
)
def test_the_page_leaves_a_line_under_the_heading_they_named(
    language: Language, line: str, text: str, heading: str
) -> None:
    state = page(language)
    item = Item("i7", "offer", line, "seen", 2, "", "", line)
    state = replace(state, record=BalanceRecord((*state.record.items, item)), next_item=8)
    assert line[2:] not in plan_markdown(state).split(f"**{heading}")[1].split("\n\n")[0]
    page_after = plan_markdown(told(language, text, state).state)
    assert line[2:] in page_after.split(f"**{heading}")[1].split("\n\n")[0]


@pytest.mark.parametrize(
    ("language", "text", "line"),
    [
        ("nl", "Onder toegezegd: een vaste dag thuis", "een vaste dag thuis"),
        ("en", "What I offer should say: I do the rota from May", "I do the rota from May"),
    ],
)
def test_what_is_written_out_for_a_heading_stands_there(
    language: Language, text: str, line: str
) -> None:
    done = told(language, text)
    assert line in {i.text for i in done.state.record.items if i.field in {"promised", "offer"}}
    assert set(lines(done)) >= {name for name, *_ in LINES[language]}


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("nl", "Omar heeft niets geteld, dat was allemaal Lena."),
        ("nl", "bij Omar staat wat Lena doet"),
        ("en", "Omar didn't count anything, that was all Lena."),
        ("en", "under Omar it says what Lena did"),
    ],
)
def test_what_stands_with_the_wrong_person_goes_to_the_right_one(
    language: Language, text: str
) -> None:
    assert lines(told(language, text))["i6"].about == "Lena"


@pytest.mark.parametrize(
    ("language", "text", "then"),
    [
        ("nl", "de cursus mag eraf", "nee, die moest er juist in"),
        ("en", "take the course out", "no, it should be on there"),
    ],
)
def test_what_came_off_by_mistake_comes_back(language: Language, text: str, then: str) -> None:
    done = told(language, text)
    assert "i4" not in lines(done)
    assert "i4" in lines(told(language, then, done.state))


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("nl", "De zus die moest oppassen staat er niet bij."),
        ("en", "You've left out her sister who had to mind the kids."),
    ],
)
def test_what_was_told_before_and_is_missed_goes_on_in_the_words_it_was_told(
    language: Language, text: str
) -> None:
    done = told(language, text)
    assert TOLD[language].rstrip(".") in {i.text for i in done.state.record.items}


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("nl", "De zus die moest oppassen staat er niet bij."),
        ("en", "You've left out her sister who had to mind the kids."),
    ],
)
def test_what_was_told_while_a_referral_stood_is_not_brought_onto_the_page(
    language: Language, text: str
) -> None:
    state = page(language)
    history = tuple(
        replace(e, question_id=REFER) if e.user == TOLD[language] else e for e in state.history
    )
    assert history != state.history
    done = told(language, text, replace(state, history=history))
    assert TOLD[language].rstrip(".") not in {i.text for i in done.state.record.items}


@pytest.mark.parametrize(
    ("language", "text"),
    [("nl", "de zwemles staat er niet bij"), ("en", "the swimming lesson is missing")],
)
def test_what_stands_there_already_is_pointed_out_and_not_doubled(
    language: Language, text: str
) -> None:
    done = told(language, text)
    assert [each.how for each in done.done] == ["there"]
    assert ("zwemles" in done.done[0].text) or ("swimming" in done.done[0].text)
    assert not done.changed


@pytest.mark.parametrize(
    ("language", "text", "line"),
    [
        ("nl", "correctie, negen keer", "deed negen keer de nachtdienst"),
        ("nl", "negen, niet acht", "deed negen keer de nachtdienst"),
        ("en", "sorry, nine night shifts", "did nine night shifts"),
        ("en", "nine, not eight", "did nine night shifts"),
    ],
)
def test_a_number_is_put_right_where_it_stands(language: Language, text: str, line: str) -> None:
    assert lines(told(language, text))["i1"].text == line


@pytest.mark.parametrize(
    ("language", "text"),
    [("nl", "Omar mist nog"), ("en", "And you've left Omar off altogether.")],
)
def test_somebody_who_is_missed_is_whom_the_talk_is_about(language: Language, text: str) -> None:
    assert told(language, text).state.focus == "Omar"


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("nl", "De rest is prima."),
        ("nl", "verder goed"),
        ("nl", "mist niks"),
        ("nl", "Klopt zo."),
        ("en", "Otherwise fine."),
        ("en", "Nowt missing. Ta."),
        ("en", "rest is reet"),
        ("en", "looks right"),
    ],
)
def test_the_rest_is_right_and_changes_nothing(language: Language, text: str) -> None:
    done = told(language, text)
    assert done.fine
    assert not done.changed


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("nl", "Ik zie geen pagina."),
        ("en", "I cannot see a page."),
        ("nl", "die regel over de fiets klopt niet"),
    ],
)
def test_what_means_no_line_changes_none(language: Language, text: str) -> None:
    done = told(language, text)
    assert done.said
    assert done.unclear
    assert not done.changed


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("nl", "Ze heeft ook nog drie leerlingen ingewerkt."),
        ("en", "She trained three starters as well."),
    ],
)
def test_a_plain_fact_is_left_to_the_reader(language: Language, text: str) -> None:
    done = told(language, text)
    assert not done.said
    assert not done.changed


TALK: dict[Language, tuple[str, ...]] = {
    "nl": (
        "Lena deed acht keer de nachtdienst.",
        "Ze kreeg een taart van de afdeling.",
        "Ik wil stoppen.",
    ),
    "en": ("Lena did eight night shifts.", "She got a cake from the ward.", "I want to stop."),
}


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("nl", "De taart mag eraf, de rest is prima."),
        ("en", "Take the cake out. The rest is fine."),
    ],
)
def test_after_that_is_all_the_coach_asks_for_no_more_lines(
    tools: Tools, language: Language, text: str
) -> None:
    state = open_talk(tools, language, "leader").state
    for said in TALK[language]:
        state = take_turn(tools, state, said).state
    outcome = take_turn(tools, state, text)
    assert "taart" not in " ".join(i.text for i in outcome.state.record.items)
    assert "cake" not in " ".join(i.text for i in outcome.state.record.items)
    assert outcome.state.history[-1].question_id == "phrase:goodbye-question"


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("nl", "Lena is geen mens, Lena is een stad."),
        ("en", "Lena isn't a person, Lena is a town."),
    ],
)
def test_who_is_no_person_is_forgotten_when_the_page_shows_it(
    tools: Tools, language: Language, text: str
) -> None:
    state = open_talk(tools, language, "leader").state
    for said in (*TALK[language], text):
        state = take_turn(tools, state, said).state
    assert "lena" in state.nobody
    assert not any(item.about == "Lena" for item in state.record.items)
