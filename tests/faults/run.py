"""The whole of the faults, with figures: `make faults`, or `python -m tests.faults.run [SEED]`."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.faults.cutting import tear_database
from tests.faults.filling import ROOT, fill_the_disk, own_mounts
from tests.faults.killing import kill_at_random

KILLS = 200
CUTS = 200


def main(seed: int) -> bool:
    """Print what each fault brought about; return whether nothing was lost."""
    print(f"Seed {seed}.", flush=True)
    with TemporaryDirectory() as name:
        folder = Path(name)
        killed = kill_at_random(folder / "killed", KILLS, seed, "guided")
        print(killed.told(), *killed.lost, *killed.broken, sep="\n  ", flush=True)
        turns, lost = tear_database(folder / "cut", CUTS, seed)
        print(
            f"power cut while a turn is written: {CUTS} cuts; turns acknowledged {turns}, "
            f"lost {len(lost)}",
            flush=True,
        )
        full = [fill_the_disk(folder / "grown", tiny=False, rounds=10)]
        if own_mounts():
            full.append(fill_the_disk(folder / "tiny", tiny=True, rounds=10))
        for kind, done in zip(("no file may grow", "a disk of its own"), full, strict=False):
            print(
                f"full disk ({kind}): refused with a sentence {len(done.refused)}; "
                f"turns acknowledged {done.acknowledged}, lost {len(done.lost)}",
                flush=True,
            )
        command = [sys.executable, "-m", "tests.faults.cutting", str(folder / "index")]
        torn = subprocess.run(
            [*command, str(CUTS), str(seed)], cwd=ROOT, capture_output=True, text=True
        )
        rounds = len(torn.stdout.splitlines())
        print(
            f"power cut on the index: {rounds} cuts; "
            + ("each found the right passages again" if torn.returncode == 0 else torn.stderr)
        )
    whole = not (killed.lost or killed.broken or lost or any(done.lost for done in full))
    return whole and torn.returncode == 0


if __name__ == "__main__":
    sys.exit(0 if main(int(sys.argv[1]) if len(sys.argv) > 1 else 1) else 1)
