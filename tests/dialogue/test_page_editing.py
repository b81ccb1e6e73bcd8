"""What people ask of the page is done to the word; only what it then shows is said."""

from __future__ import annotations

from dataclasses import replace

import pytest

from coach.dialogue.changes import done_to_page
from coach.dialogue.lexicon import load_lexicon
from coach.dialogue.page.meant import norm
from coach.dialogue.page.page import page, title
from coach.dialogue.phrasebook import load_phrasebook
from coach.dialogue.review import Review, review
from coach.dialogue.state import (
    LANGUAGES,
    BalanceRecord,
    Exchange,
    Field,
    Item,
    Language,
    OpenQuestion,
    State,
    fixed,
)

LINES: dict[Language, tuple[tuple[str, Field, str, str], ...]] = {
    "nl": (
        ("i1", "what", "Nadia heeft sinds maart de avondroute gereden", "Nadia"),
        ("i2", "cost", "ze mist de koorrepetitie op dinsdag", "Nadia"),
        ("i3", "came_back", "een boekenbon van tien euro", ""),
        ("i4", "promised", "ik had beloofd dat ze in juni weer overdag mocht", ""),
        ("i5", "own_giving", "ik neem zelf elke avond de telefoon mee", ""),
        (
            "i6",
            "sentence",
            "Nadia, je rijdt de avondroute. Zoiets dan. Dat had ik niet mogen laten lopen.",
            "",
        ),
        ("i7", "next_step", "donderdag om tien uur", ""),
    ),
    "en": (
        ("i1", "what", "Nadia has driven the evening route since March", "Nadia"),
        ("i2", "cost", "she misses choir practice on Tuesdays", "Nadia"),
        ("i3", "came_back", "a ten pound book token", ""),
        ("i4", "promised", "I promised she could be back on days in June", ""),
        ("i5", "own_giving", "I take the phone home every evening myself", ""),
        (
            "i6",
            "sentence",
            "Nadia, you drive the evening route. Something like that. I let it run.",
            "",
        ),
        ("i7", "next_step", "Thursday at ten", ""),
    ),
}
TOLD = {
    "nl": "Ze heeft in april ook twee leerlingen ingereden.",
    "en": "She broke in two trainees in April as well.",
}


def talk(language: Language) -> State:
    """Return a talk whose page was just shown."""
    items = tuple(
        Item(i, f, text, "seen", 1, about, "", text) for i, f, text, about in LINES[language]
    )
    history = (
        Exchange(1, "contributions-5", TOLD[language], "answer_concrete", "…"),
        Exchange(2, "phrase:close-question", "…", "stop", "…"),
    )
    record = BalanceRecord(items, (OpenQuestion("their_wish", "Nadia", 1),))
    return State(
        language, "leader", "closing", 2, record, "Nadia", history=history, next_item=8, closed=True
    )


def said(language: Language, text: str, state: State | None = None) -> Review:
    return review(state or talk(language), text, load_lexicon(language))


def shown(state: State, key: str = "") -> str:
    """Return the words of the page, or of one part of it, as one normal text."""
    parts = [part for part in page(state) if not key or part.key == key]
    return " | ".join(norm(line.before + line.text) for part in parts for line in part.lines)


@pytest.mark.parametrize(
    ("language", "text", "gone", "stays"),
    [
        ("nl", "‘Zoiets dan’ moet uit mijn eerste zinnen.", "zoiets dan", "laten lopen"),
        (
            "en",
            "Take out 'Something like that' from the first sentences.",
            "something like that",
            "let it run",
        ),
        ("nl", "Mijn eigen kant hoeft er niet op.", "telefoon mee", "boekenbon"),
        ("en", "That whole section My own side can come off.", "phone home", "book token"),
        (
            "nl",
            "‘Nadia: Wat zou voor jou iets terug zijn?’ mag weg",
            "wat zou voor jou",
            "koorrepetitie",
        ),
        ("en", "Delete: a ten pound book token", "book token", "choir"),
        ("nl", "De boekenbon mag eraf en haal de telefoon weg.", "boekenbon", "koorrepetitie"),
    ],
)
def test_what_is_named_comes_off_and_the_rest_stays(
    language: Language, text: str, gone: str, stays: str
) -> None:
    assert gone in shown(talk(language))
    done = said(language, text)
    assert gone not in shown(done.state)
    assert stays in shown(done.state)
    assert not done.unclear


@pytest.mark.parametrize(
    ("language", "text", "key", "words"),
    [
        (
            "nl",
            "Mijn zin is: Nadia, ik had je overdag beloofd. Dat heb ik laten liggen.",
            "sentences",
            "nadia ik had je overdag beloofd dat heb ik laten liggen",
        ),
        (
            "en",
            "Please make the first sentences: Nadia, I promised you days. I let it slide.",
            "sentences",
            "nadia i promised you days i let it slide",
        ),
        (
            "nl",
            "De stap is: vrijdag bij de koffie, en dan vraag ik wat ze wil.",
            "step",
            "vrijdag bij de koffie en dan vraag ik wat ze wil",
        ),
        (
            "en",
            "For my step, I tell her on Friday before the first run.",
            "step",
            "i tell her on friday before the first run",
        ),
        (
            "nl",
            "Wat het kostte is haar dinsdagavond met het koor.",
            "given",
            "haar dinsdagavond met het koor",
        ),
        (
            "en",
            "What I offer should be: every other week on days",
            "offer",
            "every other week on days",
        ),
        (
            "nl",
            "bij boekenbon: een kaart van het hele team",
            "came_back",
            "een kaart van het hele team",
        ),
    ],
)
def test_what_is_dictated_stands_where_it_was_dictated_for(
    language: Language, text: str, key: str, words: str
) -> None:
    assert words in shown(said(language, text).state, key)


