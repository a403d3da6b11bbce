"""A wish: where its moves lead and who makes them, and what a form is read as."""

from dataclasses import replace
from datetime import date
from itertools import product

import pytest

from dialogs.courses import hints, registering, words
from dialogs.courses.areas import SHIPPED, Area, AreaKnown, Group, in_force, renamed, with_changes
from dialogs.courses.hints import Sort
from dialogs.courses.registering import (
    AreaMissing,
    Frozen,
    KindMissing,
    NotAPrice,
    NotDays,
    NotYears,
    WhatMissing,
    WhyMissing,
)
from dialogs.courses.wish import (
    Actor,
    Decision,
    Ground,
    Kind,
    Move,
    NotAllowed,
    Partner,
    State,
    Track,
    Wish,
    actors,
    leads_to,
    may,
    moved,
)
from dialogs.courses.year import Year
from dialogs.people.person import Person

METTE, ANNE, LIS, OLE = (
    Person(n, name) for n, name in enumerate(("Mette", "Anne", "Lis", "Ole"), 1)
)
TODAY = date(2026, 8, 4)
RULES = Year(year=2026)
AREAS = in_force([])
FIELDS = {
    "kind": "course",
    "title": "Samtaler med små børn",
    "why": "Det bliver der brug for.",
    "area": "talks",
    "price": "12.000",
    "days": "3",
}
WISH = Wish(
    who=METTE,
    team_id=1,
    year=2027,
    kind=Kind.COURSE,
    track=Track.ROUND,
    title="Samtaler",
    why="Det bliver der brug for.",
    area="talks",
    price=12_000,
    half_days=6,
)


def read(was: Wish | None = None, today: date = TODAY, **fields: str) -> Wish:
    given = FIELDS | fields
    return registering.read(
        lambda name: given.get(name, ""),
        METTE,
        1,
        areas=AREAS,
        rules=RULES,
        today=today,
        was=was,
    )


# --- moves -----------------------------------------------------------------------------------


def test_the_way_of_a_wish_in_the_round_and_who_leads_it_on():
    way = [
        (Move.DISCUSS, Actor.LEADER, State.DISCUSSED),
        (Move.COLLECT, Actor.BOT, State.COLLECTED),
        (Move.PRIORITISE, Actor.LEADER_GROUP, State.PRIORITISED),
        (Move.GRANT, Actor.LEADER, State.GRANTED),
        (Move.ENROL, Actor.EMPLOYEE, State.ENROLLED),
        (Move.COMPLETE, Actor.EMPLOYEE, State.COMPLETED),
        (Move.SHARE, Actor.EMPLOYEE, State.SHARED),
    ]
    wish = WISH
    for move, actor, there in way:
        wish = moved(wish, move, {actor})
        assert wish.state is there


@pytest.mark.parametrize("state", State)
def test_nobody_but_the_leader_tells_and_nobody_grants_their_own(state):
    for move, actor in product((Move.GRANT, Move.NOTE, Move.REFUSE), Actor):
        allowed = may({actor}, state, move)
        open_ = state in (State.WISHED, State.DISCUSSED, State.PRIORITISED)
        assert allowed is (open_ and actor is Actor.LEADER)
    assert not may({Actor.EMPLOYEE}, state, Move.PRIORITISE)


def test_what_has_come_to_an_end_goes_nowhere_and_says_where_it_is():
    for state in (State.SHARED, State.WITHDRAWN, State.LAPSED, State.REFUSED, State.NOTED):
        assert [move for move in Move if leads_to(state, move)] == []
    with pytest.raises(NotAllowed) as refused:
        moved(replace(WISH, state=State.REFUSED), Move.WITHDRAW, {Actor.EMPLOYEE})
    assert words.refusal(refused.value) == (
        "Ønsket er afslag og kan ikke trækkes tilbage. Tal med din leder."
    )


