"""One person who is named by what they do ("mijn eerste bakker", "our ops lead"), or not named yet.

A leader who begins with a role has told whom it is about; one who begins with "een van mijn
voorvrouwen" has somebody in mind, and may be asked who that is.
"""

from __future__ import annotations

import re
from functools import cache

from coach.dialogue.lexicon import Lexicon, load_lexicon
from coach.dialogue.state import Language

MOST_BETWEEN = 2  # words between "my" and the role: "mijn vaste tweede kok"
OWN = {"nl": r"mijn|m'n|mn|onze|ons", "en": r"my|our"}
SINCE = re.compile(r"\b(?:sinds|since|onder|under|voor|before|na|after|tijdens|during)\s+$", re.I)
# Who has left gives nothing now: the work is somebody else's.
GONE = re.compile(
    r" (?:is|gaat|ging|was|has|'s|had|heeft) (?:\w+ ){0,2}?(?:met pensioen|weg|vertrokken|opgestapt|ontslag|gestopt|overleden|ziek|uitgevallen|"
    r"retired|left|gone|went|quit|resigned|off sick|on leave|met verlof|met zwangerschapsverlof)\b|"
    r" (?:vertrok|stopte|left|retired|quit|resigned|went|ging weg)\b",
    re.I,
)
# The same of somebody with a name: "Danny left in June", "toen Joris uitviel".
LEAVES = re.compile(
    r"^ ?(?:(?:in|sinds|vanaf|rond|eind|begin|vorige?|afgelopen|since|last|this) (?:de |het |the )?\w+ )?(?:(?:has|had|is|was|'s|'d|heeft|had|is|was|werd) )?(?:\w+ ){0,2}?(?:(?:has |had )?left(?= (?:in|last|for|us|me|mate|and|so|suddenly|without|back|at (?:easter|christmas)|this|the (?:job|team|firm|company|trade|business))\b|$)"
    r"|quit\b|resigned|retired|handed in|(?:is |'s |has )gone\b|went (?:off|on (?:leave|maternity)|(?:down to )?part[- ]?time|down to \w+ days)|(?:cut|dropped) (?:her|his|their) (?:days|hours)|(?:off|gone off) sick|walked out|got (?:fired|sacked)"
    r"|vertrok(?:ken)?\b|(?:viel|valt|vielen) (?:\w+ )?(?:uit|weg|om)\b|uitviel\b|wegviel\b|uitgevallen|weggevallen|(?:werd|is) (?:\w+ )?ziek\b|ziek (?:werd|is|was)\b|ziek$"
    r"|(?:ging|is|gaat) (?:\w+ ){0,4}(?:weg|met pensioen|met verlof|met zwangerschapsverlof)\b|weg(?:ging|gegaan)\b|(?:minder|parttime|halve dagen) (?:is )?(?:ging|gaan|gaat|werkt) ?(?:werken)?\b|weg is\b|opgestapt|ontslag nam|gestopt$)"
    r"|^ ?(?:is|was|zit|zat|ligt|lag|kwam) (?:\w+ ){0,5}(?:thuis|plat|ziek)(?: (?:met|te|door|van)\b|$)"
    r"|^ ?(?:(?:van|from|in|on|of) (?:de|het|the|our|onze) [\w-]+,? )?(?:heeft |had )?(?:brak|breekt|gebroken|broke|breaks|broken|has broken|tore|scheurde|viel van|fell off)\b(?: [\w']+){0,4} (?:enkel|been|arm|pols|heup|knie|voet|schouder|sleutelbeen|ankle|leg|arm|wrist|hip|knee|foot|shoulder|fiets|trap|ladder|bike)\b(?!.*\b(?:and|en|but|maar) (?:\w+ ){0,2}(?:still|toch|evengoed|nog|even)\b)"
    r"|^ ?(?:ligt|lag) er (?:\w+ ){0,4}uit(?: (?:met|door|sinds|vanaf)\b|$)"
    r"|^ ?(?:met|door|vanwege|wegens) (?:\w+ ){1,4}(?:thuis (?:zit|zat|is|was|kwam)|thuis$|plat(?: ligt| lag)?$|ziek(?: is| was| werd)?$|uitgevallen|uitviel)",
    re.I,
)
ONE_OF = {
    "nl": (
        r"\b(?:een|één|eentje|1) van (?:mijn|m'n|mn|onze|de|hen|ze|deze)\b(?! (?:\w*klant|cliënt|gezin|kind|grootste|eerste|laatste|belangrijkste|redenen|dingen|weken|dagen))",
        r"\beentje\b|(?:^|\s)(?:eén|één|1) (?:ervan |daarvan |van hen )?(?:zegt|wil|kan|komt|blijft|moet|klaagt|loopt|is|zit|doet|draait|heeft|trekt|staat|gaat|werkt|krijgt)\b",
        r"\b(?:iemand (?:uit|van|in|bij|op) (?:mijn|m'n|het|ons|de) (?:\w*team|\w*ploeg|afdeling|club|groep)|een (?:collega|medewerk\w+|teamlid|werknem\w+|personeelslid))\b",
    ),
    "en": (
        r"\bone of (?:my|our|them|the|those|these)\b(?! (?:customer|client|famil|parent|kid|biggest|best|main|thing|reason|problem|first|week|day))",
        r"(?:^|\s)one(?:'s| is| has| does| keeps) (?!thing|day|of (?:the|those))",
        r"\b(?:(?:someone|somebody) (?:in|on|from) (?:my|the|our) (?:\w+ )?(?:team|crew|department|group|shift)|a (?:colleague|team member|member of (?:my|the|our) (?:team|staff)))\b",
    ),
}


