"""The role matrix: every command, press and form × every role × every state, equal to the table.

What is tried comes from the switchboard's own tables, what is expected from the table of rights;
so nothing can be offered and left out. A real bot is brought to each state. Whoever the table
refuses hears a sentence of the table's, and the database stays as it was; whoever it allows
changes something, or is shown something, and then all is put back.
"""

import asyncio
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from functools import cache
from itertools import product
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import Column, Integer, Table, delete, func, insert, select, update

import bot.trying
from bot.call import Where
from bot.rehearsal.answers import Answer, Form
from bot.rehearsal.connector import Chat, Message, Person
from bot.rehearsal.people import CARD_ACTION
from dialogs.between import asking, whom
from dialogs.between.asking import Request
from dialogs.between.sharing import Share
from dialogs.calendar.period import Period
from dialogs.courses import themes
from dialogs.courses import wish as wish_rules
from dialogs.courses.themes import Theme
from dialogs.courses.wish import Track, Wish
from dialogs.handbook import glossary
from dialogs.learning.point import PointState
from dialogs.learning.practice import (
    Improvement,
    ImprovementKind,
    Practice,
    PracticeKind,
    PracticeState,
    What,
)
from dialogs.learning.pulse import QUESTIONS
from dialogs.learning.trying import Way
from dialogs.people import refused, rights
from dialogs.people.rights import TABLE, Action, Role, Standing, State
from dialogs.privacy.guard import mark
from dialogs.sparring import meeting as meetings
from dialogs.sparring import plan as plans
from dialogs.sparring.agenda import SHIPPED, AgendaName, PhaseName
from dialogs.sparring.case import CaseState, Kind
from dialogs.supervision.booking import Supervision, Wanted
from dialogs.tilsyn import rounds as audits
from dialogs.yearly import routine
from storage import (
    audit,
    between,
    course_after,
    courses,
    digests,
    handbook,
    improvement,
    learning,
    letters,
    occurrences,
    outbox,
    people,
    practice,
    rhythm,
    roles,
    sparring,
    supervision,
    tilsyn,
    trying,
    yearly,
)
from storage import calendar as stored_calendar
from storage.tables import (
    Base,
    CaseRow,
    ColleagueRequestRow,
    CourseWishRow,
    DirectoryEntryRow,
    ImprovementRow,
    InboxRow,
    LearningPointRow,
    LogEntryRow,
    MeetingRow,
    PersonRow,
    PracticeEventRow,
    PracticeRow,
    RoutineRoundRow,
    ShareRow,
    SupervisionRequestRow,
    SupervisionRow,
    SwapRow,
    TermRow,
    TilsynAgreementRow,
    TilsynPointRow,
    TilsynReviewRow,
    TilsynRoundRow,
)
from tests import house as houses
from tests.areas import AREAS
from tests.chaos.scenarios import PROPOSAL, QUESTION, READS, TAPS
from tests.databases import SQLITE
from tests.house import RITA, ZONE, House
from tests.rubbish import tidy_up

CAST = {
    Role.MEMBER: "Mette Dahl",
    Role.CASE_OWNER: "Ole Friis",
    Role.TIMEKEEPER: "Jens Krog",
    Role.CHAIR: "Sara Bay",
    Role.STAND_IN: "Sara Bay",
    Role.DEPUTY: "Bo Lund",
    Role.COORDINATOR: "Karen Holm",
    Role.LEADER: "Anne Vind",
    Role.LEADER_GROUP: "Lis Buhl",
    Role.CHEF: "Per Skov",
    Role.ADMINISTRATOR: RITA,
    Role.GUEST: "Gitte Gade",
    Role.OUTSIDER: "Zoe Ravn",
}
ROSTER = ("Karen Holm", "Bo Lund", "Ole Friis", "Mette Dahl", "Sara Bay", "Jens Krog", "Ida Juhl")
ALONE = (Role.LEADER, Role.ADMINISTRATOR)  # who press in a chat of their own
BEYOND = (Role.LEADER_GROUP, Role.CHEF, Role.ADMINISTRATOR, Role.GUEST, Role.OUTSIDER)
POINT = "Netværket blev spurgt for sent."  # nothing that would be taken for advice
DAY = houses.MONDAY.date()
PRIVATE = (
    *("status", "status.show", "log", "between.show_log", "between.fetch_log"),
    *("between.erase_line", "håndbog", "handbook.show", "handbook.file"),
    *("ledelsestilsyn", "tilsyn", "tilsyn.show", "tilsyn.agreements", "supervision.calendar"),
    *("courses.mine", "courses.withdraw", "courses.enrol", "courses.ready"),
    *("courses.team", "courses.card", "courses.decide", "courses.talks", "courses.give"),
    *("courses.round", "courses.sheet", "courses.orient", "courses.budget", "courses.areas"),
    *("calendar.subscribe", "calendar.unsubscribe"),
    *("courses.themes", "courses.theme", "courses.tell_themes"),
    *("courses.evaluation", "courses.evaluated", "courses.fairness"),
)
OWN = TABLE[Action.MINE].names  # whoever they are, and in no team as well
INBOX = InboxRow.__tablename__
TABLES = Base.metadata.sorted_tables  # made anew whenever it is asked for
TYPED, PRESSED, OPENED, HANDED_IN = "typed", "pressed", "opened", "handed in"
Data = Mapping[str, Any]
Rows = dict[str, Any]  # by table


@dataclass(frozen=True, slots=True)
class Act:
    """One thing that the switchboard offers."""

    name: str
    way: str

    @property
    def row(self) -> rights.Row:
        found = rights.row_of(self.name)
        assert found is not None, self.name
        return found

    @property
    def reads(self) -> bool:
        return self.way == OPENED or self.name in READS


OFFERED = [
    *(Act(word, TYPED) for area in AREAS for word in area.commands),
    *(Act(verb, PRESSED) for area in AREAS for verb in area.presses),
    *(Act(verb, way) for area in AREAS for verb in area.dialogs for way in (OPENED, HANDED_IN)),
]


