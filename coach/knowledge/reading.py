"""Reading a file somebody wants in the library: what it says, what was mended, or why not."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import PurePath
from typing import Any

from coach.dialogue.state import AUDIENCES, LANGUAGES, Audience, Language
from coach.errors import DocumentRefused
from coach.knowledge.document import HEADING
from coach.knowledge.extracting import MOST_SECONDS
from coach.knowledge.formats import LETTERS_A_PAGE, MOST_PAGES
from coach.knowledge.passages import sentence_spans, word_count
from coach.own_document import PAGE_BREAK, OwnDocument, new_id

MOST_BYTES = 20 * 1024 * 1024
KINDS = {
    ".md": "markdown", ".markdown": "markdown", ".txt": "text", ".docx": "word", ".pdf": "pdf",
}  # fmt: skip
FEWEST_WORDS = 5
LONGEST_SENTENCE = 100  # words; what goes on longer is cut, so that it can be found and quoted
LONGEST_WORD = 100  # letters
LONGEST_TITLE = 120
SHOWN_REPAIRS = 3

# Control, direction and private signs: the last are ours to mark things with.
_UNSEEN = re.compile(
    r"[\x00-\x08\x0b\x0e-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ue000-\uf8ff]"
)
_WORD = re.compile(r"[^\W\d_][\w’'-]*")
_REASONS = {
    "type": "{name} isn't what its name says, or it is a kind we can't read. Nothing of it was "
    "kept. Markdown, text, Word (.docx) and PDF can be added.",
    "encrypted": "{name} is locked with a password or against copying. Nothing of it was kept. "
    "Save it without protection and add that.",
    "damaged": "{name} is damaged: it can't be read to the end. Nothing of it was kept. "
    "Open it in the program it was made with, save it again and add that.",
    "empty": "{name} holds no text. Nothing of it was kept. Look whether it is the right file.",
    "scan": "{name} holds pictures of pages, not text. Nothing of it was kept. "
    "Have the text recognised first, or add the file it was printed from.",
    "bomb": "{name} unpacks to far more than a document holds. Nothing of it was kept. "
    "Save its text as a new document and add that.",
    "pages": "{name} is longer than {pages} pages. Nothing of it was kept. "
    "Add the part that matters.",
    "size": "{name} is larger than 20 MB. Nothing of it was kept. "
    "Leave pictures out, or add the part that matters.",
}


@dataclass(frozen=True)
class Draft:
    """What was read of a file, before anybody said that it may be kept.

    `text` is as `OwnDocument.text`; `title` and `language` are what they seem to be; `repairs`
    holds a few words before and after, `repaired` how many were mended.
    """

    name: str
    text: str
    title: str
    language: Language
    pages: int = 0
    without_text: int = 0
    repairs: tuple[tuple[str, str], ...] = ()
    repaired: int = 0

    def document(
        self,
        *,
        title: str = "",
        language: Language | None = None,
        audience: Sequence[Audience] = (),
        source: str = "",
    ) -> OwnDocument:
        """Return it as a document, with what the person said of it in place of our guesses."""
        chosen = tidy(title)[:LONGEST_TITLE] or self.title
        return OwnDocument(
            new_id(), language or self.language, chosen, tuple(audience) or AUDIENCES,
            tidy(source) or self.name, self.text, datetime.now(UTC),
        )  # fmt: skip


def read_upload(data: bytes, name: str) -> Draft:
    """Read the bytes of a file called `name`; raise `DocumentRefused` with the reason.

    The work is done in a process of its own, so that no file can hurt this one.
    """
    name = tidy(PurePath(name.replace("\\", "/")).name)[:LONGEST_TITLE] or "document"
    kind = KINDS.get(PurePath(name).suffix.lower())
    if len(data) > MOST_BYTES:
        raise refused("size", name)
    if kind is None:
        raise refused("type", name)
    if not data.strip():
        raise refused("empty", name)
    found = _in_own_process(kind, data, name)
    blocks, repairs = _mended(found["blocks"])
    if sum(word_count(block) for block in blocks) < FEWEST_WORDS:
        raise refused("empty", name)
    if sum(len(block) for block in blocks) > MOST_PAGES * LETTERS_A_PAGE:
        raise refused("pages", name)
    title, blocks = _title(blocks, tidy(found["title"]), PurePath(name).stem)
    text = "\n\n".join(blocks)
    return Draft(
        name, text, title, _language(text), found["pages"], found["without_text"],
        tuple(repairs[:SHOWN_REPAIRS]), len(repairs),
    )  # fmt: skip


def refused(reason: str, name: str) -> DocumentRefused:
    """Return the error that says why `name` can't be taken."""
    return DocumentRefused(reason, _REASONS[reason].format(name=name, pages=MOST_PAGES))


