"""What becomes shared practice: somebody decides, in the team's pace, and nobody learns who wrote
it. Load → rule → save → say."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta

from bot.call import Answer, Call, Dialog, TurnKind, number, teams_here
from bot.kinds import moment
from bot.outbox import Built, Kind, Show
from bot.rights import towards
from bot.sending import Message
from bot.switchboard import Area
from dialogs.calendar.days import morning_of
from dialogs.calendar.season import Behind, Dated, Foreseen, Reader
from dialogs.cards import Card, Form
from dialogs.learning import deciding as rules
from dialogs.learning import deciding_cards as cards
from dialogs.learning import deciding_words as words
from dialogs.learning import point as points
from dialogs.learning import trying_cards
from dialogs.learning.point import LearningPoint, PointState, point_text
from dialogs.learning.practice import Improvement, Practice, PracticeKind, PracticeState, What
from dialogs.learning.words import PRACTICE, WAITING
from dialogs.people.person import Person
from dialogs.people.rights import TABLE, Action, Role
from dialogs.people.team import Team
from dialogs.privacy.audit import Action as Audited
from dialogs.text import required
from storage import (
    audit,
    improvement,
    learning,
    occurrences,
    outbox,
    people,
    practice,
    search,
    trying,
)
from storage.occurrences import Occurrence
from storage.outbox import Priority, to_person
from storage.store import Session

A_MOMENT = timedelta(minutes=15)  # of what has no length in a calendar
DUE = improvement.DUE
OFFERED = 30  # practices to choose from when merging


# --- who, and what it is about ---------------------------------------------------------------


def _decides(session: Session, call: Call) -> list[Team]:
    """The teams here that this person decides for."""
    row = TABLE[Action.LOOK_AT_WAITING]
    here = [(team, towards(session, call, team)) for team in teams_here(session, call)]
    return [team for team, stands in here if row.allows(stands.roles, stands.state)]


def _decides_here(call: Call) -> bool:
    """For the team of what the button names."""
    stands = call.standing
    return stands is not None and TABLE[Action.DECIDE].allows(stands.roles, stands.state)


def _leads(call: Call) -> bool:
    return call.standing is not None and Role.LEADER in call.standing.roles


def _team(call: Call) -> Team:
    """The table of rights has looked up whose it is."""
    if call.standing is None or call.standing.team is None:
        raise rules.NoSuchPoint
    return call.standing.team


def _number(call: Call, place: int = 0) -> int:
    """Of an id such as point:practice:version. Raises NoSuchPoint."""
    parts = call.name.split(":")
    found = number(parts[place]) if place < len(parts) else None
    if found is None:
        raise rules.NoSuchPoint
    return found


def _point(session: Session, call: Call) -> LearningPoint:
    found = learning.get(session, _number(call))
    if found is None:
        raise rules.NoSuchPoint
    return found


def _undecided(session: Session, call: Call) -> LearningPoint:
    """Raises IsDecided, but where a form is shown again: what was written in it stays."""
    found = _point(session, call)
    return found if _shown_again(call) else points.still_open(found)


def _shown_again(call: Call) -> bool:
    return call.turn.kind is TurnKind.HAND_IN


def _practice(session: Session, call: Call, place: int = 0) -> Practice:
    found = practice.get(session, _number(call, place))
    awaited = found is not None and found.state is PracticeState.AWAITING
    if found is None or found.team_id != _team(call).id or awaited:
        raise rules.NoSuchPoint
    return found


# --- lists -----------------------------------------------------------------------------------


def show_waiting(session: Session, call: Call) -> Answer:
    teams = {team.id: team.name for team in _decides(session, call)}
    page = rules.page(call.field("page"), learning.waiting_count(session, teams))
    shown = learning.waiting(session, teams, first=page.first, most=rules.PER_PAGE)
    return _read(call, cards.waiting_list(shown, page, teams))


def show_practices(session: Session, call: Call) -> Answer:
    teams = {team.id: team.name for team in teams_here(session, call)}
    page = rules.page(call.field("page"), practice.count(session, teams))
    shown = practice.page(session, teams, first=page.first, most=rules.PER_PAGE)
    return _read(call, cards.practice_list(shown, page, teams))


def show_improvements(session: Session, call: Call) -> Answer:
    return _read(call, _improvements(session, call))


def _improvements(session: Session, call: Call) -> Card:
    teams = [team.id for team in teams_here(session, call)]
    page = rules.page(call.field("page"), improvement.count(session, teams))
    shown = improvement.page(session, teams, first=page.first, most=rules.PER_PAGE)
    led = {team.id for team in _decides(session, call)}
    finishes = {each.id for each in shown if each.team_id in led or each.owner == call.who}
    return cards.improvement_list(shown, page, finishes)


def _read(call: Call, card: Card) -> Answer:
    """Nothing is taken, so one may turn the pages to and fro. From another message the list is
    said in a chat of one's own; in a group only its asker sees it."""
    if call.in_group or call.field("page"):
        return Answer(card=card, asks=True)
    return Answer(card=card, anew=True)


