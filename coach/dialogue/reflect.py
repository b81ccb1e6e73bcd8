"""Choosing what to give back of a turn: which fragment, in which authored frame, or nothing.

The order is that of the method: a shift, something that recurs, the cost, a promise, what came
back, what was done, a few words, nothing. A fragment that fails its guard steps down one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from coach.dialogue.extract import MIND, Found, Reading
from coach.dialogue.lexicon import Lexicon
from coach.dialogue.phrasebook import Phrasebook, choose
from coach.dialogue.remember import items_of
from coach.dialogue.state import State
from coach.dialogue.understand import Understanding
from coach.dialogue.words import low, noun_groups, pieces, quote, span, spelled, swap, telegram

Candidate = tuple[str, dict[str, str]]


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
        """Return the first fresh piece of one of `fields`."""
        return next((p for p in self.reading.found if p.field in fields), None)


def reflection(
    scene: Scene, book: Phrasebook, recent: tuple[str, ...], longest: int
) -> tuple[str, str] | None:
    """Return (block id, sentence) or None; at most `longest` words."""
    for phrase, values in candidates(scene):
        if phrase in ONCE and any(b.startswith(f"{phrase}/") for b in scene.state.used):
            continue
        if phrase not in book.phrases:
            continue
        chosen = choose(book.variants(phrase), phrase, scene.state.used, recent, values)
        if chosen and len(chosen[1].split()) <= longest:
            return chosen
    return None


ONCE = frozenset(
    {
        "rn02",
        "rn05",
        "rn08",
        "rn09",
        "rn12",
        "rn13",
        "rn19",
        "rn21",
        "rn22",
        "rn23",
        "rn25",
        "own-promise",
        "group-to-one",
        "rn18",
        "load",
    }
)


def candidates(scene: Scene) -> Iterator[Candidate]:
    """Yield phrases with their fills, best first."""
    steps: tuple[Callable[[Scene], Iterator[Candidate]], ...] = (
        _moved_to_self, _two_dead_ends, _two_fragments, _laugh, _had_to, _first_person_named, _recurs, _job_and_extra, _unwritten, _heard_and_thought,
        _thanked, _cost, _promise, _as_it_stands, _other_name, _gone_elsewhere, _came_back, _not_possible, _step,
        _offer, _habit, _own_side, _deed, _pattern, _view, _wish, _enabled, _load, _loaded_word,
        _short_clause,
    )  # fmt: skip
    for step in steps:
        yield from step(scene)


def _plain(text: str) -> str:
    return text.strip(" ,;:.!?").strip()


def _tell(text: str, scene: Scene, longest: int = 12) -> str | None:
    """Return `text` as telegram, with mijn as je where it is short; None when neither holds."""
    told = telegram(text, scene.lexicon, longest)
    if (
        told is None
        and len(text.split()) <= 5
        and re.search(r"\b(?:mijn|m'n|m’n|my|our|onze)\b", text, re.I)
    ):
        swapped = swap(text, scene.lexicon)
        told = telegram(swapped, scene.lexicon, longest) if swapped else None
    return spelled(told, scene.lexicon) if told else None


def _laugh(scene: Scene) -> Iterator[Candidate]:
    if "laugh" not in scene.reading.cues:
        return
    mark = re.search(r"\b(lol|haha+|hehe|hihi)\b", _own_text(scene), re.I)
    if not mark:
        return
    for clause in reversed(scene.reading.clauses):
        if mark.group() in clause.text:
            words = re.sub(rf"[\s,]*\b{re.escape(mark.group())}\b", "", clause.text).strip(" ,.")
            bare = re.sub(
                r"^(?:of|or|maar|but|gewoon|just|misschien|maybe)\s+(?:gewoon |just )?",
                "",
                words,
                flags=re.I,
            )
            if bare and len(bare.split()) <= 4:
                yield "rn12", {"word": bare, "laugh": mark.group()}
    yield "rn13", {}


def _moved_to_self(scene: Scene) -> Iterator[Candidate]:
    """Name the shift when they take back a reason and put themselves there."""
    gone = [
        i for i in scene.before.record.items if i.id not in {k.id for k in scene.state.record.items}
    ]
    if not gone or scene.first("own_share") is None:
        return
    groups = [_bare(g) for i in gone for g in noun_groups(i.text, scene.lexicon)]
    if groups:
        yield "rn17", {"a": re.sub(r"^what with ", "", groups[-1])}


def _two_fragments(scene: Scene) -> Iterator[Candidate]:
    """Two fragments without a subject in one short turn, the second a lack."""
    if len(_own_text(scene).split()) > 14:
        return
    acts = [
        c for c in scene.reading.clauses if c.words[0].kind == "verb" and 2 <= len(c.words) <= 5
    ]
    lacks = [
        c
        for c in scene.reading.clauses
        if c.words[0].lower in {"geen", "nooit", "no", "never"} and 2 <= len(c.words) <= 4
    ]
    if acts and lacks and lacks[-1].start > acts[0].start:
        yield "rn04", {"a": _plain(acts[0].text), "b": low(_plain(lacks[-1].text), scene.lexicon)}


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
    fixed = scene.first("not_possible")
    if fixed is None:
        return
    infinitives = [t.text for t in fixed.clause.tokens if t.kind == "infinitive"]
    for clause in scene.reading.clauses:
        for rule in FEELS[scene.lexicon.language]:
            match = rule.match(clause.text.strip(" .,"))
            if match and infinitives:
                other = swap(match["b"], scene.lexicon) or match["b"]
                if len(other.split()) <= 6 and not re.search(r"\b(?:ik|mijn|i|my)\b", other, re.I):
                    yield "rn07", {"a": infinitives[-1], "b": other, "word": match["w"]}


def _had_to(scene: Scene) -> Iterator[Candidate]:
    if "somebody_had_to" not in scene.reading.cues or scene.state.audience != "client":
        return
    for clause in scene.reading.clauses:
        if scene.lexicon.cue("somebody_had_to", clause.text.lower()):
            said = quote(clause.text, scene.lexicon)
            if said and re.search(r"\b(?:moest|moet|had to|has to)\b", said):
                yield "rn05", {"quote": said}


def _did(scene: Scene) -> tuple[str, str, str | None] | None:
    """Return (who, what as telegram, period) of the contribution told in this turn."""
    deeds = [p for p in scene.reading.found if p.field == "what"]
    deed, told = next(((d, t) for d in deeds if (t := _tell(d.text, scene))), (None, None))
    if deed is None or told is None:
        return None
    moments = [p for p in scene.reading.found if p.field == "when" and p.about == deed.about]
    hedged = any(p.source == "assumed" for p in moments)
    period = span([p.text for p in moments if p.text not in told], scene.lexicon, hedged)
    period = low(period, scene.lexicon) if period and period.split()[-1] not in told else None
    extra = next(
        (p for p in scene.reading.found if p.field == "extra" and p.about == deed.about), None
    )
    if (
        extra is not None
        and extra.text not in told
        and len(told.split()) + len(extra.text.split()) <= 12
    ):
        more = _tell(extra.text, scene)
        told = f"{told}, {more}" if more else told
    return deed.about, told, period


def _first_person_named(scene: Scene) -> Iterator[Candidate]:
    did = _did(scene)
    if (
        did is None
        or not did[0]
        or scene.before.focus == did[0]
        or scene.state.audience == "client"
    ):
        return
    if not did[0][0].isupper() and len(did[0].split()) > 3:
        return
    who, told, period = did
    values = {"who": who, "did": told, "span": period or ""}
    vague_before = bool(scene.before.history) and scene.before.history[-1].intent in {
        "answer_vague", "dont_know", "resist", "question",
    }  # fmt: skip
    if vague_before and len(scene.understood.reading.people) <= 1:
        yield ("rn01", values) if period else ("rn01b", values)
    yield ("did-span", values) if period else ("did-piece", values)


def _recurs(scene: Scene) -> Iterator[Candidate]:
    text = _own_text(scene).lower()
    for item in items_of(scene.before.record, "cost"):
        if scene.state.turn + 1 - item.turn < 2:
            continue
        for day in re.findall(r"[^\W_]+", item.text):
            lower = day.lower()
            if not scene.lexicon.has("weekday", lower):
                continue
            stem = lower[:-1] if lower.endswith("s") else lower
            if stem not in text and lower not in text:
                continue
            told = pieces(item.text.replace(day, "").strip(" ,"), scene.lexicon)
            if told and not any(scene.lexicon.has("weekday", w) for w in told.lower().split()):
                yield "rn18", {"day": day, "cost": told}


def _job_and_extra(scene: Scene) -> Iterator[Candidate]:
    normal = scene.first("normal")
    extra = next(
        (
            p
            for p in scene.reading.found
            if p.field in {"extra", "context"} and scene.lexicon.cue("extra", p.text.lower())
        ),
        None,
    )
    if normal is None or extra is None:
        return
    a = next(iter(noun_groups(normal.text, scene.lexicon)), None)
    b = [_bare(g) for g in noun_groups(extra.text, scene.lexicon)]
    if a and b and len(b[0].split()) <= 7 and not re.search(r"\b(?:job|werk)\b", a):
        yield "rn20", {"a": a, "b": b[0]}


def _bare(group: str) -> str:
    """Return a noun group without the prepositions in front of it."""
    return re.sub(
        r"^(?:(?:op|naast|boven|bij|on|top|of|in|aan|met|with|besides|alongside)\s+)+",
        "",
        group,
        flags=re.I,
    )


def _unwritten(scene: Scene) -> Iterator[Candidate]:
    if "unwritten" not in scene.reading.cues:
        return
    for clause in scene.reading.clauses:
        text = re.sub(r"^(?:dus|so|en|and)\s+", "", clause.text, flags=re.I)
        if re.search(r"\bon paper\b|\bnergens\b", text, re.I):
            said = quote(text, scene.lexicon)
            if said:
                yield "rn21", {"quote": said}
    yield "rn21", {}


def _heard_and_thought(scene: Scene) -> Iterator[Candidate]:
    views = [p for p in scene.reading.found if p.field == "their_view"]
    heard = next((p for p in views if p.source == "heard"), None)
    thought = next((p for p in views if p.source == "assumed"), None)
    if heard is None or thought is None:
        return
    words = re.search(r"(?<!\w)[‘'“\"]([^‘’'“”\"]{3,40})[’'”\"]?", heard.clause.text)
    said = quote(words.group(1) if words else heard.text, scene.lexicon)
    view = thought.text
    who = _object_pronoun(scene) or scene.state.focus
    if said and who and len(view.split()) <= 6:
        that = view
        if scene.lexicon.language == "nl":
            if not thought.by:
                return
            that = f"dat {view}"
        yield "rn10", {"quote": said, "a": that, "who": who}


def _thanked(scene: Scene) -> Iterator[Candidate]:
    text = _own_text(scene).lower()
    thanks = re.search(r"\b(?:ik|i) (?:heb|have|'ve)?.*\b(?:bedankt|thanked)\b", text)
    given = _tangible(scene)
    who = _object_pronoun(scene) or scene.state.focus
    if thanks and given and who and scene.state.audience != "client":
        plural = given.split()[-1].endswith(("en", "s"))
        were = (
            ("waren" if plural else "was")
            if scene.lexicon.language == "nl"
            else ("were" if plural else "was")
        )
        yield "rn06", {"who": who, "back": given, "waren": were}


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


def _tangible(scene: Scene) -> str | None:
    match = TANGIBLE[scene.lexicon.language].search(_own_text(scene))
    return match.group() if match else None


def _object_pronoun(scene: Scene) -> str | None:
    """Return haar, hem, hen … when the person used exactly one such pronoun so far."""
    forms = {"nl": ("haar", "hem", "hen"), "en": ("her", "him", "them")}[scene.lexicon.language]
    text = _own_text(scene).lower()
    seen = [
        f
        for f in forms
        if re.search(rf"\b{f}\b(?! (?:vader|moeder|eigen|kind|zoon|dochter|partner|man|own))", text)
    ]
    return seen[0] if len(seen) == 1 else None


def _cost(scene: Scene) -> Iterator[Candidate]:
    cost = scene.first("cost")
    if cost is None:
        return
    lexicon = scene.lexicon
    told = pieces(cost.text, lexicon) if cost.source == "heard" else None
    told = (
        told
        or _own_cost(scene)
        or _tell(_after_verb(cost.text, scene), scene, 9)
        or _tell(cost.text, scene, 9)
    )
    told = (
        low(re.sub(r"^(?:toen|then|and then|en toen|dan) ", "", told, flags=re.I), lexicon)
        if told
        else None
    )
    period = span(
        [p.text for p in scene.reading.found if p.field == "when" and told and p.text not in told],
        lexicon,
    )
    if told and period and scene.state.audience == "client":
        yield "cost-span", {"cost": told, "span": period}
    over = re.search(
        r"\b(?:over|op|aan|past|over) (?:m'n|m’n|mijn|my) [^\W\d_]+", _own_text(scene), re.I
    )
    unseen = next(
        (
            c
            for c in scene.reading.clauses
            if re.match(r"(?:maar |but )?(?:niemand|nobody|no one)\b", c.text, re.I)
        ),
        None,
    )
    if over and unseen:
        own, words = (
            swap(over.group(), lexicon),
            quote(re.sub(r"^(?:maar|but) ", "", unseen.text), lexicon),
        )
        if own and words:
            yield "over-quote", {"a": own, "quote": words}
    once = re.search(
        r"\b(?:een keer|één keer|ooit|tussendoor|terloops|once|in passing|a while back)\b",
        _own_text(scene),
        re.I,
    )
    if told and cost.source == "heard" and once and scene.state.focus:
        yield (
            "rn02",
            {
                "cost": told,
                "who": scene.state.focus if lexicon.language == "nl" else _subject(scene),
            },
        )
    did = _did(scene)
    if told and did and did[1] != told and len(did[1].split()) <= 8:
        yield "rn14", {"did": did[1], "span": told}
    if told and cost.source == "heard":
        yield "cost-heard", {"cost": told}
    if told:
        yield "cost-piece", {"cost": told}
    said = quote(cost.text, lexicon)
    if said:
        yield "cost-quote", {"quote": said}


def _own_cost(scene: Scene) -> str | None:
    """Return the first thing given up that can be told without its verb, clause by clause."""
    for clause in scene.reading.clauses:
        lower = clause.text.lower()
        if (
            scene.lexicon.cue("cost", lower)
            and scene.lexicon.cue("home", lower)
            or re.search(
                r"\b(?:gecanceld|afgezegd|gemist|opgegeven|cancelled|missed|dropped|gave up)\b",
                lower,
            )
        ):
            told = _tell(_after_verb(clause.text, scene), scene, 9)
            if told and len(told.split()) >= 2 and told.split()[0].lower() not in {"ik", "i"}:
                return told
    for clause in scene.reading.clauses:
        mine = re.match(
            r"(?:m'n|m’n|mijn|my)\s+[^\W\d_]+(?:\s+[^\W\d_]+)?(?=\s+(?:kon|kan|ging|is|was|heb|moest|had|went|got|has))",
            clause.text,
            re.I,
        )
        if mine and scene.lexicon.cue("home", clause.text.lower()):
            return swap(mine.group(), scene.lexicon)
    return None


def _subject(scene: Scene) -> str:
    return scene.state.focus


def _after_verb(text: str, scene: Scene) -> str:
    from coach.dialogue.clauses import tokenise

    tokens = tokenise(text, scene.lexicon)
    for position, token in enumerate(tokens[:-1]):
        if token.kind in {"verb", "auxiliary"} and position <= 6:
            rest = text[token.end :].strip()
            return re.sub(
                r"^(?:ik|we|wij|ze|zij|hij|me|mij|haar|hem|hun|ons|him|them|us)\s+(?=\w)",
                "",
                rest,
                flags=re.I,
            )
    return text


def _promise(scene: Scene) -> Iterator[Candidate]:
    promise = scene.first("promised")
    if promise is None:
        return
    own = (
        re.search(r"\b(?:ik|i|we)\b", promise.clause.text.lower().split(",")[0])
        and promise.source == "seen"
    )
    what = promised_thing(promise.text, scene)
    if "predecessor" in scene.reading.cues:
        yield "rn08", {}
    if what:
        yield "promise-piece", {"a": what}
    said = quote(promise.text, scene.lexicon)
    if said:
        yield "promise-quote", {"quote": said}
    if own and scene.state.audience != "client":
        yield "own-promise", {}


def _as_it_stands(scene: Scene) -> Iterator[Candidate]:
    """Hand a short admission about a named person back as the sentence it already is."""
    share = scene.first("own_share")
    people = scene.reading.people
    if share is None or not people or scene.state.audience == "client":
        return
    if len(share.text.split()) <= 10 and not re.search(
        r"\b(?:als|maar|if|but|sorry)\b", share.text, re.I
    ):
        yield "rn25", {"who": people[-1]}


def promised_thing(text: str, scene: Scene) -> str | None:
    """Return the thing that was promised, as one noun group of the person's words, or None."""
    whole = noun_groups(text, scene.lexicon)
    after = noun_groups(_after_verb(text, scene), scene.lexicon)
    reported = re.match(r"(?:ze|zij|hij|ik|we|she|he|they|i)\b", text, re.I) is not None
    groups = [
        g for g in (whole + after if reported else after + whole)
        if not re.match(r"(?:in|op|met|van|tot|als|door|aan|bij|na|on|at|by|for|to|from|with|after)\b", g, re.I)
    ]  # fmt: skip
    people = scene.lexicon.classes["group"]
    things = [
        g
        for g in groups
        if not any(
            w.lower() in people or w.lower().endswith(("leider", "manager")) for w in g.split()
        )
        and not scene.lexicon.cue("predecessor", g)
        and g[:1].islower()
        and g.lower() not in {"het vooruitzicht", "de toekomst", "the pipeline"}
    ]
    things = [g for g in things if len(g.split()) >= 2]
    return things[0] if things and len(things[0].split()) <= 6 else None


