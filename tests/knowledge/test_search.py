"""Search over a small library: what comes first, in which language, with which words."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from coach.dialogue.state import Language
from coach.errors import IndexUnavailable
from coach.knowledge.embedder import BundledEmbedder
from coach.knowledge.evidence import Weights
from coach.knowledge.lexical import Lexical
from coach.knowledge.library import Library
from coach.knowledge.search import Search


@pytest.mark.parametrize(
    ("query", "language", "document", "section"),
    [
        ("hoe zeg ik sorry zonder maar", "nl", "repair", "apology"),
        ("ik kan niet waarmaken wat ik heb toegezegd", "nl", "repair", "broken-promise"),
        ("iedereen bedanken valt dood", "nl", "naming-contributions", "when-to-use"),
        ("taking responsibility when you apologise", "en", "repair", "apology"),
        ("praise just to get the next thing done", "en", "naming-contributions", "pitfalls"),
    ],
)
def test_the_section_that_answers_comes_first(
    small: Search, query: str, language: Language, document: str, section: str
) -> None:
    first = small.search(query, language).hits[0]
    assert (first.document, first.section, first.language) == (document, section, language)


def test_every_quote_stands_in_the_section_it_names(small: Search) -> None:
    for query in ("hoe bedank ik iemand", "sorry zeggen", "what did it cost", "belofte", "x"):
        for language in ("nl", "en"):
            for hit in small.search(query, language).hits:
                section = small.passage(hit.document, hit.section, hit.language)
                assert section is not None
                assert hit.quote
                assert hit.quote in section.text


def test_a_section_comes_once_and_scores_fall(small: Search) -> None:
    hits = small.search("wat heeft het gekost", "nl", k=50).hits
    assert len({(hit.document, hit.section) for hit in hits}) == len(hits) == 7
    scores = [hit.score for hit in hits]
    assert scores == sorted(scores, reverse=True)
    assert all(0 <= score <= 1 for score in scores)


def test_k_bounds_the_hits(small: Search) -> None:
    assert len(small.search("wat heeft het gekost", k=2).hits) == 2


def test_a_query_in_one_language_is_answered_in_the_other_when_asked(small: Search) -> None:
    first = small.search("how do I say sorry without a but", "nl").hits[0]
    assert (first.section, first.language) == ("apology", "nl")
    assert "maar" in first.quote or "vergeving" in first.quote or "jouw deel" in first.quote


def test_without_a_preference_the_language_of_the_query_comes(small: Search) -> None:
    assert small.search("hoe zeg ik sorry zonder maar").hits[0].language == "nl"
    assert small.search("how do I apologise without a but").hits[0].language == "en"


def test_a_document_in_one_language_is_not_hidden(
    library: Library, embedder: BundledEmbedder, tmp_path: Path
) -> None:
    rest = {key: value for key, value in library.documents.items() if key != ("repair", "nl")}
    half = Library(rest, library.sources)
    search = Search.over(half, embedder, tmp_path)
    found = search.search("Hoe bied ik mijn excuses aan?", "nl").hits
    assert ("repair", "apology", "en") in {(h.document, h.section, h.language) for h in found[:3]}
    search.close()


def test_the_phase_tips_the_scale_but_hides_nothing(
    library: Library, embedder: BundledEmbedder, tmp_path: Path
) -> None:
    search = Search.over(library, embedder, tmp_path, Weights(phase=0.5))
    query = "hoe zeg ik sorry zonder maar"
    assert search.search(query, "nl", phase="repair").hits[0].document == "repair"
    tipped = search.search(query, "nl", phase="contributions").hits
    assert tipped[0].document == "naming-contributions"
    assert "repair" in {hit.document for hit in tipped}
    search.close()


def test_a_question_from_elsewhere_has_no_answer_here(
    library: Library, embedder: BundledEmbedder, tmp_path: Path
) -> None:
    elsewhere = ("hoe hoog is het minimumloon dit jaar", "recipe for pancakes")
    more = Library(library.documents, library.sources, elsewhere)
    search = Search.over(more, embedder, tmp_path)
    assert search.search("hoe zeg ik sorry zonder maar", "nl").answerable
    for query in ("wat is het minimumloon", "how do you make pancakes"):
        result = search.search(query, "nl")
        assert not result.answerable
        assert all(hit.document in ("repair", "naming-contributions") for hit in result.hits)
    search.close()


def test_a_question_leads_to_its_section_without_sharing_a_word(
    library: Library, embedder: BundledEmbedder, tmp_path: Path
) -> None:
    query = "mijn chauffeurs rijden weer een zondag door"
    questions: dict[tuple[str, str, Language], tuple[str, ...]] = {
        ("naming-contributions", "steps", "nl"): ("de vrachtwagens gaan ook in het weekend",),
        ("repair", "apology", "nl"): ("hoe bied ik excuses aan",),
    }
    more = Library(library.documents, library.sources, (), questions)
    search = Search.over(more, embedder, tmp_path)
    first = search.search(query, "nl").hits[0]
    assert (first.document, first.section) == ("naming-contributions", "steps")
    assert search.search(query).hits[0].language == "nl"
    search.close()


def test_the_audience_tips_the_scale_but_hides_nothing(
    library: Library, embedder: BundledEmbedder, tmp_path: Path
) -> None:
    search = Search.over(library, embedder, tmp_path, Weights(audience=0.5))
    query = "hoe zeg ik sorry zonder maar"
    assert search.search(query, "nl", audience="leader").hits[0].document == "repair"
    tipped = search.search(query, "nl", audience="coach").hits
    assert tipped[0].document == "naming-contributions"
    assert "repair" in {hit.document for hit in tipped}
    search.close()


def test_a_query_vector_that_is_there_is_used(small: Search, embedder: BundledEmbedder) -> None:
    query = "hoe zeg ik sorry zonder maar"
    vector = embedder.queries([query])[0]
    assert small.search(query, "nl", vector=vector) == small.search(query, "nl")
    other = small.search(query, "nl", vector=np.roll(vector, 1))
    assert other != small.search(query, "nl")


@pytest.mark.parametrize("query", ["", "   ", "\n\t", "\0\x07", "\u200b\u202e"])
def test_an_empty_query_finds_nothing(small: Search, query: str) -> None:
    result = small.search(query, "nl")
    assert (result.answerable, result.hits) == (False, ())


@pytest.mark.parametrize(
    "query", ["🙂🙂🙂", "???", "a" * 100_000, "hoe zeg ik sorry " * 5_000, "\ud800 sorry", "的"]
)
def test_odd_queries_are_answered_without_fuss(small: Search, query: str) -> None:
    assert len(small.search(query, "nl", k=3).hits) == 3


def test_same_query_same_answer(small: Search) -> None:
    assert small.search("waardering", "nl") == small.search("waardering", "nl")


def test_an_unknown_section_is_none(small: Search) -> None:
    assert small.passage("repair", "nothing-here", "nl") is None


def test_words_count_by_stem_and_by_how_telling_they_are() -> None:
    texts = [
        "gewaardeerd door het team",
        "het rooster van het team",
        "het overleg van de afdeling",
        "de planning voor de zomer",
    ]
    lexical = Lexical(texts, "nl")
    scores = lexical.scores(lexical.stems("waardering"))
    assert scores[0] > 0
    assert not scores[1:].any()
    assert lexical.weight(lexical.stems("rooster")[0]) > lexical.weight(lexical.stems("het")[0])
    both = lexical.scores(lexical.stems("waardering onbekendwoord"))
    assert 0 < both[0] < scores[0] <= 1


def test_a_library_without_a_language_still_answers(
    library: Library, embedder: BundledEmbedder, tmp_path: Path
) -> None:
    dutch = {key: value for key, value in library.documents.items() if key[1] == "nl"}
    only = Library(dutch, library.sources)
    search = Search.over(only, embedder, tmp_path)
    assert search.search("how do I apologise", "en").hits[0].language == "nl"
    search.close()


def test_a_closed_search_says_so(
    library: Library, embedder: BundledEmbedder, tmp_path: Path
) -> None:
    search = Search.over(library, embedder, tmp_path)
    search.close()
    with pytest.raises(IndexUnavailable):
        search.search("sorry", "nl")


def test_what_answers_a_question_too_comes_next_and_not_first(
    library: Library, embedder: BundledEmbedder, tmp_path: Path
) -> None:
    query = "mijn chauffeurs rijden weer een zondag door"
    questions: dict[tuple[str, str, Language], tuple[str, ...]] = {
        ("naming-contributions", "pitfalls", "nl"): (query, "alweer op zondag gereden"),
        ("naming-contributions", "when-to-use", "nl"): ("ze rijden door in het weekend",),
    }
    also: dict[tuple[Language, str], tuple[str, ...]] = {
        ("nl", text): ("repair",) for texts in questions.values() for text in texts
    }
    found = []
    for number, known in enumerate(({}, also)):
        more = Library(library.documents, library.sources, (), questions, known)
        weights = Weights(same_document=0)
        search = Search.over(more, embedder, tmp_path / str(number), weights)
        found.append(search.search(query, "nl").hits)
        search.close()
    without, with_it = ([hit.document for hit in hits] for hits in found)
    assert with_it[0] == without[0] == "naming-contributions"
    assert with_it[1] == "repair" != without[1]
    assert [hit.score for hit in found[1]] == sorted((h.score for h in found[1]), reverse=True)
