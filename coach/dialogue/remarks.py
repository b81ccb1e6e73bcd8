"""What people say around what they tell: well, nou, lol, "I cannot see a page".

What was said around the telling is cut off, so that the rest stands as it was said; a remark on the
talk, on the page or on nothing at all is told apart from what somebody did or got.
"""

from __future__ import annotations

import re

from coach.dialogue.clauses import tokenise
from coach.dialogue.lexicon import Lexicon

# What somebody says before they say it, and after.
BEFORE = {
    "nl": re.compile(
        r"(?:(?:nou ja|nou|tja|goh|och|ach|poeh|pf+|allez|amai|oké|oke|ok|hoi|uh+m?|eh+m?|hm+|trouwens|eerlijk gezegd|om eerlijk te zijn|"
        r"moet ik (?:eerlijk )?zeggen|o ja|o(?= en\b)|zoals (?:ik (?:al )?zei|gezegd)|en|maar|dus|want|ma)\b[ ,.:]+"
        r"|(?:ja|nee|neen|wel|kijk|zeg|huh|gewoon|(?:dat|da) (?:zei|zeg|vertel|vertelde) ik(?: al| toch| net)*|zei ik(?: al| toch| net)*|ik (?:zei|zeg|vertelde) (?:het |dat |je |u )?(?:net|al|toch)(?: al)?|(?:toegezegd|beloofd), (?:ja|tja)|(?:nee,? )?(?:niet echt|eigenlijk niet|nog niet echt)|(?:ja,? )?(?:klopt|dat (?:klopt|is (?:waar|zo)))|nee (?:serieus|nee|hoor|echt)|zonder (?:gekheid|dollen))\b ?[,.:] ?|of (?=dat\b)|ja (?=(?-i:[A-ZÀ-Ý]\w+ (?:zei|heeft|had|zegt|was|is|doet|deed)\b))|ja (?=(?:een|één|de|het|ik|dat|die|hij|ze|zij|mijn|m'n|me|mn|onze|in|op|met|elke|iedere|nu|toen|\w+dags?)\b)(?! dus\b))",
        re.I,
    ),
    "en": re.compile(
        r"(?:(?:uh+m?|um+|er+m?|oh|oh goodness|hm+|i mean|you know|honestly|tbh|to be honest|if i'?m honest|truth be told|"
        r"basically|anyway|before you ask|or rather|or actually|plus|and|but|so|because|cos|well(?! (?:paid|done|known|liked|over|before|into|after|past|beyond|above)))\b[ ,.:]+"
        r"|(?:yes|yeah|no|nay|aye|look|listen|told you|like i said|as i said|i (?:already |just |did )*(?:told|tell|said|say)(?: it| that| you| so)?(?: already| before)?|(?:like|as) i (?:just )?said|already said|i said|obviously|goodness|no,? (?:seriously|really|no)|(?:no,? )?not really|(?:yes,? )?that'?s true|seriously|joking aside|right|ok|okay)\b ?[,.:] ?"
        r"|an['’] |(?:(?:which|that|it) )?means (?=(?:i|my|he|she|we|they)\b)|like (?=\d)|also,? (?=(?-i:[A-Z])))",
        re.I,
    ),
}
AFTER = {
    "nl": re.compile(
        r"[ ,]+(?:lol|haha+|hihi|hè|he|hoor|dat wel|(?:zei|vertelde|zegt) (?:ze|zij|hij|ie)(?: (?:een keer|laatst|net|ook|altijd|steeds|pas))?|eigenlijk|weet je(?: wel)?|zeg maar|of zo|ofzo|ff|dus|zei ik|eerlijk gezegd|moet ik (?:eerlijk )?zeggen|"
        r"dat moet ik zeggen|als (?:je|ge|u) het zo vraagt|(?:dat|da) zei ik (?:al|toch|net)|(?:en )?(?:dat|da|dit) is (?:toch |juist |net |nou |wel )*(?:het|de) (?:hoofdding|hoofdzaak|ergste|belangrijkste|hele punt))[ .,!]*$",
        re.I,
    ),
    "en": re.compile(
        r"(?:[ ,]+(?:lol|haha+|tbh|mind you|though|you know|to be honest|that's about it|of course i have|(?:she|he|they) (?:said|told me|let slip)|innit|obviously|frankly|which was nice|"
        r"and here (?:we are|i am)|that'?s (?:really |just )?the (?:main|whole) (?:thing|point))|, (?:like|mind|honest)"
        r"|(?<!\bmy)(?<!\bhis)(?<!\bher)(?<!\byour)(?<!\btheir)(?<!\bof)(?<!\bin)(?<!\bnot)(?<!n't)(?<!\bto)(?<!\bnever)(?<!\bdon’t)(?<!\bi)(?<!\byou) mind)[ .,!]*$",
        re.I,
    ),
}
# A guess is marked as one behind the line, so that "I think" needn't stand in it.
GUESSED = {
    "nl": re.compile(r"(?:ik (?:denk|dacht|vermoed|gok)|denk ik)[ ,]+(?!dat\b|ik\b)|[ ,]+(?:denk|geloof|gok) ik$", re.I),
    "en": re.compile(r"i (?:suppose|think|thought|reckon|guess)[ ,]+(?:that |perhaps |maybe )?|[ ,]+i (?:suppose|guess|think|reckon)$", re.I),
}
# Said of the talk, of the page or of nothing at all.
REMARK = {
    "nl": re.compile(
        r"^(?:dat )?(?:zei|zeg|vertelde|noemde|bedoelde|vroeg|meende) ik\b(?: \w+){0,3}$|^dat heb ik (?:\w+ )?(?:verteld|gezegd|genoemd)\b|"
        r"\b(?:geen vraag|jouw vraag|je vraag|uw vraag|die regel|de regel (?:over|van)|de pagina|op het blad|deze chat|mijn gidsen)\b|"
        r"^(?:die|dat) (?:hoort|horen|moet|moest) (?:er |daar |hier )?(?:niet |wel |juist |ook )?(?:bij|onder|in|op|eraf|erbij)\b|"
        r"^(?:bij|onder) [\w ]{2,20} staat\b|^ik hoef \w+ niet te vragen\b|\bmoest (?:dit|hier)\b|^ik (?:snap|begrijp)\b.*\bniet\b|"
        r"^(?:verder|de rest|rest) (?:is |alles |klopt )?(?:\w+ )?(?:prima|goed|oké|ok|klopt)|^laat maar\b|^(?:je|u) (?:zei|zegt)\b|^(?:o |oh )?(?:nee,? )?wacht\b|\bdat zeg ik (?:\w+ ){0,2}verkeerd\b|^(?:en )?(?:het belangrijkste|nog iets|iets|één ding) mis ik\b|^(?:dat )?doe ik$|^dat kan(?: wel)?$|^we zien wel$|^dat zien we (?:dan )?wel$|^\w+ mist$|^er mist\b|\bklopt\b.*\bniet$|^dat vind ik\b|^\w+ is anders$|\bis (?:wel |ook )?een (?:groot|zwaar|duur|beladen) woord\b|"
        r"^(?:nog (?:steeds|altijd) )?(?:niet|on)[ ]?duidelijk(?: voor mij)?$|^ik wil het (?:nu )?over .* hebben$|^dat is geen terug\b|^(?:daar|het) gaat het (?:\w+ )?om$|\bhoeft? (?:\w+ ){0,3}niet te weten\b|"
        r"^(?:zo|klaar|precies|klopt|inderdaad|letterlijk|niet letterlijk)$|^dat is (?:alles|het|mijn werk)$",
        re.I,
    ),
    "en": re.compile(
        r"\bis (?:a bit )?(?:a|too) (?:big|strong|grand) (?:a )?word\b|\b(?:a|the|this|my|that) page\b|\bit should (?:say|read)\b|^(?:the|that) [\w' ]{2,30} line$|^i (?:was|am) (?:only |just )?asking\b|^i'm (?:only )?asking\b|"
        r"^i asked (?:you|for the|about)\b|\brather talk about\b|^i (?:do not|don't) follow\b|^i never said\b|"
        r"^(?:fair'?s fair|fair enough|(?:the )?rest (?:is|of it is) \w+|enough said|it is what it is|it'?s what (?:one|you) says?|that'?s (?:life|it|all|me|about it)|"
        r"there you go|here (?:we are|i am)|never ?mind|not literally|evidently|obviously|said|like|cheers|of course)$|"
        r"\basked me to do this\b|\btold to do this\b|\bset (?:it|this) up for me\b|\bset up the (?:computer|laptop|tablet)\b|"
        r"^(?:at least )?that'?s how \w+ tells it$|\b(?:doesn'?t|don'?t|does not|do not) need to know\b|^something about\b|^i'?d call that\b|"
        r"^the (?:\w+ ){1,2}(?:thing|promise|bit|one)$|^i(?:'ve)? just telled\b|\bnothing to do with (?:it|this)\b|, it'?s what (?:one|you|people) says?$|^(?:erm?|uhm?|um+|hm+)$|^lost count\b|^\w+ let slip$|^we'?ll see$|^(?:that )?i can do(?: that)?$|^will do$|^(?:oh |no )?(?:wait|hang on|hold on)\b|^you (?:said|keep|didn't|forgot)\b|^(?:there|no but|there,? no but)$|^nothing is below$|^(?:still |that's |it's )*(?:not|un)[ -]?clear(?: to me)?$|^let me (?:say|tell you|explain|start again)\b|^like ['‘]|^i would want to (?:begin|start)\b",
        re.I,
    ),
}


