"""At most one message a day that nobody asked for, whatever comes and however it is sent."""

import asyncio
import random
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import partial

import pytest
from sqlalchemy import event, func, select

from bot.kinds import Kind, Show
from bot.letters import build
from bot.limits import Limits
from bot.outbox import Outbox
from bot.sending import Accepted, Message, Never, Post, TryAgain, Unsure, Update
from dialogs import cards
from dialogs.calendar.days import USUAL, at_work, local_day
from dialogs.people.team import Absence
from storage import erasure, letters, outbox, people
from storage.outbox import LETTER, Priority, Stage, to_person
from storage.people import PERSONAL, Contact, Conversation
from storage.store import Store
from storage.tables import OutboxRow
from tests.databases import POSTGRESQL, databases
from tests.house import ZONE, Clock

TUESDAY = datetime(2026, 8, 4, 9, tzinfo=ZONE).astimezone(UTC)
PROMPT = "test.prompt"


@dataclass
class Line:
    """What stands in for Teams: it may ask to wait, or leave one in doubt."""

    clock: Clock
    fails: list[object] = field(default_factory=list)
    posts: list[tuple[datetime, str, str]] = field(default_factory=list)  # when, to whom, what
    shown: dict[str, str] = field(default_factory=dict)

    async def send(self, request):
        outcome = self.fails.pop(0) if self.fails else None
        if isinstance(outcome, (TryAgain, Never)):
            return outcome
        text = _text(request.message.card)
        match request:
            case Post(conversation=conversation):
                which = f"m{len(self.posts)}"
                self.posts.append((self.clock.time, conversation.id, text))
            case Update(activity_id=which):
                pass
        self.shown[which] = text
        return outcome or Accepted(id=which)

    def to(self, person_id: int) -> list[tuple[datetime, str]]:
        return [(at, text) for at, chat, text in self.posts if chat == f"chat-{person_id}"]


def _text(part) -> str:
    if isinstance(part, list):
        return " ".join(filter(None, map(_text, part)))
    if not isinstance(part, dict):
        return ""
    own = part.get("text") or part.get("title") or ""
    return " ".join(
        filter(None, [own, *(_text(part.get(k, [])) for k in ("body", "items", "actions"))])
    )


@dataclass
class Office:
    store: Store
    clock: Clock
    line: Line
    besides: list[Store] = field(default_factory=list)
    done: set[str] = field(default_factory=set)
    buttons: int = 1

    def __post_init__(self):
        self.begin()

    def begin(self):
        """The bot starts, once more."""
        self.outbox, *self.others = [self.bot(store) for store in (self.store, *self.besides)]

    def bot(self, store):
        kinds = {PROMPT: Kind(build=self.build), "test.broken": Kind(build=self.broken)}
        self.kinds = {**kinds, LETTER: Kind(build=partial(build, kinds=kinds))}
        return Outbox(
            store=store,
            sender=self.line,
            kinds=self.kinds,
            now=self.clock,
            real=self.clock,
            limits=Limits(self.clock, strict=False),
            zone=ZONE,
            jitter=lambda: 0.5,
        )

    def build(self, _session, entity, _now):
        if entity in self.done:
            return None
        buttons = [cards.press(f"Ja {n}", "v", id=entity) for n in range(self.buttons)]
        return Show(message=Message(card=cards.card([cards.line(f"({entity})")], buttons)))

    def broken(self, _session, _entity, _now):
        raise RuntimeError

    async def person(self, number: int) -> int:
        def met(session):
            who = people.meet(
                session, Contact(aad_id=f"a{number}", teams_id=f"t{number}", name=f"N{number}")
            )
            chat = Conversation(
                id=f"chat-{who.id}",
                kind=PERSONAL,
                service_url="http://x",
                tenant_id="t",
                bot_id="b",
                person_id=who.id,
            )
            people.note_conversation(session, chat)
            people.change_conversation(session, chat.id, person_id=who.id)
            return who.id

        return await self.store.write(met)

    async def want(self, person_id, *names, kind=PROMPT, until=None):
        for name in names:
            await self.store.write(
                partial(outbox.want, useful_until=until),
                *(kind, name, to_person(person_id), Priority.PROMPT, self.clock()),
            )

    async def at(self, there: datetime):
        """Looks every hour, as a heart would more often."""
        while self.clock.time < there:
            self.clock.time = min(there, self.clock.time + timedelta(hours=1))
            await self.outbox.drain()

    async def states(self) -> Counter:
        query = select(OutboxRow.state, func.count()).where(OutboxRow.kind != LETTER)
        found = await self.store.read(lambda s: s.execute(query.group_by(OutboxRow.state)).all())
        return Counter({state: count for state, count in found})


@pytest.fixture
async def office(tmp_path):
    store = Store(databases.url(tmp_path))
    await store.start()
    besides = [Store(databases.url(tmp_path))] if databases.kind == POSTGRESQL else []
    for each in besides:
        await each.start()
    clock = Clock(TUESDAY)
    yield Office(store=store, besides=besides, clock=clock, line=Line(clock))
    for each in (store, *besides):
        await each.close()


