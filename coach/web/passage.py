"""Where a sentence comes from: the very passage the coach leant on, in a drawer over the talk."""

from __future__ import annotations

import re

import streamlit as st

from coach.dialogue.state import Citation, Language, Reply
from coach.knowledge.document import Document, Section
from coach.knowledge.library import Library
from coach.knowledge.own import is_own
from coach.sheets.question_sheet import Where
from coach.web.plain import line, paper, plain
from coach.web.texts import Texts
from coach.web.visit import Visit

ARTICLE = "silent-balance"
READING = "reading"  # the note of what is read: document, section, quote


def citation_label(library: Library, citation: Citation, texts: Texts) -> str:
    """Return what a citation is called under a reply: ‘Benoem concreet: de kern’."""
    document = library.documents.get((citation.document, citation.language))
    if document is None:
        return name_of(citation.document, texts)
    section = document.section(citation.section)
    if section is None:
        return document.title
    heading = section.heading
    return f"{document.title}: {heading[:1].lower()}{heading[1:]}"


def name_of(document: str, texts: Texts) -> str:
    """Return what a document that is gone can be called: an id of one's own tells nothing."""
    return texts("passage.gone_name") if is_own(document) else document


def kind(document: Document, texts: Texts) -> str:
    """Return whether a document is the article, a practice guide or one's own, in words."""
    if is_own(document.id):
        return texts("passage.kinds.own")
    return texts("passage.kinds.article" if document.id == ARTICLE else "passage.kinds.guide")


def written(section: Section, text: str, quote: str = "") -> str:
    """Return Markdown of `text`, which is `section`'s or part of it, with `quote` marked.

    What somebody added is shown literally: it may hold anything.
    """
    if is_own(section.document):
        return paper(text, quote)
    return marked(text, quote) or text


def marked(text: str, quote: str) -> str | None:
    """Return Markdown of `text` with `quote` marked in it, or None when it doesn't stand there."""
    if not quote or quote not in text:
        return None
    before, after = text.split(quote, 1)
    inside = quote.replace("[", "\\[").replace("]", "\\]")
    return f"{before}:yellow-background[{inside}]{after}"


def around(text: str, quote: str, paragraphs: int = 1) -> str:
    """Return the paragraphs of `text` that hold `quote`, with `paragraphs` before and after."""
    parts = re.split(r"\n\s*\n", text)
    for number, part in enumerate(parts):
        if quote in part:
            return "\n\n".join(parts[max(0, number - paragraphs) : number + paragraphs + 1])
    return text


def passage_drawer(visit: Visit, citation: Citation, reply: Reply, talk: str) -> None:
    """Open the drawer with the passage behind `citation`, which `reply` used."""
    texts, library = visit.texts, visit.engine.library()
    document = library.documents.get((citation.document, citation.language))
    section = document.section(citation.section) if document else None
    title = document.title if document else name_of(citation.document, texts)

    @st.dialog(line(title), position="right", width=600)
    def drawer() -> None:
        if document is not None and section is not None:
            st.markdown(f":small[:gray[{kind(document, texts)} · {line(section.heading)}]]")
        with st.container(key="passage"):
            _passage(document, section, citation, texts)
        st.info(f":small[{texts('passage.used', reply=line(_beginning(reply.text)))}]")
        if document is not None and section is not None:
            with st.container(horizontal=True, vertical_alignment="center"):
                whole = "passage.whole_own" if is_own(document.id) else "passage.whole"
                if st.button(texts(whole), icon=":material/menu_book:", key="whole"):
                    visit.note("guide", (citation.document, citation.section, citation.quote, talk))
                    st.rerun()
            sources(document, library, texts)

    drawer()


def section_drawer(visit: Visit, where: Where, language: Language, talk: str) -> None:
    """Open the drawer with the section of the library a question of a sheet leans on."""
    texts, library = visit.texts, visit.engine.library()
    document = library.documents.get((where.document, language))
    section = document.section(where.section) if document else None

    @st.dialog(line(where.title), position="right", width=600)
    def drawer() -> None:
        if document is None or section is None:
            st.markdown(texts("passage.gone"))
            return
        st.markdown(f":small[:gray[{kind(document, texts)} · {line(section.heading)}]]")
        with st.container(key="passage"):
            st.markdown(written(section, section.text), anchors=False)
        if st.button(texts("passage.whole"), icon=":material/menu_book:", key="whole"):
            visit.note("guide", (where.document, where.section, "", talk))
            st.rerun()
        sources(document, library, texts)

    drawer()


def sources(document: Document, library: Library, texts: Texts) -> None:
    """Draw what a document leans on, folded away."""
    if is_own(document.id):
        found = list(document.sources)
    else:
        known = (library.sources.get(each) for each in document.sources)
        found = [reference.text for reference in known if reference is not None]
    with st.expander(texts("passage.sources"), type="compact"):
        if not found:
            st.markdown(f":small[{texts('passage.own_practice')}]")
        for reference in found:
            st.markdown(f":small[{plain(reference)}]")


def _passage(
    document: Document | None, section: Section | None, citation: Citation, texts: Texts
) -> None:
    if section is None:
        st.markdown(texts("passage.gone"))
        st.markdown(f"> {line(citation.quote)}")
        return
    near = around(section.text, citation.quote)
    if citation.quote not in near:
        st.markdown(texts("passage.changed"))
        st.markdown(f"> {line(citation.quote)}")
    st.markdown(written(section, near, citation.quote), anchors=False)
    with st.container(key="passage_sentence"):
        # A colour isn't heard.
        st.markdown(f"{texts('passage.sentence')} {line(citation.quote)}")


def _beginning(text: str, words: int = 4) -> str:
    found = text.split()
    return " ".join(found[:words]) + (" …" if len(found) > words else "")
