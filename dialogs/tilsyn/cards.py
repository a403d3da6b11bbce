"""Cards and forms of ledelsestilsyn. All of them are shown in private."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from dialogs import cards
from dialogs.calendar.period import Period
from dialogs.cards import Button, Card, Form, Option, Part
from dialogs.people.person import Person
from dialogs.people.team import Team
from dialogs.tilsyn import words
from dialogs.tilsyn.rounds import Agreement, Plan, Point, Review, Round, Way

LISTED = 25  # caseworkers
AGREEMENTS_SHOWN = 4

said = cards.said


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """A caseworker on the leader's list."""

    who: Person
    review: Review | None = None
    own: bool = True  # held by this leader
    by: date | None = None  # the dialogue, at the latest


def of_leader(
    team: Team,
    plan: Plan | None,
    of: Round | None,
    listed: Sequence[Listed],
    points: Sequence[Point],
    zone: ZoneInfo,
) -> Card:
    heading = cards.heading(f"{words.TITLE}, {team.name}")
    set_up = cards.opens(words.SET_UP, "tilsyn.plan", id=team.id)
    if plan is None:
        return cards.card([heading, cards.line(words.NOT_SET_UP)], [set_up])
    theme = words.theme(of.theme if of else plan.theme)
    parts: list[Part | None] = [
        heading,
        cards.line(words.of_round(of), strong=True) if of else None,
        cards.line(theme) if theme else None,
        *(
            cards.line(words.stands(e.review, e.who, own=e.own, by=e.by, zone=zone))
            for e in listed[:LISTED]
        ),
        *(cards.line(words.point_line(point)) for point in points[:5]),
        cards.small(words.NO_CASES),
    ]
    waits = [each for each in listed if each.own and each.review and not each.review.talked_on]
    left = any(each.review is None for each in listed)
    open_ = of is not None and not of.closed
    buttons: list[Button | None] = [
        cards.opens(words.TICK, "tilsyn.tick", id=team.id) if open_ and left else None,
        cards.opens(words.BOOK_TALK, "tilsyn.book", id=team.id) if waits else None,
        cards.opens(words.TALKED, "tilsyn.talked", id=team.id) if waits else None,
        cards.press(words.AGREEMENTS, "tilsyn.agreements", id=team.id),
        cards.opens(words.NEED, "tilsyn.need", id=f"{team.id}:{of.id}") if of and open_ else None,
        set_up,
    ]
    return cards.card(parts, buttons)


def of_caseworker(made: Sequence[Agreement]) -> Card:
    return cards.card(
        [
            cards.heading(words.TITLE),
            cards.line(words.NOT_FOR_CASEWORKERS),
            *(cards.line(f"• {question}") for question in words.QUESTIONS),
            *_agreements(made, to_leader=False),
        ],
        _followed(made),
    )


def agreements(team: Team, made: Sequence[Agreement]) -> Card:
    return cards.card(
        [
            cards.heading(f"{words.AGREEMENTS}, {team.name}"),
            *(_agreements(made, to_leader=True) or [cards.line(words.NO_AGREEMENTS)]),
            cards.small(words.AGREEMENT_NOTE),
        ],
        _followed(made),
    )


def _agreements(made: Sequence[Agreement], *, to_leader: bool) -> list[Part]:
    return [
        cards.quote(f"“{each.text}”", before=words.agreement_before(each, to_leader=to_leader))
        for each in made[:AGREEMENTS_SHOWN]
    ]


def _followed(made: Sequence[Agreement]) -> list[Button]:
    waits = next((each for each in made[:AGREEMENTS_SHOWN] if not each.done), None)
    name = f"{waits.team_id}:{waits.id}" if waits else ""
    return [cards.press(words.FOLLOWED, "tilsyn.followed", id=name)] if waits else []


def choice(teams: Sequence[Team], *, department: bool) -> Card:
    room = cards.ACTIONS_AT_MOST - department
    return cards.card(
        [cards.line("Hvilket team?")],
        [
            *(cards.press(team.name, "tilsyn.show", id=team.id) for team in teams[:room]),
            cards.press("Hele afdelingen", "tilsyn.show", id=0) if department else None,
        ],
    )


