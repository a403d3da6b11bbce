"""Ledelsestilsyn: rounds in numbers, what two have agreed, and what many may learn of."""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, delete, insert, select, update
from sqlalchemy.orm import Session

from dialogs.calendar.period import Period
from dialogs.people.person import Person
from dialogs.people.team import Team
from dialogs.tilsyn.rounds import (
    RECURS_WITH,
    Agreement,
    Every,
    HeldAlready,
    Need,
    Plan,
    Point,
    Review,
    Round,
    Settled,
    Way,
)
from storage import people
from storage.tables import (
    TeamRow,
    TilsynAgreementRow,
    TilsynNeedRow,
    TilsynPlanRow,
    TilsynPointRow,
    TilsynReviewRow,
    TilsynRoundRow,
)

# --- how it is held --------------------------------------------------------------------------


def plan(session: Session, team_id: int) -> Plan | None:
    """None: the leader has not said."""
    row = session.get(TilsynPlanRow, team_id)
    if row is None:
        return None
    return Plan(
        team_id=row.team_id,
        every=Every(row.every),
        cases=row.cases,
        talk_within=row.talk_within,
        theme=row.theme or "",
        link=row.link or "",
        themes=tuple(row.themes),
    )


def save_plan(session: Session, of: Plan) -> None:
    values = {
        "every": of.every,
        "cases": of.cases,
        "talk_within": of.talk_within,
        "theme": of.theme or None,
        "link": of.link or None,
        "themes": list(of.themes),
    }
    if session.get(TilsynPlanRow, of.team_id) is None:
        session.execute(insert(TilsynPlanRow).values(team_id=of.team_id, **values))
    else:
        here = TilsynPlanRow.team_id == of.team_id
        session.execute(update(TilsynPlanRow).where(here).values(values))


# --- rounds ----------------------------------------------------------------------------------


def begin(session: Session, of: Plan, period: Period) -> Round:
    """The round of this period: the one that is there, or a new one."""
    there = of_period(session, of.team_id, period)
    if there is not None:
        return there
    values = {
        "team_id": of.team_id,
        "period": period.key,
        "cases": of.cases,
        "theme": of.theme or None,
        **dict.fromkeys(("reviewed", "seen", "talked"), 0),
        "closed": False,
    }
    made = session.scalars(insert(TilsynRoundRow).values(values).returning(TilsynRoundRow.id))
    return known_round(session, made.one())


def of_period(session: Session, team_id: int, period: Period) -> Round | None:
    query = select(TilsynRoundRow).where(
        TilsynRoundRow.team_id == team_id, TilsynRoundRow.period == period.key
    )
    row = session.scalar(query)
    return _round(row) if row is not None else None


def known_round(session: Session, round_id: int) -> Round:
    return _round(session.get_one(TilsynRoundRow, round_id))


def newest(session: Session, team_id: int) -> Round | None:
    query = (
        select(TilsynRoundRow)
        .where(TilsynRoundRow.team_id == team_id)
        .order_by(TilsynRoundRow.id.desc())
    )
    row = session.scalars(query).first()
    return _round(row) if row is not None else None


def rounds(session: Session) -> Sequence[Round]:
    """Of every team."""
    return [_round(row) for row in session.scalars(select(TilsynRoundRow))]


def close(session: Session, round_id: int) -> None:
    """What came up with too few to be shared is forgotten."""
    here = TilsynRoundRow.id == round_id
    session.execute(update(TilsynRoundRow).where(here).values(closed=True))
    few = (TilsynPointRow.round_id == round_id, TilsynPointRow.caseworkers < RECURS_WITH)
    session.execute(delete(TilsynPointRow).where(*few))


def _round(row: TilsynRoundRow) -> Round:
    period = Period.read(row.period)
    assert period is not None  # noqa: S101
    return Round(
        id=row.id,
        team_id=row.team_id,
        period=period,
        cases=row.cases,
        theme=row.theme or "",
        reviewed=row.reviewed,
        seen=row.seen,
        talked=row.talked,
        closed=row.closed,
    )


# --- reviews ---------------------------------------------------------------------------------