@pytest.mark.parametrize(
    ("language", "text", "day"),
    [
        ("nl", "Bovenaan staat donderdag, maar dat moet vrijdag zijn.", "Vrijdag"),
        ("en", "The date should be Friday.", "Friday"),
    ],
)
def test_another_day_is_the_title(language: Language, text: str, day: str) -> None:
    assert title(said(language, text).state).startswith(day)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("nl", "Nadia moet Samira zijn."),
        ("nl", "Het gaat niet om Nadia maar om Samira."),
        ("nl", "De vragen zijn voor Samira, niet voor Nadia."),
        ("en", "Not Nadia. It's Samira."),
        ("en", "Wherever it says Nadia it should be Samira."),
    ],
)
def test_who_was_taken_for_another_is_put_right_everywhere(language: Language, text: str) -> None:
    state = said(language, text).state
    assert {i.about for i in state.record.items if i.about} == {"Samira"}
    assert {o.about for o in state.record.open} == {"Samira"}
    assert state.focus == "Samira"


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("nl", "Die leerlingen in april mis ik nog."),
        ("en", "The two trainees in April are missing."),
    ],
)
def test_what_was_told_and_stands_nowhere_goes_on_as_it_was_told(
    language: Language, text: str
) -> None:
    assert norm(TOLD[language].split(" ", 1)[1]) in shown(said(language, text).state)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("nl", "De boekenbon staat bij wat er terugkwam. Dat is niet gebeurd."),
        ("en", "The book token is under what came back. That never happened."),
    ],
)
def test_what_never_came_was_promised(language: Language, text: str) -> None:
    state = said(language, text).state
    assert {i.field for i in state.record.items if i.id == "i3"} == {"promised"}


@pytest.mark.parametrize(
    ("language", "text", "how"),
    [
        ("nl", "Staat de boekenbon er nu op?", "there"),
        ("nl", "Staat de parkeerplaats er nu op?", "not-there"),
        ("en", "Is the book token on there now?", "there"),
        ("nl", "‘de parkeerplaats’ moet eraf", "gone"),
    ],
)
def test_whether_something_is_on_the_page_is_answered(
    language: Language, text: str, how: str
) -> None:
    done = said(language, text)
    assert [each.how for each in done.done] == [how]
    assert not done.changed


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("nl", "De regel over de hond klopt niet."),
        ("nl", "Mijn eerste zinnen kloppen niet."),
        ("nl", "Er is niks veranderd."),
        ("en", "The first sentences aren't right."),
        ("en", "The line about the dog isn't right."),
        ("en", "Nothing's changed."),
    ],
)
def test_what_isnt_clear_changes_nothing_and_is_said_back(language: Language, text: str) -> None:
    done = said(language, text)
    assert done.unclear
    assert shown(done.state) == shown(talk(language))


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_wrong_line_comes_back(language: Language) -> None:
    off = {"nl": "De boekenbon mag eraf.", "en": "Take the book token off."}[language]
    back = {
        "nl": "Je hebt de verkeerde weggehaald, zet die terug.",
        "en": "You took off the wrong line, put it back.",
    }[language]
    struck = said(language, off)
    assert "boekenbon" not in shown(struck.state) and "book token" not in shown(struck.state)
    assert shown(said(language, back, struck.state).state) == shown(talk(language))


ORDERS: dict[Language, tuple[str, ...]] = {
    "nl": (
        "‘een boekenbon’ mag weg",
        "De koorrepetitie hoort niet bij wat ik noem.",
        "Zet erbij: ze krijgt een vaste avond vrij",
        "tien moet twintig zijn",
        "‘tien’ moet ‘twintig’ zijn",
        "De boekenbon hoort bij wat ik aanbied.",
        "maart moet april zijn",
        "Haal de avondroute weg, de rest is goed.",
        "Onder beloofd: ze krijgt de vroege dienst",
    ),
    "en": (
        "'a ten pound book token' can go",
        "The choir practice doesn't belong there.",
        "Add: she gets one fixed evening off",
        "'ten' should be 'twenty'",
        "The book token belongs under what I offer.",
        "Take out the evening route, the rest is fine.",
        "Under promised: she gets the early shift",
        "change 'March' to 'April'",
        "Strike the phone.",
    ),
}


