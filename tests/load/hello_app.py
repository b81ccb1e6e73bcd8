"""The least page that answers: the floor that Streamlit itself sets."""

from __future__ import annotations

import streamlit as st

said = st.session_state.setdefault("said", [])
for each in said:
    st.text(each)
if text := st.chat_input(key="message"):
    said.append(text)
    st.text(text)
    with st.container(key="answering"):
        st.markdown(f"Je zei: {len(text)} tekens.")
