"""What somebody says of the page or of the talk itself: it is done, or answered, and never told of anybody.

Whatever a turn says of the page is read before (`page/plainly.py`, `page/requests.py`). What is left of
such a sentence is no fact: "there's something about phone duty in the first sentences" is not for the page,
nor for anybody to hear.
"""

from __future__ import annotations

import re

_OWN = r"(?:mijn|m'n|mn|de|die|deze|je|uw|my|the|those|these|that|your) (?:(?:eerste|begin|opening|first) ?)?"
_WORDS = r"zin(?:nen|netje)?|openingszin(?:nen)?|kopje|sentences?|heading"
_SENTENCE = rf"{_OWN}(?:{_WORDS})"
_PART = rf"{_OWN}(?:{_WORDS}|stap|regels?|vraag|vragen|step|lines?|questions?)"
_TO_GO = r"(?:moet|moeten|mag|mogen|kan|kunnen) (?:\w+ ){0,3}?(?:eraf|eruit|weg|korter|anders|af|uit|onder|bij wat)|(?:should|needs? to|can|has to|have to) (?:both |all )?(?:go|come off|come out|be shorter|say|read)"
OF_THE_PAGE = re.compile(
    r"\b(?:op|van|uit) (?:die|de|mijn|m'n|mn|dit|het|je|uw|jouw) (?:pagina|bladzijde|vel)\b(?! (?:van|met) )"
    r"|\b(?:nu|nog|er|hier|daar|zo) staa?t? (?:er )?(?:(?:nu|nog|alleen|ook|dan|toch|iets|al) )*(?=['‘\"“])|\bstaat (?:er )?(?:(?:nu|nog|iets|ook|dan|al) )*(?:onder|bij|achter|boven) (?=['‘\"“]|wat ik\b|mijn\b|de eerste\b|mn\b|m'n\b)"
    r"|\b(?:bij|onder|in|uit) (?:mijn|m'n|mn|de) (?:eerste )?zin(?:nen)?\b|\b(?:bij|onder) wat ik (?:zelf |ook |aanbied|noem|herstel|gegeven|gaf|vertelde|kan|put|name|give|offer)"
    rf"|\b{_PART} (?:\w+ ){{0,6}}?(?:{_TO_GO}|klopt|kloppen|is (?:fout|verkeerd|leeg|nog leeg)|is wrong|are wrong|is (?:still )?(?:empty|blank)|hoort (?:er|hier|daar|bij|onder))\b|\b{_SENTENCE} (?:\w+ ){{0,6}}?(?:moet|moeten|mag|mogen|staat|staan|hoort|should|needs? to|can go|has to|have to)\b"
    r"|\b(?:haal|gooi|laat|doe|zet|schrap) (?:[^.!?]{1,50} )?(?:eraf|er (?:maar |echt |dan )?(?:af|uit|weg)|eruit)\b|\b(?:dat|die|dit|deze|het|da|regel|zin|stuk|vraag|vragen|[^.!?]{1,40} over [\w' -]{2,30}) (?:moet|moeten|mag|mogen|moogt|kan|kunnen) (?:(?:dus|nu|ook|maar|echt|wel|van mij|alsjeblieft|aub) )*(?:eraf|er (?:maar |echt |wel |ook |dan )?(?:af|uit)(?! (?:en|van)\b)|eruit)\b|\b(?:moet|moeten|mag|kan) (?:die|dat|dit) (?:er(?: maar| echt| dan)? ?(?:af|uit))\b|,? moe(?:t|ten) (?:eraf|eruit)$|\b(?:die|de) (?:losse|dubbele) (?:\w+ )?(?:moet|mag|kan) (?:er )?(?:weg|af|uit)\b|\bstaat er (?:2x|2 keer|twee keer|dubbel|3x|drie keer)(?: op| in)?\b|\b(?:is|are|'s|'re) (?:on )?(?:there|it) twice\b"
    r"|\b(?:nu|ineens|huh,?|hè,?) is alles weg\b|\b(?:zet|draai|haal) (?:dat|het|alles|die) (?:\w+ )?terug\b(?! (?:op|in|naar) )|\bik zie geen verschil(?: (?:met|op|nu))?(?=\s*(?:[.,!?]|$))|\b(?:staat|hoort) (?:er|daar|hier) niet (?:bij|thuis|op)\b"
    r"|\b(?:dat|da|die) moet (?:bij|onder) (?:wat ik|mijn)\b|\b(?:dat|da) is (?:toch )?geen (?:goede |hele )?zin\b"
    r"|\bon (?:the|this|that|my|your) (?:page\b|sheet\b(?! of\b))|\boff (?:the|this|my) page\b|\b(?:take|get|leave|cut) (?:[^.!?]{1,50} )?(?:off|out)(?: of it| of there| there| bit| please| pls| then)*(?=[.!?,]|$)(?=[^.!?]*\b(?:bit|line|page|part|sentence|there)\b)"
    r"|\bit (?:now |still )?says (?=['‘\"“])|\bit (?:now |still )?says (?:[^.!?]{1,40} )?(?:under|in my (?:sentences?|step)|there)\b|\bthe page (?:has|says|still has|still says)\b|\byou(?:'ve| have)? (?:changed|moved|deleted) (?:the|that|it|my)(?: (?:line|sentence|page|step|part|heading|words?|bit))?(?=\s*(?:[.,!?]|$)| to\b| about\b)|\b(?:isn't|isnt|is not|aren't) part of (?:what i say|it|that|my)\b|\b(?:in|under) the wrong (?:place|heading|part)\b(?! (?:on|of|in) )|\bbelongs? (?:under|with what|in what)\b",
    re.I,
)
# No more than a few words about the talk, at the edge of what is told: "I just told you", "da zei ik toch".
OF_THE_TALK = re.compile(
    r"(?:(?:nee|no|ja|yes|nou|well|maar|but|en|and|huh|hè|amai) ?,? ?)*(?:i (?:just|already|did) (?:told|tell|said|say)(?: you| that| it| so)?|(?:like|as) i (?:just )?said|i thought we were (?:on|talking about|doing) [\w' ]{1,30}"
    r"|(?:ik|'k) (?:zei|zeg|vertel|vertelde) (?:je |u )?(?:net|al|toch|net al|(?:dat|het) (?:net|al|toch))|(?:dat|da) (?:zei|zeg|vertel|vertelde) ik (?:je |u )?(?:net|al|toch|net al|al eerder)|(?:zoals|wat) ik (?:net |al )*(?:zei|vertelde)|(?:zei|zeg|vertelde) ik (?:net|al|toch)|(?:dat )?(?:heb|had) ik (?:net |al )+(?:gezegd|verteld)"
    r"|(?:ik|'k) (?:zou|wil|wou|had) (?:het )?(?:(?:liever|graag|nu|eerst|het|eigenlijk) )*(?:over|om) [\w' -]{2,30}? (?:willen )?(?:hebben|praten)(?: (?:en )?niet over [\w' -]{2,25})?|i(?:'d| would) (?:rather|prefer to|like to) (?:first )?(?:talk|speak) about [\w' -]{2,30}?(?: first)?|(?:dat|da) (?:ik )?(?:het )?over [\w' -]{2,30} wil hebben"
    r"|(?:die|dat|deze|that|those) (?:klopt|kloppen|is|zijn|are) (?:juist|toch|wel|dus|right|correct)(?: juist| wel)?"
    r"|[\w' ]{1,25} (?:isn't|isnt|is not|is niet) (?:the problem|het probleem)|(?:dat|da|that)(?:'s| is) (?:toch |juist |net |nou |really )*(?:het|de|the) (?:hoofdding|main thing|ergste|belangrijkste|hele punt|whole point)(?: (?:voor|for) \w+)?)",
    re.I,
)


