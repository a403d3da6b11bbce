"""Teams, their conversations and members, absence, and who can be reached in private."""

from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from typing import Any, NamedTuple

from sqlalchemy import Row, Select, bindparam, delete, func, insert, or_, select, update
from sqlalchemy.exc import NoResultFound
from sqlalchemy.orm import Session

from dialogs.calendar.days import Calendar, Week
from dialogs.people.person import Person, first_name, short_names
from dialogs.people.team import Absence, Team
from dialogs.sparring import rota
from dialogs.sparring.agenda import AgendaName
from dialogs.sparring.starters import TOPICS
from storage import calendar, outbox
from storage.once import keep, once
from storage.outbox import Priority, to_chat
from storage.tables import AbsenceRow, ConversationRow, MemberRow, PersonRow, TeamRow
from storage.types import among, table_of

PERSONAL = "personal"
# What every turn asks stands ready, and asks for rows and not for objects: to put a statement
# together, and an object, takes longer than to run it (docs/performance.md).
_person, _chat, _team_, _member = map(table_of, (PersonRow, ConversationRow, TeamRow, MemberRow))
_BY_AAD_ID = select(_person.c.id, _person.c.teams_id, _person.c.name).where(
    _person.c.aad_id == bindparam("aad_id")
)
_UNREACHABLE = select(_person.c.id).where(_person.c.unreachable_since.is_not(None))
_REACHABLE = update(_person).where(among(_person.c.id, "persons")).values(unreachable_since=None)
_CHAT = select(_chat).where(_chat.c.id == bindparam("id"))
_CHATS = select(_chat).where(among(_chat.c.id, "ids"))
_OWN_CHATS = select(_chat).where(
    among(_chat.c.person_id, "persons"),
    _chat.c.kind == PERSONAL,
    _chat.c.left.is_(False),
)
_TEAM = select(_team_, calendar.RULE.scalar_subquery().label("rule")).where(
    _team_.c.id == bindparam("team_id")
)
_MEMBERS = select(_member.c.person_id).where(_member.c.team_id == bindparam("team_id"))
_ORDER = _MEMBERS.order_by(_member.c.position, _member.c.person_id)
_position = (
    select(_member.c.position)
    .where(_member.c.team_id == bindparam("team_id"), _member.c.person_id == _person.c.id)
    .scalar_subquery()
)
_NAMES = select(_person.c.id, _person.c.name, _position.label("position")).where(
    or_(
        _person.c.id.in_(_MEMBERS),
        among(_person.c.id, "roles"),
    )
)
SETTINGS = "people.settings"  # the message that shows a team its settings


@dataclass(frozen=True, slots=True, kw_only=True)
class Conversation:
    """A chat, and what is needed to write in it."""

    id: str
    kind: str
    service_url: str
    tenant_id: str
    bot_id: str
    name: str = ""
    team_id: int | None = None
    person_id: int | None = None
    added_by: int | None = None
    left: bool = False
    offered_save: bool = False


class Met(NamedTuple):
    """Somebody who is known here."""

    id: int
    teams_id: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """How the directory and Teams know somebody."""

    aad_id: str
    teams_id: str
    name: str
    guest: bool = False  # not one of the municipality's own
    foreign: bool = False  # and not in its directory either: nothing of them is stored


# --- people ----------------------------------------------------------------------------------


def meet(session: Session, contact: Contact) -> Person:
    """The person with this directory id, remembered from now on; an empty name changes none."""
    row = met(session, contact.aad_id)
    if row is None:
        values = {"aad_id": contact.aad_id, "teams_id": contact.teams_id, "name": contact.name}
        row_id = session.scalars(insert(PersonRow).values(values).returning(PersonRow.id)).one()
        return Person(row_id, first_name(contact.name))
    name = contact.name or row.name
    if (row.teams_id, row.name) != (contact.teams_id, name):
        session.execute(
            update(PersonRow)
            .where(PersonRow.id == row.id)
            .values(teams_id=contact.teams_id, name=name)
        )
    return Person(row.id, first_name(name))


