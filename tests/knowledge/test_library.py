"""Reading the library: what comes out, and what is said about a file that can't be used."""

from __future__ import annotations

from pathlib import Path

import pytest

from coach.errors import ContentError
from coach.knowledge.library import Library, load_library

GUIDE = "guides/naming-contributions.nl.md"


def rewrite(folder: Path, name: str, old: str, new: str) -> None:
    """Replace `old` by `new` in one file; `old` must be there."""
    text = (folder / name).read_text(encoding="utf-8")
    assert old in text
    (folder / name).write_text(text.replace(old, new, 1), encoding="utf-8")


def test_sections_keep_their_ids_headings_and_text(library: Library) -> None:
    document = library.documents["naming-contributions", "nl"]
    assert [section.id for section in document.sections] == [
        "when-to-use", "core", "steps", "pitfalls",
    ]
    core = document.sections[1]
    assert core.heading == "De kern"
    assert core.heading_path == "Benoem wat er gegeven is > De kern"
    assert core.text.startswith("Erkenning werkt pas als ze klopt.")
    assert core.text.endswith("had kunnen filmen.")
    assert (document.phases, document.audience) == (("contributions",), ("leader", "coach"))


def test_a_third_level_heading_belongs_to_its_section(library: Library) -> None:
    section = library.section("naming-contributions", "steps", "nl")
    assert section is not None
    assert "### Zeg het hardop" in section.text


def test_an_unknown_section_is_none(library: Library) -> None:
    assert library.section("repair", "no-such-section", "nl") is None
    assert library.section("no-such-document", "core", "nl") is None


def test_sources_come_with_what_they_may_be_cited_for(library: Library) -> None:
    source = library.sources["brun-2008"]
    assert source.doi == "10.1080/09585190801953723"
    assert source.cite_for["en"] == "Four forms of recognition."


@pytest.mark.parametrize(
    ("old", "new", "line", "said"),
    [
        ("---\nid: naming", "id: naming", 1, "front matter is missing"),
        ("title: Benoem wat er gegeven is\n", "", 1, "`title` is missing"),
        ("title: Benoem wat", "title: a: b", 3, "isn't valid YAML"),
        ("language: nl", "language: fr", 4, "`language` can't be used"),
        ("phases: [contributions]", "phases: [later]", 6, "`phases` can't be used"),
        ("reviewed: 2026-11-01", "reviewed: soon", 8, "`reviewed` can't be used"),
        ("reviewed: 2026-11-01", "reviewed: 2026-11-01\nauthor: x", 9, "`author` isn't known"),
        ("{#core}", "", 17, "has no id"),
        ("{#core}", "{#De Kern}", 17, "can't be used"),
        ("{#core}", "{#steps}", 24, "stands twice"),
        ("## Wanneer dit helpt {#when-to-use}\n", "", 10, "before the first section"),
    ],
)
def test_a_broken_document_names_file_line_and_cause(
    folder: Path, old: str, new: str, line: int, said: str
) -> None:
    rewrite(folder, GUIDE, old, new)
    with pytest.raises(ContentError) as caught:
        load_library(folder)
    assert str(caught.value).startswith(f"{GUIDE}:{line}: ")
    assert said in str(caught.value)


def test_bytes_that_are_no_utf8_name_their_line(folder: Path) -> None:
    path = folder / GUIDE
    path.write_bytes(path.read_bytes().replace("één".encode(), b"\xe9\xe9n"))
    with pytest.raises(ContentError, match=rf"{GUIDE}:26: This line isn't UTF-8"):
        load_library(folder)


def test_a_file_under_a_wrong_name_is_refused(folder: Path) -> None:
    (folder / GUIDE).rename(folder / "guides/naming.nl.md")
    with pytest.raises(ContentError, match=r"naming\.nl\.md:1: The file name doesn't match"):
        load_library(folder)


def test_the_same_document_twice_is_refused(folder: Path) -> None:
    copy = folder / "article" / "naming-contributions.nl.md"
    copy.write_bytes((folder / GUIDE).read_bytes())
    with pytest.raises(ContentError, match="has the same id and language"):
        load_library(folder)


def test_a_source_without_text_is_refused_at_its_line(folder: Path) -> None:
    rewrite(folder, "sources.yaml", "lewicki-2016:\n  text:", "lewicki-2016:\n  txt:")
    with pytest.raises(ContentError, match=r"sources\.yaml:7: The source “lewicki-2016”"):
        load_library(folder)


def test_an_empty_library_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ContentError, match="holds no documents"):
        load_library(tmp_path)


def test_windows_line_ends_and_a_byte_order_mark_change_nothing(
    folder: Path, library: Library
) -> None:
    text = (folder / GUIDE).read_text(encoding="utf-8")
    (folder / GUIDE).write_bytes(b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode())
    read = load_library(folder)
    ours = library.documents["naming-contributions", "nl"]
    assert read.documents["naming-contributions", "nl"] == ours


def test_questions_from_elsewhere_are_read_and_a_bad_list_is_refused(folder: Path) -> None:
    assert load_library(folder).elsewhere == ()
    path = folder / "elsewhere.yaml"
    path.write_text("nl:\n  - hallo\nen:\n  - hello\n", encoding="utf-8")
    assert load_library(folder).elsewhere == ("hallo", "hello")
    path.write_text("nl:\n  - hallo\n", encoding="utf-8")
    with pytest.raises(ContentError, match=r"elsewhere\.yaml:1: `en` isn't a list"):
        load_library(folder)
