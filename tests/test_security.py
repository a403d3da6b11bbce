"""What SECURITY.md and the papers for the municipality say is so."""

import ast
import asyncio
import re
import sys
from pathlib import Path

import pytest

from bot.keys import METADATA_URL
from bot.settings import TEAMS_HOSTS

ROOT = Path(__file__).parent.parent
SECURITY = (ROOT / "SECURITY.md").read_text()
OPERATIONS = (ROOT / "docs" / "drift-og-sikkerhed.md").read_text()
NAMED = sorted(set(re.findall(r"`(tests/[\w/.]+\.py)(?:::(\w+))?`", SECURITY)))


@pytest.mark.parametrize(("file", "function"), NAMED, ids=lambda name: name or "-")
def test_a_test_that_is_named_exists(file, function):
    found = ast.walk(ast.parse((ROOT / file).read_text()))
    functions = {
        node.name for node in found if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))
    }

    assert not function or function in functions


def test_every_threat_has_a_control():
    rows = [line for line in SECURITY.splitlines() if line.startswith("| ")][1:]

    assert len(rows) >= 16
    assert all(len(row.strip("| ").split(" | ")) == 3 for row in rows)


def test_the_outbound_hosts_are_those_of_the_code():
    """The directory's own client knows its host; the other two are lists of ours."""
    written = set(re.findall(r"^\| `([a-z.]+)` \|", OPERATIONS, re.MULTILINE))

    keys = METADATA_URL.split("/")[2]
    assert written == {*TEAMS_HOSTS, keys, "login.microsoftonline.com"}


async def test_the_tables_beside_the_sdk_are_what_comes_of_it():
    """In a process of its own: both readers of a token look at the real clock."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "tests.beside", "--check"),
        cwd=ROOT,
        stderr=asyncio.subprocess.DEVNULL,
    )

    assert await process.wait() == 0