def met(session: Session, aad_id: str) -> Met | None:
    """None: nobody with this directory id is known here."""
    return once(session, met_as(aad_id), lambda: _by_aad_id(session, aad_id))


def met_as(aad_id: str) -> Hashable:
    return ("met", aad_id)


def _by_aad_id(session: Session, aad_id: str) -> Met | None:
    row = session.execute(_BY_AAD_ID, {"aad_id": aad_id}).one_or_none()
    return Met(*row) if row is not None else None


def person(session: Session, person_id: int) -> Person:
    row = session.get_one(PersonRow, person_id)
    return Person(row.id, first_name(row.name))


def contact_of(session: Session, person_id: int) -> Contact | None:
    """None: erased meanwhile."""
    row = session.get(PersonRow, person_id)
    return Contact(aad_id=row.aad_id, teams_id=row.teams_id, name=row.name) if row else None


def find(session: Session, teams_or_aad_id: str) -> Person | None:
    query = select(PersonRow).where(
        or_(PersonRow.aad_id == teams_or_aad_id, PersonRow.teams_id == teams_or_aad_id)
    )
    row = session.scalar(query)
    return Person(row.id, first_name(row.name)) if row else None


def with_personal_chat(session: Session) -> list[Person]:
    """Everybody who has a chat of their own with the bot, by their whole name; a leader need not
    be in the team's."""
    query = (
        select(PersonRow)
        .where(PersonRow.id.in_(_in_own_chat()), PersonRow.name != "")
        .order_by(PersonRow.name)
    )
    return [Person(row.id, row.name) for row in session.scalars(query)]


def _in_own_chat() -> Select[int | None]:
    return select(ConversationRow.person_id).where(
        ConversationRow.kind == PERSONAL,
        ConversationRow.left.is_(False),
        ConversationRow.person_id.is_not(None),
    )


def unreachable(session: Session, person_id: int, since: datetime) -> None:
    session.execute(
        update(PersonRow).where(PersonRow.id == person_id).values(unreachable_since=since)
    )


def reachable(session: Session, persons: Collection[int | None]) -> None:
    """A message came to each of them; None: it went to no person."""
    unreached = once(
        session, "unreachable", lambda: frozenset(session.scalars(_UNREACHABLE))
    ).intersection(persons)
    if unreached:
        session.execute(_REACHABLE, {"persons": sorted(unreached)})


def is_unreachable(session: Session, person_id: int) -> bool:
    return session.get_one(PersonRow, person_id).unreachable_since is not None


# --- conversations ---------------------------------------------------------------------------


def conversation(session: Session, conversation_id: str) -> Conversation | None:
    return once(session, chat_of(conversation_id), lambda: _read_chat(session, conversation_id))


def chat_of(conversation_id: str) -> Hashable:
    return ("chat", conversation_id)


def _read_chat(session: Session, conversation_id: str) -> Conversation | None:
    row = session.execute(_CHAT, {"id": conversation_id}).one_or_none()
    return conversation_of(row) if row is not None else None


def note_conversation(session: Session, seen: Conversation) -> Conversation:
    """Remembers a chat, and refreshes how to reach it when that has changed."""
    known = conversation(session, seen.id)
    if known is None:
        session.execute(
            insert(ConversationRow).values(
                id=seen.id,
                kind=seen.kind,
                service_url=seen.service_url,
                tenant_id=seen.tenant_id,
                bot_id=seen.bot_id,
                name=seen.name,
                team_id=seen.team_id,
                person_id=seen.person_id,
                added_by=seen.added_by,
                left=seen.left,
                offered_save=False,
            )
        )
        return seen
    newest = replace(
        known,
        service_url=seen.service_url,
        tenant_id=seen.tenant_id,
        bot_id=seen.bot_id,
        name=seen.name or known.name,
    )
    if newest != known:
        change_conversation(
            session,
            seen.id,
            service_url=newest.service_url,
            tenant_id=newest.tenant_id,
            bot_id=newest.bot_id,
            name=newest.name,
        )
    return newest


