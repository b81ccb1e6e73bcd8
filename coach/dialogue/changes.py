"""What became of the page or the record, in words: only what stands there is said to."""

from __future__ import annotations

from collections.abc import Sequence

from coach.dialogue.page.editing import Done
from coach.dialogue.page.headed import home_of
from coach.dialogue.phrasebook import Phrasebook
from coach.dialogue.review import Review
from coach.dialogue.state import Item, State
from coach.dialogue.words import not_said_aloud, shortened

MOST_TOLD = 3  # kinds of change that are told in one reply
Told = tuple[str, dict[str, str]]  # a phrase and its fills
PHRASES = {
    "off": "struck", "moved": "now-under", "back": "back-on", "there": "there", "of": "now-of", "not-there": "not-there", "gone": "not-on", "marked": "now-marked",
    "reads": "reads", "stands": "own-words", "behind": "own-words-behind", "undone": "undone", "unchanged": "nothing-to-undo", "named": "now-named", "still": "nothing-changed",
}  # fmt: skip

# What is said of a page that wasn't shown yet.
UNSEEN = {"now-reads": "changed", "added-under": "added", "now-says": "changed", "there": "have-it"}

# Every phrase that says what changed.
OF_CHANGES = frozenset({*PHRASES.values(), *UNSEEN, *UNSEEN.values()})


def done_to_page(review: Review, book: Phrasebook, walking: bool = False) -> list[Told]:
    """Return phrases with their fills for what a turn did to the page, one for each kind.

    `walking`: nothing of a page was shown, so that no heading is spoken of.
    """
    told: dict[tuple[str, str], list[str]] = {}
    for each in review.done:
        phrase, heading = PHRASES.get(each.how) or _written(each), each.heading
        if walking and phrase in UNSEEN:
            phrase, heading = UNSEEN[phrase], ""
        told.setdefault((phrase, heading), []).append(each.who or each.text)
    phrases: list[Told] = []
    for (phrase, heading), texts in told.items():
        if phrase in {"not-there", "undone", "nothing-to-undo", "nothing-changed"}:
            phrases.append((phrase, {}))
        elif phrase == "reads":
            phrases.append((phrase, {"a": texts[-1]}))
        elif phrase == "now-of":
            phrases.append((phrase, {"who": texts[-1]}))
        elif named := _named(texts):
            phrases.append((phrase, {"a": named, "heading": heading}))
    return phrases[:MOST_TOLD]


def _written(done: Done) -> str:
    if done.how == "added":
        return "added-under" if done.heading else "added"
    return "now-reads" if done.heading else "now-says"


def changes(before: State, state: State, book: Phrasebook) -> list[Told]:
    """Return phrases for what a correction in the middle of the walk did to the record."""
    old = {i.id: i for i in before.record.items}
    new = {i.id: i for i in state.record.items}
    told: list[Told] = []
    gone = [i for name, i in old.items() if name not in new and i.field not in {"who", "when", "context"}]
    if gone:
        told.append(("struck", {"a": _of(gone)}))
    filed = [i for name, i in new.items() if name in old and old[name].field != i.field]
    key = home_of(filed[0].field, state.audience) if filed else ""
    if key:
        told.append(("now-under", {"a": _of(filed), "heading": book.heading(key, state.audience)}))
    other = [i for name, i in new.items() if name in old and old[name].text != i.text]
    if other:
        told.append(("changed", {"a": _of(other)}))
    return [(phrase, fills) for phrase, fills in told if all(fills.values())][:2]


def _of(items: Sequence[Item]) -> str:
    return _named([i.text for i in items])


def _named(texts: Sequence[str]) -> str:
    """Return at most three lines in quotation marks, shortened where they are long."""
    said = [f"‘{short}’" for text in texts if (short := shortened(text)) and not not_said_aloud(short)]
    return ", ".join(dict.fromkeys(said[:3]))
