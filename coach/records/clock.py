"""Which moment may be believed when talks erase themselves.

A computer whose clock leaps ahead, by an empty battery or a slip, mustn't erase what isn't past
its day. So we note when we last looked. When that is long ago, the clock is believed only once it
has gone on for a day from where it leapt to; until then nothing is erased that wasn't past its day
before. There is one clock, whoever's the talks are; what was seen of it stands with the choices of
this computer.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import Connection, delete, func, insert, select

from coach.records.tables import LOCAL, choices, conversations

LEAP = timedelta(days=30)
SURE = timedelta(days=1)
NAMES = ("clock_seen", "clock_leapt")
_NOTED = (choices.c.owner == LOCAL) & choices.c.name.in_(NAMES)


@dataclass(frozen=True)
class Seen:
    """What a look at the clock gave: the moment to go by, and what is to be noted of it."""

    believed: datetime
    seen: datetime
    leapt: datetime | None
    noted: bool  # whether that is what stands there already


def look(connection: Connection, now: datetime) -> Seen:
    """Return the moment that has surely come: `now`, unless the clock leapt there."""
    found = {
        row.name: datetime.fromisoformat(row.value)
        for row in connection.execute(select(choices).where(_NOTED))
    }
    seen, leapt = (found.get(name) for name in NAMES)
    if seen is None:  # the first look: the last turn is the last we know of
        last = connection.execute(select(func.max(conversations.c.updated))).scalar()
        seen = min(last.replace(tzinfo=UTC), now) if isinstance(last, datetime) else now
    if now - seen <= LEAP:  # also when the clock was put back
        fresh = "clock_seen" in found and timedelta(0) <= now - seen < SURE and leapt is None
        return Seen(now, seen if fresh else now, None, fresh)
    if leapt is None or not timedelta(0) <= now - leapt <= LEAP:
        return Seen(seen, seen, now, False)
    if now - leapt < SURE:
        return Seen(seen, seen, leapt, True)
    return Seen(now, now, None, False)


def note(connection: Connection, seen: Seen) -> None:
    """Keep what was seen, for the next look."""
    connection.execute(delete(choices).where(_NOTED))
    for name, moment in zip(NAMES, (seen.seen, seen.leapt), strict=True):
        if moment is not None:
            value = moment.astimezone(UTC).isoformat(timespec="seconds")
            connection.execute(insert(choices).values(owner=LOCAL, name=name, value=value))
