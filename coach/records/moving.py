"""Taking what a laptop keeps in its file into PostgreSQL, each row compared afterwards."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Table, insert, select

from coach.errors import InputError, StoreError
from coach.records.clock import NAMES as CLOCK
from coach.records.opening import hold, open_database, plain_errors, writing
from coach.records.place import Place, database_place, file_place, kept_file
from coach.records.sealing import Seal
from coach.records.tables import CountedUp, choices, metadata
from coach.settings import Settings

Row = dict[str, Any]


@dataclass
class Moved:
    """How many rows came in, were there already, and are different there."""

    rows: int = 0
    there: int = 0
    different: int = 0


def move(settings: Settings) -> Moved:
    """Copy everything from the file in `data_dir` to `database_url`: all of it or nothing.

    The file stays as it is. What is there already stays as well, so that moving twice changes
    nothing, and what somebody went on with there isn't undone. Raises `InputError` when there is
    nothing to move or nowhere to move it to, and a `StoreError` when a row doesn't come back from
    there as it is here.
    """
    file, place = kept_file(settings), database_place(settings)
    if place.is_file:
        raise InputError(
            "There is nowhere to move to: COACH_DATABASE_URL isn't set. Nothing was changed. "
            "Put the address of the new database there."
        )
    if not file.is_file():
        raise InputError(
            f"There is nothing to move: {file} isn't there. Nothing was changed. "
            "Name the folder your talks are in with COACH_DATA_DIR."
        )
    seal = Seal(settings.encryption_key.get_secret_value())
    from_file = file_place(file)
    source, target = open_database(from_file, seal), open_database(place, seal)
    try:
        with (
            plain_errors(from_file),
            source.begin() as here,
            plain_errors(place),
            writing(target) as there,
        ):
            return _move(here, there, place)
    finally:
        source.dispose()
        target.dispose()


def _move(here: Connection, there: Connection, place: Place) -> Moved:
    moved = Moved()
    came: dict[str, set[object]] = {}  # by table, the keys of what came along
    for table in metadata.sorted_tables:
        hold(there, table)
        mine, kept = _rows(here, table), _rows(there, table)
        theirs = Counter(map(_content, kept))
        keys = {_key(table, row) for row in kept} - {()}
        new = []
        for row in mine:
            if theirs[_content(row)]:
                theirs[_content(row)] -= 1
                moved.there += 1
            elif _key(table, row) in keys or not _has_parents(table, row, came):
                moved.different += 1
            else:
                new.append(row)
        came[table.name] = {_key(table, row) for row in new}
        if new:
            there.execute(insert(table), new)
        moved.rows += len(new)
        lost = Counter(map(_content, new)) - Counter(map(_content, _rows(there, table)))
        if lost:
            raise StoreError(
                f"Of {table.name}, {lost.total()} rows came back from {place} other than they are "
                "here, so nothing was moved. Everything is kept in the file. Run `coach doctor`."
            )
    return moved


def _rows(connection: Connection, table: Table) -> list[Row]:
    """Return every row opened, without a number that was only counted up.

    What was noted of a clock stays with the computer whose clock it is.
    """
    columns = [each for each in table.columns if each.type is not CountedUp]
    query = select(*columns).order_by(*table.primary_key)
    if table is choices:
        query = query.where(choices.c.name.not_in(CLOCK))
    return [dict(row) for row in connection.execute(query).mappings()]


def _content(row: Row) -> tuple[object, ...]:
    return tuple(row.values())


def _key(table: Table, row: Row) -> tuple[object, ...]:
    """Return what tells `row` from all others; () when that was only counted up."""
    return tuple(row[each.name] for each in table.primary_key if each.name in row)


def _has_parents(table: Table, row: Row, came: dict[str, set[object]]) -> bool:
    """Tell whether everything `row` belongs to came along: a talk comes whole or not at all."""
    return all(
        (row[each.parent.name],) in came[each.column.table.name] for each in table.foreign_keys
    )
