"""What is taken from a turn for the record: which piece, which field, whose, how it is known."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coach.dialogue.asked import Asked
from coach.dialogue.extract import Reading, read
from coach.dialogue.grammar import times_in
from coach.dialogue.lexicon import load_lexicon
from coach.dialogue.state import AUDIENCES, LANGUAGES, PHASES, Field, Language, Source
from tests.dialogue.promises import stands_in

ASKED: dict[Field, Asked] = {
    "who": Asked("contributions", "who"),
    "what": Asked("contributions", "what", focus="Marjan"),
    "cost": Asked("contributions", "cost", focus="Marjan"),
    "said": Asked("contributions", "said", focus="Marjan"),
    "came_back": Asked("return", "came_back", focus="Marjan"),
    "their_view": Asked("repair", "their_view", focus="Marjan"),
    "promised": Asked("repair", "promised", focus="Marjan"),
    "own_share": Asked("repair", "own_share", focus="Marjan"),
    "offer": Asked("repair", "offer", focus="Marjan"),
    "sentence": Asked("repair", "sentence", focus="Marjan"),
    "habit": Asked("reciprocity", "habit", focus="Marjan"),
    "own_giving": Asked("mirror", "own_giving", focus="Marjan"),
    "own_getting": Asked("mirror", "own_getting", focus="Marjan"),
    "next_step": Asked("closing", "next_step", focus="Marjan"),
}
CLIENT = Asked("contributions", "what", "client")


def taken(language: Language, text: str, asked: Asked) -> Reading:
    """Return what stands in `text`."""
    return read(text, asked, load_lexicon(language))


GIVEN: tuple[tuple[Language, Asked, str, dict[Field, str]], ...] = (
    ("nl", ASKED["who"],
     "Marjan heeft vanaf februari alle roosters gedaan, naast haar eigen routes.",
     {"what": "alle roosters gedaan", "when": "vanaf februari",
      "extra": "naast haar eigen routes"}),
    ("en", ASKED["who"], "Priya covered the night shift from March to June, on top of her own job.",
     {"what": "covered the night shift from March to June", "when": "from March to June",
      "extra": "on top of her own job"}),
    ("nl", ASKED["who"], "gerda", {"who": "gerda"}),
    ("nl", ASKED["who"], "De nachtploeg.", {"who": "De nachtploeg"}),
    ("en", ASKED["who"], "the night shift", {"who": "the night shift"}),
    ("en", ASKED["who"], "It's Tom.", {"who": "Tom"}),
    ("nl", ASKED["cost"], "Ze at niet meer mee thuis.", {"cost": "Ze at niet meer mee thuis"}),
    ("nl", ASKED["cost"], "Haar koor op donderdag.",
     {"cost": "Haar koor op donderdag", "when": "donderdag"}),
    ("nl", ASKED["cost"], "Ze zei dat ze niet meer slaapt.", {"cost": "ze niet meer slaapt"}),
    ("nl", ASKED["cost"], "Ik heb van haar man gehoord dat ze slecht slaapt.",
     {"cost": "ze slecht slaapt"}),
    ("en", ASKED["cost"], "She had to drop choir on Thursdays.",
     {"cost": "She had to drop choir on Thursdays", "when": "Thursdays"}),
    ("en", ASKED["cost"], "I think she gave up her allotment.",
     {"cost": "she gave up her allotment"}),
    ("nl", ASKED["came_back"], "Een bos bloemen.", {"came_back": "Een bos bloemen"}),
    ("en", ASKED["came_back"], "A gift card at Christmas.",
     {"came_back": "A gift card at Christmas"}),
    ("nl", ASKED["promised"], "Ik heb haar een cursus beloofd, die is nooit gekomen.",
     {"promised": "Ik heb haar een cursus beloofd, die is nooit gekomen"}),
    ("en", ASKED["promised"], "I promised her a course and it never came.",
     {"promised": "I promised her a course and it never came"}),
    ("nl", ASKED["said"], "Ik heb haar een cursus beloofd.",
     {"promised": "Ik heb haar een cursus beloofd"}),
    ("nl", ASKED["own_share"], "Daar heb ik toen niks mee gedaan.",
     {"own_share": "Daar heb ik toen niks mee gedaan"}),
    ("en", ASKED["own_share"], "I never did anything with it.",
     {"own_share": "I never did anything with it"}),
    ("nl", ASKED["their_view"], "Ze voelt zich niet gezien.",
     {"their_view": "Ze voelt zich niet gezien"}),
    ("nl", ASKED["offer"], "Een vrije vrijdag kan ik geven.",
     {"offer": "Een vrije vrijdag kan ik geven"}),
    ("nl", ASKED["offer"], "Daar gaat het hoofdkantoor over.",
     {"not_possible": "Daar gaat het hoofdkantoor over"}),
    ("nl", ASKED["offer"], "Aan het loon kan ik niks doen.",
     {"not_possible": "Aan het loon kan ik niks doen"}),
    ("en", ASKED["offer"], "Pay isn't mine to decide.",
     {"not_possible": "Pay isn't mine to decide"}),
    ("nl", ASKED["habit"], "Elke maandag vijf minuten benoemen wie wat deed.",
     {"habit": "Elke maandag vijf minuten benoemen wie wat deed"}),
    ("en", ASKED["habit"], "Every Monday we name one thing somebody did.",
     {"habit": "Every Monday we name one thing somebody did"}),
    ("nl", ASKED["own_giving"], "Ik geef vooral tijd aan de nieuwe mensen.",
     {"own_giving": "Ik geef vooral tijd aan de nieuwe mensen"}),
    ("en", ASKED["own_getting"], "My deputy gives me more than I give back.",
     {"own_getting": "My deputy gives me more than I give back"}),
    ("nl", ASKED["next_step"], "Als ze maandag binnenkomt, dan zeg ik het meteen.",
     {"next_step": "Als ze maandag binnenkomt, dan zeg ik het meteen"}),
    ("en", ASKED["next_step"], "When she comes in on Monday, I'll say it straight away.",
     {"next_step": "When she comes in on Monday, I'll say it straight away"}),
    ("nl", CLIENT, "Ik heb het hele jaar de nieuwsbrief gemaakt.",
     {"what": "de nieuwsbrief gemaakt", "when": "het hele jaar"}),
    ("en", CLIENT, "I built the website last year, in my own time.",
     {"what": "built the website last year", "when": "last year", "extra": "in my own time"}),
)  # fmt: skip


@pytest.mark.parametrize(("language", "asked", "text", "pieces"), GIVEN)
def test_an_answer_is_taken_for_what_it_tells(
    language: Language, asked: Asked, text: str, pieces: dict[Field, str]
) -> None:
    assert {p.field: p.text for p in taken(language, text, asked).found} == pieces


NO_FACTS: tuple[tuple[Language, Asked, str], ...] = (
    ("nl", ASKED["who"], "Iedereen heeft hard gewerkt."),
    ("nl", ASKED["what"], "Sinds wanneer doet Marjan dat?"),
    ("nl", ASKED["cost"], "Weet ik niet."),
    ("nl", ASKED["cost"], "Geen idee."),
    ("nl", ASKED["what"], "Ja. Klopt."),
    ("nl", ASKED["what"], ""),
    ("nl", ASKED["what"], "😀 … !"),
    ("en", ASKED["who"], "They all worked hard."),
    ("en", ASKED["what"], "Why do you ask?"),
    ("en", ASKED["cost"], "I don't know."),
    ("en", ASKED["cost"], "No idea."),
    ("en", ASKED["what"], "Yes, right."),
    ("en", ASKED["what"], "They all do their best."),
    ("nl", ASKED["what"], "Ze deden gewoon hun best."),
)


@pytest.mark.parametrize(("language", "asked", "text"), NO_FACTS)
def test_what_tells_nothing_gives_no_fact(language: Language, asked: Asked, text: str) -> None:
    assert {p.field for p in taken(language, text, asked).found} <= {"context"}


KNOWN: tuple[tuple[Language, Asked, str, Field, Source], ...] = (
    ("nl", ASKED["cost"], "Ze at niet meer mee.", "cost", "seen"),
    ("nl", ASKED["cost"], "Ze zei dat ze niet meer slaapt.", "cost", "heard"),
    ("nl", ASKED["cost"], "Ze slaapt waarschijnlijk slecht.", "cost", "assumed"),
    ("nl", ASKED["what"], "Tot juni, denk ik.", "when", "assumed"),
    ("nl", ASKED["their_view"], "Ze voelt zich niet gezien.", "their_view", "assumed"),
    (
        "nl",
        ASKED["promised"],
        "Mijn voorganger heeft haar een cursus beloofd.",
        "promised",
        "heard",
    ),
    ("nl", ASKED["promised"], "Ik heb haar een cursus beloofd.", "promised", "seen"),
    ("en", ASKED["cost"], "She dropped her choir.", "cost", "seen"),
    ("en", ASKED["cost"], "She told me she dropped her choir.", "cost", "heard"),
    ("nl", ASKED["cost"], "Hij gaf zijn tochten op, vertelde zijn vader.", "cost", "heard"),
    ("en", ASKED["cost"], "He gave up his sunday rides, said his father.", "cost", "heard"),
    ("en", ASKED["cost"], "She probably gave up her choir.", "cost", "assumed"),
    ("en", ASKED["promised"], "I promised her a course.", "promised", "seen"),
    ("en", ASKED["promised"], "My predecessor promised her a course.", "promised", "heard"),
)


@pytest.mark.parametrize(("language", "asked", "text", "field", "source"), KNOWN)
def test_how_it_is_known_is_seen_heard_or_assumed(
    language: Language, asked: Asked, text: str, field: Field, source: Source
) -> None:
    piece = taken(language, text, asked).first(field)
    assert piece is not None
    assert piece.source == source


def test_whose_it_is_goes_along_until_another_is_named() -> None:
    text = ("Marjan deed de roosters. Ze miste haar koor op donderdag. "
            "Samir deed de storingen. Hij miste de zwemles.")  # fmt: skip
    found = taken("nl", text, Asked("contributions", "what")).found
    assert {p.about for p in found if p.field in {"what", "cost", "when"}} == {"Marjan", "Samir"}
    assert [p.about for p in found if "koor" in p.clause.text] == ["Marjan"] * 2
    assert [p.about for p in found if "zwemles" in p.clause.text] == ["Samir"]


def test_who_said_it_is_kept_beside_it() -> None:
    piece = taken("nl", "Haar man zei dat ze niet meer slaapt.", ASKED["cost"]).found[0]
    assert piece.by == "Haar man zei"
    assert piece.text == "ze niet meer slaapt"
    assert piece.clause.text == "Haar man zei dat ze niet meer slaapt"


@pytest.mark.parametrize(
    ("language", "text", "times"),
    [
        (
            "nl",
            "Van februari tot en met juni, en in het weekend.",
            ["Van februari tot en met juni"],
        ),
        ("nl", "sinds de verhuizing", ["sinds de verhuizing"]),
        ("nl", "vorige winter", ["vorige winter"]),
        ("nl", "Altijd, eigenlijk.", []),
        ("nl", "Daar heb ik toen niks mee gedaan.", []),
        ("en", "From March to June she did it.", ["From March to June"]),
        ("en", "all last winter", ["all last winter"]),
        ("en", "Always, really.", []),
    ],
)
def test_a_time_is_one_you_could_find_in_a_calendar(
    language: Language, text: str, times: list[str]
) -> None:
    assert times_in(text, load_lexicon(language))[: len(times) or None] == times


def test_several_contributions_in_one_turn_are_all_taken() -> None:
    text = "Anna did the rota in May. Yusuf took every call-out all winter. Sue trained two people."
    found = taken("en", text, Asked("contributions", "who")).found
    assert [(p.about, p.text) for p in found if p.field == "what"] == [
        ("Anna", "the rota in May"),
        ("Yusuf", "took every call-out all winter"),
        ("Sue", "trained two people"),
    ]


@pytest.mark.parametrize("language", LANGUAGES)
@settings(deadline=None, derandomize=True, max_examples=120)
@given(
    words=st.lists(
        st.sampled_from(
            "Marjan Anna ze hij she they ik I de het the alle all roosters rota gedaan did heeft"
            " has niet not nooit never omdat because en and maar but . , ? ! ; : - … ‘ ’ mei May"
            " sinds since maandag Monday beloofd promised denk think zei said dat that weg gone"
            " 6 zes six koor choir haar her best moe tired team nachtdienst \n 😀 {x} [y] | als"
            " bloemen flowers if dan then".split(" ")
        ),
        max_size=28,
    ),
    phase=st.sampled_from(PHASES),
    field=st.sampled_from((None, *ASKED)),
    audience=st.sampled_from(AUDIENCES),
    focus=st.sampled_from(("", "Marjan")),
)
def test_every_piece_stands_in_the_turn(
    language: Language, words: list[str], phase: str, field: str | None, audience: str, focus: str
) -> None:
    text = " ".join(words)
    asked = Asked(phase, field, audience, focus)  # type: ignore[arg-type]
    reading = taken(language, text, asked)
    for piece in reading.found:
        assert piece.text.strip()
        for part in (piece.text, piece.clause.text, piece.by):
            assert stands_in(part, (text,))
        assert piece.about in {"", focus} or stands_in(piece.about, (text,))
    assert all(stands_in(person, (text,)) for person in reading.people)
    assert reading == taken(language, text, asked)
