"""What we write is spelled right, in both languages, and a slip is told with its place."""

from __future__ import annotations

from itertools import chain
from pathlib import Path

import pytest

from coach.dialogue.state import LANGUAGES, Language
from tests.spelling.checking import WORD, misspelled, own_words
from tests.spelling.texts import Line, lines_of, of_document, of_yaml

WRITTEN: dict[Language, str] = {"nl": "een vergadring met z’n tweeën", "en": "the metting’s plan"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_everything_is_spelled_right(language: Language) -> None:
    wrong = list(misspelled(language, lines_of(language)))
    assert not wrong, (
        "Mend these, or add a word that is right to a list in tests/spelling:\n" + "\n".join(wrong)
    )


@pytest.mark.parametrize(("language", "slip"), [("nl", "vergadring"), ("en", "metting's")])
def test_a_slip_is_told_with_its_place(language: Language, slip: str) -> None:
    lines = [Line("guides/a.md", 3, WRITTEN[language]), Line("guides/a.md", 4, "plan")]
    assert list(misspelled(language, lines)) == [f"guides/a.md:3: {slip}"]


def test_case_counts_in_what_we_write_and_not_in_what_people_type() -> None:
    assert list(misspelled("en", [Line("a", 1, "on monday")])) == ["a:1: monday"]
    assert not list(misspelled("en", [Line("a", 1, "on monday i’ve a plan", typed=True)]))


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_list_of_ours_holds_no_word_that_nobody_uses(language: Language) -> None:
    lines = list(chain.from_iterable(lines_of(name) for name in LANGUAGES))
    used = {
        word.replace("’", "'").casefold()
        for line in lines
        for word in WORD.findall(line.text)
    }
    used |= {word.removesuffix("'s") for word in used}
    for name in ("names", f"words.{language}", f"typed.{language}"):
        left_over = {word for word in own_words(name) if word.casefold() not in used}
        assert not left_over, f"Take these out of {name}.txt: {sorted(left_over)}"


def test_keys_ids_and_placeholders_are_no_text(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("---\nid: xyzzy\ntitle: Repair\n---\n\n## One {#xyzzy}\n")
    (tmp_path / "a.yaml").write_text("- id: xyzzy\n  text: one\n  xyzzy: 'two {xyzzy} `xyzzy`'\n")
    lines = [*of_document(tmp_path / "a.md"), *of_yaml(tmp_path / "a.yaml")]
    assert [(line.number, line.text.split()) for line in lines if line.text.strip()] == [
        (3, ["Repair"]), (6, ["##", "One"]), (2, ["one"]), (3, ["two"]),
    ]
