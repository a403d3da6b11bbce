"""The year before anyone is asked: in chat, on a terminal and in one's own calendar; and the
department's days and hours, which move what comes."""

import re
from datetime import date, time, timedelta

import aiohttp
import pytest
from sqlalchemy import select

from bot import calendar
from bot.rehearsal.connector import Form
from dialogs.between.asking import Kind, Request
from dialogs.calendar.days import is_held, is_working_time, local_day
from dialogs.calendar.season import Foreseen
from dialogs.learning.practice import Improvement, ImprovementKind, Practice, What
from dialogs.people.rights import Role
from dialogs.people.team import Absence
from storage import between, improvement, occurrences, people, practice, sparring
from storage import calendar as stored
from storage.tables import OccurrenceRow
from tests.areas import AREAS
from tests.bot.test_digests import leads, of_department
from tests.dialogs.calendar.test_ics import events, unescaped
from tests.house import LINKS, RITA, ZONE, House, house, moved_in

A_YEAR = timedelta(days=366)
ADDRESS = "https://sparring.example.dk"


@pytest.fixture
async def home(tmp_path):
    async with house(tmp_path, public_url=ADDRESS) as home:
        yield await moved_in(home)


async def season(home: House) -> list[Foreseen]:
    now = home.clock.time
    return await home.bot.store.read(calendar.foreseen, AREAS, now, now + A_YEAR, ZONE)


async def printed(home: House) -> str:
    def work(session):
        return list(calendar.printed_year(session, AREAS, home.clock.time, ZONE))

    return "\n".join(await home.bot.store.read(work))


async def sets(home: House, who, **values: object) -> str:
    form = await who.opens(home.own(who), "Afdelingens kalender")
    answer = await form.submit(**values)
    await home.settle()
    return "\n".join(answer.texts)


async def administrator(home: House):
    rita = home.teams.person(RITA)
    await home.teams.add_bot(home.own(rita), by=rita)
    await home.says(rita, "indstillinger", alone=True)
    return rita


# --- what is foreseen ------------------------------------------------------------------------


async def test_what_is_planned_is_what_was_foreseen_and_foreseeing_plans_nothing(home):
    """The dates of the season are those that occurrences get, one by one, over six weeks."""

    def planned(session):
        rows = session.scalars(select(OccurrenceRow).order_by(OccurrenceRow.id)).all()
        return [(row.series, row.entity, row.due_at) for row in rows]

    await leads(home)
    before = await home.bot.store.read(planned)
    found = await season(home)
    assert await home.bot.store.read(planned) == before

    series = {each.series for each in found if each.team_id}
    assert len(series) == 12  # no Tuesday of that year is closed
    begun = home.clock.time
    seen = set()
    until = begun + timedelta(days=45)
    for at in sorted({each.at for each in found if each.at <= until}):
        home.clock.time = at
        await home.bot.clockwork.tick()
        seen |= set(await home.bot.store.read(planned))
    expected = {
        (each.series, str(each.team_id), each.at)
        for each in found
        if each.team_id and begun < each.at <= until and each.series in series - AFTERWARDS
    }
    shared = "learning.quarter_digest"  # planned only if there is something to tell
    assert {row for row in expected - seen if row[0] != shared} == set()
    planned_by_then = {row for row in seen if row[0] in series - AFTERWARDS}
    assert {row for row in planned_by_then if begun < row[2] <= until} - expected == set()


AFTERWARDS = {"learning.pulse_reminder", "learning.pulse_over"}  # planned when the first is asked


async def test_nothing_is_foreseen_on_a_closed_day_or_outside_the_hours(home):
    rita = await administrator(home)
    await leads(home)
    assert await sets(home, rita, weeks="29, 42", begins="08:30", ends="15:00") == (
        "Kalenderen er gemt. Alle teams går efter den fra nu af."
    )
    department = await home.bot.store.read(stored.of_department)
    found = await season(home)

    assert len(found) > 130
    for each in found:
        if each.series == sparring.CLOSED_DAY:
            day = local_day(each.at, ZONE)
            assert not is_held(day, time(9), department)
            assert each.because
        else:
            assert is_working_time(each.at, department, ZONE), each
    closed = {each.because for each in found if each.series == sparring.CLOSED_DAY}
    assert closed == {"uge 42 er lukket", "uge 29 er lukket"}


