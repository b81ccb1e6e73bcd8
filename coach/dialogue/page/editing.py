"""What can be done to a page, and what came of it: every change is looked up on the page itself.

A reply says that something is off the page, on it or elsewhere only when the page shows it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal, cast

from coach.dialogue.asked import Asked
from coach.dialogue.clauses import clauses, tokenise
from coach.dialogue.fields import label_clauses
from coach.dialogue.lexicon import Lexicon
from coach.dialogue.page.headed import HOME, home_of
from coach.dialogue.page.meant import (
    ASIDE,
    SPOKEN,
    Shown,
    held_by,
    lines_shown,
    meant,
    norm,
    part_of_hour,
    quotes_in,
    stems,
    told_before,
)
from coach.dialogue.page.page import heading_title
from coach.dialogue.phrasebook import sentence
from coach.dialogue.pieces import source_of
from coach.dialogue.reader_network import read_turn
from coach.dialogue.review_wording import Wording
from coach.dialogue.same_question import SENTENCE
from coach.dialogue.sayable import SPOKEN_TO
from coach.dialogue.state import Field, Item, Source, State, fixed
from coach.dialogue.whose import calls_another, give, known_people

How = Literal["off", "added", "moved", "now", "back", "there", "not-there", "gone", "of", "marked", "reads", "stands", "behind", "undone", "unchanged", "named", "still"]
ALIKE = 2  # words of meaning by which two steps are one
ONE = frozenset("een één 1 a an one half halve".split())
WRITTEN = frozenset({"sentences", "request", "step", "day"})  # parts somebody may word themself
DENIED = re.compile(r"(?:never said|didn't say|did not say|not say|niet over|nooit over|zei niet|zei geen|niet gezegd) (?P<old>.+)$", re.I)
SAID = re.compile(r"(?:i said|it was|ik zei|het was|het ging over) (?!(?:that|dat) )(?P<new>.+)$", re.I)
SHORT = 6  # words that are put for others
AUTHORED = frozenset({"to_ask", "mirror"})  # parts with lines nobody told
RESTATED = 0.8  # the share of the words of a part that stand on the page when it tells nothing new
HANGING = frozenset("at of for with from to the a an and or van met te de het een en of dat".split())  # no sentence ends in them
FEW = 2  # words that may say which of the lines under one heading is meant
ARTICLES = frozenset("een één a an one 1".split())
FIELD_OF: dict[str, Field] = {
    "given": "what", "cost": "cost", "came_back": "came_back", "put_right": "promised", "their_side": "their_view", "offer": "offer",
    "not_possible": "not_possible", "wish": "wish", "habit": "habit", "own_side": "own_giving", "step": "next_step",
}  # fmt: skip


@dataclass(frozen=True)
class Done:
    """One thing that was done to the page: the words it was done to, and where they stand now."""

    how: How
    text: str = ""
    heading: str = ""
    who: str = ""


@dataclass
class Editing:
    """A page being changed: the talk as it becomes, what was done, and what was spoken of last."""

    state: State
    wording: Wording
    lexicon: Lexicon
    struck: tuple[Item, ...] = ()  # what the turn before took off
    done: list[Done] = field(default_factory=list)
    last: tuple[Shown, ...] = ()
    unseen: tuple[str, ...] = ()  # what was quoted last and stands nowhere
    head: str = ""  # the part that was all a part of the turn named
    answered: bool = False  # whether something asked after was answered
    wrong: bool = False  # whether the turn says that something is wrong
    slot: str = ""  # the part somebody may word themself that was named last
    began: str = field(init=False)  # whom the talk was about as the turn began

    def __post_init__(self) -> None:
        self.began = self.state.focus

    def shown(self) -> list[Shown]:
        """Return the lines as they stand by now."""
        return lines_shown(self.state)

    def find(self, part: str, bare: str | None = None, among: Callable[[Shown], bool] | None = None) -> list[Shown]:
        """Return the lines `part` means, of those that `among` admits."""
        lines = [s for s in self.shown() if s.part not in AUTHORED or self._names_authored(part)]
        found = [s for s in meant(part, lines, self.lexicon, self.wording, bare) if among is None or among(s)]
        several = quotes_in(part) or len(self.stems(part if bare is None else bare)) >= FEW
        if found or among is None or not several:
            return found
        return meant(part, [s for s in lines if among(s)], self.lexicon, self.wording, bare)

    def _names_authored(self, text: str) -> bool:
        """Tell whether `text` may mean a line nobody told: quoted, or called what it is."""
        return bool(quotes_in(text) or self.wording.part_named(text) or re.search(r"\b(?:vra(?:ag|gen)|questions?)\b", text, re.I))

    def restated(self, text: str) -> Shown | None:
        """Return the line that says already what `text` says; None when it tells anything new."""
        said = self.stems(text)
        if len(said) < FEW or self.wording.says("denies", text) or SPOKEN_TO.search(text):
            return None
        there = [(s, self.stems(s.line.before + s.line.text)) for s in self.shown() if s.part not in AUTHORED]
        there.sort(key=lambda pair: not pair[0].part)
        every = self.stems(". ".join(f"{i.text}. {i.clause}" for i in self.state.record.items)).union(*(words for _, words in there))
        if len(said & every) < RESTATED * len(said) or any(c.isdigit() for w in said - every for c in w):
            return None
        first = max(there, key=lambda pair: len(pair[1] & said))
        return first[0] if len(first[1] & said) >= FEW else None

    def near(self, text: str) -> str:
        """Return the one line of the page that `text` speaks of; "" when too few of its words, but for names, stand in one."""
        if not text or self.wording.slot(text) in SPOKEN:
            return ""
        named = [*known_people(self.state), *(t.text for t in tokenise(text, self.lexicon) if t.kind == "name")]
        said = {word for word in self.stems(text) if len(word) > 2} - {word for name in named for word in self.stems(name)}
        own = [(s, self.stems(s.line.text)) for s in self.shown() if s.part and s.part not in SPOKEN | AUTHORED and s.line.item]
        often = Counter(word for _, words in own for word in words)
        shares = [(sum(1 / often[word] for word in said & words), s.told) for s, words in own if len(said & words) >= FEW or 2 * len(said & words) >= len(said) > 0]
        most = max((share for share, _ in shares), default=0.0)
        best = [told for share, told in shares if share == most and not any(each.text == told for each in self.done)]
        return best[0] if len(best) == 1 else ""

    def speaks_of_it(self, text: str) -> bool:
        """Tell whether most of what `text` says stands on the page: it corrects that, and tells nothing."""
        said = self.stems(text)
        every: set[str] = set().union(*(self.stems(s.line.text) for s in self.shown() if s.part))
        return bool(said) and 2 * len(said & every) >= len(said)

    def told_of(self, said: str) -> list[Shown]:
        """Return the lines that are spoken of with `said`: those all its words stand in, else the one meant."""
        own = self.stems(said)
        lines = [s for s in self.shown() if s.line.item and s.part not in SPOKEN]
        every = [s for s in lines if own and own <= self.stems(s.line.before + s.line.text)]
        return every or [s for s in self.find(said, said, lambda s: s in lines) if s in lines]

    def give_lines(self, lines: Sequence[Shown], who: str) -> bool:
        """Give what stands in these lines to `who`, and nothing else; whom the talk is with stays."""
        held = [i for s in lines for i in held_by(s, self.state.record.items)]
        clauses_of = {i.clause for i in held if i.clause}
        held += [i for i in self.state.record.items if i.field in ASIDE | {"extra"} and i.clause in clauses_of and i not in held]
        if all(i.about == who for i in held):
            self.done += [Done("there", s.told) for s in lines[:1]]
            return bool(held)
        of = {i.id: _of(i, who) for i in held if i.field != "who"}
        self.state = _with_items(self.state, (of.get(i.id, i) for i in self.state.record.items))
        if not any(i.about == self.state.focus for i in self.state.record.items):
            self.state = replace(self.state, focus=who)  # nothing is told of the other any more
        self.done.append(Done("of", lines[0].line.text, who=who))
        return True

    def take_off_person(self, name: str) -> bool:
        """Take off all that was told of somebody who isn't in it, and what is asked of them."""
        held = [i for i in self.state.record.items if name in {i.about, i.text}]
        lines = [s for s in self.shown() if s.part and (s.line.item in held or norm(s.line.before + s.line.text).startswith(norm(name)))]
        told = [s for s in lines if s.part != "to_ask"]
        in_others = [s for s in self.shown() if s.part and s not in lines and f" {norm(name)} " in f" {norm(s.line.text)} "]
        if not lines and in_others:
            return False  # named in what is told of somebody else
        off = tuple(s.line.text for s in lines)
        record = replace(
            self.state.record,
            items=tuple(i for i in self.state.record.items if i not in held and i not in [s.line.item for s in told]),
            open=tuple(o for o in self.state.record.open if o.about != name),
        )
        owners = [i.about for i in record.items if i.about]
        focus = self.state.focus if self.state.focus != name else next(iter(owners), "")
        self.state = replace(
            self.state, record=record, focus=focus, kept=tuple(n for n in self.state.kept if n != name),
            nobody=tuple(dict.fromkeys((*self.state.nobody, name.lower()))), off=tuple(dict.fromkeys((*self.state.off, *off))),
        )  # fmt: skip
        self.struck = (*self.struck, *held)
        self.done += [Done("off", s.line.text) for s in told] or [Done("gone", name)]
        return True

    def told_anew(self, text: str, wrong: str) -> bool:
        """Put what is told in place of what `wrong` says was wrong, for the line that tells of it, or on."""
        one, other = DENIED.search(wrong.strip(" .!")), SAID.match(text.strip(" .!"))
        if one and other and len(other["new"].split()) <= SHORT and self.reword(one["old"].strip(), other["new"].strip()):
            return True  # "I never said a bus, I said a van"
        told = re.sub(r"^(?:it was|it's|it is|that was|het was|het is|dat was) ", "", text, flags=re.I)
        told = ", ".join(c for c in re.split(r",\s+", told) if not self.wording.says("corrects", c.strip(" .!")))
        own = self.stems(told)
        lines = [s for s in self.shown() if s.part and s.part not in SPOKEN and s.line.item]
        lines.sort(key=lambda s: s.line.item is None or s.line.item.turn != self.state.turn)
        alike = [s for s in lines if len(own & self.stems(s.line.text)) >= FEW]
        if not alike and (self.wording.slot(told) or self.wording.says("page", told)):
            return False  # said of the page, and no news of anybody
        return self.replace(alike[0], told) if alike else self.add(self.field_of(told), told)

    def put_on_last(self) -> list[Shown]:
        """Return the lines that the turn before put on."""
        turn = self.state.turn
        return [s for s in self.shown() if s.part and s.line.item and s.line.item.turn == turn and s.line.item.id in self.state.placed]

    def stems(self, text: str) -> set[str]:
        """Return the words of `text` that may say which line is meant."""
        return stems(text, self.lexicon, self.wording)

    def take_off(self, lines: Sequence[Shown]) -> bool:
        """Take lines off, or the stretch of them that was quoted; tell whether they are gone."""
        before = self.state
        lines = [replace(each, quote="") if self._only_limb_left(each) else each for each in lines]
        for each in lines:
            self.state = self._without(each)
        there = {norm(s.line.text) for s in self.shown() if s.part}
        spoken = {norm(s.line.text) for s in self.shown() if s.part in SPOKEN}
        for each in lines:
            told = each.quote or each.line.text
            still = norm(told) in there or norm(each.line.text) in there or each.quote and any(f" {norm(each.quote)} " in f" {t} " for t in (spoken if each.part in SPOKEN else there))
            if still:
                self.state = before
                return False
            self.done.append(Done("off", told))
        held = {i.id for i in self.state.record.items}
        self.struck = (*self.struck, *(i for i in before.record.items if i.id not in held))
        self.last = tuple(lines)
        return bool(lines)

    def _only_limb_left(self, shown: Shown) -> bool:
        """Tell whether what stays of a line without its quoted stretch is no sentence ("a spaniel came in at")."""
        if not shown.quote or shown.part in SPOKEN or shown.line.item is None:
            return False
        whole, left = (tokenise(text, self.lexicon) for text in (shown.line.text, _cut(shown.line.text, shown.quote)))
        verbs = [any(t.kind in {"verb", "auxiliary"} for t in told) for told in (whole, left)]
        return bool(left) and (verbs == [True, False] or left[-1].lower in HANGING)

    def _without(self, shown: Shown) -> State:
        state = self.state
        if shown.part in SPOKEN:
            left = _cut(shown.line.text, shown.quote) if shown.quote else ""
            asks = next((s.line.text for s in lines_shown(state) if s.part == "request"), "")
            if left and shown.part == "sentences" and asks:
                state = _fix(state, "request", asks)  # what is asked behind them stays, whoever worded it
            return _off(state, shown) if not left else _fix(state, shown.part, left)
        elsewhere = [s.line.item for s in lines_shown(state) if s.part and s.line.item and s.line != shown.line]
        items = [i for i in held_by(shown, state.record.items) if i not in elsewhere]  # what says the same elsewhere stays
        if shown.quote and fixed(state, shown.part):
            return _fix(state, shown.part, _cut(shown.line.text, shown.quote))
        verb = shown.quote and [t.kind for t in tokenise(shown.quote, self.lexicon)] in (["verb"], ["participle"], ["auxiliary"])
        if shown.quote and not verb and len(shown.quote.split()) < len(shown.line.text.split()):  # without its verb a line says nothing
            whole = [i for i in items if norm(i.text) in norm(shown.quote)]
            whole += [i for i in state.record.items if i.field == "when" and norm(i.text) == norm(shown.quote)]
            cut = {i.id: _cut(i.clause, shown.quote) for i in items if norm(shown.quote) in norm(i.clause) and i not in whole}
            kept = (replace(i, text=cut[i.id], clause=cut[i.id]) if cut.get(i.id) else i for i in state.record.items if i not in whole)
            return _with_items(_unfixed(state, shown), (i for i in kept if cut.get(i.id, "-")))
        gone = {i.id for i in items}
        return _with_items(_off(state, shown), (i for i in state.record.items if i.id not in gone))

    def put_back(self, lines: Sequence[Item] | None = None) -> bool:
        """Put on again what came off last, or those of it that are named."""
        there_before = {i.id for i in self.state.before.items} if self.state.before else set()
        last = [i for i in self.struck if i.id in there_before] or self.struck
        back = [i for i in (last if lines is None else lines) if i.id not in {h.id for h in self.state.record.items}]
        texts = {norm(i.text) for i in back}
        off = tuple(t for t in self.state.off if not any(text in norm(t) for text in texts))
        off = off if back else self.state.off[:-1]
        if not back and off == self.state.off:
            return False
        told = [i.text for i in back] or [self.state.off[-1]]
        state = replace(_with_items(self.state, (*self.state.record.items, *back)), off=off)
        there = " ".join(norm(s.line.text) for s in lines_shown(state) if s.part)
        if back and not any(text in there for text in texts):
            return False  # it isn't said to be there when it isn't
        self.state = state
        self.struck = tuple(i for i in self.struck if i not in back)
        self.done += [Done("back", text) for text in told]
        return True

    def write(self, key: str, text: str, field: Field | None = None, instead: bool = False) -> bool:
        """Put `text` under the heading `key`, word for word; tell whether it stands there.

        A step for another day stands beside the one that is there, unless it comes `instead`.
        """
        text = text.strip(" ,;:\n")
        told = SENTENCE.split(text)
        while len(told) > 1 and self.wording.says("of_page", told[-1].replace("’", "'")):
            told = told[:-1]  # "…. That line can go in as it is."
        text = " ".join(told) if key in {"sentences", "request"} else text
        if self.wording.says("of_page", text.replace("’", "'")):
            return False  # said to the coach, whatever is read in it
        if key in WRITTEN:
            said = sentence(text) if key != "day" else text.rstrip(".")
            said = said if key == "day" or said[-1:] in ".?!" else f"{said}."
            if key == "sentences" and calls_another(said, replace(self.state, focus=self.began)):
                standing = next((s.line.text for s in self.shown() if s.part == key), "")
                said = f"{standing} {said}".strip() if norm(said) not in norm(standing) else said
            whole = " ".join([*self._other_steps(said), said]) if key == "step" and not instead else said
            self.state = _fix(self.state, key, whole)
            beside = key == "step" and whole != said  # what stood there stays, and isn't said to be gone
            self.done.append(Done("added" if beside else "now", said, heading_title(key, self.state) if key != "day" else ""))
            return True
        return self.add(field or FIELD_OF[key], text)

    def _other_steps(self, new: str) -> list[str]:
        """Return the steps that stand there for another day than `new` has, and tell of something else."""
        days = self._days(new)
        standing = [t for s in self.shown() if s.part == "step" for t in SENTENCE.split(s.line.text)]
        names = " ".join(known_people(self.state))
        said = self.stems(new) - self.stems(" ".join(days)) - self.stems(names) - {n.lower() for n in names.split()}
        return [t for t in standing if days and (own := self._days(t)) and not own & days and len(said & self.stems(t)) < ALIKE]

    def _days(self, text: str) -> set[str]:
        return {t.lower for t in tokenise(text, self.lexicon) if t.kind in {"weekday", "month"}}

    def add(
        self, field: Field, text: str, clause: str = "", turn: int = 0, source: Source = "seen", about: str = ""
    ) -> bool:
        """Put a line of theirs on under the heading of `field`; turn 0 is the one at hand."""
        text = NOR_THAT.sub("", text.strip(" .,;:!?"))
        if self.wording.says("of_page", text.replace("’", "'")):
            return False
        held = next((s for s in self.shown() if norm(s.line.text) == norm(text) and s.line.item), None)
        if held is not None and held.part != home_of(field, self.state.audience):
            return self.move([held], field)  # it stands elsewhere already
        told_of = [i.about for i in self.state.record.items if i.field in {"what", "cost"} and i.about]
        about = about or (self.state.focus if self.state.focus in told_of or not told_of else told_of[0])
        owner = about if field in {"what", "cost", "extra"} and self.state.audience != "client" else ""
        number = self.state.next_item
        item = Item(f"i{number}", field, text, source, turn or self.state.turn + 1, owner, "", clause or text)
        state = replace(self.state, next_item=number + 1, placed=(*self.state.placed, item.id))
        state = replace(_with_items(state, (*state.record.items, item)), off=tuple(t for t in state.off if norm(t) != norm(text)))
        saying = [s for s in lines_shown(state) if s.part and _holds(s, text)]
        there = next((s for s in saying if s.part == home_of(field, self.state.audience)), saying[0] if saying else None)
        if there is None:
            return False
        self.state = state
        self.done.append(Done("added", text, heading_title(there.part, state)))
        self.last = (there,)
        return True

    def add_again(self, said: set[str], key: str = "") -> bool:
        """Put on what was told before and stands nowhere, as it was told; False when it wasn't."""
        told = told_before(said, self.state, self.lexicon, self.wording)
        if told is None:
            return False
        text, clause, turn = told
        if any(w.isdigit() and w not in norm(text).split() for w in said):
            return False  # "add that it's 63", where 61 was told
        field = FIELD_OF[key] if key else self.field_of(clause.text)
        asked = Asked(audience=self.state.audience, focus=self.state.focus)
        return self.add(field, text, text, turn, source_of(clause, field, asked, self.lexicon))

    def move(self, lines: Sequence[Shown], field: Field) -> bool:
        """File lines under the heading of `field`; tell whether they stand there."""
        held = [i for each in lines for i in held_by(each, self.state.record.items)]
        held += [i for each in lines for i in self.struck if norm(i.text) == norm(each.line.text) and i not in held]
        if not held:
            return False
        moved = {i.id: replace(i, field=field) for i in held}
        rest = [moved.pop(i.id, i) for i in self.state.record.items]
        state = replace(self.state, placed=tuple(dict.fromkeys((*self.state.placed, *(i.id for i in held)))))
        state = replace(_with_items(state, (*rest, *moved.values())), off=tuple(t for t in state.off if all(norm(i.text) not in norm(t) for i in held)))
        key = home_of(field, self.state.audience)
        told = {norm(held[0].text), norm(lines[0].line.text)} if lines else {norm(held[0].text)}  # whole, or as it stood
        if not key or not any(s.part == key and any(t in norm(s.line.text) for t in told) for s in lines_shown(state)):
            return False
        self.state = state
        self.struck = tuple(i for i in self.struck if i not in held)
        self.done = [d for d in self.done if d.how != "off" or all(norm(d.text) not in norm(i.clause) for i in held)]
        self.done.append(Done("moved", held[0].text, heading_title(key, state)))
        return True

    def mark(self, line: Shown, source: Source) -> bool:
        """Put another source behind a line; tell whether the page shows it."""
        held = {i.id for i in held_by(line, self.state.record.items)}
        state = _with_items(self.state, (replace(i, source=source) if i.id in held else i for i in self.state.record.items))
        marks = [s.line.mark for s in lines_shown(state) if s.part == line.part and norm(s.line.text) == norm(line.line.text)]
        if not marks or not marks[0] or marks[0] == line.line.mark:
            return False
        self.state = state
        self.done.append(Done("marked", line.line.text, marks[0]))
        return True

    def reword(self, old: str, new: str, lines: Sequence[Shown] | None = None, first: bool = False) -> bool:
        """Put `new` for `old` wherever it stands on the page, or in `lines`; tell whether it did.

        `first`: only where a line begins with it.
        """
        several = next((t for t in tokenise(new, self.lexicon) if t.kind == "number" and t.lower not in ONE), None)
        article = r"(?:(?:een|a|an) )?" if several is not None and new.startswith(several.text) else ""  # "a month" → "six weeks"
        pattern = re.compile(rf"{'^' if first else ''}(?<!\w){article}{re.escape(old)}(?!\w)", re.I)
        among = [s for s in (self.shown() if lines is None else lines) if not part_of_hour(old, s.line.text)]
        hit = [s for s in among if pattern.search(s.line.text)]
        if not hit:
            return False
        held = {i.id for s in hit for i in held_by(s, self.state.record.items) if pattern.search(i.clause or i.text)}
        if not held and not any(s.part in SPOKEN or fixed(self.state, s.part) for s in hit):
            return self._reword_whole(hit, pattern, new)  # what was told besides, in the sentence that stands there
        clauses_held = {i.clause for i in self.state.record.items if i.id in held and i.clause}
        held |= {i.id for i in self.state.record.items if i.field == "when" and i.clause in clauses_held}  # the time told with it
        items = (_worded(i, pattern, new) if i.id in held else i for i in self.state.record.items)
        state = _with_items(self.state, items)
        for each in hit:
            left = any(s.part == each.part and pattern.search(s.line.text) for s in lines_shown(state)) if each.part in SPOKEN else False
            if left or fixed(state, each.part):  # a proposal is made anew of what it was made of
                state = _fix(state, each.part, pattern.sub(lambda _: new, each.line.text))
        there = [s for s in lines_shown(state) if s.part and norm(new) in norm(s.line.text)]
        before = {s.line.text for s in self.shown()}
        now = next((s for s in there if s.line.text not in before), there[0] if there else None)
        if now is None:
            return self._reword_whole(hit, pattern, new)
        self.state, self.last = state, (now,)
        told = next((each for each in SENTENCE.split(now.line.text) if norm(new) in norm(each)), now.line.text)
        self.done.append(Done("now", told, heading_title(now.part, state)))
        return True

    def _reword_whole(self, hit: Sequence[Shown], pattern: re.Pattern[str], new: str) -> bool:
        """Put a line anew as it stands there, with `new` in it; False for several, or words to say."""
        told = [s for s in hit if s.part not in SPOKEN and s.line.item is not None]
        return len(told) == 1 and self.replace(told[0], pattern.sub(lambda _: new, told[0].line.text))

    def reword_times(self, old: str, new: str) -> None:
        """Put `new` for `old` in the times that were told, which stand in no line by themselves."""
        pattern = re.compile(rf"(?<!\w){re.escape(old)}(?!\w)", re.I)
        items = (_worded(i, pattern, new) if i.field == "when" else i for i in self.state.record.items)
        self.state = _with_items(self.state, items)

    def replace(self, line: Shown, new: str) -> bool:
        """Put `new` where a line stands, under the same heading."""
        if line.part in WRITTEN:
            return self.write(line.part, new, instead=True)
        item = line.line.item
        if item is None or line.part == "to_ask":
            return False
        gone = {i.id for i in held_by(line, self.state.record.items)} - {item.id}
        text = new.strip(" .,;:")
        items = (replace(i, text=text, clause=text) if i.id == item.id else i for i in self.state.record.items if i.id not in gone)
        state = replace(_with_items(self.state, items), placed=tuple(dict.fromkeys((*self.state.placed, item.id))))
        if not any(norm(text) in norm(s.line.text) for s in lines_shown(state) if s.part):
            return False
        self.state = state
        self.done.append(Done("now", text, heading_title(line.part, state) if line.part else ""))
        return True

    def forget_time(self, old: str) -> bool:
        """Drop a time that was wrong from whatever it was told with; False when it wasn't told."""
        gone = [i for i in self.state.record.items if i.field == "when" and norm(i.text) == norm(old)]
        if not gone:
            return False
        self.state = _with_items(self.state, (i for i in self.state.record.items if i not in gone))
        self.done.append(Done("off", old))
        return True

    def give(self, old: Iterable[str], new: str) -> bool:
        """Give all that was told of the people `old` to `new`, who the talk is then about."""
        self.state = give(self.state, old, new)
        self.done.append(Done("of", who=new))
        return True

    def field_in(self, key: str) -> Field | None:
        """Return the field that a line put under the heading `key` gets; None for no heading."""
        return FIELD_OF.get(key)

    def field_of(self, text: str) -> Field:
        """Return what the reader takes a line for, asked nothing; a deed when it is none."""
        parts = clauses(text, self.lexicon)
        asked = Asked(audience=self.state.audience, focus=self.state.focus)
        read = read_turn(text, parts, asked, self.lexicon.language)
        labels = [label for label, _, _ in label_clauses(parts, text, asked, self.lexicon, read)]
        found = cast(Field, next((label for label in labels if label in HOME and label not in ASIDE), "what"))
        if self.state.audience == "client" and HOME.get(found) in {"given", "came_back"} and WONT.search(text):
            return "wish"  # "deze week maak ik geen lijst" is nothing that was given
        if self.state.audience == "client" and re.match(r"(?:(?:en|and|of|or) )?(?:dat|that|als|if) ", text, re.I):
            return "wish"  # "dat Fatma de lijsten ook leert"
        theirs = self.state.audience == "client" and found == "what" and not re.search(r"\b(?:i|ik)\b", text, re.I)
        return "came_back" if theirs else found  # what another did came back to a client


