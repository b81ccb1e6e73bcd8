"""What a client can say to whoever they work for: fact, promise, effect, and one request.

What it cost at home or in health is theirs to tell, and stands in none of these sentences unless
they ask for it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from coach.dialogue.address import HE, MANY, SHE, addressed
from coach.dialogue.clauses import tokenise
from coach.dialogue.echo import by_weight
from coach.dialogue.grammar import ATTRIBUTION
from coach.dialogue.lexicon import Lexicon
from coach.dialogue.main_order import who_acts_first
from coach.dialogue.names import load_names
from coach.dialogue.own_words import TO_THE_COACH
from coach.dialogue.phrasebook import Phrasebook, sentence
from coach.dialogue.remarks import is_clause, is_remark, trimmed
from coach.dialogue.roles import roles_in
from coach.dialogue.sayable import (
    CONDITION,
    PRIVATE,
    SPOKEN_TO,
    WAS_PROMISED,
    Opening,
    after_lead,
    as_said,
    is_whole,
    own_sentences,
    refused,
    said_to_somebody,
)
from coach.dialogue.state import REFER, Item, State, asked_for_request, items_of
from coach.dialogue.words import low, quote

MOST_DONE = 22  # words of a sentence that lists what one does
MOST_EFFECT = 16
DONE = re.compile(r"\b\w*ge\w+(?:d|t|en)\b|\b\w+ed\b|\b(?:built|wrote|made|ran|did|took|taught|was out|came in|stayed)\b")
FIRST = re.compile(r"\b(?:ik|i|i've|i'm)\b", re.I)
# Who somebody is tells nothing of what they gave.
IDENTITY = re.compile(r"(?:ik (?:ben|bén)|i'm|i am) (?:een |de |a |an |the )?[\w-]+(?:,? (?:en|and) (?:\w+ )?\w+)?$", re.I)
UNDER = re.compile(r",? (?:toen|omdat|terwijl|nadat|doordat|when|while|because|since|after|as) ")
Spoken = tuple[str, str, str]  # a sentence, its block, and the id of the item it was made of


def as_giver(
    state: State, book: Phrasebook, lexicon: Lexicon, asked: str = "", topic: Sequence[Item] = ()
) -> Opening | None:
    """Return fact, promise, effect and a request; what a request names alone, when it names any.

    The person's own sentences, when they wrote one out, stand for all the others.
    """
    open_to_all = PRIVATE.search(asked) is not None
    parts = [p for p in _parts(state, book, lexicon, open_to_all) if not refused(p[0], state)]
    named = {item.id for item in topic}
    if any(p[2] in named for p in parts):
        parts = [p for p in parts if p[2] in named]
    said, blocks = [p[0] for p in parts], [p[1] for p in parts]
    own = [t for t in own_sentences(state, "", lexicon) if open_to_all or not PRIVATE.search(t)]
    asking = [t for t in own if ASKS.match(t) or t.rstrip().endswith("?")]
    telling = [t for t in own if t not in asking and _can_be_told(t, lexicon)]
    dictated = asking or [t for t in telling if len(t.split()) < FEWEST_OWN and said_to_somebody(t, "")]
    telling = [t for t in telling if t not in dictated]
    if telling:
        said, blocks = [as_said(telling[-1], lexicon.language)], ["words:sentence"]
    if not dictated and (not said or blocks == ["words:effect"]):
        return None  # what it cost, of nothing that was given
    promised = bool(items_of(state.record, "promised")) or any(PROMISED.search(t) for t in said)
    if requested := _asked_for(state):
        return Opening(tuple(said), False, tuple(blocks), requested)
    if dictated:
        return Opening(tuple(said), False, tuple(blocks), _asking(dictated[-1]))
    if wish := _wished(state, lexicon, open_to_all):
        return Opening(tuple(said), False, (*blocks, "words:wish"), book.variants("request-wish")[0].replace("{a}", wish))
    request = (
        "request-named" if "words:came-back" in blocks
        else "request-promise" if promised
        else "request-off"
    )  # fmt: skip
    return Opening(tuple(said), False, tuple(blocks), book.variants(request)[0])


def _asked_for(state: State) -> str:
    """Return how a client last said they would ask for what they want; "" when they didn't.

    What they will do with it stands in no question ("I'll catch him on Monday").
    """
    for place in range(len(state.history) - 1, 0, -1):
        each, told = state.history[place], state.history[place].user.strip()
        answers = each.intent in {"answer_concrete", "answer_vague"} and not each.ask and not TO_THE_COACH.search(told)
        if answers and FEWEST_WISHED < len(told.split()) <= MOST_ASKED and asked_for_request(state.history[:place]):
            said = " ".join(t for t in re.split(r"(?<=[.?!])\s+", told) if t.endswith("?") or SPOKEN_TO.search(t) or ASKED_SO.match(t))
            return _asking(said) if said and said[-1] not in ".?!" else sentence(said) if said else ""
    return ""


MOST_ASKED = 45  # words
ASKED_SO = re.compile(r"(?:[A-ZÀ-Ý][\w-]+, )?(?:ik (?:wil|zou|vraag)|i (?:want|would|ask)|i'd)\b", re.I)
WANTS = re.compile(r"^(?:(?:and |en |dus |so |nou |well,? )*(?:i(?:'d| would)? (?:want|like|love|need|ask for)(?: to have)?|ik (?:wil|zou)(?: graag)?(?: willen)?|mijn vraag (?:is|wordt)|my question (?:is|would be)):? )+", re.I)
MOST_WISHED = 14  # words


def _wished(state: State, lexicon: Lexicon, open_to_all: bool) -> str:
    """Return what they said last that they want, as they can ask for it; "" without it."""
    for item in reversed(items_of(state.record, "wish")):
        told = WANTS.sub("", trimmed(item.text, lexicon.language).replace("’", "'")).strip(" ,.")
        words = tokenise(told, lexicon)
        asks_for = re.match(r"(?:dat|that|of|for|to|om|voor)\b", told, re.I) is not None
        says = not asks_for and any(t.kind in {"verb", "auxiliary"} for t in words)  # "een hartje is lief" asks for nothing
        strange = says or OF_THEIR_OWN.search(told) is not None or any(t.kind == "third" for t in words) or CONDITION.search(told) or NO_WISH.search(told) or SPOKEN_TO.search(told)
        hangs = lexicon.language == "en" and bool(words) and words[-1].kind == "preposition"  # "the late rota stuck to"
        if FEWEST_WISHED <= len(told.split()) <= MOST_WISHED and not strange and not hangs and (open_to_all or not PRIVATE.search(told)):
            return low(told, lexicon)
    return ""


NO_WISH = re.compile(r"[?!‘’“”\"]|\b(?:niet|geen|not|no|don't|nothing|niks|niets)\b", re.I)
# What they would do or ask themself, which is no request: "id be ok with fridays", "Ineke dat maandag vragen".
OF_THEIR_OWN = re.compile(r"\b(?:i'?d|i could|i can|i keep|ik kan|ik zou|ik hou|ik doe)\b|\b(?:maan|dins|woens|donder|vrij|zater|zon)dag\w* (?:\w+ )?(?:vragen|bespreken|zeggen)$", re.I)
FEWEST_WISHED = 3


def _parts(state: State, book: Phrasebook, lexicon: Lexicon, open_to_all: bool) -> Iterator[Spoken]:
    def fits(text: str) -> bool:
        return (open_to_all or not PRIVATE.search(text)) and is_whole(text, lexicon)

    fact = _fact(state, book, lexicon, fits)
    if fact:
        yield fact
    heard = items_of(state.record, "promised", "came_back", "said", "their_view")
    for item in [i for i in heard if i.field == "promised" or WAS_PROMISED.search(i.clause)]:
        promise = _promised_me(item, state, lexicon)
        if promise and (fits(promise) or IMPERSONAL.search(promise) and not PRIVATE.search(promise)):
            yield promise, "words:promise", item.id
            break
    back = _not_named(state, lexicon)
    if back:
        yield back[0], "words:came-back", back[1]
    for item in by_weight(items_of(state.record, "cost"), state):
        told = ATTRIBUTION[lexicon.language].match(item.clause)
        mine = not told or re.match(r"(?:en |and )?(?:ik|i)\b", told["by"], re.I)
        if not mine and lexicon.language == "nl":
            continue  # behind dat the verb stands at the end
        text = trimmed(item.clause if mine else item.text, lexicon.language)
        text = who_acts_first(text, lexicon) or text
        own = re.search(r"\b(?:ik|i|we)\b", text, re.I) and not CONDITION.search(text)
        if own and len(text.split()) <= MOST_EFFECT and fits(text) and not IDENTITY.match(text):
            again = fact is not None and (item.id == fact[2] or text.lower().strip(" .") in fact[0].lower())
            if not again:
                yield as_said(after_lead(text), lexicon.language), "words:effect", item.id
                break


def _fact(
    state: State, book: Phrasebook, lexicon: Lexicon, fits: Callable[[str], bool]
) -> Spoken | None:
    """Return what they gave as a sentence: a deed of theirs, else the list of what they do."""
    deeds = items_of(state.record, "what")
    extras = items_of(state.record, "extra")
    for item in [i for i in deeds if DONE.search(i.clause)] or deeds:
        text = trimmed(item.clause, lexicon.language)
        words = tokenise(text, lexicon)
        opens = words[0] if words else None
        if opens is not None and opens.kind == "verb" and not FIRST.search(text) and all(t.kind not in {"name", "third", "pronoun", "second"} for t in words[1:3]):
            text = f"{'Ik' if lexicon.language == 'nl' else 'I'} {low(text, lexicon)}"  # "stayed till half seven"
        another = opens is not None and opens.kind in {"name", "third"}  # "Bev did all the panto, and I do the stock"
        if another or not FIRST.search(text) or CONDITION.search(text) or IDENTITY.match(text):
            continue
        if not fits(text):
            text = UNDER.split(text, maxsplit=1)[0]
        clause = _to_boss(after_lead(text), state, lexicon)
        more = next((i.text for i in extras if i.turn == item.turn and i.text not in item.clause), "")
        if fits(clause):
            added = more and not PRIVATE.search(more) and not is_clause(more, lexicon)
            line = f"{clause}, {low(more, lexicon)}" if added else clause
            return as_said(line, lexicon.language), "words:fact", item.id
    bare = [i for i in deeds if _lists_work(i.text, lexicon)]
    frame = book.variants("i-do")[0].replace("{a}", low(bare[0].text, lexicon)) if bare else ""
    return (frame, "words:fact", bare[0].id) if frame and len(frame.split()) <= MOST_DONE else None


def _can_be_told(text: str, lexicon: Lexicon) -> bool:
    """Tell whether a sentence of theirs speaks to the other, or of themself and nobody else."""
    if not SPOKEN_TO.match(text) and is_remark(text, lexicon.language) or CORRECTS.search(text):
        return False
    if said_to_somebody(text, ""):
        return True
    others = any(t.kind == "third" for t in tokenise(text, lexicon))
    return len(text.split()) >= FEWEST_OWN and is_whole(text, lexicon) and not others and FIRST.search(text) is not None


PROMISED = re.compile(r"\byou (?:said|promised|told me)\b|\bje (?:zei|beloofde|hebt .*(?:gezegd|beloofd))\b|\bbeloofd\b|\btoegezegd\b", re.I)
CORRECTS = re.compile(r"^(?:what|that) (?:he|she|they) promised was\b|\bis what happened\b|^(?:wat|dat) (?:hij|zij|ze) beloofde was\b", re.I)


BOSS = re.compile(
    r"\b(?:(?P<called>[A-ZÀ-Ý][\w-]+), )?(?i:mijn|m'n|mn|onze|my|our|the) (?:baas|chef|leidinggevende|teamleider|afdelingsleider|manager|directeur|directrice|afdelingshoofd|hoofd|planner|coördinator|ploegbaas|voorman|voorvrouw|voorzitter|rector|"
    r"boss|supervisor|team lead|line manager|head|director|dispatcher|coordinator|foreman|forewoman|matron|chair|principal|planner)\b(?:,? (?P<name>[A-ZÀ-Ý][\w-]+))?(?(called),)"
)
# Whoever a client gives to beside work, where no boss is told of.
KIN = re.compile(
    r"\b(?:(?P<called>[A-ZÀ-Ý][\w-]+), )?(?i:mijn|m'n|mn|my) (?P<role>zus|zusje|broer|moeder|vader|man|vrouw|vriend|vriendin|partner|buurman|buurvrouw|dochter|zoon|"
    r"sister|brother|mother|mum|father|dad|husband|wife|friend|partner|neighbour|daughter|son)\b(?P<owns>'s\b)?(?:,? (?P<name>[A-ZÀ-Ý][\w-]+))?(?(called),)"
)
OTHER_PEOPLE = re.compile(
    r"\b(?:collega\w*|klant\w*|patiënt\w*|kind\w*|moeder|vader|zus|broer|man|vrouw|dochter|zoon|stagiair\w*|"
    r"colleague\w*|client\w*|customer\w*|patient\w*|kids?|mother|mum|father|dad|sister|brother|husband|wife|daughter|son|intern\w*)\b",
    re.I,
)


def _boss(state: State) -> str | None:
    """Return the name of the one a client speaks to, "" when it has none, None when nobody was told of."""
    told = [m for e in state.history if e.question_id != REFER for m in BOSS.finditer(e.user)]
    if not told:
        return None
    return next((m["called"] or m["name"] for m in told if m["called"] or m["name"]), "")


def _pronoun(before: str, lexicon: Lexicon) -> str:
    """Return he or him for a boss, going by the word before."""
    object_ = re.search(r"\b(?:van|voor|aan|met|bij|naar|door|of|for|to|with|by|from) $", before, re.I)
    dutch = lexicon.language == "nl"
    return ("hem" if dutch else "him") if object_ else "hij" if dutch else "he"


def _to_boss(clause: str, state: State, lexicon: Lexicon) -> str:
    """Return a client's clause as it is said to the boss ("I did her job" → "I did your job")."""
    boss = _boss(state)
    if boss is None:
        return _to_kin(clause, state, lexicon)
    if OTHER_PEOPLE.search(clause):
        return clause
    named = BOSS.search(clause)
    if not named and _of_a_colleague(clause, state, boss):
        return clause
    bare = BOSS.sub(lambda m: boss or _pronoun(clause[: m.start()], lexicon), clause) if named else clause
    return _with_stress(addressed(bare, boss, lexicon) or clause)


