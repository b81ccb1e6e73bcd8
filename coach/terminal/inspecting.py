"""`coach inspect`: how the screen, the understanding and the gate judge texts, line by line."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args

from coach.dialogue.cleaning import cleaned
from coach.dialogue.features import TurnText
from coach.dialogue.gate import PASSED, Allowed, Gate, judge_each
from coach.dialogue.screen import Screen
from coach.dialogue.spoken import language_of
from coach.dialogue.state import LANGUAGES, PHASES, Act, Language, Phase, State
from coach.dialogue.understand import Understanding, understand
from coach.errors import InputError
from coach.evaluation.asked import asked_of
from coach.knowledge.embedder import Embedder, make_embedder
from coach.models.shield import Shield
from coach.terminal.choices import choose
from coach.terminal.lines import (
    BadLine,
    read_file,
    read_objects,
    text_field,
    write_bad,
    write_line,
)

if TYPE_CHECKING:
    from coach.settings import Settings


ACTS: tuple[Act, ...] = get_args(Act)


def inspect_screen(settings: Settings, file: Path) -> None:
    """Write {"id","route"} for every {"id","text"} of `file`."""
    screen = Screen(make_embedder(settings))

    def judge(number: int, value: dict[str, Any]) -> dict[str, Any] | BadLine:
        text = text_field(number, value, "text")
        if isinstance(text, BadLine):
            return text
        language = line_language(value, text, settings.language)
        return {"id": value.get("id"), "route": screen.judge(cleaned(text), language).route}

    _each(file, judge)


def inspect_understanding(settings: Settings, file: Path) -> None:
    """Write {"id","intent","slots","missing"} for every {"id","phase","coach","user"} of `file`."""
    understood = partial(understand_line, make_embedder(settings), settings.language)

    def judge(number: int, value: dict[str, Any]) -> dict[str, Any] | BadLine:
        text = text_field(number, value, "user")
        if isinstance(text, BadLine):
            return text
        result = understood(value)
        return {
            "id": value.get("id"),
            "intent": result.intent,
            "slots": dict(result.slots),
            "missing": list(result.missing),
        }

    _each(file, judge)


def inspect_gate(settings: Settings, file: Path) -> None:
    """Write a verdict for every {"id","language","act","question","known","reply"} of `file`.

    With "formal" true the person says u; "answer" and "passages" are what an explanation may say.
    """

    def explain(number: int, value: dict[str, Any]) -> dict[str, Any] | BadLine:
        reply = text_field(number, value, "reply")
        if isinstance(reply, BadLine):
            return reply
        allowed = _allowed(value, line_language(value, reply, settings.language))
        gate = Gate(allowed)
        for _ in (*gate.feed(reply), *gate.finish()):
            pass
        verdict = gate.verdict or PASSED
        return {
            "id": value.get("id"),
            "passed": verdict.passed,
            "rule": verdict.rule,
            "why": verdict.why,
            "shown": gate.shown,
            "sentences": [
                {"text": text, "passed": each.passed, "rule": each.rule}
                for text, each in judge_each(reply, allowed)
            ],
        }

    _each(file, explain)


def _allowed(value: dict[str, Any], language: Language) -> Allowed:
    """Return what a line says a reply may lean on; raise `InputError` when its act is unknown."""
    citations = value.get("citations") or ()
    return Allowed(
        language,
        choose("act", str(value.get("act") or "ask"), ACTS),
        str(value.get("question") or ""),
        str(value.get("known") or ""),
        tuple(str(c) for c in citations) if isinstance(citations, list) else (),
        str(value.get("instructions") or ""),
        value.get("wants_list") is True,
        value.get("formal") is True,
        str(value.get("answer") or ""),
        str(value.get("passages") or ""),
    )


def inspect_shield(settings: Settings, file: Path) -> None:
    """Write {"id","text","spans"} for every {"id","text"} of `file`, each as a talk of its own."""

    def judge(number: int, value: dict[str, Any]) -> dict[str, Any] | BadLine:
        text = text_field(number, value, "text")
        if isinstance(text, BadLine):
            return text
        hidden = Shield(line_language(value, text, settings.language)).hide(text)
        spans = [{"text": words, "type": kind} for words, kind in hidden.spans]
        return {"id": value.get("id"), "text": hidden.text, "spans": spans}

    _each(file, judge)


def inspect_budget(settings: Settings, talk: str) -> None:
    """Write how a model was asked for each coach turn of `talk`, a line a turn, and for its sheet.

    Where a model read the person's turn too, a line before that one tells how.

    Raises `ConversationNotFound`.
    """
    from coach.records.store import Store

    store = Store(settings, reading=True)
    try:
        kept = store.load(talk)
    finally:
        store.close()
    for turn in kept.turns:
        if turn.reply is not None:
            if turn.reply.read is not None:
                write_line({"turn": turn.number, "reads": True, **asdict(turn.reply.read)})
            asked = {} if turn.speech is None else asdict(turn.speech)
            write_line({"turn": turn.number, "voice": turn.reply.voice, **asked})
    if kept.state.sheet_wording is not None:
        for speech in kept.state.sheet_wording.speeches:
            write_line({"sheet": True, "voice": "model", **asdict(speech)})


def understand_line(embedder: Embedder, default: Language, value: dict[str, Any]) -> Understanding:
    """Return how the turn in one labelled line is understood, about that turn alone.

    Raises `InputError` when its language or phase is unknown.
    """
    text = cleaned(str(value["user"]))
    language = line_language(value, text, default)
    phase: Phase = choose("phase", str(value.get("phase") or "contributions"), PHASES)
    turn = TurnText(language, phase, str(value.get("coach") or ""), text)
    return understand(turn, asked_of(value), embedder)


def line_language(value: dict[str, Any], text: str, default: Language) -> Language:
    """Return the language a line names, else the one its text is in; raise `InputError`."""
    if value.get("language") is not None:
        return choose("language", str(value["language"]), LANGUAGES)
    return language_of(text, State(language=default, audience="leader"))


def _each(file: Path, judge: Callable[[int, dict[str, Any]], dict[str, Any] | BadLine]) -> None:
    for read in read_objects(read_file(file)):
        if isinstance(read, BadLine):
            write_bad(read)
            continue
        try:
            result = judge(*read)
        except InputError as error:
            result = BadLine(read[0], str(error))
        if isinstance(result, BadLine):
            write_bad(result)
        else:
            write_line(result)
