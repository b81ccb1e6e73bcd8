"""`coach knowledge check`: each thing that mustn't be in the library is found, and only that."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path

import pytest

from coach.content import content_folder
from coach.dialogue.state import Language
from coach.knowledge.check import check, check_texts
from coach.knowledge.check_guides import READ_ONLY, check_guides
from coach.knowledge.library import read_documents

GUIDE = "guides/naming-contributions.nl.md"
ENGLISH = "guides/naming-contributions.en.md"
ASKED = "questions/repair.nl.yaml"


@pytest.fixture
def sound(folder: Path) -> Path:
    """Return the small library, made long enough to have no problems."""
    for path in folder.glob("*/*.md"):
        with path.open("a", encoding="utf-8") as file:
            file.write("\n" + "Nog een zin met zeven woorden erin. " * 100 + "\n")
    for key, (document, _) in read_documents(folder)[0].items():
        write_questions(folder, key, {section.id: 4 for section in document.sections})
    return folder


def write_questions(
    folder: Path, key: tuple[str, Language], sections: Mapping[str, int]
) -> Path:
    """Write so many questions for each section of a document, no two of them the same."""
    path = folder / "questions" / f"{'.'.join(key)}.yaml"
    path.parent.mkdir(exist_ok=True)
    lines = []
    for section, count in sections.items():
        lines += [f"{section}:", *(f"  - {key} {section} {n}" for n in range(count))]
    path.write_text("\n".join(lines).replace("'", "") + "\n", encoding="utf-8")
    return path


def said(folder: Path) -> list[str]:
    """Return the problems as file:line: what."""
    return [f"{one.file}:{one.line}: {one.what}" for one in check(folder)]


def append(path: Path, text: str) -> int:
    """Add a last line to a file; return its number."""
    with path.open("a", encoding="utf-8") as file:
        file.write(text + "\n")
    return len(path.read_text(encoding="utf-8").split("\n")) - 1


def test_a_sound_library_has_no_problems(sound: Path) -> None:
    assert said(sound) == []


def test_documents_outside_the_length_are_named(folder: Path) -> None:
    assert f"{GUIDE}:1: The document has 194 words." in said(folder)


def test_a_missing_language_is_named(sound: Path) -> None:
    (sound / ENGLISH).unlink()
    (sound / "questions" / "naming-contributions.en.yaml").unlink()
    assert said(sound) == [f"{GUIDE}:1: “naming-contributions” isn't there in en."]


def test_a_section_in_one_language_only_is_named_on_both_sides(sound: Path) -> None:
    text = (sound / ENGLISH).read_text(encoding="utf-8")
    (sound / ENGLISH).write_text(text.replace("{#core}", "{#heart}"), encoding="utf-8")
    sections = {"when-to-use": 4, "heart": 4, "steps": 4, "pitfalls": 4}
    write_questions(sound, ("naming-contributions", "en"), sections)
    assert said(sound) == [
        f"{ENGLISH}:1: The section “core” is in nl but not here.",
        f"{ENGLISH}:17: The section “heart” is here but not in nl.",
    ]


def test_another_order_of_sections_is_named(sound: Path) -> None:
    text = (sound / ENGLISH).read_text(encoding="utf-8")
    swapped = text.replace("{#core}", "{#x}").replace("{#steps}", "{#core}").replace("#x", "#steps")
    (sound / ENGLISH).write_text(swapped, encoding="utf-8")
    assert said(sound) == [f"{ENGLISH}:1: The sections stand in another order than in nl."]


def test_sources_that_are_missing_or_unused_are_named(sound: Path) -> None:
    for name in (GUIDE, ENGLISH):
        text = (sound / name).read_text(encoding="utf-8")
        changed = text.replace("[brun-2008]", "[grant-2013]")
        (sound / name).write_text(changed, encoding="utf-8")
    assert said(sound) == [
        f"{ENGLISH}:7: The source “grant-2013” isn't in sources.yaml.",
        f"{GUIDE}:7: The source “grant-2013” isn't in sources.yaml.",
        "sources.yaml:1: No document uses the source “brun-2008”.",
    ]


@pytest.mark.parametrize(
    "contact",
    [
        "0800-0113", "088 133 10 00", "+31 20 123 4567", "116 123", "113", "112",
        "https://example.org/x", "www.example.org", "discriminatie.nl", "iemand@example.org",
    ],
)
def test_contact_data_in_a_document_is_named(sound: Path, contact: str) -> None:
    line = append(sound / GUIDE, f"Bel of kijk op {contact} als het niet gaat.")
    assert said(sound) == [f"{GUIDE}:{line}: “{contact}” is contact data."]


@pytest.mark.parametrize(
    "harmless",
    [
        "Het was 1,49 keer zo hoog (84.963 mensen, 23 tot 80).", "Van 2015 tot 2024 steeg het.",
        "Dat was op 2026-11-01, om 16.30 uur.", "Ongeveer 112,5 uur of 113% van het budget.",
        "De jaren 2015-2024 waren druk, zie hoofdstuk 5.2.", "Het kostte 1.000 tot 2.500 euro.",
    ],
)
def test_numbers_that_are_no_contact_data_pass(sound: Path, harmless: str) -> None:
    append(sound / GUIDE, harmless)
    assert said(sound) == []


def test_a_web_address_in_the_sources_is_named_but_a_doi_isnt(sound: Path) -> None:
    path = sound / "sources.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("Lewicki, R. J.", "See example.com. Lewicki"), encoding="utf-8")
    assert said(sound) == ["sources.yaml:8: “example.com” is contact data."]


def test_an_empty_section_is_named(sound: Path) -> None:
    for name in (GUIDE, ENGLISH):
        append(sound / name, "\n## Bronnen {#sources}\n\n### Nog niets")
    assert [one for one in said(sound) if GUIDE in one] == [
        f"{GUIDE}:40: The section “sources” is empty."
    ]


def test_letters_in_a_wrong_encoding_are_named(sound: Path) -> None:
    line = append(sound / GUIDE, "Deel je ideeÃ«n met het team.")
    assert said(sound) == [f"{GUIDE}:{line}: “Ã«” is a letter in the wrong encoding."]


def test_a_section_with_too_few_questions_is_named(sound: Path) -> None:
    write_questions(sound, ("repair", "nl"), {"when-to-use": 4, "apology": 3})
    assert said(sound) == [
        f"{ASKED}:1: The section “broken-promise” has 0 questions.",
        f"{ASKED}:7: The section “apology” has 3 questions.",
    ]


def test_a_document_that_cannot_answer_a_question_too_is_named(sound: Path) -> None:
    line = append(sound / ASKED, "apology + naming-contributions:\n  - a\napology + repair:\n  - b")
    append(sound / ASKED, "apology + naming-contributions + nothing:\n  - c\n  - d")
    assert said(sound) == [
        f"{ASKED}:{line}: “repair” can't answer this as well.",
        f"{ASKED}:{line + 2}: “nothing” can't answer this as well.",
    ]


def test_a_document_without_questions_is_named(sound: Path) -> None:
    (sound / ASKED).unlink()
    assert said(sound) == [
        f"{ASKED}:1: The section “{section}” has 0 questions."
        for section in ("apology", "broken-promise", "when-to-use")
    ]


@pytest.mark.parametrize("again", ["lewicki-2016", "lewicki-and-others"])
def test_a_reference_that_stands_there_again_is_named(sound: Path, again: str) -> None:
    path = sound / "sources.yaml"
    lines = path.read_text(encoding="utf-8").split("\n")
    first = lines.index("lewicki-2016:")
    append(path, "\n".join([f"{again}:", *lines[first + 1 : first + 5]]))
    found = [one for one in said(sound) if f"stands at line {first + 1} already" in one]
    assert len(found) == 1 and found[0].startswith(f"sources.yaml:{len(lines)}:")


@pytest.mark.parametrize(
    ("sentence", "ease"),
    [
        ("Ik ook. ", "it reads like a primer."),
        ("Organisatieontwikkelingstrajecten veronderstellen verantwoordelijkheid. ",
         "shorter sentences, and shorter words."),
    ],
)
def test_a_document_outside_the_reading_level_is_named(
    sound: Path, sentence: str, ease: str
) -> None:
    append(sound / GUIDE, "\n" + sentence * 150)
    problems = [one for one in check(sound) if "reading ease" in one.what]
    assert [one.file for one in problems] == [GUIDE] and problems[0].fix.endswith(ease)


def test_a_sentence_nobody_gets_through_is_named(sound: Path) -> None:
    append(sound / ENGLISH, "\nShe said " + "and then she said " * 10 + "no.")
    assert [one.split(": ", 1)[1] for one in said(sound)] == [
        "A sentence of “pitfalls” has 43 words: “She said and then she said…”."
    ]


def test_questions_for_no_section_or_document_are_named_once(sound: Path) -> None:
    with (sound / ASKED).open("a", encoding="utf-8") as file:
        file.write("nowhere:\n  - een\n  - twee\n")
    (sound / "questions" / "lost.en.yaml").write_text("a:\n  - one\n  - two\n", encoding="utf-8")
    assert said(sound) == [
        "questions/lost.en.yaml:2: There is no document “lost” in en.",
        f"{ASKED}:17: The document has no section “nowhere”.",
    ]


def test_a_question_asked_twice_is_named_with_where_it_stands(sound: Path) -> None:
    for name in (ASKED, "questions/naming-contributions.nl.yaml"):
        path = sound / name
        text = path.read_text(encoding="utf-8")
        path.write_text(text.replace("when-to-use:\n", "when-to-use:\n  - Wat nu?\n"), "utf-8")
    assert said(sound) == [
        f"{ASKED}:2: “Wat nu?” stands at questions/naming-contributions.nl.yaml:2 already."
    ]


@pytest.mark.parametrize(
    ("text", "line", "what"),
    [
        ("apology: [\n", 2, "The file isn't valid YAML."),
        ("- a question\n", 1, "The file has no section ids."),
        ("apology: a question\n", 1, "“apology” isn't a list of questions."),
        ("apology:\n  - 12\n", 2, "This isn't a question in words."),
        ("apology:\n  - a: b\n", 2, "This isn't a question in words."),
        ("apology:\n  - ' '\n", 2, "This question is empty."),
        ("apology:\n  - x\napology:\n  - y\n", 3, "“apology” stands twice in this file."),
        ("apology:\n  - bel 0800-0113\n", 2, "“0800-0113” is contact data."),
    ],
)
def test_a_questions_file_that_cant_be_used_is_named_by_line(
    sound: Path, text: str, line: int, what: str
) -> None:
    (sound / ASKED).write_text(text, encoding="utf-8")
    assert f"{ASKED}:{line}: {what}" in said(sound)


def test_a_questions_file_under_another_name_is_named(sound: Path) -> None:
    (sound / ASKED).rename(sound / "questions" / "repair.yaml")
    assert "questions/repair.yaml:1: The file's name doesn't end in .nl.yaml or .en.yaml." in said(
        sound
    )


def test_every_problem_says_what_to_do(folder: Path) -> None:
    (folder / ENGLISH).write_bytes(b"\xff")
    (folder / "sources.yaml").unlink()
    problems = check(folder)
    assert problems
    assert all(problem.fix.endswith(".") for problem in problems)


def contacts(folder: Path, before: str, after: str) -> list[str]:
    """Put something else in the list of contacts; return what is said of it."""
    path = folder / "referrals.yaml"
    text = path.read_text(encoding="utf-8")
    assert before in text
    path.write_text(text.replace(before, after, 1), encoding="utf-8")
    return said(folder)


@pytest.mark.parametrize(
    "phone",
    ['"11x"', '"11"', '"O800-0113"', '"0800--0113"', '"113 "', "113", "0106", '"1234567890123456"'],
)
def test_a_number_nobody_can_dial_is_named(sound: Path, phone: str) -> None:
    told = contacts(sound, 'phone: "113"', f"phone: {phone}")
    given = phone.strip('"')
    assert told == [f"referrals.yaml:7: “{given}” of “line-113” isn't a phone number."]


@pytest.mark.parametrize("phone", ['"116 123"', "0800-0113", '"+31 20 123 4567"', '"1813"'])
def test_a_number_one_can_dial_passes(sound: Path, phone: str) -> None:
    assert contacts(sound, 'phone: "113"', f"phone: {phone}") == []


def test_a_contact_without_the_day_it_was_checked_is_named(sound: Path) -> None:
    assert contacts(sound, "    checked_on: 2026-11-23\n", "") == [
        "referrals.yaml:2: “line-113” has no day it was checked."
    ]


@pytest.mark.parametrize("day", ["soon", "2026-13-45", "9026-11-23", "''"])
def test_a_day_on_which_nobody_checked_is_named(sound: Path, day: str) -> None:
    told = contacts(sound, "checked_on: 2026-11-23", f"checked_on: {day}")
    given = day.strip("'")
    assert told == [f"referrals.yaml:9: “{given}” of “line-113” isn't a day it was checked."]


@pytest.mark.parametrize(
    ("text", "line", "what"),
    [
        ("contacts: [\n", 2, "The file isn't valid YAML."),
        ("contacts: []\n", 1, "The file has no contacts."),
        ("", 1, "The file has no contacts."),
    ],
)
def test_a_list_of_contacts_that_cant_be_used_is_named(
    sound: Path, text: str, line: int, what: str
) -> None:
    (sound / "referrals.yaml").write_text(text, encoding="utf-8")
    assert said(sound) == [f"referrals.yaml:{line}: {what}"]


def test_a_missing_list_of_contacts_is_named(sound: Path) -> None:
    (sound / "referrals.yaml").unlink()
    (told,) = said(sound)
    assert told.startswith("referrals.yaml:1: The file can't be read")


def test_a_study_that_is_named_and_not_listed_is_found(sound: Path) -> None:
    append(sound / GUIDE, "Dat vonden Lewicki, Polin en Lount (2016), en Brun en Dugas (2008) ook.")
    append(sound / GUIDE, "Colquitt en collega's (2013) zagen het anders.")
    found = [one.partition(": ")[2] for one in said(sound)]
    assert found == [
        "“Colquitt (2013)” isn't among its sources.", "“Lount (2016)” isn't among its sources.",
    ]  # fmt: skip


def test_contact_data_in_what_people_ask_elsewhere_is_named(sound: Path) -> None:
    (sound / "elsewhere.yaml").write_text("nl:\n  - bel 0800-0113\nen:\n  - hi\n", encoding="utf-8")
    assert said(sound) == ["elsewhere.yaml:2: “0800-0113” is contact data."]


def shipped_copy(folder: Path, guide: str, old: str, new: str) -> Path:
    """Return a copy of the shipped documents in which one guide is otherwise."""
    shutil.copytree(content_folder("knowledge"), folder / "knowledge")
    path = folder / "knowledge" / "guides" / guide
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")
    return folder / "knowledge"


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("{#when-not}", "{#when-never}", "The section “when-not” is missing."),
        ("{#steps}", "{#stages}", "The section “steps” is missing."),
        ("minut", "moment", "says no minutes."),
    ],
)
def test_a_guide_without_a_part_or_without_minutes_is_named(
    tmp_path: Path, old: str, new: str, problem: str
) -> None:
    folder = shipped_copy(tmp_path, "repair.en.md", old, new)
    found = list(check_guides(folder))
    assert found
    assert all(one.file == "guides/repair.en.md" and problem in one.what for one in found)


def test_all_guides_but_three_have_every_part() -> None:
    folder = content_folder("knowledge")
    assert list(check_guides(folder)) == []
    assert len({name for name, _ in read_documents(folder)[0]} - READ_ONLY) == 16


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("need: Bel bij gevaar 112.", ["“112” is contact data."]),
        ("need: Kijk op www.example.org", ["“www.example.org” is contact data."]),
        ("need: Bel bij gevaar {emergency-112.phone}.", []),
        ("# as phrases.nl has it, and 112 too", []),
        ("scale: 0 1 2 3 4 5 6 7 8 9 10", []),
    ],
)
def test_contact_data_in_other_texts_is_named(tmp_path: Path, line: str, found: list[str]) -> None:
    path = tmp_path / "nl.yaml"
    path.write_text(line + "\n", encoding="utf-8")
    assert [one.what for one in check_texts([path])] == found
