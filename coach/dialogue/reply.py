"""The guided voice: puts a decision into words, from authored phrases and the person's own.

First what is given back (a reflection, a summary, an answer, sentences to say), then one question.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from coach.dialogue import asking, explain
from coach.dialogue.changes import changes, done_to_page
from coach.dialogue.corrections import item_named
from coach.dialogue.fragments import sentence_of
from coach.dialogue.lexicon import Lexicon
from coach.dialogue.needs import missing, pending
from coach.dialogue.owning import belongs
from coach.dialogue.page.page import page
from coach.dialogue.phrasebook import Phrasebook, first_word, sentence
from coach.dialogue.reflect import reflection
from coach.dialogue.sayable import SAID_TO_COACH, called_in, own_question, written_now
from coach.dialogue.scene import Scene, tell
from coach.dialogue.sentences import opening, other_words
from coach.dialogue.state import (
    Citation,
    Reply,
    Speaker,
    State,
    is_reviewing,
    items_of,
)
from coach.dialogue.summary import people, summarise, surely_told
from coach.dialogue.told_back import promised_thing
from coach.dialogue.understand import Understanding
from coach.dialogue.walking import Decision, in_a_sentence
from coach.dialogue.words import low, quote

ORDINARY = 35
SHORT = 20
LONG_TURN = 100
MOST_NAMED = 12  # words of a line of the page that is read out
LATE = 5  # turns after which who asks for words isn't asked what was done
NAMES_IT = 0.85  # how sure it must be that a line of the page is asked for
NOTED = 0.6  # the reader's probability from which a piece is read back as noted


@dataclass
class Draft:
    """A reply being put together; blocks name the authored phrases it is made of."""

    parts: list[str] = field(default_factory=list)
    blocks: list[str] = field(default_factory=list)
    citations: list[Citation] = field(default_factory=list)

    def add(self, said: tuple[str, str] | None) -> bool:
        """Append a (block, text) pair; tell whether there was one."""
        if said is None:
            return False
        self.blocks.append(said[0])
        self.parts.append(said[1])
        return True


def compose(
    decision: Decision, before: State, state: State, understood: Understanding, text: str,
    book: Phrasebook, lexicon: Lexicon, search: explain.Searcher, speaker: Speaker = "guided",
) -> Reply:  # fmt: skip
    """Return the coach turn for `decision`; what it says about itself depends on who speaks."""
    scene = Scene(before, state, understood, lexicon)
    recent = tuple(first_word(e.reply) for e in state.history[-3:])
    terse = asking.is_terse(state, text)
    draft = Draft()
    asked = _question(decision, scene, book, recent, terse)
    if decision.topic:
        _explain(draft, decision, scene, text, book, recent, search, speaker)
    if decision.example:
        asked = _example(draft, scene, book, recent, terse, search, text) or asked
    else:
        _lead(draft, decision, scene, text, book, recent, terse, asked[1] if asked else "")
        asked = _question(decision, scene, book, recent, terse, " ".join(draft.parts))
    if _asked_twice(decision, before):
        asked = asking.say(book, "by-hand-question", state, recent, {})
    if asked is not None:
        draft.blocks.append(asked[0])
    question = asked[1] if asked else ""
    whole = " ".join([*draft.parts, question]).strip()
    return Reply(
        state.turn + 1, state.language, decision.phase, decision.act, understood.intent,
        _joined(whole, question), _tail(_joined(whole, question), question),
        tuple(draft.citations), missing(state), blocks=tuple(draft.blocks),
    )  # fmt: skip


def _asked_twice(decision: Decision, before: State) -> bool:
    """Tell whether which line is meant was asked already, to no avail; once in a talk."""
    which = "phrase:which-line-question"
    again = bool(before.history) and before.history[-1].question_id == decision.question == which
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
    """The one thing of a long turn that carries most, in a few of their words."""
    for name in ("cost", "promised", "what", "pattern", "habit", "their_view", "came_back", "offer"):
        for piece in scene.sure:
            if piece.field != name:
                continue
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


TOPIC_LINES = {
    "rank": "about-rank",
    "may_i": "about-may-i",
    "too_much": "about-too-much",
    "outcome": "about-outcome",
    "page": "about-page",
    "human": "about-human",
    "privacy": "about-privacy",
    "length": "about-length",
    "purpose": "about-me",
}
OF_A_MODEL: dict[tuple[str, Speaker], str] = {
    ("human", "here"): "about-human-model",
    ("human", "elsewhere"): "about-human-model",
    ("human", "open"): "about-human-model",
    ("privacy", "here"): "about-privacy-here",
    ("privacy", "elsewhere"): "about-privacy-elsewhere",
    ("privacy", "open"): "about-privacy-open",
}


def _explain(
    draft: Draft, decision: Decision, scene: Scene, text: str, book: Phrasebook,
    recent: tuple[str, ...], search: explain.Searcher, speaker: Speaker,
) -> None:  # fmt: skip
    state = scene.state
    authored = OF_A_MODEL.get((decision.topic, speaker)) or TOPIC_LINES.get(decision.topic)
    if decision.topic == "why_ask":
        due = pending(scene.before, book)
        name = f"why-{due.id}" if due else "why-any"
        draft.add(asking.say(book, name if name in book.phrases else "why-any", state, recent, {}))
        return
    if decision.topic == "meaning":
        draft.add(asking.say(book, "put-otherwise", state, recent, {}))
        return
    wondered = " ".join(a.text for a in scene.understood.asks) or decision.query or text
    if decision.topic == "advice":
        found = explain.answer(
            search, _asked_part(wondered), state.language, decision.phase, state.audience, own_only=True
        )
        if found is not None:
            draft.parts.append(found.quote)
            draft.blocks.append(f"passage:{found.document}/{found.section}")
            draft.citations.append(found)
            return
        asked = re.split(r"\b(?:should i|moet ik|zal ik|kan ik beter)\b", wondered, flags=re.I)[-1]
        told = (name for part in (asked, wondered) for name, rule in scene.lexicon.advice.items() if rule.search(part))
        draft.add(asking.say(book, next(told, "about-advice"), state, recent, {}))
        return
    if decision.topic == "judged":
        asked = next((a.text for a in scene.understood.asks if a.kind == "judged"), wondered).lower()
        told = (name for name in OF_WHAT_THEY_DID if name in scene.lexicon.advice and scene.lexicon.advice[name].search(asked))
        draft.add(asking.say(book, next(told, "about-judged"), state, recent, {}))
        return
    if decision.topic == "may_i" and NORMAL.search(wondered):
        authored = "about-normal"
    elif decision.topic == "may_i" and MANDATE.search(wondered):
        authored = "about-mandate"
    elif decision.topic == "may_i" and state.audience == "leader":
        authored = "about-may-i-leader"
    if authored:
        draft.add(asking.say(book, authored, state, recent, {}))
        return
    if decision.topic == "evidence":
        section = "broken-promises" if items_of(state.record, "promised") else "thanks"
        found = explain.core(search, "research", section, state.language)
    else:
        found = explain.answer(
            search, _asked_part(decision.query or text), state.language, decision.phase, state.audience,
            frozenset(b.removeprefix("passage:") for b in state.used if b.startswith("passage:")),
        )
    if decision.topic == "evidence":
        draft.add(asking.say(book, "evidence", state, recent, {}))
    if found is None and decision.topic == "mirror":
        found = explain.core(search, "mirror-question", "when-to-use", state.language)
    if found is None and decision.topic != "evidence":
        draft.add(asking.say(book, "nothing-found", state, recent, {}))
        return
    if found is not None:
        draft.parts.append(found.quote)
        draft.blocks.append(f"passage:{found.document}/{found.section}")
        draft.citations.append(found)
    if decision.topic == "evidence":
        draft.add(asking.say(book, "evidence-limits", state, recent, {}))


# What is advised on whether something they did or got is enough, or counts.
OF_WHAT_THEY_DID = ("advice-counts", "advice-whiny", "advice-single-out", "advice-expect", "advice-late", "advice-enough")
NORMAL = re.compile(r"\b(?:normaal|gewoon|gebruikelijk|raar|gek|normal|usual|common|odd|mad)\b", re.I)


MANDATE = re.compile(
    r"\b(?:beslissen|bepalen|regelen|minderen|verschuiven|veranderen|toekennen|decide|change|approve|sign off|hand out)\b", re.I
)


def _asked_part(text: str) -> str:
    """Return the sentences of a turn that ask, or all of it."""
    asking_parts = [s for s in re.split(r"(?<=[.!?])\s+", text) if s.rstrip().endswith("?")]
    return " ".join(asking_parts) or text


def _example(
    draft: Draft,
    scene: Scene,
    book: Phrasebook,
    recent: tuple[str, ...],
    terse: bool,
    search: explain.Searcher,
    text: str,
) -> tuple[str, str] | None:
    state = scene.state
    if state.audience == "coach":
        own = own_question(scene.before, text)
        draft.add(asking.say(book, "sentence-stands" if own else "for-the-session", state, recent, {}))
        _cite(draft, scene, search, "")
        return asking.say(book, "session-when-question", state, (), {})
    own = written_now(scene.before, text, state.focus, scene.lexicon)
    if own and (scene.understood.ask not in SAID_TO_COACH or own == called_in(text.strip().replace("’", "'"), state.focus)):
        draft.add(asking.say(book, "sentence-stands", state, recent, {}))
        return _after_example(draft, scene, book, recent, terse, False)
    if (asks_it := _to_ask_them(scene, text)) is not None:
        draft.add(asking.say(book, asks_it, state, recent, {}))
        return _after_example(draft, scene, book, recent, terse, False)
    wishes = " ".join(a.text for a in scene.understood.asks) or text
    built = opening(state, book, scene.lexicon, terse, _words_for(scene), wishes)
    if built is None:
        known = bool(items_of(state.record, "what"))
        if state.turn >= LATE and (not known or state.audience == "client"):  # nobody is taken back to the first question for words
            return asking.say(book, "your-own-words", state, (), {})
        name = "repair-7" if known and state.audience != "client" else "contributions-2"
        if known and state.audience != "client":  # asked for words, nobody is asked for them in return
            draft.add(asking.say(book, "words-frame", state, recent, {}))
            return asking.say(book, "your-own-words", state, (), {})
        if not known:
            draft.add(asking.say(book, "need-one-thing", state, recent, {}))
        return asking.ask(
            book.questions[name], "", state, scene.reading, scene.lexicon, recent, terse
        )
    said = " ".join(built.sentences)
    if any(said in e.reply for e in state.history):
        just = said in state.history[-1].reply or scene.understood.ask == "words_other"
        others = other_words(state, book, scene.lexicon, _words_for(scene), wishes)
        built = others if others or just else built  # asked anew later, the same is better than none
        said = " ".join(built.sentences) if built else ""
    if built is None:
        draft.add(asking.say(book, "words-again", state, recent, {}))
        return asking.say(book, "your-own-words", state, (), {})
    if state.audience == "client":
        lead = "fact-effect-request" if len(built.sentences) > 1 else "for-example"
        draft.add(asking.say(book, lead, state, recent, {}))
    elif not terse:
        key = (
            "for-who"
            if len(state.history) and built.public is False and items_of(state.record, "own_giving")
            else "for-example"
        )
        asked_for = _words_for(scene) or _spoken_to(scene) or state.focus
        draft.add(asking.say(book, key, state, recent, {"who": asked_for}))
    draft.parts.append(f"‘{said}’")
    draft.blocks += built.blocks
    _cite(draft, scene, search, said)
    if state.audience == "client":
        draft.add(asking.say(book, "and-then-one-question", state, (), {"a": built.request}))
        told = "words:wish" in built.blocks  # what they would ask is known
        return asking.say(book, "your-own-words" if told else "your-question", state, (), {})
    return _after_example(draft, scene, book, recent, terse, built.public)


SOMEBODY = re.compile(r"(?:direct(?:eur|rice|or)|manager|leider|chef|baas|hoofd|boss|head|planner|predecessor|voorganger)$", re.I)


def _spoken_to(scene: Scene) -> str:
    """Return whom the words are for by name, also when nothing was told of that person yet."""
    asked = " ".join(c.text for c in scene.reading.clauses)
    spoken = r"\b(?:tegen|to|tell) {}\b"
    return next((n for n in scene.reading.people if re.search(spoken.format(re.escape(n)), asked)), "")


def _words_for(scene: Scene) -> str:
    """Return whom they ask words for, when something was told of that person; else ""."""
    of_words = " ".join(a.text for a in scene.understood.asks if a.kind in {"words", "words_other"})
    asked = (of_words or " ".join(c.text for c in scene.reading.clauses)).lower()
    told = dict.fromkeys(i.about for i in scene.state.record.items if i.about)
    spoken = r"\b(?:tegen|aan|voor|to|for|tell|with|met) {}\b"
    for pattern in (spoken, r"\b{}\b"):
        named = [n for n in told if re.search(pattern.format(re.escape(n.lower())), asked)]
        if len(named) == 1:
            return named[0]
    return ""


# What was asked about them, and the words with which they can be asked it.
TO_ASK = {"return-3": "ask-their-wish", "contributions-5": "ask-their-cost"}
ASK_THEM = re.compile(
    r"\bask (?:him|her|them|(?-i:[A-Z])\w+)\b|\bvra(?:ag|gen) (?:ik )?(?:dat |het )?(?:aan )?(?:hem|haar|ze|hun|(?-i:[A-Z])\w+)\b|\b(?:hem|haar|ze) (?:dat |het )?(?:dan |nou |zoiets )*vragen\b|\bvraag ik (?:hem|haar|ze|dat)\b", re.I
)


def _to_ask_them(scene: Scene, text: str) -> str | None:
    """Return the phrase that asks them what was just asked about them, when words for that are wanted."""
    asked = scene.before.history[-1].question_id.partition("#")[0] if scene.before.history else ""
    wanted = scene.state.audience == "leader" and ASK_THEM.search(text) is not None
    return TO_ASK.get(asked) if wanted else None


def _after_example(
    draft: Draft, scene: Scene, book: Phrasebook, recent: tuple[str, ...], terse: bool, public: bool
) -> tuple[str, str] | None:
    state = scene.state
    promises = items_of(state.record, "promised")
    if promises and items_of(state.record, "not_possible") and not terse:
        thing = promised_thing(promises[0].text, scene)
        if thing and not SOMEBODY.search(thing) and belongs(promises[0], state.focus, state):
            draft.add(asking.say(book, "say-it-as-it-is", state, recent, {"a": thing}))
    if public:
        draft.add(asking.say(book, "named-in-public", state, recent, {"who": state.focus}))
        return asking.say(book, "named-in-public-question", state, (), {})
    others = [
        i.about
        for i in state.record.items
        if i.field == "what" and i.about and i.about != state.focus
    ]
    named = next((i.about for i in state.record.items if i.field == "what"), "")
    apart = next((n for n in (state.focus, *others) if n and n != named), "")
    if terse and apart:
        return asking.say(book, "group-or-apart", state, (), {"b": apart})
    if not items_of(state.record, "offer"):
        return asking.ask(
            book.questions["return-5"], "", state, scene.reading, scene.lexicon, recent, terse
        )
    if not items_of(state.record, "next_step"):
        return asking.ask(
            book.questions["repair-11"], "", state, scene.reading, scene.lexicon, recent, terse
        )
    return asking.say(book, "your-own-words", state, (), {})


def _cite(draft: Draft, scene: Scene, search: explain.Searcher, text: str) -> None:
    state = scene.state
    documents = (
        ("naming-contributions", "repair") if state.audience != "client" else ("giving-too-much",)
    )
    for document in documents:
        found = explain.core(search, document, "core-idea", state.language)
        if found is not None:
            draft.citations.append(found)


def capital(text: str) -> str:
    """Return `text` with a capital first letter."""
    return sentence(text)
