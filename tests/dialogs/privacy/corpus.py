"""Danish lines such as people type into the forms, with what is personal in them labelled.

The guard is built by the development part and measured by the held-out part, which another hand
has written: other sentences, other names, other ways to write a number. All of it is invented.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from random import Random

from tests.dialogs.privacy.developed import DEVELOPED
from tests.dialogs.privacy.held_out import HELD_OUT
from tests.dialogs.privacy.writing import AROUND, KINDS, NOTHING, Label, Part, Piece, fill

__all__ = ["KINDS", "Label", "Line", "lines"]

SEED = 20260804
# Lines of the held-out part, by what their sentence is about. The development part has twice that.
AMOUNTS = {kind: 500 for kind in KINDS} | {"cpr": 1200, "name": 800, NOTHING: 5000}
# By whether they are held out, and how many times the amounts.
PARTS = {False: (DEVELOPED, 2), True: (HELD_OUT, 1)}
# How many harmless sentences stand before, and how many after: three in all at the most.
COMPANY = ((0, 0), (0, 0), (0, 0), (0, 1), (0, 1), (0, 2), (1, 0), (1, 1))


@dataclass(frozen=True, slots=True)
class Line:
    text: str
    found: tuple[Label, ...]
    held_out: bool


def lines(*, held_out: bool, seed: int = SEED) -> list[Line]:
    """All lines of one part, none twice: the same for the same seed."""
    part, times = PARTS[held_out]
    random = Random(f"{seed} {held_out}")
    wanted = ((kind, amount * times) for kind, amount in AMOUNTS.items())
    pieces = list(chain.from_iterable(written(part, kind, n, random) for kind, n in wanted))
    random.shuffle(pieces)
    return [Line(piece.text, piece.labels, held_out) for piece in pieces]


def written(part: Part, kind: str, amount: int, random: Random) -> Iterator[Piece]:
    seen = set[str]()
    while len(seen) < amount:
        piece = line(part, random.choice(part.sentences[kind]), random)
        if piece.text not in seen:
            seen.add(piece.text)
            yield piece


def line(part: Part, sentence: str, random: Random) -> Piece:
    """The sentence, alone or with one or two harmless ones about it."""
    before, after = random.choice(COMPANY)
    around = random.sample(part.sentences[AROUND], before + after)
    others = [fill(part, one, random).text for one in around]
    opening = random.choice(part.openings)
    for other in others[:before]:
        opening += other + random.choice(part.joints)
    said = fill(part, sentence, random).after(opening)
    ending = "".join(random.choice(part.joints) + other for other in others[before:])
    return Piece(said.text + ending, said.labels)
