"""Wordings that more than one part of the reading goes by."""

from __future__ import annotations

import re

from coach.dialogue.clauses import Clause
from coach.dialogue.lexicon import Lexicon
from coach.dialogue.state import Field

STAYS = re.compile(
    r"\b(?:laten we (?:het )?(?:\w+ )?(?:bij|over) (?:\w+ )?\w+ (?:houden|hebben)|ik wil het (?:liever |gewoon )?over \w+ hebben|daar gaat het (?:nu |hier |mij |me )*niet om"
    r"|let's (?:just )?(?:stick (?:with|to)|keep (?:it |this )?(?:to|about|on)|stay (?:with|on)) \w+|(?:this|it) (?:isn't|is not|'s not) about me)\b", re.I
)
OWN_PROMISE = re.compile(
    r"(?:(?:dat|daar|zo) )?(?:had|heb) ik (?:(?:haar|hem|ze|hun|het|dat|zo|ook|wel|toen) )*(?:gezegd|beloofd|toegezegd)|i(?:'d| had| did)? (?:said|promised|told (?:him|her|them))(?: so| that| it)?(?: (?:in|on|at|back in|last) [\w ]{2,15})?", re.I
)
HOW_MANY = re.compile(r"\b(?:if you|when you|not) count(?:ing)?\b|\bcounting the\b|\bals je [\w ]{2,30} mee ?(?:tel|reken)\w*|\b(?:de|het) [\w ]{2,30} (?:meegeteld|meegerekend|niet meegeteld)\b", re.I)
IS_SOMETHING = re.compile(r"(?:(?:maar|en|want|but|and|because) )?(?:he|she|hij|ze|zij|die)(?:'s| is| was) (?:just |gewoon |ook |zelf )*(?:an?|een) (?:[\w-]+ ){0,2}[\w-]+(?:$| (?:in|at|for|with|of|by|so|and|who|which|bij|van|op|en|dus|die)\b)")
# What somebody did in their own time: "ze zat op salsa".
PASTIME = re.compile(
    r"(?:ze|zij|hij|ie|she|he) (?:zat|zit|ging|zong|speelde|danste|used to (?:go|sing|play|dance|be)|sang|played|went) (?:altijd |vroeger |always )*(?:op|naar|bij|in|aan|to|at|on) "
    r"(?P<what>(?:(?:een|de|het|haar|zijn|a|the|her|his) )?[\w-]+(?: [\w-]+)?)(?P<day> (?:op|elke|iedere|on|every) [\w-]+)?",
    re.I,
)
NO_MORE = re.compile(r"\b(?:niet meer|geen \w+ meer|minder|gestopt|afgezegd|no longer|stopped|any ?more|gave up|given up|missed|skipped)\b")
# What a client came with from a session, which nobody was given.
HOMEWORK = re.compile(
    r"\b(?:last time|vorige keer|laatst)\b.{0,12}\b(?:talked|spoke|discussed|hadden|spraken|gehad)\b|\bwe (?:talked|spoke) about\b|\bhadden (?:we )?het (?:\w+ ){0,3}over\b|"
    r"\b(?:i was|we were|i've been|been) (?:told|asked|supposed) to (?:look|think|write|bring|note|come|do|prepare)\b|\b(?:she|he|my coach) (?:told|asked) me to (?:look|think|write|bring|note|come)\b"
    r"|\bik (?:moest|moet|zou|mocht) (?:hier |er |nog |eens |iets |wat |over )*(?:\w+ ){0,3}(?:kijken|nadenken|opschrijven|noteren|meenemen|meebrengen|voorbereiden|uitzoeken|invullen)\b|\b(?:vorige|laatste) keer (?:bij|met)\b|\bmet (?:mijn|m'n|mn|de) coach\b|\b(?:ze|zij|hij|coach) vroeg (?:me |mij )?of ik\b.*\b(?:opschrijven|schrijven|nadenken|kijken|noteren|bijhouden|meenemen)\b|\bwith my coach\b|\bmijn coach (?:stuurde|zei|raadde|vroeg|wilde)\b|\bmy coach (?:sent|told|asked|suggested|wanted)\b|\bopschrijven wat ik\b|\bwrite down what i\b|\bmijn (?:volgende )?sessie is\b|\bmy (?:next )?session is\b"
)
# Time of one's own, which a cost is told in: "zaterdagen", "haar avonden", "most Sundays".
FREE_TIME = re.compile(
    r"\b(?:(?:maan|dins|woens|donder|vrij|zater|zon)dag(?:en|avonden|ochtenden)|avonden|weekend(?:en|s)?|nachten|vakantie|zomer|nachtrust|vrije (?:dag|dagen|tijd|avonden|uren)"
    r"|(?:mon|tues|wednes|thurs|fri|satur|sun)days|evenings|weekends?|nights|holidays?|sleep|days off|free time|lunch breaks?)\b"
)
# What work did to somebody, as others see it, which nobody tells them to their face.
WORN_OUT = re.compile(
    r"(?:(?:en|and|nu|now|maar|but|dus|so) )*(?!i\b|ik\b|we\b|wij\b|it\b|het\b|that\b|dat\b|the\b|de\b)[\w'-]+ ?(?:is|zit|zat|was|looks|ziet|slaapt|sleeps|'s|loopt|raakt|werd) (?:er |now |nu )?(?:(?:helemaal|echt|zo|totaal|compleet|completely|totally|absolutely|just|so|al weken|behoorlijk|pretty|on) )*"
    r"(?:kapot|doodop|uitgeput|bekaf|gesloopt|doorheen|op(?=$)|moe|doodmoe|slecht(?=$)|op (?:z'n|zijn|haar|d'r) tandvlees|shattered|exhausted|knackered|worn out|drained|dead on (?:her|his|their) feet|(?:on )?(?:her|his|their) knees|badly(?=$)|grey with tiredness|so tired|tired)\b",
    re.I,
)


