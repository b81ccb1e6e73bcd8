"""Under which heading of the page a thing that was told belongs, going by its own words.

The talk files an answer by what was asked; people answer beside the question. Here nothing is
reworded: a line goes where it is true, or is left out where it would be none.
"""

from __future__ import annotations

import re

from coach.dialogue.clauses import tokenise
from coach.dialogue.lexicon import Lexicon
from coach.dialogue.remarks import trimmed
from coach.dialogue.sayable import WAS_PROMISED
from coach.dialogue.state import Audience, Field, Item
from coach.dialogue.steps import PAST, WOULD_GIVE, admits, did_beside, is_step, speaks_later

HOME: dict[Field, str] = {
    "what": "given", "when": "given", "extra": "given", "normal": "given", "cost": "given", "enabled": "given",
    "came_back": "came_back", "said": "came_back",
    "promised": "put_right", "own_share": "put_right",
    "their_view": "their_side", "offer": "offer", "mandate": "offer",
    "not_possible": "not_possible", "wish": "wish", "pattern": "habit", "habit": "habit",
    "own_giving": "own_side", "own_getting": "own_side", "next_step": "step",
}  # fmt: skip


def home_of(field: Field, audience: Audience) -> str:
    """Return the key of the heading a field belongs under; "" for none. What it cost a client has its own."""
    return "cost" if field == "cost" and audience == "client" else HOME.get(field, "")