def tidy(text: str) -> str:
    """Return `text` on one line, without signs one can't see."""
    return " ".join(_UNSEEN.sub("", text.encode("utf-8", "replace").decode()).split())


def _in_own_process(kind: str, data: bytes, name: str) -> dict[str, Any]:
    command = [sys.executable, "-m", "coach.knowledge.extracting", kind]
    path = os.pathsep.join(each for each in sys.path if each)
    try:
        done = subprocess.run(
            command,
            input=data,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,  # a traceback may hold text of the file
            timeout=3 * MOST_SECONDS,
            env={**os.environ, "PYTHONPATH": path},
        )
    except subprocess.TimeoutExpired:
        raise refused("bomb", name) from None
    if done.returncode < 0:
        raise refused("bomb", name)  # ended by the system: too long, or too much
    if done.returncode > 0:
        raise refused("damaged", name)
    found: dict[str, Any] = json.loads(done.stdout)
    if "refused" in found:
        raise refused(found["refused"], name)
    return found


def _mended(blocks: Iterable[str]) -> tuple[list[str], list[tuple[str, str]]]:
    """Repair broken encodings; return the blocks, and each word that was mended, once."""
    from ftfy import TextFixerConfig, fix_encoding, fix_text

    # Quotation marks and what looks like HTML are the writer's own.
    config = TextFixerConfig(uncurl_quotes=False, unescape_html=False, max_decode_length=100_000)
    whole: list[str] = []
    repairs: dict[tuple[str, str], None] = {}
    for block in blocks:
        if block == PAGE_BREAK:
            whole.append(block)
            continue
        mended = fix_encoding(block) if not block.isascii() else block
        if mended != block:
            before, after = block.split(), mended.split()
            if len(before) == len(after):
                changed = zip(before, after, strict=True)
                repairs |= {(_bare(old), _bare(new)): None for old, new in changed if old != new}
        found = tidy(fix_text(mended, config))
        whole += _short_sentences(found) if found else ()
    return whole, list(repairs)


def _bare(word: str) -> str:
    return word.strip(".,;:!?()[]*_\"")


def _short_sentences(block: str) -> Iterator[str]:
    """Yield `block`, cut where a sentence or a word goes on for too long."""
    block = re.sub(rf"(\S{{{LONGEST_WORD}}})(?=\S)", r"\1 ", block)
    if word_count(block) <= LONGEST_SENTENCE:
        yield block
        return
    sound = ""
    for start, end in sentence_spans(block):
        words = block[start:end].split()
        if len(words) <= LONGEST_SENTENCE:
            sound = f"{sound} {block[start:end]}".strip()
            continue
        if sound:
            yield sound
        sound = ""
        for place in range(0, len(words), LONGEST_SENTENCE):
            yield " ".join(words[place : place + LONGEST_SENTENCE])
    if sound:
        yield sound


def _title(blocks: list[str], named: str, stem: str) -> tuple[str, list[str]]:
    """Return a title and the blocks without it: the one `# ` heading on top, else other names."""
    first = HEADING.match(blocks[0])
    if first is not None and len(first["marks"]) == 1:
        others = (HEADING.match(block) for block in blocks[1:])
        if len(blocks) > 1 and all(other is None or len(other["marks"]) > 1 for other in others):
            return first["text"][:LONGEST_TITLE], blocks[1:]
    plain = " ".join(re.sub(r"[_-]+", " ", stem).split())
    return (named or plain or stem)[:LONGEST_TITLE], blocks


def _language(text: str) -> Language:
    """Return the language most of its words are known in."""
    from simplemma import langdetect

    words = " ".join(_WORD.findall(text)[:400])
    found = dict(langdetect(words, lang=LANGUAGES))
    return max(LANGUAGES, key=lambda each: found.get(each, 0.0))
