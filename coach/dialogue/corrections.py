"""What a person takes back: somebody who is nobody, a line to strike, words they never said.

Only what they say is wrong goes; everything else in the record stays as it was. The wordings that
ask for it are cues in prompts/lexicon.
"""

from __future__ import annotations

import re
from dataclasses import replace

from coach.dialogue.clauses import Clause
from coach.dialogue.grammar import times_in
from coach.dialogue.lexicon import Lexicon
from coach.dialogue.state import Item, State
from coach.dialogue.understand import Understanding
from coach.dialogue.whose import give, given_to
from coach.dialogue.word_forms import lemma
from coach.dialogue.words import content

POINTS = re.compile(r"\b(?:that|it|this|dat|die|dit|het)\b", re.I)
# What may go at work, and off no page: "de zaterdagen mogen we wel schrappen".
OURS = re.compile(r"\b(?:mogen|kunnen|moeten|zouden) (?:ik|we|wij)\b|\bwat mij betreft\b|\b(?:we|i) (?:may|can|could|might|should)\b", re.I)
SHORT_ORDER = 12  # words; a longer sentence that only points at "that" strikes nothing
ONLY_A_NAME = 5  # words of an order that strikes a person ("schrap Piet er maar af")
ENOUGH = 0.6  # share of an item's content words that the strike must name
QUOTED = re.compile(r"[‘“\"']([^‘’“”\"']{3,60})[’”\"']")


def corrected(state: State, understood: Understanding, lexicon: Lexicon) -> State:
    """Return `state` without what the turn takes back; what it says of a page is done already."""
    if understood.review is not None:
        return _without_nobody(understood.review.state, understood, lexicon)
    state = _without_nobody(state, understood, lexicon)
    if understood.move == "correct":
        state = _to_whom(state, understood, lexicon)
    if (names := given_to(state, understood.text, understood.text)) is not None:
        state = give(state, *names)
    struck = {
        a.sentence for a in understood.asks
        if a.kind in {"strike", "move"} and lexicon.cue("strike", a.text.lower().replace("’", "'"))
    }  # fmt: skip
    for ask in understood.asks:
        if ask.sentence in struck:
            state = _without_items(state, ask.text, lexicon)
    ordered = {c.sentence for c in understood.reading.aside} - struck
    for sentence in _sentences(tuple(c for c in understood.reading.clauses if c.sentence in ordered)):
        told = sentence.lower().replace("’", "'")
        if lexicon.cue("strike", told) and not OURS.search(told):
            bare = not QUOTED.search(sentence) and len(told.split()) <= ONLY_A_NAME
            for name in _named(state, told) if bare else ():
                state = _without_person(state, name)
            state = _without_items(state, sentence, lexicon)
        if lexicon.cue("not_said", told):
            state = _without_last_quoted(state)
    state = _without_times(state, understood, lexicon)
    if understood.move == "correct":
        state = _other_times(_denied(state, understood, lexicon), understood, lexicon)
    return state


def _without_nobody(state: State, understood: Understanding, lexicon: Lexicon) -> State:
    """Forget whoever the turn says is no person ("Lokeren is a town")."""
    parts = understood.reading.clauses
    for place, clause in enumerate(parts):
        told = clause.text.lower().replace("’", "'")
        if not lexicon.cue("no_person", told):
            continue
        named = _named(state, told)
        if not named and place and re.match(r"(?:dat|da|die|that|it)\b", told):
            named = _named(state, parts[place - 1].text.lower())
        for name in named:
            state = _without_person(state, name)
    return state


WHOSE = (
    r"\b{name}(?:'s|’s| is| was)? (?:the one|degene|diegene)\b",
    r"\bit was {name} who\b|\b(?:het|dat) was {name} die\b",
    r"\b(?:over|about|voor|for|van|of|bij) {name},? (?:en |and )?(?:niet|not) (?:over|about|voor|for|van|of|bij) ",
    r"\b(?:hoort|horen|gaat|moet|moeten) (?:allemaal )?bij {name}\b|\b(?:belongs?|goes) (?:to|with|under) {name}\b",
    r"\bthat(?:'s|’s| was) {name}\b|\b(?:dat|die) (?:is|was|zijn|waren) (?:van )?{name}\b",
)


