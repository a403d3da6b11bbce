"""The whole suite, on every database that is installed: `make test`.

The databases have their turns side by side. What asks how long something takes (`timed`) comes
afterwards, when nothing else runs.
"""

import subprocess
import sys
from collections.abc import Sequence
from tempfile import TemporaryFile

from tests import postgres
from tests.databases import POSTGRESQL, SQLITE

STORED = ("tests/bot", "tests/storage", "tests/chaos")  # all that knows a database


def main() -> int:
    suites = {SQLITE: (), POSTGRESQL: ("--database", POSTGRESQL, *STORED)}
    if not postgres.is_installed():
        print("PostgreSQL is not installed here: the tests run on SQLite only.", flush=True)
        del suites[POSTGRESQL]
    failed = _side_by_side([(*suite, "-m", "not timed") for suite in suites.values()])
    for suite in suites.values():
        failed |= bool(subprocess.call(_command((*suite, "-m", "timed"))))
    return int(failed)


def _side_by_side(suites: Sequence[Sequence[str]]) -> bool:
    """The first is heard at once, and the others when they are through. Whether any failed."""
    first, *others = suites
    with TemporaryFile() as heard:
        started = [
            subprocess.Popen(_command(suite), stdout=heard, stderr=subprocess.STDOUT)
            for suite in others
        ]
        failed = bool(subprocess.call(_command(first)))
        for process in started:
            failed |= bool(process.wait())
        heard.seek(0)
        sys.stdout.buffer.write(heard.read())
        sys.stdout.flush()
    return failed


def _command(options: Sequence[str]) -> list[str]:
    return [sys.executable, "-m", "pytest", *options]


if __name__ == "__main__":
    sys.exit(main())
