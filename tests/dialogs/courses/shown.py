"""Every card and form of course wishes."""

from datetime import UTC, date, datetime

from dialogs.courses import cards
from dialogs.courses.areas import Area, Group, in_force, with_changes
from dialogs.courses.cards import Beside, May
from dialogs.courses.feedback import Stand
from dialogs.courses.hints import Hint, Sort
from dialogs.courses.wish import Decision, Ground, Kind, Partner, State, Track, Wish
from dialogs.courses.year import Money, Step, Year
from dialogs.people.person import Person
from dialogs.people.team import Team

NINE = datetime(2026, 8, 4, 7, tzinfo=UTC)
DAY = date(2026, 11, 30)
MONEY = Money(budget=100_000, reserve=20_000, in_round=70_000, outside=5_000)
STAND = Stand(undecided=2, owed=[1], postponed=[2], granted=[])


def wish(text: str, who: Person, state: State, decision: Decision | None = None) -> Wish:
    return Wish(
        id=1,
        who=who,
        team_id=1,
        year=2027,
        kind=Kind.PERSONAL,
        track=Track.ROUND,
        title=text,
        why=text,
        area=None,
        outside=text,
        task=text,
        ground=Ground.REFORM,
        partner=Partner.CENTRE,
        price=12_000,
        half_days=3,
        heavy=True,
        tenure=1,
        state=state,
        decision=decision,
        reason=text,
        starts_on=DAY,
        ends_on=DAY,
    )


def with_text(text: str, team: Team, who: Person) -> dict[str, dict]:
    text = text[:600]
    line = text[:200]
    new, told, noted = (
        wish(line, who, state) for state in (State.WISHED, State.GRANTED, State.NOTED)
    )
    decided = wish(line, who, State.PRIORITISED, Decision.GRANT)
    areas = {"own": Area(key="own", group=Group.ALL, title=line)}
    beside = Beside(
        area=line,
        team=team.name,
        hints=[Hint(Sort.OUTSIDE), Hint(Sort.HISTORY, (2025,))],
        earlier=[noted],
        money="Budget",
        considered=(line, line, line),
    )
    return {
        "wish form": cards.wish_form("n", areas, [team, team], new).card,
        "my wishes": cards.mine([new, told, noted, decided], 0, 9),
        "my wish": cards.own(told, line, may_edit=True, may_withdraw=True, may_enrol=True),
        "wish answered": cards.answer(noted),
        "enrol form": cards.enrol_form("n", told).card,
        "enrolled?": cards.ask_enrolled(told),
        "course prepare": cards.prepare(Step.FROZEN, 2027, DAY, [new]),
        "team wishes": cards.listed("Teamets ønsker", [new] * 4, 0, 9),
        "wish decided on": cards.decided_on(decided, beside, may_decide=True, next_id=2),
        "decide form": cards.decide_form(
            "n", decided, beside, in_round=True, may_lapse=False
        ).card,
        "new wish": cards.new_wish(new),
        "talks wanted": cards.talks_wanted([line] * 9, opens=True),
        "talks form": cards.talks_form("n", 2027, [who], [who.id], [who.id]).card,
        "owes": cards.owes([line] * 9),
        "choose form": cards.choose_form("n", [who]).card,
        "give form": cards.give_form("n", who, text).card,
        "told": cards.told(2027, text),
        "areas form": cards.areas_form("n", areas).card,
        "orientation": cards.orientation(2027, [told] * 30, with_changes([])),
    }


def without_text() -> dict[str, dict]:
    return {
        "courses": cards.menu(May(leads=True, leader_group=True)),
        "courses, with what was written": cards.menu(May(), {"why": "Æ" * 600}),
        "no wishes": cards.mine([], 0, 0),
        "new wish form": cards.wish_form("n", in_force([]), []).card,
        "all areas": cards.areas_form("n", in_force([])).card,
        "no team wishes": cards.listed("Teamets ønsker", [], 0, 0),
        "round": cards.stand(2027, 12, STAND, MONEY, frozen="Den 1. december."),
        "round prompt": cards.round_prompt(2027, 12, STAND),
        "round complete": cards.complete(2027),
        "course totals": cards.totals(2027, MONEY, {"Ønsket": "3"}),
        "budget form": cards.budget_form("n", Year(year=2027), (2026, 2027)).card,
        "sheet": cards.sheet_ready("https://sparring.example/files/x"),
        **{f"prepare {step}": cards.prepare(step, 2027, DAY, []) for step in _ASKS},
    }


_ASKS = (Step.OPENS, Step.FOUR_WEEKS, Step.ONE_WEEK, Step.LAST_DAY)