# --- one learning point ----------------------------------------------------------------------


def show_point(session: Session, call: Call) -> Answer:
    point = _point(session, call)
    team = _team(call)
    known = practice.get(session, point.practice_id) if point.practice_id is not None else None
    besides = [known.id] if known is not None else []
    found = search.similar(session, point.text, most=rules.ALIKE_SHOWN, besides=besides)
    already = [
        (each.practice.text, "" if each.practice.team_id == team.id else each.team)
        for each in found
    ]
    others = rules.alike(point.text, learning.others_waiting(session, point))
    adds_to = known.text if known is not None else ""
    card = cards.point_card(point, already, others, adds_to=adds_to, page=call.field("page"))
    return Answer(card=card, asks=True)


def open_approve(session: Session, call: Call) -> Answer:
    point, team = _undecided(session, call), _team(call)
    known = people.directory(session, team.id)
    form = cards.approve_form(
        call.nonce,
        point,
        team.methods,
        list(known.values()),
        owner=known.get(call.who.id) or rules.asked_first(team),
        review_on=call.today + rules.REVIEWED_AFTER,
    )
    return Answer(form=form)


def hand_in_approve(session: Session, call: Call) -> Answer:
    point, team = _point(session, call), _team(call)
    if point.state is PointState.APPROVED and learning.decider(session, point) == call.who:
        again = _improve_too(session, call, point.practice_id)
        if again is not None:
            return again
    points.still_open(point)
    marks = points.marks(call.field, [*team.methods, point.marks.method or ""])
    approved = Practice(
        team_id=team.id,
        text=point_text(call.field("text")),
        method=marks.method,
        anchor=marks.anchor,
        guideline=marks.guideline,
        owner=rules.owner(call.field("owner"), people.directory(session, team.id)),
        valid_from=call.today,
        review_on=rules.review_day(call.field("review_on"), call.today),
    )
    _settle(session, call, point, PointState.APPROVED)
    practice_id = practice.add(session, approved, What.APPROVED, call.now)
    learning.became(session, point.id, practice_id)
    _tell_writer(session, point, PointState.APPROVED, call.now)
    _note(session, call, Audited.PRACTICE_APPROVED, practice_id)
    return _improve_too(session, call, practice_id) or _said(session, call, words.NOW_SHARED)


def _improve_too(session: Session, call: Call, practice_id: int | None) -> Answer | None:
    """The form that asks what is to be changed comes once the practice is kept: closing it loses
    nothing, and handed in again it comes again."""
    kind = call.field("improve")
    kept = practice.get(session, practice_id) if practice_id is not None else None
    if kept is None or not kind:
        return None
    return Answer(form=_improve_form(session, call, kept, kind=kind, remark=words.KEPT_TOO))


def _settle(
    session: Session,
    call: Call,
    point: LearningPoint,
    state: PointState,
    reason: str | None = None,
) -> None:
    """Raises IsDecided when somebody else was faster."""
    if not learning.settle(session, point, state, call.who, call.now, reason=reason):
        now = learning.get(session, point.id)
        raise points.IsDecided(now.state if now is not None else PointState.DECLINED)


def _tell_writer(session: Session, point: LearningPoint, state: PointState, now: datetime) -> None:
    """Each decision is a message of its own: an update notifies nobody."""
    entity = f"{point.id}-{state}-{moment(now)}"
    learning.tell_writer(session, learning.OUTCOME, point.id, entity, now)


def _note(session: Session, call: Call, action: Audited, practice_id: int) -> None:
    about = f"practice:{practice_id}"
    audit.note(session, action, by=call.who.id, about=about, now=call.now)


