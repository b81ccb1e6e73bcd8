"""Documents of one's own: adding one, seeing it as it was read, keeping it, removing it."""

from __future__ import annotations

from contextlib import suppress
from typing import Literal

import streamlit as st

from coach.dialogue.state import AUDIENCES, LANGUAGES, Audience, Language
from coach.errors import DocumentNotFound, DocumentRefused
from coach.knowledge.formats import MOST_PAGES
from coach.knowledge.reading import LONGEST_TITLE, Draft
from coach.own_document import PAGE_BREAK, OwnDocument
from coach.records.documents import Documents
from coach.web.plain import line, paper
from coach.web.texts import Texts
from coach.web.visit import Visit

Place = Literal["desk", "phone"]  # beside the shelf, or in the drawer a phone opens

MOST_UPLOADED = 64  # MB the browser may send: what is over our own limit gets our own sentence
SHOWN = 350  # letters of what was read, at once
MOST_SHOWN = 40_000  # and when asked
DIALOG = "own_dialog"  # noted while one is open; drawing the whole page closes it
EVERY = 0.5  # seconds between two looks at how far the index is


def own_column(visit: Visit, place: Place) -> None:
    """Draw the place to add a document, what was read of one, and those that are kept."""
    texts, shelf = visit.texts, visit.shelf
    if shelf is None:
        st.info(texts("own.not_here"))
        return
    st.markdown(f":small[{texts('own.note')}]")
    draft = visit.noted("own_draft")
    if isinstance(draft, Draft):
        _draft(visit, shelf, draft, place)
    else:
        _choose(visit, place)
    _kept(visit, shelf, place)


def uploads(visit: Visit) -> int:
    """Return how many times this tab added a document or was done with one."""
    number = visit.noted("own_number")
    return number if isinstance(number, int) else 0


def own_state(visit: Visit, place: Place) -> None:
    """Draw what last became of a document, and how far the search is with it."""
    told = visit.noted("own_told")
    if isinstance(told, str):
        st.info(told)
    _progress(visit, place)


def name_chooser(texts: Texts) -> None:
    """Have the button that chooses a file speak the language of the page.

    Streamlit's says Upload in every language; theme.css puts these words in its place.
    """
    st.html(f"<style>.stApp,[data-testid=stDialog]{{--choose:'{texts('own.choose')}'}}</style>")


def forget_told(visit: Visit) -> None:
    """Say no more what became of a document: something else is going on."""
    visit.forget("own_told")


def open_drawer(visit: Visit) -> None:
    """Draw the same in a drawer, when the button of a phone asked for it."""
    if not visit.forget("own_drawer"):
        return
    visit.note(DIALOG, True)

    @st.dialog(
        visit.texts("library.own"),
        position="right",
        width=600,
        on_dismiss=lambda: visit.note(DIALOG, None),
    )
    def drawer() -> None:
        own_column(visit, "phone")

    drawer()


def confirm_removal(visit: Visit) -> None:
    """Ask once before a document goes, when that was chosen."""
    asked, shelf = visit.forget("own_remove"), visit.shelf
    if not isinstance(asked, tuple) or shelf is None:
        return
    identifier, title = asked
    texts = visit.texts
    visit.note(DIALOG, True)

    @st.dialog(texts("own.remove_title"), on_dismiss=lambda: visit.note(DIALOG, None))
    def confirm() -> None:
        st.markdown(texts("own.remove_text", title=line(title)))
        with st.container(horizontal=True):
            if st.button(texts("own.remove_yes"), key="remove_yes", type="primary"):
                with suppress(DocumentNotFound):  # gone already is what was wanted
                    shelf.remove(identifier)
                visit.engine.make_searchable()
                visit.note("own_told", texts("own.removed"))
                st.query_params.clear()
                st.rerun()
            if st.button(texts("own.remove_no"), key="remove_no"):
                st.rerun()

    confirm()


def _choose(visit: Visit, place: Place) -> None:
    texts = visit.texts
    with st.container(border=True, key=f"own_add_{place}", gap="xsmall"):
        name_chooser(texts)
        uploaded = st.file_uploader(
            texts("own.choose"),
            key=f"own_file_{place}_{uploads(visit)}",
            max_upload_size=MOST_UPLOADED,
        )
        st.markdown(f":small[:gray[{texts('own.kinds', pages=MOST_PAGES)}]]")
    refused = visit.noted("own_refused")
    if uploaded is not None:
        visit.forget("own_refused")
        forget_told(visit)
        waiting = st.empty()
        waiting.markdown(f":shimmer[{texts('own.reading')}]")
        try:
            visit.note("own_draft", visit.engine.read_upload(uploaded.getvalue(), uploaded.name))
        except DocumentRefused as error:
            visit.note("own_refused", (error.reason, uploaded.name))
        _next_upload(visit)
        _again(place)
    if isinstance(refused, tuple):
        reason, name = refused
        st.error(texts(f"own.refused.{reason}", name=line(name), pages=MOST_PAGES))


