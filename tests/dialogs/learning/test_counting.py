"""Nothing is shown of fewer than three, and what is shown is nobody's own answer."""

from dialogs.learning.counting import spread
from dialogs.learning.evaluation import Evaluated
from tests.dialogs.learning.test_themes import Q3


def test_two_answers_are_too_few():
    assert spread([]) is None
    assert spread([1, 5]) is None


def test_the_spread_is_what_half_of_the_answers_lie_between():
    found = spread([1, 3, 4, 4, 5])

    assert found is not None
    assert (found.n, round(found.mean, 1), found.low, found.high) == (5, 3.4, 3, 4)


def test_the_taps_are_shown_from_three_meetings_on_however_many_tapped():
    taps = {"useful": 3}
    two = Evaluated(quarter=Q3, taps=[(1, taps)] * 9 + [(2, taps)] * 9)
    three = Evaluated(quarter=Q3, taps=[*two.taps, (3, taps)])

    assert two.tapped("useful") is None
    assert three.tapped("useful").n == 19


def test_the_scale_is_shown_from_three_meetings_on():
    assert Evaluated(quarter=Q3, clarity=[(1, 5), (2, 6)]).steps is None
    before, after = Evaluated(quarter=Q3, clarity=[(1, 5), (2, 6), (3, 7)]).steps
    assert (before.mean, after.mean) == (2, 6)
