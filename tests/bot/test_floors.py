"""A package that is too old is refused with a sentence, and so is a start with it."""

import pytest

import app
from bot.floors import FLOORS, stands_on
from bot.settings import BadSetting
from storage.sqlite import journal_mode


def test_what_is_installed_is_enough():
    stands_on()


@pytest.mark.parametrize("name", FLOORS)
@pytest.mark.parametrize("found", ["1.26.20", "2.6.99", "2", "2.0rc1", "unknown"])
def test_a_package_below_its_floor_is_refused_by_name(name, found):
    with pytest.raises(BadSetting) as refused:
        stands_on(lambda asked: found if asked == name else "99")

    assert refused.value.name == name
    assert found in refused.value.danish
    assert app.explained(refused.value) is not None


@pytest.mark.parametrize("found", ["2.12", "2.12.0", "2.13.1", "3.0", "10.1"])
def test_from_the_floor_on_it_is_enough(found):
    stands_on(lambda _: found)


def test_an_old_sqlite_keeps_no_write_ahead_log():
    assert journal_mode((3, 51, 2)) == "TRUNCATE"
    assert journal_mode((3, 51, 3)) == "WAL"
