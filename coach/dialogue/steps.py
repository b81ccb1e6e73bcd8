"""What somebody will do next, told from what they only mentioned under it.

A step says what the person does, or when they see the other; what happened before and what they
blame themself for is neither.
"""

from __future__ import annotations

import re

from coach.dialogue.lexicon import Lexicon
from coach.dialogue.state import Item, Language, State, items_of

CONDITION = re.compile(r"\b(?:als|zodra|wanneer|if|when|once)\b", re.I)
# Somebody, a day or an hour, or an if: what makes a line a step.
DATED = re.compile(
    r"\b(?:als|zodra|if|when|once|(?:maan|dins|woens|donder|vrij|zater|zon)dag\w*|morgen\w*|overmorgen|vanavond|vanmiddag|week|weken|maand|"
    r"(?:mon|tues|wednes|thurs|fri|satur|sun)days?|tomorrow|tonight|today|vandaag|uur|o'clock|\d{1,2}(?:[.:]\d\d)?\s?(?:am|pm|uur)?)\b",
    re.I,
)
PAST = {
    "nl": re.compile(
        r"\b(?:zei|vroeg|belde|ging|kwam|was|had|deed|werd|moest|kreeg|gaf|nam)\b|\bdat ik\b.*\b(?:heb|had)\b|"
        r"\b(?:heb|heeft|ben) (?:\w+ ){1,6}?(?:(?-i:ge)(?!sprek)\w+(?:d|t|en)|laten \w+|ver\w+(?:d|t|en)|be\w+(?:d|t|en))\b(?! (?:wordt|worden))",
        re.I,
    ),
    "en": re.compile(
        r"\b(?:said|asked|went|came|was|were|had|did|didn't|got|rang|called|told|couldn't|gave|took)\b", re.I
    ),
}
# "If … I said", "zodra ik zei" tell of then; "ask what was said" and "the sentence I had" don't.
PLANNED = {
    "nl": re.compile(r"\b(?:dan|ga ik|ik (?:ga|zal|wil|bel|spreek|praat|zeg|vraag|vertel|mail|app|plan|zet|kan|begin|loop|stuur|neem))\b", re.I),
    "en": re.compile(r"\b(?:i'?ll|i (?:shall|will|can|am going to|ask|say|tell|call|ring|speak|talk|go|see|catch|start|begin|find|send|plan)|i'm (?:going|seeing|ringing|calling|telling))\b", re.I),
}
IF_THEN = re.compile(r"(?:als|zodra|wanneer|if|when|once)\b[^.?!]*?(?=,? \b(?:dan|then)\b)", re.I)
SPEAKS = {
    "nl": re.compile(r"\b(?:ik (?:ga )?(?:praat|spreek|bel|zeg|vraag|vertel|mail|app|loop|stap)|(?:praat|spreek|bel|zeg|vraag|vertel) ik)\b", re.I),
    "en": re.compile(r"\bi(?:'?ll| shall| will| am going to|'m going to)(?: \w+){0,3}? (?:tell|talk|speak|ask|call|ring|catch|see|say|find|sit)\b", re.I),
}
WOULD_GIVE = re.compile(r"(?:i'd like to|i would like to|i want to|ik wil|ik zou)\b.* (?:give|offer|geven|aanbieden)\b", re.I)
USUAL = re.compile(r"\bna elk\w*\b|\baltijd\b|\balways\b|\bevery time\b|\bafter every\b", re.I)
NOTHING = re.compile(r"(?:nothing|niks|niets|not|niet|geen|no)\b", re.I)
MOST_STEPS = 3


def is_step(item: Item, lexicon: Lexicon) -> bool:
    """Tell whether what was told as a next step is one: an act to come, or the hour of one."""
    text = (item.clause or item.text).replace("’", "'")
    told = re.sub(r"[‘“\"].*?[’”\"]|(?<!\w)'.*?'(?!\w)", " ", text)
    if NOTHING.match(told) or WOULD_GIVE.match(told) or ONLY_A_DAY.match(told):
        return False
    planned = PLANNED[lexicon.language].search(told)
    past = PAST[lexicon.language].search(told)
    then = IF_THEN.match(told)
    if then and PLANNED[lexicon.language].search(told, then.end()) and not PAST[lexicon.language].search(told, then.end()):
        return True  # "if she's got the kettle on, then I say it"
    if past and not (planned and planned.start() < past.start()):
        return False
    if re.match(r"(?:als|zodra|wanneer|if|when|once)\b", told, re.I) and not re.search(r"\b(?:ik|we|wij|i|i'\w+|we'\w+|let's)\b", told, re.I):
        return False  # when, and not what
    going_on = re.match(r"i'?m (?!going|seeing|meeting|ringing|calling|telling|off)\w+ing\b", told, re.I)
    if (USUAL.search(told) or going_on and not DATED.search(told)) and not planned:
        return False
    first = re.search(r"\b(?:ik|we|wij|i|i'\w+|we'\w+)\b", told, re.I)
    about = re.match(r"(?:en |and |maar |but )?(?:hij|zij|ze|die|he|she|they|he'd|she'd|they'd)\b", told, re.I)
    return not (about and not first) and not (first and not planned and not DATED.search(told) and len(told.split()) < MOST_BARE)


MOST_BARE = 3
# "Morgen is zaterdag haha", which is why nothing is done.
ONLY_A_DAY = re.compile(
    r"(?:(?:nou|well|maar|but|want|haha|tja),? )*(?:morgen|tomorrow|vandaag|today|het|'t|t|it|that|dat)(?:'s| is| was)? (?:is |toch |wel |al |a |an |een |my |mijn )*(?:\w+dag|\w+day|weekend|vrij|off)\b(?!.*\b(?:ik|i|i'll)\b)", re.I
)


