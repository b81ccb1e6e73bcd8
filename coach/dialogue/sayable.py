"""Which words can be said to somebody's face: whole, meant for them, and not taken back.

Fewer and surer. A sentence has a subject and a verb; what somebody quoted as said long ago is no
sentence to say now; what they refused to say isn't offered a second time.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise

from coach.dialogue.clauses import tokenise
from coach.dialogue.lexicon import Lexicon
from coach.dialogue.of_the_page import without_page_talk
from coach.dialogue.own_words import ENDS, LEADS_IN, SAYS_BYE, TAKEN_BACK, TO_THE_COACH
from coach.dialogue.phrasebook import load_phrasebook, sentence
from coach.dialogue.remarks import is_remark, trimmed
from coach.dialogue.said_out import ASKS, DOUBTS, said_out, was_said_then
from coach.dialogue.state import Exchange, Language, State, items_of


@dataclass(frozen=True)
class Opening:
    """The sentences, whether they are said about somebody in front of others, and their blocks."""

    sentences: tuple[str, ...]
    public: bool = False
    blocks: tuple[str, ...] = ()
    request: str = ""


REFER = "refer"  # what a referral is kept under in the history
FEWEST_SPOKEN, MOST_SPOKEN = 4, 60  # words of a sentence for somebody
MOST_BY_NAME = 90  # words of what opens with the name of whoever hears it
SPOKEN_TO = re.compile(r"^(?:i'?m (?:so |really |very )?sorry|sorry|het spijt me)\b|\b(?:je|jij|jou|jouw|jullie|u|uw|you|your|you're|you've|you'd|ur|tha|thee|thy)\b", re.I)
ARTICLES = frozenset("the a an my your his her our de het een mijn".split())
SPEAKERS = frozenset("i you we ik je jij we wij jullie u ge".split())
DOERS = frozenset("i you we they".split())  # an English verb behind these may have no ending
CONTRACTED = re.compile(r"(?:i|you|we|they|he|she|it|that|there)'(?:m|ve|d|ll|re|s)$")
SUBJECTS = frozenset({"first", "second", "third", "name"})
CHAT = re.compile(r"\b(?:lol|haha+|hihi|tbh|idk|lmao|omg|wtf)\b", re.I)
BROKEN = re.compile(r"\byou's\b|\byou (?:gets|goes|does|has|is|was|comes|takes|makes)\b|(?<=\w )(?:m|'m) (?:je|jouw)\b|\bik er \w+ (?:ben|was|heb)$|\byou\b[^.]* (?:so|and|but|then) (?:gets|goes|does|has|is|comes|takes|makes|works|stays)\b|\b(?:with|to|for|from) your (?:mon|tues|wednes|thurs|fri|satur|sun)day", re.I)  # what retelling left half done
RELATIVE = re.compile(r"(?:who|which|whose|whom|that|dat|waar\w*|van wie)\b(?! (?:is|was|'s|heb|had|zijn|deed|did|kon|kan|can|could|will|zal|ga|moet|cost|kost|never|nooit)\b)", re.I)
TWICE = re.compile(r"\b(?P<word>you|your|je|jij|jou|ik|i|the|de|het|een|a) (?P=word)\b", re.I)
UNSURE = re.compile(r"\bweet ik (?:nog |ook )?niet\b|\bi (?:don't|do not) know\b|\bno idea\b|\bgeen idee\b", re.I)
REFUSES = re.compile(
    r"\b(?:not|never|won't|wouldn't|don't want to|can't)\b(?: \w+){0,2}? (?:say|saying|tell|telling|promise|promising) (?:that|it|this|her that|him that|them that|that to)\b|"
    r"\b(?:dat|zoiets) (?:ga|zeg|zou|kan|wil) ik\b(?: \w+){0,4}? (?:niet|nooit)\b|\bik (?:ga|zeg|zou|wil) (?:dat|het|zoiets)\b(?: \w+){0,4}? (?:niet|nooit)\b",
    re.I,
)
AGAIN_PROMISED = re.compile(r"\bpromis\w+|\bbeloof\w*|\bbeloven\b", re.I)
PROMISES_NOW = re.compile(r"\b(?:i'll|i will|i promise|ik zal|ik ga|ik beloof)\b", re.I)
OWN = re.compile(r"\b(?:i|i'\w+|my|we|our|ik|mijn|m'n|we|ons|onze)\b", re.I)
# Home, partner, children, health: a client decides by themself whether a boss hears of it.
PRIVATE = re.compile(
    r"\b(?:gf|bf|girlfriend|boyfriend|partner|wife|husband|missus|fianc\w+|kids?|child(?:ren)?|sons?|daughters?|lad|lass|baby|mum|mom|mother|dad|father|sister|brother|"
    r"family|grand\w+|marriage|wedding|birthday|christmas dinner|at home|sleep\w*|asleep|health|ill|doctor|therap\w+|pills?|migraine\w*|depress\w*|burn(?:t|ed)?[- ]?out|"
    r"vriend(?:in)?|vrouw|man|echtgeno\w+|verloofde|kind(?:eren|je|jes)?|zoon(?:tje)?|dochter(?:tje)?|moeder|vader|ouders|zus|broer|gezin|familie|klein\w*kind\w*|huwelijk|bruiloft|"
    r"verjaardag|thuis|slaap|slapen|sliep|geslapen|gezondheid|ziek|huisarts|therap\w+|pillen|relatie)\b",
    re.I,
)
# What somebody else said they would do.
WAS_PROMISED = re.compile(r"\b(?:he|she|they|[a-z]\w+) (?:said|told (?:me|us)|promised|zei|beloofde)\b.*(?:\bwould\b|\w'd\b|\bzou(?:den)?\b|\bgoing to\b)", re.I)
ASKS_COACH = re.compile(
    r"\b(?:what|how|which)(?: on earth| exactly)? (?:do|should|would|could|can) (?:i|you|we|one)\b|\bhow to\b|\bgive me\b|\bany (?:ideas?|suggestions?)\b|\b(?:can|could) you\b|"
    r"\b(?:wat|hoe) (?:zeg|moet|kan|zou|begin|doe|breng) (?:ik|jij|je|u|we)\b|\bgeef (?:me|eens)\b|(?<!ik )\bheb je een\b|\bweet je een\b|\bkun je\b|\b(?:the|de) (?:page|pagina)\b|\bplease\b.*\?",
    re.I,
)
# "I'll tell her on Thursday that I said it": the words after "that" are meant for her.
MEANT_FOR = re.compile(
    r"\b(?:i'?ll|i will|i shall|i'?m going to|i want to)(?: \w+)? tell (?:him|her|them|\w+)(?: (?:on |this |next )?\w+){0,2}? that (?P<said>i .{8,160}?)(?=[.?!]|$)|"
    r"\b(?:i'?ll|i will|i shall) tell (?:him|her|them)\b[^,.]{0,40}, (?P<quoted>[^.?!]*\b(?:you|your|you're)\b[^.?!]*)",
    re.I,
)


BEFORE_YOU_ASK = re.compile(r"\b(?:and )?before you ask,? ?|\bvoor (?:je|u) het vraagt,? ?", re.I)  # said to the coach
APOLOGY = re.compile(r"(?:i'?m )?(?:so |really )?sorry (?:dat ik (?:je|u|jullie)|that i|i (?:put|let|made|left|never|didn't|forgot|sent|gave|took)|for (?:not|the|putting|leaving|making|letting)|voor)\b(?!.*\b(?:question|follow|page|understand|vraag|bedoel\w*|begrijp)\b)", re.I)
LIKE_QUOTED = re.compile(
    r"\b(?:something like|like|maybe|i'd say|i could say|i'll say|iets als|zoiets als|ik zou zeggen|dan zeg ik)[:,]? ['“\"](?P<words>.{12,200}?)['”\"](?!\w)", re.I
)


def polished(text: str, language: Language) -> str:
    """Return `text` as it is written when it is said: capitals, and an I that is one."""
    if text.count('"') % 2:
        text = text.replace('"', "")
    text = re.sub(r"([.?!])\s*\.$", r"\1", text)
    told = re.sub(r"(?<=[.?!] )([a-zà-ÿ])", lambda m: m[1].upper(), text)
    return re.sub(r"\bi(?=\b|['’])(?!\.)", "I", told) if language == "en" else told


def is_whole(text: str, lexicon: Lexicon) -> bool:
    """Tell whether somebody would say `text` as a sentence: somebody, and a verb."""
    tokens = [t for t in tokenise(text, lexicon) if t.kind != "punctuation"]
    if RELATIVE.match(text) and not text.rstrip().endswith("?"):
        return False
    if len(tokens) < 3 or CHAT.search(text) or TWICE.search(text) or BROKEN.search(text.strip(" .")) or not SPOKEN_TO.match(text) and is_remark(text, lexicon.language):
        return False
    if tokens[0].kind == "preposition" and not any(t.lower in SPEAKERS or CONTRACTED.match(t.lower) for t in tokens):
        return False
    verb = any(t.kind in {"auxiliary", "verb"} for t in tokens)
    verb = verb or any(a.lower in DOERS and b.kind in {"word", "infinitive"} for a, b in pairwise(tokens))
    somebody = any(t.kind in SUBJECTS for t in tokens)
    verb = verb or any(CONTRACTED.match(t.lower.replace("’", "'")) for t in tokens)
    after = tokens[1].kind not in {"coordinator", "preposition", "determiner", "subordinator"}
    starts = tokens[0].kind in SUBJECTS and tokens[0].kind != "name" and after
    hung = tokens[-1].lower in ARTICLES or tokens[-1].kind in {"coordinator", "subordinator"} or tokens[0].kind == "subordinator"
    return (verb or starts) and somebody and not hung


def said_to_somebody(text: str, who: str) -> bool:
    """Tell whether a sentence speaks to the other person, as one that is to be said aloud does."""
    by_name = bool(who) and re.match(rf"{re.escape(who)}, ", text, re.I) is not None
    if not FEWEST_SPOKEN <= len(text.split()) <= (MOST_BY_NAME if by_name else MOST_SPOKEN):
        return False
    called = bool(who) and re.search(rf"^{re.escape(who)}\b|, {re.escape(who)}(?:,|$)", text, re.I)
    return bool(SPOKEN_TO.search(text)) or bool(called)


@cache
def asked_for_words(language: Language) -> frozenset[str]:
    """Return the ids of the questions that ask for the sentence itself."""
    questions = load_phrasebook(language).questions
    return frozenset(name for name, q in questions.items() if q.gathers == "sentence")


def own_sentences(state: State, who: str, lexicon: Lexicon) -> list[str]:
    """Return what the person wrote out for `who` (a coach: for their client), the last one last.

    From the record, and from answers to the question for one: those speak to the other too.
    """
    told: dict[int, list[str]] = {}
    answers = _answers(state, who, lexicon)
    for item in items_of(state.record, "sentence"):
        if state.audience == "leader" and item.turn not in answers and item.id not in state.placed and not said_to_somebody(item.text, who):
            continue  # "Die is 12 november" speaks to nobody
        whole = answers.get(item.turn, "")
        if len(item.text.split()) >= len(whole.split()) or "?" in whole.partition(item.text)[0]:  # asked of the coach first
            told.setdefault(item.turn, []).append(item.text)
    taken_off = {turn for turn in answers if _was_taken_off(turn, state)}
    for turn, text in answers.items():
        if turn not in told and turn not in taken_off:
            told[turn] = [text]
    listed = [(turn, text) for turn in sorted(told) for text in told[turn] if _is_for(who, text, turn, state)]
    return [t for turn, t in listed if may_be_said(t, turn, state, lexicon) and not TO_THE_COACH.search(t)]


def _is_for(who: str, text: str, turn: int, state: State) -> bool:
    """Tell whether a sentence of a turn was meant for `who`: whom it calls by name, else whom it was asked for."""
    before = next((e for e in state.history if e.turn == turn - 1), None)
    if state.audience != "leader" or not who or before is None or before.question_id.partition("#")[0] not in asked_for_words(state.language):
        return True
    people = dict.fromkeys(i.about for i in state.record.items if i.about[:1].isupper())
    asked = before.reply.rpartition(". ")[2]
    for told in (text, asked):
        named = [p for p in people if re.search(rf"(?<!\w){re.escape(p)}(?!\w)", told)]
        if named:
            return who in named
    return True


def _was_taken_off(turn: int, state: State) -> bool:
    """Tell whether the sentence of a turn was kept as one and is no longer in the record."""
    if state.audience == "coach":
        return False  # a question for the session isn't kept as one
    reply = next((e for e in state.history if e.turn == turn), None)
    kept = any(i.turn == turn for i in state.record.items)
    return reply is not None and any(b.startswith(("sentence-stands", "sentence-plain")) for b in reply.blocks) and not kept


TRAILS_ALONE = re.compile(r"(?<=[.!?])\s+(?:zo ?iets|something like that|or something|of zo)\W*$", re.I)


def _answers(state: State, who: str, lexicon: Lexicon) -> dict[int, str]:
    """Return by turn what answered the question for a sentence and speaks to the other person."""
    wanted = asked_for_words(state.language)
    found: dict[int, str] = {}
    asked, offered = "", False
    for place, each in enumerate(state.history):
        before, wants = asked, offered and (not asked or asked in wanted or asked not in load_phrasebook(state.language).questions)
        if state.audience == "coach" and each.question_id != REFER:
            theirs = own_question(replace(state, history=state.history[:place]), each.user)
            found |= {each.turn: theirs} if theirs else {}
        asked, offered = each.question_id.partition("#")[0], any(b.startswith("words:") for b in each.blocks)
        text = TRAILS_ALONE.sub("", without_page_talk(BEFORE_YOU_ASK.sub("", each.user.strip().replace("’", "'"))))
        for meant in MEANT_FOR.finditer(text):
            if state.audience != "coach" and each.question_id != REFER:
                found[each.turn] = meant["said"] or meant["quoted"]
        like = LIKE_QUOTED.search(each.user.replace("’", "'").replace("‘", "'"))
        if like and each.question_id != REFER and said_to_somebody(like["words"], who):
            found[each.turn] = like["words"]
        if state.audience == "leader" and each.question_id != REFER and (before in wanted or wants):
            out = said_out(each.user, (who,) if who[:1].isupper() else (), True)
            if out is not None and out.start and said_to_somebody(out.words, who):
                found[each.turn] = out.words  # without what leads to them, and what is said of the page
                continue
        quoted = any(mark in text for mark in "‘“\"") or re.search(r"(?<!\w)'.{15,}'(?!\w)", text)
        apology = state.audience == "leader" and APOLOGY.match(text) and SPOKEN_TO.search(text[5:])
        called = bool(who) and re.match(rf"{re.escape(who)},? (?:je|jij|ik|you|i|i've|we)\b(?! (?:suppose|think|guess|reckon|mean|believe|imagine|denk|vermoed|geloof|bedoel|gok)\b)", text, re.I)
        inside = called_in(text, who) if state.audience == "leader" and each.question_id != REFER else ""
        if inside and (before in wanted or wants):
            found[each.turn] = inside  # unless the whole turn is said to them, below
        if each.ask in SAID_TO_COACH or not (before in wanted or wants or apology or called) or each.question_id == REFER or not text or quoted:
            continue
        if state.audience != "leader" or text.endswith("?") or ASKS_COACH.search(text) or TO_THE_COACH.search(text) or SAYS_BYE.match(text):
            continue
        whole = _without_doubt(trimmed(text, state.language))
        if said_to_somebody(whole, who) and is_whole(whole, lexicon) and not re.search(r"\b(?:she|he|her|him|his|ze|zij|hij|haar|hem)\b", whole, re.I):
            found[each.turn] = whole
    return found


def _without_doubt(text: str) -> str:
    """Return `text` without a last sentence that only doubts how the rest sounds, or what takes an apology back."""
    *said, last = re.split(r"(?<=[.!?])\s+", text)
    whole = " ".join(said) if said and DOUBTS.search(last) and not SPOKEN_TO.search(last) else text
    return TAKEN_BACK.sub(r"\1.", LEADS_IN.sub("", whole))


# A sentence that goes on with one written out for somebody.
GOES_ON = re.compile(r"(?:(?:en|and|but|maar) )?(?:dat (?:was|had|heb|is niet)|sorry|het spijt|ik (?:had|wil|ga|zal|kan|geef)|that was|i(?:'m sorry| should| want you| will|'ll| can give|'d like you)\b|(?:je|jij|u|you)\b)(?!.*\b(?:klinkt|zoiets|zeggen|say it|sounds)\b)", re.I)


def called_in(text: str, who: str) -> str:
    """Return the sentence of a turn that calls `who` by name and speaks to them; "" without one."""
    if not who:
        return ""
    called = re.search(rf"(?:^|[.!?:,]\s+)(?P<said>{re.escape(who)}, (?:je|jij|u|ik|you|you've|i|i've|we|sorry|i'm)\b[^.!?]{{12,220}})", text, re.I)
    if called is None:
        return ""
    said, rest = called["said"].strip(" ,"), text[called.end() :]
    while (more := re.match(r"[.!]\s+(?P<next>[^.!?]+)(?=[.!]|$)", rest)) and GOES_ON.match(more["next"]):
        said, rest = f"{said}. {more['next'].strip()}", rest[more.end() :]
    return said if not rest.startswith("?") and SPOKEN_TO.search(said) else ""


# What a turn is for that writes nothing out for somebody else.
SAID_TO_COACH = frozenset({"words", "words_other", "unanswered", "misheard", "annoyed", "unclear", "said_already"})


def written_now(before: State, text: str, who: str, lexicon: Lexicon) -> str:
    """Return what this turn wrote out for `who`, when it did nothing else; "" when it didn't."""
    turn = before.turn + 1
    now = replace(before, history=(*before.history, Exchange(turn, "", text, None, "")))
    own = _answers(now, who, lexicon).get(turn, "")
    return own if own and own in (called_in(text.strip().replace("’", "'"), who), trimmed(text.strip().replace("’", "'"), before.language)) else ""


