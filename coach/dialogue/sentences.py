"""Sentences the person can say to somebody: their own words, retold to the one they're about.

Used for the opening that was asked for and for the plan. Leaders say what the other gave; a
client says what they gave themself, in three bits: fact, effect, request.
"""

from __future__ import annotations

import re
from dataclasses import replace

from coach.dialogue.address import HE, SHE, addressed, as_main, speaks_of_somebody
from coach.dialogue.clauses import lemma, tokenise
from coach.dialogue.fragments import fragment, lost
from coach.dialogue.giver import as_giver
from coach.dialogue.grammar import ATTRIBUTION
from coach.dialogue.lexicon import Lexicon
from coach.dialogue.phrasebook import Phrasebook, load_phrasebook, sentence
from coach.dialogue.remarks import is_remark, trimmed
from coach.dialogue.remember import items_of
from coach.dialogue.sayable import (
    CONDITION,
    SPOKEN_TO,
    Opening,
    as_said,
    is_whole,
    own_sentences,
    refused,
    said_to_somebody,
)
from coach.dialogue.state import Field, Item, State
from coach.dialogue.steps import admits
from coach.dialogue.words import low, span, spelled

PUBLIC = re.compile(
    r"\b(?:mt|managementteam|bestuur|directie|raad|presenteer|presentatie|nieuwsbrief|board|"
    r"trustees|present|presenting|all-hands|newsletter|steering|committee)\b",
    re.IGNORECASE,
)
MOST_NAMED = 3  # words that say nothing by themselves ("she said then")
MOST_OWN = 14  # words somebody wrote out themself, to which nothing is added
MOST_SAID = 75  # words of all sentences together


def opening(
    state: State, book: Phrasebook, lexicon: Lexicon, terse: bool, to: str = "", asked: str = ""
) -> Opening | None:
    """Return what the person could open with, from their own words; None when too little is known.

    `to` is whom they asked words for, when that isn't the one in hand; `asked` is the request, which
    may name what the words are to be about ("about the SRE thing").
    """
    about = TOPIC.search(asked)
    topic = _spoken_of(state, about["thing"], lexicon) if about else []
    if state.audience == "client":
        return as_giver(state, book, lexicon, asked, topic)
    who = to or state.focus
    if terse:
        short = _one_line(state, book, lexicon)
        if short:
            owned = [text for text, _ in _own_part(state, who, lexicon)][:1]
            return Opening((short, *owned), blocks=("words:naming", *["words:own-share" for _ in owned]))
    event = items_of(state.record, "next_step")
    public = any(PUBLIC.search(i.clause) for i in event) and who[:1].isupper()
    from_topic = [t for item in topic if (t := _about_topic(item, who, state, lexicon))]
    strange = _of_others(state, who, lexicon)
    written = own_sentences(state, who, lexicon)
    told = [t if state.audience == "coach" or said_to_somebody(t, who) else addressed(t, who, lexicon) or t for t in written]
    own = [t for text in told if (t := _meant_for(text, who, state))]
    if own:
        named = _naming(state, lexicon, who, False)
        begins = (f"{who.lower()},", "sorry", "i'm sorry", "het spijt") if who else ("sorry",)
        called = own[-1].lower().startswith(begins)  # they begin by themselves
        told_before = _tells(own[-1], named, lexicon) if named else True
        before = [named] if named and not told_before and not called and not refused(named, state) else []
        offered = _offered(state, who, strange, lexicon)
        enough = len(own[-1].split()) > MOST_OWN
        after = [offered] if offered and not enough and offered.rstrip(".").lower() not in own[-1].lower() else []
        whole = (*before, as_said(own[-1], lexicon.language), *after)
        return Opening(whole, False, ("words:sentence",))
    state = _between(state, who, lexicon)
    named = _naming(state, lexicon, who, public)
    said: list[str] = [named] if named else []
    blocks = ["words:naming"] if named else []
    if not public:
        offered = _offered(state, who, strange, lexicon)
        parts = [(_cost(state, book, lexicon, who), "words:cost"), *_own_part(state, who, lexicon), (offered, "words:offer")]
        for text, block in parts:
            if text and text not in said and len(" ".join([*said, text]).split()) <= MOST_SAID:
                said.append(text)
                blocks.append(block)
    if from_topic and not any(t in said for t in from_topic):
        said, blocks = [*said[:1], *from_topic], [*blocks[:1], *["words:topic" for _ in from_topic]]
    names_it = {"words:naming", "words:promise", "words:topic"} & set(blocks)
    if not public and not names_it and not {"words:cost", "words:own-share"} <= set(blocks):
        said = []  # what it cost or an admission alone says nothing to the one who hears it
    if not said:
        short = _one_line(state, book, lexicon)
        owned = [text for text, _ in _own_part(state, who, lexicon)][:1]
        return Opening((short, *owned), blocks=("words:naming", *["words:own-share" for _ in owned])) if short else None
    return Opening(tuple(said[:MOST_LINES]), public, tuple(blocks))


