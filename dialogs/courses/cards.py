"""Cards and forms of course wishes and their yearly round."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from dialogs import cards
from dialogs.cards import NO_CHOICE, Button, Card, Form, Option, Part
from dialogs.courses import words
from dialogs.courses.after_words import EVALUATION, FAIRNESS, THEMES
from dialogs.courses.areas import Area, Group
from dialogs.courses.feedback import Stand
from dialogs.courses.hints import Hint
from dialogs.courses.registering import HEAVY, OUTSIDE, TEMPORARY, URGENT
from dialogs.courses.wish import (
    CAN_BE_EDITED,
    Decision,
    Ground,
    Kind,
    Partner,
    State,
    Track,
    Wish,
)
from dialogs.courses.year import Money, Step, Year
from dialogs.people.person import Person
from dialogs.people.team import Team
from dialogs.text import shortened

PAGE = 4  # wishes on a card, each with its button
TITLE_SHOWN, TEXT_SHOWN, CHOICE_SHOWN = 200, 300, 150  # characters
ORIENTED_SHOWN = 25  # courses, and people in a list
TOLD_MYSELF, LATER, NEXT, RETIRE, LAPSE = "said", "later", "next", "retire", "lapse"

said = cards.said


@dataclass(frozen=True, slots=True, kw_only=True)
class May:
    """What is offered to whoever asks."""

    wishes: bool = True  # of their own
    leads: bool = False
    leader_group: bool = False
    private: bool = True


def menu(may: May, typed: Mapping[str, str] | None = None) -> Card:
    """`typed`: what stands in the form, when it is opened from here."""
    private, typed = may.private, typed or {}
    return cards.card(
        [
            cards.heading(words.TITLE),
            cards.line(words.NOT_A_GRANT, strong=True),
            cards.line(words.WHAT_COUNTS) if may.wishes else None,
            *(cards.quote(text, before=words.TAKEN_ALONG) for text in typed.values()),
        ],
        [
            cards.opens(words.WRITE, "courses.wish", filled=typed) if may.wishes else None,
            cards.press(words.MINE, "courses.mine") if may.wishes and private else None,
            cards.press(words.TEAM, "courses.team") if may.leads and private else None,
            cards.opens(words.TALKS, "courses.talks") if may.leads and private else None,
            cards.opens(words.GIVE, "courses.give") if may.leads and private else None,
            cards.press(words.ROUND, "courses.round") if may.leader_group and private else None,
        ],
    )


# --- somebody's own --------------------------------------------------------------------------


def wish_form(
    nonce: str,
    areas: Mapping[str, Area],
    teams: Sequence[Team],
    wish: Wish | None = None,
    typed: Mapping[str, str] | None = None,
) -> Form:
    """`typed`: what was written with the word."""
    said = typed or {}
    title, why = (wish.title, wish.why) if wish else (said.get("title", ""), said.get("why", ""))
    kinds = [Option(kind, words.KINDS[kind]) for kind in Kind]
    chosen = [
        Option(key, shortened(words.area_line(area), CHOICE_SHOWN)) for key, area in areas.items()
    ]
    grounds = [Option(NO_CHOICE, "-"), *(Option(g, words.GROUNDS[g]) for g in Ground)]
    partners = [Option(NO_CHOICE, "-"), *(Option(p, words.PARTNERS[p]) for p in Partner)]
    ticked = [Option(tick, title) for tick, title in words.TICKED.items()]
    area = (wish.area or OUTSIDE) if wish else None
    return cards.form(
        words.EDIT if wish else words.WRITE,
        [
            cards.small(f"{words.NOT_A_GRANT} {words.ABOUT_WORK}"),
            cards.choose_team(teams) if wish is None else None,
            cards.choose(
                "kind", words.ASK_KIND, kinds, value=wish.kind if wish else None, required=True
            ),
            cards.write("title", words.ASK_TITLE, value=title, required=True),
            cards.write("why", words.ASK_WHY, value=why, lines=True, required=True),
            cards.choose(
                "area",
                words.ASK_AREA,
                [*chosen, Option(OUTSIDE, words.OUTSIDE)],
                value=area,
                required=True,
            ),
            cards.write("outside", words.ASK_OUTSIDE, value=(wish.outside or "") if wish else ""),
            cards.write("task", words.ASK_TASK, value=(wish.task or "") if wish else ""),
            cards.write("price", words.ASK_PRICE, value=str(wish.price) if wish else ""),
            cards.write(
                "days", words.ASK_DAYS, value=words.typed_days(wish.half_days) if wish else ""
            ),
            cards.choose(
                "ground", words.ASK_GROUND, grounds, value=(wish.ground if wish else NO_CHOICE)
            ),
            cards.choose(
                "partner",
                words.ASK_PARTNER,
                partners,
                value=(wish.partner if wish else NO_CHOICE),
            ),
            cards.choose(
                "ticked",
                words.ASK_TICKED,
                ticked,
                value=_ticks(wish) if wish else None,
                spread=True,
                several=True,
            ),
            cards.write(
                "tenure",
                words.ASK_TENURE,
                value=str(wish.tenure) if wish and wish.tenure is not None else "",
            ),
        ],
        verb="courses.wish",
        submit=words.SAVE,
        nonce=nonce,
        id=wish.id if wish else None,
    )


def _ticks(wish: Wish) -> str:
    ticks = {
        HEAVY: wish.heavy,
        TEMPORARY: wish.temporary,
        URGENT: wish.track is Track.AD_HOC,
    }
    return ",".join(tick for tick, on in ticks.items() if on)


def mine(wishes: Sequence[Wish], first: int, total: int) -> Card:
    """A page of somebody's own, the newest first, with where each one is."""
    if not total:
        return cards.card([cards.line(words.NO_WISHES)], [cards.opens(words.WRITE, _WISH)])
    rows: list[Part] = [cards.heading(words.MINE)]
    buttons: list[Button | None] = []
    for number, wish in enumerate(wishes, first + 1):
        rows.append(
            cards.line(
                f"{number}. {shortened(wish.title, TITLE_SHOWN)} ({wish.year})", strong=True
            )
        )
        rows.append(cards.small(words.path(wish)))
        buttons.append(cards.press(words.see(number), "courses.mine", id=wish.id))
    more = first + len(wishes) < total
    return cards.card(
        [*rows, cards.small(words.NOT_A_GRANT)],
        [
            *buttons,
            cards.opens(words.WRITE, _WISH),
            cards.press(words.NEXT, "courses.mine", page=first + PAGE) if more else None,
        ],
    )


