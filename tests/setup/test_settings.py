"""The README's settings table is the settings, no more and no less."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from coach.dialogue.refer import referral
from coach.dialogue.screening import Screening
from coach.errors import SettingsError
from coach.settings import COUNTRIES, Settings, load_settings

ROOT = Path(__file__).parents[2]
ROW = re.compile(r"^\| `(COACH_[A-Z_]+)` \| (.+?) \| (.+?) \|$", re.MULTILINE)


def rows() -> dict[str, tuple[str, str]]:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    return {name: (default, told) for name, default, told in ROW.findall(text)}


def test_every_setting_has_its_row_and_every_row_its_setting() -> None:
    assert set(rows()) == {f"COACH_{name.upper()}" for name in Settings.model_fields}


@pytest.mark.parametrize("name", Settings.model_fields)
def test_a_row_tells_what_the_setting_tells(name: str) -> None:
    default, told = rows()[f"COACH_{name.upper()}"]
    field = Settings.model_fields[name]
    assert told == field.description
    if name != "data_dir":  # it differs from system to system
        assert default.strip("`") == (str(field.default) or "empty")


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("COACH_PORT", "seventy"),
        ("COACH_PORT", "70000"),
        ("COACH_LANGUAGE", "fr"),
        ("COACH_COUNTRY", "Nederland"),
        ("COACH_COUNTRY", "xx"),
        ("COACH_MODEL_ANSWER", "300"),
        ("COACH_MODEL_ANSWER", "5000"),
        ("COACH_OPERATOR_LOGO", "/nowhere/logo.png"),
        ("COACH_OPERATOR_LOGO", __file__),
        ("COACH_PUBLIC_URL", "coach.example"),
        ("COACH_PUBLIC_URL", "https://coach.example/?a=b"),
    ],
)
def test_a_setting_that_cannot_be_used_is_named(
    monkeypatch: pytest.MonkeyPatch, variable: str, value: str
) -> None:
    monkeypatch.setenv(variable, value)
    with pytest.raises(SettingsError, match=variable):
        load_settings()


def test_a_country_without_referrals_is_answered_by_those_there_are(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("COACH_COUNTRY", "de")
    with pytest.raises(SettingsError, match=r"nl, be, gb, ie, us, ca, eu, int .*or empty"):
        load_settings()
    for country in COUNTRIES:
        monkeypatch.setenv("COACH_COUNTRY", country.upper())
        assert load_settings().country == country


def test_every_country_that_can_be_set_has_places_to_turn_to() -> None:
    for country in COUNTRIES:
        for route in ("crisis", "emergency", "legal"):
            assert referral(Screening(route), "nl", country, 1).contacts