def change_conversation(session: Session, conversation_id: str, **values: Any) -> None:
    session.execute(
        update(ConversationRow).where(ConversationRow.id == conversation_id).values(**values)
    )


def personal_chat(session: Session, person_id: int) -> Conversation | None:
    return personal_chats(session, (person_id,)).get(person_id)


def personal_chats(session: Session, persons: Collection[int]) -> dict[int, Conversation]:
    """Of those who have one, by who they are."""
    if not persons:
        return {}
    found: dict[int, Conversation] = {}
    for row in session.execute(_OWN_CHATS, {"persons": list(persons)}):
        found.setdefault(row.person_id, conversation_of(row))
    return found


def conversations(session: Session, ids: Collection[str]) -> dict[str, Conversation]:
    if not ids:
        return {}
    rows = session.execute(_CHATS, {"ids": list(ids)})
    return {row.id: conversation_of(row) for row in rows}


def any_conversation(session: Session) -> Conversation | None:
    """A chat whose service and tenant a new one can be opened through."""
    query = select(ConversationRow).where(ConversationRow.left.is_(False)).limit(1)
    row = session.scalars(query).first()
    return conversation_of(row) if row else None


def conversation_of(row: ConversationRow | Row[Any]) -> Conversation:
    return Conversation(
        id=row.id,
        kind=row.kind,
        service_url=row.service_url,
        tenant_id=row.tenant_id,
        bot_id=row.bot_id,
        name=row.name,
        team_id=row.team_id,
        person_id=row.person_id,
        added_by=row.added_by,
        left=row.left,
        offered_save=row.offered_save,
    )


# --- teams -----------------------------------------------------------------------------------


def add_team(
    session: Session, *, name: str, conversation_id: str, coordinator: Person | None
) -> int:
    fresh = Team(id=0, name=name)
    values: dict[str, Any] = {
        "name": name,
        "conversation_id": conversation_id,
        "coordinator_id": coordinator.id if coordinator else None,
        "booked": fresh.booked,
        "agenda": fresh.agenda,
        "edits": {},
        "focus": "",
        "tools": list(fresh.tools),
        "methods": list(fresh.methods),
        "topics": list(TOPICS),
        "closed_weeks": [],
    }
    return session.scalars(insert(TeamRow).values(values).returning(TeamRow.id)).one()


def team(session: Session, team_id: int) -> Team:
    return once(session, ("team", team_id), lambda: _read_team(session, team_id))


def _read_team(session: Session, team_id: int) -> Team:
    row = _team_row(session, team_id)
    return _team(row, _directory(session, team_id), calendar.of(row.rule))


def _team_row(session: Session, team_id: int) -> Row[Any]:
    """Raises NoResultFound."""
    asked = {"team_id": team_id}
    return once(session, ("team row", team_id), lambda: session.execute(_TEAM, asked).one())


def find_team(session: Session, team_id: int) -> Team | None:
    try:
        return team(session, team_id)
    except NoResultFound:
        return None


def home(session: Session, team_id: int) -> str:
    """The conversation that the team's meetings are posted in."""
    where: str = _team_row(session, team_id).conversation_id
    return where


def move_home(session: Session, team_id: int, conversation_id: str) -> None:
    session.execute(
        update(TeamRow).where(TeamRow.id == team_id).values(conversation_id=conversation_id)
    )


def all_teams(session: Session) -> list[Team]:
    ids = session.scalars(select(TeamRow.id).order_by(TeamRow.name)).all()
    return [team(session, team_id) for team_id in ids]


def teams_of(session: Session, person_id: int) -> list[Team]:
    """The teams that somebody is in or has a role in."""
    return list(once(session, ("teams of", person_id), lambda: _read_teams_of(session, person_id)))


