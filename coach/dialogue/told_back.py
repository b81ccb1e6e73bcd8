"""Reflections on what one turn told: the cost, a promise, what came back, what was done."""

from __future__ import annotations

import re
from collections.abc import Iterator

from coach.dialogue.acted import acted, as_told
from coach.dialogue.asking import that_one
from coach.dialogue.clauses import DONE, tokenise
from coach.dialogue.fragments import fragment, sentence_of, timeless_thing, without_verb
from coach.dialogue.fragments import thing as bare_thing
from coach.dialogue.grammar import times_in
from coach.dialogue.pieces import Found
from coach.dialogue.scene import LISTED, QUOTABLE, Candidate, Scene, _has_verb, span_of, tell
from coach.dialogue.state import items_of
from coach.dialogue.told_costs import AT_HAND, beside, in_hand, speaks
from coach.dialogue.wordings import FREE_TIME, IF_SO
from coach.dialogue.words import content, low, noun_groups, quote, spelled, swap


def by_named(scene: Scene) -> Iterator[Candidate]:
    """The first concrete thing told of somebody who wasn't in hand before."""
    if scene.state.audience == "client":
        return
    deeds = [p for p in scene.sure if p.field == "what"]
    if ON_TOP.search(scene.reading.echo.lower()) and not any(_came_on_top(p, scene) for p in deeds):
        return  # what came on top says more, whatever field it was read as
    for deed in sorted(deeds, key=lambda deed: not _came_on_top(deed, scene)):
        who = scene.state.focus if deed.about.lower() == scene.state.focus.lower() else deed.about
        if not who or who != scene.state.focus or scene.before.focus == who or len(who.split()) > 3:
            continue
        told = tell(deed.text, scene)
        spoken_of = swap(who, scene.lexicon, scene.state.formal) or who
        whole = acted(deed, spoken_of, scene.lexicon, scene.state.formal)
        if whole and (scene.lexicon.language == "en" or told is None or _verb_last(deed) or _inverted(deed, who)):
            yield "told", {"a": whole}
        if whole and scene.lexicon.language == "en" and (since := times_in(deed.clause.text, scene.lexicon)) and deed.clause.text.startswith(since[0]):
            yield "told", {"a": f"{since[0]} {whole}"}  # where the name was just said
        if told is None or who.lower() in told.lower():
            continue
        named, who = who, that_one(spoken_of, scene.lexicon)
        first = tokenise(told, scene.lexicon)[0]
        acts = first.kind == "verb" and first.lower not in DONE  # "Denise done the ordering"
        if acts or f"{named} {told}".lower() in deed.clause.text.lower():
            yield "rn01-acts", {"who": who, "did": low(told, scene.lexicon)}
        period = span_of(scene, deed.about, "", deed.clause.sentence)
        told = without_verb(told, period or "", scene.lexicon)
        values = {"who": who, "did": low(told, scene.lexicon)}
        period = span_of(scene, deed.about, deed.text, deed.clause.sentence)
        if period and len(told.split()) <= 8:
            yield "rn01", {**values, "span": period}
        yield "rn01b", values


def _came_on_top(deed: Found, scene: Scene) -> bool:
    """Tell whether a deed came on top of the job, which says more than the job."""
    told = deed.clause.text.lower()
    return scene.lexicon.cue("extra", told) is not None or ON_TOP.search(told) is not None


ON_TOP = re.compile(r"\b(?:ook|erbij|as well|also|too)\b")


def _inverted(deed: Found, who: str) -> bool:
    """Tell whether the name stands inside the clause ("in ons team doet Joost alle notulen")."""
    return deed.clause.text.lower().find(who.lower()) > 0


def _verb_last(deed: Found) -> bool:
    """Tell whether a deed was told behind "die", where its verb stands last and can't be left out."""
    return deed.clause.words[0].lower == "die"


def by_promise(scene: Scene) -> Iterator[Candidate]:
    promise = scene.first("promised")
    if promise is None:
        return
    told = scene.told()
    kept_not = KEPT_NOT.search(told)
    by_others = re.match(r"(?:de|het|onze|mijn|the|our|my) [\w-]+ (?:heeft|had|zei|beloofde|has|had|said|promised|told)\b", promise.clause.text, re.I)
    leads = scene.state.audience == "leader"
    if "predecessor" in scene.reading.cues or leads and by_others and kept_not and not speaks(promise.clause.text):
        yield "rn08", {}
    what = promised_thing(promise.text, scene)
    if what and kept_not and not PARTLY.search(told):
        yield "promise-dropped" if DROPPED.search(told) else "promise-piece", {"a": what}
    own = re.search(r"\b(?:ik|i|we|door mij|by me)\b", promise.clause.text.lower().split(",")[0])
    by_me = re.search(r"\b(?:door mij|by me)\b", promise.clause.text.lower())
    if own and kept_not and (promise.source == "seen" or by_me) and scene.state.audience != "client" and not JOKES.search(told):
        yield "own-promise", {}
    said = sentence_of(promise.clause.text, scene.lexicon)
    if said:
        yield "said", {"quote": said}


