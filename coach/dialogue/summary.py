"""The summary: what was told, per person, in the person's own words, and what is still open."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from coach.dialogue.acted import acted, as_it_stands
from coach.dialogue.clauses import Clause, clauses, tokenise
from coach.dialogue.echo import as_said_back, by_weight, only_when, short_of
from coach.dialogue.fragments import KIN, fragment, lost, sentence_of, timeless_thing
from coach.dialogue.grammar import times_in
from coach.dialogue.lexicon import Lexicon
from coach.dialogue.main_order import stated
from coach.dialogue.patterns import TANGIBLE
from coach.dialogue.phrasebook import Phrasebook, fill, sentence
from coach.dialogue.pieces import Found
from coach.dialogue.remarks import trimmed
from coach.dialogue.roles import is_role
from coach.dialogue.state import Field, Item, State, items_of
from coach.dialogue.to_you import promised_to_you, said_to_you
from coach.dialogue.words import low, not_said_aloud, noun_groups, shortened, span, swap

MOST_WORDS = 60
# What is told as a thing, and left out where it is none; an admission stays theirs.
LISTED: tuple[tuple[Field, str], ...] = (
    ("came_back", "sum-came-back"), ("promised", "sum-promised"), ("not_possible", "sum-not-possible"), ("offer", "sum-offer"),
)  # fmt: skip


def surely_told(state: State) -> State:
    """Return `state` with those lines alone of which it is sure what they tell, or which somebody placed.

    Of whom nothing sure is told that they did, what isn't sure of it stays: without it a summary is none.
    """
    sure = [i for i in state.record.items if i.id not in state.unsure or i.id in state.placed]
    deeds_of = {i.about for i in sure if i.field == "what"}
    kept = tuple(i for i in state.record.items if i in sure or i.field == "what" and i.about and i.about not in deeds_of)
    return replace(state, record=replace(state.record, items=kept))


def summarise(state: State, book: Phrasebook, lexicon: Lexicon) -> str:
    """Return at most about sixty words; "" when nothing can be told safely."""
    lines = [line for name in people(state) for line in (_about(name, state, book, lexicon), _took(name, state, book, lexicon))]
    for field, phrase in LISTED:
        told = _listed(state, field, lexicon)
        if told in ONLY_THANKS:
            lines.append(book.variants("sum-thanked")[0])
        elif told:
            lines.append(fill(book.variants(phrase)[0], {"a": told}) or "")
        elif field == "offer" and (said := _offer_said(state, lexicon)):
            lines.append(fill(book.variants("sum-offer-said")[0], {"a": said}) or "")
    wish = next((o for o in state.record.open if o.key == "their_wish"), None)
    if wish:
        lines.append(fill(book.variants("sum-their-wish-unknown")[0], {"who": _who(wish.about, lexicon, state.formal)}) or "")
    return _within([_formed(line, state.formal) for line in lines if line], MOST_WORDS)


def _offer_said(state: State, lexicon: Lexicon) -> str:
    """Return what a leader offers as they said it, where that is short; "" otherwise."""
    if state.audience != "leader":
        return ""
    told = (WHY.sub("", stated(trimmed(i.clause or i.text, lexicon.language, i.source), lexicon)) for i in items_of(state.record, "offer"))
    return next((OFFERS.sub("", t) for t in told if FEWEST_PROMISED <= len(t.split()) <= MOST_OFFERED and FIRST_SAID.search(t)), "")


MOST_OFFERED = 16  # words
MOST_WHOLE = 14  # words of a sentence about somebody that stands as it was told
OFFERS = re.compile(r"^(?:wat ik (?:zelf |wel )*(?:kan|wil|zou kunnen) (?:doen|geven|aanbieden),? is|what i can (?:do|offer|give) is) ", re.I)
WHY = re.compile(r",? (?:want|omdat|because|cos|since) .*$", re.I)
FIRST_SAID = re.compile(r"\b(?:ik|i|i'll|i'd|i can)\b", re.I)


ONLY_THANKS = frozenset({"‘bedankt’", "‘thanked’", "‘Thanked’", "‘Bedankt’"})


def _who(name: str, lexicon: Lexicon, formal: bool) -> str:
    """Return a person as the coach speaks of them in the middle of a sentence ("je planner")."""
    swapped = swap(name, lexicon, formal) or name
    return low(swapped, lexicon) if swapped != name else name


def people(state: State) -> list[str]:
    """Return whose contributions were told, in order; [""] for one's own."""
    names = [i.about for i in items_of(state.record, "what", "cost")]
    return list(dict.fromkeys(names))


