"""Choosing the form of a question: short for the terse, filled with what the person named."""

from __future__ import annotations

import re
from collections.abc import Mapping

from coach.dialogue.clauses import clauses
from coach.dialogue.extract import Reading
from coach.dialogue.grammar import finite, is_past
from coach.dialogue.lexicon import Lexicon
from coach.dialogue.people import names_several
from coach.dialogue.phrasebook import Phrasebook, Question, choose, fill, sentence
from coach.dialogue.pronouns import spoken_of, with_pronoun
from coach.dialogue.roles import one_of
from coach.dialogue.state import State, fixed, items_of
from coach.dialogue.words import number_word, swap

TERSE = 8


def is_terse(state: State, text: str) -> bool:
    """Tell whether the person types few words: this turn and most turns before it."""
    if len(text.split()) >= TERSE:
        return False
    lengths = sorted(len(e.user.split()) for e in state.history if e.user)
    return not lengths or lengths[len(lengths) // 2] <= 6


WRITTEN_OUT = {"tues": "Tuesday", "weds": "Wednesday", "thurs": "Thursday"}


def _written_out(day: str, lexicon: Lexicon) -> str:
    """Return a day as it is written in a sentence ("after Thursday")."""
    lower = day.lower()
    if lexicon.language == "nl" or lower in {"tomorrow", "today"}:
        return lower
    return WRITTEN_OUT.get(lower, day[:1].upper() + day[1:])


def event_day(state: State, lexicon: Lexicon) -> str:
    """Return the day of the coming conversation as the person wrote it, or ""."""
    worded = fixed(state, "step")
    if day := next((m.group() for m in re.finditer(r"[^\W_]+", worded) if lexicon.has("weekday", m.group().lower())), ""):
        return _written_out(day, lexicon)
    told = sorted(items_of(state.record, "next_step"), key=lambda i: -i.turn)  # the latest, of several the first
    turns = {item.turn for item in told}
    others = {e.turn for e in state.history if e.turn in turns and _names_only_another(e.user, state)}
    for item in sorted(told, key=lambda i: i.turn in others):
        for word in (m.group() for m in re.finditer(r"[^\W_]+", item.clause)):
            lower = word.lower()
            if lexicon.has("weekday", lower) or lower in {
                "morgen",
                "overmorgen",
                "tomorrow",
                "vandaag",
                "today",
            }:
                if re.search(rf"\b(?<!als )(?<!if )(?:about|over|the|my|her|his|their|de|het|mijn|haar|zijn) (?:the |de |het )?{re.escape(word)} (?!morning|afternoon|evening|night|after|at|before|next|na\b|om\b|voor\b|ochtend|middag|avond|kwart|half|rond|is\b)[a-z]", item.clause, re.I):
                    continue  # "about the Tuesday swim" is no day to come
                return _written_out(word, lexicon)
        english = re.search(r"\b(?:mon|tues|wednes|thurs|fri|satur|sun)day\b", item.clause, re.I)
        if english:
            return english.group()
    return ""


def _names_only_another(text: str, state: State) -> bool:
    """Tell whether a turn of a leader names somebody told of, and not whom the sentences are for."""
    main = state.first or state.focus
    people = {i.about for i in state.record.items if i.about[:1].isupper()}
    named = {name for name in people if re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text, re.I)}
    return state.audience == "leader" and bool(named) and main not in named


def values_for(state: State, lexicon: Lexicon) -> dict[str, str]:
    """Return the fills a question may use: who, period, day, n."""
    values: dict[str, str] = {}
    couple = re.search(r"\b(?:en|and)\b|&", state.focus)
    if state.focus and not couple and len(state.focus.split()) <= 4:
        opener = state.focus.split()[0].lower()
        group = (
            state.focus[:1].islower()
            or state.focus[:1].isdigit()
            or state.focus.lower() in lexicon.classes["group"]
            or (opener in lexicon.classes["determiner"] | lexicon.classes["number"])
        )
        own = re.match(r"(?:mijn|m'n|mn|onze|ons|my|our)\b", state.focus, re.I)
        if one_of(state.focus, lexicon):
            values["who"] = next(iter(lexicon.classes["unnamed"]))
        elif own:
            values["who"] = swap(state.focus[0].lower() + state.focus[1:], lexicon, state.formal) or ""
        else:
            values["who"] = _with_article(state.focus, lexicon) if group else state.focus
    for item in reversed(items_of(state.record, "when")):
        if re.match(
            r"(?:sinds|vanaf|van|in|tijdens|met|since|from|during|in|over|between|through)\s",
            item.text,
            re.I,
        ):
            if len(item.text.split()) <= 6 and (not state.focus or item.about in {"", state.focus}):
                values["period"] = item.text[0].lower() + item.text[1:]
                break
    day = event_day(state, lexicon)
    if day:
        values["day"] = day
    count = crowd(state, lexicon)
    if count:
        values["n"] = number_word(count, lexicon)
    return values