def _said(session: Session, call: Call, text: str) -> Answer:
    left = learning.waiting_count(session, [team.id for team in _decides(session, call)])
    return Answer(text=f"{text} {words.still_waiting(left)}")


def open_merge(session: Session, call: Call) -> Answer:
    point = _undecided(session, call)
    found = _mergeable(session, point, _team(call))
    if not found:
        raise rules.NothingShared
    return Answer(form=cards.merge_form(call.nonce, point, found))


def _mergeable(session: Session, point: LearningPoint, team: Team) -> list[Practice]:
    """What it adds to, then what is like it, then the newest. A principle is the leader's."""
    near = [found.practice for found in search.similar(session, point.text, most=OFFERED)]
    newest = practice.page(session, [team.id], most=OFFERED, kinds=[PracticeKind.SHARED])
    known = practice.get(session, point.practice_id) if point.practice_id is not None else None
    offered = [*([known] if known is not None else []), *near, *newest]
    own = {each.id: each for each in offered if _takes_more(each, team)}
    return list(own.values())[:OFFERED]


def _takes_more(each: Practice, team: Team) -> bool:
    shared = each.kind is PracticeKind.SHARED and each.state is PracticeState.VALID
    return shared and each.team_id == team.id


def hand_in_merge(session: Session, call: Call) -> Answer:
    """Leads to the form with the text of the chosen one."""
    point, team = points.still_open(_point(session, call)), _team(call)
    if call.field("words"):
        found = search.find(session, call.field("words"), most=OFFERED)
        own = [each.practice for each in found if _takes_more(each.practice, team)]
        if not own:
            raise rules.NothingFound
        return Answer(form=cards.merge_form(call.nonce, point, own))
    chosen = number(call.field("practice"))
    into = practice.get(session, chosen) if chosen is not None else None
    if into is None or not _takes_more(into, team):
        raise rules.NothingChosen
    return _join_form(session, call, point, into)


def _join_form(session: Session, call: Call, point: LearningPoint, into: Practice) -> Answer:
    name = f"{point.id}:{into.id}:{practice.version(session, into.id)}"
    return Answer(form=cards.join_form(call.nonce, point, into, id=name))


def open_join(session: Session, call: Call) -> Answer:
    return _join_form(session, call, _undecided(session, call), _practice(session, call, 1))


def hand_in_join(session: Session, call: Call) -> Answer:
    point, into = points.still_open(_point(session, call)), _practice(session, call, 1)
    if not _takes_more(rules.still_valid(into), _team(call)):
        raise rules.NothingChosen
    if _number(call, 2) != practice.version(session, into.id):
        raise rules.PracticeChanged(into.text)
    text = point_text(call.field("text"))
    _settle(session, call, point, PointState.MERGED)
    practice.save(session, replace(into, text=text), What.MERGED, call.now)
    learning.became(session, point.id, into.id)
    _tell_writer(session, point, PointState.MERGED, call.now)
    _note(session, call, Audited.PRACTICE_MERGED, into.id)
    return _said(session, call, words.NOW_MERGED)


def open_decline(session: Session, call: Call) -> Answer:
    point = _undecided(session, call)
    form = cards.reason_form(
        call.nonce,
        words.DECLINE,
        "deciding.decline",
        point.text,
        words.REASON,
        words.HEARD,
        id=point.id,
    )
    return Answer(form=form)


def hand_in_decline(session: Session, call: Call) -> Answer:
    point = points.still_open(_point(session, call))
    why = rules.reason(call.field("reason"))
    _settle(session, call, point, PointState.DECLINED, why)
    _tell_writer(session, point, PointState.DECLINED, call.now)
    about = f"point:{point.id}"
    audit.note(session, Audited.POINT_DECLINED, by=call.who.id, about=about, now=call.now)
    return _said(session, call, words.NOW_DECLINED)


def open_clarify(session: Session, call: Call) -> Answer:
    point = _undecided(session, call)
    if not learning.is_known(session, point.id) and not _shown_again(call):
        raise rules.WriterUnknown
    form = cards.reason_form(
        call.nonce,
        words.CLARIFY,
        "deciding.clarify",
        point.text,
        words.ASK,
        words.ASKED_UNNAMED,
        id=point.id,
    )
    return Answer(form=form)


