"""A team that does everything in any order, on a bot that dies, stands still, and comes again, and
at a Teams that fails (row 26).

The machine draws its steps with hypothesis, so a seed decides everything that the machine decides,
and what fails shrinks to a short list of steps. It does nothing that people and machines could not
do; what it holds them against is in `machine_model`.
"""

import asyncio
import gc
import logging
import shutil
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any, ClassVar

import pysqlite3.dbapi2
from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import Engine, NullPool, QueuePool, create_engine, text

from bot.rehearsal.connector import Answer, Chat, Form, FormRefused, Message, Person, Teams
from bot.rehearsal.shown import Json, NoSuchButton, actions, find_action
from dialogs.learning import words as learning_words
from dialogs.people.person import Person as Known
from dialogs.people.person import first_name
from dialogs.sparring import meeting as rules
from dialogs.sparring import words
from dialogs.sparring.agenda import PhaseName
from dialogs.sparring.case import CaseState
from dialogs.sparring.meeting import Meeting
from storage import migrate
from tests import postgres
from tests.chaos.experiment import Experiment
from tests.chaos.machine_bots import Fate, Loop, Place, Trouble, new_loop, points
from tests.chaos.machine_model import (
    NOTHING_YET,
    ZONE,
    Broken,
    Model,
    Promise,
    Seen,
    after,
    forgotten_texts,
    is_a_step,
    is_away,
    look,
    must,
)
from tests.databases import POSTGRESQL, SQLITE
from tests.house import NAMES, Clock

SOON = timedelta(seconds=10)  # a chat that Teams asked to spare may be held, whatever is due
STEPS = 80  # in one life of a team
REST = 40  # retries that come due, before it is said that the outbox never comes to rest
LEADERS, TEAM = ("Karen", "Bo"), tuple(name.split()[0] for name in NAMES)
NEWCOMERS = ("Anne Vind", "Ida Juhl")
TYPED = {
    "næste": "sparring.next",
    "fortryd": "sparring.undo",
    "pause": "sparring.pause",
    "fortsæt": "sparring.resume",
    "+2": "sparring.extend",
    "afslut": "sparring.close",
}
STARTS = ("sparring.start", "sparring.start_short", "sparring.start_now", "sparring.second")
READS = ("sparring.queue", "sparring.how", "people.show_settings", "status.show")
PARKING = (PhaseName.CLARIFYING, PhaseName.REFLECTION)
WITH_TROUBLE = st.sampled_from(list(Trouble))
anybody = st.sampled_from(TEAM)
leaders = st.sampled_from((*LEADERS, *LEADERS, "Mette"))


@dataclass(kw_only=True)
class Ground:
    """What one batch has in common."""

    kind: str
    folder: Path
    loop: Loop
    cluster: postgres.Cluster | None = None
    counts: Counter[str] = field(default_factory=Counter)
    lives: int = 0
    told: list[str] = field(default_factory=list)  # the steps of the first failure
    errors: list[logging.LogRecord] = field(default_factory=list)

    def database(self) -> str:
        """A new one, migrated, with nothing in it."""
        self.lives += 1
        name = f"life{self.lives}"
        if self.cluster is not None:
            return self.cluster.create(name, template=postgres.TEMPLATE)
        template = self.folder / "template.db"
        if not template.exists():
            migrate.upgrade(_engine(f"sqlite:///{template}"))
        shutil.copyfile(template, self.folder / f"{name}.db")
        return f"sqlite:///{self.folder / name}.db"

    def drop(self, url: str) -> None:
        if self.cluster is not None:
            self.cluster.drop(url.rpartition("/")[2])
        else:
            for file in self.folder.glob("life*"):
                file.unlink()

    def stored(self, url: str, engine: Engine) -> bytes:
        """Everything that the database has on disk, as far as it is the bot's to keep clean."""
        if self.cluster is None:
            return b"".join(file.read_bytes() for file in self.folder.glob("life*.db*"))
        with engine.connect() as connection:
            connection.execution_options(isolation_level="AUTOCOMMIT")
            connection.execute(text("CHECKPOINT"))
            query = "SELECT pg_read_binary_file(pg_relation_filepath(oid)) FROM pg_class"
            where = " WHERE relkind IN ('r', 't') AND relname = 'case_content'"
            return b"".join(bytes(row[0]) for row in connection.execute(text(query + where)))


def _engine(url: str, pool: type[NullPool] | type[QueuePool] = NullPool) -> Engine:
    module = {"module": pysqlite3.dbapi2} if url.startswith("sqlite") else {}
    return create_engine(
        url.replace("postgresql:", "postgresql+psycopg:"), poolclass=pool, **module
    )


