"""The leaky page behind the guards and the policy of the real one."""

from pathlib import Path

from streamlit.starlette import App

from coach.web.server import guards

app = App(Path(__file__).with_name("leaky_page.py"), middleware=guards())
