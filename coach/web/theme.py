"""The look and the house rules as Streamlit options, so that the installed package has them too."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

THEME = Path(__file__).parent / "theme.toml"
STYLESHEET = Path(__file__).parent / "theme.css"
LOGO = Path(__file__).parent / "logo.svg"
ICON = Path(__file__).parent / "icon.svg"

# Nothing leaves the machine, browser included, and no other site may talk to the page.
RULES: dict[str, object] = {
    "browser.gatherUsageStats": False,
    "client.showErrorDetails": "none",
    "runner.postScriptGC": False,  # half of a busy server's time
    "server.enableAgentApi": False,
    "server.enableCORS": True,
    "server.enableXsrfProtection": True,
    "server.fileWatcherType": "none",
    "server.headless": True,
}

# What no shell or configuration may add: a header of a request that says who somebody is, and
# figures labelled with who it was. A configuration file can't hold these empty.
OVERRULED: dict[str, object] = {
    "server.trustedUserHeaders": {},
    "server.unsafeMetricsUserAttributes": [],
}


def options() -> dict[str, object]:
    """Return every option by its dotted name: `theme.light.primaryColor`, `server.headless`, …"""
    return {**_flat(tomllib.loads(THEME.read_text(encoding="utf-8"))), **RULES}


def _flat(table: dict[str, Any], above: str = "") -> dict[str, object]:
    found: dict[str, object] = {}
    for name, value in table.items():
        if isinstance(value, dict):
            found.update(_flat(value, f"{above}{name}."))
        else:
            found[above + name] = value
    return found