def local(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 8, day, hour, minute, tzinfo=ZONE).astimezone(UTC)


async def test_what_comes_together_leaves_together_and_the_next_the_next_morning(office):
    who = await office.person(1)
    await office.want(who, "a", "b")
    await office.outbox.drain()
    await office.want(who, "c")
    await office.at(local(4, 20))

    assert [text for _, text in office.line.to(who)] == ["To ting til dig (a) Ja 0 (b) Ja 0"]

    await office.at(local(5, 10))
    assert office.line.to(who)[1:] == [(local(5, 9), "(c) Ja 0")]


async def test_what_stands_already_is_updated_at_any_hour_and_in_its_letter(office):
    who = await office.person(1)
    await office.want(who, "a", "b")
    await office.outbox.drain()
    await office.at(local(4, 23))
    office.done.add("a")
    await office.want(who, "a")
    await office.outbox.drain()

    assert len(office.line.posts) == 1
    assert office.line.shown["m0"] == "(b) Ja 0"

    office.done.add("b")
    await office.want(who, "b")
    await office.outbox.drain()
    assert office.line.shown["m0"] == "Det her er der taget hånd om."


async def test_what_is_over_first_goes_first_where_there_is_no_room_for_all(office):
    who = await office.person(1)
    office.buttons = 3
    await office.want(who, "a", "b")
    await office.want(who, "soon", until=local(5, 9))
    await office.at(local(7, 9))

    assert [text.count("(") for _, text in office.line.to(who)] == [2, 1]
    assert "(soon)" in office.line.to(who)[0][1]
    assert "(b)" in office.line.to(who)[1][1]


async def test_one_that_cannot_be_built_or_is_not_needed_keeps_nothing_back(office):
    who = await office.person(1)
    office.done.add("done")
    await office.want(who, "x", kind="test.broken")
    await office.want(who, "done", "a")
    await office.outbox.drain()

    assert [text for _, text in office.line.to(who)] == ["(a) Ja 0"]
    assert await office.states() == {Stage.SENT: 1, Stage.DROPPED: 1, Stage.DEAD: 1}


async def test_a_letter_that_teams_will_not_take_before_the_day_ends_comes_the_next(office):
    who = await office.person(1)
    office.clock.time = local(4, 15)
    office.line.fails = [TryAgain(reason="429")]
    await office.want(who, "a", "b")
    await office.outbox.drain()
    await office.at(local(4, 23))

    assert office.line.posts == []
    assert await office.states() == {Stage.HELD: 2}
    await office.at(local(5, 10))
    assert [at for at, _ in office.line.to(who)] == [local(5, 9)]


async def test_a_letter_in_doubt_is_sent_once_more_and_both_act_on_the_same(office):
    who = await office.person(1)
    office.line.fails = [Unsure(reason="deadline")]
    await office.want(who, "a", "b")
    await office.outbox.drain()
    await office.at(local(4, 12))

    assert len(office.line.to(who)) == 2
    assert await office.states() == {Stage.SENT: 2}


async def test_a_letter_that_never_gets_there_ends_each_of_its_prompts(office):
    who = await office.person(1)
    told = []
    office.outbox.unreached = lambda session, person_id, now: told.append(person_id)
    office.line.fails = [Never(reason="403")]
    await office.want(who, "a", "b")
    await office.outbox.drain()

    assert await office.states() == {Stage.DEAD: 2}
    assert told == [who]

    await office.store.write(outbox.revive, to_person(who))  # the app is there now
    await office.outbox.drain()
    assert [text for _, text in office.line.to(who)] == ["To ting til dig (a) Ja 0 (b) Ja 0"]


async def test_a_letter_that_is_gone_from_the_chat_is_made_up_for_the_next_day(office):
    who = await office.person(1)
    await office.want(who, "a", "b")
    await office.outbox.drain()
    office.line.fails = [Never(reason="404", gone=True)]
    await office.want(who, "a")
    await office.outbox.drain()
    await office.at(local(5, 10))

    assert [text for _, text in office.line.to(who)][1:] == ["(a) Ja 0"]


async def test_wanted_once_more_while_the_letter_is_being_sent_it_is_shown_once_more(office):
    who = await office.person(1)
    await office.want(who, "a", "b")
    send = office.line.send

    async def changes_meanwhile(request):
        office.outbox.sender = office.line
        await office.want(who, "a")
        office.done.add("a")
        return await send(request)

    class Slow:
        async def send(self, request):
            return await changes_meanwhile(request)

    office.outbox.sender = Slow()
    await office.outbox.drain()

    assert len(office.line.posts) == 1
    assert office.line.shown["m0"] == "(b) Ja 0"


async def test_who_is_erased_leaves_nothing_that_waits(office):

    who = await office.person(1)
    await office.store.write(letters.be_quiet, who, date(2026, 8, 20))
    await office.want(who, "a")
    await office.outbox.drain()
    await office.store.write(partial(erasure.erase, asked=True, now=office.clock()), who)

    assert await office.states() == {}
    await office.at(local(21, 9))
    assert office.line.posts == []