def _read_teams_of(session: Session, person_id: int) -> Sequence[Team]:
    member = select(MemberRow.team_id).where(MemberRow.person_id == person_id)
    query = (
        select(TeamRow.id)
        .where(
            or_(
                TeamRow.id.in_(member),
                TeamRow.coordinator_id == person_id,
                TeamRow.deputy_id == person_id,
                TeamRow.leader_id == person_id,
            )
        )
        .order_by(TeamRow.id)
    )
    return [team(session, team_id) for team_id in session.scalars(query)]


def save_team(session: Session, changed: Team, *, by: Person | None) -> None:
    """`by` None: it followed from who came and went."""
    starts_at = changed.starts_at
    session.execute(
        update(TeamRow)
        .where(TeamRow.id == changed.id)
        .values(
            name=changed.name,
            coordinator_id=_id(changed.coordinator),
            deputy_id=_id(changed.deputy),
            leader_id=_id(changed.leader),
            weekday=changed.weekday,
            starts_at=starts_at.isoformat("minutes") if starts_at else None,
            booked=changed.booked,
            agenda=changed.agenda,
            edits={name: dict(edit) for name, edit in changed.edits.items()},
            focus=changed.focus,
            tools=list(changed.tools),
            methods=list(changed.methods),
            closed_weeks=[[week.year, week.number] for week in changed.own_weeks],
            changed_by=_id(by),
        )
    )


def changed_by(session: Session, team_id: int) -> Person | None:
    changer = _team_row(session, team_id).changed_by
    return directory(session, team_id).get(changer) if changer else None


def say_settings(session: Session, team_id: int, now: datetime) -> None:
    """The team is shown its settings as they are, and what has changed. One message a day, which
    follows the changes of that day: an old one would be updated far up in the chat, where nobody
    sees it."""
    entity = f"{team_id}:{now:%Y-%m-%d}"
    outbox.want(session, SETTINGS, entity, to_chat(home(session, team_id)), Priority.LINE, now)


def topics(session: Session, team_id: int) -> list[str]:
    """The general topics, the one to offer next first."""
    return list(_team_row(session, team_id).topics)


def save_topics(session: Session, team_id: int, ordered: Sequence[str]) -> None:
    session.execute(update(TeamRow).where(TeamRow.id == team_id).values(topics=list(ordered)))


def _id(somebody: Person | None) -> int | None:
    return somebody.id if somebody else None


def _team(row: Row[Any], people: Mapping[int, Person], department: Calendar) -> Team:
    def who(person_id: int | None) -> Person | None:
        return people.get(person_id) if person_id is not None else None

    return Team(
        id=row.id,
        name=row.name,
        coordinator=who(row.coordinator_id),
        deputy=who(row.deputy_id),
        leader=who(row.leader_id),
        weekday=row.weekday,
        starts_at=time.fromisoformat(row.starts_at) if row.starts_at else None,
        booked=row.booked,
        agenda=AgendaName(row.agenda),
        edits=row.edits,
        focus=row.focus,
        tools=tuple(row.tools),
        methods=tuple(row.methods),
        own_weeks=tuple(Week(*week) for week in row.closed_weeks),
        department=department,
    )


# --- members ---------------------------------------------------------------------------------


def directory(session: Session, team_id: int) -> dict[int, Person]:
    """Everybody that a team's texts may name, as the team calls them."""
    return dict(_directory(session, team_id))


def _directory(session: Session, team_id: int) -> Mapping[int, Person]:
    return once(session, ("directory", team_id), lambda: _read_directory(session, team_id))


def _read_directory(session: Session, team_id: int) -> Mapping[int, Person]:
    team_row = _team_row(session, team_id)
    roles = {team_row.coordinator_id, team_row.deputy_id, team_row.leader_id, team_row.changed_by}
    asked = {"team_id": team_row.id, "roles": sorted(roles - {None})}
    rows = session.execute(_NAMES, asked).all()
    places = sorted((row.position, row.id) for row in rows if row.position is not None)
    keep(session, {_order_of(team_row.id): tuple(person_id for _, person_id in places)})
    named = short_names({row.id: row.name for row in rows})
    return {who: Person(who, name) for who, name in named.items()}


