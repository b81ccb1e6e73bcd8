"""Sentences the person can say to somebody: their own words, retold to the one they're about.

Used for the opening that was asked for and for the plan. Leaders say what the other gave; a
client says what they gave themself, in three bits: fact, effect, request.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from coach.dialogue.address import HE, SHE, addressed
from coach.dialogue.clauses import tokenise
from coach.dialogue.giver import as_giver
from coach.dialogue.lexicon import Lexicon
from coach.dialogue.naming import cost_told, main_part, naming, one_line
from coach.dialogue.owning import MOST_POINTING, POINTS_BACK, belongs, own_part, to_face
from coach.dialogue.phrasebook import Phrasebook, sentence
from coach.dialogue.remarks import is_remark, trimmed
from coach.dialogue.said_out import ASKS
from coach.dialogue.sayable import (
    CONDITION,
    OWN,
    PRIVATE,
    SPOKEN_TO,
    Opening,
    as_said,
    is_whole,
    own_sentences,
    refused,
    said_to_somebody,
)
from coach.dialogue.state import Field, Item, State, fixed, items_of
from coach.dialogue.word_forms import lemma

PUBLIC = re.compile(
    r"\b(?:mt|managementteam|bestuur|directie|raad|presenteer|presentatie|nieuwsbrief|board|"
    r"trustees|present|presenting|all-hands|newsletter|steering|committee)\b",
    re.IGNORECASE,
)
MOST_OWN = 14  # words somebody wrote out themself, to which nothing is added
MOST_SAID = 75  # words of all sentences together
# What a request for words is about ("what do I say about the SRE thing").
TOPIC = re.compile(r"\b(?:about|regarding|over|omtrent|dat van|bring up|raise|mention)\b (?P<thing>[^.?!]{3,60})", re.I)
TO_THE_ASKER = re.compile(r"\b(?:since|as|if|now) you (?:ask|asked|mention)\b|\b(?:nu|als|omdat) (?:je|u) (?:het|er(?:naar)?) vraagt\b")
HALF_MEANT = re.compile(r"(?:i (?:suppose|guess)|ik denk dat)\b", re.I)
MOST_LINES = 4
FEWEST = 2
ASKING_WORDS = frozenset(
    "zin zinnen woord woorden keer ding opening tegen morgen maandag dinsdag woensdag donderdag vrijdag zeggen geven"
    " sentence sentences word words thing line lines opening something bit tomorrow monday tuesday wednesday thursday friday say give".split()
)
OWNS_UP = re.compile(r"(?:i|ik) (?:said|promised|zei|beloofde|heb (?:gezegd|beloofd))\b", re.I)


def opening(
    state: State, book: Phrasebook, lexicon: Lexicon, terse: bool, to: str = "", asked: str = ""
) -> Opening | None:
    """Return what the person could open with, from their own words; None when too little is known.

    `to` is whom they asked words for, when that isn't the one in hand; `asked` is the request, which
    may name what the words are to be about ("about the SRE thing").
    """
    if own := fixed(state, "sentences"):
        return Opening((own,), False, ("words:sentence",), fixed(state, "request"))
    about = None if KEPT_OUT.search(asked) else TOPIC.search(asked)
    topic = _spoken_of(state, about["thing"], lexicon) if about else []
    if state.audience == "client":
        return as_giver(state, book, lexicon, asked, topic) or _as_told(state, lexicon)
    who = to or state.focus
    strange = _of_others(state, who, lexicon)
    written = _written_out(state, who, strange, lexicon)
    if written:
        return Opening(written, False, ("words:sentence",))
    if terse and (short := _short(state, book, who, lexicon)):
        return short
    event = items_of(state.record, "next_step")
    public = any(PUBLIC.search(i.clause) for i in event) and who[:1].isupper()
    from_topic = [t for item in topic if (t := _about_topic(item, who, state, lexicon))]
    state = _between(state, who, lexicon)
    named = naming(state, lexicon, who, public)
    said: list[str] = [named] if named else []
    blocks = ["words:naming"] if named else []
    if not public:
        offered = _offered(state, who, strange, lexicon)
        parts = [(cost_told(state, book, lexicon, who), "words:cost"), *own_part(state, who, lexicon), (offered, "words:offer")]
        for text, block in parts:
            if text and text not in said and not POINTS_AT.match(text) and not refused(text, state) and len(" ".join([*said, text]).split()) <= MOST_SAID:
                said.append(text)
                blocks.append(block)
    kept = [(t, b) for t, b in zip(said, blocks, strict=True) if not _stems(t, lexicon) & _kept_out(asked, lexicon)]
    said, blocks = [t for t, _ in kept], [b for _, b in kept]
    from_topic = [t for t in from_topic if not any(_says_the_same(t, other) for other in said)]
    if from_topic:
        said, blocks = [*said[:1], *from_topic], [*blocks[:1], *["words:topic" for _ in from_topic]]
    names_it = {"words:naming", "words:promise", "words:topic"} & set(blocks)
    if not public and not names_it and not {"words:cost", "words:own-share"} <= set(blocks):
        said = []  # what it cost or an admission alone says nothing to the one who hears it
    if not said:
        return _short(state, book, who, lexicon)
    return Opening(tuple(CHATTY.sub("", t) for t in said[:MOST_LINES]), public, tuple(blocks))


def _as_told(state: State, lexicon: Lexicon) -> Opening | None:
    """Return what a client told of themself in whole sentences, what they want last; None without any."""
    told = [trimmed(i.clause, lexicon.language) for i in items_of(state.record, "what", "cost", "wish")]
    own = [t for t in told if OWN.search(t) and not IS_WHAT.match(t) and not CALLS.match(t) and len(t.split()) <= MOST_SPOKEN_OF and is_whole(t, lexicon)]
    own = [t for t in own if not PRIVATE.search(t) and not CONDITION.search(t) and not refused(t, state)]
    return Opening(tuple(as_said(t, lexicon.language) for t in own[-FEWEST:]), blocks=("words:as-told",)) if own else None


MOST_SPOKEN_OF = 16  # words
CALLS = re.compile(r"[A-ZÀ-Ý][\w'’-]+, (?=ik\b|i\b|we\b|wij\b)")  # what somebody else should say to them
IS_WHAT = re.compile(r"(?:ik ben|ik werk|i'm|i am|i work)\b", re.I)  # who somebody is, and nothing they gave
# What opens by pointing at something that isn't said with it ("Die was je officieel vrij").
POINTS_AT = re.compile(r"(?:die|dat|dit|that|those|this|these)(?:'s)? (?:was|is|waren|zijn|had|hadden|kon|werd|were|are|went|got|became)\b|that's\b", re.I)
CHATTY = re.compile(r" daarvoor wel\b(?= )| (?:hoor|trouwens)(?=[.,!]|$)|, (?:though|mind)(?=[.,!]|$)|,? (?:tbh|btw)(?=[.,!]|$)", re.I)
KEPT_OUT = re.compile(r"\b(?:zonder dat (?:het|ik|we)|niet (?:over|beginnen over)|without (?:it|me|us|going|bringing|starting)|not about|leave out)\b(?P<what>[^.?!]{3,60})", re.I)


def _kept_out(asked: str, lexicon: Lexicon) -> set[str]:
    """Return the words a request for words wants nothing about ("without it being about the quotes straight away")."""
    found = KEPT_OUT.search(asked)
    return {w for w in _stems(found["what"], lexicon) if len(w) >= LONG} if found else set()


LONG = 6  # letters of a word that names a thing


def _written_out(state: State, who: str, strange: set[str], lexicon: Lexicon) -> tuple[str, ...]:
    """Return the sentence the person wrote out for `who`, with the deed before it and an offer after."""
    own = [
        t if state.audience == "coach" or said_to_somebody(t, who) else addressed(t, who, lexicon) or t
        for t in own_sentences(state, who, lexicon)
    ]
    own = [t for text in own if (t := _meant_for(text, who, state))]
    if not own:
        return ()
    last = own[-1]
    named = naming(state, lexicon, who, False)
    begins = (f"{who.lower()},", f"{who.lower()}:", "sorry", "i'm sorry", "het spijt") if who else ("sorry",)
    alone = last.lower().startswith(begins)  # they begin by themselves
    before = named and not alone and not _tells(last, named, lexicon) and not refused(named, state)
    offered = _offered(state, who, strange, lexicon)
    short = len(last.split()) <= MOST_OWN
    after = offered and short and offered.rstrip(".").lower() not in last.lower()
    said = (named if before else None, as_said(last, lexicon.language), offered if after else None)
    return tuple(text for text in said if text)


def _short(state: State, book: Phrasebook, who: str, lexicon: Lexicon) -> Opening | None:
    """Return one line for what was given, and the speaker's own share behind it."""
    short = one_line(state, book, lexicon)
    if short is None:
        return None
    owned = [text for text, _ in own_part(state, who, lexicon)][:1]
    return Opening((short, *owned), blocks=("words:naming", *["words:own-share" for _ in owned]))