def holds_only(name: str, clause: Clause, lexicon: Lexicon) -> bool:
    """Tell whether a clause holds a name and besides that only fillers ("Peter dus", "vooral An")."""
    kept = [
        t.text for t in clause.words
        if t.lower not in lexicon.classes["filler"] and t.kind not in {"adverb", "coordinator"}
    ]  # fmt: skip
    name = name.lower()
    told = " ".join(kept).lower()
    return told in {name, *(f"{word} {name}" for word in ("van", "of", "voor", "for"))}


WANTS_TO_ASK = re.compile(r"(?:(?:en|dus|dan|and|so|then|well) )*(?:(?:ik|i)(?:'d| wil| zou| ga| kan| would| want to| could|'ll)?(?: (?:haar|hem|like to|just|gewoon|liever|rather))* (?:willen )?(?:vragen|vraag|ask)\b(?: (?:haar|hem|her|him|them))?)(?::| (?:of|om|wanneer|hoe|wat|if|whether|for|when|how|what)\b)")
COMES_BACK = re.compile(r"(?:(?:hi|hello|hoi|hallo|dag)[,.]? )?(?:ik|we|i)(?:'m| am)? (?:kom|kwam|komen|come|coming|came) (?:nog |even |weer )*(?:terug (?:op|van|over|na|voor)|back (?:to|from|about|after))\b|(?:vorige|afgelopen) (?:week|keer) (?:had|hadden|heb|hebben) (?:we|wij|ik|jij)\b.{0,25}\bover\b|last (?:time|week) we (?:talked|spoke)\b")
# How somebody felt, which is no deed; what it cost may be told so.
FELT = re.compile(r"(?:en |maar |and |but )?(?:ik (?:ben|was|voel(?:de)?|werd)|i(?:'m| am| was| felt| got|'ve been))\b.*\b(?:geschrokken|moe|boos|verdrietig|blij|zenuwachtig|verbaasd|teleurgesteld|shocked|tired|angry|upset|sad|surprised|taken aback|fed up|disappointed)\b|(?:en )?ik schrok\b")
# Behind a name: that somebody, who is away, needn't be asked; "…, die doet het gewoon" praises them.
NEED_NOT_ASK = (
    r" hoef (?:je|u|jij) (?:er )?(?:ook )?(?:niks|niets|niet)(?: over)? te (?:vragen|noemen|bespreken)"
    r"(?= *(?:[.!?]|$)|,? (?:die|want hij|want zij|want ze|hij|zij|ze) (?:is|ligt|zit|was)\b)"
)
MY_FAULT = re.compile(r"\b(?:wrong|unfair|not right|not fair|stupid) of me\b|\b(?:on me|my fault|mijn fout|mijn schuld)\b|\b(?:fout|niet goed|niet netjes|niet eerlijk|stom) van (?:mij|me)\b")
THEN_I = re.compile(
    r"\b(?:dan (?!weet|voel|merk|zou|zie|had)\w+ (?:ik|we)|(?:vraag|zeg|bel|ga|loop|stuur|mail|app|spreek) ik|then (?:i|we)(?! (?:know|feel|see|would|could)|['’]d)|i['’]ll|i will|i (?:ask|say|tell|go|call)|ik (?:ga|zal))\b", re.I
)  # what the speaker does themself
PROMISED = re.compile(r"\b(?:beloofd|beloofde|toegezegd|voorgespiegeld|in het vooruitzicht|in the pipeline|promised|did promise|i promise)\b")
# That the speaker will see somebody; with a time it is the step, whatever is asked behind it.
MEETS = re.compile(
    r"\b(?:spreek|zie|tref) ik\b|\bik (?:spreek|zie|tref)\b|\bi(?:'ll| will)? (?:see|meet|catch|speak to|talk to|sit down with)\b|\bi'm (?:seeing|meeting|catching|speaking to)\b", re.I
)
NO_DEED = re.compile(
    r"\b(?:niks|niets|nothing) (?:gedaan|done)\b|\b(?:zijn|is|waren|was) (?:dan |al |allang |toen |meestal |altijd )*weg$|\b(?:are|is|were|was) (?:long |already |always )*gone$|\b(?:mopper\w*|klaagt|klagen|zeurt|zeuren|moaning|moans|sulk\w*|grumbl\w*)\b"
    r"|\b(?:hun|haar|zijn|z'n|their|his|her) (?:uiterste |very )?best\b|\bhard (?:gewerkt|werken|werkt|werkten)\b"
    r"|\bwork(?:ed|s|ing)? (?:\w+ )?hard\b|\bkeihard\b|\b(?:inzet|topper|kanjer|dedicated|committed)\b"
)


