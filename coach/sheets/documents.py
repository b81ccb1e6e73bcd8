"""A sheet in Markdown as a Word document or as a PDF of one A4 page."""

from __future__ import annotations

import io
from importlib.resources import files
from itertools import takewhile
from typing import TYPE_CHECKING

from coach.dialogue.state import Language
from coach.sheets.blocks import Block, read_blocks, sheet_title
from coach.sheets.house import NOBODY, House

if TYPE_CHECKING:
    from docx.document import Document as WordDocument
    from docx.text.paragraph import Paragraph
    from fpdf import FPDF

    from coach.sheets.tagged import Tag, TaggedPages

INK = (30, 42, 45)
QUIET = (79, 92, 94)
GIVEN = (169, 195, 206)
BACK = (188, 201, 160)
LOCALES: dict[Language, str] = {"nl": "nl-NL", "en": "en-GB"}

# Sizes of body text in points that are tried until the sheet fits one page.
SIZES = (11.5, 11.0, 10.5, 10.0, 9.5, 9.0, 8.5, 8.0)
SEVERAL_PAGES = 10.0
FAMILY = "Source Serif"
STYLES = {"": "Regular", "B": "Semibold", "I": "It", "BI": "SemiboldIt"}


def to_docx(markdown: str, language: Language, house: House = NOBODY) -> bytes:
    """Return the sheet as a Word document, with `house` in its header and footer."""
    from docx import Document

    document = Document()
    _page_and_styles(document, language)
    _head_and_foot(document, house)
    blocks = read_blocks(markdown)
    document.core_properties.title = sheet_title(markdown)
    document.core_properties.author = ""
    document.core_properties.comments = ""
    document.core_properties.language = LOCALES[language]
    styles = {
        "title": "Title",
        "part": "Heading 1",
        "heading": "Heading 2",
        "bullet": "List Bullet",
        "quote": "Quote",
    }
    for block in blocks:
        _add_runs(document.add_paragraph(style=styles.get(block.kind, "Normal")), block)
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def to_pdf(markdown: str, language: Language, house: House = NOBODY) -> bytes:
    """Return the sheet as a PDF on A4, on one page when its text can stay 8 points or larger.

    `house` stands at the head of the first page and at the foot of the last.
    """
    blocks = read_blocks(markdown)
    title = sheet_title(markdown)
    for size in SIZES:
        page = _set(blocks, title, language, size, house)
        if page.page == 1:
            return bytes(page.output())
    return bytes(_set(blocks, title, language, SEVERAL_PAGES, house).output())


def _page_and_styles(document: WordDocument, language: Language) -> None:
    from docx.oxml.ns import qn
    from docx.shared import Cm, Pt, RGBColor

    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.5)
    section.top_margin = section.bottom_margin = Cm(2)
    sizes = {
        "Normal": 11, "Title": 20, "Heading 1": 15, "Heading 2": 12, "List Bullet": 11, "Quote": 11,
    }  # fmt: skip
    for name, size in sizes.items():
        style = document.styles[name]
        style.font.name, style.font.size = "Georgia", Pt(size)
        style.font.color.rgb = RGBColor(*INK)
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for attribute in list(fonts.attrib):
            if "Theme" in attribute:
                del fonts.attrib[attribute]
        fonts.set(qn("w:hAnsi"), "Georgia")
        style.paragraph_format.space_after = Pt(4)
        border = style.element.find(f".//{qn('w:pBdr')}")
        if border is not None:
            border.getparent().remove(border)
    document.styles["Heading 1"].paragraph_format.space_before = Pt(18)
    document.styles["Heading 2"].paragraph_format.space_before = Pt(12)
    document.styles["Quote"].paragraph_format.left_indent = Cm(0.6)
    tongue = document.styles.element.find(f".//{qn('w:lang')}")
    if tongue is not None:
        tongue.set(qn("w:val"), LOCALES[language])


def _head_and_foot(document: WordDocument, house: House) -> None:
    from docx.shared import Cm, Pt, RGBColor

    section = document.sections[0]
    if house.logo is not None or house.name:
        section.header_distance, section.top_margin = Cm(1), Cm(3)
    header, footer = section.header.paragraphs[0], section.footer.paragraphs[0]
    if house.logo is not None:
        picture = header.add_run().add_picture(str(house.logo), height=Cm(LOGO_MM / 10))
        picture._inline.docPr.set("descr", house.name)
        if house.name:
            header.add_run("   ")
    for paragraph, words in ((header, house.name), (footer, house.contact)):
        if words:
            run = paragraph.add_run(_printable(words))
            run.font.size, run.font.color.rgb = Pt(9), RGBColor(*QUIET)


def _add_runs(paragraph: Paragraph, block: Block) -> None:
    for run in block.runs:
        added = paragraph.add_run(_printable(run.text))
        # A heading's style is bold; what stands behind it in brackets isn't part of it.
        added.bold = run.bold if block.kind == "heading" else (run.bold or None)
        added.italic = run.italic or (block.kind == "quote") or None


def _printable(text: str) -> str:
    """Return `text` without the control characters that no document may hold."""
    return "".join(sign for sign in text if sign >= " " or sign in "\t\n")


def _drawable(page: FPDF, text: str) -> str:
    """Return `text` with what the font can't draw left out, and a mark where a letter was."""
    drawn = page.current_font.cmap  # type: ignore[union-attr]
    return "".join(
        sign if ord(sign) in drawn else "?" if sign.isalnum() else "" for sign in _printable(text)
    )


