"""Loopback and nothing else counts as this computer."""

from __future__ import annotations

import pytest

from coach.settings import is_loopback


@pytest.mark.parametrize("address", ["127.0.0.1", "127.8.8.8", "::1", "[::1]", "localhost"])
def test_loopback_is_this_computer(address: str) -> None:
    assert is_loopback(address)


@pytest.mark.parametrize(
    "address", [None, "", "0.0.0.0", "::", "192.168.1.2", "example.org", "127.0.0.1.example.org"]
)
def test_everything_else_is_not(address: str | None) -> None:
    assert not is_loopback(address)
