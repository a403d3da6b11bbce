"""Sådan gør vi: what a principle case ended in, its confirmation, the register, and the question
whether it still holds; that one is asked of every practice with a day to be looked at again."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import partial
from zoneinfo import ZoneInfo

from bot.call import Answer, Call, Command, Dialog, teams_here
from bot.kinds import Built, Kind, Show, only_as_update, show
from bot.switchboard import Area
from dialogs.calendar.days import is_working_time, local_day, morning_of, next_morning
from dialogs.calendar.season import Behind, Foreseen, moved
from dialogs.cards import Card
from dialogs.learning import principle as rules
from dialogs.learning import principle_cards as cards
from dialogs.learning import principle_words as words
from dialogs.learning.practice import Practice, PracticeEvent, PracticeKind, PracticeState, What
from dialogs.learning.principle import Ended, Wording
from dialogs.people.person import Person
from dialogs.people.team import NoSuchDate, NotAMember, NoTeamHere, Team
from dialogs.privacy.audit import Action as Audited
from dialogs.sparring.meeting import Meeting
from storage import audit, occurrences, outbox, people, practice, sparring
from storage.occurrences import Occurrence
from storage.outbox import Priority, to_chat, to_person
from storage.store import Session

WANTED = practice.WANTED
ASKS_LEADER, SENT_BACK = "principles.asks_leader", "principles.sent_back"
TOLD, TOLD_ENDED, REVIEW = "principles.told", "principles.told_ended", "principles.review"
ASK_REVIEW = REVIEW  # the series of the same name
MOVED_AT_MOST = timedelta(days=60)  # by closed weeks


# --- written down ----------------------------------------------------------------------------


def wanted_due(session: Session, occurrence: Occurrence, now: datetime, zone: ZoneInfo) -> None:
    """A week after the sparring, once, if nobody has said what it ended in."""
    meeting = sparring.meeting(session, int(occurrence.entity))
    if meeting is None or sparring.noted(session, meeting.id, "principle") is not None:
        return
    team = _team_of(session, meeting)
    if not is_working_time(now, team.calendar, zone):
        due = next_morning(now, team.calendar, zone)
        occurrences.plan(session, WANTED, meeting.id, due.isoformat(), due)
        return
    _tell(session, WANTED, f"{meeting.id}-2", team.coordinator or team.deputy, now)


def open_write(session: Session, call: Call) -> Answer:
    meeting, team, before = _written_here(session, call)
    events = practice.history(session, before.id) if before is not None else []
    shown = (
        _as_written(before, call.today) if before is not None else _empty(team.coordinator, call)
    )
    form = cards.wording_form(
        call.nonce,
        "principles.write",
        f"{meeting.id}-{events[-1].id if events else 0}",
        shown,
        people.members(session, team.id),
        others=() if before is not None else ((words.NONE_THIS_TIME, cards.NONE),),
    )
    return Answer(form=form)


def hand_in_write(session: Session, call: Call) -> Answer:
    meeting, team, before = _written_here(session, call)
    if call.field("as") == cards.NONE:
        return Answer(text=_none(session, call, meeting))
    events = practice.history(session, before.id) if before is not None else []
    if _numbers(call)[1:2] != [events[-1].id if events else 0]:
        raise rules.WrittenMeanwhile
    said = _wording(session, call, team)
    if before is None:
        fresh = Practice(
            kind=PracticeKind.PRINCIPLE,
            state=PracticeState.AWAITING,
            team_id=team.id,
            text=said.text,
            owner=said.owner,
            valid_from=said.valid_from,
            review_on=said.review_on,
            meeting_id=meeting.id,
        )
        practice_id = practice.add(session, fresh, What.PROPOSED, call.now)
    else:
        practice_id = before.id
        practice.save(session, _worded(before, said), What.PROPOSED, call.now)
    sparring.after(session, meeting.id, principle=Ended.WRITTEN)
    _written_down(session, meeting, call.now)
    _ask_leader(session, practice_id, team, call.now)
    return Answer(text=words.written(team.leader))


def press_none(session: Session, call: Call) -> Answer:
    meeting, _, before = _written_here(session, call)
    if before is not None:
        raise rules.SettledAlready
    return Answer(card=cards.said(_none(session, call, meeting)))


def _none(session: Session, call: Call, meeting: Meeting) -> str:
    sparring.after(session, meeting.id, principle=Ended.NONE)
    _written_down(session, meeting, call.now)
    return words.NONE_NOTED


def _written_here(session: Session, call: Call) -> tuple[Meeting, Team, Practice | None]:
    """The principle case that this is about, and what is written of it and not confirmed."""
    standing = call.standing
    meeting = standing.meeting if standing is not None else None
    if meeting is None or not sparring.is_principle_case(session, meeting.id):
        raise rules.NoPrincipleCase
    rules.may_be_written(meeting)
    before = practice.of_meeting(session, meeting.id)
    if before is not None and before.state is PracticeState.VALID:
        raise rules.SettledAlready
    if before is not None and before.state is PracticeState.WITHDRAWN:
        before = None
    return meeting, _team_of(session, meeting), before


def _written_down(session: Session, meeting: Meeting, now: datetime) -> None:
    """The question in private, and the meeting's card, follow."""
    outbox.show_anew(session, WANTED, f"{meeting.id}-", now)
    outbox.show_anew(session, sparring.PHASE, f"{meeting.id}:{meeting.furthest}", now)


