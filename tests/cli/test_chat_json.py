"""`coach chat --json`: one line in, one line out, whatever comes in."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest

import coach.sheets
from coach.dialogue.record_json import record_schema
from coach.dialogue.tools import Tools
from coach.errors import ContentError
from tests.cli.conftest import Run, lines_of, turns

SCHEMA = Path(coach.sheets.__file__).with_name("record.schema.json")
FIELDS = [
    "turn",
    "language",
    "phase",
    "act",
    "intent",
    "text",
    "question",
    "citations",
    "record",
    "missing",
    "route",
    "voice",
    "elapsed_ms",
]


def test_the_opening_then_a_line_for_every_turn_then_the_sheet(coach: Run) -> None:
    done = coach(
        "chat",
        "--json",
        said=turns(
            "Het loopt niet lekker in mijn team.",
            "Marjan deed vanaf februari alle roosters, naast haar eigen routes.",
            "Stop maar.",
            "Toch nog iets: ik heb haar niet bedankt.",
        ),
    )
    lines = lines_of(done)
    assert done.returncode == 0
    assert [line["turn"] for line in lines[:-1]] == [0, 1, 2, 3, 4]
    assert all(list(line) == FIELDS for line in lines[:-1])
    assert lines[0]["intent"] is None
    assert lines[0]["phase"] == "opening"
    assert {line["voice"] for line in lines[:-1]} == {"guided"}
    assert list(lines[-1]) == ["sheet"]
    assert "Marjan" in lines[-1]["sheet"]


def test_the_country_the_operator_set_is_known_from_the_first_turn(coach: Run) -> None:
    said = turns("Ik wil niet meer leven.", "Ik wil verder.", "Mijn collega pest mij.")
    lines = lines_of(coach("chat", "--json", said=said, COACH_COUNTRY="BE"))
    assert "1813" in lines[1]["text"]
    assert "113" not in lines[1]["text"].replace("1813", "")
    assert lines[3]["route"] == "harassment"
    assert "land" not in lines[3]["question"]


def test_without_turns_there_is_an_opening_and_a_sheet(coach: Run) -> None:
    lines = lines_of(coach("chat", "--json", "--language", "en"))
    assert [next(iter(line)) for line in lines] == ["turn", "sheet"]
    assert lines[0]["language"] == "en"


def test_every_record_keeps_to_the_schema_that_ships(coach: Run) -> None:
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    said = turns("Marjan deed vanaf februari alle roosters.", "Nee, niks. Dat weet ik niet.")
    for line in lines_of(coach("chat", "--json", said=said))[:-1]:
        jsonschema.validate(line["record"], schema)


def test_the_schema_that_ships_is_the_schema_of_the_code() -> None:
    assert json.loads(SCHEMA.read_text(encoding="utf-8")) == record_schema(), (
        f"Write json.dumps(record_schema(), indent=2) to {SCHEMA}."
    )


def test_bad_lines_are_named_and_the_talk_goes_on(coach: Run) -> None:
    said = (
        b'\xef\xbb\xbf{"text": "Hallo"}\n'
        b"\n   \t\r\n"
        b"not json\n"
        b"[1]\n"
        b'{"tekst": "geen text"}\n'
        b'{"text": 3}\n' + b"[" * 100_000 + b"\n"
        b'{"text": "caf\xe9 \\ud83d half", "mood": "unknown fields are ignored"}\n'
        b'{"text": "zonder regeleinde"}'
    )
    done = coach("chat", "--json", said=said)
    lines = lines_of(done)[1:-1]
    assert done.returncode == 0
    assert [line.get("line", "turn") for line in lines] == ["turn", 4, 5, 6, 7, 8, "turn", "turn"]
    assert all(line["error"].endswith("the rest goes on.") for line in lines[1:6])
    assert [line["turn"] for line in lines if "turn" in line] == [1, 2, 3]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   \n\t ",
        "🙂🙂🙂",
        "\u202eomgekeerd\u202c",
        "\x00\x07\x1b[31m",
        "a" * 100_000,
        "woord " * 20_000,
        "?!",
        "{}",
    ],
    ids=["empty", "blank", "emoji", "rtl", "control", "long-word", "long", "signs", "braces"],
)
def test_odd_turns_get_an_answer(coach: Run, text: str) -> None:
    done = coach("chat", "--json", said=turns(text))
    lines = lines_of(done)
    assert done.returncode == 0
    assert lines[1]["turn"] == 1
    assert lines[1]["text"]


def test_after_a_referral_every_turn_still_gets_its_line(coach: Run) -> None:
    said = turns("Ik wil er niet meer zijn.", "Laat maar.", "Hallo?")
    lines = lines_of(coach("chat", "--json", said=said))
    assert lines[1]["route"] == "crisis"
    assert lines[1]["act"] == "refer"
    assert [line["turn"] for line in lines[:-1]] == [0, 1, 2, 3]


@pytest.mark.parametrize("phase", ["contributions", "return", "repair", "mirror", "closing"])
def test_the_walk_starts_where_it_is_asked_to(coach: Run, phase: str) -> None:
    lines = lines_of(coach("chat", "--json", "--phase", phase, "--audience", "client"))
    assert lines[0]["phase"] == phase


@pytest.mark.parametrize(
    ("option", "value", "told"),
    [
        ("--language", "fr", "nl, en"),
        ("--audience", "boss", "leader, coach, client"),
        ("--phase", "middle", "opening, contributions"),
        ("--model", "gpt", "guided"),
        ("--resume", "abc", "keeps nothing"),
    ],
)
def test_what_cannot_be_chosen_gets_one_sentence_and_exit_2(
    coach: Run, option: str, value: str, told: str
) -> None:
    done = coach("chat", "--json", option, value)
    assert done.returncode == 2
    assert done.stdout == b""
    assert told in done.stderr.decode()
    assert len(done.stderr.strip().splitlines()) == 1


def test_nothing_is_kept(coach: Run, tmp_path: Path) -> None:
    coach("chat", "--json", said=turns("Dit blijft nergens staan."), data_dir=tmp_path / "own")
    assert not (tmp_path / "own" / "talks.sqlite3").exists()


def test_the_same_turns_get_the_same_answers(coach: Run) -> None:
    said = turns("Iedereen werkt hard.", "Gerda, elke zaterdag sinds juni.", "Geen idee.")
    first, second = (lines_of(coach("chat", "--json", said=said)) for _ in range(2))
    for line in (*first, *second):
        line.pop("elapsed_ms", None)
    assert first == second


def test_what_cannot_be_loaded_is_told_on_every_line(
    coach: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(_: object) -> Tools:
        raise ContentError("prompts/screen.npz can't be read. Install the package again.")

    monkeypatch.setattr("coach.dialogue.tools.load_tools", broken)
    done = coach("chat", "--json", said=turns("Marjan deed alle roosters.", "En meer."))
    opening, first, second, sheet = lines_of(done)
    assert opening["turn"] == 0
    assert [first["line"], second["line"]] == [1, 2]
    assert "can't be read" in first["error"]
    assert "sheet" in sheet
    assert done.returncode == 0
