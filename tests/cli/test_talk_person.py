"""`coach chat` for a person: kept from the first word, resumed where it was."""

from __future__ import annotations

import io
import resource
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, nullcontext
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console

from coach.dialogue.state import Language
from coach.dialogue.tools import Tools, load_tools
from coach.dialogue.voice import ModelVoice, make_voice, with_model
from coach.records.store import Store, StoredTurn
from coach.settings import Settings
from coach.sheets.question_sheet import question_sheet
from coach.terminal.talk_person import begin_talk, resume_talk
from coach.web.texts import CONSENT_VERSION, texts_for
from coach.web.what_leaves import consent_of, what_leaves
from tests.fakes.misbehaving import Call, MisbehavingServer, each_question, stall, the_draft
from tests.fakes.models import settings_for
from tests.sheets.conftest import woven


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
    tools: Tools,
    store: Store,
    settings: Settings,
    console: Console,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    types(monkeypatch)
    begin_talk(tools, store, console, settings, "nl", "leader", "opening")
    assert "Je praat met een computer" in shown(console)
    assert store.summaries() == []


@pytest.mark.parametrize("language", ["nl", "en"])
def test_who_begins_has_read_the_text_of_the_page_and_agreed_to_it_once(
    tools: Tools,
    store: Store,
    settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
    language: Language,
) -> None:
    texts = texts_for(language)
    first, second = Console(file=io.StringIO(), width=100), Console(file=io.StringIO(), width=100)
    types(monkeypatch, "")
    begin_talk(tools, store, first, settings, language, "leader", "opening")
    told = " ".join(shown(first).split())
    for each in ("computer", "leaves", "others", "not", "readers"):
        assert texts(f"welcome.{each}") in told
    assert texts("welcome.kept", days=90) in told
    assert "".join(str(settings.data_dir).split()) in "".join(told.split())
    (given,) = store.consents()
    assert (given.version, given.text_hash) == (CONSENT_VERSION, consent_of(settings))

    types(monkeypatch, "")
    begin_talk(tools, store, second, settings, language, "leader", "opening")
    assert texts("welcome.not") not in " ".join(shown(second).split())
    assert store.consents() == (given,)


@pytest.mark.parametrize("typed", [["n"], []])
def test_who_saves_nothing_or_leaves_has_agreed_to_nothing(
    tools: Tools, store: Store, settings: Settings, console: Console,
    monkeypatch: pytest.MonkeyPatch, typed: list[str],
) -> None:  # fmt: skip
    types(monkeypatch, *typed)
    begin_talk(tools, store, console, settings, "nl", "leader", "opening")
    assert store.consents() == ()


def test_who_agreed_that_nothing_leaves_is_asked_again_when_a_model_speaks(
    tools: Tools,
    store: Store,
    settings: Settings,
    console: Console,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    store.give_consent(CONSENT_VERSION, consent_of(settings))
    speaks = settings.model_copy(update={"model": "openai:fake"})
    types(monkeypatch, "")
    begin_talk(tools, store, console, speaks, "nl", "leader", "opening")
    told = " ".join(shown(console).split())
    assert "Deze tekst is veranderd sinds je akkoord van" in told
    assert what_leaves(texts_for("nl"), speaks) in told
    assert [each.text_hash for each in store.consents()] == [
        consent_of(speaks), consent_of(settings),
    ]  # fmt: skip


def test_a_talk_is_kept_and_ends_with_its_sheet(
    tools: Tools,
    store: Store,
    settings: Settings,
    console: Console,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    types(monkeypatch, "", "Marjan deed vanaf februari alle roosters.")
    begin_talk(tools, store, console, settings, "nl", "leader", "opening")
    (summary,) = store.summaries()
    kept = store.load(summary.id)
    assert [turn.role for turn in kept.turns] == ["coach", "user", "coach"]
    assert f"--resume {summary.id}" in shown(console)
    assert shown(console).rstrip().splitlines()[-1]
    assert "# " in shown(console)


def test_a_talk_can_be_had_without_keeping_it(
    tools: Tools,
    store: Store,
    settings: Settings,
    console: Console,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    types(monkeypatch, "n", "Something is off in my team.")
    begin_talk(tools, store, console, settings, "en", "leader", "opening")
    assert store.summaries() == []
    assert "isn’t being saved" in shown(console)


def test_a_talk_goes_on_and_answers_what_was_left_unanswered(
    tools: Tools,
    store: Store,
    settings: Settings,
    console: Console,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    types(monkeypatch, "", "Het loopt niet lekker.")
    begin_talk(tools, store, console, settings, "nl", "leader", "opening")
    talk = store.summaries()[0].id
    store.add_user_turn(talk, 2, "Gerda, elke zaterdag sinds juni.")

    types(monkeypatch, "Nee, niks gezegd.")
    resume_talk(tools, store, console, settings, talk)

    kept = store.load(talk)
    assert kept.pending is None
    assert [turn.number for turn in kept.turns] == [0, 1, 1, 2, 2, 3, 3]


@contextmanager
def no_room() -> Iterator[None]:
    """Let no file grow, as on a full disk."""
    _, most = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, most))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))


