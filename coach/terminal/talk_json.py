"""`coach chat --json`: user turns in, coach turns out, one JSON line each; nothing is stored."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import asdict
from time import perf_counter
from typing import Any

from coach.dialogue.putting import open_talk
from coach.dialogue.record_json import record_to_json
from coach.dialogue.state import Audience, Language, Outcome, Phase, State, agreed, opened_in
from coach.dialogue.tools import Tools
from coach.dialogue.turn import take_turn
from coach.dialogue.voice import ModelVoice
from coach.errors import CoachError
from coach.sheets.sheet import has_questions, sheet_markdown
from coach.terminal.lines import BadLine, read_objects, text_field, write_bad, write_line


def talk_json(
    load: Callable[[], Tools],
    language: Language,
    audience: Audience,
    phase: Phase,
    lines: Iterable[bytes],
    voice: ModelVoice | None = None,
    country: str = "",
) -> None:
    """Answer every user turn in `lines` with one line, the opening first and the sheet last.

    A coach's sheet comes again with "voice": "model" when a model worded questions of it.

    `load` is called at the first turn; opening a talk needs no tools. `voice` puts replies into
    a model's words. `country` is where the operator says people are; "" asks when it matters.
    """
    started = perf_counter()
    outcome = opened_in(open_talk(None, language, audience, phase), country)
    write_line(turn_line(outcome, perf_counter() - started))
    state = outcome.state
    if voice is not None and voice.remote:  # whoever wrote this command named that model in it
        state = agreed(state, voice.destination)
    tools: Tools | None = None
    for read in read_objects(lines):
        if isinstance(read, BadLine):
            write_bad(read)
            continue
        try:
            tools = tools or load()
        except CoachError as error:  # every line gets its line, whatever is broken here
            write_bad(BadLine(read[0], str(error)))
            continue
        state = _answer(tools, voice, state, *read)
    write_line({"sheet": sheet_markdown(state)})
    if voice is not None and tools is not None and has_questions(state):
        _write_reworded(tools, voice, state)


def _write_reworded(tools: Tools, voice: ModelVoice, state: State) -> None:
    """Write the sheet once more when a model worded some of its questions."""
    from coach.sheets.rewording import reword, with_wording

    for wording in reword(voice, tools.embedder, state):
        state = with_wording(state, wording) if wording else state
    if state.sheet_wording is not None and any(e.text for e in state.sheet_wording.questions):
        write_line({"sheet": sheet_markdown(state), "voice": "model"})


def _answer(
    tools: Tools, voice: ModelVoice | None, state: State, number: int, value: dict[str, Any]
) -> State:
    text = text_field(number, value, "text")
    if isinstance(text, BadLine):
        write_bad(text)
        return state
    started = perf_counter()
    try:
        outcome = take_turn(tools, state, text)
        if voice is not None and (telling := voice.tell(state, text, outcome)) is not None:
            outcome = telling.whole()
    except CoachError as error:
        write_bad(BadLine(number, str(error)))
        return state
    write_line(turn_line(outcome, perf_counter() - started))
    return outcome.state


def turn_line(outcome: Outcome, seconds: float) -> dict[str, Any]:
    """Return one coach turn in the form other people's scripts read."""
    reply = outcome.reply
    return {
        "turn": reply.turn,
        "language": reply.language,
        "phase": reply.phase,
        "act": reply.act,
        "intent": reply.intent,
        "text": reply.text,
        "question": reply.question,
        "citations": [asdict(citation) for citation in reply.citations],
        "record": record_to_json(outcome.state.record),
        "missing": list(reply.missing),
        "route": reply.route,
        "voice": reply.voice,
        "elapsed_ms": round(seconds * 1000, 1),
    }
