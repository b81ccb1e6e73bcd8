"""What somebody looks back on, on their own computer: a list, and opening an invitation."""

from __future__ import annotations

import streamlit as st

from coach.errors import InputError
from coach.records.in_transaction import title_of
from coach.records.store import Store
from coach.sheets.invitation import MOST_BYTES, read_invitation
from coach.web.own_documents import name_chooser
from coach.web.plain import line
from coach.web.visit import Visit

LONGEST_NAME = 70  # characters of a step in a list


def looking_back(visit: Visit, store: Store) -> None:
    """Draw what there is to look back on, the newest first; nothing when there is nothing."""
    texts = visit.texts
    found = [each for each in store.follow_ups.agreements() if each.kind != "sent"]
    if not found:
        return
    st.subheader(texts("follow_up.list"), anchor=False)
    with st.container(key="looking_back", gap=None):
        for each in found:
            name = next(iter(each.steps), texts("follow_up.title"))
            short = title_of(name, LONGEST_NAME)
            with st.container(
                key=f"row_talk_follow_{each.id}", horizontal=True, vertical_alignment="center"
            ):
                with st.container(gap=None):
                    st.markdown(f"{line(short)}  \n:small[:gray[{texts.date(each.made)}]]")
                st.button(
                    f"{texts('follow_up.list_open')}:small[: {line(short)}]",
                    key=f"row_go_follow_{each.id}",
                    on_click=st.query_params.from_dict,
                    args=({"follow": each.id},),
                )


def open_invitation(visit: Visit, store: Store) -> None:
    """Draw where an invitation that came as a file is opened; go to it once it is read."""
    texts = visit.texts
    st.subheader(texts("follow_up.file"), anchor=False)
    st.markdown(texts("follow_up.file_note"))
    with st.container(key="own_file_invitation"):
        name_chooser(texts)
        uploaded = st.file_uploader(
            texts("follow_up.file_choose"), key="invitation_upload", max_upload_size=1
        )
    if uploaded is None:
        return
    try:
        if uploaded.size > MOST_BYTES:
            raise InputError("It is larger than an invitation can be.")
        invitation = read_invitation(uploaded.getvalue())
    except InputError:
        st.warning(texts("follow_up.file_refused"))
        return
    kept, _ = store.follow_ups.agree(
        "received", invitation.language, invitation.steps, sender=invitation.sender
    )
    st.session_state.pop("invitation_upload", None)
    visit.note("follow_up", kept.id)
    st.rerun()
