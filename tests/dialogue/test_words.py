"""What may be done with a person's words, and when it is left undone."""

from __future__ import annotations

import pytest

from coach.dialogue.address import addressed
from coach.dialogue.lexicon import load_lexicon
from coach.dialogue.state import LANGUAGES, Language
from coach.dialogue.words import (
    MOST_QUOTED,
    low,
    noun_groups,
    number_word,
    pieces,
    quote,
    span,
    spelled,
    swap,
)


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ("ze at niet meer mee", "ze at niet meer mee"),
        ("  ze at niet meer mee. ", "ze at niet meer mee"),
        ("'dank je wel'", "dank je wel"),
        ("z'n diensten waren lang", "z'n diensten waren lang"),
        ("nobody's asked him since", "nobody's asked him since"),
        ("one two three four five six", "one two three four five six"),
    ],
)
def test_two_to_six_words_are_quoted_as_they_stand(text: str, quoted: str) -> None:
    assert quote(text, load_lexicon("nl")) == quoted


@pytest.mark.parametrize(
    "text",
    [
        "stil",
        "ze at niet meer mee aan tafel",
        "one two three four five six seven",
        "ze zei ‘nee’ tegen mij",
        "(of zo iets)",
        "deed *alles* zelf",
        "een <b> ervan",
        "{who} deed het",
        "Ga ik niet over 🙃",
        "nee! echt niet",
        "",
    ],
)
def test_what_is_too_long_or_holds_marks_is_not_quoted(text: str) -> None:
    assert quote(text, load_lexicon("nl")) is None


def test_a_quotation_has_single_spaces() -> None:
    assert quote("the  report\twas   late", load_lexicon("en")) == "the report was late"


@pytest.mark.parametrize(
    ("language", "text", "swapped"),
    [
        ("nl", "over m'n limits", "over je limits"),
        ("nl", "mijn avonden en weekenden", "je avonden en weekenden"),
        ("nl", "onze vaste maandag", "jullie vaste maandag"),
        ("en", "my evenings", "your evenings"),
        ("en", "our Monday meeting", "your Monday meeting"),
    ],
)
def test_a_short_phrase_may_change_mine_into_yours(
    language: Language, text: str, swapped: str
) -> None:
    assert swap(text, load_lexicon(language)) == swapped


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("nl", "ik en mijn team"),
        ("nl", "mijn zes avonden in de week"),
        ("en", "I lost my evenings"),
        ("en", "my evenings and my whole weekend"),
    ],
)
def test_a_sentence_of_theirs_is_never_turned_round(language: Language, text: str) -> None:
    assert swap(text, load_lexicon(language)) is None


@pytest.mark.parametrize(
    ("language", "times", "hedged", "told"),
    [
        ("nl", ["sinds maart", "toen het druk was"], False, "sinds maart"),
        ("nl", ["toen het druk was"], False, None),
        ("nl", [], False, None),
        ("nl", ["vanaf februari", "tot en met juni"], True, "een maand of vijf"),
        ("nl", ["november", "februari"], True, "een maand of vier"),
        ("nl", ["vanaf februari", "tot en met juni"], False, "vanaf februari"),
        ("en", ["from January", "till March"], True, "about three months"),
        ("en", ["while it lasted", "in the spring"], False, "in the spring"),
        ("en", ["since a very long long time ago"], False, None),
    ],
)
def test_a_period_is_counted_only_when_two_months_are_unsure(
    language: Language, times: list[str], hedged: bool, told: str | None
) -> None:
    assert span(times, load_lexicon(language), hedged) == told


@pytest.mark.parametrize(
    ("language", "text", "told"),
    [
        ("nl", "6 zondagen", "zes zondagen"),
        ("nl", "23 zondagen", "23 zondagen"),
        ("nl", "6e keer", "6e keer"),
        ("en", "4 Sundays", "four Sundays"),
        ("en", "40 Sundays", "40 Sundays"),
    ],
)
def test_a_count_up_to_twenty_is_written_out(language: Language, text: str, told: str) -> None:
    assert spelled(text, load_lexicon(language)) == told


def test_a_number_stays_the_number_it_was() -> None:
    assert [number_word(n, load_lexicon("nl")) for n in ("1", "20", "21", "0", "310")] == [
        "één", "twintig", "21", "0", "310",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("language", "text", "told"),
    [
        ("nl", "ze kon haar vader niet meer op woensdag halen", "haar vader, op woensdag"),
        ("en", "she dropped choir on Thursdays", "choir, on Thursdays"),
        ("en", "in the end", None),
        ("nl", "ze kwam niet", None),
    ],
)
def test_a_thing_and_its_day_are_told_without_a_verb(
    language: Language, text: str, told: str | None
) -> None:
    assert pieces(text, load_lexicon(language)) == told


def test_noun_groups_keep_the_preposition_they_stood_with() -> None:
    told = noun_groups("een bos bloemen op vrijdag", load_lexicon("nl"))
    assert told == ["een bos bloemen", "op vrijdag"]


@pytest.mark.parametrize(
    ("language", "text", "told"),
    [
        ("nl", "Alle roosters", "alle roosters"),
        ("nl", "Marjan deed het", "Marjan deed het"),
        ("nl", "MT besloot", "MT besloot"),
        ("nl", "Maart was zwaar", "maart was zwaar"),
        ("en", "All of it", "all of it"),
        ("en", "Monday was hard", "Monday was hard"),
        ("en", "I did it", "I did it"),
    ],
)
def test_names_and_english_days_keep_their_capital(
    language: Language, text: str, told: str
) -> None:
    assert low(text, load_lexicon(language)) == told


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("text", ["", " ", "…", "🙂", "‘", "123", "\n", "?"])
def test_nothing_readable_gives_nothing_or_itself(language: Language, text: str) -> None:
    lexicon = load_lexicon(language)
    assert quote(text, lexicon) is None
    assert pieces(text, lexicon) is None
    assert addressed(text, "Anna", lexicon) is None
    assert low(text, lexicon) == text
    assert spelled(text, lexicon) == text


def test_six_words_is_the_most_that_is_quoted() -> None:
    assert MOST_QUOTED == 6
