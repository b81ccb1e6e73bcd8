"""Choosing what to give back of a turn: which fragment, in which authored frame, or nothing.

The order is that of the method: a shift, something that recurs, the cost, a promise, what came
back, what was done, nothing. A fragment that can't stand alone is passed over, and so is what the
reader isn't sure of, an admission, and whatever was said to the coach.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from coach.dialogue.clauses import tokenise
from coach.dialogue.extract import Reading
from coach.dialogue.fragments import KIN, fragment, lost, sentence_of, without_verb
from coach.dialogue.fragments import thing as bare_thing
from coach.dialogue.grammar import times_in
from coach.dialogue.lexicon import Lexicon
from coach.dialogue.phrasebook import Phrasebook, choose, first_word
from coach.dialogue.pieces import Found
from coach.dialogue.remarks import trimmed
from coach.dialogue.remember import items_of
from coach.dialogue.sayable import said_to_somebody
from coach.dialogue.state import State
from coach.dialogue.understand import Understanding
from coach.dialogue.words import low, noun_groups, pieces, quote, span, swap

Candidate = tuple[str, dict[str, str]]
SURE = 0.5  # the reader's probability from which a piece may be given back as what it is
CLAUSE = 3  # words of a bare echo in English, where a noun alone sounds curt
LISTED = 40  # words; in a longer turn a list is only part of the story
QUOTABLE = 0.65  # and from which a whole clause may be quoted
ONCE = frozenset(
    "rn04 rn05 rn06 rn08 rn12 rn13 rn18 rn20 rn21 rn25 own-promise nothing-back load".split()
)


CERTAIN = 0.9  # from here it tells something, whatever words it shares with a remark to the coach


@dataclass(frozen=True)
class Scene:
    """What a reflection is chosen from: the state before and after the turn, and the turn."""

    before: State
    state: State
    understood: Understanding
    lexicon: Lexicon

    @property
    def reading(self) -> Reading:
        """The pieces found in the turn."""
        return self.understood.reading

    def first(self, *fields: str) -> Found | None:
        """Return the first fresh piece of one of `fields` that the reader is sure of."""
        return next((p for p in self.sure if p.field in fields), None)

    @property
    def sure(self) -> list[Found]:
        """The pieces the reader is sure of, none of which sounds like a word to the coach."""
        return [
            p for p in self.reading.found
            if p.sure >= SURE
            and (p.sure >= CERTAIN or not self.lexicon.cue("to_coach", p.clause.text.lower()))
        ]  # fmt: skip

    def told(self) -> str:
        """Return what was told in the turn, without what was said to the coach."""
        return " ".join(c.text for c in self.reading.clauses if c not in self.reading.aside)


def reflection(
    scene: Scene, book: Phrasebook, recent: tuple[str, ...], longest: int, after: str = ""
) -> tuple[str, str] | None:
    """Return (block id, sentence) or None; at most `longest` words, not opening like `after`."""
    for phrase, values in candidates(scene):
        if phrase in ONCE and any(b.startswith(f"{phrase}/") for b in scene.state.used):
            continue
        if phrase not in book.phrases:
            continue
        chosen = choose(book.variants(phrase), phrase, scene.state.used, recent, values)
        if chosen is None or after and first_word(chosen[1]) == first_word(after):
            continue
        if scene.lexicon.language == "en" and phrase == "told" and len(chosen[1].split()) < CLAUSE:
            continue
        if len(chosen[1].split()) <= longest:
            return chosen
    return None


def candidates(scene: Scene) -> Iterator[Candidate]:
    """Yield phrases with their fills, best first."""
    steps: tuple[Callable[[Scene], Iterator[Candidate]], ...] = (
        _moved_to_self, *((_loaded_word,) if len(scene.told().split()) <= 3 else ()), _dictated, _two_dead_ends, _two_fragments, _laugh, _had_to, _recurs, _job_and_extra,
        _unwritten, _heard_and_thought, _thanked, _unseen, _other_name, _named, _cost, _promise, _cost_lost,
        _gone_elsewhere, _given_and_back, _pieces_told, _load, _loaded_word,
    )  # fmt: skip
    for step in steps:
        yield from step(scene)


# --- the two operations every reflection is made of


def tell(text: str, scene: Scene, longest: int = 11) -> str | None:
    """Return a stretch of `text` that can stand alone, with mijn as je where it is short."""
    text = trimmed(text, scene.lexicon.language)
    told = fragment(text, scene.lexicon, longest)
    if told is not None and not _says_something(told, scene):
        return None  # "Nu 61."
    if told is not None and scene.state.audience == "client" and scene.lexicon.language == "nl":
        rest = without_verb(told, "", scene.lexicon)  # "rij sinds maart de ritten naar Duitsland"
        told = None if rest == told and tokenise(told, scene.lexicon)[0].kind == "verb" else rest
    if told is None and len(text.split()) <= 5:
        swapped = swap(text, scene.lexicon, scene.state.formal)
        told = fragment(swapped, scene.lexicon, longest) if swapped and swapped != text else None
        if told is None and swapped and swapped != text and not _has_verb(swapped, scene):
            told = swapped
    return told


def _says_something(told: str, scene: Scene) -> bool:
    """Tell whether a stretch holds more than a number, a day and small words."""
    return any(t.kind in TELLING for t in tokenise(told, scene.lexicon))


TELLING = frozenset({"word", "name", "verb", "participle", "infinitive"})


def _has_verb(text: str, scene: Scene) -> bool:
    return any(t.kind in {"verb", "auxiliary"} for t in tokenise(text, scene.lexicon))


def _span_of(scene: Scene, about: str, told: str, sentence: int) -> str | None:
    moments = [
        p for p in scene.reading.found
        if p.field == "when" and p.about == about and p.clause.sentence == sentence
    ]  # fmt: skip
    hedged = any(p.source == "assumed" for p in moments)
    period = span([p.text for p in moments if p.text not in told], scene.lexicon, hedged)
    if not period or period.split()[-1].lower() in told.lower():
        return None
    return low(period, scene.lexicon)


# --- shifts and patterns across turns


def _moved_to_self(scene: Scene) -> Iterator[Candidate]:
    """Name the shift when they take back a reason and put themselves there."""
    kept = {k.id for k in scene.state.record.items}
    reason = r"(?:because|what with|omdat|vanwege|door de|wegens)\b"
    gone = [
        i for i in scene.before.record.items
        if i.id not in kept and re.search(reason, f"{i.clause} {i.text}", re.I)
    ]  # fmt: skip
    if not gone or not any(p.field == "own_share" for p in scene.reading.found):
        return
    groups = [_bare(g) for i in gone for g in noun_groups(i.text, scene.lexicon)]
    if groups:
        yield "rn17", {"a": re.sub(r"^what with ", "", groups[-1])}


def _dictated(scene: Scene) -> Iterator[Candidate]:
    """A sentence they wrote out for somebody stands as it is."""
    told = next((p for p in scene.reading.found if p.field == "sentence"), None)
    if scene.understood.ask not in {"", "words_good"}:
        return
    if told is not None and said_to_somebody(told.text, scene.state.focus):
        yield "sentence-stands", {}


def _bare(group: str) -> str:
    """Return a noun group without the prepositions in front of it."""
    return re.sub(
        r"^(?:(?:op|naast|boven|bij|on|top|of|in|aan|met|with|besides|alongside)\s+)+", "", group, flags=re.I
    )


FEELS = {
    "nl": (
        re.compile(r"^(?:maar |tegelijk )?(?P<b>.+?) voelt (?:ook|toch|wel) (?P<w>\w+)$", re.I),
        re.compile(
            r"^(?:maar |tegelijk )?(?:vind ik|ik vind) (?P<b>.+?) (?:ook|toch) (?P<w>\w+)$", re.I
        ),
    ),
    "en": (
        re.compile(
            r"^(?:but |yet )?(?P<b>.+?) feels (?:just as |pretty |a bit )?(?P<w>\w+)(?: too| as well)?$",
            re.I,
        ),
    ),
}


def _two_dead_ends(scene: Scene) -> Iterator[Candidate]:
    """One thing that can't be done and another that feels wrong, side by side."""
    fixed = next((p for p in scene.reading.found if p.field == "not_possible"), None)
    if fixed is None:
        return
    infinitives = [t.text for t in fixed.clause.tokens if t.kind == "infinitive"]
    for clause in scene.reading.clauses:
        for rule in FEELS[scene.lexicon.language]:
            match = rule.match(clause.text.strip(" .,"))
            if match and infinitives:
                other = swap(match["b"], scene.lexicon, scene.state.formal) or match["b"]
                if len(other.split()) <= 6 and not re.search(r"\b(?:ik|mijn|i|my)\b", other, re.I):
                    yield "rn07", {"a": infinitives[-1], "b": other, "word": match["w"]}


