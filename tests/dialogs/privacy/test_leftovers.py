"""What a look at the whole database takes for a CPR number, in what nobody wrote."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.kinds import moment
from dialogs.privacy.finding import Sort
from dialogs.privacy.leftovers import sorts_in

TEN_YEARS = [datetime(2026, 8, 3, 7, tzinfo=UTC) + timedelta(days=day) for day in range(3653)]


@pytest.mark.parametrize("text", ["1-150190-1234", "0101901234", "wish:010190-1234:2027"])
def test_a_number_is_found_between_ids(text):
    assert sorts_in(text, written=False) == {Sort.CPR}


def test_no_name_of_a_message_reads_as_one_in_ten_years():
    names = [
        name
        for at in TEN_YEARS
        for name in (f"1-5-{moment(at)}", f"12-declined-{moment(at)}", f"1-{at.date()}-1")
    ]

    assert [name for name in names if sorts_in(name, written=False)] == []