async def test_what_moves_a_prompt_is_said_and_absence_passes_a_turn_on(home):
    def away(session):
        bo = next(each for each in people.members(session, 1) if each.name == "Bo")
        noted = Absence(person_id=bo.id, first=date(2026, 8, 11), last=date(2026, 8, 11))
        people.add_absence(session, noted)

    await home.bot.store.write(away)
    found = await season(home)
    turns = {local_day(each.at, ZONE): each for each in found if each.series == sparring.TURN}
    skipped = turns[date(2026, 8, 6)]
    assert (skipped.whom, skipped.because) == ("Ole, Team Øst", "Bo er meldt væk den dag")
    assert turns[date(2026, 8, 13)].whom == "Bo, Team Øst"  # nobody's turn is lost
    christmas = turns[date(2026, 12, 22)]
    assert (christmas.nominal, christmas.because) == (date(2026, 12, 24), "juleaftensdag")
    quarter = [each for each in found if each.series == "learning.department_people"]
    assert [(each.nominal, each.because) for each in quarter[1:2]] == [
        (date(2027, 1, 1), "nytårsdag")
    ]


async def test_the_terminal_shows_every_prompt_by_month_and_week(home):
    text = await printed(home)
    assert text.startswith(
        "Årshjul fra mandag d. 3. august 2026 til onsdag d. 4. august 2027. Der sendes ikke noget."
    )
    rows = text.splitlines()
    columns = [re.split(" {2,}", row.strip()) for row in rows]
    first = ["tir. d.", "4. kl. 9.00", "Team Øst", "Startkort", "Karen tager en sag med."]
    assert first in columns
    assert "DECEMBER 2026" in rows
    closed = "tor. d. 24. (juleaftensdag), fre. d. 25. (juledag), tor. d. 31. (nytårsaftensdag)"
    assert f"  Lukket: {closed}." in rows
    assert "  Skolerne har vinterferie i uge 7." in rows
    assert len([row for row in rows if "  Startkort  " in row]) == 53


async def test_what_is_between_somebody_and_the_bot_is_shown_to_them_alone(home):
    def plan(session):
        ole = next(each for each in people.members(session, 1) if each.name == "Ole")
        karen = next(each for each in people.members(session, 1) if each.name == "Karen")
        request = Request(team_id=1, asker=ole, asked=karen, kind=Kind.SPARRING)
        number = between.add_request(session, request, home.clock.time)
        due = home.clock.time + timedelta(days=3)
        occurrences.plan(session, "between.ask_became", number, "once", due)

    await home.bot.store.write(plan)
    for who in (home.ole, home.karen):
        await home.says(who, "årshjul august 2026", alone=True)
    assert "Blev det til noget? (Ole): tor. d. 6." in home.told(home.ole)
    assert "Blev det til noget?" not in home.told(home.karen)
    text = await printed(home)
    assert "en kollega, privat" in text
    assert "Ole  " not in "".join(row for row in text.splitlines() if "privat" in row)


# --- in chat ---------------------------------------------------------------------------------


async def test_everyone_sees_their_own_part_of_the_year_and_turns_its_pages(home):
    anne = await leads(home)
    await home.says(home.ole, "årshjul", alone=True)
    await home.says(anne, "aarshjul september 2026", alone=True)
    ole, led = home.told(home.ole), home.told(anne)
    assert "Årshjul, august 2026" in ole
    assert (
        "Startkort (Team Øst): tir. d. 4., tir. d. 11., tir. d. 18. og tir. d. 25. kl. 9.00" in ole
    )
    assert "Påmindelse om tur (Team Øst): Bo tor. d. 6." in ole
    assert "Invitation til teamlederen" not in ole
    assert "Invitation til teamlederen" in led

    await home.ole.presses(home.own(home.ole), "Næste måned")
    await home.settle()
    assert "Årshjul, september 2026" in home.told(home.ole)
    assert home.own(home.ole).last.buttons[:2] == ["Forrige måned", "Næste måned"]

    await home.says(home.ole, "årshjul uge 52", alone=True)
    assert "Årshjul, uge 52 2026" in home.told(home.ole)
    assert "Lukket: tor. d. 24. (juleaftensdag), fre. d. 25. (juledag)." in home.told(home.ole)
    await home.says(home.ole, "årshjul snart", alone=True)
    assert "“snart” kan jeg ikke læse som en periode." in home.told(home.ole)
    await home.says(home.ole, "årshjul uge 30 2026", alone=True)
    assert "Perioden er gået: uge 30 2026." in home.told(home.ole)

    await home.says(home.ole, "årshjul")  # in the group: what everybody may read, and no link
    assert "Årshjul, august 2026" in home.shown()
    assert "Invitation" not in home.shown()
    assert "Abonnér i kalenderen" not in home.chat.last.buttons


