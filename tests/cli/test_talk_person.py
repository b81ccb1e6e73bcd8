"""`coach chat` for a person: kept from the first word, resumed where it was."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from rich.console import Console

from coach.dialogue.turn import Tools, load_tools
from coach.records.store import Store
from coach.settings import Settings
from coach.terminal.talk_person import begin_talk, resume_talk


@pytest.fixture(scope="module")
def tools(shared_data_dir: Path) -> Tools:
    return load_tools(Settings(data_dir=shared_data_dir))


@pytest.fixture
def store(settings: Settings) -> Iterator[Store]:
    opened = Store(settings)
    yield opened
    opened.close()


@pytest.fixture
def console() -> Console:
    return Console(file=io.StringIO(), width=100)


def shown(console: Console) -> str:
    assert isinstance(console.file, io.StringIO)
    return console.file.getvalue()


def types(monkeypatch: pytest.MonkeyPatch, *lines: str) -> None:
    """Type `lines`, then end the input."""
    monkeypatch.setattr("sys.stdin", io.StringIO("".join(f"{line}\n" for line in lines)))


def test_who_is_talking_is_told_before_the_first_question(
    tools: Tools, store: Store, console: Console, monkeypatch: pytest.MonkeyPatch
) -> None:
    types(monkeypatch)
    begin_talk(tools, store, console, "nl", "leader", "opening")
    assert "Je praat met een computer" in shown(console)
    assert store.summaries() == []


def test_a_talk_is_kept_and_ends_with_its_sheet(
    tools: Tools, store: Store, console: Console, monkeypatch: pytest.MonkeyPatch
) -> None:
    types(monkeypatch, "", "Marjan deed vanaf februari alle roosters.")
    begin_talk(tools, store, console, "nl", "leader", "opening")
    (summary,) = store.summaries()
    kept = store.load(summary.id)
    assert [turn.role for turn in kept.turns] == ["coach", "user", "coach"]
    assert f"--resume {summary.id}" in shown(console)
    assert shown(console).rstrip().splitlines()[-1]
    assert "# " in shown(console)


def test_a_talk_can_be_had_without_keeping_it(
    tools: Tools, store: Store, console: Console, monkeypatch: pytest.MonkeyPatch
) -> None:
    types(monkeypatch, "n", "Something is off in my team.")
    begin_talk(tools, store, console, "en", "leader", "opening")
    assert store.summaries() == []
    assert "isn’t being saved" in shown(console)


def test_a_talk_goes_on_and_answers_what_was_left_unanswered(
    tools: Tools, store: Store, console: Console, monkeypatch: pytest.MonkeyPatch
) -> None:
    types(monkeypatch, "", "Het loopt niet lekker.")
    begin_talk(tools, store, console, "nl", "leader", "opening")
    talk = store.summaries()[0].id
    store.add_user_turn(talk, 2, "Gerda, elke zaterdag sinds juni.")

    types(monkeypatch, "Nee, niks gezegd.")
    resume_talk(tools, store, console, talk)

    kept = store.load(talk)
    assert kept.pending is None
    assert [turn.number for turn in kept.turns] == [0, 1, 1, 2, 2, 3, 3]


def test_when_the_talk_went_on_elsewhere_it_catches_up_and_goes_on(
    tools: Tools,
    store: Store,
    settings: Settings,
    console: Console,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    types(monkeypatch, "")
    begin_talk(tools, store, console, "nl", "leader", "opening")
    talk = store.summaries()[0].id
    elsewhere = Store(settings)

    class Typing:
        """Types a line, after somebody else has."""

        lines = iter(["Van hier.", "En nog eens van hier."])

        def readline(self) -> str:
            if elsewhere.load(talk).pending is None and elsewhere.load(talk).state.turn == 0:
                elsewhere.add_user_turn(talk, 1, "Van elders.")
            line = next(self.lines, None)
            return "" if line is None else f"{line}\n"

    monkeypatch.setattr("sys.stdin", Typing())
    resume_talk(tools, store, console, talk)

    said = [turn.text for turn in store.load(talk).turns if turn.role == "user"]
    assert said == ["Van elders.", "En nog eens van hier."]
    assert "is niet bewaard" in shown(console)
    elsewhere.close()


def test_brackets_are_shown_as_they_were_written(
    tools: Tools, store: Store, console: Console, monkeypatch: pytest.MonkeyPatch
) -> None:
    types(monkeypatch, "", "[bold]Gerda[/bold] en [/niets] :smile:")
    begin_talk(tools, store, console, "nl", "leader", "opening")
    resume_talk(tools, store, console, store.summaries()[0].id)
    assert "[bold]Gerda[/bold] en [/niets] :smile:" in shown(console)