def _two_fragments(scene: Scene) -> Iterator[Candidate]:
    """Two fragments without a subject in one short turn, the second a lack."""
    if len(scene.told().split()) > 14:
        return
    told = [c for c in scene.reading.clauses if c not in scene.reading.aside]
    acts = [c for c in told if c.words[0].kind == "verb" and 2 <= len(c.words) <= 5]
    lacks = [
        c for c in told
        if c.words[0].lower in {"geen", "nooit", "no", "never"} and 2 <= len(c.words) <= 4
    ]  # fmt: skip
    if acts and lacks and lacks[-1].start > acts[0].start:
        a, b = acts[0].text.strip(" ,;:.!?"), lacks[-1].text.strip(" ,;:.!?")
        yield "rn04", {"a": a, "b": low(b, scene.lexicon)}


def _recurs(scene: Scene) -> Iterator[Candidate]:
    """A day that stood in a cost two turns ago or more, and comes back."""
    text = scene.told().lower()
    if scene.understood.move or scene.understood.ask:
        return  # a day in a correction or a request says nothing new
    for item in items_of(scene.before.record, "cost"):
        if scene.state.turn + 1 - item.turn < 2:
            continue
        for day in re.findall(r"[^\W_]+", item.text):
            lower = day.lower()
            if not scene.lexicon.has("weekday", lower) or lower.endswith(("dagen", "days")):
                continue
            stem = lower[:-1] if lower.endswith("s") else lower
            if not re.search(rf"\b{stem}", text):
                continue
            told = pieces(item.text.replace(day, "").strip(" ,"), scene.lexicon)
            kin = told and re.search(r"\b(?:vrouw|man|wife|husband|kids?|kinderen|jongste)$", told, re.I)
            opens = tokenise(told, scene.lexicon)[0] if told else None
            if opens is None or opens.kind in {"pronoun", "verb", "auxiliary", "subordinator"} or opens.lower in {"die", "dat"}:
                continue
            if told and not kin and not any(scene.lexicon.has("weekday", w) for w in told.lower().split()):
                yield "rn18", {"day": day, "cost": low(told, scene.lexicon)}


