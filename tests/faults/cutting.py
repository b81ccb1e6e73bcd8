"""A power cut, imitated: what hadn't reached the disk yet is torn, empty or missing afterwards.

`python -m tests.faults.cutting FOLDER COUNT SEED` tears an index so often, and prints each round.
"""

from __future__ import annotations

import random
import shutil
import sys
from contextlib import closing
from pathlib import Path

from coach.dialogue.putting import open_talk
from coach.knowledge import index_folder
from coach.knowledge.index import open_index
from coach.records.store import Store
from coach.settings import Settings
from tests.faults.worker import plain
from tests.knowledge.test_index import DIRECTIONS, ENTRIES, Directions

SECTOR = 512  # bytes; what a disk writes whole
HOW = ("missing", "empty", "cut short", "zeroes at the end", "a page of zeroes")


def tear_database(folder: Path, count: int, seed: int) -> tuple[int, list[str]]:
    """Cut the power `count` times while a turn is written; return how many turns were
    acknowledged, and what of those was lost.

    What was acknowledged had been synced; of what came after, any sector may be on disk or not.
    """
    chance = random.Random(seed)
    settings = Settings(data_dir=folder / "live")
    torn = Settings(data_dir=folder / "torn")
    lost: list[str] = []
    with closing(Store(settings)) as store:
        opening = open_talk(None, "nl", "leader")
        talk, state = store.create(opening), opening.state
        file = store.path.file
        log = file.with_name(f"{file.name}-wal")
        for turn in range(1, count + 1):
            synced = log.stat().st_size
            before = file.read_bytes()
            acknowledged = [each.text for each in store.load(talk).turns]
            said = f"Beurt {turn}: " + "roosters " * chance.randint(1, 900)
            store.add_user_turn(talk, turn, said)
            written = log.read_bytes()
            if len(written) > synced and file.read_bytes() == before:
                torn.data_dir.mkdir(parents=True, exist_ok=True)
                (torn.data_dir / file.name).write_bytes(before)
                tail = _torn(written[synced:], chance)
                (torn.data_dir / log.name).write_bytes(written[:synced] + tail)
                with closing(Store(torn)) as after:
                    found = [each.text for each in after.load(talk).turns]
                if found[: len(acknowledged)] != acknowledged:
                    lost.append(f"turn {turn}")
                shutil.rmtree(torn.data_dir)
            outcome = plain(state, said)
            store.add_coach_turn(talk, outcome)
            state = outcome.state
    return 2 * count + 1, lost


def _torn(tail: bytes, chance: random.Random) -> bytes:
    """Return what of `tail` reached the disk: some sectors, others empty or never written."""
    kept = bytearray(tail[: chance.randrange(len(tail) + 1)])
    for start in range(0, len(kept), SECTOR):
        if chance.random() < 0.3:
            end = min(start + SECTOR, len(kept))
            kept[start:end] = bytes(end - start)
    return bytes(kept)


def tear_index(folder: Path, chance: random.Random) -> str:
    """Leave the index in `folder` as a power cut might; return what was done to it."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    done = []
    for path in chance.sample(files, chance.randint(1, 3)):
        if not path.exists():
            continue
        size = path.stat().st_size
        how = chance.choice(HOW)
        start = chance.randrange(size // SECTOR + 1) * SECTOR
        if how == "missing":
            path.unlink()
        elif how == "empty":
            path.write_bytes(b"")
        elif how == "cut short":
            with path.open("r+b") as file:
                file.truncate(start)
        else:
            length = size - start if how == "zeroes at the end" else min(8 * SECTOR, size - start)
            with path.open("r+b") as file:
                file.seek(start)
                file.write(bytes(length))
        done.append(f"{path.name} {how}")
    return ", ".join(done)


def tear_and_open(folder: Path, count: int, seed: int) -> None:
    """Tear an index in `folder` `count` times, and find the right passages in it each time."""
    chance = random.Random(seed)
    place = folder / "index"
    for number in range(count):
        open_index(place, ENTRIES, Directions()).close()
        done = tear_index(place, chance)
        print(f"{number}: {done}", flush=True)
        found = open_index(place, ENTRIES, Directions())
        for wanted in chance.sample(range(len(ENTRIES)), 5):
            (nearest, cosine), *_ = found.nearest(DIRECTIONS[wanted], 3)
            assert (nearest, round(cosine, 3)) == (f"entry-{wanted}", 1.0), (nearest, cosine)
        assert found.notice == "", found.notice
        found.close()
        assert index_folder.current(place) is not None


if __name__ == "__main__":
    tear_and_open(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
