"""Whole sentences a person wrote out: for somebody else to hear, or as an if-then step."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from coach.dialogue.asked import Asked
from coach.dialogue.clauses import Clause
from coach.dialogue.grammar import times_in
from coach.dialogue.lexicon import Lexicon
from coach.dialogue.of_the_page import speaks_of_page, speaks_of_talk
from coach.dialogue.pieces import DICTATES, Found, is_question, stripped
from coach.dialogue.said_out import (
    OF_ONESELF,
    QUESTION,
    SOMEBODY_SAID,
    SPEAKS_TO,
    TRAILS,
    SaidOut,
    said_out,
    was_said_then,
)
from coach.dialogue.steps import does_on_a_day
from coach.dialogue.wordings import THEN_I
from coach.dialogue.words import content

STEP = {
    "nl": re.compile(
        r"\b(?:als|zodra|wanneer)\b.{3,}?,?\s*(?:\bdan\b\s+\w+|\b\w+)\s+\bik\b", re.I | re.S
    ),
    "en": re.compile(
        r"\b(?:if|when|once|as soon as)\b.{3,}?,?\s*(?:then )?\bI(?:'ll|’ll|'m going| will| say| ask| start)?\b",
        re.I | re.S,
    ),
}


def _offers(found: Sequence[Found], number: int) -> bool:
    """Tell whether a sentence has something that is offered: that is on the page by itself."""
    return any(f.field == "offer" and f.clause.sentence == number for f in found)


def with_steps(
    parts: Sequence[Clause], found: list[Found], text: str, asked: Asked, lexicon: Lexicon
) -> list[Found]:
    """Take an if-then sentence as one next step, whatever was asked, near the end of the walk."""
    if asked.phase not in {"mirror", "closing", "repair", "reciprocity"}:
        return found
    for number in dict.fromkeys(c.sentence for c in parts):
        inside = [c for c in parts if c.sentence == number]
        whole = text[inside[0].start : inside[-1].end]
        if asked.phase != "reciprocity" and does_on_a_day(whole, lexicon.language) and not is_question(inside[-1], text) and not _offers(found, number):
            clause = Clause(whole, inside[0].start, inside[-1].end, sum((c.tokens for c in inside), ()), number)
            step = Found("next_step", stripped(whole), "seen", clause)
            kept = [f for f in found if f.clause.sentence != number or f.field == "sentence" and len(f.clause.text) > len(whole)]
            before = [f for f in kept if f.clause.sentence < number]
            found = [*before, step, *kept[len(before) :]]
            continue
        timed = len(inside) > 1 and not content(inside[0].text, lexicon) - _words_of_time(inside[0].text, lexicon)
        opens = next((t.lower for t in inside[int(timed)].words if t.kind != "coordinator"), "")
        asks = is_question(inside[-1], text) and not THEN_ASKS.search(whole)
        if opens not in {"als", "zodra", "wanneer", "if", "when", "once"} or not STEP[lexicon.language].search(whole) or asks:
            continue
        if any(f.field == "wish" and f.clause.sentence == number for f in found) and not THEN_I.search(whole):
            continue  # "if Moira put it on the board", in answer to how they would see it
        after = [c for c in parts if c.sentence == number + 1]
        if after and THEN_TOO.match(after[0].text) and not is_question(after[-1], text):
            inside = [*inside, *after]
        end = inside[-1].end + (text[inside[-1].end :][:1] == "?")
        whole = text[inside[0].start : end]
        tokens = sum((c.tokens for c in inside), ())
        clause = Clause(whole, inside[0].start, end, tokens, number)
        step = Found("next_step", stripped(whole) + ("?" if whole.endswith("?") else ""), "seen", clause)
        kept = [f for f in found if f.clause.sentence not in {c.sentence for c in inside}]
        before = [f for f in kept if f.clause.sentence < number]
        found = [*before, step, *kept[len(before) :]]
    return found


def _words_of_time(text: str, lexicon: Lexicon) -> set[str]:
    return {w for time in times_in(text, lexicon) for w in content(time, lexicon)}


# "…, then I ask: what have you not said to her?": the question is what they'll ask.
THEN_ASKS = re.compile(r"\b(?:(?:vraag|zeg) ik|I(?:'ll|’ll| will)? (?:ask|say))\b[^:]{0,30}:", re.I)
THEN_TOO = re.compile(r"(?:(?:en|and) )?(?:dan|daarna|then|after that)\b(?! (?:what|wat|hoe|how)\b)", re.I)  # what is done next as well
OWN_LEAD = re.compile(r"(?:\b(?:zeg|zeggen|vraag|vragen|zin|zinnen|say|ask|sentence|words)\b[^.!?]{0,15}|:) ?[‘“\"']?$", re.I)
QUOTED = re.compile(r"(?<!\w)['‘\"“](?P<words>\S.{15,300}?)['’\"”](?!\w)", re.S)
DICTATED = re.compile(
    r"(?:\bsomething like|\bzoiets als|\biets als|\bik (?:zou|wil|ga)\b[^:.]{0,30}\bzeggen|\bzeg ik|\bdoe (?:mij )?(?:dan )?maar[^:.]{0,25}|"
    r"\bmaak er[^:.]{0,12} van|\b(?:i'd|i would|i want to|i'll|i could) (?:just )?say[^:.]{0,15}|"
    r"\bik maak (?:hem|haar|'m|het) (?:zelf|dan) ?(?:wel|maar)?|\bi'll (?:write|make|do) (?:it|my own)[^:.]{0,12}|"
    r"\bwhat i'd say is|\bmake (?:it|that))\s*[:,]\s*(?P<words>[^‘“\"'].{15,300}?)(?=[.!?](?:\s|$)|$)",
    re.I | re.S,
)
# What follows is the whole of what they want to say.
WRITTEN_OUT = re.compile(
    r"\b(?:maak er (?:dit|dan|maar|gewoon)?[^:.]{0,12}van|zet (?:er )?(?:maar |dan )?neer|make (?:it|that)(?: this)?|put it like this|let it be|(?:it|they|that) should (?:read|say|be)|(?:dat|die|het) moet(?:en)? (?:zijn|worden|luiden)|ik zou zeggen|i'd say|i would say)\s*:\s*(?P<words>.{15,400})$",
    re.I | re.S,
)


def with_dictated(found: list[Found], text: str, asked: Asked) -> list[Found]:
    """Take a sentence the person wrote out for somebody else as that sentence, whole."""
    if (said := written_out(text, asked)) is not None:
        outside = [f for f in found if f.field != "sentence" and not (f.clause.start < said.behind and f.clause.end > said.lead)]
        words = text[said.lead : said.end] if said.who else said.words  # whom it is for stands before it
        mark = "?" if words.endswith("?") else ""
        return [*outside, Found("sentence", stripped(words) + mark, "seen", Clause(words, said.start, said.end, (), 0))]
    plain = text.replace("’", "'")
    for match in (*QUOTED.finditer(text), *WRITTEN_OUT.finditer(plain), *DICTATED.finditer(plain), *_to_their_face(plain, asked)):
        start, end = match.span("words")
        words = text[start:end]
        spoken = re.search(r"\b(?:je|jij|jou|jouw|jullie|u|uw|ge|you|your)\b", words, re.I)
        own = re.search(r"\b(?:ik|i|i've|i'll|we|we've)\b", words, re.I)
        called = re.match(r"[A-ZÀ-Ý][\w'’-]+, ", words)
        if len(words.split()) < 5 or not (spoken or called) or not own:
            continue
        before = text[max(start - 40, 0) : start]
        if match.re is QUOTED and (SOMEBODY_SAID.search(before) or was_said_then(text[:start])):
            continue
        if match.re is QUOTED and asked.field in {"said", "came_back"} and not OWN_LEAD.search(before):
            continue  # what was said so far, which was asked
        theirs = asked.audience == "client" and asked.field != "sentence" and start > 2
        if match.re is QUOTED and theirs and not OWN_LEAD.search(before):
            continue  # what a boss says to them is no sentence of theirs
        cut = re.search(r",?\s+(?:but|maar|although|hoewel)\b", words, re.I) or TRAILS.search(words)
        if cut:
            end, words = start + cut.start(), words[: cut.start()]
        outside = [f for f in found if not (f.clause.start < end and f.clause.end > start)]
        clause = Clause(words, start, end, (), 0)
        return [*outside, Found("sentence", stripped(words), "seen", clause)]
    return found


def written_out(text: str, asked: Asked) -> SaidOut | None:
    """Return the words a turn writes out for somebody to hear; None when it only speaks so to the coach."""
    known = [n for n in (*asked.names, asked.focus) if n[:1].isupper()]
    people = tuple(dict.fromkeys([*known, *(n.split()[0] for n in known if len(n.split()) == 2)]))
    said = said_out(text, people, asked.field == "sentence" or asked.given_words)
    if said is not None and asked.audience == "client" and WOULD_SAY.search(text[: said.start]):
        return None  # "dat ie zegt: Ferry, ik had je een week beloofd": not theirs to say
    if said is None or asked.field == "sentence" or asked.given_words:
        return said
    early = asked.phase in {"opening", "contributions"} and not (asked.reviewing or asked.closed)
    if early or not said.plainly or asked.audience == "coach":
        return None  # "I'd say: you can't run a shift with two" speaks to nobody yet
    if said.question:  # else "can I ask: …" may well ask the coach
        return said if asked.audience == "client" and re.match(QUESTION, text[said.lead :], re.I) else None
    asks = said.words.rstrip().endswith("?") and text[said.start - 1 : said.start] in "‘'“\""
    return said if said.who or asks or SPEAKS_TO.search(said.words) or CALLS.match(said.words) else None


CALLS = re.compile(r"[A-ZÀ-Ý][\w'’-]+, ")  # whom it is said to


# That somebody else should say something to the speaker, which isn't for the speaker to say.
WOULD_SAY = re.compile(
    r"\b(?:[Ii]f|[Ww]hen|[Tt]hat|[Aa]ls|[Dd]at|[Ww]anneer)\b[^.!?]{0,20}\b(?:he|she|they|somebody|someone|hij|ie|ze|zij|iemand|[A-Z]\w+)\b[^.!?]{0,40}\b(?:says?|said|tells?|told|zegt|zei|zeggen|zeg)\b"
    r"|\b(?:he|she|they|hij|ie|ze|zij|[A-Z]\w+) (?:should|could|might|would|ought to|moet|kan|kon|zou|mag|had)\b[^.!?]{0,40}\b(?:say|said|tell|told|zeggen|gezegd)\b"
)


def without_wishes(found: list[Found], text: str, asked: Asked) -> list[Found]:
    """Take for a wish what a client says somebody else should say to them."""
    if asked.audience != "client" or written_out(text, asked) is not None:
        return found
    for_words = asked.field == "sentence" or asked.given_words

    def wished(piece: Found) -> bool:
        if piece.field != "sentence" or not SPEAKS_TO.search(piece.text):
            return False
        return WOULD_SAY.search(text[: piece.clause.start]) is not None or not for_words and not OF_ONESELF.search(piece.text)

    return [replace(p, field="wish") if wished(p) else p for p in found]


def _to_their_face(text: str, asked: Asked) -> list[re.Match[str]]:
    """Return the words that begin with the name of the one in hand and speak to them ("Yusuf, I said May, and you …")."""
    if not asked.focus[:1].isupper() or asked.audience != "leader" or asked.phase in {"opening", "contributions"}:
        return []
    called = rf"(?:^|(?<=[.!?] ))(?P<words>{re.escape(asked.focus)}, (?=[^.!?]*\b(?:ik|i|i've|we)\b)(?=[^.!?]*\b(?:je|jij|jou|jouw|you|your)\b)[^.!?]{{15,300}})"
    return list(re.finditer(called, text, re.I))


# Said to the coach who asked for a sentence: it is no sentence for anybody else. "You're the one who kept
# it going" and "could you tell me what it cost" are.
TO_THE_COACH = re.compile(
    r"\b(?:jij|je|you)(?:'re| bent| are) (?:toch |hier )?(?:de|the|een|a) (?:coach|expert|deskundige|computer|bot|machine|ai)\b|(?:^|[.!?,]\s*)you tell me(?=\s*(?:[.,!?]|$))|\bzeg jij (?:het|'t) maar\b|\bme talking to you\b"
    r"|(?:^|[.!?,]\s*)(?:(?:nee|nou|tja|dat|no|well|honestly|i) ?,? ?)*(?:weet ik (?:veel|niet|het niet)|geen (?:flauw )?idee|no idea|dunno|(?:don't|do not) know)(?=\s*(?:[.,!?]|$))"
    r"|(?:^|[.!?,]\s*)(?:and |but |en |maar )?(?:i(?:'ve)? (?:just|already) said|i (?:can't|cannot|won't|wouldn't) say (?:that|it)|it should (?:start|begin|be about)|dat (?:kan|ga|zeg|wil) ik (?:zo |echt )?niet(?: zeggen)?|(?:het|hij|die|dat) moet (?:beginnen|over)|dat (?:zei|zeg) ik (?:net|al|toch))\b",
    re.I,
)
SPEAKS_OF = re.compile(r"\b(?:she|he|her|him|his|they|them|ze|zij|hij|haar|hem|hen|hun)\b", re.I)


# How somebody ends who wrote a sentence out: "zo is het goed", "zo zou ik het zeggen, en dan klaar".
ENDS = re.compile(
    r"(?:[.!?,;]\s+)(?:(?:dank (?:u|je)(?: wel)?|bedankt|thanks?|thank you|cheers|ok|oké|goed|mooi|zo|en|dan|and|then|so)[,.]? )*(?:zo is het (?:goed|klaar|prima|genoeg)|zo zou ik het (?:zeggen|doen)|dat was het|(?:en )?dan klaar|klaar|that's it|that'll do|that's how i'd (?:say|put) it|done)(?:,? (?:en )?dan klaar)?[.!\s]*$", re.I
)


# What ends the talk, and is said to nobody else: "Dat was het, dank u wel."
_BYE = r"(?:dat (?:was|is) (?:het|alles|'t)|that(?:['’]?s| was| is) (?:it|all)|(?:dank (?:je|u)|dankjewel|dankuwel|bedankt|merci|thanks|thank you|cheers)(?: (?:wel|hoor|alvast|very much|so much|a lot|again))*)"
SAYS_BYE = re.compile(rf"(?:(?:ok|oké|goed|nou|top|well|right|great),? )*{_BYE}(?:[ .,!]+(?:en |and |for now|verder|then|dan )*{_BYE})*[ .,!]*$", re.I)
# A sentence that only says that words follow: "Perhaps this."
LEADS_IN = re.compile(r"^(?:perhaps|maybe|how about|what about|misschien|wellicht|bijvoorbeeld|dan|wat dacht je van)(?: (?:like )?(?:this|so|zo|dit|zoiets|iets|deze))?\s*[.:…]+\s*(?=\w)", re.I)
# An apology is said up to where it is taken back.
TAKEN_BACK = re.compile(r"(\b(?:sorry|apologi[sz]e|regret|spijt(?:t|en)? \w+|excuses)\b[^.!?]*?),?\s+(?:but|although|though|maar|hoewel)\b.*$", re.I | re.S)


def with_own_words(
    parts: Sequence[Clause], aside: Sequence[Clause], found: list[Found], text: str, asked: Asked
) -> list[Found]:
    """Take what speaks to the other person as the sentence, whole, when that was asked for."""
    if asked.field != "sentence" or asked.audience != "leader" or QUOTED.search(text):
        return found
    told: list[tuple[int, int]] = []
    for number in dict.fromkeys(c.sentence for c in parts):
        inside = [c for c in parts if c.sentence == number and c not in aside]
        words = text[inside[0].start : inside[-1].end] if inside else ""
        if inside and len(inside[0].text.split()) >= 2 and not TO_THE_COACH.search(words) and not speaks_of_page(words) and not speaks_of_talk(words) and not SAYS_BYE.match(words):
            told.append((inside[0].start, inside[-1].end))
    spoken = [span for span in told if SPEAKS_TO.search(text[slice(*span)])]
    run = [s for s in told if s in spoken or not SPEAKS_OF.search(text[slice(*s)])]
    if not spoken or not run:
        return found
    start, end = run[0][0], run[-1][1]
    called = rf"(?:^|[.!?:]\s+)(?P<name>{re.escape(asked.focus)}),? (?=\S)"
    calls = list(re.finditer(called, text[:end], re.I)) if asked.focus else []
    if calls:
        start = max(start, calls[-1].start("name"))  # what stands before "Yvonne, ik heb …" is said to the coach
    words = DICTATES.sub("", LEADS_IN.sub("", text[start:end]))
    start = end - len(words)
    words = TAKEN_BACK.sub(r"\1", TRAILS.sub("", words))
    end = start + len(words)
    if not 5 <= len(words.split()) <= 60:
        return found
    outside = [f for f in found if not (f.clause.start < end and f.clause.end > start) and not (calls and f.field == "sentence")]
    return [*outside, Found("sentence", stripped(words), "seen", Clause(words, start, end, (), 0))]
