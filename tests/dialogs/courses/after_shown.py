"""Every card and form of what follows a course, of themes, and of the yearly evaluation."""

from datetime import date

from dialogs.courses import after_cards as cards
from dialogs.courses.evaluation import Share, evaluated
from dialogs.courses.sharing import Sharing
from dialogs.courses.themes import Theme, Where
from dialogs.courses.wish import Kind, Partner, State, Track, Wish
from dialogs.people.person import Person

DAY = date(2027, 3, 15)


def made(text: str, who: Person) -> dict[str, dict]:
    each = Sharing(wish_id=1, who=who, team_id=1, title=text, state=State.COMPLETED, ends_on=DAY)
    theme = Theme(
        id=1, year=2027, title=text, where=Where.DAY, partner=Partner.CENTRE, owner=who, on=DAY
    )
    need = Wish(
        id=1,
        who=who,
        team_id=1,
        year=2027,
        kind=Kind.SHARING,
        track=Track.THEME,
        title=text,
        why=text,
        area=None,
    )
    return {
        "course ended": cards.ended(each),
        "course completed": cards.completed(each, text),
        "course share": cards.share(each, own=True),
        "course share, leader": cards.share(each, own=False),
        "course how": cards.how_form("n", each).card,
        "course waive": cards.waive_form("n", each).card,
        "course ends later": cards.later_form("n", each).card,
        "course used": cards.used(each, "weeks"),
        "course leader": cards.for_leader(each),
        "course colleagues": cards.for_colleagues(each),
        "themes": cards.plan(2027, [need] * 30, [theme] * 30),
        "theme form": cards.theme_form("n", [need], [who], [theme]).card,
        "themes told": cards.themes_told(2027, [theme] * 30),
        "theme soon": cards.theme_soon(theme),
        "fairness": cards.fairness({text: {2026: Share(wished=4, granted=3), 2027: None}}),
    }


def without_text() -> dict[str, dict]:
    return {
        "no themes": cards.plan(2027, [], []),
        "themes wait": cards.themes_wait(2027),
        "course evaluation": cards.evaluate(evaluated(2026, [], 0)),
        "no fairness": cards.fairness({}),
    }