def _of_a_colleague(clause: str, state: State, boss: str) -> bool:
    """Tell whether the last one named before a clause is somebody else than the boss ("Wietske is ziek, … haar rondleidingen")."""
    plain = clause.replace("’", "'")
    told = next((text for e in state.history if plain in (text := e.user.replace("’", "'"))), "")
    before = told[: told.find(plain)] if told else ""
    last = max((m.end() for m in BOSS.finditer(before)), default=-1)
    names = (m for m in re.finditer(r"[A-ZÀ-Ý][\w-]+", before) if m.group() != boss and m.group().casefold() in load_names().first)
    return max((m.start() for m in (*names, *OTHER_PEOPLE.finditer(before))), default=-1) > last


def _to_kin(clause: str, state: State, lexicon: Lexicon) -> str:
    """Return what a client does for somebody at home as that person hears it ("I do your books"), when nobody else is in the turn."""
    plain = clause.replace("’", "'")
    told = next((text for e in state.history if plain in (text := e.user.replace("’", "'"))), "")
    kin = list(KIN.finditer(told))
    if len({m["role"] for m in kin}) != 1 or kin[0].start() > told.find(plain) + len(plain):
        return clause
    called = next((m["called"] or m["name"] for m in kin if m["called"] or m["name"]), "")
    besides = KIN.sub(" ", told)
    others = OTHER_PEOPLE.search(besides) or roles_in(besides, lexicon) or {w for w in re.findall(r"[A-ZÀ-Ý][\w-]+", besides) if w != called and w.casefold() in load_names().first}
    bare = KIN.sub(lambda m: "his" if m["owns"] else called or _pronoun(plain[: m.start()], lexicon), plain)
    unlike = MANY | (HE if kin[0]["role"].casefold() in WOMEN else SHE if kin[0]["role"].casefold() in MEN else frozenset())
    if others or any(t.lower in unlike for t in tokenise(KIN.sub(" ", plain), lexicon)):
        return clause  # "I picked them up", her children
    return _with_stress(addressed(bare, called, lexicon) or clause)


