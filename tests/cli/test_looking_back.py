"""`coach follow-up`: an invitation that came as a file, looked back on in the terminal."""

from __future__ import annotations

import stat
from contextlib import closing
from pathlib import Path

import pytest

from coach.records.store import Store
from coach.settings import Settings
from coach.sheets.invitation import write_invitation
from tests.cli.conftest import Run

STEPS = ("Als het overleg begint, dan zeg ik drie zinnen.", "Ik vraag het Mo.")
TYPED = (
    "2", "4", "3", "De drie zinnen wel.", "Ze werd stil.", "elf", "6", "Het is gezegd.", "",
    "ze vrijdag komt", "vraag ik het", "morgen", "2026-12-04", "n",
)  # fmt: skip


@pytest.fixture
def file(tmp_path: Path) -> Path:
    found = tmp_path / "terugkijken.json"
    found.write_bytes(write_invitation(STEPS, "Els", "nl"))
    return found


def typed(*lines: str) -> bytes:
    return "".join(f"{line}\n" for line in lines).encode()


def test_every_question_is_asked_and_what_was_written_is_taken_along(
    coach: Run, file: Path, data_dir: Path, settings: Settings
) -> None:
    to = file.with_name("wat-ik-deel.md")
    done = coach("follow-up", str(file), "--to", str(to), said=typed(*TYPED), data_dir=data_dir)
    assert done.returncode == 0, done.stderr
    told = done.stdout.decode()
    assert "Waarom geen lager cijfer?" in told
    assert told.count("Dat is geen antwoord dat hier kan.") == 3
    sheet = to.read_text(encoding="utf-8")
    assert stat.S_IMODE(to.stat().st_mode) == 0o600
    assert "Als ze vrijdag komt, dan vraag ik het. Op 4 december 2026." in sheet
    assert "6 van 10" not in sheet
    with closing(Store(settings)) as store:
        (agreement,) = store.follow_ups.agreements()
        (one,) = store.follow_ups.follow_ups(agreement.id)
    assert (one.answers.done, one.answers.score) == (("partly", "not_yet"), 6)
    assert one.finished is not None
    # The same file again is the same agreement, and its id works as well.
    again = coach("follow-up", str(file), said=typed("1", "1"), data_dir=data_dir)
    assert agreement.id in again.stdout.decode()
    assert coach("follow-up", agreement.id, data_dir=data_dir).returncode == 0


def test_what_is_referred_is_answered_by_whom_to_turn_to_and_kept_nowhere(
    coach: Run, file: Path, data_dir: Path, settings: Settings
) -> None:
    cry = "Eigenlijk denk ik: iedereen is beter af zonder mij."
    said = typed("1", "1", cry, "Ik wil verder.", "De drie zinnen wel.")
    done = coach("follow-up", str(file), said=said, data_dir=data_dir)
    told = done.stdout.decode()
    assert "113" in told
    assert "De drie zinnen wel" in told.split("Dit is van jou")[1]
    assert "zonder mij" not in told.split("Dit is van jou")[1]
    with closing(Store(settings)) as store:
        (agreement,) = store.follow_ups.agreements()
        assert "zonder mij" not in str(store.follow_ups.follow_ups(agreement.id))


def test_looking_back_knows_the_country_the_operator_set(
    coach: Run, file: Path, data_dir: Path
) -> None:
    said = typed("1", "1", "Ik wil niet meer leven.")
    done = coach("follow-up", str(file), said=said, data_dir=data_dir, COACH_COUNTRY="be")
    assert "1813" in done.stdout.decode()
    assert "113.nl" not in done.stdout.decode()


def test_no_invitation_and_somebody_elses_are_refused(
    coach: Run, tmp_path: Path, data_dir: Path, settings: Settings
) -> None:
    other = tmp_path / "anders.json"
    other.write_text("{}", encoding="utf-8")
    refused = coach("follow-up", str(other), data_dir=data_dir)
    assert refused.returncode == 2
    assert b"isn't an invitation" in refused.stderr
    assert coach("follow-up", "0" * 32, data_dir=data_dir).returncode == 1
    with closing(Store(settings)) as store:
        sent, _ = store.follow_ups.agree("sent", "nl", STEPS, days=45)
    assert coach("follow-up", sent.id, data_dir=data_dir).returncode == 2
