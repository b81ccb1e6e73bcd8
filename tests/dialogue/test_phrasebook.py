"""What the coach can say: the same in both languages, all of it there, and filled or left alone."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Sequence
from dataclasses import fields
from pathlib import Path

import pytest

import coach.dialogue
from coach.dialogue.phrasebook import (
    SLOT,
    Phrasebook,
    choose,
    fill,
    first_word,
    load_phrasebook,
    sentence,
)
from coach.dialogue.state import AUDIENCES, LANGUAGES, PHASES, Language
from coach.dialogue.walking import Decision
from coach.errors import ContentError

SOURCE = Path(coach.dialogue.__path__[0])
FILLED = frozenset(
    "who a b did span cost back quote word laugh day waren n event extra period heading".split()
) | {"step", "where"}
QUESTION = re.compile(rf"(?:{'|'.join(PHASES)})-\d+(?:#[\w-]+)?")


def constants(node: ast.AST) -> Iterator[str]:
    """Yield the strings in a tree of Python."""
    for part in ast.walk(node):
        if isinstance(part, ast.Constant) and isinstance(part.value, str):
            yield part.value


def spoken_in(tree: ast.AST) -> Iterator[str]:
    """Yield the phrase ids one module names: said, looked up, put in front, or yielded."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            called = getattr(node.func, "attr", getattr(node.func, "id", ""))
            if called == "say":
                yield from _plain(node.args[1:2])
            if called == "variants":
                yield from _plain(node.args[:1])
            if called == "Decision":
                yield from _plain(node.args[LINES : LINES + 1])
            yield from _plain([k.value for k in node.keywords if k.arg == "lines"])
        elif isinstance(node, ast.Yield) and node.value is not None:
            pairs = [part for part in ast.walk(node.value) if isinstance(part, ast.Tuple)]
            yield from _plain([pair.elts[0] for pair in pairs])
        elif isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") in NAMED:
            yield from _plain([node.value])
        elif isinstance(node, ast.FunctionDef) and node.name == "_bridge":
            given = [part for part in ast.walk(node) if isinstance(part, ast.Return)]
            yield from _plain([part.value for part in given])
        elif isinstance(node, ast.Constant) and str(node.value).startswith(("phrase:", "sum-")):
            yield str(node.value).removeprefix("phrase:")


NAMED = {"lines", "line", "first", "key", "request"}
LINES = [f.name for f in fields(Decision)].index("lines")


def _plain(nodes: Sequence[ast.AST | None]) -> Iterator[str]:
    """Yield the strings in `nodes`, but for those that are part of a composed one."""
    for node in nodes:
        if node is not None and not isinstance(node, ast.JoinedStr | ast.Call | ast.IfExp):
            yield from constants(node)
        elif isinstance(node, ast.IfExp):
            yield from _plain([node.body, node.orelse])


def modules() -> list[ast.Module]:
    """Return the parsed modules of the talk."""
    return [ast.parse(path.read_text(encoding="utf-8")) for path in sorted(SOURCE.glob("*.py"))]


def test_the_programs_phrases_are_found() -> None:
    found = {name for tree in modules() for name in spoken_in(tree)}
    assert {"close-question", "now-kept", "off-topic", "told", "summary"} <= found


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_phrase_the_program_says_is_written(language: Language) -> None:
    book = load_phrasebook(language)
    said = {name for tree in modules() for name in spoken_in(tree) if name and "_" not in name}
    said |= {f"opening-{audience}" for audience in AUDIENCES}
    assert said - set(book.phrases) == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_question_and_evasion_the_program_asks_is_written(language: Language) -> None:
    book = load_phrasebook(language)
    for tree in modules():
        for name in constants(tree):
            if QUESTION.fullmatch(name):
                number, _, situation = name.partition("#")
                assert number in book.questions, name
                if situation not in {"", "plain"}:
                    assert situation in dict(book.questions[number].situations), name
            if name.startswith("evasion:") and name != "evasion:":
                assert name.removeprefix("evasion:") in book.evasions, name


def books() -> tuple[Phrasebook, Phrasebook]:
    """Return the Dutch and the English book."""
    return load_phrasebook("nl"), load_phrasebook("en")


def test_both_languages_have_the_same_phrases_questions_and_evasions() -> None:
    dutch, english = books()
    assert set(dutch.phrases) == set(english.phrases)
    assert set(dutch.questions) == set(english.questions)
    assert set(dutch.evasions) == set(english.evasions)
    assert dutch.walk == english.walk
    for name, question in dutch.questions.items():
        twin = english.questions[name]
        assert (question.phase, question.gathers, question.about) == (
            twin.phase, twin.gathers, twin.about,
        )  # fmt: skip
        assert {when for when, _ in question.situations} == {when for when, _ in twin.situations}