# --- one turn, by its cues


def _laugh(scene: Scene) -> Iterator[Candidate]:
    """A joke about giving less, by the one who gives."""
    if scene.state.audience != "client" or scene.understood.intent != "resist":
        return
    mark = re.search(r"\b(lol|haha+|hehe|hihi)\b", scene.told(), re.I)
    if not mark:
        return
    for clause in reversed(scene.reading.clauses):
        if mark.group() in clause.text:
            words = re.sub(rf"[\s,]*\b{re.escape(mark.group())}\b", "", clause.text).strip(" ,.")
            lead = r"^(?:of|or|maar|but|gewoon|just|misschien|maybe)\s+(?:gewoon |just )?"
            bare = re.sub(lead, "", words, flags=re.I)
            if bare and len(bare.split()) <= 4:
                yield "rn12", {"word": bare, "laugh": mark.group()}


def _had_to(scene: Scene) -> Iterator[Candidate]:
    if "somebody_had_to" not in scene.reading.cues or scene.state.audience != "client":
        return
    for clause in scene.reading.clauses:
        if scene.lexicon.cue("somebody_had_to", clause.text.lower()):
            said = quote(clause.text, scene.lexicon)
            if said and re.search(r"\b(?:moest|moet|had to|has to)\b", said):
                yield "rn05", {"quote": said}


def _job_and_extra(scene: Scene) -> Iterator[Candidate]:
    """Part of it was the job, part of it wasn't; only where they draw the line themself."""
    normal = scene.first("normal")
    extra = next(
        (p for p in scene.reading.found if p.field in {"extra", "context"} and p is not normal
         and scene.lexicon.cue("extra", p.text.lower())), None,
    )  # fmt: skip
    if normal is None or extra is None:
        return
    a = next(iter(noun_groups(normal.text, scene.lexicon)), None)
    b = [_bare(g) for g in noun_groups(extra.text, scene.lexicon)]
    if a and b and len(b[0].split()) <= 7 and not re.search(r"\b(?:job|werk)\b", a):
        if a[:1].islower() or a.split()[0].lower() in scene.lexicon.classes["determiner"]:
            yield "rn20", {"a": a, "b": b[0]}


