"""Everything that people can do and that changes something, each in a state where it is allowed.

A scenario is named by the command, verb or happening that it is about (what follows a space tells
it from another of the same). `reach` brings a house there that its people have just moved into,
and returns the act itself, which may be done again and again if the house is put back meanwhile.
"""

from collections.abc import Awaitable, Callable, Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import partial

from sqlalchemy import insert

from bot.rehearsal.connector import Answer, Chat, Form, Person
from bot.rehearsal.people import CARD_ACTION
from bot.switchboard import Area
from dialogs.courses.wish import Decision, Track, Wish
from dialogs.courses.wish import Kind as WishKind
from dialogs.courses.wish import State as WishState
from dialogs.learning.practice import Practice, What
from dialogs.learning.pulse import QUESTIONS
from dialogs.people.rights import Role
from storage import calendar, courses, people, practice, roles
from storage.tables import LearningPointRow
from tests.house import RITA, House

Act = Callable[[], Awaitable[Answer | None]]  # None: the clock did it, and nobody is answered
Reach = Callable[[House], Awaitable[Act]]

QUESTION = "Hvordan får vi skolen med uden at presse mor?"
OTHER = "Hvad overser vi hos far?"
POINT = "Spørg netværket, før vi foreslår en indsats."
ADVICE = "Du skal ringe til skolen i morgen."
PROPOSAL = "Kald netværket sammen på skolen."
TAPS = {"useful": "3", "reflective": "2", "safe": "1"}

