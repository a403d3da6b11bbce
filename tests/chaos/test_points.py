"""The matrix is whole: every crash point is somewhere, and every act has its scenario."""

import pytest

import bot.learning
import bot.people
import bot.sparring
import bot.status
from tests.chaos.points import POINTS, there_is
from tests.chaos.scenarios import READS, uncovered
from tests.house import ZONE


@pytest.mark.parametrize("name", POINTS)
def test_a_crash_point_is_a_function_of_the_product(name):
    assert there_is(POINTS[name])


def test_nothing_that_people_can_do_is_without_a_scenario():
    areas = [bot.people.AREA, bot.sparring.area(ZONE), bot.learning.area(ZONE)]

    assert uncovered([*areas, bot.status.area(areas)], READS) == set()