WONT = re.compile(r"\b(?:ik (?:\w+ ){0,2}(?:geen|niet)|\w+ ik (?:\w+ ){0,2}(?:geen|niet)|i(?:'m not| won't| don't| am not| will not| can't))\b", re.I)


def _holds(shown: Shown, text: str) -> bool:
    """Tell whether a line says `text`, all but a word or two by which it was joined."""
    told, words = norm(shown.line.before + shown.line.text), norm(text).split()
    if len(words) < FEW_WORDS:
        name = norm(shown.line.item.about) if shown.line.item else ""
        return norm(text) in {told, told.removeprefix(f"{name} ")}
    return norm(text) in told or sum(w in told.split() for w in words) >= NEARLY * len(words)


NOR_THAT = re.compile(r",? (?:ook|evenmin) niet$|,? (?:ook )?nog niet$|,? either$", re.I)  # "…, and that I let it slide isn't either"
FEW_WORDS = 3  # of a line so short that nothing may be missing
NEARLY = 0.75  # share of the words of a line that stand there


def _of(item: Item, who: str) -> Item:
    """Return an item as told of `who`, by that name where whoever it was taken for stood."""
    if not item.about or item.field in ASIDE:
        return replace(item, about=who)
    return replace(_worded(item, re.compile(rf"(?<!\w){re.escape(item.about)}(?!\w)", re.I), who), about=who)