def session_question(state: State, lexicon: Lexicon) -> str:
    """Return what a coach wants to say or ask in the session, in their own words; "" without any."""
    own = [t for t in own_sentences(state, "", lexicon) if _meant_for(t, "", state)]
    return sentence(own[-1]) if own else ""


# What a request for words is about ("what do I say about the SRE thing").
TOPIC = re.compile(r"\b(?:about|regarding|over|omtrent|dat van|bring up|raise|mention)\b (?P<thing>[^.?!]{3,60})", re.I)
MOST_LINES = 4
MOST_POINTING = 7  # words of a clause that only points back ("that I do dare to say")
FEWEST = 2


def other_words(
    state: State, book: Phrasebook, lexicon: Lexicon, to: str, asked: str
) -> Opening | None:
    """Return other sentences than those given before: with what `asked` names in them, without
    what it quotes; None when there are no others."""
    given = " ".join(e.reply for e in state.history)
    who = to or state.focus
    first = opening(state, book, lexicon, False, to, asked)
    lines = list(first.sentences) if first else []
    if state.audience != "client":
        lines += [text for text, _ in _own_part(state, who, lexicon)]
    wanted = [told for item in _spoken_of(state, asked, lexicon) if (told := _about_topic(item, who, state, lexicon))]
    quoted = [q.lower() for q in re.findall(r"[‘“\"'](.{6,80}?)[’”\"'](?!\w)", asked)]
    lines = [line for line in dict.fromkeys([*lines, *wanted]) if not any(q in line.lower() for q in quoted)]
    must = [line for line in lines if line in wanted]
    choices = [
        [line for line in lines if line in must or line in lines[:FEWEST]],
        must, lines[:1] + lines[-1:], lines[1:], lines[:FEWEST], lines[:1],
    ]  # fmt: skip
    for chosen in choices:
        said = tuple(dict.fromkeys(chosen))[:MOST_LINES]
        if said and " ".join(said) not in given:
            return Opening(said, False, ("words:other",), first.request if first else "")
    return None


def _spoken_of(state: State, asked: str, lexicon: Lexicon) -> list[Item]:
    """Return what was told that a request for words names ("with the specials in it")."""
    names = {part.lower() for i in state.record.items for part in i.about.split()}
    words = _stems(asked, lexicon) - names - {lemma(w, lexicon.language) for w in ASKING_WORDS}
    fields: tuple[Field, ...] = ("said", "came_back", "promised", "own_share", "offer", "not_possible", "context", "what")
    return [i for i in items_of(state.record, *fields) if _stems(i.text, lexicon) & words][:3]


ASKING_WORDS = frozenset(
    "zin zinnen woord woorden keer ding opening tegen morgen maandag dinsdag woensdag donderdag vrijdag zeggen geven"
    " sentence sentences word words thing line lines opening something bit tomorrow monday tuesday wednesday thursday friday say give".split()
)


