"""Carries the rubbish out between two bots.

Each test throws a whole bot away, and some throw away a hundred, which a process of its own does
not: that must not be looked through while the next one's loop waits. So the oldest generation is
looked through between two bots, and never in between.
"""

import gc
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext

FULL = 2  # collections of the middle generation since the last of the oldest
NEVER = 1_000_000  # such collections until the interpreter would look through the oldest itself

excused: Callable[[], AbstractContextManager[None]] = nullcontext  # by whoever watches the loops


def by_hand() -> None:
    young, middle, _ = gc.get_threshold()
    gc.set_threshold(young, middle, NEVER)


def tidy_up() -> None:
    with excused():
        if gc.get_count()[2] >= FULL:
            gc.collect()
            gc.freeze()  # what each start leaves behind in Alembic adds up over a thousand of them
