"""Reflections on what something cost somebody: the thing with its day, the sentence as it stands."""

from __future__ import annotations

import re
from collections.abc import Iterator

from coach.dialogue.acted import acted, as_it_stands
from coach.dialogue.asking import that_one
from coach.dialogue.clauses import tokenise
from coach.dialogue.fragments import KIN, lost, sentence_of
from coach.dialogue.fragments import thing as bare_thing
from coach.dialogue.grammar import ATTRIBUTION, times_in
from coach.dialogue.naming import HAS
from coach.dialogue.phrasebook import load_phrasebook
from coach.dialogue.pieces import Found
from coach.dialogue.scene import Candidate, Scene, tell
from coach.dialogue.to_you import said_to_you
from coach.dialogue.wordings import FREE_TIME, PASTIME
from coach.dialogue.words import low, noun_groups, pieces, quote, swap


def by_cost(scene: Scene) -> Iterator[Candidate]:
    costs = [p for p in scene.sure if p.field == "cost" and in_hand(p, scene) and not HAS.match(p.clause.text.replace("’", "'"))]
    own = scene.state.audience == "client"
    costs.sort(key=lambda p: (own and DENIES.search(p.clause.text) is None, _pastime(p, scene) is None, not _takes_home(p.text, scene)))
    both = [p.text.strip(" .,") for p in costs if _is_theirs_alone(p, scene)]
    if len(both) > 1:
        joint = load_phrasebook(scene.state.language).variants("and")[0]
        yield "told", {"a": both[0] + joint + re.sub(r"^(?:en|and) ", "", low(both[1], scene.lexicon))}
    for cost in costs:
        once = re.search(
            r"\b(?:een keer|één keer|eens|weleens|ooit|tussendoor|terloops|once|in passing|a while back)\b",
            cost.clause.text, re.I,
        )  # fmt: skip
        group = pieces(cost.text, scene.lexicon)
        if once and group and cost.source == "heard" and scene.state.focus:
            yield "rn02", {"cost": group, "who": scene.state.focus}
        told = _pastime(cost, scene) or tell(cost.text, scene, 9)
        if own and not told and (missed := _missed(cost)):
            yield "told", {"a": missed}
        if told and DENIES.search(cost.clause.text) and not DENIES.search(told):
            if missed := _missed(cost):
                yield "told", {"a": missed}
            continue  # what was lost stands in the part that would be cut off
        named = swap(cost.about, scene.lexicon, scene.state.formal) or cost.about
        verb_first = told is not None and tokenise(told, scene.lexicon)[0].kind == "verb" and scene.lexicon.language == "nl"
        if verb_first and named and cost.source == "seen" and re.match(r"(?:hij|zij|ze)\b", cost.clause.text, re.I):
            told = acted(cost, that_one(named, scene.lexicon), scene.lexicon, scene.state.formal) or told  # "Wiebe mist …"
        alone = _is_theirs_alone(cost, scene) and scene.lexicon.language == "en"
        if not told and (alone or len(cost.text.split()) <= 2 and FREE_TIME.search(cost.text.lower())):
            told = cost.text  # "zaterdagen"
        if told:
            key = "cost-heard" if cost.source == "heard" else "told"
            yield key, {"a": told, "cost": low(told, scene.lexicon)}
            yield "told", {"a": told}
            continue
        bare = _without_subject(cost.text, scene)
        if bare and once and cost.source == "heard" and scene.state.focus:
            yield "rn02", {"cost": low(bare, scene.lexicon), "who": scene.state.focus}
        if bare:
            yield "told", {"a": bare}
        whole = as_it_stands(cost.clause, scene.lexicon.classes["third_possessive"], MOST_BARE + 3) if cost.source == "seen" else None
        if whole:
            yield "told", {"a": whole}
        who = swap(cost.about, scene.lexicon, scene.state.formal) or cost.about
        if who and cost.source == "seen" and (whole := acted(cost, that_one(who, scene.lexicon), scene.lexicon, scene.state.formal)):
            yield "told", {"a": whole}
        if thing_and_day := _thing_and_day(cost.text, scene):
            yield "told", {"a": thing_and_day}


