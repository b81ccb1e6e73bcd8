"""What the speaker promised or left undone, as it is said to the one it was about."""

from __future__ import annotations

import re

from coach.dialogue.address import addressed, as_main, speaks_of_somebody
from coach.dialogue.clauses import tokenise
from coach.dialogue.lexicon import Lexicon
from coach.dialogue.main_order import stated
from coach.dialogue.phrasebook import load_phrasebook
from coach.dialogue.remarks import is_remark, trimmed
from coach.dialogue.sayable import CONDITION, SPOKEN_TO, as_said, is_whole, refused
from coach.dialogue.state import Item, State, items_of
from coach.dialogue.steps import admits, did_beside
from coach.dialogue.words import low

MOST_POINTING = 7  # words of a clause that only points back ("that I do dare to say")
OWN_PROMISE = re.compile(
    r"(?:in \w+ |toen |vorig jaar |last \w+ )?(?:ik|i)\b(?: (?!niet|nooit|never|not)[\w']+){0,4}? (?:gezegd|beloofd|zei|toegezegd|told|tell|said|say|promised|promise)\b",
    re.I,
)
MEANT_TO_END = re.compile(r"(?:it|het) (?:was|were|zou)\b.*\b(?:supposed|meant|tot|maar)\b", re.I)
POINTS_BACK = re.compile(r"(?:maar |but |en |and )?(?:dat|daar|het|die|that|it|which|this)\b", re.I)
OF_THAT = re.compile(r"(?:maar |but |en |and )?(?:(?:dat|daar|die) (?:heb|had|ben|is|was|deed|liet)|(?:that|it|this)(?:'s| is| was| i))\b", re.I)
MOST_OWNED = 2  # sentences about the speaker's own part
NOUGHT = re.compile(r"\b(?:niks|niets|nothing|nowt|never|nooit|too late|te laat)\b", re.I)
OWNED = re.compile(r"\b(?:sorry|fault|my doing|on me|should have|ought to|could have|let|forgot|schuld|spijt|had (?:\w+ )*?moeten|laten|vergeten|liet)\b", re.I)
HAD_WOULD = re.compile(r"(?:en |and |maar |but )?(?:that|dat) (?P<rest>(?:ik|i)\b.*(?:\bwould\b|\bzou\b|'d\b).*)$", re.I)


def to_face(clause: str, who: str, lexicon: Lexicon) -> str | None:
    """Return a clause of the speaker's as a sentence said to `who`; None when somebody else stays in it."""
    main = with_pronoun(as_main(clause, lexicon), lexicon)
    told = addressed(main, who, lexicon)
    if told is None and speaks_of_somebody(main, lexicon):
        return None
    return as_said(told or main, lexicon.language)


def with_pronoun(clause: str, lexicon: Lexicon) -> str:
    """Return a Dutch clause with the m that was typed for hem written out."""
    return re.sub(r"(?<=[a-z] )['’]?m(?= |$)", "hem", clause) if lexicon.language == "nl" else clause


def _broken(item: Item, who: str, lexicon: Lexicon) -> str | None:
    """Return a date or promise the speaker made themself, as said to `who`."""
    bare, _, after = _parted(re.sub(r"^(?:that|dat|en|maar|and|but) ", "", item.clause, flags=re.I))
    if MEANT_TO_END.match(bare) and len(bare.split()) <= 10:
        return as_said(bare, lexicon.language)
    if OWN_PROMISE.match(bare) and not CONDITION.search(bare):
        told = to_face(bare, who, lexicon)
        kept_not = POINTS_BACK.match(after) and len(after.split()) <= MOST_POINTING + 1
        return f"{told} {as_said(after, lexicon.language)}" if told and kept_not and not speaks_of_somebody(after, lexicon) else told
    owed = stated(bare, lexicon)
    if OWED.match(owed) and not CONDITION.search(owed):
        return to_face(owed, who, lexicon)
    return None


# What was promised, told of the one it was promised to ("ze zou er uren voor terugkrijgen").
OWED = re.compile(r"(?:ze|zij|hij|she|he|they) (?:zou|mocht|kreeg|would|could|was going to|were going to)\b|(?:she|he|they)'d (?!been|had|done)", re.I)


