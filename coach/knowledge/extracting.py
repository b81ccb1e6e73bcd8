"""Getting the text out of a file in a process with narrow limits.

`python -m coach.knowledge.extracting KIND` reads a file's bytes from standard input and writes one
JSON object: what was read, or why not. A file made to fill memory or to keep a reader busy for
ever ends that process and nothing else; `coach.knowledge.reading` starts it.
"""

from __future__ import annotations

import json
import sys
from typing import Any

from coach.knowledge.formats import Refused, read_markdown, read_text, read_word
from coach.knowledge.pdf import read_pdf

MOST_MEMORY = 1_500_000_000  # bytes of address space for one file
MOST_SECONDS = 40  # of processor time

READERS = {"text": read_text, "markdown": read_markdown, "word": read_word, "pdf": read_pdf}


def _limit() -> None:
    """Take no more memory and time than a file of 20 MB can need."""
    try:
        import resource

        resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS + 5))
        resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    except (ImportError, ValueError, OSError):
        pass  # not every system has them; the clock of whoever started us remains


def main() -> None:
    """Read standard input as the kind named by the first argument."""
    _limit()
    try:
        found = READERS[sys.argv[1]](sys.stdin.buffer.read())
        answer: dict[str, Any] = {
            "blocks": found.blocks,
            "title": found.title,
            "pages": found.pages,
            "without_text": found.without_text,
        }
    except Refused as error:
        answer = {"refused": error.reason}
    except MemoryError:
        answer = {"refused": "bomb"}
    sys.stdout.buffer.write(json.dumps(answer).encode())


if __name__ == "__main__":
    main()