# That some of it came: "two so far out of eleven".
PARTLY = re.compile(r"\b(?:so far|out of (?:like |about |some )?\w+|tot nu toe (?:\d+|een|één|twee|drie)|van de (?:\d+|tien|elf|twaalf)|waarvan|pas (?:een|één|twee|drie|\d+))\b", re.I)
DROPPED = re.compile(r"\b(?:nooit|never|geschrapt|ingetrokken|afgeblazen|niet doorgegaan|van de baan|scrapped|cancelled|withdrawn|pulled|shelved|didn't happen|did not happen|fell through|niks van gekomen|(?:gone|went|given) to (?:someone|somebody|a)|naar (?:iemand|een) anders?)\b", re.I)
JOKES = re.compile(r"\b(?:joke\w*|joking|laugh\w*|grap\w*|gekheid|lach\w*)\b", re.I)
KEPT_NOT = re.compile(
    r"\b(?:geschrapt|ingetrokken|afgeblazen|wegbezuinigd|van de baan|niet doorgegaan|scrapped|cancelled|withdrawn|pulled|shelved)\b|\b(?:nooit|niet (?:er )?(?:van )?(?:gelukt|gebeurd|gekomen|besteld|geregeld|gedaan|doorgegaan|waargemaakt|nagekomen)|niks (?:meer )?(?:van|over)|niet meer over|(?:gone|went|given) to (?:someone|somebody)|nothing since|(?:haven't|not|nobody|nothing) (?:\w+ )?heard|nobody mentions|(?:toen )?kwam de bezuiniging|nog steeds|nog (?:altijd |steeds )?niet\b|not even|still not|never|didn't|hasn't|haven't|wasn't|here we are|still|not (?:yet|happened))\b", re.I
)


def promised_thing(text: str, scene: Scene) -> str | None:
    """Return the thing that was promised, as one noun group of the person's words, or None."""
    people = scene.lexicon.classes["group"]
    text = re.split(r"\b(?:once|when|if|as soon as|until|zodra|als|wanneer|totdat|tot er)\b", text)[0]
    opens = r"(?:in|op|met|van|tot|als|door|aan|bij|na|on|at|by|for|to|from|with|after|about|over)\b"
    for group in noun_groups(text, scene.lexicon):
        words = group.split()
        if len(words) == 2 and words[0].lower() in {"a", "an", "een", "per", "elke", "every", "each"} and words[1].lower() in AT_HAND:
            continue  # "half a day a week"
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


EMPTY_PROMISES = frozenset({"het vooruitzicht", "de toekomst", "the pipeline", "the end", "the second one", "the first one", "that one", "de tweede", "de eerste", "the job", "the team", "de baan", "het werk", "de functie"})


def gone_elsewhere(scene: Scene) -> Iterator[Candidate]:
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
    bare = re.sub(done, "", deed.text)
    did = tell(bare, scene, 6) or (spelled(bare, scene.lexicon) if FREE_TIME.search(bare.lower()) and len(bare.split()) <= 2 else None)
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


def given_and_back(scene: Scene) -> Iterator[Candidate]:
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
    once = not any(block.startswith("pair/") for block in scene.before.used)
    if did and told and not own and once:
        yield "pair", {"did": did, "back": low(told, scene.lexicon)}


# What may be given back bare, best first. An own share never is: it stays theirs.
BARE = ("what", "offer", "habit", "came_back", "promised", "extra", "own_giving", "own_getting",
        "their_view", "pattern", "enabled", "not_possible", "wish", "said", "normal")  # fmt: skip