def hand_in_clarify(session: Session, call: Call) -> Answer:
    point = points.still_open(_point(session, call))
    question = rules.reason(call.field("reason"))
    if not learning.is_known(session, point.id):
        raise rules.WriterUnknown
    _settle(session, call, point, PointState.CLARIFYING, question)
    _tell_writer(session, point, PointState.CLARIFYING, call.now)
    return Answer(text=words.NOW_ASKED)


# --- practice --------------------------------------------------------------------------------


def show_history(session: Session, call: Call) -> Answer:
    found = _practice(session, call)
    card = cards.history_card(
        found,
        practice.history(session, found.id, most=cards.EVENTS_SHOWN),
        trying_cards.tried(trying.of_practice(session, found.id)),
        call.zone,
        decides=_decides_here(call),
        leads=_leads(call),
    )
    return Answer(card=card, asks=True) if call.in_group else Answer(card=card, anew=True)


def open_withdraw(session: Session, call: Call) -> Answer:
    found = _practice(session, call)
    if not _shown_again(call):
        _withdrawable(found)
    form = cards.reason_form(
        call.nonce,
        words.WITHDRAW,
        "deciding.withdraw",
        found.text,
        words.WHY_WITHDRAWN,
        words.HISTORY_STAYS,
        id=found.id,
    )
    return Answer(form=form)


def _withdrawable(found: Practice) -> Practice:
    if found.kind is PracticeKind.PRINCIPLE:  # bot/principles.py: the team hears of it
        raise rules.OnlyTheLeader
    return rules.still_valid(found)


def hand_in_withdraw(session: Session, call: Call) -> Answer:
    found = _withdrawable(_practice(session, call))
    why = rules.reason(call.field("reason"))
    over = replace(found, state=PracticeState.WITHDRAWN)
    practice.save(session, over, What.WITHDRAWN, call.now, reason=why)
    _note(session, call, Audited.PRACTICE_WITHDRAWN, found.id)
    return Answer(text=words.NOW_WITHDRAWN)


# --- the improvement list --------------------------------------------------------------------


def open_improve(session: Session, call: Call) -> Answer:
    found = _practice(session, call)
    if not _shown_again(call):
        rules.still_valid(found)
    return Answer(form=_improve_form(session, call, found))


def _improve_form(
    session: Session, call: Call, about: Practice, *, kind: str = "", remark: str = ""
) -> Form:
    known = list(people.directory(session, about.team_id).values())
    return cards.improve_form(
        call.nonce, about, known, owner=about.owner, kind=kind, remark=remark
    )


def hand_in_improve(session: Session, call: Call) -> Answer:
    found = rules.still_valid(_practice(session, call))
    fresh = Improvement(
        team_id=found.team_id,
        practice_id=found.id,
        kind=rules.improvement_kind(call.field("kind")),
        text=required(call.field("text"), most=rules.IMPROVEMENT_AT_MOST),
        owner=rules.owner(call.field("owner"), people.directory(session, found.team_id)),
        due_on=rules.day_to_come(call.field("due_on"), call.today),
    )
    improvement_id = improvement.add(session, fresh, call.now)
    team = _team(call)
    due = morning_of(fresh.due_on, team.calendar, call.zone)
    occurrences.plan(session, DUE, improvement_id, "once", due)
    return Answer(text=words.NOW_LISTED)


def finish(session: Session, call: Call) -> Answer:
    """ "Gjort", in the list or under the reminder."""
    found = improvement.get(session, _number(call))
    if found is None:
        raise rules.NoSuchPoint
    rules.may_finish(found, call.who, decides=_decides_here(call))
    improvement.done(session, found.id, call.now)
    if outbox.was_wanted(session, DUE, found.id):
        _tell_owner(session, found, call.now)
    if call.field("page"):
        return Answer(card=_improvements(session, call))
    return Answer(card=cards.done(words.NOW_DONE))


def improvement_due(session: Session, occurrence: Occurrence, now: datetime) -> None:
    """Its owner is reminded once; where there is none any more, who decides for the team."""
    found = improvement.get(session, int(occurrence.entity))
    if found is not None and not found.done:
        _tell_owner(session, found, now)