def _other_name(scene: Scene) -> Iterator[Candidate]:
    text = _own_text(scene).lower()
    named = re.search(
        r"\b(?:naam van|name of|onder (?:de )?naam|idee van|someone else's name)\b", text
    )
    deed = next(iter(items_of(scene.state.record, "what", about=scene.state.focus or None)), None)
    if not named or deed is None or scene.state.focus == "":
        return
    extra = next(iter(items_of(scene.state.record, "extra", about=scene.state.focus)), None)
    told = telegram(deed.text, scene.lexicon, 8) or (
        telegram(extra.text, scene.lexicon, 8) if extra else None
    )
    if told:
        yield "not-named", {"did": told}


def _gone_elsewhere(scene: Scene) -> Iterator[Candidate]:
    """Put what was given beside what came back, when that went to somebody else."""
    back = scene.first("came_back")
    deed = next(iter(items_of(scene.before.record, "what")), None)
    if back is None or deed is None or not scene.state.focus:
        return
    match = re.search(
        r"\b(?:voor|for)\s+((?:de|het|the)\s+[\w -]{3,25})$", _own_text(scene).strip(" .!?"), re.I
    )
    if not match or match[1].lower().endswith(scene.state.focus.lower()):
        return
    did = _tell(re.sub(r"\s+(?:gedraaid|gewerkt|gedaan|worked|done)$", "", deed.text), scene, 6)
    what = re.split(r"\W", back.clause.text.strip())[0]
    group = scene.state.focus.lower()
    a = (
        group
        if group.startswith(("de ", "het ", "the "))
        else ("de " if scene.lexicon.language == "nl" else "the ") + group
    )
    if did and what:
        yield "rn03", {"did": did, "a": a, "back": what.lower(), "b": match[1]}


