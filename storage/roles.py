"""What somebody is to a team and to the department, by what is stored; nothing is taken from a
button but the name of what is looked up."""

import re
from collections.abc import Collection, Hashable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, delete, exists, insert, select
from sqlalchemy.orm import Session

from dialogs.people import rights
from dialogs.people.person import Person
from dialogs.people.rights import DEPARTMENT, About, Role, Standing, State
from dialogs.people.team import Team
from storage import improvement, learning, people, practice, sparring
from storage.once import once
from storage.people import PERSONAL, Conversation
from storage.tables import (
    CaseRow,
    DepartmentRoleRow,
    GuestRow,
    PersonRow,
    ShareRow,
    SwapRow,
    TermRow,
)
from storage.types import table_of

_role = table_of(DepartmentRoleRow)
_OF_DEPARTMENT = select(_role.c.role).where(_role.c.person_id == bindparam("person_id"))
# What follows in the name of a button tells one message from another of the same thing.
_NUMBER = re.compile(r"([0-9]{1,18})(?:[-:].*)?", re.DOTALL)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asker:
    """Who asks, where, and when."""

    who: Person
    place: Conversation
    administrator: bool  # by the configuration; it counts in a chat of one's own
    now: datetime

    @property
    def in_group(self) -> bool:
        return self.place.kind != PERSONAL


# --- the department --------------------------------------------------------------------------


def of_department(session: Session, person_id: int) -> frozenset[Role]:
    return once(session, held_by(person_id), lambda: _read_roles(session, person_id))


def held_by(person_id: int) -> Hashable:
    return ("roles", person_id)


def _read_roles(session: Session, person_id: int) -> frozenset[Role]:
    found = session.scalars(_OF_DEPARTMENT, {"person_id": person_id})
    return frozenset(Role(role) for role in found)


def holders(session: Session, role: Role) -> list[Person]:
    """Everybody with this role, by their whole name."""
    query = (
        select(PersonRow.id, PersonRow.name)
        .join(DepartmentRoleRow, DepartmentRoleRow.person_id == PersonRow.id)
        .where(DepartmentRoleRow.role == role)
        .order_by(PersonRow.name)
    )
    return [Person(person_id, name) for person_id, name in session.execute(query)]


def name_holders(
    session: Session, role: Role, chosen: Collection[int], *, now: datetime
) -> tuple[set[int], set[int]]:
    """Who has the role from now on; returns who got it and who lost it."""
    if role not in DEPARTMENT:
        raise ValueError(role)
    had = {holder.id for holder in holders(session, role)}
    gained, lost = set(chosen) - had, had - set(chosen)
    session.execute(
        delete(DepartmentRoleRow).where(
            DepartmentRoleRow.role == role, DepartmentRoleRow.person_id.in_(lost)
        )
    )
    for person_id in sorted(gained):
        values = {"person_id": person_id, "role": role, "since": now}
        session.execute(insert(DepartmentRoleRow).values(values))
    return gained, lost


# --- guests ----------------------------------------------------------------------------------


def is_guest(session: Session, aad_id: str, conversation_id: str) -> bool:
    """Whether the roster of any chat calls this account a guest; or it is nobody that was ever
    met, in the chat of a team whose roster is known."""
    if is_named_guest(session, aad_id):
        return True
    return people.met(session, aad_id) is None and _has_roster(session, conversation_id)


def is_named_guest(session: Session, aad_id: str) -> bool:
    """Whether the roster of any chat says so."""
    return once(session, named_guest(aad_id), lambda: _is_in_a_roster(session, aad_id))


def _is_in_a_roster(session: Session, aad_id: str) -> bool:
    return bool(session.scalar(select(exists().where(GuestRow.aad_id == aad_id))))


def named_guest(aad_id: str) -> Hashable:
    return ("named guest", aad_id)


def _has_roster(session: Session, conversation_id: str) -> bool:
    place = people.conversation(session, conversation_id)
    return (
        place is not None
        and place.team_id is not None
        and bool(people.order(session, place.team_id))
    )


def note_guests(session: Session, conversation_id: str, found: Collection[str]) -> None:
    """The guests of a chat by its newest roster; of those who left nothing stays."""
    here = GuestRow.conversation_id == conversation_id
    known = set(session.scalars(select(GuestRow.aad_id).where(here)))
    session.execute(delete(GuestRow).where(here, GuestRow.aad_id.not_in(found)))
    for aad_id in sorted(set(found) - known):
        values = {"conversation_id": conversation_id, "aad_id": aad_id}
        session.execute(insert(GuestRow).values(values))


# --- where somebody stands -------------------------------------------------------------------