@pytest.mark.parametrize(
    ("language", "text"), [(lang, t) for lang in LANGUAGES for t in ORDERS[lang]]
)
def test_nothing_is_said_of_the_page_that_it_doesnt_show(language: Language, text: str) -> None:
    done = said(language, text)
    there = shown(done.state)
    for each in done.done:
        if each.how in {"off", "gone"}:
            assert norm(each.text) not in there
        elif each.text:
            words = norm(each.text).split()
            assert sum(word in there.split() for word in words) >= 0.7 * len(words)
    book = load_phrasebook(language)
    assert bool(done_to_page(done, book)) == bool(done.done)
    assert done.done or done.unclear or done.fine


@pytest.mark.parametrize("language", LANGUAGES)
def test_sentences_somebody_wrote_stand_whatever_else_is_told(language: Language) -> None:
    text = {"nl": "Mijn zin is: Nadia, dank je.", "en": "My sentence is: Nadia, thank you."}[
        language
    ]
    state = said(language, text).state
    more = Item(
        "i9",
        "own_share",
        "ik heb niks gezegd" if language == "nl" else "I said nothing",
        "seen",
        4,
        "",
        "",
    )
    later = replace(state, record=replace(state.record, items=(*state.record.items, more)))
    assert fixed(later, "sentences") and shown(later, "sentences") == shown(state, "sentences")


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("nl", "Bij mijn eigen kant wilde ik niets op de pagina."),
        (
            "nl",
            "Nee, nu staat het onder mijn eigen kant. Haal dat kopje ‘Mijn eigen kant’ maar weg.",
        ),
        ("en", "I wanted nothing under my own side."),
    ],
)
def test_a_heading_somebody_wants_nothing_under_goes(language: Language, text: str) -> None:
    done = said(language, text)
    assert not done.unclear
    assert "own_side" not in {part.key for part in page(done.state)}


def test_what_is_missed_and_stands_there_is_pointed_at() -> None:
    done = said("nl", "Ik mis wat het haar heeft gekost, de koorrepetitie.")
    assert [each.how for each in done.done] == ["there"]
    assert shown(done.state) == shown(talk("nl"))


@pytest.mark.parametrize(
    ("language", "text", "mark"),
    [
        ("nl", "De regel over de koorrepetitie moet gehoord zijn, niet gezien.", "gehoord"),
        ("nl", "Bij de koorrepetitie staat gezien, maar dat heb ik alleen gehoord.", "gehoord"),
        ("en", "The choir practice line should say heard, not seen.", "heard"),
        ("en", "The choir practice says seen, but I only heard it second hand.", "heard"),
        ("en", "The choir practice should say assumed.", "assumed"),
    ],
)
def test_where_a_line_comes_from_is_put_right(language: Language, text: str, mark: str) -> None:
    done = said(language, text)
    assert [(each.how, each.heading) for each in done.done] == [("marked", mark)]
    assert not done.unclear
    costs = [i for i in done.state.record.items if i.field == "cost"]
    assert [i.source for i in costs] == ["assumed" if mark == "assumed" else "heard"]


def test_what_was_taken_off_goes_where_it_belongs() -> None:
    done = said("en", "The book token isn't what came back. Belongs with what I put right.")
    assert [each.how for each in done.done] == ["moved"]


def test_an_order_never_becomes_a_sentence_to_say() -> None:
    text = "Could you put the Tuesday back in the opening, and take out ‘a ten pound book token’?"
    done = said("en", text)
    assert "take out" not in (fixed(done.state, "sentences") or "").lower()


@pytest.mark.parametrize(
    "text",
    [
        "It's table 3, not table 4.",
        "And it still says table 4, it's table 3.",
        "Change table 4 to table 3.",
    ],
)
def test_the_number_that_was_wrong_is_the_other_one(text: str) -> None:
    state = talk("en")
    item = Item("i8", "what", "Nadia laid table 4 again", "seen", 1, "Nadia", "", "")
    state = replace(state, record=BalanceRecord(items=(*state.record.items, item)))
    done = review(state, text, load_lexicon("en"))
    assert "Nadia laid table 3 again" in [i.text for i in done.state.record.items]
    again = review(done.state, "It still says table 4, it's table 3.", load_lexicon("en"))
    assert "Nadia laid table 3 again" in [i.text for i in again.state.record.items]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("nl", "De boekenbon was voor de stagiair, niet voor Nadia."),
        ("en", "The book token was for the trainee, not for Nadia."),
        ("en", "Take ‘a ten pound book token’ off."),
    ],
)
def test_what_was_for_somebody_else_goes_and_nobody_changes_name(
    language: Language, text: str
) -> None:
    done = said(language, text)
    assert [each.how for each in done.done] == ["off"]
    assert done.state.focus == talk(language).focus
    assert {i.about for i in done.state.record.items} == {"Nadia", ""}


def test_a_line_is_moved_that_is_quoted_with_both_headings() -> None:
    text = "The line ‘a ten pound book token’, move that from what came back to what I put right."
    assert [each.how for each in said("en", text).done] == ["moved"]


def test_what_is_quoted_for_a_heading_and_stands_nowhere_goes_under_it() -> None:
    done = said("en", "‘two trainees in April’ goes under what I name.")
    assert [each.how for each in done.done] == ["added"]
    assert not done.unclear
