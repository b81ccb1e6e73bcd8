"""Referral: what the coach says when a turn isn't for coaching, and to whom it points.

The texts stand in prompts/referrals.{nl,en}.yaml, numbers and addresses in
knowledge/referrals.yaml. Nothing here probes, diagnoses or judges.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError

from coach.content import content_folder
from coach.dialogue.contacts import ContactBook, load_contacts, net
from coach.dialogue.screening import Screening
from coach.dialogue.state import Contact, Language, Phase, Reply, Route
from coach.errors import ContentError

_PLACE = re.compile(r"\{([a-z0-9_-]+)(?:\.(phone|site))?\}")
_FORM = re.compile(r"\[([^|\]]*)\|([^|\]]*)\]")
_HOME: dict[Language, str] = {"nl": "nl", "en": "int"}
URGENT: tuple[Route, ...] = ("emergency", "crisis")
COUNTRY_ASKED = "country-question"  # the id of having asked where the person is


class _Template(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)
    text: str
    gentle: str
    question: str = ""
    again: str = ""
    words: str = ""
    no_words: str = ""
    reach: dict[str, str] = {}


class _Chapter(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)
    reach: dict[str, str] = {}
    variants: dict[str, _Template]


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)
    danger: dict[str, str]
    routes: dict[Route, _Chapter]
    coach: str
    country_question: str


@dataclass(frozen=True)
class _Spoken:
    """How to word one referral: language, country ("" when unknown), u or je."""

    language: Language
    country: str
    formal: bool


class Referrals:
    """The texts and contacts of all routes in both languages.

    Raises `ContentError` at once when a file is damaged, a text names a contact that isn't
    there, or a route has no text.
    """

    def __init__(self, prompts: Path | None = None, knowledge: Path | None = None) -> None:
        self.contacts: ContactBook = load_contacts(knowledge)
        folder = prompts or content_folder("prompts")
        self._files: dict[Language, _File] = {
            "nl": _read(folder / "referrals.nl.yaml"),
            "en": _read(folder / "referrals.en.yaml"),
        }
        for language, file in self._files.items():
            self._check(language, file)

    def referral(
        self,
        screening: Screening,
        language: Language,
        country: str,
        turn: int,
        *,
        previous_route: Route = "none",
        gentle: bool = False,
        phase: Phase = "opening",
        formal: bool = False,
        ask_country: bool = True,
    ) -> Reply:
        """Return the coach turn that refers.

        `country` is nl, be, gb, ie, us, ca, eu, int or "" when unknown. `previous_route` is the
        referral that already stands: said again, it comes in its shorter form, and a crisis or
        emergency that stands isn't replaced by something lighter. `gentle` gives the quiet
        repeat. Where the person is, is asked when `ask_country` and it isn't known. Raises `ContentError` for the route none.
        """
        screening = weightier(screening, Screening(previous_route))
        route = screening.route
        spoken = _Spoken(language, country, formal)
        template = self._template(screening, language)
        body = template.text
        if gentle:
            body = template.gentle
        elif previous_route == route and template.again:
            body = template.again
        text = self._fill(body, screening, spoken)
        if screening.coach and not gentle:
            text = f"{self._fill(self._files[language].coach, screening, spoken)} {text}"
        question = "" if gentle else self._question(template, screening, spoken, ask_country)
        asked = (COUNTRY_ASKED,) if question and not template.question else ()
        return Reply(
            turn=turn,
            language=language,
            phase=phase,
            act="refer",
            intent=None,
            text=f"{text} {question}".strip(),
            question=question,
            route=route,
            contacts=self.places(screening, language, country),
            blocks=(f"refer:{route}:{screening.variant}{':gentle' if gentle else ''}", *asked),
        )

    def places(self, screening: Screening, language: Language, country: str) -> tuple[Contact, ...]:
        """Return the contacts to show beside a referral.

        Unknown country: the language's own, and what the neighbours who speak it need at once.
        """
        where, unknown = (country, None) if country else (_HOME[language], language)
        entries = self.contacts.of(screening.route, screening.variant, where, unknown)
        return tuple(entry.shown(language) for entry in entries)

    def country_question(self, language: Language, *, formal: bool = False) -> str:
        """Return the question that asks where the person works."""
        return _formed(self._files[language].country_question, formal)

    def _template(self, screening: Screening, language: Language) -> _Template:
        chapter = self._files[language].routes.get(screening.route)
        if chapter is None:
            raise ContentError(f"There is no referral text for the route {screening.route}.")
        spoken_to = "coach" if screening.coach and screening.variant in _PEOPLE else ""
        known = (name for name in (spoken_to, screening.variant) if name in chapter.variants)
        return chapter.variants[next(known, "self")]

    def _question(
        self, template: _Template, screening: Screening, spoken: _Spoken, ask_country: bool
    ) -> str:
        if template.question:
            return self._fill(template.question, screening, spoken)
        if spoken.country or not ask_country:
            return ""
        return self.country_question(spoken.language, formal=spoken.formal)

    def _fill(self, text: str, screening: Screening, spoken: _Spoken) -> str:
        file = self._files[spoken.language]
        template = self._template(screening, spoken.language)
        chapter = file.routes[screening.route]

        def place(match: re.Match[str]) -> str:
            name, part = match.groups()
            if part:
                entry = self.contacts.entries[name]
                return entry.phone if part == "phone" else entry.site
            if name == "reach":
                return filled(_nearest(template.reach or chapter.reach, spoken.country))
            if name == "danger":
                return filled(_nearest(file.danger, spoken.country))
            if name == "opening":
                return filled(template.words if screening.words else template.no_words)
            return _quoted(screening.words)

        def filled(part: str) -> str:
            # The form is chosen before the person's own words come in: those stay as they are.
            return _PLACE.sub(place, _formed(part, spoken.formal))

        return filled(text)

    def _check(self, language: Language, file: _File) -> None:
        known = {"reach", "danger", "opening", "words"}
        for name, part in _PLACE.findall(yaml.safe_dump(file.model_dump(), allow_unicode=True)):
            known_here = self.contacts.entries if part else known
            if name not in known_here:
                raise ContentError(
                    f"referrals.{language}.yaml names {{{name}}}, which isn't there. "
                    "Correct the name or add the contact to knowledge/referrals.yaml."
                )
        missing = [r for r in _ROUTES if "self" not in file.routes.get(r, _NONE).variants]
        if missing:
            raise ContentError(f"referrals.{language}.yaml has no text for: {', '.join(missing)}.")


_NONE = _Chapter(variants={})
_PEOPLE = ("self", "other")  # variants that say no more than whom it is about
_ROUTES: tuple[Route, ...] = (
    "crisis", "emergency", "burnout", "harassment", "legal", "whistleblowing", "medical"
)


def _read(path: Path) -> _File:
    try:
        return _File.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))
    except (OSError, yaml.YAMLError, ValidationError) as error:
        raise ContentError(
            f"{path} can't be read as referral texts: {error}. "
            "Nothing was changed. Mend the file, or install the package again."
        ) from error


def weightier(found: Screening, standing: Screening) -> Screening:
    """Return `found`, or the crisis or emergency that stands when `found` is something lighter."""
    return standing if standing.route in URGENT and found.route not in URGENT else found


def _nearest(texts: dict[str, str], country: str) -> str:
    return next((texts[key] for key in net(country) if key in texts), "")


def _formed(text: str, formal: bool) -> str:
    return _FORM.sub(lambda match: match.group(2 if formal else 1), text)


def _quoted(words: tuple[str, ...]) -> str:
    return ", ".join(f"‘{LOOSE_END.sub('', word)}’" for word in words)


# What a stretch isn't ended on ("huilen achter mijn").
LOOSE_END = re.compile(r"(?:\s(?:achter|voor|in|op|met|aan|bij|van|naar|tussen|onder|om|behind|at|on|with|to|of|from|under))?\s(?:mijn|m'n|de|het|een|die|dat|my|the|an?|this|that)$", re.I)


@lru_cache(maxsize=1)
def _referrals() -> Referrals:
    return Referrals()


def referral(
    screening: Screening,
    language: Language,
    country: str,
    turn: int,
    previous_route: Route = "none",
    gentle: bool = False,
    phase: Phase = "opening",
    formal: bool = False,
    ask_country: bool = True,
) -> Reply:
    """Return the coach turn that refers, from the shipped texts; see `Referrals.referral`."""
    return _referrals().referral(
        screening, language, country, turn,
        previous_route=previous_route, gentle=gentle, phase=phase, formal=formal,
        ask_country=ask_country,
    )
