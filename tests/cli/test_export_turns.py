"""What `coach export --format json` tells of a talk's turns."""

from __future__ import annotations

import json
from pathlib import Path

from coach.records.store import Store
from coach.settings import Settings
from coach.terminal.exporting import export_talk
from tests.records.told import opening, reply_to

CRY = "Iedereen is beter af zonder mij."


def exported(settings: Settings, talk: str, to: Path) -> str:
    export_talk(settings, talk, "json", to)
    return to.read_text(encoding="utf-8")


def test_a_cry_is_left_out_also_while_it_has_no_reply_yet(
    settings: Settings, tmp_path: Path
) -> None:
    store = Store(settings)
    talk = store.create(opening())
    store.add_user_turn(talk, 1, "Marjan deed alle roosters.")
    store.add_coach_turn(talk, reply_to(1, "Marjan deed alle roosters."))
    store.add_user_turn(talk, 2, CRY)
    pending = exported(settings, talk, tmp_path / "pending.json")
    store.add_coach_turn(talk, reply_to(2, CRY, route="crisis"))
    answered = exported(settings, talk, tmp_path / "answered.json")
    store.close()
    assert CRY not in pending
    assert CRY not in answered
    turns = [turn["turn"] for turn in json.loads(answered)["turns"]]
    assert turns == [turn["turn"] for turn in json.loads(pending)["turns"]] == [0, 1, 1]
