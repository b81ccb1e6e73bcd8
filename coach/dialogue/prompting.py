"""What a model is sent for one reply: the prompts of the act, filled from what the talk holds."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from coach.dialogue.gate import Allowed
from coach.dialogue.lexicon import load_lexicon
from coach.dialogue.once import one_turn
from coach.dialogue.phrasebook import load_phrasebook
from coach.dialogue.state import REFER, Act, BalanceRecord, Exchange, Outcome, State
from coach.dialogue.summary import summarise
from coach.models.budget import Budget, Parts, fit
from coach.models.prompts import hash_of, load_prompt
from coach.models.shield import Shield, explanation

Message = tuple[str, str]  # (system, human or ai; text), as LangChain takes it
SPOKEN: frozenset[Act] = frozenset({"ask", "deepen", "explain", "example", "summarise", "close"})
# What the coach says about itself, about limits, or about what it read is never reworded.
OURS = (
    "about-human", "about-privacy", "about-page/", "about-length/", "about-me/", "resumed/", "misread/",
    "said-je/", "said-u/", "mediation/",
    "too-long/", "orders-", "nothing-found/", "evidence/",
)  # fmt: skip
ADDRESS = {("nl", False): "je", ("nl", True): "u", ("en", False): "you", ("en", True): "you"}
NOTHING = "–"
PLACE = re.compile(r"</?\w+>|{\w+}")
MARK = re.compile(r"</?\s*(?:turn|record|draft|question|passages|said|earlier|asked|questions)\s*>", re.I)


@dataclass(frozen=True)
class Request:
    """Everything about one call: the messages, which prompt they came of, and their size."""

    messages: tuple[Message, ...]
    prompt: str  # name of the act's prompt
    prompt_hash: str  # of every template the messages were made of
    budget: Budget
    allowed: Allowed
    shield: Shield | None = None  # what hid names in the messages, and puts them back


def may_be_reworded(outcome: Outcome) -> bool:
    """Tell whether a model may put this reply into words; the others are always said as written."""
    reply = outcome.reply
    return (
        reply.act in SPOKEN
        and reply.route == "none"
        and reply.intent != "injection"
        and not any(block.startswith(OURS) for block in reply.blocks)
    )


def request_for(
    before: State,
    text: str,
    outcome: Outcome,
    window: int,
    answer: int,
    instead_of: str = "",
    *,
    hides: bool = False,
) -> Request | None:
    """Return what to send so that a model rewords `outcome.reply`, the answer to `text`.

    `window` and `answer` are in tokens: what the model can take in all, and what it may write.
    `instead_of` is a phrasing of the same reply that another one is wanted for. With `hides`, names
    and identifiers are hidden in everything of the talk. Returns None when it doesn't fit.
    """
    state, reply = outcome.state, outcome.reply
    language = reply.language
    act = load_prompt(reply.act, language)
    shield = shield_for(before, text, state.record) if hides else None
    hide = hidden_by(shield)
    rules, other = load_prompt("system", language), load_prompt("again", language)
    system = rules.fill(address=ADDRESS[language, state.formal])
    explained = explanation(language) if hides else ""
    system = "\n\n".join(part for part in (system, explained) if part)
    again = other.fill(said=hide(instead_of)) if instead_of else ""
    earlier = load_prompt("earlier", language)
    sent = [other.text] if instead_of else []
    instructions = "\n".join(map(written, (system, act.text, earlier.text, *sent)))
    passages = tuple(f"[{each.document}] {hide(each.quote)}" for each in reply.citations)
    words, draft, question = hide(unmarked(text)), hide(reply.text), hide(reply.question)

    def fill(record: tuple[str, ...], cited: tuple[str, ...]) -> str:
        values = {
            "phase": reply.phase, "turn": words, "record": "\n".join(record) or NOTHING, "draft": draft,
            "question": question or NOTHING,
        }  # fmt: skip
        if "passages" in act.variables:
            values["passages"] = "\n".join(cited) or NOTHING
        return "\n\n".join(part for part in (act.fill(**values), again) if part)

    told = tuple((hide(each.user), hide(each.reply)) for each in _told(before))
    parts = Parts(
        system, fill((), ()), tuple(map(hide, record_lines(state.record))), passages, "", told
    )
    fitted = fit(parts, window, answer)
    if fitted is not None and fitted.budget.condensed and (summary := _summary(before)):
        parts = replace(parts, summary=earlier.fill(summary=hide(summary)))
        fitted = fit(parts, window, answer)
    if fitted is None or len(fitted.passages) < len(passages):
        return None
    messages: list[Message] = [("system", "\n\n".join(p for p in (system, fitted.summary) if p))]
    for person, coach in fitted.history:
        messages += [("human", person)] if person else []
        messages += [("ai", coach)]
    messages.append(("human", fill(fitted.record, fitted.passages)))
    made_of = [rules, *([earlier] if fitted.summary else []), act, *([other] if again else [])]
    return Request(
        tuple(messages), f"{act.name}.{language}", hash_of(*made_of, more=explained), fitted.budget,
        allowed_for(before, text, outcome, instructions), shield,
    )  # fmt: skip


def _summary(before: State) -> str:
    """Return what stands for the exchanges that don't fit; made only then, as it takes a while."""
    with one_turn():
        language = before.language
        return summarise(before, load_phrasebook(language), load_lexicon(language))


