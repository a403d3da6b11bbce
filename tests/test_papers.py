"""What the municipality's papers say is so: their tables, and every place and test they name."""

import re
from collections import Counter
from pathlib import Path

import pytest

from dialogs.privacy.periods import TABLES
from tests.papers import FOLDER, PURPOSES, REGION, WRITERS, papers, rewritten
from tests.test_inventory import named_in

ROOT = Path(__file__).parent.parent
QUOTED = re.compile(r"`((?:bot|dialogs|storage|tests|manifest)/[^`\s]+)`")
LINK = re.compile(r"\]\((?!https?:)([^)#]+)")
CONTROL, RISK = re.compile(r"\bK\d+\b"), re.compile(r"\| R\d+ ")
EACH = pytest.mark.parametrize("path", papers(), ids=lambda path: path.name)
ASSESSMENT, APPENDIX = (
    (FOLDER / "konsekvensanalyse.md").read_text(encoding="utf-8").split("\n## Bilag. ")
)


@EACH
def test_the_tables_are_what_the_program_goes_by(path):
    """Written anew by `python -m tests.papers`."""
    written = path.read_text(encoding="utf-8")

    assert written == rewritten(written)


def test_every_table_that_is_written_stands_somewhere():
    found = [name for path in papers() for _, name in REGION.findall(path.read_text("utf-8"))]

    assert set(found) == set(WRITERS)


def test_every_table_of_the_database_has_one_purpose():
    assert Counter(name for names in PURPOSES.values() for name in names) == Counter(TABLES.keys())


@EACH
def test_every_place_that_is_named_is_there(path):
    for named in QUOTED.findall(path.read_text(encoding="utf-8")):
        place, _, function = named.partition("::")
        assert (ROOT / place).exists(), named
        assert not function or function in named_in(place), named


@EACH
def test_every_link_leads_somewhere(path):
    for link in LINK.findall(path.read_text(encoding="utf-8")):
        assert (FOLDER / link).exists(), link


def test_every_risk_has_controls_and_every_control_has_a_risk_a_place_and_a_test():
    """But for a risk that no control of ours can change, and that says so."""
    risks = [line for line in ASSESSMENT.splitlines() if RISK.match(line)]
    controls = [line.split(" | ") for line in APPENDIX.splitlines() if line.startswith("| ")][1:]
    numbers = [row[0].removeprefix("| ") for row in controls if row[0] != "|"]

    assert risks
    assert [r for r in risks if not CONTROL.search(r) and "ingen i produktet" not in r] == []
    assert numbers == [f"K{number}" for number in range(1, len(numbers) + 1)]
    assert {name for risk in risks for name in CONTROL.findall(risk)} == set(numbers)
    assert [row for row in controls if "`" not in row[2] or "`tests/" not in row[3]] == []


@EACH
def test_nothing_is_called_anonymous(path):
    """What somebody can be led back to is pseudonymous (domain, section 2.1)."""
    assert "anonym" not in path.read_text(encoding="utf-8").lower()