def _parted(clause: str) -> tuple[str, str, str]:
    """Return what stands before "maar" or "but", that word, and what stands after it."""
    parts = re.split(r",? (maar|but) ", clause, maxsplit=1, flags=re.I)
    return (parts[0], parts[1], parts[2]) if len(parts) == 3 else (clause, "", "")


def belongs(item: Item, who: str, state: State) -> bool:
    """Tell whether a promise or admission is about `who`: by name, or told in a turn about them."""
    if item.about:
        return item.about == who
    near = {i.about for i in state.record.items if i.turn == item.turn and i.about}
    sure = (i for i in state.record.items if i.about == who or i.id not in state.unsure)
    before = [i.about for i in sure if i.turn < item.turn and i.about]
    return near <= {who} and (bool(near) or not before or before[-1] == who)


def own_part(state: State, who: str, lexicon: Lexicon) -> list[tuple[str, str]]:
    """The speaker's own promise, what became of it and own share, in the order they were told."""
    told: list[tuple[str, str]] = []
    promised_in = -1
    promise_told = False
    several = len({i.about for i in items_of(state.record, "what", "cost") if i.about}) > 1
    for item in items_of(state.record, "promised", "own_share", "their_view", "said", "next_step"):
        earlier = state.record.items[: state.record.items.index(item)]
        admitted_elsewhere = admits(item.clause) and item.field == "next_step"
        if item.field not in {"promised", "own_share"} and not admitted_elsewhere:
            continue
        if several and not belongs(item, who, state) or is_remark(item.clause, lexicon.language):
            continue
        promise = _broken(item, who, lexicon) or _reported(item, who, state, lexicon)
        if promise and OWED.match(stated(item.clause, lexicon)) and items_of(state.record, "not_possible"):
            promise = None  # what can't be kept is said as it is, behind these sentences
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
        elif OF_THAT.match(item.clause) and not any(i.turn == item.turn and i.about == who for i in earlier):
            continue  # what it points back to isn't said
        elif _short_admission(item.clause):
            admitted = to_face(trimmed(item.clause, lexicon.language), who, lexicon)
            if admitted and _blames_self(admitted, lexicon) and not refused(admitted, state):
                told.append((admitted, "words:own-share"))
    kept = [each for each in told if each[1] == "words:promise"][:MOST_OWNED]
    return [*kept, *(each for each in told if each not in kept)][:MOST_OWNED]


def _blames_self(text: str, lexicon: Lexicon) -> bool:
    """Tell whether a sentence owns up: it denies, admits, or says what was done to the other."""
    denies = any(t.kind == "negation" for t in tokenise(text, lexicon)) or NOUGHT.search(text)
    owns = denies or OWNED.search(text) or SPOKEN_TO.search(text) and not did_beside(text)
    return bool(owns) and is_whole(text, lexicon)


def _reported(item: Item, who: str, state: State, lexicon: Lexicon) -> str | None:
    """Return a promise of their own that was told as "that I would …", as it is said to `who`."""
    told = HAD_WOULD.match(item.clause.strip())
    if item.field != "promised" or told is None:
        return None
    rest = to_face(item.clause if lexicon.language == "nl" else told["rest"], who, lexicon)
    if lexicon.language == "nl":
        kept = addressed(item.clause, who, lexicon) or ("" if speaks_of_somebody(item.clause, lexicon) else item.clause)
        rest = re.sub(r"^(?:en |maar )?(?=dat\b)", "", kept, flags=re.I)
    frame = load_phrasebook(lexicon.language).variants("i-said")[0]
    return as_said(frame.replace("{a}", low(rest.rstrip("."), lexicon)), lexicon.language) if rest else None


def _short_admission(clause: str) -> bool:
    spoken = re.search(r"\b(?:ik|i)\b", clause, re.I) is not None
    if re.match(r"(?:want|omdat|doordat|because|since|cos)\b", clause, re.I):
        return False
    return spoken and 2 <= len(clause.split()) <= 16 and not CONDITION.search(clause)
