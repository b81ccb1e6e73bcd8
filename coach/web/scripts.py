"""The few scripts of the page, each constant, so that the browser can be told to run no other.

Nobody's text ever goes into a script: not even a number does. What a script should do again is
told by the sign beside it.
"""

from __future__ import annotations

import streamlit as st

from coach.dialogue.state import LANGUAGES, Language

# The page's `lang`, so that readers speak it and hyphenation fits.
SPEAK: dict[Language, str] = {
    language: f"document.documentElement.lang='{language}'" for language in LANGUAGES
}

TO_TOP = "document.querySelector('[data-testid=stMain]').scrollTo({top: 0})"

TO_MARK = """requestAnimationFrame(() => requestAnimationFrame(() => {
  const mark = document.querySelector('.st-key-reading .stMarkdownColoredBackground');
  const section = document.querySelector('.st-key-here');
  if (mark) mark.scrollIntoView({block: 'center'});
  else section?.scrollIntoView({block: 'start'});
}))"""

_SIGHT = """(() => {
  const page = document.querySelector('[data-testid=stMain]');
  const app = document.querySelector('.stApp');
  const all = (what) => [...page.querySelectorAll(what)];
  // To the end, but never past the beginning of the person's last turn, or of what they answer by.
  const turns = '[data-testid=stChatMessage],.st-key-done_steps,.st-key-scale,[data-testid=stForm]';
  const show = () => {
    if (!all('[data-testid=stChatMessage]').length) return; // a sheet came in place of the talk
    const said = all(turns).filter((turn) => !turn.querySelector('[aria-label$=" Coach"]'));
    const above = all('.st-key-stepper')[0]?.getBoundingClientRect().bottom ?? 0;
    const last = said.at(-1)?.getBoundingClientRect().top ?? Infinity;
    page.scrollTo({top: Math.min(page.scrollHeight, page.scrollTop + last - above - 24)});
  };
  const settle = () => {
    show();
    const box = document.querySelector('[data-testid=stChatInputTextArea]');
    if (document.activeElement === document.body) box?.focus({preventScroll: true});
  };
"""

# Once a reply stands: its end in sight, and the box has the focus unless something else was chosen.
SETTLE = f"""{_SIGHT}
  requestAnimationFrame(() => requestAnimationFrame(settle));
}})()"""

# While a reply comes, the page follows it until the person scrolls.
FOLLOW = f"""{_SIGHT}
  const follow = new ResizeObserver(show);
  const leave = () => follow.disconnect();
  follow.observe(page.querySelector('[data-testid=stMainBlockContainer]'));
  for (const sign of ['wheel', 'touchmove']) page.addEventListener(sign, leave, {{once: true}});
  const over = new MutationObserver(() => {{
    if (app.dataset.testScriptState === 'running') return;
    over.disconnect(); leave(); settle();
  }});
  over.observe(app, {{attributes: true}});
}})()"""

SCRIPTS = (*SPEAK.values(), TO_TOP, TO_MARK, SETTLE, FOLLOW)


def run_script(script: str, number: int = 0) -> None:
    """Have the browser run one of `SCRIPTS`, once for each `number`."""
    st.html(f"<i hidden>{int(number)}</i><script>{script}</script>", unsafe_allow_javascript=True)
