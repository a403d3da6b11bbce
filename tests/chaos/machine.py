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
from typing import Any, ClassVar, NamedTuple

import pysqlite3.dbapi2
from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import Engine, create_engine, text

from bot.rehearsal.connector import Answer, Chat, Form, FormRefused, Message, Person, Teams
from bot.rehearsal.shown import Json, NoSuchButton, actions, find_action
from bot.settings import Settings
from dialogs.learning import words as learning_words
from dialogs.people.person import Person as Known
from dialogs.people.person import first_name
from dialogs.sparring import meeting as rules
from dialogs.sparring import words
from dialogs.sparring.agenda import PhaseName
from dialogs.sparring.case import CaseState
from dialogs.sparring.meeting import Meeting
from storage.store import AlreadyRunning
from tests import postgres
from tests.chaos.experiment import Experiment
from tests.chaos.machine_bots import TROUBLES, Fate, Place, new_loop, points
from tests.chaos.machine_model import (
    ZONE,
    Model,
    Promise,
    after,
    fits,
    forgotten_texts,
    is_a_step,
    look,
    must,
)
from tests.chaos.scenes import copied
from tests.databases import POSTGRESQL, SQLITE
from tests.house import MONDAY, NAMES, Clock

SENT_AGAIN_WITHIN = timedelta(days=1)  # the inbox remembers for longer
PRESSED_AGAIN_WITHIN = timedelta(minutes=2)
PRESS = "adaptiveCard/action"
SOON = timedelta(seconds=10)  # a chat that Teams asked to spare may be held, whatever is due
STEPS = 100  # drawn in one life of a team
# Drawn from one seed: what is drawn depends on how many there are.
LIVES = {SQLITE: 10, POSTGRESQL: 4}
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
# Whoever is erased takes back what was promised: tests/storage/test_erasure.py.
ERASES = ("privacy.mine", "privacy.fetch", "privacy.ask_erase", "privacy.erase")
PARKING = (PhaseName.CLARIFYING, PhaseName.REFLECTION)
# Seconds; a clock is also put back, or forward.
MOMENTS = (0, 1, 15, 30, 60, 61, 120, 150, 185, 301, 480, 660, 1205, -60, -61, -3600, 3600)
HOURS = (1, 2, 5, 24, 49, 24 * 7, 24 * 30)
AGENDAS = ("", "", " kort", " generelt emne", " enkeltsag")
anybody = st.sampled_from(TEAM)
ways = st.sampled_from(("form", "form", "alone", "group"))
leaders = st.sampled_from((*LEADERS, *LEADERS, "Mette"))
one_of_them = st.integers(0, 29)


class Writing(NamedTuple):
    """A text that is handed in, and where the model keeps it."""

    there: str
    pattern: str
    button: str
    field: str
    thanks: str
    word: str = ""


A_CASE = Writing(
    "cases", "Hvordan får vi skole {} med?", "Tag en sag med", "question", "Tak.", "sag"
)
PUT_ANEW = Writing(
    "cases", "Hvad overser vi hos far {}?", "Skriv spørgsmålet", "question", words.PUT_ANEW
)
A_PROPOSAL = Writing(
    "proposals", "Et møde med netværket, {}", "Parkér forslag", "proposal", words.PARKED
)
A_POINT = Writing(
    "points",
    "Netværket blev spurgt for sent, {}",
    "Skriv læringspunkt",
    "text",
    learning_words.THANKS.partition(".")[0],
    "læring",
)

Change = Callable[[Meeting], list[Meeting]]
Work = Callable[[], Any]


def runs(machine: "Sparring") -> bool:
    return machine.seen.running is not None


def rests(machine: "Sparring") -> bool:
    return machine.seen.running is None