def _to_whom(state: State, understood: Understanding, lexicon: Lexicon) -> State:
    """Give the lines a sentence speaks of to the person it says they are about."""
    for sentence in _sentences(understood.reading.clauses):
        for name in understood.reading.people:
            if not any(re.search(p.format(name=re.escape(name)), sentence, re.I) for p in WHOSE):
                continue
            words = _stems(sentence, lexicon)
            others = [n for n in _named(state, sentence.lower()) if n.lower() != name.lower()]
            if others and re.search(r"\b(?:alles|everything|all)\b", sentence, re.I):
                state = _given_to(state, others, name)
                continue

            def told(item: Item, words: set[str] = words, name: str = name) -> bool:
                own = _stems(item.text, lexicon) - _stems(name, lexicon)
                return item.about.lower() != name.lower() and bool(own) and len(own & words) / len(own) >= HALF

            items = tuple(replace(i, about=name) if told(i) else i for i in state.record.items)
            state = replace(state, record=replace(state.record, items=items))
    return state


def _given_to(state: State, others: list[str], name: str) -> State:
    """Give all that was told of `others` to `name`, who is in hand from then on."""
    items = tuple(
        replace(i, about=name) if i.about in others else i
        for i in state.record.items if not (i.field == "who" and i.text in others)
    )  # fmt: skip
    return replace(state, focus=name, record=replace(state.record, items=items))


HALF = 0.5
def _stems(text: str, lexicon: Lexicon) -> set[str]:
    return {lemma(word, lexicon.language) for word in content(text, lexicon)}


def _sentences(parts: tuple[Clause, ...]) -> list[str]:
    told: dict[int, list[str]] = {}
    for clause in parts:
        told.setdefault(clause.sentence, []).append(clause.text)
    return [" ".join(texts) for texts in told.values()]


def _named(state: State, sentence: str) -> list[str]:
    """Return whom the record speaks of by a name that stands in the sentence."""
    names = [state.focus, *state.kept, *(i.about for i in state.record.items)]
    names += [i.text for i in state.record.items if i.field == "who"]
    return [
        name for name in dict.fromkeys(names)
        if name and re.search(rf"\b{re.escape(name.lower())}\b", sentence)
    ]  # fmt: skip


def _without_person(state: State, name: str) -> State:
    """Forget that `name` was taken for somebody; what was told goes to whoever is in hand."""
    kept = tuple(n for n in state.kept if n != name)
    focus = state.focus
    if focus == name:
        focus, kept = (kept[0], kept[1:]) if kept else ("", ())
    items = tuple(
        replace(i, about=focus) if i.about == name else i
        for i in state.record.items
        if not (i.field == "who" and i.text == name) and not (i.about == name and i.text == name)
    )
    record = replace(
        state.record, items=items, open=tuple(o for o in state.record.open if o.about != name)
    )
    nobody = tuple(dict.fromkeys((*state.nobody, name.lower())))
    return replace(state, focus=focus, kept=kept, nobody=nobody, record=record)


def _without_items(state: State, sentence: str, lexicon: Lexicon) -> State:
    """Strike the items whose words the sentence names, quoted or not."""
    quoted = [q.lower() for q in QUOTED.findall(sentence)]
    words = content(sentence, lexicon)

    known = {w for i in state.record.items for w in content(i.text, lexicon)}
    last = max((i.turn for i in state.record.items), default=0)
    people = {n.lower() for n in re.findall(r"\b[A-ZÀ-Ý][\w-]+", sentence)}
    people &= {w for i in state.record.items for w in re.findall(r"[\w-]+", i.text.lower())}
    people -= {w.lower() for w in sentence.split()[:1]} - {n.lower() for n in (state.focus, *state.kept)}
    bystanders = people - set(state.focus.lower().split())
    pointing = POINTS.search(sentence) is not None and len(sentence.split()) <= SHORT_ORDER

    def struck(item: Item) -> bool:
        if bystanders and not quoted:
            return bool(bystanders & set(re.findall(r"[\w-]+", item.text.lower())))
        if pointing and not words & known:
            return item.turn == last
        if quoted:
            return any(q in item.clause.lower() or item.text.lower() in q for q in quoted)
        own = content(item.text, lexicon)
        return bool(own) and len(own & words) / len(own) >= ENOUGH

    items = tuple(i for i in state.record.items if not struck(i))
    return replace(state, record=replace(state.record, items=items))