def shield_for(before: State, text: str, record: BalanceRecord | None = None) -> Shield:
    """Return the shield of a talk, before `text` is answered.

    It goes through everything that was said, in order, so that whoever is named gets the same
    placeholder in every turn, and is known by what the record holds; `record` is the one after
    `text`, once it was read.
    """
    items = (before.record if record is None else record).items
    known = [item.about for item in items] + [i.text for i in items if i.field == "who"]
    shield = Shield(before.language, [name for name in known if name])
    for each in before.history:
        shield.hide(each.user)
        shield.hide(each.reply)
    shield.hide(text)
    return shield


def hidden_by(shield: Shield | None) -> Callable[[str], str]:
    """Return what hides names in a text; without a shield the text stays as it is."""
    if shield is None:
        return lambda text: text
    return lambda text: shield.hide(text).text


def allowed_for(before: State, text: str, outcome: Outcome, instructions: str = "") -> Allowed:
    """Return what a model's wording of `outcome.reply` may hold, for the gate.

    `instructions` are all we wrote of what is sent, none of which may be said.
    """
    reply = outcome.reply
    answers = reply.act == "explain"
    known = [text, reply.text, *record_lines(outcome.state.record)]
    known += [said for each in _told(before) for said in (each.user, each.reply)]
    known += [each.quote for each in reply.citations]
    return Allowed(
        reply.language, reply.act, reply.question, "\n".join(known),
        tuple(part for each in reply.citations for part in (each.document, each.section)),
        instructions,
        wants_list=reply.intent in {"question", "request_example"} and "\n- " in reply.text,
        formal=outcome.state.formal,
        answer=reply.text.removesuffix(reply.question).strip() if answers else "",
        passages="\n".join(each.quote for each in reply.citations) if answers else "",
    )  # fmt: skip


def _told(before: State) -> tuple[Exchange, ...]:
    """Return the exchanges a model may hear of: neither orders to the coach nor what was referred."""
    return tuple(
        each for each in before.history if each.intent != "injection" and each.question_id != REFER
    )


def written(prompt: str) -> str:
    """Return what we wrote of a prompt: its sentences, without the places for what others said."""
    return PLACE.sub("\n", prompt)


def unmarked(text: str) -> str:
    """Return `text` without marks that would end the part of the prompt it stands in."""
    return MARK.sub("", text)


def record_lines(record: BalanceRecord) -> tuple[str, ...]:
    """Return every item in the person's words, with whose contribution it belongs to."""
    return tuple(
        unmarked(
            f"- {item.about}: {item.text}" if item.about and item.about not in item.text
            else f"- {item.text}"
        )
        for item in record.items
    )  # fmt: skip
