"""What a team and the department are told of shared practice by the month and the quarter, the
five questions on how a team learns, and its leader's words."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from functools import partial
from zoneinfo import ZoneInfo

from bot.call import Answer, Call, Dialog
from bot.kinds import Built, Kind, only_as_update, show
from bot.switchboard import Area
from dialogs.calendar.days import at_work, local_day, morning_of
from dialogs.calendar.period import Period
from dialogs.calendar.season import Behind, Foreseen, Reader, moved
from dialogs.learning import digest as rules
from dialogs.learning import digest_cards as cards
from dialogs.learning import digest_words as words
from dialogs.learning import pulse
from dialogs.learning.invitation import (
    COMMENT_AT_MOST,
    Invitation,
    NoSuchInvitation,
    RepliedAlready,
    Reply,
)
from dialogs.learning.practice import PracticeState
from dialogs.people.person import Person
from dialogs.people.rights import DEPARTMENT, Role
from dialogs.people.team import NoTeamHere, Team
from dialogs.text import required
from storage import calendar, digests, inbox, occurrences, outbox, people, rhythm, roles
from storage.occurrences import Occurrence
from storage.outbox import Priority, to_chat, to_person
from storage.store import Session

DEPARTMENT_TOLD = "learning.department"  # the message, to a chat or to somebody of the department
PEOPLE_TOLD = "learning.department_people"  # the series
RESULT, INVITATION, COMMENT = "learning.pulse_result", "learning.invitation", "learning.comment"


# --- the department's clock ------------------------------------------------------------------


def month_begins(session: Session, occurrence: Occurrence, now: datetime, zone: ZoneInfo) -> None:
    month = rhythm.period(occurrence)
    for series in rhythm.MONTHLY:
        rhythm.plan_for_teams(session, series, month, zone)


def quarter_begins(
    session: Session, occurrence: Occurrence, now: datetime, zone: ZoneInfo
) -> None:
    quarter = rhythm.period(occurrence)
    if digests.share(session, quarter.before.bounds(zone), now):
        rhythm.plan_for_teams(session, rhythm.QUARTER_DIGEST, quarter, zone)
        due = _people_told(session, quarter, zone)
        _, ends = quarter.bounds(zone)
        occurrences.plan(session, PEOPLE_TOLD, rhythm.DEPARTMENT, quarter.key, due, ends)
    rhythm.plan_for_teams(session, rhythm.THEMES, quarter, zone)


def _people_told(session: Session, quarter: Period, zone: ZoneInfo) -> datetime:
    """When the department's leaders are told of the quarter before."""
    return morning_of(quarter.first, calendar.of_department(session), zone)


def quarter_ends(session: Session, occurrence: Occurrence, now: datetime, zone: ZoneInfo) -> None:
    rhythm.plan_for_teams(session, rhythm.PULSE, rhythm.period(occurrence), zone)


# --- digests ---------------------------------------------------------------------------------


def digest_due(session: Session, occurrence: Occurrence, now: datetime, zone: ZoneInfo) -> None:
    team = rhythm.now_for(session, occurrence, now, zone)
    if team is None:
        return
    month = rhythm.period(occurrence)
    if _digest(session, team.id, month, zone):
        _to_group(session, rhythm.DIGEST, team, month, now)


def _digest(session: Session, team_id: int, month: Period, zone: ZoneInfo) -> rules.Digest:
    """It comes in one month, and is about the one before."""
    return rules.digest(digests.history(session, team_id, month.before.bounds(zone)))


def _to_group(session: Session, kind: str, team: Team, period: Period, now: datetime) -> None:
    address = to_chat(people.home(session, team.id))
    outbox.want(session, kind, f"{team.id}:{period.key}", address, Priority.LINE, now)


def _digest_message(session: Session, entity: str, now: datetime, zone: ZoneInfo) -> Built:
    team, month = _of_team(session, entity)
    told = _digest(session, team.id, month, zone) if team else None
    if not told:
        return None
    return show(cards.of_team(month.before, told), words.in_period(month.before))


