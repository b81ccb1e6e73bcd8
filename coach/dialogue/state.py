"""What a talk is made of: ids, the balance record, the dialogue state and one reply.

Plain frozen dataclasses; `STATE` and `REPLY` turn them into JSON and back.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from coach.dialogue.prepared import Arranged, Intake, Table

Language = Literal["nl", "en"]
Audience = Literal["leader", "coach", "client"]
Phase = Literal["opening", "contributions", "return", "repair", "reciprocity", "mirror", "closing"]
Act = Literal[
    "ask", "deepen", "explain", "example", "refer", "summarise", "repair_dialogue", "close"
]
Intent = Literal[
    "answer_concrete",
    "answer_vague",
    "dont_know",
    "question",
    "request_example",
    "resist",
    "emotion",
    "back",
    "skip",
    "summary",
    "stop",
    "greeting",
    "off_topic",
    "injection",
]
Route = Literal[
    "none", "crisis", "emergency", "burnout", "harassment", "legal", "whistleblowing", "medical"
]
Source = Literal["seen", "heard", "assumed"]
Voice = Literal["guided", "model", "fallback"]
Speaker = Literal["guided", "here", "elsewhere", "open"]  # where a model runs; open: names unhidden
Slot = Literal["who", "what", "when", "effect"]
Field = Literal[
    "who",  # who gave, or of whom too much was asked
    "what",  # an observable act
    "when",  # period or moment
    "normal",  # what was simply the job
    "extra",  # what came on top
    "cost",  # what it took: time, energy, home, work left undone
    "enabled",  # what it made possible
    "came_back",  # what came back so far
    "said",  # what was said about it, to whom
    "promised",  # by whom, and whether it was kept
    "their_view",  # the other's side: words, state, wish
    "own_share",  # the speaker's own part
    "mandate",  # what is theirs to decide
    "not_possible",  # what isn't
    "offer",  # what they can give or put right
    "sentence",  # a sentence they could say
    "pattern",  # how giving and taking usually goes here
    "habit",  # what they will keep up, with owner and review
    "own_giving",  # where the speaker gives more than comes back
    "own_getting",  # and the other way round
    "wish",  # how they want it, or don't
    "next_step",  # day, hour, meeting, if-then
    "context",  # what they told besides
]

LANGUAGES: tuple[Language, ...] = ("nl", "en")
AUDIENCES: tuple[Audience, ...] = ("leader", "coach", "client")
PHASES: tuple[Phase, ...] = (
    "opening",
    "contributions",
    "return",
    "repair",
    "reciprocity",
    "mirror",
    "closing",
)
SLOTS: tuple[Slot, ...] = ("who", "what", "when", "effect")


@dataclass(frozen=True)
class Away:
    """Who else gets what, besides a model: what is looked up, and all that is kept; "" when nobody."""

    looked_up: str = ""
    kept: str = ""


@dataclass(frozen=True)
class Citation:
    """A passage of the library a reply leans on; `quote` stands verbatim in that section."""

    document: str
    section: str
    language: Language
    quote: str


@dataclass(frozen=True)
class Item:
    """One thing the person told, in their own words, with how they know it."""

    id: str
    field: Field
    text: str
    source: Source
    turn: int
    about: str = ""  # whose contribution it belongs to, as the person named them
    by: str = ""  # who said or promised it
    clause: str = ""  # the whole clause it was taken from, as it was written


@dataclass(frozen=True)
class OpenQuestion:
    """Something not known yet, and whom to ask; `key` names an authored line in prompts/."""

    key: str
    about: str
    turn: int


@dataclass(frozen=True)
class BalanceRecord:
    """What one conversation collected; it belongs to that conversation, never to a colleague."""

    items: tuple[Item, ...] = ()
    open: tuple[OpenQuestion, ...] = ()


@dataclass(frozen=True)
class Exchange:
    """One turn as later turns need it: what was asked, what came, how it was understood."""

    turn: int
    question_id: str
    user: str
    intent: Intent | None
    reply: str
    blocks: tuple[str, ...] = ()
    ask: str = ""  # what was said of the talk itself (a kind of asks.py)


@dataclass(frozen=True)
class Speech:
    """How a model was asked, for a reply or to read a turn, and how that ended; no text of the talk.

    `ended` is "" when all of its words were used, gate:RULE when the gate stopped it, resting when
    it wasn't asked after failing several times, else the reason of `ModelFailed`.
    """

    model: str
    prompt: str  # its name and language
    prompt_hash: str  # of every template the request was made of
    tokens_in: int
    tokens_out: int
    ended: str = ""
    sentences: int = 0  # of the model's that were shown
    budget: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Rewording:
    """What a model made of one question of a sheet: `text` stands for `of`, its set wording.

    `rule` is why the set wording stands, "" when `text` does: a rule of the gate, "missing" when
    the model said nothing for it, or how asking ended (as in `Speech`).
    """

    question: str
    of: str
    text: str = ""
    rule: str = ""


@dataclass(frozen=True)
class SheetWording:
    """A model's wording of a question sheet; `told` tells what it was made for from anything else."""

    told: str
    questions: tuple[Rewording, ...] = ()
    speeches: tuple[Speech, ...] = ()


