"""The intake of a coach's session: a few short turns, each through the talk's own screen and reader.

What is asked stands in prompts/intake.nl.yaml and .en.yaml. Pure, as `turn` is.
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING, Any

import yaml

from coach.content import content_folder
from coach.dialogue.phrasebook import LOADER
from coach.dialogue.prepared import STEPS, Intake, Step
from coach.dialogue.spoken import spoken
from coach.dialogue.state import Exchange, Language, Outcome, Reply, State
from coach.errors import ContentError

if TYPE_CHECKING:
    from coach.dialogue.tools import Tools

ASKED = "intake:"  # begins what a turn of the intake is kept under in the history
ANSWERED_FIRST = {"question", "request_example", "injection", "off_topic", "greeting"}


def open_intake(language: Language) -> Outcome:
    """Begin an intake: coach turn 0. Needs no tools."""
    texts = load_intake(language)
    question = texts["ask"]["situation"]
    text = f"{texts['hello']} {question}"
    block = f"{ASKED}situation"
    state = State(language, "coach", used=(block,), intake=Intake())
    exchange = Exchange(0, block, "", None, text, (block,))
    reply = Reply(0, language, "opening", "ask", None, text, question, blocks=(block,))
    return Outcome(replace(state, history=(exchange,)), reply)


def answer_intake(tools: Tools, state: State, text: str) -> Outcome:
    """Answer one turn of an intake; what isn't for coaching is referred, as in every talk."""
    from coach.dialogue.turn import take_turn

    intake = state.intake or Intake()
    outcome = take_turn(tools, state, text)
    after, reply = outcome.state, outcome.reply
    if reply.route != "none":
        return outcome
    told = len(after.record.items) > len(state.record.items)
    asks = reply.intent in ANSWERED_FIRST and not told
    if state.route != "none" or not any(c.isalnum() for c in text):
        step = intake.step  # nothing was told yet: the same question again
    elif reply.intent in {"stop", "summary"}:
        step = "done"
    elif reply.intent == "back":
        step = STEPS[max(STEPS.index(intake.step) - 1, 0)]
    else:
        step = intake.step if asks else STEPS[STEPS.index(intake.step) + 1]
    after = _filed(state, after, intake.step)
    texts = load_intake(after.language)
    kept = asks or reply.act == "refer" or state.route != "none"
    said = _without_question(reply) if kept else texts["say"][step]
    if reply.blocks and reply.blocks[0] == DILEMMA:
        said = f"{texts['dilemma']} {texts['say'][step]}"
    return _asked(after, reply, replace(intake, step=step), said)


DILEMMA = "dilemma/0"


def is_dilemma(text: str, language: Language) -> bool:
    """Tell whether a coach asks about contract or confidentiality, which isn't ours to answer."""
    return re.search(load_intake(language)["heard"]["contract"], text, re.IGNORECASE) is not None


def wished(state: State) -> str:
    """Return what the client wants, as the coach told it in the intake; "" without."""
    return _answer_to(state, "wants")


def session_of(state: State) -> str:
    """Return what the coach told of the session's length and tone; "" without."""
    return _answer_to(state, "session")


@cache
def load_intake(language: Language) -> dict[str, Any]:
    """Return the texts of the intake; raise `ContentError` when they can't be read."""
    name = f"intake.{language}.yaml"
    try:
        path = content_folder("prompts") / name
        found: dict[str, Any] = yaml.load(path.read_text(encoding="utf-8"), LOADER)
    except (OSError, yaml.YAMLError) as error:
        raise ContentError(
            f"prompts/{name} can't be read ({error}). Nothing was said. Correct that file."
        ) from error
    return found


def _answer_to(state: State, step: Step) -> str:
    told = ""
    for before, answer in zip(state.history, state.history[1:], strict=False):
        if before.question_id == ASKED + step and answer.question_id != "refer":
            told = answer.user
    return told


def _filed(before: State, after: State, step: Step) -> State:
    """Put what the client wants under that, and what is told of the session on no record."""
    if before.route != "none":
        return after
    if step not in {"wants", "session"}:
        return _without_client(after)
    old = before.record.items
    fresh = [item for item in after.record.items if item not in old]
    kept = tuple(item for item in after.record.items if item in old)
    if step == "wants" and fresh:
        words = " ".join(after.history[-1].user.split())
        kept = (*kept, replace(fresh[0], field="wish", text=words, clause=words, about=""))
    # What the session is about moves nobody into the story's place either.
    record = replace(after.record, items=kept, open=before.record.open)
    return replace(after, record=record, focus=before.focus or after.focus)


def _without_client(state: State) -> State:
    """Take the client's own role, with which a coach begins, for nobody whose doings are told.

    ‘Team lead in a hospital. Her planner did the rosters’ isn't about what the team lead did.
    """
    begins = _answer_to(state, "situation").strip().lower()

    def is_client(name: str) -> bool:
        return bool(name) and begins.startswith(name.lower())

    items = tuple(
        replace(item, about="", text=item.clause or item.text) if is_client(item.about) else item
        for item in state.record.items
        if not (item.field == "who" and is_client(item.text))
    )
    asked = tuple(each for each in state.record.open if not is_client(each.about))
    focus = state.focus
    if is_client(focus):
        focus = next((name for name in state.kept if not is_client(name)), "")
    return replace(state, focus=focus, record=replace(state.record, items=items, open=asked))


def _without_question(reply: Reply) -> str:
    return reply.text.removesuffix(reply.question).rstrip() if reply.question else reply.text


def _asked(state: State, before: Reply, intake: Intake, said: str) -> Outcome:
    """Put the intake's own question where the walk's was."""
    done = intake.step == "done"
    question = "" if done else load_intake(state.language)["ask"][intake.step]
    block = ASKED + intake.step
    reply = replace(
        before,
        phase="closing" if done else "contributions",
        act="close" if done else "ask",
        text=f"{said} {question}".strip(),
        question=question,
        missing=(),
        blocks=(block,),
    )
    reply = spoken(reply, state.formal)
    *earlier, last = state.history
    exchange = replace(last, question_id=block, reply=reply.text, blocks=(block,))
    after = replace(
        state,
        phase=reply.phase,
        closed=done,
        intake=intake,
        history=(*earlier, exchange),
        used=(*state.used, block),
    )
    return Outcome(after, reply)
