"""Every card and form of supervision and of ledelsestilsyn."""

from dataclasses import replace
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from dialogs.calendar.period import Period
from dialogs.cards import Card
from dialogs.people.person import Person
from dialogs.people.team import Team
from dialogs.supervision import cards as supervision
from dialogs.supervision.booking import State, Supervision, Wanted
from dialogs.tilsyn import cards as tilsyn
from dialogs.tilsyn.rounds import Agreement, Plan, Point, Review, Round

ZONE = ZoneInfo("Europe/Copenhagen")
NINE = datetime(2026, 8, 4, 7, tzinfo=UTC)
THIRD, FOURTH = Period(2026, 3, 3), Period(2026, 4, 3)
MANY = 30


def with_text(text: str, team: Team, who: Person) -> dict[str, Card]:
    """With something in each that somebody wrote, and as much as there can be of it."""
    there = Supervision(id=1, team_id=1, quarter=THIRD, at=NINE, supervisor=text)
    wanted = Wanted(id=1, team_id=1, asker=who, reason=text, whole=True, at=NINE, reply=text)
    overview = supervision.Overview(
        team=team,
        quarters=[(THIRD, there), (FOURTH, None)],
        next=there,
        themes=[text],
        besides=[replace(there, extra=True)],
        waiting=[wanted],
        leads=True,
    )
    plan = Plan(team_id=1, theme=text)
    lots = replace(plan, themes=(text,))
    of = Round(id=1, team_id=1, period=FOURTH, cases=2, theme=text, reviewed=9, seen=9)
    review = Review(
        id=1, round_id=1, team_id=1, who=who, leader_id=1, held_on=NINE.date(), cases=2
    )
    booked = replace(review, talk_at=NINE)
    point = Point(id=1, round_id=1, team_id=1, theme=text, caseworkers=3)
    made = Agreement(id=1, team_id=1, who=who, leader_id=1, text=text, follow_up=NINE.date())
    people, reviews = [who], [review]
    listed = [tilsyn.Listed(who=each, review=booked, by=NINE.date()) for each in people]
    cards = {
        "supervision": supervision.overview(overview, ZONE),
        "supervision, to book": supervision.overview(replace(overview, waiting=()), ZONE),
        "supervision asked": supervision.ask(team, FOURTH),
        "supervision missing": supervision.missing(team, FOURTH, 5, team.coordinator),
        "supervision booked": supervision.booked(there, ZONE),
        "supervision moved": supervision.booked(replace(there, version=1), ZONE),
        "supervision themes": supervision.themes_due(there, [text], ZONE),
        "supervision draft": supervision.draft(there, team, ZONE),
        "supervision draft, cancelled": supervision.draft(
            replace(there, state=State.CANCELLED), team, ZONE
        ),
        "supervision wanted": supervision.requested(wanted),
        "supervision agreed": supervision.agreed(wanted, who, ZONE),
        "supervision declined": supervision.declined(wanted, who),
        "tilsyn": tilsyn.of_leader(team, plan, of, listed, [point], ZONE),
        "tilsyn of a caseworker": tilsyn.of_caseworker([made]),
        "tilsyn agreements": tilsyn.agreements(team, [made]),
        "tilsyn begins": tilsyn.begins(team, plan, FOURTH),
        "tilsyn book": tilsyn.book(review, NINE.date(), plan),
        "tilsyn talked?": tilsyn.was_talked(booked, ZONE),
        "tilsyn prepare": tilsyn.prepare(who, booked, NINE.date(), plan, ZONE),
        "tilsyn agreed": tilsyn.agreed(who, made),
        "tilsyn follow up": tilsyn.follow_up(made, who.name),
        "tilsyn recurs": tilsyn.recurs(point),
        "tilsyn totals": tilsyn.totals({FOURTH: [of]}, {text: 3}),
    }
    forms = {
        "supervision book form": supervision.book_form(
            "n", "supervision.book", "1:1", "Vælg dato", there, NINE
        ),
        "supervision theme form": supervision.theme_form("n", "1:1", [text]),
        "supervision decline form": supervision.decline_form("n", "1:1", wanted),
        "supervision request form": supervision.request_form("n", [team, team]),
        "tilsyn plan form": tilsyn.plan_form("n", team, [team, team], lots),
        "tilsyn tick form": tilsyn.tick_form("n", "1", people, NINE.date(), 2),
        "tilsyn book form": tilsyn.book_form("n", "1", reviews, review, NINE),
        "tilsyn talked form": tilsyn.talked_form(
            "n", "1", reviews, review, lots.themes, NINE.date()
        ),
        "tilsyn improve form": tilsyn.improve_form("n", "1:1", point, people),
    }
    return cards | {name: form.card for name, form in forms.items()}


def without_text(team: Team) -> dict[str, Card]:
    """And as much as there can be of everything."""
    there = Supervision(id=1, team_id=1, quarter=THIRD, at=NINE)
    people = [Person(n, f"{n} {'Æ' * 40}") for n in range(MANY)]
    plan = Plan(team_id=1, theme="Æ" * 120, themes=tuple(f"{n} {'Æ' * 190}" for n in range(MANY)))
    of = Round(id=1, team_id=1, period=FOURTH, cases=9, theme="Æ" * 120)
    reviews = [
        Review(
            id=who.id,
            round_id=1,
            team_id=1,
            who=who,
            leader_id=1,
            held_on=NINE.date(),
            cases=2,
            talk_at=NINE,
        )
        for who in people
    ]
    listed = [tilsyn.Listed(who=e.who, review=e, by=NINE.date()) for e in reviews]
    point = Point(id=1, round_id=1, team_id=1, theme="Æ" * 200, caseworkers=9)
    made = [
        Agreement(id=n, team_id=1, who=who, leader_id=1, text="Æ" * 500, follow_up=NINE.date())
        for n, who in enumerate(people)
    ]
    themes = ["Æ" * 150] * 12
    return {
        "supervision, many themes": supervision.themes_due(there, themes, ZONE),
        "supervision, many themes, form": supervision.theme_form("n", "1:1", themes).card,
        "tilsyn, many": tilsyn.of_leader(team, plan, of, listed, [point] * 9, ZONE),
        "tilsyn, many agreements": tilsyn.agreements(team, made),
        "tilsyn, many plan form": tilsyn.plan_form("n", team, [team] * 9, plan).card,
        "tilsyn, many tick form": tilsyn.tick_form("n", "1", people, NINE.date(), 2).card,
        "tilsyn, many book form": tilsyn.book_form("n", "1", reviews, None, None).card,
        "tilsyn, many talked form": tilsyn.talked_form(
            "n", "1", reviews, None, plan.themes, NINE.date()
        ).card,
        "supervision choice": supervision.choice([team] * 9),
        "supervision held?": supervision.was_it_held(there, ZONE),
        "supervision learned": supervision.learned(),
        "supervision file": supervision.file_ready("https://kommune.example/f"),
        "tilsyn choice": tilsyn.choice([team] * 9, department=True),
        "tilsyn not set up": tilsyn.of_leader(team, None, None, [], [], ZONE),
        "tilsyn begins, with a link": tilsyn.begins(
            team, Plan(team_id=1, link="https://kommune.example/vejledning"), FOURTH
        ),
        "tilsyn midway": tilsyn.midway(team, Plan(team_id=1), FOURTH, 3),
        "tilsyn ends": tilsyn.ends(team, Round(id=1, team_id=1, period=FOURTH, cases=1)),
        "tilsyn need form": tilsyn.need_form("n", "1:1").card,
        "tilsyn few": tilsyn.totals({}, {}),
    }
