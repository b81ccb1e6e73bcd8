"""Telling systemd that the server still answers, so that one that hangs is started again.

The protocol is sd_notify(3): a datagram to the socket in NOTIFY_SOCKET, at least as often as
WATCHDOG_USEC says. It is sent from the loop that answers people: when that hangs, it isn't sent.
"""

from __future__ import annotations

import asyncio
import os
import socket
from collections.abc import Mapping
from contextlib import suppress

ALIVE = b"WATCHDOG=1"


async def tell_alive(told: Mapping[str, str] = os.environ) -> None:
    """Say so twice as often as systemd asks, until cancelled; return when it doesn't ask."""
    address, microseconds = told.get("NOTIFY_SOCKET", ""), told.get("WATCHDOG_USEC", "")
    if not (address and microseconds.isdigit() and int(microseconds)):
        return
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as notify:
        notify.setblocking(False)
        # An abstract socket begins with a NUL sign, which systemd writes as @.
        notify.connect(f"\0{address[1:]}" if address.startswith("@") else address)
        while True:
            with suppress(OSError):  # systemd is busy, and asks again
                notify.send(ALIVE)
            await asyncio.sleep(int(microseconds) / 2_000_000)
