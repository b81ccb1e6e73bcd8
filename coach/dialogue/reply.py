"""The guided voice: puts a decision into words, from authored phrases and the person's own.

First what is given back (a reflection, a summary, an answer, sentences to say), then one question.
"""

from __future__ import annotations

import re

from coach.dialogue import asking, explain
from coach.dialogue.acted import acted
from coach.dialogue.changes import changes, done_to_page
from coach.dialogue.corrections import item_named
from coach.dialogue.draft import Draft
from coach.dialogue.echo import as_said_back
from coach.dialogue.fragments import sentence_of
from coach.dialogue.lexicon import Lexicon
from coach.dialogue.names import with_capitals
from coach.dialogue.needs import missing
from coach.dialogue.page.page import page
from coach.dialogue.phrasebook import Phrasebook, first_word
from coach.dialogue.reflect import reflection
from coach.dialogue.scene import Scene, tell
from coach.dialogue.state import (
    WHICH_LINE,
    Away,
    Reply,
    Speaker,
    State,
    is_reviewing,
)
from coach.dialogue.summary import people, summarise, surely_told
from coach.dialogue.topics_answered import answer_topic
from coach.dialogue.understand import Understanding
from coach.dialogue.walking import Decision, in_a_sentence
from coach.dialogue.words import low, quote
from coach.dialogue.words_asked import words_for_them

NOBODY_ELSE = Away()
ORDINARY = 35
SHORT = 20
LONG_TURN = 100
MOST_NAMED = 12  # words of a line of the page that is read out
NAMES_IT = 0.85  # how sure it must be that a line of the page is asked for
NOTED = 0.6  # the reader's probability from which a piece is read back as noted


def compose(
    decision: Decision, before: State, state: State, understood: Understanding, text: str,
    book: Phrasebook, lexicon: Lexicon, search: explain.Searcher, speaker: Speaker = "guided",
    away: Away = NOBODY_ELSE,
) -> Reply:  # fmt: skip
    """Return the coach turn for `decision`; what it says about itself depends on who speaks and gets what."""
    scene = Scene(before, state, understood, lexicon)
    recent = tuple(first_word(e.reply) for e in state.history[-3:])
    terse = asking.is_terse(state, text)
    draft = Draft()
    asked = _question(decision, scene, book, recent, terse)
    if decision.topic:
        answer_topic(draft, decision, scene, text, book, recent, search, speaker, away)
    if decision.example:
        asked = words_for_them(draft, scene, book, recent, terse, search, text) or asked
    else:
        _lead(draft, decision, scene, text, book, recent, terse, asked[1] if asked else "")
        asked = _question(decision, scene, book, recent, terse, " ".join(draft.parts))
    if _asked_twice(decision, before):
        asked = asking.say(book, "by-hand-question", state, recent, {})
    if asked is not None:
        draft.blocks.append(asked[0])
    question = asked[1] if asked else ""
    people = {state.focus, *state.kept, *(i.about for i in state.record.items)}
    whole = with_capitals(" ".join([*draft.parts, question]).strip(), people)
    return Reply(
        state.turn + 1, state.language, decision.phase, decision.act, understood.intent,
        _joined(whole, question), _tail(_joined(whole, question), question),
        tuple(draft.citations), missing(state), blocks=tuple(draft.blocks),
    )  # fmt: skip


def _asked_twice(decision: Decision, before: State) -> bool:
    """Tell whether which line is meant was asked already, to no avail; once in a talk."""
    again = bool(before.history) and {before.history[-1].question_id, decision.question} <= WHICH_LINE
    return again and not any(b.startswith("by-hand-question/") for b in before.used)


def _joined(whole: str, question: str) -> str:
    """Let a question follow a colon without a capital, unless it begins with a name."""
    match = re.search(r": (?=[A-ZÀ-Ý])", whole[: len(whole) - len(question) + 1])
    if question and whole[: -len(question)].rstrip().endswith(":") and match:
        return whole[: -len(question)] + question[0].lower() + question[1:]
    return whole


def _tail(whole: str, question: str) -> str:
    return whole[-len(question) :] if question else ""


