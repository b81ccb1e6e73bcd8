"""A process that keeps a talk and says what is kept as soon as it is, to be ended at any moment.

Reads one turn of the person a line; writes {"role","number","text"} once that turn is stored, or
{"role": "refused"} with the error. A line may also be an order: fill the disk, free it, fill it
while the answer is made, answer what is owed, show what is kept.
"""

from __future__ import annotations

import json
import resource
import shutil
import sys
from collections.abc import Callable
from contextlib import closing, suppress
from dataclasses import replace
from pathlib import Path

from coach.dialogue.state import Exchange, Outcome, Reply, State
from coach.errors import StoreError
from coach.records.store import Store
from coach.settings import Settings

Answer = Callable[[State, str], Outcome]
TINY = 16 * 1024**2  # bytes; a disk made for a test


def plain(state: State, text: str) -> Outcome:
    """Answer without the engine, so that more of the time goes into keeping."""
    said = f"Over {text[:80]}. Wat zag je daar?"
    reply = Reply(
        state.turn + 1, "nl", "contributions", "ask", "answer_concrete", said, "Wat zag je daar?"
    )
    exchange = Exchange(reply.turn, "", text, "answer_concrete", said)
    return Outcome(replace(state, turn=reply.turn, history=(*state.history, exchange)), reply)


def guided(settings: Settings) -> Answer:
    """Return the real talk's answers."""
    from functools import partial

    from coach.dialogue.tools import load_tools
    from coach.dialogue.turn import take_turn

    return partial(take_turn, load_tools(settings))


def tell(**values: object) -> None:
    """Write one line, at once."""
    print(json.dumps(values), flush=True)


def fill(folder: Path) -> None:
    """Leave no room: a tiny disk is written full, on a real one no file may grow any more."""
    if shutil.disk_usage(folder).total < TINY:
        with suppress(OSError), (folder / "filling").open("wb", buffering=0) as file:
            while True:
                file.write(bytes(4096))
    else:
        _, most = resource.getrlimit(resource.RLIMIT_FSIZE)
        resource.setrlimit(resource.RLIMIT_FSIZE, (0, most))


def free(folder: Path) -> None:
    """Give the room back."""
    (folder / "filling").unlink(missing_ok=True)
    _, most = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))


class Talking:
    """One talk, gone on with line by line."""

    def __init__(self, folder: Path, talk: str, voice: str) -> None:
        """Go on with `talk`, or begin one when it is "-"."""
        self.settings = Settings(data_dir=folder)
        self.store = Store(self.settings)
        self.answer = guided(self.settings) if voice == "guided" else plain
        self.talk = talk if talk != "-" else self.begin()
        self.state = self.store.load(self.talk).state
        self.fills = False

    def begin(self) -> str:
        """Keep a new talk; return its id."""
        from coach.dialogue.putting import open_talk  # a worker that goes on starts sooner without

        return self.store.create(open_talk(None, "nl", "leader"))

    def owed(self) -> None:
        """Give the answer that a turn of the person didn't get yet."""
        said = self.store.load(self.talk).pending
        if said is not None:
            self.reply(said)

    def say(self, said: str) -> None:
        """Keep a turn of the person, and answer it."""
        self.store.add_user_turn(self.talk, self.state.turn + 1, said)
        tell(role="user", number=self.state.turn + 1, text=said)
        self.reply(said)

    def reply(self, said: str) -> None:
        """Answer, and keep the answer."""
        outcome = self.answer(self.state, said)
        if self.fills:
            fill(self.settings.data_dir)
        self.store.add_coach_turn(self.talk, outcome)
        self.state = outcome.state
        tell(role="coach", number=outcome.reply.turn, text=outcome.reply.text)

    def order(self, what: str) -> None:
        """Do what a test asks for besides talking."""
        if what == "fill":
            fill(self.settings.data_dir)
        elif what == "fill while answering":
            self.fills = True
        elif what == "free":
            self.fills = False
            free(self.settings.data_dir)
        elif what == "answer":
            self.owed()
        with closing(Store(self.settings, reading=True)) as store:
            kept = store.load(self.talk).turns
        tell(role=what, kept=[[each.role, each.number, each.text] for each in kept])


def main(folder: str, talk: str, voice: str) -> None:
    """Go on with `talk` in `folder`; an answer that is owed comes first."""
    talking = Talking(Path(folder), talk, voice)
    tell(role="ready", number=talking.state.turn, text=talking.talk)
    talking.owed()
    for line in sys.stdin:
        wanted = json.loads(line)
        try:
            if isinstance(wanted, dict):
                talking.order(wanted["do"])
            else:
                talking.say(wanted)
        except StoreError as error:
            tell(role="refused", error=type(error).__name__, text=str(error))


if __name__ == "__main__":
    main(*sys.argv[1:])
