"""What must hold for every contact in referrals.yaml: a number one can dial, a day it was checked.

It reads the file by line, as the rest of `coach knowledge check` does; what a referral shows is
read by `coach.dialogue.contacts`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import yaml

from coach.knowledge.document import Problem, read_text, yaml_line

CONTACTS_FILE = "referrals.yaml"
# As one dials it, in groups: 112, 116 123, 0800-0113, +31 20 123 4567. ITU-T E.164 has 15 digits
# at most, and no emergency number has fewer than three.
_PHONE = re.compile(r"\+?\d+(?:[ -]\d+)*")
FEWEST_DIGITS, MOST_DIGITS = 3, 15
_AHEAD = timedelta(days=1)  # it may be tomorrow already where the day was written down
_DAY = "Look the contact up, and write the day as `checked_on: 2026-11-23`."


def check_contacts(folder: Path, today: date) -> Iterator[Problem]:
    """Yield what is wrong with a number or a day in `folder`/referrals.yaml, by line."""
    text, problems = read_text(folder / CONTACTS_FILE, CONTACTS_FILE)
    yield from problems
    if problems:
        return
    try:
        root = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.YAMLError as error:
        yield Problem(
            CONTACTS_FILE, yaml_line(error), "The file isn't valid YAML.", "Mend that line."
        )
        return
    entries = _fields(root).get("contacts")
    if not isinstance(entries, yaml.SequenceNode) or not entries.value:
        what = "The file has no contacts."
        yield Problem(CONTACTS_FILE, 1, what, "Put them back under `contacts:`.")
        return
    for entry in entries.value:
        yield from _check(entry, today)


def _check(entry: yaml.Node, today: date) -> Iterator[Problem]:
    fields, line = _fields(entry), entry.start_mark.line + 1
    name = str(fields["id"].value) if "id" in fields else "?"
    if (phone := fields.get("phone")) is not None and not _can_be_dialled(phone):
        yield Problem(
            CONTACTS_FILE, phone.start_mark.line + 1,
            f"“{phone.value}” of “{name}” isn't a phone number.",
            'Write it as one dials it, in quotes: "112", "0800-0113", "+31 20 123 4567".',
        )
    checked = fields.get("checked_on")
    if checked is None:
        yield Problem(CONTACTS_FILE, line, f"“{name}” has no day it was checked.", _DAY)
    elif (day := _day(checked)) is None or day > today + _AHEAD:
        yield Problem(
            CONTACTS_FILE, checked.start_mark.line + 1,
            f"“{checked.value}” of “{name}” isn't a day it was checked.", _DAY,
        )


def _fields(node: yaml.Node | None) -> dict[str, yaml.Node]:
    if not isinstance(node, yaml.MappingNode):
        return {}
    return {str(key.value): value for key, value in node.value}


def _can_be_dialled(node: yaml.Node) -> bool:
    """Tell whether it is a number in words; bare digits lose a leading nought in YAML."""
    text = node.value if node.tag.endswith(":str") else ""
    digits = sum(letter.isdigit() for letter in text)
    return bool(_PHONE.fullmatch(text)) and FEWEST_DIGITS <= digits <= MOST_DIGITS


def _day(node: yaml.Node) -> date | None:
    try:
        return date.fromisoformat(str(node.value))
    except ValueError:
        return None
