"""The plan in Word and PDF holds the words of the plan, and only those."""

from __future__ import annotations

import io
from datetime import date
from pathlib import Path

import pytest
from docx import Document
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image
from pypdf import PdfReader

from coach.dialogue.state import BalanceRecord, Item, State
from coach.sheets.blocks import read_blocks, to_text
from coach.sheets.documents import to_docx, to_pdf
from coach.sheets.follow_up import follow_up_markdown, paper_markdown
from coach.sheets.house import House
from coach.sheets.plan import plan_markdown

DAY = date(2026, 11, 26)
PLAN = """# Donderdag: een uur met Marjan
*Eén pagina, uit wat je zelf verteld hebt.*

**Wat ik noem**
- Marjan heeft alle roosters gedaan, naast haar eigen routes (gezien).
- Ze zei: ‘m’n vader’, \\*echt\\* waar (gehoord).

**Mijn eerste zinnen** (voorstel)

> ‘Van februari tot en met juni heb jij alle roosters gedaan.’

**Mijn stap** (voorstel)
Als Marjan donderdag tegenover me zit, dan begin ik met deze zinnen.
"""


def words(text: str) -> list[str]:
    return "".join(sign if sign.isalnum() else " " for sign in text).split()


def test_markdown_is_read_as_blocks() -> None:
    assert [(block.kind, block.text[:12]) for block in read_blocks(PLAN)] == [
        ("title", "Donderdag: e"),
        ("paragraph", "Eén pagina, "),
        ("heading", "Wat ik noem"),
        ("bullet", "Marjan heeft"),
        ("bullet", "Ze zei: ‘m’n"),
        ("heading", "Mijn eerste "),
        ("quote", "‘Van februar"),
        ("heading", "Mijn stap (v"),
        ("paragraph", "Als Marjan d"),
    ]


def test_the_pdf_is_one_a4_page_with_its_fonts_inside() -> None:
    reader = PdfReader(io.BytesIO(to_pdf(PLAN, "nl")))
    page = reader.pages[0]
    assert len(reader.pages) == 1
    assert (round(page.mediabox.width), round(page.mediabox.height)) == (595, 842)
    for font in page["/Resources"]["/Font"].values():  # type: ignore[index]
        assert "/FontFile2" in font["/DescendantFonts"][0]["/FontDescriptor"]


def tags(reader: PdfReader) -> list[str]:
    root = reader.trailer["/Root"]["/StructTreeRoot"]["/K"][0].get_object()  # type: ignore[index]
    return [each.get_object()["/S"][1:] for each in root["/K"]]


def test_a_reader_finds_the_headings_of_the_pdf() -> None:
    reader = PdfReader(io.BytesIO(to_pdf(PLAN, "nl")))
    root = reader.trailer["/Root"].get_object()
    assert tags(reader) == ["H1", "P", "H2", "P", "P", "H2", "BlockQuote", "H2", "P"]
    assert root["/MarkInfo"]["/Marked"]  # type: ignore[index]
    assert root["/Lang"] == "nl-NL"  # type: ignore[index]
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]  # type: ignore[index]


def test_a_part_stands_above_its_headings() -> None:
    sheet = "# Blad\n\n## Deel\n\n**Kop**\n- punt\n"
    assert [block.kind for block in read_blocks(sheet)] == ["title", "part", "heading", "bullet"]
    assert tags(PdfReader(io.BytesIO(to_pdf(sheet, "nl")))) == ["H1", "H2", "H3", "P"]
    paragraphs = Document(io.BytesIO(to_docx(sheet, "nl"))).paragraphs
    styles = [each.style.name for each in paragraphs if each.style is not None]
    assert styles == ["Title", "Heading 1", "Heading 2", "List Bullet"]


def test_a_paragraph_that_goes_on_overleaf_is_tagged_on_both_pages() -> None:
    reader = PdfReader(io.BytesIO(to_pdf("# Blad\n\n" + "woord " * 1500, "nl")))
    assert len(reader.pages) > 1
    assert tags(reader) == ["H1", *["P"] * len(reader.pages)]


@pytest.mark.parametrize("before", range(60, 84))
def test_no_word_is_cut_where_the_style_changes(before: int) -> None:
    text = PdfReader(io.BytesIO(to_pdf(f"{'o' * 5 + 'e' * before} *vragenkaarten*", "nl")))
    assert "vragenkaarten" in text.pages[0].extract_text()


def test_a_heading_stays_with_its_points() -> None:
    sheet = "# Blad\n\n" + "".join(
        f"**Vraag {n}**\n\n- waarom {n}\n- bron {n}\n- dan {n}\n\n" for n in range(60)
    )
    pages = PdfReader(io.BytesIO(to_pdf(sheet, "nl"))).pages
    assert len(pages) > 2
    for page in pages:
        text = page.extract_text().split()
        assert text.count("waarom") == text.count("dan") == text.count("Vraag")


