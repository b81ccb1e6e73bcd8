"""A citation leads to the very sentence it leant on."""

from __future__ import annotations

from dataclasses import replace

from coach.web.passage import around, citation_label, marked
from coach.web.texts import texts_for
from tests.fakes.engine import CITATION, LIBRARY, QUOTE

NL = texts_for("nl")
TEXT = LIBRARY.documents["naming-contributions", "nl"].sections[0].text


def test_the_sentence_is_marked_and_nothing_else() -> None:
    found = marked(TEXT, QUOTE)
    assert found is not None
    assert f":yellow-background[{QUOTE}] Dat laatste" in found
    assert found.replace(":yellow-background[", "").replace("] Dat", " Dat") == TEXT


def test_a_sentence_that_changed_is_not_marked() -> None:
    assert marked(TEXT, "Deze zin staat er niet.") is None


def test_the_paragraphs_around_it_come_along() -> None:
    text = "een\n\ntwee\n\ndrie\n\nvier\n\nvijf"
    assert around(text, "drie") == "twee\n\ndrie\n\nvier"
    assert around(text, "een") == "een\n\ntwee"
    assert around(text, "weg") == text


def test_a_citation_is_called_by_its_guide_and_section() -> None:
    assert citation_label(LIBRARY, CITATION, NL) == "Benoem concreet wat er gegeven is: de kern"
    assert citation_label(LIBRARY, replace(CITATION, document="gone"), NL) == "gone"


def test_of_a_document_of_ones_own_that_is_gone_nothing_is_left_not_even_its_title() -> None:
    gone = replace(CITATION, document="own-rooster-10f28d")
    assert citation_label(LIBRARY, gone, NL) == "Een document dat er niet meer is"
