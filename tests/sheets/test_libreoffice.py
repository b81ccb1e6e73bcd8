"""Every Word document opens in LibreOffice without a complaint, with all its words."""

from __future__ import annotations

import os
import subprocess
from datetime import date
from pathlib import Path

import pytest
from PIL import Image
from pypdf import PdfReader

from coach.dialogue.answers import Answers, Status
from coach.dialogue.follow_up import LONGEST_STEP, MOST_STEPS
from coach.dialogue.prepared import Intake
from coach.dialogue.state import LANGUAGES, BalanceRecord, Exchange, Field, Item, Language, State
from coach.sheets.blocks import read_blocks
from coach.sheets.documents import to_docx
from coach.sheets.follow_up import (
    follow_up_markdown,
    number_text,
    paper_markdown,
    summary_text,
)
from coach.sheets.house import House
from coach.sheets.plan import plan_markdown
from coach.sheets.question_markdown import question_sheet_markdown

ROOT = Path(__file__).parents[2]
FIELDS: tuple[Field, ...] = (
    "what", "extra", "cost", "came_back", "promised", "their_view", "own_share", "not_possible",
    "offer", "sentence", "own_giving", "own_getting", "wish", "next_step", "context",
)  # fmt: skip
# As long as somebody who tells everything would make it, with what is awkward to set.
WORDS: dict[Language, str] = {
    "nl": "Ze deed – ook ’s avonds – alle roosters, overdrachten & extra’s; ‘dat hoort erbij’",
    "en": "She did – at night as well – all rotas, handovers & extras; ‘that’s part of the job’",
}
LONG_WORD = "ziekenhuisafdelingsroosterplanningsoverleg" * 3


def told(language: Language, audience: str, each: int) -> State:
    texts = [f"{WORDS[language]} {n} {'€ é ß œ ' * 8}".strip() for n in range(each)]
    items = tuple(
        Item(f"{name}{n}", name, text, "heard", 1, "Zoë", "", text)
        for name in FIELDS
        for n, text in enumerate(texts)
    )
    said = (Exchange(1, "", f"{WORDS[language]} {LONG_WORD}", None, ""),)
    return State(
        language, audience, "closing", 9, BalanceRecord(items), focus="Zoë", history=said,  # type: ignore[arg-type]
        intake=Intake("done", 90) if audience == "coach" else None,
    )  # fmt: skip


def looked_back(language: Language, each: int) -> dict[str, str]:
    """Return what a follow-up becomes on paper: as an invitation, and as what was answered."""
    said = " ".join([f"{WORDS[language]} {LONG_WORD}"] * each)
    count = MOST_STEPS if each > 1 else 1
    steps = tuple(f"{n} {WORDS[language]}"[:LONGEST_STEP] for n in range(count))
    partly: Status = "partly"
    answers = Answers(
        done=(partly,) * count, happened=said, noticed=said, score=6, why=said, helped=said,
        condition=WORDS[language], action=WORDS[language], day=date(2026, 12, 3),
    )  # fmt: skip
    text = summary_text(steps, answers, language)
    whole = f"{text}\n\n{number_text(answers, language)}"
    return {
        "paper": paper_markdown(steps, "Praktijk Zoë & Cie", language),
        "answered": follow_up_markdown(steps, whole, language, date(2026, 11, 26)),
    }


def opened(folder: Path, documents: dict[str, bytes]) -> dict[str, str]:
    """Return the text of each document as LibreOffice sets it."""
    found = subprocess.run([ROOT / "tools/find-libreoffice"], capture_output=True, text=True)
    program = found.stdout.strip()
    assert program, "LibreOffice isn't here. On Debian: tools/install-libreoffice. Then run again."
    for name, data in documents.items():
        (folder / f"{name}.docx").write_bytes(data)
    done = subprocess.run(
        [
            *(program, f"-env:UserInstallation=file://{folder}/profile", "--headless"),
            *("--convert-to", "pdf", "--outdir", str(folder)),
            *(str(folder / f"{name}.docx") for name in documents),
        ],
        env={**os.environ, "HOME": str(folder), "SAL_DISABLE_JAVALDX": "1"},
        capture_output=True,
        text=True,
        check=True,
    )
    complaints = [line for line in done.stderr.splitlines() if "javaldx" not in line]
    assert complaints == []
    return {
        name: "\n".join(page.extract_text() for page in PdfReader(folder / f"{name}.pdf").pages)
        for name in documents
    }


def words(text: str) -> str:
    return "".join(sign for sign in text if sign.isalnum())


@pytest.fixture(scope="module")
def logo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("logo") / "logo.png"
    Image.new("RGB", (300, 120), "#1F4E5F").save(path)
    return path


def test_every_document_opens_with_all_its_words(tmp_path: Path, logo: Path) -> None:
    house = House("Praktijk De Vouw", logo, "praktijkdevouw.example")
    sheets = {
        f"{kind}-{language}-{each}": (
            question_sheet_markdown(told(language, "coach", each))
            if kind == "questions"
            else plan_markdown(told(language, kind, each)),
            language,
        )
        for kind in ("leader", "client", "questions")
        for language in LANGUAGES
        for each in (1, 6)
    } | {
        f"{kind}-{language}-{each}": (sheet, language)
        for language in LANGUAGES
        for each in (1, 6)
        for kind, sheet in looked_back(language, each).items()
    }
    documents = {
        name: to_docx(sheet, language, house) for name, (sheet, language) in sheets.items()
    }
    read = opened(tmp_path, documents)
    for language in LANGUAGES:  # an invitation on paper is one page, also with five long steps
        assert len(PdfReader(tmp_path / f"paper-{language}-6.pdf").pages) == 1
    for name, (sheet, _) in sheets.items():
        set_there = words(read[name])
        assert words(house.name) in set_there, name
        assert words(house.contact) in set_there, name
        # A page that ends within a paragraph brings header and footer in between.
        set_there = set_there.replace(words(house.name), "").replace(words(house.contact), "")
        missing = [
            block.text for block in read_blocks(sheet) if words(block.text) not in set_there
        ]
        assert missing == [], name