def steps_told(state: State, lexicon: Lexicon) -> list[Item]:
    """Return the next steps that were told, those with a day or a condition before any other.

    Without any, a conversation with a day that was told as something else ("ik praat donderdag
    met 'm") is the step.
    """
    named = [i for i in items_of(state.record, "next_step") if is_step(i, lexicon)]
    if not named:
        told = items_of(state.record, "offer", "mandate", "promised", "own_share", "pattern", "habit")
        named = [i for i in told if speaks_later(i, lexicon)][-1:]
    steps = ([i for i in named if len(i.text.split()) > 2] or named)[-MOST_STEPS:]
    return [i for i in steps if DATED.search(i.clause)] or steps


def speaks_later(item: Item, lexicon: Lexicon) -> bool:
    """Tell whether somebody says when they'll speak to the other."""
    text = item.clause.replace("’", "'")
    return bool(SPEAKS[lexicon.language].search(text) and DATED.search(text)) and not text.rstrip().endswith("?")


ADMITTED = re.compile(
    r"^(?:en |and |maar |but )?(?:dat|that) (?:ik|i)\b.*\b(?:heb|had|never|didn't|not|let)\b", re.I
)


# A day to come and what is done then, in one sentence: "Thursday at ten I see Gerard, then I put the list on the table".
A_DAY = r"(?:maandag|dinsdag|woensdag|donderdag|vrijdag|zaterdag|zondag|morgen|overmorgen|vanavond|vanmiddag|volgende week|monday|tuesday|wednesday|thursday|friday|saturday|sunday|tomorrow|tonight|next week|(?:mon|tue|wed|thu|fri)s?(?= )|\d{1,2} (?:jan|feb|maart|mar|apr|mei|may|jun|jul|aug|sep|okt|oct|nov|dec)\w*)"
DOES_THEN = re.compile(
    rf"(?=.*\b{A_DAY}(?:middag|ochtend|avond)?\b).*(?:\b(?:ik|we|wij|er|het|de|ons|onze)\b.*\b(?:dan|daarna) (?:ga|zal|leg|vraag|zeg|vertel|stel|laat|geef|bel|spreek|bespreek|begin|noem|neem|zet|stuur|kom|maak|doe|pak|haal|loop|stap) ik\b|\bik (?:leg|vraag|zeg|vertel) (?:\w+ )?{A_DAY}\b|\b{A_DAY}[^.!?,]{{0,40}} (?:loop|stap) ik (?:\w+ ){{0,4}}(?:binnen|langs)\b|\bga (?:ik )?(?:het|'?t|dat|die zin) (?:\w+ ){{0,2}}?{A_DAY}\b"
    rf"|\b(?:i|we|there)\b.*\bthen i(?:'ll| will|'m going to)? (?:ask|say|tell|give|put|lay|go|ring|call|show|start|take|bring|sit|talk|speak|offer)\b|\bi(?:'ll|ll| will) (?:say|tell|ask|raise|speak|talk|ring|call)\b(?! (?:you|no more|again)\b).*\b{A_DAY}\b|\b{A_DAY}\b.*\bi(?:'ll|ll| will) (?:say|tell|ask|raise) (?:it|that|her|him|them)\b)",
    re.I | re.S,
)
THEN_ALREADY = re.compile(r"\b(?:vorige|afgelopen|last|gisteren|yesterday|elke|iedere|every|altijd|always|again|weer)\b|\b(?:op|on) \w+ (?:(?:gaat|is|komt|doet|zijn|gaan) (?!ik\b)|(?:she|he|they|everybody|everyone|the \w+) )|^(?:(?:en|and|oh) )*\w+dag (?:gaat|is|komt|zijn|gaan) (?!ik\b)", re.I)


def does_on_a_day(told: str, language: Language) -> bool:
    """Tell whether a sentence says what its speaker will do on a day that is still to come."""
    plain = told.replace("’", "'").strip()
    if plain.endswith("?") or THEN_ALREADY.search(plain) or re.match(r"(?:(?:en|and|maar|but) )?(?:als|if|when|dat|that|om)\b", plain, re.I):
        return False
    return DOES_THEN.match(plain) is not None and PAST[language].search(plain) is None


def admits(text: str) -> bool:
    """Tell whether a clause names one's own share as it is asked for ("dat ik het heb laten gaan")."""
    return ADMITTED.match(text.replace("’", "'")) is not None


# "Ik heb gisteren met Bo een rooster gemaakt": work done beside somebody, in which nothing went wrong.
BESIDE = re.compile(
    r"(?:ik heb\b.*\b(?:met|with) .*\b(?:gemaakt|gewerkt|gezeten|gepland|overlegd|besproken|doorgenomen|bekeken)|i (?:have |had )?(?:made|did|worked|sat|planned|discussed|went (?:through|over)|drew up)\b.*\bwith)\b",
    re.I,
)
WENT_WRONG = re.compile(
    r"\b(?:not|niet|never|nooit|niks|nothing|geen|no|ruzie|wrong|verkeerd\w*|too|te|fout\w*|heisa|grap\w*|korte metten|afspraken?|fuss|mistakes?|jokes?|deal|agreement|a mess|short work)\b|n't\b", re.I
)


def did_beside(text: str) -> bool:
    """Tell whether a clause only tells of work the speaker did beside somebody, which leaves nothing to own up to."""
    return BESIDE.match(text) is not None and WENT_WRONG.search(text) is None