class Sparring(RuleBasedStateMachine):
    """One team's life with the bot."""

    ground: ClassVar[Ground]
    place: Place

    def __init__(self) -> None:
        super().__init__()
        self.number = 0  # of what was written, so that no two texts are the same
        self.steps: list[str] = []
        self.pressed: set[Any] = set()  # the same button of the same card: a repetition
        self.resent: list[tuple[Message | None, str]] = []
        self.out_of_reach: set[str] = set()
        self.last_at = 0  # which bot gets the next request
        self.unheard = (
            False  # what nobody was answered may be done later, by one that stands still
        )
        self.doubtful = False  # what nobody was answered may be done when it is sent again
        self.ground.errors.clear()
        self.clock = Clock()
        self.url = self.ground.database()
        self.engine = _engine(self.url, QueuePool)
        self.version: object = None
        self.teams = Teams(now=self.clock)
        self._ok = False
        self.place = Place(self.ground.loop, self.teams, self.clock, self.url)
        self.place.run(self.teams.__aenter__())
        self.people = {name.split()[0]: self.teams.person(name) for name in (*NAMES, *NEWCOMERS)}
        self.model = Model(teams=self.teams)
        self.place.run(self.place.come())
        self._move_in()
        self._ok = True

    def _move_in(self) -> None:
        present = [self.people[name] for name in TEAM]
        self.chat = self.teams.group_chat("Team Øst", *present)
        self._acts(lambda: self.teams.add_bot(self.chat, by=self.people["Karen"]))
        self.place.run(self.place.settle())
        for person in present:
            self._acts(partial(person.says, self.teams.personal(person), "hjælp"))
        self._settings("Bo", "1", "09:00")
        self.place.run(self.place.settle())
        self.seen = look(self.engine)

    def teardown(self) -> None:
        try:
            if self._ok and sys.exc_info()[0] is None:
                self._ok = False
                self.calms()
                self._nothing_left()
        except BaseException:
            self._tell()
            raise
        finally:
            self.place.run(self.place.tidy())
            self.place.run(self.teams.__aexit__(None, None, None))
            self.engine.dispose()
            self.ground.drop(self.url)
            gc.freeze()  # what hypothesis keeps is no garbage, and grows

    # --- how a step is done ---

    @property
    def now(self) -> datetime:
        return self.clock.time

    def _tell(self) -> None:
        if not self.ground.told:
            self.ground.told = [*self.steps]

    def _acts(self, work: Callable[[], Any]) -> Any:
        """Somebody does something; None: nobody was there to answer."""
        awake = self.place.awake
        if not awake:
            return None
        self.last_at += 1
        return self.place.run(self.place.act(awake[self.last_at % len(awake)], work))

    def _does(
        self,
        what: str,
        work: Callable[[], Any] | None,
        allowed: Callable[[Meeting], list[Meeting]] | None = None,
        *,
        starts: bool = False,
    ) -> Any:
        """One step: somebody does it, one looks what became of it, and it is said."""
        self.ground.counts["steps"] += 1
        self.steps.append(f"{self.now:%a %H:%M:%S} {what}")
        try:
            answer = self._acts(work) if work is not None else None
            if work is not None and answer is None:
                self.doubtful = True
                self.ground.counts["unheard"] += 1
                self.unheard = self.unheard or any(each.stands for each in self.place.processes)
            self._observe(allowed, starts=starts)
            self._back()
            self.place.run(self.place.settle())
            self._observe(None)
            self._back()
        except BaseException as error:
            self.steps.append(f"  {type(error).__name__}: {error}")
            self._tell()
            raise
        return answer

    def _observe(
        self, allowed: Callable[[Meeting], list[Meeting]] | None, *, starts: bool = False
    ) -> None:
        was = self.seen
        version = self._version()
        if version == self.version and allowed is None:
            seen = was
        else:
            seen = look(self.engine, [m.id for m in was.meetings.values() if m.is_open])
        self.version = version
        for meeting in was.meetings.values():
            if not meeting.is_open:
                continue
            new = seen.meetings[meeting.id]
            is_a_step(meeting, new)
            possible = allowed(meeting) if allowed is not None else [meeting]
            fits = any(new == each or is_away(new, each) for each in possible)
            must(fits or self.unheard, f"the meeting is another than the rules say: {new}")
        fresh = seen.meetings.keys() - was.meetings.keys()
        must(not fresh or starts or self.unheard, "a meeting that nobody started")
        self.ground.counts["meetings"] += len(fresh)
        self.seen = seen
        self.model.check(seen, self.now)
        mine = [each for each in self.ground.errors if each.exc_info is not None]
        must(not mine, f"logged: {mine[:1] and logging.Formatter().format(mine[0])}")

    def _version(self) -> object:
        """It changes whenever somebody else commits."""
        changed = "PRAGMA data_version"
        if self.ground.kind == POSTGRESQL:
            changed = "SELECT pg_current_wal_insert_lsn()"
        with self.engine.connect() as connection:
            return connection.execute(text(changed)).scalar()

    def _back(self) -> None:
        """Whoever died was started anew; nobody is left without a bot for ever."""
        if not self.place.processes:
            self.ground.counts["restarts"] += 1
            self.clock.time += self.outage
            self._starts(self.next_left)

    outage = timedelta()
    next_left: int | None = None

    def _starts(self, left: int | None) -> None:
        fate = Fate.DIES if left is not None else None
        self.next_left = None
        self.place.run(self.place.come(fate, left or 0))
        self.model.ticked = max(self.now, self.model.ticked or self.now)
        self._observe(self._time)

    def _time(self, was: Meeting) -> list[Meeting]:
        return [was, rules.time_passes(was, self.now)[0]]

    def _known(self, person: Person) -> Known | None:
        """As the database knows this person."""
        query = text("SELECT id FROM person WHERE aad_id = :aad_id")
        with self.engine.connect() as connection:
            found = connection.execute(query, {"aad_id": person.aad_id}).scalar()
        return Known(found, first_name(person.name)) if found is not None else None

    def _button(self, person: Person, chat: Chat, title: str) -> tuple[Message, Json] | None:
        """As a client finds it: on the newest message that shows this person one."""
        if person not in chat.members or not self.teams.reaches(chat):
            return None
        for message in reversed(chat.messages):
            if not message.deleted:
                for card in message.seen_by(person).cards:
                    try:
                        return message, find_action(actions(card), title)
                    except NoSuchButton:
                        continue
        return None

    def _opened(self, person: Person, chat: Chat, title: str) -> Form | None:
        found = self._button(person, chat, title)
        if found is None:
            return None
        form = self._acts(partial(person.presses, chat, title, message=found[0]))
        return form if isinstance(form, Form) else None

    def _submits(self, form: Form | None, **values: object) -> Callable[[], Any] | None:
        """None: the form is not there, or Teams would not let it go."""
        if form is None:
            return None
        known = {key: value for key, value in values.items() if key in form.inputs}

        async def submit() -> Any:
            try:
                return await form.submit(**known)
            except FormRefused:
                return Answer(status=0)

        return submit

    def _new(self, pattern: str) -> str:
        self.number += 1
        return pattern.format(f"{self.number:04d}")

    # --- cases ---

    @rule(name=anybody, way=st.sampled_from(("form", "form", "alone", "group")))
    def brings_a_case(self, name: str, way: str) -> None:
        person, own = self.people[name], self.teams.personal(self.people[name])
        question = self._new("Hvordan får vi skole {} med?")
        promise = Promise(text=question, by=name)
        if way == "form":
            form = self._opened(person, self.chat, "Tag en sag med")
            work = self._submits(form, question=question)
        else:
            chat = own if way == "alone" else self.chat
            work = (
                partial(person.says, chat, f"sag {question}") if self._is_in(name, chat) else None
            )
        if work is None:
            return
        self.model.cases[question] = promise
        self._does_and_keeps(f"{name} brings {question} ({way})", work, promise, "Tak.")

    def _is_in(self, name: str, chat: Chat) -> bool:
        return self.people[name] in chat.members and self.teams.reaches(chat)

    def _does_and_keeps(
        self, what: str, work: Callable[[], Any], promise: Promise, thanks: str
    ) -> None:
        """What is acknowledged is a promise from the moment that it is. What is typed by one of
        the team is taken, whatever is said of it."""
        known = self._known(self.people[promise.by])
        taken = known is not None and known.id in self.seen.members

        async def acts() -> Any:
            answer = await work()
            typed = answer.kind == "none" and answer.status // 100 == 2
            promise.kept = answer.text.startswith(thanks) or (typed and taken)
            return answer

        self._does(what, acts)
        self.ground.counts["promises"] += promise.kept

    @rule(which=st.integers(0, 5))
    @precondition(lambda self: self._waiting())
    def withdraws(self, which: int) -> None:
        waiting = self._waiting()
        name = waiting[which % len(waiting)].by
        person, own = self.people[name], self.teams.personal(self.people[name])
        if not self._is_in(name, own):
            return
        self._does(f"{name} asks for the queue", partial(person.says, own, "kø"))
        found = self._button(person, own, "Træk sagen tilbage")
        if found is not None:
            press = partial(person.presses, own, "Træk sagen tilbage", message=found[0])
            self._does(f"{name} takes a case back", press)

    def _waiting(self) -> list[Promise]:
        return [
            case
            for case in self.model.cases.values()
            if case.id is not None and self.seen.cases[case.id].state == CaseState.WAITING
        ]

    @rule(name=anybody)
    def puts_it_anew(self, name: str) -> None:
        own = self.teams.personal(self.people[name])
        question = self._new("Hvad overser vi hos far {}?")
        work = self._submits(
            self._opened(self.people[name], own, "Skriv spørgsmålet"), question=question
        )
        if work is not None:
            self.model.cases[question] = promise = Promise(text=question, by=name)
            self._does_and_keeps(f"{name} puts {question}", work, promise, words.PUT_ANEW)

    # --- the coming sparring ---

    @rule(name=leaders, agenda=st.sampled_from(("", " kort", " generelt emne", " enkeltsag")))
    @precondition(lambda self: self.seen.running is None)
    def types_start(self, name: str, agenda: str) -> None:
        if self._is_in(name, self.chat):
            work = partial(self.people[name].says, self.chat, f"start{agenda}")
            self._does(f"{name} types start{agenda}", work, starts=True)

    @rule(agenda=st.sampled_from(("", "", " kort")), to=st.integers(0, 6))
    @precondition(lambda self: self.seen.running is None)
    def they_begin(self, agenda: str, to: int) -> None:
        """Ole has a case, and Karen starts; in the middle of it one goes on."""
        if not self._waiting():
            self.brings_a_case("Ole", "alone")
        self.types_start("Karen", agenda)
        self.they_go_on(to)

    @rule(times=st.integers(1, 4))
    @precondition(lambda self: self.seen.running is not None)
    def they_go_on(self, times: int) -> None:
        for _ in range(times):
            meeting = self.seen.running
            if meeting is None:
                return
            title = "Næste fase" if meeting.later else "Afslut sparringen"
            found = self._button(self.people[meeting.chair.name], self.chat, title)
            if found is None:
                return
            self._presses(meeting.chair.name, self.chat, *found)

    @rule(name=leaders, guest=st.booleans(), keeper=anybody)
    @precondition(lambda self: self.seen.running is None)
    def prepares_the_card(self, name: str, guest: bool, keeper: str) -> None:
        form = self._opened(self.people[name], self.chat, "Ret sag og tid")
        who = self._new("Susanne {} fra PPR") if guest else ""
        work = self._submits(form, guest=who, timekeeper=keeper)
        if work is not None:
            self.model.guests |= {who} - {""}
            self._does(f"{name} prepares, guest {who}", work)

    # --- the running sparring ---

    @rule(name=anybody, which=st.integers(0, 19))
    def presses(self, name: str, which: int) -> None:
        """One of the buttons in the group, whoever it is for."""
        if found := self._offered(name, self.chat):
            self._presses(name, self.chat, *found[which % len(found)])

    @rule(which=st.integers(0, 11))
    @precondition(lambda self: self.seen.running is not None)
    def who_leads_presses(self, which: int) -> None:
        assert self.seen.running is not None
        name = self.seen.running.chair.name
        live = self._offered(name, self.chat)
        mine = [each for each in live if each[0] is live[0][0]]
        if mine:
            self._presses(name, self.chat, *mine[which % len(mine)])

    @rule(which=st.integers(0, 11))
    @precondition(lambda self: self.seen.running is not None)
    def who_leads_presses_something(self, which: int) -> None:
        """Each life draws from some of these rules only, and a meeting needs hands."""
        self.who_leads_presses(which)

    @rule(times=st.integers(1, 2))
    @precondition(lambda self: self.seen.running is not None)
    def they_go_on_once_more(self, times: int) -> None:
        self.they_go_on(times)

    @rule(agenda=st.sampled_from(("", " enkeltsag")), to=st.integers(2, 5))
    @precondition(lambda self: self.seen.running is None)
    def they_are_in_the_middle(self, agenda: str, to: int) -> None:
        self.they_begin(agenda, to)

    @rule(which=st.integers(0, 29))
    def presses_alone(self, which: int) -> None:
        """One of the buttons that somebody has in private."""
        found = [
            (name, own, *offered)
            for name in TEAM
            for own in [self.teams.personal(self.people[name])]
            for offered in self._offered(name, own)
        ]
        if found:
            self._presses(*found[which % len(found)])

    def _offered(self, name: str, chat: Chat) -> list[tuple[Message, Json]]:
        """Everything that this person may press in a chat, the newest first."""
        person = self.people[name]
        if not self._is_in(name, chat):
            return []
        return [
            (message, action)
            for message in reversed(chat.messages)
            if not message.deleted
            for card in message.seen_by(person).cards
            for action in actions(card)
            if action["type"] == "Action.Execute" and action["verb"] not in READS
        ]

    def _presses(self, name: str, chat: Chat, message: Message, action: Json) -> None:
        person = self.people[name]
        data = {key: str(value) for key, value in action.get("data", {}).items()}
        verb, title = str(action["verb"]), str(action["title"])
        key = (name, message.activity_id, verb, tuple(sorted(data.items())))
        first = key not in self.pressed
        self.pressed.add(key)
        press = partial(person.presses, chat, title, message=message)
        what = f"{name} presses {title} ({verb}, turn {data.get('turn')})"
        if verb in STARTS:
            self._does(what, press, starts=True)
            return
        turn = int(data["turn"]) if "turn" in data else None
        agrees_to, of = data.get("who", ""), data.get("id", "")
        self._does_to_the_meeting(what, press, person, verb, turn, agrees_to, first=first, of=of)

    @rule(name=leaders, word=st.sampled_from(sorted(TYPED)))
    @precondition(lambda self: self.seen.running is not None)
    def types(self, name: str, word: str) -> None:
        person = self.people[name]
        if self._is_in(name, self.chat):
            work = partial(person.says, self.chat, word)
            self._does_to_the_meeting(f"{name} types {word}", work, person, TYPED[word], None)

    def _does_to_the_meeting(
        self,
        what: str,
        work: Callable[[], Any],
        person: Person,
        verb: str,
        turn: int | None,
        agrees_to: str = "",
        *,
        first: bool = True,
        of: str = "",
    ) -> None:
        self.ground.counts["moves"] += self.seen.running is not None
        known = self._known(person)
        heard: list[bool] = []

        async def acts() -> Any:
            answer = await work()
            heard.append(True)
            return answer

        def allowed(was: Meeting) -> list[Meeting]:
            if known is None or of not in ("", str(was.id)):
                return [was]
            new = after(was, verb, known, self.now, turn, agrees_to)
            sure = heard and first and known.id in self.seen.members
            return [new] if sure else [was, new]

        self._does(what, acts, allowed)

    @rule(name=anybody)
    @precondition(lambda self: self.seen.running is not None)
    def postpones(self, name: str) -> None:
        form = self._opened(self.people[name], self.chat, "Udskyd til næste gang")
        work = self._submits(form)
        if work is not None:
            who = self.people[name]
            self._does_to_the_meeting(f"{name} postpones", work, who, "sparring.postpone", None)

    @rule(name=anybody)
    @precondition(
        lambda self: self.seen.running is not None and self.seen.running.phase in PARKING
    )
    def parks(self, name: str) -> None:
        form = self._opened(self.people[name], self.chat, "Parkér forslag")
        proposal = self._new("Et møde med netværket, nummer {}")
        work = self._submits(form, proposal=proposal)
        if work is not None:
            self.model.proposals[proposal] = promise = Promise(text=proposal, by=name)
            self._does_and_keeps(f"{name} parks {proposal}", work, promise, words.PARKED)

    @rule(name=anybody, way=st.sampled_from(("form", "alone", "group")))
    def learns(self, name: str, way: str) -> None:
        person, own = self.people[name], self.teams.personal(self.people[name])
        point = self._new("Netværket blev spurgt for sent, {}")
        if way == "form":
            work = self._submits(self._opened(person, self.chat, "Skriv læringspunkt"), text=point)
        else:
            chat = own if way == "alone" else self.chat
            there = self._is_in(name, chat)
            work = partial(person.says, chat, f"læring {point}") if there else None
        if work is not None:
            self.model.points[point] = promise = Promise(text=point, by=name)
            thanks = learning_words.THANKS.partition(".")[0]
            self._does_and_keeps(f"{name} writes {point} ({way})", work, promise, thanks)

    # --- the team ---

    @rule(name=anybody, other=anybody)
    def swaps(self, name: str, other: str) -> None:
        own = self.teams.personal(self.people[name])
        form = self._opened(self.people[name], own, "Byt tur")
        work = self._submits(form, **{"with": other})
        if work is not None and name != other:
            self._does(f"{name} would swap with {other}", work)

    @rule(name=anybody, days=st.integers(0, 7), ends=st.booleans())
    def is_away(self, name: str, days: int, ends: bool) -> None:
        person = self.people[name]
        own = self.teams.personal(person)
        if not self._is_in(name, own):
            return
        self._does(f"{name} asks for absence", partial(person.says, own, "fravær"))
        form = self._opened(person, own, "Meld fravær")
        first = (self.now.astimezone(ZONE) + timedelta(days=days)).date().isoformat()
        if form is not None and ends:
            if "Ophæv fravær" in form.buttons:
                self._does(f"{name} is not away", partial(form.submit, "Ophæv fravær"))
        elif (handed := self._submits(form, first=first)) is not None:
            self._does(f"{name} is away from {first}", handed)

    @rule(
        name=st.sampled_from(LEADERS),
        weekday=st.sampled_from(("0", "1", "3")),
        at=st.sampled_from(("09:00", "13:05", "16:30")),
    )
    def sets(self, name: str, weekday: str, at: str) -> None:
        person = self.people["Karen"]
        form = self._opened(person, self.chat, "Vælg dag og tid")
        work = self._submits(form, weekday=weekday, starts_at=at, deputy=name)
        if work is not None:
            self._does(f"Karen sets {weekday} {at}", work)
            self.model.put_anew(self.now)

    def _settings(self, deputy: str, weekday: str, at: str) -> None:
        form = self._opened(self.people["Karen"], self.chat, "Vælg dag og tid")
        work = self._submits(form, weekday=weekday, starts_at=at, deputy=deputy)
        assert work is not None
        self._acts(work)

    @rule(name=st.sampled_from((*NEWCOMERS, "Jens Krog")))
    def comes_or_goes(self, name: str) -> None:
        person = self.teams.person(name)
        if person in self.chat.members:
            self._does(f"{name} leaves", partial(self._left, person))
        else:
            self._does(f"{name} joins", partial(self.teams.join, self.chat, person))

    async def _left(self, person: Person) -> Answer:
        await self.teams.leave(self.chat, person)
        return Answer(status=200)

    @rule(name=anybody)
    def is_lost_or_found(self, name: str) -> None:
        person = self.people[name]
        own = self.teams.personal(person)
        if self.teams.reaches(own):
            self._does(f"{name} takes the app away", None)
            self.teams.unreachable(person)
        else:
            work = partial(self.teams.add_bot, own, by=person)
            self._does(f"{name} has the app again", work)

    # --- time ---

    @rule(seconds=st.sampled_from((1, 15, 60, 61, 120, 185, 301, 480, 660, 1205)))
    def time_passes(self, seconds: int) -> None:
        self._passes(timedelta(seconds=seconds))

    @rule(seconds=st.sampled_from((30, 61, 150, 300)))
    @precondition(lambda self: self.seen.running is not None)
    def a_moment_passes(self, seconds: int) -> None:
        self._passes(timedelta(seconds=seconds))

    @rule(minutes=st.integers(1, 12))
    @precondition(lambda self: self.seen.running is not None)
    def the_meeting_goes_on(self, minutes: int) -> None:
        self._passes(timedelta(minutes=minutes))

    @rule(hours=st.sampled_from((1, 2, 5, 24, 49, 24 * 7, 24 * 30)))
    def long_passes(self, hours: int) -> None:
        self._passes(timedelta(hours=hours))

    @rule(before=st.sampled_from((0, 0, 0, 90)))
    def until_the_next(self, before: int) -> None:
        """To the moment at which the clock has something to do, or a little before."""
        coming = [row.due_at for row in self.seen.occurrences.values() if row.done_at is None]
        later = [at - timedelta(seconds=before) for at in coming]
        if ahead := [at for at in later if at > self.now]:
            self._passes(min(ahead) - self.now)

    @rule()
    def the_clock_jumps_back(self) -> None:
        self._passes(timedelta(minutes=-1))

    @rule()
    def ticks(self) -> None:
        self._passes(timedelta())

    def _passes(self, amount: timedelta) -> None:
        self.clock.time += amount
        self.ground.counts["steps"] += 1
        self.steps.append(f"{self.now:%a %H:%M:%S} after {amount}")
        self._ticks()

    def _ticks(self) -> None:
        try:
            looks = [each for each in self.place.awake if not each.rests]
            self.place.run(self.place.tick())
            allowed = self._ticked(len(looks))
            if looks and self.place.awake:
                self.model.ticked = max(self.now, self.model.ticked or self.now)
            self._observe(allowed)
            self._back()
            self.place.run(self.place.settle())
            self._observe(None)
            self._back()
        except BaseException as error:
            self.steps.append(f"  {type(error).__name__}: {error}")
            self._tell()
            raise

    def _ticked(self, times: int) -> Callable[[Meeting], list[Meeting]]:
        """At most one move at each look of each bot."""
        now = self.now

        def allowed(was: Meeting) -> list[Meeting]:
            steps = [was]
            for _ in range(times):
                steps.append(rules.time_passes(steps[-1], now)[0])
            sure = len(self.place.awake) >= times and not self.unheard
            return steps[-1:] if sure else steps

        return allowed

    # --- what goes wrong ---

    @rule(trouble=WITH_TROUBLE, times=st.sampled_from((1, 1, 2, 5, 40)))
    def there_is_trouble(self, trouble: Trouble, times: int) -> None:
        """The next requests of an outbox meet it."""
        self.steps.append(f"  trouble: {trouble} × {times}")
        self.ground.counts["steps"] += 1
        self.ground.counts["troubles"] += times
        self.place.troubles += [trouble] * times

    @rule()
    def it_is_over(self) -> None:
        self.place.troubles.clear()

    @rule(times=st.integers(1, 3), new_id=st.booleans())
    def is_sent_again(self, times: int, new_id: bool) -> None:
        """Teams was not answered in time, or thinks so."""
        if new_id:
            work = partial(self.teams.resend_invoke, new_id=True)
        else:
            work = partial(self.teams.resend_last, times=times)
        self._does(
            f"sent again, new id: {new_id}", work, self._anything if self.doubtful else None
        )

    def _anything(self, was: Meeting) -> list[Meeting]:
        return [self.seen.meetings[was.id]]

    @rule(
        left=st.integers(0, 14),
        outage=st.sampled_from((0, 0, 10, 45, 120, 1200, 7200, 86_400)),
        again=st.sampled_from((None, None, None, 0, 3, 7)),
        which=st.integers(0, 1),
    )
    def will_die(self, left: int, outage: int, again: int | None, which: int) -> None:
        """A bot dies at one of its next steps, and is away for so long."""
        awake = self.place.awake
        if not awake:
            return
        self.ground.counts["steps"] += 1
        self.steps.append(f"  will die in {left} points, for {outage} s, then {again}")
        process = awake[which % len(awake)]
        process.fate, process.left = Fate.DIES, left
        self.outage, self.next_left = timedelta(seconds=outage), again

    @rule()
    def dies(self) -> None:
        """At rest."""
        awake = self.place.awake
        if awake:
            self.ground.counts["steps"] += 1
            self.steps.append("  dies")
            self.place.run(awake[-1].die())
            self.place.processes.remove(awake[-1])
            self._back()

    @rule()
    def is_restarted(self) -> None:
        awake = self.place.awake
        if awake and not awake[-1].rests:
            self.ground.counts["steps"] += 1
            self.steps.append("  restarted in good order")
            process = awake[-1]
            process.fate = None
            self.place.run(process.stop())
            self.place.processes.remove(process)
            self._back()
            self._ticks()

    @rule(left=st.integers(0, 14), which=st.integers(0, 1))
    def will_stand_still(self, left: int, which: int) -> None:
        awake = self.place.awake
        if not awake:
            return
        self.ground.counts["steps"] += 1
        self.steps.append(f"  will stand still in {left} points")
        process = awake[which % len(awake)]
        process.fate, process.left = Fate.STANDS, left

    @rule()
    @precondition(lambda self: any(each.stands for each in self.place.processes))
    def wakes(self) -> None:
        self.ground.counts["steps"] += 1
        self.steps.append("  wakes")
        self.ground.counts["stood still"] += 1
        self._thaw()

    def _thaw(self) -> None:
        """What it was about to do it does now: also what nobody waits for any more."""
        self.unheard = True
        stood = [each for each in self.place.processes if each.stands]
        for process in stood:
            process.thaw()
        for process in stood:
            self.place.run(process.rest())
        self._observe(None)
        self.place.run(self.place.settle())
        self._observe(None)
        self.unheard = False

    @rule(rests=st.booleans(), which=st.integers(0, 1))
    def rests(self, rests: bool, which: int) -> None:
        """Its ticks and sweeps are not run; it takes requests."""
        if self.place.awake:
            self.place.awake[which % len(self.place.awake)].rests = rests

    @rule()
    @precondition(lambda self: self.ground.kind == POSTGRESQL)
    def a_second_one_comes_or_goes(self) -> None:
        self.ground.counts["steps"] += 1
        if len(self.place.processes) < 2:
            self.steps.append("  a second one comes")
            self.ground.counts["replicas"] += 1
            self._starts(None)
        elif len(self.place.awake) == 2:
            self.steps.append("  the second one goes")
            process = self.place.processes[-1]
            process.fate = None
            self.place.run(process.stop())
            self.place.processes.remove(process)

    # --- and in the end ---

    @rule()
    def calms(self) -> None:
        """No more trouble: whatever waits is said, and everybody looks at everything."""
        self.steps.append("  everything comes to rest")
        self.ground.counts["steps"] += 1
        self.place.troubles.clear()
        self._thaw()
        for process in self.place.processes:
            process.fate, process.rests = None, False
        try:
            self._come_to_rest()
            self.model.check_at_rest(self.seen, self.now, self.engine, self.place.sent)
        except BaseException as error:
            self.steps.append(f"  {type(error).__name__}: {error}")
            self._tell()
            raise
        self.unheard = self.doubtful = False

    def _come_to_rest(self) -> None:
        self._back()
        for _ in range(REST):
            self._ticks()
            due = [row.due_at for row in self.seen.outbox.values() if row.due_at is not None]
            closing = [row.delete_by for row in self.seen.contents if row.delete_by]
            if not due and not closing and not self.seen.wipes:
                return
            later = [at for at in (*due, *closing) if at > self.now]
            self.clock.time = min(later, default=self.now + SOON)

    def _nothing_left(self) -> None:
        content = self.ground.stored(self.url, self.engine)
        for forgotten in forgotten_texts(self.model, self.seen):
            must(forgotten.encode() not in content, f"{forgotten} is still on the disk")


