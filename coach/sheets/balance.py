"""Given and come back, side by side on two halves that are always of one size.

Nothing is counted or weighed: a half shows what was told, in the order of telling.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from xml.sax.saxutils import escape

from coach.dialogue.state import Field, Item, Source, State
from coach.dialogue.told_back import is_own_gift

GIVEN: tuple[Field, ...] = ("what", "extra", "cost", "own_giving")
BACK: tuple[Field, ...] = ("came_back", "own_getting", "promised")

WIDTH = 1000  # units of the picture, as are those below
HALF = WIDTH // 2
EDGE = 28
CARD = 16
LINE = 26
SOURCE_LINE = 22
LETTERS = 46  # of a line on a card
COLOURS = {"given": "#E0EAEE", "back": "#E6ECDB", "card": "#FDFDFA", "ink": "#1E2A2D"}
QUIET, PENCIL = "#4F5C5E", "#818D89"


@dataclass(frozen=True)
class Card:
    """One thing that was told; `open` when it was promised and hasn't come yet."""

    text: str
    source: Source
    open: bool = False


def halves(state: State) -> tuple[tuple[Card, ...], tuple[Card, ...]]:
    """Return what was given and what came back, as told."""
    given = tuple(_cards(state, GIVEN))
    back = tuple(_cards(state, BACK))
    return given, back


def may_be_offered(state: State) -> bool:
    """Tell whether the two halves say what they seem to say.

    Not when what came back was the speaker's own gift: then both halves would be about giving.
    """
    given, back = halves(state)
    if not (given or back):
        return False
    return state.audience != "leader" or not any(
        is_own_gift(item.clause or item.text)
        for item in state.record.items
        if item.field == "came_back"
    )


def picture(state: State, words: Mapping[str, str]) -> bytes:
    """Return the two halves as an SVG picture.

    `words` has given, back, promised, empty, note and one for each source, as the page says them.
    """
    given, back = halves(state)
    tall = max(_tall(given), _tall(back))
    height = tall + 2 * EDGE + 60
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height + 50}" '
        f'width="{WIDTH}" height="{height + 50}" role="img" font-family="Georgia, serif">',
        f"<title>{escape(_spoken(given, back, words))}</title>",
        f'<rect width="{WIDTH}" height="{height + 50}" fill="{COLOURS["card"]}"/>',
    ]
    for left, cards, side in ((0, given, "given"), (HALF, back, "back")):
        parts.append(
            f'<rect x="{left}" width="{HALF}" height="{height}" fill="{COLOURS[side]}"/>'
        )
        parts.append(_text(left + EDGE, EDGE + 22, words[side], 24, weight=600))
        parts += _half(left + EDGE, EDGE + 48, cards, words)
    parts.append(
        f'<line x1="{HALF}" x2="{HALF}" y2="{height}" stroke="{PENCIL}" stroke-width="1"/>'
    )
    parts.append(_text(EDGE, height + 31, words["note"], 15, colour=QUIET))
    return "\n".join([*parts, "</svg>", ""]).encode()


def source_of(card: Card, words: Mapping[str, str]) -> str:
    """Return under a card how its person knows it, and whether it is still open."""
    told = words[card.source]
    return f"{told}, {words['promised']}" if card.open else told


def _cards(state: State, fields: tuple[Field, ...]) -> list[Card]:
    seen: list[str] = []
    cards = []
    for item in state.record.items:
        text = _words(item)
        if item.field not in fields or any(text.casefold() in each for each in seen):
            continue
        seen.append(text.casefold())
        cards.append(Card(text, item.source, item.field == "promised"))
    return cards


def _words(item: Item) -> str:
    about = item.about.strip()
    if item.field == "what" and about and about.casefold() not in item.text.casefold():
        return f"{about}: {item.text}"
    return item.text


def _half(left: int, top: int, cards: tuple[Card, ...], words: Mapping[str, str]) -> list[str]:
    if not cards:
        return [_text(left, top + LINE, words["empty"], 17, colour=QUIET)]
    parts = []
    wide = HALF - 2 * EDGE
    for card in cards:
        lines = _lines(card.text)
        tall = 2 * CARD + LINE * len(lines) + SOURCE_LINE - 6
        style = (
            f'fill="none" stroke="{PENCIL}" stroke-dasharray="5 4"'
            if card.open
            else f'fill="{COLOURS["card"]}"'
        )
        parts.append(
            f'<rect x="{left}" y="{top}" width="{wide}" height="{tall}" rx="6" {style}/>'
        )
        for number, line in enumerate(lines):
            parts.append(_text(left + CARD, top + CARD + 16 + LINE * number, line, 18))
        under = top + CARD + LINE * len(lines) + 12
        parts.append(_text(left + CARD, under, source_of(card, words), 14, colour=QUIET))
        top += tall + 14
    return parts


def _tall(cards: tuple[Card, ...]) -> int:
    return 80 + sum(
        2 * CARD + LINE * len(_lines(card.text)) + SOURCE_LINE + 8 for card in cards
    )


def _lines(text: str) -> list[str]:
    """Return `text` cut into lines of a card, between words where it can be."""
    import textwrap

    return textwrap.wrap(" ".join(text.split()), LETTERS) or [""]


def _text(
    left: int, top: int, text: str, size: int, *, colour: str = COLOURS["ink"], weight: int = 400
) -> str:
    return (
        f'<text x="{left}" y="{top}" font-size="{size}" font-weight="{weight}" '
        f'fill="{colour}">{escape(_printable(text))}</text>'
    )


def _printable(text: str) -> str:
    return "".join(sign for sign in text if sign.isprintable())


def _spoken(given: tuple[Card, ...], back: tuple[Card, ...], words: Mapping[str, str]) -> str:
    told = []
    for side, cards in (("given", given), ("back", back)):
        listed = "; ".join(f"{card.text} ({source_of(card, words)})" for card in cards)
        told.append(f"{words[side]}: {listed or words['empty']}")
    return _printable(" ".join(f"{each}." for each in told))
