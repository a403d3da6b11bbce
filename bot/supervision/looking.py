"""`supervision`: what there is of it, and what can be done."""

from bot.call import Answer, Call, teams_here
from dialogs.calendar.period import Period
from dialogs.cards import Card
from dialogs.people import rights
from dialogs.people.person import Person
from dialogs.people.rights import TABLE, Action
from dialogs.people.team import NoTeamHere, Team
from dialogs.supervision import cards
from storage import supervision as store
from storage.store import Session


def show(session: Session, call: Call) -> Answer:
    """`supervision`. In a group everybody sees the same."""
    teams = teams_here(session, call)
    if not teams:
        raise NoTeamHere
    chosen = [team for team in teams if team.id == call.id] or teams
    if len(chosen) > 1:
        return Answer(card=cards.choice(chosen), anew=True)
    return Answer(card=_overview(session, call, chosen[0]), anew=True)


def _overview(session: Session, call: Call, team: Team) -> Card:
    this = Period.quarter(call.today)
    leads = not call.in_group and _leads(call.who, team)
    coming = store.coming(session, team.id, call.now)
    next_ = coming[0] if coming else None
    of = cards.Overview(
        team=team,
        quarters=[
            (quarter, store.of_quarter(session, team.id, quarter))
            for quarter in (this, this.after)
        ],
        next=next_,
        themes=store.themes(session, next_.id) if next_ else (),
        besides=[each for each in coming if each.extra],
        waiting=store.waiting(session, team.id) if leads else (),
        leads=leads,
    )
    return cards.overview(of, call.zone)


def _leads(who: Person, team: Team) -> bool:
    return TABLE[Action.BOOK_SUPERVISION].allows(rights.roles(who, team), rights.State.NOTHING)
