"""Who it is that signed in: from what the provider says to an owner, a role, and a moment.

Streamlit runs OpenID Connect (`st.login`); who somebody is stands in a cookie it signs. What is
kept of a person is a hash, so that the database tells nobody's name.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.util import find_spec
from typing import Any

import streamlit as st

from coach.errors import SettingsError
from coach.settings import ROLES, Role, Settings, roles_by_name

CALLBACK = "/oauth2callback"  # where the provider sends people back to, as Streamlit has it


@dataclass(frozen=True)
class Person:
    """Somebody who signed in; `role` is None when they may not come in.

    `owner` is what the store knows them by, `name` what they are called on their own page, and
    `signed_in` the moment, to the second, by the provider's clock.
    """

    owner: str
    name: str
    role: Role | None
    signed_in: datetime


def sign_in_secrets(settings: Settings) -> dict[str, Any] | None:
    """Return what Streamlit's `st.login` reads from its secrets; None where nobody signs in.

    Raises `SettingsError` when what signing in needs isn't installed.
    """
    if not settings.has_login:
        return None
    if find_spec("authlib") is None:
        raise SettingsError(
            "Signing in needs a library that isn't installed. Nothing was started. "
            "Install it with: pip install 'stille-balans[login]'"
        )
    cookie_secret = settings.login_cookie_secret.get_secret_value() or secrets.token_hex(32)
    return {
        "auth": {
            "redirect_uri": settings.public_url + CALLBACK,
            "cookie_secret": cookie_secret,
            "client_id": settings.login_client_id,
            "client_secret": settings.login_client_secret.get_secret_value(),
            "server_metadata_url": settings.login_metadata_url,
        }
    }


def can_sign_in(settings: Settings) -> bool:
    """Tell whether this server was started with what signing in needs."""
    if not st.secrets.load_if_toml_exists() or "auth" not in st.secrets:
        return False
    return bool(st.secrets["auth"].get("redirect_uri") == settings.public_url + CALLBACK)


def who_signed_in() -> Mapping[str, object] | None:
    """Return what the provider says of whoever signed in with this browser, or None."""
    claims: Mapping[str, object] = st.user.to_dict()
    return claims if claims.get("is_logged_in") else None


def person_of(claims: Mapping[str, object], settings: Settings) -> Person | None:
    """Return who `claims` are about; None when they don't tell, or not since when."""
    issuer, subject, issued = (claims.get(each) for each in ("iss", "sub", "iat"))
    if not isinstance(issuer, str) or not isinstance(subject, str):
        return None
    if isinstance(issued, bool) or not isinstance(issued, int | float):
        return None
    owner = hashlib.sha256(f"{issuer}\0{subject}".encode()).hexdigest()
    told = (claims.get(each) for each in ("name", "preferred_username", "email"))
    name = next((each for each in told if isinstance(each, str) and each.strip()), subject)
    return Person(owner, name, _role(claims, settings), datetime.fromtimestamp(int(issued), UTC))


def _role(claims: Mapping[str, object], settings: Settings) -> Role | None:
    """Return the role that may do most, of those the claim and the list give."""
    told = claims.get(settings.login_roles_claim)
    values = told if isinstance(told, list | tuple) else [told]
    names = {each.casefold() for each in values if isinstance(each, str)}
    listed = roles_by_name(settings.login_roles)
    known = names | {str(claims.get("sub")).casefold()}
    if claims.get("email_verified") is True:  # else anybody may have typed it
        known.add(str(claims.get("email")).casefold())
    given = {listed[each] for each in known if each in listed}
    given |= {role for role in ROLES if role in names}
    default = settings.login_default_role
    return next((role for role in ROLES if role in given), None if default == "none" else default)