def _of_others(state: State, who: str, lexicon: Lexicon) -> set[str]:
    """Return the words that belong to what was told of other people, and not of `who`."""
    items = [i for i in state.record.items if i.field in {"what", "cost", "when"} and i.about]
    ours = {w for i in items if i.about == who for w in _stems(i.clause, lexicon)}
    return {w for i in items if i.about != who for w in _stems(i.clause, lexicon)} - ours


def _stems(text: str, lexicon: Lexicon) -> set[str]:
    kinds = {"word", "weekday", "month", "name", "infinitive", "participle", "verb"}
    return {lemma(t.lower, lexicon.language) for t in tokenise(text, lexicon) if t.kind in kinds}


def _meant_for(text: str, who: str, state: State) -> str:
    """Return somebody's own words when they can be said to `who`; "" when they name somebody else."""
    if state.audience == "coach":
        told_of = any(w.lower() in SHE | HE | {"says", "zegt"} for w in text.split())
        return text if text.rstrip().endswith("?") or SPOKEN_TO.search(text) and not told_of else ""
    others = {i.about for i in state.record.items if i.about and i.about != who and i.about[:1].isupper()}
    called = re.match(r"([A-ZÀ-Ý][\w-]+), ", text)
    if called and who and called[1] != who and called[1] in others:
        return ""
    return text if said_to_somebody(text, who) or OWNS_UP.match(text) else ""


OWNS_UP = re.compile(r"(?:i|ik) (?:said|promised|zei|beloofde|heb (?:gezegd|beloofd))\b", re.I)


def _tells(text: str, named: str, lexicon: Lexicon) -> bool:
    """Tell whether `text` already says what was done, in words of its own."""
    telling = {t.lower for t in tokenise(named, lexicon) if t.kind in {"word", "name"}}
    words = {t.lower for t in tokenise(text, lexicon)}
    return bool(telling & words)


def _between(state: State, who: str, lexicon: Lexicon) -> State:
    """Leave out what names somebody else, and what was said to the coach."""
    others = {i.about for i in state.record.items if i.about and i.about != who}

    def fits(item: Item) -> bool:
        text = item.clause.lower()
        if item.field == "what" and item.about == who:
            text = _main_part(text) or text
        strange = any(re.search(rf"\b{re.escape(name.lower())}\b", text) for name in others)
        strange = strange or bool(others) and item.field in {"promised", "own_share"} and not _belongs(item, who, state)
        return not strange and lexicon.cue("to_coach", text) is None

    items = tuple(i for i in state.record.items if fits(i))
    return replace(state, record=replace(state.record, items=items))


def _offered(state: State, who: str, strange: set[str], lexicon: Lexicon) -> str | None:
    """Return the first thing the speaker offers, said to `who`."""
    for item in items_of(state.record, "offer"):
        if _own_offer(item.clause) and not _stems(item.clause, lexicon) & strange:
            told = _to_face(trimmed(item.clause, lexicon.language), who, lexicon)
            if told and is_whole(told, lexicon) and not refused(told, state):
                return told
    return None


def _to_face(clause: str, who: str, lexicon: Lexicon) -> str | None:
    """Return a clause of the speaker's as a sentence said to `who`; None when somebody else stays in it."""
    main = as_main(clause, lexicon)
    told = addressed(main, who, lexicon)
    if told is None and speaks_of_somebody(main, lexicon):
        return None
    return as_said(told or main, lexicon.language)


def _own_offer(text: str) -> bool:
    own = re.search(r"\b(?:ik|i|we|wij|nobody|niemand|vanaf|from|voortaan)\b|\bgeen\b.* meer\b|\bno more\b", text, re.I)
    denies = re.search(r"\b(?:not|niet)\b|n't\b", text, re.I) or POINTS_BACK.match(text) and len(text.split()) < MOST_POINTING
    if re.search(r"\b(?:went|was|were|did|had|got|came|been|ging|waren|hadden|kwam|heb|hebben)\b", text, re.I):
        return False
    return len(text.split()) <= 16 and not CONDITION.search(text) and not denies and bool(own)


