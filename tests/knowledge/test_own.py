"""A document of one's own becomes sections that can be cited, the same ones every time."""

from __future__ import annotations

from datetime import UTC, datetime

from coach.content import content_folder
from coach.errors import StoreError
from coach.knowledge.entries import entries_of
from coach.knowledge.library import Library, load_library
from coach.knowledge.own import LONGEST_SECTION, LiveLibrary, document_of, with_own
from coach.own_document import OWN, EmptyShelf, OwnDocument, new_id

ADDED = datetime(2026, 11, 1, tzinfo=UTC)


def own(text: str, title: str = "Afspraken", identifier: str = "own-afspraken-1") -> OwnDocument:
    return OwnDocument(identifier, "nl", title, ("leader",), "Overleg", text, ADDED)


def test_headings_make_sections_and_what_stands_before_them_has_the_title() -> None:
    document = document_of(own("Vooraf.\n\n## Inwerken\n\nEen.\n\n- twee\n\n### Inwerken\n\nDrie."))
    assert [(each.id, each.heading, each.text) for each in document.sections] == [
        ("afspraken", "Afspraken", "Vooraf."),
        ("inwerken", "Inwerken", "Een.\n\n- twee"),
        ("inwerken-2", "Inwerken", "Drie."),
    ]
    assert document.sections[1].heading_path == "Afspraken > Inwerken"
    assert document.sources == ("Overleg",)


def test_pages_make_sections_named_in_the_documents_language() -> None:
    document = document_of(own("Een.\n\n\f\n\n\f\n\nDrie."))
    assert [(each.id, each.heading) for each in document.sections] == [
        ("page-1", "Bladzijde 1"),
        ("page-3", "Bladzijde 3"),
    ]


def test_a_long_text_is_cut_between_paragraphs() -> None:
    paragraph = "woord " * 150
    document = document_of(own("\n\n".join([paragraph.strip()] * 7)))
    assert [each.heading for each in document.sections] == ["Deel 1", "Deel 2", "Deel 3", "Deel 4"]
    assert max(each.words for each in document.sections) <= LONGEST_SECTION + 2
    headed = document_of(own("## Kop\n\n" + "\n\n".join([paragraph.strip()] * 3)))
    assert [each.heading for each in headed.sections] == ["Kop", "Kop (2)"]


def test_an_id_that_means_something_in_a_guide_is_not_taken() -> None:
    document = document_of(own("## Example\n\nEen.\n\n## Sources\n\nTwee."))
    assert [each.id for each in document.sections] == ["on-example", "on-sources"]


def test_no_shipped_document_can_be_mistaken_for_ones_own() -> None:
    shipped = load_library(content_folder("knowledge"))
    assert not any(identifier.startswith(OWN) for identifier, _ in shipped.documents)
    assert new_id().startswith(OWN)
    assert new_id() != new_id()


def test_one_changed_passage_changes_one_passages_texts() -> None:
    text = "## Een\n\nEerste zin. Tweede zin.\n\n## Twee\n\nDerde zin."
    before = {each.embedding_text for each in entries_of(with_own(Library({}, {}), (own(text),)))}
    changed = own(text.replace("Derde", "Vierde"))
    after = {each.embedding_text for each in entries_of(with_own(Library({}, {}), (changed,)))}
    assert len(after - before) == 2  # the passage and its sentence


def test_the_library_stays_as_it_was_while_the_shelf_cannot_be_read(library: Library) -> None:
    class Shelf(EmptyShelf):
        broken = False

        def version(self) -> str:
            if self.broken:
                raise StoreError("The disk is gone.")
            return "1"

        def documents(self) -> tuple[OwnDocument, ...]:
            return (own("Een zin."),)

    shelf = Shelf()
    live = LiveLibrary(library, shelf)
    assert ("own-afspraken-1", "nl") in live.now().documents
    shelf.broken = True
    assert ("own-afspraken-1", "nl") in live.now().documents