def test_a_leaders_own_wish_is_the_others_of_the_leader_group():
    own = replace(WISH, who=ANNE)

    assert actors(ANNE, own, ANNE, in_leader_group=True) == {Actor.EMPLOYEE}
    assert actors(LIS, own, ANNE, in_leader_group=True) == {Actor.LEADER_GROUP, Actor.LEADER}
    assert actors(LIS, WISH, ANNE, in_leader_group=True) == {Actor.LEADER_GROUP}
    assert actors(ANNE, WISH, ANNE, in_leader_group=False) == {Actor.LEADER}
    assert actors(OLE, WISH, ANNE, in_leader_group=False) == frozenset()


# --- the form --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fields", "track", "year"),
    [
        ({}, Track.ROUND, 2027),
        ({"price": "5000", "days": "2"}, Track.AT_ONCE, 2026),
        ({"price": "5.001", "days": "2"}, Track.ROUND, 2027),
        ({"price": "0", "days": "2,5"}, Track.ROUND, 2027),
        ({"price": "0", "days": "0", "ticked": "heavy"}, Track.ROUND, 2027),
        ({"ticked": "urgent"}, Track.AD_HOC, 2026),
        ({"kind": "representative"}, Track.REPRESENTATIVE, 2026),
        ({"kind": "sharing", "price": "", "days": ""}, Track.THEME, 2027),
    ],
)
def test_size_and_kind_say_which_way_it_goes(fields, track, year):
    wish = read(**fields)

    assert (wish.track, wish.year) == (track, year)


@pytest.mark.parametrize(
    ("typed", "kroner"),
    [("4500", 4500), ("4.500 kr.", 4500), ("4 500,00", 4500), ("0", 0), ("12.000,-", 12_000)],
)
def test_prices_as_people_write_them(typed, kroner):
    assert registering.price_of(typed) == kroner


@pytest.mark.parametrize("typed", ["", "-1", "ca. 4000", "4.50", "1.000.001", "4500 euro", "٣"])
def test_what_is_no_price(typed):
    with pytest.raises(NotAPrice):
        registering.price_of(typed)


@pytest.mark.parametrize(
    ("typed", "halves"), [("2", 4), ("1,5", 3), ("0.5 dag", 1), ("3 dage", 6), ("2,0", 4)]
)
def test_days_as_people_write_them(typed, halves):
    assert registering.half_days_of(typed) == halves


@pytest.mark.parametrize("typed", ["", "1,3", "-2", "201", "en uge"])
def test_what_are_no_days(typed):
    with pytest.raises(NotDays):
        registering.half_days_of(typed)


@pytest.mark.parametrize(
    ("fields", "refusal"),
    [
        ({"kind": ""}, KindMissing),
        ({"title": " "}, WhatMissing),
        ({"why": ""}, WhyMissing),
        ({"area": ""}, AreaMissing),
        ({"area": "outside"}, registering.OutsideUnexplained),
        ({"kind": "personal"}, registering.TaskMissing),
        ({"tenure": "mange"}, NotYears),
    ],
)
def test_what_is_missing_has_one_sentence(fields, refusal):
    with pytest.raises(refusal) as found:
        read(**fields)
    said = words.refusal(found.value)
    assert said is not None
    assert said.endswith(".")


def test_what_may_be_said_besides_is_kept():
    wish = read(
        kind="personal",
        task="Jeg har mange svære samtaler.",
        area="outside",
        outside="Det mangler på listen.",
        ground="reform",
        partner="authority",
        ticked="temporary,heavy",
        tenure="2 år",
    )

    assert (wish.area, wish.outside) == (None, "Det mangler på listen.")
    assert wish.task == "Jeg har mange svære samtaler."
    assert (wish.ground, wish.partner) == (Ground.REFORM, Partner.AUTHORITY)
    assert (wish.temporary, wish.heavy, wish.tenure) == (True, True, 2)