def session_question(state: State, lexicon: Lexicon) -> str:
    """Return what a coach wants to say or ask in the session, in their own words; "" without any."""
    own = [t for t in own_sentences(state, "", lexicon) if _meant_for(t, "", state)]
    if not own:
        return ""
    question = sentence(own[-1])
    return f"{question}?" if ASKS.match(question) and question[-1] not in ".?!" else question


def written_for(who: str, state: State, lexicon: Lexicon) -> str:
    """Return the sentence that calls `who` by name and was written out for them; "" without one."""
    own = [t for t in own_sentences(state, who, lexicon) if re.match(rf"{re.escape(who)}\b", t, re.I)]
    return as_said(own[-1], lexicon.language) if own else ""


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
        lines += [text for text, _ in own_part(state, who, lexicon)]
    wanted = [told for item in _spoken_of(state, asked, lexicon) if (told := _about_topic(item, who, state, lexicon))]
    quoted = [q.lower() for q in re.findall(r"[‘“\"'](.{6,80}?)[’”\"'](?!\w)", asked)]
    lines = [
        line for line in dict.fromkeys([*lines, *wanted])
        if not any(q in line.lower() for q in quoted) and not TO_THE_ASKER.search(line) and not HALF_MEANT.match(line)
    ]  # fmt: skip
    must = [line for line in lines if line in wanted]
    choices = [
        [line for line in lines if line in must or line in lines[:FEWEST]],
        must, lines[:1] + lines[-1:], lines[1:], lines[:FEWEST], lines[:1],
    ]  # fmt: skip
    for chosen in choices:
        said = tuple(_told_once(chosen))[:MOST_LINES]
        if said and " ".join(said) not in given:
            return Opening(said, False, ("words:other",), first.request if first else "")
    return None


