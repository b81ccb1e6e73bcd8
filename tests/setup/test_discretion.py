"""No log tells what was said, and no library reports to its maker, whatever a shell asks for."""

from __future__ import annotations

import logging
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from coach.dialogue.putting import open_talk
from coach.dialogue.state import Language
from coach.dialogue.tools import load_tools
from coach.dialogue.turn import take_turn
from coach.discretion import NO_REPORTS, log_without_words
from coach.errors import ConversationNotFound, StoreError
from coach.knowledge.live import build_index
from coach.records.archive import archive_of, read_archive, restore
from coach.records.store import Store
from coach.settings import Settings
from coach.sheets.plan import plan_markdown
from tests.records.told import DOCUMENT, WORDS

SAID: dict[Language, tuple[str, ...]] = {
    "nl": (
        "Zjelvana deed in februari elke wrevelnacht het rooster van Grutterheem.",
        "Het kostte haar de kwetsbloem van haar vader.",
        "Hoe bedank ik Zjelvana voor die wrevelnacht?",
        "Ik wil er niet meer zijn, zei ze bij de duinpantser.",
        "Ik wil verder met het gesprek",
        "Wat zijn de afspraken van Grutterheem over ruilen?",
        "Stop hier",
    ),
    "en": (
        "Zjelvana ran the wrevelnacht shift at Grutterheem in February.",
        "It cost her the duinpantser with her father.",
        "How do I thank Zjelvana for the kwetsbloem?",
        "Stop here",
    ),
}


@pytest.fixture
def wordless() -> Iterator[None]:
    before = logging.getLogRecordFactory()
    log_without_words()
    yield
    logging.setLogRecordFactory(before)


def test_a_whole_walk_with_all_that_goes_wrong_leaves_no_word_in_any_log(
    settings: Settings, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    store = Store(settings)
    store.documents.keep(DOCUMENT)
    build_index(settings, store.documents)
    tools = load_tools(settings)
    for language, said in SAID.items():
        outcome = open_talk(tools, language, "leader")
        talk = store.create(outcome)
        for number, text in enumerate(said, start=1):
            store.add_user_turn(talk, number, text)
            outcome = take_turn(tools, outcome.state, text)
            store.add_coach_turn(talk, outcome)
        assert "Zjelvana" in plan_markdown(outcome.state)
    store.summaries("wrevelnacht")
    archive = archive_of(store, lambda each: plan_markdown(each.state))
    elsewhere = Store(Settings(data_dir=tmp_path / "there"))
    restore(elsewhere, read_archive(archive.model_dump_json().encode()))
    for wrong in (lambda: store.load("wrevelnacht"), lambda: store.rename("x", "kwetsbloem")):
        with pytest.raises(ConversationNotFound):
            wrong()
    with store.writing() as connection:
        connection.exec_driver_sql("DROP TABLE turns")
    with pytest.raises(StoreError) as failed:
        store.add_user_turn(talk, len(said) + 1, "Nog een wrevelnacht.")
    assert "wrevelnacht" not in f"{failed.value} {failed.value.__cause__}"
    assert len(caplog.records) > 10
    told = caplog.text.casefold()
    assert not [word for word in WORDS if word.casefold() in told]


def test_an_error_is_logged_by_kind_and_place_alone(
    wordless: None, caplog: pytest.LogCaptureFixture
) -> None:
    def fail() -> None:
        try:
            raise KeyError("kwetsbloem")
        except KeyError as error:
            raise ValueError("over Zjelvana") from error

    try:
        fail()
    except ValueError:
        logging.getLogger("streamlit").exception("Uncaught app execution")
    assert "Uncaught app execution" in caplog.text
    assert "ValueError" in caplog.text
    assert "KeyError" in caplog.text
    assert "test_discretion.py" in caplog.text
    assert "kwetsbloem" not in caplog.text
    assert "Zjelvana" not in caplog.text


SAYS = "over Zjelvana"
# What a process does that comes to an exception nobody catches, after it began as ours do.
UNCAUGHT = {
    "in the main thread": f"raise ValueError({SAYS!r})",
    "in another thread": (
        "import threading\n"
        f"def fail(): raise ValueError({SAYS!r})\n"
        "other = threading.Thread(target=fail)\n"
        "other.start(); other.join()\n"
    ),
    "where nothing can be raised": (
        "class Gone:\n"
        f"    def __del__(self): raise ValueError({SAYS!r})\n"
        "Gone()\n"
    ),
    "behind another": (
        f"try:\n    raise KeyError({SAYS!r})\n"
        f"except KeyError as error:\n    raise ValueError({SAYS!r}) from error\n"
    ),
    "of pydantic, which quotes what it was given": (
        "from pydantic import TypeAdapter\n"
        f"TypeAdapter(int).validate_python({SAYS!r})\n"
    ),
    "of a task nobody waits for": (
        "import asyncio, gc\n"
        "from coach.discretion import log_without_words\n"
        "log_without_words()\n"
        f"async def fail(): raise ValueError({SAYS!r})\n"
        "async def main():\n"
        "    task = asyncio.create_task(fail())\n"
        "    await asyncio.wait([task])\n"
        "    del task; gc.collect()\n"
        "asyncio.run(main())\n"
    ),
    "of a command": (
        "import sys\n"
        "import coach.terminal.usage as usage\n"
        f"def fail(*given): raise ValueError({SAYS!r})\n"
        "usage.tell_usage = fail\n"
        "sys.argv = ['coach', 'usage']\n"
        "from coach.cli import main\n"
        "main()\n"
    ),
}


@pytest.mark.parametrize("where", UNCAUGHT)
def test_what_nobody_catches_tells_its_kind_and_place_alone(where: str) -> None:
    script = f"from coach.discretion import be_discreet\nbe_discreet()\n{UNCAUGHT[where]}"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True)
    told = done.stdout + done.stderr
    assert "Error" in told
    assert "<string>:" in told
    assert "Zjelvana" not in told
    begun_elsewhere = where.startswith(("in another", "where nothing", "of a task"))
    assert done.returncode == (0 if begun_elsewhere else 1)