def _unwritten(scene: Scene) -> Iterator[Candidate]:
    if "unwritten" not in scene.reading.cues:
        return
    for clause in scene.reading.clauses:
        text = re.sub(r"^(?:dus|so|en|and)\s+", "", clause.text, flags=re.I)
        if re.search(r"\bon paper\b.*n't\b|n't.*\bon paper\b|\bnergens\b|\bnowhere\b", text, re.I):
            said = quote(text, scene.lexicon)
            if said:
                yield "rn21", {"quote": said}


def _heard_and_thought(scene: Scene) -> Iterator[Candidate]:
    """What somebody said, beside what the person only thinks."""
    views = [p for p in scene.reading.found if p.field == "their_view"]
    heard = next((p for p in views if p.source == "heard"), None)
    thought = next((p for p in views if p.source == "assumed"), None)
    if heard is None or thought is None or scene.state.audience == "client":
        return
    words = re.search(r"(?<!\w)[‘'“\"]([^‘’'“”\"]{3,40})[’'”\"]?", heard.clause.text)
    said = quote(words.group(1), scene.lexicon) if words else None
    who = object_pronoun(scene) or scene.state.focus
    if said and who and thought.by and len(thought.text.split()) <= 6:
        that = f"dat {thought.text}" if scene.lexicon.language == "nl" else thought.text
        yield "rn10", {"quote": said, "a": that, "who": who}


TANGIBLE = {
    "nl": re.compile(
        r"\b(bloemen|bloemetje|taart|gebak|vlaai|pizza|borrel|bonus|cadeaubon|tegoedbon|kaartje|fruitmand|kerstpakket|etentje|bbq|chocola(?:de)?|ijsje|appeltaart|bon)\b",
        re.I,
    ),
    "en": re.compile(
        r"\b(flowers|cakes?|biscuits|cookies|doughnuts|donuts|pizza|drinks|bonus|voucher|gift card|card|hamper|lunch|dinner|bbq|chocolates|wine|certificate|mug)\b",
        re.I,
    ),
}


def _thanked(scene: Scene) -> Iterator[Candidate]:
    text = scene.told()
    thanks = re.search(r"\b(?:ik heb|i(?: have|'ve)?)\b[^.]*\b(?:bedankt|thanked)\b", text, re.I)
    given = TANGIBLE[scene.lexicon.language].search(text)
    article = re.search(
        rf"\b(?:een|an?|some)\s+(?:[^\W\d_]+\s+)?{re.escape(given.group())}\b", text, re.I
    ) if given else None  # fmt: skip
    who = object_pronoun(scene) or scene.state.focus
    if thanks and given and who and scene.state.audience != "client":
        back = low(article.group(), scene.lexicon) if article else given.group()
        plural = not article and given.group().split()[-1].endswith(("en", "s"))
        if not article and not plural:
            return
        yield ("rn06" if plural else "rn06-one"), {"who": who, "back": back}


def object_pronoun(scene: Scene) -> str | None:
    """Return haar, hem, hen … when the person used exactly one such pronoun in the turn."""
    forms = {"nl": ("haar", "hem", "hen"), "en": ("her", "him", "them")}[scene.lexicon.language]
    text = scene.told().lower()
    own = r"vader|moeder|eigen|kind|zoon|dochter|partner|man|vrouw|own"
    seen = [f for f in forms if re.search(rf"\b{f}\b(?! (?:{own}))", text)]
    return seen[0] if len(seen) == 1 else None


def _unseen(scene: Scene) -> Iterator[Candidate]:
    """Past one's limits, and nobody sees it: both in their words."""
    over = re.search(r"\b(?:over|op|aan|past) (?:m'n|m’n|mijn|my) [^\W\d_]+", scene.told(), re.I)
    nobody = r"(?:maar |but )?(?:niemand|nobody|no one)\b"
    unseen = next((c for c in scene.reading.clauses if re.match(nobody, c.text, re.I)), None)
    if over and unseen:
        own = swap(over.group(), scene.lexicon, scene.state.formal)
        words = quote(re.sub(r"^(?:maar|but) ", "", unseen.text), scene.lexicon)
        if own and words:
            yield "over-quote", {"a": own, "quote": words}


