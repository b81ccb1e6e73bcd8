"""Orders to the coach in what somebody typed, pasted or uploaded, also when they are disguised.

The patterns stand in prompts/lexicon.LANG.yaml, those of both languages count. Some are orders only
when nobody is quoted: ‘act as deputy’ is one, ‘he told me to act as deputy’ tells of a boss.
"""

from __future__ import annotations

import base64
import binascii
import codecs
import re
import unicodedata
from collections.abc import Iterator

from coach.dialogue.lexicon import load_lexicon
from coach.dialogue.state import LANGUAGES

SENTENCE = re.compile(r"(?<=[.!?])[\s”\"’')]+|\n+")
MOST = 40_000  # characters looked at
# Letters of other scripts that look like Latin ones, as far as somebody would mix them in.
LOOKALIKES = str.maketrans("асеорхуіјѕԁһӏАВЕКМНОРСТХУІαοερνικτ", "aceopxyijsdhlABEKMHOPCTXYIaoepvikt")
DIGITS = str.maketrans("013457@$", "oieastas")
MIXED = re.compile(r"\b(?=\w*[^\W\d_])(?=\w*[013457])\w{3,}\b")
SPACED = re.compile(r"(?<!\w)\w(?:[ .\-_*]\w(?!\w)){3,}")
PACKED = re.compile(r"[A-Za-z0-9+/_-]{16,}={0,2}")


def gives_orders(text: str) -> bool:
    """Tell whether `text` holds an order to the coach."""
    text = text[:MOST].replace("’", "'").replace("‘", "'")
    return any(_plainly(view) for view in _views(text)) or any(
        _surely(hidden) for hidden in _hidden(text)
    )


def without_orders(text: str) -> str:
    """Return the sentences of `text` before the first that holds an order; "" when none is."""
    end = 0
    for match in re.finditer(r".+?(?:[.!?](?=\s|$)|\n|$)", text, re.S):
        if gives_orders(match.group()):
            break
        end = match.end()
    return text[:end].strip()


def _surely(text: str) -> bool:
    return any(load_lexicon(language).orders.search(text) for language in LANGUAGES)


def _plainly(text: str) -> bool:
    """Tell whether somebody who isn't quoted gives an order in `text`."""
    if _surely(text):
        return True
    return any(
        load_lexicon(language).orders_unless_told.search(part)
        for part in SENTENCE.split(text)
        if not any(load_lexicon(language).cue("quotes_somebody", part) for language in LANGUAGES)
        for language in LANGUAGES
    )


def _views(text: str) -> Iterator[str]:
    """Yield `text` as it stands, and as somebody would read it past odd letters and spaces."""
    yield text
    split = unicodedata.normalize("NFKD", text)
    bare = "".join(c for c in split if not unicodedata.combining(c)).translate(LOOKALIKES)
    if bare != text:
        yield bare
    if MIXED.search(bare):
        yield MIXED.sub(lambda found: found.group().translate(DIGITS), bare)
    if SPACED.search(bare):
        words = (re.sub(r"(?<=\w)[ .\-_*](?=\w\b)", "", word) for word in re.split(r" {2,}|\n", bare))
        yield " ".join(words)


def _hidden(text: str) -> Iterator[str]:
    """Yield what `text` may hold in code: turned round, rot13, base64, hexadecimal."""
    yield text[::-1]
    yield codecs.encode(text, "rot13")
    for found in PACKED.finditer(text):
        packed = found.group().rstrip("=")
        if re.fullmatch(r"(?:[0-9a-fA-F]{2})+", packed):
            yield bytes.fromhex(packed).decode("utf-8", "ignore")
        plain = packed.replace("-", "+").replace("_", "/")
        try:
            unpacked = base64.b64decode(plain + "=" * (-len(plain) % 4))
        except (binascii.Error, ValueError):
            continue
        yield unpacked.decode("utf-8", "ignore")