# --- batches ---------------------------------------------------------------------------------


@contextmanager
def _grounds(kind: str, folder: Path) -> Iterator[Ground]:
    with ExitStack() as stack:
        cluster = None
        if kind == POSTGRESQL:
            cluster = stack.enter_context(postgres.cluster())
            migrate.upgrade(_engine(cluster.create(postgres.TEMPLATE)))
        stack.enter_context(points())
        loop = new_loop()
        stack.callback(loop.close)
        ground = Ground(kind=kind, folder=folder, loop=loop, cluster=cluster)
        stack.enter_context(_logged(ground.errors))
        yield ground


@contextmanager
def _logged(errors: list[logging.LogRecord]) -> Iterator[None]:
    class Keeper(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            errors.append(record)

    keeper = Keeper(logging.ERROR)
    loggers = [logging.getLogger(name) for name in ("bot", "storage")]
    for each in loggers:
        each.addHandler(keeper)
    try:
        yield
    finally:
        for each in loggers:
            each.removeHandler(keeper)


def lives(kind: str, number: int, amount: int, folder: Path) -> Mapping[str, int]:
    """About `amount` steps."""
    with _grounds(kind, folder) as ground:
        machine: Any = seed(number)(type("Sparring", (Sparring,), {"ground": ground}))
        how = settings(
            max_examples=max(1, amount // STEPS),
            stateful_step_count=STEPS,
            deadline=None,
            database=None,
            phases=[Phase.generate, Phase.shrink],
            suppress_health_check=list(HealthCheck),
            report_multiple_bugs=False,
        )
        try:
            run_state_machine_as_test(machine, settings=how)
        except Exception as error:
            print(*ground.told, sep="\n", file=sys.stderr)
            notes = getattr(error, "__notes__", [])
            print(f"{type(error).__name__}: {error}", *notes, sep="\n", file=sys.stderr)
            return {**ground.counts, "broken": 1}
        return {**ground.counts, "broken": 0, "lives": ground.lives}


async def run(kind: str, number: int, amount: int, folder: Path) -> Mapping[str, int]:
    """In a thread: the machine has a loop of its own, and is not asynchronous."""
    return await asyncio.to_thread(lives, kind, number, amount, folder)


EXPERIMENTS = [
    Experiment(
        name="machine-sqlite",
        row=26,
        unit="steps",
        goal=80_000,
        short=800,
        batch=1_600,
        run=partial(run, SQLITE),
        never=("broken",),
    ),
    Experiment(
        name="machine-postgresql",
        row=26,
        unit="steps",
        goal=20_000,
        short=400,
        batch=800,
        run=partial(run, POSTGRESQL),
        never=("broken",),
        needs=POSTGRESQL,
    ),
]

__all__ = ["EXPERIMENTS", "NOTHING_YET", "Broken", "Seen"]
