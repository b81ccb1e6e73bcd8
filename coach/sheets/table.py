"""A table with cups: put one down, move it, take it away. What it means is nobody's but theirs.

The steps follow the guide knowledge/guides/table-constellation. Each function returns a new table;
an id that isn't on it, or a step over the edge, changes nothing.
"""

from __future__ import annotations

from dataclasses import replace

from coach.dialogue.prepared import Cup, Kind, Table

ACROSS, DOWN = 9, 7  # places where a cup can stand
MOST_CUPS = 8
LONGEST_NAME = 18  # characters


def put_down(table: Table, kind: Kind, name: str) -> Table:
    """Return the table with one more cup, on the free place nearest to the middle."""
    name = " ".join(name.split())[:LONGEST_NAME]
    if not name or len(table.cups) >= MOST_CUPS:
        return table
    taken = {(cup.across, cup.down) for cup in table.cups}
    middle = (ACROSS // 2, DOWN // 2)
    # A cup is wide with its name under it: two places apart reads best.
    free = [
        (x, y)
        for x in range(1, ACROSS, 2)
        for y in range(1, DOWN, 2)
        if (x, y) not in taken
    ] or [(x, y) for x in range(ACROSS) for y in range(DOWN) if (x, y) not in taken]
    x, y = min(free, key=lambda at: (at[0] - middle[0]) ** 2 + (at[1] - middle[1]) ** 2)
    number = max((cup.id for cup in table.cups), default=0) + 1
    return replace(table, cups=(*table.cups, Cup(number, kind, name, x, y)))


def shifted(table: Table, cup: int, across: int, down: int) -> Table:
    """Return the table with that cup moved by so many places; two may not stand on one place."""
    found = next((each for each in table.cups if each.id == cup), None)
    if found is None:
        return table
    x = min(max(found.across + across, 0), ACROSS - 1)
    y = min(max(found.down + down, 0), DOWN - 1)
    if any((each.across, each.down) == (x, y) for each in table.cups if each.id != cup):
        return table
    moved = replace(found, across=x, down=y)
    return replace(table, cups=tuple(moved if each.id == cup else each for each in table.cups))


def taken_away(table: Table, cup: int) -> Table:
    """Return the table without that cup."""
    return replace(table, cups=tuple(each for each in table.cups if each.id != cup))