# What only reads, or shows a form or a card for the asking.
READS = frozenset(
    {
        *("hjælp", "hej", "hello", "hi", "help", "indstillinger", "opsæt", "fravær", "kø"),
        "sparring.drawings",  # leads to the forms that write
        *("udskyd", "status", "people.show_settings", "status.show", "sparring.how"),
        "people.year",
        *("sparring.queue", "learning.let_be", "learning.menu"),
        *("deciding.list", "deciding.point", "deciding.practices"),
        *("deciding.history", "deciding.improvements"),
        "deciding.merge",  # leads to the form that merges
        *("sådan", "principles.register"),
        *("søg", "finding.search", "finding.broader"),
        *("tendenser", "trends.show"),
        *("ro", "stille", "quiet.show"),
        *("årshjul", "calendar.season"),
        "calendar.subscribe",  # these houses have no address that a link could lead to
        *("mine", "privacy.mine", "privacy.fetch", "privacy.ask_erase", "privacy.keep"),
        *("mellem", "sparring", "feedback", "hvem", "find", "ord", "fælles", "håndbog"),
        *("between.show", "between.sharing", "between.whom", "between.viso"),
        *("between.find", "between.show_log", "between.fetch_log"),
        *("supervision", "supervision.show", "supervision.calendar"),
        *("ledelsestilsyn", "tilsyn", "tilsyn.show", "tilsyn.agreements"),
        *("handbook.words", "handbook.proposals", "handbook.show", "handbook.file"),
        *("yearly.show", "courses.used"),
        *("courses.themes", "courses.evaluation", "courses.fairness"),
        *("kursusønske", "courses.menu", "courses.mine", "courses.team"),
        *("courses.card", "courses.round", "courses.sheet"),
        *("tavle", "genogram", "board.open"),
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Scenario:
    name: str
    reach: Reach

    @property
    def verb(self) -> str:
        return self.name.partition(" ")[0]


SCENARIOS: list[Scenario] = []


def scenario(name: str) -> Callable[[Reach], Reach]:
    def add(reach: Reach) -> Reach:
        SCENARIOS.append(Scenario(name=name, reach=reach))
        return reach

    return add


def in_order(first: int, amount: int) -> list[Scenario]:
    """From the `first` on, and around."""
    return [SCENARIOS[number % len(SCENARIOS)] for number in range(first, first + amount)]


def uncovered(areas: Sequence[Area], also: Collection[str] = READS) -> set[str]:
    """The commands, buttons and forms that no scenario is about."""
    offered = {name for area in areas for name in (*area.commands, *area.presses, *area.dialogs)}
    return offered - {each.verb for each in SCENARIOS} - set(also)


# --- how one gets there ----------------------------------------------------------------------


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
    await home.presses(home.karen, "Aflys sparringen")
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


# --- the team and its settings ---------------------------------------------------------------


@scenario("bot_added")
async def _(home: House) -> Act:
    chat = home.teams.group_chat("Team Nord", *home.people.values())
    chat.bot_is_here = True
    activity = home.jens.activity(chat, "installationUpdate", action="add")
    return partial(home.teams.deliver, home.jens, chat, activity, check=False)


@scenario("bot_removed")
async def _(home: House) -> Act:
    activity = home.jens.activity(home.chat, "installationUpdate", action="remove")
    return partial(home.teams.deliver, home.jens, home.chat, activity, check=False)


@scenario("members_changed")
async def _(home: House) -> Act:
    anne = home.teams.person("Anne Vind")
    home.chat.members.append(anne)
    joined = {"membersAdded": [{"id": anne.id, "aadObjectId": anne.aad_id}]}
    activity = anne.activity(home.chat, "conversationUpdate") | joined
    return partial(home.teams.deliver, anne, home.chat, activity, check=False)


@scenario("people.use_team")
async def _(home: House) -> Act:
    return presses(home.karen, await second_chat(home), "Brug Team Øst")


@scenario("people.new_team")
async def _(home: House) -> Act:
    return presses(home.karen, await second_chat(home), "Nyt team")


@scenario("people.settings")
async def _(home: House) -> Act:
    form = await home.karen.opens(home.chat, "Vælg dag og tid")
    return submits(form, name="Team Nordøst", weekday="2", starts_at="13:05")


@scenario("people.phases")
async def _(home: House) -> Act:
    await led_by_sara(home)
    await home.says(home.sara, "indstillinger")
    form = await home.sara.opens(home.chat, "Ret faser og tider")
    return submits(form, reflection="15")


@scenario("people.lists")
async def _(home: House) -> Act:
    await led_by_sara(home)
    await home.says(home.sara, "indstillinger")
    form = await home.sara.opens(home.chat, "Ret lister")
    return submits(form, topics="Samvær\nTvivl", focus="Børnesamtalen")


@scenario("people.absence")
async def _(home: House) -> Act:
    await home.says(home.karen, "fravær")
    form = await home.karen.opens(home.chat, "Meld fravær")
    return submits(form, first="2026-08-04")


@scenario("people.absence undone")
async def _(home: House) -> Act:
    await home.says(home.karen, "fravær")
    await done(home, await home.karen.opens(home.chat, "Meld fravær"), first="2026-08-04")
    return submits(await home.karen.opens(home.chat, "Meld fravær"), "Ophæv fravær")


@scenario("quiet.until")
async def _(home: House) -> Act:
    await home.says(home.mette, "ro", alone=True)
    form = await home.mette.opens(home.own(home.mette), "Få ro")
    return submits(form, until="2026-08-17")


@scenario("quiet.end")
async def _(home: House) -> Act:
    await home.says(home.mette, "ro", alone=True)
    form = await home.mette.opens(home.own(home.mette), "Få ro")
    await done(home, form, until="2026-08-17")
    await home.says(home.mette, "ro", alone=True)
    return presses(home.mette, home.own(home.mette), "Jeg vil gerne høre fra dig igen")


@scenario("people.roles")
async def _(home: House) -> Act:
    rita = home.teams.person(RITA)
    for person in (rita, home.sara):
        await home.teams.add_bot(home.own(person), by=person)
    await home.says(rita, "indstillinger", alone=True)
    form = await rita.opens(home.own(rita), "Roller i afdelingen")
    return submits(form, leader_group=["Sara Bay"])


@scenario("calendar.settings")
async def _(home: House) -> Act:
    rita = home.teams.person(RITA)
    await home.teams.add_bot(home.own(rita), by=rita)
    await home.says(rita, "indstillinger", alone=True)
    form = await rita.opens(home.own(rita), "Afdelingens kalender")
    return submits(form, weeks="42", ends="15:30", municipality="Vejle")


@scenario("calendar.approve")
async def _(home: House) -> Act:
    await home.teams.add_bot(home.own(home.sara), by=home.sara)
    await home.says(home.sara, "hej", alone=True)

    def name(session: people.Session) -> None:
        sara = next(each for each in people.members(session, 1) if each.name == "Sara")
        roles.name_holders(session, Role.LEADER_GROUP, {sara.id}, now=home.clock.time)

    await home.bot.store.write(name)
    await home.says(home.sara, "årshjul", alone=True)
    return presses(home.sara, home.own(home.sara), "Godkend årshjulet 2026")


@scenario("calendar.unsubscribe")
async def _(home: House) -> Act:
    def subscribe(session: people.Session) -> None:
        ole = next(each for each in people.members(session, 1) if each.name == "Ole")
        calendar.give_link(session, ole.id, "1")

    await home.bot.store.write(subscribe)
    await home.says(home.ole, "årshjul", alone=True)
    return presses(home.ole, home.own(home.ole), "Stop abonnementet")


@scenario("privacy.erase")
async def _(home: House) -> Act:
    await home.says(home.jens, "mine", alone=True)
    await alone(home, home.jens, "Slet mine oplysninger")
    return presses(home.jens, home.own(home.jens), "Slet mine oplysninger")


# --- cases and turns -------------------------------------------------------------------------


@scenario("sag in the group")
async def _(home: House) -> Act:
    return says(home.ole, home.chat, f"sag {QUESTION}")


@scenario("sag alone, while the card is up")
async def _(home: House) -> Act:
    await home.at("9.00", days=1)
    return says(home.ole, home.own(home.ole), f"sag {QUESTION}")


@scenario("sparring.bring")
async def _(home: House) -> Act:
    form = await home.ole.opens(home.chat, "Tag en sag med")
    return submits(form, question=QUESTION, kind="review")


@scenario("sparring.bring as principle case")
async def _(home: House) -> Act:
    await led_by_sara(home)
    form = await home.ole.opens(home.chat, "Tag en sag med")
    return submits(form, question=QUESTION, kind="principle")


@scenario("sparring.bring from the reminder")
async def _(home: House) -> Act:
    await to_thursday(home)
    form = await home.karen.opens(home.own(home.karen), "Tag en sag med")
    return submits(form, question=QUESTION)


@scenario("sparring.bring_to")
async def _(home: House) -> Act:
    await in_two_teams(home)
    await home.says(home.ole, f"sag {QUESTION}", alone=True)
    return presses(home.ole, home.own(home.ole), "Team Vest")


@scenario("sparring.withdraw")
async def _(home: House) -> Act:
    await up(home)
    await home.says(home.ole, "kø", alone=True)
    return presses(home.ole, home.own(home.ole), "Træk sagen tilbage")


@scenario("sparring.accept")
async def _(home: House) -> Act:
    await asked_sara(home)
    return presses(home.sara, home.own(home.sara), "Ja, tag den")


@scenario("sparring.decline")
async def _(home: House) -> Act:
    await asked_sara(home)
    form = await home.sara.opens(home.own(home.sara), "Ikke som principiel sag")
    return submits(form, text="Vi har en retningslinje.")


@scenario("sparring.ask_back")
async def _(home: House) -> Act:
    await asked_sara(home)
    form = await home.sara.opens(home.own(home.sara), "Spørg ind")
    return submits(form, text="Gælder det også nabokommunen?")


@scenario("sparring.answer")
async def _(home: House) -> Act:
    await asked_sara(home)
    form = await home.sara.opens(home.own(home.sara), "Spørg ind")
    await done(home, form, text="Gælder det også nabokommunen?")
    await home.later(minutes=1)
    form = await home.ole.opens(home.own(home.ole), "Svar")
    return submits(form, text="Ja, også dér.")


@scenario("sparring.as_case")
async def _(home: House) -> Act:
    await asked_sara(home)
    form = await home.sara.opens(home.own(home.sara), "Ikke som principiel sag")
    await done(home, form, text="Vi har en retningslinje.")
    return presses(home.ole, home.own(home.ole), "Tag det som enkeltsag")


@scenario("sparring.pass")
async def _(home: House) -> Act:
    await to_thursday(home)
    return presses(home.karen, home.own(home.karen), "Ikke denne gang")


@scenario("sparring.swap")
async def _(home: House) -> Act:
    await to_thursday(home)
    form = await home.karen.opens(home.own(home.karen), "Byt tur")
    return submits(form, **{"with": "Mette"})


@scenario("sparring.swap_answer yes")
async def _(home: House) -> Act:
    await to_thursday(home)
    form = await home.karen.opens(home.own(home.karen), "Byt tur")
    await done(home, form, **{"with": "Mette"})
    return presses(home.mette, home.own(home.mette), "Det er fint")


@scenario("sparring.swap_answer no")
async def _(home: House) -> Act:
    await to_thursday(home)
    form = await home.karen.opens(home.own(home.karen), "Byt tur")
    await done(home, form, **{"with": "Mette"})
    return presses(home.mette, home.own(home.mette), "Ikke denne gang")


# --- the coming sparring ---------------------------------------------------------------------


@scenario("start")
async def _(home: House) -> Act:
    await brought(home, home.ole)
    return says(home.karen, home.chat, "start kort")


@scenario("sparring.start_now")
async def _(home: House) -> Act:
    await brought(home, home.ole)
    await home.says(home.karen, "hjælp")
    return presses(home.karen, home.chat, "Start sparringen")


@scenario("sparring.start")
async def _(home: House) -> Act:
    await up(home)
    return presses(home.karen, home.chat, "Start sparringen")


@scenario("sparring.start_short")
async def _(home: House) -> Act:
    await up(home)
    return presses(home.karen, home.chat, "Start kort (30 min.)")


@scenario("sparring.cancel")
async def _(home: House) -> Act:
    await up(home)
    return presses(home.karen, home.chat, "Aflys sparringen")


@scenario("sparring.lead_today")
async def _(home: House) -> Act:
    await up(home)
    return presses(home.mette, home.chat, "Jeg leder i dag")


@scenario("sparring.agree_today")
async def _(home: House) -> Act:
    await up(home)
    await home.presses(home.mette, "Jeg leder i dag")
    return presses(home.sara, home.chat, "Det er fint")


@scenario("sparring.prepare")
async def _(home: House) -> Act:
    await up(home)
    form = await home.karen.opens(home.chat, "Ret sag og tid")
    return submits(form, present="4", guest="Susanne fra PPR", timekeeper="Sara")


@scenario("sparring.consent")
async def _(home: House) -> Act:
    await up(home)
    await done(home, await home.karen.opens(home.chat, "Ret sag og tid"), guest="Susanne fra PPR")
    return presses(home.karen, home.own(home.karen), "Det er på plads")


# --- the running sparring --------------------------------------------------------------------


@scenario("næste")
async def _(home: House) -> Act:
    await started(home)
    return says(home.karen, home.chat, "næste")


@scenario("fortryd")
async def _(home: House) -> Act:
    await in_phase(home, "Præsentation")
    return says(home.karen, home.chat, "fortryd")


@scenario("pause")
async def _(home: House) -> Act:
    await started(home)
    return says(home.karen, home.chat, "pause")


@scenario("fortsæt")
async def _(home: House) -> Act:
    await started(home)
    await home.presses(home.karen, "Hold pause")
    return says(home.karen, home.chat, "fortsæt")


@scenario("+2")
async def _(home: House) -> Act:
    await started(home)
    return says(home.karen, home.chat, "+2")


@scenario("afslut")
async def _(home: House) -> Act:
    await in_phase(home, "Afrunding")
    return says(home.karen, home.chat, "afslut")


@scenario("sparring.next")
async def _(home: House) -> Act:
    await started(home)
    return presses(home.karen, home.chat, "Næste fase")


@scenario("sparring.next with parked proposals")
async def _(home: House) -> Act:
    await in_phase(home, "Refleksionsrunde")
    for proposal in (PROPOSAL, OTHER):
        await done(home, await home.mette.opens(home.chat, "Parkér forslag"), proposal=proposal)
    return presses(home.karen, home.chat, "Næste fase")


@scenario("sparring.undo")
async def _(home: House) -> Act:
    await in_phase(home, "Præsentation")
    return presses(home.karen, home.chat, "Fortryd sidste tryk")


@scenario("sparring.pause")
async def _(home: House) -> Act:
    await started(home)
    return presses(home.karen, home.chat, "Hold pause")


@scenario("sparring.resume")
async def _(home: House) -> Act:
    await started(home)
    await home.presses(home.karen, "Hold pause")
    return presses(home.karen, home.chat, "Fortsæt")


@scenario("sparring.extend")
async def _(home: House) -> Act:
    await started(home)
    return presses(home.karen, home.chat, "Forlæng 2 min.")


@scenario("sparring.reflect")
async def _(home: House) -> Act:
    await in_phase(home, "Refleksionsrunde")
    return presses(home.karen, home.chat, "Tilbage til refleksion")


@scenario("sparring.word")
async def _(home: House) -> Act:
    """No card has it: on the board it is a press like any other."""
    await in_phase(home, "Refleksionsrunde")
    data = {"id": "1"}
    pressed = {"action": {"type": "Action.Execute", "verb": "sparring.word", "data": data}}
    return partial(
        home.karen.invokes, home.chat, CARD_ACTION, pressed, on=home.chat.last, check=False
    )


@scenario("sparring.take_over by the deputy")
async def _(home: House) -> Act:
    await started(home)
    return presses(home.bo, home.chat, "Jeg leder videre")


@scenario("sparring.take_over by a colleague")
async def _(home: House) -> Act:
    await started(home)
    return presses(home.mette, home.chat, "Jeg leder videre")


@scenario("sparring.agree")
async def _(home: House) -> Act:
    await started(home)
    await home.presses(home.mette, "Jeg leder videre")
    return presses(home.sara, home.chat, "Det er fint")


@scenario("sparring.give_back")
async def _(home: House) -> Act:
    await started(home)
    await home.presses(home.bo, "Jeg leder videre")
    return presses(home.bo, home.chat, "Giv mødet til Karen")


@scenario("sparring.proposals")
async def _(home: House) -> Act:
    await in_phase(home, "Tilbage til Ole")
    return presses(home.ole, home.chat, "Hør forslag")


@scenario("sparring.park")
async def _(home: House) -> Act:
    await in_phase(home, "Refleksionsrunde")
    form = await home.mette.opens(home.chat, "Parkér forslag")
    return submits(form, proposal=PROPOSAL)


@scenario("sparring.timeline")
async def _(home: House) -> Act:
    await started(home)
    both = await home.ole.opens(home.chat, "Tavle og genogram")
    return submits(await both.submit("Skriv på tavlen"), text="nu: går ikke i skole")


@scenario("sparring.genogram")
async def _(home: House) -> Act:
    await started(home)
    both = await home.ole.opens(home.chat, "Tavle og genogram")
    return submits(await both.submit("Tegn genogram"), text="mor 38; barn 12")


@scenario("sparring.genogram_step")
async def _(home: House) -> Act:
    await started(home)
    both = await home.ole.opens(home.chat, "Tavle og genogram")
    form = await both.submit("Tegn genogram")
    steps = await form.submit("Tegn trin for trin", text="mor 38")
    step = await steps.submit("Tilføj person")
    return submits(step, role="far", age="41")


@scenario("sparring.postpone")
async def _(home: House) -> Act:
    await in_phase(home, "Refleksionsrunde")
    await done(home, await home.mette.opens(home.chat, "Parkér forslag"), proposal=PROPOSAL)
    return submits(await home.karen.opens(home.chat, "Udskyd til næste gang"))


@scenario("sparring.close")
async def _(home: House) -> Act:
    await in_phase(home, "Afrunding")
    return presses(home.karen, home.chat, "Afslut sparringen")


# --- afterwards ------------------------------------------------------------------------------


@scenario("sparring.second")
async def _(home: House) -> Act:
    await two_cases_held_one(home)
    return presses(home.karen, home.own(home.karen), "Start sparringen")


@scenario("sparring.keep")
async def _(home: House) -> Act:
    await two_cases_held_one(home)
    return presses(home.karen, home.own(home.karen), "Gem den til næste gang")


@scenario("sparring.note")
async def _(home: House) -> Act:
    await closed(home)
    return presses(home.ole, home.own(home.ole), "Ja")


@scenario("sparring.note done")
async def _(home: House) -> Act:
    await closed(home)
    await alone(home, home.ole, "Ja")
    await home.at("9.00", days=1)
    return presses(home.ole, home.own(home.ole), "Det er noteret")


@scenario("sparring.reached")
async def _(home: House) -> Act:
    await closed_itself(home)
    return presses(home.karen, home.own(home.karen), "Nej, tag sagen igen")


@scenario("sparring.question")
async def _(home: House) -> Act:
    await closed_itself(home)
    await alone(home, home.karen, "Nej, tag sagen igen")
    form = await home.ole.opens(home.own(home.ole), "Skriv spørgsmålet")
    return submits(form, question=OTHER)


@scenario("sparring.checklist")
async def _(home: House) -> Act:
    await closed(home)
    return submits(await home.karen.opens(home.chat, "Efter sparringen"), again="yes")


@scenario("sparring.evaluate")
async def _(home: House) -> Act:
    await closed(home)
    return submits(await home.mette.opens(home.chat, "Tre tryk om mødet"), **TAPS)


# --- learning points -------------------------------------------------------------------------


@scenario("læring in the group")
async def _(home: House) -> Act:
    return says(home.sara, home.chat, f"læring {POINT}")


@scenario("læring alone")
async def _(home: House) -> Act:
    await in_phase(home, "Fælles læring")
    return says(home.mette, home.own(home.mette), f"læring {POINT}")


@scenario("unclear in private")
async def _(home: House) -> Act:
    return says(home.mette, home.own(home.mette), "Vi spurgte netværket for sent")


@scenario("learning.save")
async def _(home: House) -> Act:
    await home.says(home.mette, "Vi spurgte netværket for sent", alone=True)
    return presses(home.mette, home.own(home.mette), "Gem som læringspunkt")


@scenario("learning.write")
async def _(home: House) -> Act:
    await in_phase(home, "Fælles læring")
    return submits(await home.mette.opens(home.chat, "Skriv læringspunkt"), text=POINT)


@scenario("learning.park")
async def _(home: House) -> Act:
    await in_phase(home, "Refleksionsrunde")
    await home.says(home.mette, ADVICE, alone=True)
    return presses(home.mette, home.own(home.mette), "Parkér forslaget")


@scenario("learning.keep")
async def _(home: House) -> Act:
    await in_phase(home, "Refleksionsrunde")
    await home.says(home.mette, ADVICE, alone=True)
    return presses(home.mette, home.own(home.mette), "Gem som læringspunkt")


@scenario("learning.advice")
async def _(home: House) -> Act:
    await in_phase(home, "Refleksionsrunde")
    await home.says(home.mette, "læring", alone=True)
    form = await home.mette.opens(home.own(home.mette), "Skriv læringspunkt")
    offered = await form.submit(text=ADVICE)
    await home.settle()
    assert isinstance(offered, Form)
    return submits(offered, "Parkér forslaget")


# --- supervision -----------------------------------------------------------------------------


async def in_october(home: House) -> None:
    """Sara leads; the quarter's first question has come to Karen, who is at work."""
    await led_by_sara(home)
    await home.says(home.karen, "hjælp", alone=True)
    await home.says(home.sara, "hjælp", alone=True)
    await home.at("6.00", days=59)
    await home.at("9.00")


async def supervised(home: House) -> None:
    await in_october(home)
    form = await home.karen.opens(home.own(home.karen), "Vælg dato")
    await done(home, form, day="2026-11-05", clock="09:00")


async def shows_supervision(home: House, person: Person) -> Chat:
    await home.says(person, "supervision", alone=True)
    return home.own(person)


async def wants_supervision(home: House) -> None:
    await led_by_sara(home)
    await home.says(home.sara, "hjælp", alone=True)
    form = await home.ole.opens(await shows_supervision(home, home.ole), "Bed om supervision")
    await done(home, form)
    await home.at("9.00")
    await home.later(minutes=1)


@scenario("supervision.book")
async def _(home: House) -> Act:
    await in_october(home)
    form = await home.karen.opens(home.own(home.karen), "Vælg dato")
    return submits(form, day="2026-11-05", clock="09:00", supervisor="Susanne Bro")


@scenario("supervision.move")
async def _(home: House) -> Act:
    await supervised(home)
    form = await home.karen.opens(await shows_supervision(home, home.karen), "Flyt")
    return submits(form, day="2026-11-12", clock="10:00")


async def was_held(home: House) -> None:
    await supervised(home)
    await home.at("6.00", days=36)
    await home.at("9.00")


@scenario("supervision.held")
async def _(home: House) -> Act:
    await was_held(home)
    return presses(home.karen, home.own(home.karen), "Ja, den er holdt")


@scenario("supervision.cancel")
async def _(home: House) -> Act:
    await was_held(home)
    return presses(home.karen, home.own(home.karen), "Den blev aflyst")


@scenario("supervision.again")
async def _(home: House) -> Act:
    await in_october(home)
    return presses(home.karen, home.own(home.karen), "Spørg igen om en uge")


async def late_in_the_quarter(home: House) -> None:
    await in_october(home)
    await home.at("6.00", days=56)
    await home.at("9.00")


@scenario("supervision.nudge")
async def _(home: House) -> Act:
    await late_in_the_quarter(home)
    return presses(home.sara, home.own(home.sara), "Skriv til Karen")


@scenario("supervision.skip")
async def _(home: House) -> Act:
    await late_in_the_quarter(home)
    return presses(home.sara, home.own(home.sara), "Kvartalet springes over")


@scenario("supervision.theme")
async def _(home: House) -> Act:
    await supervised(home)
    form = await home.ole.opens(home.chat, "Skriv et tema")
    return submits(form, text="Samarbejdet med skolen")


@scenario("supervision.request")
async def _(home: House) -> Act:
    chat = await shows_supervision(home, home.ole)
    return submits(await home.ole.opens(chat, "Bed om supervision"), whom="Hele teamet")


@scenario("supervision.answer")
async def _(home: House) -> Act:
    await wants_supervision(home)
    form = await home.sara.opens(home.own(home.sara), "Vælg dato")
    return submits(form, day="2026-08-20", clock="13:00")


@scenario("supervision.decline")
async def _(home: House) -> Act:
    await wants_supervision(home)
    form = await home.sara.opens(home.own(home.sara), "Ikke nu")
    return submits(form, reply="Vi har supervision om to uger.")


# --- ledelsestilsyn --------------------------------------------------------------------------


async def looks_at_tilsyn(home: House) -> Chat:
    await home.says(home.sara, "ledelsestilsyn", alone=True)
    return home.own(home.sara)


async def tilsyn_begun(home: House) -> None:
    """Sara leads, and has set it up."""
    await led_by_sara(home)
    form = await home.sara.opens(await looks_at_tilsyn(home), "Ret ledelsestilsyn")
    await done(home, form)


async def tilsyn_held(home: House, *names: str) -> None:
    await tilsyn_begun(home)
    for name in names or ("Ole",):
        form = await home.sara.opens(await looks_at_tilsyn(home), "Notér ledelsestilsyn")
        await done(home, form, who=name)


async def theme_recurs(home: House) -> None:
    names = ("Ole", "Mette", "Jens")
    await tilsyn_held(home, *names)
    for name in names:
        form = await home.sara.opens(await looks_at_tilsyn(home), "Samtalen er holdt")
        await done(home, form, who=name, themes="Børnesamtalen")


@scenario("tilsyn.plan")
async def _(home: House) -> Act:
    await led_by_sara(home)
    return submits(await home.sara.opens(await looks_at_tilsyn(home), "Ret ledelsestilsyn"))


@scenario("tilsyn.tick")
async def _(home: House) -> Act:
    await tilsyn_begun(home)
    form = await home.sara.opens(await looks_at_tilsyn(home), "Notér ledelsestilsyn")
    return submits(form, who="Ole")


@scenario("tilsyn.book")
async def _(home: House) -> Act:
    await tilsyn_held(home)
    form = await home.sara.opens(await looks_at_tilsyn(home), "Vælg dato for samtale")
    return submits(form, who="Ole", day="2026-08-11", clock="10:00")


async def talked(home: House) -> Form:
    await tilsyn_held(home)
    return await home.sara.opens(await looks_at_tilsyn(home), "Samtalen er holdt")


@scenario("tilsyn.talked")
async def _(home: House) -> Act:
    more = {"text": "Vi ser på begrundelserne sammen.", "follow_up": "2026-08-20"}
    return submits(await talked(home), themes="Børnesamtalen", **more)


@scenario("tilsyn.followed")
async def _(home: House) -> Act:
    more = {"text": "Vi ser på begrundelserne sammen.", "follow_up": "2026-08-20"}
    await done(home, await talked(home), **more)
    await home.says(home.ole, "ledelsestilsyn", alone=True)
    return presses(home.ole, home.own(home.ole), "Den er fulgt op")


@scenario("tilsyn.need")
async def _(home: House) -> Act:
    await tilsyn_begun(home)
    form = await home.sara.opens(await looks_at_tilsyn(home), "Skriv udviklingsbehov")
    return submits(form, text="Samtaler med små børn.")


@scenario("tilsyn.no_need")
async def _(home: House) -> Act:
    await tilsyn_begun(home)
    await home.at("6.00", days=52)
    await home.at("9.00")
    return presses(home.sara, home.own(home.sara), "Ikke noget denne gang")


@scenario("tilsyn.topic")
async def _(home: House) -> Act:
    await theme_recurs(home)
    return presses(home.sara, home.own(home.sara), "Sæt på næste møde")


@scenario("tilsyn.not_now")
async def _(home: House) -> Act:
    await theme_recurs(home)
    return presses(home.sara, home.own(home.sara), "Ikke nu")


@scenario("tilsyn.improve")
async def _(home: House) -> Act:
    await theme_recurs(home)
    form = await home.sara.opens(home.own(home.sara), "Sæt på forbedringslisten")
    return submits(form, text="En ny skabelon.", owner="Ole", due_on="2026-09-01")


# --- between the meetings --------------------------------------------------------------------


KNOWS = "Vi har prøvet tegn på tryghed i tre samtaler."
WORD, MEANING = "netværksmøde", "Et møde, som familien har inviteret til."


async def shared(home: House, **more: str) -> None:
    await home.says(home.mette, "del", alone=True)
    form = await home.mette.opens(home.own(home.mette), "Del viden")
    await done(home, form, text=KNOWS, **more)


async def asked_colleague(home: House) -> None:
    """Ole has asked Sara, who has a chat of her own."""
    await home.says(home.sara, "hjælp", alone=True)
    await home.says(home.ole, "sparring", alone=True)
    form = await home.ole.opens(home.own(home.ole), "Spørg en kollega")
    await done(home, form, who="Sara")


async def proposed(home: House) -> None:
    await home.says(home.karen, "hjælp", alone=True)
    await home.says(home.mette, "ord")
    form = await home.mette.opens(home.chat, "Foreslå et ord")
    await done(home, form, word=WORD, meaning=MEANING)


async def listed(home: House) -> None:
    """Sara leads, and Ole stands on her list."""
    await led_by_sara(home)
    await home.says(home.sara, "hvem", alone=True)
    form = await home.sara.opens(home.own(home.sara), "Skriv en på")
    await done(home, form, who="Ole", topics="samvær, netværk")


@scenario("del")
async def _(home: House) -> Act:
    return says(home.mette, home.chat, f"del {KNOWS}")


@scenario("between.share")
async def _(home: House) -> Act:
    await home.says(home.mette, "del")
    form = await home.mette.opens(home.chat, "Del viden")
    return submits(form, text=KNOWS)


@scenario("between.share_to")
async def _(home: House) -> Act:
    await in_two_teams(home)
    await home.says(home.ole, f"del {KNOWS}", alone=True)
    return presses(home.ole, home.own(home.ole), "Team Vest")


@scenario("between.shared")
async def _(home: House) -> Act:
    await shared(home)
    await home.says(home.karen, "del", alone=True)
    return presses(home.karen, home.own(home.karen), "Nr. 1 er delt")


@scenario("between.unshare")
async def _(home: House) -> Act:
    await shared(home)
    await home.says(home.mette, "del", alone=True)
    return presses(home.mette, home.own(home.mette), "Træk nr. 1 tilbage")


@scenario("between.share_day")
async def _(home: House) -> Act:
    await shared(home, place="staff", day="2026-08-04")
    await home.at("8.00", days=1)
    form = await home.mette.opens(home.own(home.mette), "Vælg en anden dag")
    return submits(form, day="2026-08-11")


@scenario("between.ask")
async def _(home: House) -> Act:
    await home.says(home.ole, "sparring", alone=True)
    form = await home.ole.opens(home.own(home.ole), "Spørg en kollega")
    return submits(form, who="Sara", reason="En sag, der fylder.")


@scenario("between.answer")
async def _(home: House) -> Act:
    await asked_colleague(home)
    return presses(home.sara, home.own(home.sara), "Ja")


@scenario("between.became")
async def _(home: House) -> Act:
    await asked_colleague(home)
    await alone(home, home.sara, "Ja")
    await home.at("9.00", days=8)
    return presses(home.ole, home.own(home.ole), "Ja")


@scenario("between.find asks again")
async def _(home: House) -> Act:
    await home.says(home.ole, "hvem", alone=True)
    form = await home.ole.opens(home.own(home.ole), "Find en at spørge")
    return submits(form, text="samvær")


@scenario("between.entry")
async def _(home: House) -> Act:
    await led_by_sara(home)
    await home.says(home.sara, "hvem", alone=True)
    form = await home.sara.opens(home.own(home.sara), "Skriv en på")
    return submits(form, who="Ole", topics="samvær, netværk")


@scenario("between.entries")
async def _(home: House) -> Act:
    await listed(home)
    await home.says(home.sara, "hvem", alone=True)
    form = await home.sara.opens(home.own(home.sara), "Ret listen")
    return submits(form, "Fjern")


@scenario("log")
async def _(home: House) -> Act:
    return says(home.mette, home.own(home.mette), f"log {POINT}")


@scenario("between.log")
async def _(home: House) -> Act:
    await home.says(home.mette, "log", alone=True)
    form = await home.mette.opens(home.own(home.mette), "Skriv i loggen")
    return submits(form, text=POINT)


@scenario("between.erase_line")
async def _(home: House) -> Act:
    await home.says(home.mette, f"log {POINT}", alone=True)
    await home.says(home.mette, "log", alone=True)
    form = await home.mette.opens(home.own(home.mette), "Slet en linje")
    return submits(form)


@scenario("handbook.propose")
async def _(home: House) -> Act:
    await home.says(home.mette, "ord")
    form = await home.mette.opens(home.chat, "Foreslå et ord")
    return submits(form, word=WORD, meaning=MEANING)


@scenario("handbook.take")
async def _(home: House) -> Act:
    await proposed(home)
    return presses(home.karen, home.own(home.karen), "Tag ordet med")


@scenario("handbook.not_now")
async def _(home: House) -> Act:
    await proposed(home)
    return presses(home.karen, home.own(home.karen), "Ikke nu")


@scenario("handbook.remove")
async def _(home: House) -> Act:
    await proposed(home)
    await alone(home, home.karen, "Tag ordet med")
    await home.says(home.karen, "ord", alone=True)
    form = await home.karen.opens(home.own(home.karen), "Fjern et ord")
    return submits(form)


@scenario("clock reminds of a staff meeting")
async def _(home: House) -> Act:
    await shared(home, place="staff", day="2026-08-04")
    await home.at("7.59", days=1)
    return ticks(home, minutes=1)


@scenario("clock asks whether it became something")
async def _(home: House) -> Act:
    await asked_colleague(home)
    await alone(home, home.sara, "Ja")
    await home.at("8.59", days=8)
    return ticks(home, minutes=1)


# --- course wishes ---------------------------------------------------------------------------


async def wished(home: House, track: Track, state: WishState, *, who: str = "Mette") -> None:
    """Sara leads, Karen is the leader group, and Mette has a wish that stands so."""
    await led_by_sara(home)

    def put(session: people.Session) -> None:
        members = {each.name: each for each in people.members(session, 1)}
        now = home.clock.time
        roles.name_holders(session, Role.LEADER_GROUP, [members["Karen"].id], now=now)
        wish = Wish(
            who=members[who],
            team_id=1,
            year=now.year,
            kind=WishKind.COURSE,
            track=track,
            title="Samtaler med små børn",
            why="Det bliver der brug for.",
            area="talks",
            state=state,
            decision=None if state is WishState.WISHED else Decision.GRANT,
        )
        courses.add_wish(session, wish, now)

    await home.bot.store.write(put)


async def among_courses(home: House, person: Person, *buttons: str) -> Chat:
    await home.says(person, "kursusønske", alone=True)
    for button in buttons:
        await alone(home, person, button)
    return home.own(person)


@scenario("courses.wish")
async def _(home: House) -> Act:
    chat = await among_courses(home, home.mette)
    form = await home.mette.opens(chat, "Skriv et ønske")
    return submits(
        form, kind="course", title="ICS", why="Det mangler vi.", area="ics", price="0", days="1"
    )


@scenario("courses.withdraw")
async def _(home: House) -> Act:
    await wished(home, Track.AT_ONCE, WishState.WISHED)
    chat = await among_courses(home, home.mette, "Mine ønsker", "Se 1")
    return presses(home.mette, chat, "Træk ønsket tilbage")


@scenario("courses.enrol")
async def _(home: House) -> Act:
    await wished(home, Track.AT_ONCE, WishState.GRANTED)
    chat = await among_courses(home, home.mette, "Mine ønsker", "Se 1")
    form = await home.mette.opens(chat, "Jeg er tilmeldt")
    return submits(form, first="2026-10-01", last="2026-10-02")


@scenario("courses.decide")
async def _(home: House) -> Act:
    await wished(home, Track.AT_ONCE, WishState.WISHED)
    chat = await among_courses(home, home.sara, "Teamets ønsker", "Se 1")
    form = await home.sara.opens(chat, "Afgør")
    return submits(form, decision="not_now", reason="Det må vente.")


@scenario("courses.talks")
async def _(home: House) -> Act:
    await led_by_sara(home)
    chat = await among_courses(home, home.sara)
    form = await home.sara.opens(chat, "MUS og planer")
    first = form.inputs["planned"]["choices"][0]["value"]
    return submits(form, planned=first)


@scenario("courses.give")
async def _(home: House) -> Act:
    await wished(home, Track.ROUND, WishState.PRIORITISED)
    chat = await among_courses(home, home.sara)
    form = await home.sara.opens(chat, "Giv tilbagemelding")
    draft = await form.submit()
    assert isinstance(draft, Form)
    return submits(draft, text="Du kommer afsted.")


@scenario("courses.orient")
async def _(home: House) -> Act:
    await wished(home, Track.ROUND, WishState.GRANTED)
    chat = await among_courses(home, home.karen, "Kursusrunden")
    return presses(home.karen, chat, "Send samlet orientering")


@scenario("courses.budget")
async def _(home: House) -> Act:
    await wished(home, Track.ROUND, WishState.WISHED)
    chat = await among_courses(home, home.karen, "Kursusrunden")
    form = await home.karen.opens(chat, "Budget og reserve")
    return submits(form, budget="100.000", reserve="20.000")


@scenario("courses.areas")
async def _(home: House) -> Act:
    await wished(home, Track.ROUND, WishState.WISHED)
    chat = await among_courses(home, home.karen, "Kursusrunden")
    form = await home.karen.opens(chat, "Kompetenceområder")
    return submits(form, title="Plejefamilier")


async def prompted(home: House) -> None:
    """A minute before the first of the ladder: somebody may decide, and it is November."""
    await wished(home, Track.ROUND, WishState.WISHED, who="Ole")
    here = home.clock.time
    await home.at("8.00", days=(date(2026, 11, 2) - here.date()).days)
    await home.at("8.59")


@scenario("courses.ready")
async def _(home: House) -> Act:
    await prompted(home)
    await home.later(minutes=2)
    return presses(home.mette, home.own(home.mette), "Jeg har ikke flere ønsker")


@scenario("clock asks for course wishes")
async def _(home: House) -> Act:
    await prompted(home)
    return ticks(home, minutes=1)


# --- after a course --------------------------------------------------------------------------


async def on_a_course(home: House, person: Person, verb: str, wish_id: str = "1") -> Form:
    data = {"data": {"verb": verb, "id": wish_id, "msteams": {"type": "task/fetch"}}}
    form = await person.invokes(home.own(person), "task/fetch", data)
    assert isinstance(form, Form)
    return form


async def ended(home: House) -> None:
    """Mette's course was yesterday."""
    await wished(home, Track.AT_ONCE, WishState.GRANTED)
    form = await on_a_course(home, home.mette, "courses.enrol")
    await done(home, form, first="2026-08-05", last="2026-08-05")
    await home.at("8.59", days=3)
    await home.at("9.01")


async def brought_home(home: House) -> None:
    await ended(home)
    await alone(home, home.mette, "Det er gennemført")
    await home.at("8.59", days=14)
    await home.at("9.01")


@scenario("courses.completed")
async def _(home: House) -> Act:
    await ended(home)
    return presses(home.mette, home.own(home.mette), "Det er gennemført")


@scenario("courses.ends_later")
async def _(home: House) -> Act:
    await ended(home)
    return submits(await on_a_course(home, home.mette, "courses.ends_later"), last="2026-09-01")


@scenario("courses.how")
async def _(home: House) -> Act:
    await brought_home(home)
    return submits(await on_a_course(home, home.mette, "courses.how"), how="case")


@scenario("courses.shared")
async def _(home: House) -> Act:
    await brought_home(home)
    return presses(home.mette, home.own(home.mette), "Det er delt")


@scenario("courses.waive")
async def _(home: House) -> Act:
    await brought_home(home)
    form = await on_a_course(home, home.mette, "courses.waive")
    return submits(form, reason="Det var kun for superbrugere.")


async def themed(home: House) -> Chat:
    await wished(home, Track.ROUND, WishState.GRANTED)
    return await among_courses(home, home.karen, "Kursusrunden", "Temaer uden kursus")


@scenario("courses.theme")
async def _(home: House) -> Act:
    chat = await themed(home)
    return submits(await home.karen.opens(chat, "Læg et tema"), title="Børnesamtaler")


@scenario("courses.tell_themes")
async def _(home: House) -> Act:
    chat = await themed(home)
    await done(home, await home.karen.opens(chat, "Læg et tema"), title="Børnesamtaler")
    await among_courses(home, home.karen, "Kursusrunden")
    await alone(home, home.karen, "Send samlet orientering")
    await among_courses(home, home.karen, "Kursusrunden", "Temaer uden kursus")
    return presses(home.karen, chat, "Fortæl afdelingen om temaerne")


@scenario("courses.evaluated")
async def _(home: House) -> Act:
    await wished(home, Track.ROUND, WishState.GRANTED)
    chat = await among_courses(home, home.karen, "Kursusrunden", "Årets evaluering")
    return presses(home.karen, chat, "Evalueringen er holdt")


# --- the clock -------------------------------------------------------------------------------


@scenario("clock puts up the start card")
async def _(home: House) -> Act:
    await brought(home, home.ole)
    await home.at("8.59", days=1)
    return ticks(home, minutes=1)


@scenario("clock ends a phase")
async def _(home: House) -> Act:
    await started(home)
    return ticks(home, minutes=9)


@scenario("clock closes what nobody closed")
async def _(home: House) -> Act:
    await started(home)
    await home.presses(home.karen, "Hold pause")
    await home.at("10.14")
    return ticks(home, minutes=1)


@scenario("learning.fill")
async def _(home: House) -> Act:
    return submits(await filling_in(home), text=f"{POINT} Altid.")


async def filling_in(home: House) -> Form:
    await home.says(home.mette, f"læring {POINT}", alone=True)
    return await home.mette.opens(home.own(home.mette), "Fyld ud")


@scenario("learning.prevent")
async def _(home: House) -> Act:
    asked = await (await filling_in(home)).submit(kind="wrong")
    assert isinstance(asked, Form)
    return submits(asked, prevents="En tjekliste.", prevented_by="team")


async def deciding(home: House, button: str, text: str = POINT) -> Form:
    """Karen looks at what Mette wrote."""
    await home.says(home.mette, f"læring {text}", alone=True)
    await home.says(home.karen, "hjælp", alone=True)
    for each in ("Læring i teamet", "Læringspunkter, der venter", "Se 1"):
        await alone(home, home.karen, each)
    return await home.karen.opens(home.own(home.karen), button)


async def practised(home: House) -> None:
    await done(home, await deciding(home, "Godkend"))


@scenario("deciding.approve")
async def _(home: House) -> Act:
    return submits(await deciding(home, "Godkend"))


async def merging(home: House) -> Form:
    await practised(home)
    form = await deciding(home, "Saml med et andet", f"{POINT} Altid.")
    joined = await form.submit()
    assert isinstance(joined, Form)
    return joined


@scenario("deciding.join")
async def _(home: House) -> Act:
    return submits(await merging(home), text=f"{POINT} Hver gang.")


@scenario("deciding.decline")
async def _(home: House) -> Act:
    return submits(await deciding(home, "Afvis"), reason="Det er kun den ene sag.")


@scenario("deciding.clarify")
async def _(home: House) -> Act:
    return submits(await deciding(home, "Spørg den, der skrev"), reason="Gælder det altid?")


async def declined(home: House) -> None:
    await done(home, await deciding(home, "Afvis"), reason="Det er kun den ene sag.")


@scenario("learning.answer")
async def _(home: House) -> Act:
    form = await deciding(home, "Spørg den, der skrev")
    await done(home, form, reason="Gælder det altid?")
    form = await home.mette.opens(home.own(home.mette), "Svar")
    return submits(form, answer="Ja.", text=POINT)


@scenario("learning.rewrite")
async def _(home: House) -> Act:
    await declined(home)
    form = await home.mette.opens(home.own(home.mette), "Skriv det om")
    return submits(form, text=f"{POINT} Altid.")


@scenario("learning.take_up")
async def _(home: House) -> Act:
    await declined(home)
    return presses(home.mette, home.own(home.mette), "Tag det op")


@scenario("learning.missing")
async def _(home: House) -> Act:
    await done(home, await merging(home), text=f"{POINT} Altid.")
    form = await home.mette.opens(home.own(home.mette), "Sig, hvad der mangler")
    return submits(form, text="Også når mor siger nej.")


async def changing(home: House, button: str) -> Form:
    await practised(home)
    await home.says(home.karen, "hjælp", alone=True)
    for each in ("Læring i teamet", "Fælles praksis", "Se 1"):
        await alone(home, home.karen, each)
    return await home.karen.opens(home.own(home.karen), button)


@scenario("deciding.withdraw")
async def _(home: House) -> Act:
    return submits(await changing(home, "Træk tilbage"), reason="Loven er ændret.")


async def improving(home: House) -> Act:
    form = await changing(home, "Sæt på forbedringslisten")
    said = {"kind": "method", "text": "Skriv en vejledning.", "due_on": "2026-08-14"}
    return submits(form, **said)


@scenario("deciding.improve")
async def _(home: House) -> Act:
    return await improving(home)


@scenario("deciding.done")
async def _(home: House) -> Act:
    await (await improving(home))()
    await home.says(home.karen, "hjælp", alone=True)
    for each in ("Læring i teamet", "Forbedringer"):
        await alone(home, home.karen, each)
    return presses(home.karen, home.own(home.karen), "1 er gjort")


@scenario("clock reminds of an improvement")
async def _(home: House) -> Act:
    await (await improving(home))()
    await home.at("8.59", days=11)
    return ticks(home, minutes=1)


@scenario("clock sums up the learning points")
async def _(home: House) -> Act:
    await in_phase(home, "Fælles læring")
    await done(home, await home.mette.opens(home.chat, "Skriv læringspunkt"), text=POINT)
    await forward(home, "Afrunding")
    await home.presses(home.karen, "Afslut sparringen")
    await home.at("11.59", days=1)
    return ticks(home, minutes=1)


@scenario("clock reminds of a turn")
async def _(home: House) -> Act:
    await home.at("9.00", days=1)
    await home.presses(home.karen, "Aflys sparringen")
    await home.at("8.59", days=2)
    return ticks(home, minutes=1)


@scenario("clock reminds of what must be noted")
async def _(home: House) -> Act:
    await closed(home)
    await alone(home, home.ole, "Ja")
    await home.at("8.59", days=1)
    return ticks(home, minutes=1)


@scenario("clock passes absence on")
async def _(home: House) -> Act:
    await up(home)
    await home.says(home.ole, "fravær")
    await done(home, await home.ole.opens(home.chat, "Meld fravær"), first="2026-08-04")
    return ticks(home, seconds=1)


@scenario("clock says that the week is closed")
async def _(home: House) -> Act:
    await done(home, await home.karen.opens(home.chat, "Vælg dag og tid"), closed_weeks="32")
    await home.at("8.59", days=1)
    return ticks(home, minutes=1)


# --- after the sparring ----------------------------------------------------------------------


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


# --- what a principle case ends in, and whether it was of use --------------------------------


async def common_direction(home: House) -> None:
    """A principle case of Ole's, in the phase in which it is written down."""
    await asked_sara(home)
    await alone(home, home.sara, "Ja, tag den")
    await home.at("9.00", days=1)
    await home.presses(home.karen, "Start sparringen")
    while not home.chat.shown[-1].startswith("Fælles retning"):
        await home.presses(home.karen, "Næste fase")


async def proposed_to_sara(home: House) -> None:
    await common_direction(home)
    form = await home.karen.opens(home.chat, "Skriv Sådan gør vi")
    await done(home, form, text=PROPOSAL, owner="Mette")


async def sent_back(home: House) -> None:
    await proposed_to_sara(home)
    form = await home.sara.opens(home.own(home.sara), "Svar tilbage")
    await done(home, form, reason="Skriv det kortere.")


@scenario("principles.write")
async def _(home: House) -> Act:
    await common_direction(home)
    form = await home.karen.opens(home.chat, "Skriv Sådan gør vi")
    return submits(form, text=PROPOSAL, owner="Mette")


@scenario("principles.none")
async def _(home: House) -> Act:
    await common_direction(home)
    while not home.chat.shown[-1].startswith("Afrunding"):
        await home.presses(home.karen, "Næste fase")
    await home.presses(home.karen, "Afslut sparringen")
    return presses(home.karen, home.own(home.karen), "Der er ikke noget denne gang")


@scenario("principles.confirm")
async def _(home: House) -> Act:
    await proposed_to_sara(home)
    return presses(home.sara, home.own(home.sara), "Bekræft")


@scenario("principles.amend")
async def _(home: House) -> Act:
    await proposed_to_sara(home)
    form = await home.sara.opens(home.own(home.sara), "Bekræft med ændringer")
    return submits(form, text=POINT)


@scenario("principles.back")
async def _(home: House) -> Act:
    await proposed_to_sara(home)
    form = await home.sara.opens(home.own(home.sara), "Svar tilbage")
    return submits(form, reason="Skriv det kortere.")


@scenario("principles.rewrite")
async def _(home: House) -> Act:
    await sent_back(home)
    form = await home.karen.opens(home.own(home.karen), "Skriv det om")
    return submits(form, text=POINT)


@scenario("principles.drop")
async def _(home: House) -> Act:
    await sent_back(home)
    return presses(home.karen, home.own(home.karen), "Lad det ligge")


@scenario("principles.withdraw")
async def _(home: House) -> Act:
    await proposed_to_sara(home)
    await alone(home, home.sara, "Bekræft")
    await home.says(home.sara, "sådan gør vi", alone=True)
    await alone(home, home.sara, "Se historik")
    form = await home.sara.opens(home.own(home.sara), "Træk tilbage")
    return submits(form, reason="Vejledningen siger det nu.")


async def asked_whether_it_holds(home: House) -> None:
    day = (home.clock.time + timedelta(days=7)).date()

    def share(session: people.Session) -> None:
        shared = Practice(team_id=1, text=POINT, review_on=day)
        practice.add(session, shared, What.APPROVED, home.clock.time)

    await led_by_sara(home)
    await home.bot.store.write(share)
    await home.at("8.59", days=7)
    await home.at("9.00")
    while not any("Skal ændres" in each.buttons for each in home.own(home.karen).messages):
        await home.at("9.00", days=1)  # she has had that day's message


@scenario("principles.still")
async def _(home: House) -> Act:
    await asked_whether_it_holds(home)
    return presses(home.karen, home.own(home.karen), "Det gælder stadig")


@scenario("principles.change")
async def _(home: House) -> Act:
    await asked_whether_it_holds(home)
    form = await home.karen.opens(home.own(home.karen), "Skal ændres")
    return submits(form, text=PROPOSAL)


@scenario("principles.end")
async def _(home: House) -> Act:
    await asked_whether_it_holds(home)
    form = await home.karen.opens(home.own(home.karen), "Skal trækkes tilbage")
    return submits(form, reason="Vejledningen siger det nu.")


async def asked_whether_of_use(home: House) -> None:
    await brought(home, home.ole)
    await home.at("9.00", days=1)
    await home.presses(home.karen, "Start sparringen")
    while not home.chat.shown[-1].startswith("Fælles læring"):
        await home.presses(home.karen, "Næste fase")
    form = await home.mette.opens(home.chat, "Skriv læringspunkt")
    await done(home, form, text=POINT)
    await home.presses(home.karen, "Næste fase")
    await home.presses(home.karen, "Afslut sparringen")
    await home.at("8.59", days=17)
    await home.at("9.00")


@scenario("trying.answer")
async def _(home: House) -> Act:
    await asked_whether_of_use(home)
    return presses(home.ole, home.own(home.ole), "Ja")


@scenario("trying.tell")
async def _(home: House) -> Act:
    await asked_whether_of_use(home)
    await alone(home, home.ole, "Ja")
    form = await home.ole.opens(home.own(home.ole), "Hvad skete der?")
    return submits(form, text="Det gav ro.")


# --- the fixed dates of the year --------------------------------------------------------------


async def yearly_form(home: House, verb: str, name: str = "") -> Form:
    data = {"data": {"verb": verb, "id": name, "msteams": {"type": "task/fetch"}}}
    form = await home.sara.invokes(home.own(home.sara), "task/fetch", data)
    assert isinstance(form, Form)
    return form


async def dated(home: House) -> None:
    """Sara leads, and is asked about new law two weeks before its day."""
    await led_by_sara(home)
    await done(home, await yearly_form(home, "yearly.set", "law"), on="on")
    await home.at("8.59", days=59)
    await home.at("9.01")


async def aided(home: House) -> None:
    await led_by_sara(home)
    await done(home, await yearly_form(home, "yearly.set", "first_aid"), on="on")
    await done(home, await yearly_form(home, "yearly.aid"), who="Sara Bay", day="2026-10-12")


@scenario("yearly.set")
async def _(home: House) -> Act:
    await led_by_sara(home)
    return submits(await yearly_form(home, "yearly.set", "law"), on="on")


@scenario("yearly.aid")
async def _(home: House) -> Act:
    await led_by_sara(home)
    return submits(await yearly_form(home, "yearly.aid"), who="Sara Bay", day="2027-03-01")


@scenario("yearly.done")
async def _(home: House) -> Act:
    await dated(home)
    return presses(home.sara, home.own(home.sara), "Det er gjort")


@scenario("yearly.skip")
async def _(home: House) -> Act:
    await dated(home)
    return presses(home.sara, home.own(home.sara), "Spring over denne gang")


@scenario("yearly.put")
async def _(home: House) -> Act:
    await dated(home)
    return submits(await home.sara.opens(home.own(home.sara), "Sæt på et møde"), who="Sara Bay")


@scenario("yearly.renew")
async def _(home: House) -> Act:
    await aided(home)
    await home.at("8.59", days=10)
    await home.at("9.01")
    form = await home.sara.opens(home.own(home.sara), "Det er fornyet")
    return submits(form, day="2028-10-12")
