"""`streamlit run app.py`: the page, behind the same guards as `coach serve`."""

from streamlit.starlette import App

from coach.web.server import PAGE, guards, lifespan, login

app = App(PAGE, middleware=guards(), lifespan=lifespan, secrets=login())
