"""How one gets where something is allowed, and how a scenario is put on a list."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import partial

from bot.rehearsal.connector import Answer, Chat, Form, Person
from storage import people
from tests.house import House

Act = Callable[[], Awaitable[Answer | None]]  # None: the clock did it, and nobody is answered
Reach = Callable[[House], Awaitable[Act]]

QUESTION = "Hvordan får vi skolen med uden at presse mor?"
OTHER = "Hvad overser vi hos far?"
POINT = "Spørg netværket, før vi foreslår en indsats."
ADVICE = "Du skal ringe til skolen i morgen."
PROPOSAL = "Kald netværket sammen på skolen."
TAPS = {"useful": "3", "reflective": "2", "safe": "1"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Scenario:
    name: str
    reach: Reach

    @property
    def verb(self) -> str:
        return self.name.partition(" ")[0]


def listed_in(scenarios: list[Scenario], name: str) -> Callable[[Reach], Reach]:
    def add(reach: Reach) -> Reach:
        scenarios.append(Scenario(name=name, reach=reach))
        return reach

    return add


def says(person: Person, chat: Chat, text: str) -> Act:
    return partial(person.says, chat, text, check=False)


def presses(person: Person, chat: Chat, button: str) -> Act:
    return partial(person.presses, chat, button, check=False)


def submits(form: Form, button: str | None = None, **values: object) -> Act:
    return partial(form.submit, button, check=False, **values)


def ticks(home: House, **later: float) -> Act:
    async def tick() -> None:
        await home.bot.clockwork.tick()

    home.clock.time += timedelta(**later)
    return tick


async def alone(home: House, person: Person, button: str) -> None:
    await person.presses(home.own(person), button)
    await home.settle()


async def done(home: House, form: Form, button: str | None = None, **values: object) -> None:
    await form.submit(button, **values)
    await home.settle()


async def brought(home: House, person: Person, question: str = QUESTION, **more: str) -> None:
    await done(home, await person.opens(home.chat, "Tag en sag med"), question=question, **more)


async def up(home: House) -> None:
    """Tuesday at nine: the card with Ole's case is up."""
    await brought(home, home.ole)
    await home.at("9.00", days=1)


async def started(home: House) -> None:
    await up(home)
    await home.presses(home.karen, "Start sparringen")


async def in_phase(home: House, title: str) -> None:
    await started(home)
    await forward(home, title)


async def forward(home: House, title: str) -> None:
    while not home.chat.shown[-1].startswith(title):
        await home.presses(home.karen, "Næste fase")


async def closed(home: House) -> None:
    await in_phase(home, "Afrunding")
    await home.presses(home.karen, "Afslut sparringen")


async def closed_itself(home: House) -> None:
    await started(home)
    await home.presses(home.karen, "Hold pause")
    await home.at("10.15")


async def to_thursday(home: House) -> None:
    """From the Monday of the first week to the reminder for the Tuesday after."""
    await home.at("9.00", days=1)
    await home.cancels(home.karen)
    await home.at("9.00", days=2)


async def led_by_sara(home: House) -> None:
    def let_sara_lead(session: people.Session) -> None:
        team = people.team(session, 1)
        sara = next(who for who in people.members(session, team.id) if who.name == "Sara")
        people.save_team(session, replace(team, leader=sara), by=sara)

    await home.bot.store.write(let_sara_lead)


async def asked_sara(home: House) -> None:
    """Sara is the team leader, and Ole has asked for a principle case."""
    await led_by_sara(home)
    await brought(home, home.ole, kind="principle")
    await home.later(minutes=1)


async def in_two_teams(home: House) -> None:
    """Ole and Jens are in Team Vest as well."""
    second = home.teams.group_chat("Team Vest", home.ole, home.jens)
    await home.teams.add_bot(second, by=home.jens)
    await home.settle()
    await home.jens.presses(second, "Nyt team")
    await home.settle()


async def second_chat(home: House) -> Chat:
    chat = home.teams.group_chat("Torsdagskaffe", home.karen, home.bo)
    await home.teams.add_bot(chat, by=home.karen)
    await home.settle()
    return chat


async def two_cases_held_one(home: House) -> None:
    await brought(home, home.ole)
    await brought(home, home.mette, OTHER)
    await home.at("9.00", days=1)
    await home.presses(home.karen, "Start sparringen")
    await forward(home, "Afrunding")
    await home.presses(home.karen, "Afslut sparringen")
