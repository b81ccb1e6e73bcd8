"""Everything that is kept, as one Markdown text to read."""

from __future__ import annotations

import re
from collections.abc import Iterator

from coach.own_document import PAGE_BREAK
from coach.records.rows import ConversationSummary
from coach.records.store import Store
from coach.sheets.follow_up import number_text, summary_text
from coach.sheets.sheet import sheet_markdown
from coach.sheets.table_picture import in_words
from coach.web.texts import Texts

_MARKS = re.compile(r"([\\`*_#\[\]<>|~])")
_LEADS = re.compile(r"^(\s*)([-+=]|\d+[.)])(?=\s|$)", re.M)


def readable(texts: Texts, store: Store) -> str:
    """Return every talk with its plan, every document and every consent; newest first."""
    written = [f"# {texts('name')}", *_talks(texts, store)]
    written += [*_follow_ups(texts, store), *_documents(texts, store)]
    given = [
        texts("data.consent", date=texts.date(each.given), version=each.version)
        for each in store.consents()
    ]
    if given:
        written += [f"## {texts('data.consents')}", *given]
    return "\n\n".join(written) + "\n"


def title_of(texts: Texts, talk: ConversationSummary) -> str:
    """Return the talk's title, or its day when it has none."""
    return talk.title or texts("home.untitled", date=texts.date(talk.updated))


def _talks(texts: Texts, store: Store) -> Iterator[str]:
    for each in store.summaries():
        talk = store.load(each.id)
        yield f"## {_literal(title_of(texts, each))}"
        yield texts.date(talk.created)
        if each.labels:
            yield _literal(texts("home.labelled", names=", ".join(each.labels)))
        for turn in talk.turns:
            who = texts("talk.coach" if turn.role == "coach" else "talk.you")
            yield f"**{who}**\n\n{_literal(turn.text)}"
            if turn.reply is not None and turn.reply.contacts:
                yield "\n".join(
                    "- " + ", ".join(part for part in (one.name, one.phone, one.url) if part)
                    for one in turn.reply.contacts
                )
        if earlier := store.earlier(each.id):
            yield f"### {texts('data.earlier')}"
            yield from (_literal(turn.text) for turn in earlier)
        if talk.state.record.items or talk.state.arranged:
            # The sheet brings a heading of its own, which here stands under that of the talk.
            yield re.sub(r"^(#+ )", r"##\1", sheet_markdown(talk.state), flags=re.M).strip()
        if table := talk.state.table:
            yield f"### {texts('table.open')}"
            notes = (in_words(table, talk.language), table.question, table.noticed, table.check)
            yield from (_literal(note) for note in notes if note)


def _follow_ups(texts: Texts, store: Store) -> Iterator[str]:
    """Yield what was looked back on; of those who were invited, only what they released."""
    kept = store.follow_ups
    for number, one in enumerate(kept.agreements()):
        if number == 0:
            yield f"## {texts('follow_up.readable')}"
        yield f"### {texts.date(one.made)}"
        yield "\n".join(f"- {_literal(step)}" for step in one.steps)
        for each in kept.follow_ups(one.id):
            if one.kind == "sent":
                told = each.summary.text if each.summary and each.summary.opened else ""
            else:
                parts = (
                    summary_text(one.steps, each.answers, one.language),
                    number_text(each.answers, one.language),
                )
                told = "\n\n".join(part for part in parts if part)
            if told:
                yield f"**{texts.date(each.created)}**"
                yield _literal(told)


def _documents(texts: Texts, store: Store) -> Iterator[str]:
    found = store.documents.documents()
    if found:
        yield f"## {texts('library.own')}"
    for one in found:
        yield f"### {_literal(one.title)}"
        yield ", ".join(part for part in (_literal(one.source), texts.date(one.added)) if part)
        # What is kept is Markdown already, with the pages of a PDF between form feeds.
        yield re.sub(r"^(#+ )", r"##\1", one.text.replace(PAGE_BREAK, "---"), flags=re.M)


def _literal(text: str) -> str:
    """Return Markdown that reads as `text` does, with as few signs before signs as can be."""
    return _LEADS.sub(r"\1\\\2", _MARKS.sub(r"\\\1", text.strip()))