FIRST = re.compile(r"(?:dat |that )?(?:ik|'k|we|wij|i|i'\w+|we'\w+)\b", re.I)
THIRD = re.compile(r"(?:hij|zij|ze|he|she|they|he's|she's|they're|he'd|she'd|they'd)\b", re.I)
OFFERED = re.compile(
    r"(?:(?:what )?(?:i|we) (?:can|could)\b(?! not|n't|'t|not)|(?:wat )?(?:ik|we) (?:kan|kunnen)\b(?!(?: (?!als\b|omdat\b|zodat\b)[\w'-]+){0,4} (?:niet|geen)\b)|i'll\b|i could\b|i will\b)", re.I
)
CANT = re.compile(
    r"(?:(?:but|maar|and|en) )?(?:(?:what )?(?:i|we) (?:can't|cannot|can not|couldn't)\b|what i can't\b|wat ik niet kan\b|(?:wat )?(?:ik|we) (?:kan|kunnen|kon)(?: (?!als\b|omdat\b|zodat\b)[\w'-]+){0,6} niet\b)", re.I
)
TO_COME = re.compile(r"(?:i would|i'd|i'll|i shall|i will|ik zou|ik zal|ik ga)\b", re.I)
IF = re.compile(r"(?:and |en |or |of )?(?:if|als|zodra|when|dat het(?! .*\b(?:was|waren)\b))\b", re.I)
FAULT = re.compile(r"\b(?:my (?:fault|doing|mistake)|that's on me|mijn (?:schuld|fout)|ligt aan mij)\b", re.I)
DENIED = re.compile(r"\b(?:not|niet|never|nooit|niks|nothing|nowt|geen|no)\b|n't\b", re.I)
WORKED = re.compile(
    r"\b(?:komen werken|gewerkt|ingevallen|overgenomen|erbij genomen|came in|covered|took over|stayed on|worked|stepped in|filled in)\b", re.I
)
NEVER_DID = re.compile(r"(?:ik|i|we|i've|i'd|we've)(?: (?:heb|had|have|did|hebben))?(?: \w+){0,2}? ?(?:not|never|niet|nooit|geen|niks|n't)\b|i (?:didn|haven|hadn|wasn)'t\b", re.I)
HASNT = re.compile(r"(?:he's|she's|hij heeft|zij heeft|ze heeft|he has|she has) (?:not|never|niet|nooit|geen)\b", re.I)
GAVE_BACK = re.compile(r"\b(?:put (?:her|his|their) name|thanked|bedankt|biertje|drankje|bought|bloemen|flowers|staff meal|taart|cake|mug)\b", re.I)
MOOD = re.compile(r"\b(?:cob on|strop|the hump|sulk\w*|in a mood|chagrijnig|narrig|gepikeerd)\b", re.I)
HABITUAL = re.compile(r"(?:dat|that) (?:ze|hij|zij|ie|she|he|they) (?:altijd|always|elke|every|iedere)\b", re.I)
GIVES = re.compile(r"(?:give|let|geef|laat) (?:him|her|them|m|'m|hem|haar|ze)\b", re.I)
HAD_PROMISED = re.compile(r"i keep (?:saying|promising)\b|(?:i've|ik heb) (?:promised|beloofd)\b|(?:i|ik) (?:said|told|telled|promised|zei|beloofde|heb)\b.*(?:\bwould\b|\w'd\b|\bzou\b|\bbeloofd\b|\btoegezegd\b)", re.I)
PROMISED = re.compile(r"dat (?:ie|hij|ze|zij|er|we|ik|\w+) .*\b(?:mocht|mochten|zou|zouden)\b", re.I)
CARES = re.compile(r"(?:het gaat (?:mij|me) (?:er)?om|what i want|wat ik wil|i want|ik wil)\b", re.I)
FROM_ME = re.compile(r"\b(?:kwam|was|is) (?:van|door) mij\b|\b(?:van|door) mij (?:kwam|was|is)\b|\b(?:came from|was) me\b", re.I)
FOLLOWS_UP = re.compile(r"(?:i'd|i would|ik zou)(?: \w+){0,3}? (?:ask|look|check|ring|vragen|kijken|bellen)\b", re.I)
VIEWED = re.compile(r"(?:i|ik) (?:think|suppose|reckon|know|hear|heard|guess|believe|denk|weet|hoor|hoorde|geloof|vermoed|zie|zag|merk|see|saw)\b.*\b(?:he|she|they|his|her|their|hij|ze|zij|haar|zijn|hun|[A-Z]\w+)\b")
A_DATE = re.compile(r"(?:it is|it's|het is) (?:nu |now )?(?:january|february|march|april|may|june|july|august|september|october|november|december|januari|februari|maart|mei|juni|juli|augustus|oktober)\b", re.I)
SINCE_WHEN = re.compile(r"(?:hij|zij|ze|ie) (?:is|zit|werkt) (?:er |hier |nog |pas |nu )*(?:sinds|vanaf)\b|(?:he|she|they)(?:'s| is|'ve| has| have|'re| are) (?:\w+ )?(?:been )?(?:(?:here|there|in|around|with us) )?since\b", re.I)
NO_LONGER = re.compile(r"\b(?:niet meer|geen\b.* meer|no longer|not any ?more|won't)\b", re.I)
A_KIND = r"(?: [\w-]+){1,3}(?:,? (?:en|and) [\w ]{1,20})?$"
IS_ONE = {
    "nl": re.compile(rf"(?:[\w' -]{{1,25}} )?(?:ben|bén|is) (?:een|mijn|m'n|zijn|haar|onze){A_KIND}|(?:ik (?:ben|bén)) \w+(?:,? en (?:\w+ )?\w+)?$", re.I),
    "en": re.compile(rf"(?:(?:[\w' -]{{1,25}} )?(?:am|is|are)|i'm|he's|she's) (?:a|an|my|his|her|our|the){A_KIND}|(?:\w+ is|(?:he|she)'s) [a-z]+(?:ty|teen)(?:[ -]\w+)?$", re.I),
}
NO_IDENTITY = re.compile(r"\b(?:is|was|ben|am|are) (?:\w+ )?(?:de (?:eerste|enige|laatste)|the (?:first|only|last|one)|altijd|always|elke?|every|er|there|net|just|still|nog)\b", re.I)


