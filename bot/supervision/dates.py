"""A supervision in a calendar: a file of its own, and in everybody's subscription."""

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from functools import partial
from zoneinfo import ZoneInfo

from bot.call import Answer, Call, number
from bot.files import Offered
from bot.kinds import Built, moment, show
from bot.links import File, Links, Ticket
from bot.supervision.names import FILE, FILE_SENT
from dialogs.calendar.ics import MEDIA_TYPE, appointment_text
from dialogs.calendar.season import Dated
from dialogs.people.team import Team
from dialogs.supervision import booking as rules
from dialogs.supervision import cards, words
from dialogs.supervision.booking import (
    NoSuchSupervision,
    State,
    Supervision,
)
from storage import audit, outbox, people
from storage import supervision as store
from storage.outbox import Priority, to_person
from storage.store import Session


def calendar(session: Session, call: Call, links: Links) -> Answer:
    """A link is its reader's own: asked for in a group, it comes in private."""
    named = call.named
    there = store.get(session, named) if named is not None else None
    if there is None or there.team_id != call.team.id or there.at is None:
        raise NoSuchSupervision
    url = links.to_file(
        audit.pseudonym(session, call.who.id), f"{FILE}:{there.team_id}:{there.id}"
    )
    if not call.in_group:
        return Answer(card=cards.file_ready(url), anew=True)
    entity = f"{there.id}:{call.who.id}:{moment(call.now)}"
    outbox.want(session, FILE_SENT, entity, to_person(call.who.id), Priority.LINE, call.now)
    return Answer(text=words.FILE_SENT)


def file_message(session: Session, entity: str, now: datetime, links: Links) -> Built:
    supervision_id, person_id, _ = entity.split(":")
    there = store.get(session, int(supervision_id))
    if there is None:
        return None
    pseudonym = audit.pseudonym(session, int(person_id))
    url = links.to_file(pseudonym, f"{FILE}:{there.team_id}:{there.id}")
    return show(cards.file_ready(url), words.FILE_READY)


def file(
    session: Session, person_id: int, ticket: Ticket, now: datetime, zone: ZoneInfo, *, host: str
) -> Callable[[], File] | None:
    found = store.get(session, number(ticket.more.partition(":")[2]) or 0)
    if found is None:
        return None
    teams = {team.id: team for team in people.teams_of(session, person_id)}
    if found.team_id not in teams:
        return None
    one = _dated(found, teams[found.team_id], words.with_supervisor(found))
    return partial(_written, one, host, now) if one else None


def _dated(of: Supervision, team: Team, text: str = "") -> Dated | None:
    if of.at is None:
        return None
    cancelled = of.state is State.CANCELLED
    return Dated(
        key=f"supervision-{of.id}",
        title=words.event_title(team),
        begins=of.at,
        ends=of.at + rules.LASTS,
        text=text,
        version=of.version + cancelled,
        cancelled=cancelled,
    )


def _written(one: Dated, host: str, now: datetime) -> File:
    content = appointment_text(one, host=host, now=now)
    return File(name="supervision.ics", content=content, kind=MEDIA_TYPE)


def dated(session: Session, person_id: int, after: datetime, until: datetime) -> Iterator[Dated]:
    """Their teams' supervisions. Who comes stands in the bot's own messages, which forget it."""
    for team in people.teams_of(session, person_id):
        for each in store.coming(session, team.id, after):
            one = _dated(each, team)
            if one is not None and one.begins <= until:
                yield one


def file_team(ticket: Ticket) -> int | None:
    return number(ticket.more.partition(":")[0])


def files(links: Links) -> Mapping[str, Offered]:
    return {FILE: Offered(maker=partial(file, host=links.host), team=file_team)}
