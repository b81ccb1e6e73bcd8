"""The look travels with the package, in options this Streamlit knows."""

from __future__ import annotations

from streamlit import config

from coach.web.theme import STYLESHEET, options


def test_every_option_is_known() -> None:
    known = config.get_config_options()
    assert set(options()) <= set(known)


def test_nothing_is_sent_and_errors_show_no_words_of_anyone() -> None:
    chosen = options()
    assert chosen["browser.gatherUsageStats"] is False
    assert chosen["client.showErrorDetails"] == "none"
    assert chosen["server.enableXsrfProtection"] is True


def test_both_themes_are_there() -> None:
    chosen = options()
    assert chosen["theme.light.primaryColor"] != chosen["theme.dark.primaryColor"]


def test_the_stylesheet_fetches_nothing() -> None:
    sheet = STYLESHEET.read_text(encoding="utf-8")
    assert "url(" not in sheet
    assert "@import" not in sheet