def test_every_command_press_and_form_has_a_row_and_every_row_is_offered():
    offered = {act.name for act in OFFERED}
    assert offered == {name for row in TABLE.values() for name in row.names}


# What the table allows and the rule itself refuses, in its own words: it needs more than a role.
def needs_more(act: Act, role: Role, state: State) -> bool:
    match act.name:
        case "sparring.lead_today":
            return role in (Role.STAND_IN, Role.CHAIR, Role.CASE_OWNER)  # leads already; own case
        case "sparring.take_over":
            return role in (Role.STAND_IN, Role.CHAIR, Role.CASE_OWNER)
        case "people.use_team":
            return state is State.NO_TEAM or role is Role.LEADER  # which team; which chat
        case "people.new_team":
            return role is Role.LEADER
        case "privacy.erase":  # not while they lead, or while it is their case
            return state is State.RUNNING and role in (Role.CHAIR, Role.CASE_OWNER)
        case "between.erase_line":
            return act.way == HANDED_IN  # whose line: tests/bot/test_between.py
        case name if name.startswith("courses.") and name in PRIVATE and state is State.NO_TEAM:
            return True  # in a group: tests/bot/test_courses.py
        case "courses.shared" | "courses.waive":  # who was there, and who leads them
            return role not in (Role.CASE_OWNER, Role.LEADER)
        case "courses.decide" | "courses.talks" | "courses.give" if role is Role.LEADER_GROUP:
            return True  # where no leader could
        case "calendar.subscribe":
            return state is State.NO_TEAM  # where they ask in a group
        case "deciding.done":  # its owner, and those who decide
            return role not in (Role.DEPUTY, Role.COORDINATOR, Role.LEADER)
    if act.row.action is Action.ANSWER_YEARLY:  # whoever has it, and all who lead
        return role not in (Role.CASE_OWNER, Role.LEADER, Role.LEADER_GROUP)
    if act.row.action is Action.REVIEW_PRACTICE:  # the owner, and who leads
        return role not in (Role.CASE_OWNER, Role.COORDINATOR, Role.LEADER)
    return act.row.own and role is not Role.CASE_OWNER


# --- the stage -------------------------------------------------------------------------------


@dataclass
class Stage:
    """A house in one state, which can be put back there."""

    home: House
    state: State
    rows: Rows
    looked: Rows
    posted: Mapping[str, Mapping[str, Message]]
    seen: Rows  # at the latest look
    changes: int  # made until then, but for those that the inbox remembers
    wrong: list[str] = field(default_factory=list)
    tried: int = 0

    def who(self, role: Role) -> Person:
        return self.home.teams.person(CAST[role])

    def chat(self, act: Act, role: Role) -> Chat:
        private = act.name in PRIVATE and self.state is not State.NO_TEAM
        if role in ALONE or private or act.name in OWN:
            return self.home.own(self.who(role))
        name = "Kaffe" if self.state is State.NO_TEAM else "Team Øst"
        return next(chat for chat in self.home.teams.chats.values() if chat.name == name)

    async def look(self) -> Rows:
        """Most who are refused change nothing, and then there is nothing new to be seen."""
        changes = await self.home.bot.store.write(counted)
        if changes != self.changes:
            self.seen = await self.home.bot.store.read(looked)
            self.changes = changes
        return self.seen

    async def put_back(self) -> None:
        """Only what differs is written, for most acts change a row or two; what the inbox took it
        has always taken."""
        tidy_up()
        now = await self.look()
        other = [INBOX, *(name for name in now if now[name] != self.looked[name])]
        await self.home.bot.store.write(filled, self.rows, other)
        self.seen, self.changes = self.looked, await self.home.bot.store.write(counted)

    def leave(self) -> None:
        """What was said in passing is gone from the chats, with its buttons."""
        for chat in self.home.teams.chats.values():
            chat.posted = dict(self.posted.get(chat.id, {}))


def with_pseudonyms(session) -> None:
    """Everybody has one from their first link on, and who made it is not what is looked at."""
    for one in session.scalars(select(PersonRow.id)):
        audit.pseudonym(session, one)


async def staged(home: House, state: State) -> Stage:
    await home.bot.store.write(with_pseudonyms)
    seen = await home.bot.store.read(looked)
    return Stage(
        home=home,
        state=state,
        rows=await home.bot.store.read(dumped),
        looked=seen,
        seen=seen,
        changes=await home.bot.store.write(counted),
        posted={chat.id: dict(chat.posted) for chat in home.teams.chats.values()},
    )


def looked(session) -> Rows:
    """Everything that is stored, as the driver gives it; but not that a no was heard, which the
    inbox remembers."""
    driver = session.connection().connection.cursor()
    names = [table.name for table in TABLES if table.name != INBOX]
    return {name: sorted(map(repr, _all_of(driver, name))) for name in names}


def _all_of(driver: Any, name: str) -> list[Any]:
    driver.execute(f'SELECT * FROM "{name}"')  # noqa: S608
    return driver.fetchall()


def counted(session) -> int:
    """Rows ever changed by whoever writes, and it is one; the inbox only takes."""
    connection = session.connection().connection.dbapi_connection
    return connection.total_changes - session.scalar(select(func.count()).select_from(InboxRow))


def dumped(session, tables: Sequence[Table] = TABLES) -> Rows:
    return {
        table.name: {
            tuple(row[: len(table.primary_key)]): tuple(row)
            for row in session.execute(select(*_key_first(table)))
        }
        for table in tables
    }


@cache
def _key_first(table: Table) -> Sequence[Column[Any]]:
    return [*table.primary_key, *(c for c in table.columns if not c.primary_key)]