async def test_the_leader_group_approves_the_year_and_sees_what_changed_since(home):
    lise = await of_department(home, "Lise Bak", Role.LEADER_GROUP)
    await home.says(lise, "årshjul", alone=True)
    assert "Årshjulet for 2026 er ikke godkendt endnu. Påmindelserne kommer alligevel." in (
        home.told(lise)
    )
    await lise.presses(home.own(lise), "Godkend årshjulet 2026")
    await home.settle()
    approved = "Årshjulet for 2026 er godkendt af Lise d. 3. august 2026."
    assert approved in home.told(lise)
    assert "Siden da" not in home.told(lise)
    assert not any("Godkend" in button for button in home.own(lise).last.buttons)

    await home.says(lise, "årshjul januar 2027", alone=True)
    await lise.presses(home.own(lise), "Godkend årshjulet 2027")
    home.clock.time += timedelta(days=30)
    await home.says(lise, "årshjul januar 2027", alone=True)  # more of that year is within sight
    told = home.told(lise).split("---")[-1]
    assert "Årshjulet for 2027 er godkendt af Lise d. 3. august 2026." in told
    assert "Siden da" not in told

    form = await home.karen.opens(home.chat, "Vælg dag og tid")
    await form.submit(weekday="2")
    await home.settle()
    await home.says(lise, "årshjul oktober 2026", alone=True)
    told = home.told(lise).split("---")[-1]
    assert f"{approved} Siden da: " in told
    assert "er kommet til eller flyttet og " in told
    assert "ons. d. 7." in told
    assert "ændret siden godkendelsen" in told
    assert "Godkend årshjulet 2026" in home.own(lise).last.buttons


async def test_others_neither_approve_nor_change_the_calendar(home):
    await home.says(home.karen, "årshjul", alone=True)
    buttons = home.own(home.karen).last.buttons
    assert "Godkend årshjulet 2026" not in buttons
    assert "Afdelingens kalender" not in buttons


# --- the department's calendar ---------------------------------------------------------------


async def test_a_closed_week_of_the_department_moves_the_teams_sparring(home):
    rita = await administrator(home)
    await sets(home, rita, weeks="32", municipality="Vejle", winter="8")
    await home.at("9.00", days=1)
    assert "Der er ingen sparring i uge 32." in home.shown()
    text = await printed(home)
    assert "  Skolerne i Vejle har vinterferie i uge 8." in text.splitlines()
    form = await rita.opens(home.own(rita), "Afdelingens kalender")
    assert form.inputs["weeks"]["value"] == "32"

    for wrong, said in (
        ({"weeks": "jul"}, "“jul” kan jeg ikke læse som en uge."),
        ({"begins": "13:00"}, "Arbejdsdagen skal begynde før kl. 12"),
    ):
        assert said in await refused(form, **wrong)
    assert (await home.bot.store.read(stored.schools)).municipality == "Vejle"


async def refused(form: Form, **values: object) -> str:
    answer = await form.submit(**values)
    return "\n".join(answer.texts)


async def test_on_a_half_day_an_afternoon_meeting_is_not_held(home):
    form = await home.karen.opens(home.chat, "Vælg dag og tid")
    await form.submit(weekday="4", starts_at="13:00")  # a Friday
    await home.settle()
    found = await season(home)
    closed = {
        local_day(each.at, ZONE): each.because
        for each in found
        if each.series == sparring.CLOSED_DAY
    }
    assert closed[date(2026, 12, 25)] == "juledag"
    rita = await administrator(home)
    await sets(home, rita, christmas_eve="half", new_years_eve="open")
    assert (await home.bot.store.read(stored.of_department)).christmas_eve == "half"