def _draft(visit: Visit, documents: Documents, draft: Draft, place: Place) -> None:
    texts = visit.texts
    with st.container(border=True, key=f"own_draft_{place}"):
        st.subheader(line(draft.name), anchor=False)
        st.markdown(texts("own.right"))
        _text(visit, draft, place)
        for told in _told(visit, draft):
            st.markdown(f":small[:gray[{told}]]")
        title = st.text_input(
            texts("own.title_label"), draft.title, key=f"own_title_{place}", max_chars=LONGEST_TITLE
        )
        language = st.segmented_control(
            texts("own.language_label"),
            LANGUAGES,
            default=draft.language,
            required=True,
            format_func=lambda each: texts(f"library.language_{each}"),
            key=f"own_language_{place}",
        )
        audience = st.pills(
            texts("own.audience_label"),
            AUDIENCES,
            selection_mode="multi",
            default=AUDIENCES,
            format_func=lambda each: texts(f"audience.{each}"),
            key=f"own_audience_{place}",
        )
        source = st.text_input(texts("own.source_label"), draft.name, key=f"own_source_{place}")
        document = _described(draft, title, language, audience, source)
        if _replaces(documents, document):
            st.markdown(texts("own.replaces"))
        with st.container(horizontal=True):
            if st.button(texts("own.keep"), key=f"own_keep_{place}", type="primary"):
                documents.keep(document)
                visit.engine.make_searchable()
                _end(visit, "own.kept")
            if st.button(texts("own.drop"), key=f"own_drop_{place}"):
                _end(visit, "own.dropped")


def _text(visit: Visit, draft: Draft, place: Place) -> None:
    """Draw how the text begins, and the rest of it folded away."""
    texts = visit.texts
    blocks = draft.text.replace(PAGE_BREAK, "").split("\n\n")
    first, length = 0, 0
    while first < len(blocks) and (first == 0 or length + len(blocks[first]) <= SHOWN):
        length += len(blocks[first])
        first += 1
    if 1 < first < len(blocks) and blocks[first - 1].startswith("#"):
        first -= 1  # a heading goes with what stands under it
    with st.container(border=True, key=f"own_text_{place}"):
        beginning, rest = "\n\n".join(blocks[:first]), "\n\n".join(blocks[first:])
        st.markdown(paper(beginning), anchors=False)
        if rest:
            with st.expander(texts("own.rest"), type="compact", key=f"own_rest_{place}"):
                st.markdown(paper(rest[:MOST_SHOWN]), anchors=False)
                if words := len(rest[MOST_SHOWN:].split()):
                    st.markdown(f":small[:gray[{texts('own.more', words=words)}]]")


def _described(
    draft: Draft,
    title: str,
    language: Language | None,
    audience: list[Audience],
    source: str,
) -> OwnDocument:
    return draft.document(title=title, language=language, audience=audience, source=source)


def _told(visit: Visit, draft: Draft) -> list[str]:
    """Return what was mended and what couldn't be read."""
    texts = visit.texts
    told = []
    if draft.repairs:
        shown = [
            texts("own.repair", before=line(before), after=line(after))
            for before, after in draft.repairs
        ]
        key = "own.repaired" if draft.repaired == len(shown) else "own.repaired_more"
        told.append(texts(key, repairs=", ".join(shown), count=draft.repaired))
    if draft.without_text:
        key = "own.without_text_one" if draft.without_text == 1 else "own.without_text"
        told.append(texts(key, count=draft.without_text, pages=draft.pages))
    return told


def _replaces(documents: Documents, document: OwnDocument) -> bool:
    same = (document.title, document.language)
    return any((each.title, each.language) == same for each in documents.documents())


def _end(visit: Visit, told: str) -> None:
    """Be done with what was read, close the drawer, and say what became of it."""
    visit.forget("own_draft")
    _next_upload(visit)
    visit.note("own_told", visit.texts(told))
    st.rerun()


def _progress(visit: Visit, place: Place) -> None:
    texts, engine = visit.texts, visit.engine

    @st.fragment(run_every=EVERY, key=f"own_watch_{place}")
    def watch() -> None:
        progress = engine.indexing
        if progress is None:
            if not visit.noted(DIALOG):  # drawing the page anew would close it
                st.rerun()
        else:
            with st.container(key=f"own_progress_{place}"):
                st.progress(progress.share, text=texts("own.indexing"))

    if engine.indexing is not None:
        watch()
    elif engine.is_behind:
        st.markdown(texts("own.behind"))
        if st.button(texts("own.again"), key=f"own_again_{place}"):
            engine.make_searchable()
            st.rerun()


def _kept(visit: Visit, documents: Documents, place: Place) -> None:
    texts = visit.texts
    kept = documents.documents()
    if not kept:
        st.markdown(f":small[:gray[{texts('own.none')}]]")
    for each in kept:
        with st.container(key=f"own_row_{place}_{each.id}", gap="xsmall"):
            if st.button(line(each.title), key=f"own_read_{place}_{each.id}", type="tertiary"):
                st.query_params.from_dict({"guide": each.id})
                st.rerun()
            language = texts(f"library.language_{each.language}")
            added = texts("own.added", date=texts.date(each.added))
            st.markdown(f":small[:gray[{language} · {added}]]")
            # The title is for readers, who hear the button without its row; theme.css hides it.
            if st.button(
                f"{texts('own.remove')}:small[: {line(each.title)}]",
                key=f"own_remove_{place}_{each.id}",
                type="tertiary",
            ):
                visit.note("own_remove", (each.id, each.title))
                st.rerun()


def _next_upload(visit: Visit) -> None:
    """Let go of the file: the next box is an empty one."""
    visit.note("own_number", uploads(visit) + 1)


def _again(place: Place) -> None:
    """Draw once more what changed: the drawer alone, or the page."""
    st.rerun(scope="fragment" if place == "phone" else "app")
