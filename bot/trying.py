"""Use it: weeks after a sparring its case owner is asked, alone, whether a point was of use."""

from collections.abc import Iterator
from datetime import date, datetime
from functools import partial
from zoneinfo import ZoneInfo

from bot.call import Answer, Call, Dialog
from bot.kinds import Built, Kind, Show, only_as_update, show
from bot.switchboard import Area
from dialogs.calendar.days import is_working_time, local_day, morning_of, next_morning
from dialogs.calendar.season import Foreseen, Reader
from dialogs.cards import Card
from dialogs.learning import trying as rules
from dialogs.learning import trying_cards as cards
from dialogs.learning import trying_words as words
from dialogs.learning.point import LearningPoint
from dialogs.learning.trying import Way
from dialogs.people.person import Person
from dialogs.people.team import Team
from dialogs.sparring.meeting import Meeting
from storage import occurrences, outbox, people, sparring, trying
from storage.occurrences import Occurrence
from storage.outbox import Priority, to_person
from storage.store import Session

QUESTION = "trying.question"


# --- by the clock ----------------------------------------------------------------------------


def ask_due(session: Session, occurrence: Occurrence, now: datetime, zone: ZoneInfo) -> None:
    meeting, team = _meeting(session, int(occurrence.entity))
    point = trying.newest_point(session, meeting.id) if meeting is not None else None
    if meeting is None or team is None or point is None:
        return  # nothing was learned that one could ask about
    owner = _to_be_asked(session, meeting, team, local_day(now, zone))
    if owner is None:
        occurrences.came_to_nothing(session, occurrence, now)
        return
    if not is_working_time(now, team.calendar, zone):
        _ask_later(session, occurrence, meeting, next_morning(now, team.calendar, zone), now)
    elif trying.is_open_for(session, owner.id):
        day = local_day(now + rules.REMINDED_AFTER, zone)
        _ask_later(session, occurrence, meeting, morning_of(day, team.calendar, zone), now)
    else:
        _ask(session, f"{meeting.id}-{point.id}-1", owner, now)
        day = local_day(now + rules.REMINDED_AFTER, zone)
        due = morning_of(day, team.calendar, zone)
        occurrences.plan(session, trying.REMIND, meeting.id, str(point.id), due)


def _ask_later(
    session: Session, occurrence: Occurrence, meeting: Meeting, due: datetime, now: datetime
) -> None:
    """Another question of theirs is open, or it is night; after some weeks nobody remembers."""
    if rules.may_wait(meeting.closed_at or meeting.started_at, due):
        occurrences.plan(session, trying.ASK, meeting.id, due.isoformat(), due)
    else:
        occurrences.came_to_nothing(session, occurrence, now)


def remind_due(session: Session, occurrence: Occurrence, now: datetime, zone: ZoneInfo) -> None:
    """Once; then the question is closed by itself."""
    meeting, team = _meeting(session, int(occurrence.entity))
    asked = _asked(session, meeting, occurrence)
    if meeting is None or team is None or asked is None:
        return
    owner = _to_be_asked(session, meeting, team, local_day(now, zone))
    if owner is None:
        occurrences.came_to_nothing(session, occurrence, now)
    else:
        _ask(session, f"{meeting.id}-{asked.id}-2", owner, now)
    due = morning_of(local_day(now + rules.CLOSED_AFTER, zone), team.calendar, zone)
    occurrences.plan(session, trying.CLOSE, meeting.id, str(asked.id), due)


def close_due(session: Session, occurrence: Occurrence, now: datetime) -> None:
    outbox.show_anew(session, QUESTION, f"{occurrence.entity}-", now)


def foresees(session: Session, after: datetime, until: datetime) -> Iterator[Foreseen]:
    """To the case owner alone: what was planned when a sparring was closed."""
    for each in occurrences.planned(session, (trying.ASK, trying.REMIND), after, until):
        meeting, team = _meeting(session, int(each.entity))
        if meeting is None or team is None or meeting.case_owner is None:
            continue
        yield Foreseen(
            at=each.due_at,
            series=each.series,
            whom=f"{meeting.case_owner.name}, {team.name}",
            title=words.FORESEEN_TITLE,
            text=words.FORESEEN_TEXT,
            team_id=team.id,
            person_id=meeting.case_owner.id,
            readers=Reader.NOBODY,
        )


def _asked(
    session: Session, meeting: Meeting | None, occurrence: Occurrence
) -> LearningPoint | None:
    """What was asked about, if it is still there and was not answered."""
    if meeting is None or trying.of_point(session, int(occurrence.key)) is not None:
        return None
    return trying.point(session, meeting.id, int(occurrence.key))


