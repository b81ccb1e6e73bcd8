"""Prompts declare what they need, and a slip in one is found before anything is sent."""

from __future__ import annotations

import itertools
from pathlib import Path
from typing import get_args

import pytest

from coach.content import content_folder
from coach.dialogue.prompting import SPOKEN
from coach.dialogue.state import LANGUAGES, Act, Language
from coach.errors import ContentError
from coach.models.prompts import GIVEN, check_prompts, hash_of, load_prompt, read_prompt
from tests.fakes.prompts import slip_in_a_prompt

FOLDER = content_folder("prompts") / "model"
FILES = sorted(FOLDER.glob("*.md"))
FRONT = "---\nname: ask\nlanguage: nl\nvariables: [turn]\n---\n"


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_every_prompt_declares_what_it_uses(path: Path) -> None:
    name, language = path.name.split(".")[:2]
    prompt = load_prompt(name, language)
    filled = prompt.fill(**{each: f"[{each}]" for each in prompt.variables})
    assert all(f"[{each}]" in filled for each in prompt.variables)
    assert "{" not in filled


def test_both_languages_have_the_same_prompts_with_the_same_variables() -> None:
    names = {path.name.split(".")[0] for path in FILES}
    assert names >= SPOKEN
    for name in names:
        nl, en = (load_prompt(name, language) for language in LANGUAGES)
        assert nl.variables == en.variables
        assert nl.hash != en.hash


def test_no_prompt_is_there_for_what_a_model_never_says() -> None:
    never = set(get_args(Act)) - SPOKEN
    assert never == {"refer", "repair_dialogue"}
    for name, language in itertools.product(never, LANGUAGES):
        with pytest.raises(ContentError, match="can't be read"):
            load_prompt(name, language)


@pytest.mark.parametrize(
    ("content", "wrong"),
    [
        ("{turn}", "no front matter"),
        (FRONT + "{turn} {record}", "uses record undeclared"),
        (FRONT + "nothing", "declares turn and doesn't use it"),
        (FRONT.replace("ask", "close") + "{turn}", "names another prompt"),
        (FRONT.replace("nl", "en") + "{turn}", "names another prompt"),
    ],
)
def test_a_slip_in_a_prompt_is_named(content: str, wrong: str) -> None:
    with pytest.raises(ContentError, match=wrong):
        read_prompt(content, "ask", "nl")


def test_a_prompt_with_another_variable_than_it_is_given_is_found_by_reading_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    check_prompts()
    with slip_in_a_prompt(tmp_path, monkeypatch), pytest.raises(ContentError) as wrong:
        check_prompts()
    assert "prompts/model/ask.nl.md can't be used: it isn't given recrod." in str(wrong.value)


def test_there_is_a_prompt_for_all_that_is_given_and_none_more() -> None:
    assert {path.name.split(".")[0] for path in FILES} == set(GIVEN)


@pytest.mark.parametrize("values", [{}, {"turn": "a", "more": "b"}])
def test_other_variables_than_declared_are_an_error(values: dict[str, str]) -> None:
    prompt = read_prompt(FRONT + "{turn}", "ask", "nl")
    with pytest.raises(ContentError, match="other variables than it declares"):
        prompt.fill(**values)


def test_what_a_person_writes_is_not_looked_into_for_variables() -> None:
    language: Language = "nl"
    prompt = read_prompt(FRONT + "Hij zei: {turn}", "ask", language)
    assert prompt.fill(turn="{turn} {record}") == "Hij zei: {turn} {record}"


def test_the_hash_is_that_of_the_file() -> None:
    one = read_prompt(FRONT + "{turn}", "ask", "nl")
    other = read_prompt(FRONT + "{turn}.", "ask", "nl")
    assert one.hash != other.hash
    assert len({hash_of(one), hash_of(other), hash_of(one, other), hash_of(one, more="x")}) == 4
    assert one.hash == read_prompt(FRONT + "{turn}", "ask", "nl").hash