def _naming(state: State, lexicon: Lexicon, who: str, public: bool) -> str | None:
    deeds = items_of(state.record, "what", about=who)
    deeds = [d for d in deeds if not any(t.kind == "negation" for t in tokenise(d.text, lexicon))]
    if not deeds:
        return None
    for deed in deeds:
        named = _named(deed, who, state, lexicon, public)
        if named:
            return named
    return None


def _same_person(clause: str, who: str, state: State) -> bool:
    """Tell whether he or she in a clause can be `who`, going by how `who` is spoken of elsewhere."""
    told = " ".join(i.clause for i in state.record.items if i.about == who and i.clause != clause).lower()
    words, own = re.findall(r"[\w']+", told), set(re.findall(r"[\w']+", clause.lower()))
    she, he = sum(w in SHE for w in words), sum(w in HE - {"zn"} for w in words)
    if she > he and own & {"hij", "hem", "he", "him"} and not own & SHE:
        return False
    return not (he > she and own & {"zij", "she", "her"} and not own & HE)


# What somebody has or is like isn't what they gave.
HARDLY_A_DEED = re.compile(
    r"(?:je|jij|you)(?:'ve)? (?:hebt|have|had) (?:een|a|an|\w+) [\w-]+$|(?:je|jij|you)(?:'re)? (?:bent|are|was|were|lacht|zegt|klaagt|moppert|laugh|say|moan)\b", re.I
)


def _main_part(clause: str) -> str:
    """Return what stands before a clause of time or reason, when that is enough by itself."""
    before = re.split(r",? (?:toen|omdat|terwijl|nadat|doordat|when|while|because|since|after|as) ", clause, maxsplit=1)[0]
    return before if len(before.split()) >= FEWEST_TOLD else ""


FEWEST_TOLD = 4


def _named(deed: Item, who: str, state: State, lexicon: Lexicon, public: bool) -> str | None:
    extras = [
        i
        for i in items_of(state.record, "extra", about=who)
        if i.turn == deed.turn and i.text not in deed.clause
    ]
    extra = f", {extras[0].text}" if extras else ""
    if public:
        named = re.sub(r"\b(?:zij|ze|hij|die|she|he|they)\b", who, deed.clause, count=1, flags=re.I)
        named = named if who in named else f"{who} {deed.text}"
        return as_said(named, lexicon.language) if not _speaks(named, lexicon) and is_whole(named, lexicon) else None
    if who[:1].isupper():  # typed without its capital, or run together with "has"
        written = re.sub(rf"\b{re.escape(who)}\b", who, deed.clause.replace("’", "'"), flags=re.I)
        has = rf"\b{re.escape(who)}'s (?=been |done |had |gone |run |not |never |\w+ed )"
        deed = replace(deed, clause=re.sub(has, f"{who} has ", written))
    clause = f"{who} {deed.clause}" if _verb_first(deed.clause, lexicon) else deed.clause
    if not _same_person(clause, who, state):
        return None
    if " " in who and clause.lower().startswith(f"{who.lower()} "):  # a role stands for them
        pronoun = "ze" if lexicon.language == "nl" else "she"
        clause, who = pronoun + clause[len(who) :], ""
    told = addressed(clause, who, lexicon) or addressed(_main_part(clause), who, lexicon)
    acted = told is not None and any(t.kind == "participle" for t in tokenise(told, lexicon))
    if told is None or HARDLY_A_DEED.match(told) and not (acted and lexicon.language == "nl"):
        return None
    more = (
        re.sub(r"\b(?:haar|zijn|z'n|hun)\b", "je", extra)
        if lexicon.language == "nl"
        else re.sub(r"\b(?:her|his|their)\b", "your", extra)
    )
    line = as_said(told + more, lexicon.language)
    return line if is_whole(line, lexicon) and SPOKEN_TO.search(line) else None


