"""What a whole turn says of the talk in so many words, so that it needs no likeness to be told."""

from __future__ import annotations

import re
from typing import Literal

from coach.dialogue.lexicon import Lexicon

Said = Literal["", "wrong", "thanks", "said_already", "words", "advice"]
LONGEST = 14  # words of a turn that says one such thing and nothing else

LEAD = r"(?:(?:nee|neen|ja|no|yes|nope|maar|en|but|and|well|hm|oké|ok|okay|so|dus)[,.]? )*"
ONLY_WRONG = re.compile(
    LEAD + r"(?:zo (?:bedoel(?:de)?|zei) ik (?:het |dat )?(?:\w+ )?niet|dat (?:bedoel(?:de)?|zei) ik (?:\w+ )?niet|(?:dat )?klopt (?:\w+ )?niet|dat heb je (?:verkeerd|mis)"
    r"|that(?:'s| is|s| was) not (?:really |quite )?(?:what i (?:meant|mean|said)|right|how i meant it)|that (?:isn't|wasn't) (?:really |quite )?(?:what i (?:meant|mean|said)|right)|i didn't (?:mean|say) (?:that|it like that)|that(?:'s| is) wrong|you(?:'ve)? got (?:that|it|me) wrong)"
)
# What somebody says of a talk that only asks.
LIKE_A_FORM = re.compile(
    r"\b(?:dit|het|dat|je|u) (?:voelt|lijkt|klinkt|is)(?: wel| net| echt| een beetje| nu)* (?:op |als )?(?:een |'n )?(?:formulier|vragenlijst|enquête|(?:kruis)?verhoor(?! van)|invuloefening|invullijst|automaat|antwoordapparaat)\b"
    r"|\b(?:this|it|that|you)(?:'s| is| feels| sounds?| seems?| are|'re)(?: just| a bit| really| rather)* (?:like |more like )?(?:filling (?:in|out) )?(?:a |an )?(?:form(?! of)|questionnaire|survey|interrogation|tick ?box|checklist|answering machine)\b"
    r"|^(?:je|jij|u) (?:draait|praat) (?:\w+ )?(?:er ?omheen|in (?:rondjes|cirkels|kringetjes))|\b(?:we're|you're|this is) (?:just )?going (?:round|around) in circles|^you're (?:beating about|missing) the (?:bush|point)",
    re.I,
)
HELPS = re.compile(
    LEAD + r"(?:(?:fijn|goed|mooi|top|super|prettig|handig|dank je|bedankt)[,.]? )*(?:dit|dat|hier) (?:helpt|is (?:al )?(?:fijn|prettig|handig)|werkt|lucht op|heb ik wat aan)(?: me| mij| echt| wel| al| zeg)*"
    r"|" + LEAD + r"(?:(?:good|great|nice|lovely|thanks|thank you)[,.]? )*(?:this|that)(?:'s| is| was)? (?:really |actually |already )?(?:helps?|helping|helpful|useful|does help)(?: me| a lot| already)*"
)
KNOWN = re.compile(
    LEAD + r"(?:dat|dit) (?:weet|wist|heb) (?:je|jij|u) (?:\w+ )?(?:toch|al)(?: al| toch)*|dat staat (?:er )?toch al(?: op| er)?"
    r"|" + LEAD + r"you (?:already )?know (?:that|this)(?: already)?|you've (?:already )?got that(?: already)?"
)
A_LINE = re.compile(
    LEAD + r"ik (?:wil|zoek|heb) (?:(?:nu|gewoon|alleen|graag|eigenlijk|nog|even) )*(?:een|één|wat|een paar) (?:zin|zinnetje|zinnen|woorden|openingszin|tekstje)\b.*(?<!gezegd)(?<!gehoord)"
    r"|" + LEAD + r"i (?:just |only |really )*(?:want|need) (?:a|one|some|a few) (?:line|sentence|words|lines)\b.*"
)
# What one asks about one's own doing, or about what the other will.
OF_ONES_OWN = re.compile(
    LEAD + r"(?:(?:mag|kan|moet|zal|zou) ik\b.*|wanneer (?:\w+ ){0,2}ik\b.*|hoe laat (?:\w+ ){0,2}ik\b.*|(?:denk|verwacht) (?:je|jij|u) dat (?:ze|zij|hij|die|het)\b.*"
    r"|(?:may|can|should|could|must|shall) i\b.*|when (?:do|should|would|shall|can) i\b.*|do you think (?:she|he|they|it)\b.*)"
)
ADVISED = ("advice-sorry", "advice-outcome", "advice-late", "advice-medium", "advice-when")
MAY_I = re.compile(LEAD + r"(?:mag|kan|may|can|could)\b")  # "mag ik vrijdag vrij?" is said to somebody


def said_of_talk(text: str, lexicon: Lexicon) -> Said:
    """Return what a whole turn says of the talk; "" when it says anything else, or more."""
    told = text.strip(" .!").replace("’", "'").lower()
    if len(told.split()) > LONGEST or "\n" in told:
        return ""
    if ONLY_WRONG.fullmatch(told):
        return "wrong"
    if HELPS.fullmatch(told):
        return "thanks"
    if KNOWN.fullmatch(told.rstrip("?")):
        return "said_already"
    if A_LINE.fullmatch(told.rstrip("?")):
        return "words"
    asks = told.endswith("?") and OF_ONES_OWN.fullmatch(told[:-1]) is not None
    of = [name for name in ADVISED if name != "advice-when" or not MAY_I.match(told)]
    return "advice" if asks and any(lexicon.advice[name].search(told) for name in of) else ""
