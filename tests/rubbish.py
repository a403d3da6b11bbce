"""Carries the rubbish out between two bots.

Each test throws a whole bot away, and some throw away a hundred, which a process of its own does
not: that must not be looked through, and taken apart, while the next one's loop waits. So the
collector is off for the whole run, and called between two bots, where nobody waits.
"""

import gc
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext

ENOUGH = 20_000  # objects that came and did not go, since it was called last

excused: Callable[[], AbstractContextManager[None]] = nullcontext  # by whoever watches the loops


def by_hand() -> None:
    gc.disable()


def tidy_up() -> None:
    with excused():
        if gc.get_count()[0] >= ENOUGH:
            gc.collect()
            gc.freeze()  # what each start leaves behind in Alembic adds up over a thousand of them