def tick(
    session: Session, of: Round, who: Person, by: Person, held_on: date, cases: int
) -> Review:
    """Raises HeldAlready."""
    here = (TilsynReviewRow.round_id == of.id, TilsynReviewRow.person_id == who.id)
    if session.scalar(select(TilsynReviewRow.id).where(*here)) is not None:
        raise HeldAlready(who)
    values = {
        "round_id": of.id,
        "person_id": who.id,
        "leader_id": by.id,
        "held_on": held_on,
        "cases": cases,
        "way": Way.ALONE,
    }
    made = session.scalars(insert(TilsynReviewRow).values(values).returning(TilsynReviewRow.id))
    review_id = made.one()
    session.execute(
        update(TilsynRoundRow)
        .where(TilsynRoundRow.id == of.id)
        .values(reviewed=TilsynRoundRow.reviewed + 1, seen=TilsynRoundRow.seen + cases)
    )
    found = review(session, review_id)
    assert found is not None  # noqa: S101
    return found


def review(session: Session, review_id: int) -> Review | None:
    row = session.get(TilsynReviewRow, review_id)
    return _review(session, row) if row is not None else None


def reviews(session: Session, round_id: int) -> Sequence[Review]:
    query = select(TilsynReviewRow).where(TilsynReviewRow.round_id == round_id)
    return [_review(session, row) for row in session.scalars(query.order_by(TilsynReviewRow.id))]


def open_reviews(session: Session, team_id: int) -> Sequence[Review]:
    """Without a dialogue yet, in any round."""
    query = (
        select(TilsynReviewRow)
        .join(TilsynRoundRow, TilsynRoundRow.id == TilsynReviewRow.round_id)
        .where(TilsynRoundRow.team_id == team_id, TilsynReviewRow.talked_on.is_(None))
        .order_by(TilsynReviewRow.id)
    )
    return [_review(session, row) for row in session.scalars(query)]


def book(session: Session, review_id: int, at: datetime, way: Way) -> None:
    here = TilsynReviewRow.id == review_id
    session.execute(update(TilsynReviewRow).where(here).values(talk_at=at, way=way))


def talked(session: Session, of: Review, on: date, way: Way) -> None:
    here = TilsynReviewRow.id == of.id
    session.execute(update(TilsynReviewRow).where(here).values(talked_on=on, way=way))
    session.execute(
        update(TilsynRoundRow)
        .where(TilsynRoundRow.id == of.round_id)
        .values(talked=TilsynRoundRow.talked + 1)
    )


def _review(session: Session, row: TilsynReviewRow) -> Review:
    team_id = session.get_one(TilsynRoundRow, row.round_id).team_id
    return Review(
        id=row.id,
        round_id=row.round_id,
        team_id=team_id,
        who=people.named(session, team_id, row.person_id),
        leader_id=row.leader_id,
        held_on=row.held_on,
        cases=row.cases,
        talk_at=row.talk_at,
        way=Way(row.way),
        talked_on=row.talked_on,
    )


# --- agreements ------------------------------------------------------------------------------


def agree(session: Session, made: Agreement) -> int:
    values = {
        "team_id": made.team_id,
        "person_id": made.who.id,
        "leader_id": made.leader_id,
        "text": made.text,
        "follow_up": made.follow_up,
        "done": False,
    }
    row = insert(TilsynAgreementRow).values(values).returning(TilsynAgreementRow.id)
    return session.scalars(row).one()


def agreement(session: Session, agreement_id: int) -> Agreement | None:
    row = session.get(TilsynAgreementRow, agreement_id)
    return _agreement(session, row) if row is not None else None


def own_agreements(session: Session, person_id: int) -> Sequence[Agreement]:
    """A caseworker's."""
    query = select(TilsynAgreementRow).where(TilsynAgreementRow.person_id == person_id)
    return _agreements(session, query)


def agreements_of(session: Session, team: Team) -> Sequence[Agreement]:
    """Those of the team's present leader; what the one before agreed on is not theirs to see."""
    leader_id = team.leader.id if team.leader else None
    query = select(TilsynAgreementRow).where(
        TilsynAgreementRow.team_id == team.id, TilsynAgreementRow.leader_id == leader_id
    )
    return _agreements(session, query) if leader_id is not None else ()


