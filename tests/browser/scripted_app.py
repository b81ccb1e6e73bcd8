"""The scripted page behind the guards and the policy of the real one, as app.py is."""

from pathlib import Path

from streamlit.starlette import App

from coach.web.server import guards, lifespan, login

app = App(
    Path(__file__).with_name("scripted_page.py"),
    middleware=guards(),
    lifespan=lifespan,
    secrets=login(),
)
