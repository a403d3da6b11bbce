"""Whose turn it is to bring a case: a list whose first available person is next.

Who has had a turn goes to the back. Who is absent, or passes, keeps their place, so a turn is
carried forward and never lost; and of those who are there, nobody is ever more than one turn
ahead of another (inventory row 2).
"""

from collections.abc import Collection, Iterable

Order = tuple[int, ...]  # ids of persons, next first


def following(order: Order, away: Collection[int] = ()) -> int | None:
    """Who is next of those who are there and have not passed; None: nobody."""
    return next((person for person in order if person not in away), None)


def had_turn(order: Order, person: int) -> Order:
    if person not in order:
        return order
    return (*(other for other in order if other != person), person)


def swapped(order: Order, one: int, other: int) -> Order:
    if one not in order or other not in order:
        return order
    trade = {one: other, other: one}
    return tuple(trade.get(person, person) for person in order)


def with_members(order: Order, members: Iterable[int]) -> Order:
    """New members come last; those who left are taken out."""
    present = tuple(dict.fromkeys(members))
    kept = tuple(person for person in order if person in present)
    return kept + tuple(person for person in present if person not in kept)