def _agreements(session: Session, query: Select[Any]) -> Sequence[Agreement]:
    rows = session.scalars(query.order_by(TilsynAgreementRow.follow_up, TilsynAgreementRow.id))
    return [_agreement(session, row) for row in rows]


def followed(session: Session, agreement_id: int) -> None:
    here = TilsynAgreementRow.id == agreement_id
    session.execute(update(TilsynAgreementRow).where(here).values(done=True))


def part_with_leaders(session: Session) -> None:
    """Whoever does not lead the team any more has no part in what they agreed on there."""
    leads = select(TeamRow.leader_id).where(TeamRow.id == TilsynAgreementRow.team_id)
    gone = leads.scalar_subquery().is_distinct_from(TilsynAgreementRow.leader_id)
    held = TilsynAgreementRow.leader_id.is_not(None)
    session.execute(update(TilsynAgreementRow).where(held, gone).values(leader_id=None))


def _agreement(session: Session, row: TilsynAgreementRow) -> Agreement:
    return Agreement(
        id=row.id,
        team_id=row.team_id,
        who=people.named(session, row.team_id, row.person_id),
        leader_id=row.leader_id,
        text=row.text,
        follow_up=row.follow_up,
        done=row.done,
    )


# --- points of attention ---------------------------------------------------------------------


def count(session: Session, round_id: int, theme: str) -> Point:
    """One caseworker more, at the moment when their dialogue is ticked: each has one in a round,
    so nobody is counted twice, and who it was is kept nowhere."""
    here = (TilsynPointRow.round_id == round_id, TilsynPointRow.theme == theme)
    point_id = session.scalar(select(TilsynPointRow.id).where(*here))
    if point_id is None:
        values = {"round_id": round_id, "theme": theme, "caseworkers": 1}
        made = session.scalars(insert(TilsynPointRow).values(values).returning(TilsynPointRow.id))
        point_id = made.one()
    else:
        more = {"caseworkers": TilsynPointRow.caseworkers + 1}
        session.execute(update(TilsynPointRow).where(TilsynPointRow.id == point_id).values(more))
    found = point(session, point_id)
    assert found is not None  # noqa: S101
    return found


def point(session: Session, point_id: int) -> Point | None:
    row = session.get(TilsynPointRow, point_id)
    return _point(session, row) if row is not None else None


def recurring(session: Session, rounds: Collection[int]) -> Sequence[Point]:
    """What may be shared, the most frequent first."""
    query = (
        select(TilsynPointRow)
        .where(TilsynPointRow.round_id.in_(rounds), TilsynPointRow.caseworkers >= RECURS_WITH)
        .order_by(TilsynPointRow.caseworkers.desc(), TilsynPointRow.id)
    )
    return [_point(session, row) for row in session.scalars(query)]


def settle(session: Session, point_id: int, way: Settled) -> None:
    here = TilsynPointRow.id == point_id
    session.execute(update(TilsynPointRow).where(here).values(settled=way))


def _point(session: Session, row: TilsynPointRow) -> Point:
    return Point(
        id=row.id,
        round_id=row.round_id,
        team_id=session.get_one(TilsynRoundRow, row.round_id).team_id,
        theme=row.theme,
        caseworkers=row.caseworkers,
        settled=Settled(row.settled) if row.settled else None,
    )


# --- needs -----------------------------------------------------------------------------------


def need(session: Session, found: Need, now: datetime) -> None:
    values = {
        "team_id": found.team_id,
        "period": found.period.key,
        "text": found.text,
        "at": now,
    }
    session.execute(insert(TilsynNeedRow).values(values))


def needs(session: Session, teams: Collection[int]) -> Sequence[Need]:
    """What rounds of these teams have shown, the newest first: for whoever plans courses."""
    query = select(TilsynNeedRow).where(TilsynNeedRow.team_id.in_(teams))
    found = []
    for row in session.scalars(query.order_by(TilsynNeedRow.id.desc())):
        period = Period.read(row.period)
        assert period is not None  # noqa: S101
        found.append(Need(team_id=row.team_id, period=period, text=row.text))
    return found
