"""Whether a clause tells what somebody does or did, going by its grammar and not by its words.

The reader learned from the work it has seen; people do other work. Who acts, and that the verb says
more than how somebody is, thinks or feels, is told by closed classes.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from coach.dialogue.clauses import Clause, Token, bare_text
from coach.dialogue.grammar import (
    ATTRIBUTION,
    FIRST_SUBJECT,
    MIND,
    finite,
    is_first,
    is_several,
    subject_of,
)
from coach.dialogue.lexicon import Lexicon
from coach.dialogue.people import is_doer, is_group, names_several
from coach.dialogue.roles import introduced, is_somebody, leaves
from coach.dialogue.several import several_in
from coach.dialogue.state import Language
from coach.dialogue.word_forms import lemma
from coach.dialogue.wordings import IS_SOMETHING

MOST_SUBJECT = 7
FEWEST = 3  # words of a clause that tells a deed
ONE = frozenset("hij zij ze ie die she he who dat".split())
WHO = frozenset({"die", "dat", "who", "that"})
SEVERAL = frozenset({"they", "hun"})

# What says how somebody is, thinks, feels or speaks, or what they have: no deed.
STATE: dict[Language, frozenset[str]] = {
    "nl": frozenset(
        "zijn hebben vinden denken voelen willen weten zien lijken schijnen heten wonen kosten betekenen zitten klagen mopperen zeuren zeggen "
        "vertellen vragen lachen huilen balen missen kennen hopen geloven snappen begrijpen merken krijgen worden blijken ergeren irriteren "
        "twijfelen schreeuwen ontploffen barsten zwijgen vertrekken stoppen weigeren verdienen werken liggen staan vallen reageren horen houden "
        "lopen gaan hoeven durven mogen kunnen moeten zullen laten roepen vrezen haten genieten verwachten bedoelen wennen kijken noemen "
        "vergeten slapen passen wachten bestaan gelden duren spelen geven ontvangen bedanken afhaken wegkwijnen".split()
    ),
    "en": frozenset(
        "be have feel think want know seem look like love hate need say tell ask complain moan get live cost mean understand believe hope wish "
        "remember deserve cry laugh leave quit refuse stop burst snap sulk go come work become sit stand lie keep fall sound appear worry wonder "
        "enjoy expect hear see own belong matter suffer forget sleep wait last grumble mutter shout retire resign thank receive".split()
    ),
}
# Forms the dictionary has no lemma for, or another one.
STATE_FORMS = frozenset("left went got said told felt thought knew burst wept".split())
# With these behind it, one of those verbs tells a deed after all.
BUSY_WITH = re.compile(
    r"\b(?:elke|iedere|elk|ieder|altijd|alleen voor|dubbele?|overuren|door|over|extra|weekend\w*|nacht\w*|avond\w*|zondag\w*|zaterdag\w*|vrij|te \w+en|langer|eerder|later|vroeger|uur|tot \w+)\b"
    r"|\bin for\b|\b(?:every|each|always|alone|double|overtime|through|extra|weekends?|nights?|evenings?|sundays?|saturdays?|holidays?|late|later|early|earlier|longer|hours|till \w+|until \w+|in (?:on|at|early)|back)\b",
    re.I,
)
MAY_BE_BUSY_WITH: dict[Language, frozenset[str]] = {
    "nl": frozenset("werken staan lopen zitten wachten".split()),
    "en": frozenset("work stand come wait".split()),
}
WORKS_ON = re.compile(r"\bwerk\w* .*\b(?:in|af|uit|bij|weg|samen|op)$")
# What one has that runs and works, and is nobody.
THINGS = frozenset(
    "van car bus lorry truck computer laptop phone system website site rota schedule shop firm company business office building budget contract job work day week year life problem question plan "
    "project meeting head heart back stomach house machine software app email inbox diary calendar hospital school ward kitchen department auto bus bestelbus vrachtwagen telefoon systeem winkel zaak "
    "bedrijf kantoor gebouw budget contract baan werk dag week jaar leven probleem vraag plan project hoofd hart rug maag huis machine mail agenda ziekenhuis school afdeling keuken rooster planning".split()
)
# Auxiliaries that may head a deed by themselves ("blijft tot zeven", "does all the late shifts").
MOVES = frozenset("blijft bleef bleven komt kwam kwamen gaat ging gingen does did doet deed do doe blijf kom".split())
OBLIGED = frozenset("moest moesten".split())
PERFECT = frozenset("heb i've we've i'd heeft hebben had hadden has have 's 've 'd he's she's they've he'd she'd they'd who's".split())
ALIKE = frozenset("run put cut set read".split())  # verbs whose participle is like their infinitive
IS = frozenset("i'm we're am ben is was zijn waren are were 's 're he's she's they're who's been be".split())
MOVED = re.compile(r"\b(?:ingesprongen|gebleven|doorgegaan|ingevallen|teruggekomen|langsgegaan|langsgeweest|meegegaan|gesprongen|bijgesprongen|begonnen|opgestaan|nagebleven|gereden|meegereden|(?:terug)?gegaan|gekomen)\b")
AT_IT = re.compile(r"\baan (?:het|'t) (?:\w+ ){0,3}\w+en\b|\b(?:zit|zitten|staat|staan|loopt|lopen|ligt) (?:\w+ ){0,6}te \w+en\b|\bzit\b.*\baan$|\bzit (?:ze|hij|zij) er .*\baan\b|\b(?:is|was|'s|are) (?:\w+ ){0,2}on it\b")
NO_DEED_AT_ALL = re.compile(
    r"\b(?:stipt (?:weg|naar huis)|(?:gaat|gaan|ging|gingen|loopt|liep|is|was) (?:[\w:.]+ ){0,5}naar huis|(?:goes|go|went|heads?|headed) (?:\w+ ){0,2}home)\b(?! (?:met|with|to)\b)|\bbare minimum\b|\b(?:leaves?|left|goes?|going) [^,;]{0,20}\bon the dot\b|\b(?:op (?:\w+ )?kauw\w*|kauwen op|pieker\w*|tob(?:ben|t|de)|nadenken|nagedacht|chew\w* (?:on|over)|mull\w* (?:\w+ )?over|brood\w* (?:on|over)|worr(?:y|ied|ying) about)\b|\b(?:minder|less|fewer|niks|niets|nothing|nooit|never|amper|hardly|barely|nauwelijks)\b|\b(?:zou|zouden|would|could|might|misschien|maybe|perhaps)\b|\bgewoon (?:haar|zijn) (?:werk|best)\b"
    r"|\b(?:haar|zijn|hun|her|his|their) (?:very |uiterste )?best\b|\b(?:used to|vroeger)\b|\bdoes(?:n't| not)\b|\b(?:part of|hoort bij|valt onder)\b|\b(?:goed|slecht|well|badly|fine)$|\bzo goed$"
    r"|\b(?:hard|keihard)(?: gewerkt| werken| werkt)?$|\bhard (?:aan|voor) (?:het )?werk|\bwork(?:s|ed|ing)? (?:\w+ )?hard\b|\bgaat (?:het )?(?:niet|wel|goed|slecht|mis)\b"
    r"|\b(?:ontslag (?:genomen|nam|ingediend)|opgezegd|ziek ?gemeld|resigned|handed in \w+ notice|called in sick)\b",
    re.I,
)


def tells_deed(clause: Clause, lexicon: Lexicon, known: bool, hangs: bool) -> bool:
    """Tell whether somebody who isn't the speaker does or did something in `clause`.

    `known`: it was said before whom "they" stand for; `hangs`: who acts was named right before it.
    """
    words = _bare(clause.words, lexicon)
    verb = finite(words)
    if verb is None and several_in(clause, lexicon):
        verb = next((n for n, t in enumerate(words) if t.kind == "infinitive" and (n == 0 or words[n - 1].lower not in {"te", "to"})), None)
    text = " ".join(t.lower for t in clause.words)
    if verb is None or len(words) < FEWEST or NO_DEED_AT_ALL.search(text) or MIND[lexicon.language].search(text):
        return False
    if any(t.kind == "negation" and t.lower not in {"zonder", "without"} for t in words) or IS_SOMETHING.match(bare_text(clause)):
        return False
    if ATTRIBUTION[lexicon.language].match(clause.text) or words[0].kind == "subordinator" and words[0].lower not in WHO:
        return False
    return _acts(words, verb, clause, lexicon, known, hangs) and _does(words, verb, text, lexicon.language)


TOLD_BY = re.compile(r"\b(?:zegt|zei|zeggen|zeiden|vertelt|vertelde|gezegd|verteld|klaagt|said|says|say|told|tells|complains?)\b", re.I)


def behind_dat(clause: Clause) -> Clause | None:
    """Return what is told of somebody behind "dat" or "that", where nobody says it; None without it."""
    for place, token in enumerate(clause.tokens[:-2]):
        after = clause.tokens[place + 1]
        if token.lower not in {"dat", "that"} or not place or TOLD_BY.search(clause.text[: token.start - clause.start]):
            continue
        if after.kind == "name" or after.lower in {"she", "he", "ze", "zij", "hij"}:
            tokens = clause.tokens[place + 1 :]
            return replace(clause, text=clause.text[after.start - clause.start :], start=after.start, tokens=tokens)
    return None


def tells_own_deed(clause: Clause, lexicon: Lexicon, hangs: bool) -> bool:
    """Tell whether the speaker does or did something in `clause`, and doesn't only feel, think or get.

    `hangs`: the clause goes on from one of which the speaker is the subject.
    """
    words = _bare(clause.words, lexicon)
    base = next((n for n, t in enumerate(words[:4]) if t.kind == "infinitive" and n and words[n - 1].lower in {"i", "we"}), None)
    verb = base if base is not None else finite(words)  # "I ring the housebound patients"
    if verb is None:
        verb = next((n for n, t in enumerate(words) if t.kind == "infinitive" and (n == 0 or words[n - 1].lower not in {"te", "to"})), None)
    text = " ".join(t.lower for t in clause.words)
    if verb is None or len(words) < FEWEST or NO_DEED_AT_ALL.search(text) or MIND[lexicon.language].search(text):
        return False
    if any(t.kind == "negation" and t.lower not in {"zonder", "without"} for t in words):
        return False
    turned = words[0].lower == "toen" and verb == 1 and words[2].lower in FIRST_SUBJECT  # "toen heb ik …" goes with no other clause
    if words[0].kind == "subordinator" and words[0].lower not in {"sinds", "since"} and not turned:
        return False
    near = words[max(verb - 2, 0) : verb + 2]
    first = any(t.lower in FIRST_SUBJECT for t in near) or hangs and verb == 0
    return first and not ATTRIBUTION[lexicon.language].match(clause.text) and _does(words, verb, text, lexicon.language)


def _bare(words: Sequence[Token], lexicon: Lexicon) -> list[Token]:
    kept = list(words)
    if len(kept) > FEWEST and kept[0].lower in {"before", "after"} and kept[1].lower == "that":
        kept = kept[2:]  # "before that he broke in every starter"
    while len(kept) > 1 and (kept[0].kind in {"coordinator", "adverb"} or kept[0].lower in lexicon.classes["filler"]):
        kept = kept[1:]
    return kept


def _acts(
    words: Sequence[Token], verb: int, clause: Clause, lexicon: Lexicon, known: bool, hangs: bool
) -> bool:
    """Tell whether the one who acts is somebody, and neither the speaker nor everybody."""
    subject = subject_of(clause, lexicon)
    if hangs and (words[0].lower in WHO or subject is None and verb == 0):
        return True
    if several_in(clause, lexicon):
        return True
    if introduced(clause.text, lexicon) and any(t.lower in WHO for t in words[:verb]):
        return True
    if not subject or is_first(clause, subject):
        return False
    subject = tuple(t for t in subject if t.kind != "adverb") or subject
    if any(t.kind in {"first", "second"} and t is not subject[0] for t in subject):
        return False
    opener = subject[0]
    if opener.kind == "name" or any(t.kind == "name" for t in subject) and len(subject) <= MOST_SUBJECT:
        name = " ".join(t.text for t in subject if t.kind == "name")
        return not leaves(name, clause.text)
    if len(subject) == 1 and opener.lower.partition("'")[0] in ONE:
        plural = words[verb].lower.endswith("en") and opener.lower in {"ze", "die", "zij"}
        return not plural or known
    if len(subject) == 1 and opener.lower.partition("'")[0] in SEVERAL:
        return known
    several = names_several(" ".join(t.text for t in subject), lexicon)
    if several:
        pointed = subject[0].lower in {"de", "the"} or lexicon.has("first_possessive", subject[0].lower)
        return pointed and is_several(subject[-1].lower, lexicon)
    owned = lexicon.has("first_possessive", subject[0].lower) and subject[-1].lower not in THINGS
    return is_group(subject, lexicon) or is_doer(subject, lexicon) and (owned or is_somebody(subject[-1].lower, lexicon.language))


def _does(words: Sequence[Token], verb: int, text: str, language: Language) -> bool:
    """Tell whether the verb, or what its auxiliary hangs on, says what somebody does."""
    token = words[verb]
    after = words[verb + 1 :]
    if AT_IT.search(text):
        return True
    if lemma(token.lower, language) == "keep" and after and after[0].lower.endswith("ing"):
        return _is_deed(after[0].lower, text, language)  # "keeps rewiring the lamps"
    if token.kind in {"verb", "infinitive"}:
        return _is_deed(token.lower, text, language)
    lower = token.lower.replace("’", "'")
    forms = [t for t in words if t.kind in {"participle", "infinitive"} or t.kind == "verb"]
    if lower in PERFECT:
        done = [t for t in forms if t.kind != "infinitive" or language == "en" and t.lower in ALIKE]
        if any(t.lower == "been" for t in after):
            done = [t for t in done if t.lower.endswith("ing")]
        if any(_is_deed(t.lower, text, language) for t in done):
            return True
    if lower in IS:
        going = language == "en" and any(t.lower.endswith("ing") and t.kind == "participle" and _is_deed(t.lower, text, language) for t in after)
        return going or MOVED.search(text) is not None
    if lower in MOVES:
        return len(after) >= 2 or any(t.kind == "infinitive" for t in after)
    return lower in OBLIGED and any(_is_deed(t.lower, text, language) for t in forms if t.kind == "infinitive")


def _is_deed(form: str, text: str, language: Language) -> bool:
    base = lemma(form, language)
    if form in STATE_FORMS:
        return False
    if base == "werken" and WORKS_ON.search(text):
        return True
    if base in MAY_BE_BUSY_WITH[language] and BUSY_WITH.search(text):
        return True
    return base not in STATE[language]
