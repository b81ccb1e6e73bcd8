"""A turn is cut where a new verb begins, and every piece keeps its place in the text."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coach.dialogue.clauses import clauses, names_in, tokenise
from coach.dialogue.lexicon import load_lexicon
from coach.dialogue.state import LANGUAGES, Language
from coach.dialogue.word_forms import verb_kind

CUT: tuple[tuple[Language, str, list[str]], ...] = (
    ("nl", "Ze heeft de roosters gedaan, en haar man kookte.",
     ["Ze heeft de roosters gedaan", "en haar man kookte"]),
    ("nl", "Marjan deed de roosters en de planning.", ["Marjan deed de roosters en de planning"]),
    ("nl", "Ze stopte met koor omdat ze moest werken. Dat was zwaar.",
     ["Ze stopte met koor", "omdat ze moest werken", "Dat was zwaar"]),
    ("nl", "Ik zei niks; zij ook niet", ["Ik zei niks", "zij ook niet"]),
    ("nl", "Marjan deed alles terwijl Piet thuis zat", ["Marjan deed alles",
                                                        "terwijl Piet thuis zat"]),
    ("nl", "Ze werkte en bleef langer", ["Ze werkte", "bleef langer"]),
    ("nl", "Het was druk, dus ze bleef", ["Het was druk", "dus ze bleef"]),
    ("nl", "Eerst dit - dan dat.\nNieuwe regel", ["Eerst dit", "dan dat", "Nieuwe regel"]),
    ("nl", "Ja. Nee. Misschien.", ["Ja", "Nee", "Misschien"]),
    ("en", "She did the rota, and her husband cooked.",
     ["She did the rota", "and her husband cooked"]),
    ("en", "Anna did the rota and the planning.", ["Anna did the rota and the planning"]),
    ("en", "She dropped choir because she had to work. It was hard.",
     ["She dropped choir", "because she had to work", "It was hard"]),
    ("en", "I said nothing; nor did she", ["I said nothing", "nor did she"]),
    ("en", "She worked and stayed on", ["She worked", "stayed on"]),
    ("en", "She came but he went", ["She came", "but he went"]),
    ("en", "The planner left, which meant she did both",
     ["The planner left", "which meant she did both"]),
)  # fmt: skip


@pytest.mark.parametrize(("language", "text", "parts"), CUT)
def test_a_turn_is_cut_where_a_new_verb_begins(
    language: Language, text: str, parts: list[str]
) -> None:
    assert [c.text for c in clauses(text, load_lexicon(language))] == parts


def test_clauses_know_which_sentence_they_stand_in() -> None:
    parts = clauses("Ze bleef, want het was druk. Wij gingen.", load_lexicon("nl"))
    assert [(c.text, c.sentence) for c in parts] == [
        ("Ze bleef", 0), ("want het was druk", 0), ("Wij gingen", 1),
    ]  # fmt: skip


NAMES: tuple[tuple[Language, str, tuple[str, ...]], ...] = (
    ("nl", "Marjan is weg", ("Marjan",)),
    ("nl", "Bij Sjaan van de receptie lag alles", ("Sjaan",)),
    ("nl", "toen kwam Anna", ("Anna",)),
    ("nl", "Heeft Anna dat gedaan", ("Anna",)),
    ("nl", "Het was Ahmed", ("Ahmed",)),
    ("nl", "ons Riet hee da gedaon", ("Riet",)),
    ("nl", "Head of Design zei niets", ("Head of Design",)),
    ("nl", "De nachtploeg draaide zes zondagen", ()),
    ("nl", "Iedereen werkte hard", ()),
    ("nl", "Maandag was zwaar", ()),
    ("nl", "In Maart en April", ()),
    ("nl", "Het MT besloot", ()),
    ("nl", "Roosters zijn klaar", ()),
    ("nl", "Ik ben het zat", ()),
    ("nl", "Jan deed het", ("Jan",)),
    ("nl", "Daan moest weekenden draaien", ("Daan",)),
    ("nl", "Jan-Willem deed het", ("Jan-Willem",)),
    ("en", "Priya covered everything", ("Priya",)),
    ("en", "Sue did it", ("Sue",)),
    ("en", "It was Ahmed who stayed", ("Ahmed",)),
    ("en", "The night shift did six Sundays", ()),
    ("en", "Everyone worked hard", ()),
    ("en", "On Monday in May", ()),
    ("en", "I think so", ()),
    ("en", "Rotas were late", ()),
    ("en", "Tom has done the rota", ("Tom",)),
    ("en", "Ann was great", ("Ann",)),
    ("en", "Grace never left", ("Grace",)),
)


@pytest.mark.parametrize(("language", "text", "names"), NAMES)
def test_names_are_told_from_other_words(
    language: Language, text: str, names: tuple[str, ...]
) -> None:
    (clause,) = clauses(text, load_lexicon(language))
    assert names_in(clause) == names


KINDS: tuple[tuple[Language, str, list[str]], ...] = (
    ("nl", "Marjan heeft in maart haar vader niet gehaald",
     ["name", "auxiliary", "preposition", "month", "determiner", "word", "negation", "participle"]),
    ("nl", "De nachtploeg draaide 6 zondagen", ["determiner", "word", "verb", "number", "weekday"]),
    ("nl", "ze gaf niets aan haar", ["third", "verb", "negation", "preposition", "third"]),
    ("en", "she may cover for Tom in the spring",
     ["third", "auxiliary", "infinitive", "preposition", "name", "preposition", "determiner",
      "word"]),
    ("en", "I don't know", ["first", "auxiliary", "infinitive"]),
)  # fmt: skip


@pytest.mark.parametrize(("language", "text", "kinds"), KINDS)
def test_words_are_tagged_with_what_they_can_be(
    language: Language, text: str, kinds: list[str]
) -> None:
    assert [t.kind for t in tokenise(text, load_lexicon(language))] == kinds


@pytest.mark.parametrize(
    ("language", "word", "kind"),
    [
        ("nl", "gedaan", "participle"),
        ("nl", "draaide", "verb"),
        ("nl", "draaien", "infinitive"),
        ("nl", "besloot", "verb"),
        ("nl", "tafel", None),
        ("nl", "", None),
        ("en", "covered", "verb"),
        ("en", "doing", "participle"),
        ("en", "table", None),
    ],
)
def test_a_word_form_is_only_called_a_verb_when_it_can_be_one(
    language: Language, word: str, kind: str | None
) -> None:
    assert verb_kind(word, language) == kind


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("12/4 om 22:30, 50% extra", ["12/4", "om", "22:30", ",", "50%", "extra"]),
        ("z'n dienst", ["z'n", "dienst"]),
        ("Jan-Willem", ["Jan-Willem"]),
        ("R&D", ["R&D"]),
        ("m’n team", ["m’n", "team"]),
    ],
)
def test_numbers_dates_and_short_forms_stay_whole(text: str, words: list[str]) -> None:
    assert [t.text for t in tokenise(text, load_lexicon("nl"))] == words


@pytest.mark.parametrize("language", LANGUAGES)
@settings(deadline=None, derandomize=True, max_examples=150)
@given(
    text=st.text(max_size=120)
    | st.lists(
        st.sampled_from(["ze", "en", "omdat", "she", "and", "deed", "did", "Anna", ",", ".", "\n",
        "?",
                         "(", "'s", "’", "…", "-", "not", "niet", "6", "\u0301", "😀"]),
        max_size=30,
    ).map(" ".join)
)  # fmt: skip
def test_every_clause_and_word_keeps_its_place(language: Language, text: str) -> None:
    lexicon = load_lexicon(language)
    last = 0
    for clause in clauses(text, lexicon):
        assert text[clause.start : clause.end] == clause.text
        assert clause.start >= last
        assert clause.words
        for token in clause.tokens:
            assert text[token.start : token.end] == token.text
            assert clause.start <= token.start < token.end <= clause.end
        last = clause.end
