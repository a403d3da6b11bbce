"""What comes by itself: on time, late, too late, and when its work fails."""

from datetime import datetime, timedelta

import pytest

from dialogs.calendar.recurrence import PROMPTLY, Every, Schedule
from storage import occurrences, people
from tests.house import ZONE, House, house, moved_in

TEAM = "1"


async def missed(home: House) -> list[tuple[str, str]]:
    since = home.clock.time - timedelta(days=400)
    found = await home.bot.store.read(occurrences.missed_since, TEAM, since)
    return [(each.series, each.key) for each in found]


async def plans(home: House, series: str, *keys: str, entity: str = TEAM) -> None:
    for key in keys:
        await home.bot.store.write(occurrences.plan, series, entity, key, home.clock.time)


async def tick(home: House, **amount: float) -> None:
    home.clock.time += timedelta(**amount)
    await home.bot.clockwork.tick()


class Heard:
    """An occasion that remembers what came, and may fail."""

    def __init__(self, home: House, series: str = "test.heard") -> None:
        self.keys: list[str] = []
        self.refuses: set[str] = set()
        home.bot.clockwork.occasions = {**home.bot.clockwork.occasions, series: self}

    def __call__(self, _session, occurrence, _now) -> None:
        if occurrence.key in self.refuses:
            raise RuntimeError(occurrence.key)
        self.keys.append(occurrence.key)


# --- the start card --------------------------------------------------------------------------


async def test_up_again_within_the_hour_the_start_card_comes_late(home):
    home.clock.time += timedelta(days=1, hours=1, minutes=59)  # 9.59
    await home.later()

    assert home.chat.shown[-1].startswith("Sparring kl. 9.00")
    assert await missed(home) == []


async def test_up_again_later_the_start_card_is_recorded_as_missed(home):
    home.clock.time += timedelta(days=1, hours=2)  # 10.00
    before = len(home.chat.messages)
    await home.later()

    assert len(home.chat.messages) == before
    assert await missed(home) == [("sparring.start", "2026-08-04")]


async def test_a_month_away_every_start_card_of_it_is_known_to_be_missed(home):
    home.clock.time += timedelta(days=31)  # a Thursday
    await home.later()

    assert [key for series, key in await missed(home) if series == "sparring.start"] == [
        "2026-09-01",
        "2026-08-25",
        "2026-08-18",
        "2026-08-11",
        "2026-08-04",
    ]
    await home.at("9.00", days=5)
    assert any(text.startswith("Sparring kl. 9.00") for text in home.chat.shown)


async def test_two_years_away_the_next_start_card_comes_all_the_same(home):
    home.clock.time += timedelta(days=728)  # Monday 31 July 2028
    await home.later()
    await home.at("9.00", days=1)

    assert home.chat.shown[-1].startswith("Sparring kl. 9.00")
    assert len(await missed(home)) > 100


async def test_after_a_restart_the_schedule_goes_on_from_the_database(tmp_path):
    async with house(tmp_path) as home:
        await moved_in(home)
        clock = home.clock
    clock.time += timedelta(days=29)  # Tuesday 1 September
    async with house(tmp_path, clock=clock) as home:
        found = await home.bot.store.read(
            occurrences.upcoming, TEAM, clock.time + timedelta(days=8)
        )

        assert ("sparring.start", "2026-09-08") in {(each.series, each.key) for each in found}
        assert len(await missed(home)) > 3


async def test_a_reminder_is_caught_up_until_the_sparring(home):
    home.clock.time += timedelta(days=6, minutes=50)  # Sunday; the reminder was due on Thursday
    await home.later()
    await home.at("9.00", days=1)  # nobody hears of it on a Sunday

    assert sum("din tur" in home.told(person) for person in home.people.values()) == 1


async def test_a_reminder_of_a_sparring_that_has_been_is_missed(home):
    home.clock.time += timedelta(days=8, hours=1)  # Tuesday at nine
    await home.later()

    assert ("sparring.turn", "2026-08-11") in await missed(home)
    assert all("d. 11. august" not in home.told(person) for person in home.people.values())


