"""A column without purpose and period does not get in, and the document says what is so."""

from pathlib import Path

import pytest

from dialogs.privacy.described import document
from dialogs.privacy.periods import TABLES, unexplained
from storage.privacy import live

ROOT = Path(__file__).parents[3]


def test_every_column_has_a_purpose_and_a_period_and_no_entry_is_of_a_column_that_is_gone():
    assert list(unexplained(live())) == []


@pytest.mark.parametrize(
    ("change", "found"),
    [
        ({"person": [*live()["person"], "shoe_size"]}, ["person.shoe_size"]),
        ({"person": live()["person"][:-1]}, ["person.apart_since"]),
        ({"shoe": ["id", "size"]}, ["shoe.id", "shoe.size"]),
    ],
)
def test_what_nobody_has_explained_is_named(change, found):
    assert list(unexplained({**live(), **change})) == found


@pytest.mark.parametrize("table", TABLES)
def test_every_column_says_why_whose_and_how_long(table):
    for name in TABLES[table].columns:
        column = TABLES[table].column(name)
        assert column.why
        assert column.whose
        assert str(column.until)
        assert "{" not in str(column.until)


def test_the_document_is_what_the_tables_say():
    """Written anew by `python -m storage.privacy`."""
    written = (ROOT / "docs" / "data.md").read_text(encoding="utf-8")

    assert written == document(live())
    assert "højst 30 dage" in written
