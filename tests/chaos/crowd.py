"""Two hundred people hand in a learning point at once, in one meeting."""

import asyncio
import random
import time
from collections import Counter
from pathlib import Path

from sqlalchemy import select

from bot.rehearsal.answers import Answer, Form
from bot.rehearsal.people import Person
from dialogs.learning.words import THANKS
from storage import sparring
from storage.store import Session
from storage.tables import LearningPointRow
from tests import house as houses
from tests.chaos.experiment import Experiment
from tests.house import House

PEOPLE = 200
IN_THE_TESTS = 100  # in the one round of the ordinary tests, whatever else their machine does
IN_ONE_TURN = 5  # as many clients begin in one turn of the loop, which is the bot's as well
TOO_LATE = 5.0  # seconds; then a client sends a form again
QUESTION = "Hvad har vi lært?"


async def run(seed: int, amount: int, folder: Path) -> Counter[str]:
    """`amount` rounds. Some write to the bot, most hand in a form that they had open."""
    choice = random.Random(seed)
    counts: Counter[str] = Counter()
    people = PEOPLE if amount > 1 else IN_THE_TESTS
    names = [*houses.NAMES, *(f"Kollega Nr{number}" for number in range(people))]
    async with houses.house(folder, names=names) as home:
        home.people |= {f"kollega{n}": home.teams.person(names[-n]) for n in range(1, people + 1)}
        await houses.moved_in(home)
        await home.says(home.ole, f"sag {QUESTION}")
        await home.says(home.karen, "start")
        while "Skriv læringspunkt" not in home.chat.last.buttons:
            await home.presses(home.karen, "Næste fase")
        crowd = [home.teams.person(name) for name in names[-people:]]
        slowest = [await _round(home, crowd, n, choice, counts) for n in range(amount)]
        print(f"crowd, seed {seed}: the slowest answer took {max(slowest):.2f} s")
    return counts


async def _round(
    home: House, crowd: list[Person], number: int, choice: random.Random, counts: Counter[str]
) -> float:
    """Returns the seconds of the slowest answer."""
    writes = {who.name: choice.random() < 0.2 for who in crowd}
    texts = {
        who.name: f"Runde {number}: kollega nr. {n} spørger netværket."
        for n, who in enumerate(crowd)
    }
    forms: dict[str, Form] = {}
    for who in crowd:
        if not writes[who.name]:
            forms[who.name] = await who.opens(home.chat, "Skriv læringspunkt")

    async def hands_in(nth: int, who: Person) -> tuple[Answer, float]:
        for _ in range(nth // IN_ONE_TURN):
            await asyncio.sleep(0)
        began = time.monotonic()
        if form := forms.get(who.name):
            answer = await form.submit(check=False, text=texts[who.name])
        else:
            answer = await who.says(home.own(who), f"læring {texts[who.name]}", check=False)
        return answer, time.monotonic() - began

    ended = await asyncio.gather(*(hands_in(nth, who) for nth, who in enumerate(crowd)))
    await home.settle()
    stored = Counter(await home.bot.store.read(_stored, number))
    counts["handed in"] += len(crowd)
    counts["stored"] += stored.total()
    counts["lost"] += sum(stored[text] == 0 for text in texts.values())
    counts["twice"] += sum(stored[text] > 1 for text in texts.values())
    counts["elsewhere"] += len(stored.keys() - set(texts.values()))
    counts["no thanks"] += sum(
        answer.status not in (200, 201, 202) or (who.name in forms and answer.text != THANKS)
        for who, (answer, _) in zip(crowd, ended, strict=True)
    )
    counts["answers after 5 s"] += sum(seconds > TOO_LATE for _, seconds in ended)
    return max(seconds for _, seconds in ended)


def _stored(session: Session, number: int) -> list[str]:
    """What this round left in the meeting that runs."""
    [meeting] = sparring.running(session)
    query = select(LearningPointRow.text).where(
        LearningPointRow.meeting_id == meeting,
        LearningPointRow.text.startswith(f"Runde {number}:"),
    )
    return list(session.scalars(query))


EXPERIMENTS = [
    Experiment(
        name="crowd",
        row=12,
        unit="rounds of 200 people",
        goal=100,
        short=1,
        batch=10,
        run=run,
        never=("lost", "twice", "elsewhere", "no thanks"),
    )
]
