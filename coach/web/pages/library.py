"""The library: finding a guide by what is going on, and reading it."""

from __future__ import annotations

import math
import re

import streamlit as st

from coach.dialogue.state import Language
from coach.knowledge.document import Document
from coach.knowledge.library import Library
from coach.web.language import choose_language
from coach.web.passage import ARTICLE, kind, marked, sources
from coach.web.plain import line
from coach.web.scrolling import bring_mark_into_sight
from coach.web.texts import Texts
from coach.web.visit import Visit

WORDS_A_MINUTE = 200
KINDS = ("all", "guides", "article")


def show(visit: Visit) -> None:
    """Draw the guide the address names, or the list."""
    guide = st.query_params.get("guide")
    if guide:
        _read(visit, guide)
    else:
        _list(visit)


def minutes(document: Document) -> int:
    """Return how long reading `document` takes, in whole minutes, at least one."""
    words = sum(section.words for section in document.sections)
    return max(1, math.ceil(words / WORDS_A_MINUTE))


def summary(document: Document) -> str:
    """Return the first sentence of a document, without its marks, for its card."""
    text = document.sections[0].text if document.sections else ""
    first = next(
        (part for part in re.split(r"\n\s*\n", text) if not part.startswith(("#", ">"))), ""
    )
    sentence = re.split(r"(?<=[.!?])\s", first.replace("\n", " "), maxsplit=1)[0]
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
    shelf = [
        document
        for (_, language), document in sorted(library.documents.items())
        if language == visit.language and _is(document, chosen or "all")
    ]
    shelf.sort(key=lambda document: (document.id != ARTICLE, document.title))
    if query.strip():
        shelf = _found(visit, query, shelf)
    _cards(texts, shelf)


def _is(document: Document, chosen: str) -> bool:
    return chosen == "all" or (chosen == "article") == (document.id == ARTICLE)


def _found(visit: Visit, query: str, shelf: list[Document]) -> list[Document]:
    texts = visit.texts
    waiting = st.empty()
    if not visit.engine.ready:
        waiting.markdown(f":shimmer[{texts('library.waiting')}]")
    result = visit.engine.search(query, visit.language, 20)
    waiting.empty()
    order = list(dict.fromkeys(hit.document for hit in result.hits))
    found = [document for wanted in order for document in shelf if document.id == wanted]
    if not result.answerable:
        st.markdown(f"{texts('library.none')} {texts('library.nearest')}")
        return found[:3]
    count = len(found)
    words = texts("library.result") if count == 1 else texts("library.results", count=count)
    with st.container(key="count"):
        st.info(words)
    return found


def _cards(texts: Texts, shelf: list[Document]) -> None:
    if not shelf:
        st.info(texts("library.empty"))
        return
    grid = st.grid("auto", min_column_width=280, key="shelf")
    for document in shelf:
        with grid.container(border=True, key=f"shelf_{document.id}", gap="xsmall"):
            st.button(
                document.title,
                key=f"read_{document.id}",
                type="tertiary",
                on_click=_open,
                args=(document.id,),
            )
            st.markdown(f":small[{line(summary(document))}]")
            st.markdown(f":small[:gray[{texts('library.languages')} · {_time(texts, document)}]]")


def _time(texts: Texts, document: Document) -> str:
    count = minutes(document)
    return texts("library.minute") if count == 1 else texts("library.minutes", minutes=count)


def _open(guide: str) -> None:
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
    document = library.documents.get((guide, visit.language))
    if document is None:
        st.info(texts("library.missing"))
        return
    _document(document, library, texts, visit.language)


def _go_back(visit: Visit, talk: str | None) -> None:
    if talk:
        visit.note("talk", talk)
    st.query_params.clear()
    st.rerun()


def _document(document: Document, library: Library, texts: Texts, language: Language) -> None:
    st.title(document.title, anchor=False)
    st.markdown(f":small[:gray[{kind(document, texts)} · {_time(texts, document)}]]")
    quote = st.query_params.get("quote", "")
    with st.container(key="reading"):
        for section in document.sections:
            st.header(section.heading, anchor=False)
            st.markdown(marked(section.text, quote) or section.text, anchors=False)
    sources(document, library, texts)
    if quote:
        bring_mark_into_sight()