def _empty(owner: Person | None, call: Call) -> Wording:
    return Wording(
        text="", owner=owner, valid_from=call.today, review_on=rules.a_year_on(call.today)
    )


def _as_written(before: Practice, today: date) -> Wording:
    return Wording(
        text=before.text,
        owner=before.owner,
        valid_from=before.valid_from or today,
        review_on=before.review_on or rules.a_year_on(today),
    )


def _worded(before: Practice, said: Wording) -> Practice:
    return replace(
        before,
        text=said.text,
        owner=said.owner,
        valid_from=said.valid_from,
        review_on=said.review_on,
    )


def _wording(session: Session, call: Call, team: Team, *, earliest: date = date.min) -> Wording:
    chosen = call.field("owner")
    owner = next((p for p in people.members(session, team.id) if str(p.id) == chosen), None)
    if chosen and owner is None:
        raise NotAMember
    valid_from = max(_date(call.field("valid_from")), earliest)
    review_on = _date(call.field("review_on"))
    return rules.wording(call.field("text"), owner, valid_from, review_on, call.today)


def _date(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise NoSuchDate from None


# --- the leader ------------------------------------------------------------------------------


def _ask_leader(session: Session, practice_id: int, team: Team, now: datetime) -> None:
    """Each proposal is a message of its own; what was asked before is over."""
    outbox.show_anew(session, ASKS_LEADER, f"{practice_id}-", now)
    outbox.show_anew(session, SENT_BACK, f"{practice_id}-", now)
    outbox.show_anew(session, REVIEW, f"{practice_id}-", now)
    proposal = rules.standing_proposal(practice.history(session, practice_id))
    if proposal is not None and team.leader is not None:
        entity = f"{practice_id}-{proposal.id}-{team.leader.id}"
        _tell(session, ASKS_LEADER, entity, team.leader, now)


def leader_named(session: Session, occurrence: Occurrence, now: datetime) -> None:
    """A team has another leader: what waits for one is theirs to answer."""
    team = people.find_team(session, int(occurrence.entity))
    if team is not None:
        for practice_id in practice.unanswered(session, team.id):
            _ask_leader(session, practice_id, team, now)


def _proposed(session: Session, call: Call) -> tuple[Practice, PracticeEvent, Team]:
    """What the leader answers. Raises ProposalIsOver when it is not what the message shows."""
    found, team = _practice_here(session, call)
    proposal = rules.standing_proposal(practice.history(session, found.id))
    if proposal is None or _numbers(call)[1:2] != [proposal.id]:
        raise rules.ProposalIsOver
    return found, proposal, team


def confirm(session: Session, call: Call) -> Answer:
    found, proposal, _ = _proposed(session, call)
    if proposal.what is What.END_PROPOSED:
        _end(session, call, found, proposal.reason or "")
    else:
        _confirm(session, call, found, rules.as_proposed(found, proposal, call.today))
    return Answer(shows=(ASKS_LEADER, call.name))


def open_amend(session: Session, call: Call) -> Answer:
    found, proposal, team = _proposed(session, call)
    form = cards.wording_form(
        call.nonce,
        "principles.amend",
        call.name,
        rules.as_proposed(found, proposal, call.today),
        people.members(session, team.id),
        submit=words.CONFIRM,
    )
    return Answer(form=form)


def hand_in_amend(session: Session, call: Call) -> Answer:
    found, _, team = _proposed(session, call)
    _confirm(session, call, found, _wording(session, call, team, earliest=call.today))
    return Answer(text=words.CONFIRMED)


def _confirm(session: Session, call: Call, found: Practice, new: Wording) -> None:
    practice.save(session, rules.confirmed(found, new), What.CONFIRMED, call.now)
    about = f"practice:{found.id}"
    audit.note(session, Audited.PRACTICE_APPROVED, by=call.who.id, about=about, now=call.now)
    _tell_team(session, TOLD, found, call.now)
    _follow(session, found, call.now)


def open_back(session: Session, call: Call) -> Answer:
    found, proposal, _ = _proposed(session, call)
    text = proposal.text or found.text
    form = cards.reason_form(
        call.nonce, "principles.back", call.name, text, words.REASON_LABEL, words.BACK
    )
    return Answer(form=form)


def hand_in_back(session: Session, call: Call) -> Answer:
    found, proposal, team = _proposed(session, call)
    reason = rules.reason(call.field("reason"))
    text = proposal.text or found.text
    event = practice.note(session, found.id, What.ASKED_BACK, call.now, reason=reason, text=text)
    to = team.coordinator or team.deputy
    _tell(session, SENT_BACK, f"{found.id}-{event}", to, call.now, Priority.ANSWER)
    _follow(session, found, call.now)
    return Answer(text=words.SENT_BACK)


def _sent_back(session: Session, call: Call) -> tuple[Practice, PracticeEvent, Team]:
    found, team = _practice_here(session, call)
    answer = rules.sent_back(practice.history(session, found.id))
    if answer is None or _numbers(call)[1:2] != [answer.id]:
        raise rules.ProposalIsOver
    return found, answer, team


def open_rewrite(session: Session, call: Call) -> Answer:
    found, answer, team = _sent_back(session, call)
    reason = cards.quoted_reason(answer, team.leader)
    text = answer.text or found.text
    if found.state is PracticeState.VALID:
        form = cards.change_form(call.nonce, "principles.rewrite", call.name, text, reason)
        return Answer(form=form)
    form = cards.wording_form(
        call.nonce,
        "principles.rewrite",
        call.name,
        _as_written(found, call.today),
        people.members(session, team.id),
        above=[reason],
    )
    return Answer(form=form)


def hand_in_rewrite(session: Session, call: Call) -> Answer:
    found, _, team = _sent_back(session, call)
    if found.state is PracticeState.VALID:
        text = rules.principle_text(call.field("text"))
        practice.note(session, found.id, What.PROPOSED, call.now, text=text)
    else:
        said = _wording(session, call, team)
        practice.save(session, _worded(found, said), What.PROPOSED, call.now)
    _ask_leader(session, found.id, team, call.now)
    return Answer(text=words.written(team.leader))


def drop(session: Session, call: Call) -> Answer:
    """It is not taken up again: what was valid stays so, what never was is nothing."""
    found, _, _ = _sent_back(session, call)
    if found.state is PracticeState.VALID:
        practice.save(session, rules.still_valid(found, call.today), What.REVIEWED, call.now)
    else:
        practice.save(session, rules.withdrawn(found), What.WITHDRAWN, call.now)
        if found.meeting_id is not None:
            sparring.after(session, found.meeting_id, principle=Ended.NONE)
    _follow(session, found, call.now)
    return Answer(shows=(SENT_BACK, call.name))


# --- withdrawn -------------------------------------------------------------------------------


def open_withdraw(session: Session, call: Call) -> Answer:
    found = _valid_here(session, call)
    form = cards.reason_form(
        call.nonce,
        "principles.withdraw",
        call.name,
        found.text,
        words.END_REASON_LABEL,
        words.WITHDRAW,
    )
    return Answer(form=form)


def hand_in_withdraw(session: Session, call: Call) -> Answer:
    found = _valid_here(session, call)
    _end(session, call, found, rules.reason(call.field("reason")))
    return Answer(text=words.ENDED_NOW)


def _valid_here(session: Session, call: Call) -> Practice:
    found, _ = _practice_here(session, call)
    if found.state is not PracticeState.VALID:
        raise rules.ReviewIsOver
    return found


def _end(session: Session, call: Call, found: Practice, reason: str) -> None:
    practice.save(session, rules.withdrawn(found), What.WITHDRAWN, call.now, reason=reason)
    about = f"practice:{found.id}"
    audit.note(session, Audited.PRACTICE_WITHDRAWN, by=call.who.id, about=about, now=call.now)
    _tell_team(session, TOLD_ENDED, found, call.now)
    _follow(session, found, call.now)


def _follow(session: Session, found: Practice, now: datetime) -> None:
    """Whatever stands in private about it shows what became of it."""
    for kind in (ASKS_LEADER, SENT_BACK, REVIEW):
        outbox.show_anew(session, kind, f"{found.id}-", now)
    if found.meeting_id is not None:
        outbox.show_anew(session, WANTED, f"{found.meeting_id}-", now)


# --- the register ----------------------------------------------------------------------------


def register(session: Session, call: Call) -> Answer:
    """`sådan gør vi`: a team's valid ones, the newest first."""
    teams = teams_here(session, call)
    if not teams:
        raise NoTeamHere
    numbers = _numbers(call)
    team = next((team for team in teams if numbers[:1] == [team.id]), teams[0])
    number = max(1, numbers[1]) if len(numbers) > 1 else 1
    found = practice.principles(
        session, team.id, skip=(number - 1) * rules.PER_PAGE, most=rules.PER_PAGE + 1
    )
    page = cards.Page(
        team=team,
        number=number,
        shown=found[: rules.PER_PAGE],
        more=len(found) > rules.PER_PAGE,
    )
    others = [other for other in teams if other.id != team.id]
    return Answer(card=cards.register(page, others, call.today), anew=True)


# --- looking at it again ---------------------------------------------------------------------


def review_comes(session: Session, occurrence: Occurrence, now: datetime, zone: ZoneInfo) -> None:
    """The day has begun: in the morning somebody is asked, on the first working day."""
    found = _due(session, occurrence)
    if found is not None:
        team = people.team(session, found.team_id)
        day = max(local_day(now, zone), date.fromisoformat(occurrence.key))
        _in_the_morning(session, found.id, f"{occurrence.key} 1", day, team, zone)


def foresees(
    session: Session, after: datetime, until: datetime, zone: ZoneInfo
) -> Iterator[Foreseen]:
    """When a practice is looked at again, by whoever owns it or leads the team."""
    for each in occurrences.planned(session, (practice.REVIEW,), after - MOVED_AT_MOST, until):
        found = _due(session, each)
        if found is None:
            continue
        team, on = people.team(session, found.team_id), date.fromisoformat(each.key)
        at = morning_of(on, team.calendar, zone)
        if not after < at <= until:
            continue
        who = rules.reviewer(found.owner, team.coordinator, people.order(session, team.id))
        nominal, because = moved(at, on, team.calendar, zone)
        yield Foreseen(
            at=at,
            series=practice.REVIEW,
            whom=f"{who.name}, {team.name}" if who else team.name,
            title=words.FORESEEN_TITLE,
            text=f"“{found.text}”",
            nominal=nominal,
            because=because,
            team_id=team.id,
            person_id=who.id if who else None,
        )


def looks_back(
    session: Session, since: datetime, now: datetime, zone: ZoneInfo
) -> Iterator[Behind]:
    """What a practice says stands in the list of them."""
    for at, team_id in practice.reviewed(session, since, now):
        yield Behind(
            on=local_day(at, zone), title=words.FORESEEN_TITLE, done=True, team_id=team_id
        )
    for each in practice.overdue(session, local_day(now, zone)):
        if each.review_on is not None:
            yield Behind(
                on=each.review_on,
                title=words.FORESEEN_TITLE,
                done=False,
                due_until=each.review_on + rules.REMINDED_AFTER,
                team_id=each.team_id,
            )


def review_due(session: Session, occurrence: Occurrence, now: datetime, zone: ZoneInfo) -> None:
    """Asks once, reminds once after two weeks, and then tells the leader."""
    found = _due(session, occurrence)
    if found is None or rules.standing_proposal(practice.history(session, found.id)) is not None:
        return
    key, number, *_ = occurrence.key.split()
    team = people.team(session, found.team_id)
    today = local_day(now, zone)
    who = team.leader
    if number != "3":
        members = people.order(session, team.id)
        who = rules.reviewer(found.owner, team.coordinator, members)
    late = not is_working_time(now, team.calendar, zone)
    away = who is not None and bool(people.absent_on(session, [who.id], today))
    still_soon = today < date.fromisoformat(key) + rules.REMINDED_AFTER
    if late or (away and number == "1" and still_soon):
        again = f"{key} {number} {today.isoformat()}"
        due = next_morning(now, team.calendar, zone)
        occurrences.plan(session, ASK_REVIEW, found.id, again, due)
        return
    if away and number == "1":
        who = team.coordinator
    if who is not None:
        entity = f"{found.id}-{key.replace('-', '')}-{number}-{who.id}"
        _tell(session, REVIEW, entity, who, now)
    if number != "3":
        following = f"{key} {int(number) + 1}"
        then = today + rules.REMINDED_AFTER
        _in_the_morning(session, found.id, following, then, team, zone)


def _due(session: Session, occurrence: Occurrence) -> Practice | None:
    """The practice, if it is still to be looked at on the day that this was planned for."""
    found = practice.get(session, int(occurrence.entity))
    day = date.fromisoformat(occurrence.key.split()[0])
    if found is None or found.state is not PracticeState.VALID or found.review_on != day:
        return None
    return found


def _reviewed(session: Session, call: Call) -> tuple[Practice, Team]:
    """Raises ReviewIsOver when it was looked at, or proposed to be changed, since."""
    found, team = _practice_here(session, call)
    rules.may_review(found, call.who, team.coordinator, team.leader)
    asked = str(_numbers(call)[1]) if len(_numbers(call)) > 1 else ""
    is_day = found.review_on is not None and f"{found.review_on:%Y%m%d}" == asked
    waits = rules.standing_proposal(practice.history(session, found.id)) is not None
    if found.state is not PracticeState.VALID or not is_day or waits:
        raise rules.ReviewIsOver
    return found, team


def still(session: Session, call: Call) -> Answer:
    found, _ = _reviewed(session, call)
    practice.save(session, rules.still_valid(found, call.today), What.REVIEWED, call.now)
    _follow(session, found, call.now)
    return Answer(shows=(REVIEW, call.name))


def open_change(session: Session, call: Call) -> Answer:
    found, _ = _reviewed(session, call)
    form = cards.change_form(call.nonce, "principles.change", call.name, found.text)
    return Answer(form=form)


def hand_in_change(session: Session, call: Call) -> Answer:
    found, team = _reviewed(session, call)
    text = rules.principle_text(call.field("text"))
    practice.note(session, found.id, What.PROPOSED, call.now, text=text)
    _ask_leader(session, found.id, team, call.now)
    return Answer(text=words.written(team.leader))


def open_end(session: Session, call: Call) -> Answer:
    found, _ = _reviewed(session, call)
    form = cards.reason_form(
        call.nonce,
        "principles.end",
        call.name,
        found.text,
        words.END_REASON_LABEL,
        "Send til teamlederen",
    )
    return Answer(form=form)


def hand_in_end(session: Session, call: Call) -> Answer:
    found, team = _reviewed(session, call)
    reason = rules.reason(call.field("reason"))
    practice.note(session, found.id, What.END_PROPOSED, call.now, reason=reason)
    _ask_leader(session, found.id, team, call.now)
    return Answer(text=words.awaits(team.leader))


# --- common ----------------------------------------------------------------------------------


def _practice_here(session: Session, call: Call) -> tuple[Practice, Team]:
    numbers = _numbers(call)
    found = practice.get(session, numbers[0]) if numbers else None
    if found is None:
        raise rules.NoSuchPractice
    return found, people.team(session, found.team_id)


def _numbers(call: Call) -> list[int]:
    """The parts of a name, as far as they are numbers."""
    parts = call.name.split("-")
    return [int(part) for part in parts] if all(map(str.isdecimal, parts)) else []


def _team_of(session: Session, meeting: Meeting) -> Team:
    return people.team(session, sparring.team_of(session, meeting.id) or 0)


def _tell(
    session: Session,
    kind: str,
    entity: str,
    to: Person | None,
    now: datetime,
    priority: int = Priority.PROMPT,
) -> None:
    if to is not None:
        outbox.want(session, kind, entity, to_person(to.id), priority, now)


def _tell_team(session: Session, kind: str, found: Practice, now: datetime) -> None:
    event = practice.history(session, found.id)[-1]
    address = to_chat(people.home(session, found.team_id))
    outbox.want(session, kind, f"{found.id}-{event.id}", address, Priority.LINE, now)


def _in_the_morning(
    session: Session, entity: int, key: str, day: date, team: Team, zone: ZoneInfo
) -> None:
    due = morning_of(day, team.calendar, zone)
    occurrences.plan(session, ASK_REVIEW, entity, key, due)


# --- what the messages show ------------------------------------------------------------------


def _wanted(session: Session, entity: str, now: datetime) -> Built:
    meeting_id, _, number = entity.partition("-")
    meeting = sparring.meeting(session, int(meeting_id))
    if meeting is None:
        return None
    ended = sparring.noted(session, meeting.id, "principle")
    if ended is None:
        return _show(cards.ask(meeting.id, again=number == "2"))
    found = practice.of_meeting(session, meeting.id)
    if ended == Ended.NONE or found is None or found.state is PracticeState.WITHDRAWN:
        return only_as_update(session, WANTED, entity, words.NONE_NOTED)
    leader = people.team(session, found.team_id).leader
    if found.state is PracticeState.AWAITING:
        card = cards.awaiting(meeting.id, found, leader)
    else:
        card = cards.settled(found)
    return only_as_update(session, WANTED, entity, card)


def _asks_leader(session: Session, entity: str, now: datetime, zone: ZoneInfo) -> Built:
    practice_id, event_id, leader_id = map(int, entity.split("-"))
    found = practice.get(session, practice_id)
    if found is None:
        return None
    events = practice.history(session, found.id)
    team = people.team(session, found.team_id)
    proposal = rules.standing_proposal(events)
    if proposal is None or proposal.id != event_id:
        line = words.became(_next_after(events, event_id))
        return only_as_update(session, ASKS_LEADER, entity, line)
    if team.leader is None or team.leader.id != leader_id:
        line = words.other_leader(team.leader)
        return only_as_update(session, ASKS_LEADER, entity, line)
    shown = rules.as_proposed(found, proposal, local_day(now, zone))
    new = found.state is PracticeState.AWAITING
    return _show(cards.ask_leader(entity, team, found, proposal, shown, new=new))


def _next_after(events: Sequence[PracticeEvent], event_id: int) -> What | None:
    """What became of a line of the history; that it was told to others is nothing."""
    following = (each.what for each in events if each.id > event_id)
    return next((what for what in following if what is not What.SHARED), None)


def _sent_back_shows(session: Session, entity: str, now: datetime) -> Built:
    practice_id, event_id = map(int, entity.split("-"))
    found = practice.get(session, practice_id)
    if found is None:
        return None
    events = practice.history(session, found.id)
    answer = rules.sent_back(events)
    if answer is None or answer.id != event_id:
        line = words.taken_up(_next_after(events, event_id))
        return only_as_update(session, SENT_BACK, entity, line)
    team = people.team(session, found.team_id)
    return _show(cards.sent_back(entity, found, answer, answer.text or found.text, team))


def _told(session: Session, entity: str, now: datetime) -> Built:
    found = practice.get(session, int(entity.partition("-")[0]))
    if found is None or found.state is not PracticeState.VALID or found.valid_from is None:
        return None
    return _show(cards.told(found, found.valid_from))


def _told_ended(session: Session, entity: str, now: datetime) -> Built:
    practice_id, event_id = map(int, entity.split("-"))
    found = practice.get(session, practice_id)
    if found is None:
        return None
    events = practice.history(session, found.id)
    reason = next((each.reason for each in events if each.id == event_id), None)
    leader = people.team(session, found.team_id).leader
    return _show(cards.told_ended(found, reason or "", leader))


def _review(session: Session, entity: str, now: datetime) -> Built:
    practice_id, day, number, _ = entity.split("-")
    found = practice.get(session, int(practice_id))
    if found is None:
        return None
    if found.state is PracticeState.WITHDRAWN:
        return only_as_update(session, REVIEW, entity, cards.said(words.ENDED))
    if rules.standing_proposal(practice.history(session, found.id)) is not None:
        leader = people.team(session, found.team_id).leader
        line = words.awaits(leader)
        return only_as_update(session, REVIEW, entity, line)
    if found.review_on is None or f"{found.review_on:%Y%m%d}" != day:
        line = words.reviewed(found)
        return only_as_update(session, REVIEW, entity, line)
    principle = found.kind is PracticeKind.PRINCIPLE
    asked = words.review(principle=principle, again=number == "2")
    if number == "3":
        asked = words.left_alone(found.review_on)
    return _show(cards.review(entity, found, asked))


def _show(card: Card) -> Show:
    return show(card, words.TITLE)


def area(zone: ZoneInfo) -> Area:
    return Area(
        commands={"sådan": Command(register, only=("", "gør vi"))},
        presses={
            "principles.register": register,
            "principles.none": press_none,
            "principles.confirm": confirm,
            "principles.drop": drop,
            "principles.still": still,
        },
        dialogs={
            "principles.write": Dialog(open=open_write, hand_in=hand_in_write, texts=("text",)),
            "principles.amend": Dialog(open=open_amend, hand_in=hand_in_amend, texts=("text",)),
            "principles.back": Dialog(open=open_back, hand_in=hand_in_back, texts=("reason",)),
            "principles.rewrite": Dialog(
                open=open_rewrite, hand_in=hand_in_rewrite, texts=("text",)
            ),
            "principles.change": Dialog(open=open_change, hand_in=hand_in_change, texts=("text",)),
            "principles.end": Dialog(open=open_end, hand_in=hand_in_end, texts=("reason",)),
            "principles.withdraw": Dialog(
                open=open_withdraw, hand_in=hand_in_withdraw, texts=("reason",)
            ),
        },
        kinds={
            WANTED: Kind(title="Hvad en principiel sag endte i", build=_wanted),
            ASKS_LEADER: Kind(
                title="Et Sådan gør vi, der skal bekræftes",
                build=partial(_asks_leader, zone=zone),
            ),
            SENT_BACK: Kind(title="Teamlederens svar om Sådan gør vi", build=_sent_back_shows),
            TOLD: Kind(title="Nyt under Sådan gør vi", private=False, build=_told),
            TOLD_ENDED: Kind(title="Sådan gør vi ikke længere", private=False, build=_told_ended),
            REVIEW: Kind(title="Gælder det stadig?", build=_review),
        },
        refusal=words.refusal,
        foresees=partial(foresees, zone=zone),
        looks_back=partial(looks_back, zone=zone),
        occasions={
            practice.WANTED: partial(wanted_due, zone=zone),
            practice.LEADER_NAMED: leader_named,
            practice.REVIEW: partial(review_comes, zone=zone),
            ASK_REVIEW: partial(review_due, zone=zone),
        },
    )