PARTICIPLE_END = re.compile(r"\b(?:ge\w+|be\w+|ver\w+)(?:d|t)$")
UNNAMED = re.compile(
    r"\b(?:no mention|niet genoemd|naam viel niet|no credit|not a word|geen woord|wasn't named|without my name)\b",
    re.I,
)


def _came_back(scene: Scene) -> Iterator[Candidate]:
    backs = [p for p in scene.reading.found if p.field == "came_back"]
    if not backs:
        return
    back = backs[0]
    own_gift = re.search(r"\b(?:ik|i|we|wij)\b", back.clause.text.lower()) is not None
    told = _tell(_after_verb(back.text, scene), scene, 8)
    deed = next(iter(items_of(scene.before.record, "what")), None)
    nothing = re.fullmatch(
        r"(?:nee,? |no,? )?(?:nog )?(?:niks|niets|nothing|not a thing|none)(?: .{0,20})?",
        back.text.lower(),
    )
    if (
        nothing
        and "came-back-nothing/0" not in scene.state.used
        and len(_own_text(scene).split()) <= 8
    ):
        if len(_own_text(scene).split()) >= 4:
            yield "came-back-nothing", {}
        return
    if deed is not None and scene.state.audience == "client":
        did = _tell(deed.text, scene, 8)
        unnamed = next((c for c in scene.reading.clauses if UNNAMED.search(c.text)), None)
        said = quote(unnamed.text, scene.lexicon) if unnamed else None
        if did and said:
            yield "given-quote", {"did": did, "quote": low(said, scene.lexicon)}
        if did and told and not own_gift and len(told.split()) <= 6:
            yield "pair", {"did": did, "back": low(told, scene.lexicon)}
    if told and not PARTICIPLE_END.search(told) and (
        re.match(r"(?:een|het|de|a|an|the|\d|geen|no|tijd|time|twee|drie|two|three)\b", told, re.I)
        or len(told.split()) <= 3
    ):
        yield "came-back-piece", {"back": told}
    for piece in backs:
        said = quote(piece.text, scene.lexicon)
        if said and said.split()[0].lower() not in {"ik", "i"}:
            yield "came-back-quote", {"quote": said}


