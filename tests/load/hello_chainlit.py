"""The least page of Chainlit that answers: the floor that Chainlit itself sets.

It runs in an environment of its own, `.make/chainlit-env`, with nothing of ours in it.
"""

import chainlit as cl  # type: ignore[import-not-found]


@cl.on_message  # type: ignore[untyped-decorator]
async def answer(message: cl.Message) -> None:
    """Answer as hello_app.py does."""
    await cl.Message(content=f"Je zei: {len(message.content)} tekens.").send()