def standings(
    session: Session, about: About, name: str, asker: Asker, *, when: bool = True
) -> list[Standing]:
    """Where the asker stands towards what `name` names; in a chat of their own, where it names
    nothing, towards each of their teams. Never empty. Not `when`: it is all the same how far a
    team's sparring is, and nobody looks."""
    named = _NUMBER.fullmatch(name)
    number = int(named[1]) if named else None
    malformed = bool(name) and number is None
    match about:
        case About.PLACE:
            return _here(session, asker, when=when)
        case _ if malformed:
            return [_missing(asker)]
        case About.TEAM if not name:
            return _here(session, asker, when=when, any_team=True)[:1]
        case About.TEAM:
            return [_towards_own(session, asker, number, also=Role.ADMINISTRATOR)]
        case About.CASE:
            case_team = select(CaseRow.team_id).where(CaseRow.id == number)
            return [_towards_own(session, asker, session.scalar(case_team))]
        case About.SWAP:
            swap_team = select(SwapRow.team_id).where(SwapRow.id == number)
            return [_towards_own(session, asker, session.scalar(swap_team))]
        case About.POINT:
            return [_towards_own(session, asker, learning.team_of(session, number or 0))]
        case About.PRACTICE:
            return [_towards_own(session, asker, practice.team_of(session, number or 0))]
        case About.IMPROVEMENT:
            return [_towards_own(session, asker, improvement.team_of(session, number or 0))]
        case About.SHARE:
            share_team = select(ShareRow.team_id).where(ShareRow.id == number)
            return [_towards_own(session, asker, session.scalar(share_team))]
        case About.TERM:
            term_team = select(TermRow.team_id).where(TermRow.id == number)
            return [_towards_own(session, asker, session.scalar(term_team))]
        case About.MEETING:
            if number is None:
                number = sparring.running_in(session, asker.place.id)
            return [_towards_meeting(session, asker, number)]


def _here(session: Session, asker: Asker, *, when: bool, any_team: bool = False) -> list[Standing]:
    """`any_team`: an administrator's teams are all there are."""
    if asker.in_group:
        team_id = asker.place.team_id
        teams = [people.team(session, team_id)] if team_id is not None else []
    elif any_team and asker.administrator:
        teams = people.all_teams(session)[:1]
    else:
        teams = people.teams_of(session, asker.who.id)
    if not teams:
        roles = rights.roles(asker.who, None, department=_everywhere(session, asker))
        return [Standing(who=asker.who, roles=roles, state=State.NO_TEAM)]
    return [_towards(session, asker, team, when=when) for team in teams]


def _towards(session: Session, asker: Asker, team: Team, *, when: bool) -> Standing:
    plan_id = sparring.open_plan(session, team.id) if when else None
    plan = sparring.plan(session, plan_id) if plan_id is not None else None
    roles = rights.roles(
        asker.who,
        team,
        member=_is_member(session, asker, team),
        department=_everywhere(session, asker),
        plan=plan,
    )
    state = State.NOTHING
    if when:
        state = _state_of_team(session, team.id, asker.now, planned=plan is not None)
    return Standing(who=asker.who, roles=roles, state=state, team=team, plan=plan)


def _towards_own(
    session: Session, asker: Asker, team_id: int | None, *, also: Role = Role.MEMBER
) -> Standing:
    """A team that something named belongs to: this chat's, or one that the asker is of. `also`:
    to whom every team is known."""
    team = people.find_team(session, team_id) if team_id is not None else None
    if team is None or (asker.in_group and team.id != asker.place.team_id):
        return _missing(asker)
    standing = _towards(session, asker, team, when=False)
    theirs = asker.in_group or rights.is_of_team(standing.roles) or also in standing.roles
    return standing if theirs else _missing(asker)


def _towards_meeting(session: Session, asker: Asker, meeting_id: int | None) -> Standing:
    plan = sparring.plan(session, meeting_id) if meeting_id is not None else None
    if plan is None or (asker.in_group and sparring.place_of(session, plan.id) != asker.place.id):
        return _missing(asker)
    meeting = sparring.meeting(session, plan.id)
    team = people.team(session, plan.team_id)
    roles = rights.roles(
        asker.who,
        team,
        member=_is_member(session, asker, team),
        department=_everywhere(session, asker),
        plan=plan,
        meeting=meeting,
    )
    standing = Standing(
        who=asker.who,
        roles=roles,
        state=_state_of_meeting(session, plan.id, asker.now),
        team=team,
        plan=plan,
        meeting=meeting,
    )
    theirs = asker.in_group or rights.is_of_team(roles)
    return standing if theirs else _missing(asker)


def _missing(asker: Asker) -> Standing:
    roles = frozenset({Role.OUTSIDER})
    return Standing(who=asker.who, roles=roles, state=State.NOTHING, missing=True)


def _is_member(session: Session, asker: Asker, team: Team) -> bool:
    """By the roster. Until Teams has told it, whoever is in the team's chat is in the team."""
    if people.is_member(session, team.id, asker.who.id):
        return True
    return asker.place.team_id == team.id and not people.order(session, team.id)


def _everywhere(session: Session, asker: Asker) -> frozenset[Role]:
    found = of_department(session, asker.who.id)
    if asker.administrator and not asker.in_group:
        return found | {Role.ADMINISTRATOR}
    return found


def _state_of_team(session: Session, team_id: int, now: datetime, *, planned: bool) -> State:
    if sparring.running_of_team(session, team_id) is not None:
        return State.RUNNING
    if planned:
        return State.PLANNED
    if sparring.collecting(session, team_id, now) is not None:
        return State.WINDOW
    return State.NOTHING


def _state_of_meeting(session: Session, meeting_id: int, now: datetime) -> State:
    if sparring.is_planned(session, meeting_id):
        return State.PLANNED
    meeting = sparring.meeting(session, meeting_id)
    if meeting is not None and meeting.is_open:
        return State.RUNNING
    until: datetime | None = sparring.noted(session, meeting_id, "write_until")
    return State.WINDOW if until is not None and now < until else State.OVER
