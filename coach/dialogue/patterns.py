"""Reflections on what changes or comes back across turns, and on how a turn is said."""

from __future__ import annotations

import re
from collections.abc import Iterator

from coach.dialogue.clauses import tokenise
from coach.dialogue.said_out import DOUBTS
from coach.dialogue.sayable import said_to_somebody
from coach.dialogue.scene import Candidate, Scene, tell
from coach.dialogue.state import asked_for_request, items_of
from coach.dialogue.words import low, noun_groups, pieces, quote, swap


def moved_to_self(scene: Scene) -> Iterator[Candidate]:
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


def dictated(scene: Scene) -> Iterator[Candidate]:
    """A sentence they wrote out for somebody stands as it is."""
    told = next((p for p in scene.reading.found if p.field == "sentence"), None)
    review = scene.understood.review
    if review is not None and any(d.how in {"stands", "behind"} for d in review.done):
        return  # the reply says so already
    if scene.understood.ask in {"strike", "move", "words", "words_other", "add", "wrong", "whose"}:
        return
    if told is not None and asked_for_request(scene.before.history):
        yield "asked-so", {}
    elif told is not None and said_to_somebody(told.text, scene.state.focus):
        behind = scene.understood.text.rpartition(told.text[-20:])[2]
        yield ("sentence-plain" if DOUBTS.search(behind) else "sentence-stands"), {}


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


def two_dead_ends(scene: Scene) -> Iterator[Candidate]:
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


def two_fragments(scene: Scene) -> Iterator[Candidate]:
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


A_THING = 4  # words


def recurs(scene: Scene) -> Iterator[Candidate]:
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
            if told and len(told.split()) < 2:
                continue  # "dochter"
            if told and (re.search(r",|  ", told) or len(told.split()) > A_THING or any(t.kind in {"verb", "auxiliary"} for t in tokenise(told, scene.lexicon))):
                continue  # no thing by itself
            if opens is None or opens.kind in {"pronoun", "verb", "auxiliary", "subordinator"} or opens.lower in {"die", "dat", "meer", "minder", "more", "less"}:
                continue  # "meer mee", of "nooit meer mee"
            if told and not kin and not any(scene.lexicon.has("weekday", w) for w in told.lower().split()):
                yield "rn18", {"day": day, "cost": low(told, scene.lexicon)}


def by_laugh(scene: Scene) -> Iterator[Candidate]:
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


def had_to(scene: Scene) -> Iterator[Candidate]:
    if "somebody_had_to" not in scene.reading.cues or scene.state.audience != "client":
        return
    for clause in scene.reading.clauses:
        if scene.lexicon.cue("somebody_had_to", clause.text.lower()):
            said = quote(clause.text, scene.lexicon)
            if said and re.search(r"\b(?:moest|moet|had to|has to)\b", said):
                yield "rn05", {"quote": said}


def job_and_extra(scene: Scene) -> Iterator[Candidate]:
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
    counted = bool(a) and tokenise(str(a), scene.lexicon)[0].kind == "number"  # "three times a day"
    if a and not counted and b and len(b[0].split()) <= 7 and not re.search(r"\b(?:job|werk)\b", a):
        if a[:1].islower() or a.split()[0].lower() in scene.lexicon.classes["determiner"]:
            yield "rn20", {"a": a, "b": low(b[0], scene.lexicon)}


# Where a task isn't written is another matter than what isn't written down.
OF_THE_JOB = re.compile(r"\b(?:taken|taakomschrijving|functie\w*|contract|takenpakket|profiel|job|description|duties)\b", re.I)


def unwritten(scene: Scene) -> Iterator[Candidate]:
    if "unwritten" not in scene.reading.cues:
        return
    for clause in scene.reading.clauses:
        text = re.sub(r"^(?:dus|so|en|and)\s+", "", clause.text, flags=re.I)
        if re.search(r"\bon paper\b.*n't\b|n't.*\bon paper\b|\bnergens\b|\bnowhere\b", text, re.I) and not OF_THE_JOB.search(text):
            said = quote(text, scene.lexicon)
            if said:
                yield "rn21", {"quote": said}


def heard_and_thought(scene: Scene) -> Iterator[Candidate]:
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
        r"\b(bloemen|bloemetje|taart|gebak|vlaai|pizza|borrel|bonus|cadeaubon|tegoedbon|kaartje|fruitmand|kerstpakket|etentje|bbq|chocola(?:de)?|ijsje|appeltaart|\w*bon|bol\.com-bon)\b",
        re.I,
    ),
    "en": re.compile(
        r"\b(flowers|cakes?|biscuits|cookies|doughnuts|donuts|pizza|drinks|bonus|voucher|gift card|card|hamper|lunch|dinner|bbq|chocolates|wine|certificate|mug)\b",
        re.I,
    ),
}


def thanked(scene: Scene) -> Iterator[Candidate]:
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


def unseen(scene: Scene) -> Iterator[Candidate]:
    """Past one's limits, and nobody sees it: both in their words."""
    over = re.search(r"\b(?:over|op|aan|past) (?:m'n|m’n|mijn|my) [^\W\d_]+", scene.told(), re.I)
    nobody = r"(?:maar |but )?(?:niemand|nobody|no one)\b"
    unseen = next((c for c in scene.reading.clauses if re.match(nobody, c.text, re.I)), None)
    if over and unseen:
        own = swap(over.group(), scene.lexicon, scene.state.formal)
        words = quote(re.sub(r"^(?:maar|but) ", "", unseen.text), scene.lexicon)
        if own and words:
            yield "over-quote", {"a": own, "quote": words}


def other_name(scene: Scene) -> Iterator[Candidate]:
    text = scene.told().lower()
    named = re.search(
        r"\b(?:naam van|name of|onder (?:de )?naam|idee van|someone else's name)\b", text
    )
    deed = next(iter(items_of(scene.state.record, "what", about=scene.state.focus or None)), None)
    told = tell(deed.text, scene, 9) if deed else None
    if named and told and scene.state.focus:
        yield "not-named", {"did": told}
