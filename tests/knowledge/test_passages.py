"""Passages: verbatim, whole sentences, near the length that is aimed at."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from coach.knowledge.document import Section
from coach.knowledge.entries import entries_of, passages_of
from coach.knowledge.library import Library
from coach.knowledge.passages import (
    TARGET_WORDS,
    Passage,
    passages,
    plain,
    sentence_spans,
    word_count,
)
from coach.knowledge.quoting import instructs, quotable, quote


def section(text: str) -> Section:
    """Return a section with this text."""
    return Section("core", "De kern", "Titel > De kern", text, "repair", "nl")


def sentences(text: str) -> list[str]:
    """Return the sentences of one line."""
    return [text[start:end] for start, end in sentence_spans(text)]


def test_every_passage_stands_verbatim_in_its_section(library: Library) -> None:
    found = passages_of(library)
    assert len(found) > 10
    assert all(passage.text in passage.section.text for passage in found)
    assert len({passage.id for passage in found}) == len(found)


def test_passages_together_hold_every_word_of_the_section(library: Library) -> None:
    for one in library.sections:
        text = re.sub(r"^###.*$", "", one.text, flags=re.M)
        assert " ".join(" ".join(p.text for p in passages(one)).split()) == " ".join(text.split())


def test_a_third_level_heading_begins_a_passage_and_joins_its_path(library: Library) -> None:
    steps = library.section("naming-contributions", "steps", "en")
    assert steps is not None
    assert [passage.heading_path for passage in passages(steps)] == [
        "Name what was given > Four steps > Pick one person",
        "Name what was given > Four steps > Say it aloud",
    ]


def test_short_paragraphs_share_a_passage_and_long_ones_are_cut_between_sentences() -> None:
    short = "Een korte alinea.\n\nNog een korte alinea."
    assert [passage.text for passage in passages(section(short))] == [short]
    long = " ".join(f"Dit is zin nummer {number} van een lange alinea." for number in range(60))
    found = passages(section(long))
    assert len(found) > 2
    assert all(word_count(passage.text) <= TARGET_WORDS for passage in found)
    assert all(re.fullmatch(r"Dit is zin .* alinea\.", passage.text) for passage in found)


def test_a_long_list_is_cut_between_its_items() -> None:
    items = [f"- Stap {number}: " + "woord " * 28 + "en klaar." for number in range(9)]
    found = passages(section("\n".join(items)))
    assert len(found) > 1
    assert all(passage.text.startswith("- Stap") for passage in found)
    assert "\n".join(passage.text for passage in found) == "\n".join(items)


def test_a_single_sentence_longer_than_a_passage_stays_whole() -> None:
    text = "woord " * 200 + "einde."
    assert [passage.text for passage in passages(section(text))] == [text]


def test_an_empty_section_has_no_passages() -> None:
    assert passages(section("")) == ()


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Doe het bijv. op dinsdag. Wacht dan.", 2),
        ("‘Dat was niet goed. Het spijt me.’ Daarna zwijg je.", 2),
        ("Ze kwam ’s avonds. De foto’s hingen er nog.", 2),
        ("In 1.49 keer zoveel gevallen, d.w.z. vaak. En toen?", 2),
        ("Wat deed zij? En jij! Goed…", 3),
        ("zonder punt", 1),
    ],
)
def test_a_stop_ends_a_sentence_only_where_it_does(text: str, count: int) -> None:
    assert len(sentences(text)) == count
    assert " ".join(sentences(text)) == text


def test_marks_are_left_out_of_what_is_embedded() -> None:
    marked = "> - **Wie** is een [mens](#x), geen `vakje`."
    assert plain(marked) == "Wie is een mens, geen vakje."
    passage = passages(section(marked))[0]
    assert passage.embedding_text == "Titel > De kern\nWie is een mens, geen vakje."


def test_a_quote_is_one_or_two_sentences_verbatim(library: Library) -> None:
    for passage in passages_of(library):
        words = quote([passage], lambda passage, number, text: 0.0)
        assert words
        assert words in passage.section.text
        assert 1 <= len(sentences(words)) <= 2


def test_the_quote_is_what_holds_most_of_the_question(library: Library) -> None:
    apology = library.section("repair", "apology", "nl")
    assert apology is not None
    passage = passages(apology)[0]
    words = quote([passage], lambda passage, number, text: float("vergeving" in text))
    assert words == "Om vergeving vragen hoeft niet."


def test_quotes_avoid_marks_and_openings_that_point_back() -> None:
    passage = passages(section("Dat helpt altijd erg goed hier. Noem één ding dat iemand deed."))[0]
    assert chosen(passage) == "Noem één ding dat iemand deed."
    passage = passages(section("- **Eerst** kies je één iemand uit.\n- Noem dan wat die deed."))[0]
    assert chosen(passage) == "Noem dan wat die deed."
    passage = passages(section("Gebruik deze gids als het vastloopt. Noem dan wat die deed."))[0]
    assert chosen(passage) == "Noem dan wat die deed."
    passage = passages(section("Haal één moment terug (5 minuten). Wees daarna even stil."))[0]
    assert chosen(passage) == "Wees daarna even stil."


def test_of_an_example_only_the_opening_stands_alone() -> None:
    text = "In een verzonnen praktijk helpt één zin.\n\nSanne haalt haar schouders op."
    told = replace(section(text), id="example")
    likes = quote(passages(told), lambda passage, number, text: 0.2 * ("Sanne" in text))
    assert likes == "In een verzonnen praktijk helpt één zin."


def test_what_to_do_is_no_answer_to_why() -> None:
    assert instructs("waarom een cijfer", "Vraag hooguit één keer om een cijfer.")
    assert instructs("What is an apology?", "Ask first.")
    assert not instructs("hoe vraag ik om een cijfer", "Vraag hooguit één keer om een cijfer.")
    assert not instructs("waarom een cijfer", "Een cijfer laat zien wat er al goed gaat.")


def chosen(passage: Passage) -> str:
    """Return what is quoted of a passage when nothing in it is nearer than the rest."""
    return quote([passage], lambda passage, number, text: 0.0)


def test_two_sentences_are_only_joined_within_a_paragraph() -> None:
    found = list(quotable("Eerste zin. Tweede zin.\n\nDerde zin."))
    assert found == [
        ((0,), "Eerste zin."),
        ((0, 1), "Eerste zin. Tweede zin."),
        ((1,), "Tweede zin."),
        ((2,), "Derde zin."),
    ]


def test_what_is_quotable_counts_sentences_as_the_passage_does(library: Library) -> None:
    for passage in passages_of(library):
        for numbers, text in quotable(passage.text):
            assert text.startswith(passage.sentences[numbers[0]])
            assert text.endswith(passage.sentences[numbers[-1]])


def test_every_passage_and_every_sentence_is_an_entry(library: Library) -> None:
    entries = entries_of(library)
    assert len({entry.id for entry in entries}) == len(entries)
    found = passages_of(library)
    assert sum(entry.sentence is None for entry in entries) == len(found)
    assert sum(entry.sentence is not None for entry in entries) == sum(
        len(passage.sentences) for passage in found
    )
