"""Who does something, and where: looked up in one, for every turn asks for all of it."""

from sqlalchemy import bindparam, exists, literal, select
from sqlalchemy.orm import Session

from dialogs.people.rights import Role
from storage import people, roles
from storage.once import are_known, keep
from storage.tables import ConversationRow, DepartmentRoleRow, GuestRow, PersonRow
from storage.types import table_of

_person, _chat, _role, _guest = map(
    table_of, (PersonRow, ConversationRow, DepartmentRoleRow, GuestRow)
)
_one = select(literal(1).label("one")).subquery()  # there is an answer, whoever it is
_ARRIVAL = select(
    exists().where(_guest.c.aad_id == bindparam("aad_id")).label("is_guest"),
    _person.c.id.label("who"),
    _person.c.teams_id,
    _person.c.name.label("whole_name"),
    _role.c.role,
    *_chat.c,
).select_from(
    _one.outerjoin(_person, _person.c.aad_id == bindparam("aad_id"))
    .outerjoin(_role, _role.c.person_id == _person.c.id)
    .outerjoin(_chat, _chat.c.id == bindparam("conversation_id"))
)


def look(session: Session, aad_id: str, conversation_id: str) -> None:
    """What `people` and `roles` are asked of them from now on, they know."""
    if _is_known(session, aad_id, conversation_id):
        return
    found = session.execute(_ARRIVAL, {"aad_id": aad_id, "conversation_id": conversation_id})
    rows = found.all()
    first = rows[0]
    met = people.Met(first.who, first.teams_id, first.whole_name) if first.who else None
    keep(
        session,
        {
            people.met_as(aad_id): met,
            people.chat_of(conversation_id): people.conversation_of(first) if first.id else None,
            roles.named_guest(aad_id): bool(first.is_guest),
        },
    )
    if met is not None:
        held = frozenset(Role(row.role) for row in rows if row.role is not None)
        keep(session, {roles.held_by(met.id): held})


def _is_known(session: Session, aad_id: str, conversation_id: str) -> bool:
    here = people.chat_of(conversation_id)
    if not are_known(session, here, people.met_as(aad_id), roles.named_guest(aad_id)):
        return False
    met = people.met(session, aad_id)
    return met is None or are_known(session, roles.held_by(met.id))