DENIES = re.compile(r"\b(?:not|never|no longer|hardly|niet|nooit|geen|amper|nauwelijks)\b|n't\b", re.I)
# "… and I've not seen a match since March"
MISSED = re.compile(r"\b(?:i've|i have|i) (?P<not>not|never|hardly) (?P<what>\w+ (?:[\w'-]+ ?){1,6})$", re.I)


def _missed(cost: Found) -> str | None:
    """Return what somebody didn't get round to, as their coach says it ("not seen a match since March")."""
    found = MISSED.search(cost.clause.text.replace("’", "'"))
    told = re.sub(r"\bmy\b", "your", f"{found['not']} {found['what']}", flags=re.I) if found else None
    return told if told and not speaks(told) else None


def _is_theirs_alone(cost: Found, scene: Scene) -> bool:
    """Tell whether a cost is no more than something of theirs ("her back", "en haar pauze")."""
    words = [t for t in tokenise(cost.text, scene.lexicon) if t.kind not in {"punctuation", "coordinator"}]
    short = 2 <= len(words) <= 3 and not any(t.kind in {"verb", "auxiliary"} for t in words)
    return short and scene.lexicon.has("third_possessive", words[0].lower)


def _pastime(cost: Found, scene: Scene) -> str | None:
    """Return what somebody did in their own time with its day ("ze zat op salsa, elke dinsdag" → "salsa, elke dinsdag")."""
    match = PASTIME.fullmatch(cost.text.replace("’", "'").strip(" .,"))
    if match is None:
        return None
    of_day = [t for t in scene.reading.times if any(scene.lexicon.has("weekday", w.lower()) for w in t.split())]
    day = (match["day"] or "").strip() or (of_day[0] if of_day and cost.text.find(of_day[0]) < 0 else "")
    return f"{match['what']}, {day}" if day else match["what"] if len(match["what"].split()) > 1 else None


def _thing_and_day(text: str, scene: Scene) -> str | None:
    """Return a thing and its day out of a cost that can't be told whole: it claims nothing.

    "voetbal denk ik, hij was trainer van de jeugd op dinsdag" → "voetbal, op dinsdag".
    """
    parts = re.split(r"[,;]\s*|\s+(?:and|en)\s+(?=(?:i|ik|she|he|ze|hij)\b)", text)
    text = next((p for p in parts if times_in(p, scene.lexicon)), text)  # a day goes with what stands beside it
    people = {scene.state.focus.lower(), *(n.lower() for n in scene.reading.named)}
    groups = [g for g in noun_groups(text, scene.lexicon) if g.lower() not in people]
    days = [g for g in groups if any(scene.lexicon.has("weekday", w.lower().removesuffix("s")) for w in g.split())]
    things = [g for g in groups if g not in days and not speaks(g) and not g.endswith(("'s", "’s")) and g.split()[-1].lower() not in KIN | AT_HAND]
    opens = {"in", "op", "met", "van", "aan", "bij", "voor", "naar", "on", "at", "with", "of", "for", "to", "from"}
    opens |= {"die", "dat", "deze", "dit", "that", "this", "those", "these"}
    things = [_whole_group(g, text) for g in things if g.split()[0].lower() not in opens]
    if not days or not things:
        return None
    if text.startswith(days[0]):  # in their order: "on Wednesday, Polish school"
        told = f"{days[0]}, {things[0]}"
    elif text.find(things[0]) > text.find(days[0]):
        return None
    else:
        told = f"{things[0]}, {low(days[0], scene.lexicon)}"
    return told if len(told.split()) <= MOST_BARE else None


def _whole_group(group: str, text: str) -> str:
    """Return an English group with the word in -ing before it, which belongs to it ("the swimming group")."""
    wider = re.search(rf"(?:\b(?:the|a|her|his|their) )?\b\w+ing {re.escape(group)}\b", text)
    return wider.group() if wider else group


AT_HAND = frozenset("uur uren hours hour dag dagen days tijd time keer times week weken weeks half werk work".split())