# Before these, whatever one has is somebody at work: "mijn beste verkoper", "our newest fitter".
SINGLED_OUT: dict[Language, frozenset[str]] = {
    "nl": frozenset("beste oudste jongste nieuwste ervarenste trouwste sterkste".split()),
    "en": frozenset("best oldest youngest newest longest-serving".split()),
}
NOT_SOMEBODY = frozenset(
    "idea option bet way effort thing work day year chance guess moment shot intentions interest memory self client customer team people staff "
    "side point suit subject feature asset argument seller card kant punt zijde eigenschap vak onderwerp troef verhaal argument "
    "idee optie manier poging ding dag jaar kans moment bedoelingen beentje klant team mensen zelf herinnering mate maat".split()
)
# Who is brought up by what they are, with something they do: "a lad in the warehouse who …".
INTRODUCES: dict[Language, re.Pattern[str]] = {
    "nl": re.compile(r"\b(?P<who>(?:een|één|1|zo'n) (?:[\w-]+ ){0,2}?(?P<noun>[\w-]+))(?=(?: (?:van|in|op|bij|uit|met|aan|die)\b(?: [\w'-]+){0,4}?)?,? (?:die|dat)\b)", re.I),
    "en": re.compile(r"\b(?P<who>(?:a|an|one|this) (?:[\w-]+ ){0,2}?(?P<noun>[\w-]+))(?=(?: (?:of|in|on|at|from|with|named|called)\b(?: [\w'-]+){0,4}?)?,? (?:who|that)\b)", re.I),
}
SOMEBODY: dict[Language, frozenset[str]] = {
    "nl": frozenset("jongen meisje meid vrouw man dame heer kerel gast gozer knul vent iemand collega medewerker medewerkster teamlid werknemer persoon mens oudere jongere".split()),
    "en": frozenset("lad lass girl boy guy woman man lady gentleman bloke chap kid fella fellow colleague employee person someone member".split()),
}


def introduced(text: str, lexicon: Lexicon) -> str:
    """Return whom `text` brings up as somebody new who does something ("een stagiair die …"); "" for none."""
    for found in INTRODUCES[lexicon.language].finditer(text.replace("’", "'")):
        if is_somebody(found["noun"].lower(), lexicon.language):
            return text[found.start("who") : found.end("who")]
    return ""


