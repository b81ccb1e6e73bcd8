"""What every answer of the server tells the browser: fetch from here alone, run our scripts alone.

The directives are those of Content Security Policy Level 3 (W3C). Streamlit styles its own
elements inline, so styles may be; no script may that isn't one of ours, letter for letter, and
nothing may be evaluated.
"""

from __future__ import annotations

import base64
import hashlib
import re
from functools import cache
from pathlib import Path

_INLINE = re.compile(r"<script>(.*?)</script>", re.S)

_SOURCES = {
    "default-src": "'none'",
    "style-src": "'self' 'unsafe-inline'",
    "img-src": "'self' data:",
    "font-src": "'self' data:",
    "connect-src": "'self'",
    "manifest-src": "'self'",
    "frame-ancestors": "'none'",
    "base-uri": "'none'",
    "form-action": "'none'",
}

_OTHERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": (
        "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()"
    ),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


@cache
def security_headers() -> dict[str, str]:
    """Return the headers of every answer, by name."""
    import streamlit

    from coach.web.scripts import SCRIPTS

    page = Path(streamlit.__file__).with_name("static") / "index.html"
    inline = _INLINE.findall(page.read_text(encoding="utf-8"))
    known = " ".join(f"'sha256-{_digest(script)}'" for script in (*inline, *SCRIPTS))
    directives = {**_SOURCES, "script-src": f"'self' {known}"}
    policy = "; ".join(f"{name} {sources}" for name, sources in directives.items())
    return {"Content-Security-Policy": policy, **_OTHERS}


def _digest(script: str) -> str:
    return base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
