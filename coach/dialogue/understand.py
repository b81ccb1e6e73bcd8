"""Understanding a turn without a language model: its intent and its slots.

Rules decide where they are sure; the rest is a linear classifier over the bundled sentence
embedding and hashed word features. It is trained by `coach.evaluation.train_understanding` and
shipped as coefficients, so that classifying needs numpy alone.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Protocol, cast

import numpy as np
from numpy.typing import NDArray

from coach.dialogue.asked import Asked
from coach.dialogue.asks import Ask, asks_in
from coach.dialogue.clauses import clauses, tokenise
from coach.dialogue.extract import Reading, read
from coach.dialogue.features import TurnText, condensed
from coach.dialogue.fields import tells_thanks
from coach.dialogue.grammar import finite, subject_of
from coach.dialogue.intents import ANSWERED, FACTUAL, FIRM, coefficients, intent_of, topic_of
from coach.dialogue.lexicon import Lexicon, load_lexicon
from coach.dialogue.of_the_page import speaks_of_page, speaks_of_talk, speaks_to_coach
from coach.dialogue.people import is_party, party_after_preposition, words_of
from coach.dialogue.pieces import Found
from coach.dialogue.remarks import (
    PASSED_OVER,
    RHETORICAL,
    SURELY_OF_THE_COACH,
    of_the_coach,
    says_it_was_said,
)
from coach.dialogue.said_of_talk import LIKE_A_FORM, said_of_talk
from coach.dialogue.state import SLOTS, Field, Intent, Language, Slot, Speech
from coach.dialogue.worded import HOW_TO_SAY, SAYS_DONE, only_answers, worded
from coach.dialogue.wordings import MEETS

if TYPE_CHECKING:
    from coach.dialogue.review import Review
    from coach.dialogue.subject import Subject


class Embedder(Protocol):
    """What understanding needs of an embedder: unit vectors (n, 384) for n texts."""

    def queries(self, texts: Sequence[str]) -> NDArray[np.float32]: ...


@dataclass(frozen=True)
class Understanding:
    """One turn understood: intent, slots (verbatim), pieces for the record, and how it moves."""

    intent: Intent
    slots: dict[Slot, str]
    missing: tuple[Slot, ...]
    reading: Reading
    language: Language
    move: str = ""  # confirm, correct, or nothing
    topic: str = ""  # what a question is about
    pasted: bool = False
    evasion: str = ""  # id of the evasive answer it resembles
    asks: tuple[Ask, ...] = ()  # the sentences about the talk itself
    ask: str = ""  # the kind of the one that is answered
    text: str = ""  # the person's own text, without what they pasted
    vector: NDArray[np.float32] | None = field(default=None, compare=False, repr=False)
    review: Review | None = None  # what it did to the page it was shown
    subject: Subject | None = None  # whom or what it wants to speak of from here on
    read: Speech | None = None  # how a model was asked to read it too


def understand(
    turn: TurnText, asked: Asked, embedder: Embedder, vector: NDArray[np.float32] | None = None
) -> Understanding:
    """Return what one turn says; `vector` is its embedding when there is one already."""
    lexicon = load_lexicon(turn.language)
    own, pasted = split_paste(turn.user, lexicon)
    command = command_in(own, lexicon)
    if vector is None and command is None:
        vector = embedder.queries([condensed(turn.user)])[0]
    parts = clauses(own, lexicon)
    asks = () if command else asks_in(parts, own, asked, turn.language, asked.reviewing or asked.field == "sentence")
    if asked.field and not asked.reviewing:
        asks = tuple(
            a for a in asks if not (tells_thanks(a.text, asked) or only_answers(a, parts, own, lexicon))
        )
    asks = tuple(a for a in asks if a.kind != "words" or not MEETS.search(a.text) or HOW_TO_SAY.search(a.text) or a.text.endswith("?"))
    asks = tuple(a for a in asks if a.kind != "annoyed" or len(a.text.split()) > 1 or len(own.split()) <= FEW)  # "Pff. Stefan, ik heb je …"
    asks = tuple(a for a in asks if a.kind not in FOR_WORDS or not OTHERWISE.search(a.text) and (a.text.rstrip().endswith("?") or not speaks_of_page(a.text)))
    aside = frozenset(a.sentence for a in asks if a.kind not in TELLS_TOO or len(a.text.split()) <= POINTING)
    reading = read(own, asked, lexicon, aside, frozenset(a.sentence for a in asks if a.kind != "words_good"))
    reading = _refiled(_without_talk_of_the_page(reading, own, asked), asked, turn.language)
    intent, move = intent_of(turn, own, pasted, asked, reading, command, vector, lexicon)
    asks = worded(asks, parts, own, asked.given_words)
    if not (asked.given_words or asked.reviewing or asked.closed or asked.field == "sentence"):
        asks = tuple(a for a in asks if a.kind != "words_good")  # there are no words yet to be good
    if asked.field == "next_step" and lexicon.cue("event", own.lower()):  # "tmrw 6am, by the folder" asks for no words
        asks = tuple(a for a in asks if a.kind not in FOR_WORDS or HOW_TO_SAY.search(a.text) or a.text.rstrip().endswith("?"))
    if asked.audience == "coach" and asked.field == "sentence" and not asked.given_words:
        asks = tuple(a for a in asks if a.kind not in OF_A_SESSION)  # their question is the answer
        wants_words = any(a.kind in {"words", "words_other"} for a in asks) or lexicon.topics["words"].search(own.lower())
        if intent == "question" or intent == "request_example" and not wants_words:
            intent = "answer_concrete"
    step = reading.first("next_step") if asked.field == "next_step" else None
    if step is not None and step.text.endswith("?"):  # "then I ask: what have you not said to her?"
        asks = tuple(a for a in asks if a.sentence != step.clause.sentence)
        intent = "answer_concrete"
    asks = tuple(a for a in asks if a.kind != "advice" or not RHETORICAL.search(a.text))
    if not asked.reviewing and not asked.closed and all(a.kind != "said_already" for a in asks):
        owns_up = {p.clause.sentence for p in reading.found if p.field in {"promised", "own_share"}}  # "dat heb ik gezegd, en er niks mee gedaan"
        said = (c for c in parts if c.sentence not in owns_up and says_it_was_said(c.text, turn.language))
        asks = (*asks, *(Ask(c.sentence, "said_already", c.text, 1.0) for c in said))
    if not pasted and asked.field != "sentence" and not asked.reviewing and all(a.kind not in ANSWERED_FIRST - {"annoyed"} for a in asks):
        heard = tuple(c for c in parts if not PASSED_OVER.search(c.text) and of_the_coach(c.text, turn.language))
        asks = (*asks, *(Ask(c.sentence, "too_fast" if TOO_FAST.search(c.text) else "misheard", c.text, 1.0) for c in heard))
        asks = tuple(a for a in asks if a.kind not in {"wrong", "dont_know", "thinking", "annoyed"} or a.sentence not in {c.sentence for c in heard})
        if heard:  # what the coach wrote, read back to it
            reading = replace(reading, found=tuple(p for p in reading.found if own[p.clause.start : p.clause.start + 1] not in "‘“'\""))
    if asked.field == "sentence" and any(SURELY_OF_THE_COACH.search(c.text) for c in parts):
        asks = (*(a for a in asks if a.kind not in {"wrong", "words_good"}), Ask(0, "misheard", own.strip(), 1.0))
        reading = replace(reading, found=tuple(p for p in reading.found if p.field != "sentence"))
    if asked.audience != "coach" and not QUOTES.search(own) and any(a.kind in FOR_WORDS and a.sure >= SURELY_ASKED for a in asks):
        reading = replace(reading, found=tuple(p for p in reading.found if p.field != "sentence"))  # who asks for words has none yet
    if LIKE_A_FORM.search(own) and not asked.reviewing and not asked.given_words:
        asks = (*(a for a in asks if a.kind != "words_good"), Ask(0, "annoyed", own.strip(), 1.0))
        reading = replace(reading, found=tuple(p for p in reading.found if not LIKE_A_FORM.search(p.clause.text)))
    walking = not (asked.reviewing or asked.closed or asked.given_words) and asked.audience != "coach"
    whole_turn = said_of_talk(own, lexicon) if walking and not pasted and asked.field != "sentence" else ""
    if whole_turn:
        asks = (Ask(0, whole_turn, own.strip(), 1.0),)
    last_said = re.split(r"(?<=[.!?,])\s+", own.strip().lower())[-1]
    if ASKS_OPINION.fullmatch(own.strip().lower()) or "?" not in own[:-1] and len(own.split()) <= FEW_WORDS and ASKS_OPINION.fullmatch(last_said):
        for_words = re.search(r"\b(?:say|zeggen)\b", own, re.I) is not None and asked.phase not in {"opening", "contributions"}
        asks = (*asks, Ask(0, "words" if for_words else "advice", own.strip(), 1.0))
        intent = "request_example" if for_words else "question"
    if asked.phase in STILL_TELLING and reading.found and not asked.closed:
        asks = tuple(a for a in asks if a.kind != "done" or not ALL_THERE_IS.fullmatch(a.text.strip(" .!").lower()))
    if any(p.field != "context" for p in reading.found) and not asked.reviewing or asked.closed and any(a.kind == "done" for a in asks):
        asks = tuple(a for a in asks if a.kind != "page" or OF_A_PAGE.search(a.text))
    ask = answered_ask(asks)
    if whole_turn and intent != "injection":
        reading, intent, ask = replace(reading, found=()), OF_THE_TALK.get(whole_turn, "answer_vague"), whole_turn
    if move == "page":
        ask, move = "page", ""
    if topic_of(own, lexicon) == "mirror" and "?" in own:
        ask, intent = "", "question"
    if topic_of(own, lexicon) == "rank":
        ask = ""  # nobody is scored, however it is asked
    if intent == "stop" and ask in ASK_TOPICS and "?" not in own:
        ask = ""  # "doei"
    if ask and intent != "injection":
        last = max((c.sentence for c in parts), default=0)
        leaves = any(a.kind == "done" and (a.sentence == last or SAYS_DONE.fullmatch(a.text.replace("’", "'").strip(" .!"))) for a in asks)
        intent, move = _by_ask(ask, intent, move, asked, reading, leaves)
    slots = slots_of(reading, asked, lexicon)
    missing = tuple(slot for slot in SLOTS if slot not in slots)
    topic = topic_of(own, lexicon) if intent in {"question", "request_example", "resist"} else ""
    if intent == "question" and (topic not in ANSWERED or ask == "how_long" or ask in BY_THE_READER and topic in BY_THE_READER):
        topic = ASK_TOPICS.get(ask, topic)
    if topic == "outcome" and asked.phase == "opening":
        topic = "purpose"  # "what's the point of this?", before anything was told
    if topic == "rank":
        reading = _without_ranking(reading, lexicon)
    short = len(own.split()) <= FEW and not asked.reviewing and OF_WHAT.search(own.strip(" .!?").lower()) is not None
    if short and intent in {"answer_vague", "answer_concrete", "dont_know", "off_topic"} and _asks_back(own, turn.coach, lexicon):
        intent, topic, reading = "question", "meaning", replace(reading, found=())  # "seen by who"
    if intent == "question" and not topic and _asks_back(own, turn.coach, lexicon):
        topic = "meaning"
    evasion = ""
    telling = any(p.field != "context" for p in reading.found) and intent != "resist"
    evades = intent in {"answer_vague", "resist", "dont_know", "answer_concrete"} and not telling and ask not in WELCOMED
    if _nobody_in_particular(own, asked, reading, lexicon) and intent in {"answer_concrete", "answer_vague"}:
        intent, evasion = "answer_vague", "contributions-vague"
    elif vector is not None and evades and not whole_turn:
        evasion = nearest_evasion(vector, turn.language, asked.phase, intent)
    return Understanding(
        intent, slots, missing, reading, turn.language, move, topic, bool(pasted), evasion, asks, ask, own, vector
    )


def _without_talk_of_the_page(reading: Reading, own: str, asked: Asked) -> Reading:
    """Leave out what a turn says of the page, once there is one to see, and of the talk itself."""
    seen = asked.reviewing or asked.closed or asked.phase not in STILL_TELLING
    sentences = {n: own[cs[0].start : cs[-1].end] for n in {c.sentence for c in reading.clauses} if (cs := [c for c in reading.clauses if c.sentence == n])}
    of_the_page = {n for n, told in sentences.items() if seen and speaks_of_page(told) or speaks_to_coach(told)}

    if of_the_page:  # and whose a line is, told beside it: "ticket is van Gosia, die rug van Darek"
        named = "|".join(re.escape(name) for name in (*asked.names, asked.focus) if name)
        of_whom = re.compile(IS_OF.format(name=named or "(?!)"), re.I)
        of_the_page |= {n for n in sentences if all(of_whom.fullmatch(c.text.strip(" .,")) for c in reading.clauses if c.sentence == n)}

    def tells(piece: Found) -> bool:
        if piece.field == "sentence":
            return not speaks_of_talk(piece.text) and (piece.sure >= 0.5 or not of_the_page)
        return piece.clause.sentence not in of_the_page and not speaks_of_talk(piece.clause.text)

    return replace(reading, found=tuple(p for p in reading.found if tells(p)))


IS_OF = r"(?:(?:en|maar|and|but) )?(?:(?:de|het|die|dat|the|that) )?[\w-]+ (?:(?:is|was|zijn|hoort|belongs) )?(?:van|bij|of|to) (?:{name})"


def _refiled(reading: Reading, asked: Asked, language: Language) -> Reading:
    """Take for no promise and no step what says that it is none, and for an offer what would come off.

    "It wasn't a promise", "not Saturday", "one Saturday a month off".
    """

    repeats = any(says_it_was_said(c.text, language) for c in reading.clauses)

    def field(piece: Found) -> Field:
        told = piece.clause.text.replace("’", "'")
        if piece.field == "promised" and NO_PROMISE.search(told) or piece.field == "next_step" and NOT_THAT.match(told):
            return "context"
        if piece.field == "said" and SAID_IT_WOULD.search(told):
            return "promised"  # "er is gezegd dat er iemand bij zou komen"
        if piece.field == "mandate" and asked.audience == "leader" and I_CAN.search(told):
            return "offer"  # "wel kan ik zorgen dat hij tot de zomer geen weekend draait"
        if piece.field == "next_step" and A_RATE.search(told) and LESS.search(told):
            return "wish" if asked.audience == "client" else "offer"
        if repeats and piece.field in {"came_back", "said"} and asked.field in {"said", "came_back"} and finite(piece.clause.words) is None:
            return "what"  # "Told you. Two bays, nights."
        of_oneself = asked.audience == "leader" and asked.phase in {"reciprocity", "mirror"}
        return "own_giving" if of_oneself and piece.field not in OWN_FIELDS and GIVES_MUCH.match(told) else piece.field

    def sure(piece: Found) -> float:
        answers = asked.field == "own_giving" == field(piece) and OF_MYSELF.match(piece.clause.text) is not None
        return max(piece.sure, FIRM_ENOUGH) if answers else piece.sure

    return replace(reading, found=tuple(replace(p, field=field(p), sure=sure(p)) for p in reading.found))


OTHERWISE = re.compile(r"['‘“\"].*\b(?:vervang\w*|verander\w*|wijzig\w*|replaced?|changed?)\b", re.I)  # a word of the page, and no wording
FIRM_ENOUGH = 0.7  # of what somebody says of themself, asked where they give more
OF_MYSELF = re.compile(r"(?:(?:en|maar|and|but|nou|well|me) )*(?:ik|i|i'm|i've|i'd|mijn|my)\b", re.I)
# Words without which a sentence beside something told doesn't ask for the page, with which the talk ends.
OF_A_PAGE = re.compile(
    r"\b(?:page|plan|sheet|overview|summary|print\w*|pdf|word|document|paper|download|write[- ]?up|result|finish\w*|build|wrap|put it together|take away|copy|it all|all of it|everything|enough"
    r"|pagina|blad\w*|overzicht|samenvatting|papier|resultaat|afmaken|afronden|klaar|maak|opmaken|alles|genoeg|uitdraai|mail\w*)\b", re.I
)
TOO_FAST = re.compile(r"\b(?:te|heel|erg|zo) (?:snel|vlug|haastig|hard)\b|\btoo (?:fast|quick\w*)\b|\brush\w*\b", re.I)
NOT_THAT = re.compile(r"(?:en |and |maar |but )?(?:niet|not)\b", re.I)
A_RATE = re.compile(r"\b(?:per|elke|iedere|in de|a|an|every|each) (?:week|maand|kwartaal|jaar|month|fortnight|quarter|year)\b", re.I)
LESS = re.compile(r"\b(?:vrij|minder|thuis|off|free|less|fewer)\b", re.I)
GIVES_MUCH = re.compile(r"(?:ik geef|i give|i'm giving)\b.*\b(?:veel|meer|alles|a lot|too much|more|everything|loads)\b", re.I)
OWN_FIELDS = frozenset({"own_giving", "own_getting", "offer", "sentence", "promised"})
SAID_IT_WOULD = re.compile(r"\b(?:is|was|werd|heeft|hebben|had|has|have|were|been) (?:\w+ ){0,3}(?:gezegd|verteld|toegezegd|told|said)\b.*\b(?:zou|zouden|mocht|mochten|would|could)\b", re.I)
I_CAN = re.compile(r"\b(?:ik kan|kan ik|i can|i could|ik kon) (?!(?:\w+ ){0,2}(?:niet|niks|niets|geen|not|nothing|only|alleen)\b)(?:\w+ ){0,3}(?:zorgen|geven|vrij\w*|afnemen|overnemen|minder|make sure|give|take|free|move|swap|put)\b|\b\w{3,}en kan ik(?: (?:wel|zelf|ook|altijd))*$", re.I)
NO_PROMISE = re.compile(
    r"\b(?:wasn't|isn't|was not|weren't|never|no|didn't|did not) (?:\w+ ){0,2}?(?:a |any )?promis(?:e|es|ed)\b(?!.*\b(?:kept|keep|came|come|happened)\b)"
    r"|\b(?:niet|geen|niks|niets|nooit(?: iets)?) (?:\w+ )?(?:beloofd|belofte|toegezegd|toezegging)\b(?!.*\b(?:nagekomen|waargemaakt|gekomen|gebeurd)\b)", re.I
)  # fmt: skip


QUOTES = re.compile(r"[‘“\"]|:\s|(?<!\w)'\w.{12,}'(?!\w)")
FOR_WORDS = frozenset({"words", "words_other", "unanswered"})
SURELY_ASKED = 0.7
OF_THE_TALK: dict[str, Intent] = {"words": "request_example", "advice": "question"}
FEW_WORDS = 9  # of a turn that ends in asking what the coach would say ("no idea. what would you say")
STILL_TELLING = frozenset({"opening", "contributions", "return", "repair"})
ALL_THERE_IS = re.compile(r"(?:that['’]?s|that is|that was|dat is|dat was|this is) (?:it|all|the lot|het|alles)(?: really| wel| ook)?")
# Sentences about the talk that may hold a fact as well.
TELLS_TOO = frozenset({"add", "wrong", "whose", "right", "dont_know", "words_good"})
ASKS_OPINION = re.compile(
    r"(?:en |maar |ja |and |but |so |well,? )*(?:wat (?:zou|raad|doe) (?:jij|je|u)|(?:wat )?(?:vind|denk) (?:jij|je|u)|what would you|what do you)"
    r"(?: (?:dan|nu|hier|daar|ervan|eraan|doen|zelf|zeggen|adviseren|aanraden|aan|er|do|say|think|advise|suggest|recommend|then|now|here|in my place|in mijn plaats))* ?\??"
)
POINTING = 4  # words of a sentence that only points ("not head chef")
# What is told by its words alone.
OF_THE_COACH_SAID = ("misheard", "too_fast")
# What is answered first when a turn holds several.
FIRST = (
    "words_other", "words", "page", "unanswered", "advice", "may_i", "judged", "method", "how_to", "privacy", "machine", "how_long",
    "evidence", "outcome", "purpose", "why_ask", "strike", "move", "whose", "add", "wrong", "said_already", "unclear", *OF_THE_COACH_SAID, "annoyed", "read_back", "there",
    "back", "skip", "done", "words_good", "prepare", "whom", "how_works", "in_place", "vent", "lost", "may_tell",
    "thanks", "right", "dont_know",
)  # fmt: skip
OF_A_SESSION = frozenset({"method", "thinking", "advice", "may_i", "judged", "why_ask"})
CORRECTING = frozenset({"strike", "move", "whose", "add", "wrong"})
COMPLAINTS = frozenset({"said_already", "unanswered", "annoyed", "unclear", "misheard", "too_fast"})
# Beside these it needn't be said as well that the coach misheard.
ANSWERED_FIRST = frozenset({"said_already", "unanswered", "annoyed"})
ASK_TOPICS = {
    "may_i": "may_i", "privacy": "privacy", "machine": "human", "how_long": "length", "why_ask": "why_ask",
    "advice": "advice", "judged": "judged", "evidence": "evidence", "outcome": "outcome", "purpose": "purpose",
}  # fmt: skip
BY_THE_READER = frozenset({"evidence", "outcome", "purpose"})  # which of these the wording doesn't settle
OF_THE_LIBRARY = frozenset({"method", "how_to"})
# What people open with, or ask of the talk itself, before there is anything to answer.
WELCOMED = frozenset({"may_tell", "how_works", "prepare", "whom", "vent", "lost", "in_place"})
FELT = frozenset({"emotion", "resist"})
# What strong feeling or protest also sounds like.
HARDLY_MEANT = frozenset({"may_i", "annoyed", "words_good", "skip", "back", "done", "thanks", "unclear", "said_already"})


def answered_ask(asks: Sequence[Ask]) -> str:
    """Return the kind of the sentence about the talk that the coach answers, or ""."""
    kinds = {a.kind for a in asks}
    return next((kind for kind in FIRST if kind in kinds), "")


def _by_ask(
    ask: str, intent: Intent, move: str, asked: Asked, reading: Reading, leaves: bool = False
) -> tuple[Intent, str]:
    """Return intent and move when a sentence of the turn is about the talk itself."""
    facts = any(p.field != "context" and p.sure >= FIRM for p in reading.found)
    if ask in WELCOMED:
        return ("answer_concrete" if facts else "answer_vague"), ""
    if intent == "off_topic" and asked.closed and reading.named:
        return "summary", ""  # what the page says of somebody
    if intent == "off_topic" and ask not in {"privacy", "machine", "how_long"}:
        return intent, move
    if ask in {"words", "words_other"}:
        return "request_example", ""
    if ask == "page":
        return "summary", ""
    if ask in OF_THE_COACH_SAID and intent not in {"summary", "stop"}:
        return ("answer_concrete" if facts else "answer_vague"), ""
    if intent == "greeting" or intent in FELT and ask in HARDLY_MEANT:
        return intent, move
    if ask in ASK_TOPICS or ask in OF_THE_LIBRARY:
        return "question", ""
    if ask in CORRECTING:
        return ("answer_concrete", "correct") if asked.reviewing or ask == "whose" else (intent, "correct")
    if ask == "dont_know" and not facts and intent in {"answer_vague", "off_topic", "resist"}:
        return "dont_know", ""
    if ask in {"read_back", "there"} and not facts:
        return "summary", ""
    if ask in COMPLAINTS and intent not in {"question", "request_example", "summary", "stop"}:
        return ("answer_concrete" if facts else "answer_vague"), move
    if ask == "words_good":
        return "answer_concrete", "" if facts else "confirm"
    if ask in {"back", "skip"} and not facts:
        return cast(Intent, ask), ""
    if ask == "done" and leaves and asked.phase not in {"opening", "contributions"}:
        return "stop", ""
    if (ask == "done" or asked.closed and ask in {"thanks", "right", "words_good"}) and not facts:
        return "stop", ""
    return intent, move


def _wants_words(understood: Understanding) -> bool:
    """Tell whether a turn about the page asks for words, or for them anew ("doe die zinnen nog eens")."""
    anew = any(a.kind == "words_other" and ANEW.search(a.text) for a in understood.asks)
    return understood.ask == "words" or understood.ask == "words_other" and anew


ANEW = re.compile(r"\b(?:zin|zinnen|woorden|sentences?|words)\b.{0,40}\b(?:nog (?:eens?|es|een keer)|opnieuw|anders|again|once more|differently|another)\b|\b(?:nog (?:eens?|es)|opnieuw|again|another|andere)\b.{0,30}\b(?:zin|zinnen|woorden|go|sentences?|words)\b", re.I)


def of_the_page(understood: Understanding, review: Review, closed: bool) -> Understanding:
    """Return a turn about the page with what it did there, and read as what it is for."""
    if understood.pasted or understood.intent == "injection" and not review.done:
        return understood
    understood = replace(understood, review=review)
    if not review.said or understood.intent == "request_example" and _wants_words(understood) and all(d.how not in {"now", "stands", "behind"} for d in review.done):
        return understood  # words were asked for, whatever else was put right
    asks = understood.text.rstrip().endswith("?") or understood.intent in {"summary", "request_example"}
    of_one = understood.intent == "summary" and any(d.how == "there" for d in review.done)
    if asks and understood.intent in ASKS_TOO and not review.changed and not of_one:
        return understood
    if review.done and all(d.how in {"stands", "behind"} for d in review.done) and (kind := _asked_behind(understood, review)):
        return replace(understood, intent="question", ask=kind, topic=ASK_TOPICS[kind], evasion="")
    if review.done or review.unclear:
        leaves = understood.intent == "stop" and not closed  # who has to go gets the page, with what was done to it
        return replace(understood, intent="stop" if leaves else "answer_concrete", move="correct", ask="", topic="", evasion="")
    if review.fine and not any(p.sure >= FIRM for p in understood.reading.found if p.field in FACTUAL):
        intent: Intent = "stop" if closed else "answer_concrete"
        return replace(understood, intent=intent, move="confirm", ask="", topic="", evasion="")
    return understood


def _asked_behind(understood: Understanding, review: Review) -> str:
    """Return the kind of what somebody asks the coach beside the words they wrote out; "" for nothing."""
    beside = (a for a in understood.asks if not any(start <= understood.text.find(a.text) < end for start, end in review.said))
    return next((a.kind for a in beside if a.kind in ASK_TOPICS and a.sure >= SURELY_ASKED), "")


ASKS_TOO = frozenset({"question", "request_example", "summary"})


def command_in(text: str, lexicon: Lexicon) -> str | None:
    """Return the command a whole turn consists of (skip, back, stop, …), or None."""
    plain = text.strip().lower().replace("’", "'")
    if len(plain.split()) > 9:
        return None
    return next((name for name, rule in lexicon.commands.items() if rule.match(plain)), None)


def split_paste(text: str, lexicon: Lexicon) -> tuple[str, str]:
    """Return (the person's own text, the text they pasted); the second is "" when there is none."""
    lines = text.split("\n")
    own: list[str] = []
    pasted: list[str] = []
    fenced = False
    quoting = False
    for line in lines:
        bare = line.strip()
        if re.fullmatch(r"-{3,}|={3,}|\*{3,}|_{3,}|`{3}\w*|\"{3}", bare):
            fenced = not fenced
            continue
        if re.match(
            r"(?:van|from|onderwerp|subject|aan|to|verzonden|sent|datum|date)\s*:", bare, re.I
        ):
            quoting = True
        if fenced or bare.startswith(">") or (quoting and bare):
            pasted.append(bare.lstrip("> "))
        else:
            quoting = False
            own.append(line)
    return "\n".join(own).strip(), "\n".join(part for part in pasted if part).strip()


def _nobody_in_particular(text: str, asked: Asked, reading: Reading, lexicon: Lexicon) -> bool:
    """Tell whether "who?" was answered with everybody."""
    if asked.field != "who" or asked.audience == "client" or reading.people:
        return False
    if any(f.field == "who" or f.about for f in reading.found):
        return False
    return any(t.lower in EVERYBODY for t in tokenise(text, lexicon))


EVERYBODY = frozenset("iedereen allemaal everyone everybody all".split())


def _asks_back(text: str, coach: str, lexicon: Lexicon) -> bool:
    """Tell whether a question only takes up words the coach just said ("welke volgende ronde?")."""
    said = {t.lower for t in tokenise(coach, lexicon)}
    if len(text.split()) <= FEW and OF_WHAT.search(text.strip(" .!?").lower()):
        return bool({t.lower for t in tokenise(text, lexicon) if t.kind in TELLING} & said)  # "seen by who"
    parts = [s for s in re.split(r"(?<=[.!?])\s+", text) if s.rstrip().endswith("?")]
    rest = [s for s in re.split(r"(?<=[.!?])\s+", text) if not s.rstrip().endswith("?")]
    if len(" ".join(rest).split()) >= FEW:
        return False
    telling = {t.lower for p in parts for t in tokenise(p, lexicon) if t.kind in TELLING}
    return bool(telling) and len(telling & said) / len(telling) >= TAKEN_UP


TELLING = frozenset({"word", "verb", "participle", "infinitive", "name"})
OF_WHAT = re.compile(r"\b(?:who|whom|what|wie|wat)$|^(?:whether|of) (?:what|wat)\b|^(?:what|welke|which) \w+$")
FEW = 5  # words beside the question
TAKEN_UP = 0.6  # share of the question's telling words


def slots_of(reading: Reading, asked: Asked, lexicon: Lexicon) -> dict[Slot, str]:
    """Return the slots filled in this turn, each a verbatim part of it."""
    slots: dict[Slot, str] = {}
    who = _who(reading, asked, lexicon)
    if who:
        slots["who"] = who
    what = reading.first("what") or _what_by_phase(reading, asked)
    if what:
        slots["what"] = what.text
    elif reading.perhaps_deed and asked.phase == "contributions":
        slots["what"] = reading.perhaps_deed
    if reading.times:
        slots["when"] = reading.times[0]
    effect = reading.first("cost", "enabled")
    if effect:
        slots["effect"] = effect.text
    elif reading.perhaps_cost:
        slots["effect"] = reading.perhaps_cost
    return slots


def _who(reading: Reading, asked: Asked, lexicon: Lexicon) -> str:
    """Return who gave, gave back or was asked too much, as written; "" when nobody is named."""
    named = reading.first("who")
    if named:
        return named.text
    told = _all_text(reading)
    owner = next((f.about for f in reading.found if f.about and f.about in told), "")
    if owner:
        return owner
    giving: tuple[Field, ...] = ("what", "cost")
    if asked.phase == "return":
        giving = ("came_back", "offer", "mandate")
    for piece in reading.found:
        if piece.field not in giving:
            continue
        subject = subject_of(piece.clause, lexicon)
        if subject and (subject[0].lower in {"ik", "i"}):
            if asked.phase == "return" or asked.audience == "client":
                return subject[0].text
        elif subject and is_party(subject, lexicon):
            return words_of(subject, piece.clause)
    if reading.people:
        return reading.people[0]
    for clause in reading.clauses:
        party = party_after_preposition(clause, lexicon)
        if party and clause not in reading.aside:
            return party
    speaker = re.search(r"\b(?:ik|I)\b", told)
    if asked.audience == "client" and speaker and reading.first("what", "cost"):
        return speaker.group()
    return ""


def _what_by_phase(reading: Reading, asked: Asked) -> Found | None:
    if asked.phase == "return":
        return reading.first("came_back", "offer", "promised")
    if asked.phase == "repair":
        return reading.first("promised", "own_share", "offer", "sentence")
    return None


def _all_text(reading: Reading) -> str:
    return " ".join(clause.text for clause in reading.clauses)


def _without_ranking(reading: Reading, lexicon: Lexicon) -> Reading:
    """Leave out the clauses that ask to weigh people: they tell nothing of anybody."""
    rank = lexicon.topics["rank"]
    found = tuple(
        p for p in reading.found if not rank.search(p.clause.text.lower().replace("’", "'"))
    )
    return replace(reading, found=found)


LIKE = 0.905
LIKE_ANY = 0.93
LIKE_FIRST = 0.925


def nearest_evasion(
    vector: NDArray[np.float32], language: Language, phase: str, intent: Intent
) -> str:
    """Return the id of the evasive answer the turn is nearest to in this phase, or ""."""
    names, vectors = coefficients().evasions[language]
    if not len(names):
        return ""
    near = vectors @ vector
    order = np.argsort(-near)[:8]
    for place in order:
        name, score = names[int(place)], float(near[place])
        same = name.startswith(f"{phase}-") or name.startswith("any-")
        if phase == "opening" and name.startswith("any-") and score < LIKE_FIRST:
            continue  # who has said nothing yet evades nothing
        if score >= (LIKE if same else LIKE_ANY) and (same or intent != "answer_concrete"):
            if intent != "answer_concrete" or score >= LIKE_ANY:
                return name
    return ""
