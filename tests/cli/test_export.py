"""`coach export`: a leader's plan, a coach's question sheet, in every form."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest
from docx import Document
from pypdf import PdfReader

from coach.dialogue.putting import open_talk
from coach.records.store import Store
from coach.settings import Settings
from tests.cli.conftest import Run


@pytest.fixture
def talk(settings: Settings) -> str:
    """Return the id of a coach's talk in which nothing was said yet."""
    store = Store(settings)
    talk = store.create(open_talk(None, "nl", "coach"))
    store.close()
    return talk


def test_a_coach_gets_the_question_sheet_in_every_form(
    coach: Run, talk: str, data_dir: Path
) -> None:
    page = coach("export", talk, data_dir=data_dir).stdout.decode()
    assert page.startswith("# Vragenblad")
    first = "Wat zou dit gesprek voor jou de moeite waard maken?"
    assert f"**1. {first}** (kern)" in page
    whole = json.loads(coach("export", talk, "--format", "json", data_dir=data_dir).stdout)
    assert whole["sheet"] == page
    asked = [question for block in whole["blocks"] for question in block["questions"]]
    assert 10 <= len(asked) <= 15
    assert sum(block["minutes"] for block in whole["blocks"]) == 60
    assert asked[0]["source"]["document"] == "coach-question-cards"
    pdf = coach("export", talk, "--format", "pdf", data_dir=data_dir).stdout
    assert first in PdfReader(io.BytesIO(pdf)).pages[0].extract_text()
    word = coach("export", talk, "--format", "docx", data_dir=data_dir).stdout
    assert any(first in each.text for each in Document(io.BytesIO(word)).paragraphs)


def test_a_coach_ends_a_scripted_talk_with_the_question_sheet(coach: Run) -> None:
    done = coach("chat", "--json", "--language", "en", "--audience", "coach")
    assert json.loads(done.stdout.splitlines()[-1])["sheet"].startswith("# Question sheet")
