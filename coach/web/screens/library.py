"""The library: finding a guide by what is going on, and reading it."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from textwrap import shorten

import streamlit as st

from coach.dialogue.state import LANGUAGES
from coach.knowledge.document import Document
from coach.knowledge.library import Library
from coach.knowledge.own import is_own
from coach.knowledge.search import Hit
from coach.web.language import choose_language
from coach.web.own_documents import (
    DIALOG,
    confirm_removal,
    forget_told,
    open_drawer,
    own_column,
    own_state,
    uploads,
)
from coach.web.passage import ARTICLE, READING, kind, sources, written
from coach.web.plain import line
from coach.web.scrolling import begin_at_top, bring_mark_into_sight
from coach.web.texts import Texts
from coach.web.visit import Visit

WORDS_A_MINUTE = 200
NEAR = 0.65  # of the best score: what is further off is merely on the shelf
LONGEST_SUMMARY = 140  # letters of what a document of one's own begins with
KINDS = ("all", "guides", "article", "own")


def show(visit: Visit) -> None:
    """Draw the guide the address names, or the list."""
    visit.forget(DIALOG)
    guide = st.query_params.get("guide")
    if guide:
        forget_told(visit)
        _read(visit, guide)
    else:
        _list(visit)
    confirm_removal(visit)


def minutes(document: Document) -> int:
    """Return how long reading `document` takes, in whole minutes, at least one."""
    words = sum(section.words for section in document.sections)
    return max(1, math.ceil(words / WORDS_A_MINUTE))


def summary(document: Document) -> str:
    """Return the first sentence of a document, without its marks, for its card."""
    text = next((section.text for section in document.sections if section.text), "")
    first = next(
        (part for part in re.split(r"\n\s*\n", text) if not part.startswith(("#", ">"))), ""
    )
    sentence = re.split(r"(?<=[.!?])\s", first.replace("\n", " "), maxsplit=1)[0]
    if is_own(document.id):
        return shorten(sentence.removeprefix("- "), LONGEST_SUMMARY, placeholder=" …")
    return re.sub(r"[*_`]|\[([^\]]*)\]\([^)]*\)", r"\1", sentence)


def _list(visit: Visit) -> None:
    texts = visit.texts
    with st.container(
        horizontal=True,
        horizontal_alignment="distribute",
        vertical_alignment="center",
        key="title_row",
    ):
        st.title(texts("library.title"), anchor=False, width="content")
        choose_language(visit)
    begin_at_top(uploads(visit))
    if visit.person is not None and visit.shelf is None:
        _shelf(visit)  # what the organisation added stands among the rest
        return
    shelf, beside = st.columns([2, 1], gap="large")
    with shelf:
        _shelf(visit)
        with st.container(key="own_open", gap="xsmall"):
            own_state(visit, "phone")
            st.button(
                texts("library.own_add"),
                key="own_open_drawer",
                icon=":material/upload:",
                width="stretch",
                on_click=visit.note,
                args=("own_drawer", True),
            )
    with beside, st.container(key="own_desk"):
        with st.container(key="own_title"):
            st.header(texts("library.own"), anchor=False)
        own_state(visit, "desk")
        own_column(visit, "desk")
    open_drawer(visit)


def _shelf(visit: Visit) -> None:
    texts = visit.texts
    query = st.text_input(
        texts("library.search_label"),
        key="search_library",
        placeholder=texts("library.search"),
        icon=":material/search:",
        label_visibility="collapsed",
        type="search",
    )
    chosen = st.pills(
        texts("library.kind"),
        KINDS,
        default="all",
        required=True,
        format_func=lambda each: texts(f"library.{each}"),
        key="kind",
        label_visibility="collapsed",
    )
    library = visit.engine.library()
    documents = [
        document
        for (_, language), document in sorted(library.documents.items())
        if (language == visit.language or is_own(document.id)) and _is(document, chosen or "all")
    ]
    documents.sort(key=_order)
    if query.strip():
        _found(visit, query, documents)
    elif documents:
        _cards(visit, [(document, None) for document in documents])
    else:
        st.info(texts("own.none" if chosen == "own" else "library.empty"))


def _order(document: Document) -> tuple[bool, bool, str]:
    """Return the place on the shelf: the article, the guides, then one's own."""
    return is_own(document.id), document.id != ARTICLE, document.title


def _is(document: Document, chosen: str) -> bool:
    kinds = {"own": is_own(document.id), "article": document.id == ARTICLE}
    return chosen == "all" or kinds.get(chosen, not any(kinds.values()))