def _formed(text: str, formal: bool) -> str:
    return re.sub(r"\[([^|\]]*)\|([^\]]*)\]", lambda m: m[2] if formal else m[1], text)


def _within(lines: list[str], most: int) -> str:
    taken: list[str] = []
    for line in lines:
        if len(" ".join([*taken, line]).split()) <= most:
            taken.append(line)
    return " ".join(taken)


def _sentence(item: Item, name: str, lexicon: Lexicon, formal: bool) -> str:
    """Return what was told of somebody as the sentence it was, with their name; "" when it makes none."""
    turned = rf"^(?!(?i:en|maar|want|dus|of|dat|omdat|dan|toen|ook)\b)([\w-]+) (?:(?:mijn|m'n|mn|onze|ons) [\w-]+ )?{re.escape(name)} (?=\S)"  # "heeft mijn opzichter Gerard … gevoerd"
    item = replace(item, clause=re.sub(turned, rf"{name} \1 ", item.clause)) if name and lexicon.language == "nl" else item
    found = Found(item.field, item.text, item.source, _clause(item, lexicon), item.about)
    told = acted(found, swap(name, lexicon, formal) or name, lexicon, formal) if name and found.clause.words else None
    return f"{sentence(told)}." if told and len(told.split()) <= MOST_DEED else ""


def _clause(item: Item, lexicon: Lexicon) -> Clause:
    """Return the clause an item was told in, as it is read by itself."""
    text = stated(trimmed(item.clause or item.text, lexicon.language, item.source), lexicon)
    return Clause(text, 0, len(text), tokenise(text, lexicon), 0)


def _about(name: str, state: State, book: Phrasebook, lexicon: Lexicon) -> str:
    """Return one line about one person: what they did, and how long."""
    deeds_of = [i for i in _of(state, name, "what") if not THERE.search(i.text)]
    if not name and (yours := _of_yours(deeds_of, state, lexicon)):
        return yours
    whole = next((t for i in deeds_of if (t := _sentence(i, name, lexicon, state.formal))), "")
    stretched = any(fragment(i.text, lexicon, 12) for i in deeds_of)
    if whole and (lexicon.language == "en" or not stretched or len(whole.split()) <= MOST_WHOLE):
        return whole
    deeds = _stretches([*deeds_of, *_of(state, name, "extra")], lexicon, state.formal)
    deeds = [d for d in deeds if tokenise(d, lexicon)[0].kind not in {"preposition", "adverb"}][:2]  # "voor 2015" is no deed
    if not name and lexicon.language == "nl":  # of the speaker no verb is turned round
        bare = [timeless_thing(d, lexicon) if tokenise(d, lexicon)[0].kind == "verb" else d for d in deeds]
        deeds = [d for d in bare if d]
    costs = {i.clause for i in _of(state, name, "cost")}
    moments = [i.text for i in _of(state, name, "when") if i.clause not in costs]  # "a course put off for half a year" took no half year to give
    period = span(moments, lexicon)
    told = list(deeds)
    known = [*deeds, *(i.text for i in _of(state, name, "what", "extra"))]
    if period and deeds and not any(period.lower() in part.lower() for part in known):
        told.append(period)
    told = list(dict.fromkeys(told))
    if not deeds:
        own = lexicon.language == "nl" and not name
        told = deeds = [t for d in _picked(deeds_of, state, lexicon) if (t := FIRST_VERB.sub("", d) if own else d)]
    if not told or not deeds:
        return ""
    line = ", ".join([told[0], *(low(part, lexicon) for part in told[1:])])
    if not name:
        return "" if only_when(line, lexicon) else f"{sentence(line)}."
    who = sentence(swap(name, lexicon, state.formal) or name)
    if line.lower().startswith(who.lower()):
        return f"{sentence(line)}."
    words = tokenise(line, lexicon)
    helped = next((m for i in deeds_of if told[0].lower() in i.clause.lower() and (m := HELPER.search(i.clause))), None)
    if helped and lexicon.language == "nl" and any(t.kind == "participle" for t in tokenise(told[0], lexicon)):
        return f"{who} {helped[0].lower()} {low(line, lexicon)}."  # "Marjan heeft alle roosters gedaan"
    if words[0].lower in SINCE_WHEN or only_when(line, lexicon):
        return _quoted(deeds_of, name)  # when it was, and not what
    acts = words[0].kind == "verb"  # "Marjan deed alle roosters", else "Marjan: …"
    return f"{who}{' ' if acts else ': '}{low(line, lexicon)}."