async def test_what_waits_for_long_is_not_forgotten_and_a_past_quiet_is(office):
    who = await office.person(1)
    await office.store.write(letters.be_quiet, who, date(2026, 12, 1))
    await office.want(who, "a")
    await office.outbox.drain()
    later = TUESDAY + timedelta(days=110)
    await office.store.write(outbox.forget_before, later - timedelta(days=90))
    assert await office.states() == {Stage.HELD: 1}

    assert await office.store.write(letters.forget_quiet, date(2026, 11, 30)) == 0
    assert await office.store.write(letters.forget_quiet, date(2026, 12, 1)) == 1


@pytest.mark.only_on("sqlite")
async def test_an_idle_heart_asks_one_indexed_question(office):
    who = await office.person(1)
    await office.store.write(letters.be_quiet, who, date(2026, 12, 1))
    await office.want(who, *map(str, range(50)))
    await office.outbox.drain()

    def asked(session):
        said = []
        event.listen(session.get_bind(), "before_cursor_execute", lambda *a: said.append(a[2:4]))
        assert letters.next_held(session) > TUESDAY
        [(statement, values)] = [each for each in said if each[0].startswith("SELECT")]
        plan = session.connection().exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values)
        return " ".join(str(row) for row in plan)

    assert "ix_outbox_held_until" in await office.store.read(asked)


# --- whatever happens ------------------------------------------------------------------------


@pytest.mark.parametrize("seed", range(6))
async def test_over_random_weeks_nobody_is_disturbed_twice_a_day_and_nothing_is_lost(office, seed):
    """Prompts, quiet, absence, restarts, a second bot and a Teams that asks to wait, at random."""
    rng = random.Random(seed)
    team = [await office.person(n) for n in range(4)]
    quiet: dict[int, list[tuple[int, date | None]]] = defaultdict(list)
    absences: dict[int, list[tuple[int, Absence]]] = defaultdict(list)
    wanted: dict[str, int] = {}
    ends = TUESDAY + timedelta(days=24)
    while office.clock.time < ends:
        who = rng.choice(team)
        today = local_day(office.clock.time, ZONE)
        match rng.randrange(12):
            case 0:
                until = today + timedelta(days=rng.randrange(1, 9))
                await office.store.write(letters.be_quiet, who, until)
                quiet[who].append((len(office.line.posts), until))
            case 1:
                await office.store.write(letters.be_quiet, who, None)
                await office.store.write(letters.look_again, who, office.clock.time)
                quiet[who].append((len(office.line.posts), None))
            case 2:
                first = today + timedelta(days=rng.randrange(0, 4))
                gone = Absence(
                    person_id=who, first=first, last=first + timedelta(days=rng.randrange(5))
                )
                await office.store.write(people.add_absence, gone)
                absences[who].append((len(office.line.posts), gone))
            case 3:
                office.begin()
            case 4:
                office.done |= set(rng.sample(sorted(wanted), k=min(2, len(wanted))))
            case 5:
                office.line.fails += [TryAgain(reason="429")] * rng.randrange(5)
            case _:
                name = str(len(wanted))
                until = office.clock.time + timedelta(days=3) if rng.random() < 0.3 else None
                office.buttons = rng.randrange(5)
                await office.want(who, name, until=until)
                wanted[name] = who
        # On PostgreSQL another bot may look at the very same moment.
        await asyncio.gather(office.outbox.drain(), *(each.drain() for each in office.others))
        await office.at(office.clock.time + timedelta(minutes=rng.randrange(1, 400)))

    office.line.fails.clear()
    await office.at(office.clock.time + timedelta(hours=6))

    days = Counter((chat, local_day(at, ZONE)) for at, chat, _ in office.line.posts)
    assert days
    assert max(days.values()) == 1
    for number, (at, chat, _) in enumerate(office.line.posts):
        who, day = int(chat.removeprefix("chat-")), local_day(at, ZONE)
        assert at_work(at, USUAL, ZONE) == at
        said = [until for before, until in quiet[who] if before <= number]
        assert not said or said[-1] is None or said[-1] <= day
        known = [away for before, away in absences[who] if before <= number]
        assert not any(away.first <= day <= away.last for away in known)
    rows = await office.store.read(
        lambda s: s.execute(
            select(
                OutboxRow.entity, OutboxRow.state, OutboxRow.reason, OutboxRow.held_until
            ).where(OutboxRow.kind == PROMPT)
        ).all()
    )
    came = " ".join(text for _, _, text in office.line.posts)
    assert {row.entity for row in rows} == set(wanted)
    for entity, state, reason, held_until in rows:
        match state:
            case Stage.SENT:
                assert came.count(f"({entity})") == 1
            case Stage.DROPPED:
                assert entity in office.done
            case Stage.HELD:
                assert reason in {"hours", "today", "away", "quiet"}
                assert held_until > office.clock.time
            case _:
                raise AssertionError(state)
