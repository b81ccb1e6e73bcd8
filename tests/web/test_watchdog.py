"""Systemd hears that a server answers, and no more once it hangs."""

from __future__ import annotations

import asyncio
import re
import signal
import socket
from pathlib import Path

import pytest

from coach.web.watchdog import ALIVE, tell_alive
from tests.browser.serving import ROOT, Served
from tests.fakes.apart import apart

PATIENCE = 60.0  # seconds, on a busy computer


def test_a_server_says_that_it_lives_until_it_hangs(tmp_path: Path) -> None:
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as systemd:
        systemd.bind(str(tmp_path / "notify"))
        asked = {"NOTIFY_SOCKET": str(tmp_path / "notify"), "WATCHDOG_USEC": "100000"}
        served = Served(tmp_path, scripted=False, environment=asked)
        served.start()
        try:
            systemd.settimeout(PATIENCE)
            assert [systemd.recv(99) for _ in range(3)] == [ALIVE] * 3
            served.process.send_signal(signal.SIGSTOP)
            systemd.settimeout(1)
            with pytest.raises(TimeoutError):
                while True:  # what was said before
                    systemd.recv(99)
        finally:
            served.process.send_signal(signal.SIGCONT)
            served.stop()


@pytest.mark.parametrize(
    "told", [{}, {"NOTIFY_SOCKET": "/nowhere"}, {"NOTIFY_SOCKET": "/nowhere", "WATCHDOG_USEC": "0"}]
)
def test_without_systemd_nothing_is_said(told: dict[str, str]) -> None:
    apart(asyncio.wait_for(tell_alive(told), PATIENCE))


def test_the_unit_that_ships_asks_for_it() -> None:
    unit = (ROOT / "deploy" / "stille-balans@.service").read_text(encoding="utf-8")
    assert re.search(r"^WatchdogSec=\d+$", unit, re.M)
    assert "NotifyAccess=main" in unit
    assert "Restart=always" in unit