def _not_possible(scene: Scene) -> Iterator[Candidate]:
    fixed = [p for p in scene.reading.found if p.field == "not_possible"]
    if not fixed:
        return
    mine = scene.first("offer", "mandate")
    groups = noun_groups(fixed[0].text, scene.lexicon)
    thing = next(
        (
            g
            for g in groups
            if re.match(r"(?:die|dat|de|het|een|geen|the|a|that|money|overtime|\w+ pay)\b", g, re.I)
        ),
        None,
    )
    if mine is not None and thing:
        own = _tell(mine.text, scene, 6)
        if own:
            yield "mandate", {"a": low(thing, scene.lexicon), "b": low(own, scene.lexicon)}
    for piece in fixed:
        said = quote(piece.text, scene.lexicon)
        if said and "ik" not in said.lower().split() and "i" not in said.lower().split():
            yield "mandate-not-quote", {"quote": said}
    if thing and len(thing.split()) <= 4:
        bare = re.sub(r"^that\b", "the", thing, flags=re.I)
        if not thing.lower().startswith(("die", "dat")):
            yield "mandate-not", {"a": low(bare, scene.lexicon)}


def _step(scene: Scene) -> Iterator[Candidate]:
    step = scene.first("next_step")
    if (
        step is None
        or scene.state.phase not in {"closing", "mirror"}
        and scene.before.phase != "closing"
    ):
        return
    then = re.split(
        r",?\s*\b(?:dan|then)\b\s*|,\s*(?=(?:ik|i'll|i’ll|i)\b)", step.text, maxsplit=1, flags=re.I
    )
    part = _after_verb(then[-1], scene) if len(then) > 1 else step.text
    told = _tell(part, scene, 10)
    if told:
        yield "step", {"a": told}