def _with_article(group: str, lexicon: Lexicon) -> str:
    lower = group[0].lower() + group[1:]
    if that_one(lower, lexicon) != lower:
        return that_one(lower, lexicon)
    if lower.split()[0] in lexicon.classes["number"] or lower[0].isdigit():
        return f"die {lower}" if lexicon.language == "nl" else f"those {lower}"
    if re.match(r"(?:de|het|een|onze|mijn|the|a|our|my)\b", lower, re.I) or " " in lower:
        return lower
    if lexicon.language == "nl":
        return f"het {lower}" if lower.endswith("team") else f"de {lower}"
    return f"the {lower}" if not lower.endswith(" staff") else lower


def that_one(who: str, lexicon: Lexicon) -> str:
    """Return somebody who was brought up as "een stagiair" the way they're spoken of from then on."""
    new = re.match(r"(?:een|één|1|zo'n|a|an|one)\b ", who, re.I)
    if new is None:
        return who
    that = "that" if lexicon.language == "en" else "dat" if who.endswith(("je", "lid", "hoofd")) else "die"
    return f"{that} {who[new.end() :]}"


CROWD = {
    "nl": re.compile(
        r"\b(\d{1,3}|vijf|zes|zeven|acht|negen|tien|elf|twaalf|dertien|veertien|vijftien|twintig|dertig|vijfendertig|veertig|vijftig)\s+(?:\w+ )?(?:mensen|man|medewerkers|collega's|monteurs|krachten|vrouw|leraren|verpleegkundigen|chauffeurs|vrijwilligers|fte|koppen)\b",
        re.I,
    ),
    "en": re.compile(
        r"\b(\d{1,3}|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|eighteen|twenty|thirty|forty|fifty)\s+(?:\w+ )?(?:people|staff|of them|of us|nurses|men|women|drivers|engineers|teachers|volunteers|employees)\b",
        re.I,
    ),
}


# Before those somebody works for, and not with: "we koken voor zo'n 400 mensen".
SERVED = re.compile(r"\b(?:voor|for|serve|bedienen|verzorgen|feed)\b(?: \S+){0,3}\s*$", re.I)


def crowd(state: State, lexicon: Lexicon) -> str:
    """Return how many people the person said there are, as written, or ""."""
    for item in reversed(state.record.items):
        told = item.clause or item.text
        match = CROWD[lexicon.language].search(told)
        if match and not SERVED.search(told[: match.start()]):
            return match[1].lower()
    return ""


def situations(state: State, reading: Reading, lexicon: Lexicon) -> set[str]:
    """Return the names of the special situations of the bank that hold now."""
    text = " ".join(c.text.lower() for c in reading.clauses)
    held: set[str] = set()
    nameless = any(p.field == "what" and not p.about for p in reading.found) or not reading.named and any(
        t.lower.partition("'")[0] in SINGULAR for c in reading.clauses for t in c.words
    )
    if one_of(state.focus or text, lexicon) or not state.focus and nameless:
        held.add("one-of")
    if state.audience == "client" and items_of(state.record, "promised"):
        held.add("promised")
    if state.audience == "client" and items_of(state.record, "wish"):
        held.add("wished")
    if re.search(r"\d+\s?(?:%|procent|percent)", text) and not reading.people:
        held.add("result")
    if re.search(r"\b(?:niemand|nobody|no one) (?:ziet|sees|merkt|notices)\b", text):
        held.add("unnoticed")
    if re.search(
        r"\b(?:naam|name|idee) van\b|\bno mention\b|\bnaam viel niet\b|\bonder (?:de )?naam\b", text
    ):
        held.add("missing-name")
    if items_of(state.record, "extra") and any(
        re.search(r"\b(?:eigen|vrije|own) (?:tijd|time)\b|\bvrije \w+", i.text, re.I)
        for i in items_of(state.record, "extra")
    ):
        held.add("own-time")
    back = items_of(state.record, "said", "came_back", about=state.focus)
    if any(not NONE_YET.search(i.clause.lower()) for i in back):
        held.add("already")
    if "moved_date" in reading.cues and not any(p.field == "cost" for p in reading.found):
        held.add("moved-date")
    if _is_over(state, lexicon):
        held.add("past")
    if re.search(
        r"\b(?:vandaag|morgen|today|tomorrow)\b",
        " ".join(i.clause.lower() for i in items_of(state.record, "next_step")),
    ):
        held.add("today")
    if "no_money" in reading.cues:
        held.add("no-budget")
    if re.search(
        r"\b(?:geen|zonder|no|without) (?:drama|gedoe|fuss)\b",
        " ".join(i.clause.lower() for i in state.record.items),
    ):
        held.add("no-drama")
    if (fixed(state, "sentences") or any(b.startswith("sentence-stands") for b in state.used)) and not event_day(state, lexicon):
        held.add("worded")
    if crowd(state, lexicon) and names_several(state.focus, lexicon):
        held.add("group")
    if crowd(state, lexicon) and not state.focus and "one-of" not in held and question_phase(state) == "contributions":
        held.add("many-people")
    return held


