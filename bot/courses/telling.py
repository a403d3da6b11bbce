"""Messages about courses: their names, to whom they go, and what one that is over shows."""

from datetime import datetime

from bot.call import Call
from bot.kinds import Built, only_as_update
from dialogs.courses import words
from dialogs.courses.wish import Actor, NoSuchWish, Wish, actors, is_collected
from dialogs.people.person import Person
from dialogs.people.rights import Role
from dialogs.people.team import Team, WrongPlacePrivate
from storage import courses, outbox, people, roles
from storage.courses import NEW as NEW  # as the others below
from storage.outbox import Priority, to_person
from storage.store import Session

ANSWER = "courses.answer"  # to who wished: it was decided at once
PREPARE = "courses.prepare"  # the ladder to employees
TALKS = "courses.talks_wanted"  # to leaders: book MUS, tick the plans
ROUND = "courses.round_prompt"  # to the leader group: decide
OWED = "courses.owed"  # to leaders: whom nobody has told
TOLD = "courses.told"  # the leader's own words to one person
COMPLETE = "courses.complete"  # to the leader group: everybody was told
ORIENTATION = "courses.orientation"  # to the teams
ENROLLED = "courses.enrolled"  # to who was granted: signed up?; also the series
WAITING = "courses.waiting"  # the series: a wish that its leader has not answered
LATER = "courses.later"  # the series: somebody who was away is told now


def tell(session: Session, kind: str, entity: str | int, to: Person, now: datetime) -> None:
    """What they did not ask for: it waits until they are at work and free."""
    outbox.want(session, kind, entity, to_person(to.id), Priority.PROMPT, now)


def reply(session: Session, kind: str, entity: str | int, to: Person, now: datetime) -> None:
    """What they wait for: the answer to a wish of their own."""
    outbox.want(session, kind, entity, to_person(to.id), Priority.ANSWER, now)


def is_over(session: Session, kind: str, entity: str) -> Built:
    """A message that stands says so; one that does not is not said any more."""
    return only_as_update(session, kind, entity, words.IS_OVER)


def in_private(call: Call) -> None:
    if call.in_group:
        raise WrongPlacePrivate


# --- who is what -----------------------------------------------------------------------------


def leader_group(session: Session) -> list[Person]:
    return roles.holders(session, Role.LEADER_GROUP)


def is_in_leader_group(session: Session, who: Person) -> bool:
    return Role.LEADER_GROUP in roles.of_department(session, who.id)


def team_of(session: Session, wish: Wish) -> Team | None:
    return people.find_team(session, wish.team_id) if wish.team_id is not None else None


def acts_as(session: Session, who: Person, wish: Wish) -> frozenset[Actor]:
    team = team_of(session, wish)
    return actors(
        who,
        wish,
        team.leader if team else None,
        in_leader_group=is_in_leader_group(session, who),
    )


def deciders(session: Session, wish: Wish) -> list[Person]:
    """Who decides outside the round, and tells what the round decided."""
    team = team_of(session, wish)
    if team is not None and team.leader is not None and team.leader != wish.who:
        return [team.leader]
    return [who for who in leader_group(session) if who != wish.who]


def led_by(session: Session, who: Person) -> list[Team]:
    """The teams that somebody leads; of the leader group, those without a leader too."""
    group = is_in_leader_group(session, who)
    return [
        team
        for team in people.all_teams(session)
        if team.leader == who or (group and team.leader is None)
    ]


def employees(session: Session, team: Team) -> list[Person]:
    """Everybody in the team's chat but its leader."""
    return [who for who in people.members(session, team.id) if who != team.leader]


def seen_by(session: Session, who: Person, wish_id: int | None) -> Wish:
    """A wish that somebody leads; of the leader group, one that the round has collected. Raises
    NoSuchWish."""
    wish = courses.wish(session, wish_id) if wish_id is not None else None
    acts = acts_as(session, who, wish) if wish is not None else frozenset()
    if wish is None or not (
        Actor.LEADER in acts or (Actor.LEADER_GROUP in acts and is_collected(wish))
    ):
        raise NoSuchWish
    return wish


def of_a_year(entity: str) -> tuple[int, int, str]:
    """Whose, which budget year, and what tells it from others: "12-2027-opens"."""
    number, year, more = entity.split("-", 2)
    return int(number), int(year), more


def entity_of(number: int, year: int, more: str) -> str:
    return f"{number}-{year}-{more}"
