"""What came in the year: every message, when, to whom; and every prompt, and what became of it.

Written as it happens, for the bot itself forgets: a message's row is gone weeks after it was sent.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import select

from bot.rehearsal.chats import Message, Posted
from bot.rehearsal.connector import Chat, Event
from bot.rehearsal.shown import Json, actions
from dialogs.calendar.days import Calendar, at_work, is_working_day
from dialogs.quiet.cards import SECTION
from storage.outbox import LETTER, PERSON, Priority
from storage.store import Session
from storage.tables import OccurrenceRow, OutboxRow, PostedRow

Key = tuple[str, str]  # kind, entity
# What a team may get then: why it does not meet, and what somebody who works has just done.
ON_A_CLOSED_DAY = ("sparring.closed_day", "supervision.booked", "courses.after.colleagues")


@dataclass(frozen=True, slots=True)
class Came:
    """One message that was posted."""

    at: datetime
    chat: Chat
    message: Message


@dataclass(slots=True, kw_only=True)
class Prompt:
    """Something that a person was to be asked or told, though they had not asked."""

    row: int  # of the outbox; a button in a letter says it
    kind: str
    entity: str
    address: str
    wanted: datetime
    stage: str
    reason: str
    came: list[Came] = field(default_factory=list)
    pressed: list[str] = field(default_factory=list)  # the buttons, as they were taken
    refused: list[str] = field(default_factory=list)

    def buttons(self, card: Json | None) -> list[str]:
        """That belong to it, on the message in which it stands alone or with others."""
        found = list(actions(card)) if card else []
        sections = {_section(each) for each in found} - {None}
        return [
            each.get("title", "")
            for each in found
            if each["type"] != "Action.OpenUrl" and (not sections or _section(each) == self.row)
        ]

    @property
    def asked(self) -> bool:
        """Whether there was anything to press when it came."""
        return any(
            self.buttons(version.card) for each in self.came for version in each.message.versions
        )

    @property
    def asks(self) -> bool:
        """Whether there still is."""
        return any(self.buttons(each.message.card) for each in self.came)


@dataclass(frozen=True, slots=True)
class Due:
    """One time of something that comes by the calendar."""

    due_at: datetime
    done_at: datetime | None
    missed_at: datetime | None


@dataclass(kw_only=True)
class Ledger:
    zone: ZoneInfo
    came: list[Came] = field(default_factory=list)
    kinds: dict[str, set[Key]] = field(default_factory=lambda: defaultdict(set))  # by activity
    prompts: dict[Key, Prompt] = field(default_factory=dict)
    due: dict[tuple[str, str, str], Due] = field(default_factory=dict)
    called_off: Counter[str] = field(default_factory=Counter)  # by series
    answered: Counter[str] = field(default_factory=Counter)  # by button
    refused: Counter[str] = field(default_factory=Counter)
    _fresh: list[Came] = field(default_factory=list)
    _rows: dict[int, Key] = field(default_factory=dict)
    _answers: set[Key] = field(default_factory=set)  # came as such, and are only updated later

    def heard(self, event: Event) -> None:
        if isinstance(event, Posted):
            self._fresh.append(Came(event.at, event.chat, event.message))

    @property
    def has_news(self) -> bool:
        return bool(self._fresh)

    # --- looked at as it happens -------------------------------------------------------------

    def looks(self, session: Session) -> None:
        """What the messages are that just came: an answer changes their rows at once."""
        fresh = {each.message.activity_id: each for each in self._fresh}
        query = (
            select(*_PROMPT, PostedRow.activity_id)
            .join(
                PostedRow,
                (PostedRow.kind == OutboxRow.kind) & (PostedRow.entity == OutboxRow.entity),
            )
            .where(PostedRow.activity_id.in_(fresh))
        )
        for row in session.execute(query):
            self.kinds[row.activity_id].add((row.kind, row.entity))
            if _is_prompt(row):
                self._noted(row).came.append(fresh[row.activity_id])
            else:
                self._answers.add((row.kind, row.entity))
        self.came += self._fresh
        self._fresh = []

    def looks_at_all(self, session: Session) -> None:
        """At the end of a day: also what was not sent, and what became of what was planned."""
        for row in session.execute(select(*_PROMPT).where(OutboxRow.kind != LETTER)):
            key = (row.kind, row.entity)
            known = self.prompts.get(key)
            if known is not None:
                known.stage, known.reason = row.state, row.reason
            elif _is_prompt(row) and key not in self._answers:
                self._noted(row)
        columns = (OccurrenceRow.series, OccurrenceRow.entity, OccurrenceRow.key)
        times = (OccurrenceRow.due_at, OccurrenceRow.done_at, OccurrenceRow.missed_at)
        there = {
            tuple(row[:3]): Due(*row[3:]) for row in session.execute(select(*columns, *times))
        }
        for key in [k for k, each in self.due.items() if each.done_at is None and k not in there]:
            del self.due[key]
            self.called_off[key[0]] += 1
        self.due |= there

    def _noted(self, row) -> Prompt:
        key = (row.kind, row.entity)
        if key not in self.prompts:
            self.prompts[key] = Prompt(
                row=row.id,
                kind=row.kind,
                entity=row.entity,
                address=row.address,
                wanted=row.changed_at,
                stage=row.state,
                reason=row.reason,
            )
            self._rows[row.id] = key
        return self.prompts[key]

    def pressed(self, message: Message, button: str, card: Json | None, *, said: str = "") -> None:
        """`card`: on which it was pressed; `said`: why it was not taken."""
        prompt = self._asking(message, button, card)
        if said:
            self.refused[f"{button}: {said}"] += 1
        else:
            self.answered[button] += 1
        if prompt is not None:
            (prompt.refused if said else prompt.pressed).append(button)

    def _asking(self, message: Message, button: str, card: Json | None) -> Prompt | None:
        found = actions(card) if card else []
        row = next((_section(each) for each in found if each.get("title") == button), None)
        keys = [self._rows[row]] if row in self._rows else self.kinds[message.activity_id]
        return next((self.prompts[key] for key in keys if key in self.prompts), None)

    # --- what must hold ----------------------------------------------------------------------

    def wrong(self, now: datetime, calendars: Mapping[str, Calendar]) -> Iterator[str]:
        """`calendars`: by the name of a chat; the others' is that of "" (the department)."""
        yield from self._closed(calendars)
        yield from self._too_many()
        yield from self._twice()
        yield from self._left_over(now)

    def what(self, came: Came) -> str:
        keys = self.kinds.get(came.message.activity_id, set())
        return ", ".join(sorted(kind for kind, _ in keys if kind != LETTER)) or "an answer"

    def is_unasked(self, came: Came) -> bool:
        keys = self.kinds.get(came.message.activity_id, set())
        return any(key in self.prompts for key in keys)

    def _closed(self, calendars: Mapping[str, Calendar]) -> Iterator[str]:
        for each in self.came:
            local = each.at.astimezone(self.zone)
            calendar = calendars.get(each.chat.name, calendars[""])
            if not is_working_day(local.date(), calendar) and self._is_by_the_bot(each):
                yield f"{self.what(each)} came on {local:%Y-%m-%d}, a closed day"
            elif self.is_unasked(each) and at_work(each.at, calendar, self.zone) != each.at:
                yield f"{self.what(each)} came at {local:%Y-%m-%d %H.%M}, outside working hours"

    def _is_by_the_bot(self, came: Came) -> bool:
        """A closed day is told of on that day; and whoever works then is answered."""
        if came.chat.kind == "personal":
            return self.is_unasked(came)
        return self.what(came) not in ("an answer", *ON_A_CLOSED_DAY)

    def _too_many(self) -> Iterator[str]:
        for (name, day), count in self.days().items():
            if count > 1:
                yield f"{count} unasked messages to {name} on {day}"

    def days(self) -> Counter[tuple[str, date]]:
        """How many unasked messages somebody had on a day on which they had any."""
        return Counter(
            (each.chat.name, each.at.astimezone(self.zone).date())
            for each in self.came
            if self.is_unasked(each)
        )

    def _twice(self) -> Iterator[str]:
        for key, prompt in self.prompts.items():
            if len(prompt.came) > 1:
                yield f"{' '.join(key)} was sent {len(prompt.came)} times"
        where: dict[tuple[str, str, str], set[str]] = defaultdict(set)
        for each in self.came:
            for kind, entity in self.kinds.get(each.message.activity_id, ()):
                if (kind, entity) not in self.prompts:
                    where[kind, entity, each.chat.name].add(each.message.activity_id)
        for (kind, entity, name), ids in where.items():
            if len(ids) > 1:
                yield f"{kind} {entity} stands {len(ids)} times in {name}"

    def _left_over(self, now: datetime) -> Iterator[str]:
        for (series, entity, key), each in self.due.items():
            if each.due_at <= now and each.done_at is None:
                yield f"{series} {entity} {key} was due {each.due_at} and did not happen"


_PROMPT = (
    OutboxRow.id,
    OutboxRow.kind,
    OutboxRow.entity,
    OutboxRow.address,
    OutboxRow.priority,
    OutboxRow.state,
    OutboxRow.reason,
    OutboxRow.changed_at,
)


def _is_prompt(row) -> bool:
    unasked = row.priority == Priority.PROMPT and row.address.startswith(PERSON)
    return unasked and row.kind != LETTER


def _section(action: Json) -> int | None:
    data = action.get("data")
    found = data.get(SECTION) if isinstance(data, dict) else None
    return int(found) if found is not None else None