_WISH = "courses.wish"


def own(wish: Wish, area: str, *, may_edit: bool, may_withdraw: bool, may_enrol: bool) -> Card:
    """One wish as its owner sees it: a decision shows once it was told."""
    return cards.card(
        [
            cards.heading(shortened(wish.title, TITLE_SHOWN)),
            cards.line(words.path(wish), strong=True),
            cards.small(words.in_short(wish)),
            cards.facts({"Hvorfor": shortened(wish.why, TEXT_SHOWN), "Område": area}),
            *_told(wish),
        ],
        [
            cards.opens(words.ENROL, "courses.enrol", id=wish.id) if may_enrol else None,
            cards.opens(words.EDIT, _WISH, id=wish.id) if may_edit else None,
            cards.press(words.WITHDRAW, "courses.withdraw", id=wish.id) if may_withdraw else None,
            cards.press(words.MINE, "courses.mine"),
        ],
    )


def _told(wish: Wish) -> list[Part]:
    if wish.state in CAN_BE_EDITED or wish.state in (State.COLLECTED, State.PRIORITISED):
        return []
    parts = [cards.line(words.told(wish))] if wish.state in _TOLD else []
    if wish.reason:
        parts.append(cards.quote(wish.reason, before=words.because("")))
    if wish.starts_on and wish.ends_on:
        parts.append(cards.small(words.course_days(wish.starts_on, wish.ends_on)))
    return parts


_TOLD = (State.GRANTED, State.NOTED, State.REFUSED)


def answer(wish: Wish) -> Card:
    """To the one who wished, when the leader decides at once."""
    granted = wish.state is State.GRANTED
    return cards.card(
        [cards.heading(shortened(wish.title, TITLE_SHOWN)), *_told(wish)],
        [
            cards.opens(words.ENROL, "courses.enrol", id=wish.id) if granted else None,
            cards.press(words.MINE, "courses.mine"),
        ],
    )


def enrol_form(nonce: str, wish: Wish) -> Form:
    return cards.form(
        words.ENROL,
        [
            cards.line(shortened(wish.title, TITLE_SHOWN)),
            cards.pick_date("first", words.ASK_FIRST, required=True),
            cards.pick_date("last", words.ASK_LAST, required=True),
        ],
        verb="courses.enrol",
        submit=words.SAVE,
        nonce=nonce,
        id=wish.id,
    )


def ask_enrolled(wish: Wish) -> Card:
    return cards.card(
        [
            cards.heading(words.ASK_ENROLLED),
            cards.line(words.enrolled_question(wish)),
        ],
        [
            cards.opens(words.ENROL, "courses.enrol", id=wish.id),
            cards.press(words.MINE, "courses.mine"),
        ],
    )