# What ends in a question mark and asks nothing of anybody.
RHETORICAL = re.compile(
    r"\b(?:snap|weet|begrijp|ken|zie|hoor) (?:je|jij|u)\b(?! (?:of|wat|hoe|waarom|wie))|\b(?:toch|hè|he|niet|right|eh|innit|isn't it|don't you|you know|see)\s*\?$"
    r"|\b(?:wat|what) (?:moet|kan|zou|can|could|should|do) (?:ik|i)\b.{0,12}\b(?:dan|anders|eraan|else|about it)\b",
    re.I,
)
# That something was told before: the coach asked what it could know.
SAID_BEFORE = {
    "nl": re.compile(r"(?:dat |maar |nou |zoals )*(?:zei|zeg|vertelde) ik (?:je |er |ook |net |al |toch |dus |daarnet )*(?:net|al|toch|daarnet|dus)(?: al| net)?|dat heb ik (?:je )?(?:net |al |toch |net al )*(?:gezegd|verteld)", re.I),
    "en": re.compile(r"(?:well |but |look |like |as |no )*i(?:'ve)?(?: just| already| did| literally)+ (?:say|said|tell you|told you)(?: that| so| already| before)*|(?:well |but )*(?:already |just )?(?:said so|told you)(?: that| so| already)*|(?:well |but )*(?:already |just )said(?: that| so)*|(?:well |but )*i (?:told|said) (?:it|that|you|you that)(?: already| before)", re.I),
}