def test_a_thread_that_ends_itself_is_no_failure() -> None:
    script = (
        "import sys, threading\n"
        "from coach.discretion import be_discreet\n"
        "be_discreet()\n"
        "other = threading.Thread(target=sys.exit)\n"
        "other.start(); other.join()\n"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True)
    assert (done.returncode, done.stdout + done.stderr) == (0, "")


def test_no_library_reports_to_its_maker_whatever_the_shell_says() -> None:
    asked = dict.fromkeys(NO_REPORTS, "true")
    asked |= {"HF_HUB_DISABLE_TELEMETRY": "0", "DO_NOT_TRACK": ""}
    # LangChain asks by older and newer names alike.
    asked |= {"LANGSMITH_TRACING_V2": "true", "LANGCHAIN_TRACING": "true"}
    asked |= {"LANGSMITH_ENDPOINT": "http://192.0.2.1", "LANGSMITH_API_KEY": "x"}
    script = (
        "from coach.discretion import be_discreet\n"
        "be_discreet()\n"
        "import huggingface_hub.constants, langsmith.utils\n"
        "assert huggingface_hub.constants.HF_HUB_DISABLE_TELEMETRY\n"
        "assert not langsmith.utils.tracing_is_enabled()\n"
        "import os\n"
        "given = [name for name in os.environ if name.startswith(('LANGSMITH_', 'LANGCHAIN_'))]\n"
        "assert {os.environ[name] for name in given} == {'false'}, given\n"
        "from coach.knowledge.graph import _settings\n"
        "assert _settings().anonymized_telemetry is False\n"
        "import chromadb.config\n"
        "assert chromadb.config.Settings().anonymized_telemetry is False\n"
        "from streamlit import config\n"
        "assert config.get_option('browser.gatherUsageStats') is False\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], env={**os.environ, **asked}, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("command", [["-m", "coach", "knowledge", "list"], ["-c", "import app"]])
def test_however_it_starts_it_keeps_to_itself(command: list[str], tmp_path: Path) -> None:
    """Tell by what a start leaves behind: files for their owner, and no reports."""
    seen = tmp_path / "seen"
    probe = (
        "import atexit, os, pathlib\n"
        "def tell():\n"
        f"    pathlib.Path({str(seen)!r}).write_text(os.environ.get('DO_NOT_TRACK', ''))\n"
        "atexit.register(tell)\n"
    )
    (tmp_path / "sitecustomize.py").write_text(probe)
    root = Path(__file__).parents[2]
    environment = {
        **os.environ,
        "PYTHONPATH": f"{tmp_path}{os.pathsep}{root}",
        "STREAMLIT_SERVER_ADDRESS": "127.0.0.1",
    }
    subprocess.run(
        [sys.executable, *command], env=environment, cwd=root, capture_output=True, check=True
    )
    assert seen.read_text() == "1"
    assert seen.stat().st_mode & 0o077 == 0