def may_be_said(text: str, turn: int, state: State, lexicon: Lexicon) -> bool:
    """Tell whether `text` is no quotation of what was said then, and wasn't refused."""
    unsure = lexicon.cue("not_known", text.lower()) is not None or UNSURE.search(text) is not None
    said_then = unsure or _was_said_then(text, turn, state) or not SPOKEN_TO.match(text) and is_remark(text, lexicon.language)
    return not said_then and not refused(text, state)


def _was_said_then(text: str, turn: int, state: State) -> bool:
    told = next((e.user for e in state.history if e.turn == turn), "").replace("’", "'").replace("‘", "'")
    place = told.lower().find(text.replace("’", "'").lower().strip(" .'\"")[:60])
    if place < 0:
        return False
    return was_said_then(told[:place])


# "Don't put that about his daughter on there": what is named is said to nobody.
LEAVE_OUT = re.compile(
    r"\b(?:don't|do not|not to) (?:put|mention|use|bring up|include)\b(?P<en>[^.?!]{3,60})|\bleave\b(?P<out>[^.?!]{3,40})\bout\b|"
    r"^(?:nee,? )?(?:zet|noem|gebruik)\b(?P<nl>[^.?!]{3,60})\bniet\b|\blaat\b(?P<weg>[^.?!]{3,40})\b(?:weg|eruit|erbuiten)\b",
    re.I,
)
SMALL_WORDS = frozenset("that about there their this with from page sheet line anything dat over deze daar haar zijn erbij erop pagina blad regel".split())
FEWEST_LETTERS = 4


