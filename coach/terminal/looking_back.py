"""`coach follow-up`: looking back in the terminal on an invitation that came as a file."""

from __future__ import annotations

from contextlib import closing
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from coach.dialogue.answers import HIGHEST, STATUSES, Answers
from coach.dialogue.follow_up import (
    asked_now,
    begin,
    choose_done,
    choose_score,
    question,
    reflection,
    skip,
    standing_referral,
    stop,
    take,
    write,
)
from coach.dialogue.state import Language
from coach.errors import InputError
from coach.records.follow_up_rows import Agreement, FollowUp
from coach.records.store import Store
from coach.sheets.follow_up import follow_up_markdown, number_text, summary_text
from coach.sheets.invitation import MOST_BYTES, read_invitation
from coach.terminal.own_documents import YES
from coach.terminal.texts import FollowUpTexts, terminal_texts

if TYPE_CHECKING:
    from rich.console import Console

    from coach.dialogue.screen import Screen
    from coach.settings import Settings


def look_back(settings: Settings, what: str, to: Path | None) -> None:
    """Open the invitation or the follow-up `what`, ask its questions, and show what was written.

    Raises `InputError` for a file that is no invitation, a `StoreError` for an id that isn't there.
    """
    from rich.console import Console

    from coach.dialogue.tools import load_tools

    hide = None
    if settings.pseudonyms:
        from coach.dialogue.pseudonyms import with_initials

        hide = with_initials
    with closing(Store(settings, hide)) as store:
        agreement = _agreement(store, what)
        console = Console()
        texts = terminal_texts(agreement.language).follow_up
        _say(console, texts.notice.format(place=store.path))
        _say(console, "\n" + "\n".join([texts.agreed, *(f"- {each}" for each in agreement.steps)]))
        _say(console, texts.again.format(id=agreement.id) + "\n")
        kept = store.follow_ups
        told = kept.follow_ups(agreement.id)
        current = next((each for each in told if each.finished is None), None)
        current = current or kept.start(
            agreement.id, begin(agreement.steps, settings.country)
        )
        kept.begin(agreement.id)
        answers = _ask(console, texts, store, agreement, current, load_tools(settings).screen)
        kept.finish(current)
        _show(console, texts, agreement, answers, to)


def _agreement(store: Store, what: str) -> Agreement:
    file = Path(what)
    if not file.is_file():
        found = store.follow_ups.agreement(what)
        if found.kind == "sent":
            raise InputError(
                "This follow-up is somebody else's: they came by your invitation. Nothing was "
                "changed. What they release stands beside the plan of the talk."
            )
        return found
    try:
        with file.open("rb") as opened:
            invitation = read_invitation(opened.read(MOST_BYTES + 1))
    except OSError as error:
        raise InputError(
            f"The file {file} can't be read ({error.strerror}). Nothing was changed. "
            "Check the name and try again."
        ) from error
    for each in store.follow_ups.agreements():
        if (each.kind, each.steps, each.sender) == (
            "received", invitation.steps, invitation.sender
        ):  # fmt: skip
            return each
    kept, _ = store.follow_ups.agree(
        "received", invitation.language, invitation.steps, sender=invitation.sender
    )
    return kept


def _ask(
    console: Console, texts: FollowUpTexts, store: Store, agreement: Agreement,
    current: FollowUp, screen: Screen,
) -> Answers:  # fmt: skip
    language, kept = agreement.language, store.follow_ups
    answers = current.answers
    if answers.pending:
        answers = take(answers, language, screen.judge)
    while (asked := asked_now(answers)) is not None:
        card = standing_referral(answers, language)
        if card is not None:
            _say(console, "\n" + card.text)
            for one in card.contacts:
                _say(console, " · ".join(part for part in (one.name, one.phone, one.url) if part))
        else:
            _say(console, "\n" + reflection(answers, asked, language))
            _say(console, question(answers, asked, language), style="bold")
        try:
            if card is not None or asked not in ("done", "score", "next"):
                answers = _written(console, language, answers, referred=card is not None)
            elif asked == "done":
                answers = _done(console, texts, agreement, answers)
            elif asked == "score":
                answers = _score(console, texts, answers)
            else:
                answers = _next(console, texts, answers)
        except (EOFError, KeyboardInterrupt):
            answers = stop(answers)
        kept.save(current, answers)  # before the screen reads it
        if answers.pending:
            answers = take(answers, language, screen.judge)
            kept.save(current, answers)
    return answers


def _written(
    console: Console, language: Language, answers: Answers, *, referred: bool
) -> Answers:
    text = console.input(terminal_texts(language).you, markup=False)
    if not text.strip():
        return answers if referred else skip(answers)
    return write(answers, text)


def _done(
    console: Console, texts: FollowUpTexts, agreement: Agreement, answers: Answers
) -> Answers:
    for number, step in enumerate(agreement.steps):
        if answers.done[number] is None:
            _say(console, f"- {step}")
            typed = _one_of(console, texts, texts.statuses, ("", "1", "2", "3"))
            if typed:
                answers = choose_done(answers, number, STATUSES[int(typed) - 1])
    return skip(answers) if None in answers.done else answers


def _score(console: Console, texts: FollowUpTexts, answers: Answers) -> Answers:
    allowed = ("", *(str(number) for number in range(HIGHEST + 1)))
    typed = _one_of(console, texts, texts.score, allowed)
    return choose_score(answers, int(typed)) if typed else skip(answers)


def _next(console: Console, texts: FollowUpTexts, answers: Answers) -> Answers:
    condition = console.input(texts.condition, markup=False).strip()
    action = console.input(texts.action, markup=False).strip()
    if not (condition or action):
        return skip(answers)
    while True:
        typed = console.input(texts.day, markup=False).strip()
        try:
            day = date.fromisoformat(typed).isoformat() if typed else ""
        except ValueError:
            _say(console, texts.not_understood)
            continue
        return write(answers, condition, action, day)


def _one_of(
    console: Console, texts: FollowUpTexts, asks: str, allowed: tuple[str, ...]
) -> str:
    while True:
        typed = console.input(asks, markup=False).strip()
        if typed in allowed:
            return typed
        _say(console, texts.not_understood)


def _show(
    console: Console, texts: FollowUpTexts, agreement: Agreement, answers: Answers, to: Path | None
) -> None:
    language = agreement.language
    text = summary_text(agreement.steps, answers, language)
    if number := number_text(answers, language):
        try:
            adds = console.input("\n" + texts.number, markup=False).strip().casefold() in YES
        except (EOFError, KeyboardInterrupt):
            adds = False
        text = "\n\n".join(part for part in (text, number if adds else "") if part)
    if not text:
        _say(console, "\n" + texts.nothing)
        return
    today = datetime.now(UTC).astimezone().date()
    own = agreement.kind == "own"
    sheet = follow_up_markdown(agreement.steps, text, language, today, own=own)
    _say(console, f"\n{texts.yours}\n\n{sheet}")
    if to is not None:
        try:
            to.write_text(sheet, encoding="utf-8")
            to.chmod(0o600)
        except OSError as error:
            raise InputError(
                f"{to} can't be written ({error.strerror}). What you answered is kept. "
                f"Choose another file: coach follow-up {agreement.id} --to FILE"
            ) from error


def _say(console: Console, text: str, style: str | None = None) -> None:
    console.print(text, style=style, markup=False, highlight=False, emoji=False)
