"""What the leader group makes of a year: themes without a course, the evaluation, and a look at
whether it is fair over the years."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from functools import partial
from zoneinfo import ZoneInfo

from bot.call import Answer, Call, Dialog, UseCase, number
from bot.courses.telling import in_private, leader_group, tell
from bot.kinds import show
from bot.outbox import Built, Kind
from bot.switchboard import Occasion
from dialogs.calendar.days import asked_at, local_day, morning_of
from dialogs.calendar.recurrence import between
from dialogs.calendar.season import Foreseen, Reader
from dialogs.courses import after_cards as cards
from dialogs.courses import after_words as words
from dialogs.courses import evaluation, themes
from dialogs.courses.evaluation import EVALUATED, THEMES_PLANNED, YEARS_SHOWN, Evaluated
from dialogs.courses.themes import Theme, Where
from dialogs.courses.wish import Partner, State, Track, Wish
from dialogs.courses.year import decided_year
from dialogs.people.person import Person
from storage import calendar, course_after, courses, occurrences, outbox, people, rhythm
from storage.course_after import EVALUATION, THEME, THEMES
from storage.occurrences import Occurrence
from storage.outbox import Priority, to_chat
from storage.store import Session

TOLD = "courses.after.themes_told"  # the message to each team
_GONE = (State.WITHDRAWN, State.LAPSED)


# --- themes ----------------------------------------------------------------------------------


def show_themes(session: Session, call: Call) -> Answer:
    in_private(call)
    of = decided_year(call.today)
    planned = course_after.themes(session, of)
    return Answer(card=cards.plan(of, _needs(session, of), planned), anew=True)


def _needs(session: Session, of: int) -> list[Wish]:
    """What somebody wished to learn without a course."""
    return [
        wish
        for wish in courses.wishes(session, year=of)
        if wish.track is Track.THEME and wish.state not in _GONE
    ]


def open_theme(session: Session, call: Call) -> Answer:
    in_private(call)
    of = decided_year(call.today)
    found = people.with_personal_chat(session)
    planned = course_after.themes(session, of)
    return Answer(form=cards.theme_form(call.nonce, _needs(session, of), found, planned))


def hand_in_theme(session: Session, call: Call) -> Answer:
    """A new one, or what stands in the plan is changed or taken off it."""
    in_private(call)
    of = decided_year(call.today)
    was = _planned(session, call, of)
    if call.field("as") == cards.REMOVE:
        if was is None:
            raise themes.NoSuchTheme
        course_after.remove_theme(session, was.id, call.now)
        return Answer(text=words.THEME_REMOVED)
    need = number(call.field("need"))
    wish = next((each for each in _needs(session, of) if each.id == need), None)
    kept = wish.title if wish is not None else was.title if was is not None else ""
    where, partner = call.field("where"), call.field("partner")
    new = Theme(
        id=was.id if was is not None else 0,
        year=of,
        title=themes.title(call.field("title").strip() or kept),
        where=Where(where) if where in set(Where) else Where.STAFF,
        partner=Partner(partner) if partner in set(Partner) else Partner.OWN,
        owner=_owner(session, call),
        on=themes.day(call.field("day"), call.today),
    )
    course_after.save_theme(session, new, call.now, call.zone)
    return Answer(text=words.THEME_KEPT)


def _planned(session: Session, call: Call, of: int) -> Theme | None:
    if not call.field("theme"):
        return None
    chosen = number(call.field("theme"))
    found = next((each for each in course_after.themes(session, of) if each.id == chosen), None)
    if found is None:
        raise themes.NoSuchTheme
    return found


def _owner(session: Session, call: Call) -> Person | None:
    chosen = number(call.field("owner"))
    known = people.with_personal_chat(session)
    return next((person for person in known if person.id == chosen), None)


def tell_themes(session: Session, call: Call) -> Answer:
    """To every team; pressed again, what was posted shows the plan as it is now."""
    in_private(call)
    of = decided_year(call.today)
    if courses.year(session, of).told_at is None:
        raise themes.NotBeforeOrientation
    if not course_after.themes(session, of):
        raise themes.NoThemes
    for team in people.all_teams(session):
        address = to_chat(people.home(session, team.id))
        outbox.want(session, TOLD, f"{team.id}-{of}", address, Priority.LINE, call.now)
    return Answer(card=cards.said(words.THEMES_TOLD), anew=True)


def told_message(session: Session, entity: str, now: datetime) -> Built:
    of = int(entity.partition("-")[2])
    planned = course_after.themes(session, of)
    return show(cards.themes_told(of, planned), words.themes_title(of)) if planned else None


def theme_due(session: Session, occurrence: Occurrence, now: datetime, zone: ZoneInfo) -> None:
    each = course_after.theme(session, int(occurrence.entity))
    if each is None or each.owner is None or each.on is None or each.on <= local_day(now, zone):
        return
    if rhythm.department_at_work(session, occurrence, now, zone):
        tell(session, THEME, f"{each.id}-{each.on.isoformat()}-{each.owner.id}", each.owner, now)


def theme_message(session: Session, entity: str, now: datetime) -> Built:
    theme_id, _, day = entity.partition("-")
    each = course_after.theme(session, int(theme_id))
    if each is None or each.on is None or not day.startswith(each.on.isoformat()):
        return None
    return show(cards.theme_soon(each), words.THEME_IS)


def themes_due(session: Session, occurrence: Occurrence, now: datetime, zone: ZoneInfo) -> None:
    """After the joint orientation, where somebody wished something without a course."""
    if not rhythm.department_at_work(session, occurrence, now, zone):
        return
    of = int(occurrence.first_key)
    if _needs(session, of) and not course_after.themes(session, of):
        for who in leader_group(session):
            tell(session, THEMES, f"{of}-{who.id}", who, now)


def themes_message(session: Session, entity: str, now: datetime) -> Built:
    of = int(entity.partition("-")[0])
    if course_after.themes(session, of):
        return None
    return show(cards.themes_wait(of), words.themes_title(of))


# --- the evaluation --------------------------------------------------------------------------


def evaluation_due(
    session: Session, occurrence: Occurrence, now: datetime, zone: ZoneInfo
) -> None:
    """Of the year that is ending, when the wishes for the next are collected (row 233)."""
    if not rhythm.department_at_work(session, occurrence, now, zone):
        return
    of = int(occurrence.first_key)
    if not course_after.is_evaluated(session, of):
        for who in leader_group(session):
            tell(session, EVALUATION, f"{of}-{who.id}", who, now)


def _evaluated(session: Session, of: int) -> Evaluated:
    planned = len(course_after.themes(session, of))
    return evaluation.evaluated(of, courses.wishes(session, year=of), planned)


def evaluation_message(session: Session, entity: str, now: datetime) -> Built:
    of = int(entity.partition("-")[0])
    if course_after.is_evaluated(session, of):
        if outbox.posted(session, EVALUATION, entity) is None:
            return None
        return show(cards.said(words.IS_EVALUATED), "")
    return show(cards.evaluate(_evaluated(session, of)), words.evaluation_title(of))


def evaluate(session: Session, call: Call) -> Answer:
    """For the asking: of the year that is decided on."""
    in_private(call)
    of = min(decided_year(call.today), call.today.year)
    return Answer(card=cards.evaluate(_evaluated(session, of)), anew=True)


def evaluated(session: Session, call: Call) -> Answer:
    in_private(call)
    of = call.id if call.id in (call.today.year - 1, call.today.year) else call.today.year
    assert of is not None  # noqa: S101
    course_after.note_evaluated(session, of, call.now)
    outbox.show_anew(session, EVALUATION, f"{of}-", call.now)
    return Answer(card=cards.said(words.IS_EVALUATED))


def fairness(session: Session, call: Call) -> Answer:
    in_private(call)
    newest = decided_year(call.today)
    years = [newest - back for back in range(YEARS_SHOWN)][::-1]
    teams = {
        team.id: (team.name, len(people.order(session, team.id)))
        for team in people.all_teams(session)
    }
    found = evaluation.fairness(courses.wishes(session), teams, years)
    return Answer(card=cards.fairness(found), anew=True)


# --- the season ------------------------------------------------------------------------------


def foresees(
    session: Session, after: datetime, until: datetime, zone: ZoneInfo
) -> Iterator[Foreseen]:
    group, department = leader_group(session), calendar.of_department(session)
    for series, schedule, title in (
        (EVALUATION, EVALUATED, words.evaluation_title),
        (THEMES, THEMES_PLANNED, words.themes_title),
    ):
        text = words.EVALUATE if series == EVALUATION else words.THEMES_WAIT
        for moment in between(schedule, after, until, zone) if group else ():
            at = asked_at(moment.due_at, department, zone)
            yield Foreseen(
                at=at,
                series=series,
                whom=words.names(group),
                title=title(int(moment.key)),
                text=text,
                readers=Reader.DEPARTMENT,
            )
    for occurrence in occurrences.planned(session, (THEME,), after, until):
        each = course_after.theme(session, int(occurrence.entity))
        if each is not None and each.owner is not None and each.on is not None:
            yield Foreseen(
                at=morning_of(themes.reminded_on(each.on), department, zone),
                series=THEME,
                whom=each.owner.name,
                title=words.THEME_IS,
                text=words.theme_soon(each),
                person_id=each.owner.id,
                readers=Reader.DEPARTMENT,
            )


PRESSES: Mapping[str, UseCase] = {
    "courses.themes": show_themes,
    "courses.tell_themes": tell_themes,
    "courses.evaluation": evaluate,
    "courses.evaluated": evaluated,
    "courses.fairness": fairness,
}
DIALOGS = {"courses.theme": Dialog(open=open_theme, hand_in=hand_in_theme, texts=("title",))}


def kinds(zone: ZoneInfo) -> Mapping[str, Kind]:
    return {
        THEME: Kind(title=words.THEME_IS, build=theme_message),
        THEMES: Kind(title=words.THEMES, build=themes_message),
        TOLD: Kind(title=words.THEMES, private=False, build=told_message),
        EVALUATION: Kind(title=words.EVALUATION, build=evaluation_message),
    }


def occasions(zone: ZoneInfo) -> Mapping[str, Occasion]:
    return {
        THEME: partial(theme_due, zone=zone),
        THEMES: partial(themes_due, zone=zone),
        EVALUATION: partial(evaluation_due, zone=zone),
    }