def _other_name(scene: Scene) -> Iterator[Candidate]:
    text = scene.told().lower()
    named = re.search(
        r"\b(?:naam van|name of|onder (?:de )?naam|idee van|someone else's name)\b", text
    )
    deed = next(iter(items_of(scene.state.record, "what", about=scene.state.focus or None)), None)
    told = tell(deed.text, scene, 9) if deed else None
    if named and told and scene.state.focus:
        yield "not-named", {"did": told}


# --- one turn, by what was told


def _named(scene: Scene) -> Iterator[Candidate]:
    """The first concrete thing told of somebody who wasn't in hand before."""
    for deed in scene.sure:
        if deed.field != "what" or scene.state.audience == "client":
            continue
        who = deed.about
        if not who or who != scene.state.focus or scene.before.focus == who or len(who.split()) > 3:
            continue
        told = tell(deed.text, scene)
        if told is None or who.lower() in told.lower():
            continue
        named, who = who, swap(who, scene.lexicon, scene.state.formal) or who
        acts = tokenise(told, scene.lexicon)[0].kind == "verb"
        if acts or f"{named} {told}".lower() in deed.clause.text.lower():
            yield "rn01-acts", {"who": who, "did": low(told, scene.lexicon)}
        period = _span_of(scene, deed.about, "", deed.clause.sentence)
        told = without_verb(told, period or "", scene.lexicon)
        values = {"who": who, "did": low(told, scene.lexicon)}
        period = _span_of(scene, deed.about, deed.text, deed.clause.sentence)
        if period and len(told.split()) <= 8:
            yield "rn01", {**values, "span": period}
        yield "rn01b", values


def _cost(scene: Scene) -> Iterator[Candidate]:
    costs = [p for p in scene.sure if p.field == "cost" and _in_hand(p, scene)]
    costs.sort(key=lambda p: not _takes_home(p.text, scene))
    for cost in costs:
        once = re.search(
            r"\b(?:een keer|één keer|ooit|tussendoor|terloops|once|in passing|a while back)\b",
            cost.clause.text, re.I,
        )  # fmt: skip
        group = pieces(cost.text, scene.lexicon)
        if once and group and cost.source == "heard" and scene.state.focus:
            yield "rn02", {"cost": group, "who": scene.state.focus}
        told = tell(cost.text, scene, 9)
        if told:
            key = "cost-heard" if cost.source == "heard" else "told"
            yield key, {"a": told, "cost": low(told, scene.lexicon)}
            yield "told", {"a": told}


def _cost_lost(scene: Scene) -> Iterator[Candidate]:
    """The thing a cost speaks of, where the whole can't stand by itself."""
    costs = [p for p in scene.sure if p.field == "cost" and _in_hand(p, scene)]
    for cost in sorted(costs, key=lambda p: not _takes_home(p.text, scene)):
        told = tell(cost.text, scene, 9)
        thing = lost(
            cost.text, scene.lexicon, own=scene.state.audience == "client", formal=scene.state.formal
        )
        if thing and cost.source != "assumed":
            yield "told", {"a": thing}
        had = bare_thing(cost.text, scene.lexicon) if scene.lexicon.cue("home", cost.clause.text.lower()) else None
        if had and not told and had.split()[-1].lower() not in KIN and not _beside(had, cost.text, scene):
            yield "told", {"a": had}
        said = sentence_of(cost.clause.text, scene.lexicon)
        if said:
            yield "said", {"quote": said}


def _beside(thing: str, text: str, scene: Scene) -> bool:
    """Tell whether a thing is only the surroundings of a cost ("met eten uit de magnetron")."""
    before = text[: text.find(thing)].split()
    return bool(before) and scene.lexicon.has("preposition", before[-1].lower())


def _in_hand(piece: Found, scene: Scene) -> bool:
    """Tell whether a piece is about whom the next question is about, or nobody in particular."""
    return piece.about in {"", scene.state.focus, scene.before.focus}


def _takes_home(text: str, scene: Scene) -> bool:
    """Tell whether a cost speaks of what was lost outside the work, which says most."""
    lower = text.lower()
    return bool(scene.lexicon.cue("home", lower) or scene.lexicon.cue("cost", lower))


