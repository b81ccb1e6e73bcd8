"""The balance record as other people's scripts read it, and the schema it keeps to."""

from __future__ import annotations

from functools import cache
from typing import Any

from pydantic import TypeAdapter

from coach.dialogue.state import BalanceRecord


@cache
def _records() -> TypeAdapter[BalanceRecord]:
    return TypeAdapter(BalanceRecord)


def record_to_json(record: BalanceRecord) -> dict[str, Any]:
    """Return `record` as plain lists and objects, in the form of `record_schema()`."""
    plain: dict[str, Any] = _records().dump_python(record, mode="json")
    return plain


def record_schema() -> dict[str, Any]:
    """Return the JSON Schema of the record; sheets/record.schema.json holds the same."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "record.schema.json",
        **_records().json_schema(mode="serialization"),
    }
