"""Whatever comes in by JSON Lines, as an id or in the environment: no traceback, no lost turn."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from contextlib import redirect_stdout, suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from coach.dialogue.putting import open_talk
from coach.dialogue.tools import Tools, load_tools
from coach.errors import ConversationNotFound, DocumentNotFound, SettingsError
from coach.models.named import named_model
from coach.records.documents import open_documents
from coach.records.store import Store
from coach.settings import Settings, load_settings
from coach.terminal.talk_json import talk_json
from tests.cli.conftest import Run

quiet = settings(
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)


@pytest.fixture(scope="module")
def tools(tmp_path_factory: pytest.TempPathFactory) -> Tools:
    """Return what a turn leans on, loaded once."""
    return load_tools(Settings(data_dir=tmp_path_factory.mktemp("anything")))


plain = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20)
values = st.recursive(
    plain,
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3)
    ),
    max_leaves=5,
)  # fmt: skip
told = st.sampled_from(
    ["Marjan deed alle roosters in mei.", "stop", "terug", "?", "\ud83d", "\x00", "sla over", "ja"]
)
turns = st.fixed_dictionaries(
    {"text": st.text(max_size=60) | told},
    optional={"language": values, "lang": values, "text ": values},
)
lines = st.one_of(
    turns.map(lambda turn: json.dumps(turn).encode()),
    values.map(lambda value: json.dumps({"text": value}).encode()),
    values.map(lambda value: json.dumps(value).encode()),
    st.binary(max_size=40).map(lambda line: line.replace(b"\n", b" ")),
    st.sampled_from([
        b"", b"   ", b"\xef\xbb\xbf", b"{", b'{"text": "a", "text": 3}', b"[" * 100_000,
        b'{"text": "\\ud800"}', b"9" * 5_000, b'{"text": "\\u0000"}', b'{"text": NaN}', b"\xff\xfe",
    ]),
)  # fmt: skip


@given(said=st.lists(lines, max_size=5))
@settings(quiet, max_examples=15)
@example(said=[b"9" * 5_000, b'{"text": "Marjan deed alle roosters in mei."}'])
def test_every_line_gets_its_line_and_every_turn_counts(tools: Tools, said: list[bytes]) -> None:
    out = io.TextIOWrapper(io.BytesIO())
    with redirect_stdout(out):
        talk_json(lambda: tools, "nl", "leader", "opening", said)
    written = out.buffer
    assert isinstance(written, io.BytesIO)
    opening, *answers, sheet = map(json.loads, written.getvalue().decode().splitlines())
    read = [line.decode("utf-8", "replace").strip(" \t\r\n\ufeff") for line in said]
    wanted = [number for number, line in enumerate(read, start=1) if line]
    assert len(answers) == len(wanted)
    turn = opening["turn"]
    for number, answer in zip(wanted, answers, strict=True):
        if "error" in answer:
            assert answer["line"] == number
        else:
            turn += 1
            assert answer["turn"] == turn
            assert answer["text"]
    assert sheet["sheet"].startswith("# ")


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Store, str]]:
    """Return a store with one talk in it, and its id."""
    store = Store(Settings(data_dir=tmp_path_factory.mktemp("ids")))
    yield store, store.create(open_talk(None, "nl", "leader"))
    store.close()


ids = st.text(max_size=80) | st.sampled_from(
    ["", "%", "' OR 1=1 --", "../../etc/passwd", "own-", "\udcff", "\x00", "🙂" * 50, "*", "_" * 32]
)


@given(talk=ids)
@quiet
@example(talk="\udcff")
def test_an_id_that_nothing_has_finds_nothing_and_erases_nothing(
    kept: tuple[Store, str], talk: str
) -> None:
    store, real = kept
    if talk == real:
        return
    with pytest.raises(ConversationNotFound):
        store.load(talk)
    with pytest.raises(ConversationNotFound):
        store.delete(talk)
    with pytest.raises(ConversationNotFound):
        store.add_user_turn(talk, 1, "Marjan")
    assert store.load(real).id == real


@given(document=ids)
@quiet
@example(document="\udcff")
def test_a_document_that_isnt_there_cannot_be_removed(
    kept: tuple[Store, str], document: str
) -> None:
    documents = open_documents(Settings(data_dir=kept[0].path.file.parent))
    try:
        with pytest.raises(DocumentNotFound):
            documents.remove(document)
    finally:
        documents.close()


@pytest.mark.parametrize("name", ["' OR 1=1 --", "../../x", "\udcff", "%", "🙂"])
@pytest.mark.parametrize(
    "command",
    [
        ("export",), ("data", "erase", "--yes", "--talk"), ("chat", "--resume"),
        ("inspect", "budget"), ("knowledge", "remove"),
    ],
)  # fmt: skip
def test_a_command_with_a_strange_id_says_what_is_wrong(
    coach: Run, command: tuple[str, ...], name: str
) -> None:
    done = coach(*command, name)
    told = done.stderr.decode("utf-8", "replace")
    assert done.returncode in (1, 2)
    assert done.stdout == b""
    assert "Traceback" not in told
    assert len(told.strip().splitlines()) == 1


typed = st.text(
    st.characters(exclude_characters="\x00", exclude_categories=["Cs"]), max_size=40
) | st.sampled_from(
    ["1e400", "-1", "nan", "inf", "true", "9" * 5_000, "nl ", "NL", "::", "http://[", "\udcff",
     "0x10", "openai:", ":x", "a:b:c", "{}", "[]", "null", "\n", "999999999999999999999"]
)  # fmt: skip
NAMES = sorted(Settings.model_fields)


@given(given_=st.dictionaries(st.sampled_from(NAMES), typed, min_size=1, max_size=3))
@settings(quiet, max_examples=100)
def test_a_setting_is_taken_or_named_in_one_line(
    monkeypatch: pytest.MonkeyPatch, given_: dict[str, str]
) -> None:
    with monkeypatch.context() as patch:
        for name, value in given_.items():
            patch.setenv(f"COACH_{name.upper()}", value)
        try:
            loaded = load_settings()
        except SettingsError as error:
            said = str(error)
            assert any(f"COACH_{name.upper()}" in said for name in given_)
            assert len(said.splitlines()) == 1
            key = given_.get("encryption_key", "")
            assert len(key) < 8 or key not in said
        else:
            assert isinstance(loaded.data_dir, Path)


@given(name=typed, address=typed)
@example(name="openai:x", address="http://[")
@example(name="openai:x", address="http://127.0.0.1:99999/v1")
@settings(quiet, max_examples=100)
def test_a_model_is_known_or_the_reason_is_told(name: str, address: str) -> None:
    chosen = Settings(model=name, model_base_url=address)
    with suppress(SettingsError):
        named_model(chosen)
