"""Words that were asked for: sentences to say to somebody, what stands before them, and what is asked after."""

from __future__ import annotations

import re
from dataclasses import replace

from coach.dialogue import asking, explain
from coach.dialogue.draft import Draft
from coach.dialogue.owning import belongs
from coach.dialogue.phrasebook import Phrasebook
from coach.dialogue.sayable import SAID_TO_COACH, called_in, own_question, written_now
from coach.dialogue.scene import Scene
from coach.dialogue.sentences import opening, other_words
from coach.dialogue.state import items_of
from coach.dialogue.told_back import promised_thing

LATE = 5  # turns after which who asks for words isn't asked what was done


def words_for_them(
    draft: Draft,
    scene: Scene,
    book: Phrasebook,
    recent: tuple[str, ...],
    terse: bool,
    search: explain.Searcher,
    text: str,
) -> tuple[str, str] | None:
    """Add the words that were asked for and what leads to them; return the question behind them."""
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
    named = (*scene.reading.people, *scene.reading.named)
    return next((n for n in named if re.search(spoken.format(re.escape(n)), asked)), "")


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
        seen = replace(state, focus=_spoken_to(scene) or state.focus)
        return asking.ask(
            book.questions["repair-11"], "", seen, scene.reading, scene.lexicon, recent, terse
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