def is_somebody(noun: str, language: Language) -> bool:
    """Tell whether a noun (lower case) stands for one person, at work or not."""
    return noun in SOMEBODY[language] or is_role(noun, language)


def roles_in(text: str, lexicon: Lexicon) -> tuple[str, ...]:
    """Return the people `text` names by role behind a word for "my", as written, one each."""
    told = text.replace("’", "'")
    found = []
    for owned in re.finditer(rf"\b(?:{OWN[lexicon.language]})\s+", told, re.I):
        words = re.match(rf"(?:[\w-]+\s+){{0,{MOST_BETWEEN}}}[\w-]+", told[owned.end() :])
        if re.search(r"\b(?:van|of)\s+$", told[: owned.start()], re.I) and one_of(told, lexicon):
            continue  # "een van mijn koks" is one of several
        if SINCE.search(told[: owned.start()]):
            continue  # "al sinds mijn voorganger" is a time
        name = _up_to_role(words[0] if words else "", lexicon)
        if name and KIN_OF.match(told[owned.end() + len(name) :]):
            continue  # "my accountant's wife"
        if name and not GONE.match(told[owned.end() + len(name) :]):
            found.append(text[owned.start() : owned.end() + len(name)])
    return tuple(dict.fromkeys(found))


KIN_OF = re.compile(r"(?:'s|s'? (?=\w)| (?:z'n|zijn|d'r|haar)) ?(?:wife|husband|partner|son|daughter|brother|sister|mother|father|mum|dad|vrouw|man|zoon|dochter|broer|zus|moeder|vader)\b", re.I)


def leaves(name: str, text: str) -> bool:
    """Tell whether `text` tells of `name` only that they left or fell ill, so that others did their work."""
    place = text.lower().find(name.lower())
    return place >= 0 and LEAVES.match(text[place + len(name) :].replace("’", "'")) is not None


def one_of(text: str, lexicon: Lexicon) -> bool:
    """Tell whether `text` speaks of one of several without saying which ("one of my nurses")."""
    return any(re.search(p, text.replace("’", "'"), re.I) for p in ONE_OF[lexicon.language])


def beside_one_of(name: str, text: str, lexicon: Lexicon) -> bool:
    """Tell whether a name stands in what one of several does ("one of mine stays to put Ada to bed")."""
    told = text.replace("’", "'")
    for pattern in ONE_OF[lexicon.language]:
        for one in re.finditer(pattern, told, re.I):
            rest = re.split(r"[.!?;]", told[one.end() :])[0]
            place = rest.find(name)
            if place >= 0 and len(rest[:place].split()) > MOST_BETWEEN and "," not in rest[max(place - 2, 0) : place]:
                return True
    return False


def _up_to_role(words: str, lexicon: Lexicon) -> str:
    """Return `words` up to and with the last word that is a role in a row; "" without one."""
    last = 0
    best = re.match(r"(?P<adjective>[\w-]+) (?P<noun>[\w-]+)", words)
    if best and best["adjective"].lower() in SINGLED_OUT[lexicon.language] and best["noun"].lower() not in lexicon.classes["no_roles"] | NOT_SOMEBODY:
        return best.group()  # "my best salesman"
    for place, word in enumerate(re.finditer(r"[\w-]+", words)):
        lower = word[0].lower()
        if lower in lexicon.classes["no_roles"] or lower in lexicon.classes["auxiliary"]:
            break
        if last and lower not in lexicon.classes["group"] and not is_role(lower, lexicon.language):
            break  # "mijn planner heeft …": the role is told
        if is_role(lower, lexicon.language) and not (place == 0 and lower in lexicon.classes["above"]):
            last = word.end()
    return words[:last]


@cache
def is_role(word: str, language: Language) -> bool:
    """Tell whether a word (lower case) is what one person at work is called."""
    classes = load_lexicon(language).classes
    if word in classes["no_roles"]:
        return False
    if word in classes["roles"]:
        return True
    return len(word) > 4 and word.endswith(tuple(classes["role_endings"]))
