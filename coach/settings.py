"""Every setting, typed, with its default; each is read from the environment as COACH_<NAME>."""

from __future__ import annotations

import base64
import binascii
import ipaddress
import os
import sys
from pathlib import Path
from typing import Literal, Self, get_args
from urllib.parse import urlsplit

from pydantic import (
    Field,
    SecretStr,
    ValidationError,
    ValidationInfo,
    field_validator,
    model_validator,
)
from pydantic_settings import BaseSettings, SettingsConfigDict

from coach.errors import SettingsError

KEY_BYTES = 32
COOKIE_SECRET = 32  # letters

# Where a referral can point to; eu is elsewhere in the European Union, int anywhere else.
Country = Literal["nl", "be", "gb", "ie", "us", "ca", "eu", "int"]
COUNTRIES: tuple[Country, ...] = get_args(Country)
Role = Literal["leader", "coach", "operator"]
ROLES: tuple[Role, ...] = ("operator", "coach", "leader")  # the one that may do most first
LOGIN_NEEDS = ("public_url", "login_metadata_url", "login_client_id", "login_client_secret")


def default_data_dir() -> Path:
    """Return the person's own data folder for this system."""
    home = Path.home()
    if sys.platform == "darwin":
        return home / "Library" / "Application Support" / "stille-balans"
    return Path(os.environ.get("XDG_DATA_HOME") or home / ".local" / "share") / "stille-balans"


