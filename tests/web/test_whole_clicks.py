"""What was chosen or written is kept, also when the next click comes while that is being done."""

from __future__ import annotations

from collections.abc import Callable
from threading import Thread
from typing import Any, cast

import pytest
from streamlit.runtime.scriptrunner import ScriptRunner
from streamlit.runtime.state.safe_session_state import SafeSessionState
from streamlit.testing.v1 import AppTest

from coach.web.whole_clicks import finish_clicks


def page() -> None:
    """A page with a choice and a box; while a callback begins, the next click arrives."""
    import streamlit as st
    from streamlit.runtime.scriptrunner import RerunData, get_script_run_ctx

    @st.cache_resource
    def kept() -> list[str]:
        return []

    def keep(key: str) -> None:
        ctx = get_script_run_ctx()
        assert ctx is not None
        assert ctx.script_requests is not None
        ctx.script_requests.request_rerun(RerunData())
        kept().append(st.session_state[key])

    st.radio("Hoe ging het?", ["Gedaan", "Deels"], key="choice", on_change=keep, args=("choice",))
    st.chat_input("Schrijf", key="box", on_submit=keep, args=("box",))
    st.text(" ".join(kept()))


@pytest.fixture
def app() -> AppTest:
    import streamlit as st

    st.cache_resource.clear()
    return AppTest.from_function(page, default_timeout=60).run()


def test_a_choice_and_words_are_kept_when_the_next_click_comes_at_once(app: AppTest) -> None:
    finish_clicks()
    app.radio[0].set_value("Deels").run()
    assert app.text[0].value == "Deels"
    app.chat_input[0].set_value("Zjelvana kwam.").run()
    assert app.text[0].value == "Deels Zjelvana kwam."
    assert not app.exception


class Memory:
    """What a page remembers; what is clicked is added to what was kept before it."""

    def __init__(self) -> None:
        self.kept: tuple[str, ...] = ()
        self.meanwhile: Callable[[], None] | None = None

    def on_script_will_rerun(self, clicked: str, **_: object) -> None:
        before = self.kept
        if (meanwhile := self.meanwhile) is not None:
            self.meanwhile = None
            meanwhile()
        self.kept = (*before, clicked)


def click(memory: Memory, clicked: str) -> None:
    """Do a click as Streamlit does: each on a thread and behind a lock of its own."""
    runner = object.__new__(ScriptRunner)
    runner._execing = True
    state: Any = SafeSessionState(cast(Any, memory), cast(Any, runner._is_in_script_thread))
    state.on_script_will_rerun(clicked)


def test_two_clicks_at_once_are_done_one_after_the_other(monkeypatch: pytest.MonkeyPatch) -> None:
    finish_clicks()
    monkeypatch.setattr(ScriptRunner, "_is_in_script_thread", lambda _: True)
    memory = Memory()
    second = Thread(target=click, args=(memory, "twee"))

    def meanwhile() -> None:
        second.start()
        second.join(0.2)  # were it not to wait, it would be done by then

    memory.meanwhile = meanwhile
    click(memory, "een")
    second.join()
    assert memory.kept == ("een", "twee")


def test_saying_it_again_changes_nothing() -> None:
    finish_clicks()
    once = SafeSessionState.on_script_will_rerun
    finish_clicks()
    assert SafeSessionState.on_script_will_rerun is once
