"""Prompts with a slip in one of them, as somebody makes who edits the files."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from coach.content import content_folder
from coach.models.prompts import load_prompt


@contextmanager
def slip_in_a_prompt(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Have a variable of ask.nl.md misspelt, also where it is declared, within the block."""
    copied = folder / "prompts"
    shutil.copytree(content_folder("prompts"), copied)
    asking = copied / "model" / "ask.nl.md"
    text = asking.read_text(encoding="utf-8")
    text = text.replace("{record}", "{recrod}").replace("turn, record", "turn, recrod")
    asking.write_text(text, encoding="utf-8")
    with monkeypatch.context() as patched:
        patched.setattr("coach.models.prompts.content_folder", lambda _name: copied)
        load_prompt.cache_clear()
        yield
    load_prompt.cache_clear()
