"""The fixed dates of the year: a leader switches them on, and whoever is responsible is asked
before, on and after the day, until it is done or left out for once."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import partial
from zoneinfo import ZoneInfo

from bot.call import Answer, Call, Dialog, number
from bot.outbox import Built, Kind, Show
from bot.sending import Message
from bot.switchboard import Area
from dialogs.between import sharing
from dialogs.between.sharing import Place, Share
from dialogs.calendar.days import DAY, local_day, morning_of
from dialogs.calendar.season import Behind, Foreseen, Reader
from dialogs.people.person import Person
from dialogs.people.team import Team
from dialogs.yearly import cards, words
from dialogs.yearly import routine as rules
from dialogs.yearly.routine import Round, Routine, State, Step
from storage import between, calendar, occurrences, outbox, people, rhythm, yearly
from storage.occurrences import Occurrence
from storage.outbox import Priority, to_person
from storage.store import Session

A_YEAR, A_MONTH = timedelta(days=366), timedelta(days=31)


# --- what is switched on ---------------------------------------------------------------------


def show(session: Session, call: Call) -> Answer:
    found = yearly.routines(session)
    coming: dict[rules.Kind, date] = {}
    for each in found:
        later = rules.rounds(each, call.now, call.now + A_YEAR, call.zone)
        for coming_round, _ in later:
            coming.setdefault(each.kind, coming_round.day)
    aid = yearly.open_rounds(session, rules.Kind.FIRST_AID)
    return Answer(card=cards.overview(found, coming, aid), anew=True)


def open_set(session: Session, call: Call) -> Answer:
    routine = yearly.routine(session, _kind(call))
    return Answer(form=cards.set_form(call.nonce, routine, people.with_personal_chat(session)))


def hand_in_set(session: Session, call: Call) -> Answer:
    was = yearly.routine(session, _kind(call))
    owner = _known(session, call.field("owner")) if call.field("owner") else None
    new = replace(was, on=call.field("on") == cards.ON, owner=owner)
    if was.kind is not rules.Kind.FIRST_AID:
        every, month, day = rules.cadence(
            call.field("every"), call.field("month"), call.field("day")
        )
        new = replace(new, every=every, month=month, day=day)
    if was.kind is rules.Kind.BRUSH_UP:
        new = replace(new, topics=rules.topics(call.field("topics")))
    yearly.save(session, new, call.now, call.zone)
    for each in yearly.open_rounds(session, new.kind):  # off, they lose their buttons
        outbox.show_anew(session, yearly.PROMPT, f"{each.id}-", call.now)
    return Answer(text=words.SETTINGS_TOLD)


def _kind(call: Call) -> rules.Kind:
    if call.name not in set(rules.Kind):
        raise rules.NoSuchRound
    return rules.Kind(call.name)


def _known(session: Session, chosen: str) -> Person:
    found = people.with_personal_chat(session)
    who = next((person for person in found if person.id == number(chosen)), None)
    if who is None:
        raise rules.OwnerUnknown
    return who


# --- first aid -------------------------------------------------------------------------------


def open_aid(session: Session, call: Call) -> Answer:
    known = yearly.open_rounds(session, rules.Kind.FIRST_AID)
    return Answer(form=cards.aid_form(call.nonce, _colleagues(session), known))


def hand_in_aid(session: Session, call: Call) -> Answer:
    """A new date takes the place of the one before."""
    who = next(
        (each for each in _colleagues(session) if each.id == number(call.field("who"))), None
    )
    if who is None:
        raise rules.OwnerUnknown
    if call.field("as") == cards.REMOVE:
        yearly.forget_aid(session, who.id, call.now)
        return Answer(text=words.AID_REMOVED)
    day = rules.aid_day(call.field("day"), call.today)
    yearly.forget_aid(session, who.id, call.now)
    _plan_aid(session, who, day, call)
    return Answer(text=words.AID_KEPT)


def _plan_aid(session: Session, who: Person, day: date, call: Call) -> None:
    key = f"{day.isoformat()}:{who.id}"
    new = Round(kind=rules.Kind.FIRST_AID, key=key, day=day, about=who)
    yearly.begin(session, new, call.now, call.zone)


def _colleagues(session: Session) -> list[Person]:
    """Everybody in a team, by their whole name, and whoever has a chat of their own."""
    found = {person.id: person for person in people.with_personal_chat(session)}
    for team in people.all_teams(session):
        for member in people.members(session, team.id):
            found.setdefault(member.id, member)
    return sorted(found.values(), key=lambda person: person.name)


def _colleague(session: Session, chosen: str) -> Person:
    who = next((each for each in _colleagues(session) if each.id == number(chosen)), None)
    if who is None:
        raise rules.OwnerUnknown
    return who


def open_renew(session: Session, call: Call) -> Answer:
    return Answer(form=cards.renew_form(call.nonce, _mine(session, call)))


def hand_in_renew(session: Session, call: Call) -> Answer:
    each = _mine(session, call)
    day = rules.aid_day(call.field("day"), call.today)
    _end(session, each, State.DONE, call)
    if each.about is not None:
        _plan_aid(session, each.about, day, call)
    return Answer(text=words.AID_KEPT)


# --- by the clock ----------------------------------------------------------------------------


def begins_due(session: Session, occurrence: Occurrence, now: datetime, zone: ZoneInfo) -> None:
    routine = yearly.routine(session, rules.Kind(occurrence.entity))
    each = rules.round_of(routine, occurrence.first_key, occurrence.due_at, zone)
    if each is None:  # switched off, or set to other days, since
        return
    if rhythm.department_at_work(session, occurrence, now, zone):
        yearly.begin(session, each, now, zone)


def prompt_due(session: Session, occurrence: Occurrence, now: datetime, zone: ZoneInfo) -> None:
    each = yearly.get(session, int(occurrence.entity))
    step = occurrence.first_key
    if each is None or not _is_asked(session, each):
        return
    if not rhythm.department_at_work(session, occurrence, now, zone):
        return
    to = yearly.asked(session, each, Step(step), local_day(now, zone))
    if not to:
        occurrences.came_to_nothing(session, occurrence, now)
    for who in to:
        entity = f"{each.id}-{step}-{who.id}"
        outbox.want(session, yearly.PROMPT, entity, to_person(who.id), Priority.PROMPT, now)


def _is_asked(session: Session, each: Round) -> bool:
    return each.is_open and yearly.routine(session, each.kind).on


def _prompt_message(session: Session, entity: str, now: datetime) -> Built:
    round_id, step, person_id = entity.split("-")
    each = yearly.get(session, int(round_id))
    stands = outbox.posted(session, yearly.PROMPT, entity) is not None
    if each is None or not _is_asked(session, each):
        if not stands:
            return None
        said = words.over(each) if each is not None and not each.is_open else words.NOT_ON
        return Show(message=Message(card=cards.said(said), summary=""))
    taker = each.taker is not None and each.taker.id == int(person_id)
    card = cards.prompt(each, Step(step), taker=taker)
    return Show(message=Message(card=card, summary=words.title(each)))


# --- the answer ------------------------------------------------------------------------------


def done(session: Session, call: Call) -> Answer:
    each = _mine(session, call)
    if each.kind is rules.Kind.FIRST_AID:  # it takes a new date
        raise rules.AidDateOut
    _end(session, each, State.DONE, call)
    return Answer(card=cards.said(words.over(replace(each, state=State.DONE))))


def skip(session: Session, call: Call) -> Answer:
    each = _mine(session, call)
    _end(session, each, State.SKIPPED, call)
    return Answer(card=cards.said(words.over(replace(each, state=State.SKIPPED))))


def _end(session: Session, each: Round, state: State, call: Call) -> None:
    yearly.end(session, each.id, state, call.now)
    outbox.show_anew(session, yearly.PROMPT, f"{each.id}-", call.now)


def open_put(session: Session, call: Call) -> Answer:
    each = _for_a_meeting(session, call)
    teams = people.all_teams(session)
    return Answer(form=cards.put_form(call.nonce, each, _colleagues(session), teams, call.who))


def hand_in_put(session: Session, call: Call) -> Answer:
    """On the list of each team that was chosen; whoever tells it has it from now on."""
    each = _for_a_meeting(session, call)
    teller = _colleague(session, call.field("who"))
    teams = _chosen(session, call)
    day = sharing.day_of(Place.STAFF, call.field("day"), call.today) if call.field("day") else None
    text = sharing.share_text(call.field("text"))
    for team in teams:
        share = Share(team_id=team.id, who=teller, text=text, on=day)
        between.put_on(session, share, call.now, call.zone)
        if day is not None:
            break  # a staff meeting is everybody's
    yearly.give(session, each.id, teller)
    outbox.show_anew(session, yearly.PROMPT, f"{each.id}-", call.now)
    if teller != call.who:
        entity = f"{each.id}-{Step.AHEAD}-{teller.id}"
        outbox.want(
            session, yearly.PROMPT, entity, to_person(teller.id), Priority.PROMPT, call.now
        )
    return Answer(text=words.PUT_ON)


def _chosen(session: Session, call: Call) -> list[Team]:
    chosen = set(call.field("teams").split(","))
    found = [team for team in people.all_teams(session) if str(team.id) in chosen]
    if not found:
        raise rules.NowhereToPut
    return found


def _for_a_meeting(session: Session, call: Call) -> Round:
    each = _mine(session, call)
    if each.kind not in rules.FOR_A_MEETING:
        raise rules.NoSuchRound
    return each


def _mine(session: Session, call: Call) -> Round:
    each = yearly.get(session, call.id) if call.id is not None else None
    if each is None or not _is_asked(session, each):
        raise rules.NoSuchRound
    if not yearly.may_answer(session, each, call.who):
        raise rules.NoSuchRound
    return each


# --- the season ------------------------------------------------------------------------------


def foresees(
    session: Session, after: datetime, until: datetime, zone: ZoneInfo
) -> Iterator[Foreseen]:
    """Every prompt, also those that come only when nobody has answered before."""
    stored = yearly.open_rounds(session)
    for routine in yearly.routines(session):
        if not routine.on:
            continue
        for each in (each for each in stored if each.kind is routine.kind):
            yield from _foreseen(session, routine, each, each.day, after, until, zone)
        for each, was in rules.rounds(routine, after, until + A_MONTH, zone):
            if not yearly.is_known(session, each):
                yield from _foreseen(session, routine, each, was, after, until, zone)


def _foreseen(
    session: Session,
    routine: Routine,
    each: Round,
    was: date,
    after: datetime,
    until: datetime,
    zone: ZoneInfo,
) -> Iterator[Foreseen]:
    department = calendar.of_department(session)
    for step, day in rules.steps(each).items():
        at = morning_of(day, department, zone)
        if after < at <= until:
            to = yearly.asked(session, each, step, day)
            yield Foreseen(
                at=at,
                series=yearly.PROMPT,
                whom=", ".join(who.name for who in to) or words.A_LEADER,
                title=words.title(each),
                text=f"{words.when(each, step)} {words.asks(each)}",
                nominal=was if was != each.day and step is Step.DAY else None,
                because=words.moved(was) if was != each.day and step is Step.DAY else "",
                person_id=to[0].id if len(to) == 1 else None,
                readers=Reader.DEPARTMENT,
            )


def looks_back(
    session: Session, since: datetime, now: datetime, zone: ZoneInfo
) -> Iterator[Behind]:
    """What was left out for once is neither done nor missing."""
    for each in yearly.begun(session, local_day(since, zone), local_day(now, zone)):
        if each.state is State.SKIPPED or (each.is_open and not _is_asked(session, each)):
            continue
        holder = yearly.holder(session, each)
        yield Behind(
            on=each.day,
            title=words.title(each),
            done=not each.is_open,
            due_until=each.day + rules.AGAIN_AFTER - DAY,
            person_id=holder.id if holder else None,
            readers=Reader.DEPARTMENT,
        )


def area(zone: ZoneInfo) -> Area:
    return Area(
        commands={},
        presses={"yearly.show": show, "yearly.done": done, "yearly.skip": skip},
        dialogs={
            "yearly.set": Dialog(open=open_set, hand_in=hand_in_set, texts=("topics",)),
            "yearly.aid": Dialog(open=open_aid, hand_in=hand_in_aid),
            "yearly.renew": Dialog(open=open_renew, hand_in=hand_in_renew),
            "yearly.put": Dialog(open=open_put, hand_in=hand_in_put, texts=("text",)),
        },
        kinds={yearly.PROMPT: Kind(title=words.TITLE, build=_prompt_message)},
        refusal=words.refusal,
        occasions={
            yearly.BEGINS: partial(begins_due, zone=zone),
            yearly.PROMPT: partial(prompt_due, zone=zone),
        },
        foresees=partial(foresees, zone=zone),
        looks_back=partial(looks_back, zone=zone),
    )
