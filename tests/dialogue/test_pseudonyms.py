"""Where the operator wants it, names are initials before anything is written down."""

from __future__ import annotations

import pytest

from coach.dialogue.pseudonyms import with_initials
from coach.dialogue.putting import open_talk
from coach.dialogue.state import Language, edit_item
from coach.dialogue.tools import Tools
from coach.dialogue.turn import take_turn
from coach.records.store import Store
from coach.settings import Settings
from coach.sheets.plan import plan_markdown
from tests.records.told import holding


@pytest.mark.parametrize(
    ("language", "text", "kept"),
    [
        ("nl", "Marjan deed alles, Mohamed niets.", "M deed alles, Mo niets."),
        ("nl", "Marjans vader is ziek, zei marjan.", "M’s vader is ziek, zei M."),
        ("nl", "Mevrouw Jansen belde Willem van den Berg.", "Mevrouw J belde W."),
        ("nl", "De planner en Roos waren er in mei.", "De planner en R waren er in mei."),
        ("nl", "Ik zag M. in Nijmegen bij Philips.", "Ik zag M. in Nijmegen bij Philips."),
        ("nl", "Mail Fatima: f.idrissi@werk.nl of 06-12345678.", "Mail F: … of …."),
        ("en", "Denise’s shifts went to Paul.", "D’s shifts went to P."),
        ("en", "Will you help me?", "Will you help me?"),
        ("en", "I asked Will about it.", "I asked W about it."),
    ],
)
def test_names_become_initials_and_all_else_stays(language: Language, text: str, kept: str) -> None:
    assert with_initials(text, language, {}) == kept


def test_two_people_with_one_letter_stay_two_all_through_a_talk() -> None:
    known: dict[str, str] = {}
    assert with_initials("Marjan deed de roosters.", "nl", known) == "M deed de roosters."
    assert with_initials("En Mohamed de inkoop.", "nl", known) == "En Mo de inkoop."
    assert with_initials("Marjan hielp Mohamed.", "nl", known) == "M hielp Mo."


def test_no_name_of_a_walk_is_in_any_file_and_the_plan_is_whole(
    settings: Settings, tools: Tools
) -> None:
    store = Store(settings, with_initials)
    outcome = open_talk(tools, "nl", "leader")
    talk = store.create(outcome)
    for number, text in enumerate(
        (
            "Marjan heeft vanaf februari alle roosters gedaan.",
            "Het kostte Marjan de woensdag met haar vader.",
            "Ik heb haar niet bedankt, Mohamed wel.",
        ),
        start=1,
    ):
        store.add_user_turn(talk, number, text)
        pending = store.load(talk).pending
        assert pending is not None
        outcome = take_turn(tools, outcome.state, pending)
        store.add_coach_turn(talk, outcome)
    (deed,) = [item for item in outcome.state.record.items if item.field == "what"]
    assert deed.about == "M"
    assert "alle roosters" in plan_markdown(outcome.state)
    corrected = edit_item(outcome.state, deed.id, "alle roosters, met Fatima", "seen")
    store.save_state(talk, corrected)
    store.rename(talk, "Over Marjan en Fatima")
    assert "alle roosters, met F" in {i.text for i in store.load(talk).state.record.items}
    assert store.load(talk).title == "Over M en F"
    assert holding(settings.data_dir, "Marjan", "Mohamed", "Fatima") == []
    store.close()


def test_a_name_stays_where_nobody_asked_for_initials(settings: Settings) -> None:
    store = Store(settings)
    talk = store.create(open_talk(None, "nl", "leader"))
    store.add_user_turn(talk, 1, "Marjan deed alles.")
    assert store.load(talk).pending == "Marjan deed alles."
    store.close()