class Sparring(RuleBasedStateMachine):
    """One team's life with the bot. It has just moved in, and meets on Tuesdays at nine."""

    ground: ClassVar["Ground"]

    def __init__(self) -> None:
        super().__init__()
        self.number = 0  # of what was written, so that no two texts are the same
        self.steps: list[str] = []
        self.pressed: set[Any] = set()  # the same button of the same card: a repetition
        self.turns = 0  # which bot gets the next request
        self.outage, self.next_left = timedelta(), None
        self.unanswered = False  # what nobody was answered may be done when it is sent again
        self.loose = False  # … or later, by a bot that stands still
        self.started_anew = False  # in this step
        self.refused = self.is_calm = False
        self.place = self.ground.place
        self.clock, self.teams = self.ground.clock, self.ground.teams
        self.people = {name.split()[0]: self.teams.person(name) for name in (*NAMES, *NEWCOMERS)}
        self.ground.put_back()
        self.chat = next(chat for chat in self.teams.chats.values() if chat.kind != "personal")
        self.model = Model(teams=self.teams)
        self.version: object = None
        self.seen = look(self.ground.engine, at_everything=True)
        self.model.said_before = {key: row.shown for key, row in self.seen.outbox.items()}
        self.possible: dict[int, list[Meeting]] = {}  # what each open meeting may be by now
        self.told = True
        with self._telling():
            self.place.run(self.place.come())
            self._look()

    def teardown(self) -> None:
        try:
            if self.told and sys.exc_info()[0] is None:
                self.calms()
                with self._telling():
                    self._nothing_is_left()
        finally:
            self.place.run(self.place.tidy())
            self.ground.engine.dispose()
            gc.collect()
            gc.freeze()  # what hypothesis keeps is no garbage, and grows

    # --- how a step is done ---

    @property
    def now(self) -> datetime:
        return self.clock.time

    @contextmanager
    def _telling(self) -> Iterator[None]:
        try:
            yield
        except BaseException as error:
            self.told = False
            self.ground.told = [*self.steps, f"  {type(error).__name__}: {error}"]
            raise

    def _says(self, what: str) -> None:
        self.is_calm = False
        self.ground.counts["steps"] += 1
        self.steps.append(f"{self.now.astimezone(ZONE):%a %d %b %H:%M:%S} {what}")

    def _acts(self, work: Work) -> Any:
        """Somebody does something; None: nobody was there to answer."""
        self._wakes()
        self.turns += 1
        awake = self.place.awake
        return self.place.run(self.place.act(awake[self.turns % len(awake)], work))

    def _wakes(self) -> None:
        """If all stand still, one goes on: the life of a team is short."""
        if not self.place.awake:
            self.wakes()

    def _does(
        self, what: str, work: Work, change: Change | None = None, *, starts: bool = False
    ) -> Any:
        """One step: somebody does it, what came of it is said, and one looks."""
        with self._telling():
            self._wakes()
            self._says(what)
            answer = self._acts(work)
            if answer is None:
                self.ground.counts["unheard"] += 1
                self.unanswered = True
                self.loose = self.loose or bool(self.place.stood)
            if change is not None:
                self._may(change)
            self._settles(starts=starts)
        return answer

    def _may(self, change: Change) -> None:
        """What may have become of the open meetings."""
        for which, before in self.possible.items():
            after: list[Meeting] = []
            for meeting in before:
                after += [each for each in change(meeting) if each not in after]
            self.possible[which] = after

    def _settles(self, *, starts: bool = False) -> None:
        """What is to be said is said; whoever died is started anew; and one looks."""
        self._sweeps()
        self._look(starts=starts)

    def _sweeps(self) -> None:
        self.place.run(self.place.settle())
        while not self.place.processes:
            self.ground.counts["restarts"] += 1
            self.clock.time += self.outage
            self._comes(self.next_left)
            self.place.run(self.place.settle())

    def _comes(self, left: int | None = None) -> None:
        self.next_left = None
        self.started_anew = True
        self.place.run(self.place.come(left))
        self.model.looked(self.now)
        self._may(lambda was: [was, rules.time_passes(was, self.now)[0]])

    def _look(self, *, starts: bool = False) -> None:
        was, version = self.seen, self.ground.version()
        if version != self.version:
            self.seen = look(self.ground.engine, self.possible)
        self.version = version
        for which, possible in self.possible.items():
            new = self.seen.meetings[which]
            is_a_step(was.meetings[which], new)
            right = any(fits(new, each, was_away=self.started_anew) for each in possible)
            must(right or self.loose, f"the meeting is another than the rules say: {new}")
        fresh = self.seen.meetings.keys() - was.meetings.keys()
        must(not fresh or starts or self.loose, "a meeting that nobody started")
        self.ground.counts["meetings"] += len(fresh)
        self.possible = {each.id: [each] for each in self.seen.meetings.values() if each.is_open}
        self.started_anew = False
        self.model.check(self.seen, self.now)
        bad = [each for each in self.ground.errors if each.exc_info is not None]
        must(not bad, f"logged: {bad[:1] and logging.Formatter().format(bad[0])}")

    def _new(self, pattern: str) -> str:
        self.number += 1
        return pattern.format(f"{self.number:04d}")

    # --- what people see and can do ---

    def _own(self, name: str) -> Chat:
        return self.teams.personal(self.people[name])

    def _is_in(self, name: str, chat: Chat) -> bool:
        return self.people[name] in chat.members and self.teams.reaches(chat)

    def _is_member(self, name: str) -> int | None:
        known = self._known(name)
        return known.id if known is not None and known.id in self.seen.members else None

    def _known(self, name: str) -> Known | None:
        """As the database knows this person."""
        person = self.people[name]
        query = text("SELECT id FROM person WHERE aad_id = :aad_id")
        with self.ground.engine.connect() as connection:
            found = connection.execute(query, {"aad_id": person.aad_id}).scalar()
        return Known(found, first_name(person.name)) if found is not None else None

    def _offered(self, name: str, chat: Chat) -> list[tuple[Message, Json]]:
        """Everything that this person may press in a chat, the newest first."""
        self._wakes()
        if not self._is_in(name, chat):
            return []
        return [
            (message, action)
            for message in reversed(chat.messages)
            if not message.deleted
            for card in message.seen_by(self.people[name]).cards
            for action in actions(card)
            if action["type"] == "Action.Execute" and action["verb"] not in (*READS, *ERASES)
        ]

    def _button(self, name: str, chat: Chat, title: str) -> tuple[Message, Json] | None:
        """As a client finds it: on the newest message that shows this person one."""
        self._wakes()
        if self._is_in(name, chat):
            for message in reversed(chat.messages):
                for card in (
                    message.seen_by(self.people[name]).cards if not message.deleted else ()
                ):
                    try:
                        return message, find_action(actions(card), title)
                    except NoSuchButton:
                        continue
        return None

    def _form(self, name: str, chat: Chat, title: str) -> Form | None:
        found = self._button(name, chat, title)
        if found is None:
            return None
        with self._telling():
            form = self._acts(partial(self.people[name].presses, chat, title, message=found[0]))
        return form if isinstance(form, Form) else None

    def _handing_in(self, form: Form | None, **values: object) -> Work | None:
        """None: the form is not there. Teams may not let it go."""
        if form is None:
            return None
        known = {key: value for key, value in values.items() if key in form.inputs}

        async def hand_in() -> Any:
            try:
                return await form.submit(**known)
            except FormRefused:
                return Answer(status=0)

        return hand_in

    def _saying(self, name: str, chat: Chat, said: str) -> Work | None:
        return partial(self.people[name].says, chat, said) if self._is_in(name, chat) else None

    def _writes(self, name: str, what: Writing, way: str, where: Chat) -> None:
        """What is acknowledged is a promise from the moment that it is. What is typed by one of
        the team is taken, whatever is said of it."""
        promise = Promise(text=self._new(what.pattern), by=name)
        if way == "form":
            form = self._form(name, where, what.button)
            work = self._handing_in(form, **{what.field: promise.text})
        else:
            chat = where if way == "group" else self._own(name)
            work = self._saying(name, chat, f"{what.word} {promise.text}")
        if work is None:
            return
        getattr(self.model, what.there)[promise.text] = promise
        is_member = self._is_member(name) is not None

        async def acts() -> Any:
            answer = await work()
            typed = answer.kind == "none" and answer.status // 100 == 2
            promise.kept = answer.text.startswith(what.thanks) or (typed and is_member)
            return answer

        self._does(f"{name} writes ({way}): {promise.text}", acts)
        self.ground.counts["promises"] += promise.kept

    # --- cases ---

    @rule(name=anybody, way=ways)
    def brings_a_case(self, name: str, way: str) -> None:
        self._writes(name, A_CASE, way, self.chat)

    @rule(name=anybody)
    def puts_it_anew(self, name: str) -> None:
        self._writes(name, PUT_ANEW, "form", self._own(name))

    @rule(which=one_of_them)
    @precondition(lambda self: self._waiting())
    def withdraws(self, which: int) -> None:
        waiting = self._waiting()
        name = waiting[which % len(waiting)].by
        own = self._own(name)
        if work := self._saying(name, own, "kø"):
            self._does(f"{name} asks for the queue", work)
            if found := self._button(name, own, "Træk sagen tilbage"):
                self._presses(name, own, *found)

    def _waiting(self) -> list[Promise]:
        return [
            case
            for case in self.model.cases.values()
            if case.last is not None and not case.gone and case.last.state == CaseState.WAITING
        ]

    # --- the coming sparring ---

    @initialize(agenda=st.sampled_from((None, *AGENDAS)), to=st.integers(0, 6))
    def most_lives_begin_with_a_sparring(self, agenda: str | None, to: int) -> None:
        if self.ground.kind == POSTGRESQL:
            self.a_second_one_comes()
        if agenda is not None:
            self.they_begin("Karen", agenda, to)

    @rule(name=leaders, agenda=st.sampled_from(AGENDAS), to=st.integers(0, 6))
    @precondition(rests)
    def they_begin(self, name: str, agenda: str, to: int) -> None:
        """With a case, unless it is about something else; in the middle of it one goes on."""
        if not self._waiting() and "emne" not in agenda:
            self.brings_a_case("Ole", "alone")
        if work := self._saying(name, self.chat, f"start{agenda}"):
            self._does(f"{name} types start{agenda}", work, starts=True)
            self.they_go_on(to)

    @rule(name=leaders, guest=st.booleans(), keeper=anybody)
    @precondition(rests)
    def prepares_the_card(self, name: str, guest: bool, keeper: str) -> None:
        form = self._form(name, self.chat, "Ret sag og tid")
        who = self._new("Susanne {} fra PPR") if guest else ""
        if work := self._handing_in(form, guest=who, timekeeper=keeper):
            self.model.guests |= {who} - {""}
            self._does(f"{name} prepares, guest {who}", work)

    # --- the running sparring ---

    @rule(times=st.integers(1, 4))
    @precondition(runs)
    def they_go_on(self, times: int) -> None:
        for _ in range(times):
            if (meeting := self.seen.running) is None:
                return
            title = "Næste fase" if meeting.later else "Afslut sparringen"
            if found := self._button(meeting.chair.name, self.chat, title):
                self._presses(meeting.chair.name, self.chat, *found)

    @rule(each=st.lists(one_of_them, min_size=1, max_size=4))
    @precondition(runs)
    def who_leads_presses(self, each: list[int]) -> None:
        for which in each:
            if (meeting := self.seen.running) is not None:
                live = self._offered(meeting.chair.name, self.chat)
                if mine := [found for found in live if found[0] is live[0][0]]:
                    self._presses(meeting.chair.name, self.chat, *mine[which % len(mine)])

    @rule(name=anybody, which=one_of_them)
    def presses(self, name: str, which: int) -> None:
        """One of the buttons in the group, whoever it is for."""
        if found := self._offered(name, self.chat):
            self._presses(name, self.chat, *found[which % len(found)])

    @rule(which=one_of_them)
    def presses_alone(self, which: int) -> None:
        """One of the buttons that somebody has in private."""
        if found := [(name, *at) for name in TEAM for at in self._offered(name, self._own(name))]:
            name, message, action = found[which % len(found)]
            self._presses(name, self._own(name), message, action)

    def _presses(self, name: str, chat: Chat, message: Message, action: Json) -> None:
        data = {key: str(value) for key, value in action.get("data", {}).items()}
        verb, title = str(action["verb"]), str(action["title"])
        key = (name, message.activity_id, verb, tuple(sorted(data.items())))
        first = key not in self.pressed
        self.pressed.add(key)
        press = partial(self.people[name].presses, chat, title, message=message)
        what = f"{name} presses {title} ({verb}, turn {data.get('turn')})"
        if verb in STARTS:
            self._does(what, press, starts=True)
        else:
            self._moves(what, press, name, verb, data, first=first)

    @rule(name=leaders, word=st.sampled_from(sorted(TYPED)))
    @precondition(runs)
    def types(self, name: str, word: str) -> None:
        if work := self._saying(name, self.chat, word):
            self._moves(f"{name} types {word}", work, name, TYPED[word])

    @rule(name=anybody)
    @precondition(runs)
    def postpones(self, name: str) -> None:
        if work := self._handing_in(self._form(name, self.chat, "Udskyd til næste gang")):
            self._moves(f"{name} postpones", work, name, "sparring.postpone")

    def _moves(
        self,
        what: str,
        work: Work,
        name: str,
        verb: str,
        data: Mapping[str, str] | None = None,
        *,
        first: bool = True,
    ) -> None:
        """What the rules make of the meeting, if they were asked; perhaps, if nobody was heard."""
        data = data or {}
        self.ground.counts["moves"] += bool(self.possible)
        known = self._known(name)
        turn = int(data["turn"]) if "turn" in data else None
        sure = first and self._is_member(name) is not None
        heard: list[bool] = []

        async def acts() -> Any:
            answer = await work()
            heard.append(True)
            return answer

        def change(was: Meeting) -> list[Meeting]:
            if known is None or data.get("id", "") not in ("", str(was.id)):
                return [was]
            new = after(was, verb, known, self.now, turn, data.get("who", ""))
            return [new] if sure and heard else [was, new]

        self._does(what, acts, change)

    @rule(name=anybody)
    @precondition(lambda self: runs(self) and self.seen.running.phase in PARKING)
    def parks(self, name: str) -> None:
        self._writes(name, A_PROPOSAL, "form", self.chat)

    @rule(name=anybody, way=ways)
    def learns(self, name: str, way: str) -> None:
        self._writes(name, A_POINT, way, self.chat)

    # --- the team ---

    @rule(name=anybody, other=anybody)
    def swaps(self, name: str, other: str) -> None:
        form = self._form(name, self._own(name), "Byt tur")
        if name != other and (work := self._handing_in(form, **{"with": other})):
            self._does(f"{name} would swap with {other}", work)

    @rule(name=anybody, days=st.integers(0, 7), ends=st.booleans())
    def is_away(self, name: str, days: int, ends: bool) -> None:
        own = self._own(name)
        if asks := self._saying(name, own, "fravær"):
            self._does(f"{name} asks for absence", asks)
            form = self._form(name, own, "Meld fravær")
            first = (self.now.astimezone(ZONE) + timedelta(days=days)).date().isoformat()
            if form is not None and ends and "Ophæv fravær" in form.buttons:
                self._does(f"{name} is not away", partial(form.submit, "Ophæv fravær"))
            elif not ends and (handed := self._handing_in(form, first=first)):
                self._does(f"{name} is away from {first}", handed)

    @rule(
        deputy=st.sampled_from(LEADERS),
        weekday=st.sampled_from(("0", "1", "3")),
        at=st.sampled_from(("09:00", "13:05", "16:30")),
    )
    def sets(self, deputy: str, weekday: str, at: str) -> None:
        form = self._form("Karen", self.chat, "Vælg dag og tid")
        if work := self._handing_in(form, weekday=weekday, starts_at=at, deputy=deputy):
            self._does(f"Karen sets {weekday} {at}, deputy {deputy}", work)
            self.model.put_anew(self.now)

    @rule(name=st.sampled_from((*NEWCOMERS, "Jens Krog")))
    def comes_or_goes(self, name: str) -> None:
        person = self.teams.person(name)
        leaves = person in self.chat.members
        change = self.teams.leave if leaves else self.teams.join
        self._does(f"{name} {'leaves' if leaves else 'joins'}", _done(change, self.chat, person))

    @rule(name=anybody)
    def is_lost_or_found(self, name: str) -> None:
        person, own = self.people[name], self._own(name)
        if self.teams.reaches(own):
            self._says(f"{name} takes the app away")
            self.teams.unreachable(person)
        else:
            self._does(f"{name} has the app again", _done(self.teams.add_bot, own, by=person))

    # --- time ---

    @rule(seconds=st.sampled_from(MOMENTS))
    def time_passes(self, seconds: int) -> None:
        self._passes(timedelta(seconds=seconds))

    @rule(minutes=st.integers(1, 12))
    @precondition(runs)
    def the_meeting_goes_on(self, minutes: int) -> None:
        self._passes(timedelta(minutes=minutes))

    @rule(hours=st.sampled_from(HOURS))
    @precondition(rests)
    def long_passes(self, hours: int) -> None:
        self._passes(timedelta(hours=hours))

    @rule(before=st.sampled_from((0, 0, 0, 90)))
    @precondition(rests)
    def until_the_next(self, before: int) -> None:
        """To the moment at which the clock has something to do, or a little before."""
        coming = [row.due_at for row in self.seen.occurrences.values() if row.done_at is None]
        later = [at - timedelta(seconds=before) for at in coming]
        if ahead := [at for at in later if at > self.now]:
            self._passes(min(ahead) - self.now)

    def _passes(self, amount: timedelta) -> None:
        with self._telling():
            self._says(f"after {amount}")
            self.clock.time += amount
            self._ticks()

    def _ticks(self) -> None:
        """At most one move at each look of each bot."""
        looks, now = len(self.place.awake), self.now
        self.place.run(self.place.tick())
        sure = len(self.place.awake) >= looks and not self.loose
        if looks and self.place.awake:
            self.model.looked(self.now)

        def change(was: Meeting) -> list[Meeting]:
            there = [was]
            for _ in range(looks):
                there.append(rules.time_passes(there[-1], now)[0])
            return there[-1:] if sure else there

        self._may(change)
        self._sweeps()
        self.place.run(self.place.answers())
        self._settles()

    # --- what goes wrong ---

    @rule(trouble=st.sampled_from((None, *TROUBLES)), times=st.sampled_from((1, 1, 2, 5, 40)))
    def there_is_trouble(self, trouble: str | None, times: int) -> None:
        """The next requests of an outbox meet it; None: whatever there was is over."""
        self._says(f"trouble: {trouble}, {times} times")
        if trouble is None:
            self.place.troubles.clear()
        else:
            self.ground.counts["troubles"] += times
            self.place.troubles += [trouble] * times

    @rule(times=st.integers(1, 3), new_id=st.booleans())
    def is_sent_again(self, times: int, new_id: bool) -> None:
        """Teams was not answered in time, or thinks so."""
        last = self.teams._last_invoke if new_id else self.teams._last
        # Later, a press that comes under a new id is somebody who presses once more; if the card
        # has no nonce.
        pressed = new_id and last is not None and last.activity["name"] == PRESS
        once_for_good = pressed and "nonce" in last.activity["value"]["action"]["data"]
        within = SENT_AGAIN_WITHIN if once_for_good or not pressed else PRESSED_AGAIN_WITHIN
        if last is None or self.now - _written(last.activity) > within:
            return
        again = partial(self.teams.resend_invoke, new_id=True)
        if not new_id:
            again = partial(self.teams.resend_last, times=times)
        was_loose, self.loose = self.loose, self.loose or self.unanswered
        self._does(f"sent again {times} times, new id: {new_id}", again)
        self.loose = was_loose

    @rule(
        fate=st.sampled_from((Fate.DIES, Fate.DIES, Fate.STANDS)),
        left=st.integers(0, 14),
        sending=st.booleans(),
        outage=st.sampled_from((0, 0, 10, 45, 120, 1200, 7200, 86_400)),
        again=st.sampled_from((None, None, None, 0, 3, 7)),
        which=st.integers(0, 1),
    )
    @precondition(lambda self: self.place.awake)
    def one_will(
        self, fate: Fate, left: int, sending: bool, outage: int, again: int | None, which: int
    ) -> None:
        """A bot dies at one of its next points, and is away for so long; the next one may die
        while it starts. Or it stands still."""
        left = left % 4 if sending else left
        where = "points of a send" if sending else "points"
        self._says(f"a bot {fate} in {left} {where}, for {outage} s; the next: {again}")
        process = self.place.awake[which % len(self.place.awake)]
        process.fate, process.left, process.sending = fate, left, sending
        self.outage, self.next_left = timedelta(seconds=outage), again

    @rule(in_order=st.booleans())
    @precondition(lambda self: self.place.awake)
    def goes(self, in_order: bool) -> None:
        """At rest: killed, or stopped in good order. If it was the only one it is started anew."""
        with self._telling():
            self._says("a bot is stopped" if in_order else "a bot is killed")
            if in_order:
                self.place.run(self.place.answers())
            if self.place.awake:  # it may have met its fate meanwhile
                self.place.run(self.place.go(self.place.awake[-1], in_order=in_order))
            self._settles()

    @rule()
    @precondition(lambda self: self.place.stood)
    def wakes(self) -> None:
        """What it was about to do it does now: also what nobody waits for any more."""
        self._says("whoever stands still goes on")
        self.ground.counts["stood still"] += 1
        with self._telling():
            self._thaws()
            self._settles()
            self.loose = False

    def _thaws(self) -> None:
        self.loose = True
        for process in self.place.stood:
            self.place.run(process.thaw())

    @rule()
    @precondition(lambda self: len(self.place.processes) < 2 and not self.refused)
    def a_second_one_comes(self) -> None:
        """PostgreSQL lets two bots share a database; a SQLite file is one bot's alone."""
        with self._telling():
            self._says("a second one comes")
            if self.ground.kind == SQLITE:
                self._is_refused()
            else:
                self.ground.counts["replicas"] += 1
                self._comes()
            self._settles()

    def _is_refused(self) -> None:
        self.refused = True  # once in a life is enough
        try:
            self.place.run(self.place.come())
        except AlreadyRunning:
            return
        must(False, "two bots on one file")

    # --- and in the end ---

    @rule()
    @precondition(lambda self: not self.is_calm)
    def calms(self) -> None:
        """No more trouble: whatever waits is said, and everybody looks at everything."""
        with self._telling():
            self._says("everything comes to rest")
            self.is_calm = True
            self.place.troubles.clear()
            for process in self.place.processes:
                process.fate = None
            self._thaws()
            self._settles()
            self.loose = self.unanswered = False
            self._come_to_rest()
            self.seen = look(self.ground.engine, self.possible, at_everything=True)
            sent = self.place.sent
            self.model.check_at_rest(self.seen, self.now, self.ground.engine, sent)

    def _come_to_rest(self) -> None:
        """The last beat may have come before what it should let go was held: once more."""
        rested = False
        for _ in range(REST):
            self._ticks()
            due = [row.due_at for row in self.seen.outbox.values() if row.due_at is not None]
            closing = [row.delete_by for row in self.seen.contents if row.delete_by]
            if not due and not closing and not self.seen.wipes:
                if rested:
                    return
                rested = True
                continue
            rested = False
            later = [at for at in (*due, *closing) if at > self.now]
            self.clock.time = min(later, default=self.now + SOON)

    def _nothing_is_left(self) -> None:
        stored = self.ground.stored()
        for forgotten in forgotten_texts(self.model, self.seen):
            must(forgotten.encode() not in stored, f"{forgotten} is still on the disk")


