"""What has been read of a turn up to a clause; one clause after the other goes by what stands here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from coach.dialogue.asked import Asked
from coach.dialogue.clauses import Clause, Token, bare_text
from coach.dialogue.grammar import is_first, subject_of
from coach.dialogue.lexicon import Lexicon
from coach.dialogue.people import known_as, people_in
from coach.dialogue.pieces import Found, is_question
from coach.dialogue.reader_network import Read
from coach.dialogue.state import Field

PERHAPS = 0.3  # the probability from which a clause may tell what it cost or brought
RULED = 0.6  # what a rule says counts as at least this sure
INITIALS = 3  # letters ("D.", "J.B")
SENTENCE = 4  # words in which a name stands somewhere
HARDLY = 0.4  # the probability that a name is somebody's, under which it isn't taken for one


@dataclass
class SoFar:
    """A turn, and what was found in it so far."""

    text: str
    parts: Sequence[Clause]
    asked: Asked
    lexicon: Lexicon
    network: Read
    about_talk: frozenset[int]  # the sentences that speak of the talk and tell nothing
    flagged: frozenset[int]  # all sentences that speak of it
    about: str  # whom it tells of
    found: list[Found] = field(default_factory=list)
    aside: list[Clause] = field(default_factory=list)  # said to the coach
    tellers: list[str] = field(default_factory=list)  # who told it, who isn't brought up by that
    told_by: int = -1  # the sentence that says who told it
    lead: Clause | None = None  # "she said then:", whose words follow
    headed: tuple[Field, int] | None = None  # "Promised: …" says what its sentence tells
    perhaps: tuple[float, str] = (PERHAPS, "")  # what may be a cost or a gain, and how sure
    done: str = ""  # what was done by nobody in particular
    pointed: tuple[str, int] = ("", -1)  # whom the speaker brought up, and in which sentence
    by_name: set[str] = field(default_factory=set)  # who was named, and is no role any more

    @property
    def early(self) -> bool:
        """Whether a leader is asked what somebody did."""
        return self.asked.phase in {"opening", "contributions"} and self.asked.audience == "leader"

    @property
    def nobody_yet(self) -> bool:
        """Whether a leader hasn't told of anybody before this turn."""
        return self.asked.audience == "leader" and not self.asked.focus

    def is_nobody(self, who: str) -> bool:
        """Tell whether a role is hardly anybody's where it stands ("the irrigation")."""
        start = self.text.find(who)
        stands = len(self.text.split()) >= SENTENCE and len(who) > INITIALS and start >= 0
        return stands and float(self.network.people[start : start + len(who)].max()) < HARDLY / 2

    def as_known(self, name: str) -> str:
        """Return a name as it was written before, whatever capitals it has now; a first name as the whole one."""
        return known_as(name, (self.asked.focus, *self.asked.names))


@dataclass
class Part:
    """A clause, what the network says it tells, and how sure that is (0 to 1)."""

    clause: Clause
    label: str
    sure: float
    effect: float  # the probability that it tells what something cost or brought
    bare: str
    names: tuple[str, ...]
    subject: tuple[Token, ...] | None
    asks: bool  # a question
    behind: bool = False  # its clause stands behind "dat", which somebody says
    meets: bool = False  # a day on which they meet, whatever is asked with it

    @property
    def brings_up(self) -> bool:
        """Whether the speaker is its subject."""
        return is_first(self.clause, self.subject)


def part_of(clause: Clause, label: str, sure: float, effect: float, so: SoFar) -> Part:
    """Return a clause as the network labelled it."""
    names = tuple(people_in(clause, so.asked, so.lexicon))
    subject = subject_of(clause, so.lexicon)
    return Part(clause, label, sure, effect, bare_text(clause), names, subject, is_question(clause, so.text))
