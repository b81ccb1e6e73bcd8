"""Variables that make libraries report conversations elsewhere are overridden."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest

from tests.fakes.misbehaving import MisbehavingServer, good, status
from tests.fakes.wire import Wire

# In a process of its own, because LangSmith reads these variables once.
PROGRAM = """
from coach.models.chat import ChatModel
from coach.models.named import named_model
from coach.settings import Settings
settings = Settings()
model = ChatModel(settings, named_model(settings))
print("".join(model.stream([("human", "Marjan deed de roosters.")])))
import langsmith.utils
assert not langsmith.utils.tracing_is_enabled()
from langchain_core.tracers.langchain import wait_for_all_tracers
wait_for_all_tracers()
"""


def test_nothing_is_reported_where_tracing_is_switched_on_in_the_shell() -> None:
    with Wire("application/json", "{}") as elsewhere, MisbehavingServer(good("Ja.")) as server:
        done = subprocess.run(
            [sys.executable, "-c", PROGRAM],
            env={
                **os.environ,
                "COACH_MODEL": "openai:fake",
                "COACH_MODEL_BASE_URL": server.address,
                "LANGSMITH_TRACING": "true",
                "LANGCHAIN_TRACING_V2": "true",
                "LANGSMITH_API_KEY": "lsv2_made_up",
                "LANGCHAIN_API_KEY": "lsv2_made_up",
                "LANGSMITH_ENDPOINT": elsewhere.address,
                "LANGCHAIN_ENDPOINT": elsewhere.address,
                "LANGSMITH_RUNS_ENDPOINTS": json.dumps({elsewhere.address: "lsv2_made_up"}),
                "LANGSMITH_GATEWAY": elsewhere.address,
                "OPENAI_BASE_URL": f"{elsewhere.address}/v1",
                "OPENAI_API_BASE": f"{elsewhere.address}/v1",
                "OPENAI_API_KEY": "made-up",
                "OPENAI_LOG": "debug",
                "HTTP_PROXY": elsewhere.address,
                "http_proxy": elsewhere.address,
                "ALL_PROXY": elsewhere.address,
                "NO_PROXY": "",
            },
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        assert done.stdout.strip() == "Ja."
        assert "Marjan" not in done.stderr
        assert len(server.requests) == 1
        assert elsewhere.requests == []


ASKS = """
from coach.errors import ModelFailed
from coach.models.chat import ChatModel
from coach.models.named import named_model
from coach.settings import Settings
settings = Settings()
try:
    list(ChatModel(settings, named_model(settings)).stream([("human", "Marjan deed de roosters.")]))
except ModelFailed:
    pass
"""


@pytest.mark.parametrize("provider", ["openai", "anthropic"])
def test_a_model_on_this_computer_is_never_asked_through_its_providers_proxy(provider: str) -> None:
    with Wire("application/json", "{}") as elsewhere, MisbehavingServer(status(400)) as server:
        done = subprocess.run(
            [sys.executable, "-c", ASKS],
            env={
                **os.environ,
                "COACH_MODEL": f"{provider}:fake",
                "COACH_MODEL_BASE_URL": server.address,
                "COACH_MODEL_LOCAL": "1",
                f"{provider.upper()}_API_KEY": "made-up",
                f"{provider.upper()}_PROXY": elsewhere.address,
            },
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        assert len(server.requests) == 1
        assert elsewhere.requests == []