def foresees(session: Session, after: datetime, until: datetime) -> Iterator[Foreseen]:
    for each in occurrences.planned(session, (DUE,), after, until):
        found = improvement.get(session, int(each.entity))
        if found is None or found.done:
            continue
        team = people.team(session, found.team_id)
        who = found.owner or rules.asked_first(team)
        yield Foreseen(
            at=each.due_at,
            series=DUE,
            whom=f"{who.name}, {team.name}" if who else team.name,
            title=words.FORESEEN_TITLE,
            text=words.FORESEEN_TEXT,
            team_id=team.id,
            person_id=who.id if who else None,
            readers=Reader.LEADING,
        )


def looks_back(session: Session, since: datetime, now: datetime) -> Iterator[Behind]:
    for each in occurrences.happened(session, (DUE,), since, now):
        found = improvement.get(session, int(each.entity))
        if found is not None:
            yield Behind(
                on=found.due_on,
                title=words.FORESEEN_TITLE,
                done=found.done,
                team_id=found.team_id,
                person_id=found.owner.id if found.owner else None,
                readers=Reader.LEADING,
            )


def dated(session: Session, person_id: int, after: datetime, until: datetime) -> Iterator[Dated]:
    """When what they took on is to be done; what it is stands in the list of improvements."""
    for each in occurrences.planned(session, (DUE,), after, until):
        found = improvement.get(session, int(each.entity))
        if found is not None and not found.done and found.owner == Person(person_id, ""):
            yield Dated(
                key=f"improvement-{found.id}",
                title=words.FORESEEN_TITLE,
                begins=each.due_at,
                ends=each.due_at + A_MOMENT,
                text=words.IMPROVEMENT_DATED,
            )


def _tell_owner(session: Session, found: Improvement, now: datetime) -> None:
    who: Person | None = found.owner or rules.asked_first(people.team(session, found.team_id))
    if who is not None:
        outbox.want(session, DUE, found.id, to_person(who.id), Priority.PROMPT, now)


# --- what the messages show ------------------------------------------------------------------


def _waiting(session: Session, entity: str, now: datetime) -> Built:
    team_id, occasion, _ = entity.split("-", 2)
    team = people.find_team(session, int(team_id))
    if team is None:
        return None
    count = learning.waiting_count(session, [team.id])
    if not count and outbox.posted(session, learning.WAITING, entity) is None:
        return None
    text = words.waiting(count, team.name, answered=occasion == "answer")
    card = cards.waiting_card(text, any_left=bool(count))
    return Show(message=Message(card=card, summary=WAITING))


def _improvement_due(session: Session, entity: str, now: datetime) -> Built:
    found = improvement.get(session, int(entity))
    if found is None or (found.done and outbox.posted(session, DUE, entity) is None):
        return None
    card = cards.improvement_due(found)
    return Show(message=Message(card=card, summary=words.AN_IMPROVEMENT))


AREA = Area(
    commands={},
    presses={
        "deciding.list": show_waiting,
        "deciding.point": show_point,
        "deciding.practices": show_practices,
        "deciding.history": show_history,
        "deciding.improvements": show_improvements,
        "deciding.done": finish,
    },
    dialogs={
        "deciding.approve": Dialog(open=open_approve, hand_in=hand_in_approve, texts=("text",)),
        "deciding.merge": Dialog(open=open_merge, hand_in=hand_in_merge, texts=("words",)),
        "deciding.join": Dialog(open=open_join, hand_in=hand_in_join, texts=("text",)),
        "deciding.decline": Dialog(open=open_decline, hand_in=hand_in_decline, texts=("reason",)),
        "deciding.clarify": Dialog(open=open_clarify, hand_in=hand_in_clarify, texts=("reason",)),
        "deciding.withdraw": Dialog(
            open=open_withdraw, hand_in=hand_in_withdraw, texts=("reason",)
        ),
        "deciding.improve": Dialog(open=open_improve, hand_in=hand_in_improve, texts=("text",)),
    },
    kinds={
        learning.WAITING: Kind(title=WAITING, private=False, build=_waiting),
        DUE: Kind(title="Påmindelse om en forbedring", private=False, build=_improvement_due),
    },
    refusal=words.refusal,
    titles={PRACTICE: "deciding.practices"},
    occasions={DUE: improvement_due},
    foresees=foresees,
    looks_back=looks_back,
    dated=dated,
)
