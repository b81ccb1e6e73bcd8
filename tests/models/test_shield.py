"""The shield: what it hides stays hidden, comes back exactly, and is the same in every turn."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from coach.dialogue.state import Language
from coach.evaluation.shield import evaluate
from coach.models.shield import Shield, explanation

DATA = Path(__file__).parents[1] / "data"
FRAGMENTS = (
    "Anja", "anja", "Fatima el Amrani", "kees van der berg", "mevr. Jansen", "J. de Vries", "Roos", "Will", "wil",
    "Kees' ", "Sjoukjes", "zei", "met", "en", "de teamleider", "ik", ".", ",", "\n", " ", "Rabobank", "Jansen Techniek B.V.",
    "bij Stichting De Linde", "anna@firma.nl", "jan (at) firma . nl", "06-12345678", "+31 6 1234 5678", "111222333",
    "bsn 123456782", "NL91 ABNA 0417 1643 00", "Kerkstraat 12", "3511 ED Utrecht", "[PERSOON-1]", "[persoon 2]", "PERSON-3",
    "[TEKST-1]", "[", "]", "PERS", "E-MAIL-1", "'s", "Şeyma", "Ω", "🙂", "\\",
)  # fmt: skip
texts = st.lists(
    st.one_of(st.sampled_from(FRAGMENTS), st.sampled_from((" ", ". ")), st.text(max_size=4)),
    max_size=14,
).map("".join)
languages = st.sampled_from(("nl", "en"))


def cut(text: str, places: list[int]) -> Iterator[str]:
    """Yield `text` in pieces, cut at `places`, taken modulo its length."""
    ends = sorted({place % (len(text) + 1) for place in places} | {0, len(text)})
    for start, end in pairwise(ends):
        yield text[start:end]


@settings(deadline=None, derandomize=True, max_examples=150)
@given(texts, languages)
@example("PERSOON-1 en [persoon 1], Anja en [PERSOON-1]", "nl")
def test_what_was_hidden_comes_back_to_the_letter(text: str, language: Language) -> None:
    shield = Shield(language)
    assert shield.reveal(shield.hide(text).text) == text


@settings(deadline=None, derandomize=True, max_examples=150)
@given(st.lists(texts, max_size=4), languages)
def test_a_talk_hidden_turn_by_turn_comes_back_to_the_letter(
    turns: list[str], language: Language
) -> None:
    shield = Shield(language)
    hidden = [shield.hide(turn).text for turn in turns if "[" not in turn and "-" not in turn]
    kept = [turn for turn in turns if "[" not in turn and "-" not in turn]
    assert [shield.reveal(turn) for turn in hidden] == kept


@settings(deadline=None, derandomize=True, max_examples=150)
@given(texts, languages)
def test_hiding_twice_changes_nothing_more(text: str, language: Language) -> None:
    shield = Shield(language)
    once = shield.hide(text).text
    assert shield.hide(once).text == once


@settings(deadline=None, derandomize=True, max_examples=150)
@given(texts, languages)
def test_nothing_of_what_was_hidden_is_left(text: str, language: Language) -> None:
    hidden = Shield(language).hide(text)
    for words, _ in hidden.spans:
        if words not in {
            "wil",
            "will",
            "an",
            "ed",
        }:  # words of every sentence, hidden where they're names
            assert not re.search(rf"(?<!\w){re.escape(words)}(?!\w)", hidden.text), words


@settings(deadline=None, derandomize=True, max_examples=150)
@given(texts, st.lists(st.integers(0, 400), max_size=8), languages)
def test_pieces_of_a_stream_give_what_the_whole_gives(
    text: str, places: list[int], language: Language
) -> None:
    shield = Shield(language)
    hidden = shield.hide(text).text
    assert "".join(shield.reveal_stream(cut(hidden, places))) == text


def test_the_same_person_is_the_same_number_in_every_turn_and_after_a_restart() -> None:
    shield = Shield("nl")
    first = shield.hide("Fatima el Amrani draaide de nacht, met Joost.")
    assert first.text == "[PERSOON-1] draaide de nacht, met [PERSOON-2]."
    kept = json.loads(json.dumps(shield.as_dict()))
    again = Shield.from_dict(kept)
    later = again.hide("Ik heb fatima bedankt, en Joost niet. Fatima el Amrani was blij.")
    assert later.text == "Ik heb [PERSOON-1b] bedankt, en [PERSOON-2] niet. [PERSOON-1] was blij."
    assert again.reveal("[PERSOON-1] en [PERSOON-1b]") == "Fatima el Amrani en fatima"


def test_two_people_of_one_family_name_stay_two() -> None:
    shield = Shield("nl")
    hidden = shield.hide("Piet Jansen en Mies Jansen. Jansen belde.")
    assert hidden.text == "[PERSOON-1] en [PERSOON-2]. [PERSOON-3] belde."


@pytest.mark.parametrize(
    "bent",
    [
        "[PERSOON-1]", "[persoon-1]", "[Persoon 1]", "[ PERSOON – 1 ]", "[PERSON-1]", "[persoon_1]", "PERSOON-1",
        "[PERSOON-1",
    ],
)  # fmt: skip
def test_a_placeholder_that_a_model_bent_is_put_back(bent: str) -> None:
    shield = Shield("nl")
    shield.hide("Dank aan Marieke voor alles")
    assert shield.reveal(f"Wat gaf {bent}?") == "Wat gaf Marieke?"
    assert "".join(shield.reveal_stream(f"Wat gaf {bent}?")) == "Wat gaf Marieke?"


@pytest.mark.parametrize(
    ("language", "made_up", "shown"),
    [
        ("nl", "Vraag het [PERSOON-7] eens.", "Vraag het iemand eens."),
        ("nl", "Bel [TELEFOON-2].", "Bel …."),
        ("en", "Ask [person 12] at [ORGANISATION-3].", "Ask someone at the organisation."),
    ],
)
def test_a_placeholder_that_was_never_given_out_reaches_nobody(
    language: Language, made_up: str, shown: str
) -> None:
    assert Shield(language).reveal(made_up) == shown


def test_names_of_the_record_count_from_then_on_and_roles_do_not() -> None:
    text = "toen heeft roos de nachtdienst van gerdien gedaan, de teamleider niet"
    shield = Shield("nl", known=["Roos en Gerdien", "de nachtdienst", "de teamleider"])
    assert shield.hide(text).text == (
        "toen heeft [PERSOON-1] de nachtdienst van [PERSOON-2] gedaan, de teamleider niet"
    )


def test_who_was_named_once_is_known_where_the_name_stands_alone() -> None:
    shield = Shield("en")
    hidden = shield.hide("My colleague Zxaviora did it. ask zxaviora, or Zxaviora's boss.")
    assert "xaviora" not in hidden.text


def test_a_name_that_was_hidden_stays_hidden_also_when_it_is_typed_in_small_letters() -> None:
    shield = Shield("nl")
    shield.hide("Volgens Storm de Bakker klopte het rooster niet.")
    later = shield.hide("misschien is storm dat bij de bakker, en Bakker was boos").text
    assert "storm" not in later
    assert "bij de bakker" in later  # a family name that is a trade
    assert later.count("[PERSOON-1") == 2


def test_a_name_that_is_a_word_of_every_sentence_hides_no_sentence() -> None:
    shield = Shield("nl")
    assert shield.hide("Volgens Wil Bos klopte het.").text == "Volgens [PERSOON-1] klopte het."
    assert shield.hide("ik wil in mei iets terugdoen").spans == ()


def test_who_the_record_holds_counts_also_when_the_name_is_a_word() -> None:
    assert "Vlinder" not in Shield("nl", ["Vlinder"]).hide("Vlinder kreeg niks.").text
    assert Shield("nl", ["Vlinder"]).hide("Er zat een vlinder.").spans == ()
    assert Shield("nl", ["De nachtdienst"]).hide("De nachtdienst deed het.").spans == ()


@pytest.mark.parametrize(
    ("text", "hidden"),
    [
        ("Toen viel Xerwine uit.", ["Xerwine"]),
        ("Dat lag niet aan Ravenborst.", ["Ravenborst"]),  # two words that happen to make it up
        ("Toen viel de Vrijdagmiddagborrel uit.", []),
        ("Dat lag aan Werkdruk.", []),
    ],
)
def test_a_capital_within_a_sentence_is_a_names_unless_it_is_a_word(
    text: str, hidden: list[str]
) -> None:
    assert [words for words, _ in Shield("nl").hide(text).spans] == hidden


@pytest.mark.parametrize(
    ("text", "hidden"),
    [
        ("mevrouw de wit zei niets", ["de wit"]),
        ("meneer Bakker van de bakker", ["Bakker"]),
        ("Kees' rooster en Anja's dienst", ["Kees", "Anja"]),
        ("Sjoukjes moeder was ziek", ["Sjoukje"]),
        ("met anne-fleur gaat het wel", ["anne-fleur"]),
        ("Ik bel A.B. van den Heuvel-Smit straks", ["A.B. van den Heuvel-Smit"]),
        ("Will said it would do", ["Will"]),
        ("Will you say it", []),
        ("I hope Hope comes", ["Hope"]),
        ("I said so in May and June", []),
        ("I had nobody, says May.", ["May"]),
        ("Wil zei dat hij wil stoppen", ["Wil"]),
        ("Mark my words", []),
        ("de teamleider en de directeur", []),
        ("We werken met Scrum, Jira en Belbin in Utrecht", []),
        ("Maandag en dinsdag, na Pasen en in april", []),
        ("de planning doet quirine erbij", ["quirine"]),  # in no list, and spelled like a name
        ("de planning doet merel erbij", ["merel"]),  # a bird that nobody has at work
        ("de planning doet robin erbij", ["robin"]),  # behind what somebody does
        ("deffo, dunno, mwah, effe wachten", []),
        ("Vorig jaar heeft An alles gedaan, en dat kan an sich wel", ["An"]),
        ("Toen vroeg Van Leeuwarden of ze bleef", ["Van Leeuwarden"]),
        ("Van Leeuwarden wil er niets van horen", ["Van Leeuwarden"]),
        ("Van Leeuwarden weet ik niets", []),
        ("mevrouw van deventer belt elke week", ["van deventer"]),
        ("Grace, who runs the kitchen, said no to the rota", ["Grace"]),
        ("tell florence it's fine", ["florence"]),
        ("we rijden naar florence", []),
        ("als ik er zelf nooit bij ben", []),
    ],
)
def test_names_are_told_from_words(text: str, hidden: list[str]) -> None:
    language: Language = "en" if text.isascii() and " the " in f" {text} " or "I " in text else "nl"
    assert [
        words for words, kind in Shield(language).hide(text).spans if kind == "PERSON"
    ] == hidden


@pytest.mark.parametrize("language", ["nl", "en"])
def test_a_model_is_told_what_placeholders_are_in_the_form_they_have(language: Language) -> None:
    placeholder = Shield(language).hide("Ik sprak Fatima").text.split()[-1]
    assert placeholder in explanation(language)


@pytest.mark.parametrize("part", ["dev", "held"])
def test_the_shield_keeps_to_its_goals_on_our_labelled_texts(part: str) -> None:
    report = evaluate(DATA / f"shield.{part}.jsonl", lambda text, lang: Shield(lang).find(text))
    kinds = report["kinds"]
    assert kinds["PERSON"]["recall"]["mean"] >= FLOORS[part], report["missed"]
    for kind in ("EMAIL", "PHONE", "BSN", "IBAN"):
        assert kinds[kind]["recall"]["mean"] == 1.0, report["missed"]
    assert report["unchanged"]["mean"] >= 0.95, report["changed"]


FLOORS = {"dev": 0.98, "held": 0.95}
