"""Asks the table of rights, with what the server itself knows about who presses what."""

from collections.abc import Sequence
from dataclasses import replace

from bot.call import Call
from dialogs.people import refused
from dialogs.people.rights import TABLE, About, Action, Row, Standing
from dialogs.people.team import Team
from storage import roles
from storage.roles import Asker
from storage.store import Session


def asked(session: Session, call: Call, row: Row | None) -> Call:
    """The same call with where its person stands. Raises the refusal of the table."""
    if row is None:
        raise refused.NoSuchAct
    return replace(call, standing=refused.ask(row, _standings(session, call, row)))


def may(session: Session, call: Call, action: Action) -> bool:
    row = TABLE[action]
    return any(
        not standing.missing and row.allows(standing.roles, standing.state)
        for standing in _standings(session, call, row)
    )


def towards(session: Session, call: Call, team: Team) -> Standing:
    return roles.standings(session, About.TEAM, str(team.id), _asker(call), when=False)[0]


def _standings(session: Session, call: Call, row: Row) -> Sequence[Standing]:
    return roles.standings(session, row.about, call.name, _asker(call), when=row.asks_when)


def _asker(call: Call) -> Asker:
    return Asker(who=call.who, place=call.place, administrator=call.administrator, now=call.now)
