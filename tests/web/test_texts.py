"""Both languages say the same things, in the voice of the house."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, get_args

import pytest

from coach.dialogue.state import AUDIENCES, LANGUAGES, PHASES, Field, Language, Route
from coach.errors import ContentError
from coach.web import texts as module
from coach.web.record import HEADINGS
from coach.web.texts import consent_hash, texts_for

SOURCES = [
    path
    for path in Path(module.__file__).parent.rglob("*.py")
    if path.name not in {"texts.py", "server.py"}
]


def flat(entries: dict[str, Any], above: str = "") -> Iterator[tuple[str, str]]:
    for name, value in entries.items():
        if isinstance(value, dict):
            yield from flat(value, f"{above}{name}.")
        elif isinstance(value, list):
            for number, each in enumerate(value):
                yield f"{above}{name}.{number}", str(each)
        else:
            yield above + name, str(value)


def places(text: str) -> set[str]:
    return set(re.findall(r"\{(\w+)\}", text))


def test_both_languages_have_the_same_texts_with_the_same_places_to_fill() -> None:
    dutch = dict(flat(texts_for("nl").entries))
    english = dict(flat(texts_for("en").entries))
    # Which countries are asked for differs with the language.
    dutch = {key: text for key, text in dutch.items() if "countries" not in key}
    english = {key: text for key, text in english.items() if "countries" not in key}
    assert dutch.keys() == english.keys()
    assert {key: places(text) for key, text in dutch.items()} == {
        key: places(text) for key, text in english.items()
    }


@pytest.mark.parametrize("language", LANGUAGES)
def test_where_people_sign_in_nothing_is_said_of_this_computer(language: Language) -> None:
    here = dict(flat(texts_for(language).entries))
    there = dict(flat(texts_for(language, team=True).entries))
    assert here.keys() == there.keys()
    of_the_owner = {"errors.outside", "errors.outside_text"}  # told where nobody can sign in
    said = {
        key: text
        for key, text in there.items()
        if re.search(r"deze computer|this computer|COACH_", text)
    }
    assert said.keys() <= of_the_owner


@pytest.mark.parametrize("team", [False, True])
def test_both_languages_have_the_same_places_to_fill_where_people_sign_in(team: bool) -> None:
    dutch = dict(flat(texts_for("nl", team).entries))
    english = dict(flat(texts_for("en", team).entries))
    for key in dutch.keys() & english.keys():
        assert places(dutch[key]) == places(english[key]), key


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_text_shouts_praises_or_apologises(language: Language) -> None:
    both = (texts_for(language), texts_for(language, team=True))
    for key, text in (pair for texts in both for pair in flat(texts.entries)):
        assert not re.search(r"!|\boeps\b|\boops\b|\bsorry\b|%", text, re.I), (key, text)
        assert '"' not in text, (key, text)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_the_page_asks_for_is_there(language: Language) -> None:
    texts = texts_for(language)
    asked = {
        key
        for path in SOURCES
        for key in re.findall(r"texts\(\s*f?\"([a-z_]+\.[\w.]+)\"", path.read_text("utf-8"))
    }
    assert len(asked) > 60
    missing = {key for key in asked if texts._at(key) is None}
    assert not missing


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_phase_audience_route_and_field_has_its_words(language: Language) -> None:
    texts = texts_for(language)
    assert all(texts(f"phases.{phase}") for phase in PHASES)
    assert all(texts(f"audience.{each}") and texts.many(f"begin.{each}") for each in AUDIENCES)
    assert all(texts(f"referral.titles.{r}") for r in get_args(Route) if r != "none")
    assert {field for _, fields in HEADINGS for field in fields} == set(get_args(Field))
    assert all(texts(f"record.headings.{name}") for name, _ in HEADINGS)


def test_an_unknown_text_names_the_key_and_the_file() -> None:
    with pytest.raises(ContentError, match=r"nothing\.here.*nl\.yaml"):
        texts_for("nl")("nothing.here")


def test_consent_is_to_all_languages_at_once_and_to_these_very_words() -> None:
    before = consent_hash()
    assert re.fullmatch(r"[0-9a-f]{64}", before)
    welcome = texts_for("en").entries["welcome"]
    said = welcome["leaves"]
    consent_hash.cache_clear()
    try:
        welcome["leaves"] = "Something."
        assert consent_hash() != before
    finally:
        welcome["leaves"] = said
        consent_hash.cache_clear()


def test_days_are_said_as_one_says_them() -> None:
    texts = texts_for("nl")
    now = datetime(2026, 11, 23, 12, tzinfo=UTC)
    said = [texts.day(datetime(2026, 11, day, 12, tzinfo=UTC), now) for day in (23, 22, 19, 6)]
    assert said == ["vandaag", "gisteren", "donderdag", "6 november"]
    assert texts.day(datetime(2025, 11, 6, 12, tzinfo=UTC), now) == "6 november 2025"
