"""What a turn is for: the learned intent, and the rules that are surer of it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import cast

import numpy as np
from numpy.typing import NDArray

from coach.dialogue.asked import Asked
from coach.dialogue.clauses import Clause, bare_text
from coach.dialogue.extract import Reading
from coach.dialogue.features import TurnText, hashed_features
from coach.dialogue.fields import tells_thanks
from coach.dialogue.lexicon import Lexicon
from coach.dialogue.orders import gives_orders
from coach.dialogue.own_words import TO_THE_COACH
from coach.dialogue.pieces import Found
from coach.dialogue.said_out import SPEAKS_TO
from coach.dialogue.state import Field, Intent
from coach.dialogue.worded import ASKING

MODEL = Path(__file__).with_name("understanding.npz")
FACTUAL: frozenset[Field] = frozenset(
    {
        "what", "when", "cost", "came_back", "said", "promised", "own_share", "mandate",
        "not_possible", "offer", "sentence", "habit", "own_giving", "own_getting", "next_step",
        "extra", "enabled", "normal",
    }
)  # fmt: skip


@dataclass(frozen=True)
class Coefficients:
    """The shipped classifier: dense (k, 384) and hashed (k, HASHED) weights of k intents."""

    intents: tuple[Intent, ...]
    dense: NDArray[np.float32]
    hashed: NDArray[np.float32]
    bias: NDArray[np.float32]
    evasions: dict[str, tuple[tuple[str, ...], NDArray[np.float32]]]


@cache
def coefficients() -> Coefficients:
    """Load the shipped classifier."""
    with np.load(MODEL, allow_pickle=False) as data:
        evasions = {
            language: (
                tuple(str(name) for name in data[f"evasion_ids_{language}"]),
                data[f"evasion_vectors_{language}"].astype(np.float32),
            )
            for language in ("nl", "en")
        }
        return Coefficients(
            tuple(cast(Intent, str(name)) for name in data["intents"]),
            data["dense"].astype(np.float32), data["hashed"].astype(np.float32),
            data["bias"].astype(np.float32), evasions,
        )  # fmt: skip


def classify(turn: TurnText, reading: Reading, vector: NDArray[np.float32]) -> dict[Intent, float]:
    """Return the probability of every intent; they sum to one."""
    model = coefficients()
    on = hashed_features(turn, reading)
    weight = 1.0 / np.sqrt(max(len(on), 1))
    scores = model.dense @ vector + weight * model.hashed[:, on].sum(axis=1) + model.bias
    exponent = np.exp(scores - scores.max())
    shares = exponent / exponent.sum()
    return {intent: float(share) for intent, share in zip(model.intents, shares, strict=True)}


# An order to the coach names it, or what it runs on; who speaks of their own coach orders nothing.
TO_A_MACHINE = re.compile(
    r"\b(?:you|your|you're|je|jij|jou|jouw|u|uw|jullie|ge|gij|bot|chatbot|ai|gpt|llm|model|system|systeem|prompt|admin\w*|beheerder|rol|role|instruct\w*|regels|rules"
    r"|developer|ontwikkelaar|ignore|negeer|vergeet|forget|print|herhaal|repeat|translate|vertaal|act as|doe alsof|speel|pretend|from now on|vanaf nu|mode|modus|debug|override|secret|geheim)\b"
)


# A guess at what somebody else would say is an answer: it goes down as one.
SUPPOSES = re.compile(
    r"(?:(?:well|hm+|nou|tja|ja|euh|eh),? )*(?:i (?:reckon|think|guess|suppose|expect|imagine|'d say)|probably|maybe|"
    r"(?:ik )?(?:denk|gok|vermoed|schat)(?: ik)?|waarschijnlijk|misschien|vast)\b"
    r"(?!.*\b(?:weet ik niet|geen idee|don't know|no idea|not sure|niet zeker|ask|vragen)\b)(?: \S+){3,}",
    re.I | re.S,
)


SKIPS = re.compile(
    r"\b(?:skip\w*|next|move on|moving on|pass|another|rather not|not now|leave (?:it|that)|overslaan|overgeslagen|sla\b|over ?slaan|volgende|verder|liever niet|andere|pas|niet nu)\b"
)
# Without a question mark, words that ask for words ("he ran the line for them" doesn't).
WORDING = re.compile(r"\b(?:sentences?|words?|wording|phrase|say|tell|zin|zinnen|zinnetje|woorden|openingszin|zeg|zeggen|verwoord\w*|formul\w*)\b")
# The page, asked for in as many words: "nu mijn blad", "MY PAGE please".
PAGE = r"(?:mijn|m'n|mn|het|my|the) (?:blad|pagina|overzicht|plan|page|sheet)"
PAGE_ALONE = re.compile(PAGE)
PAGE_NOW = re.compile(
    rf"(?:(?:en|and|maar|gewoon|just|dan|then) )*(?:(?:nu|now|geef|toon|laat|give me|show me) )+{PAGE}(?: (?:zien|nu|graag|now|please))*"
    rf"|{PAGE}(?: (?:zien|nu|graag|aub|alsjeblieft|alstublieft|now|please))+"
)
HELP_TO_BEGIN = re.compile(
    r"\bhelp me (?:met|hoe|om|even met)\b.{0,30}\b(?:begin|beginnen|zeg|zeggen|verwoord\w*|breng|opening)\b|\bhelp me (?:with|to|find)\b.{0,30}\b(?:start|begin|say|saying|word|words|open|opening)\b"
)
FEW_WORDS = 6  # of somebody who can't say it
WANTS_A_SENTENCE = re.compile(
    r"(?:^|[.!?,;]\s*)(?:(?:dan|en|nou|maar|please|just|then|so|ok|and) )*(?:"
    r"(?:geef|maak|doe|verzin|schrijf|bedenk) (?:me |mij |eens |dan |maar |er |toch )*(?:een|één|1|zo'n|mijn)(?: \w+){0,2} (?:zin|zinnetje|openingszin|opening)\b"
    r"|maak er (?:\w+ )?(?:een|één) (?:van )?(?:met|over)\b|(?:geef|maak|doe) er (?:dan |maar )?(?:een|één)$"
    r"|(?:give|write|make|do) (?:me |us )?(?:a|an|one|another|the|my)(?: \w+){0,2} (?:sentence|line|opener|opening)\b"
    r"|(?:mijn|my) (?:eerste|first) (?:zin|sentence|line)\b(?!\s*(?::|is\b|wordt\b|would\b|zou\b)))"
    r"|(?:zin|zinnetje|openingszin|opening) (?:graag|alsjeblieft|alstublieft|aub)\b|\b(?:sentence|line|opener|words) please\b"
    r"|\bi want (?:a|one) (?:sentence|line)\b|\bi asked (?:you )?for (?:one|a (?:sentence|line))\b|\bik (?:wil|vroeg om) een zin\b|\bhoe begin ik\b|\bhow (?:do|would|should) i (?:start|begin|open)\b"
)
WHY = re.compile(r"(?:^|[.!?,;]\s+)(?:(?:maar|en|want|but|and|so) )?(?:(?:hoe werkt dit eigenlijk|mag ik vragen|can i ask),? )?(?:waarom|why)\b[^.!?]*\?")


def intent_of(
    turn: TurnText, own: str, pasted: str, asked: Asked, reading: Reading, command: str | None,
    vector: NDArray[np.float32] | None, lexicon: Lexicon,
) -> tuple[Intent, str]:  # fmt: skip
    plain = own.lower().replace("’", "'")
    if gives_orders(own) or gives_orders(pasted):
        return "injection", ""
    if asked.phase != "opening" and any(_leaves(c, asked, reading, lexicon) for c in reading.clauses[-2:]):
        return "stop", ""
    last = re.split(r"(?<=[.!?])\s+", plain)[-2:]
    asks_page = PAGE_ALONE.fullmatch(plain.strip(" .!")) or any(PAGE_NOW.fullmatch(p.strip(" .!")) for p in re.split(r"[.!?,]\s*", plain))
    if asked.phase != "opening" and asks_page:
        return "summary", "page"
    if any(lexicon.cue("wants_page", said) and len(said.split()) <= SHORT_ORDER for said in last):
        return "summary", "page"
    if command in {"skip", "back", "stop", "summary", "greeting"}:
        return cast(Intent, command), ""
    if command == "resume":
        return "answer_vague", ""
    if command == "confirm":
        return "answer_concrete", "confirm"
    if command == "deny":
        return ("answer_concrete", "correct") if "?" in turn.coach else ("answer_vague", "")
    assert vector is not None
    shares = classify(turn, reading, vector)
    # People give orders about a page, and somebody who gives none speaks to no machine.
    if shares["injection"] < 0.5 or asked.reviewing or asked.closed or not TO_A_MACHINE.search(plain):
        shares = {**shares, "injection": 0.0}
    intent = max(shares, key=lambda name: shares[name])
    if tells_thanks(own, asked) and any(p.field == "said" for p in reading.found):
        return "answer_concrete", ""
    firm = CLOSED_FIRM if asked.closed else FIRM
    facts = [p for p in reading.found if p.field in FACTUAL and p.sure >= firm]
    asks = own.rstrip().endswith("?") or bool(re.search(r"\?\s", own))
    elsewhere = intent == "injection" or intent == "off_topic" and shares[intent] >= 0.75
    if lexicon.topics["rank"].search(plain):
        return "question", ""
    struck = asked.reviewing and lexicon.cue("strike", plain)
    worded = lexicon.topics["words"].search(plain) and (asks or not facts or WORDING.search(plain))
    if worded and not elsewhere and not struck and not WHY.search(plain):
        return "request_example", ""
    if WHY.search(plain) and intent == "request_example":
        return "question", ""
    if intent == "request_example" and (struck or facts and not asks):
        intent = "answer_concrete"
    if intent == "request_example" and not asks and asked.phase == "opening":
        intent = "answer_vague"  # nothing was told yet that words could be made of
    answers = any(
        f.field == asked.field and (f.sure >= FIRM or f.field in {"who", "when"}) for f in reading.found
    )
    if intent == "answer_vague" and (answers or _concrete(facts, reading, asked)):
        intent = "answer_concrete"
    if intent == "emotion" and any(f.field in {"not_possible", "promised", "sentence"} for f in facts):
        intent = "answer_concrete"
    if intent == "emotion" and reading.found and (
        shares[intent] < 0.75 or asked.phase == "opening"
    ):
        intent = "answer_concrete"
    if intent == "dont_know" and asked.field == "their_view" and SUPPOSES.match(plain):
        intent = "answer_concrete"
    if intent in {"dont_know", "emotion"} and _strong_facts(facts) and shares[intent] < 0.75:
        intent = "answer_concrete"
    if asked.field == "who" and intent in {"resist", "answer_vague", "off_topic"} and not asks:
        if any(f.field == "who" or f.about for f in reading.found):
            intent = "answer_concrete"
    if asked.field == "sentence" and asked.audience == "coach" and intent == "question":
        if any(f.field == "sentence" for f in reading.found):
            intent = "answer_concrete"
    if asked.field == "sentence" and intent in UNSAID and SPEAKS_TO.search(plain) and not asks:
        intent = "answer_concrete"
    lost = TO_THE_COACH.search(plain) or len(own.split()) <= FEW_WORDS
    if asked.field == "sentence" and asked.audience == "leader" and intent in {"dont_know", "resist"} and lost:
        return "request_example", ""  # who can't say it is given words
    if asked.field == "sentence" and asked.audience == "leader" and TO_THE_COACH.search(plain) and not reading.first("sentence"):
        return "request_example", ""  # "weet ik veel, jij bent de coach"
    helps = HELP_TO_BEGIN.search(plain) is not None
    if (helps or WANTS_A_SENTENCE.search(plain) and not asked.reviewing) and asked.phase not in {"opening", "contributions"}:
        return "request_example", ""
    if asked.field == "habit" and intent == "dont_know" and not lexicon.cue("not_known", plain):
        intent = "answer_concrete"
    if intent == "resist" and shares[intent] < _resists(own, bool(facts or reading.people), lexicon):
        intent = "answer_concrete" if facts else "answer_vague"
    if intent == "dont_know" and asked.field in {"own_share", "said"}:
        if any(f.field == asked.field for f in facts):
            intent = "answer_concrete"
    if asks and (intent in {"skip", "stop", "back"} or intent == "answer_vague" and not reading.found):
        intent = "question"
    if IN_TEARS.search(plain) and not any(f.field in {"what", "promised"} for f in facts):
        intent = "emotion"
    if asked.phase == "opening" and not _strong_facts(facts):
        topic = topic_of(own, lexicon)
        if topic == "thank" or (asks and topic in {"start", "purpose", "privacy"}):
            return "question", ""
    if intent == "emotion" and "laugh" in reading.cues:
        intent = "resist"
    if asks and topic_of(own, lexicon) in ANSWERED:
        intent = "question"
    if topic_of(own, lexicon) in {"why_ask", "may_i"}:
        intent = "question"
    if intent == "skip" and not SKIPS.search(plain):
        intent = "answer_concrete" if reading.found else "answer_vague"
    if intent == "greeting" and not GREETS.search(plain):
        intent = "answer_vague"
    if intent in {"skip", "stop", "resist", "off_topic", "back", "dont_know"} and "not_mine" in reading.cues:
        intent = "answer_vague"
    if intent in {"skip", "stop", "back"} and not SAYS_SO.search(plain) or intent == "back" and not GOES_BACK.search(plain):
        intent = "answer_concrete" if facts else "answer_vague"
    if intent in {"skip", "stop", "back"} and asked.phase == "opening" and reading.found:
        intent = "answer_vague"  # "gedoe over de pieper": nobody leaves what they just began
    if intent in {"skip", "stop", "back", "summary"} and facts:
        if _strong_facts(facts) or shares[intent] < 0.7:
            intent = "answer_concrete"
    if (
        intent == "answer_concrete"
        and not facts
        and not reading.people
        and not _who_answer(reading, asked)
    ):
        if asked.phase in {"contributions", "return", "repair"} and shares["answer_concrete"] < 0.5:
            intent = "answer_vague"
    if intent in {"question", "off_topic"} and not asks and facts and shares[intent] < 0.6:
        intent = "answer_concrete"
    told = [p for p in reading.found if p.field != "context" and p.sure >= FIRM]
    on_their_own = not own.rstrip().endswith("?") and topic_of(own, lexicon) in {"", "meaning"}
    if intent == "question" and told and on_their_own:
        intent = "answer_concrete"  # asked, and told on
    if intent == "question" and reading.found and not _really_asks(own, lexicon):
        intent = "answer_concrete" if facts else "answer_vague"
    move = "correct" if asked.reviewing or CORRECTS[lexicon.language].search(plain) else ""
    if move and intent == "answer_vague" and reading.times:
        intent = "answer_concrete"
    return intent, move


def _leaves(clause: Clause, asked: Asked, reading: Reading, lexicon: Lexicon) -> bool:
    """Tell whether a clause says goodbye; behind what was told, "that was it" says it was all of that."""
    if not lexicon.cue("goodbye", bare_text(clause)):
        return False
    tells = any(p.field != "context" for p in reading.found)
    late = asked.phase in {"reciprocity", "mirror", "closing"} and any(THANKED.match(c.text) for c in reading.clauses[-2:])
    return late or asked.closed or not tells or not ALL_OF_IT.fullmatch(bare_text(clause))


THANKED = re.compile(r"\W*(?:(?:ok|oké|okay|nou|top|well|super|goed|great|right|en|and|hartelijk|heel erg|many) ?,? ?)*(?:bedankt|dank (?:je|u)|dankjewel|dankuwel|merci|thanks|thank you|thx|ta|cheers)\b", re.I)
ALL_OF_IT = re.compile(r"(?:(?:en|maar|and|but) )*(?:dat (?:was|is) (?:het|'t)|that (?:was|is) it|that's it)(?: wel| ook| really)?")
UNSAID = frozenset({"back", "skip", "stop", "resist", "emotion", "dont_know", "answer_vague", "off_topic", "greeting"})
CLOSED_FIRM = 0.3  # the same once the page is there, when little else is told
FIRM = 0.55  # the probability from which a piece makes a turn an answer
SHORT_ORDER = 18  # words of a sentence that asks for the page
# What the coach has an answer of its own to.
ANSWERED = frozenset("human privacy length evidence meaning purpose too_much outcome page mirror".split())


def _resists(text: str, tells: bool, lexicon: Lexicon) -> float:
    """Return the probability from which a turn counts as protest: lower when it sounds like one."""
    if PROTESTS[lexicon.language].search(text):
        return 0.4
    return 0.9 if tells else 0.8


PROTESTS = {
    "nl": re.compile(
        r"\b(?:onzin|zweverig\w*|flauwekul|gezeik|gezeur|gezever|geleuter|zinloos|nergens over|wat een|die lui|nooit tevreden|schrijf (?:dat|het) maar op|lekker dan|"
        r"ja,? en\?|daar (?:zijn|word\w*|is) (?:ze|hij|zij|ik) (?:gewoon )?voor|salaris|hun geld|van boven|op papier|kinderachtig|speeltje|aanstell\w*|onnozel\w*|geen zin|moe[s]?t? ík|zeur\w*|knijpen)\b",
        re.I,
    ),
    "en": re.compile(
        r"\b(?:nonsense|rubbish|bollocks|bullshit|waste of|woolly|fluffy|touchy|gratitude journal|closing the tab|what balance|(?:they|he|she) gets? paid|get paid|martyr|cute|whatever|"
        r"so what|big deal|never happy|never satisfied|can't please|snowflakes?|entitled|lot upstairs|made me|won't get|daft|silly questions?|no point|pointless|get on with it)\b",
        re.I,
    ),
}


def _really_asks(text: str, lexicon: Lexicon) -> bool:
    """Tell whether a turn asks the coach something; a hedged statement ends in a mark too."""
    if topic_of(text, lexicon):
        return True
    asked = [s for s in re.split(r"(?<=[.!?])\s+", text) if s.rstrip().endswith("?")]
    return any(ASKING.match(part.lower()) for part in asked)


CORRECTS = {
    "nl": re.compile(
        r"^(?:nee|neen),? (?:niet|de|het|dat)\b(?! weet)|\b(?:klopt niet|is niet waarom|lag niet aan|ligt niet aan|is niet de reden|niet waar|staat er verkeerd|moet zijn|één ding)\b"
    ),
    "en": re.compile(
        r"^no,? (?:not|the|it|that)\b|\b(?:not why|isn't right|isn't why|not right|wasn't the reason|not the reason|isn't true|should be|hang on|one thing)\b"
    ),
}


def _concrete(facts: Sequence[Found], reading: Reading, asked: Asked) -> bool:
    strong = [f for f in facts if f.field not in {"when", "own_share", "normal", "said"}]
    return bool(strong) or (bool(reading.people) and bool(facts))


GREETS = re.compile(
    r"\b(?:hoi|hallo|hey|hé|hi|hello|dag|goede\w*|goeie\w*|moi|yo|morning|evening|afternoon|howdy|hiya|ha)\b"
)
IN_TEARS = re.compile(
    r"\b(?:ik|i'm|i am|zit|sitting)\b.{0,25}\b(?:huilen|huil|te janken|jank|tranen|crying|in tears|welling up|sobbing)\b"
    r"|\btranen in (?:mijn|m'n)\b|\btears in my\b"
)
GOES_BACK = re.compile(r"\b(?:terug\w*|vorige|eerdere?|daarvoor|herstel|back|previous|earlier|before|undo|rewind)\b")
SAYS_SO = re.compile(
    r"\b(?:stop\w*|klaar|genoeg|einde|doei|dag|weg|ophouden|later|morgen|bedankt|dank|skip|sla|over\w*|pas|volgende|"
    r"andere|verder|door|terug|vorige|done|enough|bye|finish\w*|end|quit|thanks|cheers|pass|next|another|"
    r"move|on|back|previous|again|zo|goed|saluut|ciao|later)\b"
)


def _strong_facts(facts: Sequence[Found]) -> bool:
    return any(f.field in {"what", "cost", "came_back", "promised", "not_possible"} for f in facts)


def _who_answer(reading: Reading, asked: Asked) -> bool:
    return any(piece.field == "who" for piece in reading.found)


def topic_of(text: str, lexicon: Lexicon) -> str:
    """Return what a question is about (human, privacy, evidence, …), or ""."""
    plain = text.lower().replace("’", "'")
    return next((name for name, rule in lexicon.topics.items() if rule.search(plain)), "")
