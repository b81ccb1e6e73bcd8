"""Choosing what to give back of a turn: which fragment, in which authored frame, or nothing.

The order is that of the method: a shift, something that recurs, the cost, a promise, what came
back, what was done, nothing. A fragment that can't stand alone is passed over, and so is what the
reader isn't sure of, an admission, and whatever was said to the coach.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from coach.dialogue.asking import that_one
from coach.dialogue.clauses import tokenise
from coach.dialogue.echo import as_said_back, only_when
from coach.dialogue.names import load_names
from coach.dialogue.patterns import (
    by_laugh,
    dictated,
    had_to,
    heard_and_thought,
    job_and_extra,
    moved_to_self,
    other_name,
    recurs,
    thanked,
    two_dead_ends,
    two_fragments,
    unseen,
    unwritten,
)
from coach.dialogue.phrasebook import Phrasebook, choose, first_word, load_phrasebook
from coach.dialogue.pieces import BECAUSE, Found
from coach.dialogue.scene import CLAUSE, Candidate, Scene
from coach.dialogue.to_you import said_to_you
from coach.dialogue.told_back import (
    KEPT_NOT,
    by_load,
    by_named,
    by_promise,
    given_and_back,
    gone_elsewhere,
    loaded_word,
    pieces_told,
)
from coach.dialogue.told_costs import by_cost, cost_lost
from coach.dialogue.words import low, swap

ONCE = frozenset(
    "rn04 rn05 rn06 rn08 rn12 rn13 rn18 rn20 rn21 rn25 own-promise nothing-back load".split()
)


def reflection(
    scene: Scene, book: Phrasebook, recent: tuple[str, ...], longest: int, after: str = ""
) -> tuple[str, str] | None:
    """Return (block id, sentence) or None; at most `longest` words, not opening like `after`."""
    for phrase, values in candidates(scene):
        if phrase in ONCE and any(b.startswith(f"{phrase}/") for b in scene.state.used):
            continue
        if phrase not in book.phrases:
            continue
        values = {key: GUESSED.sub("", told) for key, told in values.items()}
        chosen = choose(book.variants(phrase), phrase, scene.state.used, recent, values)
        if chosen is None or after and first_word(chosen[1]) == first_word(after):
            continue
        if scene.lexicon.language == "en" and phrase == "told" and len(chosen[1].split()) < CLAUSE:
            bare = choose(book.variants("you-said"), "you-said", scene.state.used, recent, values)
            if bare is None or not scene.first("cost"):
                continue
            chosen = bare  # a noun alone sounds curt in English
        who = scene.state.focus
        if len(who) > 1 and chosen[1].lower().count(who.lower()) > 1:
            continue  # "Harm ging je vaste beheerder Harm ook nog bijna weg"
        if phrase in {"told", "you-said"} and _is_cut(values.get("a", ""), scene):
            continue
        if len(chosen[1].split()) <= longest:
            return chosen
    return None


def _is_cut(said: str, scene: Scene) -> bool:
    """Tell whether what is given back names a thing and says nothing of it, or lost what stood before it."""
    words = said.split()
    if len(words) <= A_THING and words[:1] and words[0].lower() in {"de", "het", "the"} and not scene.first("cost"):
        return True  # "De leasefietsen."
    rest = " ".join(words[1:])
    hour = re.search(rf"\b(?:til|till|until|tot|from|at|om|past|after|na|voor) \d+ {re.escape(rest)}", scene.understood.text, re.I) if rest else None
    before = re.split(r"\b(?:op|aan|uit|af|in|mee|over) (?:die|wie)\b", said)[0]
    particle = before != said and not any(t.kind in {"verb", "auxiliary"} for t in tokenise(before, scene.lexicon))
    told = tokenise(said, scene.lexicon)
    if scene.lexicon.language == "en" and told and (told[0].kind == "infinitive" or scene.state.audience == "client" and told[0].kind == "verb" and told[0].lower.endswith("s")):
        return True  # "Say thanks at the printer" sounds like an order, and "covers your desk" hasn't who
    if scene.state.audience == "coach" and told and told[0].kind == "verb" and scene.lexicon.language == "nl":
        return True  # "Sust zijn mensen": of several men, without who
    acts = told[0].kind not in {"adverb", "determiner", "number", "weekday", "name"} and len(words) > 2 if told else False
    if acts and scene.lexicon.language == "en" and re.search(rf"\b(?:he|she|who|and) {re.escape(low(said, scene.lexicon))}", scene.understood.text, re.I) and re.match(r"\w{3,}[^s\W]s (?:\d+|the|a|an|my|me|it|to|at|in|for|up|her|his)\b", said):
        return True  # "stays 10 mins", without who
    if A_VERDICT.search(said):
        return True
    hung = bool(told) and told[0].kind in {"determiner", "number", "adverb"} and (told[-1].kind == "verb" or CAME.fullmatch(told[-1].lower)) and not any(t.kind in {"first", "third", "second", "name", "auxiliary"} for t in told)
    return hour is not None or particle or bool(hung and scene.lexicon.language == "nl")  # "een keer om half zeven binnenkwam"


GUESSED = re.compile(r",? (?:denk|gok|vermoed|geloof|think|guess|suppose)$")  # "een stuk of zestig denk [ik]"
A_THING = 3  # words
A_VERDICT = re.compile(r"\b(?:not|isn't|n't) (?:an? )?(?:bad|horrible|nasty) (?:person|man|woman|sort|boss|guy)\b|\bgeen (?:slechte?|kwaaie|kwade) (?:mens|vent|vrouw|man|baas|kerel)\b", re.I)  # of whoever isn't there
CAME = re.compile(r"\w*(?:kwam|ging|deed|stond|zat|lag|nam|gaf|zag|riep|bleef|viel|hield)(?:en)?")


def candidates(scene: Scene) -> Iterator[Candidate]:
    """Yield phrases with their fills, best first."""
    steps: tuple[Callable[[Scene], Iterator[Candidate]], ...] = (
        moved_to_self, *((loaded_word,) if len(scene.told().split()) <= 3 else ()), dictated, agreed, two_dead_ends, two_fragments, by_laugh, had_to, recurs, job_and_extra,
        unwritten, heard_and_thought, thanked, unseen, other_name, gone_elsewhere, given_and_back, by_named,
        *((by_promise,) if _is_broken(scene) else ()), echoed, by_cost, by_promise, cost_lost, pieces_told, by_load, loaded_word,
    )  # fmt: skip
    for step in steps:
        yield from step(scene)


def agreed(scene: Scene) -> Iterator[Candidate]:
    """What was agreed on for from now on, by how often it is ("elke eerste maandag een kwartier")."""
    habit = scene.first("habit") if _asked_how(scene) else None
    opens = habit and HOW_OFTEN.search(habit.clause.text)
    if not habit or not opens:
        return
    words: list[str] = []
    for token in tokenise(habit.clause.text[opens.start() :], scene.lexicon):
        if token.kind in ENDS_HABIT or token.lower in EASES or token.lower.startswith(("waar", "which")) or len(words) == MOST_HABIT:
            break
        words.append(token.text)
    while words and (words[-1].lower() in EASES or tokenise(words[-1], scene.lexicon)[0].kind in {"preposition", "determiner", "coordinator"}):
        words.pop()
    if len(words) > 1:
        yield "told", {"a": " ".join(words)}


def _asked_how(scene: Scene) -> bool:
    """Tell whether it was asked what will be kept up."""
    asked = scene.before.history[-1].question_id.partition("#")[0] if scene.before.history else ""
    question = load_phrasebook(scene.state.language).questions.get(asked)
    return question is not None and question.gathers == "habit"


HOW_OFTEN = re.compile(r"\b(?:elke|elk|iedere|ieder|om de|every|each|once (?:a|every)|eens per|eens in de|één keer per|een keer per)\b", re.I)
ENDS_HABIT = frozenset({"verb", "infinitive", "auxiliary", "first", "third", "second", "pronoun", "subordinator", "punctuation"})
EASES = frozenset("ff even samen dan gewoon together just to om eens".split())
MOST_HABIT = 9  # words


def _is_broken(scene: Scene) -> bool:
    """Tell whether a promise is told with what became of it, which is what to give back then."""
    return scene.first("promised") is not None and KEPT_NOT.search(scene.told()) is not None


def echoed(scene: Scene) -> Iterator[Candidate]:
    """What the reader's network would give back, with the name of somebody who wasn't in hand before."""
    echo = scene.reading.echo
    if not echo:
        return
    why = None if DENIES.search(echo) else BEFORE_WHY[scene.lexicon.language].match(echo)
    echo = why["told"] if why else echo
    before = re.search(rf"\b([^\W\d_]+) {re.escape(echo)}", scene.understood.text) if re.match(r"\w+ing\b", echo) else None
    if before and before[1].lower() in load_names().first:
        echo = f"{before[1][:1].upper()}{before[1][1:]} {echo}"  # "kelly sticking to xmas eve"
    said = as_said_back(echo, scene.lexicon, scene.state.formal)
    if only_when(said, scene.lexicon):
        return  # "na de zomer"
    if whole := _of_client(echo, scene):
        yield "told", {"a": whole}
        return
    if scene.lexicon.language == "nl" and (last := VERB_LAST.fullmatch(said)) and _behind_its_subject(echo, scene):
        said = f"{last['thing']} {last['done']}"  # "… dat ze haar koor heeft opgezegd"
    who = scene.state.focus
    if echo.lower() in who.lower() or who and who.lower() in echo.lower() and len(echo.split()) <= len(who.split()) + 1:
        return  # only whom it is about
    named = that_one(swap(who, scene.lexicon, scene.state.formal) or who, scene.lexicon) if who else ""
    opener, _, rest = said.partition(" ")
    capitals = {w.lower() for w in re.findall(r"[A-ZÀ-Ý][\w-]+", echo)} - {w.lower() for w in who.split()}
    others = {w for w in capitals if w in load_names().first or w in load_names().also_words}
    pieces = [p for p in scene.reading.found if _overlap(p.clause.text, echo)]
    theirs = bool(who) and scene.state.audience == "leader" and any(p.about == who for p in pieces)
    if theirs and (one := _whose(pieces, scene)) not in {"", who}:
        who = named = one  # "hij" of two, of whom the one in hand is a she
    beside = bool(pieces) and all(p.field in {"context", "their_view"} for p in pieces)
    if scene.state.audience == "client" and beside and others and scene.first("what", "cost", "promised") is not None and scene.before.phase in {"opening", "contributions"}:
        return  # of somebody they name by the way
    if who and others and pieces and all(p.field in {"context", "when"} for p in pieces) and scene.state.audience == "leader":
        return  # "Priya broke her ankle", which is why somebody else did it
    if who and not theirs and any(p.about in scene.state.kept for p in pieces):
        return  # of whoever comes after
    if pieces and pieces[0].clause.words[0].lower in BECAUSE and all(p.field == "context" for p in pieces) and any(p.field == "what" for p in scene.reading.found):
        return  # only why it was done
    if opener.lower() in {"hij", "zij", "ze", "he", "she", "die"} and theirs and who.split()[-1][:1].isupper():
        yield "rn01-acts", {"who": named, "did": rest}
        return
    if opener.lower() in {"die", "who", "which"}:
        return  # of whom that is said stands before it
    deed = any(p.field == "what" for p in pieces) and not any(p.field == "who" for p in pieces)
    fresh = theirs and scene.before.focus != who and len(who.split()) <= 3 and deed
    if fresh and who.lower() not in echo.lower():
        yield "rn01b", {"who": named, "did": low(said, scene.lexicon)}
    yield "told", {"a": said}


def _whose(pieces: Sequence[Found], scene: Scene) -> str:
    """Return whom the record gave the first of `pieces` that it has; "" for nobody."""
    told = {i.clause: i.about for i in scene.state.record.items if i.turn > scene.before.turn}
    return next((told[p.clause.text] for p in pieces if p.clause.text in told), "")


def _overlap(clause: str, echo: str) -> bool:
    """Tell whether a stretch is taken from a clause, or runs over it; the word that joins it may be left out."""
    whole, said, first = _words(clause), _words(echo), _words(echo.split(",")[0])
    rest = whole[1:]
    return any(_in(one, other) for one, other in ((said, whole), (whole, said), (rest, said), (first, whole)))


def _words(text: str) -> list[str]:
    return re.findall(r"[^\W_]+", text.lower())


def _in(one: list[str], other: list[str]) -> bool:
    return bool(one) and f" {' '.join(one)} " in f" {' '.join(other)} "


def _of_client(echo: str, scene: Scene) -> str | None:
    """Return what a client did as it is said to them, where a stretch of it lacks what they did it with; else None."""
    if scene.state.audience != "client" or tokenise(echo, scene.lexicon)[0].kind not in LACKING:
        return None
    clause = next((c.text for c in scene.reading.clauses if echo in c.text), "")
    return said_to_you(clause, scene.lexicon, scene.state.formal)


# A stretch without the reason it ends in.
BEFORE_WHY = {
    "nl": re.compile(r"(?P<told>(?:\S+ ){2,}\S+?),? (?:omdat|want|doordat|aangezien) .{8,}$", re.I),
    "en": re.compile(r"(?P<told>(?:\S+ ){2,}\S+?),? (?:cos|because|coz) .{8,}$", re.I),
}
DENIES = re.compile(r"\b(?:niet|geen|nooit|not|never|no)\b|n['’]t\b", re.I)
LACKING = frozenset({"participle", "infinitive", "verb", "preposition", "adverb"})
# A clause with its verbs at the end, of which only the last is said when who acts isn't.
VERB_LAST = re.compile(r"(?P<thing>.+) (?:heeft|hebben|had|hadden|moet|moest|moesten|kan|kon) (?P<done>\w+)")


def _behind_its_subject(echo: str, scene: Scene) -> bool:
    """Tell whether who acts stands right before a stretch, and isn't said with it."""
    clause = next((c.text for c in scene.reading.clauses if echo in c.text), "")
    return clause[: clause.find(echo)].rstrip().lower().endswith((" ze", " zij", " hij", " ie", " die"))