@dataclass(frozen=True)
class Destination:
    """Where a model elsewhere is asked: a yes to one is no yes to another."""

    host: str  # with its port when the address names one
    hides: bool  # whether names and identifiers are hidden before


@dataclass(frozen=True)
class PageBefore:
    """The page as it was before the turn that changed it last, which may be undone."""

    turn: int
    items: tuple[Item, ...]
    off: tuple[str, ...]
    fixed: tuple[tuple[str, str], ...]
    placed: tuple[str, ...]
    focus: str
    kept: tuple[str, ...]


@dataclass(frozen=True)
class State:
    """Everything a talk needs to go on; stored with every coach turn."""

    language: Language
    audience: Audience
    phase: Phase = "opening"
    turn: int = 0
    record: BalanceRecord = field(default_factory=BalanceRecord)
    focus: str = ""  # the contribution in hand, by the name the person gave it
    kept: tuple[str, ...] = ()  # contributions named and put aside, still to come back to
    first: str = ""  # whose contribution the talk began with, to go on with after one that was kept
    aside: tuple[str, ...] = ()  # people the talk was about and turned away from, by request
    nobody: tuple[str, ...] = ()  # what was taken for a person and isn't one, in lower case
    visited: tuple[Phase, ...] = ("opening",)
    skipped: tuple[Phase, ...] = ()
    asked: tuple[str, ...] = ()  # ids of bank questions asked so far, in order
    used: tuple[str, ...] = ()  # ids of phrases said so far
    asked_on: tuple[str, ...] = ()  # "slot:about" once for every time it was asked on
    history: tuple[Exchange, ...] = ()
    route: Route = "none"  # the referral that stands; none when the talk goes on
    variant: str = "self"  # whom it is about, as in `Screening`: its text is said again for them
    to_coach: bool = False  # it speaks to a coach, of what a client said
    country: str = ""  # "nl", "be", "gb", … once known
    denied: tuple[Route, ...] = ()  # referrals of which the person said that they are mistaken
    formal: bool = False  # the person says u
    form_asked: bool = False  # they asked for je or u: so it stays, whatever they write
    closed: bool = False
    next_item: int = 1
    struck: tuple[Item, ...] = ()  # what the last turn took off the page
    before: PageBefore | None = None  # what an undoing brings back
    placed: tuple[str, ...] = ()  # ids of the lines whose heading the person chose
    off: tuple[str, ...] = ()  # lines of the page the person took off, as they stood there
    fixed: tuple[tuple[str, str], ...] = ()  # parts of the page the person worded themself, by key
    set_phrases: bool = False  # the person wants the set phrases, also when there is a model
    leaves_since: int = 0  # the first turn of which the person saw what leaves, and agreed
    leaves_to: Destination | None = None  # what they agreed to; not kept with earlier talks
    intake: Intake | None = None  # a coach prepares a session here; else it is a talk
    arranged: Arranged | None = None  # a coach's question sheet, once it was changed
    sheet_wording: SheetWording | None = None  # what a model made of the questions of that sheet
    table: Table | None = None  # cups on a table, when a coach put them there
    after: str = ""  # the id of the talk this one follows up
    last_step: str = ""  # the step chosen there, as the person said it
    unsure: tuple[str, ...] = ()  # ids of the lines of which it wasn't sure what they tell
    doubted: tuple[str, ...] = ()  # of these, those of which it hardly was: the page has them apart
    # How much a line of what it cost says (tenths), by its id; "weights" of earlier talks held fractions.
    weighed: tuple[tuple[str, int], ...] = ()

    def may_leave(self, to: Destination) -> bool:
        """Tell whether the person agreed that this talk goes there, in that form."""
        return self.leaves_since > 0 and self.leaves_to == to


@dataclass(frozen=True)
class Contact:
    """One entry of knowledge/referrals.yaml as a referral shows it."""

    name: str
    phone: str = ""
    url: str = ""
    note: str = ""


@dataclass(frozen=True)
class Reply:
    """One coach turn, whole. `text` includes `question`; a referral carries its contacts."""

    turn: int
    language: Language
    phase: Phase
    act: Act
    intent: Intent | None
    text: str
    question: str
    citations: tuple[Citation, ...] = ()
    missing: tuple[Slot, ...] = ()
    route: Route = "none"
    contacts: tuple[Contact, ...] = ()
    voice: Voice = "guided"
    blocks: tuple[str, ...] = ()  # ids of the authored phrases it was made of, for inspection
    guided_text: str = ""  # what a model was to say in other words; "" when none was asked
    guided_question: str = ""  # the authored question of that
    read: Speech | None = None  # how a model was asked to read the turn, when one was


