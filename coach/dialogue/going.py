"""While a referral stands: it is shown, said once more in quiet words, and the method waits."""

from __future__ import annotations

import re
from dataclasses import replace

from coach.dialogue.going_on import (
    country_named,
    says_it_is_not_so,
    takes_the_offer,
    wants_to_go_on,
)
from coach.dialogue.phrasebook import choose, load_phrasebook
from coach.dialogue.refer import referral
from coach.dialogue.screening import Screening
from coach.dialogue.spoken import spoken
from coach.dialogue.state import Exchange, Language, Outcome, Reply, State

# A plain no to the question about suicide ends nothing; only this does: a firm one, or what was meant.
FIRMLY = re.compile(
    r"\b(?:absoluut niet|natuurlijk niet|helemaal niet|hoe komt? (?:je|u) (?:daar|er)\s?bij|of course not|not at all"
    r"|absolutely not|god,? no|nothing (?:of the (?:sort|kind)|like that)|niets van dien aard|niks van dien aard|verkeerd begrepen|verkeerd gelezen|(?:goodness|good grief|good lord|good heavens),? no|where on earth did you get|ik had het (?:alleen |gewoon )?over"
    r"|misunderstood|misread|(?:got|read) (?:me|it|that) wrong|i was (?:only |just )?talking about)\b",
    re.I,
)
# A stretch that does no more than deny what the coach asked: it names it, and tells nothing of it.
# ‘I don't want to die’ is none of these: who says that may mean that it has to stop.
DENIED = re.compile(
    r"\s*(?:(?:no|nee|neen|what|wat|really|honestly|echt),? )*(?:(?:i'?m|i am|ik ben|'k ben) (?:(?:really|absolutely|definitely|honestly|echt|helemaal|absoluut|zeker) )*(?:not|niet) (?:suicidal|suïcidaal|suicidaal)"
    r"|(?:i'?m|i am) (?:(?:really|absolutely|definitely|honestly) )*not thinking (?:about|of) (?:ending my life|suicide|killing myself)"
    r"|(?:ik|'k) denk (?:(?:echt|helemaal|absoluut|zeker) )*niet aan (?:zelfmoord|zelfdoding|suïcide))\s*",
    re.I,
)
# What the coach's referrals are about, in its own words: who denied one and speaks of it tells nothing new.
NAMED = re.compile(r"\b(?:whistle-?blow\w*|klokkenluid\w*|misstanden?|wrongdoing|burn-?out\w*)\b", re.I)
# Who repeats the coach's word before denying it says nothing by it: ‘Zelfdoding? Nee, …’
REPEATED = re.compile(r"^\W*(?:(?:an?|een|de|het|the) )?(?:[^\W\d_]+ ){0,2}[^\W\d_]+\s*\?+\s*")
TALKING = 8  # words; who tells on at this length after two referrals wants to go on


def refers(screening: Screening, state: State, text: str) -> bool:
    """Tell whether this turn is answered by a referral, a new one or the one that stands."""
    standing = state.route
    mistaken = denies(state, text)
    if screening.route != "none":
        certain = screening.layer == "phrase" and screening.route in {"crisis", "emergency"}
        return certain or not (mistaken and screening.route == standing)
    said_twice = any(block.endswith(":gentle") for block in state.used)
    talks_on = said_twice and len(text.split()) >= TALKING
    return standing != "none" and not (
        mistaken or talks_on or wants_to_go_on(text, state.language)
    )


def denies(state: State, text: str) -> bool:
    """Tell whether the person says that the referral that stands is a misunderstanding."""
    if state.route == "none" or not says_it_is_not_so(text):
        return False
    return state.route not in {"crisis", "emergency"} or FIRMLY.search(text) is not None


def without_echo(state: State, text: str) -> str:
    """Return `text` without a referral's word asked back at its start, or named only to deny it.

    "" when it did no more than deny it: then the referral stands as it did, and isn't a new one.
    """
    if set(state.denied) - {"crisis", "emergency"}:
        text = NAMED.sub("", text) or text  # what was denied is only named: "before you went off about whistleblowers"
    if state.route == "none" and "crisis" not in state.denied:
        return text
    told = "".join(p for p in re.split(r"(?<=[.!?,;\n])", text) if not DENIED.fullmatch(p.rstrip(".!?,;\n ")))
    rest = REPEATED.sub("", told, count=1) if state.route != "none" else told
    return next((said for said in (rest, told) if any(c.isalnum() for c in said)), "")


def put_right(state: State, text: str) -> State:
    """Return `state` as the talk goes on after a referral: what was denied, and the country named."""
    denied = (*state.denied, state.route) if denies(state, text) else state.denied
    return replace(
        state, denied=tuple(dict.fromkeys(denied)), country=country_named(text) or state.country
    )


def tells_on(text: str, language: Language) -> bool:
    """Tell whether the turn after a referral says more than that the talk may go on."""
    words = len(text.split())
    return words >= (2 * TALKING if wants_to_go_on(text, language) else TALKING)


def after_referral(state: State, text: str, screening: Screening) -> Outcome:
    """Return the outcome of a turn that is, or follows, a referral."""
    country = country_named(text) or state.country
    if screening.route != "none":
        reply = referral(
            screening, state.language, country, state.turn + 1, state.route,
            phase=state.phase, formal=state.formal,
        )  # fmt: skip
        return _kept(replace(state, country=country, route=reply.route), text, reply)
    standing = Screening(state.route, "self")
    if country != state.country:
        reply = referral(
            standing, state.language, country, state.turn + 1, "none",
            phase=state.phase, formal=state.formal,
        )  # fmt: skip
        return _kept(replace(state, country=country), text, reply)
    if state.route == "burnout" and takes_the_offer(text):
        return _kept(state, text, _line(state, "tomorrow-off"))
    if any(block.endswith(":gentle") for block in state.used):
        return _kept(state, text, _line(state, "referral-stays"))
    reply = referral(
        standing, state.language, country, state.turn + 1, "none", True,
        phase=state.phase, formal=state.formal,
    )  # fmt: skip
    return _kept(state, text, reply)


def _line(state: State, phrase: str) -> Reply:
    chosen = choose(load_phrasebook(state.language).variants(phrase), phrase, (), (), {})
    text = chosen[1] if chosen else ""
    contacts = referral(
        Screening(state.route, "self"), state.language, state.country, state.turn + 1,
        phase=state.phase, formal=state.formal,
    ).contacts  # fmt: skip
    question = text if text.endswith("?") else ""
    reply = Reply(
        state.turn + 1, state.language, state.phase, "refer", None, text, question,
        route=state.route, contacts=contacts, blocks=(f"{phrase}/0",),
    )  # fmt: skip
    return spoken(reply, state.formal)


def _kept(state: State, text: str, reply: Reply) -> Outcome:
    exchange = Exchange(reply.turn, "refer", text, None, reply.text, reply.blocks)
    state = replace(
        state,
        turn=reply.turn,
        used=(*state.used, *reply.blocks),
        history=(*state.history, exchange),
    )
    return Outcome(state, reply)