def _written(activity: Json) -> datetime:
    return datetime.fromisoformat(activity["timestamp"])


def _done(work: Callable[..., Any], *args: Any, **more: Any) -> Work:
    """For what nobody is answered."""

    async def acts() -> Answer:
        await work(*args, **more)
        return Answer(status=200)

    return acts


# --- where it happens ------------------------------------------------------------------------


@dataclass(kw_only=True)
class Ground:
    """What one batch has in common: a team that has moved in, and how to begin there again."""

    kind: str
    url: str
    place: Place
    clock: Clock
    teams: Teams
    folder: Path
    cluster: postgres.Cluster | None
    engine: Engine
    counts: Counter[str] = field(default_factory=Counter)
    told: list[str] = field(default_factory=list)  # the steps of the last failure
    errors: list[logging.LogRecord] = field(default_factory=list)
    begin: datetime = MONDAY
    chats: dict[str, Any] = field(default_factory=dict)
    last_id: int = 0

    def move_in(self) -> None:
        """The bot is in the team's chat and in everybody's own, with Karen as coordinator and Bo
        as deputy."""
        present = [self.teams.person(name) for name in NAMES]
        self.place.run(self.place.come())
        self.place.run(self._they_come(present))
        self.place.run(self.place.go(self.place.awake[0], in_order=True))
        self.place.sent.clear()
        self.chats = {
            chat_id: (chat, copied(vars(chat))) for chat_id, chat in self.teams.chats.items()
        }
        self.begin, self.last_id = self.clock.time, self.teams._last_id
        if self.cluster is None:
            (self.folder / "bot.db").rename(self.folder / "moved_in.db")
        else:
            self.cluster.create("moved_in", template="bot")

    async def _they_come(self, present: list[Person]) -> None:
        chat = self.teams.group_chat("Team Øst", *present)
        bot = self.place.awake[0]
        await self.place.act(bot, _done(self.teams.add_bot, chat, by=present[0]))
        await self.place.settle()
        for person in present:
            says = partial(person.says, self.teams.personal(person), "hjælp")
            await self.place.act(bot, says)
        opens = partial(present[0].opens, chat, "Vælg dag og tid")
        form = await self.place.act(bot, opens)
        submit = partial(form.submit, weekday="1", starts_at="09:00", deputy="Bo")
        await self.place.act(bot, submit)
        await self.place.settle()

    def put_back(self) -> None:
        self.errors.clear()
        self.clock.time = self.begin
        self.teams.faults.clear()
        self.teams.ledger.clear()
        self.teams._out_of_reach.clear()
        self.teams._last = self.teams._last_invoke = None
        self.teams._last_id = self.last_id
        self.teams.chats = {chat_id: chat for chat_id, (chat, _) in self.chats.items()}
        for chat, inside in self.chats.values():
            vars(chat).update(copied(inside))
        if self.cluster is None:
            for file in self.folder.glob("bot.db*"):
                file.unlink()
            shutil.copyfile(self.folder / "moved_in.db", self.folder / "bot.db")
        else:
            self.cluster.drop("bot")
            self.cluster.create("bot", template="moved_in")

    def version(self) -> object:
        """It changes whenever somebody else commits."""
        changed = "PRAGMA data_version"
        if self.cluster is not None:
            changed = "SELECT pg_current_wal_insert_lsn()"
        with self.engine.connect() as connection:
            return connection.execute(text(changed)).scalar()

    def stored(self) -> bytes:
        """Everything that the database has on disk, as far as it is the bot's to keep clean."""
        if self.cluster is None:
            return b"".join(file.read_bytes() for file in self.folder.glob("bot.db*"))
        query = (
            "SELECT pg_read_binary_file(pg_relation_filepath(oid)) FROM pg_class"
            " WHERE relkind IN ('r', 't') AND relname = 'case_content'"
        )
        with self.cluster.admin("bot") as connection:
            connection.execute("CHECKPOINT")
            return b"".join(content for (content,) in connection.execute(query))


