"""`python -m coach.web.build_index`: bring the index up to what is kept, for a running page.

The page starts this in a process of its own, so that those who talk meanwhile don't wait for it.
Each line of standard output is one JSON object: how many texts are embedded, of how many.
"""

from __future__ import annotations

import json
import os
import sys

from coach.discretion import be_discreet, log_without_words
from coach.errors import CoachError
from coach.knowledge.live import build_index
from coach.records.documents import open_documents
from coach.settings import load_settings

NICENESS = 5  # a third of what a turn gets, when both want the processor


def main() -> None:
    """Build the index; exit 1 with one sentence when it can't be kept."""
    be_discreet()
    log_without_words()
    os.nice(NICENESS)
    # libgomp reads it as it loads. Two threads wait for each other beside a busy page: 40 pages
    # took 260 s, and 44 s with one.
    os.environ["OMP_NUM_THREADS"] = "1"
    try:
        settings = load_settings()
        notice = build_index(settings, open_documents(settings), progress=_tell)
    except CoachError as error:
        notice = str(error)
    if notice:
        sys.exit(notice)


def _tell(done: int, total: int) -> None:
    sys.stdout.write(json.dumps({"done": done, "total": total}) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
