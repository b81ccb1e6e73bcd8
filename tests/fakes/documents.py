"""Files somebody might add, good and bad, made on the spot."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Sequence
from itertools import pairwise

import docx
from fpdf import FPDF
from PIL import Image
from pypdf import PdfWriter
from pypdf.generic import DecodedStreamObject, EncodedStreamObject, NameObject, NumberObject

AGREEMENTS = """# Afspraken van het loket

We hebben veel ideeÃ«n laten liggen sinds de verhuizing.

## Inwerken

- Elke nieuwe collega krijgt een **maatje** voor de eerste zes weken.
- Het maatje krijgt daarvoor twee uur per week vrij van de telefoon.

## Achterwacht

De achterwacht in het weekend rouleert per maand. Ruilen mag, als je het voor donderdag meldt.
"""
SENTENCE = "De achterwacht in het weekend rouleert per maand."
PAGES = (
    "De achterwacht in het weekend rouleert per maand. Ruilen mag voor donderdag.",
    "Wie nieuw is, krijgt een maatje voor de eerste zes weken.",
)


def pdf(pages: Sequence[str] = PAGES, *, header: str = "") -> bytes:
    """Return a PDF with these texts, one a page, as a word processor would print it."""
    made = FPDF()
    made.set_font("Helvetica", size=11)
    for number, text in enumerate(pages, start=1):
        made.add_page()
        if header:
            made.multi_cell(0, 6, f"{header} {number}", new_x="LMARGIN", new_y="NEXT")
        made.multi_cell(0, 6, text)
    return bytes(made.output())


def encrypted_pdf() -> bytes:
    """Return a PDF behind a password."""
    writer = PdfWriter(clone_from=io.BytesIO(pdf()))
    writer.encrypt("geheim", algorithm="RC4-128")
    return _written(writer)


def scanned_pdf() -> bytes:
    """Return a PDF of a picture and nothing else."""
    made = FPDF()
    made.add_page()
    made.image(Image.new("RGB", (60, 80), "grey"), w=100)
    return bytes(made.output())


def empty_pdf(pages: int = 1) -> bytes:
    """Return a PDF of blank pages."""
    writer = PdfWriter()
    for _ in range(pages):
        writer.add_blank_page(200, 200)
    return _written(writer)


def pdf_bomb() -> bytes:
    """Return a small PDF whose one page unpacks to 200 MB."""
    writer = PdfWriter()
    page = writer.add_blank_page(200, 200)
    packed = zlib.compressobj(9)
    data = b"".join(packed.compress(b"0 " * 1_000_000) for _ in range(100)) + packed.flush()
    stream = EncodedStreamObject()
    stream._data = data
    stream[NameObject("/Filter")] = NameObject("/FlateDecode")
    stream[NameObject("/Length")] = NumberObject(len(data))
    page[NameObject("/Contents")] = writer._add_object(stream)
    return _written(writer)


def busy_pdf() -> bytes:
    """Return a PDF that would keep a reader busy for hours: forms that draw each other."""
    writer = PdfWriter()
    page = writer.add_blank_page(200, 200)
    inner: object = None
    for _ in range(40):
        form = DecodedStreamObject()
        form.set_data(b"/F Do " * 10 if inner is not None else b"BT (a) Tj ET")
        form[NameObject("/Type")] = NameObject("/XObject")
        form[NameObject("/Subtype")] = NameObject("/Form")
        if inner is not None:
            form[NameObject("/Resources")] = _resources(inner)
        inner = writer._add_object(form)
    page[NameObject("/Resources")] = _resources(inner)
    stream = DecodedStreamObject()
    stream.set_data(b"/F Do")
    page[NameObject("/Contents")] = writer._add_object(stream)
    return _written(writer)


def word(*paragraphs: tuple[str, str]) -> bytes:
    """Return a .docx of (style, text) pairs and a table of two rows."""
    made = docx.Document()
    for style, text in paragraphs:
        made.add_paragraph(text, style=style)
    table = made.add_table(rows=2, cols=2)
    for row, texts in zip(table.rows, (("Wie", "Wat"), ("Gerda", "rooster")), strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text
    file = io.BytesIO()
    made.save(file)
    return file.getvalue()


def zipped(*parts: tuple[str, bytes]) -> bytes:
    """Return a zip file of these parts."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as made:
        for name, data in parts:
            made.writestr(name, data)
    return file.getvalue()


def zip_bomb() -> bytes:
    """Return a small .docx whose text unpacks to 200 MB."""
    return zipped(("[Content_Types].xml", b"<x/>"), ("word/document.xml", b" " * 200_000_000))


def entity_bomb() -> bytes:
    """Return a .docx whose text is entities of entities of entities."""
    names = [f"e{number}" for number in range(12)]
    lines = [f'<!ENTITY {names[0]} "{"x" * 1000}">'] + [
        f'<!ENTITY {name} "{f"&{before};" * 20}">'
        for before, name in pairwise(names)
    ]
    text = f"<!DOCTYPE d [{''.join(lines)}]>"
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    body = f'<w:document xmlns:w="{space}"><w:body><w:p><w:r><w:t>&{names[-1]};</w:t></w:r></w:p>'
    whole = f'<?xml version="1.0"?>{text}{body}</w:body></w:document>'
    good = zipfile.ZipFile(io.BytesIO(word(("Normal", "Een tekst."))))
    parts = [
        (name, whole.encode() if name == "word/document.xml" else good.read(name))
        for name in good.namelist()
    ]
    return zipped(*parts)


def _resources(form: object) -> object:
    from pypdf.generic import DictionaryObject

    objects = DictionaryObject({NameObject("/F"): form})
    return DictionaryObject({NameObject("/XObject"): objects})


def _written(writer: PdfWriter) -> bytes:
    file = io.BytesIO()
    writer.write(file)
    return file.getvalue()
