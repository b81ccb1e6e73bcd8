"""`coach chat` for a person at a terminal: the same talk, kept in the store, resumed by its id."""

from __future__ import annotations

from rich.console import Console

from coach.dialogue.state import Audience, Language, Outcome, Phase, Reply, State
from coach.dialogue.turn import Tools, open_talk, take_turn
from coach.errors import StoreError, TurnConflict
from coach.records.store import Store
from coach.sheets.plan import plan_markdown
from coach.terminal.texts import TerminalTexts, terminal_texts


def begin_talk(
    tools: Tools,
    store: Store,
    console: Console,
    language: Language,
    audience: Audience,
    phase: Phase,
    provider: str = "",
) -> None:
    """Say what this is, begin a new talk and go on until the person or the input ends it.

    `provider` gets to see what is looked up; empty when nobody does.
    """
    texts = terminal_texts(language)
    leaves = texts.leaves_provider.format(provider=provider) if provider else texts.leaves
    days = store.keeps_for()
    kept = texts.kept_days.format(days=days) if days else texts.kept_for_good
    _say(console, texts.notice.format(place=store.path, kept=kept, leaves=leaves))
    try:
        answer = console.input(texts.begin, markup=False)
    except (EOFError, KeyboardInterrupt):
        return
    saving = answer.strip().lower() not in texts.private_answers
    outcome = open_talk(tools, language, audience, phase)
    talk = store.create(outcome) if saving else None
    _say(console, texts.resume.format(id=talk) if talk else texts.private)
    _say(console, texts.keys + "\n")
    _show(console, texts, outcome.reply)
    _go_on(tools, store if talk else None, console, outcome.state, talk or "")


def resume_talk(tools: Tools, store: Store, console: Console, talk: str) -> None:
    """Show a kept talk, answer what was left unanswered and go on with it."""
    kept = store.load(talk)
    _say(console, f"{terminal_texts(kept.language).earlier}: {kept.title}\n")
    _go_on(tools, store, console, _caught_up(tools, store, console, talk, since=-1), talk)


def _caught_up(tools: Tools, store: Store, console: Console, talk: str, since: int) -> State:
    """Show the turns after number `since`, answer the last if nobody has, return the state."""
    kept = store.load(talk)
    texts = terminal_texts(kept.language)
    for turn in kept.turns:
        if turn.number > since:
            _say(console, f"{texts.you}{turn.text}\n" if turn.role == "user" else f"{turn.text}\n")
    if kept.pending is None:
        return kept.state
    outcome = take_turn(tools, kept.state, kept.pending)
    store.add_coach_turn(talk, outcome)
    _show(console, texts, outcome.reply)
    return outcome.state


def _go_on(tools: Tools, store: Store | None, console: Console, state: State, talk: str) -> None:
    while not state.closed:
        texts = terminal_texts(state.language)
        try:
            said = console.input(texts.you, markup=False)
        except (EOFError, KeyboardInterrupt):
            break
        said = said.encode("utf-8", "replace").decode("utf-8")
        try:
            outcome = _answer(tools, store, state, talk, said)
        except StoreError as error:
            _say(console, f"\n{texts.not_saved} {error}\n")
            if store is not None and isinstance(error, TurnConflict):
                state = _caught_up(tools, store, console, talk, since=state.turn)
            continue
        _show(console, texts, outcome.reply)
        state = outcome.state
    _say(console, "\n" + plan_markdown(state))


def _answer(tools: Tools, store: Store | None, state: State, talk: str, said: str) -> Outcome:
    if store is None:
        return take_turn(tools, state, said)
    store.add_user_turn(talk, state.turn + 1, said)
    kept = store.load(talk).pending  # names may have become initials
    outcome = take_turn(tools, state, said if kept is None else kept)
    store.add_coach_turn(talk, outcome)
    return outcome


def _show(console: Console, texts: TerminalTexts, reply: Reply) -> None:
    body = reply.text.removesuffix(reply.question).rstrip() if reply.question else reply.text
    _say(console, "")
    if body:
        _say(console, body)
    if reply.question and body != reply.text:
        _say(console, reply.question, style="bold")
    for contact in reply.contacts:
        _say(
            console, " · ".join(part for part in (contact.name, contact.phone, contact.url) if part)
        )
    for citation in reply.citations:
        source = texts.source.format(document=citation.document, quote=citation.quote)
        _say(console, source, style="dim")
    _say(console, "")


def _say(console: Console, text: str, style: str | None = None) -> None:
    console.print(text, style=style, markup=False, highlight=False, emoji=False)
