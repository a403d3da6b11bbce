"""The night's work: what is past its time goes, and what should not be there is told."""

import logging
from datetime import timedelta

import aiohttp
import pytest
from sqlalchemy import select, update

from dialogs.upkeep import words
from dialogs.upkeep.health import Fault, faults
from storage import privacy
from storage.health import examine
from storage.tables import InboxRow, LearningPointRow
from tests.databases import databases
from tests.house import ZONE, House

POINT = "Barnet 010190-1234 er glad for skolen."


def write_cpr(session):
    """As it might have come in before there was a guard."""
    session.execute(update(LearningPointRow).values(text=POINT))


async def night(home: House, days: int = 1) -> None:
    await home.later(days=days)
    await home.later(minutes=2)
    await home.bot.nights.settle()


@pytest.fixture
async def left(home):
    await home.says(home.ole, "læring Spørg netværket.", alone=True)
    await home.bot.store.write(write_cpr)
    await night(home)
    return home


async def test_what_is_past_its_time_goes_in_the_night_from_the_files_too(home, tmp_path, caplog):
    caplog.set_level(logging.INFO, "bot.nights")
    await home.says(home.ole, "hjælp", alone=True)
    keys = await home.bot.store.read(lambda s: s.scalars(select(InboxRow.key)).all())
    assert keys

    await night(home, days=31)
    await home.bot.clockwork.tick()

    stored = databases.stored(tmp_path)
    assert [key for key in keys if key.encode() in stored] == []
    told = [each for each in caplog.records if each.getMessage() == "privacy.retention"]
    assert told[-1].deleted["inbox"] == told[-1].count == len(keys)


async def test_a_cpr_number_that_is_left_over_is_told_and_never_shown(left, tmp_path, caplog):
    last = (await left.bot.store.read(privacy.last))[privacy.LEFTOVERS]
    assert last.found == {"learning_point.text:cpr": 1}

    async with aiohttp.ClientSession() as http, http.get(f"{left.bot.url}/metrics") as response:
        metrics = await response.text()
    assert 'sparringsrum_leftovers{place="learning_point.text",sort="cpr"} 1.0' in metrics
    health = examine(databases.url(tmp_path))
    said = "\n".join(words.checked(health, local=True, zone=ZONE))
    assert "Det, der ikke skulle stå der: 1 (learning_point.text:cpr 1)." in said
    assert "Sporet er helt" in said
    assert Fault.CPR in faults(health)
    assert "010190" not in metrics + said + caplog.text


async def test_only_an_administrator_is_told_of_it_in_status(left):
    await left.says(left.karen, "status", alone=True)

    assert "CPR" not in left.own(left.karen).shown[-1]


async def test_a_night_that_was_slept_through_is_made_up_for_once(home):
    await night(home, days=3)
    first = await home.bot.store.read(privacy.last)

    await home.later(hours=1)
    await home.bot.nights.settle()

    assert await home.bot.store.read(privacy.last) == first
    assert first[privacy.RETENTION].done_at > home.clock.time - timedelta(hours=2)
