"""`make year`: a whole year of a department, played through the real endpoint, and its ledger.

`--until` ends it earlier, `--seed` repeats one.
"""

import argparse
import asyncio
import random
import sys
import tempfile
import time
from datetime import date
from pathlib import Path

from storage import calendar
from tests import house
from tests.bot.test_privacy import PUBLIC
from tests.year import department
from tests.year.play import Year

A_YEAR = date(2027, 8, 2)


async def played(seed: int, until: date, folder: Path) -> int:
    began = time.monotonic()
    async with house.house(folder, names=(), public_url=PUBLIC) as home:
        here = await department.moved_in(home)
        year = Year(here=here, seed=seed)
        await year.plays(until)
        its_calendar = await home.bot.store.read(calendar.of_department)
        wrong = list(year.ledger.wrong(home.clock.time, its_calendar))
        print(f"seed {seed}, until {until}: {year.meetings} meetings")
        for line in year.ledger.lines():
            print(line)
        for what, count in year.ledger.refused.most_common():
            print(f"  given up {count}: {what}")
        print("\nthe sheet of the round:")
        for row in year.sheet:
            print("  " + " | ".join(row[:6]))
        print("\n" + "\n---\n".join(dict.fromkeys(year.evidence)))
        for line in wrong:
            print(f"WRONG: {line}")
    print(f"{time.monotonic() - began:.0f} s, {len(wrong)} wrong")
    return len(wrong)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=random.randrange(10**9))
    parser.add_argument("--until", type=date.fromisoformat, default=A_YEAR)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        return int(asyncio.run(played(asked.seed, asked.until, Path(folder))) > 0)


if __name__ == "__main__":
    sys.exit(main())
