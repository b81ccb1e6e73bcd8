"""No library may report our conversations: variables that make LangChain do so are overridden."""

from __future__ import annotations

import os

from coach.discretion import trace_nothing

LOGGING = ("OPENAI_LOG", "ANTHROPIC_LOG")  # with "debug" their clients log every prompt
PROXIES = ("OPENAI_PROXY", "ANTHROPIC_PROXY")  # which NO_PROXY doesn't switch off
LOOPBACK = ("127.0.0.1", "localhost", "::1")


def keep_to_ourselves(*, here: bool) -> None:
    """Make this process deaf to variables that would send prompts elsewhere.

    Tracing and LangSmith's gateway are switched by variables that may stand in anybody's shell.
    And a server on this computer, which is asked when `here` is set, is never reached through a
    proxy, which would be elsewhere; a model elsewhere may need its provider's own.
    """
    trace_nothing()
    for name in LOGGING:
        os.environ.pop(name, None)
    for name in PROXIES if here else ():
        os.environ.pop(name, None)
    for name in ("NO_PROXY", "no_proxy"):
        spared = [part for part in os.environ.get(name, "").split(",") if part.strip()]
        os.environ[name] = ",".join(dict.fromkeys([*spared, *LOOPBACK]))