def _quoted(deeds: Sequence[Item], name: str) -> str:
    """Return the beginning of the first deed that was told with the name of who did it, between marks; "" for none."""
    told = (i.clause[found.start() :] for i in deeds if (found := re.search(rf"\b{re.escape(name)}\b", i.clause, re.I)))
    return next((f"‘{shortened(sentence(t))}’." for t in told), "")


HELPER = re.compile(r"\b(?:heeft|had)\b", re.I)
SINCE_WHEN = frozenset("every each since from elke iedere sinds vanaf afgelopen vorige last".split())


def _of_yours(items: list[Item], state: State, lexicon: Lexicon) -> str:
    """Return what a client told of themself as the coach says it to them ("Je kwam drie kwartier eerder."); "" for none."""
    if state.audience != "client":
        return ""
    clauses_of = (trimmed(i.clause or i.text, state.language, i.source) for i in items)
    clauses_of = (c for c in clauses_of if not POINTS_BACK.search(c))  # "I gave that up": of what, stands before it
    own = "ik" if state.language == "nl" else "I"
    told = (said_to_you(f"{own} {c[:1].lower()}{c[1:]}" if NOBODY_ACTS.match(c) else c, lexicon, state.formal) for c in clauses_of)
    return " ".join(f"{sentence(each)}." for each in [t for t in dict.fromkeys(told) if t][:MOST_OF_YOURS])


POINTS_BACK = re.compile(r"^(?:en |maar )?(?:die|dat|dit|daar)\b|\b(?:that|those|it|them)\b", re.I)
# A clause whose subject was left out, and can only be the speaker.
NOBODY_ACTS = re.compile(r"(?:missed|stayed|skipped|cancelled|gave up|worked|slept|miste|bleef|sloeg|werkte|sliep) ", re.I)
MOST_OF_YOURS = 2  # sentences
# Somebody or something else does it: "vertrokken er kort na elkaar twee kandidaten".
THERE = re.compile(r"^\w+(?:en|de|te|ten|den|am|aren|ing) er (?!aan|mee|op|bij|voor|van|uit|achter|in)|^there (?:was|were|is|are)\b", re.I)
MOST_TOLD = 14  # words of a line that is told as it stands
MOST_DEED = 20  # the same of what somebody did, without which a summary is none
OTHERS = frozenset("ze zij hij she he".split())


def _took(name: str, state: State, book: Phrasebook, lexicon: Lexicon) -> str:
    """Return one line of what it took somebody: as it was told, where that is a sentence about them."""
    costs = by_weight([i for i in _of(state, name, "cost") if i.source != "assumed"], state)
    if not name and (yours := _of_yours(costs, state, lexicon)):
        return yours
    for item in costs:
        if whole := as_it_stands(_clause(item, lexicon), OTHERS | lexicon.classes["third_possessive"], MOST_TOLD):
            by_name = re.sub(r"^(?:ze|zij|hij|she|he)(?= )", sentence(name), whole, flags=re.I) if name and len(people(state)) > 1 else whole
            return f"{sentence(by_name)}."
    gone = [i for i in costs if NO_MORE.search(i.text) and (lost(i.text, lexicon) or lost(i.text, lexicon, own=True, formal=state.formal))]
    if not gone and (picked := _picked(costs, state, lexicon)):
        return fill(book.variants("sum-cost")[0], {"a": ", ".join(picked)}) or ""
    told = [t for t in _stretches(costs, lexicon, state.formal)[:2] if not t.startswith("‘") and not POINTS_BACK.search(t)]
    told = [t for t in told if not any(w.kind in {"verb", "auxiliary"} for w in tokenise(t, lexicon))]
    told = [t for t in told if tokenise(t, lexicon)[0].kind in {*THINGS, "second"} and not _is_kin(t)]
    told = [t for t in told if not any(w.kind in {"participle", "infinitive"} for w in tokenise(t, lexicon))]
    if not _of(state, name, "cost") and any(o.key == "cost" and o.about == name for o in state.record.open):
        return f"{sentence(book.variants('sum-cost-unknown')[0])}."
    joined = ", ".join(low(part, lexicon) for part in told)
    return fill(book.variants("sum-cost")[0], {"a": joined}) or "" if told else ""


