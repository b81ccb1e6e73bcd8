"""Files are read as they are meant, or refused with the reason and nothing kept."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Callable

import pytest

from coach.errors import DocumentRefused
from coach.knowledge import reading
from coach.knowledge.reading import MOST_BYTES, read_upload
from tests.fakes import documents as made


def test_markdown_keeps_its_headings_and_lists_and_loses_the_rest() -> None:
    text = """---
title: voorwerk
---
# Titel

Een **vet** woord, een [koppeling](http://voorbeeld.nl) en een ![plaatje](http://x.nl/a.png).

## Kop

1. eerste
2. tweede
   - daaronder

> Een aanhaling
over twee regels.

<script>alert('x')</script>

<!-- verborgen -->

| wie | wat |
|---|---|
| Gerda | rooster |
"""
    draft = read_upload(text.encode(), "map/notities.md")
    assert draft.title == "Titel"
    assert draft.text.split("\n\n") == [
        "Een vet woord, een koppeling en een .",
        "## Kop",
        "1. eerste",
        "2. tweede",
        "- daaronder",
        "Een aanhaling over twee regels.",
        "wie · wat",
        "Gerda · rooster",
    ]


def test_broken_encodings_are_mended_and_told() -> None:
    draft = read_upload(made.AGREEMENTS.encode(), "afspraken.md")
    assert "veel ideeën laten liggen" in draft.text
    assert draft.repairs == (("ideeÃ«n", "ideeën"),)
    assert draft.repaired == 1


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_a_text_is_read_in_whatever_encoding_it_was_saved(encoding: str) -> None:
    text = "Wie is er jarig in België? ‘Zoë’ zei het.\r\nEn één ding nog.\r\n\r\n• een\r\n• twee"
    draft = read_upload(text.encode(encoding), "Notities_mei.txt")
    whole = "Wie is er jarig in België? ‘Zoë’ zei het. En één ding nog.\n\n- een\n\n- twee"
    assert draft.text == whole
    assert draft.title == "Notities mei"
    assert draft.language == "nl"
    assert not draft.repairs


def test_the_language_is_the_one_its_words_are_in() -> None:
    text = "Everybody who is new gets a colleague to ask for the first six weeks."
    assert read_upload(text.encode(), "rules.txt").language == "en"


def test_word_gives_its_headings_lists_and_tables() -> None:
    data = made.word(
        ("Title", "Afspraken"),
        ("Heading 1", "Rooster"),
        ("Normal", "Wij ruilen diensten voor donderdag."),
        ("List Bullet", "Eerst Gerda vragen."),
        ("Heading 2", "Weekend"),
    )
    draft = read_upload(data, "x.docx")
    assert draft.title == "Afspraken"
    assert draft.text.split("\n\n") == [
        "## Rooster",
        "Wij ruilen diensten voor donderdag.",
        "- Eerst Gerda vragen.",
        "### Weekend",
        "Wie · Wat",
        "Gerda · rooster",
    ]


def test_a_pdf_is_read_by_page_with_its_lines_joined() -> None:
    long = "Wie nieuw is, krijgt een maatje. " * 12
    draft = read_upload(made.pdf([made.PAGES[0], long]), "Loket.pdf")
    first, second = draft.text.split("\n\n\f\n\n")
    assert first == made.PAGES[0]
    assert second == long.strip()
    assert draft.pages == 2


def test_what_every_page_of_a_pdf_repeats_is_left_out() -> None:
    pages = [f"Op deze bladzijde staat iets over onderwerp {word}." for word in "abcd"]
    draft = read_upload(made.pdf(pages, header="Handboek, blad"), "h.pdf")
    assert "Handboek" not in draft.text
    assert "onderwerp c." in draft.text


def test_a_sentence_that_runs_over_a_pages_end_stays_whole() -> None:
    pages = ["Het maatje krijgt daarvoor", "twee uur vrij. Meer niet."]
    draft = read_upload(made.pdf(pages), "a.pdf")
    assert draft.text == "Het maatje krijgt daarvoor twee uur vrij.\n\n\f\n\nMeer niet."


def test_pages_without_text_are_counted() -> None:
    draft = read_upload(made.pdf([*made.PAGES, ""]), "a.pdf")
    assert (draft.pages, draft.without_text) == (3, 1)


def test_signs_one_cannot_see_are_gone() -> None:
    draft = read_upload("Dit\u202e is\u200b een \ue000zin over werk.\x07".encode(), "a.txt")
    assert draft.text == "Dit is een zin over werk."


def test_nothing_goes_on_without_end() -> None:
    draft = read_upload(("woord " * 450 + "x" * 900).encode(), "a.txt")
    blocks = draft.text.split("\n\n")
    assert max(len(block.split()) for block in blocks) <= reading.LONGEST_SENTENCE
    assert max(len(word) for word in draft.text.split()) <= reading.LONGEST_WORD


OLD_WORD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
REFUSED: list[tuple[str, str, Callable[[], bytes]]] = [
    ("encrypted", "a.pdf", made.encrypted_pdf),
    ("encrypted", "a.docx", lambda: OLD_WORD + "EncryptedPackage".encode("utf-16-le")),
    ("damaged", "cut.pdf", lambda: made.pdf()[:-200]),
    ("damaged", "holes.pdf", lambda: made.pdf()[:300] + bytes(600) + made.pdf()[900:]),
    ("damaged", "cut.docx", lambda: made.word(("Normal", "x"))[:-500]),
    ("empty", "a.pdf", made.empty_pdf),
    ("empty", "a.txt", lambda: b" \n\n "),
    ("empty", "a.md", lambda: b"![](x.png)"),
    ("scan", "a.pdf", made.scanned_pdf),
    ("type", "a.pdf", lambda: made.word(("Normal", "x"))),
    ("type", "a.docx", made.pdf),
    ("type", "a.docx", lambda: made.zipped(("a.txt", b"hoi"))),
    ("type", "a.txt", made.pdf),
    ("type", "a.md", lambda: b"\x89PNG\r\n\x1a\n" + b"x" * 100),
    ("type", "a.doc", lambda: OLD_WORD),
    ("type", "a", lambda: b"tekst"),
    ("bomb", "a.pdf", made.pdf_bomb),
    ("damaged", "busy.pdf", made.busy_pdf),
    ("bomb", "a.docx", made.zip_bomb),
    ("damaged", "entities.docx", made.entity_bomb),
    ("pages", "a.pdf", lambda: made.empty_pdf(201)),
    ("pages", "a.txt", lambda: b"Dit is een zin over werk. " * 40_000),
    ("size", "a.txt", lambda: b"x" * (MOST_BYTES + 1)),
]  # fmt: skip


@pytest.mark.parametrize(
    ("reason", "name", "data"), REFUSED, ids=[f"{why}-{name}" for why, name, _ in REFUSED]
)
def test_what_cannot_be_taken_is_refused_with_the_reason(
    reason: str, name: str, data: Callable[[], bytes]
) -> None:
    with pytest.raises(DocumentRefused) as error:
        read_upload(data(), name)
    assert error.value.reason == reason
    told = str(error.value)
    assert told.startswith(name)
    assert "Nothing of it was kept." in told


def test_a_reader_that_does_not_end_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "MOST_SECONDS", 0)
    with pytest.raises(DocumentRefused) as error:
        read_upload(b"Dit is een gewone tekst over werk.", "a.txt")
    assert error.value.reason == "bomb"


@pytest.mark.parametrize("demand", ["while True: pass", "bytearray(extracting.MOST_MEMORY)"])
def test_a_readers_time_and_memory_have_an_end(demand: str) -> None:
    """Ended by the system: by a signal for its time, by `MemoryError` for its memory."""
    script = f"""
from coach.knowledge import extracting
extracting.MOST_SECONDS = 1
extracting._limit()
{demand}
"""
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True)
    assert done.returncode == -signal.SIGXCPU or "MemoryError" in done.stderr
