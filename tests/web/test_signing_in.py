"""What the provider says of somebody, and what it makes of them here."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from pydantic import ValidationError

from coach.errors import SettingsError
from coach.settings import Settings, load_settings, roles_by_name
from coach.web import signing_in
from coach.web.signing_in import person_of, sign_in_secrets

CLAIMS: dict[str, object] = {"iss": "https://id.example", "sub": "s1", "iat": 1_800_000_000}
LOGIN: dict[str, Any] = {
    "public_url": "https://coach.example",
    "login_metadata_url": "https://id.example/.well-known/openid-configuration",
    "login_client_id": "coach",
    "login_client_secret": "x",
}


def role(settings: dict[str, Any], **claims: object) -> str | None:
    person = person_of({**CLAIMS, **claims}, Settings.model_validate({**LOGIN, **settings}))
    assert person is not None
    return person.role


@pytest.mark.parametrize(
    ("settings", "claims", "expected"),
    [
        ({}, {}, "leader"),
        ({"login_default_role": "coach"}, {}, "coach"),
        ({"login_default_role": "none"}, {}, None),
        ({}, {"roles": "coach"}, "coach"),
        ({}, {"roles": ["staff", "Operator", "coach"]}, "operator"),
        ({}, {"roles": ["staff"]}, "leader"),
        ({}, {"roles": {"operator": True}}, "leader"),
        ({"login_roles_claim": "groups"}, {"groups": ["coach"], "roles": ["operator"]}, "coach"),
        ({"login_roles": "coaches=coach"}, {"roles": ["Coaches"]}, "coach"),
        ({"login_roles": "s1=operator"}, {}, "operator"),
        (
            {"login_roles": "ann@example.org=operator"},
            {"email": "Ann@Example.org", "email_verified": True},
            "operator",
        ),
        ({"login_roles": "ann@example.org=operator"}, {"email": "ann@example.org"}, "leader"),
        (
            {"login_roles": "ann@example.org=operator"},
            {"email": "ann@example.org", "email_verified": "true"},
            "leader",
        ),
        (
            {"login_roles": "ann@example.org=operator"},
            {"name": "ann@example.org", "preferred_username": "ann@example.org"},
            "leader",
        ),
    ],
)
def test_a_role_comes_from_the_claim_the_list_or_the_default(
    settings: dict[str, Any], claims: dict[str, object], expected: str | None
) -> None:
    assert role(settings, **claims) == expected


def test_somebody_is_known_by_issuer_and_subject_and_by_no_name() -> None:
    settings = Settings.model_validate(LOGIN)
    ann = person_of({**CLAIMS, "name": "Ann de Boer", "email": "ann@example.org"}, settings)
    renamed = person_of({**CLAIMS, "name": "Ann Visser"}, settings)
    other = person_of({**CLAIMS, "iss": "https://other.example"}, settings)
    assert ann is not None and renamed is not None and other is not None
    assert ann.owner == renamed.owner != other.owner
    assert set(ann.owner) <= set("0123456789abcdef") and len(ann.owner) == 64
    assert (ann.name, renamed.name) == ("Ann de Boer", "Ann Visser")
    assert ann.signed_in == datetime.fromtimestamp(1_800_000_000, UTC)


@pytest.mark.parametrize("missing", ["iss", "sub", "iat"])
def test_claims_that_do_not_say_who_or_since_when_are_nobody(missing: str) -> None:
    claims = {name: value for name, value in CLAIMS.items() if name != missing}
    assert person_of(claims, Settings.model_validate(LOGIN)) is None
    assert person_of({**claims, missing: True}, Settings.model_validate(LOGIN)) is None


def test_streamlit_gets_its_secrets_from_the_settings() -> None:
    assert sign_in_secrets(Settings()) is None
    made = sign_in_secrets(Settings.model_validate(LOGIN))
    again = sign_in_secrets(Settings.model_validate(LOGIN))
    assert made is not None and again is not None
    assert made["auth"]["redirect_uri"] == "https://coach.example/oauth2callback"
    assert len(made["auth"]["cookie_secret"]) >= 32
    assert made["auth"]["cookie_secret"] != again["auth"]["cookie_secret"]
    kept = sign_in_secrets(Settings.model_validate({**LOGIN, "login_cookie_secret": "k" * 32}))
    assert kept is not None
    assert kept["auth"]["cookie_secret"] == "k" * 32


def test_a_missing_library_is_named_before_anything_starts(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(signing_in, "find_spec", lambda name: None)
    with pytest.raises(SettingsError, match=r"pip install 'stille-balans\[login\]'"):
        sign_in_secrets(Settings.model_validate(LOGIN))


@pytest.mark.parametrize("left_out", ["public_url", "login_client_id", "login_client_secret"])
def test_half_a_login_is_none_and_names_what_is_missing(
    monkeypatch: pytest.MonkeyPatch, left_out: str
) -> None:
    for name, value in LOGIN.items():
        if name != left_out:
            monkeypatch.setenv(f"COACH_{name.upper()}", value)
    with pytest.raises(SettingsError, match=f"also needs COACH_{left_out.upper()}"):
        load_settings()


@pytest.mark.parametrize(
    "wrong",
    [
        {"public_url": "http://coach.example"},
        {"public_url": "https://coach.example/coach"},
        {"public_url": "coach.example"},
        {"public_url": "https://coach.example?a=b"},
        {"public_url": "https://ann@coach.example"},
        {"login_metadata_url": "http://id.example/.well-known/openid-configuration"},
        {"login_cookie_secret": "short"},
        {"login_roles": "ann@example.org"},
        {"login_roles": "ann@example.org=boss"},
        {"login_roles": "=operator"},
    ],
)
def test_what_can_be_read_along_or_misread_is_refused(wrong: dict[str, str]) -> None:
    with pytest.raises(ValidationError):
        Settings.model_validate({**LOGIN, **wrong})


def test_an_address_alone_is_no_login() -> None:
    settings = Settings.model_validate({"public_url": "https://coach.example"})
    assert not settings.has_login
    assert settings.opened_at == settings.invites_at == ""


def test_roles_are_listed_by_name() -> None:
    assert roles_by_name(" Ann@x.nl = operator ,, a=b=coach ") == {
        "ann@x.nl": "operator",
        "a=b": "coach",
    }