FIRST_VERB = re.compile(r"^(?:doe|deed|maak|regel|zit|sta|draai|neem|werk|loop|ga|ging|heb|had|ben|was|\w+(?:te|de))(?: ik)? (?=(?:de|het|een|alle|al|elke|iedere|mijn|je|hun|haar|zijn|\d+)\b)", re.I)
# That something isn't had or done any more, or never was.
NO_MORE = re.compile(r"\b(?:niet|geen|nooit|niks|kwijt|gemist|mist|miste|afgezegd|opgezegd|minder|gestopt|not|no|never|missed|misses|lost|gave up|given up|cancelled|less|stopped)\b|n't\b", re.I)


def _picked(items: list[Item], state: State, lexicon: Lexicon) -> list[str]:
    """Return the stretches of at most two lines that say most, as the reader's network picks them."""
    told: list[str] = []
    for item in items:
        both = (short_of(each, state.audience, lexicon) for each in (item, replace(item, text=item.clause)))
        said = (as_said_back(short, lexicon, state.formal) for short in both if short)
        short = next((t for t in said if _tells(t, lexicon) and not POINTS_BACK.search(t)), "")
        if short and not any(short.lower() in t.lower() or t.lower() in short.lower() for t in told):
            told.append(low(short, lexicon))
    return told[:2]


def _tells(short: str, lexicon: Lexicon) -> bool:
    """Tell whether a stretch says something by itself: no mere place, time or kin."""
    opens = tokenise(short, lexicon)[0].kind
    return opens not in {"preposition", "adverb"} and len(short.split()) >= PICKED and not _is_kin(short) and not only_when(short, lexicon)


PICKED = 3  # words


def _is_kin(told: str) -> bool:
    """Tell whether what is told names somebody's family alone, which nobody lost ("zijn zoon, op zaterdag")."""
    first = re.split(r"[,;]", told)[0].split()
    return len(first) <= 3 and first[-1].lower() in KIN


def _of(state: State, name: str, *fields: Field) -> list[Item]:
    return [i for i in items_of(state.record, *fields) if i.about == name]


def _stretches(items: list[Item], lexicon: Lexicon, formal: bool) -> list[str]:
    """Return what can be said of each item in a few of its own words, without doubles."""
    told: list[str] = []
    for item in items:
        short = fragment(item.text, lexicon, 12)
        if short is None:
            swapped = swap(item.text, lexicon, formal)
            short = fragment(swapped, lexicon, 9) if swapped else None
        if short is None and item.field == "cost" and item.source != "assumed":
            short = lost(item.text, lexicon) or lost(item.text, lexicon, own=True, formal=formal)
        if short is None:
            said = sentence_of(item.clause, lexicon)
            short = f"‘{said}’" if said else None
        if short and not any(short.lower() in t.lower() or t.lower() in short.lower() for t in told):
            told.append(short)
    return told


