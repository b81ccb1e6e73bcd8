"""What the coach promises about every turn, as checks that name each promise that was broken."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

import yaml

from coach.content import content_folder
from coach.dialogue.address import EN_SECOND, NL_AFTER, NL_SECOND
from coach.dialogue.cleaning import cleaned
from coach.dialogue.formal import formal
from coach.dialogue.phrasebook import load_phrasebook
from coach.dialogue.spoken import CHOICE
from coach.dialogue.state import PHASES, Language, Outcome, Reply, State
from coach.dialogue.word_forms import lemma
from coach.dialogue.words import COUNT
from coach.records.state_json import state_from_json, state_to_json
from coach.sheets.plan import plan_markdown

MOST_WORDS = 100
MOST_ASKED_ON = 2
ANSWERS = {"answer_concrete", "answer_vague", "dont_know", "resist", "emotion", "skip"}
QUOTED = re.compile(r"‘(.*?)’(?!\w)", re.DOTALL)
WORD = re.compile(r"[^\W_]+")
SAID_TO = {
    # What retelling to somebody may put in place of a word of the speaker's: the second person.
    "nl": {"je", "jij", "jou", "jouw", "jullie", "jezelf", "u", "uw", "heb", "ben", "kun", "dat"},
    "en": {"you", "your", "yours", "yourself", "ve", "those"},
}
SHORT_FORMS = {"nl": {"en", "de", "ging", "naar", "in"}, "en": {"and", "the", "went", "to", "in"}}


@dataclass(frozen=True)
class Talk:
    """A talk so far: the state before a turn, and all the person typed, this turn included."""

    before: State
    said: tuple[str, ...]

    @property
    def words(self) -> str:
        """Everything the person typed, as bare words with a space around each."""
        return " " + " | ".join(bare(cleaned(text)) for text in self.said) + " "


def bare(text: str) -> str:
    """Return the words of `text` in small letters, without marks, one space between."""
    return " ".join(WORD.findall(text.casefold()))


def broken(talk: Talk, after: Outcome) -> list[str]:
    """Return every promise this turn broke, with what broke it; nothing when it kept them all."""
    return [
        *_spoken(after.reply),
        *_moved(talk, after),
        *_kept_to_their_words(talk, after),
        *_written_down(talk, after.state),
    ]


def outside_quotes(text: str) -> str:
    """Return `text` without what stands in ‘ ’."""
    return QUOTED.sub("", text)


def refers(reply: Reply) -> bool:
    """Tell whether the reply is a referral, which keeps to a form of its own."""
    return reply.act == "refer"


# --- how it is said


def _spoken(reply: Reply) -> Iterator[str]:
    text = reply.text
    if not text.strip():
        yield "the reply is empty"
    if not reply.question and not refers(reply):
        yield f"there is no way forward in: {text}"
    if not text.endswith(reply.question):
        yield f"the question ({reply.question}) isn't the end of: {text}"
    if re.search(r"[{}]|\[[^\]]*\|", text):
        yield f"a slot was left open in: {text}"
    if any(c == "!" or unicodedata.category(c) == "So" for c in text):
        yield f"there is an exclamation mark or a picture in: {text}"
    if re.search(r"  |\s[.,;?]|[.,;:]{2}|\.\?|‘’|‘ | ’\W", text):
        yield f"there are marks left over in: {text}"
    if refers(reply):
        return
    if outside_quotes(text).count("?") != 1:
        yield f"there isn't exactly one question in: {text}"
    if len(text.split()) > MOST_WORDS:
        yield f"more than {MOST_WORDS} words: {text}"
    if any("?" in c.quote and c.quote in text for c in reply.citations):
        yield f"the library asks something in: {text}"


# --- where it goes


def _moved(talk: Talk, after: Outcome) -> Iterator[str]:
    before, state, reply = talk.before, after.state, after.reply
    if not reply.turn == state.turn == before.turn + 1:
        yield f"turn {before.turn} was followed by {reply.turn} (state: {state.turn})"
    if state.history[:-1] != before.history or state.history[-1].reply != reply.text:
        yield "the exchange isn't the last of the history"
    if reply.phase != state.phase:
        yield f"the reply is in {reply.phase}, the state in {state.phase}"
    backwards = PHASES.index(state.phase) < PHASES.index(before.phase)
    turned = state.phase == "contributions" and state.focus not in {"", before.focus}
    meant = turned and state.focus.lower() in state.history[-1].user.lower()  # to somebody named
    if backwards and reply.intent != "back" and not before.kept and not meant:
        yield f"unasked from {before.phase} back to {state.phase} on {reply.intent}"
    if state.phase not in state.visited:
        yield f"{state.phase} isn't among the phases visited"
    if reply.intent in ANSWERS:
        for key in set(state.asked_on[len(before.asked_on) :]):
            if state.asked_on.count(key) > MOST_ASKED_ON:
                yield f"{key} was asked on {state.asked_on.count(key)} times"
    if state_from_json(state_to_json(state)) != state:
        yield "the state doesn't survive JSON"


# --- whose words they are


def _kept_to_their_words(talk: Talk, after: Outcome) -> Iterator[str]:
    for item in after.state.record.items:
        for name, text in (("text", item.text), ("clause", item.clause), ("about", item.about),
                           ("by", item.by)):  # fmt: skip
            if not stands_in(text, talk.said):
                yield f"{name} of a record item isn't theirs: {item.field} {text!r}"
    for name in (after.state.focus, *after.state.kept, *(o.about for o in after.state.record.open)):
        if not stands_in(name, talk.said):
            yield f"a name that isn't theirs: {name!r}"
    if refers(after.reply):
        return
    retold = any(block.startswith("words:") for block in after.reply.blocks)
    authored = authored_text(after.reply)
    for quoted in QUOTED.findall(after.reply.text):
        theirs = f" {bare(quoted)} " in talk.words or bare(quoted) in authored
        if not theirs and not (retold and not strangers(quoted, talk, after.reply)):
            yield f"a quotation that isn't theirs: ‘{quoted}’"
    unknown = strangers(after.reply.text, talk, after.reply)
    if unknown:
        yield f"words nobody said or wrote ({', '.join(unknown)}) in: {after.reply.text}"


def stands_in(text: str, said: tuple[str, ...]) -> bool:
    """Tell whether `text` stands literally in what was said, spaces and capitals aside."""
    plain = " ".join(text.lower().split())
    return any(plain in " ".join(cleaned(one).lower().split()) for one in said)


def strangers(text: str, talk: Talk, reply: Reply) -> list[str]:
    """Return the words of `text` that neither the person typed nor an author wrote."""
    known = set(talk.words.split()) | set(authored_text(reply).split())
    known |= set(COUNT[reply.language]) | {"maand", "of", "about", "months", "een", "ongeveer"}
    known |= SAID_TO[reply.language]
    known |= set(bare(talk.before.history[-1].reply).split())  # a question that is asked again
    if any(block.startswith(("words:", "sum")) for block in reply.blocks):
        pairs = (*NL_SECOND, *NL_AFTER) if reply.language == "nl" else EN_SECOND
        known |= {w for _, second in pairs for w in bare(second).split()} | SHORT_FORMS[
            reply.language
        ]
        # A verb goes with "you": werkt je → werk je, she covers → you cover.
        theirs = talk.words.split()
        known |= {w[:-1] for w in theirs if w.endswith("t")} if reply.language == "nl" else {
            lemma(w, "en") for w in theirs
        }  # fmt: skip
    return [word for word in bare(text).split() if word not in known]


def authored_text(reply: Reply) -> str:
    """Return, as bare words, what authors wrote of the blocks a reply is made of."""
    book = load_phrasebook(reply.language)
    written = [citation.quote for citation in reply.citations]
    for block in reply.blocks:
        head, _, rest = block.partition(":")
        if head == "q":
            question = book.questions[rest.split(":")[0]]
            written += [*question.forms.values(), *(text for _, text in question.situations)]
            written += [*book.variants("she"), *book.variants("he")]
        elif head == "f":
            evasion = book.evasions[rest.split(":")[0]]
            written += [evasion.acknowledge, evasion.options, *evasion.forms.values()]
        elif block == "sum":
            written += [book.variants(p)[0] for p in book.phrases if p.startswith("sum-")]
        elif head == "words":
            kinds = ("saw-", "request-", "i-do", "i-said", "cost-you")
            written += [book.variants(p)[0] for p in book.phrases if p.startswith(kinds)]
        elif "/" in block and head != "passage":
            written += book.variants(block.split("/")[0])
            if block.startswith(("now-under/", "now-reads/", "added-under/")):
                written += [
                    str(name)
                    for told in book.headings.values()
                    for name in (told.values() if isinstance(told, dict) else [told])
                ]
    if reply.language == "nl":
        written += [formal(CHOICE.sub(r"\2", text)) for text in written]
    return bare(" ".join(written))


# --- what is written down


def _written_down(talk: Talk, state: State) -> Iterator[str]:
    for line in invented(plan_markdown(state), state, talk):
        yield f"a line of the plan that isn't theirs: {line!r}"


def invented(plan: str, state: State, talk: Talk) -> list[str]:
    """Return the lines of a plan that hold something the person didn't say and no author wrote.

    A line is cut where it was joined, at its marks; every part must stand in the person's turns
    word for word, but for the name of whom it is about, put in front or in place of a pronoun.
    """
    authored = _sheet_lines(state.language)
    names = {bare(item.about) for item in state.record.items} | {bare(state.focus)} - {""}
    lines = [line for line in plan.split("\n") if line.strip()]
    return [line for line in lines[2:] if not _is_theirs(line, authored, names, talk, state)]


def _is_theirs(
    line: str, authored: frozenset[str], names: set[str], talk: Talk, state: State
) -> bool:
    text = re.sub(r"\\(.)", r"\1", line).removeprefix("- ")
    text = re.sub(r"\((?:gezien|gehoord|vermoed|seen|heard|assumed)\)$", "", text)
    if bare(text) in authored:
        return True
    if text.startswith("‘"):
        reply = Reply(0, state.language, state.phase, "example", None, text, "", blocks=("words:",))
        return not strangers(text, talk, reply)
    head, _, rest = text.partition(": ")
    if bare(head) in names and bare(rest) in authored:
        return True
    parts = [bare(part) for part in re.split(r"[^\w\s'’‘-]+\s+|$", text)]
    return all(_part_is_theirs(part, authored, names, talk) for part in parts if part)


def _part_is_theirs(part: str, authored: frozenset[str], names: set[str], talk: Talk) -> bool:
    if part in authored or part in names or f" {part} " in talk.words:
        return True
    for name in names:
        rest = part.removeprefix(name).strip()
        if part.startswith(f"{name} ") and f" {rest} " in talk.words:
            return True
        told = re.escape(part).replace(re.escape(name), PRONOUN, 1)
        if name in part and re.search(f" {told} ", talk.words):
            return True
    # "that I let it lie" stands as a sentence of its own, which in Dutch moves the verb.
    words = part.split()
    return words[0] in {"ik", "we", "wij", "i"} and set(words) <= set(talk.words.split())


PRONOUN = "(?:zij|ze|hij|ie|die|deze|she|he|they)"


@cache
def _sheet_lines(language: Language) -> frozenset[str]:
    path = content_folder("prompts") / f"sheets.{language}.yaml"
    texts = yaml.safe_load(path.read_text(encoding="utf-8"))

    def leaves(node: object) -> Iterator[str]:
        if isinstance(node, dict):
            for value in node.values():
                yield from leaves(value)
        else:
            yield str(node)

    written = {bare(leaf) for leaf in leaves(texts)}
    proposal = bare(str(texts["proposal"]))
    return frozenset(written | {f"{line} {proposal}" for line in written})


def broken_by(talk: Talk, outcome: Outcome) -> list[str]:
    """Return what a turn with a model broke; a word that nobody wrote is what a model is for."""
    own = "" if outcome.reply.voice == "guided" else "words nobody said or wrote"
    return [each for each in broken(talk, outcome) if not own or not each.startswith(own)]