def quarter_digest_due(
    session: Session, occurrence: Occurrence, now: datetime, zone: ZoneInfo
) -> None:
    team = rhythm.now_for(session, occurrence, now, zone)
    if team is not None:
        quarter = rhythm.period(occurrence)
        address = to_chat(people.home(session, team.id))
        entity = f"{quarter.key}:team:{team.id}"
        outbox.want(session, DEPARTMENT_TOLD, entity, address, Priority.LINE, now)


def people_due(session: Session, occurrence: Occurrence, now: datetime, zone: ZoneInfo) -> None:
    quarter = rhythm.period(occurrence)
    if not rhythm.department_at_work(session, occurrence, now, zone):
        return
    for person in {who for role in DEPARTMENT for who in roles.holders(session, role)}:
        entity = f"{quarter.key}:person:{person.id}"
        address = to_person(person.id)
        outbox.want(session, DEPARTMENT_TOLD, entity, address, Priority.LINE, now)


def _department_message(session: Session, entity: str, now: datetime, zone: ZoneInfo) -> Built:
    """A chef is shown numbers, unless they are of the leader group as well."""
    key, sort, number = entity.split(":")
    quarter = Period.read(key)
    if quarter is None:
        return None
    of = roles.of_department(session, int(number)) if sort == "person" else frozenset()
    if sort == "person" and not of:
        return None
    told = rules.of_department(digests.of_department(session, quarter.before.bounds(zone)))
    if not told:
        return None
    only_totals = sort == "person" and Role.LEADER_GROUP not in of
    card = cards.totals if only_totals else cards.of_department
    return show(card(quarter.before, told), words.in_department(quarter.before))


# --- how we learn ----------------------------------------------------------------------------


def pulse_due(session: Session, occurrence: Occurrence, now: datetime, zone: ZoneInfo) -> None:
    team = rhythm.now_for(session, occurrence, now, zone)
    if team is None:
        return
    quarter = rhythm.period(occurrence)
    reminded, closes = _pulse_ends(now, team, zone)
    occurrences.plan(session, rhythm.PULSE_OVER, team.id, quarter.key, closes)
    if reminded < closes:
        occurrences.plan(
            session, rhythm.PULSE_REMINDER, team.id, quarter.key, reminded, late_until=closes
        )
    _to_group(session, rhythm.PULSE, team, quarter, now)


