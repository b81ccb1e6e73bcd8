"""`coach chat` for a person at a terminal: the same talk, kept in the store, resumed by its id."""

from __future__ import annotations

from dataclasses import replace

from rich.console import Console

from coach.dialogue.putting import open_talk
from coach.dialogue.state import Audience, Language, Phase, Reply, State, agreed, opened_in
from coach.dialogue.tools import Tools
from coach.dialogue.turn import take_turn
from coach.dialogue.voice import ModelVoice
from coach.errors import StoreError, TurnConflict
from coach.records.store import Store
from coach.settings import Settings
from coach.sheets.sheet import has_questions, sheet_markdown
from coach.terminal.texts import TerminalTexts, terminal_texts
from coach.web.consent_text import consent_facts, consent_whole
from coach.web.texts import CONSENT_VERSION, texts_for
from coach.web.what_leaves import consent_of


def begin_talk(
    tools: Tools,
    store: Store,
    console: Console,
    settings: Settings,
    language: Language,
    audience: Audience,
    phase: Phase,
    voice: ModelVoice | None = None,
) -> None:
    """Say what this is, begin a new talk and go on until the person or the input ends it.

    Who hasn't agreed to the text of the page as it is with `settings` reads it first; who then
    begins and saves has agreed, which is kept with its date and version.
    """
    texts = terminal_texts(language)
    wanted = consent_of(settings)
    knows = _has_agreed(store, settings)
    if knows:
        _say(console, _notice(texts, store, settings, voice))
    else:
        _say(console, _consent(store, settings, language))
    try:
        answer = console.input(texts.begin if knows else texts.agree, markup=False)
    except (EOFError, KeyboardInterrupt):
        return
    saving = answer.strip().lower() not in texts.private_answers
    if saving and not knows:
        store.give_consent(CONSENT_VERSION, wanted)
    outcome = opened_in(open_talk(tools, language, audience, phase), settings.country)
    talk = store.create(outcome) if saving else None
    _say(console, texts.resume.format(id=talk) if talk else texts.private)
    _say(console, texts.keys + "\n")
    _show(console, texts, outcome.reply)
    _go_on(tools, voice, store if talk else None, console, outcome.state, talk or "")


def _notice(
    texts: TerminalTexts, store: Store, settings: Settings, voice: ModelVoice | None
) -> str:
    """Return in short what somebody agreed to before."""
    days = store.keeps_for()
    kept = texts.kept_days.format(days=days) if days else texts.kept_for_good
    leaves = _leaves(texts, voice, settings.embeddings_provider)
    return texts.notice.format(place=store.path, kept=kept, leaves=leaves)


def _consent(store: Store, settings: Settings, language: Language) -> str:
    """Return the text one agrees to, as the page has it."""
    texts, days = texts_for(language, settings.has_login), store.keeps_for()
    before = store.consent()
    changed = [texts("welcome.changed", date=texts.date(before.given))] if before else []
    facts = [f"{label} {told}" for label, told in consent_facts(texts, settings, days)]
    parts = [
        *changed, f"{texts('welcome.sheet')}. {texts('welcome.computer')}", *facts,
        consent_whole(texts, settings, days), texts("welcome.note", version=CONSENT_VERSION),
    ]  # fmt: skip
    return "\n\n".join(parts) + "\n"


def _has_agreed(store: Store, settings: Settings) -> bool:
    """Tell whether the text one agrees to, as it is with `settings`, was agreed to before."""
    return any(each.text_hash == consent_of(settings) for each in store.consents())


def resume_talk(
    tools: Tools,
    store: Store,
    console: Console,
    settings: Settings,
    talk: str,
    voice: ModelVoice | None = None,
) -> None:
    """Show a kept talk, answer what was left unanswered and go on with it.

    Who hasn't agreed to the text of the page as it is with `settings` reads it first, as in
    `begin_talk`; whoever doesn't agree leaves the talk as it is.
    """
    kept = store.load(talk)
    if not _has_agreed(store, settings):
        texts = terminal_texts(kept.language)
        _say(console, _consent(store, settings, kept.language))
        try:
            answer = console.input(texts.agree_on, markup=False).strip().lower()
        except (EOFError, KeyboardInterrupt):
            return
        if answer in texts.private_answers:
            return
        store.give_consent(CONSENT_VERSION, consent_of(settings))
    _say(console, f"{terminal_texts(kept.language).earlier}: {kept.title}\n")
    state = _caught_up(tools, voice, store, console, talk, since=-1)
    _go_on(tools, voice, store, console, state, talk)


def _caught_up(
    tools: Tools, voice: ModelVoice | None, store: Store, console: Console, talk: str, since: int
) -> State:
    """Show the turns after number `since`, answer the last if nobody has, return the state."""
    kept = store.load(talk)
    texts = terminal_texts(kept.language)
    for turn in kept.turns:
        if turn.number > since:
            _say(console, f"{texts.you}{turn.text}\n" if turn.role == "user" else f"{turn.text}\n")
    if kept.pending is None:
        return kept.state
    return _replied(tools, voice, store, console, kept.state, talk, kept.pending)


