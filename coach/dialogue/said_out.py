"""Words somebody writes out for another to hear: where they begin in a turn, and where they end.

What follows "I'd say: …" is theirs whole, to the end of what they would say. What they ask the coach
behind it, what they tell of somebody else, and how they sign off aren't part of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from coach.dialogue.names import load_names
from coach.dialogue.of_the_page import speaks_of_page

SPEAKS_TO = re.compile(r"\b(?:je|jij|jou|jouw|jullie|u|uw|ge|gij|ur|urs|you|your|yours|you're|you've|you'd|you'll)\b", re.I)
OF_ONESELF = re.compile(r"\b(?:ik|mij|me|mijn|m'n|mn|we|wij|ons|onze|i|i'\w+|my|mine|we'\w+|our|us)\b", re.I)

# What says that the words before it were only about so, and everything behind it.
TRAILS = re.compile(
    r"(?:[.!?,;]\s+|\s+(?=(?:or|of)\b)|^\s+)(?:or |and |en |of )?(?:something (?:like that|along those lines)|words to that effect|zo ?iets|iets in die (?:geest|trant|richting)|dat idee)(?: dus| ongeveer| anyway)?\s*(?=[.!?,;]|$).*$", re.I | re.S
)

ALSO = re.compile(r"\b(?:ook|erbij|also|as well)\b", re.I)
# "I'd say: …", "ik wil ook zeggen: …", "I'd put it to her like this: …"
SAYING = (
    r"(?:ik (?:zou|wil|wilde|wou|ga|zal|kan)|dan (?:zou|wil|ga|zal) ik|wat ik zou zeggen is|i'd|i would|i'll|i will|i want to|i could|what i'd say is|i'd like to|(?:can|could|may|should) i|(?:mag|kan|zal) ik) "
    r"(?:(?!niet\b|not\b|nooit\b|never\b)[\w'-]+ ){0,5}?(?:say|tell|put it|ask|go with|open with|start with|begin with|write|zeggen|vragen|vertellen|beginnen met|openen met|schrijven)(?: (?!that\b|dat\b)[\w'-]+){0,4}?"
)
# "Something like: …", which answers what they'd say when that was asked.
LIKE = (
    r"(?:iets (?:van|als|in de trant van)|zo ?iets als|zo ?iets|something like|maybe|perhaps|misschien|how about|what about|more like|eerder zo|liever(?: zo)?|beter(?: zo)?|better|rather|instead"
    r"|(?:dan )?(?:zeg|vraag|begin) ik(?: (?!altijd\b|steeds\b|vaak\b)[\w']+){0,3}|(?:dan )?ik (?:zeg|vraag|begin)(?: (?!altijd\b|steeds\b|vaak\b)[\w']+){0,3}"
    r"|(?:then )?i (?:say|ask|start with|open with)(?: [\w']+){0,2})"
)
QUESTION = r"(?:(?:mijn|m'n|de) (?:ene )?vraag(?: (?:is|wordt|zou zijn))?(?: dan| dus)?|my (?:one )?(?:question|request)(?: (?:is|would be))?(?: then)?)"
OPENS = re.compile(rf"(?:^|[.!?,;:\n]\s*|\b(?:en|maar|and|but|so|dus|ok|oké|nee|no|well|nou)\s+)(?:(?P<saying>{SAYING})|(?P<like>{LIKE})|(?P<question>{QUESTION}))\s*(?::\s*|,?\s*(?=['‘“\"]))", re.I)
# "Can I also say: …?"; "can I ask: …?" asks the coach.
LEAVE = re.compile(r"(?:can|could|may|should) i\b|(?:mag|kan|zal) ik\b", re.I)
IF = re.compile(r"\b(?:als|zodra|wanneer|if|when|once)\b[^.!?]*$", re.I)

# A sentence that goes on with something else than what they'd say.
TURNS_AWAY = re.compile(
    r"(?:(?:en|and|maar|but|o|oh|ok|oké|so|dus) ?,? ?)*(?:trouwens|overigens|by the way|btw|anyway|otherwise|verder|voor de rest|apart from that|hang on|wacht|o ja|oh yes"
    r"|that'?s (?:all|it|what i)|that is (?:all|it)|dat is (?:alles|het|wat ik)|dat was het|meer niet|nothing more|(?:zo|dit) zou ik het|zo(?: dus)?[.!?]*$|zoiets|something like that|thanks?\b|thank you|dank|bedankt|klaar\b|done\b|(?:dat|die) (?:laatste|eerste|tweede)(?: (?:zin|stuk|stukje))? (?:durf|vind|weet|kan|wil|lukt|is)\b|(?:the|that) (?:last|first|second) (?:bit|one|part|sentence)\b)",
    re.I,
)
# What asks the coach, and not the one who hears it.
ASKS_COACH = re.compile(
    r"(?:(?:en|and|maar|but|of|or|so|dus) ?,? ?)*(?:is (?:dat|het|dit|that|it|this)\b|(?:klinkt|sounds?)\b|does (?:that|it|this)\b|(?:zeg|moet|mag|zal|kan|doe|vraag|noem) ik\b|(?:should|do|shall|must|would) i\b|(?:wat|hoe) (?:vind|denk|zou) (?:je|jij|u)\b"
    r"|what do you think|how (?:does|do) (?:that|it)|would (?:that|it)\b|(?:is|was) (?:that|it)\b|(?:kan|mag|werkt|past) (?:dat|het|dit) zo\b|too (?:much|blunt|long)|te (?:veel|lang|bot)|zo\b|like (?:that|this)\b|(?:ok|oké|goed|good|right)\b)",
    re.I,
)
# What is said of the page to the coach.
OF_THE_PAGE = re.compile(
    r"\b(?:het|dat|die) staat er\b|\bstaat (?:het|dat|die|ie) er\b|\bop de pagina\b|\bmoet [\w ]{3,20} worden\b|\b(?:put|zet) (?:that|it|this|dat|die|het|er)\b|\bon the page\b|\bit (?:still )?says\b|\bshould (?:say|read)\b|\byou(?:'ve| have) put\b", re.I
)
# When they'll say it, which is told the coach: "I'll say it Monday after the briefing".
WHEN_IT_IS_SAID = re.compile(r"(?:(?:and|en|dan|so|dus) )?(?:i(?:'ll|ll| will) (?:say|tell|do|ask|give|raise) (?:it|that|this|him that|her that|them that)\b|(?:dat|dit|het|die zin) (?:zeg|vraag|vertel|ga|zal) ik (?!je\b|jou\b|u\b)|ik (?:zeg|vraag|vertel) (?:het|dat|dit|die zin) (?!je\b|jou\b|u\b)|dan zeg ik (?:dat|het|die zin)\b)", re.I)
OF_ANOTHER = re.compile(r"\b(?:he|she|hij|ze|zij|ie)\b", re.I)
# Whoever they are about to speak to, told of to the coach ("I'm seeing him Thursday").
OF_THE_OTHER = re.compile(r"\b(?:him|hem)\b|\b(?:her|haar)\b(?=\s*(?:[.,!?;]|$)|\s+(?:on|op|at|om|in|about|over|tomorrow|morgen|\w+day|\w+dag)\b)", re.I)
DOUBTS = re.compile(
    r"\b(?:klinkt|is|komt)(?: \w+){0,3} (?:hard|kaal|kort|bot|stom|droog|suf|simpel|mager|weinig)\b|\b(?:sounds?|is|it's|that's|comes across|bit)(?: \w+){0,3} (?:harsh|bald|blunt|short|thin|stiff|daft|plain|hard|cold|bare)\b", re.I
)
# How somebody says that the words end there, which is said to the coach.
SIGNS_OFF = re.compile(r"\s*(?:that'?s (?:all|it)|that is (?:all|it)|dat is (?:alles|het)|dat was het|meer niet|nothing more|something (?:like that|along those lines)|zo ?iets|iets in die geest|zo(?: dus)?(?=[.!?]))[^.!?,]*[.!?,]*", re.I)
# How somebody tells that words were said before: they aren't words for now.
SAID_THEN = re.compile(
    r"(?:\b(?:those|these) were (?:my|his|her|their) (?:exact )?words|\b(?:i|we|he|she|they)(?: had|'d|'ve| have)? (?:said|told (?:her|him|them|everyone)|promised)|"
    r"\b(?:zei|beloofde) (?:ik|we|hij|ze|zij)|\b(?:ik|we|hij|ze|zij) (?:zei|beloofde)|\b(?:dat|dit) waren (?:mijn|z'n|haar|zijn) woorden|"
    r"\bheb (?:ik )?(?:\w+ ){0,4}(?:gezegd|beloofd))\b[^.?!]{0,25}$",
    re.I,
)
SAYS_NOW = re.compile(r"\b(?:i'd|i would|i'll|i will|i want to|could|ik zou|ik wil|ik ga|dan zeg)\b[^.?!]{0,40}$", re.I)
SENTENCE = re.compile(r"[^.!?\n]+(?:[.!?]+[’'\"”]?|\n|$)\s*")
# Closed as it was opened; "the girls' race" closes nothing where another mark follows.
QUOTE = re.compile(r"(?P<open>['\"])(?P<words>\S.{8,400}?)(?:(?<!s)|(?!'\s+[a-z][^']*'(?!\w)))(?P=open)(?!\w)", re.S)
PLAIN = str.maketrans("‘’“”", "''\"\"")
FEWEST, FEWEST_QUOTED = 3, 5  # words
SOMEBODY_SAID = re.compile(
    r"\b(?:he|she|they|hij|ze|zij|ie|[A-Z]\w+) (?:\w+ ){0,2}?(?:says?|said|wrote|texted|told|goes|zegt|zei|zeggen|riep|schreef|appte|mailde|antwoordde)\b[^.!?]*$"
)


@dataclass(frozen=True)
class SaidOut:
    """Words written out for somebody: from `start` to `end`; what leads to them begins at `lead`."""

    words: str
    lead: int
    start: int
    end: int
    behind: int  # where what only says that they end there has ended
    also: bool = False  # to be said beside what stands
    question: bool = False  # called a question, or what they'd ask
    who: str = ""  # whom it calls by name before a colon
    plainly: bool = True  # whether its lead says that they'd say it, also when nobody asked


def said_out(text: str, people: tuple[str, ...] = (), asked: bool = False) -> SaidOut | None:
    """Return the first words of a turn that are written out for somebody; None without any.

    `people` are whoever the talk knows by name ("Priya: you came back …"). Where words were `asked`
    for a quotation that speaks to somebody is them, whatever leads to it.
    """
    plain = text.translate(PLAIN)
    for lead, start, named in _leads(plain, people):
        quoted = QUOTE.match(plain[start:])
        start, end = (start + quoted.start("words"), start + quoted.end("words")) if quoted else (start, _end(plain, start, people))
        words = text[start:end].rstrip(" ,;")
        words = words.rstrip("?") if LEAVE.match(plain[lead:]) and not ASKS.match(words) else words
        if len(words.split()) >= FEWEST and _can_be_heard(words):
            kind = named.groupdict()
            asks = bool(kind.get("question")) or re.search(r"\b(?:ask|vragen)\b", kind.get("saying") or "", re.I) is not None
            end = start + len(words)
            off = SIGNS_OFF.match(plain, end)
            return SaidOut(words, lead, start, end, off.end() if off else end, ALSO.search(named[0]) is not None, asks, kind.get("who") or "", not kind.get("like"))
    return next(_quoted(text, plain), None) if asked else None


def _quoted(text: str, plain: str) -> Iterator[SaidOut]:
    """Yield the quotations that speak to somebody, of the speaker, and weren't said before."""
    for match in re.finditer(rf"(?<!\w){QUOTE.pattern}", plain, re.S):
        start, end = match.span("words")
        ours = SPEAKS_TO.search(match["words"]) and OF_ONESELF.search(match["words"])
        if ours and len(match["words"].split()) >= FEWEST_QUOTED and not was_said_then(plain[:start]) and not SOMEBODY_SAID.search(plain[: match.start()]):
            off = SIGNS_OFF.match(plain, match.end())
            yield SaidOut(text[start:end], match.start(), start, end, off.end() if off else match.end())