def _offer(scene: Scene) -> Iterator[Candidate]:
    offer = scene.first("offer")
    if offer is None:
        return
    told = _tell(_after_verb(offer.text, scene), scene, 10)
    if told:
        yield "offer-one", {"a": told}
    said = quote(offer.text, scene.lexicon)
    if said:
        yield "offer-quote", {"quote": said}


def _habit(scene: Scene) -> Iterator[Candidate]:
    habit = scene.first("habit")
    if habit is None:
        return
    told = _tell(habit.text, scene, 10) or _tell(_after_verb(habit.text, scene), scene, 10)
    if told:
        yield "habit", {"a": told}


def _own_side(scene: Scene) -> Iterator[Candidate]:
    own = scene.first("own_giving", "own_getting")
    if own is None:
        return
    told = _tell(own.text, scene, 10)
    if told:
        yield "own-side", {"a": told}
    for clause in scene.reading.clauses:
        said = quote(clause.text, scene.lexicon)
        if said and len(said.split()) >= 3:
            yield "own-side-quote", {"quote": said}
            break


def _deed(scene: Scene) -> Iterator[Candidate]:
    did = _did(scene)
    if did is None:
        return
    _, told, period = did
    values = {"did": told, "span": period or ""}
    yield ("did-span", values) if period else ("did-piece", values)