WOMEN = frozenset("zus zusje moeder vrouw vriendin buurvrouw dochter sister mother mum wife daughter".split())
MEN = frozenset("broer vader man buurman zoon brother father dad husband son".split())


def _with_stress(told: str) -> str:
    return re.sub(r"\b(van|voor|aan|met|bij) je(?= en\b|$|[,.])", r"\1 jou", told)


IMPERSONAL = re.compile(r"\b(?:is (?:er |mij )?(?:gezegd|beloofd|toegezegd)|er (?:is|was|werd)|mij (?:is|was|werd)|i was (?:told|promised)|we were (?:told|promised)|(?:the|de) (?:deal|agreement|afspraak))\b", re.I)


SAYS_SO = re.compile(r"(?:in \w+ |last \w+ |vorig jaar )?(?:he|she|hij|zij|ze) (?:said|told me|promised|zei|beloofde|heeft)\b", re.I)


LIMITED = re.compile(r",? (?:maar|but)\b", re.I)  # what became of it, which they know


def _of_another(item: Item, state: State) -> bool:
    """Tell whether what was told speaks of somebody named right before it who isn't the boss."""
    boss, told = _boss(state), next((e.user for e in state.history if e.turn == item.turn), "")
    place = told.find(item.clause)
    if boss is None or place < 0 or BOSS.search(item.clause) or boss and boss in item.clause:
        return False
    ours = [m.end() for m in BOSS.finditer(told[:place])]
    names = [(m.group(), m.end()) for m in re.finditer(r"\b[A-ZÀ-Ý][\w-]+", told[:place])]
    ours += [end for name, end in names if name == boss]
    others = [end for name, end in names if name != boss and all(part.casefold() in load_names().first for part in name.split("-"))]
    return bool(others) and max(others) > max(ours, default=0)