# That the coach got it wrong, read badly or passed over something; said of nobody else.
OF_THE_COACH = {
    "nl": re.compile(
        r"(?:(?:nee|neen|maar|en|nou|ja|want|nu|dan|dus|ho even|wacht|sorry)[,.]? )*(?:"
        r"(?:je|jij|u|ge) (?:(?:zet|zette) .{0,40}\b(?:neer|op|erop|bij|onder|tussen)\b|schrijft|schreef|(?:vraagt|vroeg) (?!(?:je|u|jezelf|uzelf|me af)\b)|luistert (?:niet|slecht)|herhaalt|(?:snapt|begrijpt) (?:me |mij |het |er |hier )*niet|(?:slaat|sloeg) .{0,40}\bover\b|verdraai(?:t|de)|verzin(?:t|on)|haal(?:t|de) .{0,30}\bdoor elkaar)"
        r"|(?:je|jij|u) (?:noemt|noemde|vertelt|zegt|schrijft|laat) (?:\w+ ){0,3}(?:niet|niks|nergens|weg|liggen)\b|ik heb (?:je|jou|u) (?:dat |het )?(?:net|al|toch|zojuist|daarnet) (?:al )?(?:verteld|gezegd|geschreven)\b|(?:je|jij|u) (?:hebt|heb|had) .{0,50}\b(?:begrepen|gehoord|opgeschreven|geschreven|genoteerd|gemist|overgeslagen|gevraagd|neergezet|gelezen|verdraaid|vergeten)\b"
        r"|(?:je|jij|u) (?:gaat|ging|bent|was) (?:\w+ ){0,4}(?:(?:te |heel |erg |veel te )*snel|aan \w+ voorbij|voorbij|te (?:vlug|haastig))\b"
        r"|(?:dat|dit|het|hij|die|zo) (?:leest|las) (?:\w+ ){0,3}(?:alsof|net|raar|vreemd|krom|niet)\b.*|(?:dat|dit|het|zo) is (?:\w+ ){0,3}(?:geen (?:goed )?nederlands|geen (?:lopende )?zin$)|wat is dat voor (?:nederlands|zin|taal)\b.*"
        r"|ho(?: even| eens)+$|ik (?:zeg|zei) (?:het|dat) toch.{0,20}|streep (?:die |dat |hem )?(?:maar )?(?:weg|door)|dat (?:zei|bedoelde|vroeg|schreef) ik (?:helemaal )?niet"
        r"|ik (?:had|heb) het (?:helemaal |toch )?niet over .{2,40}|wat bedoel je nou.{0,20}|(?:hoor|lees|luister) (?:je|jij|u) (?:\w+ )?(?:wel|eigenlijk|überhaupt)\b.*"
        r")",
        re.I,
    ),
    "en": re.compile(
        r"(?:(?:no|but|and|so|well|now|sorry|hang on|hold on|wait|look)[,.]? )*(?:"
        r"you(?:'ve| have|'re| are|'d)?(?: just| still| also| even| now| only| clearly| got| keep| keep on| straight)* (?:put (?:\w+ ){1,5}(?:down|there|as|under|on (?:there|the page))|skipped|skipping|missed|left (?:out|off)|misheard|misread|misunderstood|listening|ignored|ignoring|forgot(?:ten)? (?:to|about|what i|the bit)|twisted|got (?:it|that|this|me|him|her|them) (?:\w+ )?wrong|not (?:listening|reading)|aren't (?:listening|reading)|didn't (?:answer|listen|read|hear))\b"
        r"|(?:you're|you are|this is|that's) (?:\w+ ){0,3}(?:too (?:fast|quick)|rushing)\b.*|are you (?:actually |even |really )?(?:reading|listening)\b.*|(?:that|this|it)(?:'s| is|) ?(?:isn't|not|hardly|barely) (?:even |really |proper )?english\b.*|(?:that|this|it|your (?:question|sentence)|what you (?:say|said|wrote)) (?:(?:doesn't|does not|didn't) make (?:any |much )?|makes no |made no )sense(?: to me| at all)?$"
        r"|(?:what|huh|eh|sorry what|what sorry)(?: but)?$|there isn't a but|i (?:literally |only |just |already )+(?:told|said to) you\b.*|i(?:'m| was|'m| am) not talking about .{2,40}|i wasn't talking about .{2,40}|i was (?:apologi[sz]ing|talking|saying (?:it|that|sorry)) to you\b.*"
        r"|(?:that|this|it) reads (?:\w+ )?(?:as if|like|odd|wrong|strange|funny)\b.*|that's not what i (?:said|meant|asked|told you)\b.*|i (?:never|didn't) sa(?:y|id) (?:that|anything)(?: like that| at all| of the kind)?$"
        r")",
        re.I,
    ),
}


