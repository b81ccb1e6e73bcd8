"""Looking back in about five minutes: what was asked, what comes next, and what the coach says.

Every text passes the screen before it becomes an answer; what is referred becomes none. The
questions and reflections stand in prompts/follow_up.{nl,en}.yaml.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from functools import cache
from typing import Protocol

import yaml
from pydantic import BaseModel, ConfigDict

from coach.content import content_folder
from coach.dialogue.answers import ORDER, Answers, Asked, Stage, Status
from coach.dialogue.cleaning import cleaned
from coach.dialogue.going import put_right, quiet_line, refers, without_echo
from coach.dialogue.going_on import country_named
from coach.dialogue.refer import URGENT, referral, weightier
from coach.dialogue.screening import Screening
from coach.dialogue.state import Language, Reply, Route, State

LONGEST_ECHO = 14  # words that are said back as they were written
ECHOED: tuple[Asked, ...] = ("happened", "helped")  # each time would be parroting
MOST_STEPS = 5
LONGEST_STEP = 300  # characters
_SENTENCE = re.compile(r"(?<=[.!?…])\s+|\n+")


class Judge(Protocol):
    """The screen, as a follow-up needs it."""

    def __call__(
        self,
        text: str,
        language: Language,
        previous: Sequence[str],
        *,
        denied: Sequence[Route] = (),
        faintly: bool = True,
    ) -> Screening: ...


class Words(BaseModel):
    """What the coach says in a follow-up, in one language."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    opening: str
    questions: dict[str, str]
    after_done: dict[Status, str]
    echo: str
    heard: tuple[str, ...]
    numbers: tuple[str, ...]
    skipped: str
    resumed: str
    closing: str
    standing: str
    reminders: dict[str, str]
    reminder: str
    sheet: dict[str, str]


@cache
def words_of(language: Language) -> Words:
    """Return the authored words of `language`."""
    path = content_folder("prompts") / f"follow_up.{language}.yaml"
    return Words.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))


def begin(steps: Sequence[str], country: str = "") -> Answers:
    """Return the answers of somebody, in `country`, who hasn't said anything about `steps` yet."""
    return Answers(done=(None,) * len(steps), country=country)


def is_answered(answers: Answers, asked: Asked) -> bool:
    """Tell whether there is an answer to `asked`."""
    if asked == "done":
        return None not in answers.done
    if asked == "score":
        return answers.score is not None
    if asked == "next":
        return bool(answers.condition or answers.action)
    return bool(getattr(answers, asked))


def is_over(answers: Answers, asked: Asked) -> bool:
    """Tell whether `asked` needs no asking any more: answered, or passed over."""
    if asked == "why" and "score" in answers.skipped and answers.score is None:
        return True
    return is_answered(answers, asked) or asked in answers.skipped


def asked_now(answers: Answers) -> Asked | None:
    """Return what is asked now; None when all was asked, or the person stopped."""
    if answers.stopped:
        return None
    return next((each for each in ORDER if not is_over(answers, each)), None)


def stage_of(answers: Answers) -> Stage:
    """Return the part of the follow-up the person is at."""
    stages: dict[Asked | None, Stage] = {
        "done": "happened", "happened": "happened", "noticed": "happened", "score": "balance",
        "why": "balance", "helped": "next", "next": "next", None: "share",
    }  # fmt: skip
    return stages[asked_now(answers)]


def question(answers: Answers, asked: Asked, language: Language) -> str:
    """Return the one open question for `asked`."""
    questions = words_of(language).questions
    if asked in ("happened", "noticed") and _nothing_done(answers):
        return questions[f"{asked}_not_yet"]
    if asked == "why" and answers.score == 0:
        return questions["why_nought"]
    return questions[asked]


def reflection(answers: Answers, asked: Asked, language: Language) -> str:
    """Return what the coach says before asking `asked`: about the answer before it, or nothing.

    A short first sentence is said back as it was written; of anything longer only that it stands
    there. When a reflection isn't sure, none is better.
    """
    words = words_of(language)
    number = ORDER.index(asked)
    if number == 0:
        return words.opening
    before = ORDER[number - 1]
    if before == "why" and answers.score is None:
        before = "score"
    if not is_answered(answers, before):
        return words.skipped
    if before == "done":
        return words.after_done[_mostly(answers)]
    if before == "score":
        return words.numbers[answers.score or 0]
    said = _first_sentence(str(getattr(answers, before))) if before in ECHOED else ""
    return words.echo.format(words=said) if said else words.heard[number % len(words.heard)]


def choose_done(answers: Answers, step: int, status: Status | None) -> Answers:
    """Return `answers` with what became of step number `step`."""
    done = tuple(status if number == step else each for number, each in enumerate(answers.done))
    return replace(answers, done=done)


def choose_score(answers: Answers, score: int | None) -> Answers:
    """Return `answers` with the person's own number, 0 to 10."""
    return replace(answers, score=score)


def skip(answers: Answers) -> Answers:
    """Pass over what is asked now."""
    asked = asked_now(answers)
    return answers if asked is None else replace(answers, skipped=(*answers.skipped, asked))


def stop(answers: Answers) -> Answers:
    """Ask nothing more; what was answered stays."""
    return replace(answers, stopped=True)


