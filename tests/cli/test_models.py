"""`coach chat --model` and what `coach doctor` says of a model."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from coach.dialogue.putting import open_talk
from coach.dialogue.state import Outcome, Speech
from coach.records.store import Store
from coach.settings import Settings
from tests.cli.conftest import Run, lines_of, turns
from tests.fakes.misbehaving import MisbehavingServer, each_question, good, status, the_draft
from tests.fakes.prompts import slip_in_a_prompt
from tests.sheets.conftest import WEEKS, woven

TOLD = "Marjan deed vanaf februari alle roosters naast haar eigen routes."


def around(server: MisbehavingServer) -> dict[str, str]:
    return {
        "COACH_MODEL_BASE_URL": server.address,
        "COACH_MODEL_LOCAL": "1",
        "COACH_MODEL_READS": "0",
    }


def test_a_model_speaks_in_json_lines_and_the_set_phrases_where_it_may_not(coach: Run) -> None:
    with MisbehavingServer(the_draft()) as server:
        done = coach(
            "chat", "--json", "--model", "openai:fake",
            said=turns(TOLD, "Ik wil niet meer leven."), **around(server),
        )  # fmt: skip
        opening, told, referred, last = lines_of(done)
        assert len(server.requests) == 1
    assert [each["voice"] for each in (opening, told, referred)] == ["guided", "model", "guided"]
    assert told["text"].endswith(told["question"])
    assert referred["route"] == "crisis"
    assert "Marjan" in last["sheet"]


def test_json_lines_wait_for_nobodys_yes_and_names_are_hidden_all_the_same(coach: Run) -> None:
    with MisbehavingServer(the_draft()) as server:
        elsewhere = {"COACH_MODEL_BASE_URL": server.address, "COACH_MODEL_READS": "0"}
        done = coach("chat", "--json", "--model", "openai:fake", said=turns(TOLD), **elsewhere)
        (asked,) = server.requests
    assert lines_of(done)[1]["voice"] == "model"
    assert "[PERSOON-1] deed" in asked["messages"][-1]["content"]
    assert "Marjan" not in str(asked)


def test_a_model_that_fails_costs_nothing_but_its_words(coach: Run) -> None:
    guided = lines_of(coach("chat", "--json", said=turns(TOLD)))[1]
    with MisbehavingServer(status(400)) as server:
        done = coach(
            "chat", "--json", COACH_MODEL="openai:fake", said=turns(TOLD), **around(server)
        )
        told = lines_of(done)[1]
    assert told["voice"] == "fallback"
    unlike = {"voice", "elapsed_ms"}
    assert {k: v for k, v in told.items() if k not in unlike} == {
        k: v for k, v in guided.items() if k not in unlike
    }


def test_the_set_phrases_can_be_asked_for_where_a_model_is_set(coach: Run) -> None:
    with MisbehavingServer(good("x")) as server:
        done = coach(
            "chat", "--json", "--model", "guided",
            said=turns(TOLD), COACH_MODEL="openai:fake", **around(server),
        )  # fmt: skip
        assert server.requests == []
    assert lines_of(done)[1]["voice"] == "guided"


def coached() -> bytes:
    """Return what a coach says in a talk that ends."""
    return turns(
        "Teamleider in een ziekenhuis. Haar planner deed elf weken alle roosters.",
        "De planner kreeg een bos bloemen.",
        "Dat was het, stop maar.",
    )


def test_a_coachs_sheet_comes_as_set_and_again_in_a_models_words(coach: Run) -> None:
    words = each_question(woven)
    with MisbehavingServer(
        lambda call: (words if "<questions>" in call.last else the_draft())(call)
    ) as server:
        done = coach(
            "chat", "--json", "--audience", "coach", "--model", "openai:fake",
            said=coached(), **around(server),
        )  # fmt: skip
    *_, as_set, worded = lines_of(done)
    assert set(as_set) == {"sheet"}
    assert WEEKS["nl"] not in as_set["sheet"]
    assert worded["voice"] == "model"
    assert WEEKS["nl"] in worded["sheet"]


def test_a_coachs_sheet_comes_once_when_a_model_gives_no_usable_words(coach: Run) -> None:
    with MisbehavingServer(status(400)) as server:
        done = coach(
            "chat", "--json", "--audience", "coach", "--model", "openai:fake",
            said=coached(), **around(server),
        )  # fmt: skip
    assert [set(line) for line in lines_of(done) if "sheet" in line] == [{"sheet"}]


def test_the_page_is_not_served_with_a_model_that_cannot_speak(
    coach: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("MISTRAL_API_KEY", raising=False)
    done = coach("serve", COACH_MODEL="mistralai:small")
    assert done.returncode == 2
    assert "MISTRAL_API_KEY isn't set" in done.stderr.decode()


@pytest.mark.parametrize("model", ["gpt", "openai:", "nobody:x"])
def test_a_model_that_cannot_be_meant_is_refused_before_anything_else(
    coach: Run, model: str
) -> None:
    done = coach("chat", "--json", "--model", model, said=turns(TOLD))
    assert done.returncode == 2
    assert done.stdout == b""
    assert "There is no model" in done.stderr.decode()


def test_the_budget_of_every_turn_can_be_shown(coach: Run, data_dir: Path) -> None:
    store = Store(Settings(data_dir=data_dir))
    opening = open_talk(None, "nl", "leader")
    talk = store.create(opening)
    store.add_user_turn(talk, 1, TOLD)
    speech = Speech("openai:x", "ask.nl", "0" * 64, 500, 20, budget={"record": 40, "sent": 500})
    read = replace(speech, prompt="understand.nl", tokens_in=90, budget={"sent": 90})
    reply = replace(opening.reply, turn=1, voice="model", read=read)
    store.add_coach_turn(talk, Outcome(replace(opening.state, turn=1), reply, speech))
    store.close()
    first, reading, second = lines_of(coach("inspect", "budget", talk, data_dir=data_dir))
    assert first == {"turn": 0, "voice": "guided"}
    assert (reading["turn"], reading["reads"]) == (1, True)
    assert (reading["prompt"], reading["tokens_in"]) == ("understand.nl", 90)
    assert reading["budget"] == {"sent": 90}
    assert (second["model"], second["prompt"], second["tokens_in"]) == ("openai:x", "ask.nl", 500)
    assert second["budget"] == {"record": 40, "sent": 500}
    assert coach("inspect", "budget", "nothing", data_dir=data_dir).returncode == 2


def test_the_doctor_says_which_model_speaks_and_that_it_stays_here(coach: Run) -> None:
    with MisbehavingServer(good("x")) as server:
        told = coach("doctor", COACH_MODEL="openai:fake", **around(server)).stdout.decode()
        assert f"+ Het taalmodel openai:fake spreekt, op {server.address}" in told
        assert server.requests == []
    assert "+ Wat het krijgt, blijft op deze computer" in told
    assert "+ De server van het taalmodel is bereikbaar" in told
    assert "Er verlaat niets deze computer" in told


def test_the_doctor_says_what_leaves_and_warns_where_names_are_not_hidden(coach: Run) -> None:
    with MisbehavingServer(good("x")) as server:
        address = server.address
    elsewhere = {"COACH_MODEL": "openai:fake", "COACH_MODEL_BASE_URL": address}
    told = coach("doctor", **elsewhere).stdout.decode()
    assert "! Wat iemand schrijft en het gesprek tot daar gaan naar 127.0.0.1" in told
    assert "! De server van het taalmodel is niet bereikbaar" in told
    assert "Er verlaat niets" not in told
    told = coach("doctor", COACH_MODEL_UNSHIELDED="1", **elsewhere).stdout.decode()
    assert "! Wat iemand schrijft en het gesprek tot daar gaan met alle namen erin" in told


@pytest.mark.parametrize("opened", [True, False])
def test_names_that_are_not_hidden_are_told_in_red(
    coach: Run, monkeypatch: pytest.MonkeyPatch, opened: bool
) -> None:
    told: list[tuple[str, str | None]] = []

    def says(text: str, fg: str | None = None) -> None:
        told.append((text, fg))

    monkeypatch.setattr("coach.terminal.doctor.typer.secho", says)
    with MisbehavingServer(good("x")) as server:
        coach(
            "doctor", COACH_MODEL="openai:fake", COACH_MODEL_BASE_URL=server.address,
            COACH_MODEL_UNSHIELDED="1" if opened else "0",
        )  # fmt: skip
    (colour,) = (fg for text, fg in told if text.startswith("! Wat iemand schrijft"))
    assert colour == ("red" if opened else None)


def test_a_slip_in_a_prompt_is_found_by_the_doctor_and_before_the_page_is_served(
    coach: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with MisbehavingServer(good("x")) as server, slip_in_a_prompt(tmp_path, monkeypatch):
        told = coach("doctor", COACH_MODEL="openai:fake", **around(server))
        served = coach("serve", COACH_MODEL="openai:fake", **around(server))
    assert told.returncode == 1
    assert "\nx prompts/model/ask.nl.md can't be used" in told.stdout.decode()
    assert served.returncode == 2
    assert "prompts/model/ask.nl.md can't be used" in served.stderr.decode()


def test_the_doctor_finds_a_model_without_its_key(
    coach: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("ANTHROPIC_API_KEY", raising=False)
    monkeypatch.setattr("coach.terminal.doctor._listens", lambda address: True)
    done = coach("doctor", COACH_MODEL="anthropic:claude")
    assert done.returncode == 1
    assert "\nx The model anthropic:claude needs a key" in done.stdout.decode()
