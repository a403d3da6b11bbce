"""What came in the year: every prompt, when, to whom, and what became of it.

Written day by day, for the bot itself forgets: a message's row is gone weeks after it was sent.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import select

from bot.rehearsal.chats import Posted
from bot.rehearsal.connector import Chat, Event
from dialogs.calendar.days import Calendar, at_work, is_working_day
from storage.outbox import LETTER, Priority
from storage.store import Session
from storage.tables import OccurrenceRow, OutboxRow, PostedRow

Key = tuple[str, str]  # kind, entity


@dataclass(frozen=True, slots=True)
class Came:
    """One message that was posted."""

    at: datetime
    chat: Chat
    activity_id: str


@dataclass(kw_only=True)
class Ledger:
    zone: ZoneInfo
    came: list[Came] = field(default_factory=list)
    what: dict[str, Key] = field(default_factory=dict)  # by activity
    unasked: set[str] = field(default_factory=set)  # activities that nobody asked for
    prompts: dict[Key, str] = field(default_factory=dict)  # → the activity that it stands in
    planned: dict[tuple[str, str, str], OccurrenceRow] = field(default_factory=dict)
    answered: Counter[str] = field(default_factory=Counter)  # by button
    refused: Counter[str] = field(default_factory=Counter)
    _fresh: list[Came] = field(default_factory=list)

    def heard(self, event: Event) -> None:
        if isinstance(event, Posted):
            self._fresh.append(Came(event.at, event.chat, event.message.activity_id))

    def looks(self, session: Session) -> None:
        """At the end of a day: what today's messages were, and what became of what was planned."""
        rows = {
            row.activity_id: (row.kind, row.entity)
            for row in session.scalars(select(PostedRow))
            if row.kind != LETTER or row.activity_id not in self.what
        }
        priorities = {
            (row.kind, row.entity): row.priority for row in session.scalars(select(OutboxRow))
        }
        sections: dict[str, list[Key]] = defaultdict(list)
        for row in session.scalars(select(OutboxRow).where(OutboxRow.letter.is_not(None))):
            sections[str(row.letter)].append((row.kind, row.entity))
        for each in self._fresh:
            key = rows.get(each.activity_id)
            if key is None:
                continue
            self.what[each.activity_id] = key
            if each.chat.kind == "personal" and priorities.get(key) == Priority.PROMPT:
                self.unasked.add(each.activity_id)
                for prompt in sections.get(key[1], [key]) if key[0] == LETTER else [key]:
                    self.prompts.setdefault(prompt, each.activity_id)
        self.came += self._fresh
        self._fresh = []
        there = {(r.series, r.entity, r.key): r for r in session.scalars(select(OccurrenceRow))}
        self.planned |= there
        for key in [k for k, row in self.planned.items() if row.done_at is None]:
            if key not in there:
                del self.planned[key]  # called off
        session.expunge_all()

    # --- what must hold ----------------------------------------------------------------------

    def wrong(self, now: datetime, department: Calendar) -> Iterator[str]:
        yield from self._closed(department)
        yield from self._too_many()
        yield from self._twice()
        yield from self._left_over(now)

    def _closed(self, department: Calendar) -> Iterator[str]:
        for each in self.came:
            day = each.at.astimezone(self.zone).date()
            kind = self.what.get(each.activity_id, ("?", ""))[0]
            if not is_working_day(day, department):
                yield f"{kind} came on {day}, which is closed"
            elif (
                each.activity_id in self.unasked
                and at_work(each.at, department, self.zone) != each.at
            ):
                yield f"{kind} came at {each.at.astimezone(self.zone):%Y-%m-%d %H.%M}"

    def _too_many(self) -> Iterator[str]:
        per_day: Counter[tuple[str, date]] = Counter(
            (each.chat.name, each.at.astimezone(self.zone).date())
            for each in self.came
            if each.activity_id in self.unasked
        )
        for (_, day), count in per_day.items():
            if count > 1:
                yield f"{count} messages to one person on {day}"

    def _twice(self) -> Iterator[str]:
        where: dict[tuple[str, str, str], set[str]] = defaultdict(set)
        for each in self.came:
            if key := self.what.get(each.activity_id):
                where[(*key, each.chat.id)].add(each.activity_id)
        for (kind, entity, _), ids in where.items():
            if len(ids) > 1:
                yield f"{kind} {entity} was posted {len(ids)} times"

    def _left_over(self, now: datetime) -> Iterator[str]:
        for (series, entity, key), row in self.planned.items():
            if row.due_at <= now and row.done_at is None:
                yield f"{series} {entity} {key} was due {row.due_at} and did not happen"

    # --- what it came to ---------------------------------------------------------------------

    def lines(self) -> Iterable[str]:
        kinds = Counter(kind for kind, _ in self.prompts)
        letters = sum(self.what.get(each, ("",))[0] == LETTER for each in self.unasked)
        happened = [row for row in self.planned.values() if row.done_at and not row.missed_at]
        missed = Counter(row.series for row in self.planned.values() if row.missed_at)
        yield f"occurrences: {len(happened)} happened, {missed.total()} found nobody or were late"
        yield f"messages: {len(self.came)}, of them unasked to one person: {len(self.unasked)}"
        yield f"prompts in them: {len(self.prompts)}; days on which several became one: {letters}"
        for kind, count in sorted(kinds.items()):
            yield f"  {count:5} {kind}"
        yield f"answered by a press or a form: {self.answered.total()}"
        for button, count in self.answered.most_common():
            yield f"  {count:5} {button}"
        for series, count in sorted(missed.items()):
            yield f"  not held: {count} {series}"