class Filling:
    """Types lines; the disk is full from line `full` on, until the line after it."""

    def __init__(self, lines: list[str], full: int) -> None:
        self._lines = list(enumerate(lines))
        self._full = full
        self._disk = ExitStack()

    def readline(self) -> str:
        self._disk.close()
        if not self._lines:
            return ""
        number, line = self._lines.pop(0)
        if number == self._full:
            self._disk.enter_context(no_room())
        return f"{line}\n"


def test_on_a_full_disk_the_terminal_says_what_is_not_saved_and_goes_on(
    tools: Tools,
    store: Store,
    settings: Settings,
    console: Console,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    lines = ["", "Het loopt niet lekker.", "Dit past er niet bij.", "Gerda, elke zaterdag."]
    monkeypatch.setattr("sys.stdin", Filling(lines, full=2))
    begin_talk(tools, store, console, settings, "nl", "leader", "opening")
    said = [each.text for each in store.load(store.summaries()[0].id).turns if each.role == "user"]
    assert said == ["Het loopt niet lekker.", "Gerda, elke zaterdag."]
    assert "Wat je daarnet schreef, is niet bewaard. The disk that holds" in shown(console)


def test_an_answer_that_finds_no_room_comes_with_the_next_line(
    tools: Tools,
    store: Store,
    settings: Settings,
    console: Console,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    types(monkeypatch, "", "Het loopt niet lekker.", "", "Gerda, elke zaterdag.")
    keeps = store.add_coach_turn
    rooms = iter((False, True, True))

    def once_full(*arguments: Any, **more: Any) -> None:
        with nullcontext() if next(rooms) else no_room():
            keeps(*arguments, **more)

    monkeypatch.setattr(store, "add_coach_turn", once_full)
    begin_talk(tools, store, console, settings, "nl", "leader", "opening")
    kept = store.load(store.summaries()[0].id)
    assert [(turn.number, turn.role) for turn in kept.turns][1:] == [
        (1, "user"), (1, "coach"), (2, "user"), (2, "coach"),
    ]  # fmt: skip
    assert "is wel bewaard; het antwoord niet." in shown(console)
    assert "is niet bewaard" not in shown(console)


def test_when_the_talk_went_on_elsewhere_it_catches_up_and_goes_on(
    tools: Tools,
    store: Store,
    settings: Settings,
    console: Console,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    types(monkeypatch, "")
    begin_talk(tools, store, console, settings, "nl", "leader", "opening")
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
    resume_talk(tools, store, console, settings, talk)

    said = [turn.text for turn in store.load(talk).turns if turn.role == "user"]
    assert said == ["Van elders.", "En nog eens van hier."]
    assert "is niet bewaard" in shown(console)
    elsewhere.close()


def test_brackets_are_shown_as_they_were_written(
    tools: Tools,
    store: Store,
    settings: Settings,
    console: Console,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    types(monkeypatch, "", "[bold]Gerda[/bold] en [/niets] :smile:")
    begin_talk(tools, store, console, settings, "nl", "leader", "opening")
    resume_talk(tools, store, console, settings, store.summaries()[0].id)
    assert "[bold]Gerda[/bold] en [/niets] :smile:" in shown(console)


TOLD = "Marjan deed vanaf februari alle roosters naast haar eigen routes."


def last_turn(store: Store) -> StoredTurn:
    (summary,) = store.summaries()
    return store.load(summary.id).turns[-1]


def test_a_model_speaks_in_the_terminal_and_is_kept_as_it_was_shown(
    tools: Tools,
    store: Store,
    settings: Settings,
    console: Console,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    types(monkeypatch, "", TOLD)
    with MisbehavingServer(the_draft()) as server:
        speaks = settings_for(server)
        voice = make_voice(speaks)
        begin_talk(tools, store, console, speaks, "nl", "leader", "opening", voice)
    assert "openai:fake schrijft mee op deze computer" in " ".join(shown(console).split())
    turn = last_turn(store)
    assert turn.reply is not None
    assert turn.reply.voice == "model"
    assert turn.text in " ".join(shown(console).split())


@pytest.mark.parametrize(("answer", "voice", "asked"), [("", "model", 1), ("n", "guided", 0)])
def test_the_exact_text_is_shown_before_it_leaves_and_may_stay(
    tools: Tools, store: Store, settings: Settings, console: Console,
    monkeypatch: pytest.MonkeyPatch, answer: str, voice: str, asked: int,
) -> None:  # fmt: skip
    types(monkeypatch, "", TOLD, answer)
    with MisbehavingServer(the_draft()) as server:
        speaks = settings_for(server, model_local=False)
        speaking = make_voice(speaks)
        begin_talk(tools, store, console, speaks, "nl", "leader", "opening", speaking)
        assert len(server.requests) == asked
    assert "niet altijd alle" in " ".join(shown(console).split())
    assert "[PERSOON-1] deed vanaf februari" in " ".join(shown(console).split())
    reply = last_turn(store).reply
    assert reply is not None
    assert reply.voice == voice


@pytest.mark.parametrize("changed", ["host", "names"])
def test_a_talk_goes_on_elsewhere_only_after_a_yes_to_that(
    tools: Tools, store: Store, settings: Settings, monkeypatch: pytest.MonkeyPatch, changed: str
) -> None:  # fmt: skip
    def at(server: MisbehavingServer, *, opened: bool = False) -> tuple[Settings, ModelVoice]:
        speaks = settings_for(
            server, data_dir=settings.data_dir, model_local=False, model_unshielded=opened
        )
        voice = make_voice(speaks)
        assert voice is not None
        return speaks, voice

    first, second = Console(file=io.StringIO(), width=100), Console(file=io.StringIO(), width=100)
    with MisbehavingServer(the_draft()) as one, MisbehavingServer(the_draft()) as other:
        speaks, voice = at(one)
        types(monkeypatch, "", TOLD, "")
        begin_talk(tools, store, first, speaks, "nl", "leader", "opening", voice)
        (summary,) = store.summaries()
        assert len(one.requests) == 1

        speaks, voice = at(other) if changed == "host" else at(one, opened=True)
        types(monkeypatch, "", "Marjan deed ook de telefoon.", "n")
        resume_talk(tools, store, second, speaks, summary.id, voice)
        assert len(one.requests) + len(other.requests) == 1
    told = " ".join(shown(second).split())
    assert "Deze tekst is veranderd sinds je akkoord van" in told
    assert "Je zei eerder ja" in told
    assert f"Dit gaat naar {voice.destination.host}" in told
    assert ("Namen worden niet vervangen." in told) is (changed == "names")
    assert ("[PERSOON-1] deed ook de telefoon." in told) is (changed == "host")
    assert store.load(summary.id).state.set_phrases


@pytest.mark.parametrize("typed", [["n"], []])
def test_who_does_not_agree_to_a_changed_text_leaves_the_talk_as_it_is(
    tools: Tools, store: Store, settings: Settings, console: Console,
    monkeypatch: pytest.MonkeyPatch, typed: list[str],
) -> None:  # fmt: skip
    types(monkeypatch, "", "Het loopt niet lekker.")
    begin_talk(tools, store, console, settings, "nl", "leader", "opening")
    talk = store.summaries()[0].id
    store.add_user_turn(talk, 2, "Gerda, elke zaterdag sinds juni.")
    before = store.consents()
    speaks = settings.model_copy(update={"model": "openai:fake"})
    types(monkeypatch, *typed)
    resume_talk(tools, store, console, speaks, talk)
    assert "Deze tekst is veranderd sinds" in " ".join(shown(console).split())
    assert store.load(talk).pending == "Gerda, elke zaterdag sinds juni."
    assert store.consents() == before


def test_ctrl_c_ends_the_reply_and_not_the_talk(
    tools: Tools,
    store: Store,
    settings: Settings,
    console: Console,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    types(monkeypatch, "", TOLD)
    printed = console.print

    def interrupted(*objects: object, **more: Any) -> None:
        printed(*objects, **more)
        if "naast haar eigen routes." in str(objects[:1]) and more.get("end") == "":
            raise KeyboardInterrupt

    monkeypatch.setattr(console, "print", interrupted)
    with MisbehavingServer(stall("Alle roosters, naast haar eigen routes. Wat heb je")) as server:
        voice = make_voice(settings_for(server))
        begin_talk(tools, store, console, settings, "nl", "leader", "opening", voice)
        assert server.closed.wait(30)
    turn = last_turn(store)
    assert (turn.text, turn.stopped) == ("Alle roosters, naast haar eigen routes.", True)
    assert "# " in shown(console)  # the sheet still comes


def test_ctrl_c_while_the_model_reads_answers_in_set_phrases_and_the_talk_goes_on(
    tools: Tools, store: Store, console: Console, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = "Marjan deed alle roosters, sinds de planner er niet meer was."
    types(monkeypatch, "", first, "Ze kreeg een bos bloemen.")

    asked = threading.Event()

    def read(call: Call) -> None:
        if call.asked.get("stream"):
            the_draft()(call)
        else:
            asked.set()
            call.wait_for_hanging_up()

    def awaited() -> bool:
        if asked.is_set():  # Ctrl-C comes while the answer is waited for
            asked.clear()
            raise KeyboardInterrupt
        return True

    monkeypatch.setattr("coach.models.streaming.is_awaited", awaited)
    with MisbehavingServer(read) as server:
        speaks = settings_for(server, model_reads=True, model_read_seconds=60)
        voice = make_voice(speaks)
        reading = with_model(tools, voice, speaks)
        begin_talk(reading, store, console, speaks, "nl", "leader", "opening", voice)
        assert server.closed.wait(30)
    (summary,) = store.summaries()
    kept = store.load(summary.id)
    assert kept.pending is None
    assert next(turn.text for turn in kept.turns if turn.role == "user") == first
    answered = kept.turns[2].reply
    assert answered is not None
    assert (answered.voice, kept.turns[2].stopped) == ("guided", False)
    assert "# " in shown(console)  # and the sheet still comes


@pytest.mark.parametrize("answer", ["", "n"])
def test_a_coachs_sheet_stands_there_before_a_model_words_its_questions(
    tools: Tools,
    store: Store,
    settings: Settings,
    console: Console,
    monkeypatch: pytest.MonkeyPatch,
    answer: str,
) -> None:
    said = "Haar planner deed elf weken alle roosters."
    types(monkeypatch, "", said, "")
    begin_talk(tools, store, console, settings, "nl", "coach", "opening")
    (summary,) = store.summaries()
    types(monkeypatch, answer)
    with MisbehavingServer(each_question(woven)) as server:
        voice = make_voice(settings_for(server, model_local=False))
        assert voice is not None
        state = store.load(summary.id).state
        # What ends the input ends the talk: then the sheet is there, and only it is asked about.
        store.save_state(summary.id, replace(state, closed=True))
        resume_talk(tools, store, console, settings, summary.id, voice)
        asked = len(server.requests)
    told = shown(console)
    assert told.count("# Vragenblad") == 2
    assert "Dit gaat naar 127.0.0.1" in told
    worded = [
        each.text
        for each in question_sheet(store.load(summary.id).state).questions
        if each.by == "model"
    ]
    assert bool(worded) == bool(asked) == (answer == "")
    assert all(text in " ".join(told.split()) for text in worded)
