"""A server of the page in a process of its own, on a free port of this computer."""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import subprocess
import sys
import threading
from dataclasses import dataclass, field
from pathlib import Path

from coach.records.store import Store
from coach.settings import Settings
from coach.web.texts import CONSENT_VERSION
from coach.web.what_leaves import consent_of

ROOT = Path(__file__).parents[2]
SCRIPTED = Path(__file__).with_name("scripted_app.py")


@dataclass
class Served:
    """One running server; `folder` holds its data and what a test asks of a scripted engine."""

    folder: Path
    scripted: bool
    port: int = 0
    environment: dict[str, str] = field(default_factory=dict)
    script: Path = SCRIPTED
    command: list[str] = field(default_factory=list)  # instead of the usual one
    process: subprocess.Popen[str] = field(init=False)
    heard: threading.Thread = field(init=False)
    said: list[str] = field(default_factory=list)

    @property
    def url(self) -> str:
        """Where the page answers."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def settings(self) -> Settings:
        """The settings the server runs with."""
        chosen = {
            name.removeprefix("COACH_").casefold(): value
            for name, value in self.environment.items()
            if name.startswith("COACH_")
        }
        return Settings.model_validate({"data_dir": self.folder / "data", **chosen})

    def start(self) -> None:
        """Start the server, at the same port when it ran before, and wait till it answers."""
        self.port = self.port or free_port()
        command = self.command or [
            *(sys.executable, "-m", "coach", "serve", "--port", str(self.port))
        ]
        if self.scripted:
            command = [
                *(sys.executable, "-m", "streamlit", "run", str(self.script)),
                *("--server.address", "127.0.0.1", "--server.port", str(self.port)),
            ]
        environment = {
            **os.environ,
            "COACH_DATA_DIR": str(self.folder / "data"),
            "COACH_TEST_FOLDER": str(self.folder),
            "PYTHONPATH": str(ROOT),
            **self.environment,
        }
        self.process = subprocess.Popen(
            command,
            cwd=ROOT,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self.said = []
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self.said.append(line)
            if re.search(rf"http://127\.0\.0\.1:{self.port}", line):
                # A server whose output nobody reads stands still once the pipe is full.
                self.heard = threading.Thread(
                    target=self.said.extend, args=(self.process.stdout,), daemon=True
                )
                self.heard.start()
                return
        raise AssertionError(f"The server didn't start:\n{''.join(self.said)}")

    def kill(self) -> None:
        """End the server as a power cut would."""
        self.process.send_signal(signal.SIGKILL)
        self.ended()

    def stop(self) -> str:
        """End the server in the ordinary way; a test that fails shows what it said."""
        self.process.terminate()
        said = self.ended()
        sys.stdout.write(said)
        return said

    def ended(self) -> str:
        """Wait until the server has ended; return all it said."""
        self.process.wait()
        self.heard.join()
        assert self.process.stdout is not None
        self.process.stdout.close()
        return "".join(self.said)

    def agree(self) -> None:
        """Say yes on behalf of the person, as if on an earlier day."""
        store = Store(self.settings)
        store.give_consent(CONSENT_VERSION, consent_of(self.settings))
        store.close()

    def ask(self, what: str) -> None:
        """Ask something of the scripted page: asleep or disk-full."""
        (self.folder / what).touch()

    def leave(self, what: str) -> None:
        """Take that back."""
        (self.folder / what).unlink()


@dataclass
class Provider:
    """A real OpenID Connect provider on loopback; `people` are the claims of who it knows."""

    people: tuple[dict[str, object], ...]
    port: int = field(default_factory=lambda: free_port())
    process: subprocess.Popen[str] = field(init=False)

    def start(self) -> None:
        """Start it, and wait till it answers."""
        command = [sys.executable, "-m", "oidc_provider_mock", "--port", str(self.port)]
        for person in self.people:
            command += ["--user-claims", json.dumps(person)]
        self.process = subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        )
        said = ""
        assert self.process.stdout is not None
        for line in self.process.stdout:
            said += line
            if f"http://127.0.0.1:{self.port}" in line:
                return
        raise AssertionError(f"The provider didn't start:\n{said}")

    def stop(self) -> None:
        """End it."""
        self.process.terminate()
        self.process.communicate()

    def settings(self, port: int, **more: str) -> dict[str, str]:
        """Return the environment of a server at `port` that has people sign in here."""
        return {
            "COACH_PUBLIC_URL": f"http://127.0.0.1:{port}",
            "COACH_LOGIN_METADATA_URL": (
                f"http://127.0.0.1:{self.port}/.well-known/openid-configuration"
            ),
            "COACH_LOGIN_CLIENT_ID": "stille-balans",
            "COACH_LOGIN_CLIENT_SECRET": "a secret of this test",
            **more,
        }


def free_port() -> int:
    """Return a port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
