"""What people type is shown as they typed it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from coach.web.plain import line, paper, plain

TYPED = (
    "# geen kop",
    "*nadruk* en **vet** en _schuin_",
    "![foto](http://example.org/x.png)",
    "[klik](javascript:alert(1))",
    "<img src=x onerror=alert(1)>",
    "kost $5 of $10",
    "- een\n- twee",
    "1. een",
    "> citaat",
    "`code` en ```blok```",
    ":red[rood] :material/home: :smile:",
    "a -> b, c <- d, x -- y, 3 >= 2",
    "https://example.org www.example.org jan@example.org",
    "| a | b |\n|---|---|\n| 1 | 2 |",
    "&amp; &lt;",
    "\\# al ontsnapt",
    "~~weg~~",
)


def shown(markdown: str) -> str:
    """Return the text a CommonMark reader shows, and fail when it makes more than text of it."""
    words = []
    for token in (
        MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"]).parse(markdown)
    ):
        assert token.type in {"paragraph_open", "paragraph_close", "inline"}, token.type
        for child in token.children or []:
            assert child.type in {"text", "text_special", "hardbreak", "softbreak"}, child.type
            words.append("\n" if child.type in {"hardbreak", "softbreak"} else child.content)
        words.append("\n")
    return "".join(words).replace("\u2060", "").strip()


@pytest.mark.parametrize("typed", TYPED)
def test_markdown_in_somebodys_words_shows_as_typed(typed: str) -> None:
    assert shown(plain(typed)) == typed


@given(st.text(alphabet=st.characters(codec="utf-8", exclude_categories=["C", "Z"])))
def test_any_word_on_one_line_shows_as_typed(typed: str) -> None:
    assert shown(line(typed)) == typed


def test_paragraphs_and_breaks_stay() -> None:
    assert plain("een\n\ntwee\ndrie") == "een\n\ntwee  \ndrie"


def test_direction_and_control_signs_go() -> None:
    assert line("abc\u202eevil\x00\x07") == "abcevil"


def test_icons_and_emoji_between_colons_are_broken_up() -> None:
    assert ":material" not in plain(":material/home:").replace("\\", "")


def test_a_document_keeps_its_headings_and_lists_and_all_else_is_literal() -> None:
    text = "## Kop *a*\n\n- een ![x](http://x.nl/a.png)\n\n1. <b>twee</b> :smile:\n\nDrie $x$."
    html = MarkdownIt("commonmark").render(paper(text))
    assert "<h4>Kop *a*</h4>" in html
    assert "<li>een ![x](http://x.nl/a.png)</li>" in html.replace("\u2060", "")
    assert "<ol>" in html
    assert "&lt;b&gt;twee&lt;/b&gt;" in html
    assert "<img" not in html
    assert ":smile:" not in html  # Streamlit would make a picture of it


def test_the_words_that_were_found_are_marked_where_they_stand() -> None:
    text = "Voor.\n\n- Een [gewone] zin. En nog een."
    assert paper(text, "Een [gewone] zin.") == (
        "Voor\\.\n\n- :yellow-background[Een \\[gewone\\] zin\\.] En nog een\\."
    )
    assert "yellow" not in paper(text, "Staat er niet.")