# What somebody let go of is named as what it cost them; "you missed it" would blame them.
GIVEN_UP = re.compile(
    r"\b(?:missed|gave up|dropped|quit|lost|cancelled|skipped|gemist|miste|opgezegd|laten schieten|afgezegd|overgeslagen|ingeleverd)\b",
    re.I,
)


def _cost(state: State, book: Phrasebook, lexicon: Lexicon, who: str) -> str | None:
    costs = items_of(state.record, "cost", about=who)
    for item in (replace(i, clause=trimmed(i.clause, lexicon.language, i.source)) for i in costs):
        told = ATTRIBUTION[lexicon.language].match(item.clause)
        gone = _to_its_end(lost(item.text, lexicon), item.text, lexicon) if GIVEN_UP.search(item.text) else None
        if gone and who[:1].isupper():
            yours = re.sub(r"\b(?:haar|zijn|z'n)\b", "je", re.sub(r"\b(?:her|his|their)\b", "your", gone))
            return book.variants("cost-you")[0].replace("{a}", yours)
        if not _same_person(item.clause, who, state):
            continue
        if HEARSAY.search(item.clause) or POINTS_BACK.match(item.clause) and len(item.clause.split()) <= MOST_POINTING:
            continue
        if told is None:
            retold = addressed(item.clause, who, lexicon)
            acts = any(t.kind in {"verb", "auxiliary"} for t in tokenise(item.clause, lexicon))
            subject = any(t.lower in {"hij", "zij", "ze", "ie", "he", "she", "they"} or t.kind == "name" for t in tokenise(item.clause, lexicon))
            contracted = re.search(r"\b(?:he|she|they)'", item.clause.replace("’", "'"), re.I)
            if retold and (subject or contracted) and acts and item.source != "assumed" and len(retold.split()) > MOST_NAMED and is_whole(retold, lexicon):
                return as_said(retold, lexicon.language)
            continue
        heard = addressed(item.clause, who, lexicon)
        if heard and addressed(told["by"], who, lexicon):
            return as_said(heard, lexicon.language)
    return None


HEARSAY = re.compile(r"\bhoorde ik\b|\bi heard\b|\bheard (?:it )?from\b|\bvan horen zeggen\b", re.I)


def _to_its_end(thing: str | None, text: str, lexicon: Lexicon) -> str | None:
    """Return the thing with the rest of its words ("first" → "first birthday do"); None when it is cut."""
    head, _, day = (thing or "").partition(", ")
    place = text.find(head)
    if not thing or place < 0:
        return thing
    after = tokenise(text[place + len(head) :], lexicon)
    if day or not after or after[0].kind not in {"word", "name", "number"} or not text[place + len(head) :].startswith(" "):
        return thing
    rest = text[place + len(head) :].strip(" .,;")
    ends = len(rest.split()) <= MOST_REST and not any(t.kind in {"verb", "auxiliary", "coordinator", "first", "third"} for t in after)
    return f"{head} {rest}" if ends else None


MOST_REST = 3
OWN_PROMISE = re.compile(
    r"(?:in \w+ |toen |vorig jaar |last \w+ )?(?:ik|i)\b(?: (?!niet|nooit|never|not)[\w']+){0,4}? (?:gezegd|beloofd|zei|toegezegd|told|tell|said|say|promised|promise)\b",
    re.I,
)
MEANT_TO_END = re.compile(r"(?:it|het) (?:was|were|zou)\b.*\b(?:supposed|meant|tot|maar)\b", re.I)
POINTS_BACK = re.compile(r"(?:maar |but |en |and )?(?:dat|daar|het|die|that|it|which|this)\b", re.I)


