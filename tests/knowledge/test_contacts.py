"""The numbers somebody in need is given: each as it was looked up, so that none changes unseen.

Who changes one here has looked it up again. A wrong number in a crisis is worse than none.
"""

from __future__ import annotations

import re
import shutil
from datetime import date
from pathlib import Path

import pytest

from coach.content import content_folder
from coach.dialogue import contacts as reading
from coach.dialogue.contacts import load_contacts
from coach.settings import Settings
from coach.terminal.doctor import findings
from coach.terminal.library import check_library

DUE = "checked_on: 2020-01-31"
NUMBERS = {
    "line-113": ("nl", "113"),  # free as 0800-0113
    "line-1813": ("be", "1813"),
    "samaritans-gb": ("gb", "116 123"),
    "samaritans-ie": ("ie", "116 123"),
    "line-988": ("us ca", "988"),
    "emergency-112": ("nl be ie eu", "112"),
    "emergency-999": ("gb", "999"),
    "emergency-911": ("us ca", "911"),
    "nhs-111": ("gb", "111"),
    "sexual-violence-nl": ("nl", "0800-0188"),
    "police-nl": ("nl", "0900-8844"),
    "safe-home-nl": ("nl", "0800-2000"),
    "whistleblowers-nl": ("nl", "088 133 10 00"),
    "protect-gb": ("gb", "020 3117 2520"),
}
# What stands in a note, in both languages alike.
NOTED = {
    "line-113": ["0800-0113"],
    "emergency-local": ["112", "999", "911"],
    "whistleblowers-eu": ["2019/1937"],  # a directive
}
SITES = {
    "line-113": "https://www.113.nl",
    "line-1813": "https://www.zelfmoord1813.be",
    "findahelpline": "https://findahelpline.com",
    "discriminatie-nl": "https://www.discriminatie.nl",
    "human-rights-nl": "https://www.mensenrechten.nl",
    "legal-desk-nl": "https://www.juridischloket.nl",
    "whistleblowers-nl": "https://www.huisvoorklokkenluiders.nl",
}


def test_every_number_is_the_one_that_was_looked_up() -> None:
    entries = load_contacts().entries.values()
    found = {one.id: (" ".join(one.country), one.phone) for one in entries if one.phone}
    assert found == NUMBERS
    assert {one.id: one.url for one in entries if one.url} == SITES


@pytest.mark.parametrize("language", ["nl", "en"])
def test_every_number_in_a_note_is_too(language: str) -> None:
    noted = {
        one.id: re.findall(r"\d[\d/ -]*\d", getattr(one.note, language))
        for one in load_contacts().entries.values()
    }
    assert {name: numbers for name, numbers in noted.items() if numbers} == NOTED


def test_whoever_is_in_danger_has_a_number_in_every_country() -> None:
    book = load_contacts()
    for country in ("nl", "be", "gb", "ie", "us", "ca", "eu", "int"):
        for route in ("crisis", "emergency"):
            found = book.of(route, "self", country)
            assert any(one.id.startswith("emergency-") for one in found), (route, country)


@pytest.fixture
def looked_up(tmp_path: Path) -> Path:
    """Return the library that ships, as if every contact had been seen at its source today."""
    folder = Path(shutil.copytree(content_folder("knowledge"), tmp_path / "knowledge"))
    edit(folder, r"(?<=    verified: )\w+", "page")
    edit(folder, r"(?<=    checked_on: )\S+", date.today().isoformat())
    return folder


@pytest.fixture
def one_due(looked_up: Path) -> Path:
    """Return it with one contact that nobody looked up for years."""
    edit(looked_up, r"    checked_on: \S+", f"    {DUE}", count=1)
    return looked_up


@pytest.fixture
def two_from_memory(looked_up: Path) -> Path:
    """Return it with two contacts that nobody looked up at all."""
    edit(looked_up, r"    verified: page", "    verified: memory", count=2)
    return looked_up


def edit(folder: Path, pattern: str, text: str, count: int = 0) -> None:
    path = folder / "referrals.yaml"
    before = path.read_text(encoding="utf-8")
    path.write_text(re.sub(pattern, text, before, count=count), encoding="utf-8")


def test_the_check_names_a_contact_that_should_be_looked_up_again(
    one_due: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert check_library(one_due)
    told = capsys.readouterr().err
    assert "not checked for more than six months: line-113. " in told
    assert "The library is sound." in told


def test_the_check_refuses_a_number_nobody_can_dial(
    one_due: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = one_due / "referrals.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace('phone: "112"', 'phone: "11x"'), encoding="utf-8")
    assert not check_library(one_due)
    assert "“11x” of “emergency-112” isn't a phone number." in capsys.readouterr().err


def test_the_doctor_warns_of_a_contact_that_should_be_looked_up_again(
    one_due: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "content_folder", lambda name: one_due)
    told = [one for one in findings(settings) if "line-113" in one.text]
    assert [(one.mark, one.grave) for one in told] == [("!", False)]
    assert "half jaar" in told[0].text


def test_the_check_counts_and_names_contacts_nobody_looked_up(
    two_from_memory: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert check_library(two_from_memory)  # a warning: somebody in need is better off with 112
    told = capsys.readouterr().err
    total = len(load_contacts().entries)
    assert f"not looked up at their source: 2 of {total} (line-113, line-1813). " in told
    assert "The library is sound." in told


def test_the_doctor_warns_of_contacts_nobody_looked_up_and_does_not_call_them_checked(
    two_from_memory: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "content_folder", lambda name: two_from_memory)
    told = [one for one in findings(settings) if "om naar te verwijzen" in one.text]
    assert [(one.mark, one.grave) for one in told] == [("!", False)]
    assert f"2 van de {len(load_contacts().entries)}" in told[0].text
    assert "(line-113, line-1813)" in told[0].text


def test_nothing_is_warned_of_when_every_contact_was_looked_up(
    looked_up: Path,
    settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert check_library(looked_up)
    assert capsys.readouterr().err == "The library is sound.\n"
    monkeypatch.setattr(reading, "content_folder", lambda name: looked_up)
    told = [one for one in findings(settings) if "om naar te verwijzen" in one.text]
    assert [one.mark for one in told] == ["+"]