def prepare(step: Step, of: int, deadline: date, wishes: Sequence[Wish]) -> Card:
    """The ladder to one employee: before, on the last day, and what became of them."""
    frozen = step is Step.FROZEN
    listed = [
        cards.small(f"• {shortened(wish.title, TITLE_SHOWN)}: {words.STATES[wish.state]}")
        for wish in wishes[:PAGE]
    ]
    return cards.card(
        [
            cards.heading(words.HEADINGS[step]),
            cards.line(words.PREPARE[step]),
            None if frozen else cards.line(words.closes_on(deadline)),
            *listed,
        ],
        [
            None if frozen else cards.opens(words.WRITE, _WISH),
            cards.press(words.MINE, "courses.mine"),
            None if frozen else cards.press(words.NO_MORE, "courses.ready", id=of),
        ],
    )


# --- the leader ------------------------------------------------------------------------------


def listed(title: str, wishes: Sequence[Wish], first: int, total: int) -> Card:
    """A page of a team's: by name, never by anything that could rank."""
    if not total:
        return cards.card([cards.line(words.NO_TEAM_WISHES)])
    rows: list[Part] = [cards.heading(title)]
    for number, wish in enumerate(wishes, first + 1):
        rows.append(
            cards.line(f"{number}. {shortened(words.of_person(wish), TITLE_SHOWN)}", strong=True)
        )
        rows.append(
            cards.small(f"{words.path(wish, own=False)} {words.TRACKS[wish.track]}, {wish.year}")
        )
    buttons = [
        cards.press(words.see(number), "courses.card", id=wish.id)
        for number, wish in enumerate(wishes, first + 1)
    ]
    more = first + len(wishes) < total
    return cards.card(
        rows,
        [
            *buttons,
            cards.press(words.NEXT, "courses.team", page=first + PAGE) if more else None,
        ],
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """What is shown beside a wish that is decided on."""

    area: str
    team: str
    hints: Sequence[Hint]
    earlier: Sequence[Wish]
    money: str
    considered: Sequence[str | None]


def decided_on(wish: Wish, beside: Beside, *, may_decide: bool, next_id: int | None) -> Card:
    facts = {
        "Medarbejder": f"{wish.who.name}, {beside.team}".rstrip(", "),
        "Hvorfor": shortened(wish.why, TEXT_SHOWN),
        "Område": beside.area,
        **({"Støtter opgaven": wish.task} if wish.task else {}),
        **({"Grund": words.GROUNDS[wish.ground]} if wish.ground else {}),
        **({"Sammen med": words.PARTNERS[wish.partner]} if wish.partner else {}),
    }
    decision = wish.decision
    return cards.card(
        [
            cards.heading(shortened(wish.title, TITLE_SHOWN)),
            cards.small(f"{words.in_short(wish)} · {words.TRACKS[wish.track]} · {wish.year}"),
            cards.facts(facts),
            cards.line("Værd at overveje", strong=True) if beside.hints else None,
            *(cards.line(f"• {words.hint(each, wish.outside or '')}") for each in beside.hints),
            *(
                cards.small(f"• {shortened(words.earlier(each), TITLE_SHOWN)}")
                for each in beside.earlier[:PAGE]
            ),
            cards.small(beside.money),
            cards.line(words.path(wish, own=False), strong=True),
            cards.line(f"{words.ASK_DECISION}: {words.DECISIONS[decision]}") if decision else None,
            cards.quote(wish.reason, before=words.because("")) if wish.reason else None,
        ],
        [
            cards.opens(words.DECIDE, "courses.decide", id=wish.id) if may_decide else None,
            cards.press(words.NEXT_WISH, "courses.card", id=next_id) if next_id else None,
        ],
    )


def decide_form(
    nonce: str, wish: Wish, beside: Beside, *, in_round: bool, may_lapse: bool
) -> Form:
    if may_lapse:
        ways = [Option(LAPSE, words.LAPSE)]
    else:
        ways = [Option(decision, words.DECISIONS[decision]) for decision in Decision]
    need, motivation, retention = beside.considered
    considered = (
        [
            cards.write("need", words.ASK_NEED, value=need or ""),
            cards.write("motivation", words.ASK_MOTIVATION, value=motivation or ""),
            cards.write("retention", words.ASK_RETENTION, value=retention or ""),
            cards.small(words.ONLY_LEADERS),
        ]
        if in_round
        else []
    )
    return cards.form(
        words.DECIDE,
        [
            cards.line(shortened(words.of_person(wish), TITLE_SHOWN), strong=True),
            cards.small(words.in_short(wish)),
            *(cards.small(f"• {words.hint(each, wish.outside or '')}") for each in beside.hints),
            cards.choose(
                "decision",
                words.ASK_DECISION,
                ways,
                value=LAPSE if may_lapse else wish.decision,
                spread=True,
                required=True,
            ),
            None
            if may_lapse
            else cards.write("reason", words.ASK_REASON, value=wish.reason or "", lines=True),
            *considered,
        ],
        verb="courses.decide",
        submit=words.SAVE,
        nonce=nonce,
        id=wish.id,
        others=((words.SAVE_AND_NEXT, NEXT),) if in_round else (),
    )


def new_wish(wish: Wish) -> Card:
    return cards.card(
        [
            cards.heading(words.TITLE),
            cards.line(words.new_wish(wish)),
            cards.small(f"{shortened(wish.title, TITLE_SHOWN)} · {words.in_short(wish)}"),
        ],
        [
            cards.press("Se ønsket", "courses.card", id=wish.id),
            cards.opens(words.DECIDE, "courses.decide", id=wish.id),
        ],
    )


def talks_wanted(names: Sequence[str], *, opens: bool) -> Card:
    return cards.card(
        [
            cards.heading(words.TALKS),
            cards.line(words.OPENS_LEADER if opens else words.STILL_NO_PLAN),
            cards.line(words.people(names)),
        ],
        [
            cards.opens(words.TALKS, "courses.talks"),
            cards.press(words.TEAM, "courses.team"),
        ],
    )


def talks_form(
    nonce: str,
    of: int,
    people: Sequence[Person],
    booked: Collection[int],
    planned: Collection[int],
) -> Form:
    options = [Option(str(who.id), shortened(who.name, CHOICE_SHOWN)) for who in people]
    return cards.form(
        f"{words.TALKS} {of - 1}",
        [
            cards.small(words.PLAN_ELSEWHERE),
            cards.choose(
                "booked",
                words.ASK_BOOKED,
                options,
                value=",".join(map(str, sorted(booked))) or None,
                several=True,
            ),
            cards.choose(
                "planned",
                words.ASK_PLANNED,
                options,
                value=",".join(map(str, sorted(planned))) or None,
                several=True,
            ),
        ],
        verb="courses.talks",
        submit=words.SAVE,
        nonce=nonce,
        id=of,
    )


def owes(names: Sequence[str]) -> Card:
    return cards.card(
        [
            cards.heading(words.GIVE),
            cards.line(words.owes(names)),
            cards.line(words.people(names)),
        ],
        [cards.opens(words.GIVE, "courses.give"), cards.press(words.TEAM, "courses.team")],
    )


def choose_form(nonce: str, people: Sequence[Person]) -> Form:
    """Whose turn it is: the draft is shown when that is known."""
    options = [Option(str(who.id), shortened(who.name, CHOICE_SHOWN)) for who in people]
    return cards.form(
        words.GIVE,
        [
            cards.line(words.missing(len(people))),
            cards.choose("who", words.ASK_WHO, options, value=options[0].value, required=True),
        ],
        verb="courses.give",
        submit="Vis udkast",
        nonce=nonce,
    )


def give_form(nonce: str, who: Person, draft: str) -> Form:
    return cards.form(
        words.GIVE,
        [
            cards.line(shortened(who.name, CHOICE_SHOWN), strong=True),
            cards.write("text", words.ASK_TEXT, value=draft, lines=True),
            cards.pick_date("until", words.ASK_UNTIL),
        ],
        verb="courses.give",
        submit=words.SEND,
        nonce=nonce,
        id=who.id,
        others=((words.TOLD_MYSELF, TOLD_MYSELF), (words.POSTPONE, LATER)),
    )


def told(of: int, text: str) -> Card:
    return cards.card(
        [cards.heading(words.leader_wrote(of)), *(_written(text))],
        [cards.press(words.MINE, "courses.mine")],
    )


def _written(text: str) -> list[Part]:
    return [cards.line(each) for each in text.split("\n") if each]


# --- the leader group ------------------------------------------------------------------------


def stand(of: int, total: int, now: Stand, money: Money | None, *, frozen: str) -> Card:
    """The round, and what there is left to do in it."""
    said_ = words.round_stand(total, now.undecided, len(now.owed), len(now.postponed))
    return cards.card(
        [
            cards.heading(words.round_title(of)),
            cards.line(frozen) if frozen else None,
            *map(cards.line, said_),
            cards.small(words.the_money(money, of)),
        ],
        [
            cards.press(words.BEGIN, "courses.card") if now.undecided else None,
            cards.press(words.SHEET, "courses.sheet"),
            cards.opens(words.BUDGET, "courses.budget", id=of),
            cards.opens(words.AREAS, "courses.areas"),
            cards.opens(words.GIVE, "courses.give") if now.owed else None,
            cards.press(words.ORIENT, "courses.orient"),
            cards.press(THEMES, "courses.themes", overflow=True),
            cards.press(FAIRNESS, "courses.fairness", overflow=True),
            cards.press(EVALUATION, "courses.evaluation", overflow=True),
        ],
    )


def totals(of: int, money: Money | None, counted: Mapping[str, str]) -> Card:
    """Numbers of the whole department, and of nobody."""
    return cards.card(
        [
            cards.heading(words.totals_title(of)),
            cards.line(words.the_money(money, of)),
            cards.facts(counted) if counted else None,
        ]
    )


def round_prompt(of: int, total: int, now: Stand) -> Card:
    said_ = words.round_stand(total, now.undecided, len(now.owed), len(now.postponed))
    return cards.card(
        [cards.heading(words.round_title(of)), *map(cards.line, said_)],
        [
            cards.press(words.BEGIN, "courses.card") if now.undecided else None,
            cards.press(words.SHEET, "courses.sheet") if now.undecided else None,
            cards.press(words.ROUND, "courses.round"),
        ],
    )


def complete(of: int) -> Card:
    return cards.card(
        [cards.heading(words.round_title(of)), cards.line(words.complete(of))],
        [cards.press(words.ORIENT, "courses.orient"), cards.press(words.ROUND, "courses.round")],
    )


def budget_form(nonce: str, year: Year, choices: Sequence[int]) -> Form:
    return cards.form(
        words.BUDGET,
        [
            cards.small(words.RESERVE_IS),
            cards.choose(
                "year",
                words.ASK_YEAR,
                [Option(str(each), str(each)) for each in choices],
                value=str(year.year),
                required=True,
            ),
            cards.write("budget", words.ASK_BUDGET, value=_number(year.budget), required=True),
            cards.write("reserve", words.ASK_RESERVE, value=_number(year.reserve), required=True),
            cards.write("small_price", words.ASK_SMALL_PRICE, value=str(year.small_price)),
            cards.write(
                "small_days", words.ASK_SMALL_DAYS, value=words.typed_days(year.small_half_days)
            ),
            cards.write("tenure", words.ASK_YEARS, value=str(year.tenure)),
        ],
        verb="courses.budget",
        submit=words.SAVE,
        nonce=nonce,
    )


def _number(amount: int | None) -> str:
    return "" if amount is None else str(amount)


def areas_form(nonce: str, areas: Mapping[str, Area]) -> Form:
    changed = [
        Option(key, shortened(words.area_line(area), CHOICE_SHOWN)) for key, area in areas.items()
    ]
    groups = [Option(group, words.GROUPS[group]) for group in Group]
    return cards.form(
        words.AREAS,
        [
            cards.choose(
                "area",
                words.ASK_CHANGED,
                [Option(NO_CHOICE, words.NEW_AREA), *changed],
                value=NO_CHOICE,
            ),
            cards.write("title", words.ASK_AREA_TITLE),
            cards.choose("group", words.ASK_GROUP, groups, value=Group.ALL),
        ],
        verb="courses.areas",
        submit=words.SAVE,
        nonce=nonce,
        others=((words.RETIRE, RETIRE),),
    )


def sheet_ready(url: str) -> Card:
    return cards.card([cards.line(words.SHEET_READY)], [cards.link(words.FETCH, url)])


def orientation(of: int, granted: Sequence[Wish], areas: Mapping[str, Area]) -> Card:
    """What was granted, by area; no names, no prices, and nothing of what was not."""
    by_area: dict[str, list[str]] = {}
    for wish in granted:
        area = areas.get(wish.area or "")
        by_area.setdefault(area.title if area else "Andet", []).append(wish.title)
    parts: list[Part] = []
    left = ORIENTED_SHOWN
    for area_title in sorted(by_area):
        titles = sorted(by_area[area_title])[: max(left, 0)]
        if titles:
            parts.append(cards.line(area_title, strong=True))
        parts += [cards.line(f"• {shortened(title, TITLE_SHOWN)}") for title in titles]
        left -= len(titles)
    if len(granted) > ORIENTED_SHOWN:
        parts.append(cards.small(f"Og {len(granted) - ORIENTED_SHOWN} mere."))
    return cards.card(
        [
            cards.heading(words.orientation(of)),
            *parts,
            cards.small(words.ORIENTATION_NOTE),
        ]
    )