# What somebody puts in front of what they tell, as a heading ("Promised:", "Wat het kostte:").
LABELS: tuple[tuple[Field, re.Pattern[str]], ...] = (
    ("promised", re.compile(r"(?:en |and )?(?:toegezegd|beloofd|(?:de |een )?(?:toezegging|belofte)|promised|(?:the |a )?promise)", re.I)),
    ("came_back", re.compile(r"(?:en |and )?(?:terug|teruggekregen|teruggekomen|wat (?:er )?terugkwam|(?:came|got|given) back|what came back|back)", re.I)),
    ("cost", re.compile(r"(?:en |and )?(?:kosten|gekost|wat het (?:\w+ )?kost(?:te)?(?: \w+)?|costs?|what it(?:'s)? (?:cost|took)(?: \w+){0,2})", re.I)),
    ("habit", re.compile(r"(?:en |and )?(?:(?:de|onze|mijn) )?afspra(?:ak|ken)(?: (?:is|wordt|worden|zijn|zou zijn|dan|dus)){0,2}|(?:and )?(?:(?:the|our) )?agreements?(?: (?:is|are|would be|then)){0,2}", re.I)),
    ("offer", re.compile(r"(?:mijn |my )?(?:aanbod|offer)|wat ik aanbied|what i (?:can )?offer", re.I)),
)


def labelled(text: str) -> Field | None:
    """Return the field a few words name as a heading; None when they are no such thing."""
    bare = text.strip(" .,").replace("’", "'")
    return next((field for field, pattern in LABELS if pattern.fullmatch(bare)), None)
# How an answer begins that says what somebody would want: "if she just …", "aan een datum waarop …".
IF_SO = re.compile(r"(?:(?:and|or|well|just|oh|en|of|nou|gewoon|ja|tja) )*(?:if|als)\b", re.I)
BY_WHICH = re.compile(r"(?:(?:en|of|nou|gewoon|ja|tja) )*aan (?:een|de|het|iets|wat|dat)\b", re.I)