def _worded(item: Item, pattern: re.Pattern[str], new: str) -> Item:
    return replace(item, text=pattern.sub(lambda _: new, item.text), clause=pattern.sub(lambda _: new, item.clause))


def _with_items(state: State, items: Iterable[Item]) -> State:
    return replace(state, record=replace(state.record, items=tuple(items)))


def _off(state: State, shown: Shown) -> State:
    """Return `state` with a line that stays off, whatever it would be made of."""
    return replace(_unfixed(state, shown), off=tuple(dict.fromkeys((*state.off, shown.line.text))))


def _unfixed(state: State, shown: Shown) -> State:
    return replace(state, fixed=tuple((k, v) for k, v in state.fixed if k != shown.part))


def _fix(state: State, key: str, text: str) -> State:
    return replace(state, fixed=(*((k, v) for k, v in state.fixed if k != key), (key, text)))


def _cut(text: str, quote: str) -> str:
    """Return `text` without the words of `quote`, put right where it was cut."""
    words = r"\W+".join(re.escape(w) for w in re.findall(r"\w+", quote.replace("’", "'")))
    left = re.sub(rf"[‘'“\"]?(?<!\w){words}(?!\w)[’'”\"]?[.,;:?!…]*\s*", " ", text.replace("’", "'"), flags=re.I)
    left = re.sub(r"\s+([.,;:?!])", r"\1", re.sub(r"\s+", " ", left)).strip(" ,;:")
    left = re.sub(r"([.?!])\s*[,;.]+", r"\1", left)
    return re.sub(r"(^|[.?!] )([a-zà-ÿ])", lambda m: m[1] + m[2].upper(), left) if re.search(r"\w", left) else ""