def _listed(state: State, field: Field, lexicon: Lexicon) -> str:
    items = [
        i for i in items_of(state.record, field)
        if not (lexicon.cue("predecessor", i.text.lower()) and len(i.text.split()) <= 4)
    ]  # fmt: skip
    if field == "came_back":
        items = [i for i in (*items, *items_of(state.record, "said")) if i.text.lower() not in BARE_WORDS]
        return ", ".join(_returns(items, lexicon, state.formal)[:3])
    if field == "promised":
        promises = [i for i in items if i.id in state.placed or _says_it_will_be(i, lexicon)]
        promises = [i for i in promises if not lexicon.cue("not_kept", i.text.lower())] or promises
        for item in promises[:1]:
            if told := _promise(item, lexicon, state):
                return told
            short = short_of(item, state.audience, lexicon)
            short = PROMISED_FIRST.sub("", short)
            if short and not SAID_AGAIN.search(short) and tokenise(short, lexicon)[0].kind != "preposition" and not _is_somebody(short, lexicon) and short not in times_in(short, lexicon):
                return low(SAID_ANYWAY.sub("", as_said_back(short, lexicon, state.formal)), lexicon)
            whole = stated(trimmed(item.text, lexicon.language, item.source), lexicon)
            second = _clause(replace(item, clause=whole), lexicon).words[1:2]
            acts = lexicon.language == "en" or any(t.kind in {"verb", "auxiliary"} for t in second)
            would = acts and WOULD.search(whole) and as_it_stands(_clause(replace(item, clause=whole), lexicon), OTHERS, MOST_TOLD)
            if would:
                return low(whole, lexicon)
        return ""
    parts = [low(part, lexicon) for part in _stretches(items, lexicon, state.formal) if not part.startswith("‘")]
    return ", ".join([t for t in parts if tokenise(t, lexicon)[0].kind in THINGS][:2])


def _says_it_will_be(item: Item, lexicon: Lexicon) -> bool:
    """Tell whether a line of what was promised is worded like a promise, and not like what is or was."""
    told = item.clause.lower().replace("’", "'")
    if re.search(r"\b(?:nobody|no one|niemand|nothing|niks|niets)\b", told):
        return False
    return lexicon.cue("promise", told) is not None or WILL_BE.search(told) is not None


WILL_BE = re.compile(r"\w'(?:d|ll)\b(?! (?:been|better|had|rather)\b)|\b(?:would|will|could|going to|by (?!the way)\w+|zou|zouden|zal|zullen|mocht|mochten|mag|gaat|gaan|krijgt|krijgen|komt|tot (?:aan )?(?:de|het|na)\b|voor (?:de|het) \w+)\b", re.I)
WHO_SAID = re.compile(r"^.*?\b(?:zei|zeiden|gezegd|beloofd|beloofde|toegezegd|afgesproken|said|told|promised|agreed)\b[^,]*?\b(?=(?:dat|that) )", re.I)
ON_WHICH = re.compile(r",? (?:als|zodra|zodat|wanneer|mits|if|once|when|as soon as|so that|provided)\b.*$", re.I)
MOST_PROMISED = 12  # words


def _promise(item: Item, lexicon: Lexicon, state: State) -> str:
    """Return what was promised as it was told, in a clause; between marks where the speaker says it. "" when it is long."""
    parts = clauses(item.text.strip(" .,"), lexicon)
    promising = (c.text for c in parts if len(c.words) >= FEWEST_PROMISED and WILL_BE.search(c.text))
    text = next(promising, parts[0].text if parts and len(parts[0].words) >= FEWEST_PROMISED else item.text)
    told = ON_WHICH.sub("", WHO_SAID.sub("", text)).strip(" ,")
    words = tokenise(told, lexicon)
    acts = any(t.kind in {"verb", "auxiliary"} or "'d" in t.lower.replace("’", "'") for t in words)
    twice = re.search(r"\b(?:beloofd|toegezegd|promised)\b", told, re.I)  # "promised: a steady crew had been promised"
    if twice or not acts or not FEWEST_PROMISED <= len(told.split()) <= MOST_PROMISED or not_said_aloud(told):
        return ""
    starts = words[0].kind in {"third", "name", "determiner"} or words[0].lower in {"dat", "that", "there", "it", *OTHERS, *SUBJECTS}
    own = any(t.kind in {"first", "second"} for t in words)
    if own and state.audience == "client" and (yours := promised_to_you(told, lexicon, state.formal)):
        return yours
    if own:
        that = "dat " if lexicon.language == "nl" and words[0].lower == "ik" and words[1].kind not in {"verb", "auxiliary"} else ""
        return f"{that}‘{told}’" if told in item.text and not any(t.kind == "second" for t in words) else ""
    if lexicon.language == "nl" and words[0].lower in SUBJECTS and words[1].kind not in {"verb", "auxiliary"}:
        told = f"dat {low(told, lexicon)}"  # its verb stands last
    return low(told, lexicon) if starts else ""


