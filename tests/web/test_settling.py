"""What is loaded once isn't looked through again after every run of the page."""

from __future__ import annotations

import gc
from collections.abc import Iterator

import pytest

from coach.web.settling import SAID, settle
from tests.fakes.engine import ScriptedEngine


@pytest.fixture(autouse=True)
def thawed() -> Iterator[None]:
    gc.unfreeze()
    yield
    gc.unfreeze()


def test_what_is_loaded_is_out_of_sight_after_a_first_turn_in_each_language() -> None:
    taken: list[str] = []

    class Listening(ScriptedEngine):
        def take_turn(self, state, text):  # type: ignore[no-untyped-def]
            assert state.set_phrases, "a model would be asked"
            taken.append(text)
            return super().take_turn(state, text)

    gc.collect()
    in_sight = len(gc.get_objects())
    settle(Listening(), quiet=0)
    assert taken == list(SAID.values())
    assert gc.get_freeze_count() > 0.9 * in_sight
    assert len(gc.get_objects()) < 0.1 * in_sight