def _found(visit: Visit, query: str, shelf: list[Document]) -> None:
    """Draw what answers `query`, each document once with the words that were found in it."""
    texts = visit.texts
    waiting = st.empty()
    if not visit.engine.ready:
        waiting.markdown(f":shimmer[{texts('library.waiting')}]")
    result = visit.engine.search(query, visit.language, 20)
    waiting.empty()
    best: dict[str, Hit] = {}
    for hit in result.hits:
        best.setdefault(hit.document, hit)
    by_id = {document.id: document for document in shelf}
    least = NEAR * max((hit.score for hit in best.values()), default=0)
    found = [
        (by_id[name], hit)
        for name, hit in best.items()
        if name in by_id and (hit.score >= least or not result.answerable)
    ]
    if not result.answerable:
        st.markdown(f"{texts('library.none')} {texts('library.nearest') if found else ''}")
        found = found[:3]
    else:
        count = len(found)
        words = texts("library.result") if count == 1 else texts("library.results", count=count)
        with st.container(key="count"):
            st.info(words)
    _cards(visit, found)


def _cards(visit: Visit, shelf: Sequence[tuple[Document, Hit | None]]) -> None:
    texts = visit.texts
    grid = st.grid("auto", min_column_width=280, key="shelf")
    for document, hit in shelf:
        with grid.container(border=True, key=f"shelf_{document.id}", gap="xsmall"):
            st.button(
                line(document.title),
                key=f"read_{document.id}",
                type="tertiary",
                on_click=_open,
                args=(visit, document.id, hit),
            )
            told = f"‘{hit.quote}’" if hit else summary(document)
            st.markdown(f":small[{line(told)}]")
            section = document.section(hit.section) if hit else None
            if section is not None:
                where = texts("library.found_in", heading=line(section.heading))
            else:
                where = _languages(texts, document)
            about = [where, _time(texts, document)]
            st.markdown(f":small[:gray[{' · '.join(about)}]]")


def _languages(texts: Texts, document: Document) -> str:
    if is_own(document.id):
        return texts(f"library.language_{document.language}")
    return texts("library.languages")


def _time(texts: Texts, document: Document) -> str:
    count = minutes(document)
    return texts("library.minute") if count == 1 else texts("library.minutes", minutes=count)


def _open(visit: Visit, guide: str, hit: Hit | None) -> None:
    visit.note(READING, (guide, hit.section, hit.quote) if hit else None)
    st.query_params.from_dict({"guide": guide})


def _read(visit: Visit, guide: str) -> None:
    texts, library = visit.texts, visit.engine.library()
    talk = st.query_params.get("talk")
    with st.container(
        horizontal=True,
        horizontal_alignment="distribute",
        vertical_alignment="center",
        key="title_row",
    ):
        if st.button(
            f":gray[{texts('library.back_talk' if talk else 'library.back')}]",
            key="back",
            icon=":material/arrow_back:",
            type="tertiary",
        ):
            _go_back(visit, talk)
        choose_language(visit)
    languages = sorted(LANGUAGES, key=lambda each: each != visit.language)
    if is_own(guide):  # one's own is there in one language, whatever the page speaks
        found = (library.documents.get((guide, each)) for each in languages)
        document = next((one for one in found if one is not None), None)
    else:
        document = library.documents.get((guide, visit.language))
    if document is None:
        st.info(texts("library.missing"))
        return
    _document(visit, document, library)


def _go_back(visit: Visit, talk: str | None) -> None:
    if talk:
        visit.note("talk", talk)
    st.query_params.clear()
    st.rerun()


def _place(visit: Visit, guide: str) -> tuple[str, str]:
    """Return the section and the sentence that led to `guide`; both empty when none did."""
    reading = visit.noted(READING)
    if isinstance(reading, tuple) and reading[0] == guide:
        return str(reading[1]), str(reading[2])
    return "", ""


def _document(visit: Visit, document: Document, library: Library) -> None:
    texts = visit.texts
    st.title(line(document.title), anchor=False)
    about = [kind(document, texts), _time(texts, document)]
    if is_own(document.id):
        about.insert(1, _languages(texts, document))
    st.markdown(f":small[:gray[{' · '.join(about)}]]")
    wanted, quote = _place(visit, document.id)
    with st.container(key="reading"):
        for section in document.sections:
            here = section.id == wanted
            with st.container(key="here" if here else f"part_{section.id}"):
                if section.heading != document.title:
                    st.header(line(section.heading), anchor=False)
                marked = quote if here or not wanted else ""
                st.markdown(written(section, section.text, marked), anchors=False)
    sources(document, library, texts)
    if is_own(document.id) and visit.shelf is not None:
        st.button(
            texts("own.remove"),
            key="remove_this",
            icon=":material/delete:",
            on_click=visit.note,
            args=("own_remove", (document.id, document.title)),
        )
    number = visit.screens(f"guide {document.id} {document.language} {wanted} {quote}")
    if wanted:
        bring_mark_into_sight(number)
    else:
        begin_at_top(number)