def totals(of: Mapping[Period, Sequence[Round]], themes: Mapping[str, int]) -> Card:
    """For a chef and the leader group: numbers of everybody together."""
    parts: list[Part] = [cards.heading(f"{words.TITLE} i afdelingen")]
    for period, rounds in of.items():
        reviewed = sum(each.reviewed for each in rounds)
        if reviewed < 3:
            continue
        seen, talked = sum(e.seen for e in rounds), sum(e.talked for e in rounds)
        lines = words.totals(period, len(rounds), reviewed, seen, talked)
        parts += [cards.line(lines[0], strong=True), *map(cards.line, lines[1:])]
    if len(parts) == 1:
        parts.append(cards.line(words.FEW))
    parts += [cards.line(words.total_theme(text, number)) for text, number in themes.items()][:8]
    return cards.card(parts)


# --- prompts ---------------------------------------------------------------------------------


def _link(plan: Plan) -> Button | None:
    return cards.link(words.GUIDELINE, plan.link) if plan.link else None


def begins(team: Team, plan: Plan, period: Period) -> Card:
    theme = words.theme(plan.theme)
    return cards.card(
        [
            cards.heading(words.TITLE),
            cards.line(words.begins(team, plan, period)),
            cards.line(theme) if theme else None,
        ],
        [
            cards.opens(words.TICK, "tilsyn.tick", id=team.id),
            cards.press(words.SHOW, "tilsyn.show", id=team.id),
            _link(plan),
        ],
    )


def midway(team: Team, plan: Plan, period: Period, left: int) -> Card:
    return cards.card(
        [cards.heading(words.TITLE), cards.line(words.midway(team, period, left))],
        [
            cards.opens(words.TICK, "tilsyn.tick", id=team.id),
            cards.press(words.SHOW, "tilsyn.show", id=team.id),
            _link(plan),
        ],
    )


def ends(team: Team, of: Round) -> Card:
    name = f"{team.id}:{of.id}"
    return cards.card(
        [cards.heading(words.TITLE), cards.line(words.ends(team, of.period))],
        [
            cards.opens(words.NEED, "tilsyn.need", id=name),
            cards.press(words.NO_NEED, "tilsyn.no_need", id=name),
        ],
    )


def book(review: Review, by: date, plan: Plan) -> Card:
    name = f"{review.team_id}:{review.id}"
    return cards.card(
        [cards.heading(words.TITLE), cards.line(words.book(review, by))],
        [
            cards.opens(words.TALKED, "tilsyn.talked", id=name),
            cards.opens(words.BOOK, "tilsyn.book", id=name),
            _link(plan),
        ],
    )


def was_talked(review: Review, zone: ZoneInfo) -> Card:
    name = f"{review.team_id}:{review.id}"
    return cards.card(
        [cards.heading(words.TITLE), cards.line(words.was_talked(review, zone))],
        [
            cards.opens(words.TALKED, "tilsyn.talked", id=name),
            cards.opens("Vælg en anden dato", "tilsyn.book", id=name),
        ],
    )


def prepare(
    leader: Person | None, review: Review, by: date, plan: Plan | None, zone: ZoneInfo
) -> Card:
    return cards.card(
        [
            cards.heading(words.TITLE),
            cards.line(words.prepare(leader, review, by, zone)),
            cards.small(words.PREPARE_NOTE),
            *(cards.line(f"• {question}") for question in words.QUESTIONS),
        ],
        [_link(plan) if plan else None],
    )


def agreed(leader: Person | None, made: Agreement) -> Card:
    return cards.card(
        [
            cards.heading(words.AGREED_TITLE),
            cards.line(words.agreed(leader, made)),
            cards.quote(f"“{made.text}”"),
            cards.small(words.AGREEMENT_NOTE),
        ]
    )


def follow_up(made: Agreement, other: str) -> Card:
    return cards.card(
        [
            cards.heading(words.FOLLOW_TITLE),
            cards.line(words.follow_up(other)),
            cards.quote(f"“{made.text}”"),
        ],
        [cards.press(words.FOLLOWED, "tilsyn.followed", id=f"{made.team_id}:{made.id}")],
    )


def recurs(point: Point) -> Card:
    """A count, and no names."""
    name = f"{point.team_id}:{point.id}"
    return cards.card(
        [cards.heading(words.TITLE), cards.line(words.recurs(point))],
        [
            cards.press(words.TO_MEETING, "tilsyn.topic", id=name, strong=True),
            cards.opens(words.IMPROVE, "tilsyn.improve", id=name),
            cards.press(words.NOT_NOW, "tilsyn.not_now", id=name),
        ],
    )


# --- forms -----------------------------------------------------------------------------------