def _pattern(scene: Scene) -> Iterator[Candidate]:
    if scene.state.phase != "reciprocity" and scene.before.phase != "reciprocity":
        return
    for piece in scene.reading.found:
        said = quote(piece.text, scene.lexicon)
        if piece.field == "pattern" and said:
            yield "pattern-quote", {"quote": said}


def _view(scene: Scene) -> Iterator[Candidate]:
    for piece in scene.reading.found:
        if piece.field != "their_view":
            continue
        said = quote(piece.text, scene.lexicon)
        if said and len(said.split()) < 3:
            continue
        if said and piece.source == "heard":
            yield "view-heard", {"quote": said}
        elif said and scene.before.phase != "opening":
            yield "view-quote", {"quote": said}


def _wish(scene: Scene) -> Iterator[Candidate]:
    wish = scene.first("wish")
    if wish is None:
        return
    match = re.search(r"\b(?:geen|zonder|no|without)\s+\w+", wish.text, re.I)
    if match:
        yield "wish-quote", {"quote": match.group().lower()}


def _enabled(scene: Scene) -> Iterator[Candidate]:
    gain = scene.first("enabled")
    if gain is None:
        return
    said = quote(gain.text, scene.lexicon)
    if said:
        yield "quote", {"quote": said}


def _load(scene: Scene) -> Iterator[Candidate]:
    """A list of things that were asked, told without verbs: give the first two back."""
    if scene.state.focus or scene.state.phase not in {"opening", "contributions"}:
        return
    bare = [
        _plain(c.text) for c in scene.reading.clauses
        if 2 <= len(c.words) <= 6 and not any(t.kind in {"auxiliary", "verb", "first"} for t in c.words)
        and any(t.kind in {"word", "name"} for t in c.words)
        and c.words[0].kind in {"number", "word", "determiner", "name"}
        and c.words[0].lower not in scene.lexicon.classes["filler"]
        and not any(t.lower.endswith(("'s", "'re", "n't")) for t in c.words)
        and not scene.lexicon.meta.match(c.text.lower())
        and not any(t.lower in {"één", "iemand", "someone"} for t in c.words)
    ]  # fmt: skip
    told = [t for t in (telegram(b, scene.lexicon, 6) for b in bare) if t]
    if len(told) >= 2 and scene.understood.intent != "question":
        yield "load", {"a": f"{told[0]}, {told[1][0].lower() + told[1][1:]}"}


