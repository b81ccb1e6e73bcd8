"""The sheet beside the talk holds what was told, in the person's words and order."""

from __future__ import annotations

from coach.dialogue.state import BalanceRecord, Field, Item, Source, State
from coach.web.record import bullets, grouped
from coach.web.stepper import place
from coach.web.texts import texts_for


def item(number: int, field: Field, text: str, turn: int = 1, source: Source = "seen") -> Item:
    return Item(f"i{number}", field, text, source, turn)


def test_only_headings_with_something_under_them_are_drawn() -> None:
    record = BalanceRecord((item(1, "promised", "een opleiding"), item(2, "who", "Marjan")))
    state = State("nl", "leader", record=record)
    found = [
        (heading, [each.text for each in items])
        for heading, items in grouped(state, texts_for("nl"))
    ]
    assert found == [("Gegeven", ["Marjan"]), ("Toegezegd", ["een opleiding"])]


def test_what_was_given_keeps_the_order_of_telling() -> None:
    record = BalanceRecord(
        (
            item(1, "when", "in maart", turn=2),
            item(2, "what", "alle roosters", turn=2),
            item(3, "what", "de planning", turn=1),
        )
    )
    ((_, items),) = grouped(State("nl", "leader", record=record), texts_for("nl"))
    assert [each.text for each in items] == ["de planning", "alle roosters", "in maart"]


def test_a_moment_in_what_was_given_stands_there_once() -> None:
    items = [
        item(1, "what", "elke zaterdag de winkel geopend"),
        item(2, "when", "elke zaterdag"),
        item(3, "when", "sinds maart"),
    ]
    shown = [each.split(" :small")[0] for each in bullets(items, texts_for("nl"))]
    assert shown == ["- elke zaterdag de winkel geopend", "- sinds maart"]


def test_the_stepper_tells_here_from_there() -> None:
    state = State(
        "nl", "leader", phase="repair", visited=("opening", "return", "repair"), skipped=("return",)
    )
    places = [place(state, phase) for phase in ("opening", "return", "repair", "mirror")]
    assert places == ["visited", "skipped", "here", "ahead"]
