"""Running the command the way a script does, in this process, so that loading is paid once."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from coach.cli import main


@dataclass(frozen=True)
class Done:
    """What a command left behind."""

    returncode: int
    stdout: bytes
    stderr: bytes


Run = Callable[..., Done]


@pytest.fixture(scope="session")
def shared_data_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a data folder for commands that keep nothing, so that the index is built once."""
    return tmp_path_factory.mktemp("shared") / "data"


@pytest.fixture
def coach(
    shared_data_dir: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsysbinary: pytest.CaptureFixture[bytes],
) -> Run:
    """Return a function that runs `coach` with arguments and bytes on standard input."""

    def run(
        *arguments: str, said: bytes = b"", data_dir: Path = shared_data_dir, **environment: str
    ) -> Done:
        with monkeypatch.context() as patch:
            for name, value in {"COACH_DATA_DIR": str(data_dir), **environment}.items():
                patch.setenv(name, value)
            patch.setattr(sys, "argv", ["coach", *arguments])
            patch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(said)))
            capsysbinary.readouterr()
            with pytest.raises(SystemExit) as ended:
                main()
        told = capsysbinary.readouterr()
        code = ended.value.code
        return Done(code if isinstance(code, int) else 0, told.out, told.err)

    return run


def lines_of(done: Done) -> list[dict[str, Any]]:
    """Return standard output as JSON objects; it must hold nothing else."""
    return [json.loads(line) for line in done.stdout.decode().splitlines()]


def turns(*texts: str) -> bytes:
    """Return user turns as JSON Lines."""
    return b"".join(json.dumps({"text": text}).encode() + b"\n" for text in texts)