class Settings(BaseSettings):
    """What an operator may choose."""

    model_config = SettingsConfigDict(env_prefix="COACH_", extra="ignore")

    data_dir: Path = Field(default_factory=default_data_dir, description="Where talks are kept")
    host: str = Field(
        default="127.0.0.1",
        description="Address the page listens on; another than loopback needs a sign-in",
    )
    port: int = Field(default=8501, ge=1, le=65535, description="Port the page listens on")
    public_url: str = Field(
        default="",
        description="Address under which others reach the page, such as https://coach.example; "
        "signing in needs it, and invitations by link exist only with it",
    )
    language: Literal["nl", "en"] = Field(
        default="nl", description="Language of the first page and of the command line"
    )
    country: str = Field(
        default="",
        description="Country for referrals: nl, be, gb, ie, us, ca, eu (elsewhere in the European "
        "Union) or int (anywhere else); asked when empty",
    )
    model: str = Field(
        default="guided",
        description="Who speaks: guided, the set phrases, or provider:model (openai, anthropic, "
        "mistralai, google_genai, ollama)",
    )
    model_base_url: str = Field(
        default="",
        description="Address of the model's server, such as http://127.0.0.1:11434/v1; the "
        "provider's own when empty",
    )
    model_local: bool = Field(
        default=False,
        description="Declare that the server at a loopback address keeps what it gets on this "
        "computer; without it names are hidden first",
    )
    model_unshielded: bool = Field(
        default=False,
        description="Send text to a model elsewhere without hiding names; not advised",
    )
    model_choice: bool = Field(
        default=False, description="Let people choose set phrases or the model, talk by talk"
    )
    model_reads: bool = Field(
        default=True, description="Let the model also read turns for what the set reader missed"
    )
    model_window: int = Field(
        default=8192, ge=1024, description="Tokens the model can take in, its answer included"
    )
    model_answer: int = Field(
        default=400, ge=400,
        description="Most tokens it may write for one reply, its thinking included; a model that "
        "thinks first needs some 4000",
    )
    model_first_seconds: float = Field(
        default=20, gt=0, description="Seconds to wait for the model's first words"
    )
    model_between_seconds: float = Field(
        default=8, gt=0, description="Seconds to wait between its words"
    )
    model_whole_seconds: float = Field(
        default=60, gt=0, description="Seconds for its whole reply"
    )
    model_read_seconds: float = Field(
        default=5, gt=0, description="Seconds for reading a turn"
    )
    model_at_once: int = Field(
        default=4, ge=0,
        description="Replies it may give at once, one to each who signed in; others wait in line. "
        "0 is any",
    )
    model_line_seconds: float = Field(
        default=20, gt=0, description="Seconds to wait in line before the set phrases answer"
    )
    embeddings: str = Field(
        default="bundled",
        description="Who embeds for search: bundled, sentence-transformers:NAME_OR_FOLDER, or "
        "provider:model; a provider gets to see what is looked up",
    )
    retention_days: int = Field(
        default=90,
        ge=0,
        le=36_500,
        description="Days after its last turn until a talk erases itself; 0 keeps it. "
        "The page lets a person choose otherwise",
    )
    encryption_key: SecretStr = Field(
        default=SecretStr(""),
        description="Key that seals what is kept; `coach data rotate-key` makes one",
    )
    new_encryption_key: SecretStr = Field(
        default=SecretStr(""), description="Key that `coach data rotate-key` changes to"
    )

    database_url: SecretStr = Field(
        default=SecretStr(""),
        description="Address of a PostgreSQL database to keep everything in, such as "
        "postgresql://user:password@host/name; a file in COACH_DATA_DIR when empty",
    )
    database_connections: int = Field(
        default=10, ge=1, le=1000, description="Most connections a server has to that database"
    )
    database_read_url: SecretStr = Field(
        default=SecretStr(""),
        description="Address of a streaming replica of that database, for lists, search and "
        "counts; read only when it has all that was kept before, else that database is",
    )
    index_url: SecretStr = Field(
        default=SecretStr(""),
        description="Address of a PostgreSQL database with pgvector, of its own, for one search "
        "index for all servers; each has its own in COACH_DATA_DIR when empty",
    )
    metrics_token: SecretStr = Field(
        default=SecretStr(""),
        description="Token that opens /metrics to a monitor elsewhere; without it only this "
        "computer may read it",
    )
    logs: Literal["text", "json"] = Field(
        default="text", description="Form of the server's logs: text, or json, one object a line"
    )
    stop_seconds: float = Field(
        default=20, ge=0, description="Seconds a server that stops gives replies to end"
    )
    pseudonyms: bool = Field(
        default=False,
        description="Whether names of people become initials before a turn is kept",
    )

    operator_name: str = Field(
        default="", max_length=80, description="Name at the head of every sheet that is taken along"
    )
    operator_logo: Path | None = Field(
        default=None, description="Picture beside that name: a PNG or JPEG file"
    )
    operator_contact: str = Field(
        default="", max_length=160, description="Line at the foot of every sheet, such as a website"
    )

    @field_validator("operator_logo", mode="before")
    @classmethod
    def _is_picture(cls, logo: object) -> object:
        if not logo:
            return None
        try:
            start = Path(str(logo)).read_bytes()[:8]
        except OSError as error:
            raise ValueError(f"this file can't be read ({error.strerror})") from error
        if not start.startswith((b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff")):
            raise ValueError("this file is neither a PNG nor a JPEG")
        return logo

    login_metadata_url: str = Field(
        default="",
        description="OpenID Connect metadata of whom people sign in with, an address that ends in "
        "/.well-known/openid-configuration; with it everybody has to sign in",
    )
    login_client_id: str = Field(default="", description="Name of this coach at that provider")
    login_client_secret: SecretStr = Field(
        default=SecretStr(""), description="Its secret at that provider"
    )
    login_cookie_secret: SecretStr = Field(
        default=SecretStr(""),
        description="Secret of 32 letters or more that sign-ins are signed with; when empty one is "
        "made at every start, and everybody signs in again",
    )
    login_hours: int = Field(
        default=12, ge=1, le=720, description="Hours after which somebody has to sign in again"
    )
    login_roles_claim: str = Field(
        default="roles", description="Claim of the provider that tells somebody's role or groups"
    )
    login_roles: str = Field(
        default="",
        description="Roles by name, as ann@example.org=operator, coaches=coach: an e-mail address "
        "the provider vouches for, a subject, or a value of the claim",
    )
    login_default_role: Literal["leader", "coach", "none"] = Field(
        default="leader",
        description="Role of whoever neither the claim nor the list names; none lets nobody else "
        "in",
    )
    login_contact: str = Field(
        default="", description="Whom to ask for access, as somebody without a role is told"
    )
    turns_a_minute: int = Field(
        default=20, ge=0, description="Turns one person may send in a minute, signed in; 0 is any"
    )
    turns_a_day: int = Field(
        default=400, ge=0, description="Turns one person may send in a day, signed in; 0 is any"
    )

    @field_validator("country")
    @classmethod
    def _is_country(cls, country: str) -> str:
        country = country.strip().casefold()
        if country and country not in COUNTRIES:
            raise ValueError(
                f"no referral is known for this country; it is one of {', '.join(COUNTRIES)} "
                "(eu is elsewhere in the European Union, int anywhere else), or empty"
            )
        return country

    @field_validator("model_answer")
    @classmethod
    def _fits(cls, answer: int, info: ValidationInfo) -> int:
        window = info.data.get("model_window", answer * 2)
        if answer * 2 > window:
            raise ValueError(f"more than half of COACH_MODEL_WINDOW, which is {window}")
        return answer

    @field_validator("encryption_key", "new_encryption_key")
    @classmethod
    def _is_key(cls, key: SecretStr) -> SecretStr:
        if key.get_secret_value():
            key_bytes(key.get_secret_value())
        return key

    @field_validator("database_url", "database_read_url", "index_url")
    @classmethod
    def _is_postgresql(cls, address: SecretStr) -> SecretStr:
        scheme = address.get_secret_value().partition("://")[0]
        if scheme not in ("", "postgresql", "postgres", "postgresql+psycopg"):
            raise ValueError("an address begins with postgresql://")
        return address

    @field_validator("login_cookie_secret")
    @classmethod
    def _is_long(cls, secret: SecretStr) -> SecretStr:
        if 0 < len(secret.get_secret_value()) < COOKIE_SECRET:
            raise ValueError(f"a secret has {COOKIE_SECRET} letters or more, made by chance")
        return secret

    @field_validator("login_roles")
    @classmethod
    def _are_roles(cls, roles: str) -> str:
        roles_by_name(roles)
        return roles

    @field_validator("public_url", "login_metadata_url")
    @classmethod
    def _is_safe_address(cls, address: str) -> str:
        """Refuse what can be read along on the way."""
        if not address:
            return address
        parts = urlsplit(address)
        if parts.scheme != "https" and not (
            parts.scheme == "http" and is_loopback(parts.hostname)
        ):
            raise ValueError("an address others reach begins with https://")
        return address.rstrip("/")

    @field_validator("public_url")
    @classmethod
    def _is_bare(cls, address: str) -> str:
        parts = urlsplit(address)
        if address and (not parts.hostname or address != f"{parts.scheme}://{parts.netloc}"):
            raise ValueError("the address people open has no path, as in https://coach.example")
        if "@" in parts.netloc:
            raise ValueError("the address people open holds no name before an @")
        return address

    @model_validator(mode="after")
    def _can_sign_in(self) -> Self:
        missing = [
            f"COACH_{name.upper()}"
            for name in LOGIN_NEEDS
            if not str(getattr(self, name))  # a secret shows as asterisks
        ]
        given = [name for name in LOGIN_NEEDS[1:] if str(getattr(self, name))]
        if missing and given:
            named = ", ".join(f"COACH_{name.upper()}" for name in given)
            raise ValueError(f"with {named} signing in also needs {', '.join(missing)}")
        return self

    @model_validator(mode="after")
    def _are_databases_apart(self) -> Self:
        address = self.database_url.get_secret_value()
        replica = self.database_read_url.get_secret_value()
        if replica and not address:
            raise ValueError(
                "COACH_DATABASE_READ_URL is a replica of COACH_DATABASE_URL, which isn't set"
            )
        if replica and replica == address:
            raise ValueError(
                "COACH_DATABASE_READ_URL is COACH_DATABASE_URL itself; name a replica, or unset it"
            )
        index = self.index_url.get_secret_value()
        if index and not address:
            raise ValueError("COACH_INDEX_URL is for servers that share a COACH_DATABASE_URL")
        if index and index in (address, replica):
            raise ValueError("COACH_INDEX_URL needs a database of its own, which isn't backed up")
        return self

    @property
    def has_login(self) -> bool:
        """Whether people have to sign in."""
        return bool(self.login_metadata_url)

    @property
    def opened_at(self) -> str:
        """The one address people open from elsewhere; empty where nobody signs in."""
        return self.public_url if self.has_login else ""

    @property
    def invites_at(self) -> str:
        """The address links of invitations begin with; empty where they would open nothing.

        Where nobody signs in, only this computer is answered.
        """
        answered = self.has_login or is_loopback(urlsplit(self.public_url).hostname)
        return self.public_url if answered else ""

    @property
    def embeddings_provider(self) -> str:
        """Who gets to see what is looked up; empty when it stays on this computer."""
        provider = self.embeddings.partition(":")[0]
        return "" if provider in ("bundled", "sentence-transformers") else provider


def roles_by_name(listed: str) -> dict[str, Role]:
    """Return who has which role of ‘ann@example.org=operator, coaches=coach’.

    Names are in small letters. Raises `ValueError` when a pair isn't one.
    """
    found: dict[str, Role] = {}
    for pair in filter(None, (each.strip() for each in listed.split(","))):
        name, _, role = (part.strip() for part in pair.rpartition("="))
        if not name or role not in ROLES:
            raise ValueError(f"a role is given as name=role, of {', '.join(ROLES)}")
        found[name.casefold()] = role
    return found


def is_loopback(address: str | None) -> bool:
    """Tell whether `address` can only be this computer, to listen on or to ask."""
    if not address:
        return False  # a server then listens on every interface
    if address == "localhost":
        return True
    try:
        return ipaddress.ip_address(address.strip("[]")).is_loopback
    except ValueError:
        return False


def key_bytes(key: str) -> bytes:
    """Return the 32 bytes a key stands for in base64; raise `ValueError` when it isn't one."""
    try:
        found = base64.b64decode(key.replace("-", "+").replace("_", "/"), validate=True)
    except (binascii.Error, ValueError):
        found = b""
    if len(found) != KEY_BYTES:
        raise ValueError("a key is 32 bytes in base64; coach data rotate-key makes one")
    return found


def load_settings() -> Settings:
    """Read the settings; raise `SettingsError` naming every variable that can't be used."""
    try:
        return Settings()
    except ValidationError as error:
        wrong = "; ".join(
            f"COACH_{str(part['loc'][0]).upper()}: {part['msg']}" if part["loc"] else part["msg"]
            for part in error.errors()
        )
        raise SettingsError(
            f"A setting can't be used ({wrong}). Nothing was started. "
            "Correct or unset that environment variable and try again."
        ) from error
