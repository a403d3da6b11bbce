"""Numbers of a year, of which none tells of somebody."""

from dialogs.courses.evaluation import Share, evaluated, fairness
from dialogs.courses.wish import Kind, State, Track, Wish
from dialogs.people.person import GONE, Person

PEOPLE = [Person(n, f"P{n}") for n in range(1, 9)]
TEAMS = {1: ("Øst", 8), 2: ("Vest", 2), 3: ("Nord", 8)}


def wish(who: Person, team_id: int = 1, **more: object) -> Wish:
    values = {
        "who": who,
        "team_id": team_id,
        "year": 2026,
        "kind": Kind.COURSE,
        "track": Track.ROUND,
        "title": "ICS",
        "why": "x",
        "area": None,
        "state": State.GRANTED,
    }
    return Wish(**{**values, **more})


def test_a_team_that_is_too_small_is_left_out_and_so_is_a_year_with_too_few():
    found = fairness(
        [
            *(wish(who) for who in PEOPLE[:3]),
            wish(PEOPLE[3], state=State.REFUSED),
            *(wish(PEOPLE[0], year=2025) for _ in range(5)),  # many wishes of one person
            *(wish(who, 2) for who in PEOPLE[4:6]),
        ],
        TEAMS,
        [2025, 2026],
    )

    assert found == {
        "Nord": {2025: Share(wished=0, granted=0), 2026: Share(wished=0, granted=0)},
        "Øst": {2025: None, 2026: Share(wished=4, granted=3)},
    }


def test_those_who_are_not_known_any_more_count_as_one():
    found = fairness([wish(GONE) for _ in range(9)], TEAMS, [2026])

    assert found["Øst"] == {2026: None}


def test_a_year_in_numbers():
    known = [wish(who, state=State.SHARED) for who in PEOPLE[:2]] + [wish(who) for who in PEOPLE]
    outside = [
        wish(PEOPLE[0], state=State.WITHDRAWN),
        wish(PEOPLE[0], track=Track.THEME),
    ]

    found = evaluated(2026, known + outside, 3)

    assert (found.wishes, found.granted, found.themes) == (10, 10, 3)
    assert (found.completed, found.shared) == (None, None)  # two people are too few
    assert evaluated(2026, [], 0).wishes == 0
