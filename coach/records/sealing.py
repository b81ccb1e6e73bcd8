"""Encryption at rest: AES-GCM over single texts, under a key that stands in the environment.

A database says in its `user_version` which key its texts are sealed with: 0 is none. It is read
in every transaction, so that a program with another key neither reads nor writes there.
"""

from __future__ import annotations

import base64
import hashlib
import secrets
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from sqlalchemy import Dialect, Engine, Text
from sqlalchemy.types import TypeDecorator

from coach.errors import SealBroken
from coach.settings import KEY_BYTES, key_bytes

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

MARK = "sealed:1:"
_NONCE_BYTES = 12  # what GCM is made for (NIST SP 800-38D, 8.2)


@dataclass(frozen=True)
class Seal:
    """Seals and opens texts with one key; without one it leaves them as they are.

    `key` is empty or 32 bytes in base64, as `new_key` gives it.
    """

    key: str = ""

    def __repr__(self) -> str:
        return f"Seal({self.number})"  # never the key

    @cached_property
    def number(self) -> int:
        """Return what `user_version` says of this key: 1 to 2³¹ - 1, and 0 for none.

        It tells nothing about a key of 256 random bits.
        """
        if not self.key:
            return 0
        digest = hashlib.sha256(b"stille-balans\0" + key_bytes(self.key)).digest()
        return int.from_bytes(digest[:4]) % (2**31 - 1) + 1

    def close(self, text: str) -> str:
        """Return `text` sealed: another string every time."""
        if not self.key:
            return text
        nonce = secrets.token_bytes(_NONCE_BYTES)
        # Half surrogate pairs and NUL come back as they were.
        sealed = self._cipher.encrypt(nonce, text.encode("utf-8", "surrogatepass"), MARK.encode())
        return MARK + base64.b64encode(nonce + sealed).decode("ascii")

    def open(self, kept: str) -> str:
        """Return what was sealed; raise `SealBroken` when this key doesn't open it."""
        if not self.key:
            return kept
        from cryptography.exceptions import InvalidTag

        try:
            raw = base64.b64decode(kept.removeprefix(MARK), validate=True)
            plain = self._cipher.decrypt(raw[:_NONCE_BYTES], raw[_NONCE_BYTES:], MARK.encode())
        except (InvalidTag, ValueError) as error:
            raise SealBroken(
                "A text in the database doesn't open with COACH_ENCRYPTION_KEY: it was changed or "
                "damaged. Nothing was changed now. Put back a copy of the file, or an export."
            ) from error
        return plain.decode("utf-8", "surrogatepass")

    @cached_property
    def _cipher(self) -> AESGCM:
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM

        return AESGCM(key_bytes(self.key))


class Sealed(TypeDecorator[str]):
    """A column of text that stands sealed in the file, under the `Seal` of its engine's dialect."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        """Seal what is written."""
        return None if value is None else seal_of(dialect).close(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> str | None:
        """Open what is read."""
        return None if value is None else seal_of(dialect).open(value)


def use_seal(engine: Engine, seal: Seal) -> None:
    """Have `engine` seal with `seal`; its dialect is what a type of column gets to see of it."""
    engine.dialect.seal = seal  # type: ignore[attr-defined]


def seal_of(dialect: Dialect) -> Seal:
    """Return the seal this engine was given."""
    seal: Seal = dialect.seal  # type: ignore[attr-defined]
    return seal


def new_key() -> str:
    """Return a fresh key: 32 random bytes in base64, safe in an environment variable."""
    return base64.urlsafe_b64encode(secrets.token_bytes(KEY_BYTES)).decode("ascii")
