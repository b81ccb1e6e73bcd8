"""What fits goes along whole; what doesn't goes along condensed; nothing is cut."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from coach.models.budget import USABLE, Parts, fit, tokens

TALK = tuple((f"Zin {n} van de ander.", f"Antwoord {n} van de coach.") for n in range(40))
LONG = Parts("systeem", "vraag en beurt", ("- een", "- twee"), ("[bron] zin",), "kort", TALK)


def test_a_short_talk_goes_along_whole_and_needs_no_summary() -> None:
    found = fit(Parts("s", "a", ("- een",), (), "kort", TALK[:3]), window=4096, answer=400)
    assert found is not None
    assert found.history == TALK[:3]
    assert found.summary == ""
    assert (found.budget.told, found.budget.condensed) == (3, 0)


def test_of_a_long_talk_the_newest_turns_go_along_whole_and_the_rest_as_a_summary() -> None:
    found = fit(LONG, window=1024, answer=400)
    assert found is not None
    assert found.summary == "kort"
    assert found.history
    assert found.history == TALK[-len(found.history) :]
    assert found.budget.told + found.budget.condensed == len(TALK)
    assert found.record == LONG.record
    assert found.passages == LONG.passages


def test_a_turn_too_long_for_the_window_is_not_cut_but_refused() -> None:
    assert fit(Parts("s", "woord " * 2000, (), (), "", ()), window=1024, answer=400) is None


@given(
    window=st.integers(1024, 4096),
    record=st.lists(st.text(max_size=200), max_size=30),
    history=st.lists(st.tuples(st.text(max_size=300), st.text(max_size=300)), max_size=20),
)
def test_it_never_exceeds_its_share_of_the_window(
    window: int, record: list[str], history: list[tuple[str, str]]
) -> None:
    parts = Parts("systeem", "beurt", tuple(record), (), "samenvatting " * 20, tuple(history))
    found = fit(parts, window, answer=400, count=len)
    assert found is not None
    assert found.budget.sent <= window * USABLE - 400
    assert found.budget.as_numbers()["free"] >= 0
    assert all(pair in history for pair in found.history)
    assert all(line in record for line in found.record)


def test_counting_needs_no_network_and_takes_marks_of_a_vocabulary_for_text() -> None:
    assert tokens("Zes zondagen voor de nachtploeg.") == 12
    assert tokens("<|endoftext|>") > 1