# That the coach went past something, said beside an answer ("you've skipped over what I said").
PASSED_OVER = re.compile(
    r"\b(?:je|jij|u) (?:sloeg|slaat)\b[^.!?]{0,30}\bover\b|\b(?:je|jij|u) (?:hebt|heb|had)\b[^.!?]{0,30}\b(?:overgeslagen|geen antwoord|niet geantwoord)\b|\b(?:geef|geeft|gaf) (?:je|jij|u) (?:\w+ )?geen antwoord\b|\b(?:je|jij|u) (?:geeft|gaf) (?:\w+ ){0,3}geen antwoord\b"
    r"|\b(?:je|jij|u) (?:ging|gaat)\b[^.!?]{0,30}\b(?:aan voorbij|voorbij aan)\b|\b(?:dat|daar) vroeg ik (?:je |u )?niet\b|\bik vroeg (?:je|jou|u) (?:net )?(?:of|wat|hoe|waarom)\b"
    r"|\byou(?:'ve| have)? (?:just )?(?:skipped|left out|ignored|passed over|missed (?:what|that|the)|moved on)\b|\byou(?:'ve)? (?:still )?(?:didn'?t|did not|haven'?t|not) answer\w*\b|\byou(?:'ve| have)? still not (?:said|answered)\b"
    r"|\b(?:that's|thats|that is) not what i (?:asked|meant)\b|\bi (?:didn'?t ask (?:you|(?:if|whether) you|for that|about that|that)|asked you (?:whether|if|why|how|what))\b",
    re.I,
)


