"""A server whose papers didn't load at once: it tries again, and never says it's ready without."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from coach.dialogue.tools import Tools
from coach.settings import Settings
from coach.web import engine as engines
from coach.web.engine import LoadedEngine


def failing(times: int, load: Callable[[Settings], Tools]) -> Callable[[Settings], Tools]:
    left = [times]

    def fails_first(settings: Settings) -> Tools:
        left[0] -= 1
        if left[0] >= 0:
            raise ImportError("partially loaded")
        return load(settings)

    return fails_first


def test_what_fails_to_load_once_is_tried_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engines, "_load_tools", failing(1, engines._load_tools))
    engine = LoadedEngine(Settings(data_dir=tmp_path))
    assert engine.screen("Ik wil niet meer leven.", "nl", ()).route == "crisis"
    assert engine.ready


def test_a_server_that_cannot_load_is_not_ready(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engines, "_load_tools", failing(2, engines._load_tools))
    engine = LoadedEngine(Settings(data_dir=tmp_path))
    with pytest.raises(ImportError):
        engine.screen("Ik wil niet meer leven.", "nl", ())
    assert not engine.ready
