"""The first three weeks of it; a whole year is `make year`."""

from datetime import date

from storage import calendar
from tests import house
from tests.bot.test_privacy import PUBLIC
from tests.year import department
from tests.year.play import Year


async def test_every_prompt_comes_once_on_a_day_of_work_and_no_two_to_one_person(tmp_path):
    async with house.house(tmp_path, names=(), public_url=PUBLIC) as home:
        year = Year(here=await department.moved_in(home), seed=7)
        await year.plays(date(2026, 8, 24))
        of_department = await home.bot.store.read(calendar.of_department)

        assert list(year.ledger.wrong(home.clock.time, of_department)) == []
        assert year.meetings == 12
        assert len(year.ledger.prompts) > 20
        assert year.ledger.answered.total() > 20
