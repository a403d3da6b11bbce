"""The whole suite, on every database that is installed: `make test`.

It is shared out among processes, one more than there are processors, for each waits now and then
for its database. What is killed in them is in one of its own (`apart`). What asks how long
something takes (`timed`) comes last, when nothing else runs, and on the disk that there is.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from tests import postgres
from tests.databases import POSTGRESQL, SQLITE

BOT, CHAOS, STORAGE = "tests/bot", "tests/chaos", "tests/storage"  # all that knows a database
PARTS_OF_BOT = 3
MEMORY = Path("/dev/shm")  # noqa: S108
ROOM = 4 * 10**9  # bytes; a container has 64 MB there by itself


def main() -> int:
    kinds = {SQLITE: (), POSTGRESQL: (BOT, CHAOS, STORAGE)}
    if not postgres.is_installed():
        print("PostgreSQL is not installed here: the tests run on SQLite only.", flush=True)
        del kinds[POSTGRESQL]
    shares = [share for kind, where in kinds.items() for share in _shares(kind, where)]
    with ThreadPoolExecutor((os.cpu_count() or 1) + 1) as pool:
        failed = any(list(pool.map(_beside_others, shares)))
    for kind, where in kinds.items():
        failed |= bool(subprocess.call(_command(kind, "timed", *where)))
    return int(failed)


def _shares(kind: str, where: Sequence[str]) -> Iterator[Sequence[str]]:
    files = sorted(map(str, Path(BOT).glob("test_*.py")))
    for part in range(PARTS_OF_BOT):
        yield _command(kind, "not timed and not apart", *files[part::PARTS_OF_BOT])
    yield _command(kind, "not timed and not apart", CHAOS)
    if kind == SQLITE:
        others = [f"--ignore={known}" for known in (BOT, CHAOS, STORAGE)]
        yield _command(kind, "not timed and not apart", *others)
    yield _command(kind, "not timed and not apart", STORAGE)
    yield _command(kind, "not timed and apart", *where)


def _beside_others(command: Sequence[str]) -> bool:
    """Is heard when it is through. Whether it failed."""
    done = subprocess.run(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, env=_in_memory(), check=False
    )
    sys.stdout.buffer.write(done.stdout)
    sys.stdout.flush()
    return bool(done.returncode)


def _in_memory() -> Mapping[str, str]:
    """Each commit waits for the disk, and there are a hundred thousand. No process that is killed
    loses what it has written: only a machine does that, and none is switched off here."""
    if not MEMORY.is_dir() or shutil.disk_usage(MEMORY).free < ROOM:
        return os.environ
    return {**os.environ, "TMPDIR": str(MEMORY)}


def _command(kind: str, which: str, *where: str) -> Sequence[str]:
    return [sys.executable, "-m", "pytest", "--database", kind, "-m", which, *where]


if __name__ == "__main__":
    sys.exit(main())