def filled(session, rows: Rows, names: Collection[str]) -> None:
    """What is still there first, so that nothing points any more at what is taken away then."""
    tables = [table for table in TABLES if table.name in names]
    now = dumped(session, tables)
    for table in tables:
        for key, row in rows[table.name].items():
            if now[table.name].get(key, row) != row:
                values = _named(table, row)
                session.execute(update(table).where(*_is(table, key)).values(values))
    for table in reversed(tables):
        for key in now[table.name].keys() - rows[table.name].keys():
            session.execute(delete(table).where(*_is(table, key)))
    for table in tables:
        missing = rows[table.name].keys() - now[table.name].keys()
        for key in missing:
            session.execute(insert(table).values(_named(table, rows[table.name][key])))


def _named(table: Table, row: tuple[Any, ...]) -> Data:
    return {column.name: value for column, value in zip(_key_first(table), row, strict=True)}


def _is(table: Table, key: tuple[Any, ...]) -> list[Any]:
    return [column == value for column, value in zip(table.primary_key, key, strict=True)]


async def moved_in(home: House) -> None:
    """A team with everybody in it, and everybody else known to the bot as what they are."""
    lis_and_others = [home.teams.person(CAST[role]) for role in BEYOND if role is not Role.GUEST]
    gitte = home.teams.guest(CAST[Role.GUEST])
    anne = home.teams.person(CAST[Role.LEADER])
    chat = home.teams.group_chat("Team Øst", *map(home.teams.person, ROSTER), gitte)
    karen = home.teams.person(CAST[Role.COORDINATOR])
    await home.teams.add_bot(chat, by=karen)
    await home.settle()
    for person in (anne, *lis_and_others, *map(home.teams.person, ROSTER)):
        await home.teams.add_bot(home.own(person), by=person)
        await person.says(home.own(person), "hej")
    await home.settle()
    kaffe = home.teams.group_chat("Kaffe", gitte, *lis_and_others)
    kaffe.bot_is_here = True  # and nobody has said which team it belongs to
    await home.teams.person(CAST[Role.OUTSIDER]).says(kaffe, "hej")
    chat.members += lis_and_others
    await home.bot.store.write(named, home.clock.time)


def person_id(session, name: str) -> int:
    return session.scalars(select(PersonRow.id).where(PersonRow.name == name)).one()


def named(session, now) -> None:
    team = people.team(session, 1)
    bo, anne, lis, per = (
        people.person(session, person_id(session, CAST[role]))
        for role in (Role.DEPUTY, Role.LEADER, Role.LEADER_GROUP, Role.CHEF)
    )
    nine = houses.MONDAY.astimezone(ZONE).replace(hour=9).time()
    led = replace(team, deputy=bo, leader=anne, weekday=1, starts_at=nine, booked=120)
    people.save_team(session, led, by=anne)
    sparring.schedule(session, led, now, ZONE)
    roles.name_holders(session, Role.LEADER_GROUP, [lis.id], now=now)
    roles.name_holders(session, Role.CHEF, [per.id], now=now)


async def onwards(home: House, state: State) -> None:
    """From the state before to this one. Ole has the case, Sara leads in Karen's and Bo's place,
    and Jens keeps the time."""
    karen, ole, sara, ida = (
        home.teams.person(name) for name in ("Karen Holm", "Ole Friis", "Sara Bay", "Ida Juhl")
    )
    match state:
        case State.PLANNED:
            await (await ole.opens(home.own(ole), "Tag en sag med")).submit(question=QUESTION)
            await home.at("9.00", days=1)
            await (await karen.opens(home.chat, "Ret sag og tid")).submit(timekeeper="Jens")
            await home.settle()
            await home.presses(sara, "Jeg leder i dag")
            await home.presses(ida, "Det er fint")
        case State.RUNNING:
            await home.presses(sara, "Start sparringen")
            await forward(home, sara, "Refleksionsrunde")
        case State.WINDOW:
            await forward(home, sara, "Afrunding")
            await home.presses(sara, "Afslut sparringen")
        case State.OVER:
            await home.at("13.00", days=1)


async def forward(home: House, chair: Person, title: str) -> None:
    while not home.chat.shown[-1].startswith(title):
        await home.presses(chair, "Næste fase")


# --- what is handed over ---------------------------------------------------------------------


# What hands out a link, in which its reader's pseudonym stands.
LINKED = frozenset(
    {"board.open", "courses.sheet", "between.fetch_log", "handbook.file", "supervision.calendar"}
)


