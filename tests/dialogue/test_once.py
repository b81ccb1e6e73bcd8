"""What was read once in a turn isn't read again, and nothing of it is kept after."""

from __future__ import annotations

from coach.dialogue import once
from coach.dialogue.clauses import clauses, tokenise
from coach.dialogue.lexicon import load_lexicon
from coach.dialogue.once import kept_within_a_turn, one_turn

SAID = "Marjan deed de roosters en Piet belde de ziekenboeg."


def test_the_same_is_read_once_in_a_turn_and_again_in_the_next() -> None:
    read: list[str] = []

    @kept_within_a_turn
    def reads(text: str) -> tuple[str, ...]:
        read.append(text)
        return tuple(text.split())

    with one_turn():
        assert reads(SAID) == reads(SAID) == tuple(SAID.split())
    assert len(read) == 1
    with one_turn():
        reads(SAID)
    reads(SAID)
    assert len(read) == 3


def test_a_turn_reads_the_same_with_and_without_and_keeps_nothing() -> None:
    lexicon = load_lexicon("nl")
    with one_turn():
        within = tokenise(SAID, lexicon), clauses(SAID, lexicon)
        assert clauses(SAID, lexicon) is within[1]
    assert within == (tokenise(SAID, lexicon), clauses(SAID, lexicon))
    assert once._read.get() is None
