"""Every card and form of the fixed dates of the year."""

from dataclasses import replace
from datetime import date

from dialogs.people.person import Person
from dialogs.people.team import Team
from dialogs.yearly import cards
from dialogs.yearly.routine import SHIPPED, Kind, Round, Step

DAY = date(2027, 2, 1)


def with_text(text: str, team: Team, who: Person) -> dict[str, dict]:
    each = Round(id=1, kind=Kind.BRUSH_UP, key="2027-Q1", day=DAY, topic=text)
    aid = Round(id=2, kind=Kind.FIRST_AID, key="x", day=DAY, about=who)
    on = [replace(routine, on=True, owner=who) for routine in SHIPPED.values()]
    brush_up = replace(SHIPPED[Kind.BRUSH_UP], topics=(text,))
    return {
        "yearly": cards.overview(on, dict.fromkeys(Kind, DAY), [aid]),
        "yearly prompt": cards.prompt(each, Step.AHEAD, taker=False),
        "yearly taken": cards.prompt(each, Step.DAY, taker=True),
        "yearly set": cards.set_form("n", brush_up, [who]).card,
        "yearly put": cards.put_form("n", each, [who], [team, team], who).card,
    }


def without_text(team: Team, who: Person) -> dict[str, dict]:
    aid = Round(id=2, kind=Kind.FIRST_AID, key="x", day=DAY, about=who)
    return {
        "yearly off": cards.overview(list(SHIPPED.values()), {}, []),
        "yearly first aid": cards.prompt(aid, Step.LEFT, taker=False),
        "yearly aid": cards.aid_form("n", [who], [aid]).card,
        "yearly renew": cards.renew_form("n", aid).card,
    }
