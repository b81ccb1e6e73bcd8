"""Whatever stands between the two lines --- of a document: it is read, or told by file and line."""

from __future__ import annotations

from pathlib import Path

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from coach.errors import DocumentRefused
from coach.knowledge.document import read_document
from coach.knowledge.reading import read_upload

SOUND = {
    "id": "repair", "title": "Herstel", "language": "nl", "audience": "[leader]",
    "phases": "[repair]", "sources": "[]", "reviewed": "2026-01-02",
}  # fmt: skip
marks = st.sampled_from(":[]{}&*!|>-#\"'%@`? \n")
odd = st.text(st.characters(exclude_categories=["Cs"]) | marks, max_size=30) | st.sampled_from([
    "2026-13-45", "!!bool perhaps", "!!timestamp soon", "!!int ''", "&a [*a]", "!!binary é", "*b",
    "!!python/object/apply:os.system [x]", "? [a]", "{1: 2}", "9" * 5_000, "[" * 2_000, "0b",
    "1:99:",
    "!!float .", "!!set {a, b}", "<<: 3", "=", "~", "2026-01-02T99:99:99Z", "!!omap [a]",
])  # fmt: skip
quiet = settings(
    deadline=None,
    derandomize=True,
    max_examples=100,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


@given(values=st.dictionaries(st.sampled_from([*SOUND, "extra", "2", "~"]), odd, max_size=4))
@example(values={"reviewed": "2026-13-45"})
@example(values={"sources": "!!bool perhaps"})
@example(values={"reviewed": "!!timestamp soon"})
@example(values={"phases": "!!int ''"})
@quiet
def test_front_matter_is_used_or_its_line_is_named(
    tmp_path: Path, values: dict[str, str]
) -> None:
    head = "\n".join(f"{key}: {value}" for key, value in {**SOUND, **values}.items())
    file = tmp_path / "repair.nl.md"
    file.write_text(f"---\n{head}\n---\n## Kern {{#core-idea}}\n\nTekst.\n", encoding="utf-8")
    document, problems = read_document(file, "repair.nl.md")
    assert document is not None or problems
    for problem in problems:
        assert 1 <= problem.line <= file.read_text(encoding="utf-8").count("\n") + 2
        assert problem.what
        assert problem.fix


@given(head=st.lists(odd, max_size=4), body=odd)
@settings(quiet, max_examples=30)
def test_an_upload_with_any_front_matter_is_read_or_refused(head: list[str], body: str) -> None:
    lines = "\n".join(head)
    written = f"---\n{lines}\n---\n{body}\n".encode()
    try:
        draft = read_upload(written, "notities.md")
    except DocumentRefused as refused:
        assert refused.reason
    else:
        assert draft.text.strip()


def test_a_day_that_is_none_is_told_at_its_document(tmp_path: Path) -> None:
    values = {**SOUND, "reviewed": "2026-13-45"}
    head = "\n".join(f"{key}: {value}" for key, value in values.items())
    file = tmp_path / "repair.nl.md"
    file.write_text(f"---\n{head}\n---\n## Kern {{#k}}\n\nTekst.\n", encoding="utf-8")
    document, problems = read_document(file, "repair.nl.md")
    assert document is None
    assert [problem.file for problem in problems] == ["repair.nl.md"]