def named(session: Session, team_id: int, person_id: int) -> Person:
    """Somebody as the team calls them; a stranger by their first name."""
    return directory(session, team_id).get(person_id) or person(session, person_id)


def order(session: Session, team_id: int) -> rota.Order:
    asked = {"team_id": team_id}
    return once(session, _order_of(team_id), lambda: tuple(session.scalars(_ORDER, asked)))


def _order_of(team_id: int) -> Hashable:
    return ("order", team_id)


def save_order(session: Session, team_id: int, new: rota.Order) -> None:
    """Writes who is in the team and in which order their turns come."""
    session.execute(
        delete(MemberRow).where(MemberRow.team_id == team_id, MemberRow.person_id.not_in(new))
    )
    known = set(order(session, team_id))
    for position, person_id in enumerate(new):
        if person_id in known:
            session.execute(
                update(MemberRow)
                .where(MemberRow.team_id == team_id, MemberRow.person_id == person_id)
                .values(position=position)
            )
        else:
            session.execute(
                insert(MemberRow).values(team_id=team_id, person_id=person_id, position=position)
            )


def members(session: Session, team_id: int) -> list[Person]:
    people = directory(session, team_id)
    return [people[person_id] for person_id in order(session, team_id)]


def is_member(session: Session, team_id: int, person_id: int) -> bool:
    return person_id in order(session, team_id)


def unreached(session: Session, team_id: int) -> list[str]:
    """The names of those in the team who have no chat of their own with the bot, or whose chat
    takes no message."""
    people = directory(session, team_id)
    no_chat = PersonRow.id.not_in(_in_own_chat())
    query = (
        select(MemberRow.person_id)
        .join(PersonRow, PersonRow.id == MemberRow.person_id)
        .where(
            MemberRow.team_id == team_id, or_(no_chat, PersonRow.unreachable_since.is_not(None))
        )
        .order_by(MemberRow.position)
    )
    return [people[person_id].name for person_id in session.scalars(query)]


# --- absence ---------------------------------------------------------------------------------


def add_absence(session: Session, absence: Absence) -> None:
    session.execute(
        insert(AbsenceRow).values(
            person_id=absence.person_id, first=absence.first, last=absence.last
        )
    )


def absences_of(session: Session, person_id: int, since: date = date.min) -> list[Absence]:
    query = (
        select(AbsenceRow)
        .where(AbsenceRow.person_id == person_id, AbsenceRow.last >= since)
        .order_by(AbsenceRow.first)
    )
    return [
        Absence(person_id=row.person_id, first=row.first, last=row.last)
        for row in session.scalars(query)
    ]


def absences(session: Session, people: Collection[int], since: date) -> list[Absence]:
    query = select(AbsenceRow).where(AbsenceRow.person_id.in_(people), AbsenceRow.last >= since)
    return [
        Absence(person_id=row.person_id, first=row.first, last=row.last)
        for row in session.scalars(query)
    ]


def end_absences(session: Session, person_id: int, since: date) -> None:
    session.execute(
        delete(AbsenceRow).where(AbsenceRow.person_id == person_id, AbsenceRow.last >= since)
    )


def absent_on(session: Session, people: Iterable[int], day: date) -> set[int]:
    query = select(AbsenceRow.person_id).where(
        AbsenceRow.person_id.in_(tuple(people)), AbsenceRow.first <= day, AbsenceRow.last >= day
    )
    return set(session.scalars(query))


def forget_absences(session: Session, before: date) -> int:
    gone = session.scalars(
        delete(AbsenceRow).where(AbsenceRow.last < before).returning(AbsenceRow.id)
    )
    return len(gone.all())


def count(session: Session) -> int:
    return session.scalar(select(func.count()).select_from(PersonRow)) or 0
