"""A talk that isn't saved behaves like one that is, for as long as its tab lives."""

from __future__ import annotations

import pytest

from coach.dialogue.state import Outcome, State
from coach.errors import ConversationNotFound, TurnConflict
from coach.records.store import Store
from coach.settings import Settings
from coach.web.keeping import PRIVATE, Keeper, TabOnly
from tests.fakes.engine import ScriptedEngine


@pytest.fixture(params=["store", "tab"])
def keeper(request: pytest.FixtureRequest, settings: Settings) -> Keeper:
    return Store(settings) if request.param == "store" else TabOnly()


def opened(keeper: Keeper) -> tuple[str, Outcome]:
    outcome = ScriptedEngine().open_talk("nl", "leader")
    return keeper.create(outcome), outcome


def test_a_turn_waits_for_its_answer(keeper: Keeper) -> None:
    talk, outcome = opened(keeper)
    keeper.add_user_turn(talk, 1, "Team is moe.")
    assert keeper.load(talk).pending == "Team is moe."
    keeper.add_coach_turn(talk, ScriptedEngine().take_turn(outcome.state, "Team is moe."))
    loaded = keeper.load(talk)
    assert loaded.pending is None
    assert [turn.role for turn in loaded.turns] == ["coach", "user", "coach"]
    assert loaded.state.turn == 1


@pytest.mark.parametrize("number", [0, 2, 5])
def test_only_the_next_turn_is_taken(keeper: Keeper, number: int) -> None:
    talk, _ = opened(keeper)
    with pytest.raises(TurnConflict):
        keeper.add_user_turn(talk, number, "Te laat.")


def test_the_same_turn_is_taken_once(keeper: Keeper) -> None:
    talk, _ = opened(keeper)
    keeper.add_user_turn(talk, 1, "Eerste.")
    with pytest.raises(TurnConflict):
        keeper.add_user_turn(talk, 1, "Tweede.")
    assert keeper.load(talk).pending == "Eerste."


def test_a_stopped_reply_keeps_what_was_shown_and_the_whole(keeper: Keeper) -> None:
    talk, outcome = opened(keeper)
    keeper.add_user_turn(talk, 1, "Team is moe.")
    answer = ScriptedEngine().take_turn(outcome.state, "Team is moe.")
    keeper.add_coach_turn(talk, answer, shown="Dat", stopped=True)
    last = keeper.load(talk).turns[-1]
    assert (last.text, last.stopped) == ("Dat", True)
    assert last.reply is not None
    assert last.reply.text == answer.reply.text


def test_a_changed_state_is_kept(keeper: Keeper) -> None:
    talk, outcome = opened(keeper)
    keeper.save_state(talk, State("en", "leader", history=outcome.state.history))
    assert keeper.load(talk).language == "en"


def test_a_tab_knows_no_other_talk() -> None:
    tab = TabOnly()
    with pytest.raises(ConversationNotFound):
        tab.load(PRIVATE)
    opened(tab)
    with pytest.raises(ConversationNotFound):
        tab.load("another")


def test_a_name_is_replaced_in_both(keeper: Keeper) -> None:
    talk, outcome = opened(keeper)
    keeper.add_user_turn(talk, 1, "Marjan deed alles.")
    keeper.rename_person(talk, "Marjan", "M")
    assert keeper.load(talk).turns[-1].text == "M deed alles."
    keeper.add_coach_turn(talk, ScriptedEngine().take_turn(outcome.state, "Marjan deed alles."))
    keeper.rename_person(talk, "Marjan", "M")
    assert "Marjan" not in repr(keeper.load(talk))