# Words of a request to add something that say nothing of what.
ADDING = frozenset(
    "staan staat bij erbij missen mis mist vergeten zetten zet moeten moet ook nog pagina blad plan regel zin ontbreken ontbreekt ding"
    " add missing miss forget forgot put page plan line sentence need want go back thing bit mention leave".split()
)


def item_named(state: State, text: str, lexicon: Lexicon) -> Item | None:
    """Return the line of the record that `text` speaks of, the one with most words in common."""
    words = _stems(text, lexicon) - ADDING
    names = {part.lower() for i in state.record.items for part in i.about.split()}
    shared = [(len((_stems(i.text, lexicon) & words) - names), i) for i in state.record.items if i.field not in {"who", "when"}]
    most, item = max(shared, key=lambda pair: pair[0], default=(0, None))
    return item if most else None


def _without_last_quoted(state: State) -> State:
    """Strike what the coach just gave back, told in the turn before."""
    if not state.history:
        return state
    last = state.history[-1].reply.lower()
    items = tuple(
        i for i in state.record.items
        if not (i.turn == state.turn and i.text.lower() in last)
    )  # fmt: skip
    return replace(state, record=replace(state.record, items=items))


def _denied(state: State, understood: Understanding, lexicon: Lexicon) -> State:
    """Drop what is denied: items whose every content word stands in a clause with a negation."""
    denied = [
        c for c in understood.reading.clauses
        if any(t.lower in lexicon.classes["negation"] or t.lower.endswith("n't") for t in c.words)
    ]  # fmt: skip
    words = {t.lower.removesuffix("'s") for c in denied for t in c.words}

    def struck(item: Item) -> bool:
        own = content(item.text, lexicon)
        if _is_reason(item) and own & words:
            return True
        loose = item.field in {"context", "when", "not_possible", "cost", "offer", "came_back"}
        return loose and bool(own) and own <= words

    items = tuple(item for item in state.record.items if not struck(item))
    return replace(state, record=replace(state.record, items=items))


NOT_THEN = re.compile(r"\b(?:niet|not|geen) (?:(?:pas|in|op|sinds|vanaf|on|since|from) )?$", re.I)


def _without_times(state: State, understood: Understanding, lexicon: Lexicon) -> State:
    """Drop the time that the turn says it wasn't ("het was niet in juni, het was de hele zomer")."""
    denied: set[str] = set()
    for clause in understood.reading.clauses:
        for time in times_in(clause.text, lexicon):
            place = clause.text.find(time)
            if place > 0 and NOT_THEN.search(clause.text[:place]):
                denied |= content(time, lexicon) or {time.lower()}
    if not denied:
        return state
    kept = tuple(i for i in state.record.items if not (i.field == "when" and content(i.text, lexicon) & denied))
    return replace(state, record=replace(state.record, items=kept))


def _other_times(state: State, understood: Understanding, lexicon: Lexicon) -> State:
    """Drop a month or day told before for whoever is in hand, when the turn names another."""

    def named(text: str, kind: str) -> set[str]:
        return {w for w in re.findall(r"\w+", text.lower()) if lexicon.has(kind, w)}

    def replaced(item: Item) -> bool:
        told = " ".join(understood.reading.times)
        return item.field == "when" and item.about == state.focus and any(
            named(item.text, kind) and named(told, kind)
            and not named(item.text, kind) & named(told, kind)
            for kind in ("month", "weekday")
        )  # fmt: skip

    items = tuple(i for i in state.record.items if not replaced(i))
    return replace(state, record=replace(state.record, items=items))


def _is_reason(item: Item) -> bool:
    """Tell whether an item gives a reason ("because of …", "what with …"), which can be taken back."""
    opens = r"(?:because|what with|omdat|vanwege|door de|wegens)\b"
    return re.match(opens, item.clause, re.I) is not None