@contextmanager
def ground(kind: str, folder: Path) -> Iterator[Ground]:
    with ExitStack() as stack:
        cluster, url = None, f"sqlite:///{folder / 'bot.db'}"
        if kind == POSTGRESQL:
            cluster = stack.enter_context(postgres.cluster())
            url = cluster.create("bot")
        stack.enter_context(points())
        loop = new_loop()
        stack.callback(loop.close)
        clock = Clock()
        teams = Teams(now=clock)
        loop.run_until_complete(teams.__aenter__())
        stack.callback(lambda: loop.run_until_complete(teams.__aexit__(None, None, None)))
        bots = Settings(app_id=None, database_url=url, port=0, send_limits=False)
        there = Ground(
            kind=kind,
            url=url,
            place=Place(loop=loop, teams=teams, clock=clock, settings=bots),
            clock=clock,
            teams=teams,
            folder=folder,
            cluster=cluster,
            engine=_engine(url),
        )
        stack.callback(there.engine.dispose)
        stack.enter_context(_logged(there.errors))
        there.move_in()
        yield there


def _engine(url: str) -> Engine:
    """To look with, beside the bots."""
    module = {"module": pysqlite3.dbapi2} if url.startswith("sqlite") else {}
    return create_engine(url.replace("postgresql:", "postgresql+psycopg:"), **module)


