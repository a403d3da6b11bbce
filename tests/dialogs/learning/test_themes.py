"""Themes over the quarters: from three contributors on, and only what clearly grows."""

import pytest

from dialogs.calendar.period import Period, latest
from dialogs.learning import themes, trend_words
from dialogs.learning.point import Guideline, PointKind
from dialogs.learning.themes import Counted, NoSuchTheme, Sort, Theme

Q3 = Period(2026, 3, 3)
Q2 = Q3.before
ICS = Theme(Sort.METHOD, "ICS")
DOUBT = Theme(Sort.KIND, PointKind.DOUBT)


def counted(theme: Theme, quarter: Period, points: int, contributors: int = 3) -> Counted:
    return Counted(theme=theme, quarter=quarter, points=points, contributors=contributors)


def test_a_quarter_with_two_contributors_has_no_number():
    found = themes.trends([counted(ICS, Q2, 9, 2), counted(ICS, Q3, 4)], [Q2, Q3])

    [trend] = found[Sort.METHOD]
    assert trend.points == {Q2: None, Q3: 4}
    assert trend_words.numbers(trend) == "ICS: 4 i 3. kv."


def test_a_theme_without_any_number_is_not_there():
    assert themes.trends([counted(ICS, Q3, 9, 2)], [Q2, Q3])[Sort.METHOD] == []


def test_those_with_most_points_come_first_and_the_rest_is_left_out():
    many = [counted(Theme(Sort.METHOD, f"M{n}"), Q3, n + 1) for n in range(20)]

    found = themes.trends(many, [Q2, Q3])[Sort.METHOD]

    assert [trend.theme.value for trend in found] == ["M19", "M18", "M17", "M16", "M15", "M14"]


@pytest.mark.parametrize(
    ("was", "now", "grows"),
    [
        ((3, 3), (5, 3), True),
        ((3, 3), (4, 3), False),
        ((4, 2), (6, 3), True),
        ((1, 1), (9, 2), False),
    ],
)
def test_two_points_more_from_three_contributors_is_growth(was, now, grows):
    found = themes.growing([counted(ICS, Q2, *was), counted(ICS, Q3, *now)], Q3)

    assert bool(found) is grows


def test_what_is_new_grows_and_what_was_too_few_shows_no_number():
    [new] = themes.growing([counted(ICS, Q3, 3)], Q3)
    assert new.points == {Q2: None, Q3: 3}
    assert "2. kvartal 2026: for få til at vise et tal." in trend_words.grew(new)


def test_what_grew_most_comes_first():
    found = themes.growing([counted(ICS, Q3, 3), counted(DOUBT, Q3, 8)], Q3)

    assert [trend.theme for trend in found] == [DOUBT, ICS]


def test_a_theme_is_read_from_its_key_and_nothing_else_is():
    for theme in (ICS, DOUBT, Theme(Sort.GUIDELINE, Guideline.MISSING), Theme(Sort.METHOD, "a=b")):
        assert Theme.read(theme.key, ["ICS", "a=b"]) == theme
    for odd in ("", "ICS", "method=Voodoo", "kind=", "guideline", "person=7"):
        with pytest.raises(NoSuchTheme):
            Theme.read(odd, ["ICS"])


def test_every_theme_has_a_name_and_a_topic():
    every = [Theme(Sort.KIND, kind) for kind in PointKind]
    every += [Theme(Sort.GUIDELINE, guideline) for guideline in Guideline]

    assert len({trend_words.label(theme) for theme in every}) == len(every)
    assert all(trend_words.topic(theme).endswith("?") for theme in every)
    assert len(trend_words.topic(Theme(Sort.METHOD, "Æ" * 200))) <= 200


def test_the_quarters_up_to_now_are_the_oldest_first():
    assert [quarter.key for quarter in latest(Period(2027, 1, 3), 3)] == [
        "2026-Q3",
        "2026-Q4",
        "2027-Q1",
    ]
