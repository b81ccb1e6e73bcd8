"""Only this computer may reach the page: there is no sign-in yet."""

from __future__ import annotations

import ipaddress


def is_loopback(address: str | None) -> bool:
    """Tell whether a server listening on `address` can only be reached from this computer."""
    if not address:
        return False  # Streamlit then listens on every interface
    if address == "localhost":
        return True
    try:
        return ipaddress.ip_address(address.strip("[]")).is_loopback
    except ValueError:
        return False
