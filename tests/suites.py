"""The whole suite, on every database that is installed: `make test`.

The databases have their turns side by side, and what is killed has a process of its own there
(`apart`). What asks how long something takes (`timed`) comes afterwards, when nothing else runs,
and on the disk that there is.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from tempfile import TemporaryFile
from typing import BinaryIO

from tests import postgres
from tests.databases import POSTGRESQL, SQLITE

STORED = ("tests/bot", "tests/storage", "tests/chaos")  # all that knows a database
MEMORY = Path("/dev/shm")  # noqa: S108
ROOM = 2 * 10**9  # bytes; a container has 64 MB there by itself


def main() -> int:
    suites = {SQLITE: (), POSTGRESQL: ("--database", POSTGRESQL, *STORED)}
    if not postgres.is_installed():
        print("PostgreSQL is not installed here: the tests run on SQLite only.", flush=True)
        del suites[POSTGRESQL]
    parts = ("not timed and not apart", "not timed and apart")
    failed = _side_by_side([[(*suite, "-m", part) for part in parts] for suite in suites.values()])
    for suite in suites.values():
        failed |= bool(subprocess.call(_command((*suite, "-m", "timed"))))
    return int(failed)


def _side_by_side(suites: Sequence[Sequence[Sequence[str]]]) -> bool:
    """The first is heard at once, and the others when they are through. Whether any failed."""
    first, *others = suites
    with ThreadPoolExecutor() as pool, TemporaryFile() as heard:
        later = [pool.submit(_one_by_one, suite, heard) for suite in others]
        failed = _one_by_one(first)
        failed |= any([each.result() for each in later])
        heard.seek(0)
        sys.stdout.buffer.write(heard.read())
        sys.stdout.flush()
    return failed


def _one_by_one(parts: Sequence[Sequence[str]], heard: BinaryIO | None = None) -> bool:
    where = _in_memory()
    return any(
        [subprocess.call(_command(part), stdout=heard, stderr=heard, env=where) for part in parts]
    )


def _in_memory() -> Mapping[str, str]:
    """Each commit waits for the disk, and there are a hundred thousand. No process that is killed
    loses what it has written: only a machine does that, and none is switched off here."""
    if not MEMORY.is_dir() or shutil.disk_usage(MEMORY).free < ROOM:
        return os.environ
    return {**os.environ, "TMPDIR": str(MEMORY)}


def _command(options: Sequence[str]) -> list[str]:
    return [sys.executable, "-m", "pytest", *options]


if __name__ == "__main__":
    sys.exit(main())
