"""The coach's turn: taken, streamed word by word, and kept as it was shown."""

from __future__ import annotations

import re
from collections.abc import Iterator
from time import monotonic, sleep
from typing import TYPE_CHECKING, Protocol

import streamlit as st
from streamlit.delta_generator import DeltaGenerator
from streamlit.runtime.scriptrunner import RerunException, StopException

from coach.dialogue.state import Outcome, Reply, State
from coach.errors import StoreError, TurnConflict
from coach.models.awaited import as_long_as
from coach.records.store import Conversation
from coach.web.figures import count_reply, count_unsaved, figures, replying
from coach.web.keeping import Keeper
from coach.web.leaving import ask_before_leaving, choose_leaving
from coach.web.plain import plain
from coach.web.scrolling import bring_into_sight
from coach.web.texts import reason
from coach.web.visit import Visit

if TYPE_CHECKING:
    from coach.dialogue.telling import Telling

_SENTENCE_END = re.compile(r"[.!?][’)]*\s+(?=\S)")
WORD_PAUSE = 0.018  # seconds; a reply of forty words takes under a second
LEAVING = 0.05  # seconds a closing tab needs to be taken off the list
LOOK_EVERY = 0.5  # seconds
LONG = 900  # characters; reading a turn longer than this can be noticed
Ended = StopException | RerunException  # by the browser: a stop, or another run of the page


class Write(Protocol):
    """Where a turn is kept: added to the talk, or in place of the last one."""

    def __call__(
        self, conversation: str, outcome: Outcome, shown: str | None = ..., stopped: bool = ...
    ) -> None: ...


def parts(text: str, question: str) -> tuple[str, str]:
    """Return a reply without its question, and the question when it comes last."""
    body = text.rstrip()
    if not question or not body.casefold().endswith(question.casefold()):
        return body, ""
    # The question may have been led in: ‘If that is right: when …?’
    start = max((found.end() for found in _SENTENCE_END.finditer(body)), default=0)
    start = min(start, len(body) - len(question))
    return body[:start].rstrip(), body[start:].strip()


def answer(visit: Visit, keeper: Keeper, talk: Conversation, words: str) -> None:
    """Answer `words`, the person's turn that has no reply yet, on the page and in the store."""
    with replying():
        _answer(visit, keeper, talk, words)


def _answer(visit: Visit, keeper: Keeper, talk: Conversation, words: str) -> None:
    texts = visit.texts
    began = monotonic()
    bring_into_sight(talk.state.turn + 1, "answering")
    with st.chat_message(texts("talk.coach")), st.container(key="answering"):
        waiting = st.empty()
        if not visit.engine.ready:
            waiting.markdown(f":shimmer[{texts('talk.waking')}]")
        elif len(words) > LONG:
            waiting.markdown(f":shimmer[{texts('talk.thinking')}]")
        outcome, ended = _taken(visit, talk.state, words, waiting)
        telling = None
        if ended is None:
            if leaving := visit.engine.leaving(talk.state, words, outcome):
                waiting.empty()
                ask_before_leaving(visit, keeper, talk, leaving)
                return
            telling = visit.engine.tell(talk.state, words, outcome, whose=visit.owner)
        try:
            if ended is not None:
                _keep_ended(visit, keeper, talk.id, outcome, ended)
            elif telling is not None:
                _stream_model(visit, keeper.add_coach_turn, talk.id, telling, waiting, began)
                outcome = telling.outcome
            else:
                figures().first_text.labels(outcome.reply.voice).observe(monotonic() - began)
                if outcome.reply.route == "none":
                    with waiting.container():
                        _stream(visit, keeper, talk.id, outcome)
                else:
                    keep(visit, keeper.add_coach_turn, talk.id, outcome)
        except StoreError as error:
            count_unsaved(error)
            st.error(
                texts("errors.not_saved_reply_text", reason=reason(texts, error)),
                title=texts("errors.not_saved_reply"),
            )
            return
    figures().whole_reply.labels(outcome.reply.voice).observe(monotonic() - began)
    st.rerun()


def _taken(
    visit: Visit, state: State, words: str, place: DeltaGenerator
) -> tuple[Outcome, Ended | None]:
    """Take the turn to its end; when the browser ended this run meanwhile, return how too.

    A model that reads the turn is left at once then. What it would have added isn't missed: the
    set reader has read the turn as well.
    """
    ended: Ended | None = None
    waiting = f":shimmer[{visit.texts('talk.thinking')}]"

    def look() -> bool:
        nonlocal ended
        if ended is None:
            try:
                place.markdown(waiting)  # drawing is where a stop is noticed
            except (StopException, RerunException) as asked:
                ended = asked
        return ended is None

    with as_long_as(look):
        outcome = visit.engine.take_turn(state, words)
    if ended is None:
        try:
            place.empty()  # a stop may also have come while nobody looked
        except (StopException, RerunException) as asked:
            ended = asked
    return outcome, ended


def _keep_ended(visit: Visit, keeper: Keeper, talk: str, outcome: Outcome, ended: Ended) -> None:
    """Keep the turn of a run that ended before a word of the reply was shown, and end the run.

    After a stop it is kept as cut short, which the page offers to show whole. A referral is never.
    """
    stopped = isinstance(ended, StopException) and outcome.reply.route == "none" and _tab_is_open()
    keep(visit, keeper.add_coach_turn, talk, outcome, shown="" if stopped else None)
    raise ended