async def test_a_word_on_a_closed_day_comes_on_the_day_or_not_at_all(home):
    form = await home.karen.opens(home.chat, "Vælg dag og tid")
    await form.submit(closed_weeks="32")
    await home.settle()
    await home.later(days=1, hours=3)

    assert "Der er ingen sparring" not in home.shown()
    assert await missed(home) == [("sparring.closed_day", "2026-08-04")]


async def test_without_a_weekday_nothing_comes_any_more(home):
    form = await home.karen.opens(home.chat, "Vælg dag og tid")
    await form.submit(weekday="", starts_at="")
    await home.settle()
    before = len(home.chat.messages)

    await home.at("9.00", days=1)
    await home.at("9.00", days=30)

    assert len(home.chat.messages) == before
    assert await missed(home) == []


# --- what nobody knows, and what fails -------------------------------------------------------


async def test_a_series_that_nobody_knows_is_recorded_as_missed_and_logged(home, caplog):
    await plans(home, "long.gone", "once")

    await tick(home)

    assert await missed(home) == [("long.gone", "once")]
    assert "clockwork.unknown_series" in caplog.messages


async def test_what_fails_keeps_nobody_waiting_and_is_tried_again(home):
    heard = Heard(home)
    keys = [f"{number:03}" for number in range(60)]
    heard.refuses = set(keys)
    await plans(home, "test.heard", *keys)
    await plans(home, "test.heard", "after")

    await tick(home)
    assert heard.keys == []
    await tick(home)
    assert heard.keys == ["after"]

    heard.refuses = set()
    await tick(home, seconds=5)
    assert heard.keys == ["after"]
    await tick(home, seconds=6)
    await tick(home)
    assert sorted(heard.keys) == [*keys, "after"]


async def test_hundreds_of_schedules_catch_up_on_a_month_in_a_few_beats(home):
    heard = Heard(home)
    promptly = Schedule(every=Every.WEEK, weekday=2, at=datetime.min.time(), late=PROMPTLY)
    newest = Schedule(every=Every.WEEK, weekday=2, at=datetime.min.time(), only_newest=True)

    def many(session, first):
        for entity in range(first, first + 20):
            rule = newest if entity < 1100 else promptly
            occurrences.put_in_force(session, "test.heard", entity, rule, home.clock.time, ZONE)

    for first in range(1000, 1300, 20):
        await home.bot.store.write(many, first)
    home.clock.time += timedelta(days=30)
    beats = 0
    while len(heard.keys) < 100 and beats < 20:
        await tick(home)
        beats += 1

    assert beats == 3  # fifty at a time, and the new month for everybody
    assert heard.keys == ["2026-09-02"] * 100

    def lost(session):
        since = home.clock.time - timedelta(days=1)
        return sum(
            len(occurrences.missed_since(session, str(entity), since))
            for entity in range(1000, 1300)
        )

    assert await home.bot.store.read(lost) == 100 * 4 + 200 * 5


async def test_a_team_whose_rhythm_was_changed_has_each_day_once(home):
    team = await home.bot.store.read(people.team, int(TEAM))
    assert team.weekday == 1
    form = await home.karen.opens(home.chat, "Vælg dag og tid")
    await form.submit(starts_at="09:30")
    await home.settle()
    await home.at("9.30", days=1)
    form = await home.karen.opens(home.chat, "Vælg dag og tid")
    await form.submit(starts_at="10:00")
    await home.settle()
    await home.at("10.00")

    cards = [shown for shown in home.chat.shown if shown.startswith("Sparring kl.")]
    assert len(cards) == 1


@pytest.mark.parametrize("minutes", [0, 59])
async def test_it_comes_once_however_often_the_heart_beats(home, minutes):
    heard = Heard(home)
    await plans(home, "test.heard", "once")

    for _ in range(3):
        await tick(home, minutes=minutes)

    assert heard.keys == ["once"]