def _font(style: str) -> str:
    return str(files("font_source_serif_pro") / "files" / f"SourceSerifPro-{STYLES[style]}.ttf")


def _set(
    blocks: tuple[Block, ...], title: str, language: Language, size: float, house: House
) -> TaggedPages:
    from fpdf import ViewerPreferences

    from coach.sheets.tagged import TaggedPages

    page = TaggedPages(format="A4")
    page.set_margins(22, 20)
    page.set_auto_page_break(True, margin=16)
    for style in STYLES:
        page.add_font(FAMILY, style, _font(style))
    page.set_title(title)
    page.set_lang(LOCALES[language])
    page.viewer_preferences = ViewerPreferences(display_doc_title=True)
    page.add_page()
    _band(page)
    _head(page, house)
    parts = any(block.kind == "part" for block in blocks)
    for number, block in enumerate(blocks):
        _print(page, block, size, "H3" if parts else "H2", _kept_with(blocks[number:]))
    if house.contact:
        _foot(page, house)
    return page


def _kept_with(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """Return what stays on a page with the first block: its points, of a part its head too."""
    part = blocks[0].kind == "part"
    head = tuple(each for each in blocks[1:2] if part and each.kind == "heading")
    points = takewhile(lambda each: each.kind == "bullet", blocks[1 + len(head) :])
    return (*head, *points)[:MOST_TOGETHER]


def _band(page: TaggedPages) -> None:
    """Draw the fold of the sheet: one half given, one half come back, of one size."""
    page.begin_ornament()
    half = page.w / 2
    for left, colour in ((0.0, GIVEN), (half, BACK)):
        page.set_fill_color(*colour)
        page.rect(left, 0, half, 2, style="F")
    page.end()


def _head(page: TaggedPages, house: House) -> None:
    """Print the operator's logo and name above the title, when there are any."""
    if house.logo is None and not house.name:
        return
    left, top = page.l_margin, 9.0
    if house.logo is not None:
        with page.local_context():
            page.begin_ornament()
            drawn = page.image(str(house.logo), x=left, y=top, h=LOGO_MM)
            page.end()
        left += drawn.rendered_width + 3
    if house.name:
        page.begin("P")
        page.set_font(FAMILY, "", 9)
        page.set_text_color(*QUIET)
        page.set_xy(left, top)
        page.cell(0, LOGO_MM, _drawable(page, house.name))
        page.end()
    page.set_xy(page.l_margin, top + LOGO_MM + 2)


def _foot(page: TaggedPages, house: House) -> None:
    page.set_auto_page_break(False)
    page.begin("P")
    page.set_font(FAMILY, "", 9)
    page.set_text_color(*QUIET)
    page.set_xy(page.l_margin, page.h - 13)
    page.cell(0, 5, _drawable(page, house.contact))
    page.end()


LARGER = {"title": 1.7, "part": 1.25}  # than body text
ABOVE = {"part": 1.0, "heading": 0.6}  # room above a block, in lines
MOST_TOGETHER = 6  # points that are kept with their heading
LOGO_MM = 9.0


def _print(
    page: TaggedPages, block: Block, size: float, heading: Tag, together: tuple[Block, ...]
) -> None:
    points = size * LARGER.get(block.kind, 1.0)
    line = points * 0.3528 * 1.4
    indent = {"bullet": 5.0, "quote": 4.0}.get(block.kind, 0.0)
    page.ln(line * ABOVE.get(block.kind, 0.12))
    left = page.l_margin
    page.set_left_margin(left + indent)
    page.set_x(left + indent)
    # A heading stays with its points, or with two lines of what it heads.
    lines = 1
    if block.kind in ("part", "heading"):
        page.set_font(FAMILY, "", size)
        room = page.epw - 5
        wanted = (page.get_string_width(_drawable(page, each.text)) for each in together)
        lines += max(sum(1 + int(width // room) for width in wanted), 2)
    if page.y + line * lines > page.page_break_trigger:
        page.add_page()
    top = page.y
    tags: dict[str, Tag] = {
        "title": "H1", "part": "H2", "heading": heading, "quote": "BlockQuote",
    }  # fmt: skip
    page.begin(tags.get(block.kind, "P"))
    if block.kind == "bullet":
        page.set_font(FAMILY, "", points)
        page.set_xy(left + 1, top)
        page.cell(4, line, "•")
        page.set_xy(left + indent, top)
    for run in block.runs:
        style = ("B" if run.bold or block.kind == "part" else "") + ("I" if run.italic else "")
        page.set_font(FAMILY, style, points)
        page.set_text_color(*(QUIET if run.italic or _aside(block, run.bold) else INK))
        text = _drawable(page, run.text)
        _keep_word(page, text, line, left + indent)
        page.write(line, text)
    page.ln(line)
    page.end()
    if block.kind == "quote" and page.y > top:
        page.begin_ornament()
        page.set_draw_color(*INK)
        page.line(left + 1, top, left + 1, page.y)
        page.end()
    page.set_left_margin(left)
    page.set_x(left)


def _keep_word(page: TaggedPages, text: str, line: float, start: float) -> None:
    """Begin a new line for a run whose first word doesn't fit; fpdf2 would cut the word there."""
    first = text.split(" ", 1)[0]
    room = page.w - page.r_margin - page.x - 2 * page.c_margin
    if page.x > start + 1 and page.get_string_width(first) > room:
        page.ln(line)
        page.set_x(start)


def _aside(block: Block, bold: bool) -> bool:
    return block.kind == "heading" and not bold and any(run.bold for run in block.runs)