def say_again(visit: Visit, keeper: Keeper, talk: Conversation) -> None:
    """Put the coach's last turn into other words, on the page and in the store."""
    from coach.dialogue.telling import guided_reply

    texts = visit.texts
    last, words = talk.turns[-1], talk.turns[-2].text
    if talk.before is None or last.reply is None:
        return
    bring_into_sight(last.number, "answering")
    with st.chat_message(texts("talk.coach")), st.container(key="answering"):
        waiting = st.empty()
        # The same reply, not a new answer; what the person corrected since then stays as it is.
        outcome, said = Outcome(talk.state, guided_reply(last.reply)), last.reply.text
        if leaving := visit.engine.leaving(talk.before, words, outcome, instead_of=said):
            visit.note("say_again", (talk.id, talk.state.turn))  # still wanted after the choice
            choose_leaving(visit, keeper, talk, leaving, "ask")
            return
        telling = visit.engine.tell(
            talk.before, words, outcome, instead_of=said, whose=visit.owner
        )
        if telling is not None:
            try:
                with replying():
                    _stream_model(visit, keeper.say_again, talk.id, telling, waiting, monotonic())
            except StoreError as error:
                count_unsaved(error)
                st.error(
                    texts("errors.not_saved_reply_text", reason=reason(texts, error)),
                    title=texts("errors.not_saved_reply"),
                )
                return
    st.rerun()


def watch(keeper: Keeper, talk: Conversation, *, answering: bool) -> None:
    """Have the page drawn anew when a reply was stopped; comes first on the page of a talk.

    The browser's stop ends a run without another one. While a reply comes, the browser asks for
    this part again by itself, so this part finds the stopped reply kept and wakes the page.
    """
    last = talk.turns[-1]

    @st.fragment(key="watch", run_every=LOOK_EVERY if answering else None)
    def look() -> None:
        if answering and keeper.load(talk.id).turns[-1] != last:
            st.rerun(scope="app")

    with st.container(key="arrived_watch"):
        look()


def keep(
    visit: Visit, write: Write, talk: str, outcome: Outcome, shown: str | None = None
) -> None:
    """Keep the coach's turn; when another tab was first, its turn stands."""
    try:
        write(talk, outcome, shown=shown, stopped=shown is not None)
    except TurnConflict:
        return
    count_reply(outcome, stopped=shown is not None)
    visit.see(talk, outcome.state.turn)


def _stream(visit: Visit, keeper: Keeper, talk: str, outcome: Outcome) -> None:
    """Show the reply word by word; whatever ends it, what stood there is kept."""
    shown: list[str] = []
    stopped = True
    try:
        st.write_stream(_words(outcome.reply, shown))
        stopped = False
    except StopException:
        # Closing the tab stops the run too; then nobody chose to cut the reply short.
        stopped = _tab_is_open()
        raise
    except RerunException:
        stopped = False
        raise
    finally:
        said = "".join(shown).strip() if stopped else None
        keep(visit, keeper.add_coach_turn, talk, outcome, shown=said)


def _stream_model(
    visit: Visit, write: Write, talk: str, telling: Telling, place: DeltaGenerator, began: float
) -> None:
    """Show a model's reply as it comes; whatever ends it, the call ends and what stood is kept."""
    stopped, spoken = True, False
    waiting = f":shimmer[{visit.texts('talk.thinking')}]"
    waits = False
    try:
        for _ in telling.pieces:
            # Drawing is also where the browser's stop is noticed, so it is done while waiting too.
            told = plain(telling.shown) or in_line(visit, telling) or waiting
            place.markdown(told, anchors=False)
            if bool(telling.ahead) != waits:
                waits = not waits
                figures().waiting.inc(1 if waits else -1)
            if telling.shown and not spoken:
                spoken = True
                figures().first_text.labels(telling.voice).observe(monotonic() - began)
        stopped = False
    except StopException:
        stopped = _tab_is_open()
        raise
    except RerunException:
        stopped = False
        raise
    finally:
        telling.close()
        if waits:
            figures().waiting.dec()
        keep(visit, write, talk, telling.outcome, shown=telling.shown if stopped else None)


def in_line(visit: Visit, telling: Telling) -> str:
    """Return how many replies come before this one; "" when it is its turn."""
    if not telling.ahead:
        return ""
    one = telling.ahead == 1
    told = visit.texts("talk.in_line_one" if one else "talk.in_line", count=telling.ahead)
    return f":shimmer[{told}]"


def _words(reply: Reply, shown: list[str]) -> Iterator[str]:
    """Yield the reply as Markdown, word by word, and put the words themselves in `shown`."""
    body, question = parts(reply.text, reply.question)
    for number, paragraph in enumerate(body.split("\n\n") if body else []):
        if number:
            shown.append("\n\n")
            yield "\n\n"
        for word in paragraph.split():
            shown.append(word + " ")
            yield plain(word) + " "
            sleep(WORD_PAUSE)
    if question:
        yield "\n\n"
        shown.append("\n\n" if body else "")
        for word in question.split():
            shown.append(word + " ")
            yield f"**{plain(word)}** "
            sleep(WORD_PAUSE)


def _tab_is_open() -> bool:
    from streamlit.runtime import get_instance
    from streamlit.runtime.scriptrunner import get_script_run_ctx

    sleep(LEAVING)
    context = get_script_run_ctx(suppress_warning=True)
    return context is not None and get_instance().is_active_session(context.session_id)