def heading_of(item: Item, audience: Audience, lexicon: Lexicon) -> str:
    """Return the key of the heading `item` stands under; "" when it stands under none."""
    home = home_of(item.field, audience)
    text = trimmed(item.clause or item.text, lexicon.language, item.source).replace("’", "'")
    if not home:
        return ""
    return _MOVES.get(home, _stays)(item, text, audience, lexicon) if text else ""


def _stays(item: Item, text: str, audience: Audience, lexicon: Lexicon) -> str:
    return home_of(item.field, audience)


def _given(item: Item, text: str, audience: Audience, lexicon: Lexicon) -> str:
    verbs = {t.kind for t in tokenise(text, lexicon)} & {"verb", "auxiliary"}
    if item.field in {"what", "normal", "extra", "cost"} and _is_somebody(item, text, lexicon):
        return ""
    if audience == "client":
        if item.field in {"what", "extra", "when"} and THIRD.match(text):
            return "own_side" if item.field == "what" else ""
        if item.field == "cost" and THIRD.match(text) and not re.search(r"\b(?:me|my|mij|mijn|m'n|mn|ik|i)\b", text, re.I):
            return ""
        return home_of(item.field, audience)
    if FIRST.match(text) and not VIEWED.match(text) and (NO_LONGER.search(text) or OFFERED.match(text)):
        return "offer"
    if not verbs and re.match(r"(?:my|our|mijn|m'n|mn|onze|ons)\b", text, re.I):
        return ""  # who somebody is, and not what they gave
    return "" if not verbs and not item.about and item.turn <= 1 else "given"


def _is_somebody(item: Item, text: str, lexicon: Lexicon) -> bool:
    """Tell whether a text says who or what somebody is ("Moira is sixty one")."""
    if NO_IDENTITY.search(text) or not IS_ONE[lexicon.language].match(text):
        return False
    kinds = {t.kind for t in tokenise(text, lexicon)}
    return FIRST.match(text) is not None or "participle" not in kinds


def _came_back(item: Item, text: str, audience: Audience, lexicon: Lexicon) -> str:
    if IF.match(text):
        return "wish" if audience == "client" else "their_side"
    if audience == "client" and SAID_I.search(text):
        return "also"  # "in maart zei ik nog: komt goed", which came back from nobody
    if audience == "client" and WAS_PROMISED.search(text):
        return "put_right"
    if FIRST.match(text) and TO_COME.match(text):
        return "offer" if OFFERED.match(text) and audience == "leader" else ""
    if SINCE_WHEN.match(text):
        return ""  # "she's only been here since June"
    if MOOD.search(text):
        return "their_side"
    if re.search(r"\b(?:i|ik) (?:can|kan)\b", text, re.I) and audience == "leader":
        return "offer"
    if re.match(r"(?:him|her|them|hem|haar) \w+", text, re.I) and not re.search(r"\b(?:was|is|werd)\b", text) and audience == "client":
        return "wish"
    if GIVES.match(text):
        return "offer"
    if HAD_PROMISED.match(text) and audience == "leader":
        return "put_right"
    if HABITUAL.match(text) and audience != "client":
        return "given"
    if FAULT.search(text) or NEVER_DID.match(text):
        return "own_side" if audience == "client" else "put_right"
    if re.match(r"(?:about|over|for)\b", text, re.I) and FIRST.search(text) and DENIED.search(text):
        return "own_side" if audience == "client" else "put_right"
    if THIRD.match(text) and audience != "client":
        if WORKED.search(text) or HASNT.match(text):
            return "given"
    return "came_back"


def _put_right(item: Item, text: str, audience: Audience, lexicon: Lexicon) -> str:
    if audience == "client":
        if IF.match(text) or TO_COME.match(text) or CARES.match(text):
            return "wish"
        own = item.field == "own_share" or SAID_I.search(text) is not None  # what they said themself was promised by nobody
        promised = not own or WAS_PROMISED.search(text) or OF_A_PROMISE.search(text)
        return "put_right" if promised else "also"
    if speaks_later(item, lexicon):
        return "step"
    if audience == "leader" and OFFERED.match(text):
        return "offer"
    if item.field == "own_share" and GAVE_BACK.search(text) and not DENIED.search(text):
        return "came_back"
    if item.field == "own_share" and THIRD.match(text):
        return "their_side"
    if audience == "leader" and did_beside(text):
        return "also"
    return "put_right"


