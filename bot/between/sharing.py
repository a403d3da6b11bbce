""" "Del viden": queued to the team's next meeting, or brought to mind on the day of a staff
meeting."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from bot.between.telling import SHARE_TODAY, answered, message, tell
from bot.call import Answer, Call, teams_here
from bot.outbox import Built, Show
from dialogs.between import cards, words
from dialogs.between import sharing as rules
from dialogs.between.sharing import NoSuchShare, Place, Share
from dialogs.cards import Card
from dialogs.courses.wish import Actor
from dialogs.people import cards as people_cards
from dialogs.people.rights import TABLE, Action, roles
from dialogs.people.rights import State as Where
from dialogs.people.team import NoTeamHere, Team
from dialogs.text import folded
from storage import between, course_after, outbox, people, sparring
from storage.occurrences import Occurrence
from storage.store import Session

SECOND_WORD = "viden"  # `del viden <tekst>`


def show(session: Session, call: Call) -> Answer:
    """What waits; whoever leads ticks what was told, and one may take back one's own."""
    return Answer(card=_list(session, call, _one_team(session, call)), anew=True)


def _list(session: Session, call: Call, team: Team) -> Card:
    waiting = between.shares(session, team.id)
    leads = TABLE[Action.TICK_SHARE].allows(roles(call.who, team), Where.NOTHING)
    own = [share for share in waiting if share.who == call.who]
    ticks = waiting if leads and not call.in_group else []
    return cards.sharing(waiting, own=[] if call.in_group else own, ticks=ticks)


def typed(session: Session, call: Call) -> Answer:
    """`del [viden] <tekst>`; alone it shows what waits."""
    word, _, rest = call.rest.partition(" ")
    text = rest if folded(word) == SECOND_WORD else call.rest
    if not text.strip():
        return show(session, call)
    teams = teams_here(session, call)
    kept = rules.share_text(text)
    if len(teams) > 1:
        card = people_cards.team_choice(call.nonce, "between.share_to", kept, teams)
        return Answer(card=card, asks=True)
    said = _add(session, call, _one_team(session, call), kept)
    return Answer(text=f"{said} {words.FORMS_LEAVE_NOTHING}" if call.in_group else said)


def share_to(session: Session, call: Call) -> Answer:
    """Which of one's teams the typed line is for."""
    team = next((team for team in teams_here(session, call) if team.id == call.id), None)
    if team is None:
        raise NoTeamHere
    return Answer(card=cards.done(_add(session, call, team, call.field("text"))))


def open_share(session: Session, call: Call) -> Answer:
    return Answer(form=cards.share_form(call.nonce, teams_here(session, call)))


def hand_in_share(session: Session, call: Call) -> Answer:
    team = _one_team(session, call)
    place = Place(call.field("place")) if call.field("place") in set(Place) else Place.TEAM
    day = rules.day_of(place, call.field("day"), call.today)
    return Answer(text=_add(session, call, team, call.field("text"), day))


def _one_team(session: Session, call: Call) -> Team:
    teams = teams_here(session, call)
    chosen = [team for team in teams if str(team.id) == call.field("team")] or teams
    if not chosen:
        raise NoTeamHere
    return chosen[0]


def _add(session: Session, call: Call, team: Team, text: str, day: date | None = None) -> str:
    share = Share(team_id=team.id, who=call.who, text=rules.share_text(text), on=day)
    between.put_on(session, share, call.now, call.zone)
    return words.share_taken(share)


def staff_day(session: Session, occurrence: Occurrence, now: datetime) -> None:
    share = between.share(session, int(occurrence.entity))
    if share is not None and share.on is not None and share.on.isoformat() == occurrence.key:
        outbox.forget_posted(session, SHARE_TODAY, occurrence.entity)  # moved: it is said anew
        until = occurrence.late_until
        tell(session, SHARE_TODAY, share.id, share.who, now, useful_until=until)


def tick(session: Session, call: Call) -> Answer:
    """ "Delt", by whoever leads: the message shows what is left."""
    share = _there(session, call)
    course_after.told_on_list(session, share.id, Actor.LEADER, call.now)
    _forget(session, call, share)
    if call.field("way") == cards.LISTED:
        return Answer(card=_list(session, call, people.team(session, share.team_id)))
    waiting = between.shares(session, share.team_id, before=call.now)
    return Answer(card=cards.shared_question(waiting) if waiting else cards.done(words.SHARED))


def unshare(session: Session, call: Call) -> Answer:
    """Its teller takes it back, or says that it was told."""
    share = _there(session, call)
    if share.who != call.who:
        raise NoSuchShare
    if call.field("way") == cards.TOLD:
        course_after.told_on_list(session, share.id, Actor.EMPLOYEE, call.now)
    _forget(session, call, share)
    if call.field("way") == cards.LISTED:
        return Answer(card=_list(session, call, people.team(session, share.team_id)))
    said = words.SHARED if call.field("way") == cards.TOLD else words.UNSHARED
    return Answer(card=cards.done(said))


def open_day(session: Session, call: Call) -> Answer:
    return Answer(form=cards.share_day_form(call.nonce, _own(session, call)))


def hand_in_day(session: Session, call: Call) -> Answer:
    share = _own(session, call)
    day = rules.day_of(Place.STAFF, call.field("day"), call.today)
    if day is None:
        raise rules.DayMissing
    between.move_share(session, share.id, day)
    between.plan_staff_day(session, share.id, day, call.zone)
    answered(session, SHARE_TODAY, share.id, call.who, call.now)
    return Answer(text=words.staff_moved(day))


def _there(session: Session, call: Call) -> Share:
    share = between.share(session, call.id) if call.id is not None else None
    if share is None:
        raise NoSuchShare
    return share


def _own(session: Session, call: Call) -> Share:
    share = _there(session, call)
    if share.who != call.who or share.on is None:
        raise NoSuchShare
    return share


def _forget(session: Session, call: Call, share: Share) -> None:
    between.forget_share(session, share.id)
    answered(session, SHARE_TODAY, share.id, call.who, call.now)
    sparring.plan_follows(session, share.team_id, call.now)
    outbox.show_anew(session, between.SHARED, f"{share.team_id}-", call.now)


# --- what the messages show ------------------------------------------------------------------


def shared(session: Session, entity: str, now: datetime) -> Built:
    _, _, meeting_id = entity.partition("-")
    waiting = between.waited_for(session, int(meeting_id))
    if waiting:
        card = cards.shared_question(waiting)
    elif outbox.posted(session, between.SHARED, entity) is not None:
        card = cards.done(words.SHARED)
    else:
        return None
    return Show(message=message(card, "Del viden: blev det delt?"))


def share_today(session: Session, share_id: str, now: datetime, zone: ZoneInfo) -> Built:
    share = between.share(session, int(share_id))
    if share is not None and share.on == now.astimezone(zone).date():
        card = cards.share_today(share)
    elif outbox.posted(session, SHARE_TODAY, share_id) is None:
        return None
    elif share is not None and share.on is not None:
        card = cards.done(words.staff_moved(share.on))
    else:
        card = cards.done(words.UNSHARED)
    return Show(message=message(card, "Del viden i dag"))