def _without_subject(text: str, scene: Scene) -> str | None:
    """Return a Dutch clause behind dat without its subject, its auxiliary and its time.

    "hij zijn dochter dat voorjaar niet naar school heeft gebracht" → "zijn dochter niet naar school
    gebracht".
    """
    match = re.match(r"(?:hij|zij|ze|ie)\s+(?P<rest>.+)$", text.strip(" .,"), re.I)
    if match is None or scene.lexicon.language != "nl" or speaks(text):
        return None
    rest = re.sub(r"\b(?:heeft|hebben|had|hadden|is|was|kon|kan|moest|wil|wilde)\b ?(?=\w+$|$)", "", match["rest"])
    for time in times_in(rest, scene.lexicon) if len(rest.split()) > MOST_BARE else ():
        rest = re.sub(rf"\b(?:(?:dat|die|het|de|al|elke|iedere) )*{re.escape(time)}\b ?", "", rest)
    told = " ".join(rest.split())
    if not FEWEST_BARE <= len(told.split()) <= MOST_BARE:
        return None
    words = tokenise(told, scene.lexicon)
    if words[-1].kind == "verb" and not any(t.kind == "participle" for t in words):
        return None  # "z'n dochtertje altijd naar zwemles bracht"
    opens = words[0]
    owned = scene.lexicon.has("third_possessive", opens.lower)  # "zijn" is a verb as well
    return None if opens.kind in {"verb", "auxiliary"} and not owned else told


FEWEST_BARE, MOST_BARE = 3, 9  # words


def cost_lost(scene: Scene) -> Iterator[Candidate]:
    """The thing a cost speaks of, where the whole can't stand by itself."""
    costs = [p for p in scene.sure if p.field == "cost" and in_hand(p, scene)]
    for cost in sorted(costs, key=lambda p: not _takes_home(p.text, scene)):
        told = tell(cost.text, scene, 9)
        thing = lost(
            cost.text, scene.lexicon, own=scene.state.audience == "client", formal=scene.state.formal
        )
        if thing and cost.source != "assumed":
            yield "told", {"a": thing}
        had = bare_thing(cost.text, scene.lexicon) if scene.lexicon.cue("home", cost.clause.text.lower()) else None
        if had and not told and had.split()[-1].lower() not in KIN and not beside(had, cost.text, scene):
            yield "told", {"a": had}
        reported = ATTRIBUTION[scene.lexicon.language].match(cost.clause.text) if cost.source == "heard" else None
        behind_dat = reported is not None and cost.clause.text[: reported.start("rest")].rstrip().lower().endswith("dat")
        heard = quote(reported["rest"], scene.lexicon, MOST_HEARD) if reported and not behind_dat else None  # its verb stands last
        said = sentence_of(cost.clause.text, scene.lexicon) or heard
        yours = said_to_you(cost.clause.text, scene.lexicon, scene.state.formal) if scene.state.audience == "client" else None
        if said and yours:
            yield "told", {"a": yours}
        if said:
            yield "said", {"quote": said}


MOST_HEARD = 9  # words of what somebody said, quoted whole


def beside(thing: str, text: str, scene: Scene) -> bool:
    """Tell whether a thing is only the surroundings of a cost ("met eten uit de magnetron")."""
    before = text[: text.find(thing)].split()
    return bool(before) and scene.lexicon.has("preposition", before[-1].lower())


def in_hand(piece: Found, scene: Scene) -> bool:
    """Tell whether a piece is about whom the next question is about, or nobody in particular."""
    in_hand = {"", scene.state.focus.lower(), scene.before.focus.lower()}
    return piece.about.lower() in in_hand


def _takes_home(text: str, scene: Scene) -> bool:
    """Tell whether a cost speaks of what was lost outside the work, which says most."""
    lower = text.lower()
    return bool(scene.lexicon.cue("home", lower) or scene.lexicon.cue("cost", lower))


def speaks(text: str) -> bool:
    """Tell whether the speaker is in the words."""
    return re.search(r"\b(?:ik|mij|mijn|m'n|i|i'm|i've|me|my)\b", text, re.I) is not None