def pieces_told(scene: Scene) -> Iterator[Candidate]:
    """A fragment of what was told, bare, or a short sentence of theirs in quotation marks."""
    leader = scene.state.audience == "leader"
    found = [
        p for p in scene.sure
        if p.field in BARE and in_hand(p, scene) and not (leader and p.field == "came_back" and is_own_gift(p.clause.text))
    ]  # fmt: skip
    found.sort(key=lambda p: BARE.index(p.field))
    for piece in found:
        if piece.field == "wish" and IF_SO.match(piece.clause.text):
            continue  # "als de directeur zelf een datum zou noemen", of which no part says it
        text = GETS.sub("", piece.text) if piece.field == "came_back" else piece.text
        told = tell(text, scene)
        if piece.field == "what" and leader and (not piece.about or told is None):
            told = as_told(piece, scene.lexicon, scene.state.formal) or told
        if piece.field == "offer" and told is None:  # "vrijdag voor hem vrij, ik doe de storing"
            apart = (part for part in re.split(r",\s*", text) if not speaks(part) and not re.match(r"[A-ZÀ-Ý]\w+ (?:and|en)\b", part))
            told = next((short for part in apart if (short := tell(part, scene))), None)
        if told is None and piece.field == "what" and scene.state.audience == "client":
            told = _own_work(text, scene)
        if told is not None and (ONLY_ASKED.fullmatch(told) or NOTHING_DONE.fullmatch(told)):
            continue
        if told is not None and piece.field == "offer":
            told = re.sub(r"^(?:zelf|ook|wel) | (?:doen|geven)$", "", told, flags=re.I)
        if told is None and (piece.field in {"offer", "wish", "habit"} or _wished(text)):
            told = bare_thing(text, scene.lexicon)
            if told and len(text[: text.find(told)].split()) > NEAR_THE_START:
                told = None  # a thing far into a clause is seldom what is offered
            if told and piece.field == "habit" and beside(told, text, scene):
                told = next(iter(times_in(text, scene.lexicon)), None)
        if told is None or leader and scene.lexicon.language == "en" and _own_doing(told, piece, scene):
            continue
        period = span_of(scene, piece.about, text, piece.clause.sentence) if piece.field == "what" else None
        if period and len(told.split()) <= 8:
            yield "did-span", {"did": told, "span": period}
        yield "told", {"a": told}
    for piece in found:
        said = sentence_of(piece.clause.text, scene.lexicon) if piece.sure >= QUOTABLE else None
        if said and len(said.split()) >= 3 and len(content(said, scene.lexicon)) > 1 and not speaks(said):
            yield ("view-heard" if piece.source == "heard" else "said"), {"quote": said}


def _own_doing(told: str, piece: Found, scene: Scene) -> bool:
    """Tell whether a stretch opens with the verb of what the speaker did, which sounds like an order ("put her up for …")."""
    first = tokenise(told, scene.lexicon)[0]
    acts = first.kind in {"verb", "infinitive"} or first.lower in {"put", "let", "set", "cut"}
    return acts and speaks(piece.clause.text)


def _own_work(text: str, scene: Scene) -> str | None:
    """Return what a client did as the thing itself ("alle spoedtelefoontjes", "the children's hour on Saturdays")."""
    if scene.lexicon.language == "nl":
        return timeless_thing(text, scene.lexicon)
    whole = re.split(r",? (?:that|which|because|cos|so)\b", re.sub(r"^doing (?=the |all )", "", text))[0]
    parts = [re.sub(r" there\b", "", part) for part in re.split(r" and (?=(?:all )?the )", whole)]
    return next((told for part in parts if (told := tell(part, scene, A_THING))), None)


A_THING = 7  # words
# Who got it, which goes without saying: "ze krijgt een cadeaubon" is "een cadeaubon".
GETS = re.compile(r"^(?:en |and )?(?:ze|zij|hij|die|she|he|they) (?:krijgt|kreeg|kregen|krijgen|gets?|got)\b (?!(?:er|het|dat|it|that|to|niet|not|nooit|never|me|ze|zich)\b)(?=\w)", re.I)
NEAR_THE_START = 3  # words before a thing that is offered or wished for
# That something was asked or said, and not what.
NOTHING_DONE = re.compile(r"(?:niks|niets|nothing) (?:gedaan|gezegd|done|said)", re.I)
ONLY_ASKED = re.compile(r"(?:(?:wel|een keer|ooit|once|just|ook) )*(?:gevraagd|gezegd|verteld|asked|said|told)", re.I)


def is_own_gift(text: str) -> bool:
    """Tell whether what came back was the speaker's own gift, which shames when it is echoed."""
    return speaks(text) or re.search(r"\b(?:gegeven|gekocht|neergezet|meegenomen|bought|given|got)\b", text, re.I) is not None


def _wished(text: str) -> bool:
    return re.search(r"\b(?:fijn|graag|willen|wil|liefst|like|love|want|wants|prefer)\b", text, re.I) is not None


def by_load(scene: Scene) -> Iterator[Candidate]:
    """A list of things that were asked, told without verbs: give the first two back."""
    if scene.state.focus or scene.state.phase not in {"opening", "contributions"}:
        return
    if len(scene.told().split()) > LISTED:
        return
    told: list[str] = []
    for piece in scene.reading.found:
        text = piece.clause.text
        if piece.field != "context" or _has_verb(text, scene) or speaks(text):
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


def loaded_word(scene: Scene) -> Iterator[Candidate]:
    """One loaded word of a short turn."""
    text = scene.told()
    word = MOOD[scene.lexicon.language].search(text) if len(text.split()) <= 6 else None
    if word:
        yield "rn15", {"word": word.group().lower()}