# The same where it can't be what somebody would say to another.
SURELY_OF_THE_COACH = re.compile(
    r"\b(?:heb|had|hebt|hoor|hoorde|begrijp|begreep|snap) (?:je|jij|u) (?:me|mij|dat|het|wel|nou|nu|eigenlijk|ook|niet|goed)(?: \w+){0,2} ?(?:gehoord|begrepen|gelezen|gesnapt)?$|\bdid you (?:actually |even )?(?:hear|get|read|understand) (?:me|that|it|what i)\b|"
    r"^(?:dat|dit|het) is (?:\w+ ){0,3}geen (?:goed )?nederlands\b|\bwat is dat voor (?:nederlands|zin|taal)\b|^(?:ho|wacht)(?: even)+$|^ik (?:zeg|zei) (?:het|dat) (?:net|toch|al)(?: toch| net| al)?$"
    r"|\bare you (?:actually |even |really )?(?:reading|listening)\b|^(?:that|this|it)(?:'s| is|) ?(?:isn't|not|hardly) (?:even )?english\b|^(?:that|this|it) (?:doesn't make|makes no) (?:any )?sense$|^(?:hang|hold) on\b|^i (?:literally|just|already) told you\b|^sorry,? what\b", re.I
)


def of_the_coach(text: str, language: str) -> bool:
    """Tell whether a clause says that the coach got it wrong, and tells nothing else."""
    return OF_THE_COACH[language].match(text.replace("’", "'").strip(" .,!?")) is not None


def says_it_was_said(text: str, language: str) -> bool:
    """Tell whether a clause says no more than that something was told before."""
    return SAID_BEFORE[language].fullmatch(text.replace("’", "'").strip(" .,!?")) is not None


def trimmed(text: str, language: str, source: str = "seen") -> str:
    """Return `text` without what was said around it: well, nou, lol, I think of a guess."""
    before = ""
    told = text.strip(" ,;.")
    while before != told:
        before = told
        told = _cut(BEFORE[language], told)
        told = AFTER[language].sub("", told).strip(" ,;")
        if source == "assumed":
            told = GUESSED[language].sub("", told, count=1) if GUESSED[language].match(told) else told
            end = GUESSED[language].search(told)
            told = told[: end.start()] if end and end.end() == len(told) else told
    return told


def _cut(opening: re.Pattern[str], text: str) -> str:
    """Return `text` behind the words before it, unless a verb comes next ("en heb het gedaan")."""
    found = opening.match(text)
    if found is None:
        return text
    after = text[found.end() :]
    return text if re.match(r"(?:heb|ben|had|was|kon|moest|ging|did|have)\b", after, re.I) else after


def is_remark(text: str, language: str) -> bool:
    """Tell whether `text` was said of the talk or the page, and so belongs on none."""
    return says_it_was_said(text, language) or REMARK[language].search(text.replace("’", "'").strip(" .,!?")) is not None


SUBJECTS = frozenset("i we you they he she it ik we wij je jij jullie zij ze hij".split())


def is_clause(text: str, lexicon: Lexicon) -> bool:
    """Tell whether `text` has a verb that goes with somebody or something."""
    tokens = [t for t in tokenise(text, lexicon) if t.kind != "punctuation"]
    verbs = {t.kind for t in tokens} & {"auxiliary", "verb"}
    starts = tokens and tokens[0].lower in SUBJECTS and len(tokens) > 1
    return bool(verbs) or bool(starts)
