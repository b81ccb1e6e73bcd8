"""The wheel alone, in an environment that holds nothing of this folder, gives a working coach.

`make test` builds the wheel and installs it in .make/wheel-env before the network goes.
"""

from __future__ import annotations

import http.client
import json
import os
import re
import socket
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
BIN = ROOT / ".make" / "wheel-env" / "bin"


@pytest.fixture(scope="module")
def environment(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Return the variables for commands from the wheel, far away from this folder."""
    assert (BIN / "coach").exists(), "The wheel isn't installed. Run `make wheel` first."
    kept = {name: value for name, value in os.environ.items() if not name.startswith("COACH_")}
    kept.pop("PYTHONPATH", None)
    return {**kept, "COACH_DATA_DIR": str(tmp_path_factory.mktemp("wheel") / "data")}


def run(
    environment: dict[str, str], folder: Path, *command: str, said: str = ""
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(BIN / command[0]), *command[1:]],
        input=said,
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )


def test_content_and_page_come_from_the_wheel(environment: dict[str, str], tmp_path: Path) -> None:
    script = (
        "from coach.content import content_folder as folder\n"
        "from coach.web.server import PAGE\n"
        "print(folder('knowledge'), folder('prompts'), PAGE, PAGE.parent / '.streamlit')"
    )
    done = run(environment, tmp_path, "python", "-c", script)
    for place in map(Path, done.stdout.split()):
        assert place.is_relative_to(BIN.parent)
        assert place.exists()


def test_the_wheel_talks(environment: dict[str, str], tmp_path: Path) -> None:
    said = json.dumps({"text": "Marjan deed vanaf februari alle roosters."}) + "\n"
    done = run(environment, tmp_path, "coach", "chat", "--json", said=said)
    opening, reply, last = (json.loads(line) for line in done.stdout.splitlines())
    assert (opening["turn"], reply["turn"]) == (0, 1)
    assert "Marjan" in last["sheet"]


def test_the_wheel_serves_its_page(environment: dict[str, str], tmp_path: Path) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with subprocess.Popen(
        [str(BIN / "coach"), "serve", "--port", str(port)],
        cwd=tmp_path,
        env=environment,
        stdout=subprocess.PIPE,
        text=True,
    ) as server:
        try:
            assert server.stdout is not None
            told = server.stdout.readline()
            assert re.search(rf"http://127\.0\.0\.1:{port}\b", told)
            connection = http.client.HTTPConnection("127.0.0.1", port)
            connection.request("GET", "/")
            assert connection.getresponse().status == 200
            connection.close()
        finally:
            server.kill()


def test_the_wheel_knows_names(environment: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / "texts.jsonl").write_text('{"id": 1, "language": "nl", "text": "Anja belde"}\n')
    done = run(environment, tmp_path, "coach", "inspect", "shield", "--jsonl", "texts.jsonl")
    assert json.loads(done.stdout)["text"] == "[PERSOON-1] belde"
