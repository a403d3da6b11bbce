"""Where every row of the inventory stands, and that what is called built is shown by a test.

The rows are what the five source documents of the product ask for.
"""

import ast
import csv
from collections import Counter
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest

ROOT = Path(__file__).parent.parent
SOURCES = {"004": 53, "003": 43, "000": 24, "001": 33, "002": 80}  # rows of each, in their order
STATES = {"built", "later", "declined"}


class Row(NamedTuple):
    row: str
    source: str
    what: str
    state: str
    shown_by: str
    why: str


def read() -> list[Row]:
    path = ROOT / "docs" / "inventory.csv"
    with path.open(encoding="utf-8", newline="") as file:
        header, *rows = csv.reader(file)
    assert tuple(header) == Row._fields
    return [Row(*row) for row in rows]


ROWS = read()
BUILT = [row for row in ROWS if row.state == "built"]


@cache
def named_in(path: str) -> frozenset[str]:
    """The test functions of a file, parametrised or not, without running it."""
    assert path.startswith("tests/")
    assert Path(path).name.startswith("test_")
    tree = ast.parse((ROOT / path).read_text(encoding="utf-8"))
    functions = (ast.FunctionDef, ast.AsyncFunctionDef)
    return frozenset(node.name for node in tree.body if isinstance(node, functions))


def test_every_row_is_there_once_and_in_order_with_its_source():
    sources = [source for source, rows in SOURCES.items() for _ in range(rows)]
    expected = [(str(number), source) for number, source in enumerate(sources, 1)]

    assert len(expected) == 233
    assert [(row.row, row.source) for row in ROWS] == expected


def test_every_row_says_what_it_asks_for():
    assert [row.row for row in ROWS if not row.what.strip()] == []


def test_every_state_is_known():
    counts = Counter(row.state for row in ROWS)
    print(", ".join(f"{state}: {count}" for state, count in counts.most_common()))

    assert set(counts) <= STATES


@pytest.mark.parametrize("row", BUILT, ids=lambda row: row.row)
def test_what_is_built_names_tests_that_exist(row):
    assert row.shown_by
    for named in row.shown_by.split(" "):
        path, _, function = named.partition("::")
        assert function.startswith("test_")
        assert function in named_in(path), named


def test_what_is_not_built_names_no_test_and_says_why():
    others = [row for row in ROWS if row.state != "built"]

    assert [row.row for row in others if row.shown_by] == []
    assert [row.row for row in others if not row.why.strip()] == []