def _meeting(session: Session, meeting_id: int) -> tuple[Meeting | None, Team | None]:
    meeting = sparring.meeting(session, meeting_id)
    team_id = sparring.team_of(session, meeting_id)
    return meeting, people.find_team(session, team_id) if team_id is not None else None


def _to_be_asked(session: Session, meeting: Meeting, team: Team, today: date) -> Person | None:
    """The case owner; None: there is none any more, or nobody to be reached."""
    owner = meeting.case_owner
    if owner is None or not people.is_member(session, team.id, owner.id):
        return None
    if people.is_unreachable(session, owner.id) or people.absent_on(session, [owner.id], today):
        return None
    return owner


def _ask(session: Session, entity: str, owner: Person, now: datetime) -> None:
    """Each is a message of its own: an update would notify nobody."""
    outbox.want(session, QUESTION, entity, to_person(owner.id), Priority.PROMPT, now)


# --- the answer ------------------------------------------------------------------------------


def answer(session: Session, call: Call) -> Answer:
    meeting, point = _question(session, call)
    way = next((way for way in Way if way == call.field("way")), None)
    if way is None:
        raise rules.QuestionIsOver
    if trying.of_point(session, point.id) is None:
        trying.add(session, point.id, way, call.now)
        trying.close(session, meeting.id, call.now)
        outbox.show_anew(session, QUESTION, f"{meeting.id}-", call.now)
    return Answer(shows=(QUESTION, call.name))


def open_tell(session: Session, call: Call) -> Answer:
    _, point = _question(session, call)
    trial = trying.of_point(session, point.id)
    if trial is None:
        raise rules.QuestionIsOver
    return Answer(form=cards.tell_form(call.nonce, call.name, point.text, trial.text))


def hand_in_tell(session: Session, call: Call) -> Answer:
    meeting, point = _question(session, call)
    if trying.of_point(session, point.id) is None:
        raise rules.QuestionIsOver
    text = rules.answer_text(call.field("text"))
    trying.tell(session, point.id, text)
    outbox.show_anew(session, QUESTION, f"{meeting.id}-", call.now)
    return Answer(text=words.KEPT if text else words.NOTHING_MORE)


def _question(session: Session, call: Call) -> tuple[Meeting, LearningPoint]:
    """Raises QuestionIsOver: it is of no point any more, was closed, or was never asked."""
    meeting = call.standing.meeting if call.standing is not None else None
    parts = call.name.split("-")
    if meeting is None or len(parts) != 3 or not all(map(str.isdecimal, parts)):
        raise rules.QuestionIsOver
    point = trying.point(session, meeting.id, int(parts[1]))
    if point is None or not outbox.was_wanted(session, QUESTION, call.name):
        raise rules.QuestionIsOver
    if trying.of_point(session, point.id) is None and not trying.is_open(session, meeting.id):
        raise rules.QuestionIsOver
    return meeting, point


# --- what the message shows ------------------------------------------------------------------


def _shows(session: Session, entity: str, now: datetime, zone: ZoneInfo) -> Built:
    meeting_id, point_id, number = entity.split("-")
    meeting, _ = _meeting(session, int(meeting_id))
    if meeting is None:
        return None
    point = trying.point(session, meeting.id, int(point_id))
    if point is None:
        return only_as_update(session, QUESTION, entity, words.NOT_NEEDED)
    trial = trying.of_point(session, point.id)
    if trial is not None:
        return _show(cards.answered(entity, trial))
    if not trying.is_open(session, meeting.id):
        return only_as_update(session, QUESTION, entity, words.CLOSED)
    held = local_day(meeting.closed_at or meeting.started_at, zone)
    weeks = rules.weeks_since(held, local_day(now, zone))
    return _show(cards.question(entity, point.text, weeks, again=number == "2"))


def _show(card: Card) -> Show:
    return show(card, words.TITLE)


def area(zone: ZoneInfo) -> Area:
    return Area(
        commands={},
        presses={"trying.answer": answer},
        dialogs={"trying.tell": Dialog(open=open_tell, hand_in=hand_in_tell, texts=("text",))},
        kinds={
            QUESTION: Kind(
                title="Har du haft brug for et læringspunkt?", build=partial(_shows, zone=zone)
            )
        },
        refusal=words.refusal,
        foresees=foresees,
        occasions={
            trying.ASK: partial(ask_due, zone=zone),
            trying.REMIND: partial(remind_due, zone=zone),
            trying.CLOSE: close_due,
        },
    )