def _promised_me(item: Item, state: State, lexicon: Lexicon) -> str | None:
    """Return what the boss promised, as it is said to the boss."""
    if re.search(r"\bi['’]ll\b|\bik zal\b", item.clause, re.I) or _of_another(item, state):
        return None  # what the speaker will do, or somebody else did
    clause = CALLED.sub(r"\g<role> ", LIMITED.split(after_lead(item.clause), maxsplit=1)[0])
    told = _to_boss(clause, state, lexicon)
    if told == clause and SAYS_SO.match(told) and not OTHER_PEOPLE.search(told):
        told = addressed(told, "", lexicon) or told  # whoever promised is who hears it
    third = any(t.kind == "third" for t in tokenise(item.clause, lexicon))
    if IMPERSONAL.search(item.clause) and not third and len(item.clause.split()) <= MOST_DONE:
        return as_said(item.clause, lexicon.language)
    if told == clause or CONDITION.search(told) or len(told.split()) > MOST_DONE:
        return None
    if not SPOKEN_TO.search(told):
        return None
    return as_said(told, lexicon.language)


# A boss with the name before: "Moira that's my supervisor promised me …".
CALLED = re.compile(
    r"^(?-i:[A-Z][\w'’-]+),? (?:(?:who|that|die|dat|thats)(?:['’]s| is)? )?(?P<role>(?:my|our|mijn|m['’]n|me|mn|onze) (?:boss|manager|supervisor|team ?lead(?:er)?|line manager|baas|leidinggevende|chef|teamleider)),? "
    r"(?=(?:heeft|had|zei|beloofde|zegt|promised|said|told|has)\b)", re.I
)  # fmt: skip