def _pulse_ends(asked: datetime, team: Team, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """When the team is reminded, and when it is over."""
    reminded = at_work(asked + pulse.REMINDED_AFTER, team.calendar, zone)
    return reminded, at_work(asked + pulse.OPEN_FOR, team.calendar, zone)


def pulse_reminder_due(
    session: Session, occurrence: Occurrence, now: datetime, zone: ZoneInfo
) -> None:
    team = rhythm.now_for(session, occurrence, now, zone)
    if team is None:
        return
    quarter = rhythm.period(occurrence)
    if digests.answered(session, team.id, quarter.key) < len(people.order(session, team.id)):
        _to_group(session, rhythm.PULSE_REMINDER, team, quarter, now)


def pulse_over_due(
    session: Session, occurrence: Occurrence, now: datetime, zone: ZoneInfo
) -> None:
    team = rhythm.now_for(session, occurrence, now, zone)
    if team is None:
        return
    quarter = rhythm.period(occurrence)
    for kind in (rhythm.PULSE, rhythm.PULSE_REMINDER):  # they lose their button
        if outbox.was_wanted(session, kind, f"{team.id}:{quarter.key}"):
            _to_group(session, kind, team, quarter, now)
    _to_group(session, RESULT, team, quarter, now)


def _closes(session: Session, team_id: int, quarter: Period, now: datetime) -> datetime | None:
    """None: it is not open."""
    return rhythm.comes(session, rhythm.PULSE_OVER, team_id, quarter, now)


def _pulse_message(session: Session, entity: str, now: datetime, zone: ZoneInfo) -> Built:
    return _open_or_collected(session, rhythm.PULSE, entity, now, zone)


def _reminder_message(session: Session, entity: str, now: datetime, zone: ZoneInfo) -> Built:
    return _open_or_collected(session, rhythm.PULSE_REMINDER, entity, now, zone)


def _open_or_collected(
    session: Session, kind: str, entity: str, now: datetime, zone: ZoneInfo
) -> Built:
    team, quarter = _of_team(session, entity)
    closes = _closes(session, team.id, quarter, now) if team else None
    if closes is not None:
        card = cards.asked if kind == rhythm.PULSE else cards.reminded
        return show(card(entity, closes, zone), words.HOW_WE_LEARN)
    return only_as_update(session, kind, entity, words.COLLECTED)


def _result_message(session: Session, entity: str, now: datetime) -> Built:
    team, quarter = _of_team(session, entity)
    if team is None:
        return None
    answers = pulse.together(digests.answers(session, team.id, quarter.key))
    before = pulse.together(digests.answers(session, team.id, quarter.before.key))
    return show(cards.result(quarter, answers, before), words.result(quarter))


def open_pulse(session: Session, call: Call) -> Answer:
    _open_pulse_of(session, call)
    return Answer(form=cards.pulse_form(call.nonce, call.name))


def hand_in_pulse(session: Session, call: Call) -> Answer:
    """Once for each person; what they answered is kept for the team alone."""
    team, quarter, closes = _open_pulse_of(session, call)
    answers = pulse.answers({key: call.field(key) for key in pulse.QUESTIONS})
    # The evaluation's mark: it goes when somebody is erased.
    if not inbox.first_time(
        session, f"evaluation:{team.id}-{quarter.key}:{call.who.id}", call.now
    ):
        return Answer(text=words.ANSWERED_ALREADY)
    digests.answer(session, team.id, quarter.key, answers)
    return Answer(text=words.answered(closes, call.zone))


def _open_pulse_of(session: Session, call: Call) -> tuple[Team, Period, datetime]:
    team, key = _named(call)
    quarter = Period.read(key)
    closes = _closes(session, team.id, quarter, call.now) if quarter else None
    if quarter is None or closes is None:
        raise pulse.PulseIsOver
    return team, quarter, closes


def _named(call: Call) -> tuple[Team, str]:
    """The team of a button, which the table of rights has looked up, and what follows it."""
    if call.standing is None or call.standing.team is None:
        raise NoTeamHere
    return call.standing.team, call.name.partition(":")[2]


# --- the leader's words ----------------------------------------------------------------------


def invite_due(session: Session, occurrence: Occurrence, now: datetime, zone: ZoneInfo) -> None:
    team = rhythm.now_for(session, occurrence, now, zone)
    if team is None or team.leader is None:
        return
    month = rhythm.period(occurrence)
    if digests.invite(session, team.id, month.key, month.before.bounds(zone)) is not None:
        _tell_leader(session, team.id, month.key, team.leader, now)


def _tell_leader(session: Session, team_id: int, month: str, to: Person, now: datetime) -> None:
    address = to_person(to.id)
    outbox.want(session, INVITATION, f"{team_id}:{month}", address, Priority.PROMPT, now)


def _invitation_message(session: Session, entity: str, now: datetime) -> Built:
    asked = _invitation(session, entity)
    if asked is None:
        return None
    if asked.reply is not None:
        said = words.COMMENTED if asked.reply is Reply.COMMENTED else words.DECLINED
        return only_as_update(session, INVITATION, entity, said)
    if asked.practice.state is not PracticeState.VALID:
        return only_as_update(session, INVITATION, entity, words.NOT_VALID)
    return show(cards.invited(entity, asked), words.INVITED)


def _invitation(session: Session, entity: str) -> Invitation | None:
    team_id, _, month = entity.partition(":")
    return digests.invitation(session, int(team_id), month)


def _waiting(session: Session, call: Call) -> Invitation:
    team, month = _named(call)
    asked = digests.invitation(session, team.id, month)
    if asked is None or asked.practice.state is not PracticeState.VALID:
        raise NoSuchInvitation
    if asked.reply is not None:
        raise RepliedAlready
    return asked


def open_comment(session: Session, call: Call) -> Answer:
    return Answer(form=cards.comment_form(call.nonce, call.name, _waiting(session, call)))


def hand_in_comment(session: Session, call: Call) -> Answer:
    asked = _waiting(session, call)
    text = required(call.field("text"), most=COMMENT_AT_MOST)
    digests.reply(session, asked, call.who, Reply.COMMENTED, text)
    address = to_chat(people.home(session, asked.team_id))
    entity = f"{asked.team_id}:{asked.month}"
    outbox.want(session, COMMENT, entity, address, Priority.LINE, call.now)
    _show_answered(session, asked, call)
    return Answer(text=words.COMMENTED)


def decline(session: Session, call: Call) -> Answer:
    asked = _waiting(session, call)
    digests.reply(session, asked, call.who, Reply.DECLINED)
    _show_answered(session, asked, call)
    return Answer(card=cards.said(words.DECLINED))


def _show_answered(session: Session, asked: Invitation, call: Call) -> None:
    if outbox.was_wanted(session, INVITATION, f"{asked.team_id}:{asked.month}"):
        _tell_leader(session, asked.team_id, asked.month, call.who, call.now)


def _comment_message(session: Session, entity: str, now: datetime) -> Built:
    given = _invitation(session, entity)
    if given is None or not given.text:
        return None
    return show(cards.comment(given), words.has_read(given.leader))


# --- the season ------------------------------------------------------------------------------


def foresees(
    session: Session, after: datetime, until: datetime, zone: ZoneInfo
) -> Iterator[Foreseen]:
    found = [*_for_teams(session, after, until, zone), *_for_leaders(session, after, until, zone)]
    yield from (each for each in found if each.at <= until)


def looks_back(
    session: Session, since: datetime, now: datetime, zone: ZoneInfo
) -> Iterator[Behind]:
    """What has been told and asked; a leader's invitation is theirs."""
    told = {series: title for series, (title, _) in words.FORESEEN.items()}
    del told[rhythm.INVITE]
    for each in occurrences.happened(session, told, since, now):
        yield Behind(
            on=local_day(each.due_at, zone),
            title=told[each.series],
            done=True,
            team_id=int(each.entity),
        )


def _for_teams(
    session: Session, after: datetime, until: datetime, zone: ZoneInfo
) -> Iterator[Foreseen]:
    for series, (title, text) in {**words.FORESEEN, **words.FORESEEN_AFTER}.items():
        for team, during, at in rhythm.times(session, series, after, until, zone):
            leader = team.leader if series == rhythm.INVITE else None
            if series == rhythm.INVITE and leader is None:
                continue
            on = local_day(at, zone)
            if series not in rhythm.AFTER_PULSE:
                on = rhythm.falls_on(series, during)
            nominal, because = moved(at, on, team.calendar, zone)
            asked = Foreseen(
                at=at,
                series=series,
                whom=f"{leader.name}, {team.name}" if leader else team.name,
                title=title,
                text=text,
                nominal=nominal,
                because=because,
                team_id=team.id,
                person_id=leader.id if leader else None,
                readers=Reader.LEADING if leader else Reader.TEAM,
            )
            yield asked
            if series == rhythm.PULSE:  # what follows is planned when it has been asked
                yield from _follow_pulse(asked, team, zone)


def _follow_pulse(asked: Foreseen, team: Team, zone: ZoneInfo) -> Iterator[Foreseen]:
    times = _pulse_ends(asked.at, team, zone)
    for series, at in zip(rhythm.AFTER_PULSE, times, strict=True):
        title, text = words.FORESEEN_AFTER[series]
        yield replace(
            asked, at=at, series=series, title=title, text=text, nominal=None, because=""
        )


def _for_leaders(
    session: Session, after: datetime, until: datetime, zone: ZoneInfo
) -> Iterator[Foreseen]:
    title, text = words.FORESEEN[rhythm.QUARTER_DIGEST]
    department = calendar.of_department(session)
    planned = [
        (rhythm.period(each), each.due_at)
        for each in occurrences.planned(session, [PEOPLE_TOLD], after, until)
    ]
    begin = rhythm.yet_to_begin(PEOPLE_TOLD, after, until, zone)
    planned += [(quarter, _people_told(session, quarter, zone)) for quarter in begin]
    for quarter, at in planned:
        nominal, because = moved(at, quarter.first, department, zone)
        yield Foreseen(
            at=at,
            series=PEOPLE_TOLD,
            whom=words.LEADERS,
            title=title,
            text=text,
            nominal=nominal,
            because=because,
            readers=Reader.DEPARTMENT,
        )


# --- what messages have in common ------------------------------------------------------------


def _of_team(session: Session, entity: str) -> tuple[Team | None, Period]:
    team_id, _, key = entity.partition(":")
    period = Period.read(key)
    assert period is not None  # noqa: S101
    return people.find_team(session, int(team_id)), period


def area(zone: ZoneInfo) -> Area:
    in_group = {
        rhythm.DIGEST: ("Månedens fælles praksis", _digest_message),
        DEPARTMENT_TOLD: ("Kvartalets fælles praksis", _department_message),
        rhythm.PULSE: (words.HOW_WE_LEARN, _pulse_message),
        rhythm.PULSE_REMINDER: ("Påmindelse om Hvordan lærer vi?", _reminder_message),
    }
    return Area(
        commands={},
        presses={"digests.decline": decline},
        dialogs={
            "digests.pulse": Dialog(open=open_pulse, hand_in=hand_in_pulse),
            "digests.comment": Dialog(open=open_comment, hand_in=hand_in_comment, texts=("text",)),
        },
        kinds={
            **{
                name: Kind(title=title, private=False, build=partial(build, zone=zone))
                for name, (title, build) in in_group.items()
            },
            RESULT: Kind(
                title="Svarene på Hvordan lærer vi?", private=False, build=_result_message
            ),
            INVITATION: Kind(title="Invitation til teamlederen", build=_invitation_message),
            COMMENT: Kind(title="Teamlederens ord", private=False, build=_comment_message),
        },
        refusal=words.refusal,
        foresees=partial(foresees, zone=zone),
        looks_back=partial(looks_back, zone=zone),
        occasions={
            series: partial(occasion, zone=zone)
            for series, occasion in {
                rhythm.MONTH: month_begins,
                rhythm.QUARTER: quarter_begins,
                rhythm.QUARTER_ENDS: quarter_ends,
                PEOPLE_TOLD: people_due,
                rhythm.DIGEST: digest_due,
                rhythm.QUARTER_DIGEST: quarter_digest_due,
                rhythm.PULSE: pulse_due,
                rhythm.PULSE_REMINDER: pulse_reminder_due,
                rhythm.PULSE_OVER: pulse_over_due,
                rhythm.INVITE: invite_due,
            }.items()
        },
        series={
            rhythm.DIGEST: "Månedens fælles praksis",
            rhythm.QUARTER_DIGEST: "Kvartalets fælles praksis",
            rhythm.PULSE: words.HOW_WE_LEARN,
            rhythm.PULSE_REMINDER: "Påmindelse om Hvordan lærer vi?",
            rhythm.PULSE_OVER: "Svarene på Hvordan lærer vi?",
            rhythm.INVITE: "Invitation til teamlederen",
        },
    )
