"""What the coach asked, said or showed last, which decides how the next turn is read."""

from __future__ import annotations

from collections.abc import Sequence

from coach.dialogue.asked import Asked
from coach.dialogue.changes import OF_CHANGES
from coach.dialogue.features import TurnText
from coach.dialogue.phrasebook import load_phrasebook
from coach.dialogue.state import Field, State, asked_for_request, is_reviewing

# What the question after an evasive answer gathers, by phase.
EVADED: dict[str, Field] = {
    "contributions": "what", "return": "came_back", "repair": "own_share",
    "reciprocity": "pattern", "mirror": "own_giving",
}  # fmt: skip


def asked_of(state: State) -> Asked:
    """Return what the person was asked: the field the last question gathers."""
    book = load_phrasebook(state.language)
    last = (state.history[-1].question_id or asked_in(state.history[-1].blocks)) if state.history else ""
    name = last.split("#")[0]
    gathers: Field | None = None
    if name in book.questions:
        gathers = book.questions[name].gathers
    elif name in {"phrase:your-question", "phrase:say-to-question"} or _asked_for_words(state):
        gathers = "sentence"
    elif name == "evasion:repair-but":
        gathers = "offer"
    elif name.startswith("evasion:"):
        gathers = EVADED.get(name.removeprefix("evasion:").split("-")[0])
    if name == "return-2" and state.audience == "client":
        gathers = "wish"  # what would show them that it's seen, which isn't what came back
    if asked_for_request(state.history):
        gathers = "sentence"
    if gathers == "who" and state.focus:
        gathers = "what" if name == "contributions-2" else gathers
    return Asked(
        state.phase, gathers, state.audience, state.focus,
        names=tuple(dict.fromkeys(n for n in (*(i.about for i in state.record.items), *state.kept) if n)),
        nobody=state.nobody, reviewing=is_reviewing(state), closed=state.closed,
        given_words=gave_words(state),
    )  # fmt: skip


def as_turn(state: State, text: str) -> TurnText:
    asked = state.history[-1].reply if state.history else ""
    return TurnText(state.language, state.phase, asked, text)


def asked_in(blocks: Sequence[str]) -> str:
    """Return the bank question a reply ended in, by its block ("q:repair-11:who")."""
    return blocks[-1].split(":")[1] if blocks and blocks[-1].startswith("q:") else ""


def asked_more(state: State) -> bool:
    """Tell whether a question of the bank stands, which is answered before the page is spoken of."""
    last = state.history[-1].question_id.split("#")[0] if state.history else ""
    return last in load_phrasebook(state.language).questions


def gave_words(state: State) -> bool:
    """Tell whether the coach just gave sentences to say."""
    return bool(state.history) and any(b.startswith("words:") for b in state.history[-1].blocks)


def _asked_for_words(state: State) -> bool:
    """Tell whether the coach just gave words and asked what the person would make of them."""
    blocks = state.history[-1].blocks if state.history else ()
    return any(b.startswith(("your-question/", "your-own-words/")) for b in blocks)


def was_changed(state: State) -> bool:
    """Tell whether the coach just said what it changed on the page, which may be answered."""
    blocks = state.history[-1].blocks if state.history else ()
    return any(b.partition("/")[0] in OF_CHANGES for b in blocks)