def _loaded_word(scene: Scene) -> Iterator[Candidate]:
    text = _own_text(scene)
    if len(text.split()) > 6:
        return
    word = MOOD[scene.lexicon.language].search(text)
    if word:
        yield "rn15", {"word": word.group().lower()}


MOOD = {
    "nl": re.compile(
        r"\b(chagrijnig|druk|mat|moe|gespannen|scheef|leeg|stil|onrustig|gedoe|ruzie|mopperen|morren|klagen|gezeur|vast|rommelig|zat|op)\b",
        re.I,
    ),
    "en": re.compile(
        r"\b(grumpy|busy|flat|tired|tense|lopsided|empty|quiet|restless|moaning|stuck|messy|sour|fed up)\b",
        re.I,
    ),
}


GONE = frozenset(
    "eruit weg stil op leeg vast nauwelijks amper quiet gone flat silent empty hardly barely sour".split()
)


def _short_clause(scene: Scene) -> Iterator[Candidate]:
    """Quote one short clause whole, the most telling one; never a command or a bare yes."""
    if scene.understood.intent not in {"answer_concrete", "answer_vague", "resist"}:
        return
    scored: list[tuple[int, str]] = []
    for number, clause in enumerate(scene.reading.clauses):
        said = quote(clause.text, scene.lexicon)
        if not said or len(said.split()) < 3 or _is_admission(clause.text.lower(), scene):
            continue
        if clause.words[0].kind in {"coordinator", "subordinator"} or scene.lexicon.meta.match(
            said.lower()
        ):
            continue
        if scene.before.phase == "opening" and not (
            MIND[scene.lexicon.language].search(said.lower())
            or any(
                t.lower in scene.lexicon.classes["negation"] or t.lower in GONE
                for t in clause.words
            )
        ):
            continue
        if clause.words[0].kind == "first" or not any(
            t.kind in {"word", "name", "negation"} for t in clause.words
        ):
            continue
        weight = -3 * any(t.kind == "number" for t in clause.words)
        if (
            not any(t.kind in {"verb", "auxiliary"} for t in clause.words)
            and len(scene.reading.clauses) > 1
        ):
            continue
        weight += 2 * any(t.lower in scene.lexicon.classes["negation"] for t in clause.words)
        weight += any(t.kind in {"word", "name"} for t in clause.words)
        weight -= any(t.kind == "first" for t in clause.words)
        if clause.words[0].lower in scene.lexicon.classes["filler"]:
            weight -= 2
        scored.append((weight * 10 - number, said))
    for _, said in sorted(scored, reverse=True)[:2]:
        yield "quote", {"quote": said}


def _is_admission(text: str, scene: Scene) -> bool:
    return scene.lexicon.cue("own_share", text) is not None and scene.state.audience == "leader"


def _own_text(scene: Scene) -> str:
    return " ".join(c.text for c in scene.reading.clauses)


def values_of(mapping: Mapping[str, str | None]) -> dict[str, str]:
    """Return only the values that are there."""
    return {key: value for key, value in mapping.items() if value}