def _left_out(told: str) -> set[str]:
    """Return the words of what a turn asks to leave out, in lower case."""
    found = LEAVE_OUT.search(told.replace("’", "'"))
    named = next((g for g in found.groups() if g), "") if found else ""
    words = (w.lower() for w in re.findall(r"[^\W\d_]+", named))
    return {w for w in words if len(w) >= FEWEST_LETTERS and w not in SMALL_WORDS}


def refused(text: str, state: State) -> bool:
    """Tell whether the person said they won't say this, when the coach had put it to them."""
    bare = text.lower().strip(" .")
    if any(word in bare.split() for each in state.history for word in _left_out(each.user)):
        return True
    for before, each in zip(state.history, state.history[1:], strict=False):
        no = REFUSES.search(each.user.replace("’", "'"))
        if no is None or bare not in before.reply.lower():
            continue
        if PROMISES_NOW.search(text) if AGAIN_PROMISED.search(no[0]) else OWN.search(text):
            return True
    return False


LIKE = re.compile(r"\b(?:something like|maybe|perhaps|iets als|zoiets als|misschien|bijvoorbeeld)\b ?[:,]?", re.I)
FEWEST_ASKED = 4  # words of a question of their own


def own_question(state: State, text: str) -> str:
    """Return the question a coach has for their client, told when asked for one; "" when there is none."""
    before = state.history[-1].question_id.partition("#")[0] if state.history else ""
    said = said_out(text)
    if said is not None and (said.words.endswith("?") or ASKS.match(said.words)) and SPOKEN_TO.search(said.words):
        return said.words
    asks = re.search(r"[^.!?]*\?\s*[’'\"”]?\s*$", text.strip())
    if asks is None:
        return ""
    question = LIKE.sub("", asks[0]).strip(" :‘'\"“’”")
    if ASKS_COACH.search(text.replace(question, "")) or len(question.split()) < FEWEST_ASKED:
        return ""
    if CONDITION_FIRST.match(question):
        return ""  # "if he jokes, then I ask …?" is a step
    theirs = SPOKEN_TO.search(question) and not ASKS_COACH.search(question)
    about = any(who and who.lower() in question.lower() for who in (state.focus, *(i.about for i in state.record.items)))
    if LIKE.search(asks[0]) and SPOKEN_TO.search(question):
        return question
    if about and IN_THEIR_PLACE.match(question) and not ASKS_COACH.search(question):
        return question
    return question if theirs and (about or before in asked_for_words(state.language)) else ""


