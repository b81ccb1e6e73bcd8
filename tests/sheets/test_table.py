"""The table with cups: what is put down and moved stands there, and nobody explains it."""

from __future__ import annotations

import io
import re
from xml.etree import ElementTree

import pytest
from PIL import Image

from coach.dialogue.prepared import KINDS, Table
from coach.dialogue.state import LANGUAGES, Language, State, reworded
from coach.records.state_json import state_from_json, state_to_json
from coach.sheets.situation import load_texts
from coach.sheets.table import ACROSS, DOWN, LONGEST_NAME, MOST_CUPS, put_down, shifted, taken_away
from coach.sheets.table_picture import in_words, to_png, to_svg

SVG = "{http://www.w3.org/2000/svg}"


def laid() -> Table:
    table = Table("Waarom komt niemand?", noticed="Ik sta <tussen> hen & het werk.\nT is weg.")
    for kind, name in zip(KINDS, ("ik", "docent", "team", "T", "concert"), strict=True):
        table = put_down(table, kind, name)
    return table


def places(table: Table) -> list[tuple[int, int]]:
    return [(cup.across, cup.down) for cup in table.cups]


def test_every_cup_has_a_place_of_its_own_and_there_are_eight_at_most() -> None:
    table = Table()
    for number in range(12):
        table = put_down(table, "person", f"p{number}")
    assert len(set(places(table))) == len(table.cups) == MOST_CUPS
    assert put_down(Table(), "person", "  ") == Table()


def test_a_cup_goes_where_it_is_moved_and_neither_off_the_table_nor_onto_another() -> None:
    table = put_down(put_down(Table(), "self", "ik"), "work", "werk")
    (x, y), _ = places(table)
    assert places(shifted(table, 1, 1, -1))[0] == (x + 1, y - 1)
    edge = table
    for _ in range(20):
        edge = shifted(edge, 1, -1, 1)
    assert places(edge)[0] == (0, DOWN - 1)
    other = places(table)[1]
    assert shifted(table, 1, other[0] - x, other[1] - y) == table
    assert shifted(table, 99, 1, 1) == table
    assert [cup.name for cup in taken_away(table, 1).cups] == ["werk"]
    assert all(0 <= across < ACROSS for across, _ in places(edge))


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_picture_holds_the_cups_and_the_notes_in_their_words_and_nothing_about_them(
    language: Language,
) -> None:
    drawn = ElementTree.fromstring(to_svg(laid(), language))
    texts = [each.text for each in drawn.iter(f"{SVG}text")]
    words = load_texts(language)["table"]
    assert texts == [
        *("ik", "docent", "team", "T", "concert"),
        *(words["question"], "Waarom komt niemand?"),
        *(words["noticed"], "Ik sta <tussen> hen & het werk.", "T is weg."),
        words["caption"],
    ]
    assert drawn.find(f"{SVG}title") is not None


def test_names_stay_inside_the_picture_and_apart_and_are_large_enough_on_a_phone() -> None:
    table = Table()
    for number in range(MOST_CUPS):
        table = put_down(table, "person", f"{number} teamcoördinator"[:LONGEST_NAME])
    for _ in range(ACROSS):
        table = shifted(shifted(table, 1, -1, 0), 2, 1, 0)
    drawn = ElementTree.fromstring(to_svg(table, "nl"))
    width = float(drawn.attrib["width"])
    style = drawn.find(f"{SVG}style")
    assert style is not None
    asked = re.search(r"max-width: (\d+)px.*font-size: (\d+)px", style.text or "")
    assert asked is not None
    narrow, large = int(asked[1]), int(asked[2])
    assert narrow > 360
    assert large * 320 / width > 13.5  # pixels on a telephone of 360
    names = [each for each in drawn.iter(f"{SVG}text") if each.attrib.get("class") == "name"]
    assert len(names) == MOST_CUPS
    places = [(float(each.attrib["x"]), float(each.attrib["y"])) for each in names]
    half = LONGEST_NAME * large * 0.25
    for x, y in places:
        assert half <= x <= width - half
        same_line = [other for other, at in places if abs(at - y) < large and other != x]
        assert all(abs(other - x) >= 2 * half for other in same_line)


def test_the_picture_can_be_opened_and_grows_with_the_notes() -> None:
    small = Image.open(io.BytesIO(to_png(put_down(Table(), "self", "ik"), "nl")))
    large = Image.open(io.BytesIO(to_png(laid(), "nl")))
    assert small.format == "PNG"
    assert small.width == large.width
    assert small.height < large.height
    assert len(large.getcolors(maxcolors=100_000) or []) > 4


@pytest.mark.parametrize("language", LANGUAGES)
def test_who_sees_no_picture_hears_where_each_cup_stands(language: Language) -> None:
    told = in_words(laid(), language)
    for cup in laid().cups:
        assert cup.name in told
    assert in_words(Table(), language) == load_texts(language)["table"]["empty"]


def test_a_table_is_kept_with_its_talk_and_names_are_hidden_in_it_too() -> None:
    state = State("nl", "coach", table=laid())
    assert state_from_json(state_to_json(state)) == state
    hidden = reworded(state, lambda text: text.replace("docent", "D"))
    assert hidden.table is not None
    assert [cup.name for cup in hidden.table.cups][1] == "D"
