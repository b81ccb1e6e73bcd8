"""What the audit passes over has its reason and its day, and the reason holds."""

from __future__ import annotations

import importlib.metadata
import re
import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path

ROOT = Path(__file__).parents[2]
AUDIT = ROOT / "tools" / "audit"
ACCEPTED = ROOT / "tools" / "audit-accepted.txt"
LINE = re.compile(r"((?:CVE|GHSA|PYSEC)-\S+) (\d{4}-\d\d-\d\d) (\S+): (.+)")


def run(folder: Path, accepted: str, status: int = 0) -> subprocess.CompletedProcess[str]:
    """Run the audit with `accepted` and a pip-audit that tells how it was asked."""
    shutil.copy(AUDIT, folder / "audit")
    (folder / "audit-accepted.txt").write_text(accepted)
    asked = folder / "pip-audit"
    asked.write_text(f'#!/bin/sh\necho "$@"\ncat "$2"\nexit {status}\n')
    asked.chmod(0o755)
    return subprocess.run(
        [folder / "audit", asked, sys.executable], capture_output=True, text=True, check=False
    )


def test_every_accepted_finding_has_a_day_a_package_of_ours_and_a_reason() -> None:
    lines = [line for line in ACCEPTED.read_text().splitlines() if not line.startswith("#")]
    assert lines
    for line in lines:
        found = LINE.fullmatch(line)
        assert found, line
        date.fromisoformat(found[2])
        assert importlib.metadata.version(found[3])
        assert len(found[4].split()) > 8


def test_it_asks_for_all_that_is_installed_and_passes_over_what_is_accepted_until_its_day(
    tmp_path: Path,
) -> None:
    done = run(
        tmp_path, "# why\nCVE-2026-1 9999-12-31 one: reason\nCVE-2026-2 2020-01-01 two: reason\n"
    )
    assert done.returncode == 0
    assert "--ignore-vuln CVE-2026-1" in done.stdout
    assert "CVE-2026-2" not in done.stdout
    assert f"streamlit=={importlib.metadata.version('streamlit')}" in done.stdout
    assert "stille-balans" not in done.stdout
    assert "--strict" in done.stdout


def test_a_finding_or_no_answer_fails_with_what_to_do(tmp_path: Path) -> None:
    done = run(tmp_path, "", status=1)
    assert done.returncode == 1
    assert "didn't pass" in done.stderr
    assert "Update the package" in done.stderr


def test_searching_loads_no_part_of_chromas_server() -> None:
    script = (
        "import sys\n"
        "from coach.dialogue.putting import open_talk\n"
        "from coach.dialogue.tools import load_tools\n"
        "from coach.dialogue.turn import take_turn\n"
        "from coach.settings import Settings\n"
        "tools = load_tools(Settings())\n"
        "state = open_talk(tools, 'en', 'leader').state\n"
        "assert take_turn(tools, state, 'What is the mirror question?').reply.citations\n"
        "print(*(name for name in sys.modules if name.startswith('chromadb')), sep='\\n')"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    loaded = set(done.stdout.split())
    assert "chromadb" in loaded
    server = ("chromadb.app", "chromadb.server", "chromadb.cli", "chromadb.api.fastapi")
    assert not [name for name in loaded if name.startswith(server)]