def _says_the_same(one: str, other: str) -> bool:
    """Tell whether one line is the other, or begins with all of it."""
    shorter, longer = sorted((one.lower().rstrip("."), other.lower().rstrip(".")), key=len)
    return longer.startswith(shorter)


def _told_once(lines: Sequence[str]) -> list[str]:
    """Return lines without those that say what one before them says."""
    told: list[str] = []
    for line in lines:
        if not any(_says_the_same(line, before) for before in told):
            told.append(line)
    return told


def _spoken_of(state: State, asked: str, lexicon: Lexicon) -> list[Item]:
    """Return what was told that a request for words names ("with the specials in it")."""
    names = {part.lower() for i in state.record.items for part in i.about.split()}
    words = _stems(asked, lexicon) - names - {lemma(w, lexicon.language) for w in ASKING_WORDS}
    fields: tuple[Field, ...] = ("said", "came_back", "promised", "own_share", "offer", "not_possible", "context", "what")
    return [i for i in items_of(state.record, *fields) if _stems(i.text, lexicon) & words][:3]


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
        asks = text.rstrip().endswith("?") or ASKS.match(text)
        return text if asks or SPOKEN_TO.search(text) and not told_of else ""
    others = {i.about for i in state.record.items if i.about and i.about != who and i.about[:1].isupper()}
    called = re.match(r"([A-ZÀ-Ý][\w-]+), ", text)
    if called and who and called[1] != who and called[1] in others:
        return ""
    return text if said_to_somebody(text, who) or OWNS_UP.match(text) else ""


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
            text = main_part(text) or text
        strange = any(re.search(rf"\b{re.escape(name.lower())}\b", text) for name in others)
        strange = strange or bool(others) and item.field in {"promised", "own_share"} and not belongs(item, who, state)
        return not strange and lexicon.cue("to_coach", text) is None and not TO_THE_ASKER.search(text)

    items = tuple(i for i in state.record.items if fits(i))
    return replace(state, record=replace(state.record, items=items))


def _offered(state: State, who: str, strange: set[str], lexicon: Lexicon) -> str | None:
    """Return the first thing the speaker offers, said to `who`."""
    since = min((i.turn for i in state.record.items if i.about == who), default=0)
    for item in (i for i in items_of(state.record, "offer") if i.turn >= since):  # before that it was for another
        clause = BARE_CAN.sub(lambda m: f"{'Ik' if lexicon.language == 'nl' else 'I'} {m[0].lower()}", item.clause)
        if _own_offer(clause) and not _stems(clause, lexicon) & strange:
            told = to_face(trimmed(clause, lexicon.language), who, lexicon)
            still = re.search(rf"\b(?:{re.escape(who)}|them|hen|hun)\b", told, re.I) if told and who else None
            if told and not still and is_whole(told, lexicon) and not refused(told, state):
                return told
    return None


BARE_CAN = re.compile(r"^(?:can|could|will|kan|zal|zou|wil|ga|geef|regel|haal)\b(?! (?:ik|we|wij|i)\b)", re.I)  # "can put him back on earlies"


def _own_offer(text: str) -> bool:
    own = re.search(r"\b(?:ik|i|we|wij|nobody|niemand|vanaf|from|voortaan)\b|\bgeen\b.* meer\b|\bno more\b", text, re.I)
    denies = re.search(r"\b(?:not|niet)\b|n't\b", text, re.I) or HALF_MEANT.match(text) or POINTS_BACK.match(text) and len(text.split()) < MOST_POINTING
    if re.search(r"\b(?:went|was|were|did|had|got|came|been|ging|waren|hadden|kwam|heb|hebben)\b", text, re.I):
        return False
    return len(text.split()) <= 16 and not CONDITION.search(text) and not denies and bool(own)


def _about_topic(item: Item, who: str, state: State, lexicon: Lexicon) -> str | None:
    """Return what a request for words names, as it is said to `who`."""
    if item.field in {"promised", "own_share"}:
        return next((t for t, _ in own_part(replace(state, record=replace(state.record, items=(item,))), who, lexicon)), None)
    told = to_face(trimmed(item.clause, lexicon.language), who, lexicon)
    return told if told and is_whole(told, lexicon) and not is_remark(item.clause, lexicon.language) else None