def _question(
    decision: Decision, scene: Scene, book: Phrasebook, recent: tuple[str, ...], terse: bool, said: str = "",
) -> tuple[str, str] | None:  # fmt: skip
    name, _, situation = decision.question.partition("#")
    state = scene.state
    if name.startswith("phrase:"):
        day = asking.event_day(state, scene.lexicon)
        return asking.say(book, name.removeprefix("phrase:"), state, (), {**({"day": day} if day else {}), **decision.fills})
    if name.startswith("evasion:"):
        evasion = book.evasions[name.removeprefix("evasion:")]
        return asking.ask_evasion(
            evasion.forms, evasion.options, evasion.id, state, scene.lexicon, terse
        )
    if not name:
        return None
    question = book.questions[name]
    return asking.ask(question, situation, state, scene.reading, scene.lexicon, recent, terse, said)


def _lead(
    draft: Draft, decision: Decision, scene: Scene, text: str, book: Phrasebook,
    recent: tuple[str, ...], terse: bool, question: str,
) -> None:  # fmt: skip
    state = scene.state
    values = {**decision.fills, **asking.values_for(state, scene.lexicon)}
    before_question: list[str] = []
    if decision.question.startswith("evasion:"):
        evasion = book.evasions[decision.question.removeprefix("evasion:")]
        if evasion.acknowledge and not terse and not decision.lines:
            draft.add((f"f:{evasion.id}", evasion.acknowledge))
    lines = list(decision.lines)
    for first in ("unanswered", "first-then", "turned-to", "turned-instead"):  # said before anything is given back
        if first in lines:
            lines.remove(first)
            draft.add(asking.say(book, first, state, recent, dict(decision.fills)))
    corrects = scene.understood.move == "correct"
    review = scene.understood.review
    walking = not is_reviewing(scene.before) and not scene.before.closed
    done = done_to_page(review, book, walking) if review is not None else []
    if not done and corrects:
        done = changes(scene.before, state, book)
    if not done and review is None and _has_another_name(scene.before, state):
        done = [("called", {"who": state.focus})]
    sure = any(a.kind == scene.understood.ask and a.sure >= NAMES_IT for a in scene.understood.asks)
    if not done and sure and scene.understood.ask in {"add", "read_back"} and is_reviewing(scene.before):
        done = _on_the_page(scene)
    for phrase, fills in done:
        draft.add(asking.say(book, phrase, state, recent, fills))
    same = _page_words(scene.before) == _page_words(state) if "after-close" in lines else False
    if (done or same) and "after-close" in lines:
        lines.remove("after-close")
    budget = (SHORT if terse else ORDINARY) - len(question.split())
    if decision.reflect and not decision.summary or decision.summary and decision.reflect:
        _reflect(draft, decision, scene, text, book, recent, terse, budget)
    if decision.summary:
        _summary(draft, scene, book, recent, decision)
    for line in lines:
        said = _line(line, scene, book, recent, values)
        if said is None:
            continue
        if said[1].endswith(":") or line in {"return-after-given"}:
            before_question.append(line)
        if line == "return-after-given" and draft.parts:
            continue
        draft.add(said)


def _has_another_name(before: State, state: State) -> bool:
    """Tell whether whoever is in hand was told of by a name that wasn't theirs ("it's Fatima")."""
    old = before.focus
    renamed = bool(old) and old.lower() in set(state.nobody) - set(before.nobody) and len(old.split()) == 1
    return renamed and old[:1].isupper() and bool(state.focus) and state.focus != old


def _page_words(state: State) -> list[str]:
    return [line.text for part in page(state) for line in part.lines]


def _on_the_page(scene: Scene) -> list[tuple[str, dict[str, str]]]:
    """Answer whether something is on the page, by the line that holds it."""
    asked = " ".join(a.text for a in scene.understood.asks if a.kind == scene.understood.ask)
    item = item_named(scene.state, asked, scene.lexicon)
    named = quote(item.text, scene.lexicon, MOST_NAMED) if item else None
    return [("on-page", {"a": f"‘{named}’"})] if named else []


def _reflect(
    draft: Draft, decision: Decision, scene: Scene, text: str, book: Phrasebook,
    recent: tuple[str, ...], terse: bool, budget: int,
) -> None:  # fmt: skip
    if len(text.split()) > LONG_TURN:
        picked = _one_thing(scene)
        if picked and draft.add(asking.say(book, "one-line", scene.state, recent, {"a": picked})):
            return
    previous = scene.before.history[-1].reply if scene.before.history else ""
    if len(text.split()) <= 2 and len(previous.split()) > 25:
        return
    if draft.parts and budget < 18:
        return
    after = draft.parts[0] if draft.parts else ""
    said = reflection(scene, book, recent, max(budget, 6), after)
    if said is not None and not _says_again(said[1], draft.parts):
        draft.add(said)