SUBJECTS = frozenset("hij ze zij ie het er die".split())
FEWEST_PROMISED = 4
# That something was to come, of which a whole sentence is told.
WOULD = re.compile(r"\b(?:zou|zouden|mocht|mochten|kreeg|would|could|was going to|were going to)\b|\w'd\b", re.I)
PROMISED_FIRST = re.compile(r"^(?:(?:i|we|he|she|they) )?promised (?:her|him|them|me|us|[A-Z]\w+) (?=\w)")
SAID_AGAIN = re.compile(r"\b(?:toegezegd|beloofd|promised)\b(?=.)", re.I)  # "promised: promised her two weeks"
SAID_ANYWAY = re.compile(r" (?:beloofd|toegezegd|promised)$", re.I)  # "een vaste ploeg beloofd"
THINGS = frozenset({"determiner", "number", "third"})
BARE_VERBS = frozenset("put let set gave left cut say tell give get take make do buy bring thank".split())
BARE_WORDS = frozenset({"bedankt", "thanked", "gezegd", "said", "verteld", "told"})  # of whom or what?


MOST_SOMEBODY = 3  # words that name a person


def _is_somebody(told: str, lexicon: Lexicon) -> bool:
    """Tell whether what is told is a person, who was promised to nobody ("your deputy")."""
    last = told.split()[-1].lower()
    if len(told.split()) > MOST_SOMEBODY:
        return False  # "de opleiding tot verpleegkundige"
    return is_role(last, lexicon.language) or last in lexicon.classes["authority"] or last in KIN


def _with_sign(group: str, text: str) -> str:
    """Return an amount with the sign of its money, which is no word ("$50 gift card")."""
    sign = re.search(rf"[£€$] ?(?={re.escape(group)})", text, re.I)
    return f"{sign.group()}{group}" if sign else group


# What somebody else was given is no return.
WENT_ELSEWHERE = re.compile(
    r"(?:maar |but |and |en )?(?:de|the|mijn|my|onze|our) (?!team|ploeg|hele)(?:[\w-]+ ){1,3}(?:got|gets|took|kreeg|krijgt|kregen)\b",
    re.I,
)


DISMISSED = re.compile(r"(?:and |but |en |maar )?(?:i|ik)\b.{0,12}\b(?:laugh\w*|joke\w*|shrugged|brushed|ignored|lachte|grapte|wuifde|negeerde)\b|(?:i said )?it as a joke\b", re.I)
LAUGHED = re.compile(r",? (?:lol|haha+|hihi|tbh|btw|hoor)$", re.I)
NONE_CAME = re.compile(r"\b(?:niks|niets|nooit|niemand|(?:heel |erg |wel )?weinig|niet (?:zo ?)?veel|nothing|nowt|never|nobody|no one|not much|very little)\b", re.I)
UNTHANKED = re.compile(r"\b(?:nooit|niet|niks|geen|nog niemand|never|not|nobody|no one)\b|n't\b", re.I)


def _returns(items: list[Item], lexicon: Lexicon, formal: bool) -> list[str]:
    """Return what came back, each as the thing itself or in a few of their words."""
    told: list[str] = []
    for item in items:
        if WENT_ELSEWHERE.match(item.clause):
            continue
        if DISMISSED.match(item.clause):
            continue  # what the speaker did about it came back to nobody ("I laughed it off")
        tangible = TANGIBLE[lexicon.language].search(item.text)
        groups = [g for g in noun_groups(item.text, lexicon) if tangible and tangible.group() in g]
        groups = [g for g in groups if not lexicon.has("preposition", g.split()[0].lower())]  # "at the lunch" is where
        thanks = re.search(r"\b(?:bedankt|thanked)\b", item.text, re.I)
        if thanks and UNTHANKED.search(item.clause or item.text):
            continue
        found = [_with_sign(low(groups[0], lexicon), item.text)] if groups else [f"‘{thanks.group()}’"] if thanks else []
        for short in found or _stretches([item], lexicon, formal):
            short = LAUGHED.sub("", short)
            if NONE_CAME.search(short) and not groups:
                continue
            if tokenise(short, lexicon)[0].kind in {"verb", "participle", "pronoun", "adverb", "infinitive"} or short.split()[0].lower() in BARE_VERBS:  # what somebody does came back to nobody
                continue
            if not any(short in t or t in short for t in told):
                told.append(low(short, lexicon))
    things = [t for t in told if not t.startswith("‘")]
    return things or told  # thanks beside a thing go without saying