def test_the_pdf_holds_the_words_of_the_plan() -> None:
    text = PdfReader(io.BytesIO(to_pdf(PLAN, "nl"))).pages[0].extract_text()
    plain = " ".join(block.text for block in read_blocks(PLAN))
    assert words(text) == words(plain)


def test_a_long_plan_still_fits_one_page() -> None:
    long = PLAN + "\n".join(f"- Nog iets wat er gegeven is, nummer {n}." for n in range(35))
    assert len(PdfReader(io.BytesIO(to_pdf(long, "nl"))).pages) == 1


def test_a_plan_too_long_for_a_page_loses_nothing() -> None:
    long = PLAN + "\n".join(f"- Nog iets wat er gegeven is, nummer {n}." for n in range(150))
    pages = PdfReader(io.BytesIO(to_pdf(long, "nl"))).pages
    assert 2 < len(pages) < 6
    assert "nummer 149" in pages[-1].extract_text()


def test_the_word_document_holds_the_words_of_the_plan() -> None:
    document = Document(io.BytesIO(to_docx(PLAN, "nl")))
    assert [paragraph.text for paragraph in document.paragraphs] == [
        block.text for block in read_blocks(PLAN)
    ]
    style = document.paragraphs[0].style
    assert style is not None
    assert style.name == "Title"
    assert document.core_properties.title == "Donderdag: een uur met Marjan"
    assert document.core_properties.author == ""


@pytest.mark.parametrize("make", [to_docx, to_pdf])
@given(text=st.text(max_size=300))
@settings(max_examples=20, deadline=None)
def test_whatever_a_person_wrote_can_be_printed(make: object, text: str) -> None:
    assert callable(make)
    assert make(f"# Titel\n\n- {text}\n", "en")


def test_the_operator_stands_at_head_and_foot_and_nobody_does_by_default(tmp_path: Path) -> None:
    logo = tmp_path / "logo.png"
    Image.new("RGB", (90, 30), "#1F4E5F").save(logo)
    house = House("Praktijk De Vouw", logo, "praktijkdevouw.example")
    reader = PdfReader(io.BytesIO(to_pdf(PLAN, "nl", house)))
    text = reader.pages[0].extract_text()
    assert text.index(house.name) < text.index("Donderdag") < text.index(house.contact)
    assert len(reader.pages) == 1
    assert len(reader.pages[0].images) == 1
    assert tags(reader)[:2] == ["P", "H1"]
    section = Document(io.BytesIO(to_docx(PLAN, "nl", house))).sections[0]
    assert house.name in section.header.paragraphs[0].text
    assert section.footer.paragraphs[0].text == house.contact
    empty = Document(io.BytesIO(to_docx(PLAN, "nl"))).sections[0]
    assert empty.header.paragraphs[0].text == empty.footer.paragraphs[0].text == ""


def test_a_part_never_stands_alone_at_the_foot_of_a_page() -> None:
    for lines in range(40, 64, 3):
        sheet = "# Blad\n\n" + "\n\n".join(["regel"] * lines)
        sheet += "\n\n## Deel\n\n**Vraag**\n\n- waarom\n- bron\n" + "\n\n".join(["slot"] * 30)
        for page in PdfReader(io.BytesIO(to_pdf(sheet, "nl"))).pages:
            words_here = page.extract_text().split()
            assert words_here.count("Deel") == words_here.count("waarom")


def test_the_text_for_a_mail_has_the_words_and_no_markup() -> None:
    text = to_text(PLAN)
    assert words(text) == words(" ".join(block.text for block in read_blocks(PLAN)))
    assert not set("*#\\>") & set(text.replace("\\*", "").replace("*echt*", ""))
    assert "\n\nWat ik noem\n- Marjan heeft" in text


@pytest.mark.parametrize(
    "words", ["1. eerst de cijfers", "2) dan zij", "- streepje", "+ plus", "# kop", "> pijl"]
)
def test_what_looks_like_markup_stands_as_it_was_written(words: str) -> None:
    items = tuple(
        Item(f"{name}0", name, words, "heard", 1, "", "", words)
        for name in ("came_back", "offer")
    )
    talk = State("nl", "leader", "closing", 9, BalanceRecord(items))
    sheets = {
        "plan": (plan_markdown(talk), 1),
        "follow-up": (follow_up_markdown((words,), f"Gebeurd. {words}", "nl", DAY), 2),
        "paper": (paper_markdown((words,), "", "nl"), 1),
    }
    for name, (sheet, times) in sheets.items():
        assert to_text(sheet).lower().count(words.lower()) >= times, name