def test_after_the_freeze_a_round_wish_is_not_edited_and_a_new_one_is_for_the_year_after():
    frozen = date(2026, 12, 1)

    assert read(was=WISH, today=date(2026, 11, 30), price="9000").year == 2027
    with pytest.raises(Frozen):
        read(was=WISH, today=frozen)
    assert read(today=frozen).year == 2028


# --- areas -----------------------------------------------------------------------------------


def test_the_shipped_areas_are_those_of_the_sources_and_a_leader_changes_them():
    titles = " ".join(area.title for area in SHIPPED)
    for word in ("Samtaleteknik", "Konflikt", "ICS", "DUBU", "§§ 18-20", "tilbudsvifte", "UU"):
        assert word in titles
    assert {area.group for area in SHIPPED} == set(Group)

    known = with_changes([])
    new = renamed(None, "Plejefamilier", Group.CASEWORK, known)
    ics = renamed(known["ics"], "ICS i praksis", Group.CASEWORK, known)
    changed = [new, ics, replace(known["dubu"], retired=True)]
    now = in_force(changed)

    assert now[new.key].title == "Plejefamilier"
    assert now["ics"].title == "ICS i praksis"
    assert "dubu" not in now
    assert "dubu" in with_changes(changed)  # an old wish still names it
    with pytest.raises(AreaKnown):
        renamed(None, "plejefamilier", Group.ALL, with_changes(changed))
    assert Area(key="x", group=Group.ALL, title="x").retired is False


# --- hints -----------------------------------------------------------------------------------


def sorts(wish: Wish, of_person=(), year: Year = Year(year=2027), others=()) -> set[Sort]:  # noqa: B008
    return {hint.sort for hint in hints.hints(wish, of_person, year, others)}


def test_hints_are_given_and_never_decide():
    assert sorts(WISH) == set()
    assert sorts(replace(WISH, area=None)) == {Sort.OUTSIDE}
    assert sorts(replace(WISH, heavy=True)) == {Sort.TENURE_UNKNOWN}
    assert sorts(replace(WISH, heavy=True, tenure=2)) == {Sort.TENURE}
    assert sorts(replace(WISH, heavy=True, tenure=3)) == set()
    assert sorts(replace(WISH, temporary=True)) == {Sort.TEMPORARY}
    assert sorts(replace(WISH, temporary=True, kind=Kind.NETWORK)) == set()
    money = Year(year=2027, budget=20_000, reserve=10_000)
    assert sorts(WISH, year=money) == {Sort.RESERVE}

    for given in hints.hints(replace(WISH, heavy=True, tenure=0, temporary=True), (), money, ()):
        said = words.hint(given)
        assert not any(word in said for word in ("afvis", "point", "nummer", "må ikke"))


def test_history_is_shown_for_three_budget_years_and_only_what_was_noted():
    before = [
        replace(WISH, id=n, year=year, state=state)
        for n, (year, state) in enumerate(
            [
                (2023, State.NOTED),
                (2024, State.NOTED),
                (2026, State.NOTED),
                (2026, State.REFUSED),
                (2027, State.NOTED),
            ],
            10,
        )
    ]

    [hint] = hints.hints(WISH, before, Year(year=2027), ())

    assert (hint.sort, hint.years) == (Sort.HISTORY, (2024, 2026))
    assert "Det er ikke en venteliste." in words.hint(hint)


def test_a_no_has_a_reason_and_a_yes_against_the_usual_has_one():
    against = [hints.Hint(Sort.TENURE, (1, 3))]

    assert hints.decided("grant", "", []) == (Decision.GRANT, None)
    assert hints.decided("grant", "Vi mangler det.", against) == (
        Decision.GRANT,
        "Vi mangler det.",
    )
    with pytest.raises(hints.OverrideUnexplained):
        hints.decided("grant", "", against)
    for chosen in (Decision.NOT_NOW, Decision.REFUSE):
        with pytest.raises(hints.ReasonMissing):
            hints.decided(chosen, " ", [])
    with pytest.raises(hints.DecisionMissing):
        hints.decided("", "Fordi.", [])