def _broken(item: Item, who: str, lexicon: Lexicon) -> str | None:
    """Return a date or promise the speaker made themself, as said to `who`."""
    bare, _, after = _parted(re.sub(r"^(?:that|dat|en|maar|and|but) ", "", item.clause, flags=re.I))
    if MEANT_TO_END.match(bare) and len(bare.split()) <= 10:
        return as_said(bare, lexicon.language)
    if OWN_PROMISE.match(bare) and not CONDITION.search(bare):
        told = _to_face(bare, who, lexicon)
        kept_not = POINTS_BACK.match(after) and len(after.split()) <= MOST_POINTING + 1
        return f"{told} {as_said(after, lexicon.language)}" if told and kept_not and not speaks_of_somebody(after, lexicon) else told
    return None


def _parted(clause: str) -> tuple[str, str, str]:
    """Return what stands before "maar" or "but", that word, and what stands after it."""
    parts = re.split(r",? (maar|but) ", clause, maxsplit=1, flags=re.I)
    return (parts[0], parts[1], parts[2]) if len(parts) == 3 else (clause, "", "")


def _belongs(item: Item, who: str, state: State) -> bool:
    """Tell whether a promise or admission is about `who`: by name, or told in a turn about them."""
    if item.about:
        return item.about == who
    near = {i.about for i in state.record.items if i.turn == item.turn and i.about}
    before = [i.about for i in state.record.items if i.turn < item.turn and i.about]
    return near <= {who} and (bool(near) or not before or before[-1] == who)


def _own_part(state: State, who: str, lexicon: Lexicon) -> list[tuple[str, str]]:
    """The speaker's own promise, what became of it and own share, in the order they were told."""
    told: list[tuple[str, str]] = []
    promised_in = -1
    promise_told = False
    several = len({i.about for i in items_of(state.record, "what", "cost") if i.about}) > 1
    for item in items_of(state.record, "promised", "own_share", "their_view", "said", "next_step"):
        admitted_elsewhere = admits(item.clause) and item.field == "next_step"
        if item.field not in {"promised", "own_share"} and not admitted_elsewhere:
            continue
        if several and not _belongs(item, who, state) or is_remark(item.clause, lexicon.language):
            continue
        promise = _broken(item, who, lexicon) or _reported(item, who, state, lexicon)
        promise = promise if promise and is_whole(promise, lexicon) and not refused(promise, state) else None
        if promise and promise_told:
            continue
        if promise:
            promise_told = True
            told.append((promise, "words:promise"))
            promised_in = item.turn
        elif item.field == "promised" or item.turn == promised_in and POINTS_BACK.match(item.clause):
            if item.turn == promised_in and POINTS_BACK.match(item.clause) and lexicon.cue("not_kept", item.clause.lower()):
                told.append((as_said(item.clause, lexicon.language), "words:promise"))
        elif _short_admission(item.clause):
            admitted = _to_face(trimmed(item.clause, lexicon.language), who, lexicon)
            if admitted and _blames_self(admitted, lexicon) and not refused(admitted, state):
                told.append((admitted, "words:own-share"))
    kept = [each for each in told if each[1] == "words:promise"][:MOST_OWNED]
    return [*kept, *(each for each in told if each not in kept)][:MOST_OWNED]


MOST_OWNED = 2  # sentences about the speaker's own part


def _blames_self(text: str, lexicon: Lexicon) -> bool:
    """Tell whether a sentence owns up: it denies, admits, or says what was done to the other."""
    denies = any(t.kind == "negation" for t in tokenise(text, lexicon)) or NOUGHT.search(text)
    return bool(denies or OWNED.search(text) or SPOKEN_TO.search(text)) and is_whole(text, lexicon)


NOUGHT = re.compile(r"\b(?:niks|niets|nothing|nowt|never|nooit|too late|te laat)\b", re.I)
OWNED = re.compile(r"\b(?:sorry|fault|my doing|on me|should have|ought to|could have|let|forgot|schuld|spijt|had (?:\w+ )*?moeten|laten|vergeten|liet)\b", re.I)


