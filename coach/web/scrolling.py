"""Keeping the newest words in sight and the writing hand where it was."""

from __future__ import annotations

from typing import Literal

import streamlit as st

# Constant but for a number and one of two words: nobody's text ever goes into a script.
# The browser runs it once for each of them. While a reply comes, the page follows it until the
# person scrolls; afterwards the box has the focus again, unless something else was chosen.
_SCRIPT = """<script>/* {moment} {turn} */(() => {{
  const page = document.querySelector('[data-testid=stMain]');
  const app = document.querySelector('.stApp');
  const all = (what) => [...page.querySelectorAll(what)];
  // To the end, but never past the beginning of the person's last turn.
  const show = () => {{
    const said = all('[data-testid=stChatMessage]').filter(
      (turn) => !turn.querySelector('[aria-label$=" Coach"]'));
    const above = all('.st-key-stepper')[0]?.getBoundingClientRect().bottom ?? 0;
    const last = said.at(-1)?.getBoundingClientRect().top ?? Infinity;
    page.scrollTo({{top: Math.min(page.scrollHeight, page.scrollTop + last - above - 24)}});
  }};
  const settle = () => {{
    show();
    const box = document.querySelector('[data-testid=stChatInputTextArea]');
    if (document.activeElement === document.body) box?.focus({{preventScroll: true}});
  }};
  if ('{moment}' === 'settled') {{
    requestAnimationFrame(() => requestAnimationFrame(settle));
    return;
  }}
  const follow = new ResizeObserver(show);
  const leave = () => follow.disconnect();
  follow.observe(page.querySelector('[data-testid=stMainBlockContainer]'));
  for (const sign of ['wheel', 'touchmove']) page.addEventListener(sign, leave, {{once: true}});
  const over = new MutationObserver(() => {{
    if (app.dataset.testScriptState === 'running') return;
    over.disconnect(); leave(); settle();
  }});
  over.observe(app, {{attributes: true}});
}})()</script>"""

Moment = Literal["answering", "settled"]


_TO_TOP = """<script>/* {number} */
document.querySelector('[data-testid=stMain]').scrollTo({{top: 0}})</script>"""


def begin_at_top(number: int) -> None:
    """Show the top of a screen, once for each `number`."""
    with st.container(key="arrived_top"):
        st.html(_TO_TOP.format(number=int(number)), unsafe_allow_javascript=True)


_TO_MARK = """<script>/* {number} */requestAnimationFrame(() => requestAnimationFrame(() => {{
  const mark = document.querySelector('.st-key-reading .stMarkdownColoredBackground');
  const section = document.querySelector('.st-key-here');
  if (mark) mark.scrollIntoView({{block: 'center'}});
  else section?.scrollIntoView({{block: 'start'}});
}}))</script>"""


def bring_mark_into_sight(number: int) -> None:
    """Scroll to the marked sentence of a guide, else to the section asked for, once a `number`."""
    with st.container(key="arrived_mark"):
        st.html(_TO_MARK.format(number=int(number)), unsafe_allow_javascript=True)


def bring_into_sight(turn: int, moment: Moment) -> None:
    """Scroll to the end of the talk once for this `moment` of `turn`."""
    with st.container(key=f"arrived_{moment}"):
        st.html(_SCRIPT.format(turn=int(turn), moment=moment), unsafe_allow_javascript=True)
