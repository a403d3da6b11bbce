"""One cache of compiled statements for all bots of a run: each test starts a bot of its own, and
would compile the same few hundred statements again, which was a fifth of the suite's time."""

from typing import Any

from sqlalchemy import Engine
from sqlalchemy.util import LRUCache

ROOM = 5000


class _ByKindOfDatabase(LRUCache):
    """Every engine has a dialect object of its own, which is part of the key. Within a run those
    of one class are set up alike."""

    def get(self, key: tuple[Any, ...], default: Any = None) -> Any:
        return super().get((type(key[0]), *key[1:]), default)

    def __setitem__(self, key: tuple[Any, ...], value: Any) -> None:
        super().__setitem__((type(key[0]), *key[1:]), value)


def share() -> None:
    """From now on, for every engine that is made."""
    cache = _ByKindOfDatabase(ROOM)
    Engine._compiled_cache = property(lambda _: cache, lambda _, own: None)