@contextmanager
def _logged(errors: list[logging.LogRecord]) -> Iterator[None]:
    keeper = logging.Handler(logging.ERROR)
    keeper.emit = errors.append  # type: ignore[method-assign]
    loggers = [logging.getLogger(name) for name in ("bot", "storage")]
    for each in loggers:
        each.addHandler(keeper)
    try:
        yield
    finally:
        for each in loggers:
            each.removeHandler(keeper)


def lives(kind: str, number: int, amount: int, folder: Path) -> Mapping[str, int]:
    """So many steps at least, in parts of some lives."""
    with ground(kind, folder) as there:
        part = 0
        while there.counts["steps"] < amount:
            machine: Any = type("Sparring", (Sparring,), {"ground": there})
            how = settings(
                max_examples=LIVES[kind],
                stateful_step_count=STEPS,
                deadline=None,
                database=None,
                phases=[Phase.generate, Phase.shrink],
                suppress_health_check=list(HealthCheck),
                report_multiple_bugs=False,
            )
            try:
                run_state_machine_as_test(seed(f"{number} {part}")(machine), settings=how)
            except Exception as error:
                print(*there.told, sep="\n", file=sys.stderr)
                notes = getattr(error, "__notes__", [])
                print(f"{type(error).__name__}: {error}", *notes, sep="\n", file=sys.stderr)
                return {**there.counts, "broken": 1}
            part += 1
        return {**there.counts, "broken": 0}


async def run(kind: str, number: int, amount: int, folder: Path) -> Mapping[str, int]:
    """In a thread: the machine has a loop of its own, and is not asynchronous."""
    return await asyncio.to_thread(lives, kind, number, amount, folder)


EXPERIMENTS = [
    Experiment(
        name="walks",
        row=26,
        unit="steps",
        goal=90_000,
        short=0,  # see test_walks
        batch=5_000,
        run=partial(run, SQLITE),
        never=("broken",),
    ),
    Experiment(
        name="walks-replicas",
        row=26,
        unit="steps",
        goal=10_000,
        short=0,
        batch=1_000,
        run=partial(run, POSTGRESQL),
        never=("broken",),
        needs=POSTGRESQL,
    ),
]
