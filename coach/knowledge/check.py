"""`coach knowledge check`: everything that must hold for the library before it may be quoted."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from pathlib import Path

from coach.dialogue.state import LANGUAGES, Language
from coach.knowledge.check_guides import check_studies
from coach.knowledge.contact_list import check_contacts
from coach.knowledge.document import Document, Problem, read_text
from coach.knowledge.library import (
    ELSEWHERE_FILE,
    SOURCES_FILE,
    Reference,
    line_of_source,
    read_documents,
    read_elsewhere,
    read_sources,
)
from coach.knowledge.questions import check_questions, read_questions
from coach.knowledge.reading_level import reading_level

FEWEST_WORDS = 700
MOST_WORDS = 1_500
# Flesch calls 60 to 70 plain; above 95 it reads like a primer.
HARDEST, EASIEST = 65, 95
LONGEST_SENTENCE = 35  # words

_ADDRESS = re.compile(
    r"\b[\w.+-]+@[\w-]+\.[\w.-]+\b|https?://\S+|\bwww\.\S+"
    r"|\b[\w-]+\.(?:nl|be|com|org|net|eu|uk|ie|gov|info)\b(?!\w)",
    re.I,
)
_PHONE = re.compile(
    r"(?<![\w.,])\+?\(?\d[\d ()\-]{6,}\d(?![\w,])"  # 0800-0113, 088 133 10 00
    r"|(?<![\w.,€$£])(?:116 123|113|112|1813|999|911|988)(?![\w%]|[.,]\d)"
)
_SOURCE_ID = re.compile(r"([a-z0-9-]+):")
_NOT_READ = re.compile(r"^ *#.*$|(?<= )# .*$|\{[^{}\n]*\}", re.M)
_NO_NUMBER = re.compile(r"^(?:\d{4}-\d{2}-\d{2}|(?:1[89]|20)\d\d[ -](?:1[89]|20)\d\d|(?:\d )+10)$")
# What UTF-8 looks like after somebody read it as another encoding and saved it again.
_TWICE_ENCODED = re.compile(r"[ÃÄĂĆ][\u0080-\u00bf]|â€|Â[\u00a0-\u00bf]|\ufffd")

Read = dict[tuple[str, Language], tuple[Document, str]]


def check(folder: Path) -> list[Problem]:
    """Return every problem in the library under `folder`, by file and line; [] when it's sound."""
    documents, problems = read_documents(folder)
    sources, wrong = read_sources(folder)
    problems += wrong + read_elsewhere(folder)[1]
    problems += _pairs(documents)
    problems += _cited(folder, documents, sources)
    problems += check_contacts(folder, date.today())
    questions, wrong = read_questions(folder)
    problems += wrong
    read = {key: document for key, (document, _) in documents.items()}
    problems += check_questions(questions, read)
    for document, name in documents.values():
        problems += _lengths(document, name)
        problems += _reading(document, name)
        problems += _empty_sections(document, name)
        problems += check_studies(document, name, sources)
        text, _ = read_text(folder / name, name)
        problems += _contacts(text, name, phones=True)
        problems += _encoding(text, name)
    typed = [ELSEWHERE_FILE] if (folder / ELSEWHERE_FILE).exists() else []
    for name in sorted({*(question.file for question in questions), *typed}):
        text, _ = read_text(folder / name, name)
        problems += _contacts(text, name, phones=True)
        problems += _encoding(text, name)
    if (folder / SOURCES_FILE).exists():
        text, _ = read_text(folder / SOURCES_FILE, SOURCES_FILE)
        problems += _twice(text, sources)
        problems += _contacts(text, SOURCES_FILE, phones=False)
        problems += _encoding(text, SOURCES_FILE)
    if not documents:
        what = "There are no documents in article/ or guides/."
        problems.append(Problem(folder.name, 1, what, "Put the library back."))
    return sorted(problems, key=lambda problem: (problem.file, problem.line, problem.what))


def _pairs(documents: Read) -> Iterator[Problem]:
    for (identifier, language), (document, name) in documents.items():
        other: Language = "en" if language == "nl" else "nl"
        if (identifier, other) not in documents:
            yield Problem(
                name, 1, f"“{identifier}” isn't there in {other}.",
                f"Write {identifier}.{other}.md with the same sections.",
            )
        elif language == LANGUAGES[0]:
            twin, twin_name = documents[identifier, other]
            yield from _same_sections(document, twin, twin_name)
            yield from _same_fields(document, twin, twin_name)


def _same_sections(document: Document, twin: Document, name: str) -> Iterator[Problem]:
    ours = [section.id for section in document.sections]
    theirs = [section.id for section in twin.sections]
    missing = [section for section in ours if section not in theirs]
    extra = [section for section in theirs if section not in ours]
    for section in missing:
        yield Problem(
            name, 1, f"The section “{section}” is in {document.language} but not here.",
            "Write it here, or remove it there.",
        )
    for section in extra:
        found = twin.section(section)
        yield Problem(
            name, found.line if found else 1,
            f"The section “{section}” is here but not in {document.language}.",
            "Write it there, or remove it here.",
        )
    if not missing and not extra and ours != theirs:
        yield Problem(
            name, 1, f"The sections stand in another order than in {document.language}.",
            f"Put them in this order: {', '.join(ours)}.",
        )