def _reported(item: Item, who: str, state: State, lexicon: Lexicon) -> str | None:
    """Return a promise of their own that was told as "that I would …", as it is said to `who`."""
    told = HAD_WOULD.match(item.clause.strip())
    if item.field != "promised" or told is None:
        return None
    rest = _to_face(item.clause if lexicon.language == "nl" else told["rest"], who, lexicon)
    if lexicon.language == "nl":
        kept = addressed(item.clause, who, lexicon) or ("" if speaks_of_somebody(item.clause, lexicon) else item.clause)
        rest = re.sub(r"^(?:en |maar )?(?=dat\b)", "", kept, flags=re.I)
    frame = load_phrasebook(lexicon.language).variants("i-said")[0]
    return as_said(frame.replace("{a}", low(rest.rstrip("."), lexicon)), lexicon.language) if rest else None


HAD_WOULD = re.compile(r"(?:en |and |maar |but )?(?:that|dat) (?P<rest>(?:ik|i)\b.*(?:\bwould\b|\bzou\b|'d\b).*)$", re.I)


def _about_topic(item: Item, who: str, state: State, lexicon: Lexicon) -> str | None:
    """Return what a request for words names, as it is said to `who`."""
    if item.field in {"promised", "own_share"}:
        return next((t for t, _ in _own_part(replace(state, record=replace(state.record, items=(item,))), who, lexicon)), None)
    told = _to_face(trimmed(item.clause, lexicon.language), who, lexicon)
    return told if told and is_whole(told, lexicon) and not is_remark(item.clause, lexicon.language) else None


def _short_admission(clause: str) -> bool:
    spoken = re.search(r"\b(?:ik|i)\b", clause, re.I) is not None
    if re.match(r"(?:want|omdat|doordat|because|since|cos)\b", clause, re.I):
        return False
    return spoken and 2 <= len(clause.split()) <= 16 and not CONDITION.search(clause)


def _one_line(state: State, book: Phrasebook, lexicon: Lexicon) -> str | None:
    """One sentence of at most fifteen words: what was given, and that it was seen."""
    deeds = [i for i in items_of(state.record, "what") if i.source == "seen"]
    if not deeds:
        return None
    stretches = ((d, fragment(d.text, lexicon, 9)) for d in deeds)
    deed, did = next(((d, t) for d, t in stretches if t and not _verb_first(t, lexicon)), (None, None))
    if deed is None or did is None:
        return None
    saw = book.variants("saw-that")[0]
    moments = [
        i.text
        for i in items_of(state.record, "when")
        if i.about == deed.about and i.text not in did and (i.turn == deed.turn or i.clause == i.text and i.turn <= deed.turn + 1)
    ]
    period = span(moments, lexicon)
    timed = (
        f"{did}, {low(period, lexicon)}" if period and len(f"{did} {period}".split()) <= 10 else did
    )
    line = f"{sentence(spelled(timed, lexicon))}: {saw}."
    elsewhere = _elsewhere(state)
    if elsewhere:
        thing, group = elsewhere
        link = "en de {0} ging naar {1}" if lexicon.language == "nl" else "and the {0} went to {1}"
        longer = f"{sentence(spelled(did, lexicon))}, {link.format(thing, group)}: {saw}."
        if len(longer.split()) <= 15:
            return longer
    return line if len(line.split()) <= 15 else None


def _verb_first(text: str, lexicon: Lexicon) -> bool:
    opens = tokenise(text, lexicon)[0]
    return opens.kind in {"verb", "auxiliary"} and "'" not in opens.lower


def _elsewhere(state: State) -> tuple[str, str] | None:
    for item in items_of(state.record, "came_back"):
        near = [i for i in state.record.items if i.turn == item.turn and i is not item]
        for text in (item.clause, *(i.clause for i in near)):
            match = re.search(r"\b(?:voor|for)\s+((?:de|het|the)\s+\w+)$", text.strip(" ."), re.I)
            if match and item.text.isalpha():
                return item.text.lower(), match[1].lower()
    return None


def _speaks(text: str, lexicon: Lexicon) -> bool:
    return bool(re.search(r"\b(?:ik|mijn|m'n|i|my)\b", text, re.I))

