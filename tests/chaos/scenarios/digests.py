"""How clear it became, and what a team hears and says of a month and a quarter."""

from datetime import timedelta
from functools import partial

from sqlalchemy import insert

from dialogs.learning.practice import Practice, What
from dialogs.learning.pulse import QUESTIONS
from storage import people, practice
from storage.tables import LearningPointRow
from tests.chaos.scenarios.ways import (
    POINT,
    Act,
    Scenario,
    led_by_sara,
    listed_in,
    presses,
    started,
    submits,
)
from tests.house import House

HERE: list[Scenario] = []
scenario = partial(listed_in, HERE)


@scenario("sparring.clarity")
async def _(home: House) -> Act:
    await started(home)
    return presses(home.ole, home.own(home.ole), "4 af 10")


@scenario("digests.pulse")
async def _(home: House) -> Act:
    await home.at("6.00", days=29)  # the last month of the quarter has begun
    await home.at("9.00", days=2)
    form = await home.mette.opens(home.chat, "Svar på fem spørgsmål")
    return submits(form, **dict.fromkeys(QUESTIONS, "3"))


async def invited(home: House) -> None:
    """Sara is the team leader, and is asked for a few words on what was approved in August."""

    def approve(session: people.Session) -> None:
        practice.add(session, Practice(team_id=1, text=POINT), What.APPROVED, home.clock.time)

    await led_by_sara(home)
    await home.bot.store.write(approve)
    await home.at("6.00", days=29)
    await home.at("9.00", days=7)


@scenario("digests.comment")
async def _(home: House) -> Act:
    await invited(home)
    form = await home.sara.opens(home.own(home.sara), "Skriv til teamet")
    return submits(form, text="Hvad blev I klogere på?")


@scenario("digests.decline")
async def _(home: House) -> Act:
    await invited(home)
    return presses(home.sara, home.own(home.sara), "Ikke denne gang")


@scenario("trends.topic")
async def _(home: House) -> Act:
    def write(session: people.Session) -> None:
        july = home.clock.time - timedelta(days=21)
        for person in people.members(session, 1)[:4]:
            row = {"team_id": 1, "author_id": person.id, "at": july, "text": POINT}
            session.execute(
                insert(LearningPointRow).values(
                    **row, digest=bytes([person.id]), state="proposed", guideline="missing"
                )
            )

    await home.bot.store.write(write)
    await home.at("6.00", days=59)  # the first of October
    await home.at("9.00", days=14)
    return presses(home.karen, home.own(home.karen), "Sæt på næste møde")