def was_said_then(before: str) -> bool:
    """Tell whether what stands `before` words says that they were said back then."""
    before = before.replace("’", "'").replace("‘", "'").rstrip(" '‘\"“,:")
    return SAID_THEN.search(before) is not None and SAYS_NOW.search(before) is None


def _leads(plain: str, people: tuple[str, ...]) -> Iterator[tuple[int, int, re.Match[str]]]:
    """Yield where what leads to words begins, where it ends, and the match."""
    found = [m for m in OPENS.finditer(plain) if not IF.search(plain[: m.start() + 1]) and not _asks_leave(m["saying"] or "")]
    names = "|".join(re.escape(p) for p in sorted(people, key=len, reverse=True))
    if names:
        calls = re.finditer(rf"(?:^|(?<=[.!?] )|(?<=\n))(?P<who>{names}): *(?=\w)", plain)
        found += [m for m in calls if SPEAKS_TO.search(re.split(r"[.!?\n]", plain[m.end() :], maxsplit=1)[0])]
        towards = re.finditer(rf"(?:^|(?<=[.!?] )|(?<=\n))(?i:to|tegen|aan) (?:{names})(?:,? (?i:i'?d|id|i would|i'll|zou ik|zeg ik|ik zou)(?: (?!say that\b)[\w']+){{0,3}})?: *(?=\w)", plain, re.I)
        found += [m for m in towards if SPEAKS_TO.search(re.split(r"[.!?\n]", plain[m.end() :], maxsplit=1)[0])]
        # "Zin tegen Youssef dan, even zoeken: Youssef, …": whatever leads to it
        leads = re.finditer(rf"(?:^|(?<=[.!?] )|(?<=\n))[^.!?:\n]{{3,60}}: *(?=(?:{names}), )", plain)
        spoken = re.finditer(rf"(?:^|(?<=[.!?,] )|(?<=\n))[^.!?:\n]{{0,25}}\b(?:dan zeg ik|zeg ik dan|zou ik zeggen|i'd say|i would say|i'd just say)(?: (?:denk ik|gewoon|maar|i think|just|like))*,? (?=(?:{names}),? (?:ik|i|je|you|we)\b)", plain, re.I)
        found += [m for m in spoken if m.end() not in {f.end() for f in found}]
        starts = {m.end() for m in found}
        found += [m for m in leads if m.end() not in starts and SPEAKS_TO.search(plain[m.end() :])]
    for match in sorted(found, key=lambda m: m.start()):
        begins = re.search(r"\w", match[0])
        yield match.start() + (begins.start() if begins else 0), match.end(), match


