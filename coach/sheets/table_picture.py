"""The table as a picture with its notes: one list of marks, drawn as SVG or as PNG.

It shows where cups stand and in whose words, and says nothing about them.
"""

from __future__ import annotations

import io
import textwrap
from dataclasses import dataclass
from html import escape
from importlib.resources import files
from typing import Literal

from coach.dialogue.prepared import Cup, Table
from coach.dialogue.state import Language
from coach.sheets.situation import load_texts
from coach.sheets.table import ACROSS, DOWN

STEP, EDGE = 60, 48  # pixels between two places, and round them
WIDTH = 2 * EDGE + (ACROSS - 1) * STEP
TABLE_HEIGHT = 2 * EDGE + (DOWN - 1) * STEP + 16
PAPER, INK, QUIET, LINE = "#FDFDFA", "#1E2A2D", "#4F5C5E", "#818D89"
GIVEN, BACK = "#A9C3CE", "#BCC9A0"
WRAP = 66  # characters in a line of the notes
RADIUS = 20
NAME = 19  # the size of a cup's name, in pixels of the picture
# A phone draws the whole picture at little more than half its size: there a name is this large.
NARROW, LARGE_NAME = 460, 26


@dataclass(frozen=True)
class _Shape:
    form: Literal["round", "square", "wide"]
    x: int
    y: int
    dashed: bool = False
    heavy: bool = False
    double: bool = False


@dataclass(frozen=True)
class _Text:
    x: int
    y: int
    words: str
    size: int = 15
    bold: bool = False
    middle: bool = False
    colour: str = INK
    name: bool = False  # of a cup


def to_svg(table: Table, language: Language, selected: int | None = None) -> str:
    """Return the picture as an SVG document; the cup `selected` has a heavier line."""
    height, shapes, texts = _marks(table, language, selected)
    drawn = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{height}" '
        f'viewBox="0 0 {WIDTH} {height}" role="img">',
        f"<title>{escape(in_words(table, language))}</title>",
        f"<style>@media (max-width: {NARROW}px) "
        f"{{ .name {{ font-size: {LARGE_NAME}px }} }}</style>",
        f'<rect width="{WIDTH}" height="{height}" fill="{PAPER}"/>',
        f'<rect width="{WIDTH // 2}" height="5" fill="{GIVEN}"/>',
        f'<rect x="{WIDTH // 2}" width="{WIDTH - WIDTH // 2}" height="5" fill="{BACK}"/>',
    ]
    if height > TABLE_HEIGHT:
        drawn.append(
            f'<line x1="{EDGE}" y1="{TABLE_HEIGHT}" x2="{WIDTH - EDGE}" y2="{TABLE_HEIGHT}" '
            f'stroke="{LINE}"/>'
        )
    drawn += [_svg_shape(shape) for shape in shapes]
    drawn += [_svg_text(text) for text in texts]
    return "\n".join([*drawn, "</svg>"])


def to_png(table: Table, language: Language) -> bytes:
    """Return the picture as a PNG, twice as fine as the SVG's pixels."""
    from PIL import Image, ImageDraw, ImageFont

    fine = 2
    height, shapes, texts = _marks(table, language, None)
    picture = Image.new("RGB", (WIDTH * fine, height * fine), PAPER)
    pen = ImageDraw.Draw(picture)
    half = WIDTH * fine // 2
    pen.rectangle((0, 0, half, 5 * fine), fill=GIVEN)
    pen.rectangle((half, 0, WIDTH * fine, 5 * fine), fill=BACK)
    if height > TABLE_HEIGHT:
        at = TABLE_HEIGHT * fine
        pen.line((EDGE * fine, at, (WIDTH - EDGE) * fine, at), fill=LINE, width=fine)
    for shape in shapes:
        for grow in (0, 5) if shape.double else (0,):
            _png_shape(pen, shape, RADIUS + grow, fine)
    fonts = files("font_source_serif_pro") / "files"
    for text in texts:
        name = "Semibold" if text.bold else "Regular"
        font = ImageFont.truetype(str(fonts / f"SourceSerifPro-{name}.ttf"), text.size * fine)
        pen.text(
            (text.x * fine, text.y * fine), text.words, fill=text.colour, font=font,
            anchor="ms" if text.middle else "ls",
        )  # fmt: skip
    file = io.BytesIO()
    picture.save(file, "PNG")
    return file.getvalue()


def in_words(table: Table, language: Language) -> str:
    """Return where each cup stands, for whoever doesn't see the picture."""
    texts = load_texts(language)["table"]
    if not table.cups:
        return str(texts["empty"])
    return " ".join(where(cup, language) for cup in table.cups)


def where(cup: Cup, language: Language) -> str:
    """Return one sentence that says where a cup stands."""
    texts = load_texts(language)["table"]
    return str(
        texts["where"].format(
            name=cup.name, kind=texts["kinds"][cup.kind], across=cup.across + 1, down=cup.down + 1
        )
    )


