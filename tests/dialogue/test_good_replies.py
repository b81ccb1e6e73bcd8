"""Good replies come through whole when a server says them word by word."""

from __future__ import annotations

import pytest

from coach.dialogue.gate import Gate
from coach.dialogue.telling import sentences
from tests.dialogue.replies import replies
from tests.fakes.misbehaving import MisbehavingServer, good
from tests.fakes.models import model_at

WANTED = 0.95  # of the sentences


@pytest.mark.parametrize("name", ["good", "good.held", "good.walk", "good.transcripts"])
def test_good_replies_said_by_a_server_pass_sentence_by_sentence(name: str) -> None:
    labelled = replies(name)
    assert len(labelled) >= 40
    passed = said = 0
    with MisbehavingServer(*(good(each.reply) for each in labelled)) as server:
        model = model_at(server)
        for each in labelled:
            gate = Gate(each.allowed)
            for piece in model.stream([("human", each.id)]):
                list(gate.feed(piece))
            list(gate.finish())
            passed += sentences(gate.shown)
            said += sentences(each.reply)
    assert passed >= WANTED * said
