"""`make year`: a whole year of a department, played through the real endpoint, and its ledger.

`--begin` and `--until` (Mondays) play a part of it, `--seed` repeats one, `--ledger` writes every
prompt into a file. Ends with 1 if anything is wrong with it.
"""

import argparse
import asyncio
import csv
import gc
import random
import sys
import tempfile
import time
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from tests import compiled
from tests.house import ZONE
from tests.year.account import Line
from tests.year.play import Year
from tests.year.proof import A_YEAR, BEGINS, Proof, played
from tests.year.report import report


class Progress:
    """A line a month, for whoever waits."""

    def __init__(self) -> None:
        self._wall, self._cpu, self._month = time.monotonic(), time.process_time(), 0

    @property
    def took(self) -> str:
        wall, cpu = time.monotonic() - self._wall, time.process_time() - self._cpu
        return f"{wall:.0f} s, of them {cpu:.0f} s of the processor"

    def __call__(self, year: Year) -> None:
        if year.today.month != self._month:
            self._month = year.today.month
            print(f"{year.today}: {len(year.ledger.came)} messages, {self.took}", file=sys.stderr)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=random.randrange(10**9))
    parser.add_argument("--begin", type=date.fromisoformat, default=BEGINS)
    parser.add_argument("--until", type=date.fromisoformat, default=A_YEAR)
    parser.add_argument("--ledger", type=Path, help="a CSV file")
    asked = parser.parse_args()
    compiled.share()
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)  # a year makes much that stays
    progress = Progress()
    with tempfile.TemporaryDirectory() as folder:
        how = {"begins": asked.begin, "looks": progress}
        proof = asyncio.run(played(asked.seed, asked.until, Path(folder), **how))
    _prints(proof)
    if asked.ledger:
        _writes(asked.ledger, proof.lines)
    print(f"\nFrø {asked.seed}, til {asked.until}: {progress.took}. Fejl: {len(proof.wrong)}.")
    return int(bool(proof.wrong))


def _prints(proof: Proof) -> None:
    for line in report(
        proof.year, proof.course, proof.everybody, proof.seen, proof.lines, proof.kinds
    ):
        print(line)
    for line in proof.wrong:
        print(f"FEJL: {line}")


def _writes(path: Path, lines: Sequence[Line]) -> None:
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        rows = csv.writer(file, delimiter=";")
        rows.writerow(["ønsket sendt", "sendt", "til", "påmindelse", "om", "blev", "ved"])
        for each in lines:
            of = each.prompt
            came = [f"{one.at.astimezone(ZONE):%Y-%m-%d %H.%M}" for one in of.came]
            who = [one.chat.name for one in of.came] or [of.address]
            wanted = f"{of.wanted.astimezone(ZONE):%Y-%m-%d %H.%M}"
            told = [wanted, " ".join(came), who[0], of.kind, of.entity, each.fate, each.because]
            rows.writerow(told)


if __name__ == "__main__":
    sys.exit(main())