# --- in one's own calendar -------------------------------------------------------------------


async def fetched(home: House, url: str) -> tuple[int, str, str]:
    async with (
        aiohttp.ClientSession() as http,
        http.get(url.replace(ADDRESS, home.bot.url)) as answer,
    ):
        return answer.status, answer.content_type, await answer.text()


async def subscribed(home: House, person) -> str:
    await home.says(person, "årshjul", alone=True)
    await person.presses(home.own(person), "Abonnér i kalenderen")
    await home.settle()
    text = home.told(person)
    return text[text.rindex(ADDRESS) :].split()[0]


async def test_ones_own_dates_are_read_by_a_link_that_can_be_taken_back(home):
    await home.says(home.ole, f"sag {CASE}", alone=True)
    url = await subscribed(home, home.ole)
    assert await subscribed(home, home.ole) == url
    status, kind, text = await fetched(home, url)
    assert (status, kind) == (200, "text/calendar")
    found = events(text)
    first = next(each for each in found if each["UID"].startswith("sparring-1-2026-08-04@"))
    assert first["DTSTART"] == "20260804T070000Z"
    assert first["DTEND"] == "20260804T080000Z"
    assert unescaped(first["SUMMARY"]) == "Sparring, Team Øst"
    assert first["UID"].endswith("@sparring.example.dk")
    assert "skolen" not in text  # nothing of a case
    assert len(found) >= 50
    assert not any("1225T" in each["DTSTART"] for each in found)

    def improve(session):
        ole = next(each for each in people.members(session, 1) if each.name == "Ole")
        made = practice.add(
            session, Practice(team_id=1, text=CASE), What.APPROVED, home.clock.time
        )
        fresh = Improvement(
            team_id=1,
            practice_id=made,
            kind=ImprovementKind.METHOD,
            text=CASE,
            owner=ole,
            due_on=date(2026, 9, 1),
        )
        number = improvement.add(session, fresh, home.clock.time)
        nine = home.clock.time.replace(month=9, day=1, hour=7)
        occurrences.plan(session, "deciding.improvement_due", number, "once", nine)

    await home.bot.store.write(improve)
    text = (await fetched(home, url))[2]
    (due,) = [each for each in events(text) if each["UID"].startswith("improvement-")]
    assert (due["DTSTART"], due["SUMMARY"]) == ("20260901T070000Z", "En forbedring")
    assert "skolen" not in text
    assert "En forbedring (Ole, Team Øst): tir. d. 1. kl. 9.00" in await september(home)

    form = await home.karen.opens(home.chat, "Vælg dag og tid")
    await form.submit(starts_at="10:00")
    await home.settle()
    moved = {each["UID"]: each["DTSTART"] for each in events((await fetched(home, url))[2])}
    assert moved[first["UID"]] == "20260804T080000Z"  # the same event, moved

    stopped = await home.ole.presses(home.own(home.ole), "Stop abonnementet")
    assert stopped.texts == ["Linket virker ikke længere. Du kan få et nyt."]
    gone, _, said = await fetched(home, url)
    assert gone == 404
    assert said.startswith("Linket gælder ikke længere. Skriv årshjul til Sparringsrum")
    assert await subscribed(home, home.ole) != url


CASE = "Hvordan får vi skolen med?"


async def september(home: House) -> str:
    await home.says(home.ole, "årshjul september 2026", alone=True)
    told = home.told(home.ole)
    await home.says(home.ole, "årshjul", alone=True)
    return told


async def test_a_link_that_nobody_was_given_opens_nothing(home):
    url = await subscribed(home, home.mette)
    begin, _, sign = url.removesuffix(".ics").rpartition(".")
    for made_up in (
        f"{begin}.{sign[:-4]}AAAA.ics",
        f"{ADDRESS}/calendar/x.ics",
        f"{ADDRESS}/calendar/{LINKS._key!r}.ics",
    ):
        assert (await fetched(home, made_up))[0] == 404
    await home.says(home.mette, "mine", alone=True)
    await home.mette.presses(home.own(home.mette), "Slet mine oplysninger")
    await home.settle()
    await home.mette.presses(home.own(home.mette), "Slet mine oplysninger")
    await home.settle()
    await home.later(seconds=30)
    assert (await fetched(home, url))[0] == 404  # who is erased has no dates
