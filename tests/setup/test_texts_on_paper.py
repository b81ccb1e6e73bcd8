"""What README, CONTRIBUTING and the decision records tell is there."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
import typer.main

from coach.cli import app

ROOT = Path(__file__).parents[2]
PAGES = [*sorted(ROOT.glob("*.md")), *sorted(ROOT.glob("docs/**/*.md"))]
COMMANDS: dict[str, object] = typer.main.get_command(app).commands  # type: ignore[attr-defined]
THREATS = (ROOT / "docs/threat-model.md").read_text(encoding="utf-8")
NAMED = re.compile(r"`(tests/[\w/]+\.py)?::(\w+)`")
TARGETS = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_somewhere(page: Path) -> None:
    for link in re.findall(r"\]\(([^)#]+)[^)]*\)", page.read_text(encoding="utf-8")):
        assert link.startswith("https://") or (page.parent / link).exists(), link


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_commands_that_are_told_exist(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    for target in re.findall(r"(?:`|^ {4})make ([a-z]+)", text, re.MULTILINE):
        assert target in TARGETS
    for command in re.findall(r"`coach ([a-z]+(?:-[a-z]+)*)", text):
        assert command in COMMANDS


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_test_that_is_named_is_there(page: Path) -> None:
    file = ""
    for found, test in NAMED.findall(page.read_text(encoding="utf-8")):
        file = found or file
        code = (ROOT / file).read_text(encoding="utf-8")
        assert f"\ndef {test}(" in code, f"{file}::{test}"


def test_every_threat_names_a_test() -> None:
    rows = [line for line in THREATS.splitlines() if line.startswith("| ")]
    assert len(rows) > 20
    for row in rows[1:]:
        assert re.search(r"`tests/[\w/]+\.py::\w+`", row), row


def test_the_threat_model_is_one_page_and_leaves_no_letter_of_stride_out() -> None:
    assert len(THREATS.split()) < 1_000
    kinds = ("Spoofing", "Tampering", "Repudiation", "Information disclosure")
    for kind in (*kinds, "Denial of service", "Elevation of privilege"):
        assert f"| **{kind}.** " in THREATS


def test_decisions_are_numbered_without_a_gap() -> None:
    numbers = [int(page.name[:4]) for page in sorted((ROOT / "docs/decisions").glob("*.md"))]
    assert numbers == list(range(1, len(numbers) + 1))


@pytest.mark.parametrize("page", sorted((ROOT / "docs/decisions").glob("*.md")))
def test_a_decision_tells_its_price_and_when_to_look_again(page: Path) -> None:
    text = page.read_text(encoding="utf-8").lower()
    for part in ("context", "choice", "costs", "look again"):
        assert part in text, part


def test_streamlit_is_told_the_same_by_file_and_by_code() -> None:
    from coach.web.theme import options

    told = flat(tomllib.loads((ROOT / ".streamlit/config.toml").read_text(encoding="utf-8")))
    assert told.pop("server.address") == "127.0.0.1"
    assert told == options()


def flat(table: dict[str, object], above: str = "") -> dict[str, object]:
    found: dict[str, object] = {}
    for name, value in table.items():
        if isinstance(value, dict):
            found |= flat(value, f"{above}{name}.")
        else:
            found[above + name] = value
    return found