def _says_again(said: str, parts: list[str]) -> bool:
    """Tell whether what is given back was just said: a line that came off, or was put on."""
    words = {w for w in re.findall(r"\w+", said.lower()) if len(w) > SMALL}
    there = set(re.findall(r"\w+", " ".join(parts).lower()))
    return bool(words) and len(words & there) * 5 >= len(words) * 3


SMALL = 2  # letters of a word that tells nothing


def _one_thing(scene: Scene) -> str | None:
    """The one thing of a long turn that carries most, in a few of their words: as the reader picks it, else a cost first."""
    focus = scene.state.focus
    of_another = {p.clause.text for p in scene.reading.found if p.about and focus and p.about.lower() != focus.lower()}
    if scene.reading.echo and not any(scene.reading.echo in text for text in of_another):
        return low(as_said_back(scene.reading.echo, scene.lexicon, scene.state.formal), scene.lexicon)
    for name in ("cost", "promised", "what", "pattern", "habit", "their_view", "came_back", "offer"):
        for piece in scene.sure:
            if piece.field != name or piece.clause.text in of_another:
                continue
            whole = acted(piece, piece.about, scene.lexicon, scene.state.formal) if name == "what" and piece.about else None
            if whole:
                return whole
            told = tell(piece.text, scene)
            if told and len(told.split()) >= 3:
                return low(told, scene.lexicon)
            said = sentence_of(piece.clause.text, scene.lexicon)
            if said:
                return f"‘{said}’"
    return None


def _line(
    line: str, scene: Scene, book: Phrasebook, recent: tuple[str, ...], values: dict[str, str]
) -> tuple[str, str] | None:
    fills = dict(values)
    if line == "noted":
        back = next(
            (
                p
                for p in scene.reading.found
                if p.field in {"came_back", "said", "cost", "what", "promised"} and p.sure >= NOTED
            ),
            None,
        )
        short = quote(back.text, scene.lexicon) if back else None
        if back is None or short is None:
            return None
        fills["back"] = f"‘{short}’"
    if line == "emotion":
        said = next((q for c in scene.reading.clauses if (q := quote(c.text, scene.lexicon))), None)
        if said is None:
            line = "emotion-bare"
        else:
            fills["quote"] = said
    if line == "orders-taken":
        taken = next(
            (
                i
                for i in reversed(scene.state.record.items)
                if i.turn == scene.state.turn + 1 and i.source == "heard"
            ),
            None,
        )
        if taken is None:
            return None
        fills["a"] = taken.text
    if line == "apology-cut":
        match = re.search(
            r"\b(?:het spijt me|i'm sorry|i’m sorry|sorry|i apologi[sz]e|excuses|spijt)\b",
            " ".join(c.text for c in scene.reading.clauses),
            re.I,
        )
        if match is None:
            return None
        fills["word"] = match.group()
    if line == "where-to-start" and not fills.get("n"):
        line = "start-with-one"
    if line == "close" and asking.is_terse(
        scene.state, " ".join(c.text for c in scene.reading.clauses)
    ):
        line = "close-terse"
    return asking.say(book, line, scene.state, recent, fills)


def _summary(
    draft: Draft, scene: Scene, book: Phrasebook, recent: tuple[str, ...], decision: Decision
) -> None:
    draft.add(asking.say(book, "summary", scene.state, recent, {}))
    asked = scene.understood.intent == "summary"
    text = summarise(scene.state if asked else surely_told(scene.state), book, scene.lexicon)
    if text:
        if ":" in text.split(". ")[0] and draft.parts[-1].endswith(":"):
            draft.parts[-1] = draft.parts[-1][:-1] + "."  # no two colons in one sentence
        joined = draft.parts[-1].endswith(":")
        named = any(name[:1].isupper() and in_a_sentence(name) == name and text.startswith(name) for name in people(scene.state))
        draft.parts.append(low(text, scene.lexicon) if joined and not named else text)
        draft.blocks.append("sum")
    if not decision.question.startswith("phrase:") and not decision.lines:
        draft.add(asking.say(book, "summary-if-right", scene.state, (), {}))
