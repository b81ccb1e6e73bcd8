"""No text of anyone becomes markup: the code has no way to draw it as such."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

CODE = Path(__file__).parents[2] / "coach"
MODULES = sorted(CODE.rglob("*.py"))
# Ways of Streamlit that take markup, guess what they are given, or show what is elsewhere.
UNWANTED = {"write", "iframe", "image", "audio", "video", "components", "exception"}
# The stylesheet on two kinds of page, the scripts that are constant, a style whose words are the
# page's own, and a picture in base64.
DRAWS_MARKUP = {"main.py": 2, "scripts.py": 1, "own_documents.py": 1, "table.py": 1}


def calls(tree: ast.AST) -> Iterator[ast.Call]:
    return (each for each in ast.walk(tree) if isinstance(each, ast.Call))


def of_streamlit(call: ast.Call, names: set[str]) -> bool:
    function = call.func
    return (
        isinstance(function, ast.Attribute)
        and function.attr in names
        and isinstance(function.value, ast.Name)
        and function.value.id == "st"
    )


def filled_in(call: ast.Call) -> list[ast.expr]:
    """Return what is put into the text that `call` is given."""
    return [each.value for each in ast.walk(call.args[0]) if isinstance(each, ast.FormattedValue)]


def is_base64(value: ast.expr, tree: ast.AST) -> bool:
    """Tell whether `value` is a name that only ever holds base64, which can close no quote."""
    given = [
        ast.unparse(each.value)
        for each in ast.walk(tree)
        if isinstance(each, ast.Assign) and ast.unparse(each.targets[0]) == ast.unparse(value)
    ]
    return bool(given) and all(each.startswith("base64.b64encode(") for each in given)


def is_a_text_of_the_page(value: ast.expr) -> bool:
    return (
        isinstance(value, ast.Call)
        and isinstance(value.func, ast.Name)
        and value.func.id == "texts"
        and all(isinstance(each, ast.Constant) for each in value.args)
        and not value.keywords
    )


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(CODE)))
def test_no_markup_is_allowed_and_scripts_only_where_they_are_constant(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    asked = {keyword.arg for call in calls(tree) for keyword in call.keywords}
    assert "unsafe_allow_html" not in asked
    assert "unsafe_allow_javascript" not in asked or path.name == "scripts.py"
    if "web" in path.parts:
        assert not [ast.unparse(call) for call in calls(tree) if of_streamlit(call, UNWANTED)]


def test_markup_is_drawn_in_few_places_and_holds_words_of_the_page_alone() -> None:
    found: dict[str, int] = {}
    for path in MODULES:
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for call in calls(tree):
            if isinstance(call.func, ast.Attribute) and call.func.attr == "html":
                found[path.name] = found.get(path.name, 0) + 1
                if path.name in ("own_documents.py", "table.py"):
                    assert all(
                        is_a_text_of_the_page(value) or is_base64(value, tree)
                        for value in filled_in(call)
                    )
    assert found == DRAWS_MARKUP


def test_only_constant_scripts_are_run() -> None:
    run = [
        ast.unparse(call.args[0])
        for path in MODULES
        for call in calls(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(call.func, ast.Name) and call.func.id == "run_script"
    ]
    assert sorted(run) == [
        "FOLLOW if moment == 'answering' else SETTLE",
        "SPEAK[visit.language]",
        "TO_MARK",
        "TO_TOP",
    ]