def write(answers: Answers, *parts: str) -> Answers:
    """Return `answers` with what the person just wrote, still to be read by the screen."""
    return replace(answers, pending=tuple(cleaned(part) for part in parts))


def take(answers: Answers, language: Language, judge: Judge) -> Answers:
    """Return `answers` after the screen has read what is pending.

    It becomes the answer to what is asked now, or, referred, nothing at all. While a referral
    stands nothing becomes an answer until the person wants to go on, or says it is mistaken: as in
    a talk (`coach.dialogue.going`).
    """
    text = "\n".join(part for part in answers.pending[:2] if part)
    if not any(sign.isalnum() for sign in text):
        return replace(answers, pending=())
    state = _as_talk(answers, language)
    found = _screened(answers, without_echo(state, text), language, judge)
    if refers(found, state, text):
        if _is_new(found, answers):
            return _referred(answers, found, country_named(text))
        return _standing(answers, text)
    if answers.route != "none":
        return replace(go_on(answers), denied=put_right(state, text).denied, pending=())
    return _answered(answers)


def go_on(answers: Answers) -> Answers:
    """Return `answers` without the referral that stood."""
    return replace(answers, route="none", variant="self", gentle=False, stays=False)


def in_country(answers: Answers, country: str) -> Answers:
    """Return `answers` with where the person is, for whom to turn to."""
    return replace(answers, country=country, gentle=False, stays=False)


def previous(answers: Answers) -> tuple[str, ...]:
    """Return what the person wrote so far, oldest first."""
    texts = (answers.happened, answers.noticed, answers.why, answers.helped)
    return tuple(text for text in texts if text)


def standing_referral(answers: Answers, language: Language) -> Reply | None:
    """Return the referral that stands, with whom to turn to; None when none does."""
    if answers.route == "none":
        return None
    if answers.stays:
        return quiet_line(_as_talk(answers, language))
    found = Screening(answers.route, answers.variant)
    return referral(found, language, answers.country, 0, gentle=answers.gentle)


def if_then(answers: Answers, form: str) -> str:
    """Return the next step as one sentence by `form`, which has {condition} and {action}."""
    if answers.condition and answers.action:
        return form.format(condition=_part(answers.condition), action=_part(answers.action))
    return answers.condition or answers.action


def _answered(answers: Answers) -> Answers:
    asked = asked_now(answers)
    parts, answers = answers.pending, replace(answers, pending=())
    if asked == "next":
        condition, action, day = (*parts, "", "")[:3]
        return replace(
            answers, condition=condition, action=action,
            day=date.fromisoformat(day) if day else None,
        )  # fmt: skip
    if asked in ("happened", "noticed", "why", "helped"):
        return replace(answers, **{asked: parts[0]})  # type: ignore[arg-type]
    return answers


def _referred(answers: Answers, found: Screening, country: str) -> Answers:
    return replace(
        answers, pending=(), route=found.route, variant=found.variant, gentle=False,
        stays=False, country=country or answers.country,
    )  # fmt: skip


def _standing(answers: Answers, text: str) -> Answers:
    """Return `answers` with the referral said once more, or, when it was, standing quietly."""
    if country := country_named(text):
        return replace(in_country(answers, country), pending=())
    return replace(answers, pending=(), gentle=True, stays=answers.gentle)


def _as_talk(answers: Answers, language: Language) -> State:
    """Return the state of a talk in which the same referral stands."""
    return State(
        language, "client", turn=len(previous(answers)), route=answers.route,
        variant=answers.variant, denied=answers.denied, country=answers.country,
    )  # fmt: skip


def _screened(answers: Answers, text: str, language: Language, judge: Judge) -> Screening:
    """Return what the screen makes of `text`; one faint likeness after other answers is let go."""
    before = previous(answers)
    found = judge(text, language, before, denied=answers.denied)
    if not found.faint or not before and answers.route == "none":
        return found
    if answers.route == "none" and any(judge(told, language, ()).faint for told in before[-2:]):
        return found
    return judge(text, language, before, denied=answers.denied, faintly=False)


def _is_new(found: Screening, answers: Answers) -> bool:
    """Tell whether a referral is another one than stands; a cry is answered whole each time."""
    if found.route == "none":
        return False
    heavier = weightier(found, Screening(answers.route, answers.variant))
    return found.route in URGENT or (heavier.route, heavier.variant) != (
        answers.route, answers.variant,
    )  # fmt: skip


def _nothing_done(answers: Answers) -> bool:
    return bool(answers.done) and set(answers.done) <= {"not_yet"}


def _mostly(answers: Answers) -> Status:
    found = set(answers.done)
    if found == {"done"}:
        return "done"
    return "not_yet" if found == {"not_yet"} else "partly"


def _first_sentence(text: str) -> str:
    """Return the first sentence when it is short enough to be said back, else ""."""
    first = _SENTENCE.split(text.strip())[0].strip(" .,;:")
    quoted = any(sign in first for sign in "‘’“”\"'?[]")
    return "" if quoted or not 0 < len(first.split()) <= LONGEST_ECHO else first


def _part(text: str) -> str:
    """Return one half of an if-then sentence: its end without a stop, its own first word gone."""
    bare = re.sub(r"^(?:als|dan|if|when|then)\b[ ,]*", "", text.strip(), flags=re.IGNORECASE)
    return bare.rstrip(" .,;")
