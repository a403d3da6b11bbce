"""What follows a course, the themes without one, and the yearly evaluation. Ole was granted a
course; Sara leads the team, and Lis is the leader group."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest
from sqlalchemy import select

from bot.rehearsal.connector import Form, Person
from dialogs.calendar.season import Reader
from dialogs.courses import after_words as words
from dialogs.courses.wish import Kind, State, Track, Wish
from dialogs.people.rights import Role
from storage import between, course_after, courses, people, roles
from storage.tables import CourseSharingRow, OccurrenceRow, PersonRow
from tests.areas import AREAS
from tests.bot.test_status import leads
from tests.house import ZONE, House

ICS = "ICS, grundkursus"
LAST = date(2026, 9, 15)  # a Tuesday
ASKED = date(2026, 9, 16)


@pytest.fixture
async def led(home: House) -> House:
    home.people["lis"] = home.teams.person("Lis Buhl")
    for person in (home.sara, home.ole, home.mette, home.lis):
        await home.teams.add_bot(home.own(person), by=person)
        await home.says(person, "hej", alone=True)
    await leads(home, "Sara")

    def group(session):
        lis = session.scalars(select(PersonRow.id).where(PersonRow.name == "Lis Buhl")).one()
        roles.name_holders(session, Role.LEADER_GROUP, [lis], now=home.clock.time)

    await home.bot.store.write(group)
    return home


def a_wish(session, name: str = "Ole Friis", **more: object) -> Wish:
    person_id = session.scalars(select(PersonRow.id).where(PersonRow.name == name)).one()
    values = {
        "who": people.person(session, person_id),
        "team_id": 1,
        "year": 2026,
        "kind": Kind.COURSE,
        "track": Track.AT_ONCE,
        "title": ICS,
        "why": "Jeg skal bruge det i undersøgelserne.",
        "area": "ics",
        "state": State.GRANTED,
    }
    return Wish(**{**values, **more})


@pytest.fixture
async def enrolled(led: House) -> House:
    await led.bot.store.write(lambda s: courses.add_wish(s, a_wish(s), led.clock.time))
    await asks_form(led, led.ole, "courses.enrol", "1", first="2026-09-14", last=str(LAST))
    return led


async def asks_form(home: House, who: Person, verb: str, name: str, **values: object) -> list[str]:
    data = {"data": {"verb": verb, "id": name, "msteams": {"type": "task/fetch"}}}
    form = await who.invokes(home.own(who), "task/fetch", data)
    assert isinstance(form, Form), form.texts
    said = await form.submit(**values)
    await home.settle()
    return said.texts


async def day(home: House, on: date, at: str = "9.00") -> None:
    hour, minute = (int(part) for part in at.split("."))
    home.clock.time = datetime.combine(on, time(hour, minute), ZONE).astimezone(UTC)
    for _ in range(3):
        await home.bot.clockwork.tick()
    await home.settle()


async def presses(home: House, who: Person, button: str) -> str:
    answer = await who.presses(home.own(who), button)
    await home.settle()
    return "\n".join(answer.texts)


async def state(home: House) -> State:
    wish = await home.bot.store.read(courses.wish, 1)
    return wish.state


def asked(home: House, who: Person, title: str) -> list[str]:
    """The messages that it stands in: what comes the same day is one."""
    return [text for text in home.own(who).shown if f"\n{title}" in f"\n{text}"]


async def shares(home: House) -> list[str]:
    return [share.text for share in await home.bot.store.read(between.shares, 1)]


@pytest.fixture
async def held(enrolled: House) -> House:
    await day(enrolled, ASKED)
    await presses(enrolled, enrolled.ole, words.YES)
    return enrolled


# --- held ------------------------------------------------------------------------------------


async def test_the_day_after_it_is_asked_whether_it_was_held_and_it_is_put_on_a_meeting(enrolled):
    await day(enrolled, LAST)
    assert asked(enrolled, enrolled.ole, words.ENDED) == []
    await day(enrolled, ASKED)
    [question] = asked(enrolled, enrolled.ole, words.ENDED)
    assert f"“{ICS}” sluttede tirsdag d. 15. september 2026." in question

    said = await presses(enrolled, enrolled.ole, words.YES)

    assert await state(enrolled) is State.COMPLETED
    assert "teamets næste møde i Team Øst" in said
    assert await shares(enrolled) == [f"Nyt fra {ICS}"]
    [leader] = asked(enrolled, enrolled.sara, words.FOR_LEADER)
    assert "hvem der kan hjælpe" in leader
    await day(enrolled, date(2026, 9, 29))
    assert asked(enrolled, enrolled.ole, words.ENDED) == []  # answered once, asked no more


async def test_it_may_end_later_and_is_asked_about_then(enrolled):
    await day(enrolled, ASKED)
    said = await asks_form(enrolled, enrolled.ole, "courses.ends_later", "1", last="2026-09-01")
    assert said[0] == "Vælg en sidste kursusdag fra i dag og højst et år frem."
    await asks_form(enrolled, enrolled.ole, "courses.ends_later", "1", last="2026-10-01")
    await day(enrolled, date(2026, 9, 30))
    assert asked(enrolled, enrolled.ole, words.ENDED) == []
    await day(enrolled, date(2026, 10, 2))
    assert len(asked(enrolled, enrolled.ole, words.ENDED)) == 1


# --- shared ----------------------------------------------------------------------------------


async def test_it_reminds_until_it_was_shared_and_from_the_third_time_on_a_leader(held):
    await day(held, date(2026, 9, 30))
    assert len(asked(held, held.ole, words.SHARE)) == 1
    await day(held, date(2026, 10, 21))
    assert len(asked(held, held.ole, words.SHARE)) == 2
    assert asked(held, held.sara, words.SHARE) == []
    await day(held, date(2026, 11, 11))
    [question] = asked(held, held.sara, words.SHARE)
    assert f"Ole var på “{ICS}”." in question
    assert len(asked(held, held.ole, words.SHARE)) == 2

    await presses(held, held.sara, words.SHARED)

    assert await state(held) is State.SHARED
    assert await shares(held) == []
    assert any(f"Ole har delt noget fra “{ICS}”" in text for text in held.chat.shown)
    await day(held, date(2026, 12, 2))
    assert asked(held, held.sara, words.SHARE) == asked(held, held.ole, words.SHARE) == []


async def test_ticked_at_the_meeting_it_is_shared(held):
    await held.says(held.karen, "del", alone=True)
    await held.karen.presses(held.own(held.karen), "Nr. 1 er delt")
    await held.settle()
    assert await state(held) is State.SHARED
    await day(held, date(2026, 9, 30))
    assert asked(held, held.ole, words.SHARE) == []


async def test_it_may_be_left_out_with_a_reason_by_whoever_it_is_for(held):
    said = await held.mette.invokes(
        held.own(held.mette),
        "task/fetch",
        {"data": {"verb": "courses.waive", "id": "1", "msteams": {"type": "task/fetch"}}},
    )
    assert said.texts == [
        "Det er delt eller afsluttet, eller det er ikke dit. Der er ikke ændret noget."
    ]
    await asks_form(held, held.ole, "courses.waive", "1", reason="Det var kun for superbrugere.")
    assert await state(held) is State.COMPLETED
    assert await shares(held) == []
    await day(held, date(2026, 9, 30))
    assert asked(held, held.ole, words.SHARE) == []


async def test_it_may_be_shared_in_a_case_instead(held):
    await asks_form(held, held.ole, "courses.how", "1", how="case")
    assert await shares(held) == [f"Det, jeg har brugt fra {ICS}, i en sag"]


# --- used ------------------------------------------------------------------------------------


async def test_after_three_weeks_and_three_months_they_alone_are_asked_and_nothing_is_kept(held):
    def rows(session):
        return [tuple(row) for row in session.execute(select(CourseSharingRow.__table__))]

    await day(held, date(2026, 10, 6))
    [weeks] = asked(held, held.ole, words.USED)
    assert "For tre uger siden" in weeks
    before = await held.bot.store.read(rows)
    await presses(held, held.ole, words.USED_IT)
    assert await held.bot.store.read(rows) == before
    await day(held, date(2026, 12, 15))
    _, months = asked(held, held.ole, words.USED)
    assert "For tre måneder siden" in months
    assert asked(held, held.sara, words.USED) == []


async def test_what_is_foreseen_is_what_comes(enrolled):
    area = next(area for area in AREAS if "courses.completed" in area.presses)
    begin = enrolled.clock.time

    def foreseen(session):
        found = list(area.foresees(session, begin, begin + timedelta(days=160)))
        own = {each.readers for each in found if each.person_id is not None}
        assert own == {Reader.NOBODY}  # what somebody is asked after a course is theirs
        return sorted((each.at, each.series) for each in found)

    seen = await enrolled.bot.store.read(foreseen)
    await day(enrolled, ASKED)
    await presses(enrolled, enrolled.ole, words.YES)

    def planned(session):
        rows = session.query(OccurrenceRow).filter(
            OccurrenceRow.series.in_(["courses.after.used", "courses.after.share"])
        )
        return {(row.due_at, row.series) for row in rows}

    assert await enrolled.bot.store.read(planned) <= set(seen)
    evaluated = [
        at.astimezone(ZONE).date() for at, series in seen if series.endswith("evaluation")
    ]
    assert evaluated == [date(2026, 12, 8)]


# --- themes ----------------------------------------------------------------------------------


async def test_needs_without_a_course_become_themes_told_after_the_orientation(led):
    def wished(session):
        theme = a_wish(
            session,
            kind=Kind.SHARING,
            track=Track.THEME,
            year=2027,
            title="Børnesamtaler",
            state=State.WISHED,
        )
        courses.add_wish(session, theme, led.clock.time)

    await led.bot.store.write(wished)
    await day(led, date(2027, 2, 1))
    [wait] = asked(led, led.lis, "Temaer uden kursus i 2027")
    assert words.THEMES_WAIT in wait
    await presses(led, led.lis, words.THEMES)
    shown = led.own(led.lis).shown[-1]
    assert "• Børnesamtaler" in shown
    assert "Ole" not in shown

    said = await asks_form(led, led.lis, "courses.theme", "", day="2027-01-01", title="Samvær")
    assert said[0] == "Vælg en dag, der ikke er gået, og højst halvandet år frem."
    await asks_form(
        led,
        led.lis,
        "courses.theme",
        "",
        need="Børnesamtaler",
        owner="Mette Dahl",
        partner="authority",
        day="2027-03-15",
    )
    await presses(led, led.lis, words.THEMES)
    assert await presses(led, led.lis, words.TELL_THEMES) == (
        "Afdelingen skal først orienteres om de bevilgede kurser. Så kan du fortælle om temaerne."
    )

    def told(session):
        year = courses.year(session, 2027)
        courses.save_year(session, replace(year, told_at=led.clock.time))

    await led.bot.store.write(told)
    await presses(led, led.lis, words.TELL_THEMES)
    assert any(
        "• Børnesamtaler: personalemøde, med en anden myndighed, mandag d. 15. marts 2027, Mette"
        in text
        for text in led.chat.shown
    )
    await day(led, date(2027, 3, 1))
    assert len(asked(led, led.mette, words.THEME_IS)) == 1


# --- the year --------------------------------------------------------------------------------


async def test_in_december_the_leader_group_evaluates_the_year_without_small_numbers(led):
    def wished(session):
        for name in ("Ole Friis", "Mette Dahl", "Jens Krog"):
            courses.add_wish(session, a_wish(session, name), led.clock.time)
        courses.add_wish(session, a_wish(session, state=State.SHARED), led.clock.time)

    await led.bot.store.write(wished)
    await day(led, date(2026, 12, 7))
    assert asked(led, led.lis, "Evaluering") == []
    await day(led, date(2026, 12, 8))
    [evaluation] = asked(led, led.lis, "Evaluering")
    assert "Bevilget 4" in " ".join(evaluation.split())
    assert f"Delt med kolleger {words.TOO_FEW}" in " ".join(evaluation.split())
    assert words.MED_ITEM in evaluation

    await presses(led, led.lis, words.FAIRNESS)
    shown = led.own(led.lis).shown[-1]
    assert "Team Øst" in shown
    assert "4 af 4 bevilget" in shown
    assert "Ole" not in shown

    await presses(led, led.lis, words.EVALUATED)
    assert await led.bot.store.read(course_after.is_evaluated, 2026)
    assert asked(led, led.lis, "Evaluering") == []