def prepared(session, act: Act, now) -> None:
    """What must be there for the act to have something to be done with."""
    ole, ida = (person_id(session, name) for name in ("Ole Friis", "Ida Juhl"))
    if act.name in LINKED:
        for person in session.scalars(select(PersonRow.id)).all():
            audit.pseudonym(session, person)
    match act.name:
        case "sparring.clarity":
            to_phase(session, PhaseName.CLOSING, now)
        case "digests.pulse":
            week = now + timedelta(days=7)
            occurrences.plan(session, rhythm.PULSE_OVER, 1, "2026-Q3", week)
        case "digests.comment" | "digests.decline":
            made = Practice(team_id=1, text=POINT)
            practice.add(session, made, What.APPROVED, now)
            a_month = (now - timedelta(days=30), now + timedelta(days=1))
            digests.invite(session, 1, "2026-09", a_month)
        case "calendar.unsubscribe":
            for who in session.scalars(select(PersonRow.id)).all():
                stored_calendar.give_link(session, who, "1")
        case "quiet.end":
            for who in session.scalars(select(PersonRow.id)).all():
                letters.be_quiet(session, who, (now + timedelta(days=14)).date())
        case "sparring.resume" | "fortsæt":
            moved(session, meetings.pause, now)
        case "sparring.proposals":
            to_phase(session, PhaseName.RESPONSE, now)
        case "sparring.close" | "afslut" | "sparring.evaluate":
            to_phase(session, PhaseName.CLOSING, now)
        case "sparring.agree":
            who = people.named(session, 1, ida)
            moved(session, lambda meeting, _: meetings.take_over(meeting, who), now)
        case "sparring.agree_today":
            plan = sparring.plan(session, 1)
            if plan is not None and sparring.is_planned(session, 1):
                offers = people.named(session, 1, ida)
                sparring.save_plan(session, plan, replace(plan, offer=offers))
        case "sparring.second" | "sparring.keep":
            case_id = a_case(session, ida, CaseState.WAITING, now)
            sparring.after(session, 1, second_case_id=case_id)
            people.save_team(session, replace(people.team(session, 1), booked=10_000), by=None)
        case "sparring.withdraw":
            a_case(session, ole, CaseState.WAITING, now)
        case "sparring.question":
            a_case(session, ole, CaseState.WAITING, now)
            session.execute(update(CaseRow).values(kind=Kind.CASE))  # else the leader accepted it
        case "sparring.go_on" if sparring.meeting(session, 1) is not None:
            where = sparring.place_of(session, 1)
            asked = ("sparring.postpone", "1-t1")
            outbox.want(session, *asked, outbox.to_chat(where), outbox.Priority.LINE, now)
            there = outbox.Posted(conversation_id=where, activity_id="1")
            outbox.note_posted(session, *asked, there)
        case "sparring.answer":
            a_case(session, ole, CaseState.ASKED_BACK, now)
        case "sparring.as_case":
            a_case(session, ole, CaseState.DECLINED, now)
        case "sparring.accept" | "sparring.decline" | "sparring.ask_back":
            a_case(session, ole, CaseState.REQUESTED, now)
        case "sparring.swap_answer":
            sparring.add_swap(session, 1, ida, ole, now)
        case _ if act.row.action in OF_THE_WAY:
            on_the_way(session, act, now)
        case "principles.write" | "principles.none":
            session.execute(update(CaseRow).values(kind=Kind.PRINCIPLE))
            to_phase(session, PhaseName.CLOSING, now)
        case name if name.startswith("principles."):
            a_practice(session, act, people.named(session, 1, ole), now)
        case "trying.answer" | "trying.tell" if sparring.meeting(session, 1) is not None:
            a_question(session, act, ida, ole, now)
        case "between.unshare" | "between.shared":
            a_share(session, ole, None, now)
        case "between.share_day":
            a_share(session, ole, now.date(), now)
        case "between.answer" | "between.became":
            asker, asked = (ole, ida) if act.name == "between.became" else (ida, ole)
            a_request(session, asker, asked, became=act.name == "between.became", now=now)
        case _ if act.row.action is Action.ANSWER_YEARLY:
            a_round(session, act, ole, now)
        case "between.entries":
            who = people.person(session, ole)
            between.add_entry(session, whom.entry(1, whom.Role.KNOWS, "samvær", who, "", ""))
        case "between.erase_line" if act.way == OPENED:
            for person in session.scalars(select(PersonRow.id)).all():
                between.add_line(session, person, POINT, now)
        case name if act.row.action in OF_A_WISH or name == "courses.orient":
            a_wish(session, people.person(session, ole), name, now)
        case _ if act.row.action is Action.AFTER_COURSE:
            after_a_course(session, people.person(session, ole), act.name, now)
        case "courses.tell_themes":
            year = courses.year(session, ROUND_YEAR)
            courses.save_year(session, replace(year, told_at=now))
            theme = Theme(
                year=ROUND_YEAR,
                title=POINT,
                where=themes.Where.STAFF,
                partner=wish_rules.Partner.OWN,
            )
            course_after.save_theme(session, theme, now, ZONE)
        case "between.fetch_log" | "handbook.file":
            for person in session.scalars(select(PersonRow.id)).all():
                between.add_line(session, person, POINT, now)
        case name if name.startswith("supervision."):
            a_supervision(session, act, ida, now)
        case name if name.startswith("tilsyn."):
            a_tilsyn(session, act, ole, now)
        case "handbook.take" | "handbook.not_now" | "handbook.remove" | "handbook.proposals":
            term_id = handbook.add_term(session, glossary.term(1, "ramme", POINT), ole)
            if act.name == "handbook.remove":
                handbook.decide(session, term_id, glossary.TermState.TAKEN)


OF_A_WISH = (Action.OWN_WISH, Action.LEAD_WISHES)
ROUND_YEAR = DAY.year  # the one that is decided on at this time of the year
A_WISH = {
    "kind": "course",
    "title": "Samtaler med små børn",
    "why": "Det bliver der brug for.",
    "area": "talks",
    "price": "0",
    "days": "1",
}
STANDS = {
    "courses.enrol": (Track.AT_ONCE, wish_rules.State.GRANTED),
    "courses.give": (Track.ROUND, wish_rules.State.PRIORITISED),
    "courses.orient": (Track.ROUND, wish_rules.State.GRANTED),
}


def a_wish(session, who, name: str, now) -> None:
    """Ole's: as far as the act needs it to be."""
    track, state = STANDS.get(name, (Track.AT_ONCE, wish_rules.State.WISHED))
    wish = Wish(
        who=who,
        team_id=1,
        year=ROUND_YEAR,
        kind=wish_rules.Kind.COURSE,
        track=track,
        title="Samtaler med små børn",
        why=POINT,
        area="talks",
        state=state,
        decision=wish_rules.Decision.GRANT if state is not wish_rules.State.WISHED else None,
    )
    courses.add_wish(session, wish, now)


def after_a_course(session, who, name: str, now) -> None:
    """Ole has been on it, or is to go."""
    wish = Wish(
        who=who,
        team_id=1,
        year=ROUND_YEAR,
        kind=wish_rules.Kind.COURSE,
        track=Track.AT_ONCE,
        title="Samtaler med små børn",
        why=POINT,
        area="talks",
        state=wish_rules.State.ENROLLED,
        starts_on=DAY,
        ends_on=DAY,
    )
    wish_id = courses.add_wish(session, wish, now)
    if name not in ("courses.completed", "courses.ends_later"):
        course_after.completed(session, courses.wish(session, wish_id), now, ZONE)