def _go_on(
    tools: Tools,
    voice: ModelVoice | None,
    store: Store | None,
    console: Console,
    state: State,
    talk: str,
) -> None:
    waiting = ""  # what the person said that is kept, and whose answer couldn't be
    while not state.closed:
        texts = terminal_texts(state.language)
        try:
            said = console.input(texts.you, markup=False)
        except (EOFError, KeyboardInterrupt):
            break
        said = said.encode("utf-8", "replace").decode("utf-8")
        try:
            if waiting:
                state = _replied(tools, voice, store, console, state, talk, waiting)
                waiting = ""
                if not said.strip():
                    continue
            if store is not None:
                store.add_user_turn(talk, state.turn + 1, said)
                waiting = said
                waiting = said = store.load(talk).pending or said  # names may be initials now
            state = _replied(tools, voice, store, console, state, talk, said)
            waiting = ""
        except StoreError as error:
            kept = waiting and (waiting == said or not said.strip())
            told = texts.not_saved_reply if kept else texts.not_saved
            _say(console, f"\n{told} {error}\n")
            if store is not None and isinstance(error, TurnConflict):
                state = _caught_up(tools, voice, store, console, talk, since=state.turn)
                waiting = ""
            continue
    _say(console, "\n" + sheet_markdown(state))
    if voice is not None and has_questions(state):
        _reworded(tools, voice, store, console, state, talk)


def _reworded(
    tools: Tools,
    voice: ModelVoice,
    store: Store | None,
    console: Console,
    state: State,
    talk: str,
) -> None:
    """Show the questions of the sheet, which stands there already, that a model words otherwise."""
    from coach.sheets.question_sheet import question_sheet
    from coach.sheets.rewording import reword, sent, with_wording

    texts = terminal_texts(state.language)
    text = sent(voice, state)
    if not text:
        return
    if not voice.may_be_asked(state):
        state = _asked_first(console, texts, voice, state, text)
    _say(console, texts.rewording, style="dim")
    try:
        for wording in reword(voice, tools.embedder, state):
            state = with_wording(state, wording) if wording else state
    except KeyboardInterrupt:
        _say(console, " …")  # what came before that stands
    worded = [a for a in question_sheet(state).questions if a.by == "model"]
    for asked in worded:
        _say(console, f"{asked.text}\n  ({asked.set_text})")
    if not worded:
        _say(console, texts.not_reworded, style="dim")
    if store is not None:
        try:
            store.save_state(talk, state)
        except StoreError as error:
            _say(console, f"\n{texts.not_saved} {error}\n")


def _replied(
    tools: Tools,
    voice: ModelVoice | None,
    store: Store | None,
    console: Console,
    state: State,
    talk: str,
    said: str,
) -> State:
    """Answer `said`, show and keep the reply, and return the state after it.

    Ctrl-C ends what a model does for this reply, not the talk.
    """
    texts = terminal_texts(state.language)
    try:
        outcome = take_turn(tools, state, said)
    except KeyboardInterrupt:  # while a model read the turn: the set reader does without it
        _say(console, " …")
        outcome, voice = take_turn(replace(tools, reader=None), state, said), None
    if voice is not None and not voice.may_be_asked(state) and not state.set_phrases:
        text = voice.sent(state, said, outcome)
        if text:
            state = _asked_first(console, texts, voice, state, text)
            outcome = take_turn(tools, state, said)
    telling = voice.tell(state, said, outcome) if voice is not None else None
    if telling is None:
        if store is not None:
            store.add_coach_turn(talk, outcome)
        _show(console, texts, outcome.reply)
        return outcome.state
    _say(console, "")
    stopped = True
    try:
        for piece in telling.pieces:
            console.print(piece, end="", markup=False, highlight=False, emoji=False)
        stopped = False
    except KeyboardInterrupt:
        _say(console, " …")
    finally:
        telling.close()
        outcome = telling.outcome
        if store is not None:
            shown = telling.shown if stopped else None
            store.add_coach_turn(talk, outcome, shown=shown, stopped=stopped)
    _say(console, "")
    _sources(console, texts, outcome.reply)
    if outcome.reply.voice == "fallback" and not stopped:
        _say(console, texts.fallback, style="dim")
    _say(console, "")
    return outcome.state


def _asked_first(
    console: Console, texts: TerminalTexts, voice: ModelVoice, state: State, text: str
) -> State:
    """Show what would leave this computer the first time; return the state with the answer."""
    to = voice.destination
    told = [texts.leaving_changed] if state.leaves_to is not None else []
    told += [] if to.hides else [texts.leaving_open]
    _say(console, "\n" + " ".join([*told, texts.leaving.format(host=to.host)]) + "\n")
    _say(console, text + "\n", style="dim")
    try:
        stays = console.input(texts.leaving_ask, markup=False).strip().lower()
    except (EOFError, KeyboardInterrupt):
        stays = texts.private_answers[0]
    if stays in texts.private_answers:
        return replace(state, leaves_since=0, leaves_to=None, set_phrases=True)
    return agreed(state, to)


def _leaves(texts: TerminalTexts, voice: ModelVoice | None, provider: str) -> str:
    looked_up = texts.leaves_provider.format(provider=provider) if provider else ""
    if voice is None:
        return looked_up or texts.leaves
    told = texts.leaves_here
    if voice.remote:
        told = texts.leaves_elsewhere if voice.hides else texts.leaves_open
    return f"{told.format(model=voice.model.name, host=voice.model.named.host)} {looked_up}".strip()


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
    _sources(console, texts, reply)
    _say(console, "")


def _sources(console: Console, texts: TerminalTexts, reply: Reply) -> None:
    for citation in reply.citations:
        source = texts.source.format(document=citation.document, quote=citation.quote)
        _say(console, source, style="dim")


def _say(console: Console, text: str, style: str | None = None) -> None:
    console.print(text, style=style, markup=False, highlight=False, emoji=False)
