"""What became of the messages, read in a few questions however many there are.

A message belongs to the teams of the chat that it goes to. A private one belongs to each team
that its reader is in or has a role in: which of them it is about is not asked.
"""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import Session

from dialogs.status.report import Fate, Sent, Tally
from storage.outbox import LETTER, Stage, to_chat, to_person, when_ended
from storage.tables import ConversationRow, MemberRow, OccurrenceRow, OutboxRow, PersonRow, TeamRow

_ROLES = (TeamRow.coordinator_id, TeamRow.deputy_id, TeamRow.leader_id)
_UNDER_WAY = (Stage.WAITING, Stage.SENDING)
_TO_COME = (*_UNDER_WAY, Stage.HELD, Stage.CARRIED)
_ENDED_BADLY = (Stage.UNSURE, Stage.DEAD)


@dataclass(slots=True, kw_only=True)
class Overview:
    """What is known of one team."""

    name: str
    tallies: list[Tally] = field(default_factory=list)
    sent: Sent | None = None
    removed: bool = False  # the bot, from one of its chats
    out_of_reach: set[int] = field(default_factory=set)
    missed: int = 0


@dataclass(slots=True)
class _Address:
    teams: set[int]
    person_id: int | None = None  # whose own chat it is


def teams_led_by(session: Session, person_id: int | None) -> dict[int, str]:
    """The teams that somebody leads, in one role or another, by name; None: every team."""
    query = select(TeamRow.id, TeamRow.name).order_by(TeamRow.name, TeamRow.id)
    if person_id is not None:
        query = query.where(or_(*(role == person_id for role in _ROLES)))
    return {team_id: name for team_id, name in session.execute(query)}


def overview(
    session: Session,
    teams: Mapping[int, str],
    since: datetime,
    *,
    no_messages: Collection[str],
    series: Collection[str],
) -> dict[int, Overview]:
    """`since`: how far back what has ended is told. `no_messages` are the kinds that are asked of
    Teams, but say nothing to anybody; `series` are those of a team."""
    found = {team_id: Overview(name=name) for team_id, name in teams.items()}
    people = _people(session, found)
    lost = select(PersonRow.id).where(PersonRow.unreachable_since.is_not(None))
    for person_id in session.scalars(lost):
        for team_id in people.get(person_id, ()):
            found[team_id].out_of_reach.add(person_id)
    addresses = _addresses(session, found, people)
    for address, tally in _tallies(session, addresses, since):
        for team_id in addresses[address].teams:
            found[team_id].tallies.append(tally)
    for address, sent in _sent(session, addresses, since, no_messages):
        for team_id in addresses[address].teams:
            found[team_id].sent = _together(found[team_id].sent, sent)
    for team_id, missed in _missed(session, series, since):
        if team_id in found:
            found[team_id].missed = missed
    return found


def _people(session: Session, teams: Collection[int]) -> dict[int, set[int]]:
    """Everybody who is in one of these teams or has a role in it, with those teams."""
    found: dict[int, set[int]] = {}
    member = select(MemberRow.team_id, MemberRow.person_id).where(MemberRow.team_id.in_(teams))
    for team_id, person_id in session.execute(member):
        found.setdefault(person_id, set()).add(team_id)
    roles = select(TeamRow.id, *_ROLES).where(TeamRow.id.in_(teams))
    for team_id, *leading in session.execute(roles):
        for who in leading:
            if who is not None:
                found.setdefault(who, set()).add(team_id)
    return found


def _addresses(
    session: Session, found: Mapping[int, Overview], people: Mapping[int, set[int]]
) -> dict[str, _Address]:
    """Where these teams' messages go; notes on the way who has removed the bot."""
    there = {to_person(who): _Address(teams, who) for who, teams in people.items()}
    chats = select(ConversationRow).where(
        or_(ConversationRow.team_id.in_(found), ConversationRow.person_id.in_(people))
    )
    for chat in session.scalars(chats):
        if chat.team_id is not None and chat.team_id in found:
            found[chat.team_id].removed |= chat.left
            there[to_chat(chat.id)] = _Address({chat.team_id})
        elif chat.person_id is not None and chat.person_id in people:
            there[to_chat(chat.id)] = _Address(people[chat.person_id], chat.person_id)
    return there


def _tallies(
    session: Session, addresses: Mapping[str, _Address], since: datetime
) -> Iterator[tuple[str, Tally]]:
    by = (OutboxRow.address, OutboxRow.kind, OutboxRow.state, OutboxRow.reason)
    ended = and_(
        OutboxRow.state.in_(_ENDED_BADLY),
        OutboxRow.owner.is_(None),  # else it is only unsure until its sender has news
        since <= when_ended,
    )
    query = (
        select(*by, func.count(), func.max(when_ended), func.min(OutboxRow.due_at))
        .where(
            OutboxRow.address.in_(addresses),
            OutboxRow.kind != LETTER,  # what it carries is told of
            or_(OutboxRow.state.in_(_TO_COME), ended),
        )
        .group_by(*by)
    )
    for address, kind, state, reason, count, last_at, due_at in session.execute(query):
        waits = state == Stage.WAITING
        tally = Tally(
            kind=kind,
            fate=Fate.WAITING if state in _TO_COME else Fate(state),
            reason="" if state == Stage.SENDING else reason,
            count=count,
            last_at=last_at,
            next_try=due_at if waits else None,
            person_id=addresses[address].person_id,
        )
        yield address, tally


def _sent(
    session: Session,
    addresses: Mapping[str, _Address],
    since: datetime,
    no_messages: Collection[str],
) -> Iterator[tuple[str, Sent]]:
    query = (
        select(OutboxRow.address, func.count(), func.max(when_ended))
        .where(
            OutboxRow.address.in_(addresses),
            OutboxRow.state == Stage.SENT,
            since <= when_ended,
            OutboxRow.kind.not_in((*no_messages, LETTER)),
        )
        .group_by(OutboxRow.address)
    )
    for address, count, last_at in session.execute(query):
        yield address, Sent(count=count, last_at=last_at)


def _together(one: Sent | None, other: Sent) -> Sent:
    if one is None:
        return other
    return Sent(count=one.count + other.count, last_at=max(one.last_at, other.last_at))


def _missed(
    session: Session, series: Collection[str], since: datetime
) -> Iterator[tuple[int, int]]:
    # Grouped here: grouped there, the years of what was not missed are walked through.
    query = select(OccurrenceRow.series, OccurrenceRow.entity).where(
        OccurrenceRow.missed_at >= since
    )
    of_a_team = (entity for each, entity in session.execute(query) if each in series)
    for entity, count in Counter(of_a_team).items():
        yield int(entity), count


def messages(session: Session) -> dict[str, int]:
    """How many messages wait (or are being sent), are in doubt, and are dead: of all that are
    remembered, for metrics."""
    query = (
        select(OutboxRow.state, func.count())
        .where(OutboxRow.state.in_((*_UNDER_WAY, *_ENDED_BADLY)))
        .group_by(OutboxRow.state)
    )
    by_state = {state: count for state, count in session.execute(query)}
    return {
        "waiting": sum(by_state.get(state, 0) for state in _UNDER_WAY),
        "unsure": by_state.get(Stage.UNSURE, 0),
        "dead": by_state.get(Stage.DEAD, 0),
    }
