"""Which line of the page somebody means, and what they told before that isn't on it.

A line is meant when it is quoted, or when most of what is said of it stands in it. Anything less
means none: the wrong line taken off costs more than one more question.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from coach.dialogue.clauses import Clause, clauses
from coach.dialogue.lexicon import Lexicon
from coach.dialogue.page.page import PageLine, page
from coach.dialogue.review_wording import Wording
from coach.dialogue.state import REFER, REVIEWED, Item, State
from coach.dialogue.word_forms import lemma

QUOTED = re.compile(r"(?<!\w)[‘“\"']([^‘“”\"]{2,120}?)[’”\"'](?!\w)")
SPOKEN = frozenset({"sentences", "request"})  # parts that are said aloud, in sentences
ASIDE = frozenset({"who", "when"})  # what was told that stands in no line by itself
SAID_OF_IT = 0.6  # the share of the words said of a line that stand in it
OF_THE_LINE = 0.6  # or the share of the line's own words that was said
A_WORD = 4  # letters of a word that another may end in: "avondmails" speaks of mails
A_PART = 0.3  # of the line's own words that must be said as well, unless all that was said is in it


@dataclass(frozen=True)
class Shown:
    """A line as it stands under a heading; `quote` is the stretch of it that was meant."""

    part: str  # key of the heading; "" for what was told and stands nowhere
    line: PageLine
    quote: str = ""

    @property
    def told(self) -> str:
        """What is quoted of the line: the stretch that was meant, else all of it but a name put before it."""
        item, text = self.line.item, self.line.text
        named = item is not None and norm(text) == norm(f"{item.about} {item.text}") and norm(text) not in norm(item.clause)
        return self.quote or (item.text if item is not None and named else text)


def lines_shown(state: State) -> list[Shown]:
    """Return the lines of the page, and behind them what the record holds besides."""
    shown = [Shown(part.key, line) for part in page(state) for line in part.lines]
    there = " ".join(norm(each.line.text) for each in shown)
    hidden = [i for i in state.record.items if i.field not in ASIDE | {"context"} and norm(i.text) not in there]
    return shown + [Shown("", PageLine(i.text, item=i)) for i in hidden]


def norm(text: str) -> str:
    """Return `text` in lower case without marks, to be found in another."""
    return " ".join(re.findall(r"[\w']+", text.lower().replace("’", "'").replace("‘", "'"))).replace("'", "")


_ONE = r"(?:\d{1,2}|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|een|één|twee|drie|vier|vijf|zes|zeven|acht|negen|tien|elf|twaalf)"
HOURS = re.compile(
    rf"(?<![\w.:])(?:(?:{_ONE}|kwart|(?:a )?quarter|half|twintig|twenty(?:[- ]five)?)(?: minuten| minutes)? (?:voor|over|to|past) (?:half )?{_ONE}|half {_ONE}|\d{{1,2}}[.:]\d\d|(?:(?<=\bat )|(?<=\bom )){_ONE}(?: uur| o'clock)?(?=\s*(?:[.,;!?]|$)))(?![\w:])", re.I
)  # fmt: skip


def hours_in(text: str) -> list[tuple[int, int]]:
    """Return where hours stand in `text` that are told in more than one word ("ten to seven")."""
    return [m.span() for m in HOURS.finditer(text)]


def part_of_hour(words: str, text: str) -> bool:
    """Tell whether `words` stand in `text` within an hour, of which they are no more than a part."""
    spans = [m.span() for m in re.finditer(rf"(?<!\w){re.escape(words)}(?!\w)", text, re.I)]
    hours = hours_in(text)
    return any(a <= start and end <= b and end - start < b - a for start, end in spans for a, b in hours)


def quotes_in(part: str) -> list[str]:
    """Return what stands in quotation marks."""
    return [q.strip(" .,;:") for q in QUOTED.findall(part) if re.search(r"\w", q)]


def stems(text: str, lexicon: Lexicon, wording: Wording) -> set[str]:
    """Return the dictionary forms of the words of `text` that may say which line is meant."""
    kinds = {"word", "name", "month", "weekday", "number", "participle", "verb", "infinitive"}
    found = {
        lemma(t.lower.removesuffix("'s"), lexicon.language)
        for c in clauses(text, lexicon) for t in c.words if t.kind in kinds
    }  # fmt: skip
    return found - wording.rest


def meant(
    part: str, shown: Sequence[Shown], lexicon: Lexicon, wording: Wording, bare: str | None = None
) -> list[Shown]:
    """Return the lines `part` speaks of: every one it quotes, else the one its words stand in.

    `bare` is the part without the words that ask for something, when those are known.
    """
    quoted: list[Shown] = []
    for quote in quotes_in(part):
        told = norm(quote)
        exact = [s for s in shown if norm(s.line.before + s.line.text) == told or norm(s.line.text) == told]
        holds = [s for s in shown if f" {told} " in f" {norm(s.line.before + s.line.text)} "]
        within = [s for s in shown if len(norm(s.line.text).split()) > 1 and norm(s.line.text) in told]
        loose = [s for s in shown if _nearly_holds(told, norm(s.line.text))]
        found = exact or holds or within or (loose if len(loose) == 1 else [])
        seen = [s for s in found if s.part] or found
        of_label = {s for s in holds if f" {told} " not in f" {norm(s.line.text)} "}  # it is called so: all of it
        quoted += [Shown(s.part, s.line, "" if exact or not holds or s in of_label else quote) for s in seen]
    if quoted or quotes_in(part):
        return quoted
    if stretch := _stretch(part if bare is None else bare, shown, lexicon):
        return stretch
    said = stems(part if bare is None else bare, lexicon, wording)
    if not said:
        return []
    own = [stems(s.line.before + s.line.text, lexicon, wording) for s in shown]
    often = Counter(stem for each in own for stem in each)
    scored = []
    for line, words in zip(shown, own, strict=True):
        shared = {s for s in said if s in words or any(_ends_in(s, w) for w in words)}
        of_said, of_line = len(shared) / len(said), len(shared) / max(len(words), 1)
        only_here = len(shared) > 1 and all(often[s] == 1 for s in shared)
        enough = of_said == 1 or of_said >= SAID_OF_IT and (of_line >= A_PART or only_here) or of_line >= OF_THE_LINE and of_said >= A_PART
        if shared and enough:
            scored.append((sum(1 / max(often[s], 1) for s in shared), bool(line.part), of_line, line))
    first_hand = [s for s in scored if s[-1].part not in SPOKEN]  # what is put together repeats it
    scored = first_hand or scored
    if not scored or len(said) == 1 and len([s for s in scored if s[1]]) > 1:
        return []  # one word that stands in several lines tells none
    best = max(score[:3] for score in scored)
    return [line for *score, line in scored if tuple(score) == best][:1]


def _nearly_holds(told: str, line: str) -> bool:
    """Tell whether a line holds the words of a quotation in their order, with others between."""
    words, place = told.split(), 0
    if len(words) < FEWEST_LOOSE:
        return False
    for word in line.split():
        place += place < len(words) and word == words[place]
    return place == len(words)


FEWEST_LOOSE = 4  # words of a quotation that may be broken up
FEWEST_STRETCH = 3  # words said of a line that stand in it side by side


def _stretch(text: str, shown: Sequence[Shown], lexicon: Lexicon) -> list[Shown]:
    """Return the line in which most of what is said stands word for word; none when two do."""
    words = norm(text).split()
    for length in range(len(words), FEWEST_STRETCH - 1, -1):
        if length < len(words) * SAID_OF_IT:
            break
        for start in range(len(words) - length + 1):
            told = " ".join(words[start : start + length])
            holds = [s for s in shown if s.part not in SPOKEN and f" {told} " in f" {norm(s.line.text)} "]
            if len({norm(s.line.text) for s in holds}) == 1:
                short = length <= A_PART * len(norm(holds[0].line.text).split())
                return [Shown(holds[0].part, holds[0].line, told if short else "")]
    return []


def _ends_in(said: str, word: str) -> bool:
    """Tell whether what is said is a compound of a word, or a name with the s of its owner."""
    bare, of = said.removesuffix("s"), word.removesuffix("s")
    return len(of) >= A_WORD and (bare == of or bare.endswith(of))


def held_by(shown: Shown, items: Iterable[Item]) -> list[Item]:
    """Return the items whose words a line is made of."""
    text = f" {norm(shown.line.text)} "
    within = [i for i in items if i.field not in ASIDE and norm(i.text) and f" {norm(i.text)} " in text]
    return within or ([shown.line.item] if shown.line.item else [])


def told_before(said: set[str], state: State, lexicon: Lexicon, wording: Wording) -> tuple[str, Clause, int] | None:
    """Return what was told in an earlier turn that most of `said` stands in: text, clause, turn."""
    best: tuple[float, str, Clause | None, int] = (0.0, "", None, 0)
    for number, exchange in enumerate(state.history):
        if exchange.question_id == REFER or number and state.history[number - 1].question_id in REVIEWED:
            continue  # told while a referral stood, or said of a page: not told for it
        parts = clauses(exchange.user, lexicon)
        for clause in parts:
            if exchange.user[clause.end : clause.end + 1] == "?":
                continue  # asked, and not told
            own = stems(clause.text, lexicon, wording)
            shared = own & said
            enough = len(shared) >= 2 or len(shared) == len(said) and shared
            if enough and len(shared) / len(said) >= SAID_OF_IT:
                score = len(shared) + len(shared) / max(len(own), 1)
                if score > best[0]:
                    best = (score, _sentence(clause, parts, exchange.user), clause, exchange.turn)
    return None if best[2] is None else (best[1], best[2], best[3])


MOST_WORDS = 24  # of a sentence that is taken whole


def _sentence(clause: Clause, parts: Sequence[Clause], text: str) -> str:
    """Return the sentence a clause stands in when it is short, else the clause."""
    around = [c for c in parts if c.sentence == clause.sentence]
    whole = text[around[0].start : around[-1].end].strip()
    return whole if len(whole.split()) <= MOST_WORDS else clause.text