def _promise(scene: Scene) -> Iterator[Candidate]:
    promise = scene.first("promised")
    if promise is None:
        return
    told = scene.told()
    if "predecessor" in scene.reading.cues:
        yield "rn08", {}
    kept_not = re.search(
        r"\b(?:nooit|niet (?:gelukt|gebeurd|gekomen|besteld|geregeld|gedaan|doorgegaan|waargemaakt|nagekomen)|niks (?:meer )?van|nog steeds|never|didn't|hasn't|haven't|here we are|still|not (?:yet|happened))\b",
        told, re.I,
    )  # fmt: skip
    what = promised_thing(promise.text, scene)
    if what and kept_not:
        yield "promise-piece", {"a": what}
    own = re.search(r"\b(?:ik|i|we)\b", promise.clause.text.lower().split(",")[0])
    if own and kept_not and promise.source == "seen" and scene.state.audience != "client":
        yield "own-promise", {}
    said = sentence_of(promise.clause.text, scene.lexicon)
    if said:
        yield "said", {"quote": said}


def promised_thing(text: str, scene: Scene) -> str | None:
    """Return the thing that was promised, as one noun group of the person's words, or None."""
    people = scene.lexicon.classes["group"]
    text = re.split(r"\b(?:once|when|if|as soon as|until|zodra|als|wanneer|totdat|tot er)\b", text)[0]
    opens = r"(?:in|op|met|van|tot|als|door|aan|bij|na|on|at|by|for|to|from|with|after|about|over)\b"
    for group in noun_groups(text, scene.lexicon):
        words = group.split()
        if not 2 <= len(words) <= 6 or re.match(opens, group, re.I) or not group[:1].islower():
            continue
        if any(w.lower() in people or w.lower().endswith(("leider", "manager")) for w in words):
            continue
        opens_as_thing = words[0].lower() in (
            scene.lexicon.classes["determiner"] | scene.lexicon.classes["number"]
            | scene.lexicon.classes["third_possessive"]
        )  # fmt: skip
        if not opens_as_thing:
            continue
        if not scene.lexicon.cue("predecessor", group) and group.lower() not in EMPTY_PROMISES:
            return group
    return None


EMPTY_PROMISES = frozenset({"het vooruitzicht", "de toekomst", "the pipeline", "the end"})


def _gone_elsewhere(scene: Scene) -> Iterator[Candidate]:
    """Put what was given beside what came back, when that went to somebody else."""
    back = scene.first("came_back")
    deed = next(iter(items_of(scene.before.record, "what")), None)
    if back is None or deed is None or not scene.state.focus:
        return
    match = re.search(
        r"\b(?:voor|for)\s+((?:de|het|the)\s+[\w -]{3,25})$", scene.told().strip(" .!?"), re.I
    )
    if not match or match[1].lower().endswith(scene.state.focus.lower()):
        return
    done = r"\s+(?:gedraaid|gewerkt|gedaan|worked|done)$"
    did = tell(re.sub(done, "", deed.text), scene, 6)
    what = re.split(r"\W", back.clause.text.strip())[0]
    group = scene.state.focus.lower()
    article = "de " if scene.lexicon.language == "nl" else "the "
    a = group if group.startswith(("de ", "het ", "the ")) else article + group
    if did and what:
        yield "rn03", {"did": did, "a": a, "back": what.lower(), "b": match[1]}


UNNAMED = re.compile(
    r"\b(?:no mention|niet genoemd|naam viel niet|no credit|not a word|geen woord|wasn't named|without my name)\b",
    re.I,
)


NOTHING = re.compile(
    r"(?:nee,? |no,? )?(?:nog |helemaal )?(?:niks|niets|nothing|not a thing|none)(?!.*\b(?:else|anders|more than|verder)\b)(?: .{0,20})?"
)


