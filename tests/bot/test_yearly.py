"""The fixed dates of the year. The department has one team; Sara leads it."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from bot.rehearsal.connector import Form, Person
from bot.rehearsal.people import CARD_ACTION
from dialogs.people import words as people_words
from dialogs.yearly import words
from dialogs.yearly.routine import Kind, State
from storage import between, yearly
from storage.tables import OccurrenceRow
from tests.areas import AREAS
from tests.bot.test_status import leads
from tests.house import ZONE, House

FEBRUARY, OCTOBER = date(2027, 2, 1), date(2026, 10, 15)  # a Monday, a Thursday


@pytest.fixture
async def led(home: House) -> House:
    for person in (home.sara, home.ole, home.mette):
        await home.teams.add_bot(home.own(person), by=person)
        await home.says(person, "hej", alone=True)
    await leads(home, "Sara")
    return home


async def sets(home: House, kind: Kind, **values: object) -> list[str]:
    await home.says(home.sara, "indstillinger", alone=True)
    await home.sara.presses(home.own(home.sara), "Faste datoer")
    await home.settle()
    data = {"data": {"verb": "yearly.set", "id": kind, "msteams": {"type": "task/fetch"}}}
    form = await home.sara.invokes(home.own(home.sara), "task/fetch", data)
    assert isinstance(form, Form)
    said = await form.submit(**{"on": "on", **values})
    return said.texts


async def day(home: House, on: date, at: str = "9.00") -> None:
    """Through the night before, when nobody is told anything."""
    hour, minute = (int(part) for part in at.split("."))
    there = datetime.combine(on, time(hour, minute), ZONE).astimezone(UTC)
    home.clock.time = there
    for _ in range(3):
        await home.bot.clockwork.tick()
    await home.settle()


def prompts(home: House, person: Person, title: str) -> list[str]:
    return [text for text in home.own(person).shown if text.startswith(title)]


async def rounds(home: House) -> list[tuple[Kind, str, State]]:
    def found(session):
        rows = session.query(yearly.RoutineRoundRow).order_by(yearly.RoutineRoundRow.id)
        return [(row.kind, row.key, row.state) for row in rows]

    return await home.bot.store.read(found)


async def test_a_leader_sees_them_all_switched_off_and_nobody_else_is_offered_them(led):
    await led.says(led.sara, "indstillinger", alone=True)
    await led.sara.presses(led.own(led.sara), "Faste datoer")
    await led.settle()
    shown = led.own(led.sara).shown[-1]
    assert shown.count("Slået fra.") == len(Kind)
    assert all(title in shown for title in words.KINDS.values())

    await led.says(led.ole, "indstillinger", alone=True)
    assert people_words.YEARLY not in led.own(led.ole).last.buttons


async def test_new_law_its_reader_is_asked_two_weeks_ahead_on_the_day_and_after_it(led):
    told = await sets(led, Kind.LAW, owner="Ole Friis", every="quarter", month="1", day="15")
    assert told == [words.SETTINGS_TOLD]

    await day(led, date(2026, 9, 30))  # ten working days before Thursday d. 15. oktober
    assert prompts(led, led.ole, "Ny lovgivning") == []
    await day(led, date(2026, 10, 1))
    [ahead] = prompts(led, led.ole, "Ny lovgivning")
    assert "Det ligger torsdag d. 15. oktober." in ahead
    await day(led, OCTOBER)
    assert len(prompts(led, led.ole, "Ny lovgivning")) == 2
    await day(led, date(2026, 10, 29))
    assert "Er det gjort?" in prompts(led, led.ole, "Ny lovgivning")[-1]
    assert prompts(led, led.sara, "Ny lovgivning") == []

    await day(led, date(2026, 11, 12))  # and then a leader, once
    [left] = prompts(led, led.sara, "Ny lovgivning")
    assert "der er ikke kommet et svar" in left
    await led.sara.presses(led.own(led.sara), words.SKIP)
    await led.settle()
    assert await rounds(led) == [(Kind.LAW, "2026-Q4", State.SKIPPED)]
    everything = led.own(led.ole).shown
    assert not any(text.startswith("Ny lovgivning\n") for text in everything)  # no button is left


async def test_done_is_done_and_nobody_is_asked_again_until_the_next_one(led):
    await sets(led, Kind.FUNDING, owner="Ole Friis", every="half", month="2", day="1")
    await day(led, FEBRUARY)
    [asked] = prompts(led, led.ole, "Puljer og projekter")
    assert "fristerne" in asked
    await led.ole.presses(led.own(led.ole), words.DONE)
    await led.settle()

    for later in (date(2027, 2, 15), date(2027, 3, 1), date(2027, 7, 30)):
        await day(led, later)
    assert prompts(led, led.sara, "Puljer") == []
    assert len(prompts(led, led.ole, "Puljer og projekter\n")) == 0
    await day(led, date(2027, 8, 2))  # the first is a Sunday
    assert len(prompts(led, led.ole, "Puljer og projekter\n")) == 1


async def test_brush_ups_take_turns_and_whoever_teaches_is_reminded(led):
    await sets(led, Kind.BRUSH_UP, every="quarter", month="2", day="1")
    await day(led, date(2027, 1, 18))  # nobody is responsible, so a leader is asked
    [asked] = prompts(led, led.sara, "Faglig genopfriskning")
    topic = asked.splitlines()[0].partition(": ")[2]
    form = await led.sara.opens(led.own(led.sara), words.PUT)
    await form.submit(who="Mette Dahl")
    await led.settle()

    assert f"Du tager {topic} med på mødet." in prompts(led, led.mette, "Faglig")[-1]
    [share] = await led.bot.store.read(between.shares, 1)
    assert (share.who.name, share.text) == ("Mette", f"Faglig genopfriskning: {topic}")
    await day(led, FEBRUARY)
    assert len(prompts(led, led.mette, "Faglig")) == 2
    await led.mette.presses(led.own(led.mette), words.DONE)
    await led.settle()

    await day(led, date(2027, 4, 19))  # 3. maj
    assert topic not in prompts(led, led.sara, "Faglig")[-1].splitlines()[0]


async def test_first_aid_is_renewed_person_by_person_and_a_leader_hears_in_time(led):
    await sets(led, Kind.FIRST_AID)
    data = {"data": {"verb": "yearly.aid", "msteams": {"type": "task/fetch"}}}
    form = await led.sara.invokes(led.own(led.sara), "task/fetch", data)
    said = await form.submit(who="Ole Friis", day="2026-08-03")
    assert said.texts[0] == "Skriv en dato, der ligger efter i dag og højst fem år frem."
    form = await led.sara.invokes(led.own(led.sara), "task/fetch", data)
    await form.submit(who="Ole Friis", day="2027-03-01")
    await led.settle()

    await day(led, date(2026, 12, 31))  # two months before is a Thursday that is closed
    assert prompts(led, led.sara, "Førstehjælp\n") == []
    await day(led, date(2027, 1, 4))
    [asked] = prompts(led, led.sara, "Førstehjælp\n")
    assert "Ole Friis' førstehjælp skal være fornyet senest mandag d. 1. marts 2027." in asked
    form = await led.sara.opens(led.own(led.sara), words.RENEWED)
    await form.submit(day="2029-03-01")
    await led.settle()
    await day(led, date(2027, 2, 15))
    await day(led, date(2027, 3, 2))
    assert len(prompts(led, led.sara, "Førstehjælp\n")) == 0
    assert [state for _, _, state in await rounds(led)] == [State.DONE, State.OPEN]

    form = await led.sara.invokes(led.own(led.sara), "task/fetch", data)
    await form.submit("Fjern datoen", who="Ole Friis")
    await led.settle()
    assert [state for _, _, state in await rounds(led)] == [State.DONE]


async def test_whoever_is_away_is_not_asked_but_their_leader_is(led):
    await sets(led, Kind.FUNDING, owner="Ole Friis", every="half", month="2", day="1")
    await led.says(led.ole, "fravær", alone=True)
    form = await led.ole.opens(led.own(led.ole), "Meld fravær")
    await form.submit(first="2027-01-30", last="2027-02-20")
    await led.settle()

    await day(led, FEBRUARY)
    assert prompts(led, led.ole, "Puljer") == []
    assert len(prompts(led, led.sara, "Puljer")) == 1


async def test_switched_off_it_asks_no_more_and_takes_no_answer(led):
    await sets(led, Kind.FUNDING, owner="Ole Friis", every="half", month="2", day="1")
    await day(led, FEBRUARY)
    await sets(led, Kind.FUNDING, on="off")
    await led.settle()
    assert words.NOT_ON in led.own(led.ole).shown
    old = {"action": {"type": "Action.Execute", "verb": "yearly.done", "data": {"id": "1"}}}
    answer = await led.ole.invokes(led.own(led.ole), CARD_ACTION, {**old, "trigger": "manual"})
    assert answer.texts == ["Den er ikke åben længere. Der er ikke ændret noget."]
    await day(led, date(2027, 2, 15))
    await day(led, date(2027, 8, 2))
    assert prompts(led, led.ole, "Puljer og projekter\n") == []


async def test_after_an_outage_over_the_whole_time_only_the_newest_is_asked(led):
    await sets(led, Kind.FUNDING, owner="Ole Friis", every="half", month="2", day="1")
    led.clock.time += timedelta(days=200)
    await day(led, date(2027, 2, 20))  # a Saturday
    assert prompts(led, led.ole, "Puljer") == []
    await day(led, date(2027, 2, 22))
    [asked] = prompts(led, led.ole, "Puljer")
    assert "Er det gjort?" in asked


async def test_what_is_foreseen_is_what_comes(led):
    await sets(led, Kind.FUNDING, owner="Ole Friis", every="half", month="2", day="1")
    await sets(led, Kind.LAW, owner="Ole Friis", every="quarter", month="1", day="15")
    begin = led.clock.time
    area = next(area for area in AREAS if "yearly.set" in area.dialogs)

    def foreseen(session):
        found = area.foresees(session, begin, begin + timedelta(days=250))
        return sorted((each.at, each.title, each.whom) for each in found)

    seen = await led.bot.store.read(foreseen)
    assert {whom for _, _, whom in seen} == {"Ole Friis", "Sara"}
    came = []
    for at, _, _ in seen:
        led.clock.time = at
        for _ in range(3):
            await led.bot.clockwork.tick()

    def due(session):
        rows = session.query(OccurrenceRow).filter(OccurrenceRow.series == "yearly.prompt")
        return sorted(row.due_at for row in rows if row.due_at <= begin + timedelta(days=250))

    came = await led.bot.store.read(due)
    assert came == [at for at, _, _ in seen]


async def test_what_is_typed_wrong_is_one_sentence(led):
    assert (await sets(led, Kind.BRUSH_UP, topics=" "))[0] == "Skriv mindst ét emne."
    assert (await sets(led, Kind.BRUSH_UP, topics="x" * 81))[0] == (
        "Skriv højst 12 emner på hver højst 80 tegn."
    )
