"""While a referral stands: it is shown, said once more in quiet words, and the method waits."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from coach.dialogue.going_on import (
    country_named,
    does_not_go_on,
    says_it_is_not_so,
    says_yes,
    takes_the_offer,
    turns_to_something_else,
    wants_to_go_on,
)
from coach.dialogue.names import load_names
from coach.dialogue.phrasebook import choose, load_phrasebook
from coach.dialogue.refer import COUNTRY_ASKED, URGENT, referral, weightier
from coach.dialogue.screening import Screening
from coach.dialogue.spoken import spoken
from coach.dialogue.state import REFER, Exchange, Language, Outcome, Reply, Route, State

# A plain no to the question about suicide ends nothing; only this does: a firm one, or what was meant.
FIRMLY = re.compile(
    r"\b(?:absoluut niet|natuurlijk niet|helemaal niet|hoe komt? (?:je|u) (?:daar|er)\s?bij|of course not|not at all"
    r"|absolutely not|god,? no|nothing (?:of the (?:sort|kind)|like that)|niets van dien aard|niks van dien aard|verkeerd begrepen|verkeerd gelezen|(?:goodness|good grief|good lord|good heavens),? no|where on earth did you get|ik had het (?:alleen |gewoon )?over"
    r"|misunderstood|misread|(?:just )?(?:a|an) (?:figure of speech|expression|turn of phrase|saying)|bij wijze van spreken|figuurlijk|(?:maar |gewoon )een (?:uitdrukking|gezegde)|(?:nobody|no one)(?:['’]s| is| was) (?:in (?:any )?danger|hurt)|(?:er is )?niemand (?:is )?in gevaar|(?:got|read) (?:me|it|that) wrong|i was (?:only |just )?talking about)\b",
    re.I,
)
# A denied referral that is only named again tells nothing: "before you went off about whistleblowers".
# Told as something that is there, in those words, it is heard.
_OF = r"(?:geen|niet (?:over|van)|over|no|not|about)(?: (?:een|an?|de|the|mijn|my|any))?"
NAMED: Mapping[Route, re.Pattern[str]] = {
    "whistleblowing": re.compile(rf"\b(?:whistle-?blow\w*|klokkenluid\w*|{_OF} (?:misstand(?:en)?|wrongdoing))\b", re.I),
    "burnout": re.compile(rf"\b{_OF} burn-?out\w*\b", re.I),
}
# Who repeats the coach's word before denying it says nothing by it: ‘Zelfdoding? Nee, …’
REPEATED = re.compile(r"^\W*(?:(?:an?|een|de|het|the) )?(?:[^\W\d_]+ ){0,2}[^\W\d_]+\s*\?+\s*")
# That they have been where they were referred to, and who could take something off them.
SEEN = re.compile(
    r"\b(?:huisarts|bedrijfsarts|dokter|gp|doctor)\b.{0,40}\b(?:geweest|gehad|gezien|zag|gesproken|gecheckt|sprak|seen|saw|been|spoke|spoken|checked)\b"
    r"|\b(?:ben|was|been|seen|saw|zag|sprak)\b.{0,20}\b(?:huisarts|bedrijfsarts|dokter|gp|doctor)\b", re.I
)
NOT_SO = re.compile(r"\b(?:niet|nooit|geen|not|never|no|should|will)\b|n't\b", re.I)
WHO_COULD = re.compile(r"\b(?P<name>[A-ZÀ-Ý][\w'’-]+) (?:zou|kan|zal|wil|could|can|would|might)\b(?P<rest>[^.!?]*)")
TALKING = 8  # words of a turn that tells something
GENTLE = ":gentle"  # ends the id of a referral that was said once more
ASKS = ("go-on-question/", "refer:medical:")  # what asks whether they want to go on with the talk


def refers(screening: Screening, state: State, text: str) -> bool:
    """Tell whether this turn is answered by a referral, a new one or the one that stands."""
    standing = state.route
    mistaken = denies(state, text)
    if screening.route != "none":
        certain = screening.layer == "phrase" and screening.route in {"crisis", "emergency"}
        return certain or not (mistaken and screening.route == standing)
    return standing != "none" and not (mistaken or goes_on(state, text))


def goes_on(state: State, text: str) -> bool:
    """Tell whether the person says that the talk may go on: in words of theirs, or by a yes when asked.

    Somebody in danger who wants to speak of something else hasn't said so yet.
    """
    if wants_to_go_on(text, state.language) or _was_asked_to_go_on(state) and says_yes(text):
        return True
    if state.route == "burnout" and _was_offered(state) and (_was_there(text) or _somebody_could(text)):
        return True  # they were at the doctor's, or say who could take work off them, as was asked
    return state.route not in URGENT and turns_to_something_else(text)


def _was_there(text: str) -> bool:
    """Tell whether the person says that they were at the doctor's, and not that they weren't or will be."""
    return any(SEEN.search(said) and not NOT_SO.search(said) for said in re.split(r"[.!?;,\n]", text))


def _somebody_could(text: str) -> bool:
    """Tell whether somebody is named who could take work off them."""
    return any(m["name"].lower() in load_names().first and not NOT_SO.search(m["rest"]) for m in WHO_COULD.finditer(text))


def denies(state: State, text: str) -> bool:
    """Tell whether the person says that the referral that stands is a misunderstanding."""
    if state.route == "none" or not says_it_is_not_so(text):
        return False
    return state.route not in {"crisis", "emergency"} or FIRMLY.search(text) is not None


def without_echo(state: State, text: str) -> str:
    """Return `text` without a denied referral's name, or a referral's word asked back at its start."""
    for route in state.denied:
        text = NAMED[route].sub("", text) or text if route in NAMED else text
    rest = REPEATED.sub("", text, count=1) if state.route != "none" else text
    return rest if any(c.isalnum() for c in rest) else text


def put_right(state: State, text: str) -> State:
    """Return `state` as the talk goes on after a referral: what was denied, and the country named."""
    denied = (*state.denied, state.route) if denies(state, text) else state.denied
    return replace(
        state,
        route="none",
        variant="self",
        to_coach=False,
        denied=tuple(dict.fromkeys(denied)),
        country=country_named(text) or state.country,
    )


def tells_on(text: str, language: Language) -> bool:
    """Tell whether the turn after a referral says more than that the talk may go on."""
    words = len(text.split())
    return words >= (2 * TALKING if wants_to_go_on(text, language) else TALKING)


def standing(state: State) -> Screening:
    """Return the referral that stands, as the screen found it."""
    return Screening(state.route, state.variant, coach=state.to_coach)


def after_referral(state: State, text: str, screening: Screening) -> Outcome:
    """Return the outcome of a turn that is, or follows, a referral."""
    named = country_named(text) or state.country
    elsewhere, state = named != state.country, replace(state, country=named)
    if screening.route != "none" and not _was_said(state, screening):
        return _referred(state, text, weightier(screening, standing(state)), state.route)
    if elsewhere:
        return _referred(state, text, standing(state))
    if _was_offered(state) and takes_the_offer(text):
        about_other = state.variant == "other"
        return _kept(state, text, _line(state, "tomorrow-off-other" if about_other else "tomorrow-off"))
    if any(block.endswith(GENTLE) for block in _said_of_it(state)):
        return _kept(state, text, _line(state, _quietly(state, text)))
    return _referred(state, text, standing(state), gentle=True)


def _said_since(state: State) -> list[str]:
    """Return the ids of what the coach said since the talk came to a halt."""
    blocks: list[str] = []
    for exchange in reversed(state.history):
        if exchange.question_id != REFER:
            break
        blocks += exchange.blocks
    return blocks


def _said_of_it(state: State) -> list[str]:
    """Return the ids of the referral that stands, as it was said since the talk came to a halt."""
    return [block for block in _said_since(state) if block.startswith(f"refer:{state.route}:")]


def _was_said(state: State, screening: Screening) -> bool:
    """Tell whether this very referral was said since the talk came to a halt; a cry is heard again."""
    again = f"refer:{screening.route}:{screening.variant}"
    return screening.route not in URGENT and again in _said_since(state)


def _was_asked_to_go_on(state: State) -> bool:
    last = state.history[-1].blocks if state.history else ()
    return any(block.startswith(ASKS) and not block.endswith(GENTLE) for block in last)


def _was_offered(state: State) -> bool:
    """Tell whether the last turn offered to look at what could be taken off them tomorrow."""
    last = state.history[-1].blocks if state.history else ()
    return any(b.startswith("refer:burnout:") and not b.endswith(GENTLE) for b in last)


def _quietly(state: State, text: str) -> str:
    """Return which line is said after the referral was repeated: it stays, and once whether to go on.

    Nobody in danger is asked; they are told how the talk goes on when they want it to.
    """
    if state.route in URGENT:
        return f"referral-stays-{state.route}"
    tells = len(text.split()) >= TALKING and not does_not_go_on(text)
    asked = any(block.startswith("go-on-question/") for block in _said_since(state))
    return "go-on-question" if tells and not asked else "referral-stays"


def _referred(
    state: State, text: str, meant: Screening, previous: Route = "none", *, gentle: bool = False
) -> Outcome:
    reply = referral(
        meant, state.language, state.country, state.turn + 1, previous, gentle,
        phase=state.phase, formal=state.formal, ask_country=COUNTRY_ASKED not in state.used,
    )  # fmt: skip
    state = replace(state, route=meant.route, variant=meant.variant, to_coach=meant.coach)
    return _kept(state, text, reply)


def quiet_line(state: State) -> Reply:
    """Return the line that says that the referral stays, beside its places."""
    urgent = f"referral-stays-{state.route}"
    return _line(state, urgent if state.route in URGENT else "referral-stays")


def _line(state: State, phrase: str) -> Reply:
    """Return one of the authored lines of `phrase`, beside the places of the referral that stands."""
    variants = load_phrasebook(state.language).variants(phrase)
    block, text = choose(variants, phrase, state.used, (), {}) or (phrase, "")
    contacts = referral(
        standing(state), state.language, state.country, state.turn + 1,
        phase=state.phase, formal=state.formal,
    ).contacts  # fmt: skip
    question = re.split(r"(?<=[.!])\s+", text)[-1] if text.endswith("?") else ""
    reply = Reply(
        state.turn + 1, state.language, state.phase, "refer", None, text, question,
        route=state.route, contacts=contacts, blocks=(block,),
    )  # fmt: skip
    return spoken(reply, state.formal)


def _kept(state: State, text: str, reply: Reply) -> Outcome:
    exchange = Exchange(reply.turn, REFER, text, None, reply.text, reply.blocks)
    state = replace(
        state,
        turn=reply.turn,
        used=(*state.used, *reply.blocks),
        history=(*state.history, exchange),
    )
    return Outcome(state, reply)
