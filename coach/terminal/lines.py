"""JSON Lines in and out: one object a line, a bad line named and passed over, each line flushed."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from coach.errors import InputError


@dataclass(frozen=True)
class BadLine:
    """A line that holds no usable object; `line` counts from 1."""

    line: int
    error: str


def read_objects(lines: Iterable[bytes]) -> Iterator[tuple[int, dict[str, Any]] | BadLine]:
    """Yield each non-blank line of `lines` as (number from 1, object) or as a `BadLine`.

    `lang` is read as `language`. Bytes that aren't UTF-8 become U+FFFD and halves of a
    surrogate pair a question mark, so that one bad character doesn't cost the line.
    """
    for number, raw in enumerate(lines, start=1):
        text = raw.decode("utf-8", "replace").strip(" \t\r\n\ufeff")
        if not text:
            continue
        try:
            value = json.loads(text)
        except (ValueError, RecursionError):
            yield BadLine(number, "This line isn't JSON. It was passed over; the rest goes on.")
            continue
        if not isinstance(value, dict):
            yield BadLine(
                number, "This line isn't a JSON object. It was passed over; the rest goes on."
            )
            continue
        if "language" not in value and "lang" in value:
            value["language"] = value["lang"]
        yield number, value


def text_field(number: int, value: Mapping[str, Any], name: str) -> str | BadLine:
    """Return the text under `name`, or a `BadLine` when there is none."""
    found = value.get(name)
    if isinstance(found, str):
        return found.encode("utf-8", "replace").decode("utf-8")
    return BadLine(
        number, f'This line has no text under "{name}". It was passed over; the rest goes on.'
    )


def read_file(path: Path) -> Iterator[bytes]:
    """Yield the lines of `path`, of standard input when it is `-`; raise `InputError`."""
    if str(path) == "-":
        yield from sys.stdin.buffer
        return
    try:
        with path.open("rb") as file:
            yield from file
    except OSError as error:
        raise InputError(
            f"The file {path} can't be read ({error.strerror}). Nothing was changed. "
            "Check the name and try again."
        ) from error


def write_line(value: Mapping[str, Any]) -> None:
    """Write `value` as one line of UTF-8 JSON to standard output, at once."""
    line = json.dumps(value, ensure_ascii=False) + "\n"
    sys.stdout.buffer.write(line.encode("utf-8", "replace"))
    sys.stdout.buffer.flush()


def write_bad(bad: BadLine) -> None:
    """Write the answer to a line that couldn't be used."""
    write_line({"line": bad.line, "error": bad.error})


def note(text: str) -> None:
    """Write a note for people to standard error, where no script reads it as an answer."""
    print(text, file=sys.stderr, flush=True)  # noqa: T201