def _their_side(item: Item, text: str, audience: Audience, lexicon: Lexicon) -> str:
    if audience == "client":
        return "wish" if IF.match(text) else "put_right" if PROMISED.match(text) else "their_side"
    if PROMISED.match(text) or FROM_ME.search(text):
        return "put_right"
    if A_DATE.match(text):
        return ""
    if audience == "leader" and (HAD_PROMISED.match(text) or FAULT.search(text)):
        return "put_right"
    told = re.match(r"i (?:keep saying|never|did|have|should|put|let|kept)\b|ik (?:heb|had|zei|liet|bel)\b", text, re.I)
    if FIRST.match(text) and (audience == "coach" or told):
        return "put_right"
    if FIRST.match(text) and FOLLOWS_UP.match(text):
        return "habit"
    if FIRST.match(text) and not THIRD.match(text):
        return "their_side" if VIEWED.match(text) or not re.match(r"(?:i|ik)\b", text, re.I) else ""
    return "their_side"


def _offer(item: Item, text: str, audience: Audience, lexicon: Lexicon) -> str:
    if re.fullmatch(r"(?:i am|i'm|ik ben)(?: not| niet)? \w+", text, re.I):
        return ""  # how somebody is, and no offer
    if audience == "leader" and CANT.match(text):
        return "not_possible"
    if audience == "leader" and HAD_PROMISED.match(text) and not OFFERED.match(text):
        return "put_right"
    if audience == "leader" and HASNT.match(text):
        return "given"
    return "step" if speaks_later(item, lexicon) and not OFFERED.match(text) else "offer"


def _not_possible(item: Item, text: str, audience: Audience, lexicon: Lexicon) -> str:
    return "offer" if OFFERED.match(text) else "not_possible"


def _step(item: Item, text: str, audience: Audience, lexicon: Lexicon) -> str:
    if is_step(item, lexicon):
        return "step"
    if WOULD_GIVE.match(text) and audience != "client":
        return "offer"
    if admits(text):
        return "put_right"
    if audience == "coach" and FIRST.match(text):
        return "put_right"
    return "also" if audience == "client" and FIRST.search(text) and re.search(r"\b(?:once|toen|ooit)\b", text, re.I) else ""


def _wish(item: Item, text: str, audience: Audience, lexicon: Lexicon) -> str:
    """What a coach says of themself is no wish of the client."""
    return "put_right" if audience == "coach" and re.search(r"\b(?:ik|i|i'\w+)\b", text[:FIRST_WORDS], re.I) else "wish"


FIRST_WORDS = 30  # characters in which somebody says who wants it


def _habit(item: Item, text: str, audience: Audience, lexicon: Lexicon) -> str:
    then = audience == "client" and item.field == "pattern" and PAST[lexicon.language].search(text)
    return "also" if then else "habit"  # "one time I said no" is nothing to keep up


SAID_I = re.compile(r"^(?:(?:en|maar|toen|and|but|then) )*(?:(?:in|op|on|at|last|vorige) [\w ]{2,20} )?(?:ik (?:zei|vroeg|vertelde)|(?:zei|vroeg|vertelde|antwoordde) ik|i (?:said|told|asked|mentioned))\b", re.I)
# What a client's own part is about, where it is what was promised.
OF_A_PROMISE = re.compile(r"\b(?:beloof\w*|belofte\w*|toegezegd\w*|toezegging\w*|afgesproken|promis\w*|agreed)\b", re.I)
_MOVES = {
    "given": _given, "cost": _given, "habit": _habit, "came_back": _came_back, "put_right": _put_right, "their_side": _their_side,
    "offer": _offer, "wish": _wish, "not_possible": _not_possible, "step": _step,
}  # fmt: skip