def _is_over(state: State, lexicon: Lexicon) -> bool:
    """Tell whether what was given is told in the past, so that it isn't asked how long it has been so."""
    deeds = items_of(state.record, "what", "cost", about=state.focus)
    told = [part for d in deeds for part in clauses(d.clause, lexicon) if finite(part.words) is not None]
    still = re.compile(r"\b(?:has|have|'s|'ve) (?:\w+ )?(?:been|done|had|run|kept|taken|covered|carried)\b")
    return bool(told) and all(is_past(part, lexicon) and not still.search(part.text.replace("’", "'")) for part in told)


# That nothing was said or came back.
NONE_YET = re.compile(r"\b(?:niks|niets|nooit|niet|geen|not|nothing|never|no)\b|n't\b|n’t\b")
SINGULAR = frozenset({"she", "he", "hij", "zij", "ie"})  # one person spoken of, not named yet


def question_phase(state: State) -> str:
    """Return the phase the next question belongs to when nothing was told yet."""
    return "contributions" if state.phase in {"opening", "contributions"} else state.phase


FOR_GIVERS = frozenset({"past", "unnoticed", "missing-name", "no-drama", "today", "own-time", "worded", "promised", "wished"})
WITH_WHO = frozenset(
    {
        "contributions-2",
        "contributions-3",
        "contributions-5",
        "contributions-8",
        "return-1",
        "return-3",
        "repair-2",
        "repair-7",
        "repair-11",
        "reciprocity-12",
    }
)


def _named_just_now(state: State, who: str, said: str) -> bool:
    """Tell whether a role of several words was just said, which isn't said twice running."""
    last = state.history[-1].reply if state.history else ""
    return len(who.split()) > 1 and who.lower() in f"{last} {said}".lower()


def ask(
    question: Question, situation: str, state: State, reading: Reading, lexicon: Lexicon,
    recent: tuple[str, ...], terse: bool, said: str = "",
) -> tuple[str, str]:  # fmt: skip
    """Return (block id, question text): the first form that can be filled and wasn't asked before.

    `said` stands before it in the same reply.
    """
    values = values_for(state, lexicon)
    if _named_just_now(state, values.get("who", ""), said):
        del values["who"]
    if "who" in values and not names_several(state.focus, lexicon):
        values["one"] = values["who"]
    held = situations(state, reading, lexicon)
    if re.match(r"(?:je|jullie|your) ", values.get("who", "")):
        held.add("role")
    who = values.get("who", "")
    another = any(name in said for name in state.kept)  # "hem" could be either
    near = spoken_of(state, reading) if who == state.focus and who in said and not another and state.audience != "coach" else None
    options: list[tuple[str, str]] = []
    suits = {"leader": True, "client": False, "coach": "coach" not in question.forms}[state.audience]  # a coach saw nothing of it
    for name, text in question.situations:
        if name == situation or not situation and name in held and (suits or state.audience == "client" and name in FOR_GIVERS):
            options.append((f"#{name}", text))
    options += [
        (name, question.forms[name])
        for name in _order(question, state, terse, values)
        if name in question.forms
    ]
    if state.audience == "client" and "giver" in question.forms:
        options = [o for o in options if o[0].startswith(("giver", "#"))]
    filled = [
        (f"q:{question.id}:{name}", sentence(told))
        for name, template in options
        if (told := fill(with_pronoun(template, near) if near else template, values)) is not None
    ]
    said = " ".join(e.reply for e in state.history)
    fresh = [
        (b, t) for b, t in filled
        if b not in state.used or b.endswith((":who", ":one")) and t not in said
    ]  # fmt: skip
    return (fresh or filled)[0]


def _order(question: Question, state: State, terse: bool, values: Mapping[str, str]) -> list[str]:
    if state.audience == "client":
        return ["giver", "giver2", "short", "full", "shortest"]
    order = ["coach_who", "coach"] if state.audience == "coach" else []
    if terse and not ("who" in values and question.id == "contributions-2"):
        order += ["shortest"]
    if "day" in values and question.phase in {"repair", "closing", "mirror", "return"}:
        order += ["day"]
    if "who" in values and question.id in WITH_WHO:
        order += ["one", "who"]
    if question.id == "contributions-5":
        order += ["known"]
    return [*order, "short", "full", "known", "period", "shortest"]


def ask_evasion(
    forms: Mapping[str, str], options: str, name: str, state: State, lexicon: Lexicon, terse: bool
) -> tuple[str, str]:
    """Return (block id, question text) of a follow-up to an evasive answer."""
    values = values_for(state, lexicon)
    order = ["options", "shortest", "short", "full"] if terse else ["short", "full", "shortest"]
    if state.audience == "client":
        order = ["giver", *order]
    table = {**forms, "options": options}
    for form in order:
        asked = fill(table[form], values) if table.get(form) else None
        if asked:
            return f"f:{name}:{form}", sentence(asked)
    return f"f:{name}:full", sentence(forms["full"])


def say(
    book: Phrasebook, phrase: str, state: State, recent: tuple[str, ...], values: Mapping[str, str]
) -> tuple[str, str] | None:
    """Return (block id, text) of an authored phrase, or None when it can't be filled."""
    return choose(book.variants(phrase), phrase, state.used, recent, values)
