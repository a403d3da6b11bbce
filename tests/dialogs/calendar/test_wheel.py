"""The season as a wheel: every prompt on its day, and what has become of it."""

from dataclasses import replace
from datetime import UTC, date, datetime
from itertools import combinations
from xml.etree import ElementTree
from zoneinfo import ZoneInfo

from dialogs.calendar import wheel
from dialogs.calendar.season import Behind, Foreseen
from dialogs.calendar.wheel import Mark, State

TODAY = date(2026, 11, 26)
SVG = "{http://www.w3.org/2000/svg}"


def mark(month: int, day: int, title: str = "Supervision", state: State = State.DONE) -> Mark:
    return Mark(at=date(2026, month, day), title=title, state=state)


def test_a_thing_is_to_come_then_due_then_late_until_it_is_done() -> None:
    day, until = date(2026, 11, 20), date(2026, 11, 27)
    assert wheel.state_of(date(2026, 11, 27), TODAY) is State.TO_COME
    assert wheel.state_of(TODAY, TODAY) is State.DUE
    assert wheel.state_of(day, TODAY, late_until=until) is State.DUE
    assert wheel.state_of(day, TODAY) is State.LATE
    assert wheel.state_of(day, TODAY, done=True) is State.DONE


def test_the_wheel_and_its_list_say_the_same() -> None:
    shown = [
        mark(12, 1, "Kursus & <mål>", State.TO_COME),
        mark(2, 3),
        mark(3, 4, state=State.LATE),
    ]
    svg = ElementTree.fromstring(wheel.drawing(shown, TODAY))  # noqa: S314
    lines = wheel.told(shown, TODAY)
    assert lines == [
        "3. februar: Supervision (gjort)",
        "4. marts: Supervision (mangler stadig)",
        "1. december: Kursus & <mål> (kommer)",
    ]
    assert svg[0].text == "Årshjul: 1 gjort, 1 mangler stadig, 1 kommer"
    assert svg[1].text == " ".join(lines)
    assert [each.text for each in svg.iter(f"{SVG}title")][1:] == lines
    assert wheel.told([], TODAY) == [wheel.EMPTY]


def test_marks_of_the_same_days_do_not_lie_on_each_other() -> None:
    days = [(month, day) for month in range(1, 13) for day in (1, 3, 9, 28)]
    shown = [mark(month, day, f"{month}.{day}") for month, day in days]
    svg = ElementTree.fromstring(wheel.drawing(shown, TODAY))  # noqa: S314
    places = [
        (float(circle.attrib["cx"]), float(circle.attrib["cy"]))
        for circle in svg.iterfind(f"{SVG}g/{SVG}circle")
    ]
    assert len(places) == len(shown)
    for (x1, y1), (x2, y2) in combinations(places, 2):
        assert (x1 - x2) ** 2 + (y1 - y2) ** 2 > (2 * wheel.MARK) ** 2


def test_the_season_becomes_marks_on_local_days_and_one_mark_for_several_teams() -> None:
    zone = ZoneInfo("Europe/Copenhagen")
    prompt = Foreseen(
        at=datetime(2026, 12, 31, 23, 30, tzinfo=UTC),
        series="x",
        whom="Bo, Team Øst",
        title="Ny",
        text="",
        team_id=1,
    )
    due = Behind(on=date(2026, 11, 20), title="Gl", done=False, due_until=TODAY, team_id=1)
    late = replace(due, due_until=None, team_id=2)
    teams = {1: "Team Øst", 2: "Team Vest"}

    found = wheel.marks([due, late], [prompt, replace(prompt, team_id=2)], teams, TODAY, zone)

    assert wheel.told(found, TODAY) == [
        "20. november: Gl (mangler stadig). Team Vest",
        "20. november: Gl (nu). Team Øst",
        "1. januar 2027: Ny (kommer). Alle teams",
    ]
    assert wheel.told(wheel.marks([], [prompt], {}, TODAY, zone), TODAY) == [
        "1. januar 2027: Ny (kommer)"
    ]
