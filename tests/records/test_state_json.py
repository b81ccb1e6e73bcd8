"""State and reply survive the way to JSON and back, whatever stands in them."""

from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from coach.dialogue.state import Reply, State
from coach.records.state_json import (
    reply_from_json,
    reply_to_json,
    state_from_json,
    state_to_json,
)


@given(st.from_type(State))
def test_any_state_comes_back_equal(state: State) -> None:
    assert state_from_json(state_to_json(state)) == state


@given(st.from_type(Reply))
def test_any_reply_comes_back_equal(reply: Reply) -> None:
    assert reply_from_json(reply_to_json(reply)) == reply


def test_a_state_of_an_earlier_or_later_version_can_be_read() -> None:
    written = json.loads(state_to_json(State(language="nl", audience="leader")))
    del written["country"]
    written["of_a_later_version"] = 1
    assert state_from_json(json.dumps(written)) == State(language="nl", audience="leader")


def test_a_talk_that_was_kept_with_fractions_for_weights_can_still_be_opened() -> None:
    """As two versions ago wrote it: one such talk had the page call the whole file damaged."""
    written = json.loads(state_to_json(State(language="nl", audience="leader", turn=6)))
    written["weights"] = [["i7", 12.806074142456055]]
    assert state_from_json(json.dumps(written)).turn == 6