def test_a_phrase_is_filled_with_the_same_in_both_languages() -> None:
    dutch, english = books()
    for name in dutch.phrases:
        slots = [
            {slot for variant in book.variants(name) for slot in SLOT.findall(variant)}
            for book in (dutch, english)
        ]
        assert slots[0] <= FILLED, name
        assert slots[1] <= FILLED, name
        if not name.startswith(("rn", "where-to-start", "return-after")):
            assert slots[0] == slots[1], name


ASKING = {
    "group-or-apart", "what-was-it-about", "your-own-words", "tomorrow-off", "tomorrow-off-other",
}  # fmt: skip
NOT_ASKING = {"note-question", "and-then-one-question"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_phrase_asks_shouts_or_leaves_marks(language: Language) -> None:
    book = load_phrasebook(language)
    for name, variants in book.phrases.items():
        for variant in variants:
            assert "!" not in variant, name
            assert variant == variant.strip() or name == "and"
            assert variant.count("{") == variant.count("}"), name
            assert variant.count("‘") == len(re.findall(r"’(?!\w)", variant)), name
            for choice in re.findall(r"\[([^\]]*)\]", variant):
                assert language == "nl", name
                assert choice.count("|") == 1, name
            asks = name.startswith(("opening-", "request-")) or name in ASKING
            asks = asks or (name.endswith("-question") and name not in NOT_ASKING)
            if name != "opening-later":
                spoken = re.sub(r"‘[^’]*’", "", variant)  # a question to put to somebody else
                assert spoken.count("?") == int(asks), name


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_form_of_every_question_is_one_question(language: Language) -> None:
    book = load_phrasebook(language)
    for question in book.questions.values():
        for text in (*question.forms.values(), *(text for _, text in question.situations)):
            assert text.endswith("?"), question.id
            assert text.count("?") == 1, question.id
            filled = {"who", "one", "period", "day", "n", "a", "b"}
            assert set(SLOT.findall(text)) <= filled, question.id
        assert any(not SLOT.search(form) for form in question.forms.values()), question.id
    for evasion in book.evasions.values():
        for text in (*evasion.forms.values(), *([evasion.options] if evasion.options else [])):
            assert text.endswith("?"), evasion.id
            assert text.count("?") == 1, evasion.id
        assert "?" not in evasion.acknowledge, evasion.id
        assert any(not SLOT.search(form) for form in evasion.forms.values()), evasion.id


def test_a_template_is_filled_whole_or_not_at_all() -> None:
    assert fill("{who} dus: {did}.", {"who": "Marjan", "did": "alle roosters"}) == (
        "Marjan dus: alle roosters."
    )
    assert fill("{who} dus: {did}.", {"who": "Marjan", "did": ""}) is None
    assert fill("{who} dus: {did}.", {"who": "Marjan"}) is None
    assert fill("Goed.", {}) == "Goed."
    assert fill("{who}.", {"who": "{did}"}) == "{did}."


def test_a_variant_not_said_yet_goes_first_and_one_that_opens_otherwise() -> None:
    variants = ("Goed, {a}.", "Prima, {a}.", "Klaar.")
    assert choose(variants, "x", (), (), {"a": "door"}) == ("x/0", "Goed, door.")
    assert choose(variants, "x", ("x/0",), (), {"a": "door"}) == ("x/1", "Prima, door.")
    assert choose(variants, "x", (), ("goed",), {"a": "door"}) == ("x/1", "Prima, door.")
    assert choose(variants, "x", (), (), {}) == ("x/2", "Klaar.")
    assert choose(("{a}.",), "x", (), (), {}) is None
    assert choose(variants, "x", ("x/0", "x/1", "x/2", "x/0"), (), {"a": "door"}) == (
        "x/1", "Prima, door.",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("text", "capital"),
    [("alles", "Alles"), ("‘alles’", "‘Alles’"), ("6 uur", "6 uur"), ("", ""), ("…é", "…É")],
)
def test_a_sentence_begins_with_a_capital(text: str, capital: str) -> None:
    assert sentence(text) == capital


def test_the_first_word_is_found_behind_a_quotation_mark() -> None:
    assert first_word("‘Alles’ zei ze") == "alles"
    assert first_word("…") == ""


def test_a_phrase_that_isnt_there_is_named() -> None:
    with pytest.raises(ContentError, match=r"phrases\.nl\.yaml has no phrase 'niets'"):
        load_phrasebook("nl").variants("niets")