def _same_fields(document: Document, twin: Document, name: str) -> Iterator[Problem]:
    for key in ("audience", "phases", "sources"):
        if set(getattr(document, key)) != set(getattr(twin, key)):
            yield Problem(
                name, 1, f"`{key}` differs from the {document.language} document.",
                "Give both the same list.",
            )


def _cited(folder: Path, documents: Read, sources: dict[str, Reference]) -> Iterator[Problem]:
    used: set[str] = set()
    for document, name in documents.values():
        used.update(document.sources)
        for reference in document.sources:
            if reference not in sources:
                yield Problem(
                    name, _line_with(folder / name, reference),
                    f"The source “{reference}” isn't in {SOURCES_FILE}.",
                    "Add it there, or correct its id here.",
                )
    text, _ = read_text(folder / SOURCES_FILE, SOURCES_FILE) if sources else ("", [])
    for reference in sorted(set(sources) - used):
        yield Problem(
            SOURCES_FILE, line_of_source(text, reference),
            f"No document uses the source “{reference}”.",
            "Name it in a document's front matter, or remove it.",
        )


def _twice(text: str, sources: Mapping[str, Reference]) -> Iterator[Problem]:
    """Yield every reference that stands there again, under its own id or another."""
    first: dict[str, int] = {}
    for number, line in enumerate(text.split("\n"), start=1):
        if (found := _SOURCE_ID.match(line)) is None:
            continue
        source = sources.get(found.group(1))
        names = {f"“{found.group(1)}”", *((f"“{source.text}”",) if source else ())}
        for name in sorted(names):
            if name in first:
                yield Problem(
                    SOURCES_FILE, number, f"{name} stands at line {first[name]} already.",
                    "Keep one of the two.",
                )
                break
            first[name] = number


def _lengths(document: Document, name: str) -> Iterator[Problem]:
    words = sum(section.words for section in document.sections)
    if not FEWEST_WORDS <= words <= MOST_WORDS:
        yield Problem(
            name, 1, f"The document has {words} words.",
            f"Keep it between {FEWEST_WORDS} and {MOST_WORDS:,}.",
        )


def _reading(document: Document, name: str) -> Iterator[Problem]:
    text = "\n\n".join(section.text for section in document.sections)
    level = reading_level(text, document.language)
    if level is None:
        return
    if not HARDEST <= level.ease <= EASIEST:
        harder = level.ease < HARDEST
        yield Problem(
            name, 1, f"The document's reading ease is {level.ease:.0f}.",
            f"Keep it between {HARDEST} and {EASIEST}: "
            + ("shorter sentences, and shorter words." if harder else "it reads like a primer."),
        )
    for section in document.sections:
        own = reading_level(section.text, document.language)
        if own is not None and own.longest_words > LONGEST_SENTENCE:
            yield Problem(
                name, section.line,
                f"A sentence of “{section.id}” has {own.longest_words} words: "
                f"“{' '.join(own.longest.split()[:6])}…”.",
                f"Cut it in two: at most {LONGEST_SENTENCE}.",
            )


def _empty_sections(document: Document, name: str) -> Iterator[Problem]:
    for section in document.sections:
        if not any(line.strip() and not line.startswith("#") for line in section.text.split("\n")):
            yield Problem(
                name, section.line, f"The section “{section.id}” is empty.",
                "Write its text, or remove the heading in both languages.",
            )


def check_texts(paths: Iterable[Path]) -> Iterator[Problem]:
    """Yield the contact data in texts that people read outside the library.

    Comments are for whoever writes there, and `{emergency-112.phone}` is no number yet.
    """
    for path in paths:
        text, problems = read_text(path, path.name)
        yield from problems
        yield from _contacts(_NOT_READ.sub("", text), path.name, phones=True)


def _contacts(text: str, name: str, *, phones: bool) -> Iterator[Problem]:
    for number, line in enumerate(text.split("\n"), start=1):
        if not phones and line.strip().startswith("doi:"):
            continue
        found = [match.group().strip() for match in _ADDRESS.finditer(line)]
        if phones:
            figures = [match.group().strip() for match in _PHONE.finditer(line)]
            found += [figure for figure in figures if not _NO_NUMBER.match(figure)]
        for match in found:
            yield Problem(
                name, number, f"“{match}” is contact data.",
                "Keep it in referrals.yaml, and name the organisation here.",
            )


def _encoding(text: str, name: str) -> Iterable[Problem]:
    for number, line in enumerate(text.split("\n"), start=1):
        if found := _TWICE_ENCODED.search(line):
            yield Problem(
                name, number, f"“{found.group()}” is a letter in the wrong encoding.",
                "Type the letter again and save the file as UTF-8.",
            )


def _line_with(path: Path, word: str) -> int:
    text, _ = read_text(path, path.name)
    for number, line in enumerate(text.split("\n"), start=1):
        if word in line:
            return number
    return 1