OF_THE_WAY = (
    *(Action.OWN_POINT, Action.DECIDE, Action.READ_PRACTICE),
    *(Action.CHANGE_PRACTICE, Action.FINISH_IMPROVEMENT),
)
STATES = {
    "learning.answer": PointState.CLARIFYING,
    "learning.rewrite": PointState.DECLINED,
    "learning.take_up": PointState.DECLINED,
    "learning.missing": PointState.MERGED,
}


def on_the_way(session, act: Act, now) -> None:
    """Ole's own learning point, a practice of the team, and something that is to be improved."""
    ole, ida, karen = (person_id(session, n) for n in ("Ole Friis", "Ida Juhl", "Karen Holm"))
    kept = Practice(team_id=1, text="Sådan gør vi det.")
    practice_id = practice.add(session, kept, What.APPROVED, now)
    point_id = learning.add(
        session,
        text="Noget, vi lærte.",
        author_id=ole,
        team_id=1,
        meeting_id=None,
        now=now,
        practice_id=practice_id if act.name == "learning.missing" else None,
    )
    if act.name in STATES:
        point = learning.get(session, point_id)
        assert point is not None
        learning.settle(session, point, STATES[act.name], people.person(session, karen), now)
    improved = Improvement(
        team_id=1,
        practice_id=practice_id,
        kind=ImprovementKind.METHOD,
        text="En vejledning.",
        owner=people.person(session, ida),
        due_on=now.date(),
    )
    improvement.add(session, improved, now)


def a_practice(session, act: Act, owner, now) -> None:
    """Waiting for the leader's answer, sent back, or valid: as the act needs it."""
    awaits = act.name in ("principles.confirm", "principles.amend", "principles.back")
    sent_back = act.row.action is Action.REWRITE_PRINCIPLE
    fresh = Practice(
        kind=PracticeKind.PRINCIPLE,
        state=PracticeState.AWAITING if awaits or sent_back else PracticeState.VALID,
        team_id=1,
        text=POINT,
        owner=owner,
        valid_from=DAY,
        review_on=DAY.replace(year=DAY.year + 1),
    )
    practice_id = practice.add(session, fresh, What.PROPOSED if awaits else What.CONFIRMED, now)
    if sent_back:
        practice.note(session, practice_id, What.ASKED_BACK, now, reason=POINT, text=POINT)


def a_question(session, act: Act, author: int, owner: int, now) -> None:
    """Asked, and for telling more answered as well."""
    values = {"text": PROPOSAL, "author_id": author, "team_id": 1, "meeting_id": 1}
    learning.add(session, **values, now=now)
    point_id = session.scalar(select(func.max(LearningPointRow.id)))
    address = outbox.to_person(owner)
    outbox.want(session, bot.trying.QUESTION, f"1-{point_id}-1", address, 5, now)
    occurrences.plan(session, trying.REMIND, 1, str(point_id), now + timedelta(days=7))
    if act.name == "trying.tell":
        trying.add(session, point_id, Way.YES, now)


def a_round(session, act: Act, taker: int, now) -> None:
    """A fixed date that is Ole's this time."""
    aid = act.name == "yearly.renew"
    kind = routine.Kind.FIRST_AID if aid else routine.Kind.LAW
    who = people.person(session, taker)
    yearly.save(session, replace(routine.SHIPPED[kind], on=True), now, ZONE)
    about = who if aid else None
    each = routine.Round(kind=kind, key="2026-Q4", day=DAY, taker=who, about=about)
    yearly.begin(session, each, now, ZONE)


def a_share(session, who: int, day, now) -> None:
    share = Share(team_id=1, who=people.person(session, who), text=POINT, on=day)
    between.add_share(session, share, now)


def a_request(session, asker: int, asked: int, *, became: bool, now) -> None:
    request = Request(
        team_id=1,
        kind=asking.Kind.SPARRING,
        asker=people.person(session, asker),
        asked=people.person(session, asked),
    )
    request_id = between.add_request(session, request, now)
    if became:
        between.answer_request(session, request_id, asking.State.AGREED)


def a_supervision(session, act: Act, asker: int, now) -> None:
    days = timedelta(days=-2 if act.name == "supervision.held" else 30)
    if act.name not in ("supervision.book", "supervision.again", *LEFT_OUT):
        at = now + days
        there = Supervision(team_id=1, quarter=Period.quarter(at.date()), at=at)
        supervision.book(session, there)
    if act.name in ("supervision.answer", "supervision.decline"):
        wanted = Wanted(team_id=1, asker=people.person(session, asker))
        supervision.want(session, wanted, now)


LEFT_OUT = TABLE[Action.LEAVE_OUT_SUPERVISION].names


def a_tilsyn(session, act: Act, ole: int, now) -> None:
    if act.name == "tilsyn.show":
        return
    plan = audits.Plan(team_id=1)
    tilsyn.save_plan(session, plan)
    of = tilsyn.begin(session, plan, Period.quarter(now.date()))
    who, leader = people.person(session, ole), people.team(session, 1).leader
    if act.name in ("tilsyn.book", "tilsyn.talked"):
        tilsyn.tick(session, of, who, leader, DAY, 1)
    if act.name in ("tilsyn.topic", "tilsyn.not_now", "tilsyn.improve"):
        for _ in range(3):
            tilsyn.count(session, of.id, "Børnesamtalen")
    if act.name == "tilsyn.followed":
        made = audits.Agreement(
            team_id=1, who=who, leader_id=None, text=POINT, follow_up=now.date()
        )
        tilsyn.agree(session, made)


def about_tilsyn(newest: Mapping[type[Base], int], act: Act) -> str:
    """What the button names, besides the team."""
    row = {
        "tilsyn.book": TilsynReviewRow,
        "tilsyn.talked": TilsynReviewRow,
        "tilsyn.need": TilsynRoundRow,
        "tilsyn.no_need": TilsynRoundRow,
        "tilsyn.topic": TilsynPointRow,
        "tilsyn.not_now": TilsynPointRow,
        "tilsyn.improve": TilsynPointRow,
        "tilsyn.followed": TilsynAgreementRow,
    }.get(act.name)
    return f"1:{newest[row]}" if row else "1"