def _given_and_back(scene: Scene) -> Iterator[Candidate]:
    """What was given beside what came back; never where the gift was the speaker's own."""
    backs = [p for p in scene.sure if p.field == "came_back"]
    if not backs:
        return
    back = next((p for p in backs if not NOTHING.fullmatch(p.text.lower())), backs[0])
    if NOTHING.fullmatch(back.text.lower()):
        if 4 <= len(scene.told().split()) <= 8:
            yield "nothing-back", {}
        return
    deed = next(iter(items_of(scene.before.record, "what")), None)
    if deed is None or scene.state.audience != "client":
        return
    did = tell(deed.text, scene, 8)
    unnamed = next((c for c in scene.reading.clauses if UNNAMED.search(c.text)), None)
    said = quote(unnamed.text, scene.lexicon) if unnamed else None
    if did and said:
        yield "given-quote", {"did": did, "quote": low(said, scene.lexicon)}
    told = tell(back.text, scene, 6)
    own = re.search(r"\b(?:ik|i|we|wij)\b", back.clause.text.lower())
    if did and told and not own:
        yield "pair", {"did": did, "back": low(told, scene.lexicon)}


# What may be given back bare, best first. An own share never is: it stays theirs.
BARE = ("what", "offer", "habit", "came_back", "promised", "extra", "own_giving", "own_getting",
        "their_view", "pattern", "enabled", "not_possible", "wish", "said", "normal")  # fmt: skip


def _pieces_told(scene: Scene) -> Iterator[Candidate]:
    """A fragment of what was told, bare, or a short sentence of theirs in quotation marks."""
    leader = scene.state.audience == "leader"
    found = [
        p for p in scene.sure
        if p.field in BARE and _in_hand(p, scene) and not (leader and p.field == "came_back" and is_own_gift(p.clause.text))
    ]  # fmt: skip
    found.sort(key=lambda p: BARE.index(p.field))
    for piece in found:
        text = piece.text
        told = tell(text, scene)
        if told is None and (piece.field in {"offer", "wish", "habit"} or _wished(text)):
            told = bare_thing(text, scene.lexicon)
            if told and piece.field == "habit" and _beside(told, text, scene):
                told = next(iter(times_in(text, scene.lexicon)), None)
        if told is None:
            continue
        period = _span_of(scene, piece.about, text, piece.clause.sentence) if piece.field == "what" else None
        if period and len(told.split()) <= 8:
            yield "did-span", {"did": told, "span": period}
        yield "told", {"a": told}
    for piece in found:
        said = sentence_of(piece.clause.text, scene.lexicon) if piece.sure >= QUOTABLE else None
        if said and len(said.split()) >= 3 and not _speaks(said):
            yield ("view-heard" if piece.source == "heard" else "said"), {"quote": said}


def is_own_gift(text: str) -> bool:
    """Tell whether what came back was the speaker's own gift, which shames when it is echoed."""
    return _speaks(text) or re.search(r"\b(?:gegeven|gekocht|neergezet|meegenomen|bought|given|got)\b", text, re.I) is not None


def _wished(text: str) -> bool:
    return re.search(r"\b(?:fijn|graag|willen|wil|liefst|like|love|want|wants|prefer)\b", text, re.I) is not None


def _speaks(text: str) -> bool:
    return re.search(r"\b(?:ik|mij|mijn|m'n|i|i'm|i've|me|my)\b", text, re.I) is not None


def _load(scene: Scene) -> Iterator[Candidate]:
    """A list of things that were asked, told without verbs: give the first two back."""
    if scene.state.focus or scene.state.phase not in {"opening", "contributions"}:
        return
    if len(scene.told().split()) > LISTED:
        return
    told: list[str] = []
    for piece in scene.reading.found:
        text = piece.clause.text
        if piece.field != "context" or _has_verb(text, scene) or _speaks(text):
            continue
        bare = fragment(text, scene.lexicon, 6)
        if bare:
            told.append(bare)
    if len(told) >= 2 and scene.understood.intent != "question":
        yield "load", {"a": f"{told[0]}, {low(told[1], scene.lexicon)}"}


MOOD = {
    "nl": re.compile(
        r"\b(chagrijnig|druk|mat|moe|gespannen|scheef|leeg|stil|onrustig|gedoe|ruzie|mopperen|morren|klagen|gezeur|gezeik|vast|rommelig|zat)\b",
        re.I,
    ),
    "en": re.compile(
        r"\b(grumpy|busy|flat|tired|tense|lopsided|empty|quiet|restless|moaning|stuck|messy|sour|fed up)\b",
        re.I,
    ),
}


def _loaded_word(scene: Scene) -> Iterator[Candidate]:
    """One loaded word of a short turn."""
    text = scene.told()
    word = MOOD[scene.lexicon.language].search(text) if len(text.split()) <= 6 else None
    if word:
        yield "rn15", {"word": word.group().lower()}