# Asked or held against the coach, whenever that is: "waarom haalt u die weg", "die zin begrijp ik niet".
OF_THE_COACH = re.compile(
    r"\bwaarom (?:haal|haalt|zet|doe|doet|schrijf|schrijft|vraag|vraagt|laat) (?:je|jij|u)\b|\bwhy (?:did|do|have|are) you (?:take|took|taken|put|change|changed|leave|left|asking|ask)\b"
    r"|\b(?:die|deze|uw|je) (?:zin|regel|vraag|samenvatting) (?:begrijp|snap) ik niet\b|\b(?:dat|het|da) is (?:toch )?geen nederlands\b|\b(?:je|u) (?:gaf|geeft) (?:\w+ )?geen antwoord\b",
    re.I,
)


def speaks_of_page(sentence: str) -> bool:
    """Tell whether a sentence is about a line, a part or a word of the page."""
    return OF_THE_PAGE.search(sentence.replace("’", "'")) is not None


def speaks_to_coach(sentence: str) -> bool:
    """Tell whether a sentence asks the coach why it did something, or says that it isn't understood."""
    return OF_THE_COACH.search(sentence.replace("’", "'")) is not None


def speaks_of_talk(clause: str) -> bool:
    """Tell whether a clause says no more than something of the talk itself."""
    return OF_THE_TALK.fullmatch(clause.replace("’", "'").strip(" .,!?;")) is not None


def without_page_talk(text: str) -> str:
    """Return `text` without its sentences about the page and the talk."""
    told = re.split(r"(?<=[.!?])\s+", text)
    return " ".join(each for each in told if not speaks_of_page(each) and not speaks_of_talk(each))
