"""Whatever family it is, a genogram can be read: nothing lies on anything else, and no line
crosses another without need."""

from itertools import combinations, pairwise
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings

from dialogs.sparring.genogram import Genogram, Tie
from dialogs.sparring.genogram_drawing import drawing
from dialogs.sparring.genogram_layout import Layout, laid_out
from dialogs.sparring.genogram_text import read
from dialogs.sparring.genogram_ways import Point
from dialogs.sparring.genogram_words import told
from tests.dialogs.sparring.families import (
    crossings,
    families,
    inside,
    lie_on_each_other,
    lines_of,
    overlap,
    runs_through,
    surrounds,
)
from tests.dialogs.sparring.shapes import SHAPES

SOME = settings(max_examples=20, deadline=None)


@SOME
@given(families())
def test_whatever_the_family_nothing_lies_on_anything_else(family: Genogram) -> None:
    can_be_read(family)


@pytest.mark.parametrize("name", SHAPES)
def test_families_as_they_come_can_be_read(name: str) -> None:
    can_be_read(read(SHAPES[name]))


def can_be_read(family: Genogram) -> None:
    layout = laid_out(family)
    symbols_stand_apart(layout)
    lines_run_beside_symbols_and_each_other(family, layout)
    bonds_run_past_everybody_else(family, layout)
    homes_hold_those_who_live_there(layout)
    children_stand_below(family, layout)


def symbols_stand_apart(layout: Layout) -> None:
    for one, other in combinations(layout.spots.values(), 2):
        assert not overlap(one.box(), other.box())
    for spot in layout.spots.values():
        box = spot.box()
        assert min(box) > 0
        assert box.right < layout.width
        assert box.bottom < layout.height


def lines_run_beside_symbols_and_each_other(family: Genogram, layout: Layout) -> None:
    for whose, line in lines_of(family, layout):
        for who, spot in layout.spots.items():
            assert who in whose or not runs_through(line, spot)
    couples = [line for couple in layout.couples for line in pairwise(couple.points)]
    for one, other in combinations([*couples, *layout.common], 2):
        assert not lie_on_each_other(one, other)


def bonds_run_past_everybody_else(family: Genogram, layout: Layout) -> None:
    for bond, points in zip(family.bonds, layout.bonds, strict=True):
        for who, spot in layout.spots.items():
            if who not in (bond.first, bond.second):
                assert not any(runs_through(line, spot) for line in pairwise(points))
        assert inside(points[0], layout.spots[bond.first], 1.0)
        assert inside(points[-1], layout.spots[bond.second], 1.0)


def homes_hold_those_who_live_there(layout: Layout) -> None:
    for outline in layout.homes:
        border = list(pairwise((*outline.points, outline.points[0])))
        for who, spot in layout.spots.items():
            lives_here = who in outline.home.members
            assert surrounds(outline.points, Point(spot.x, spot.y)) is lives_here
            assert not any(runs_through(line, spot) for line in border)


def children_stand_below(family: Genogram, layout: Layout) -> None:
    for union in family.unions:
        heights = {layout.spots[who].y for who in union.partners}
        assert len(heights) == 1
        assert all(layout.spots[child.id].y > max(heights) for child in union.children)


@SOME
@given(families(plain=True))
def test_a_family_that_can_be_drawn_without_crossings_is(family: Genogram) -> None:
    assert crossings(family, laid_out(family)) == 0


def test_a_drawing_is_whole_and_says_what_it_shows() -> None:
    family = read("mor 38, far 41: skilt; barn 12 i fokus, barn 9")
    svg = ElementTree.fromstring(drawing(family, id='a"b'))  # noqa: S314
    assert svg.get("role") == "img"
    title, described = svg[:2]
    assert svg.get("aria-labelledby") == f"{title.get('id')} {described.get('id')}"
    assert title.get("id") == 'a"b-title'
    assert described.text == " ".join(told(family))
    written = {text.text for text in svg.iter("{http://www.w3.org/2000/svg}text")}
    assert {"Mor", "38", "Far", "41", "Barn", "12", "9", "skilt", "i fokus"} <= written


def test_the_oldest_child_stands_to_the_left_and_him_left_of_her() -> None:
    family = read("mor 38, far 41: gift; barn 12, barn 9, barn 3")
    spots = laid_out(family).spots
    by_name = {family.name(who): spot for who, spot in spots.items()}
    assert by_name["far"].x < by_name["mor"].x
    assert by_name["barn 12"].x < by_name["barn 9"].x < by_name["barn 3"].x


def test_grandparents_who_have_a_child_in_care_stay_two_rows_above_it() -> None:
    family = read("mormor og morfar: gift; mor, dreng 10 i pleje\nmor og far: skilt; dreng 10")
    layout = laid_out(family)
    heights = {family.name(who): spot.y for who, spot in layout.spots.items()}
    assert heights["mormor"] < heights["mor"] < heights["dreng"]
    assert {line.child.tie for line in layout.children} == {Tie.BORN, Tie.FOSTER}