def _asks_leave(lead: str) -> bool:
    return LEAVE.match(lead) is not None and re.search(r"\b(?:ask|vragen)\b", lead, re.I) is not None


def _can_be_heard(words: str) -> bool:
    """Tell whether words speak to somebody, of the speaker, or ask something."""
    return bool(SPEAKS_TO.search(words) or OF_ONESELF.search(words) or words.endswith("?") or ASKS.match(words))


# How a question to somebody else begins.
ASKS = re.compile(r"(?:[A-ZÀ-Ý][\w-]+, )?(?:can|could|will|would|may|shall|what|when|who|how|why|which|kunt?|kan|kunnen|wilt?|zult?|zou(?:dt|den)?|mag|mogen|wat|wanneer|wie|hoe|waarom|welke)\b", re.I)


def _end(plain: str, start: int, people: tuple[str, ...]) -> int:
    """Return where the words that begin at `start` end: before the first sentence that is none of them."""
    end, whom = start, ""
    for number, each in enumerate(SENTENCE.finditer(plain, start)):
        told = each[0].strip()
        cut = TRAILS.search(told)
        if number == 0:
            whom = next((p for p in people if re.match(rf"{re.escape(p)}\b", told, re.I)), "")
        elif cut and not cut.start() or _is_beside(told, whom, people):
            break
        end = each.start() + len(each[0].rstrip())
        if cut:
            end = each.start() + cut.start()
            break
    return end


def _is_beside(told: str, whom: str, people: tuple[str, ...]) -> bool:
    """Tell whether a sentence behind words that are said isn't said itself."""
    asks = told.endswith("?") or re.match(r"(?:of|or)\b", told, re.I) is not None
    if WHEN_IT_IS_SAID.match(told.replace("’", "'")):
        return True
    if TURNS_AWAY.match(told) or OF_THE_PAGE.search(told) or speaks_of_page(told) or asks and ASKS_COACH.match(told):
        return True
    if people and re.match(rf"(?:and |en )?(?:to|tegen) (?:{'|'.join(map(re.escape, people))})\b", told, re.I):
        return True  # "To Lorna just …"
    if SPEAKS_TO.search(told):
        return False
    names = {*people, *(w for w in re.findall(r"\b[A-ZÀ-Ý][\w-]+", told) if w.casefold() in load_names().first)} - {whom}
    another = any(re.search(rf"(?<!\w){re.escape(p)}(?!\w)", told) for p in names)
    return bool(OF_THE_OTHER.search(told) or DOUBTS.search(told)) or not OF_ONESELF.search(told) and bool(another or OF_ANOTHER.search(told))