# How a question to somebody else begins.
ASKS = re.compile(r"(?:[^,]{2,20}, )?(?:can|could|will|would|may|shall|what|when|who|how|kan|kun|wil|zou|mag|wat|wanneer|wie|hoe)\b", re.I)
FEWEST_OWN = 6  # words of a sentence of one's own that stands for all the rest


def _lists_work(text: str, lexicon: Lexicon) -> bool:
    """Tell whether a text lists things to do without a subject ("bestellingen doen, de kassa tellen")."""
    own = re.search(r"\b(?:ik|i|je|you|mijn|m'n|mn|my|me)\b|[.!?]", text, re.I)
    kinds = {t.kind for t in tokenise(text, lexicon)}
    return own is None and bool(kinds & {"infinitive", "participle"}) and not kinds & {"auxiliary", "third"}


def _asking(text: str) -> str:
    """Return a question of theirs with its mark."""
    opens = re.match(r"(?:[^,]{2,20}, )?(?:wil|kun|kan|zou|mag|can|could|would|will|may)\b", text, re.I)
    return sentence(text).rstrip(".!?") + ("?" if opens else ".")


def _not_named(state: State, lexicon: Lexicon) -> tuple[str, str] | None:
    """Return that they weren't named for it, and the id of the item that says so."""
    for item in items_of(state.record, "came_back"):
        if re.search(
            r"\b(?:no mention|geen woord|niet genoemd|no credit|naam viel niet|unmentioned)\b",
            item.clause,
            re.I,
        ):
            places = [
                i
                for i in state.record.items
                if i.turn == item.turn
                and i.field in {"context", "when"}
                and len(i.text.split()) <= 3
            ]
            place = places[0].text if places else ""
            said = quote(item.text, lexicon) or item.text
            if place and re.match(r"(?:de|het|the)\b", place, re.I):
                lead = "In " + place[0].lower() + place[1:]
                return f"{lead}: {said[0].lower() + said[1:]}.", item.id
            return as_said(said, lexicon.language), item.id
    return None