def about_supervision(newest: Mapping[type[Base], int], act: Act) -> str:
    if act.name in ("supervision.book", "supervision.again", *LEFT_OUT):
        return "1:2026-Q4"
    asked = act.name in ("supervision.answer", "supervision.decline")
    row = SupervisionRequestRow if asked else SupervisionRow
    return f"1:{newest[row]}"


def a_case(session, owner: int, state: CaseState, now) -> int:
    return sparring.add_case(
        session,
        team_id=1,
        owner_id=owner,
        kind=Kind.PRINCIPLE,
        state=state,
        question=QUESTION,
        now=now + timedelta(hours=1),  # after the one of the state itself
    )


def moved(session, rule: Callable[..., meetings.Step], now) -> None:
    meeting = sparring.meeting(session, 1)
    if meeting is not None and meeting.is_open:
        sparring.save(session, meeting, rule(meeting, now)[0])


def to_phase(session, phase: PhaseName, now) -> None:
    while (meeting := sparring.meeting(session, 1)) and meeting.is_open and meeting.phase != phase:
        moved(session, meetings.next_phase, now)


def handed_over(session, act: Act, now) -> Data:
    """Everything that the card or form of this act would send, as true as can be."""
    newest = newest_ids(session)
    turn = session.scalar(select(MeetingRow.turn).where(MeetingRow.id == 1)) or 1
    ole, mette, ida = (person_id(session, n) for n in ("Ole Friis", "Mette Dahl", "Ida Juhl"))
    at = plans.next_session(people.team(session, 1), now, ZONE)
    assert at is not None
    point_id, practice_id, event = (
        newest[row] for row in (LearningPointRow, PracticeRow, PracticeEventRow)
    )
    joined = f"{point_id}:{practice_id}:{practice.version(session, practice_id)}"
    named_: dict[Action, str] = {
        Action.OWN_POINT: f"{point_id}-declined-1",
        Action.DECIDE: joined if act.name == "deciding.join" else str(point_id),
        Action.READ_PRACTICE: str(practice_id),
        Action.CHANGE_PRACTICE: str(practice_id),
        Action.FINISH_IMPROVEMENT: str(newest[ImprovementRow]),
        Action.REWRITE_PRINCIPLE: f"{practice_id}-{event}",
        Action.CONFIRM_PRINCIPLE: f"{practice_id}-{event}-1",
        Action.REVIEW_PRACTICE: f"{practice_id}-{DAY.year + 1}{DAY:%m%d}-1-{ole}",
        Action.TRY: f"1-{point_id}-1",
        Action.OWN_CASE: str(newest[CaseRow]),
        Action.ANSWER_PRINCIPLE: str(newest[CaseRow]),
        Action.OWN_TURN: f"1-{ole}-t{int(at.timestamp())}",
        Action.ANSWER_SWAP: str(newest[SwapRow]),
        Action.CONSENT: f"1-{turn}",
        Action.CLARITY: "1-after",
        Action.PULSE: "1:2026-Q3",
        Action.LOOK_AT_SEASON: f"{DAY:%Y-%m}",
        Action.APPROVE_SEASON: f"{DAY:%Y}",
        Action.COMMENT: "1:2026-09",
        Action.PICK_TOPIC: "1:guideline=missing",
        **{action: str(newest[row]) for action, row in NAMED.items()},
        Action.BRING_THEME: about_supervision(newest, act),
        Action.BOOK_SUPERVISION: about_supervision(newest, act),
        Action.LEAVE_OUT_SUPERVISION: about_supervision(newest, act),
        Action.KEEP_TILSYN: about_tilsyn(newest, act),
        Action.OWN_AGREEMENT: about_tilsyn(newest, act),
    }
    dates = {"valid_from": DAY.isoformat(), "review_on": f"{DAY.year + 1}-{DAY:%m-%d}"}
    own = {
        "principles.write": {"id": "1-0", **dates},
        "principles.amend": dates,
        "principles.rewrite": {"text": QUESTION, **dates},
        "principles.change": {"text": QUESTION},
        **{f"principles.{verb}": {"reason": POINT} for verb in ("back", "end", "withdraw")},
        "trying.answer": {"way": "yes"},
        "sparring.note": {"way": "yes"},
        "sparring.reached": {"way": "no"},
        "sparring.clarity": {"step": 7},
        "digests.pulse": dict.fromkeys(QUESTIONS, "3"),
        "sparring.consent": {"way": "given"},
        "sparring.swap_answer": {"way": "yes"},
        "sparring.agree": {"who": ida},
        "sparring.swap": {"with": mette},
        "sparring.bring": {"question": QUESTION},
        "sparring.question": {"question": POINT},
        "sparring.bring_to": {"text": QUESTION},
        "sparring.prepare": {"present": "4"},
        "sparring.park": {"proposal": PROPOSAL},
        "sparring.timeline": {"text": "nu: går ikke i skole", "seen": mark([""])},
        "sparring.genogram": {"text": "mor 38; barn 12", "seen": mark([""])},
        "sparring.genogram_step": {"step": "person", "role": "mor", "seen": mark([""])},
        "sparring.checklist": {"again": "yes"},
        "sparring.evaluate": TAPS,
        "learning.write": {"text": POINT},
        "learning.park": {"id": "1:1", "text": PROPOSAL},
        "learning.keep": {"id": "1:1", "text": POINT},
        "learning.advice": {"id": "1:1", "text": POINT, "as": "point"},
        "learning.save": {"text": POINT},
        "learning.prevent": {"prevents": "En tjekliste."},
        "learning.answer": {"answer": "Ja.", "text": POINT},
        "deciding.approve": {"owner": str(ole)},
        "deciding.merge": {"practice": str(practice_id)},
        "deciding.decline": {"reason": "Det er kun den ene sag."},
        "deciding.clarify": {"reason": "Gælder det altid?"},
        "deciding.withdraw": {"reason": "Loven er ændret."},
        "deciding.improve": {
            "kind": "method",
            "owner": str(ole),
            "due_on": (now.astimezone(ZONE).date() + timedelta(days=9)).isoformat(),
        },
        "people.settings": {"name": "Team Nordøst", "booked": "90"},
        "people.phases": {"id": f"1:{AgendaName.SINGLE_CASE}", **boxes()},
        "people.lists": {"topics": "Samvær\nTvivl"},
        "people.roles": {"chef": ""},
        "calendar.settings": {"weeks": "42"},
        "between.share": {"text": PROPOSAL},
        "between.share_to": {"text": PROPOSAL},
        "between.share_day": {"day": (now.date() + timedelta(days=7)).isoformat()},
        "between.ask": {"who": ida, "reason": ""},
        "between.answer": {"way": "yes"},
        "between.became": {"way": "yes"},
        "between.entry": {"who": ole, "topics": "samvær"},
        "between.entries": {"entry": str(newest[DirectoryEntryRow]), "as": "remove"},
        "between.erase_line": {"id": "", "line": str(newest[LogEntryRow])},
        "yearly.set": {"id": "funding", "on": "on", "every": "half", "month": "2", "day": "1"},
        "yearly.aid": {"who": ole, "day": f"{DAY.year + 1}-{DAY:%m-%d}"},
        "yearly.renew": {"day": f"{DAY.year + 1}-{DAY:%m-%d}"},
        "yearly.put": {"who": ole, "teams": "1"},
        **{
            key: {"day": a_monday(now), "clock": "09:00"}
            for key in ("supervision.book", "supervision.move", "supervision.answer")
        },
        "supervision.request": {"id": ""},
        "supervision.decline": {"reply": POINT},
        "tilsyn.plan": {"every": "month", "cases": "2"},
        "tilsyn.tick": {"who": ole, "day": DAY.isoformat(), "cases": "1"},
        "tilsyn.book": {
            "who": str(newest[TilsynReviewRow]),
            "day": a_monday(now),
            "clock": "09:00",
        },
        "tilsyn.talked": {
            "who": str(newest[TilsynReviewRow]),
            "day": DAY.isoformat(),
            "text": "",
        },
        "tilsyn.improve": {"owner": str(ole), "due_on": a_monday(now)},
        "handbook.propose": {"word": "tryghed", "meaning": POINT},
        "handbook.remove": {"term": str(newest[TermRow])},
        "courses.wish": {"id": "", **A_WISH},
        "courses.ends_later": {"last": (DAY + timedelta(days=90)).isoformat()},
        "courses.how": {"how": "case"},
        "courses.waive": {"reason": POINT},
        "courses.theme": {"title": POINT},
        "courses.evaluated": {"id": ROUND_YEAR},
        "courses.ready": {"id": ROUND_YEAR + 1},
        "courses.enrol": {"first": f"{DAY.year + 1}-01-04", "last": f"{DAY.year + 1}-01-05"},
        "courses.decide": {"decision": "refuse", "reason": POINT},
        "courses.talks": {"id": "", "booked": str(mette), "planned": ""},
        "courses.give": {"id": str(ole)},
        "courses.budget": {"year": str(ROUND_YEAR), "budget": "1000", "reserve": "100"},
        "courses.areas": {"area": "", "title": "Plejefamilier", "group": "all"},
        "quiet.until": {"until": (now + timedelta(days=14)).astimezone(ZONE).date().isoformat()},
        "people.absence": {"first": now.astimezone(ZONE).date().isoformat()},
    }
    usual = {"id": named_.get(act.row.action, "1"), "turn": turn, "text": POINT}
    if act.row.action is Action.ABSENCE:
        usual = {"text": ""}
    return {"verb": act.name, "nonce": str(uuid4()), **usual, **own.get(act.name, {})}