def plan_form(nonce: str, team: Team, teams: Sequence[Team], present: Plan) -> Form:
    return cards.form(
        words.SET_UP,
        [
            cards.choose(
                "teams",
                words.TEAMS_ASK,
                [Option(str(each.id), each.name) for each in teams],
                value=str(team.id),
                several=True,
            )
            if len(teams) > 1
            else None,
            cards.choose(
                "every",
                words.EVERY_ASK,
                [Option(every, title) for every, title in words.EVERY.items()],
                value=present.every,
            ),
            cards.count("cases", words.CASES_ASK, value=present.cases, least=1, most=10),
            cards.count(
                "talk_within", words.WITHIN_ASK, value=present.talk_within, least=1, most=30
            ),
            cards.write("theme", words.THEME_ASK, value=present.theme),
            cards.write("link", words.LINK_ASK, value=present.link),
            cards.write(
                "themes", words.THEMES_LIST_ASK, value="\n".join(present.themes), lines=True
            ),
        ],
        verb="tilsyn.plan",
        submit="Gem",
        nonce=nonce,
        id=team.id,
    )


def tick_form(nonce: str, name: str, left: Sequence[Person], today: date, cases_: int) -> Form:
    return cards.form(
        words.TICK,
        [
            _who("who", words.WHO, left),
            cards.pick_date("day", words.WHEN_HELD, value=today.isoformat(), required=True),
            cards.count("cases", words.HOW_MANY, value=cases_, least=1, most=10),
            cards.small(words.NO_CASES),
        ],
        verb="tilsyn.tick",
        submit="Gem",
        nonce=nonce,
        id=name,
    )


def book_form(
    nonce: str, name: str, waits: Sequence[Review], chosen: Review | None, at: datetime | None
) -> Form:
    return cards.form(
        words.BOOK_TALK,
        [
            cards.choose(
                "who",
                words.WITH_WHOM,
                [Option(str(each.id), each.who.name) for each in waits],
                value=str(chosen.id) if chosen else None,
                several=True,
                required=True,
            ),
            cards.pick_date("day", words.WHEN_HELD, value=f"{at:%Y-%m-%d}" if at else ""),
            cards.pick_time("clock", "Hvornår?", value=f"{at:%H:%M}" if at else "09:00"),
            _way(chosen),
        ],
        verb="tilsyn.book",
        submit="Gem",
        nonce=nonce,
        id=name,
    )


def talked_form(
    nonce: str,
    name: str,
    waits: Sequence[Review],
    chosen: Review | None,
    themes: Sequence[str],
    today: date,
) -> Form:
    first = chosen or waits[0]
    return cards.form(
        words.TALKED,
        [
            cards.choose(
                "who",
                words.WITH_WHOM,
                [Option(str(each.id), each.who.name) for each in waits],
                value=str(first.id),
                required=True,
            ),
            cards.pick_date("day", words.WHEN_HELD, value=today.isoformat(), required=True),
            _way(first),
            cards.choose(
                "themes",
                words.THEMES_ASK,
                [Option(str(n), theme) for n, theme in enumerate(themes)],
                several=True,
            ),
            cards.small(words.THEMES_NOTE),
            cards.write("text", words.AGREEMENT_ASK, lines=True),
            cards.pick_date("follow_up", words.FOLLOW_UP_ASK),
            cards.small(words.AGREEMENT_NOTE),
        ],
        verb="tilsyn.talked",
        submit="Gem",
        nonce=nonce,
        id=name,
    )


def need_form(nonce: str, name: str) -> Form:
    return cards.form(
        words.NEED,
        [
            cards.write("text", words.NEED_ASK, lines=True, required=True),
            cards.small(words.NEED_NOTE),
        ],
        verb="tilsyn.need",
        submit="Gem",
        nonce=nonce,
        id=name,
    )


def improve_form(nonce: str, name: str, point: Point, members: Sequence[Person]) -> Form:
    return cards.form(
        words.IMPROVE,
        [
            cards.line(words.recurs(point)),
            cards.write("text", words.IMPROVE_ASK, lines=True, required=True),
            _who("owner", words.OWNER_ASK, members),
            cards.pick_date("due_on", words.DUE_ASK, required=True),
        ],
        verb="tilsyn.improve",
        submit="Gem",
        nonce=nonce,
        id=name,
    )


def _who(key: str, label: str, people: Sequence[Person]) -> Part:
    options = [Option(str(each.id), each.name) for each in people]
    return cards.choose(key, label, options, required=True)


def _way(of: Review | None) -> Part:
    options = [Option(way, title) for way, title in words.WAYS.items()]
    return cards.choose("way", words.WAY_ASK, options, value=of.way if of else Way.ALONE)