def _marks(
    table: Table, language: Language, selected: int | None
) -> tuple[int, list[_Shape], list[_Text]]:
    shapes: list[_Shape] = []
    texts: list[_Text] = []
    for cup in table.cups:
        x, y = EDGE + cup.across * STEP, EDGE + cup.down * STEP
        form: Literal["round", "square", "wide"] = "round"
        if cup.kind in ("work", "team"):
            form = "square" if cup.kind == "work" else "wide"
        shapes.append(
            _Shape(form, x, y, cup.kind == "gone", cup.id == selected, cup.kind == "self")
        )
    texts += _names(table, selected)
    words = load_texts(language)["table"]
    y = TABLE_HEIGHT
    for heading, told in (
        (words["question"], table.question),
        (words["noticed"], table.noticed),
        (words["check"], table.check),
    ):
        if not told.strip():
            continue
        y += 34
        texts.append(_Text(EDGE, y, heading, bold=True))
        for paragraph in told.strip().splitlines():
            for line in textwrap.wrap(paragraph, WRAP) or [""]:
                y += 22
                texts.append(_Text(EDGE, y, line))
    if y > TABLE_HEIGHT:
        y += 36
        texts.append(_Text(EDGE, y, words["caption"], 13, colour=QUIET))
        y += 20
    return y, shapes, texts


def _names(table: Table, selected: int | None) -> list[_Text]:
    """Return the name of each cup under it, or above it where it would run into something.

    It stays inside the picture, also as large as on a phone.
    """
    found: dict[int, _Text] = {}
    cups = [(EDGE + cup.across * STEP, EDGE + cup.down * STEP) for cup in table.cups]

    def is_free(x: int, y: int, half: int) -> bool:
        return all(
            abs(x - other.x) >= half + _half(other.words) or abs(y - other.y) >= LARGE_NAME
            for other in found.values()
        ) and all(
            abs(x - cup_x) >= half + RADIUS or not -RADIUS < y - cup_y < RADIUS + LARGE_NAME - 4
            for cup_x, cup_y in cups
        )

    for cup in sorted(table.cups, key=lambda each: (each.down, each.across)):
        half = _half(cup.name)
        x = min(max(EDGE + cup.across * STEP, half), WIDTH - half)
        y = EDGE + cup.down * STEP
        under, above = y + RADIUS + 27, y - RADIUS - 10
        place = above if not is_free(x, under, half) and is_free(x, above, half) else under
        found[cup.id] = _Text(
            x, place, cup.name, NAME, cup.id == selected, middle=True, name=True
        )
    return [found[cup.id] for cup in table.cups]


def _half(name: str) -> int:
    """Return half the width of a name as large as it gets, a little more than it may be."""
    return round(len(name) * LARGE_NAME * 0.26) + 4


def _svg_text(text: _Text) -> str:
    style = f'font-size="{text.size}" fill="{text.colour}"'
    if text.name:
        style += ' class="name"'
    if text.bold:
        style += ' font-weight="600"'
    if text.middle:
        style += ' text-anchor="middle"'
    family = "Source Serif 4, Source Serif Pro, Georgia, serif"
    return (
        f'<text x="{text.x}" y="{text.y}" font-family="{family}" {style}>'
        f"{escape(text.words)}</text>"
    )


def _svg_shape(shape: _Shape) -> str:
    style = f'fill="{PAPER}" stroke="{INK}" stroke-width="{3.5 if shape.heavy else 1.5}"'
    if shape.dashed:
        style += ' stroke-dasharray="5 5"'
    x, y, r = shape.x, shape.y, RADIUS
    if shape.form == "square":
        return f'<rect x="{x - r}" y="{y - r}" width="{2 * r}" height="{2 * r}" {style}/>'
    if shape.form == "wide":
        size = f'width="{2 * r + 16}" height="{2 * r}" rx="{r}"'
        return f'<rect x="{x - r - 8}" y="{y - r}" {size} {style}/>'
    outer = f'<circle cx="{x}" cy="{y}" r="{r + 5}" {style}/>' if shape.double else ""
    return f'{outer}<circle cx="{x}" cy="{y}" r="{r}" {style}/>'


def _png_shape(pen: object, shape: _Shape, radius: int, fine: int) -> None:
    from PIL import ImageDraw

    assert isinstance(pen, ImageDraw.ImageDraw)
    wide = 8 if shape.form == "wide" else 0
    x, y, r = shape.x * fine, shape.y * fine, radius * fine
    box = (x - r - wide * fine, y - r, x + r + wide * fine, y + r)
    width = 2 * fine
    if shape.form == "square":
        pen.rectangle(box, outline=INK, width=width)
    elif shape.form == "wide":
        pen.rounded_rectangle(box, radius=r, outline=INK, width=width)
    elif shape.dashed:
        for start in range(0, 360, 24):
            pen.arc(box, start, start + 12, fill=INK, width=width)
    else:
        pen.ellipse(box, outline=INK, width=width)
