"""A department that moves in on one Monday: four teams of eight, and three leaders."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from bot.rehearsal.connector import Chat, Form, Person
from dialogs.calendar.days import Calendar
from storage import calendar, people
from storage.store import Session
from tests.house import RITA, House

TEAMS: Mapping[str, Sequence[str]] = {
    "Team Nord": (
        *("Karen Holm", "Bo Lund", "Ole Friis", "Mette Dahl"),
        *("Sara Bay", "Jens Krog", "Ida Juhl", "Per Toft"),
    ),
    "Team Syd": (
        *("Hanne Kirk", "Lars Bjerre", "Tine Skov", "Ulla Vang"),
        *("Erik Munk", "Nina Hald", "Finn Bruun", "Gry Lind"),
    ),
    "Team Øst": (
        *("Vibe Ager", "Kim Dam", "Rie Holt", "Søs Kjær"),
        *("Max Friis", "Eva Storm", "Tom Rask", "Pia Brandt"),
    ),
    "Team Vest": (
        *("Dorte Lyng", "Jon Bæk", "Maja Thy", "Carl Ravn"),
        *("Liv Høj", "Otto Brink", "Asta Klit", "Kaj Hede"),
    ),
}
LEADERS: Mapping[str, Sequence[str]] = {
    "Anne Vind": ("Team Nord", "Team Syd"),
    "Bent Kjærsgaard": ("Team Øst",),
    "Lis Buhl": ("Team Vest",),
}
DAYS = {"Team Nord": ("1", "09:00"), "Team Syd": ("2", "09:00")}  # Tuesday, Wednesday
OTHER_DAYS = {"Team Øst": ("1", "13:00"), "Team Vest": ("3", "10:00")}
CLOSED = {"Team Øst": "42", "Team Vest": "7, 42"}  # weeks of their own without anything


@dataclass(kw_only=True)
class Department:
    home: House
    chats: dict[str, Chat] = field(default_factory=dict)
    leads: dict[str, Person] = field(default_factory=dict)  # by team
    calendars: dict[str, Calendar] = field(default_factory=dict)  # "": the department's

    def read_calendars(self, session: Session) -> None:
        """By the name of a team and of whoever is in it."""
        self.calendars[""] = calendar.of_department(session)
        for team in people.all_teams(session):
            for name in (team.name, *TEAMS[team.name]):
                self.calendars[name] = team.calendar

    @property
    def caseworkers(self) -> list[Person]:
        return [self.home.teams.person(name) for names in TEAMS.values() for name in names]

    @property
    def everybody(self) -> list[Person]:
        return [*self.caseworkers, *self.leaders]

    @property
    def leaders(self) -> list[Person]:
        return [self.home.teams.person(name) for name in LEADERS]

    def coordinator(self, team: str) -> Person:
        return self.home.teams.person(TEAMS[team][0])

    def team_of(self, person: Person) -> str:
        """Of a caseworker; of a leader the first that they lead."""
        led = LEADERS.get(person.name, ())
        return next((t for t, names in TEAMS.items() if person.name in names or t in led), "")

    def members(self, team: str) -> list[Person]:
        return [self.home.teams.person(name) for name in TEAMS[team]]


def choice(form: Form, field: str, person: Person) -> str:
    """The choice that is this person; a form may say the first name alone."""
    choices = form.inputs[field]["choices"]
    first = person.name.split()[0]
    return next(each["value"] for each in choices if each["title"] in (person.name, first))


async def moved_in(home: House, phones: Mapping[str, str]) -> Department:
    """Everybody has the app; the teams are set up by those who may, each in their own chat."""
    here = Department(home=home)
    teams = home.teams
    for name, platform in phones.items():
        teams.on_phone(name, platform)
    rita = teams.person(RITA)
    for person in (rita, *here.leaders, *here.caseworkers):
        await teams.add_bot(home.own(person), by=person)
        await person.says(home.own(person), "hej")
    await home.settle()
    for name in TEAMS:
        await _set_up(here, name)
    await _names_leaders(here, rita)
    await _leaders_begin(here)
    await home.bot.store.read(here.read_calendars)
    return here


async def _set_up(here: Department, name: str) -> None:
    home, members = here.home, here.members(name)
    chat = here.chats[name] = home.teams.group_chat(name, *members)
    await home.teams.add_bot(chat, by=members[0])
    await home.settle()
    weekday, clock = {**DAYS, **OTHER_DAYS}[name]
    form = await members[0].opens(chat, "Vælg dag og tid")
    deputy = choice(form, "deputy", members[1])
    hours = {"weekday": weekday, "starts_at": clock, "booked": "60"}
    await form.submit(name=name, deputy=deputy, closed_weeks=CLOSED.get(name, ""), **hours)
    await home.settle()


async def _names_leaders(here: Department, rita: Person) -> None:
    home = here.home
    for leader in here.leaders:
        for name in LEADERS[leader.name]:
            await home.says(rita, f"indstillinger {name}", alone=True)
            form = await rita.opens(home.own(rita), "Ret indstillinger")
            await form.submit(leader=choice(form, "leader", leader))
            await home.settle()
            here.leads[name] = leader
    await home.says(rita, "indstillinger", alone=True)
    form = await rita.opens(home.own(rita), "Roller i afdelingen")
    group = ",".join(choice(form, "leader_group", leader) for leader in here.leaders)
    await form.submit(leader_group=group)
    await home.settle()


async def _leaders_begin(here: Department) -> None:
    """What a leader sets going in the first week: ledelsestilsyn, the money, the fixed dates, and
    the year itself, once it has been looked at."""
    home, anne = here.home, here.leaders[0]
    for leader in here.leaders:
        for name in LEADERS[leader.name]:
            await _sets_up_tilsyn(home, leader, name)
    await home.says(anne, "kursusønske", alone=True)
    await anne.presses(home.own(anne), "Kursusrunden")
    await home.settle()
    for year in ("2026", "2027"):
        form = await anne.opens(home.own(anne), "Budget og reserve")
        await form.submit(year=year, budget="400.000", reserve="80.000")
        await home.settle()
    await home.says(anne, "indstillinger", alone=True)
    await anne.presses(home.own(anne), "Faste datoer")
    await home.settle()


async def _sets_up_tilsyn(home: House, leader: Person, team: str) -> None:
    await home.says(leader, "ledelsestilsyn", alone=True)
    own = home.own(leader)
    await leader.presses(own, team)
    await home.settle()
    form = await leader.opens(own, "Ret ledelsestilsyn")
    await form.submit()
    await home.settle()