@dataclass(frozen=True)
class Outcome:
    """What one step of the talk gives back: the state to keep and the reply to show."""

    state: State
    reply: Reply
    speech: Speech | None = None  # how a model was asked for it, when one was


def opened_in(outcome: Outcome, country: str) -> Outcome:
    """Return an opening with the country the operator set, unless the person named theirs before."""
    state = outcome.state
    return replace(outcome, state=replace(state, country=state.country or country))


def items_of(record: BalanceRecord, *fields: Field, about: str | None = None) -> list[Item]:
    """Return the items of those fields, in the order they were told."""
    return [
        i for i in record.items if i.field in fields and (about is None or i.about in {about, ""})
    ]


def fixed(state: State, key: str) -> str:
    """Return what the person wrote for a part of the page themself; "" when they didn't."""
    return dict(state.fixed).get(key, "")


def agreed(state: State, to: Destination) -> State:
    """Return `state` with the person's yes to what they were just shown, which goes to `to`."""
    return replace(state, leaves_since=state.turn + 1, leaves_to=to)


def edit_item(state: State, item_id: str, text: str, source: Source) -> State:
    """Return `state` with one record item reworded by the person; an unknown id changes nothing."""
    items = tuple(
        replace(item, text=text, clause=text, source=source) if item.id == item_id else item
        for item in state.record.items
    )
    return replace(state, record=replace(state.record, items=items))


def reworded(state: State, word: Callable[[str], str]) -> State:
    """Return `state` as `word` gives what was written into it: the record, a sheet, a table."""
    items = tuple(
        replace(
            item, text=word(item.text), clause=word(item.clause),
            about=word(item.about), by=word(item.by),
        )
        for item in state.record.items
    )  # fmt: skip
    return replace(
        state,
        record=replace(state.record, items=items),
        arranged=state.arranged and _arranged(state.arranged, word),
        sheet_wording=state.sheet_wording and _worded(state.sheet_wording, word),
        table=state.table and _table(state.table, word),
    )


def _arranged(arranged: Arranged, word: Callable[[str], str]) -> Arranged:
    return replace(
        arranged,
        now=tuple(replace(each, text=each.text and word(each.text)) for each in arranged.now),
    )


def _worded(wording: SheetWording, word: Callable[[str], str]) -> SheetWording:
    questions = tuple(
        replace(each, of=word(each.of), text=each.text and word(each.text))
        for each in wording.questions
    )
    return replace(wording, questions=questions)


def _table(table: Table, word: Callable[[str], str]) -> Table:
    cups = tuple(replace(cup, name=word(cup.name)) for cup in table.cups)
    return Table(word(table.question), cups, word(table.noticed), word(table.check))


def remove_item(state: State, item_id: str) -> State:
    """Return `state` without that record item."""
    items = tuple(item for item in state.record.items if item.id != item_id)
    return replace(state, record=replace(state.record, items=items))


def corrected_before(before: State, was: State, now: State) -> State:
    """Return `before`, the state before the last turn, with what the person changed since then.

    `was` and `now` are the state after that turn, without and with the change.
    """
    old, new = ({item.id: item for item in state.record.items} for state in (was, now))
    items = tuple(
        new[item.id] if item.id in new and old.get(item.id) != new[item.id] else item
        for item in before.record.items
        if item.id in new or item.id not in old
    )
    return replace(
        before,
        record=replace(before.record, items=items),
        language=now.language if now.language != was.language else before.language,
        country=now.country,
        set_phrases=now.set_phrases,
        leaves_since=now.leaves_since,
        leaves_to=now.leaves_to,
        arranged=now.arranged,
        sheet_wording=now.sheet_wording,
        table=now.table,
    )


REFER = "refer"  # what a referral, and a turn while it stands, is kept under in the history
WHICH_LINE = frozenset({"phrase:which-line-question", "phrase:what-line-question"})  # what a line of the page is to say
REVIEWED = WHICH_LINE | {"phrase:summary-question", "phrase:close-question"}


def is_reviewing(state: State) -> bool:
    """Tell whether the person was just shown a summary or the page, and asked what is wrong."""
    asked = state.history[-1].question_id if state.history else ""
    return asked in REVIEWED


def asked_for_request(history: Sequence[Exchange]) -> bool:
    """Tell whether a client was asked last how they would ask for what they want."""
    return bool(history) and history[-1].blocks[-1:] == ("q:mirror-10:#wished",)


def looks_again(state: State) -> bool:
    """Tell whether the person was just asked when they look at the page again, which is no step."""
    return bool(state.history) and state.history[-1].question_id == "phrase:goodbye-question"