NUMBERED: Sequence[type[Base]] = [
    mapper.class_
    for mapper in Base.registry.mappers
    if "id" in mapper.columns and isinstance(mapper.columns["id"].type, Integer)
]
NEWEST = select(*(select(func.max(row.id)).scalar_subquery() for row in NUMBERED))


def newest_ids(session) -> Mapping[type[Base], int]:
    """1, where there is none."""
    found = session.execute(NEWEST).one()
    return {row: newest or 1 for row, newest in zip(NUMBERED, found, strict=True)}


NAMED = {
    Action.OWN_WISH: CourseWishRow,
    Action.AFTER_COURSE: CourseWishRow,
    Action.LEAD_WISHES: CourseWishRow,
    Action.OWN_SHARE: ShareRow,
    Action.TICK_SHARE: ShareRow,
    Action.ANSWER_COLLEAGUE: ColleagueRequestRow,
    Action.DECIDE_TERM: TermRow,
    Action.ANSWER_YEARLY: RoutineRoundRow,
}


def a_monday(now) -> str:
    """In the quarter after that of what is there already."""
    day = now.astimezone(ZONE).date() + timedelta(days=98)
    return (day - timedelta(days=day.weekday())).isoformat()


def boxes() -> Data:
    agenda = SHIPPED[AgendaName.SINGLE_CASE]
    minutes = {str(p.name): str(int(p.timebox.total_seconds() // 60)) for p in agenda.phases}
    return {**minutes, "spare": "4", "cap": "60"}


WORDS = {
    "del": f"del {PROPOSAL}",
    "log": f"log {PROPOSAL}",
    "sag": f"sag {QUESTION}",
    "læring": f"læring {POINT}",
}


async def done(stage: Stage, act: Act, role: Role, data: Data) -> Answer:
    """The answer; to what is typed, what is said in the chat."""
    who, chat = stage.who(role), stage.chat(act, role)
    match act.way:
        case "typed":
            before = len(chat.messages)
            await who.says(chat, WORDS.get(act.name, act.name))
            await stage.home.bot.speaker.settle()
            said = "\n".join(text for each in chat.messages[before:] for text in each.texts)
            return Answer(status=200, kind="message", text=said)
        case "pressed":
            action = {"type": "Action.Execute", "verb": act.name, "data": dict(data)}
            value = {"action": action, "trigger": "manual"}
            return await who.invokes(chat, CARD_ACTION, value)
        case way:
            name = "task/fetch" if way == OPENED else "task/submit"
            return await who.invokes(chat, name, {"data": dict(data)})


# --- the matrix ------------------------------------------------------------------------------


def sentences(session) -> set[str]:
    """Everything that the table can say no with, in this house."""
    team = people.team(session, 1)
    meeting = sparring.meeting(session, 1)
    ahead = (None, sparring.plan(session, 1))
    mette = people.person(session, person_id(session, "Mette Dahl"))
    found = set()
    for role in Role:
        who = mette
        if role is not Role.GUEST:
            who = people.named(session, 1, person_id(session, CAST[role]))
        for row, state, plan, missing in product(TABLE.values(), State, ahead, (False, True)):
            standing = Standing(
                who=who,
                roles=frozenset({role}),
                state=state,
                team=None if state is State.NO_TEAM else team,
                plan=plan,
                meeting=meeting,
                missing=missing,
            )
            found.add(said(refused.refusal(row, standing)))
    return found | {said(refused.outsider(None)), said(refused.outsider(team))}


def said(why) -> str:
    return next(text for area in AREAS if (text := area.refusal(why)))


def expected(act: Act, role: Role, state: State) -> bool:
    found = {role} if role in (*BEYOND, Role.LEADER) else {role, Role.MEMBER}
    if role is Role.CHAIR:
        found.add(Role.STAND_IN)  # as which she started
    if role is Role.ADMINISTRATOR:  # in their own chat, in no team, and every team is theirs
        in_no_team = act.row.about is rights.About.PLACE
        state = State.NO_TEAM if in_no_team else max(state, State.NOTHING, key=[*State].index)
    if role in BEYOND and act.name in OWN:
        state = State.NO_TEAM
    return act.row.allows(found, state) and not needs_more(act, role, state)


def present(state: State) -> Sequence[Role]:
    """The roles that there are in a state."""
    if state is State.NO_TEAM:
        return BEYOND
    leads_today = {State.NOTHING: set(), State.PLANNED: {Role.STAND_IN}}.get(state, {Role.CHAIR})
    return [role for role in Role if role not in {Role.STAND_IN, Role.CHAIR} - leads_today]


def made_ready(session, act: Act, now) -> Data:
    prepared(session, act, now)
    return handed_over(session, act, now)


async def try_refused(
    stage: Stage, act: Act, refused_: Sequence[Role], noes: Collection[str]
) -> None:
    data = await stage.home.bot.store.write(made_ready, act, stage.home.clock.time)
    before = await stage.look()
    if act.way == TYPED:  # one chat says one thing at a time
        answers = [await done(stage, act, role, data) for role in refused_]
    else:
        answers = await asyncio.gather(*(done(stage, act, role, data) for role in refused_))
    for role, answer in zip(refused_, answers, strict=True):
        if isinstance(answer, Form) and act.way == OPENED:
            stage.wrong.append(f"{stage.state} {act} {role}: was shown a form")
        elif "\n".join(answer.texts) not in noes and not has_other_words(stage, act, role):
            stage.wrong.append(f"{stage.state} {act} {role}: heard {answer.texts}")
    after = await stage.look()
    if after != before:
        stage.wrong.append(f"{stage.state} {act}: one of {refused_} changed something")
    await stage.put_back()


def has_other_words(stage: Stage, act: Act, role: Role) -> bool:
    """Refused by the rule itself; or for the place, before the table is asked."""
    allowed = act.row.allows({role, Role.MEMBER}, stage.state)
    in_group_only = act.way == TYPED and any(
        area.commands[act.name].where is Where.GROUP for area in AREAS if act.name in area.commands
    )
    return allowed or (in_group_only and role in ALONE)


async def try_allowed(stage: Stage, act: Act, role: Role, noes: Collection[str]) -> None:
    data = await stage.home.bot.store.write(made_ready, act, stage.home.clock.time)
    before = await stage.look()
    answer = await done(stage, act, role, data)
    after = await stage.look()
    if "\n".join(answer.texts) in noes:
        stage.wrong.append(f"{stage.state} {act} {role}: refused with {answer.texts}")
    elif act.way == OPENED and not isinstance(answer, Form):
        stage.wrong.append(f"{stage.state} {act} {role}: no form but {answer.texts}")
    elif (after != before) == act.reads:
        stage.wrong.append(f"{stage.state} {act} {role}: did not what it does: {answer.texts}")
    await stage.put_back()


async def tried(home: House, state: State) -> Stage:
    stage = await staged(home, state)
    noes = await home.bot.store.read(sentences)
    for act in OFFERED:
        who = present(state)
        allowed = [role for role in who if expected(act, role, state)]
        stage.tried += len(who)
        await try_refused(stage, act, [role for role in who if role not in allowed], noes)
        for role in allowed:
            await try_allowed(stage, act, role, noes)
    stage.leave()
    print(f"{state}: {stage.tried} cells, {len(stage.wrong)} differ from the table")
    return stage


@pytest.mark.only_on(SQLITE)  # who may do what is no question of the database
async def test_the_role_matrix_is_the_written_table(tmp_path):
    async with houses.house(tmp_path, names=()) as home:
        await moved_in(home)
        wrong = []
        for state in State:  # in the order in which a team goes through them
            await onwards(home, state)
            wrong += (await tried(home, state)).wrong

    assert not wrong, "\n".join(wrong)