# A circular question puts the one who isn't there in the room: "what would Ruud say if he sat here?"
IN_THEIR_PLACE = re.compile(r"(?:(?:en|and) )?(?:wat|hoe|what|how) (?:zou|would)\b", re.I)
CONDITION_FIRST = re.compile(r"(?:als|zodra|wanneer|if|when|once)\b[^?]*\b(?:ik|i|i'll)\b", re.I)
CONDITION = re.compile(r"\b(?:als|maar|indien|hoewel|if|but|although|though)\b", re.IGNORECASE)


def after_lead(text: str) -> str:
    """Return `text` without so, dus, but before it, unless a verb follows."""
    if re.match(
        r"(?:dus|so|en|and|maar|but|dan|toen)\s+(?:heb|ben|had|was|is|kon|moest|ging|did|have|zat)\b",
        text,
        re.I,
    ):
        return text
    return re.sub(
        r"^(?:(?:so|dus|en|and|maar|but|well|basically|honestly|eigenlijk|nou|ja)[, ]+)+(?=\w)",
        "",
        text,
        flags=re.I,
    )


def as_said(text: str, language: Language) -> str:
    """Return `text` as a sentence to say: without what led up to it, with its marks."""
    bare = ENDS.sub(".", SAYS_IT.sub("", after_lead(text.strip(" ,;"))))
    return polished(sentence(bare).rstrip(".!?") + ".", language)


# "id add I never told you", "ik zou zeggen: je hebt …": what comes after it is said.
SAYS_IT = re.compile(r"^(?:(?:i'?d|i would|i'?ll|i could|ik zou|ik wil|dan zou ik)(?: \w+)? (?:add|say|put|write|zeggen|toevoegen)(?: that| dat)?[:,]? |(?:something|iets) (?:like|als)[:,]? )(?=\w+ \w+ \w+)", re.I)
